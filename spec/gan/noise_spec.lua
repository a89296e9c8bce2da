local ln = require "lunette"
local near = require "spec.near"
local slope = require "spec.support.slope"
local instance = ln.gan.noise.instance

describe("gan.noise.instance", function()
  local x = ln.arange(1, 6):reshape(2, 3)
  local function seeded(o)
    o = o or {}
    o.generator = ln.Generator(4)
    return o
  end

  it("adds noise of the deviation asked for", function()
    local z = ln.randn({2, 3}, seeded())
    near(instance(x, .5, seeded()), (x + z * .5):flatten():totable())
    local y = instance(ln.zeros(20000), .1, seeded())
    assert.is_true(math.abs(y:std():item() - .1) < .003)
  end)

  it("fades in a line to none", function()
    local z = ln.randn({2, 3}, seeded())
    near(instance(x, .5, seeded {step = 30, steps = 40}), (x + z * .125):flatten():totable())
    near(instance(x, .5, seeded {step = 0, steps = 40}), (x + z * .5):flatten():totable())
    assert.equal(x, instance(x, .5, {step = 40, steps = 40}))
    assert.equal(x, instance(x, .5, {step = 99, steps = 40}))
    assert.equal(x, instance(x, 0))
  end)

  it("has its derivatives", function()
    slope(function(a) return instance(a, .3, seeded()) end, x)
  end)

  it("refuses what makes no sense", function()
    assert.error_matches(function() instance(x, -1) end, "instance: std is %-1")
    assert.error_matches(function() instance(x, 1, {step = 3}) end, "instance: step and steps come together")
    assert.error_matches(function() instance(x, 1, {step = 3, steps = 0}) end, "instance: steps is 0")
    assert.error_matches(function() instance(x) end, "instance: std is missing")
  end)
end)
