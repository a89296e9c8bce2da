-- Pointwise functions: what depends on the scalar type, derivatives at single
-- points, branches that are not taken, and what is refused. Values stand in
-- spec/reference/more_pointwise.lua.
local ln = require "lunette"
local near = require "spec.near"
local value = require "spec.support.value"

local NAN, INF = 0 / 0, math.huge

local function refused(message, f) assert.error_matches(f, message) end

-- f's derivatives of orders 0 to n at v.
local function derivatives(f, v, n)
  local x = ln.tensor(v):requires_grad_()
  local y, list = f(x), {}
  for k = 0, n do
    list[k + 1] = y:item()
    if k < n then y = ln.grad(y, {x}, {create_graph = true})[1] end
  end
  return ln.tensor(list)
end

describe("nextafter", function()
  -- the gap above 1 is 2^-23 in float, 2^-52 in double
  value("nextafter", "is the next number of the scalar type", function()
    local gap = ln.real == "double" and 2.0 ^ -52 or 2.0 ^ -23
    local x = ln.tensor {1, 1, 0, 2}
    assert.same({gap, -gap / 2, 0, -gap}, (x:nextafter(ln.tensor {2, 0, 0, 1}) - x):totable())
    assert.is_true(ln.tensor {0}:nextafter(1):item() > 0)
    assert.is_true(ln.tensor {NAN}:nextafter(1):isnan():item() == 1)
  end)
end)

describe("trunc_divide", function()
  value("trunc_divide", "leaves the fraction of a quotient away", function()
    local x = ln.tensor({7, -7, 7.5}, {requires_grad = true})
    assert.same({3, -3, -3}, ln.trunc_divide(x, ln.tensor {2, 2, -2}):totable())
    assert.same({3, -3, -3}, x:div(ln.tensor {2, 2, -2}, {rounding_mode = "trunc"}):totable())
  end)
end)

describe("derivatives of every order:", function()
  -- sinc(x) = sum of (-1)^k (pi x)^(2k) / (2k + 1)!
  it("sinc at 0", function()
    near(derivatives(ln.sinc, 0, 4), {1, 0, -math.pi ^ 2 / 3, 0, math.pi ^ 4 / 5})
  end)

  -- softplus(x) = logaddexp(x, 0): log 2, then 1/2, 1/4, 0, -1/8
  it("logaddexp where both are equal", function()
    near(derivatives(function(x) return ln.logaddexp(x, 0) end, 0, 4), {math.log(2), 0.5, 0.25, 0, -0.125})
  end)

  -- h = density / distribution, h(0) = sqrt(2 / pi), h' = -h (x + h)
  it("log_ndtr at 0", function()
    local h = math.sqrt(2 / math.pi)
    near(derivatives(ln.log_ndtr, 0, 2), {-math.log(2), h, -h * h})
  end)

  it("log_ndtr far out is flat above, a parabola below", function()
    assert.same({0, 0, 0}, derivatives(ln.log_ndtr, 60, 2):totable())
    local below = derivatives(ln.log_ndtr, -60, 2):totable()
    -- -x - 1 / x, and -1 + 1 / x^2, to the first order that counts
    assert.is_true(math.abs(below[2] - 60.0166) < 1e-3)
    assert.is_true(math.abs(below[3] + 1) < 1e-2)
  end)
end)

describe("a branch that is not taken", function()
  -- of f(x), where x is bad, nothing comes through, at the second order neither where f's slope is one op
  for _, case in ipairs {
    {"acosh", 1}, {"atanh", 1}, {"erfcx", -INF}, {"log_ndtr", -INF}, {"asinh", INF}, {"erfc", INF},
    {"lgamma", 0, true}, {"digamma", 0, true}, {"sinc", INF, true}, {"hypot", 0, true},
  } do
    local name, bad, twice = table.unpack(case)
    it("lets nothing through: " .. name, function()
      local x = ln.tensor({bad, 0.5}, {requires_grad = true})
      local f = ln[name]
      local y = ln.tensor {0, 1}:where(name == "hypot" and f(x, 0) or f(x), 5)
      local g = ln.grad(y:sum(), {x}, {create_graph = true})[1]
      assert.equal(0, g[1]:item())
      local second = ln.grad(g:square():sum(), {x})[1]
      if twice then assert.equal(0, second[1]:item()) end
    end)
  end

  it("spoils no product with 0", function()
    local x = ln.tensor({0, 0, 2}, {requires_grad = true})
    local y = ln.tensor({0, INF, 3}, {requires_grad = true})
    local z = ln.xlogy(x, y)
    near(z, {0, 0, 2 * math.log(3)})
    local g = ln.grad(z:sum(), {x, y})
    near(g[1], {0, 0, math.log(3)})
    near(g[2], {0, 0, 2 / 3})
    y = ln.tensor({-1, INF, 3}, {requires_grad = true})
    g = ln.grad(ln.xlog1py(x, y):sum(), {x, y})
    near(g[1], {0, 0, math.log(4)})
    near(g[2], {0, 0, 0.5})
  end)

  it("of a limit has no part in clamp", function()
    local x = ln.tensor({INF, -INF, NAN}, {requires_grad = true})
    local low, high = ln.zeros(3):requires_grad_(), ln.ones(3):requires_grad_()
    local g = ln.grad(x:clamp(low, high):sum(), {x, low, high})
    assert.same({0, 0, 1}, g[1]:totable()) -- of NaN no branch is known
    assert.same({0, 1, 1}, g[2]:totable())
    assert.same({1, 0, 1}, g[3]:totable())
  end)
end)

describe("options of arithmetic", function()
  local x = ln.tensor {7, -7}

  it("work in place", function()
    assert.same({11, -3}, x:clone():add_(2, {alpha = 2}):totable())
    assert.same({3, -11}, x:clone():sub_(ln.ones(2), {alpha = 4}):totable())
    assert.same({3, -4}, x:clone():div_(2, {rounding_mode = "floor"}):totable())
    assert.same({3, -3}, x:clone():div_(2, {rounding_mode = "trunc"}):totable())
    assert.same({1, -7}, x:clone():clamp_(nil, 1):totable())
    assert.same({7, 0}, x:clone():clamp_(ln.zeros(2)):totable())
  end)

  it("are refused when they are none", function()
    refused("div: rounding_mode is \"ceil\"; known: trunc|floor", function() x:div(2, {rounding_mode = "ceil"}) end)
    refused("add: alpha is \"2\", a number is wanted", function() x:add(1, {alpha = "2"}) end)
    refused("clamp: min or max is wanted, or both", function() x:clamp() end)
    refused("masked_fill: value is 2 elements, a number is wanted", function() x:masked_fill(x:gt(0), x) end)
    refused("polygamma: one order and one tensor are wanted", function() ln.polygamma(x, x) end)
    refused("polygamma: one order and one tensor are wanted", function() ln.polygamma(1, 2) end)
    refused("digamma_derivative: order is %-1, 0 to 2147483646 are known", function() x:digamma_derivative(-1) end)
    refused("erfcx_derivative: order is %-1, 0 to 2147483646 are known", function() x:erfcx_derivative(-1) end)
    refused("sinc_derivative: order is 21, 0 to 20 are known", function() x:sinc_derivative(21) end)
    refused("mvlgamma: p is 0, an integer above 0 is wanted", function() x:mvlgamma(0) end)
  end)

  -- as in Python: the double 0.1 is above a tenth
  it("floor quotients before they are rounded", function()
    assert.same({2, -3}, ln.tensor {5, -5}:floor_divide(2):totable())
    if ln.real == "double" then
      assert.same({9, -10, 59}, ln.tensor {1, -1, 6}:floor_divide(0.1):totable())
    end
  end)
end)

describe("operators", function()
  it("are those of numbers, element by element", function()
    local x, y = {-3.5, 4, 5}, {2, -4, 0.75}
    for name, f in pairs {
      ["%"] = function(a, b) return a % b end, ["//"] = function(a, b) return a // b end,
      ["^"] = function(a, b) return a ^ b end, ["/"] = function(a, b) return a / b end,
    } do
      local wanted, of_number = {}, {}
      for k = 1, 3 do wanted[k], of_number[k] = f(math.abs(x[k]), y[k]), f(7, y[k]) end
      assert.is_true(f(ln.tensor(x):abs(), ln.tensor(y)):allclose(ln.tensor(wanted)), name)
      assert.is_true(f(7, ln.tensor(y)):allclose(ln.tensor(of_number)), name)
    end
    assert.same({{0.5, 0, 1}, {-2, 2, 2}}, {(ln.tensor(x) % 2):totable(), (ln.tensor(x) // 2):totable()})
    local w = ln.tensor({5, 7}, {requires_grad = true})
    local loss = (w % 3 * w):sum()
    loss:backward()
    assert.same({7, 8}, w.grad:totable())  -- w % 3 + w, the quotient being constant
  end)

  it("of bits say what there is instead", function()
    local m = ln.ones(2):gt(0)
    for _, f in ipairs {function() return m & m end, function() return m | m end, function() return ~m end} do
      local ok, message = pcall(f)
      assert.is_false(ok)
      assert.matches("use a:logical_and%(b%)", message)
    end
  end)
end)

describe("aliases", function()
  it("are the functions and the methods themselves", function()
    for name, other in pairs(require "lunette.functions.aliases") do
      assert.equal(ln[other], ln[name])
      assert.equal(ln.ones(1)[other], ln.ones(1)[name])
    end
  end)
end)
