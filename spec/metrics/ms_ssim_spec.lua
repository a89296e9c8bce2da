-- Structural similarity against scikit-image, and several scales against SciPy.
local ln = require "lunette"
local near = require "spec.near"
local metrics = ln.metrics
local values = dofile "spec/reference/metrics/values.lua".pictures
local TIGHT = ln.real == "double" and 1e-10 or 1e-5

local a = ln.tensor(values.a):view(1, 1, 30, 29)
local b = ln.tensor(values.b):view(1, 1, 30, 29)

local function raises(message, f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  assert.is_truthy(text:find(message, 1, true), text)
end

describe("metrics.ms_ssim", function()
  it("at one scale is scikit-image's structural_similarity", function()
    near(metrics.ms_ssim(a, b, {weights = {1}}), {values.ssim}, TIGHT)
  end)

  it("has a gradient of 0 for an unlike pair, which leaves the others theirs", function()
    local o = {weights = {0.4, 0.6}, window = 5}
    local x = ln.randn(1, 1, 12, 12)
    local like = (x + ln.randn(1, 1, 12, 12) * 0.1):requires_grad_()
    local both = ln.cat {like, -x}
    local value = metrics.ms_ssim(both, x:expand(2, 1, 12, 12), o)
    assert.equal(0, value[2]:item())
    local whole = ln.grad(value:sum(), {both}, {retain_graph = true})[1]
    near(whole[2], ln.zeros(144):totable())
    local alone = ln.grad(metrics.ms_ssim(like, x, o):sum(), {like})[1]
    assert.is_true(alone:abs():sum():item() > 0)
    near(whole[1], alone:flatten():totable())
  end)

  it("agrees with SciPy at several scales", function()
    for _, case in ipairs(values.ms_ssim) do
      local wanted = case.value
      case.value = nil
      near(metrics.ms_ssim(a, b, case), {wanted}, TIGHT)
      case.value = wanted
    end
  end)

  it("goes pair by pair, and averages channels", function()
    local o = {weights = {0.5, 0.5}, window = 7}
    local one = metrics.ms_ssim(a, b, o):item()
    local x, y = ln.cat({a, a, b, a}, 1):view(2, 2, 30, 29), ln.cat({b, a, a, b}, 1):view(2, 2, 30, 29)
    near(metrics.ms_ssim(x, y, o), {(one + 1) / 2, one}, TIGHT)
    near(metrics.ms_ssim(x, x, o), {1, 1}, TIGHT)
  end)

  it("has a derivative", function()
    local x = a:clone():requires_grad_()
    local o = {weights = {0.5, 0.5}, window = 5}
    local g = ln.grad(metrics.ms_ssim(x, b, o):sum(), {x})[1]
    local h = ln.real == "double" and 1e-6 or 1e-2
    local step = ln.zeros(1, 1, 30, 29)
    step[{1, 1, 14, 10}] = h
    local slope = (metrics.ms_ssim(a + step, b, o):item() - metrics.ms_ssim(a - step, b, o):item()) / (2 * h)
    near(slope, {g[{1, 1, 14, 10}]:item()}, ln.real == "double" and 1e-6 or 2e-2)
  end)

  it("is 0, not NaN, for pictures that are opposites", function()
    near(metrics.ms_ssim(a, -a, {weights = {0.5, 0.5}, window = 7}) + 1, {1}, TIGHT)
  end)

  it("says what does not fit", function()
    raises("ms_ssim: 30 x 29 pixels, halved 4 times, are smaller than the window of 11", metrics.ms_ssim, a, b)
    raises("ms_ssim: a is 1x1x30x29, b is 1x1x28x28", metrics.ms_ssim, a, ln.ones(1, 1, 28, 28))
    raises("ms_ssim: weights has no numbers", metrics.ms_ssim, a, b, {weights = {}})
    raises("ms_ssim: weights[2] is \"x\"", metrics.ms_ssim, a, b, {weights = {1, "x"}})
  end)
end)

describe("metrics.mean_ms_ssim", function()
  local o = {weights = {0.4, 0.6}, window = 5}
  local samples = ln.randn(70, 1, 12, 12, {generator = ln.Generator(2)})

  it("goes over all pairs where there are no more than asked", function()
    local x, sum = samples:narrow(1, 1, 13), 0
    for i = 1, 13 do
      for j = i + 1, 13 do
        sum = sum + metrics.ms_ssim(x:narrow(1, i, 1), x:narrow(1, j, 1), o):item()
      end
    end
    near(metrics.mean_ms_ssim(x, {weights = o.weights, window = 5}), {sum / 78}, 1e-4)
  end)

  it("draws different pairs by its generator", function()
    local function once(pairs)
      return metrics.mean_ms_ssim(samples, {weights = o.weights, window = 5, pairs = pairs,
                                            generator = ln.Generator(1)})
    end
    assert.equal(once(200), once(200))
    -- nearly all of the 2415 pairs: none of them twice
    near(once(2400), {once(2415)}, 2e-2)
    assert.are_not.equal(once(200), once(201))
    near(metrics.mean_ms_ssim(samples:narrow(1, 1, 1):expand(9, 1, 12, 12), o), {1})
    raises("mean_ms_ssim: there is one sample", metrics.mean_ms_ssim, samples:narrow(1, 1, 1), o)
  end)
end)
