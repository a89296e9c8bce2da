--- What nearest neighbours tell of two sets of features, or of pictures.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local pairs_of = require "lunette.metrics.pairs"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"

local neighbours = {}

-- The distance from each row to its k-th nearest other row, n.
local function radii(owner, name, x, k)
  checks.neighbours(owner, k, x:size(1) - 1, "other " .. name)
  local distances = pairs_of.nearest(x, x, k, true)
  return distances:select(2, k)
end

-- What two distances that are equal may differ by for their rounding, times
-- either: of data from few values many are equal.
local ROUNDING = engine.build.real == "double" and 2 ^ -47 or 2 ^ -18

-- Balls of these radii about the centres: how many each point is in, m, and
-- whether each has a point, n. What is on a ball is in it.
local function inside(centres, radius, points)
  local m, n = points:size(1), centres:size(1)
  radius = radius * (1 + ROUNDING)
  local counts = engine.create.zeros(m)
  local hit = engine.create.zeros(n)
  for d, i, j in pairs_of.distances(points, centres) do
    local within = d:le(radius:narrow(1, j, d:size(2)))
    counts:narrow(1, i, d:size(1)):add_(within:sum(2))
    hit:narrow(1, j, d:size(2)):add_(within:sum(1))
  end
  return counts, hit:gt(0)
end

local function share(mask) return mask:sum():item() / mask:numel() end

--- Two shares, from features n,d and m,d (Kynkaanniemi et al. 2019, arXiv
--- 1904.06991, section 2):
---   precision  of the fakes, those within the distance of some real sample to
---              its k-th nearest other: how many look real
---   recall     the same of the reals among the fakes: how much is covered.
--- The balls are closed. Compare at equal n, m and k only.
---
---   local real = ln.randn(100, 2)
---   print(ln.metrics.precision_recall(real, real))   -- 1.0  1.0
--- @return number
--- @return number
neighbours.precision_recall = arguments.define("precision_recall",
  "real: tensor, fake: tensor, {k: count = 3}", function(real, fake, o)
  local owner = "precision_recall"
  local _ <close> = recording.no_grad()
  real, fake = checks.pair(owner, real, fake, 2)
  local about_real = inside(real, radii(owner, "real", real, o.k), fake)
  local about_fake = inside(fake, radii(owner, "fake", fake, o.k), real)
  return share(about_real:gt(0)), share(about_fake:gt(0))
end)

--- Two numbers, from features n,d and m,d (Naeem et al. 2020, arXiv 2002.09797,
--- section 3), by the balls of each real sample to its k-th nearest other:
---   density   of how many of them a fake is in, on average, over k: 1 when
---             both sets are drawn from one distribution; it can be more
---   coverage  the share of them with a fake inside; for equal distributions
---             and many samples 1 - 1 / 2^k where n = m.
---
---   local real = ln.randn(100, 2)
---   local density, coverage = ln.metrics.density_coverage(real, real)
---   print(coverage)   -- 1.0
--- @return number
--- @return number
neighbours.density_coverage = arguments.define("density_coverage",
  "real: tensor, fake: tensor, {k: count = 5}", function(real, fake, o)
  local owner = "density_coverage"
  local _ <close> = recording.no_grad()
  real, fake = checks.pair(owner, real, fake, 1)
  local counts, hit = inside(real, radii(owner, "real", real, o.k), fake)
  return counts:sum():item() / (o.k * fake:size(1)), share(hit)
end)

--- Whether the nearest other sample tells real from fake: the leave-one-out
--- accuracy of a classifier by one neighbour, from n real and n fake features,
--- n,d (Lopez-Paz and Oquab 2017, arXiv 1610.06545; Xu et al. 2018, arXiv
--- 1806.07755). Gives the accuracy on all, on the reals and on the fakes: 0.5
--- when both are of one distribution; 1 for fakes that are far off or all in
--- one place; near 0 for copies of the reals. Low on reals and high on fakes is
--- what collapse looks like.
---
---   local real, fake = ln.randn(50, 2), ln.randn(50, 2) + 100
---   print(ln.metrics.nearest_accuracy(real, fake))   -- 1.0  1.0  1.0
--- @return number
--- @return number
--- @return number
neighbours.nearest_accuracy = arguments.define("nearest_accuracy",
  "real: tensor, fake: tensor", function(real, fake)
  local owner = "nearest_accuracy"
  local _ <close> = recording.no_grad()
  real, fake = checks.pair(owner, real, fake, 1)
  local n = real:size(1)
  if fake:size(1) ~= n then
    raise("%s: %d real and %d fake samples; as many of both are wanted", owner,
          n, fake:size(1))
  end
  local both = engine.functions.cat({real, fake}, 1)
  local _, nearest = pairs_of.nearest(both, both, 1, true)
  local of_real = nearest:flatten():le(n)
  local on_real = share(of_real:narrow(1, 1, n))
  local on_fake = 1 - share(of_real:narrow(1, n + 1, n))
  return (on_real + on_fake) / 2, on_real, on_fake
end)

--- For each sample the k nearest training samples, by Euclidean distance:
--- indices m,k and distances m,k, the nearest first; whether a generator has
--- learnt its data by heart. Features, or pictures n,... and m,... as they are.
---
---   local training, samples = ln.tensor {{0, 0}, {3, 4}}, ln.tensor {{0, 1}}
---   local indices, distances = ln.metrics.nearest(training, samples)
---   print(indices, distances)   -- {{1}}
--- @return Tensor
--- @return Tensor
neighbours.nearest = arguments.define("nearest",
  "training: tensor, samples: tensor, {k: count = 1}",
  function(training, samples, o)
  local owner = "nearest"
  local _ <close> = recording.no_grad()
  training, samples = checks.two(owner, "training", training, "samples",
                                 samples, 1, true)
  checks.neighbours(owner, o.k, training:size(1), "training")
  local distances, indices = pairs_of.nearest(samples, training, o.k)
  return indices, distances
end)

return neighbours
