--- Packs: many pictures in one file, which is read as they are wanted.
--
-- The file is safetensors. images, U8 n,c,h,w, come first; then labels, I32 n,
-- from 1; names, U8, each ended by a zero byte; and checksums, I64 n + 1, the
-- CRC-32 of each picture, and of labels and names together. The metadata has
-- "lunette.pack", {format = 1, classes}, as state.encode writes it.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local json = require "lunette.json"
local raise = errors.raise
local repr = require "lunette.repr"
local safetensors = require "lunette.safetensors"

local pack = {}

local KEY, FORMAT = "lunette.pack", 1

--- Is there such a file, rather than a folder?
function pack.is_pack(path)
  local handle <close> = io.open(path, "rb")
  return handle ~= nil and handle:read(0) ~= nil
end

-- ---- writing ----

local function packed_labels(set)
  if not set.labels then return "" end
  local parts = {}
  for k, v in ipairs(set.labels:totable()) do
    parts[k] = string.pack("<i4", math.tointeger(v))
  end
  return table.concat(parts)
end

-- The entries of the header, one after the other.
local function entries_of(list)
  local entries, at = {}, 0
  for _, entry in ipairs(list) do
    local name, dtype, shape, bytes = table.unpack(entry)
    entries[name] = {dtype = dtype, shape = json.array(shape),
                     data_offsets = {at, at + bytes}}
    at = at + bytes
  end
  return entries
end

--- Writes the pictures of a set of ln.data.images.
function pack.write(path, set)
  local n, c, h, w = #set, table.unpack(set.sizes)
  local labels = packed_labels(set)
  local names = table.concat(set.names, "\0") .. "\0"
  local list = {{"images", "U8", {n, c, h, w}, n * c * h * w}}
  if set.labels then list[2] = {"labels", "I32", {n}, #labels} end
  list[#list + 1] = {"names", "U8", {#names}, #names}
  list[#list + 1] = {"checksums", "I64", {n + 1}, 8 * (n + 1)}
  local head = safetensors.header(path, entries_of(list), {
    [KEY] = json.encode {format = FORMAT, classes = set.classes}})
  file.make_room(path)
  errors.check(set.gallery:pack(path, head, labels .. names))
end

-- ---- reading: nothing in the file is believed ----

-- Raises when the entry is not of this type and rank.
local function entry_of(path, entries, name, dtype, rank)
  local entry = entries[name]
  if not entry or entry.dtype ~= dtype or #entry.shape ~= rank then
    raise("%s: pack: %s is %s, %s of %d dimensions is wanted", path, name,
          entry and entry.dtype .. " " .. repr.sizes(entry.shape) or "missing",
          dtype, rank)
  end
  return entry
end

local function bytes_of(handle, first, entry)
  handle:seek("set", first + entry.data_offsets[1])
  local n = entry.data_offsets[2] - entry.data_offsets[1]
  return n > 0 and handle:read(n) or ""
end

local function read_names(path, text, n)
  local names = {}
  for name in text:gmatch "([^\0]*)\0" do names[#names + 1] = name end
  if #names ~= n then
    raise("%s: pack: there are %d names of %d pictures", path, #names, n)
  end
  return names
end

local function read_labels(path, text, n, classes)
  local labels = {}
  if #text ~= 4 * n then
    raise("%s: pack: there are %d labels of %d pictures", path, #text // 4, n)
  end
  for k = 1, n do
    labels[k] = string.unpack("<i4", text, 4 * k - 3)
    if labels[k] < 1 or labels[k] > #classes then
      raise("%s: pack: label %d of picture %d; there are %d classes", path,
            labels[k], k, #classes)
    end
  end
  return engine.create.tensor(labels)
end

local function about_of(path, metadata)
  local about = json.decode(metadata[KEY] or "")
  if type(about) ~= "table" or about.format ~= FORMAT then
    raise("%s: it is a file, and no pack of ln.data.pack in format %d: %s",
          path, FORMAT, metadata[KEY] and "it is of another" or
          "its metadata has no " .. KEY)
  end
  local classes = about.classes
  if classes ~= nil and not json.is_array(classes) then
    raise("%s: pack: classes is no list", path)
  end
  for _, class in ipairs(classes or {}) do
    if type(class) ~= "string" then
      raise("%s: pack: a class has no name", path)
    end
  end
  return classes
end

local function check_tail(path, tail, checksums)
  local crc = engine.io.crc32(tail)
  local wanted = string.unpack("<I8", checksums, #checksums - 7)
  if crc ~= wanted then
    raise("%s: pack: names and labels are damaged: their checksum is %08x, " ..
          "%08x is wanted", path, crc, wanted)
  end
end

--- What a pack has: names, classes, labels, sizes {c, h, w}, `first`, where the
--- pictures begin in the file, and their checksums as a string. Raises
--- "path: ..." on what is none.
function pack.open(path)
  local handle <close>, entries, metadata, first = errors.within(
    "a folder of pictures or a file of ln.data.pack is wanted: ",
    safetensors.open, path)
  local classes = about_of(path, metadata)
  local pictures = entry_of(path, entries, "images", "U8", 4)
  local n, c, h, w = table.unpack(pictures.shape)
  local sums = bytes_of(handle, first,
                        entry_of(path, entries, "checksums", "I64", 1))
  if n < 1 or c * h * w < 1 or #sums ~= 8 * (n + 1) then
    raise("%s: pack: there are %d checksums of pictures %s", path, #sums // 8,
          repr.sizes(pictures.shape))
  end
  local labels = classes and bytes_of(
    handle, first, entry_of(path, entries, "labels", "I32", 1)) or ""
  local names = bytes_of(handle, first,
                         entry_of(path, entries, "names", "U8", 1))
  check_tail(path, labels .. names, sums)
  return {names = read_names(path, names, n), classes = classes,
          labels = classes and read_labels(path, labels, n, classes) or nil,
          sizes = {c, h, w}, first = first + pictures.data_offsets[1],
          checksums = sums:sub(1, -9)}
end

return pack
