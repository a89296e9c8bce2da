--- Distances of two sets by their shadows on lines.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local pyramid = require "lunette.metrics.pyramid"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local sliced = {}

local BLOCK = 64

local function check_counts(owner, n, m)
  if n ~= m then
    raise("%s: %d real and %d fake samples; as many of both are wanted", owner,
          n, m)
  end
end

-- The mean over random directions of the distance of rows n,d along them.
local function distance(real, fake, projections, generator)
  local sum, d = 0, real:size(2)
  for first = 1, projections, BLOCK do
    local count = math.min(BLOCK, projections - first + 1)
    local along = engine.create.randn(d, count, {generator = generator})
    along = along / along:norm(2, 1, {keepdim = true})
    local a, b = real:matmul(along):t():sort(2), fake:matmul(along):t():sort(2)
    sum = sum + (a - b):abs():mean(2):sum():item()
  end
  return sum / projections
end

--- The mean over random directions of the Wasserstein-1 distance of what n real
--- and n fake samples, n,d (or n,... as they are), are along them: the mean of
--- |sorted real - sorted fake| (Rabin et al. 2012).
---
---   local real = ln.randn(100, 2)
---   print(ln.metrics.sliced_wasserstein(real, real))   -- 0.0
--- @return number
sliced.sliced_wasserstein = arguments.define("sliced_wasserstein",
  "real: tensor, fake: tensor, " ..
  "{projections: count = 512, generator: generator?}", function(real, fake, o)
  local owner = "sliced_wasserstein"
  local _ <close> = recording.no_grad()
  real, fake = checks.pair(owner, real, fake, 1, true)
  check_counts(owner, real:size(1), fake:size(1))
  return distance(real, fake, o.projections, o.generator)
end)

local PATCH = 7

-- `count` patches of each picture of x: n,c,h,w, wherever they fit:
-- n count,c,7,7.
local function patches(x, count, generator)
  local create, n, c, h, w = engine.create, table.unpack(x:size())
  local function places(size)
    return create.randint(0, size - PATCH, {n, count, 1, 1, 1},
                          {generator = generator})
  end
  local line = create.arange(0, PATCH - 1)
  local inside = create.arange(0, c - 1):view(c, 1, 1) * (h * w)
                 + line:view(PATCH, 1) * w + line
  local at = places(h) * w + places(w) + inside + 1
  return x:reshape(n, -1):gather(2, at:reshape(n, -1))
          :view(n * count, c, PATCH, PATCH)
end

-- Patches as rows, each channel with mean 0 and variance 1 over all of them.
local function normalised(x)
  x:sub_(x:mean({1, 3, 4}, {keepdim = true}))
  local std = x:square():mean({1, 3, 4}, {keepdim = true}):sqrt()
  -- a channel without contrast stays 0
  return x:div_(std:masked_fill(std:eq(0), 1)):flatten(2)
end

-- For each level of the pictures' pyramids their patches, as rows.
local function descriptors(x, levels, o)
  local parts = {}
  for first = 1, x:size(1), BLOCK do
    local some = x:narrow(1, first, math.min(BLOCK, x:size(1) - first + 1))
    for k, part in ipairs(pyramid.laplacian(some, levels)) do
      parts[k] = parts[k] or {}
      table.insert(parts[k], patches(part, o.patches, o.generator))
    end
  end
  for k = 1, levels do
    parts[k] = normalised(engine.functions.cat(parts[k], 1))
  end
  return parts
end

-- How many levels down to 16 pixels, as the paper has them; but one at least.
local function levels_for(h, w)
  local levels = 1
  while math.min(h, w) // 2 ^ levels >= 16 and h % 2 ^ levels == 0 and
        w % 2 ^ levels == 0 do
    levels = levels + 1
  end
  return levels
end

local function check_pictures(owner, real, fake, given)
  checks.images(owner, "real", real)
  checks.images(owner, "fake", fake)
  check_counts(owner, real:size(1), fake:size(1))
  local _, c, h, w = table.unpack(real:size())
  if fake:size(2) ~= c or fake:size(3) ~= h or fake:size(4) ~= w then
    raise("%s: real is %s, fake %s", owner, repr.shape(real),
          repr.shape(fake))
  end
  local levels = given or levels_for(h, w)
  local halvings = 2 ^ (levels - 1)
  if h % halvings ~= 0 or w % halvings ~= 0 or
     math.min(h, w) / halvings < PATCH then
    raise("%s: %d x %d pixels cannot be halved %d times and still hold " ..
          "patches of %d", owner, h, w, levels - 1, PATCH)
  end
  return levels
end

--- The sliced Wasserstein distances of local structure, at each level of the
--- pictures' Laplacian pyramids that of so many patches of 7 x 7 pixels a
--- picture, all channels of them, normalised to mean 0 and variance 1 a channel
--- over the set (Karras et al. 2018, arXiv 1710.10196, section 5). Gives a list
--- from the finest level to the coarsest, and its mean; papers multiply them by
--- 1000 and take 16,384 pictures. real, fake: n,c,h,w. levels: down to 16
--- pixels, unless given. For each set and level it keeps n patches c 49
--- numbers.
---
---   local real, fake = ln.rand(16, 3, 32, 32), ln.rand(16, 3, 32, 32)
---   local levels, mean = ln.metrics.patch_wasserstein(real, fake)
---   print(#levels)   -- 2
--- @return number[]
--- @return number
sliced.patch_wasserstein = arguments.define("patch_wasserstein",
  "real: tensor, fake: tensor, {levels: count?, patches: count = 128, " ..
  "projections: count = 512, generator: generator?}", function(real, fake, o)
  local owner = "patch_wasserstein"
  local _ <close> = recording.no_grad()
  local levels = check_pictures(owner, real, fake, o.levels)
  local a = descriptors(real:detach(), levels, o)
  local b = descriptors(fake:detach(), levels, o)
  local distances, mean = {}, 0
  for k = 1, levels do
    distances[k] = distance(a[k], b[k], o.projections, o.generator)
    mean = mean + distances[k] / levels
  end
  return distances, mean
end)

return sliced
