--- Messages of Protocol Buffers as bytes: fields, one behind the other
--- (protobuf.dev/programming-guides/encoding).

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

return protobuf
