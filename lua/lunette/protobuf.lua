--- Messages of Protocol Buffers as bytes: fields, one behind the other
--- (protobuf.dev/programming-guides/encoding).

local raise = require "lunette.errors".raise

local protobuf = {}

local VARINT, I64, LEN, I32 = 0, 1, 2, 5

local function varint(n)
  local bytes = {}
  repeat
    local rest = n >> 7
    bytes[#bytes + 1] = string.char(n & 127 | (rest ~= 0 and 128 or 0))
    n = rest
  until n == 0
  return table.concat(bytes)
end

local function tag(number, kind) return varint(number << 3 | kind) end

--- A field of int32, int64 or an enum; 0 is what is read where there is none.
function protobuf.int(number, v)
  return v == 0 and "" or tag(number, VARINT) .. varint(v)
end

function protobuf.double(number, v)
  return tag(number, I64) .. string.pack("<d", v)
end

function protobuf.float(number, v)
  return tag(number, I32) .. string.pack("<f", v)
end

--- What stands before the `length` bytes of a field.
function protobuf.head(number, length)
  return tag(number, LEN) .. varint(length)
end

--- A field of a string, bytes or a message.
function protobuf.bytes(number, v) return protobuf.head(number, #v) .. v end

--- A repeated field of doubles, packed.
function protobuf.doubles(number, list)
  local bytes = {}
  for k, v in ipairs(list) do bytes[k] = string.pack("<d", v) end
  return protobuf.bytes(number, table.concat(bytes))
end

--- A repeated field of int64, packed.
function protobuf.ints(number, list)
  local bytes = {}
  for k, v in ipairs(list) do bytes[k] = varint(v) end
  return protobuf.bytes(number, table.concat(bytes))
end

-- ---- reading: nothing in the bytes is believed ----

-- As many messages in each other as protoc reads. In all as many of them, of
-- fields and of numbers as take some 100 ms each.
local DEEPEST, MOST_MESSAGES = 100, 1 << 16
local MOST_FIELDS, MOST_NUMBERS = 1 << 18, 1 << 20
local LONGEST_VARINT = 10
local LARGEST_TAG = (1 << 32) - 1
local byte = string.byte

-- The number at `at` and where the next byte is; `last` is the last byte that
-- may be read.
local function read_varint(bytes, at, last)
  local n = at <= last and byte(bytes, at)
  if n and n < 128 then return n, at + 1 end -- most are
  n = 0
  for k = 0, LONGEST_VARINT - 1 do
    if at + k > last then
      raise("a number at byte %d goes beyond the end, at %d", at, last)
    end
    local part = byte(bytes, at + k)
    n = n | (part & 127) << (7 * k)
    if part < 128 then return n, at + k + 1 end
  end
  raise("a number at byte %d has more than %d bytes", at, LONGEST_VARINT)
end

-- Where the value of a field at `at` has its first and its last byte.
local function extent(bytes, at, last, kind)
  local first, size = at, kind == I64 and 8 or kind == I32 and 4
  if kind == VARINT then
    size = select(2, read_varint(bytes, at, last)) - at
  elseif kind == LEN then
    size, first = read_varint(bytes, at, last)
  elseif not size then
    raise("a field at byte %d is of kind %d, which is not read", at, kind)
  end
  if size < 0 or size > last - first + 1 then
    raise("a field at byte %d has %u bytes, %d are left", at, size,
          last - first + 1)
  end
  return first, first + size - 1
end

-- How a number is read by its kind: the form of its bytes on their own.
local numbers = {
  int = {VARINT, read_varint},
  float = {I32, function(bytes, at) return string.unpack("<f", bytes, at) end},
  double = {I64, function(bytes, at) return string.unpack("<d", bytes, at) end},
}

local others = {
  bytes = string.sub,
  text = function(bytes, first, last)
    local text = bytes:sub(first, last)
    return utf8.len(text) and text or
           raise("the text at byte %d is no UTF-8", first)
  end,
  span = function(_, first, last) return {first, last} end,
}

local function refuse_kind(field, kind)
  raise("field %s is of kind %d, which is no %s", field[1], kind,
        type(field[2]) == "table" and "message" or field[2])
end

local Reader = {}
Reader.__index = Reader

-- Adds the numbers of a field, packed or on its own.
function Reader:add_numbers(list, field, kind, first, last)
  local wire, read = table.unpack(numbers[field[2]])
  if kind ~= wire and not (kind == LEN and field[3]) then
    refuse_kind(field, kind)
  end
  local n, bytes = #list, self.bytes
  local most = n + MOST_NUMBERS - self.numbers
  while first <= last do
    if wire ~= VARINT and first + (wire == I32 and 3 or 7) > last then
      raise("field %s ends within a number", field[1])
    end
    n = n + 1
    if n > most then raise("there are more than %d numbers", MOST_NUMBERS) end
    list[n], first = read(bytes, first, last)
  end
  self.numbers = n + MOST_NUMBERS - most
end

-- Adds what a known field has.
function Reader:add(list, field, kind, first, last)
  local read = others[field[2]]
  if numbers[field[2]] then
    return self:add_numbers(list, field, kind, first, last)
  elseif kind ~= LEN then
    refuse_kind(field, kind)
  end
  list[#list + 1] = read and read(self.bytes, first, last) or
                    self:message(field[2], first, last)
end

-- The next field of a message: its number and kind, and where its value is.
function Reader:field(at, last)
  self.fields = self.fields + 1
  if self.fields > MOST_FIELDS then
    raise("there are more than %d fields", MOST_FIELDS)
  end
  local tagged, first = read_varint(self.bytes, at, last)
  if tagged >> 3 == 0 or tagged & LARGEST_TAG ~= tagged then
    raise("a field at byte %d has the number %u", at, tagged >> 3)
  end
  return tagged >> 3, tagged & 7, extent(self.bytes, first, last, tagged & 7)
end

local function check_room(reader)
  if reader.depth > DEEPEST then
    raise("messages lie in each other %d deep, beyond %d", reader.depth,
          DEEPEST)
  elseif reader.count > MOST_MESSAGES then
    raise("there are more than %d messages", MOST_MESSAGES)
  end
end

function Reader:message(fields, at, last)
  self.depth, self.count = self.depth + 1, self.count + 1
  check_room(self)
  local message = {}
  for _, field in pairs(fields) do message[field[1]] = field[3] and {} end
  while at <= last do
    local number, kind, first, stop = self:field(at, last)
    local field = fields[number]
    if field then
      local list = field[3] and message[field[1]] or {}
      self:add(list, field, kind, first, stop)
      if not field[3] then message[field[1]] = list[#list] end
    end
    at = stop + 1
  end
  self.depth = self.depth - 1
  return message
end

--- The fields of a message that lies in `bytes` from `first` to `last`, by
--- name. `fields`: number of a field -> {name, kind, repeated}, where the kind
--- is int, float, double, bytes, text (UTF-8), span (of bytes: {first, last}
--- in place of a copy) or the fields of a message. A repeated field is a list,
--- of numbers packed or not; of another the last that is there counts, and nil
--- is none. Fields of other numbers are passed over. Raises on what is no
--- message.
function protobuf.read(bytes, fields, first, last)
  local reader = setmetatable({bytes = bytes, depth = 0, count = 0,
                               fields = 0, numbers = 0}, Reader)
  return reader:message(fields, first or 1, last or #bytes)
end

return protobuf
