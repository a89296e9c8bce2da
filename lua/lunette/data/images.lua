--- Images from a folder of PNG and JPEG files.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local check_indices = require "lunette.data.indices"
local notice = require "lunette.notice"
local raise = errors.raise
local repr = require "lunette.repr"

--- @class ImageFolder
--- @field names string[] the files, in the order of the samples
-- sizes: of each picture, c,h,w; rows: their bytes so (src/bind/rows.c).
local ImageFolder = {__name = "ImageFolder"}
ImageFolder.__index = ImageFolder

local function ending_of(name) return (name:match "%.(%w+)$" or ""):lower() end

local READ = {png = true, jpg = true, jpeg = true}
local OTHERS = {avif = true, bmp = true, gif = true, heic = true, jp2 = true,
                pgm = true, ppm = true, tga = true, tif = true, tiff = true,
                webp = true}

-- The names of the folder's images; pictures that are not read are named.
local function image_files(folder)
  local names, others = {}, {}
  local listed = errors.check(engine.io.list_folder(folder))
  for name in listed:gmatch "[^\0]+" do
    local ending = ending_of(name)
    if READ[ending] then names[#names + 1] = name end
    if OTHERS[ending] then others[#others + 1] = name end
  end
  table.sort(names)
  table.sort(others)
  if #names == 0 then
    raise("%s: no file ends in .png, .jpg or .jpeg", folder)
  end
  if #others > 0 then
    notice.once(folder .. ": others",
                "images: %s: %d pictures are left out, " ..
                "which are neither PNG nor JPEG, such as %s", folder, #others,
                others[1])
  end
  return names
end

-- Shrunk by means of pixels, enlarged by bilinear weights. x: c,h,w.
local function resized(x, size)
  local smaller = size[1] <= x:size(2) and size[2] <= x:size(3)
  return engine.functions.interpolate(x:unsqueeze(1), {
    size = size, mode = smaller and "area" or "bilinear"}):squeeze(1)
end

-- Does the size have other proportions than the picture, by more than the
-- rounding to whole pixels explains?
local function is_squeezed(h, w, size)
  return math.abs(size[1] * w - size[2] * h) > math.max(h, w)
end

local function tell_squeezed(folder, squeezed, count, size)
  if #squeezed == 0 then return end
  local key = ("%s: squeezed to %dx%d"):format(folder, size[1], size[2])
  notice.once(key, "images: %s: %d of %d pictures have another shape than " ..
              "%dx%d and are squeezed into it, such as %s; cut them before " ..
              "where that matters", folder, #squeezed, count, size[1], size[2],
              squeezed[1])
end

-- Adds a picture, read_image's bytes, w, h and c, to the rows, brought to the
-- size (h and w); the rows are made with the first, whose sizes all must have.
local function add(set, folder, name, size, bytes, w, h, c)
  local sizes = {c, size[1], size[2]}
  set.sizes = set.sizes or sizes
  local here, first = repr.sizes(sizes), repr.sizes(set.sizes)
  if here ~= first then
    raise("%s/%s: sizes are %s, those of %s are %s", folder, name, here,
          set.names[1], first)
  end
  set.rows = set.rows or
             engine.io.rows(#set.names, c * size[1] * size[2])
  if h == size[1] and w == size[2] then return set.rows:add(bytes, c) end
  local x = file.image_tensor(bytes, w, h, c)
  return set.rows:add_tensor(resized(x, size) * 255)
end

--- The PNG and JPEG files of a folder, ordered by name, as ln.image.load reads
--- them, brought to `size` (h or {h, w}): made smaller by means of pixels, else
--- by bilinear weights; when that changes the shape of some, it is said.
--- Without a size all must have the same; all must have as many channels.
--- set:batch {1, 2} gives 2 x c x h x w in [-1, 1]. In memory images are bytes.
--- Raises "path: ..." on what is not such an image.
local images = arguments.define("images",
  "folder: string, {size: count2?, max_pixels: count = 67108864}",
  function(folder, o)
  local set = {names = image_files(folder)}
  local size, squeezed, n = o.size, {}, #set.names
  for _, name in ipairs(set.names) do
    local bytes <close>, w, h, c = file.read_image(folder .. "/" .. name,
                                                   o.max_pixels)
    if size and is_squeezed(h, w, size) then squeezed[#squeezed + 1] = name end
    add(set, folder, name, size or {h, w}, bytes, w, h, c)
  end
  tell_squeezed(folder, squeezed, n, size)
  return setmetatable(set, ImageFolder)
end)

function ImageFolder:__len() return #self.names end

--- The number of images, as #set.
ImageFolder.size = arguments.define("set:size", "self", ImageFolder.__len)

--- The images listed, n,c,h,w, from -1 to 1.
ImageFolder.batch = arguments.define("set:batch",
  "self, indices: indices, index: tensor?", function(self, indices)
  check_indices(indices, #self.names, "images")
  return self.rows:batch(indices, self.sizes, 127.5, -1) -- 0 .. 255 to -1 .. 1
end)

repr.class(ImageFolder, function(self)
  return ("%d images: %s"):format(#self, repr.sizes(self.sizes))
end)

return images
