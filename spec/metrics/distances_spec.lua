-- Measures of features against scikit-learn, SciPy and scikit-image, and by hand.
local ln = require "lunette"
local near = require "spec.near"
local lapack = require "spec.support.lapack"
local metrics = ln.metrics

local values = dofile "spec/reference/metrics/values.lua"
local DOUBLE = ln.real == "double"
local TIGHT = DOUBLE and 1e-10 or 1e-5
local function generator() return ln.Generator(5) end

local function cases(wanted)
  local list = {}
  for _, case in ipairs(values.features) do
    if case[wanted] then
      list[#list + 1] = {case, ln.tensor(case.real), ln.tensor(case.fake)}
    end
  end
  assert(#list > 0)
  return ipairs(list)
end

local function raises(message, f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  assert.is_truthy(tostring(text):find(message, 1, true), text)
end

describe("metrics.fid", function()
  local function test(text, f)
    it(text, function()
      local missing = lapack.missing()
      if missing then pending(missing) end
      f()
    end)
  end

  local function close(got, wanted, spread)
    local off = math.abs(got - wanted) / spread
    assert.is_true(off < TIGHT, ("%.9g, %.9g is wanted"):format(got, wanted))
  end

  test("agrees with SciPy's matrix root", function()
    for _, case in cases "fid" do
      local real, fake = case[2], case[3]
      local spread = (real:var(1):sum() + fake:var(1):sum()):item()
      close(metrics.fid(real, fake), case[1].fid, spread)
      close(metrics.fid(fake, real), case[1].fid, spread)
    end
  end)

  test("is what is known of normal distributions", function()
    local eye = ln.eye(3)
    local a = {mean = ln.zeros(3), covariance = eye * 4}
    local b = {mean = ln.tensor {1, 2, 2}, covariance = eye}
    near(metrics.fid(a, b), {9 + 3 * (2 - 1) ^ 2}, TIGHT)
  end)

  test("is 0 for equal sets, also of fewer samples than features", function()
    for _, sizes in ipairs {{200, 8}, {5, 20}} do
      local x = ln.randn(sizes, {generator = generator()}):relu()
      assert.is_true(metrics.fid(x, x) < (DOUBLE and 1e-7 or 1e-4) * sizes[2])
    end
  end)

  test("takes statistics in place of features, on either side", function()
    for _, case in cases "fid" do
      local real, fake = case[2], case[3]
      if real:size(1) > 2 * real:size(2) then
        local spread = (real:var(1):sum() + fake:var(1):sum()):item()
        close(metrics.fid(metrics.statistics(real), fake), case[1].fid, spread)
        close(metrics.fid(real, metrics.statistics(fake)), case[1].fid, spread)
      end
    end
  end)

  test("takes blocks of more samples than one holds, and a far mean", function()
    local x = ln.randn(2500, 3, {generator = generator()})
    local got = metrics.statistics(x + 100)
    local centred = x - x:mean(1)
    near(got.covariance, (centred:t():matmul(centred) / 2499):flatten():totable(), DOUBLE and 1e-10 or 1e-4)
    near(metrics.fid(x, x + 2), {12}, DOUBLE and 1e-7 or 1e-4)
  end)

  test("says what does not fit", function()
    raises("fid: real has 3 features, fake 2", metrics.fid, ln.ones(4, 3), ln.ones(4, 2))
    raises("fid: fake is 1x3; it takes 2 samples or more", metrics.fid, ln.ones(4, 3), ln.ones(1, 3))
    raises("fid: real is 4x3x1, n x d is wanted", metrics.fid, ln.ones(4, 3, 1), ln.ones(1, 3))
    raises("fid: real has elements that are not finite", metrics.fid, ln.ones(4, 3) / 0, ln.ones(4, 3))
    raises("fid: real has a mean of 2 and a covariance of 3x3", metrics.fid,
      {mean = ln.ones(2), covariance = ln.ones(3, 3)}, ln.ones(4, 3))
  end)
end)

describe("metrics.kid", function()
  it("agrees with scikit-learn's kernel", function()
    for _, case in cases "kid" do
      local wanted = case[1].kid
      -- differences of sums: relative to the kernel, not to what is left
      local scale = 1
      near(metrics.kid(case[2], case[3], {subsets = 1}) + scale, {wanted[1] + scale}, TIGHT)
      near(metrics.kid(case[2], case[3], {subsets = 2, degree = 2, gamma = 0.5, coef0 = 2}) + scale,
        {wanted[2] + scale}, TIGHT)
    end
  end)

  it("is unbiased: over parts of one distribution its mean is 0", function()
    local g = generator()
    local x, y = ln.randn(4000, 4, {generator = g}), ln.randn(4000, 4, {generator = g})
    local mean, std = metrics.kid(x, y, {subsets = 200, subset_size = 50, generator = g})
    assert.is_true(std > 0)
    assert.is_true(math.abs(mean) < 4 * std / math.sqrt(80), mean)
    assert.is_true(metrics.kid(x, y + 0.5, {subsets = 20, subset_size = 50, generator = g}) > 3 * std)
  end)

  it("goes by its generator, and through blocks", function()
    local x = ln.randn(4500, 2, {generator = generator()})
    local y = x + 1
    local function once() return metrics.kid(x, y, {subsets = 3, subset_size = 40, generator = generator()}) end
    assert.equal(once(), once())
    local k = (x:matmul(x:t()) / 2 + 1) ^ 3
    local l = (y:matmul(y:t()) / 2 + 1) ^ 3
    local both = (x:matmul(y:t()) / 2 + 1) ^ 3
    local wanted = ((k:sum() - k:trace() + l:sum() - l:trace()) / (4500 * 4499) - both:mean() * 2):item()
    near(metrics.kid(x, y, {subsets = 1, subset_size = 4500}), {wanted}, DOUBLE and 1e-10 or 1e-4)
    raises("kid: subset_size is 5000; there are 4500 real and 4500 fake", metrics.kid, x, y, {subset_size = 5000})
  end)
end)

describe("metrics by neighbours", function()
  it("precision_recall and density_coverage agree with scikit-learn", function()
    for _, case in cases "manifold" do
      for _, wanted in ipairs(case[1].manifold) do
        local k = {k = wanted.k}
        near(ln.tensor {metrics.precision_recall(case[2], case[3], k)}, {wanted.precision, wanted.recall}, TIGHT)
        near(ln.tensor {metrics.density_coverage(case[2], case[3], k)}, {wanted.density, wanted.coverage}, TIGHT)
      end
    end
  end)

  it("are what they are by hand", function()
    -- the balls of the reals: 1 about 0 and 1, 2 about 3; of the fakes: .5 about .5 and 1, 8 about 9
    local real, fake = ln.tensor {{0}, {1}, {3}}, ln.tensor {{0.5}, {1}, {9}}
    local precision, recall = metrics.precision_recall(real, fake, {k = 1})
    near(ln.tensor {precision, recall}, {2 / 3, 1})
    local density, coverage = metrics.density_coverage(real, fake, {k = 1})
    near(ln.tensor {density, coverage}, {(2 + 3) / 3, 1})
  end)

  -- Between rows of 0 and 1 most distances are those of many others, so that
  -- as many points are on a ball as in it. Counted in whole numbers.
  it("count what is on a ball", function()
    local n, d = 60, 40
    local function draw(seed) return ln.rand(n, d, {generator = ln.Generator(seed)}):gt(0.5):mul(1) end
    local function counts(a, b) return a:unsqueeze(2):sub(b):abs():sum(3) end
    local function within(a, b, k)
      return counts(a, b):le(counts(a, a):sort(2):narrow(2, k + 1, 1))
    end
    local real, fake = draw(1), draw(2)
    local on = within(real, fake, 5)
    local density, coverage = on:sum():item() / (5 * n), on:any(2):sum():item() / n
    local precision = within(real, fake, 3):any(1):sum():item() / n
    local recall = within(fake, real, 3):any(1):sum():item() / n
    for _, scale in ipairs {1, 0.1, 1 / 3} do
      near(ln.tensor {metrics.density_coverage(real * scale, fake * scale)}, {density, coverage}, TIGHT)
      near(ln.tensor {metrics.precision_recall(real * scale, fake * scale)}, {precision, recall}, TIGHT)
    end
  end)

  it("all are 1 where the sets are equal", function()
    local x = ln.randn(3000, 3, {generator = generator()})
    local precision, recall = metrics.precision_recall(x, x)
    local density, coverage = metrics.density_coverage(x, x)
    near(ln.tensor {precision, recall, coverage}, {1, 1, 1})
    -- each ball holds its centre and its k nearest
    near(density, {6 / 5})
  end)

  it("nearest agrees with scikit-learn", function()
    for _, case in cases "nearest" do
      local indices, distances = metrics.nearest(case[2], case[3], {k = 4})
      near(distances, ln.tensor(case[1].nearest.distances):flatten():totable(), TIGHT)
      -- of neighbours equally far any may come first
      near(case[2]:index_select(1, indices:flatten()):sub(case[3]:repeat_interleave(4, 1)):norm(2, 2),
        ln.tensor(case[1].nearest.distances):flatten():totable(), TIGHT)
    end
  end)

  it("nearest finds copies among pictures, over many blocks, at distance 0", function()
    local training = ln.randn(5000, 1, 3, 3, {generator = generator()})
    local picks = {4999, 1, 4096, 4097, 17}
    local indices, distances = metrics.nearest(training, training:index_select(1, ln.tensor(picks)), {k = 2})
    assert.same(picks, indices:select(2, 1):totable())
    assert.same({0, 0, 0, 0, 0}, distances:select(2, 1):totable())
    assert.same({5, 2}, distances:size())
    assert.equal(1, distances:select(2, 2):gt(0):all():item())
  end)

  it("say what does not fit", function()
    local three, nine = ln.ones(3, 2), ln.ones(9, 2)
    raises("precision_recall: k is 3; there are 2 other real samples", metrics.precision_recall, three, nine)
    raises("nearest: k is 4; there are 3 training samples", metrics.nearest, three, nine, {k = 4})
    raises("density_coverage: rows of real have 2 elements, those of fake 3", metrics.density_coverage,
      ln.ones(9, 2), ln.ones(9, 3))
    raises("unknown option p", metrics.nearest, ln.ones(3, 2), ln.ones(9, 2), {p = 4})
  end)
end)

describe("metrics.sliced_wasserstein", function()
  it("in one dimension is SciPy's wasserstein_distance", function()
    for _, case in cases "wasserstein" do
      near(metrics.sliced_wasserstein(case[2], case[3], {projections = 3}), {case[1].wasserstein}, TIGHT)
    end
  end)

  it("of sets apart by v is the mean of |v . direction|: 2 |v| / pi in the plane", function()
    local x = ln.randn(50, 2, {generator = generator()})
    local got = metrics.sliced_wasserstein(x, x + ln.tensor {3, 4},
      {projections = 20000, generator = generator()})
    assert.is_true(math.abs(got - 10 / math.pi) < 0.03, got)
    assert.equal(0, metrics.sliced_wasserstein(x, x:flip {1}))
    raises("50 real and 2 fake samples", metrics.sliced_wasserstein, x, ln.ones(2, 2))
  end)
end)

describe("metrics.patch_wasserstein", function()
  local pyramid = require "lunette.metrics.pyramid"

  it("goes by Laplacian pyramids as SciPy makes them", function()
    local x = ln.tensor(values.pictures.a):view(1, 1, 30, 29):narrow(3, 1, 24):narrow(4, 1, 28)
    local parts = pyramid.laplacian(ln.cat({x * 2, x}, 1):view(1, 2, 24, 28), 3)
    for k, wanted in ipairs(values.pictures.laplacian) do
      assert.same({1, 2, 24 >> (k - 1), 28 >> (k - 1)}, parts[k]:size())
      near(parts[k][1][2], wanted, TIGHT)
    end
  end)

  it("of pictures as large as a patch is that of the normalised pictures", function()
    local g = generator()
    local function unit(x)
      return (x - x:mean({1, 3, 4}, {keepdim = true})) / x:std({1, 3, 4}, {correction = 0, keepdim = true})
    end
    local x, y = ln.randn(40, 2, 7, 7, {generator = g}), ln.rand(40, 2, 7, 7, {generator = g}) * 3
    local list, mean = metrics.patch_wasserstein(x, y * y, {patches = 1, projections = 20000, generator = g})
    local wanted = metrics.sliced_wasserstein(unit(x), unit(y * y), {projections = 20000, generator = g})
    near(list[1], {wanted}, 2e-2)
    assert.equal(1, #list)
    near(mean, {list[1]})
  end)

  it("takes no notice of brightness, and tells stripes from noise", function()
    local g = generator()
    local x, y = ln.randn(64, 1, 32, 32, {generator = g}), ln.randn(64, 1, 32, 32, {generator = g})
    local function measure(a)
      return (metrics.patch_wasserstein(x, a, {patches = 16, projections = 64, generator = generator()}))
    end
    local same, brighter = measure(y), measure(y * 2 + 5)
    assert.equal(2, #same)
    near(ln.tensor(brighter), same, 1e-3)
    local striped = measure(y:narrow(3, 1, 1):expand(64, 1, 32, 32))
    assert.is_true(striped[1] > 3 * same[1], striped[1] / same[1])
  end)

  it("says what does not fit", function()
    local x, small = ln.ones(1, 1, 30, 30), ln.ones(1, 1, 6, 30)
    raises("cannot be halved 2 times", metrics.patch_wasserstein, x, x, {levels = 3})
    raises("cannot be halved 0 times", metrics.patch_wasserstein, small, small)
    raises("real is 1x1x8x8, fake 1x3x8x8", metrics.patch_wasserstein, ln.ones(1, 1, 8, 8), ln.ones(1, 3, 8, 8))
    near(metrics.patch_wasserstein(ln.ones(2, 1, 8, 8), ln.ones(2, 1, 8, 8))[1], {0})
  end)
end)

describe("metrics.nearest_accuracy", function()
  it("agrees with scikit-learn's classifier, left one out", function()
    for _, case in cases "leave_one_out" do
      local all, on_real, on_fake = metrics.nearest_accuracy(case[2], case[3])
      local wanted = case[1].leave_one_out
      near(ln.tensor {all, on_real, on_fake}, {(wanted.real + wanted.fake) / 2, wanted.real, wanted.fake})
    end
  end)

  it("is 0 for copies, 1 far off, and tells a collapsed generator", function()
    local x = ln.randn(300, 4, {generator = generator()})
    assert.equal(0, metrics.nearest_accuracy(x, x))
    assert.equal(1, (metrics.nearest_accuracy(x, x + 100)))
    local _, on_real, on_fake = metrics.nearest_accuracy(x, x:narrow(1, 7, 1) + x * 1e-3)
    assert.is_true(on_fake > 0.98 and on_real < 1)
    raises("300 real and 2 fake samples", metrics.nearest_accuracy, x, ln.ones(2, 4))
  end)
end)

describe("metrics.minibatch_similarity", function()
  it("agrees with SciPy's distances", function()
    for _, case in cases "closeness" do
      local got, wanted = metrics.minibatch_similarity(case[2], case[3]), case[1].closeness
      for _, name in ipairs {"real", "fake", "cross", "scale"} do near(got[name], {wanted[name]}, TIGHT) end
      near(got.ratio, {wanted.fake / wanted.real}, TIGHT)
    end
  end)

  it("is large for a collapsed generator", function()
    local x = ln.randn(200, 4, {generator = generator()})
    local got = metrics.minibatch_similarity(x, x:narrow(1, 1, 1):expand(150, 4))
    near(got.fake, {1})
    assert.is_true(got.ratio > 10)
    got = metrics.minibatch_similarity(ln.tensor {{0}, {1}}, ln.tensor {{0}, {3}}, {scale = 2})
    near(got.fake, {math.exp(-1.5)})
    raises("each real sample has a double", metrics.minibatch_similarity, ln.ones(4, 2), x:narrow(2, 1, 2))
  end)
end)
