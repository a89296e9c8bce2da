--- Pictures from folders and packs, read ahead of the batches that want them.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local check_indices = require "lunette.data.indices"
local folder = require "lunette.data.folder"
local notice = require "lunette.notice"
local pack = require "lunette.data.pack"
local raise = errors.raise
local repr = require "lunette.repr"

--- @class ImageFolder
--- @field names string[] the files, in the order of the samples
--- @field classes string[]? what label k means, where there are labels
--- @field skipped string[] what could not be read, and why
-- gallery: src/bind/gallery.c; sizes: of each picture, c,h,w; labels: a tensor.
local ImageFolder = {__name = "ImageFolder"}
ImageFolder.__index = ImageFolder

-- Bytes of pictures that are kept once they were read, and the least number of
-- pictures that there is room for.
local KEPT, ROOM = 128 << 20, 256
local MOST_WORKERS = 8
local FITS = {crop = 1, pad = 2, stretch = 3}
local FILTERS = {box = 0, bilinear = 1, bicubic = 2}

-- ---- options ----

-- A colour as {red, green, blue, over = 1 or 0}, each 0 to 255.
local function background_of(given)
  if given == false then return {0, 0, 0, over = 0} end
  local parts = type(given) == "number" and {given, given, given} or given
  local colour = {over = 1}
  for k = 1, 3 do
    local v = #parts == 3 and parts[k]
    if not v or not (v >= 0 and v <= 1) then
      raise("images: background is %s; a gray from 0 to 1, three of them, " ..
            "or false, which drops alpha, is wanted", repr.value(given))
    end
    colour[k] = math.floor(v * 255 + 0.5)
  end
  return colour
end

-- The size of all: what is asked for, else that of the first that can be read.
local function size_of(root, names, o)
  if o.size then return o.size end
  for _, name in ipairs(names) do
    local path = root .. "/" .. name
    local bytes <close>, w, h = engine.io.image_read(path, o.max_pixels)
    if bytes then return {h, w} end
  end
  return {1, 1}
end

local function form_of(root, names, o)
  local size, colour = size_of(root, names, o), background_of(o.background)
  if o.channels ~= 1 and o.channels ~= 3 then
    raise("images: channels is %d; 1, gray, or 3, colours, is wanted",
          o.channels)
  end
  return {height = size[1], width = size[2], channels = o.channels,
          fit = o.size and FITS[o.fit] or 0, filter = FILTERS[o.filter],
          over = colour.over, red = colour[1], green = colour[2],
          blue = colour[3], max_pixels = o.max_pixels}
end

-- ---- reading them all once ----

local function places_for(n, each)
  return math.min(n, math.max(ROOM, KEPT // each))
end

local function workers_of(o)
  return o.workers or math.min(engine.get_num_threads(), MOST_WORKERS)
end

local function gallery_of(root, names, form, o)
  local paths, each = {}, form.channels * form.height * form.width
  for k, name in ipairs(names) do paths[k] = root .. "/" .. name end
  return engine.io.gallery(paths, form, places_for(#names, each), workers_of(o))
end

-- Why it cannot be read. Raises where it can, but is of another size (fit.c).
local function flaw_of(path, reason)
  if reason:find("; size = {h, w} brings", 1, true) then
    raise("images: %s", reason)
  end
  return file.why_no_picture(path, reason)
end

-- What cannot be read: reasons in order, and by the number of the picture.
local function flaws_of(root, names, gallery)
  local reasons, bad, ahead, n = {}, {}, 64, #names
  for first = 1, n, ahead do
    local list = {}
    for k = first, math.min(first + 2 * ahead - 1, n) do
      list[#list + 1] = k
    end
    gallery:want(list)
    for k = first, math.min(first + ahead - 1, n) do
      local ok, reason = gallery:test(k)
      if not ok then
        bad[k] = true
        reasons[#reasons + 1] = flaw_of(root .. "/" .. names[k], reason)
      end
    end
  end
  return reasons, bad
end

-- Names the pictures, at most so many.
local NAMED = 20

local function refuse(root, reasons, n)
  local named = math.min(#reasons, NAMED)
  raise("images: %s: %d of %d pictures cannot be read; {skip_bad = true} " ..
        "leaves them out:\n  %s%s", root, #reasons, n,
        table.concat(reasons, "\n  ", 1, named),
        named < #reasons and ("\n  and %d more"):format(#reasons - named) or "")
end

local function without(names, bad)
  local good = {}
  for k, name in ipairs(names) do
    if not bad[k] then good[#good + 1] = name end
  end
  return good
end

-- The pictures that can be read, and what they are read by.
local function sound(root, names, o)
  local form = form_of(root, names, o)
  local gallery = gallery_of(root, names, form, o)
  local reasons, bad = flaws_of(root, names, gallery)
  if #reasons == 0 then return names, gallery, form, reasons end
  if not o.skip_bad or #reasons == #names then refuse(root, reasons, #names) end
  notice.once(root .. ": skipped", "images: %d of %d pictures are left out, " ..
              "which cannot be read, such as %s", #reasons, #names, reasons[1])
  gallery = nil -- luacheck: ignore (its memory may go now)
  names = without(names, bad)
  return names, gallery_of(root, names, form, o), form, reasons
end

-- ---- the set ----

local function as_tensor(labels)
  return labels and engine.create.tensor(labels)
end

local function of_folder(root, o)
  root = file.plain(root)
  local names, gallery, form, skipped = sound(root, folder.pictures(root), o)
  local labels, classes = folder.labels(root, names, o.labels)
  return setmetatable({
    names = names, classes = classes, skipped = skipped, gallery = gallery,
    labels = as_tensor(labels),
    sizes = {form.channels, form.height, form.width},
  }, ImageFolder)
end

local function of_pack(path, o)
  local set = pack.open(path)
  local c, h, w = table.unpack(set.sizes)
  if o.size and (o.size[1] ~= h or o.size[2] ~= w) then
    raise("images: size is %s, the pictures packed in %s are %s",
          repr.sizes(o.size), path, repr.sizes {h, w})
  end
  set.gallery = engine.io.packed(path, c * h * w, set.first, set.checksums,
                                 math.min(#set.names, ROOM), workers_of(o))
  set.first, set.checksums, set.skipped = nil, nil, {}
  return setmetatable(set, ImageFolder)
end

local TAKES = "{size: count2?, channels: count = 3, " ..
  "labels: folders|table|false = folders, fit: crop|pad|stretch = crop, " ..
  "filter: bicubic|bilinear|box = bicubic, " ..
  "background: share|reals|false = 1, skip_bad: bool = false, " ..
  "workers: whole?, max_pixels: count = 67108864}"

--- The PNG and JPEG files of a folder and of those within it, in order of their
--- paths; or the file of ln.data.pack. Hidden files are passed over.
---   size        h or {h, w}, to which all are brought; without it all must
---               have the same
---   fit         how: "crop" scales to cover, each side rounded, and cuts out
---               the middle; "pad" scales to fit, on the background; "stretch"
---               scales each side by itself
---   filter      of the scaling, which is antialiased: the numbers of Pillow
---   channels    1 or 3: colours become gray (ITU-R 601-2), gray three alike
---   background  of alpha and of "pad": a gray from 0 to 1, three of them for
---               red, green and blue, or false: alpha is dropped
---   labels      "folders": the folder right below is the class, labels count
---               from 1 in order of the names; a table of classes, names or
---               numbers from 1, by path; false
---   skip_bad    leaves out what cannot be read, which set.skipped tells, where
---               all of it is an error that names them, 20 at most
---   workers     threads that read ahead, as many as there are unless given;
---               their number changes nothing of what is read
--- set:batch {1, 2} gives 2,c,h,w from -1 to 1, and the labels where there are
--- classes. All files are read once at the start. In memory pictures are bytes,
--- at most 128 MiB of them; ln.data.pack makes a file of many that opens at
--- once. Samples of 16 bits become 8, gamma and profiles are left alone, and
--- pictures are turned as their EXIF orientation says.
---   lunette data info photos/ --size 64
---
---   for k = 1, 4 do
---     ln.image.save(("photos/%d.png"):format(k), ln.rand(3, 20, 30))
---   end
---   local set = ln.data.images("photos", {size = 16})
---   print(#set, set:batch({1, 2}):size())   -- 4  {2, 3, 16, 16}
--- @return ImageFolder
local images = arguments.define("images", "path: string, " .. TAKES,
                                function(path, o)
  if pack.is_pack(path) then return of_pack(path, o) end
  return of_folder(path, o)
end)

--- Writes the pictures of a folder to one file, as ln.data.images(folder, ...)
--- has them, from which ln.data.images(path) reads them as they are wanted:
--- bytes, labels, names and a checksum of each. It is a safetensors file:
--- images n,c,h,w, labels, names and checksums. A file that is there is written
--- over with {force = true} only. Returns the number of pictures. Raises when
--- the disk refuses; then the file is as it was.
---   lunette data pack photos/ photos.pack --size 64
--- @return integer
local write = arguments.define("pack", "folder: string, path: string, " ..
                               TAKES:gsub("}$", ", force: bool = false}"),
                               function(root, path, o)
  file.need_free(path, o.force)
  local set = of_folder(root, o)
  pack.write(path, set)
  return #set
end)

function ImageFolder:__len() return #self.names end

--- The number of pictures, as #set.
--- @return integer
ImageFolder.size = arguments.define("set:size", "self", ImageFolder.__len)

--- The pictures listed, n,c,h,w, from -1 to 1, and their labels where there are
--- classes. Raises when a file is no longer what it was.
--- @return Tensor
--- @return Tensor ...
ImageFolder.batch = arguments.define("set:batch",
  "self, indices: indices, index: tensor?", function(self, indices, index)
  check_indices(indices, #self.names, "images")
  self.gallery:want(indices)
  local x = self.gallery:batch(indices, self.sizes, 127.5, -1) -- from 0 .. 255
  if not self.labels then return x end
  index = index or engine.create.tensor(indices)
  return x, self.labels:index_select(1, index)
end)

--- Tells which pictures will be wanted, so that they are read meanwhile.
--- @return nil
ImageFolder.prefetch = arguments.define("set:prefetch",
  "self, indices: indices", function(self, indices)
  self.gallery:want(check_indices(indices, #self.names, "images"))
end)

repr.class(ImageFolder, function(self)
  local classes = self.classes and (", %d classes"):format(#self.classes) or ""
  return ("%d images: %s%s"):format(#self, repr.sizes(self.sizes), classes)
end)

return {images = images, pack = write}
