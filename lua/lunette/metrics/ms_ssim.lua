--- Structural similarity of pictures, at several scales.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local similar = {}

-- A blur of x: n,1,h,w, where the whole window fits: n,1,h-s+1,w-s+1.
local function blur(x, o)
  local s = o.window
  local line = engine.create.arange(1, s) - (s + 1) / 2
  line = (line:square() / (-2 * o.sigma ^ 2)):exp()
  line = line / line:sum()
  return x:conv2d(line:view(1, 1, s, 1)):conv2d(line:view(1, 1, 1, s))
end

-- Of pictures x and y: n,1,h,w, two numbers each, n: the mean of luminance
-- times the rest, and the mean of the rest (contrast and structure).
local function terms(x, y, o)
  local c1, c2 = (0.01 * o.range) ^ 2, (0.03 * o.range) ^ 2
  local mx, my = blur(x, o), blur(y, o)
  local vx, vy = blur(x * x, o) - mx * mx, blur(y * y, o) - my * my
  local vxy = blur(x * y, o) - mx * my
  local rest = (vxy * 2 + c2) / (vx + vy + c2)
  local light = (mx * my * 2 + c1) / (mx * mx + my * my + c1)
  return (light * rest):mean {2, 3, 4}, rest:mean {2, 3, 4}
end

-- Weights are those of Wang, Simoncelli and Bovik 2003, from their experiment
-- with viewers.
local shared = "range: positive = 2, window: count = 11, " ..
  "sigma: positive = 1.5, " ..
  "weights: reals = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333}"

local function check_sizes(owner, x, o)
  if #o.weights == 0 then raise("%s: weights has no numbers", owner) end
  local least = math.min(x:size(3), x:size(4))
  local smallest = least // 2 ^ (#o.weights - 1)
  if smallest < o.window then
    raise("%s: %d x %d pixels, halved %d times, are smaller than the " ..
          "window of %d; give a smaller window or fewer weights", owner,
          x:size(3), x:size(4), #o.weights - 1, o.window)
  end
end

local function compare(a, b, o)
  local n, c = a:size(1), a:size(2)
  local sizes = {n * c, 1, a:size(3), a:size(4)}
  local x, y, value = a:reshape(sizes), b:reshape(sizes), 1
  for k, weight in ipairs(o.weights) do
    local whole, rest = terms(x, y, o)
    local term = k == #o.weights and whole or rest
    -- a root of what is below 0 is not a number
    value = term:relu() ^ weight * value
    if k < #o.weights then
      x = engine.functions.avg_pool2d(x, 2)
      y = engine.functions.avg_pool2d(y, 2)
    end
  end
  return value:view(n, c):mean(2)
end

--- Multi-scale structural similarity of pictures a and b: n,c,h,w, pair by
--- pair: n (Wang, Simoncelli and Bovik 2003; one scale: Wang et al. 2004):
---   l = (2 m_x m_y + C1) / (m_x^2 + m_y^2 + C1)        C1 = (0.01 range)^2
---   cs = (2 s_xy + C2) / (s_x^2 + s_y^2 + C2)          C2 = (0.03 range)^2
---   the product over scales j of mean(cs_j)^w_j, at the last mean(l cs)^w_j
--- from local means and variances under a normal window, where it fits whole. A
--- scale is half as large as the one before (means of 2 x 2; an odd line is
--- left out); a mean below 0 counts as 0; channels are averaged. 1 for the same
--- picture. range: from the darkest to the brightest, 2 for [-1, 1]. Five
--- weights take pictures of 176 pixels; 28 x 28 takes {window = 7, weights =
--- {0.0448, 0.2856, 0.3001}}, say; one weight of 1 is SSIM itself. It can be
--- differentiated.
---
---   local a = ln.rand(2, 1, 28, 28) * 2 - 1
---   local alike = ln.metrics.ms_ssim(a, a, {
---     window = 7, weights = {0.0448, 0.2856, 0.3001}})
---   print(alike:round())   -- {1, 1}
--- @return Tensor
similar.ms_ssim = arguments.define("ms_ssim",
  "a: tensor, b: tensor, {" .. shared .. "}", function(a, b, o)
  local owner = "ms_ssim"
  checks.images(owner, "a", a)
  checks.images(owner, "b", b)
  local here, there = repr.shape(a), repr.shape(b)
  if here ~= there then raise("%s: a is %s, b is %s", owner, here, there) end
  check_sizes(owner, a, o)
  return compare(a, b, o)
end)

-- The pairs i < j of n, n (n - 1) / 2 of them, counted from 1: those numbered.
local function pair_of(number)
  local j = math.ceil((1 + math.sqrt(1 + 8 * number)) / 2)
  while (j - 1) * (j - 2) // 2 >= number do j = j - 1 end
  return number - (j - 1) * (j - 2) // 2, j
end

-- `count` different pairs of n samples, all when there are no more.
local function draw_pairs(n, count, generator)
  local all, first, second = n * (n - 1) // 2, {}, {}
  local seen, create = {}, engine.create
  if count >= all then
    for k = 1, all do first[k], second[k] = pair_of(k) end
    return first, second
  end
  while #first < count do
    local drawn = create.randint(1, n, {2}, {generator = generator}):totable()
    local i, j = math.tointeger(drawn[1]), math.tointeger(drawn[2])
    if i > j then i, j = j, i end
    local name = i * n + j
    if i < j and not seen[name] then
      seen[name] = true
      first[#first + 1], second[#second + 1] = i, j
    end
  end
  return first, second
end

local BLOCK = 64

--- The mean of ms_ssim over that many pairs of different samples, n,c,h,w,
--- drawn without repetition, all pairs where there are no more: how alike
--- samples are (Odena et al. 2017, arXiv 1610.09585, section 4.2, within one
--- class, of 100 pairs). Compare it with that of real samples; above it there
--- is less variety. Other options as ms_ssim's.
--- @return number
similar.mean_ms_ssim = arguments.define("mean_ms_ssim",
  "samples: tensor, {pairs: count = 100, generator: generator?, " .. shared ..
  "}", function(samples, o)
  local owner = "mean_ms_ssim"
  local _ <close> = recording.no_grad()
  checks.images(owner, "samples", samples)
  check_sizes(owner, samples, o)
  if samples:size(1) < 2 then raise("%s: there is one sample", owner) end
  local first, second = draw_pairs(samples:size(1), o.pairs, o.generator)
  local sum, tensor = 0, engine.create.tensor
  for k = 1, #first, BLOCK do
    local last = math.min(k + BLOCK - 1, #first)
    local a = samples:index_select(1, tensor(table.move(first, k, last, 1, {})))
    local rows = tensor(table.move(second, k, last, 1, {}))
    local b = samples:index_select(1, rows)
    sum = sum + compare(a, b, o):sum():item()
  end
  return sum / #first
end)

return similar
