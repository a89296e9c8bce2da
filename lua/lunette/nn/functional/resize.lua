--- Other names of interpolate, and grid_sample over volumes and by cubics.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local resize = {}
local functions = engine.functions

local sized = "x: tensor, size: ints?, scale_factor: real|reals?"

--- As interpolate.
resize.upsample = arguments.define("upsample", sized .. ", mode: nearest|" ..
  "linear|bilinear|bicubic|trilinear = nearest, align_corners: bool = false",
  function(x, size, scale_factor, mode, align_corners)
  return functions.interpolate(x, size, scale_factor, mode, align_corners)
end)

--- interpolate by bilinear weights with align_corners.
resize.upsample_bilinear = arguments.define("upsample_bilinear", sized,
                                            function(x, size, scale_factor)
  return functions.interpolate(x, size, scale_factor, "bilinear", true)
end)

--- interpolate by the nearest element.
resize.upsample_nearest = arguments.define("upsample_nearest", sized,
                                           function(x, size, scale_factor)
  return functions.interpolate(x, size, scale_factor, "nearest")
end)

-- ---- grid_sample ----

-- The places of grid values along an axis of `size`, in elements from 0. NaN,
-- of which the value is NaN, is put at -1.
local function unscaled(at, size, align_corners)
  at = at:isnan():where(-1, at)
  if align_corners then return (at + 1) * ((size - 1) / 2) end
  return ((at + 1) * size - 1) / 2
end

-- Places mirrored at the edges, as often as it takes.
local function mirrored(p, size, align_corners)
  local low = align_corners and 0 or -0.5
  local span = align_corners and size - 1 or size
  if span == 0 then return p:multiply_no_nan(0) end
  local far = (p:isfinite():where(p, 0) - low):abs()
  local flips = (far / span):floor()
  local extra = far - flips * span
  return flips:remainder(2):eq(1):where(span - extra, extra) + low
end

-- Within the first and the last element; beyond them the derivative is 0.
local function clipped(p, size)
  local inside = p:gt(0) * p:lt(size - 1)
  return inside:where(p, p:detach():clamp(0, size - 1))
end

local function place(p, size, o)
  if o.padding_mode == "zeros" then return p end
  if o.padding_mode == "reflection" then
    p = mirrored(p, size, o.align_corners)
  end
  return clipped(p, size)
end

-- The cubic convolution kernel with a = -3/4 at the distances 1 + t, t, 1 - t
-- and 2 - t.
local function cubic_weights(t)
  local a = -0.75
  local function near(d) return ((a + 2) * d - (a + 3)) * d * d + 1 end
  local function far(d) return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a end
  return {far(t + 1), near(t), near(1 - t), far(2 - t)}
end

-- What is read along one axis: a list of {index from 0, weight or nil for 1}.
local function taps(at, size, o)
  local p = unscaled(at, size, o.align_corners)
  if o.mode ~= "bicubic" then p = place(p, size, o) end
  -- infinities would make NaN, and nothing is read from farther than this
  if o.padding_mode ~= "reflection" then p = p:clamp(-3, size + 2)
  else p = p:isfinite():where(p, 0) end
  if o.mode == "nearest" then return {{p:detach():round()}} end
  local first = p:detach():floor()
  local t = p - first
  if o.mode == "bilinear" then return {{first, 1 - t}, {first + 1, t}} end
  local list, weights = {}, cubic_weights(t)
  for k = 1, 4 do
    list[k] = {place(first + (k - 2), size, o), weights[k]}
  end
  return list
end

-- The elements of x: n,c,m at places (n,k, from 1, 0 for none) times weight.
local function term(x, places, weight)
  local y = x:pick(places)
  return weight and y * weight:unsqueeze(2) or y
end

-- Every choice of a tap for each axis: f(choice).
local function each_choice(lists, k, choice, f)
  if k > #lists then return f(choice) end
  for _, tap in ipairs(lists[k]) do
    choice[k] = tap
    each_choice(lists, k + 1, choice, f)
  end
end

-- The place in its plane of a choice, from 1, or 0 outside, and its weight.
local function at_choice(choice, sizes)
  local place_of, inside, weight = 0, 1, nil
  for k, tap in ipairs(choice) do
    local index, size = tap[1], sizes[k]
    place_of = place_of * size + index
    inside = index:ge(0) * index:lt(size) * inside
    weight = weight and weight * tap[2] or tap[2]
  end
  return (place_of + 1):multiply_no_nan(inside), weight
end

local function check(x, grid, o)
  local s, g = x:size(), grid:size()
  local dims = #s - 2
  local fit = (dims == 2 or dims == 3) and #g == #s and g[1] == s[1] and
              g[#g] == dims
  for k = 3, #s do fit = fit and s[k] > 0 end
  if not fit then
    raise("grid_sample: n, c, h, w and a grid of n, h, w, 2, or n, c, d, h, " ..
          "w and n, d, h, w, 3, are wanted; got %s and %s", repr.sizes(s),
          repr.sizes(g))
  end
  if dims == 3 and o.mode == "bicubic" then
    raise "grid_sample: bicubic is for images, x has three spatial dimensions"
  end
end

-- By ops alone, so that all orders of derivatives follow.
local function sampled(x, grid, o)
  local n, c, dims = x:size(1), x:size(2), x:dim() - 2
  local sizes = table.move(x:size(), 3, dims + 2, 1, {})
  local flat, lists, y = x:flatten(3), {}, nil
  for k = 1, dims do
    local at = grid:select(-1, dims + 1 - k):flatten(2) -- n,k: x is the last
    lists[k] = taps(at, sizes[k], o)
  end
  each_choice(lists, 1, {}, function(choice)
    local part = term(flat, at_choice(choice, sizes))
    y = y and y + part or part
  end)
  local shape = table.move(grid:size(), 2, dims + 1, 3, {n, c})
  local lost = grid:isnan():any(-1):unsqueeze(2)
  return lost:where(grid:sum(-1):unsqueeze(2), y:reshape(shape))
end

--- x (n, c, h, w) read at the places of grid (n, h', w', 2: x, then y; -1 and 1
--- are the edges, with align_corners the corners' centres), with bilinear or
--- bicubic (a = -3/4) weights or the nearest element; outside there are zeros,
--- the border, or mirror images. y: n, c, h', w'. Of a volume (n, c, d, h, w)
--- by a grid of n, d', h', w', 3 (x, y, z), where bilinear is trilinear.
resize.grid_sample = arguments.define("grid_sample", "x: tensor, grid: " ..
  "tensor, mode: bilinear|nearest|bicubic = bilinear, padding_mode: " ..
  "zeros|border|reflection = zeros, align_corners: bool = false",
  function(x, grid, mode, padding_mode, align_corners)
  local o = {mode = mode, padding_mode = padding_mode,
             align_corners = align_corners}
  check(x, grid, o)
  if x:dim() == 5 or mode == "bicubic" then return sampled(x, grid, o) end
  return functions.grid_sample(x, grid, o)
end)

return resize
