--- Zip archives: read an entry at a time, and written without packing.
--
-- Each entry is a header (30 bytes, its name and what else is said of it) and
-- its bytes, packed or not; after all stand the directory, with a record for
-- each, and the end, which says where the directory is. Archives of more than
-- 65535 entries or 4 GiB, zip64, have a second end before it. Nothing in a file
-- is believed: the directory has to end where the end begins, entries may not
-- overlap, come twice or reach into the directory, and checksums must be right.
-- https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local raise = errors.raise

local zip = {}

local HEADER, RECORD, END = "PK\3\4", "PK\1\2", "PK\5\6"
local END64, LOCATOR = "PK\6\6", "PK\6\7"
local HEADER_BYTES, RECORD_BYTES, END_BYTES = 30, 46, 22
local END64_BYTES, LOCATOR_BYTES = 56, 20
local LONGEST_COMMENT = 65535
local STORED, DEFLATED = 0, 8
local ENCRYPTED, UTF8 = 1, 1 << 11
local FULL, FULL16 = 0xffffffff, 0xffff -- zip64 has the number elsewhere

-- ---- the directory ----

local function bytes_at(handle, at, n)
  handle:seek("set", at)
  return n == 0 and "" or handle:read(n) or ""
end

-- {n, size, at, limit}: the records of the directory, its bytes, how many stand
-- before it, and before what it has to end; nil where zip64 says so.
local function read_end(tail, at, place)
  local disk, first, here, n, size, start =
    string.unpack("<I2I2I2I2I4I4", tail, at + 4)
  if n == FULL16 or size == FULL or start == FULL then return nil end
  return {n = n, size = size, at = start, limit = place,
          parts = disk ~= 0 or first ~= 0 or here ~= n}
end

-- The same of zip64, whose end is told of right before `place`; nil where it is
-- not.
local function read_end64(handle, place)
  if place < LOCATOR_BYTES then return nil end
  local text = bytes_at(handle, place - LOCATOR_BYTES, LOCATOR_BYTES)
  if text:sub(1, 4) ~= LOCATOR then return nil end
  local at = string.unpack("<i8", text, 9)
  if at < 0 or at > place - LOCATOR_BYTES - END64_BYTES then return nil end
  text = bytes_at(handle, at, END64_BYTES)
  if text:sub(1, 4) ~= END64 then return nil end
  local disk, first, here, n, size, start =
    string.unpack("<I4I4i8i8i8i8", text, 17)
  return {n = n, size = size, at = start, limit = at,
          parts = disk ~= 0 or first ~= 0 or here ~= n}
end

-- Where the directory is, or nil and why it is not known.
local function find_directory(handle, size)
  local length = math.min(size, END_BYTES + LONGEST_COMMENT)
  local before = size - length
  local tail = bytes_at(handle, before, length)
  for at = #tail - END_BYTES + 1, 1, -1 do
    local comment = #tail - at + 1 - END_BYTES
    if tail:sub(at, at + 3) == END and
       string.unpack("<I2", tail, at + 20) == comment then
      local place = before + at - 1
      local found = read_end64(handle, place) or read_end(tail, at, place)
      return found, "its end tells of none that is there (zip64)"
    end
  end
  return nil, foreign.kind_of(handle) or "does not end as a zip archive does"
end

local function check_directory(d)
  if d.parts then return nil, "is one part of several" end
  if d.at < 0 or d.size < 0 or d.at > d.limit or d.at + d.size ~= d.limit then
    return nil, ("the directory is said to be %d bytes at %d; what follows " ..
                 "it stands at %d"):format(d.size, d.at, d.limit)
  end
  if d.n < 0 or d.n > d.size // RECORD_BYTES then
    return nil, ("the directory is said to have %d records in %d bytes")
      :format(d.n, d.size)
  end
  return d
end

-- ---- records ----

-- Puts the numbers in that zip64 keeps in the extra field, in this order.
local function widen(entry, extra)
  local at = 1
  while at + 3 <= #extra do
    local kind, length = string.unpack("<I2I2", extra, at)
    if kind == 1 then
      local wide, k = extra:sub(at + 4, at + 3 + length), 1
      for _, key in ipairs {"size", "packed", "at"} do
        if entry[key] == FULL and k + 7 <= #wide then
          entry[key], k = string.unpack("<i8", wide, k)
        end
      end
    end
    at = at + 4 + length
  end
end

-- The entry whose record the handle stands at; or nil.
local function read_record(handle)
  local head = handle:read(RECORD_BYTES) or ""
  if #head < RECORD_BYTES or head:sub(1, 4) ~= RECORD then return nil end
  local flags, method = string.unpack("<I2I2", head, 9)
  local crc, packed, size, name, extra, comment =
    string.unpack("<I4I4I4I2I2I2", head, 17)
  local length = name + extra + comment
  local rest = length == 0 and "" or handle:read(length) or ""
  if #rest < length then return nil end
  local entry = {
    name = rest:sub(1, name), method = method, crc = crc, packed = packed,
    size = size, is_encrypted = flags & ENCRYPTED ~= 0,
    at = string.unpack("<I4", head, 43),
  }
  widen(entry, rest:sub(name + 1, name + extra))
  return entry
end

-- What speaks against an entry, or nil.
local function fault_of(entry)
  if entry.is_encrypted then return "is encrypted" end
  if entry.method ~= STORED and entry.method ~= DEFLATED then
    return ("is packed by method %d, not stored or deflated")
      :format(entry.method)
  end
  if entry.size < 0 or entry.packed < 0 or entry.at < 0 then
    return "has numbers that are too large"
  end
  if entry.method == STORED and entry.packed ~= entry.size then
    return ("is stored, and has %d bytes of %d"):format(entry.packed,
                                                        entry.size)
  end
end

-- The entries of the directory d, which is read a record at a time: it can be
-- said to be as long as the file.
local function read_records(path, handle, d)
  local entries, by_name = {}, {}
  handle:seek("set", d.at)
  for k = 1, d.n do
    local entry = read_record(handle)
    if not entry then
      raise("%s: zip: record %d of %d is cut or is none", path, k, d.n)
    end
    local fault = fault_of(entry) or by_name[entry.name] and "is there twice"
    if fault then raise("%s: zip: %q %s", path, entry.name, fault) end
    entries[k], by_name[entry.name] = entry, true
  end
  if handle:seek() ~= d.limit then
    raise("%s: zip: the directory does not end with its %d records", path, d.n)
  end
  return entries
end

-- Gives each entry the limit before which it has to end: the next one, or the
-- directory.
local function set_limits(path, entries, limit)
  local order = table.move(entries, 1, #entries, 1, {})
  table.sort(order, function(a, b) return a.at > b.at end)
  for _, entry in ipairs(order) do
    local least = HEADER_BYTES + #entry.name
    if entry.at > limit - least or entry.packed > limit - least - entry.at then
      raise("%s: zip: %q, %d bytes at %d, reaches beyond %d, where other " ..
            "bytes begin", path, entry.name, entry.packed, entry.at, limit)
    end
    entry.limit, limit = limit, entry.at
  end
end

-- ---- reading ----

--- An archive, open to be read.
local Archive = {__name = "Archive"}
Archive.__index = Archive

function Archive:__close() self.handle:close() end

--- Opens the archive; it is to be closed.
function zip.open(path)
  local handle, size = file.open(path)
  return setmetatable({path = path, handle = handle, size = size}, Archive)
end

--- Its entries in the directory's order, each with a `name` and a `size` in
--- bytes, unpacked. Raises "path: zip: ..." on what is no archive, and on more
--- than `most` entries, when that is given.
function Archive:list(most)
  local found, reason = find_directory(self.handle, self.size)
  if found then found, reason = check_directory(found) end
  if not found then raise("%s: zip: %s", self.path, reason) end
  if most and found.n > most then
    raise("%s: zip: it has %d entries, at most %d are read", self.path, found.n,
          most)
  end
  local entries = read_records(self.path, self.handle, found)
  set_limits(self.path, entries, found.at)
  return entries
end

-- The bytes of the entry as they are in the file, or nil and why not.
local function packed_bytes(handle, entry)
  local head = bytes_at(handle, entry.at, HEADER_BYTES)
  if #head < HEADER_BYTES or head:sub(1, 4) ~= HEADER then
    return nil, ("no entry begins at byte %d"):format(entry.at)
  end
  local name, extra = string.unpack("<I2I2", head, 27)
  if bytes_at(handle, entry.at + HEADER_BYTES, name) ~= entry.name then
    return nil, "its header has another name"
  end
  local at = entry.at + HEADER_BYTES + name + extra
  if entry.packed > entry.limit - at then
    return nil, ("%d bytes at %d reach beyond %d, where other bytes begin")
      :format(entry.packed, at, entry.limit)
  end
  local bytes = bytes_at(handle, at, entry.packed)
  if #bytes < entry.packed then return nil, "the file is cut" end
  return bytes
end

--- The bytes of an entry, unpacked; raises "path: zip: ..." unless they are
--- whole.
function Archive:read(entry)
  local name = ("%s: zip: %q"):format(self.path, entry.name):gsub("\0", "")
  local bytes, reason = packed_bytes(self.handle, entry)
  if not bytes then raise("%s: %s", name, reason) end
  if entry.method == DEFLATED then
    bytes = errors.check(engine.io.inflate(name, bytes, entry.size))
  end
  local crc = engine.io.crc32(bytes)
  if crc ~= entry.crc then
    raise("%s: its checksum is %08x, the bytes have %08x", name, entry.crc, crc)
  end
  return bytes
end

-- ---- writing ----

-- What a header and a record both have, after their versions: no time, which
-- begins in 1980.
local function description(name, crc, size)
  local flags = name:find "[\128-\255]" and UTF8 or 0
  return string.pack("<I2I2I2I2I4I4I4I2", flags, STORED, 0, 1 << 5 | 1, crc,
                     size, size, #name)
end

--- Writes an archive of these files, {name, pieces, a list of texts}, whole or
--- not at all, as lunette.file writes.
function zip.write(path, entries)
  local pieces, records, at = {}, {}, 0
  for _, entry in ipairs(entries) do
    local crc, size = 0, 0
    for _, piece in ipairs(entry.pieces) do
      crc, size = engine.io.crc32(piece, 1, crc), size + #piece
    end
    if at + size >= FULL then
      raise("%s: zip: more than 4 GiB are not written", path)
    end
    local same = description(entry.name, crc, size)
    local version = string.pack("<I2", 20)
    pieces[#pieces + 1] = HEADER .. version .. same .. "\0\0" .. entry.name
    table.move(entry.pieces, 1, #entry.pieces, #pieces + 1, pieces)
    records[#records + 1] = RECORD .. version .. version .. same ..
      string.pack("<I2I2I2I2I4I4", 0, 0, 0, 0, 0, at) .. entry.name
    at = at + HEADER_BYTES + #entry.name + size
  end
  local directory = table.concat(records)
  pieces[#pieces + 1] = directory .. END ..
    string.pack("<I2I2I2I2I4I4I2", 0, 0, #records, #records, #directory, at, 0)
  return file.write(path, pieces)
end

return zip
