--- safetensors files: named tensors, as other libraries read and write them.
--
-- A file is the length N of the header (8 bytes, little endian), the header
-- (JSON: name -> {dtype, shape, data_offsets}), and the data, which the
-- tensors fill without holes.
-- https://github.com/huggingface/safetensors#format
-- A checksum is metadata, 8 hex digits: the CRC-32 of the whole file as it is
-- with zeros in their place.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local json = require "lunette.json"
local notice = require "lunette.notice"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local safetensors = {}

--- The longest header that the reference implementation takes, in bytes.
safetensors.LONGEST_HEADER = 100000000
-- What is read unless the caller wants more: some 50,000 tensors.
local USUAL_HEADER = 1 << 22
local METADATA = "__metadata__"
local CHECKSUM, ZEROS = "lunette.crc32", "00000000"
local CHUNK = 1 << 20 -- bytes read at a time for the checksum

-- dtype in the header -> format of engine.from_bytes, bytes an element
local dtypes = {
  F64 = {"f64", 8}, F32 = {"f32", 4}, F16 = {"f16", 2}, BF16 = {"bf16", 2},
  I64 = {"i64", 8}, I32 = {"i32", 4}, I16 = {"i16", 2}, I8 = {"i8", 1},
  U64 = {"u64", 8}, U32 = {"u32", 4}, U16 = {"u16", 2}, U8 = {"u8", 1},
  BOOL = {"bool", 1},
}
local own = engine.real == "double" and "F64" or "F32"

-- ---- writing ----

local function check_name(name)
  arguments.check("safetensors.save", "a name", name, "string")
  if name == METADATA or not utf8.len(name) then
    raise("safetensors.save: %q cannot be the name of a tensor", name)
  end
end

local function sorted_names(tensors)
  local names = {}
  for name, x in pairs(tensors) do
    check_name(name)
    arguments.check("safetensors.save", name, x, "tensor")
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

local function check_metadata(metadata)
  for key, text in pairs(metadata) do
    if type(key) ~= "string" or type(text) ~= "string" then
      raise("safetensors.save: metadata is text by name, %s is a %s",
            tostring(key), type(text))
    end
  end
end

-- Says, before it is lost, what will not be read as it is.
local function check_header(path, length)
  if length > safetensors.LONGEST_HEADER then
    raise("%s: safetensors: names, and tables without their tensors, " ..
          "take %d bytes; %d are possible: lists of numbers are " ..
          "smaller as tensors", path, length, safetensors.LONGEST_HEADER)
  end
  if length > USUAL_HEADER then
    notice.once(path, "%s: names, and tables without their tensors, take %d " ..
                "bytes: ln.load(path, {max_header = %d}) reads so many; " ..
                "lists of numbers are smaller as tensors", path, length, length)
  end
end

--- The beginning of a file: its length and the header of the entries and of
--- metadata. Spaces after it let the data begin at a multiple of 8.
function safetensors.header(path, entries, metadata)
  entries[METADATA] = metadata
  local text = json.encode(entries)
  text = text .. (" "):rep(-#text % 8)
  check_header(path, #text)
  return string.pack("<I8", #text) .. text
end

-- Where the digits of the checksum stand in a header's text, or nil.
local function checksum_place(text)
  local _, last = text:find(('"%s":"'):format(CHECKSUM), 1, true)
  return last and last + 1
end

local function digits(crc) return ("%08x"):format(crc) end

-- Puts the checksum of the pieces in the first of them, the header.
local function add_checksum(pieces)
  local crc, header = 0, pieces[1]
  for _, bytes in ipairs(pieces) do crc = engine.io.crc32(bytes, 1, crc) end
  local at = checksum_place(header)
  pieces[1] = header:sub(1, at - 1) .. digits(crc) .. header:sub(at + #ZEROS)
end

local function pieces_of(path, tensors, metadata)
  if metadata then check_metadata(metadata) end
  local entries, pieces, offset = {}, {""}, 0
  for _, name in ipairs(sorted_names(tensors)) do
    local x = tensors[name]
    local bytes = x:to_bytes(dtypes[own][1])
    entries[name] = {dtype = own, shape = json.array(x:size()),
                     data_offsets = {offset, offset + #bytes}}
    offset = offset + #bytes
    pieces[#pieces + 1] = bytes
  end
  pieces[1] = safetensors.header(path, entries, metadata)
  return pieces
end

--- Writes the tensors (name -> tensor), and metadata (name -> text) if given,
--- as F32, in the double engine as F64. The same tensors give the same file,
--- byte for byte. The folder is made; a file that exists is replaced whole or
--- not at all. Returns true; raises when the disk refuses.
safetensors.save = arguments.define("save",
  "path: string, tensors: table, metadata: table?",
  function(path, tensors, metadata)
  return file.write(path, pieces_of(path, tensors, metadata))
end)

--- The same with a checksum, which load compares; older is file.write's.
function safetensors.save_checked(path, tensors, metadata, older)
  metadata = metadata or {}
  metadata[CHECKSUM] = ZEROS
  local pieces = pieces_of(path, tensors, metadata)
  add_checksum(pieces)
  return file.write(path, pieces, older)
end

-- ---- reading: nothing in the file is believed ----

local function is_count(v) return math.type(v) == "integer" and v >= 0 end

-- A list of at most `most` integers from 0 on?
local function is_counts(list, most)
  if not json.is_array(list) or #list > most then return false end
  for _, v in ipairs(list) do
    if not is_count(v) then return false end
  end
  return true
end

-- What is wrong with the file by its checksum, if it has one; or nil, and
-- whether it has. text: its header. The file stands at its data then, again.
local function checksum_flaw(handle, start, text)
  local at = checksum_place(text)
  if not at then return nil, false end
  local crc = engine.io.crc32(start .. text:sub(1, at - 1) .. ZEROS)
  crc = engine.io.crc32(text, at + #ZEROS, crc)
  local data = handle:seek()
  for bytes in handle:lines(CHUNK) do crc = engine.io.crc32(bytes, 1, crc) end
  handle:seek("set", data)
  local found, wanted = digits(crc), text:sub(at, at + #ZEROS - 1)
  if found == wanted then return nil, true end
  return ("is damaged: its checksum is %s, the file says %s"):format(
    found, wanted)
end

local function check_length(length, size, most)
  if length < 2 or length > size - 8 then
    return ("the header has %u bytes, the file %d"):format(length, size)
  end
  if length > most then
    return ("the header has %d bytes, at most %d are read; " ..
            "{max_header = %d} takes more"):format(length, most, length)
  end
end

-- Why what begins so cannot be read, and at most `most` bytes of its header.
local function start_flaw(handle, size, most)
  local start = handle:read(9) or ""
  if #start < 8 then return "is shorter than 8 bytes" end
  local kind = start:sub(9) ~= "{" and foreign.kind_of(handle)
  return kind or check_length(string.unpack("<i8", start), size, most)
end

-- Bytes of the longest header that make room for a table.
local BYTES_OF_A_TABLE = 8

--- JSON of a header of at most `most` bytes, 4 MiB unless given; or nil and why
--- not.
function safetensors.decode(text, most)
  most = most or USUAL_HEADER
  local value, reason = json.decode(text, most // BYTES_OF_A_TABLE)
  if value ~= nil then return value end
  if reason:find("more arrays", 1, true) then
    reason = ("%s; {max_header = %d} takes more"):format(reason, 2 * most)
  end
  return nil, reason
end

-- The header's fields, and whether there is a checksum; or nil and why not. The
-- file stands at its data then.
local function read_header(handle, size, most)
  local wrong = start_flaw(handle, size, most)
  if wrong then return nil, wrong end
  handle:seek "set"
  local start = handle:read(8)
  local text = handle:read((string.unpack("<i8", start)))
  local damage, checked = checksum_flaw(handle, start, text)
  if damage then return nil, damage end
  if text:sub(1, 1) ~= "{" then return nil, "the header is not an object" end
  local header, reason = safetensors.decode(text, most)
  if not header then return nil, "header: " .. reason end
  return header, checked
end

-- What is wrong with an entry, or nil.
local function flaw(entry, room)
  if type(entry) ~= "table" or json.is_array(entry) then
    return "not an object"
  end
  local dtype, at = entry.dtype, entry.data_offsets
  if type(dtype) ~= "string" or not dtypes[dtype] then
    return ("dtype %s is unknown"):format(tostring(dtype))
  end
  if not is_counts(entry.shape, file.MOST_DIMS) then
    return ("shape is not a list of up to %d sizes"):format(file.MOST_DIMS)
  end
  if not is_counts(at, 2) or #at ~= 2 or at[1] > at[2] or at[2] > room then
    return ("data_offsets do not lie in the %d bytes of data"):format(room)
  end
  local count = file.count(entry.shape)
  if not count or count * dtypes[dtype][2] ~= at[2] - at[1] then
    return ("%d bytes do not make %s %s"):format(
      at[2] - at[1], dtype, repr.sizes(entry.shape))
  end
end

local function by_offset(a, b)
  if a.from ~= b.from then return a.from < b.from end
  if a.to ~= b.to then return a.to < b.to end
  return a.name < b.name
end

-- Each byte of the data must belong to exactly one tensor.
local function tiling_flaw(header, room)
  local list, reached = {}, 0
  for name, entry in pairs(header) do
    list[#list + 1] = {name = name, from = entry.data_offsets[1],
                       to = entry.data_offsets[2]}
  end
  table.sort(list, by_offset)
  for _, span in ipairs(list) do
    if span.from ~= reached then
      return ("%s: data_offsets %s"):format(
        span.name, span.from < reached and "overlap" or "leave a hole")
    end
    reached = span.to
  end
  if reached ~= room then
    return ("%d bytes of data, %d belong to tensors"):format(room, reached)
  end
end

local function header_flaw(header, room)
  for name, entry in pairs(header) do
    local wrong = flaw(entry, room)
    if wrong then return name .. ": " .. wrong end
  end
  return tiling_flaw(header, room)
end

local function is_metadata(value)
  if type(value) ~= "table" or json.is_array(value) then return false end
  for _, text in pairs(value) do
    if type(text) ~= "string" then return false end
  end
  return true
end

-- Is the name that of the checksum, but for one character? Then that is
-- damaged, and without it the file would be taken for one that has none.
local function is_nearly_checksum(name)
  if #name ~= #CHECKSUM then return false end
  local others = 0
  for k = 1, #name do
    if name:byte(k) ~= CHECKSUM:byte(k) then others = others + 1 end
  end
  return others == 1
end

local function metadata_flaw(metadata, checked)
  if not is_metadata(metadata) then
    return METADATA .. " is not text by name"
  end
  for name in pairs(metadata) do
    if not checked and is_nearly_checksum(name) then
      return ("is damaged: %q is no name of it, %q is"):format(name, CHECKSUM)
    end
  end
end

-- The entries, metadata, where the data begin and whether there is a checksum;
-- or nil and why not.
local function parse(handle, size, most)
  local header, checked = read_header(handle, size, most)
  if not header then return nil, checked end
  local metadata = header[METADATA] or {}
  header[METADATA] = nil
  local first = handle:seek()
  local wrong = metadata_flaw(metadata, checked) or
                header_flaw(header, size - first)
  if wrong then return nil, wrong end
  metadata[CHECKSUM] = nil
  return header, metadata, first, checked
end

local function read_tensor(handle, first, entry, path, name)
  local from, to = table.unpack(entry.data_offsets)
  handle:seek("set", first + from)
  local bytes = to > from and handle:read(to - from) or ""
  return file.checked(path, "safetensors: " .. name, engine.from_bytes(
    bytes, dtypes[entry.dtype][1], entry.shape))
end

--- The file, open, with its entries (name -> {dtype, shape, data_offsets}), its
--- metadata, and where the data begin: for what is read in parts. Raises
--- "path: safetensors: ...".
function safetensors.open(path)
  local handle, size = file.open(path)
  local header, metadata, first = parse(handle, size,
                                        safetensors.LONGEST_HEADER)
  if header then return handle, header, metadata, first end
  handle:close()
  raise("%s: safetensors: %s", path, metadata)
end

--- The tensors of the file (name -> tensor), its metadata (name -> text), and
--- whether a checksum said that it is as it was written. Any dtype is converted
--- to the engine's; when integers are rounded by that, or numbers become 0, it
--- is said. Raises "path: safetensors: ..." when anything in the file does not
--- fit, and on F64 beyond the range of float. A header of more than max_header
--- bytes is refused.
safetensors.load = arguments.define("load",
  "path: string, {max_header: count = 4194304}", function(path, o)
  local handle <close>, size = file.open(path)
  local header, metadata, first, checked = parse(handle, size, o.max_header)
  if not header then raise("%s: safetensors: %s", path, metadata) end
  local tensors = {}
  for name, entry in pairs(header) do
    tensors[name] = read_tensor(handle, first, entry, path, name)
  end
  return tensors, metadata, checked
end)

return safetensors
