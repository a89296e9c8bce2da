-- The interface of derivatives: gradients, hooks, ops written in Lua, recomputation,
-- derivatives of functions, anomaly mode, graphs as text.
local ln = require "lunette"
local near_tensor = require "spec.near"

local function leaf(values) return ln.tensor(values, {requires_grad = true}) end
local function near(expected, got, bound) near_tensor(ln.tensor(got), expected, bound) end
local function list(x) return x:reshape(-1):totable() end

-- Tensors that live once everything that can be collected has been: what a tensor
-- held falls to the next collection.
local function live()
  for _ = 1, 4 do collectgarbage() end
  return ln.memory().live_tensors
end

describe("grad", function()
  it("takes several results and their weights", function()
    local x = leaf {2, 3}
    local g = ln.grad({x * x, x * 5}, {x}, {grad_outputs = {ln.tensor {1, 10}, ln.tensor {1, 1}}})
    assert.same({9, 65}, list(g[1]))
  end)

  it("counts a result given twice twice", function()
    local x = leaf {2}
    local y = x * x
    assert.same({8}, list(ln.grad({y, y}, {x})[1]))
  end)

  it("gives a result's own gradient, and that of what is between", function()
    local x = leaf {3}
    local h = x * x
    local y = h * 2
    local g = ln.grad(y, {y, h, x}, {retain_graph = true})
    assert.same({1, 2, 12}, {g[1]:item(), g[2]:item(), g[3]:item()})
  end)

  it("refuses an unused input unless allowed, where it is nil", function()
    local x, z = leaf {1}, leaf {1}
    assert.error_matches(function() ln.grad(x * 2, {z}) end, "input 1 is not behind the results")
    local g = ln.grad(x * 2, {z, x}, {allow_unused = true})
    assert.is_nil(g[1])
    assert.same({2}, list(g[2]))
  end)

  it("leaves the graph only when asked", function()
    local x = leaf {2}
    local y = x ^ 2
    ln.grad(y, {x}, {retain_graph = true})
    ln.grad(y, {x})
    assert.error_matches(function() ln.grad(y, {x}) end, "retain_graph = true")
  end)

  it("wants one weight for each result, of its sizes", function()
    local x = leaf {1, 2}
    assert.error_matches(function() ln.grad(x * 2, {x}) end, "a result of 2 elements needs a gradient")
    assert.error_matches(function() ln.grad(x * 2, {x}, {grad_outputs = {ln.ones(3)}}) end,
      "a result of 2 elements and a gradient of 3 elements")
    assert.error_matches(function() ln.grad(x * 2, {x}, {grad_outputs = {}}) end,
      "1 outputs and 0 grad_outputs")
  end)
end)

describe("backward", function()
  it("adds to what is there", function()
    local x = leaf {1, 2}
    for _ = 1, 3 do (x * x):sum():backward() end
    assert.same({6, 12}, list(x.grad))
    x.grad = ln.ones(2)
    x:sum():backward()
    assert.same({2, 2}, list(x.grad))
    x.grad = nil
    assert.is_nil(x.grad)
    assert.error_matches(function() x.grad = ln.ones(3) end, "a tensor of 2 elements and a gradient of 3 elements")
  end)

  it("leaves tensors between without grad, unless they retain it", function()
    local x = leaf {1, 2}
    local h = x * 3
    local k = h * h
    h:retain_grad()
    k:sum():backward()
    assert.is_true(h:retains_grad())
    assert.is_false(k:retains_grad())
    assert.same({6, 12}, list(h.grad))
    assert.is_nil(k.grad)
    assert.same({18, 36}, list(x.grad))
    assert.error_matches(function() ln.ones(2):retain_grad() end, "does not require a gradient")
    x:retain_grad()
    assert.is_false(x:retains_grad())
  end)

  it("adds to a retained gradient, which stays apart from what flows on", function()
    local x = leaf {1, 2}
    local h = x + 0
    h:retain_grad()
    local y = (h * h):sum()
    y:backward(nil, {retain_graph = true})
    y:backward()
    assert.same({4, 8}, list(h.grad))
    assert.same({4, 8}, list(x.grad))
  end)

  it("knows leaves, and refuses to stop recording behind a result", function()
    local x = leaf {1}
    local y = x * 2
    assert.is_true(x:is_leaf())
    assert.is_false(y:is_leaf())
    assert.is_true(y:detach():is_leaf())
    assert.error_matches(function() y:requires_grad_(false) end, "result of mul is recorded")
    y:backward()
    assert.is_false(y:is_leaf())
    assert.error_matches(function() y:requires_grad_(false) end, "result of mul is recorded")
    assert.is_false(x:requires_grad_(false):requires_grad())
  end)
end)

describe("register_hook", function()
  it("sees the whole gradient once, and may change it", function()
    local x = leaf {1, 2}
    local h = x * 2
    local seen = {}
    h:register_hook(function(g) seen[#seen + 1] = list(g) end)
    h:register_hook(function(g) return g * 10 end)
    h:register_hook(function(g) seen[#seen + 1] = list(g) end);
    (h * h + h):sum():backward()
    assert.same({{5, 9}, {50, 90}}, seen)
    assert.same({100, 180}, list(x.grad))
  end)

  it("refuses what was written into a gradient that others share", function()
    local function weights() return ln.tensor({1, 2}, {requires_grad = true}) end
    local function triple(g) g:mul_(3) end
    local Tripled = ln.Function:extend "Tripled"
    function Tripled.forward(_, x) return x * 1 end
    function Tripled.backward(_, g) return g:mul_(3) end
    -- s = a + b hands the same 2 s = {4, 8} to both
    for name, second in pairs {
      hook = function(b) b:register_hook(triple) return b end, backward = Tripled,
      inner = function(b) local p = b * 1 p:register_hook(triple) return p end,
    } do
      local a, b = weights(), weights()
      local loss = (a + second(b)):square():sum()
      local ok, message = pcall(loss.backward, loss)
      assert.is_false(ok, name)
      assert.matches("derivatives_spec.lua:%d+: backward: a gradient of 2 elements was overwritten", message)
      assert.is_nil(a.grad)
    end
    local a, b = weights(), weights()
    b:register_hook(triple)
    assert.error_matches(function() ln.grad((a + b):square():sum(), {a, b}) end, "a gradient of 2 elements was overwr")
  end)

  it("takes what was written into a gradient that nobody else has", function()
    local x = ln.tensor({1, 2}, {requires_grad = true})
    local y = x * x
    y:register_hook(function(g) g:mul_(3) end);
    (y * y):sum():backward() -- 3 times 4 x^3
    assert.same({12, 96}, list(x.grad))
  end)

  it("of a leaf comes before its grad, and runs in grad() as well", function()
    local x = leaf {1, 2}
    x:register_hook(function(g) return -g end);
    (x * x):sum():backward()
    assert.same({-2, -4}, list(x.grad))
    assert.same({-2, -4}, list(ln.grad((x * x):sum(), {x})[1]))
  end)

  it("lasts until removed or closed", function()
    local x = leaf {1}
    local count = 0
    local function hook() count = count + 1 end
    local handle = x:register_hook(hook)
    do
      local _ <close> = x:register_hook(hook);
      (x * 2):backward()
    end
    assert.equal(2, count);
    (x * 2):backward()
    assert.equal(3, count)
    handle:remove()
    handle:remove();
    (x * 2):backward()
    assert.equal(3, count)
  end)

  it("outlives the box of its tensor", function()
    local x, seen = leaf {1, 2}, nil
    local function build()
      local h = x * 3
      h:register_hook(function(g) seen = list(g) end)
      return (h * 2):sum()
    end
    local y = build()
    collectgarbage()
    y:backward()
    assert.same({2, 2}, seen)
  end)

  it("is differentiated through under create_graph", function()
    local x = leaf {3}
    local h = x * 1
    h:register_hook(function(g) return g * g end)
    local g = ln.grad(h ^ 2, {x}, {create_graph = true})[1]
    assert.equal(36, g:item())
    -- the slope of (2 h)^2 is 24, and the hook sees that sweep too
    assert.equal(24 ^ 2, ln.grad(g, {x})[1]:item())
  end)

  it("may go backward itself, through another graph and through its own", function()
    local x, z = leaf {2}, leaf {5}
    local h = x * x
    local depth = 0
    h:register_hook(function()
      if depth > 0 then return end
      depth = depth + 1
      local _ <close> = ln.enable_grad();
      (z * z):backward();
      (h * z):backward()
    end)
    local y = h * 3
    y:backward()
    assert.equal(10 + 4, z.grad:item())
    assert.equal(12 + 20, x.grad:item())
  end)

  it("has its error raised as it is, and nothing is lost", function()
    local x = leaf {1, 2}
    local function build()
      local h = x * 2
      h:register_hook(function() error({code = 7}) end)
      return (h * h):sum()
    end
    local before = live()
    for _ = 1, 10 do
      local ok, message = pcall(function() build():backward() end)
      assert.is_false(ok)
      assert.same({code = 7}, message)
    end
    assert.equal(before, live())
    assert.is_true(ln.is_grad_enabled())
    x.grad = nil;
    (x * 2):sum():backward()
    assert.same({2, 2}, list(x.grad))
  end)

  it("may close what it is given, and collect what it likes", function()
    local x = leaf {1, 2}
    local h = x * 2
    h:register_hook(function(g)
      h:close()
      g:close()
      collectgarbage()
    end);
    (h * h):sum():backward()
    assert.same({8, 16}, list(x.grad))
    assert.error_matches(function() return h + 1 end, "closed")
  end)

  it("that calls an op wrongly is blamed on its own line", function()
    local x = leaf {1, 2}
    local line
    x:register_hook(function(g)
      line = debug.getinfo(1, "l").currentline + 1
      return g:matmul(ln.ones(3))
    end)
    local _, message = pcall(function() x:sum():backward() end)
    assert.matches("derivatives_spec.lua:" .. line .. ": matmul", message, 1, true)
  end)

  it("wants a function on what requires a gradient, and a gradient of its sizes", function()
    local x = leaf {1, 2}
    assert.error_matches(function() ln.ones(2):register_hook(print) end, "does not require")
    assert.error_matches(function() x:register_hook(3) end, "hook is 3, a function is wanted")
    local a <close> = x:register_hook(function() return 3 end)
    local _, message = pcall(function() x:sum():backward() end)
    assert.matches("derivatives_spec.lua:%d+: register_hook: the hook gave number", message)
    a:remove()
    local _ <close> = x:register_hook(function() return ln.ones(3) end)
    assert.error_matches(function() x:sum():backward() end, "hook gives 3 elements where 2 elements is due")
  end)

  it("runs in the coroutine of the sweep, and may run others", function()
    local x = leaf {1}
    local inside, recorded
    local _ <close> = x:register_hook(function(g)
      inside = coroutine.running()
      local co = coroutine.wrap(function()
        local _ <close> = ln.no_grad()
        coroutine.yield((g * 2):detach())
      end)
      local twice = co()
      recorded = ln.is_grad_enabled()
      return twice
    end)
    local thread = coroutine.create(function() (x * x):backward() end)
    assert(coroutine.resume(thread))
    assert.equal(thread, inside)
    assert.is_false(recorded)
    assert.equal(4, x.grad:item())
    assert.is_true(ln.is_grad_enabled())
  end)

  it("cannot yield", function()
    local x = leaf {1}
    x:register_hook(function() coroutine.yield() end)
    local ok, message = coroutine.resume(coroutine.create(function() (x * x):backward() end))
    assert.is_false(ok)
    assert.matches("yield", message)
  end)

  it("lets a dead tensor go", function()
    local x = leaf {1}
    local before = live()
    for _ = 1, 50 do
      local h = x * 2
      h:register_hook(function(g) return g end)
    end
    assert.equal(before, live())
  end)
end)

local Swish = ln.Function:extend "Swish"
function Swish.forward(ctx, x, beta)
  ctx:save(x)
  ctx.beta = beta
  return x * (x * beta):sigmoid()
end
function Swish.backward(ctx, g)
  local x = ctx:saved()
  local s = (x * ctx.beta):sigmoid()
  return g * s * (1 + x * ctx.beta * (1 - s)), nil
end

local StraightThrough = ln.Function:extend "StraightThrough"
function StraightThrough.forward(_, x) return x:gt(0) * 2 - 1 end
function StraightThrough.backward(_, g) return g end

local Reverse = ln.Function:extend "Reverse"
function Reverse.forward(ctx, x, lambda)
  ctx.lambda = lambda
  return x
end
function Reverse.backward(ctx, g) return g * -ctx.lambda, nil end

-- exp through its saved result
local Exp = ln.Function:extend "Exp"
function Exp.forward(ctx, x)
  local y = x:exp()
  ctx:save(y)
  return y
end
function Exp.backward(ctx, g) return g * ctx:saved() end

-- two results of different sizes, with two saved of three kinds
local Polar = ln.Function:extend "Polar"
function Polar.forward(ctx, x, y)
  local square = x * x + y * y
  ctx:save(x, nil, y, square)
  return square, (x * y):sum()
end
function Polar.backward(ctx, g, u)
  local x, none, y = ctx:saved()
  assert(none == nil)
  return g * x * 2 + u * y, g * y * 2 + u * x
end

local function order3(f, x)
  local y = f(x)
  local all = {}
  for k = 1, 3 do
    y = ln.grad(y:sum(), {x}, {create_graph = true})[1]
    all[k] = list(y)
  end
  return all
end

local function same_orders(expected, got, bound)
  for k = 1, #expected do near(expected[k], got[k], bound or 1e-5) end
end

describe("Function", function()
  it("has the derivative it says, of any order", function()
    local x = leaf {-1.5, 0.3, 2}
    local y = Swish(x, 2)
    assert.equal("Swish", y:op())
    near(list(x * (x * 2):sigmoid()), list(y), 1e-6)
    same_orders(order3(function(z) return z * (z * 2):sigmoid() end, x),
      order3(function(z) return Swish(z, 2) end, x))
  end)

  it("differentiates through its saved results", function()
    local x = leaf {-1, 0.5}
    local e = list(x:exp())
    same_orders({e, e, e}, order3(Exp, x))
  end)

  it("has straight-through estimators in four lines", function()
    local x = leaf {-0.2, 0.7}
    local y = StraightThrough(x)
    assert.same({-1, 1}, list(y));
    (y * ln.tensor {3, 5}):sum():backward()
    assert.same({3, 5}, list(x.grad))
  end)

  it("has gradient reversal in five", function()
    local x = leaf {1, 2}
    local y = Reverse(x, 0.5)
    assert.same({1, 2}, list(y))
    assert.is_false(y == x);
    (y * y):sum():backward()
    assert.same({-1, -2}, list(x.grad))
  end)

  it("may have several results, of which some are unused", function()
    local function plain(x, y) return x * x + y * y, (x * y):sum() end
    local x, y = leaf {1, 2}, leaf {0.5, -1}
    for _, use in ipairs {
      function(a, b) return (a * a):sum() * b end,
      function(a) return (a * a * a):sum() end,
      function(_, b) return b * b end,
    } do
      local g = ln.grad(use(Polar(x, y)), {x, y}, {create_graph = true})
      local e = ln.grad(use(plain(x, y)), {x, y}, {create_graph = true})
      for k = 1, 2 do near(list(e[k]), list(g[k]), 1e-5) end
      local gg = ln.grad((g[1] * g[2]):sum(), {x, y})
      local ee = ln.grad((e[1] * e[2]):sum(), {x, y})
      for k = 1, 2 do near(list(ee[k]), list(gg[k]), 1e-5) end
    end
  end)

  it("takes one tensor twice, and gives views of its arguments", function()
    local x = leaf {2, 3}
    local Product = ln.Function:extend "Product"
    function Product.forward(ctx, a, b)
      ctx:save(a, b)
      return a * b
    end
    function Product.backward(ctx, g)
      local a, b = ctx:saved()
      return g * b, g * a
    end
    same_orders({{12, 27}, {12, 18}, {6, 6}}, order3(function(v) return Product(v, Product(v, v)) end, x))
    local First = ln.Function:extend "First"
    function First.forward(_, a) return a[1], a end
    function First.backward(_, g, whole) return whole + ln.stack({g, g * 0}) end
    local first, all = First(x);
    (first * 10 + all:sum()):backward()
    assert.same({11, 1}, list(x.grad))
    local Child = Product:extend "Child"
    assert.same({4, 9}, list(Child(x, x)))
    assert.equal("Child", Child(x, x):op())
  end)

  it("says which arguments want a gradient", function()
    local needs
    local Probe = ln.Function:extend "Probe"
    function Probe.forward(ctx, a, b, c)
      needs = {table.unpack(ctx.needs_input_grad)}
      return a + b * c
    end
    Probe(leaf {1}, ln.ones(1), 3)
    assert.same({true, false, false}, needs)
  end)

  it("is not recorded when nothing asks for it", function()
    assert.is_false(Swish(ln.ones(2), 1):requires_grad())
    local _ <close> = ln.no_grad()
    assert.is_false(Swish(leaf {1}, 1):requires_grad())
  end)

  it("can be gone through twice, and refuses what has been overwritten", function()
    local x = leaf {1, 2}
    local y = Swish(x, 1):sum()
    y:backward(nil, {retain_graph = true})
    local once = list(x.grad)
    do
      local _ <close> = ln.no_grad()
      x:add_(1)
    end
    x.grad = nil
    assert.error_matches(function() y:backward() end, "parameter changed since it was used")
    assert.equal(2, #once)
  end)

  it("reports errors of forward and backward where they are", function()
    local Bad = ln.Function:extend "Bad"
    local x = leaf {1, 2}
    assert.error_matches(function() Bad(x) end, "forward is not written")
    function Bad.forward() return 3 end
    assert.error_matches(function() Bad(x) end, "Bad: result 1 of forward is a number")
    function Bad.forward(_, a) return a * 2 end
    assert.error_matches(function() Bad(x):sum():backward() end, "backward is not written")
    function Bad.backward() end
    assert.error_matches(function() Bad(x):sum():backward() end, "Bad: backward gave 0 gradients for 1 arguments")
    function Bad.backward(_, g) return g, g end
    assert.error_matches(function() Bad(x):sum():backward() end, "Bad: backward gave 2 gradients for 1 arguments")
    function Bad.backward() return ln.ones(3) end
    assert.error_matches(function() Bad(x):sum():backward() end,
      "the rule of Bad gives 3 elements where 2 elements is due")
    function Bad.backward() error("boom", 0) end
    local ok, message = pcall(function() Bad(x):sum():backward() end)
    assert.is_false(ok)
    assert.equal("boom", message)
  end)

  it("leaks nothing, gone through or not, failed or not", function()
    local x = leaf {1, 2}
    local Fails = ln.Function:extend "Fails"
    function Fails.forward(ctx, a)
      local y = a * 2
      ctx:save(y, a)
      return y
    end
    function Fails.backward() error "no" end
    local before = live()
    for _ = 1, 20 do
      local y = Exp(x) + Swish(x, 1)
      y:sum():backward()
      x.grad = nil
      assert(Exp(Polar(x, x)))
      pcall(function() Fails(x):sum():backward() end)
    end
    assert.equal(before, live())
  end)

  it("may go backward inside itself", function()
    local Inner = ln.Function:extend "Inner"
    function Inner.forward(ctx, x)
      ctx:save(x)
      return x * x * x
    end
    function Inner.backward(ctx, g)
      local _ <close> = ln.enable_grad()
      local x = ctx:saved():detach():requires_grad_()
      return ln.grad((x ^ 3):sum(), {x})[1] * g
    end
    local x = leaf {2, 3}
    Inner(Inner(x)):sum():backward()
    near({9 * 2 ^ 8, 9 * 3 ^ 8}, list(x.grad), 1e-1)
  end)
end)

describe("recompute", function()
  local function net()
    ln.manual_seed(3)
    return ln.nn.Sequential {ln.nn.Linear(4, 8), ln.nn.Tanh(), ln.nn.Dropout(0.3), ln.nn.Linear(8, 2)}
  end

  local function gradients(f, x, parameters)
    ln.manual_seed(9)
    for _, p in ipairs(parameters) do p.grad = nil end
    x.grad = nil
    local y = f(x);
    (y * y):sum():backward()
    local all = {list(x.grad)}
    for _, p in ipairs(parameters) do all[#all + 1] = list(p.grad) end
    return all, list(y), ln.default_generator:state()
  end

  it("gives the same values and gradients, dropout and closures included", function()
    local model = net()
    local x = ln.randn(5, 4):requires_grad_()
    local p = model:parameters()
    local expected, y, state = gradients(model, x, p)
    local got, z, after = gradients(function(v) return ln.recompute(model, v) end, x, p)
    assert.same(y, z)
    assert.same(state, after)
    assert.equal(5, #got)
    assert.same(expected, got)
  end)

  it("keeps nothing between", function()
    local x = ln.ones(1000, {requires_grad = true})
    local function f(v)
      for _ = 1, 50 do v = v:sin() end
      return v
    end
    collectgarbage()
    collectgarbage()
    local before = ln.memory().live_bytes
    local y = ln.recompute(f, x)
    collectgarbage()
    assert.is_true(ln.memory().live_bytes - before < 3 * x:numel() * 8 + 1000)
    assert.equal("recompute", y:op())
  end)

  it("reaches what f holds through grad() as well, leaf or not, argument or not", function()
    local x, w = leaf {0.5, -1}, leaf {2, 3}
    local between = w * w
    local function f(v) return (v * between):sin() * w, (v * v):sum() end
    local function total(a, b) return (a * a):sum() + b * b end
    local expected = ln.grad(total(f(x)), {x, w}, {create_graph = true})
    local got = ln.grad(total(ln.recompute(f, x)), {x, w}, {create_graph = true})
    for k = 1, 2 do near(list(expected[k]), list(got[k])) end
    local second = ln.grad((expected[1] * expected[2]):sum(), {x, w}, {retain_graph = true})
    local again = ln.grad((got[1] * got[2]):sum(), {x, w})
    for k = 1, 2 do near(list(second[k]), list(again[k])) end
  end)

  it("nests, and hands on what it is given", function()
    local x, w = leaf {0.5, -1}, leaf {2, 3}
    local function inner(v) return (v * w):tanh() end
    local function outer(v) return ln.recompute(inner, ln.recompute(inner, v)) * w, v end
    local function total(a, b) return (a * a * b):sum() end
    local expected = ln.grad(total(inner(inner(x)) * w, x), {x, w})
    local got = ln.grad(total(ln.recompute(outer, x)), {x, w})
    for k = 1, 2 do near(list(expected[k]), list(got[k])) end
  end)

  it("is not recorded when nothing asks for it", function()
    assert.is_false(ln.recompute(function(v) return v * 2 end, ln.ones(2)):requires_grad())
    local _ <close> = ln.no_grad()
    assert.is_false(ln.recompute(function(v) return v * 2 end, leaf {1}):requires_grad())
  end)

  it("passes errors on, in both runs, and refuses what is no tensor", function()
    local x = leaf {1}
    local ok, message = pcall(ln.recompute, function() error({1}) end, x)
    assert.is_false(ok)
    assert.same({1}, message)
    assert.error_matches(function() ln.recompute(function() return 3 end, x) end, "result 1 is a number")
    assert.error_matches(function() ln.recompute(function() end, x) end, "returned nothing")
    local runs = 0
    local y = ln.recompute(function(v)
      runs = runs + 1
      if runs > 1 then error("second", 0) end
      return v * 2
    end, x)
    ok, message = pcall(y.backward, y)
    assert.is_false(ok)
    assert.equal("second", message)
    assert.is_true((x * 2):requires_grad())
    ok, message = coroutine.resume(coroutine.create(function() ln.recompute(coroutine.yield, x) end))
    assert.is_false(ok)
    assert.matches("yield", message)
  end)

  it("holds ops written in Lua", function()
    local x = leaf {1, 2}
    local function f(v) return Reverse(Swish(v * 3, 2), 0.5) * StraightThrough(v) end
    local expected = ln.grad(f(x):sum(), {x})
    local got = ln.grad(ln.recompute(f, x):sum(), {x})
    near(list(expected[1]), list(got[1]))
  end)
end)

describe("derivatives of functions", function()
  local function cube(x) return x ^ 3 end
  local function energy(x, y) return (x * x * y):sum() + y:exp():sum() end

  it("vjp", function()
    local y, g = ln.vjp(cube, ln.tensor {1, 2}, ln.tensor {1, 10})
    assert.same({1, 8}, list(y))
    assert.same({3, 120}, list(g))
    assert.is_false(g:requires_grad() or y:requires_grad())
    local e, both = ln.vjp(energy, {ln.tensor {1, 2}, ln.tensor {0, 0}})
    assert.equal(2, e:item())
    assert.same({0, 0}, list(both[1]))
    assert.same({2, 5}, list(both[2]))
  end)

  it("jvp is the slope along a direction", function()
    local y, d = ln.jvp(cube, ln.tensor {1, 2}, ln.tensor {1, 10})
    assert.same({1, 8}, list(y))
    assert.same({3, 120}, list(d))
    local a = ln.tensor {{1, 2}, {3, 4}, {5, 6}}
    local _, column = ln.jvp(function(x) return a:matmul(x) end, ln.ones(2), ln.tensor {0, 1})
    assert.same({2, 4, 6}, list(column))
    local ys, ds = ln.jvp(function(x, z) return x * z, z:sum() end,
      {ln.tensor {2, 3}, ln.tensor {4, 5}}, {ln.tensor {1, 0}, ln.tensor {0, 1}})
    assert.same({{8, 15}, {9}}, {list(ys[1]), list(ys[2])})
    assert.same({{4, 3}, {1}}, {list(ds[1]), list(ds[2])})
  end)

  it("of what does not depend on the input are zeros", function()
    local c = ln.ones(2)
    local _, d = ln.jvp(function() return c end, ln.ones(3), ln.ones(3))
    assert.same({0, 0}, list(d))
    local _, h = ln.hvp(function(x) return x:sum() end, ln.ones(3), ln.ones(3))
    assert.same({0, 0, 0}, list(h))
    assert.same({0, 0, 0}, list(ln.jacobian(function() return ln.ones(1) end, ln.ones(3))))
  end)

  it("hvp is the Hessian times a vector", function()
    local x, y = ln.tensor {1, 2}, ln.tensor {0.5, -1}
    local e, h = ln.hvp(energy, {x, y}, {ln.tensor {1, 0}, ln.tensor {0, 1}})
    near({energy(x, y):item()}, {e:item()})
    near({2 * 0.5, 2 * 2}, list(h[1]))
    near({2 * 1, math.exp(-1)}, list(h[2]))
    assert.error_matches(function() ln.hvp(cube, ln.ones(2), ln.ones(2)) end, "must give one number")
  end)

  it("jacobian", function()
    local a = ln.tensor {{1, 2}, {3, 4}, {5, 6}}
    assert.same(a:totable(), ln.jacobian(function(x) return a:matmul(x) end, ln.ones(2)):totable())
    local j = ln.jacobian(function(x, y) return x * y, x:sum() end, {ln.tensor {2, 3}, ln.tensor {4, 5}})
    assert.same({{4, 0}, {0, 5}}, j[1][1]:totable())
    assert.same({{2, 0}, {0, 3}}, j[1][2]:totable())
    assert.same({1, 1}, j[2][1]:totable())
    assert.same({0, 0}, j[2][2]:totable())
    local m = ln.jacobian(function(x) return x:t() end, ln.ones(2, 3))
    assert.same({3, 2, 2, 3}, m:size())
    assert.equal(1, m[3][1][1][3]:item())
    assert.equal(6, m:sum():item())
    assert.same({0, 2}, ln.jacobian(function(x) return x[{{1, 1}}]:narrow(1, 1, 0) end, ln.ones(2)):size())
  end)

  it("hessian", function()
    local x = ln.tensor {1, 2}
    assert.same({{6, 0}, {0, 12}}, ln.hessian(function(z) return (z ^ 3):sum() end, x):totable())
    local h = ln.hessian(energy, {x, ln.tensor {0, 0}})
    assert.same({{0, 0}, {0, 0}}, h[1][1]:totable())
    assert.same({{2, 0}, {0, 4}}, h[1][2]:totable())
    assert.same({{2, 0}, {0, 4}}, h[2][1]:totable())
    assert.same({{1, 0}, {0, 1}}, h[2][2]:totable())
  end)

  it("can be differentiated with create_graph", function()
    local x, w = leaf {1, 2}, leaf {3, 4}
    local function f(z) return (z ^ 3 * w):sum() end
    local _, h = ln.hvp(f, x, ln.ones(2), {create_graph = true})
    near({18, 48}, list(h))
    local g = ln.grad(h:sum(), {x, w})
    near({18, 24}, list(g[1]))
    near({6, 12}, list(g[2]))
    local _, slope = ln.jvp(f, x, ln.ones(2), {create_graph = true})
    near({18, 48}, list(ln.grad(slope, {x})[1]))
    local trace = ln.hessian(f, x, {create_graph = true})
    near({18, 24}, list(ln.grad(trace:sum(), {x})[1]))
    local j = ln.jacobian(function(z) return z ^ 3 * w end, x, {create_graph = true})
    near({18, 48}, list(ln.grad(j:sum(), {x})[1]))
    local y, v = ln.vjp(f, x, nil, {create_graph = true})
    near({9, 48}, list(v))
    assert.is_true(y:requires_grad())
  end)

  it("leave the inputs' grad alone, and work where nothing is recorded", function()
    local _ <close> = ln.no_grad()
    local x = leaf {1, 2}
    near({6, 12}, list(ln.hessian(function(z) return (z ^ 3):sum() end, x):sum(1)))
    assert.is_nil(x.grad)
  end)

  it("say what is wrong", function()
    local x = ln.ones(2)
    assert.error_matches(function() ln.vjp(cube, x) end, "vjp: v may be left out only")
    assert.error_matches(function() ln.vjp(cube, x, ln.ones(3)) end, "vjp: v%[1%] is 3, a tensor of 2 is wanted")
    assert.error_matches(function() ln.jvp(cube, 3, x) end, "jvp: inputs is 3")
    assert.error_matches(function() ln.jvp(cube, {x, 3}, x) end, "jvp: inputs%[2%] is 3")
    assert.error_matches(function() ln.jvp(function() return 3 end, x, x) end, "jvp: the result is a number")
    assert.error_matches(function() ln.jacobian(cube, x, {strict = true}) end, "unknown option strict")
  end)
end)

describe("detect_anomaly", function()
  local function line() return debug.getinfo(2, "l").currentline end

  it("names the op and the line of the first NaN or infinity", function()
    local _ <close> = ln.detect_anomaly()
    assert.is_true(ln.is_anomaly_enabled())
    local x = ln.tensor {-1, 0, 1}
    local _, message = pcall(function() return x:sqrt() end)
    assert.matches(("derivatives_spec.lua:%d: sqrt: NaN is born here"):format(line() - 1), message, 1, true)
    _, message = pcall(function() return x:log() end)
    assert.matches("log: NaN is born here", message)
    _, message = pcall(function() return ln.ones(3) / ln.zeros(3) end)
    assert.matches("div: infinity is born here", message)
    local inf = ln.full({2}, math.huge)
    _, message = pcall(function() return inf - inf end)
    assert.matches("sub: NaN is born here", message)
    assert.equal(math.huge, (inf + 1):sum():item())
    assert.equal(math.huge, ln.zeros(2):masked_fill(ln.ones(2), math.huge):sum():item())
  end)

  it("names the op whose gradient has one, and its line", function()
    local _ <close> = ln.detect_anomaly()
    local x = leaf {0, 1}
    local y = x * 3
    local at = line() + 1
    local root = y:sqrt()
    local _, message = pcall(function() (root * 2):sum():backward() end)
    assert.matches("backward: infinity is born in the gradient of sqrt, made at ", message)
    assert.matches("derivatives_spec.lua:" .. at .. "$", message)
    assert.matches("^[^ ]*derivatives_spec.lua:" .. at + 1 .. ": ", message)
  end)

  it("gives what a sweep makes the line of what it is made for", function()
    local _ <close> = ln.detect_anomaly()
    local x = leaf {0, 1}
    local at = line() + 1
    local y = x:abs() ^ 1.5
    local g = ln.grad(y:sum(), {x}, {create_graph = true})[1]
    local _, message = pcall(function() return ln.grad(g:sum(), {x}) end)
    assert.matches("is born in the gradient of %l+, made at .*derivatives_spec.lua:" .. at .. "$", message)
  end)

  it("names the layer and the line, within a step, wherever NaN or infinity comes from", function()
    local _ <close> = ln.detect_anomaly()
    local nn, Root = ln.nn, ln.nn.Module:extend "Root"
    local rooted
    function Root.forward(_, x)
      rooted = line() + 1
      return x:sqrt()
    end
    local function failed(f)
      local ok, message = pcall(f)
      assert.is_false(ok)
      return message
    end
    local net = nn.Sequential {nn.Linear(2, 3), nn.Sequential {nn.Sigmoid(), nn.Linear(3, 1)}}
    local at = line() + 1
    local message = failed(function() local _ = net(ln.tensor {{0 / 0, 1}}) end)
    assert.matches(":" .. at .. ": net.1 (Linear): linear: NaN comes in here: input 1 has it", message, 1, true)
    -- as a step that is too long leaves it
    do
      local _ <close> = ln.no_grad()
      net[1].weight:fill_(math.huge)
    end
    message = failed(function() local _ = net(ln.ones(1, 2)) end)
    assert.matches("net.1 (Linear): linear: infinity comes in here: input 2 has it", message, 1, true)
    -- born forwards, and backwards, in a layer of one's own
    local deep = nn.Sequential {nn.Tanh(), Root()}
    message = failed(function() local _ = deep(ln.tensor {-1}) end)
    assert.matches(":" .. rooted .. ": deep.2 (Root): sqrt: NaN is born here", message, 1, true)
    local y = deep(leaf {0})
    message = failed(function() y:sum():backward() end)
    assert.matches("infinity is born in the gradient of sqrt, made at deep.2 (Root), ", message, 1, true)
    assert.matches("derivatives_spec.lua:" .. rooted .. "$", message)
  end)

  it("ends with its scope, and looks at nothing then", function()
    do
      local _ <close> = ln.detect_anomaly()
    end
    assert.is_false(ln.is_anomaly_enabled())
    local x = leaf {0, 1}
    x:sqrt():sum():backward()
    assert.equal(math.huge, x.grad:amax():item())
  end)

  it("is silent in sound training", function()
    local _ <close> = ln.detect_anomaly()
    ln.manual_seed(1)
    local model = ln.nn.Sequential {ln.nn.Linear(4, 8), ln.nn.BatchNorm1d(8), ln.nn.LeakyReLU(0.2), ln.nn.Linear(8, 2)}
    local loss = model(ln.randn(6, 4)):log_softmax(2):mean() * -1
    local g = ln.grad(loss, model:parameters(), {create_graph = true})
    local total = 0
    for _, part in ipairs(g) do total = total + (part * part):sum() end
    total:backward()
    assert.is_true(total:item() > 0)
  end)

  -- What names the line stands for any finalizer that Lua may run there.
  it("bears a larger sweep of a finalizer's while it adds cotangents", function()
    local engine, n, inside = require "lunette.engine", 150, false
    local _ <close> = ln.detect_anomaly()
    local _ <close> = setmetatable({}, {__close = function()
      engine.set_where(require "lunette.errors".line)
    end})
    engine.set_where(function()
      if not inside then
        inside, n = true, n * 2
        local y = leaf {1}
        for _ = 1, n do y = y * 1 end
        y:backward()
        inside = false
      end
      return "here"
    end)
    local x = leaf {3}
    local y = x * x + x * 5 + x * x * x
    -- 2 x + 5 + 3 x^2 at 3
    assert.equal(38, ln.grad(y, {x}, {create_graph = true})[1]:item())
  end)

  it("looks into Function, at the line of its own", function()
    local _ <close> = ln.detect_anomaly()
    local Root = ln.Function:extend "Root"
    function Root.forward(_, x) return x * 1 end
    function Root.backward(_, g) return g / 0 end
    local x = leaf {1}
    local _, message = pcall(function() Root(x):backward() end)
    assert.matches("div: infinity is born here", message)
  end)
end)

describe("to_dot", function()
  it("draws leaves, ops and edges", function()
    local w, x = leaf {1, 2}, ln.ones(2)
    local h = w * x
    local text = ln.to_dot((h + h):sum(), {params = {weight = w}})
    assert.equal([[
digraph {
  n1 [label="weight\n2", shape=box, style=filled, fillcolor=lightblue];
  n2 [label="2", shape=box, style=filled, fillcolor=lightgrey];
  n3 [label="mul\n2"];
  n1 -> n3;
  n2 -> n3;
  n4 [label="add\n2"];
  n3 -> n4;
  n3 -> n4;
  n5 [label="sum\na number"];
  n4 -> n5;
}
]], text)
  end)

  it("takes names of a module, and deep graphs", function()
    local model = ln.nn.Linear(2, 1)
    local y = model(ln.ones(1, 2))
    for _ = 1, 5000 do y = y + 1 end
    local text = ln.to_dot(y, {params = model})
    assert.matches('label="weight\\n1x2"', text, 1, true)
    assert.matches('label="bias\\n1"', text, 1, true)
    assert.error_matches(function() ln.to_dot(3) end, "to_dot: y is 3")
    assert.error_matches(function() ln.to_dot(y, {params = 3}) end, "params is 3")
  end)
end)
