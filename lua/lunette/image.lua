--- Images on disk: gray (1 channel), gray and alpha (2), RGB (3), RGB and
--- alpha (4), 8 bits each; PNG, and JPEG to read; films of them. And in a
--- terminal.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local film = require "lunette.film"
local pixels = require "lunette.pixels"
local raise = errors.raise
local repr = require "lunette.repr"
local sixel = require "lunette.sixel"
local terminal = require "lunette.terminal"

local image = {}

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
---
---   ln.image.save("ramp.png", ln.linspace(-1, 1, 64):expand(16, 64),
---                 {range = {-1, 1}})
--- @return boolean
image.save = arguments.define("save",
  "path: string, x: tensor, {range: pair = {0, 1}}", function(path, x, o)
  check_path("save", path)
  return write(path, pixels.one("save", x, o.range))
end)

--- The PNG or JPEG file as a tensor, c,h,w, from 0 to 1. Samples of 16 bits are
--- rounded to 8, gamma and colour profiles are left alone, and the picture is
--- turned as its EXIF orientation says. Raises "path: ..." when it is not one,
--- or has more than max_pixels, before it is unpacked.
---
---   ln.image.save("a.png", ln.rand(3, 20, 30))
---   print(ln.image.load("a.png"):size())   -- {3, 20, 30}
--- @return Tensor
image.load = arguments.define("load",
  "path: string, {max_pixels: count = 67108864}", function(path, o)
  local bytes <close>, w, h, c = file.read_image(path, o.max_pixels)
  return file.image_tensor(bytes, w, h, c)
end)

--- Writes images, n,c,h,w, side by side, `columns` to a row, with `padding`
--- black pixels between and around them (as torchvision's save_image, none
--- around a single one). Values, folder and failures as in image.save:
---   local net = ln.gan.zoo.dcgan {filters = 8}
---   local images = net.generator(ln.randn(16, net.latent))
---   ln.image.save_grid("samples.png", images, {range = {-1, 1}})
--- @return boolean
image.save_grid = arguments.define("save_grid",
  "path: string, images: tensor, {columns: count = 8, padding: whole = 2, " ..
  "range: pair = {0, 1}}", function(path, images, o)
  check_path("save_grid", path)
  return write(path, pixels.grid("save_grid", images, o))
end)

-- Images of two to four dimensions as {owner, pixels, width, height, channels}.
local function read(owner, x, o)
  local p = {owner = owner}
  if x:dim() == 4 then
    p.pixels, p.width, p.height, p.channels = pixels.grid(owner, x, o)
  else
    p.pixels, p.width, p.height, p.channels = pixels.one(owner, x, o.range)
  end
  return p
end

-- ---- films ----

-- A function that gives the k-th frame of a tensor or a list.
local function by_number(frames)
  if not engine.is_tensor(frames) then
    return function(k) return frames[k] end
  end
  if frames:dim() < 3 then
    raise("save_film: frames are %s, t,c,h,w or t,n,c,h,w is wanted",
          repr.shape(frames))
  end
  local count = frames:size(1)
  return function(k) return k <= count and frames[k] or nil end
end

--- Writes frames as a film: an animated PNG, where path ends in .png or .apng,
--- which viewers that know no films show the first frame of; or, where it ends
--- in .gif, a GIF, whose frames have at most 256 colours each, chosen by
--- libgif (`apt-get install libgif7`). frames is a tensor, t,c,h,w (t,h,w for
--- gray), or t,n,c,h,w for a grid a frame; a list of frames; or a function that
--- gives one after the other, and nil at the end: what a film takes in memory
--- is then its packed frames.
---   fps    frames a second
---   loops  how often it plays; 0 is for ever
--- columns, padding, range, folder and failures as in image.save_grid:
---   local net = ln.gan.zoo.dcgan {filters = 8}
---   local z = ln.gan.latent.interpolate(ln.randn(net.latent),
---                                       ln.randn(net.latent), 24)
---   ln.image.save_film("walk.apng", net.generator(z), {range = {-1, 1}})
--- @return boolean
image.save_film = arguments.define("save_film",
  "path: string, frames: tensor|tensors|callable, {fps: positive = 12, " ..
  "loops: whole = 0, columns: count = 8, padding: whole = 2, " ..
  "range: pair = {0, 1}}", function(path, frames, o)
  local get = arguments.is_callable(frames) or by_number(frames)
  local k = 0
  local function next_frame()
    k = k + 1
    local x = get(k)
    if x == nil then return nil end
    arguments.check("save_film", ("frame %d"):format(k), x, "tensor")
    return read("save_film", x, o)
  end
  local pieces = film.pieces("save_film", path, next_frame, o)
  return file.write(path, pieces)
end)

-- ---- on a terminal ----

--- Images, n,c,h,w in a grid as save_grid has it, or one, c,h,w or h,w, as text
--- that shows them in a terminal: `print(ln.image.preview(images))`. mode is
---   rgb      blocks, a character for two pixels, in colours of 24 bits
---   palette  the same in the 256 colours of xterm
---   none     five shades of gray, which any file can have
---   sixel    the pixels themselves, where the terminal draws sixels
--- and auto the first that the standard output shows, without sixels. What is
--- wider than the terminal (COLUMNS, or 80) is made smaller, but for sixels.
---
---   local images = ln.data.digits():batch {1, 2}
---   print(ln.image.preview(images, {range = {-1, 1}, mode = "none"}))
--- @return string
image.preview = arguments.define("preview",
  "images: tensor, {columns: count = 8, padding: whole = 2, " ..
  "range: pair = {0, 1}, mode: auto|rgb|palette|none|sixel = auto}",
  function(images, o)
  local p = read("preview", images, o)
  if o.mode == "sixel" then return sixel.encode(p) end
  local mode = o.mode == "auto" and terminal.colours() or o.mode
  return terminal.blocks(pixels.shrunk(p, terminal.columns()), mode)
end)

return image
