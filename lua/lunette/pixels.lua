--- Tensors as pixels of 8 bits, for files, pages and terminals: one image, or
--- several side by side. Pixels stand in a string, rows from the top, the
--- channels of a pixel together.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local notice = require "lunette.notice"
local raise = errors.raise
local repr = require "lunette.repr"

local pixels = {}

local function is_finite(v) return v > -math.huge and v < math.huge end

-- Lowest and highest value.
local function check_range(owner, range)
  local lo, hi = range[1], range[2]
  if not (is_finite(lo) and is_finite(hi) and lo < hi) then
    raise("%s: range is {low, high}, two finite numbers, low < high",
          owner)
  end
  return lo, hi
end

local function check_images(owner, x, dims)
  local sizes = repr.shape(x)
  if x:dim() ~= dims then
    raise("%s: sizes are %s, %s are wanted", owner, sizes,
          dims == 3 and "c,h,w" or "n,c,h,w")
  end
  if x:size(-3) < 1 or x:size(-3) > 4 then
    raise("%s: sizes are %s; 1 to 4 channels are possible", owner, sizes)
  end
  if x:numel() == 0 then raise("%s: sizes are %s", owner, sizes) end
end

-- One byte a value, lo to hi as 0 to 255. What lies outside is drawn as the
-- nearer end, nan as lo.
local function pack(x, lo, hi)
  x = x:detach()
  x = x:dim() == 3 and x:permute {2, 3, 1} or x:permute {1, 3, 4, 2}
  return ((x - lo) * (255 / (hi - lo))):to_bytes "u8"
end

-- Says once a line when most values lie outside the range, or are nan.
local function tell_clipped(owner, x, lo, hi)
  x = x:detach()
  local outside = 1 - x:ge(lo):logical_and(x:le(hi)):mean():item()
  if outside < 0.5 then return end
  local least, largest = x:amin():item(), x:amax():item()
  local what = ("go from %g to %g"):format(least, largest)
  if least ~= least then what = "are nan, some or all" end
  notice.once(owner .. errors.line(), "%s: %.0f%% of the values lie outside " ..
              "the range %g to %g: they %s; what goes from -1 to 1 takes " ..
              "{range = {-1, 1}}", owner, 100 * outside, lo, hi, what)
end

-- ---- one image ----

--- x, c,h,w, or h,w for gray, as pixels, its width, height and channels: values
--- of the range {low, high} go from black to white. When most lie outside, it
--- is said. Raises, beginning with `owner`, for other sizes.
function pixels.one(owner, x, range)
  local lo, hi = check_range(owner, range)
  if x:dim() == 2 then x = x:unsqueeze(1) end
  check_images(owner, x, 3)
  tell_clipped(owner, x, lo, hi)
  return pack(x, lo, hi), x:size(3), x:size(2), x:size(1)
end

-- ---- grids ----

-- One line of pixels through a row of tiles: row y of each of the tiles
-- first, first + 1, ..., black where there are no more.
local function line(tiles, g, first, y)
  local parts, bytes = {g.gap}, g.width * g.channels
  for k = first, first + g.columns - 1 do
    local at = ((k - 1) * g.height + y - 1) * bytes
    parts[#parts + 1] = k <= g.count and tiles:sub(at + 1, at + bytes)
                        or g.blank
    parts[#parts + 1] = g.gap
  end
  return table.concat(parts)
end

local function arrange(tiles, g)
  local lines = {}
  local border = ("\0"):rep(g.full_width * g.channels)
  for first = 1, g.count, g.columns do
    for _ = 1, g.padding do lines[#lines + 1] = border end
    for y = 1, g.height do lines[#lines + 1] = line(tiles, g, first, y) end
  end
  for _ = 1, g.padding do lines[#lines + 1] = border end
  return table.concat(lines), #lines
end

-- Sides that a PNG may have, by libpng.
local MOST = 1000000

local function check_sides(owner, g)
  local rows = -(-g.count // g.columns)
  local width = g.columns * (g.width + 0.0 + g.padding) + g.padding
  local height = rows * (g.height + 0.0 + g.padding) + g.padding
  if math.max(width, height) > MOST then
    raise("%s: a grid of %d x %d images with a padding of %d has %.0f x " ..
          "%.0f pixels (height, width); each side is at most %d", owner, rows,
          g.columns, g.padding, height, width, MOST)
  end
end

-- What arrange has to know: sizes in pixels, and strips of black.
local function layout(owner, images, o)
  local g = {count = images:size(1), channels = images:size(2),
             height = images:size(3), width = images:size(4),
             padding = o.padding}
  if g.count == 1 then g.padding = 0 end
  g.columns = math.min(o.columns, g.count)
  check_sides(owner, g)
  g.full_width = g.columns * (g.width + g.padding) + g.padding
  g.gap = ("\0"):rep(g.padding * g.channels)
  g.blank = ("\0"):rep(g.width * g.channels)
  return g
end

--- The same of images n,c,h,w in a grid: o has its columns, the padding between
--- and around them in black pixels (none around a single one), and the range.
function pixels.grid(owner, images, o)
  local lo, hi = check_range(owner, o.range)
  check_images(owner, images, 4)
  tell_clipped(owner, images, lo, hi)
  local g = layout(owner, images, o)
  local bytes, height = arrange(pack(images, lo, hi), g)
  return bytes, g.full_width, height, g.channels
end

-- ---- sizes ----

--- p, {pixels, width, height, channels}, made at most `width` pixels wide, of
--- the same shape, each the mean of what it stands for.
function pixels.shrunk(p, width)
  if p.width <= width then return p end
  local height = math.max(1, (p.height * width + p.width // 2) // p.width)
  local x = engine.from_bytes(p.pixels, "u8", {p.height, p.width, p.channels})
  x = engine.functions.adaptive_avg_pool2d(x:permute {3, 1, 2}:unsqueeze(1),
                                           {height, width})
  return {pixels = x:squeeze(1):permute({2, 3, 1}):to_bytes "u8",
          width = width, height = height, channels = p.channels}
end

return pixels
