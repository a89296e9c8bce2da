local ln = require "lunette"
local near = require "spec.near"
local bootstrap = ln.metrics.bootstrap

describe("metrics.bootstrap", function()
  it("gives percentiles of the draws", function()
    local calls, drawn = 0, {0, 5, 1, 4, 2, 3, 8, 6, 7, 10, 9}
    local found = bootstrap(function()
      calls = calls + 1
      return calls == 1 and 100 or drawn[calls - 1]
    end, ln.ones(3), {n = 11, level = 0.75})
    assert.equal(12, calls)
    -- quantiles 0.125 and 0.875 of 0 to 10
    near(ln.tensor {found.value, found.low, found.high}, {100, 1.25, 8.75})
    near(found.std, {math.sqrt(10)})
    assert.same({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, found.values)
  end)

  it("draws as many of each set, one by one, by its generator", function()
    local x, y = ln.arange(1, 5), ln.arange(11, 17):view(7, 1)
    local sets, first = {x, y}, true
    local function f(a, b)
      assert.same({5}, a:size())
      assert.same({7, 1}, b:size())
      assert.equal(1, a:ge(1):all():item() * a:le(5):all():item())
      assert.equal(1, b:ge(11):all():item() * b:le(17):all():item())
      if first then
        assert.same(x:totable(), a:totable())
        first = false
      end
      return a:mean() + b:mean()
    end
    local one = bootstrap(f, sets, {n = 20, generator = ln.Generator(3)})
    local two = bootstrap(f, sets, {n = 20, generator = ln.Generator(3)})
    assert.same(one.values, two.values)
    near(one.value, {17})
    assert.is_true(one.low < one.high)
  end)

  it("of a mean is as wide as the theory of normal means has it", function()
    local x = ln.randn(400, {generator = ln.Generator(6)})
    local found = bootstrap(function(v) return v:mean():item() end, x, {n = 2000, generator = ln.Generator(7)})
    local width = 2 * 1.96 * x:std():item() / 20
    near(found.high - found.low, {width}, 0.08)
    near(found.std, {x:std():item() / 20}, 0.06)
  end)

  it("says what does not fit", function()
    local function raises(message, ...)
      local ok, text = pcall(bootstrap, ...)
      assert.is_false(ok)
      assert.is_truthy(text:find(message, 1, true), text)
    end
    local function f() return "x" end
    raises("bootstrap: no samples", f, {})
    raises("bootstrap: set 2 has no samples", f, {ln.ones(2), ln.ones(0)})
    raises("bootstrap: what f returns is \"x\", a number is wanted", f, ln.ones(2))
    raises("bootstrap: what f returns is a tensor, a number is wanted", ln.sin, ln.ones(2))
    raises("bootstrap: f is a tensor, a function is wanted", ln.ones(2), f)
    raises("bootstrap: samples[2] is 1, a tensor is wanted", f, {ln.ones(2), 1})
  end)
end)
