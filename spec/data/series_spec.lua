local ln = require "lunette"
local near = require "spec.near"

local function seeded(seed) return {generator = ln.Generator(seed)} end

describe("data.sines", function()
  it("are sines: x_(t-1) + x_(t+1) = 2 cos(2 pi e) x_t", function()
    local x = ln.data.sines {length = 6, features = 3, frequency = .3}:sample(40, seeded(1))
    assert.same({40, 6, 3}, x:size())
    local turns = ln.rand({40, 1, 3}, seeded(1)) * (2 * math.pi * .3)
    local sides = x:narrow(2, 1, 4) + x:narrow(2, 3, 4)
    near(sides, (x:narrow(2, 2, 4) * turns:cos() * 2):flatten():totable(), 1e-4)
  end)

  it("start at any phase, and are means of components", function()
    local x = ln.data.sines {length = 1, features = 1}:sample(4000, seeded(2))
    -- of a sine of uniform phase: variance 1 / 2
    assert.is_true(math.abs(x:var():item() - .5) < .03 and math.abs(x:mean():item()) < .04)
    x = ln.data.sines {length = 1, features = 1, components = 4}:sample(4000, seeded(2))
    assert.is_true(math.abs(x:var():item() - .125) < .01)
  end)

  it("draw from the generator given, and serve a loader", function()
    local source = ln.data.sines()
    near(source:sample(2, seeded(3)), source:sample(2, seeded(3)):flatten():totable())
    assert.same({4, 24, 5}, ln.data.Loader(source:sample(9), {batch_size = 4}):next():size())
    assert.error_matches(function() ln.data.sines {size = 3} end, "sines: unknown option size")
    assert.error_matches(function() source:sample(0) end, "sample: n is 0")
  end)
end)

describe("data.autoregressive", function()
  local function moments(phi, sigma)
    local x = ln.data.autoregressive {length = 5, features = 2, phi = phi, sigma = sigma}:sample(20000, seeded(4))
    assert.same({20000, 5, 2}, x:size())
    local function covariance(t, i, s, j)
      return (x:select(2, t):select(2, i) * x:select(2, s):select(2, j)):mean():item()
    end
    return covariance
  end

  it("has the covariances of its law at every step", function()
    local covariance = moments(.6, .3)
    local variance = 1 / (1 - .36)
    for t = 1, 5 do
      assert.is_true(math.abs(covariance(t, 1, t, 1) - variance) < .06)
      assert.is_true(math.abs(covariance(t, 1, t, 2) - .3 * variance) < .05)
    end
    for t = 1, 4 do assert.is_true(math.abs(covariance(t, 2, t + 1, 2) - .6 * variance) < .06) end
    assert.is_true(math.abs(covariance(1, 1, 4, 1) - .6 ^ 3 * variance) < .05)
  end)

  it("moves its features together with sigma 1", function()
    local x = ln.data.autoregressive {length = 3, features = 2, phi = -.5, sigma = 1}:sample(5, seeded(4))
    near(x:select(3, 1), x:select(3, 2):flatten():totable())
    assert.error_matches(function() ln.data.autoregressive {phi = 1} end, "autoregressive: phi is 1")
  end)
end)
