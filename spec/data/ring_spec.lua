local ln = require "lunette"
local near = require "spec.near"

describe("data.ring", function()
  it("has its modes at 2 pi i / n", function()
    local ring = ln.data.ring {modes = 4, radius = 2, std = 0.1}
    near(ring.centres, {2, 0, 0, 2, -2, 0, 0, -2}, 1e-6)
    assert.same({4, 0.1}, {ring.modes, ring.std})
  end)

  it("samples every mode alike with its standard deviation", function()
    local ring = ln.data.ring {modes = 8, std = 0.01}
    local x = ring:sample(8000, {generator = ln.Generator(1)})
    assert.same({8000, 2}, x:size())
    local found = ln.metrics.modes(x, ring)
    -- 1000 a mode, of standard deviation 30
    for _, n in ipairs(found.counts) do assert.is_true(math.abs(n - 1000) < 150) end
    local gap = (x:norm(2, 2) - 1):square():mean():sqrt():item()
    assert.is_true(math.abs(gap - 0.01) < 0.0005)
  end)

  it("draws from the generator given", function()
    local ring = ln.data.ring {}
    local a, b = ring:sample(3, {generator = ln.Generator(5)}), ring:sample(3, {generator = ln.Generator(5)})
    assert.same(a:totable(), b:totable())
  end)

  it("has a grid around the origin", function()
    local grid = ln.data.grid {side = 2, spacing = 3}
    near(grid.centres, {-1.5, -1.5, -1.5, 1.5, 1.5, -1.5, 1.5, 1.5})
    assert.equal(25, ln.data.grid().modes)
    assert.has_error(function() ln.data.ring {mode = 8} end)
  end)
end)
