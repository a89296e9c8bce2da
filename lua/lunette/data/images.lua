--- Images from a folder of PNG files.

local engine = require "lunette.engine"
local image = require "lunette.image"
local list_of = require "lunette.data.indices"
local options = require "lunette.options"
local raise = require "lunette.raise"

--- @class ImageFolder
--- @field names string[] the files, in the order of the samples
local ImageFolder = {__name = "ImageFolder"}
ImageFolder.__index = ImageFolder

local function png_files(folder)
  local names = {}
  local listed = raise.check(engine.io.list_folder(folder))
  for name in listed:gmatch "[^\0]+" do
    if name:lower():find "%.png$" then names[#names + 1] = name end
  end
  if #names == 0 then raise.raise("%s: no file ends in .png", folder) end
  table.sort(names)
  return names
end

-- Shrunk by means of pixels, enlarged by bilinear weights. x: c,h,w.
local function resized(x, size)
  if not size or (x:size(2) == size[1] and x:size(3) == size[2]) then
    return x
  end
  local smaller = size[1] <= x:size(2) and size[2] <= x:size(3)
  return engine.functions.interpolate(x:unsqueeze(1), {
    size = size, mode = smaller and "area" or "bilinear"}):squeeze(1)
end

local read = options.reader("images", "size: int2?")

--- ln.data.images(folder, {size = ...}): the PNG files of a folder, ordered by
--- name, brought to `size` (h or {h, w}): made smaller by means of pixels, else
--- by bilinear weights. Without a size all must have the same; all must have as
--- many channels. set:batch {1, 2} gives 2 x c x h x w in [-1, 1]. In memory
--- images are bytes. Raises "path: ..." on what is not such an image.
local function images(folder, given)
  options.check("images", "folder", folder, "string")
  local size = read(given).size
  if size and (size[1] < 1 or size[2] < 1) then
    raise.raise("images: size is %dx%d", size[1], size[2])
  end
  local set, packed = {names = png_files(folder)}, {}
  for k, name in ipairs(set.names) do
    local x = resized(image.load(folder .. "/" .. name), size)
    set.sizes = set.sizes or x:size()
    local here, first = options.sizes_text(x:size()),
                        options.sizes_text(set.sizes)
    if here ~= first then
      raise.raise("%s/%s: sizes are %s, those of %s are %s", folder, name, here,
                  set.names[1], first)
    end
    packed[k] = (x * 255):to_bytes "u8"
  end
  set.bytes = table.concat(packed)
  return setmetatable(set, ImageFolder)
end

--- The number of images, as #set.
function ImageFolder:size() return #self.names end
ImageFolder.__len = ImageFolder.size

--- The images listed, n,c,h,w, from -1 to 1.
function ImageFolder:batch(indices)
  indices = list_of(indices, #self.names, "images")
  local c, h, w = table.unpack(self.sizes)
  local bytes = engine.io.gather_rows(self.bytes, c * h * w, indices)
  return engine.from_bytes(bytes, "u8", {#indices, c, h, w}) / 127.5 - 1
end

return images
