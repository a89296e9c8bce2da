-- What a classifier tells: against SciPy, and by hand.
local ln = require "lunette"
local near = require "spec.near"
local metrics = ln.metrics
local values = dofile "spec/reference/metrics/values.lua".probabilities
local TIGHT = ln.real == "double" and 1e-10 or 1e-5

local function raises(message, f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  assert.is_truthy(text:find(message, 1, true), text)
end

describe("metrics.accuracy", function()
  it("counts rows whose largest is at the label", function()
    local scores = ln.tensor {{0, 2, 1}, {3, 2, 1}, {0, 0, 1}, {5, 6, 7}}
    assert.equal(0.75, metrics.accuracy(scores, ln.tensor {2, 1, 3, 1}))
    raises("accuracy: labels are 3, scores 4 x 3", metrics.accuracy, scores, ln.ones(3))
  end)

  it("refuses labels that are no classes, which would count as misses", function()
    local scores = ln.tensor {{0, 2, 1}, {3, 2, 1}}
    for label, shown in pairs {[0] = "0", [4] = "4", [1.5] = "1.5", [-1] = "-1"} do
      raises(("accuracy: class %s (element 2); classes count from 1 to 3"):format(shown),
             metrics.accuracy, scores, ln.tensor {1, label})
    end
    raises("accuracy: class", metrics.accuracy, scores, ln.tensor {0 / 0, 1})
  end)
end)

describe("metrics.inception_score", function()
  it("agrees with SciPy's entropy in 1, 3 and 10 parts", function()
    local p = ln.tensor(values.p)
    for _, wanted in ipairs(values.scores) do
      local mean, std = metrics.inception_score(p, {splits = wanted.splits})
      near(mean, {wanted.mean}, TIGHT)
      near(std + 1, {wanted.std + 1}, TIGHT)
    end
  end)

  it("is the number of classes at best and 1 at worst", function()
    near(metrics.inception_score(ln.eye(7), {splits = 1}), {7}, TIGHT)
    near(metrics.inception_score(ln.ones(20, 4) / 4), {1}, TIGHT)
  end)

  it("refuses what is no distribution", function()
    raises("inception_score: the rows are not probabilities", metrics.inception_score, ln.ones(20, 4))
    raises("inception_score: the rows are not probabilities", metrics.inception_score, ln.tensor {{2, -1}})
    raises("inception_score: 10 splits of 7 samples", metrics.inception_score, ln.eye(7))
  end)
end)

describe("metrics.class_shares", function()
  it("is a case worked out by hand", function()
    local scores = ln.eye(4):index_select(1, ln.tensor {1, 1, 3, 1, 1, 3, 1, 1})
    local found = metrics.class_shares(scores)
    assert.same({6, 0, 2, 0}, found.counts)
    assert.equal(2, found.modes)
    near(found.total_variation, {0.5}, TIGHT)
    near(found.kl, {0.75 * math.log(3)}, TIGHT)
    near(found.perfect.modes, {4 * (1 - 0.75 ^ 8)}, TIGHT)
  end)

  it("says what a perfect sampler of few samples gets, by hand", function()
    -- two samples of two classes: alike in half of the cases
    local found = metrics.class_shares(ln.eye(2)).perfect
    near(found.modes, {1.5}, TIGHT)
    near(found.total_variation, {0.25}, TIGHT)
    near(found.kl, {math.log(2) / 2}, TIGHT)
  end)
end)

describe("metrics.stacked_modes", function()
  -- The class is what the first pixel says.
  local function classify(x) return ln.nn.functional.one_hot(x:select(4, 1):select(3, 1):flatten(), 10) end

  it("counts combinations of the channels' classes", function()
    local images = ln.ones(5, 3, 2, 2)
    images[{2, {}, 1, 1}] = ln.tensor {2, 3, 10}
    images[{3, {}, 1, 1}] = ln.tensor {3, 2, 10}
    images[{5, {}, 1, 1}] = ln.tensor {2, 3, 10}
    local found = metrics.stacked_modes(classify, images)
    assert.equal(1000, #found.counts)
    assert.equal(3, found.modes)
    assert.equal(2, found.counts[1])
    assert.equal(2, found.counts[100 * 1 + 10 * 2 + 9 + 1])
    assert.equal(1, found.counts[100 * 2 + 10 * 1 + 9 + 1])
    near(found.kl, {math.log(1000) - (0.8 * math.log(2.5) + 0.2 * math.log(5))}, TIGHT)
  end)

  it("says what a perfect sampler of 26,000 gets", function()
    local labels = ln.randint(1, 10, {26000, 3, 1, 1}, {generator = ln.Generator(4)})
    local found = metrics.stacked_modes(classify, labels)
    -- (k - 1) / (2 n) + (k^2 - 1) / (12 n^2), and less of higher orders
    near(found.perfect.kl, {999 / 52000 + 999999 / (12 * 26000 ^ 2)}, 1e-3)
    near(found.kl, {found.perfect.kl}, 0.15)
    assert.equal(1000, found.modes)
    near(found.perfect.modes, {1000}, TIGHT)
  end)

  it("takes digits stacked and the network that comes along", function()
    local indices = {}
    for k = 1, 90 do indices[k] = k end
    local images, labels = ln.data.digits():batch(indices)
    local found = metrics.stacked_modes(metrics.features("mnist").probabilities, images:view(30, 3, 28, 28))
    local seen, modes = {}, 0
    for _, row in ipairs(labels:view(30, 3):totable()) do
      local name = table.concat(row, " ")
      if not seen[name] then seen[name], modes = true, modes + 1 end
    end
    assert.equal(modes, found.modes)
  end)

  it("says what does not fit", function()
    raises("stacked_modes: images is 3x28x28, n x c x h x w is wanted", metrics.stacked_modes, classify,
      ln.ones(3, 28, 28))
    raises("stacked_modes: classify returns 1 rows for 6 images", metrics.stacked_modes,
      function() return ln.ones(1, 10) end, ln.ones(2, 3, 2, 2))
    raises("stacked_modes: what classify returns is missing, a tensor is wanted", metrics.stacked_modes,
      function() end, ln.ones(2, 3, 2, 2))
    raises("stacked_modes: 8 channels of 10 classes are 1e+08 modes; at most 1e+07 are counted",
      metrics.stacked_modes, function(x) return ln.ones(x:size(1), 10) end, ln.ones(2, 8, 2, 2))
    local k = 1
    local function changing(x)
      k = k + 1
      return ln.ones(x:size(1), k)
    end
    raises("stacked_modes: classify returns 3 classes, and 2 before", metrics.stacked_modes, changing,
      ln.ones(1100, 1, 1, 1))
  end)
end)
