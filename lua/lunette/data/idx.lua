--- IDX files, the format of MNIST, and labelled images read from them.
--
-- A file is 0 0, the type (8: bytes), the rank, the sizes as big endian
-- integers of 32 bits, and the bytes. Images stay packed like that in memory
-- and become tensors a batch at a time.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local list_of = require "lunette.data.indices"
local raise = require "lunette.raise"
local repr = require "lunette.repr"

local idx = {}

local UNSIGNED_BYTE = 8

local function product(sizes)
  local n = 1
  for _, size in ipairs(sizes) do
    if size > 0 and n > (1 << 52) // size then return nil end
    n = n * size
  end
  return n
end

-- The sizes, and where the data begins; or nil and why not.
local function parse(bytes, rank)
  if #bytes < 4 + 4 * rank then return nil, "is too short for its header" end
  local zero, kind, dims = string.unpack(">I2BB", bytes)
  if zero ~= 0 or kind ~= UNSIGNED_BYTE or dims ~= rank then
    return nil, foreign.kind(bytes) or
      ("does not start as bytes with %d dimensions do"):format(rank)
  end
  local sizes = {string.unpack(">" .. ("I4"):rep(rank), bytes, 5)}
  local first = table.remove(sizes)
  local n, here = product(sizes), #bytes - first + 1
  if n ~= here then
    return nil, ("%s bytes are announced, %d are there"):format(
      repr.sizes(sizes), here)
  end
  return sizes, first
end

--- Reads a file of bytes with `rank` dimensions, plain or gzip, unless it has
--- more than max_bytes. Returns all its bytes, the sizes, and where the data
--- begins. Raises "path: ...".
function idx.read(path, rank, max_bytes)
  local bytes = file.read(path, max_bytes)
  local sizes, first = parse(bytes, rank)
  if not sizes then raise.raise("%s: IDX: %s", path, first) end
  return bytes, sizes, first
end

--- Labelled images.
--- @class Images
--- @field classes string[] what label k means
local Images = {__name = "Images"}
Images.__index = Images

local function check_labels(set, path)
  local most = #set.classes
  for at = set.first_label, #set.labels do
    if set.labels:byte(at) >= most then
      raise.raise("%s: IDX: label %d of image %d; there are %d classes from 0",
                  path, set.labels:byte(at), at - set.first_label + 1, most)
    end
  end
end

--- The images and labels of two files; labels in the file count from 0, and
--- classes[k] names label k - 1 of the file. Raises "path: IDX: ..." when they
--- do not fit, or "path: ..." when one has more than max_bytes, unpacked.
function idx.images(images_path, labels_path, classes, max_bytes)
  local set = setmetatable({classes = classes}, Images)
  local sizes, label_sizes
  set.images, sizes, set.first_image = idx.read(images_path, 3, max_bytes)
  set.labels, label_sizes, set.first_label = idx.read(labels_path, 1,
                                                       max_bytes)
  if sizes[1] ~= label_sizes[1] then
    raise.raise("%s: IDX: %d labels for the %d images of %s", labels_path,
                label_sizes[1], sizes[1], images_path)
  end
  if sizes[2] < 1 or sizes[3] < 1 then
    raise.raise("%s: IDX: the images have no pixels", images_path)
  end
  set.count, set.height, set.width = table.unpack(sizes)
  check_labels(set, labels_path)
  return set
end

function Images:__len() return self.count end

--- The number of images, as #set.
Images.size = arguments.define("set:size", "self", Images.__len)

--- The images listed, n x 1 x h x w from -1 (black) to 1 (white), and their
--- labels, n: class k of the file, which counts from 0, is label k + 1.
Images.batch = arguments.define("set:batch",
  "self, indices: indices, index: tensor?", function(self, indices)
  list_of(indices, self.count, "images")
  local n, gather = #indices, engine.io.gather_rows
  local pixels = gather(self.images, self.height * self.width, indices,
                        self.first_image)
  local labels = gather(self.labels, 1, indices, self.first_label)
  local sizes = {n, 1, self.height, self.width}
  return engine.from_bytes(pixels, "u8", sizes) / 127.5 - 1,
         engine.from_bytes(labels, "u8", {n}) + 1
end)

repr.class(Images, function(self)
  return ("%d images: 1x%dx%d, %d classes"):format(self.count, self.height,
                                                    self.width, #self.classes)
end)

return idx
