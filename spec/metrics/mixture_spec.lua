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

  it("says what a perfect sampler gets: in two dimensions", function()
    local function perfect(modes, n)
      local set = ln.data.ring {modes = modes}
      return ln.metrics.modes(set:sample(n), set).perfect
    end
    about(1 - math.exp(-4.5), perfect(8, 10).high_quality)
    -- (modes - 1) / (2 n), nearly
    assert.is_true(math.abs(perfect(8, 2500).reverse_kl - 0.0014) < 1e-5)
    assert.is_true(math.abs(perfect(25, 2500).reverse_kl - 0.0048) < 1e-4)
    -- one sample: of one mode, and that within reach
    local one = perfect(4, 1)
    about(1 - math.exp(-4.5), one.modes)
    about(0.75, one.total_variation)
    about(math.log(4), one.reverse_kl)
    assert.same({0, 0}, {perfect(1, 5).total_variation, perfect(1, 5).reverse_kl})
  end)

  it("says what a perfect sampler gets: in others", function()
    -- chi squared of d degrees of freedom at 9, from scipy.stats.chi2.cdf
    local wanted = {[1] = 0.9973002039367398, [3] = 0.9707091134651118, [4] = 0.9389005190396673,
                    [7] = 0.7473439535034361, [10] = 0.4678964236252849}
    for d, share in pairs(wanted) do
      local set = {centres = ln.zeros(1, d), std = 1}
      about(share, ln.metrics.modes(ln.zeros(3, d), set).perfect.high_quality)
    end
  end)

  it("agrees with samples on what is to be expected", function()
    local g, variation, kl = ln.Generator(8), 0, 0
    local found
    for _ = 1, 200 do
      found = ln.metrics.modes(ring:sample(40, {generator = g}), ring)
      variation, kl = variation + found.total_variation / 200, kl + found.reverse_kl / 200
    end
    assert.is_true(math.abs(variation / found.perfect.total_variation - 1) < 0.1)
    assert.is_true(math.abs(kl / found.perfect.reverse_kl - 1) < 0.2)
  end)

  it("says what is wrong with its arguments", function()
    for _, bad in ipairs {{ln.ones(3), ring}, {ln.ones(3, 3), ring}, {ln.zeros(0, 2), ring}, {ln.ones(3, 2), {}}} do
      assert.is_false(pcall(ln.metrics.modes, bad[1], bad[2]))
    end
  end)
end)
