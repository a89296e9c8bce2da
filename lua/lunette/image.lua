--- Images on disk: gray (1 channel), gray and alpha (2), RGB (3), RGB and
--- alpha (4), 8 bits each; PNG, and JPEG to read.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local notice = require "lunette.notice"
local raise = errors.raise
local repr = require "lunette.repr"

local image = {}

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

-- One byte a value, lo to hi as 0 to 255, channels of a pixel together. What
-- lies outside is drawn as the nearer end, nan as lo.
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

local function check_path(owner, path)
  if not path:lower():find "%.png$" then
    raise("%s: path is %s; images are written as .png", owner, path)
  end
end

local function write(path, bytes, width, height, channels)
  file.make_room(path)
  return errors.check(engine.io.png_write(path, bytes, width, height, channels))
end

--- Writes x, c,h,w, or h,w for gray. Values of the range are drawn from black
--- to white; what lies outside as the nearer end, nan as black; when that is
--- most of x, it is said. The folder is made; the file appears whole or not at
--- all. Returns true; raises when the disk refuses.
image.save = arguments.define("save",
  "path: string, x: tensor, {range: pair = {0, 1}}", function(path, x, o)
  local lo, hi = check_range("save", o.range)
  check_path("save", path)
  if x:dim() == 2 then x = x:unsqueeze(1) end
  check_images("save", x, 3)
  tell_clipped("save", x, lo, hi)
  return write(path, pack(x, lo, hi), x:size(3), x:size(2), x:size(1))
end)

--- The PNG or JPEG file as a tensor, c,h,w, from 0 to 1. Samples of 16 bits are
--- rounded to 8, gamma and colour profiles are left alone, and the picture is
--- turned as its EXIF orientation says. Raises "path: ..." when it is not one,
--- or has more than max_pixels, before it is unpacked.
image.load = arguments.define("load",
  "path: string, {max_pixels: count = 67108864}", function(path, o)
  local bytes <close>, w, h, c = file.read_image(path, o.max_pixels)
  return file.image_tensor(bytes, w, h, c)
end)

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

-- What arrange has to know: sizes in pixels, and strips of black.
local function layout(images, o)
  local g = {count = images:size(1), channels = images:size(2),
             height = images:size(3), width = images:size(4),
             padding = o.padding}
  if g.count == 1 then g.padding = 0 end
  g.columns = math.min(o.columns, g.count)
  g.full_width = g.columns * (g.width + g.padding) + g.padding
  g.gap = ("\0"):rep(g.padding * g.channels)
  g.blank = ("\0"):rep(g.width * g.channels)
  return g
end

--- Writes images, n,c,h,w, side by side, `columns` to a row, with `padding`
--- black pixels between and around them (as torchvision's save_image, none
--- around a single one). Values, folder and failures as in image.save:
---   local net = ln.gan.zoo.dcgan {filters = 8}
---   local images = net.generator(ln.randn(16, net.latent))
---   ln.image.save_grid("samples.png", images, {range = {-1, 1}})
image.save_grid = arguments.define("save_grid",
  "path: string, images: tensor, {columns: count = 8, padding: whole = 2, " ..
  "range: pair = {0, 1}}", function(path, images, o)
  local lo, hi = check_range("save_grid", o.range)
  check_path("save_grid", path)
  check_images("save_grid", images, 4)
  tell_clipped("save_grid", images, lo, hi)
  local g = layout(images, o)
  local pixels, height = arrange(pack(images, lo, hi), g)
  return write(path, pixels, g.full_width, height, g.channels)
end)

return image
