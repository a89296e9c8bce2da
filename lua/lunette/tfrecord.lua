--- Records as TensorFlow's files have them (tensorflow.org/tutorials/
--- load_data/tfrecord): the length in 8 bytes, its checksum, the bytes, theirs.

local tfrecord = {}

-- By a byte: what it adds to CRC-32C (RFC 3720, appendix B.4: the polynomial
-- 0x1edc6f41, bits the other way round).
local steps = {}
for byte = 0, 255 do
  local crc = byte
  for _ = 1, 8 do crc = crc >> 1 ~ (0x82f63b78 & -(crc & 1)) end
  steps[byte] = crc
end

local BLOCK = 4096 -- of bytes that stand on the stack

--- CRC-32C of the bytes.
function tfrecord.crc32c(bytes)
  local crc = 0xffffffff
  for first = 1, #bytes, BLOCK do
    local block = table.pack(bytes:byte(first, first + BLOCK - 1))
    for k = 1, block.n do
      crc = crc >> 8 ~ steps[(crc ~ block[k]) & 255]
    end
  end
  return crc ~ 0xffffffff
end

-- A checksum of bytes that hold checksums would say little: it is turned and
-- moved.
local function masked(bytes)
  local crc = tfrecord.crc32c(bytes)
  local turned = (crc >> 15 | crc << 17) + 0xa282ead8
  return string.pack("<I4", turned & 0xffffffff)
end

--- The record that holds the bytes.
function tfrecord.frame(bytes)
  local length = string.pack("<I8", #bytes)
  return length .. masked(length) .. bytes .. masked(bytes)
end

return tfrecord
