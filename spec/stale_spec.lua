-- Values that are overwritten between forward and backward, over all rows: what
-- a rule needs of them it refuses to read, and what it does not need changes
-- nothing.
local ln = require "lunette"
local engine = require "lunette.engine"
local lapack = require "spec.support.lapack"
local samples = require "spec.support.samples"

local REFUSAL = "parameter changed since it was used"

-- The gradient of a probe of the op, or of a probe of that gradient: `last` is
-- what is left to do once the inputs have been overwritten.
local function first_order(y, leaves, create_graph)
  local loss = samples.probe(y, 5)
  return function()
    return engine.grad(loss, leaves, {create_graph = create_graph, allow_unused = true})
  end
end

local function recorded(y, leaves) return first_order(y, leaves, true) end

local function second_order(y, leaves)
  local total = ln.zeros {}
  for k, g in ipairs(recorded(y, leaves)()) do
    if g then total = total + samples.probe(g, 17 + k) end
  end
  if not total:requires_grad() then return function() return {} end end
  return function() return engine.grad(total, leaves, {allow_unused = true}) end
end

local function same(a, b)
  if a == nil or b == nil then return a == b end
  return (a - b):abs():le(0):all():item() == 1
end

-- A new value for x, still one that the op may read: a permutation of indices.
local function overwrite(x, is_leaf)
  local _ <close> = ln.no_grad()
  local old = x:detach():clone()
  x:copy_(is_leaf and old * 0.75 or old:flip(1))
  return function()
    local _ <close> = ln.no_grad()
    x:copy_(old)
  end
end

local refused, kept = {}, {}

local function check(row, sample, start)
  local leaves, call = samples.prepare(row, sample, samples.plain, samples.itself)
  local y, constants = call()
  if not y:requires_grad() then return end
  local expected = start(y, leaves)()
  for k = 1, #leaves + #constants do
    local again, others = call()
    local finish = start(again, leaves)
    local restore = overwrite(leaves[k] or others[k - #leaves], k <= #leaves)
    local ok, got = pcall(finish)
    restore()
    if ok then
      for i = 1, #leaves do
        assert.is_true(same(got[i], expected[i]), ("%s(%s): input %d was overwritten, and the " ..
          "gradient of input %d is another"):format(row.name, sample, k, i))
      end
    else
      assert.matches(REFUSAL, tostring(got), 1, true)
    end
    local list = ok and kept or refused
    list[row.name] = true
  end
end

local function count(list)
  local n = 0
  for _ in pairs(list) do n = n + 1 end
  return n
end

describe("an input overwritten after the forward", function()
  for _, row in ipairs(engine.ops()) do
    if row.differentiable and row.sample then
      it("of " .. row.name .. " is refused, or changes nothing", function()
        local missing = lapack.missing(row.family)
        if missing then pending(missing) end
        for sample in (row.sample .. ";"):gmatch "%s*(.-);" do
          check(row, sample, first_order)
          check(row, sample, recorded)
          check(row, sample, second_order)
        end
      end)
    end
  end

  it("was refused by those that need it, and only by them", function()
    for _, name in ipairs {"mul", "mish", "gelu", "prod", "cumprod", "logcumsumexp", "cdist",
                           "batch_norm", "log_softmax_at_grad"} do
      assert.is_true(refused[name], name)
    end
    for _, name in ipairs {"add", "exp", "sum", "reshape", "batch_norm", "where"} do
      assert.is_true(kept[name], name)
    end
    assert.is_true(count(refused) > 100 and count(kept) > 100)
  end)
end)

describe("stale values", function()
  it("of a normalisation in eval mode are refused, its bias excepted", function()
    local bn = ln.nn.BatchNorm1d(3):eval()
    local x = ln.randn(4, 3, {requires_grad = true})
    local function change(p, by)
      local y = bn(x):sum()
      local _ <close> = ln.no_grad()
      p:mul_(by):add_(1)
      return y
    end
    local y = change(bn.weight, 10)
    assert.error_matches(function() y:backward() end, REFUSAL)
    change(bn.bias, 10):backward()
    assert.same({4, 4, 4}, bn.bias.grad:totable())
  end)

  it("are refused in what recompute runs again, arguments without gradient too", function()
    local layer, x = ln.nn.Linear(2, 2), ln.ones(3, 2)
    local y = ln.recompute(layer, x):sum()
    x:mul_(2)
    assert.error_matches(function() y:backward() end, REFUSAL)
  end)
end)

-- How each method that writes in place is called, on a leaf of four numbers.
local two = ln.tensor {2, 3}
local WRITES = {
  copy_ = {ln.ones(4)}, fill_ = {5}, zero_ = {}, add_ = {5}, sub_ = {5}, mul_ = {5}, div_ = {5}, clamp_ = {7, 8},
  lerp_ = {ln.zeros(4), 0.5}, addcmul_ = {ln.ones(4), ln.ones(4)}, addcdiv_ = {ln.ones(4), ln.ones(4)},
  index_put_ = {{two}, 5}, index_add_ = {1, two, ln.ones(2)}, index_fill_ = {1, two, 5},
  index_copy_ = {1, two, ln.ones(2)}, scatter_ = {1, two, ln.ones(2)}, scatter_add_ = {1, two, ln.ones(2)},
  masked_fill_ = {ln.ones(4):gt(0), 5}, masked_scatter_ = {ln.ones(4):gt(0), ln.ones(4)}, normal_ = {}, uniform_ = {},
}

-- x^3 is differentiated by x: `write` between forward and backward is refused.
local function refuses(write)
  for _, of in ipairs {function(x) return x * x * x end, function(x) return (x ^ 3):exp() end,
                       function(x) return x:softmax(1) * x end} do
    local x = ln.tensor({1, 2, 3, 4}, {requires_grad = true})
    local y = of(x):sum()
    do
      local _ <close> = ln.no_grad()
      write(x)
    end
    assert.error_matches(function() y:backward() end, REFUSAL)
    assert.is_nil(x.grad)
  end
end

describe("a write between forward and backward", function()
  for _, row in ipairs(engine.rows) do
    local name = row.name:match "^Tensor:([%l_]+_)$"
    if name and name ~= "requires_grad_" then
      it("by " .. name .. " is seen, also through views and aliases", function()
        local args = assert(WRITES[name], name .. " has no call here")
        refuses(function(x) x[name](x, table.unpack(args)) end)
        refuses(function(x) local v = x:detach() v[name](v, table.unpack(args)) end)
        refuses(function(x) local v = x:view(2, 2):t():t():reshape(4) v[name](v, table.unpack(args)) end)
      end)
    end
  end

  it("by an index, or through a part, is seen", function()
    refuses(function(x) x[2] = 7 end)
    refuses(function(x) x:narrow(1, 2, 2):fill_(7) end)
    refuses(function(x) x:view(2, 2):t()[1]:zero_() end)
    refuses(function(x) x:unfold(1, 2, 2)[2]:mul_(2) end)
  end)

  it("by any optimiser's step is seen", function()
    local others = {Optimizer = true, functional = true, lr_scheduler = true}
    for name, make in pairs(ln.optim) do
      if not others[name] and name:find "^%u" then
        refuses(function(x)
          local copy = x:detach():requires_grad_() -- the same numbers
          copy.grad = ln.ones(4)
          local o = make(name == "Lookahead" and ln.optim.SGD({copy}, {lr = 0.1}) or {copy},
                         name ~= "Lookahead" and {lr = 0.1} or nil)
          if name == "ExtraAdam" then o:extrapolate()
          elseif name == "LBFGS" then o:step(function() return ln.ones {} end)
          else o:step() end
        end)
      end
    end
  end)

  it("by load_state_dict, an average or batch statistics is seen", function()
    local function layer_of(x)
      local layer = ln.nn.Linear(4, 1, {bias = false})
      layer.weight = ln.nn.Parameter(x:detach():view(1, 4))
      return layer
    end
    refuses(function(x)
      layer_of(x):load_state_dict {weight = ln.zeros(1, 4)}
    end)
    refuses(function(x)
      local ema = ln.gan.EMA(layer_of(x), {decay = 0.5})
      ema.model.weight = ln.nn.Parameter(x:detach():view(1, 4))
      ema:update(layer_of(ln.zeros(4)))
    end)
    refuses(function(x)
      local bn = ln.nn.BatchNorm1d(4)
      bn.running_mean = ln.nn.Buffer(x:detach())
      bn(ln.randn(8, 4))
    end)
  end)

  it("that closes a tensor is told", function()
    local x = ln.tensor({1, 2}, {requires_grad = true})
    local h = x * 2
    local y = (h * h):sum()
    h:close()
    y:backward()
    assert.same({8, 16}, x.grad:totable()) -- 8 x: the graph keeps what it reads
    assert.has_error(function() return h + 1 end)
  end)
end)

describe("a parameter that has changed", function()
  local function message_of(y)
    local ok, message = pcall(function() y:backward() end)
    assert.is_false(ok)
    return message
  end

  it("is named by its path, found from the variables of the script", function()
    local nn = ln.nn
    local D = nn.Sequential {nn.Linear(2, 3), nn.Sequential {nn.Tanh(), nn.Linear(3, 1)}}
    local sgd = ln.optim.SGD(D:parameters(), {lr = 0.1})
    local first, late = D(ln.ones(4, 2)):mean(), D(ln.ones(4, 2)):mean()
    first:backward()
    sgd:step()
    assert.matches(REFUSAL .. ": .*: D%.2%.2%.weight$", message_of(late))
    local nets = {G = nn.Sequential {nn.Linear(2, 3), nn.PReLU()}}
    local through = nets.G(ln.ones(4, 2)):sum()
    do
      local _ <close> = ln.no_grad()
      nets.G[2].weight:fill_(3)
    end
    assert.matches(": nets%.G%.2%.weight$", message_of(through))
    local w = ln.ones(3, {requires_grad = true})
    local y = (w * w):sum()
    do
      local _ <close> = ln.no_grad()
      w:t():fill_(2)
    end
    assert.matches("are needed here: w$", message_of(y))
  end)
end)
