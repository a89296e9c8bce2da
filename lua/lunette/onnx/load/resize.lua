--- Resize and Upsample: images at other sizes.

local engine = require "lunette.engine"
local ops = require "lunette.onnx.load.ops"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local define, functions, create = ops.define, engine.functions, engine.create

-- Where the centre of element i (from 0) of `size` results lies among `from`
-- elements, by coordinate_transformation_mode; scale: results for an element.
local places = {
  asymmetric = function(i, scale) return i / scale end,
  half_pixel = function(i, scale) return (i + 0.5) / scale - 0.5 end,
  pytorch_half_pixel = function(i, scale, size)
    return size > 1 and (i + 0.5) / scale - 0.5 or i * 0
  end,
  align_corners = function(i, _, size, from)
    return size > 1 and i * ((from - 1) / (size - 1)) or i * 0
  end,
  tf_half_pixel_for_nn = function(i, scale) return (i + 0.5) / scale end,
}

local nearest = {
  floor = function(at) return at:floor() end,
  ceil = function(at) return at:ceil() end,
  round_prefer_floor = function(at) return (at - 0.5):ceil() end,
  round_prefer_ceil = function(at) return (at + 0.5):floor() end,
}

-- x along one dimension, by the elements that are nearest.
local function by_nearest(x, dim, at, mode)
  local index = nearest[mode](at):clamp(0, x:size(dim) - 1) + 1
  return x:index_select(dim, index)
end

-- By the two that are next to the place.
local function by_linear(x, dim, at)
  at = at:clamp(0, x:size(dim) - 1)
  local low = at:floor()
  local high = (low + 1):clamp(0, x:size(dim) - 1)
  local shape = {}
  for k = 1, x:dim() do shape[k] = k == dim and at:numel() or 1 end
  local share = (at - low):reshape(shape)
  local a, b = x:index_select(dim, low + 1), x:index_select(dim, high + 1)
  return a + (b - a) * share
end

-- Cubic convolution, of which the engine has PyTorch's: a is -3/4, and edges
-- are those of half pixels or of corners.
local function by_cubic(x, dim, size, scale, o)
  local corners = o.coordinate_transformation_mode == "align_corners"
  if not corners and not o.coordinate_transformation_mode:find "half_pixel$" or
     math.abs(o.cubic_coeff_a + 0.75) > 1e-6 or o.exclude_outside ~= 0 then
    raise("cubic by %s with cubic_coeff_a %g is not computed",
          o.coordinate_transformation_mode, o.cubic_coeff_a)
  end
  return functions.resample(x, dim, size, {
    mode = "cubic", align_corners = corners,
    scale = corners and 0 or 1 / scale})
end

local function along(x, dim, size, scale, o)
  local from, place = x:size(dim), places[o.coordinate_transformation_mode]
  if from < 1 or size < 0 then
    raise("%s has no elements along dimension %d for %d", repr.shape(x), dim,
          size)
  end
  if o.mode == "cubic" then return by_cubic(x, dim, size, scale, o) end
  local at = place(create.arange(size):sub(1), scale, size, from)
  if o.mode == "nearest" then
    return by_nearest(x, dim, at, o.nearest_mode)
  end
  return by_linear(x, dim, at)
end

-- Whole factors, where each element is repeated by them: or nil. The engine
-- has a fast loop for it.
local function repeated(x, sizes, scales, o)
  local usual = o.mode == "nearest" and x:dim() >= 3 and x:dim() <= 5 and
    (o.coordinate_transformation_mode == "asymmetric" and
     o.nearest_mode == "floor" or
     o.coordinate_transformation_mode == "half_pixel" and
     o.nearest_mode:find "^round") and
    sizes[1] == x:size(1) and sizes[2] == x:size(2)
  local factors = {}
  for k = 3, usual and x:dim() or 0 do
    local factor = x:size(k) > 0 and sizes[k] // x:size(k) or 0
    if factor < 1 or factor * x:size(k) ~= sizes[k] or scales[k] ~= factor then
      return nil
    end
    factors[k - 2] = factor
  end
  return usual and functions.upsample(x, factors)
end

-- Rounded to float, as scales are: a size times 7 / 3 is whole then.
local function single(v) return (string.unpack("<f", string.pack("<f", v))) end

-- The sizes of the result and the scales that count.
local function targets(x, scales, sizes)
  local to, by = {}, {}
  for k, size in ipairs(x:size()) do
    by[k] = sizes and sizes[k] / size or scales[k]
    local wanted = sizes and sizes[k] or math.floor(single(size * by[k]))
    to[k] = math.tointeger(wanted)
    if not to[k] or to[k] < 0 or to[k] > 1 << 40 then
      raise("dimension %d of %s is to be %g long", k, repr.shape(x), wanted)
    end
  end
  return to, by
end

local function resized(o, x, scales, sizes)
  ops.word("mode", o.mode, "nearest linear cubic")
  local to, by = targets(x, scales, sizes)
  local y = repeated(x, to, by, o)
  if y then return y end
  for dim, size in ipairs(to) do
    if size ~= x:size(dim) or by[dim] ~= 1 then
      x = along(x, dim, size, by[dim], o)
    end
  end
  return x
end

-- The list of numbers in a value; nil for none.
local function listed(value, rank, what)
  local list = value and value:numel() > 0 and value:flatten():totable()
  return list and ops.each(what, list, rank)
end

define("Resize", "x: tensor, roi: constant?, scales: constant?, sizes: ints?",
       "mode: string = nearest, nearest_mode: string = round_prefer_floor, " ..
       "coordinate_transformation_mode: string = half_pixel, " ..
       "cubic_coeff_a: float = -0.75, exclude_outside: int = 0, " ..
       "extrapolation_value: float = 0", function(o, x, roi, scales, sizes)
  if o.opset < 11 then -- x and scales, of which the ends keep their places
    o = setmetatable({coordinate_transformation_mode = "asymmetric",
                      nearest_mode = "floor"}, {__index = o})
    scales = roi
  end
  ops.word("coordinate_transformation_mode", o.coordinate_transformation_mode,
           "asymmetric half_pixel pytorch_half_pixel align_corners " ..
           "tf_half_pixel_for_nn")
  ops.word("nearest_mode", o.nearest_mode,
           "floor ceil round_prefer_floor round_prefer_ceil")
  sizes = sizes and #sizes > 0 and ops.each("sizes", sizes, x:dim())
  scales = not sizes and listed(scales, x:dim(), "scales")
  if not sizes and not scales then raise "scales and sizes are missing" end
  return resized(o, x, scales, sizes)
end)

define("Upsample", "x: tensor, scales: constant?",
       "mode: string = nearest, scales: floats", function(o, x, scales)
  scales = listed(scales, x:dim(), "scales") or o.scales
  return resized({mode = o.mode, nearest_mode = "floor",
                  coordinate_transformation_mode = "asymmetric"}, x,
                 ops.each("scales", scales or {}, x:dim()))
end)
