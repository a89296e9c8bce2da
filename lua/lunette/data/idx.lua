--- IDX files, the format of MNIST, and labelled images read from them.
--
-- A file is 0 0, the type (8: bytes), the rank, the sizes as big endian
-- integers of 32 bits, and the bytes. Images stay bytes in memory and become
-- tensors a batch at a time.

local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local labelled = require "lunette.data.labelled"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local idx = {}

local UNSIGNED_BYTE = 8

-- The sizes, and where the data begins; or nil and why not.
local function parse(bytes, rank)
  if #bytes < 4 + 4 * rank then return nil, "is too short for its header" end
  local head = bytes:head(foreign.HEAD)
  local zero, kind, dims = string.unpack(">I2BB", head)
  if zero ~= 0 or kind ~= UNSIGNED_BYTE or dims ~= rank then
    return nil, foreign.kind(head) or
      ("does not start as bytes with %d dimensions do"):format(rank)
  end
  local sizes = {string.unpack(">" .. ("I4"):rep(rank), head, 5)}
  local first = table.remove(sizes)
  local n, here = file.count(sizes), #bytes - first + 1
  if n ~= here then
    return nil, ("%s bytes are announced, %d are there"):format(
      repr.sizes(sizes), here)
  end
  return sizes, first
end

-- Reads a file of bytes with `rank` dimensions, plain or gzip, unless it has
-- more than max_bytes. Returns it as Bytes, which are to be closed, the sizes,
-- and where the data begins. Raises "path: ...".
local function read(path, rank, max_bytes)
  local bytes = file.read_bytes(path, max_bytes)
  local sizes, first = parse(bytes, rank)
  if not sizes then raise("%s: IDX: %s", path, first) end
  return bytes, sizes, first
end

local function read_labels(path, count, images_path, classes, max_bytes)
  local bytes <close>, sizes, first = read(path, 1, max_bytes)
  if sizes[1] ~= count then
    raise("%s: IDX: %d labels for the %d images of %s", path, sizes[1],
          count, images_path)
  end
  local labels = engine.from_bytes(bytes, "u8", sizes, first) + 1
  labelled.check_labels(labels, #classes, path, "IDX")
  return labels
end

--- The images and labels of two files; labels in the file count from 0, and
--- classes[k] names label k - 1 of the file. Raises "path: IDX: ..." when they
--- do not fit, or "path: ..." when one has more than max_bytes, unpacked.
function idx.images(images_path, labels_path, classes, max_bytes)
  local bytes <close>, sizes, first = read(images_path, 3, max_bytes)
  local n, h, w = table.unpack(sizes)
  local labels = read_labels(labels_path, n, images_path, classes, max_bytes)
  if h < 1 or w < 1 then
    raise("%s: IDX: the images have no pixels", images_path)
  end
  return labelled.images {
    sizes = {1, h, w}, classes = classes, labels = labels,
    rows = engine.io.rows(n, h * w):add(bytes, 1, first),
  }
end

return idx
