-- What is written in place: operands that share memory with what is written,
-- distributions, coroutines. Values by hand.
local engine = require "lunette.engine"
local ln = require "lunette"

local function same(expected, x) assert.same(expected, x:totable()) end

describe("what is written over itself", function()
  local function x() return ln.tensor {{1, 2}, {3, 4}} end

  it("reads all that it needs first", function()
    local y = x()
    assert.same({{2, 5}, {5, 8}}, y:add_(y:t()):totable())
    y = x()
    assert.same({{1, 4}, {9, 16}}, y:mul_(y):totable())
    y = x()
    assert.same({{1, 2}, {3, 4}}, y:clamp_(2, y):totable()) -- min(max(y, 2), y)
    y = x()
    assert.same({{0, 1}, {2, 3}}, y:sub_(y[{1, 1}]):totable())
  end)

  it("is read before an index writes", function()
    local function line() return ln.tensor {1, 2, 3} end
    local index, y = ln.tensor {2, 3}, line()
    assert.same({1, 1, 2}, y:scatter_(1, index, y[{{1, 2}}]):totable())
    y = line()
    assert.same({1, 3, 5}, y:index_add_(1, index, y[{{1, 2}}]):totable())
    y = line()
    assert.same({1, 3, 5}, y:scatter_add_(1, index, y[{{1, 2}}]):totable())
    y = line()
    assert.same({1, 1, 2}, y:index_put_({index}, y[{{1, 2}}]):totable())
    y = line()
    assert.same({1, 1, 2}, y:masked_scatter_(y:gt(1), y[{{1, 2}}]):totable())
  end)

  it("is written where it lies, in parts and across", function()
    local y = ln.zeros(2, 3)
    y:select(2, 2):add_(1)
    y:t():mul_(2)
    y:narrow(1, 2, 1):add_(ln.tensor {1, 2, 3})
    assert.same({{0, 2, 0}, {1, 4, 3}}, y:totable())
  end)

  it("stays a mask by masks alone", function()
    local m = ln.tensor {1, 2, 3}:gt(1)
    assert.same({2, 3}, ln.tensor {1, 2, 3}[m:mul_(ln.tensor {0, 1, 1}:gt(0))]:totable())
    m:add_(0)
    assert.is_false(pcall(function() return ln.tensor {1, 2, 3}[m] end)) -- numbers now, of which 0 is no index
  end)
end)

describe("writing in place", function()
  it("through indices that are the target itself", function()
    local p = ln.tensor {2, 3, 1}
    p[p] = ln.arange(3)
    same({3, 1, 2}, p)
    local i = ln.ones(1, 2)
    i[i] = 1e6
    same({{1e6, 1e6}}, i)
    local q = ln.tensor {{3, 1}, {2, 2}, {1, 3}}
    q[q[{{}, 1}]] = ln.tensor {{7, 70}, {8, 80}, {9, 90}}
    same({{9, 90}, {8, 80}, {7, 70}}, q)
    local r = ln.tensor {{2, 1}, {1, 2}}
    r[{{}, r[1]}] = ln.tensor {{5, 6}, {7, 8}}
    same({{6, 5}, {8, 7}}, r)
  end)

  it("from what the target shows elsewhere", function()
    local x = ln.tensor {1, 2, 3}
    x[ln.tensor {3, 2, 1}] = x
    same({3, 2, 1}, x)
    x[{{2, 3}}] = x[{{1, 2}}]
    same({3, 3, 2}, x)
    x[{{1, 2}}] = x[{{2, 3}}]
    same({3, 2, 2}, x)
    local y = ln.tensor {{1, 2}, {3, 4}}
    same({{1, 3}, {2, 4}}, y:copy_(y:t()))
    same({{2, 5}, {5, 8}}, y:add_(y:t()))
    same({{0, 0}, {3, 3}}, y:sub_(y[1]))
    y[2] = ln.tensor {3, 5}
    same({{0, 0}, {9, 25}}, y:mul_(y[{{}, {}}]))
    same({{1, 1}, {9, 25}}, y:clamp_(1, 25))
    same({{1, 1}, {9, 25}}, y:div_(y[{1, 1}]))
  end)

  local function step(p, g, o)
    o = o or {}
    o.params, o.grads, o.lr = p, g, 1
    engine.update.sgd(o)
  end

  it("by an optimiser whose gradients lie in what it writes", function()
    local flat = ln.tensor {1, 2, 3, 4}
    step({flat[{{2, 4}}]}, {flat[{{1, 3}}]})
    same({1, 1, 1, 1}, flat)
    local p = ln.tensor {2, 4}
    step({p}, {p})
    same({0, 0}, p)
    local a, b = ln.tensor {1, 2}, ln.tensor {10, 20}
    step({a, b}, {ln.ones(2), a})
    same({0, 1}, a)
    same({9, 18}, b)
    local m = ln.tensor {4, 4}
    step({b}, {m}, {momentum = 0.5, momentum_buffers = {m}})
    same({6, 6}, m)
    same({3, 12}, b)
  end)

  it("normal_ and uniform_ take nil for a default and refuse what the creators refuse", function()
    local x = ln.zeros(20000)
    local moments = {ln.std_mean(x:normal_(nil, 5))}
    assert.near(5, moments[1]:item(), 0.15)
    assert.near(0, moments[2]:item(), 0.2)
    moments = {ln.std_mean(x:normal_(3))}
    assert.near(1, moments[1]:item(), 0.03)
    assert.near(3, moments[2]:item(), 0.04)
    x:uniform_(nil, 4)
    assert.near(2, x:mean():item(), 0.05)
    x:uniform_(-1, nil, {generator = ln.Generator(1)})
    assert.near(0, x:mean():item(), 0.03)
    same(x:totable(), ln.zeros(20000):uniform_(-1, 1, {generator = ln.Generator(1)}))
    x = ln.ones(2)
    for _, case in ipairs {
      {"normal_: std is %-1, from 0 up is wanted", "normal_", 0, -1},
      {"normal_: std is %-?nan, from 0 up is wanted", "normal_", 0, 0 / 0},
      {'normal_: mean is "1", a number is wanted', "normal_", "1"},
      {'normal_: std is "1", a number is wanted', "normal_", nil, "1", n = 4},
      {"normal_: too many arguments; .*", "normal_", 0, 1, {}, 1},
      {"normal_: mean is a table, a number is wanted", "normal_", {}, 1},
      {"normal_: unknown option stt; known: mean, std, generator; near it: std", "normal_", {stt = 2}},
      {"uniform_: high 1 is below low 5", "uniform_", 5},
      {"uniform_: high %-1 is below low 1", "uniform_", 1, -1},
      {"copy_: too many arguments; .*", "copy_", x, 1},
      {"fill_: too many arguments; .*", "fill_", 1, 1},
      {"add_: sizes do not broadcast: .*", "add_", ln.ones(3)},
      {"add_: a result of 2x2 for a tensor of 2 elements", "add_", ln.ones(2, 2)},
      {"zero_: too many arguments; .*", "zero_", 1}} do
      local ok, message = pcall(x[case[2]], x, table.unpack(case, 3, case.n or #case))
      assert.is_false(ok, case[1])
      assert.truthy(message:find("%d: " .. case[1] .. "$"), message)
    end
    same({1, 1}, x)
  end)

  it("as moving averages and optimisers have it", function() -- values: PyTorch
    local x = ln.tensor {1, 2}
    same({2.5, 4}, x:lerp_(ln.tensor {7, 10}, 0.25))
    same({4, 6}, x:lerp_(ln.tensor {5.5, 8}, ln.tensor {0.5, 0.5}))
    same({4.5, 7.5}, x:addcmul_(ln.tensor {1, 1}, ln.tensor {1, 3}, {value = 0.5}))
    same({3.5, 6.75}, x:addcdiv_(ln.tensor {1, 3}, ln.tensor {2, 8}, {value = -2}))
    local w = ln.ones(2, {requires_grad = true})
    assert.error_matches(function() w:lerp_(x, 0.5) end, "only under ln.no_grad")
  end)

  it("by indices and masks", function()
    local x = ln.zeros(2, 3)
    same({{0, 5, 0}, {0, 5, 0}}, x:index_fill_(2, ln.tensor {2}, 5))
    same({{1, 5, 2}, {3, 5, 4}}, x:index_copy_(2, ln.tensor {1, 3}, ln.tensor {{1, 2}, {3, 4}}))
    same({{1, 3, 2}, {3, 3, 4}}, x:index_add_(2, ln.tensor {2}, ln.tensor {{1}, {1}}, {alpha = -2}))
    same({{9, 3, 2}, {3, 3, 9}}, x:scatter_(2, ln.tensor {{1}, {3}}, 9))
    same({{9, 4, 2}, {3, 4, 9}}, x:scatter_add_(2, ln.tensor {{2}, {2}}, ln.ones(2, 1)))
    same({{0, 4, 2}, {3, 4, 0}}, x:masked_fill_(x:eq(9), 0))
    same({{7, 4, 2}, {3, 4, 8}}, x:masked_scatter_(x:eq(0), ln.tensor {7, 8}))
    local w = ln.ones(2, {requires_grad = true})
    for _, f in ipairs {function() w:index_fill_(1, ln.tensor {1}, 0) end,
                        function() w:index_copy_(1, ln.tensor {1}, ln.ones(1)) end} do
      assert.error_matches(f, "only under ln.no_grad")
    end
  end)

  it("keeps to the scopes of its own coroutine", function()
    local w = ln.ones(2, {requires_grad = true})
    for name, argument in pairs {copy_ = ln.zeros(2), fill_ = 1, zero_ = false, normal_ = 1, uniform_ = 0,
                                 add_ = 1, sub_ = 1, mul_ = 2, div_ = 2, clamp_ = 2} do
      -- the last to compute is a coroutine in which writing would be allowed
      local co = coroutine.create(function()
        local _ <close> = ln.no_grad()
        coroutine.yield()
      end)
      coroutine.resume(co)
      local ok, message = pcall(w[name], w, argument or nil)
      assert.is_false(ok, name)
      assert.truthy(message:find("only under ln.no_grad()", 1, true), message)
      coroutine.resume(co)
    end
    same({1, 1}, w)
  end)
end)
