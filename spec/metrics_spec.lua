local ln = require "lunette"

local function about(wanted, got)
  assert.is_true(math.abs(wanted - got) < 1e-6, ("%g, %g is wanted"):format(got, wanted))
end

describe("metrics.modes", function()
  local ring = ln.data.ring {modes = 4, std = 0.1}

  it("counts a case worked out by hand", function()
    -- two near (1, 0), one of them at 0.2; one at (0, 1.29), within 0.3; one at (-1.31, 0), beyond
    local found = ln.metrics.modes(ln.tensor {{1, 0}, {1.2, 0}, {0, 1.29}, {-1.31, 0}}, ring)
    assert.same({2, 1, 1, 0}, found.counts)
    assert.equal(2, found.modes)
    assert.equal(2, found.major_modes)
    about(0.75, found.high_quality)
    -- shares .5 .25 .25 0 against .25 each
    about(0.25, found.total_variation)
    about(0.5 * math.log(2), found.reverse_kl)
  end)

  it("asks 1 % of the mass of a major mode", function()
    local x = ln.zeros(300, 2)
    x[{{}, 1}] = 1
    x[{{1, 2}}] = ln.tensor {{0, 1}, {0, 1}}
    x[{{3, 5}}] = ln.tensor {{-1, 0}, {-1, 0}, {-1, 0}}
    local found = ln.metrics.modes(x, ring)
    assert.equal(3, found.modes)
    assert.equal(2, found.major_modes)
  end)

  it("finds 98.889 % of a perfect sampler within 3 sigma", function()
    local found = ln.metrics.modes(ring:sample(50000, {generator = ln.Generator(2)}), ring)
    assert.is_true(math.abs(found.high_quality - 0.98889) < 0.002)
    assert.equal(4, found.modes)
    assert.is_true(found.reverse_kl < 0.001)
  end)

  it("says what is wrong with its arguments", function()
    for _, bad in ipairs {{ln.ones(3), ring}, {ln.ones(3, 3), ring}, {ln.zeros(0, 2), ring}, {ln.ones(3, 2), {}}} do
      assert.is_false(pcall(ln.metrics.modes, bad[1], bad[2]))
    end
  end)
end)
