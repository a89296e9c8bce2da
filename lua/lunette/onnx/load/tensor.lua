--- A TensorProto as a value: floating point as a tensor of the engine's
--- numbers, the others as integers.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local integers = require "lunette.onnx.load.integers"
local raise = errors.raise
local repr = require "lunette.repr"

local tensor = {}

local MOST_DIMS = 8

-- data_type -> name; the form of raw_data for the engine, when that holds it,
-- or else for string.unpack; bytes each; the field of typed data.
local types = {
  [1] = {"float", "f32", nil, 4, "float_data"},
  [2] = {"uint8", nil, "<I1", 1, "int32_data"},
  [3] = {"int8", nil, "<i1", 1, "int32_data"},
  [4] = {"uint16", nil, "<I2", 2, "int32_data"},
  [5] = {"int16", nil, "<i2", 2, "int32_data"},
  [6] = {"int32", nil, "<i4", 4, "int32_data"},
  [7] = {"int64", nil, "<i8", 8, "int64_data"},
  [9] = {"bool", nil, "<I1", 1, "int32_data"},
  [10] = {"float16", "f16", nil, 2, "int32_data"},
  [11] = {"double", "f64", nil, 8, "double_data"},
  [12] = {"uint32", nil, "<I4", 4, "uint64_data"},
  [13] = {"uint64", nil, "<i8", 8, "uint64_data"},
  [16] = {"bfloat16", "bf16", nil, 2, "int32_data"},
}

--- Is an element of this data_type "float", "int" or "bool"? nil: it is none
--- that is read.
function tensor.kind(data_type)
  local entry = types[data_type]
  if not entry then return nil end
  return entry[2] and "float" or data_type == 9 and "bool" or "int"
end

local function checked_count(dims)
  if #dims > MOST_DIMS then
    raise("%d dimensions; at most %d are read", #dims, MOST_DIMS)
  end
  local count = 1
  for _, size in ipairs(dims) do
    if size < 0 or size > 0 and count > (1 << 40) // size then
      raise("its sizes are %s", repr.sizes(dims))
    end
    count = count * size
  end
  return count
end

local function check_bytes(have, count, each, dims)
  if have ~= count * each then
    raise("%d bytes do not make %s of %d bytes each", have, repr.sizes(dims),
          each)
  end
end

-- From raw_data, which lies in bytes from first on.
local function from_raw(path, name, entry, dims, count, bytes, first)
  if entry[2] then
    return file.checked(path, "onnx: " .. name,
      engine.from_bytes(bytes, entry[2], dims, first))
  end
  integers.check_count(dims)
  local list = {}
  for k = 1, count do
    list[k] = string.unpack(entry[3], bytes, first + (k - 1) * entry[4])
  end
  return integers.new(list, dims)
end

-- From a list of integers, which float16 are as well.
local function from_list(path, name, entry, dims, count, list)
  if #list ~= count then
    raise("%d numbers in %s do not make %s", #list, entry[5], repr.sizes(dims))
  end
  if not entry[2] then
    integers.check_count(dims)
    return integers.new(list, dims)
  end
  local bytes = {}
  for k, v in ipairs(list) do bytes[k] = string.pack("<I2", v & 0xffff) end
  return from_raw(path, name, entry, dims, count, table.concat(bytes), 1)
end

-- From the field for numbers of this type.
local function from_typed(path, name, entry, t, count, bytes)
  local list = t[entry[5]]
  if entry[5] ~= "float_data" and entry[5] ~= "double_data" then
    return from_list(path, name, entry, t.dims, count, list)
  end
  local pieces = {}
  for k, span in ipairs(list) do pieces[k] = bytes:sub(span[1], span[2]) end
  local packed = table.concat(pieces)
  check_bytes(#packed, count, entry[4], t.dims)
  return from_raw(path, name, entry, t.dims, count, packed, 1)
end

local function read(path, t, name, bytes)
  local entry = types[t.data_type]
  if not entry then
    raise("its data_type is %s, which is not read", tostring(t.data_type))
  end
  if t.data_location == 1 or #t.external_data > 0 then
    local where = t.external_data[1]
    raise("its numbers lie in another file, %s; a model in one file is read " ..
          "(onnx.save without save_as_external_data)",
          where and tostring(where.value) or "of no name")
  end
  local count = checked_count(t.dims)
  if not t.raw_data then
    return from_typed(path, name, entry, t, count, bytes)
  end
  local first, last = table.unpack(t.raw_data)
  check_bytes(last - first + 1, count, entry[4], t.dims)
  return from_raw(path, name, entry, t.dims, count, bytes, first)
end

--- The value of a message of fields.TENSOR in the file's bytes. Raises
--- "name: ..." on what is none.
function tensor.read(path, t, name, bytes)
  return errors.within(name .. ": ", read, path, t, name, bytes)
end

return tensor
