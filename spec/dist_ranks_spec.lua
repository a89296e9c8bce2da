-- ln.dist on 2 and 3 ranks: values worked out by hand, or of one process.
local files = require "spec.files"
local ln = require "lunette"
local ranks = require "spec.support.ranks"

local double = ln.real == "double"

local folder
setup(function() folder = files.new_folder() end)
teardown(files.remove_folder)

-- What each rank has told, of a script that runs once for all of its cases.
local function group(title, script, cases)
  describe(title, function()
    for n = 2, 3 do
      describe(("on %d ranks"):format(n), function()
        local told
        lazy_setup(function()
          if not ranks.missing() then told = ranks.run(folder, n, script) end
        end)
        for name, f in pairs(cases) do
          it(name, function()
            if not told then pending(ranks.missing()) end
            for r = 0, n - 1 do f(told[r], r, n) end
          end)
        end
      end)
    end
  end)
end

-- ---- collectives ----

-- Each rank's loss is a weight, its rank + 1, times squares of what it got; what
-- is differentiated is the sum of them over the ranks. `second` is the gradient
-- of the sum of squares of that gradient, of all ranks.
local COLLECTIVES = [[
local w = rank + 1
local function orders(name, x, f, weight)
  x = x:requires_grad_()
  local y = f(x)
  local g = ln.grad((weight or w) * y:square():sum(), {x}, {create_graph = true})[1]
  tell(name, {y = y, first = g, second = ln.grad(g:square():sum(), {x})[1]})
end

orders("sum", ln.tensor {w + 0.0}, dist.all_reduce)
orders("mean", ln.tensor {w + 0.0}, function(x) return dist.all_reduce(x, {op = "mean"}) end)
orders("gather", ln.arange(1, w):reshape(w, 1) + 10 * rank, dist.all_gather)
orders("scatter", ln.arange(1, size * (size + 1) / 2):reshape(-1, 1) * w,
       function(x) return dist.reduce_scatter(x, w) end)
orders("even", ln.arange(1, 2 * size):reshape(-1, 1) * w, dist.reduce_scatter)
orders("broadcast", ln.tensor {w + 0.0}, function(x) return dist.broadcast(x, size - 1) end)
orders("shift", ln.arange(1, w) + 10 * rank, dist.shift)
orders("back", ln.tensor {w + 0.0}, function(x) return dist.shift(x, -1) end)

tell("max", dist.all_reduce(ln.tensor {w, -w}, {op = "max"}))
tell("min", dist.all_reduce(ln.tensor {w, -w}, {op = "min"}))
tell("no derivative", caught(function()
  local x = ln.ones(1):requires_grad_()
  dist.all_reduce(x, {op = "max"}):sum():backward()
end))

-- forms
tell("number", dist.all_reduce(ln.tensor(w)))
tell("number has no rows", caught(dist.all_gather, ln.tensor(1)))
tell("empty", {dist.all_reduce(ln.zeros(0, 3)):size(1), dist.all_gather(ln.zeros(0, 3)):size(2),
               dist.broadcast(ln.zeros(2, 0)):size(1), dist.shift(ln.zeros(0)):size(1)})
tell("some have none", dist.all_gather(rank == 0 and ln.zeros(0) or ln.ones(2)))
local m = ln.arange(1, 6):reshape(2, 3) * w
tell("transposed", dist.all_gather(m:t()))
tell("sliced", dist.all_reduce(m[{{}, {2, 3}}]))
tell("expanded", dist.all_reduce(ln.tensor({{w}}):expand(2, 2)))
local kept = ln.tensor {w + 0.0}
local got = dist.broadcast(kept)
got:zero_()
tell("kept", kept)
tell("in a coroutine", coroutine.wrap(function() return dist.all_reduce(ln.ones(2)) end)())

-- what does not fit
tell("sizes", caught(dist.all_reduce, ln.ones(rank == 0 and 2 or 3)))
tell("dimensions", caught(dist.all_gather, rank == 0 and ln.ones(2) or ln.ones(2, 2)))
tell("kinds", caught(rank == 0 and dist.all_gather or dist.broadcast, ln.ones(2)))
tell("op", caught(dist.all_reduce, ln.ones(2), {op = rank == 1 and "max" or "sum"}))
tell("src", caught(dist.broadcast, ln.ones(2), rank == 1 and 1 or 0))
tell("steps", caught(dist.shift, ln.ones(2), rank == 1 and -2 or 1))
tell("rows", caught(dist.reduce_scatter, ln.ones(5), 1))
tell("uneven", caught(dist.reduce_scatter, ln.ones(7)))
tell("rank", caught(dist.broadcast, ln.ones(1), 5))
tell("goes on", dist.all_reduce(ln.ones(1)))
]]

local function sum(n) return n * (n + 1) // 2 end

-- {y, first, second} of one number.
local function check(t, y, first, second) assert.same({y = {y}, first = {first}, second = {second}}, t) end

-- Which rank has row j, where each has its rank + 1 of them.
local function owner(j)
  local r = 0
  while sum(r + 1) < j do r = r + 1 end
  return r
end

group("collectives", COLLECTIVES, {
  -- y = S = 1 + ... + n; the loss of all is S y^2; its gradient g = 2 S y; that of n g^2 is 8 n S^2 y
  ["sum"] = function(t, _, n)
    local S = sum(n)
    check(t.sum, S, 2 * S * S, 8 * n * S ^ 3)
  end,
  -- y = S / n, g = 2 S y / n, and of n g^2: 8 S^2 y / n^2
  ["mean"] = function(t, _, n)
    local S = sum(n)
    local y = S / n
    for key, due in pairs {y = y, first = 2 * S * y / n, second = 8 * S ^ 2 * y / n ^ 2} do
      assert.near(due, t.mean[key][1], 1e-5 * due)
    end
  end,
  ["largest and smallest"] = function(t, _, n)
    assert.same({n, -1}, t.max)
    assert.same({1, -n}, t.min)
    assert.matches("the largest and the smallest of all ranks have no derivative", t["no derivative"], 1,
                   true)
  end,
  -- g = 2 S x, and of g^2: 8 S^2 x
  ["gather of uneven shares"] = function(t, r, n)
    local S, y, first, second = sum(n), {}, {}, {}
    for k = 0, n - 1 do
      for i = 1, k + 1 do y[#y + 1] = {10 * k + i} end
    end
    for i = 1, r + 1 do first[i], second[i] = {2 * S * (10 * r + i)}, {8 * S * S * (10 * r + i)} end
    assert.same({y = y, first = first, second = second}, t.gather)
  end,
  -- row j is j S; g = 2 c j S with c the owner's weight; n ranks have g^2: 8 n c^2 j S
  ["scatter of uneven shares"] = function(t, r, n)
    local S, y, first, second = sum(n), {}, {}, {}
    for j = 1, S do
      local c = owner(j) + 1
      if c == r + 1 then y[#y + 1] = {j * S} end
      first[j], second[j] = {2 * c * j * S}, {8 * n * c * c * j * S}
    end
    assert.same({y = y, first = first, second = second}, t.scatter)
  end,
  ["scatter of even shares"] = function(t, r, n)
    assert.same({{(2 * r + 1) * sum(n)}, {(2 * r + 2) * sum(n)}}, t.even.y)
  end,
  -- x = n of the last rank: g = 2 S n there, and of g^2 8 S^2 n
  ["broadcast"] = function(t, r, n)
    local S, last = sum(n), r == n - 1 and 1 or 0
    check(t.broadcast, n, 2 * S * n * last, 8 * S * S * n * last)
  end,
  -- what goes to the next rank has the weight there
  ["shift"] = function(t, r, n)
    local from, c = (r - 1) % n, (r + 1) % n + 1
    local y, first, second = {}, {}, {}
    for i = 1, from + 1 do y[i] = 10 * from + i end
    for i = 1, r + 1 do first[i], second[i] = 2 * c * (10 * r + i), 8 * c * c * (10 * r + i) end
    assert.same({y = y, first = first, second = second}, t.shift)
    local weight = (r - 1) % n + 1
    check(t.back, (r + 1) % n + 1, 2 * weight * (r + 1), 8 * weight ^ 2 * (r + 1))
  end,
  ["of any form"] = function(t, r, n)
    local S, gathered = sum(n), {}
    assert.equal(S, t.number)
    assert.same({0, 3, 2, 0}, t.empty)
    for k = 1, 2 * (n - 1) do gathered[k] = 1 end
    assert.same(gathered, t["some have none"])
    local rows = {}
    for k = 1, n do
      for j = 1, 3 do rows[#rows + 1] = {j * k, (j + 3) * k} end
    end
    assert.same(rows, t.transposed)
    assert.same({{2 * S, 3 * S}, {5 * S, 6 * S}}, t.sliced)
    assert.same({{S, S}, {S, S}}, t.expanded)
    assert.same({r + 1}, t.kept)
    assert.same({n, n}, t["in a coroutine"])
  end,
  ["that do not fit are named on every rank"] = function(t, _, n)
    assert.equal("all_reduce: rank 1 has 3 elements, rank 0 has 2 elements", t.sizes)
    assert.equal("all_gather: rank 1 has 2x2, rank 0 has 2 elements", t.dimensions)
    assert.matches(": rank 1 is in broadcast, rank 0 in all_gather$", t.kinds)
    assert.equal("all_reduce: rank 1 has op = max, rank 0 has sum", t.op)
    assert.equal("broadcast: rank 1 has src = 1, rank 0 has 0", t.src)
    assert.equal("shift: rank 1 has steps = -2, rank 0 has 1", t.steps)
    assert.equal(("reduce_scatter: 5 rows are to be shared out, the ranks want %d"):format(n), t.rows)
    assert.equal(("dist.reduce_scatter: 7 rows are not shared evenly by %d ranks"):format(n), t.uneven)
    assert.equal(("dist.broadcast: rank 5 of %d; they count from 0"):format(n), t.rank)
    assert.matches("all_gather: a number has no rows", t["number has no rows"], 1, true)
    assert.same({n}, t["goes on"])
  end,
})

-- ---- beside other things ----

group("what goes on beside other things", [[
local w = rank + 1
local a = dist.all_reduce_async(ln.tensor {w, 2 * w})
local b = dist.all_reduce_async(ln.tensor {w + 0.0}, {op = "mean"})
local c = dist.all_gather_async(ln.tensor({{w}, {-w}}):t())
local d = dist.reduce_scatter_async(ln.arange(1, size) * w)
local e = dist.broadcast_async(ln.tensor {w}, 1)
local f = dist.all_reduce_async(ln.zeros(0, 2))
tell("between", dist.all_reduce(ln.ones(1)))
tell("last first", {e:wait(), d:wait(), c:wait(), b:wait(), a:wait()})
tell("again", a:wait())
tell("empty", f:wait():size(2))
local g = dist.all_reduce_async(ln.ones(3))
while not g:test() do end
tell("tested", g:wait())

-- dropped, and with it all that Lua holds of what MPI still writes to
for k = 1, 200 do
  dist.all_reduce_async(ln.ones(5000)).result:close()
  if (k + rank) % 7 == 0 then collectgarbage() end
end
collectgarbage()
tell("after", dist.all_reduce(ln.ones(1)))
KEPT = dist.all_reduce_async(ln.ones(5000)) -- open when the state closes
]], {
  ["gives what the others do"] = function(t, r, n)
    local S, all = sum(n), {}
    for k = 1, n do all[k] = {k, -k} end
    local e, d, c, b, a = table.unpack(t["last first"])
    assert.same({2}, e)
    assert.same({(r + 1) * S}, d)
    assert.same(all, c)
    assert.near(S / n, b[1], 1e-6)
    assert.same({S, 2 * S}, a)
    assert.same({S, 2 * S}, t.again)
    assert.equal(2, t.empty)
    assert.same({n, n, n}, t.tested)
    assert.same({n}, t.between)
  end,
  ["may be dropped"] = function(t, _, n) assert.same({n}, t.after) end,
})

-- ---- gradients ----

-- Differences from one process that has the whole batch, in which each rank has
-- as many samples and a loss that is their mean.
local PARALLEL = [[
local N = 12
local function share(x) return x:narrow(1, rank * N // size + 1, N // size) end
local function mlp() return nn.Sequential {nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 1)} end
ln.manual_seed(5)
local x, x2 = ln.randn(N, 3), ln.randn(N, 3)
ln.manual_seed(rank)     -- networks differ, until rank 0's are everybody's

local function worst(a, b)
  local most = 0
  for k, p in ipairs(a:parameters()) do
    local q = b:parameters()[k]
    assert((p.grad == nil) == (q.grad == nil), "one has a gradient, the other none")
    if p.grad then most = math.max(most, (p.grad - q.grad):abs():max():item()) end
  end
  return most
end
local function loss(y) return y:square():mean() + y:tanh():mean() end
local function pair(options, make)
  local model = (make or mlp)()
  local D = dist.DataParallel(model, options)
  return D, model, model:clone()
end

for _, case in ipairs {
  {"plain", {}}, {"small", {bucket = 1}}, {"middle", {bucket = 20}}, {"late", {overlap = false}},
} do
  local name, options = case[1], case[2]
  local D, model, whole = pair(options)
  loss(D(share(x))):backward()
  loss(whole(x)):backward()
  local first = worst(model, whole)
  loss(D(share(x2))):backward()
  loss(whole(x2)):backward()
  tell(name, {first, worst(model, whole)})
end

do
  local D, model, whole = pair {bucket = 10}
  do
    local _ <close> = D:pause()
    loss(D(share(x))):backward()
    tell("paused apart", dist.all_reduce(model[1].weight.grad, {op = "max"}):ne(
      dist.all_reduce(model[1].weight.grad, {op = "min"})):sum():item())
  end
  loss(D(share(x2))):backward()
  loss(whole(x)):backward()
  loss(whole(x2)):backward()
  tell("paused", worst(model, whole))
end

-- What one rank alone uses is the others' zero; what none uses has no gradient.
do
  local function make() return nn.ModuleDict {a = nn.Linear(3, 1), b = nn.Linear(3, 1), c = nn.Linear(3, 1)} end
  local m = make()
  local held = dist.DataParallel(m, {bucket = 1})
  local y = m.a(ln.ones(1, 3))
  if rank == 1 then y = y + m.b(ln.ones(1, 3)) end
  y:sum():backward()
  tell("unused", {a = m.a.bias.grad, b = m.b.bias.grad, c = m.c.bias.grad == nil, kept = held ~= nil})
end

-- A frozen network between: G learns through D, D has no gradient.
do
  local G, g, whole_g = pair {bucket = 4}
  local D, d, whole_d = pair({bucket = 4}, function() return nn.Linear(1, 1) end)
  for _, p in ipairs(d:parameters()) do p:requires_grad_(false) end
  loss(D(G(share(x)))):backward()
  loss(whole_d(whole_g(x))):backward()
  tell("frozen", {worst(g, whole_g), d.weight.grad == nil})
  for _, p in ipairs(d:parameters()) do p:requires_grad_(true) end
  for _, p in ipairs(whole_d:parameters()) do p.grad = nil end
  loss(D(G(share(x2)):detach())):backward()
  loss(whole_d(whole_g(x2):detach())):backward()
  tell("thawed", worst(d, whole_d))
  local cold = nn.Linear(2, 1)
  for _, p in ipairs(cold:parameters()) do p:requires_grad_(false) end
  local C = dist.DataParallel(cold)
  for _, p in ipairs(cold:parameters()) do p:requires_grad_(true) end
  C(ln.ones(1, 2) * (rank + 1)):sum():backward()
  tell("frozen at first", cold.weight.grad)
end

-- Both networks in one backward, a penalty on the slope, and the mean with its graph.
do
  local G, g, whole_g = pair {bucket = 6}
  local D, d, whole_d = pair({bucket = 6}, function()
    return nn.Sequential {nn.Linear(1, 5), nn.Tanh(), nn.Linear(5, 1)}
  end)
  local function penalised(generator, discriminator, z)
    local fake = generator(z)
    local y = discriminator(fake)
    local slope = ln.grad(y:sum(), {fake}, {create_graph = true})[1]
    return loss(y) + slope:square():mean()
  end
  penalised(G, D, share(x)):backward()
  penalised(whole_g, whole_d, x):backward()
  tell("both", {worst(g, whole_g), worst(d, whole_d)})

  local H, h, whole_h = pair {bucket = 6}
  loss(H(share(x))):backward(nil, {create_graph = true})
  loss(whole_h(x)):backward(nil, {create_graph = true})
  tell("recorded", worst(h, whole_h))
  local function square(m)
    local list = {}
    for k, p in ipairs(m:parameters()) do list[k] = p.grad:square():sum() end
    return ln.grad(ln.stack(list):sum(), m:parameters())
  end
  -- each rank has the part that goes through its own samples, of size squares and a mean over the ranks
  local mine, due, most = square(h), square(whole_h), 0
  for k, part in ipairs(mine) do
    most = math.max(most, (dist.all_reduce(part, {op = "mean"}) - due[k]):abs():max():item())
  end
  tell("second", most)
end

-- A backward that fails in the middle, on all ranks, and is done again.
do
  local D, model, whole = pair {bucket = 1}
  local faults = 1
  local function broken(y)
    y:register_hook(function()
      faults = faults - 1
      if faults == 0 then error("midway", 0) end
    end)
    return y
  end
  local message = caught(function()
    local h = broken(model[1](share(x)))
    loss(model[5](model[4](model[3](model[2](h))))):backward()
  end)
  model:zero_grad()
  loss(D(share(x))):backward()
  loss(whole(x)):backward()
  tell("retried", {message, worst(model, whole)})
end

-- A clone learns too.
do
  local C = dist.DataParallel(nn.Linear(1, 1)):clone()
  C(ln.ones(1, 1) * (rank + 1)):sum():backward()
  tell("cloned", C.module.weight.grad)
end

-- What is no longer held is no longer averaged.
do
  local model = nn.Linear(1, 1)
  local D = dist.DataParallel(model)
  D = nil -- luacheck: ignore
  collectgarbage()
  collectgarbage()
  model(ln.ones(1, 1) * (rank + 1)):sum():backward()
  tell("let go", model.weight.grad)
end
]]

local EXACT = double and 1e-14 or 2e-6

group("DataParallel", PARALLEL, {
  ["gives the whole batch's gradients, for buckets of any size"] = function(t)
    for _, name in ipairs {"plain", "small", "middle", "late"} do
      assert.near(0, t[name][1], EXACT)
      assert.near(0, t[name][2], EXACT)
    end
  end,
  ["lets gradients be in a pause"] = function(t)
    assert.is_true(t["paused apart"] > 0)
    assert.near(0, t.paused, EXACT)
  end,
  -- each rank has a's gradient 1, and rank 1 alone b's
  ["takes what a rank does not use for zero"] = function(t, _, n)
    assert.same({1}, t.unused.a)
    assert.near(1 / n, t.unused.b[1], 1e-6)
    assert.is_true(t.unused.c)
  end,
  ["goes through frozen networks"] = function(t, _, n)
    assert.near(0, t.frozen[1], EXACT)
    assert.is_true(t.frozen[2])
    assert.near(0, t.thawed, EXACT)
    assert.near((n + 1) / 2, t["frozen at first"][1][1], 1e-6)
  end,
  ["averages both networks of a backward, with a penalty"] = function(t)
    assert.near(0, t.both[1], EXACT)
    assert.near(0, t.both[2], EXACT)
  end,
  ["records the means where the graph is asked for"] = function(t)
    assert.near(0, t.recorded, EXACT)
    assert.near(0, t.second, EXACT)
  end,
  ["begins anew after a backward that failed"] = function(t)
    assert.equal("midway", t.retried[1])
    assert.near(0, t.retried[2], EXACT)
  end,
  ["averages a clone's gradients"] = function(t, _, n) assert.near((n + 1) / 2, t.cloned[1][1], 1e-6) end,
  ["ends with what holds it"] = function(t, r) assert.same({{r + 1}}, t["let go"]) end,
})

-- ---- layers that look at the batch ----

group("layers of sync are those of the whole batch", [[
local N = 12
local function share(x) return x:narrow(1, rank * N // size + 1, N // size) end
local layers = {
  ["SyncBatchNorm"] = function() return nn.SyncBatchNorm(8), 8 end,
  ["its plain average"] = function() return nn.SyncBatchNorm(8, {momentum = false}), 8 end,
  ["without weights"] = function()
    return nn.SyncBatchNorm(8, {affine = false, track_running_stats = false}), 8
  end,
  ["mini-batch discrimination"] = function() return nn.MinibatchDiscrimination(8, 5, 3, {sync = true}), 13 end,
  ["its mean"] = function() return nn.MinibatchDiscrimination(8, 5, 3, {sync = true, reduction = "mean"}), 13 end,
  ["its groups"] = function() return nn.MinibatchDiscrimination(8, 5, 3, {sync = true, group_size = 4}), 13 end,
  ["standard deviation"] = function() return nn.MinibatchStdDev(3, 1, {sync = true}), 9 end,
  ["that of all"] = function() return nn.MinibatchStdDev(false, 1, {sync = true}), 9 end,
}
if N // size % 2 == 0 then
  layers["its halves"] = function() return nn.MinibatchDiscrimination(8, 5, 3, {sync = true, halves = true}), 18 end
end
local function network(layer, width)
  return nn.Sequential {
    nn.Conv2d(2, 4, 3, {padding = 1, stride = 2, bias = false}), nn.SyncBatchNorm(4), nn.LeakyReLU(0.2),
    nn.Conv2d(4, 8, 4, {bias = false}), nn.Flatten(), layer, nn.Linear(width, 3), nn.Tanh()}
end
local function alone(model)
  for _, layer in ipairs(model:modules()) do layer.sync = false end
  return model
end
-- The loss and the gradients; `times`: how many ranks have such a loss.
local function gradients(model, f, given, order, times)
  local x = given:clone():requires_grad_()
  local y = f(x)
  local loss = (y * y):mean() + y:sum() * times / 7
  if order == 2 then
    loss = loss + times * ln.grad(y:sum(), {x}, {create_graph = true})[1]:square():sum()
  end
  model:zero_grad()
  loss:backward()
  return loss:item(), x.grad, y
end
local function difference(a, b) return (a - b):abs():max():item() end

ln.manual_seed(4)
local x = ln.randn(N, 2, 8, 8)
local names = {}
for name in pairs(layers) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  for order = 1, 2 do
    local make = layers[name]
    ln.manual_seed(4)
    local model = network(make())
    model[6].sync = true
    local whole = alone(model:clone())
    local D = dist.DataParallel(model)
    local due, dx, dy = gradients(whole, whole, x, order, 1)
    local own, gx, y = gradients(model, D, share(x), order, size)
    local most = math.max(math.abs(dist.all_reduce(ln.tensor {own}, {op = "mean"}):item() - due),
                          difference(gx / size, share(dx)), difference(y, share(dy)))
    -- of all gradients: what is 0 but for rounding is measured against the others
    local largest = 1
    for k, p in ipairs(whole:parameters()) do
      largest = math.max(largest, p.grad:abs():max():item())
      most = math.max(most, difference(p.grad, model:parameters()[k].grad))
    end
    most = most / largest
    local theirs = whole:state_dict()
    for path, v in pairs(model:state_dict()) do most = math.max(most, difference(v, theirs[path])) end
    tell(name .. order, most)
    whole:eval()
    model:eval()
    tell(name .. " eval" .. order, name:find "SyncBatch" and difference(model(share(x)), share(whole(x))) or 0)
  end
end

-- shares that are not even, and pieces of them
local function uneven(f)
  local from = rank * (rank + 1) // 2
  local last = size * (size + 1) // 2
  ln.manual_seed(8)
  local all = ln.randn(2 * last, 6)
  local bn, md = nn.SyncBatchNorm(6), nn.MinibatchDiscrimination(6, 4, 2, {sync = true})
  local model = nn.Sequential {bn, md}
  local whole = alone(model:clone())(all)
  local function own(v) return v:narrow(1, 2 * from + 1, 2 * (rank + 1)) end
  return difference(f(model, own(all)), own(whole))
end
tell("uneven", uneven(function(model, v) return model(v) end))
tell("in pieces", uneven(function(model, v) return nn.utils.in_pieces(model, 2, v) end))
]], {
  ["values, gradients of both orders, running statistics"] = function(t)
    local seen = 0
    for name, v in pairs(t) do
      assert.is_true(v <= (double and 1e-12 or 1e-5), ("%s: %g"):format(name, v))
      seen = seen + 1
    end
    assert.is_true(seen >= 34)
  end,
})
