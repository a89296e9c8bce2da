--- The statistic of mini-batch discrimination, as a measure.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local pairs_of = require "lunette.metrics.pairs"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"

local closeness = {}

-- The mean of exp(-|a_i - b_j|_1 / scale) over all pairs, or with `own` (b is
-- a) over i /= j.
local function mean_closeness(a, b, scale, own)
  local sum, n, m = 0, a:size(1), b:size(1)
  for d in pairs_of.distances(a, b, {p = 1}) do
    for _, v in ipairs((d / -scale):exp():sum(2):totable()) do sum = sum + v end
  end
  if own then return (sum - n) / (n * (n - 1)) end
  return sum / (n * m)
end

--- How close samples are to each other, by the statistic of mini-batch
--- discrimination (Salimans et al. 2016, arXiv 1606.03498, section 3.2), from
--- features n,d and m,d:
---   real   the mean over i /= j of exp(-|x_i - x_j|_1 / scale) among the reals
---   fake   the same among the fakes
---   cross  the mean of fakes against reals
---   ratio  fake / real: 1 where fakes vary as reals do, above it where they
---          crowd; below it where they scatter
---   scale  half the mean distance of a real to its nearest other, unless
---          given: the start from data in the authors' code
---          (openai/improved-gan)
---
---   local real, fake = ln.randn(64, 2), ln.randn(64, 2) * 0.1
---   print(ln.metrics.minibatch_similarity(real, fake).ratio > 2)   -- true
--- @return { real: number, fake: number, cross: number, ratio: number, scale:
---   number }
closeness.minibatch_similarity = arguments.define("minibatch_similarity",
  "real: tensor, fake: tensor, {scale: positive?}", function(real, fake, o)
  local owner = "minibatch_similarity"
  local _ <close> = recording.no_grad()
  real, fake = checks.pair(owner, real, fake, 2)
  local scale = o.scale or
    pairs_of.nearest(real, real, 1, true, {p = 1}):mean():item() / 2
  if scale <= 0 then
    raise("%s: the scale is %g: each real sample has a double", owner, scale)
  end
  local result = {
    real = mean_closeness(real, real, scale, true),
    fake = mean_closeness(fake, fake, scale, true),
    cross = mean_closeness(fake, real, scale), scale = scale,
  }
  result.ratio = result.fake / result.real
  return result
end)

return closeness
