--- Images at other sizes, and the places that an affine map reads.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local resize = {}
local functions, create = engine.functions, engine.create

-- ---- interpolate ----

-- The fewest and the most spatial dimensions of a mode, and resample's.
local modes = {
  nearest = {1, 3, "nearest"}, ["nearest-exact"] = {1, 3, "nearest-exact"},
  linear = {1, 1, "linear"}, bilinear = {2, 2, "linear"},
  trilinear = {3, 3, "linear"}, bicubic = {2, 2, "cubic"},
  area = {1, 3, "area"},
}

local function check_mode(dims, mode, align_corners, o)
  local least, most, along = table.unpack(modes[mode])
  if dims < least or dims > most then
    raise("interpolate: %s is for %s spatial dimensions after n and c, not %d",
          mode, least == most and least or least .. " to " .. most,
          math.max(dims, 0))
  end
  local weighted = along == "linear" or along == "cubic"
  if align_corners and not weighted then
    raise("interpolate: align_corners does not go with %s", mode)
  end
  if o.antialias and (dims ~= 2 or not weighted) then
    raise("interpolate: antialias is for bilinear and bicubic, not %s", mode)
  end
end

-- A list of one for each spatial dimension.
local function each(what, list, dims)
  if #list == dims then return list end
  if #list ~= 1 then
    raise("interpolate: %s has %d entries for %d spatial dimensions", what,
          #list, dims)
  end
  local all = {}
  for k = 1, dims do all[k] = list[1] end
  return all
end

local function scaled_sizes(x, factors)
  local sizes = {}
  for k, factor in ipairs(factors) do
    local size = x:size(2 + k)
    local scaled = math.floor(size * factor)
    if not (factor > 0 and scaled >= 1 and scaled < 2 ^ 53) then
      raise("interpolate: scale_factor is %g for a size of %d", factor, size)
    end
    sizes[k] = math.tointeger(scaled)
  end
  return sizes
end

local function check_sizes(x, sizes)
  for k, size in ipairs(sizes) do
    if size < 1 or x:size(2 + k) < 1 then
      raise("interpolate: %s to %s; sizes above 0 are wanted",
            repr.shape(x), repr.sizes(sizes))
    end
  end
end

-- Whole factors of nearest elements, or nil.
local function whole_factors(x, sizes, factors, mode)
  if mode ~= "nearest" then return nil end
  local whole = {}
  for k, size in ipairs(sizes) do
    whole[k] = size // x:size(2 + k)
    local by = factors and factors[k] or whole[k]
    if whole[k] * x:size(2 + k) ~= size or by ~= whole[k] then return nil end
  end
  return whole
end

-- The scale that counts along an axis, 0 for the quotient of the sizes. Linear
-- interpolation leaves an axis that keeps its size, as PyTorch does.
local function scale_along(mode, o, factor, kept)
  if not factor or mode == "area" then return 0 end
  if mode == "linear" and kept and not o.antialias then return 0 end
  return 1 / factor
end

-- Axis by axis, the small array crosswise.
local function resampled(x, sizes, factors, o)
  local dims = #sizes
  local shrinks = sizes[1] < x:size(3)
  for k = 1, dims do
    local at = shrinks and k or dims + 1 - k
    local kept = sizes[at] == x:size(2 + at)
    o.scale = scale_along(o.mode, o, factors and factors[at], kept)
    if not kept or o.scale > 0 then
      x = functions.resample(x, 2 + at, sizes[at], o)
    end
  end
  return x
end

--- x (n, c, one to three spatial sizes) resized to size, or by scale_factor
--- (sizes rounded down); each is one for all spatial dimensions, or a table.
--- linear is for one of them, bilinear and bicubic (a = -3/4) for two,
--- trilinear for three; nearest takes the element at floor(i in / out),
--- nearest-exact at floor((i + 1/2) in / out), i from 0; area is adaptive
--- averaging. align_corners: the corner elements keep their places, else the
--- edges do. antialias (bilinear and bicubic, there a = -1/2): where the size
--- shrinks, weights are as wide as what one result stands for, as Pillow's.
resize.interpolate = arguments.define("interpolate",
  "x: tensor, size: ints?, scale_factor: real|reals?, mode: " ..
  "nearest|linear|bilinear|bicubic|area|trilinear|nearest-exact = nearest, " ..
  "align_corners: bool = false, {antialias: bool = false}",
  function(x, size, scale, mode, align_corners, o)
  local dims = x:dim() - 2
  check_mode(dims, mode, align_corners, o)
  if (size == nil) == (scale == nil) then
    raise "interpolate: one of size and scale_factor is wanted"
  end
  local factors = scale and each("scale_factor",
    type(scale) == "number" and {scale} or scale, dims)
  local sizes = size and each("size", size, dims) or scaled_sizes(x, factors)
  check_sizes(x, sizes)
  local whole = whole_factors(x, sizes, factors, mode)
  if whole then return functions.upsample(x, whole) end
  local y = resampled(x, sizes, factors, {mode = modes[mode][3],
    align_corners = align_corners, antialias = o.antialias})
  return rawequal(y, x) and x:alias() or y
end)

-- ---- affine_grid ----

-- The coordinates of n elements, from -1 to 1.
local function centres(n, align_corners)
  local i = create.arange(n) -- from 1
  if not align_corners then return (i * 2 - 1) / math.max(n, 1) - 1 end
  return n > 1 and (i - 1) * 2 / (n - 1) - 1 or i * 0
end

local function check_theta(theta, size)
  local dims = #size - 2
  local wanted = repr.sizes {size[1] or 0, dims, dims + 1}
  local here = repr.shape(theta)
  if dims ~= 2 and dims ~= 3 or here ~= wanted then
    raise("affine_grid: theta n, 2, 3 and sizes {n, c, h, w}, or n, 3, 4 " ..
          "and {n, c, d, h, w}, are wanted; theta is %s for %s", here,
          repr.sizes(size))
  end
end

--- A grid for grid_sample, n, h, w, 2, from theta, n, 2, 3: theta times (x, y,
--- 1) for each element of an image of sizes {n, c, h, w}, whose edges (with
--- align_corners: corner centres) are -1 and 1; n, d, h, w, 3 from theta, n, 3,
--- 4, for a volume of sizes {n, c, d, h, w} (Jaderberg et al. 2015, arXiv
--- 1506.02025).
resize.affine_grid = arguments.define("affine_grid",
  "theta: tensor, size: wholes, {align_corners: bool = false}",
  function(theta, size, o)
  check_theta(theta, size)
  local dims = #size - 2
  local one = {size[1], dims, table.unpack({1, 1, 1}, 1, dims)}
  local y, order = theta:select(3, dims + 1):reshape(one), {1}
  for k = 1, dims do -- x comes last: what is large is gone over once
    local line = {}
    for i = 1, dims do line[i] = i == k and size[2 + k] or 1 end
    local factor = theta:select(3, dims + 1 - k):reshape(one)
    y = y + factor * centres(size[2 + k], o.align_corners):reshape(line)
    order[1 + k] = 2 + k
  end
  order[dims + 2] = 2
  return y:permute(order):contiguous()
end)

return resize
