--- A TensorProto as a value: integers as such, floating point and booleans as
--- a tensor of the engine's numbers.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local integers = require "lunette.onnx.load.integers"
local raise = errors.raise
local repr = require "lunette.repr"

local tensor = {}

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
  [9] = {"bool", "bool", nil, 1, "int32_data"},
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
  return data_type == 9 and "bool" or entry[2] and "float" or "int"
end

local function checked_count(dims)
  if #dims > file.MOST_DIMS then
    raise("%d dimensions; at most %d are read", #dims, file.MOST_DIMS)
  end
  return file.count(dims) or
         raise("its sizes are %s, which no tensor has", repr.sizes(dims))
end

local function check_bytes(have, count, each, dims)
  if have ~= count * each then
    raise("%d bytes do not make %s of %d bytes each", have, repr.sizes(dims),
          each)
  end
end

-- As many integers as the tensors of a file have in all: lists of them, and
-- their copies, take 48 bytes each.
local MOST_INTEGERS = 1 << 20

-- Integers from the list, or read one by one by next_of(k).
local function as_integers(source, dims, count, next_of)
  source.integers = (source.integers or 0) + count
  if source.integers > MOST_INTEGERS then
    raise("with it there are %d integers; at most %d are read",
          source.integers, MOST_INTEGERS)
  end
  local list = {}
  for k = 1, count do list[k] = next_of(k) end
  return integers.new(list, dims)
end

-- From bytes that are as raw_data has them, which lie in `bytes` from first on.
local function from_raw(source, t, entry, count, bytes, first)
  if entry[2] then
    return file.checked(source.path, "onnx: " .. tostring(t.name),
      engine.from_bytes(bytes, entry[2], t.dims, first))
  end
  return as_integers(source, t.dims, count, function(k)
    return (string.unpack(entry[3], bytes, first + (k - 1) * entry[4]))
  end)
end

-- From a list of integers, which the bits of float16 and booleans are as well.
local function from_list(source, t, entry, count)
  local list = t[entry[5]]
  if #list ~= count then
    raise("%d numbers in %s do not make %s", #list, entry[5],
          repr.sizes(t.dims))
  end
  if not entry[2] then
    return as_integers(source, t.dims, count, function(k) return list[k] end)
  end
  local form, mask = "<I" .. entry[4], (1 << 8 * entry[4]) - 1
  local bytes = {}
  for k, v in ipairs(list) do bytes[k] = string.pack(form, v & mask) end
  return from_raw(source, t, entry, count, table.concat(bytes), 1)
end

-- From the field for numbers of this type.
local function from_typed(source, t, entry, count)
  if entry[5] ~= "float_data" and entry[5] ~= "double_data" then
    return from_list(source, t, entry, count)
  end
  local pieces = {}
  for k, span in ipairs(t[entry[5]]) do
    pieces[k] = source.bytes:sub(span[1], span[2])
  end
  local packed = table.concat(pieces)
  check_bytes(#packed, count, entry[4], t.dims)
  return from_raw(source, t, entry, count, packed, 1)
end

local function read(source, t)
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
  if not t.raw_data then return from_typed(source, t, entry, count) end
  local first, last = table.unpack(t.raw_data)
  check_bytes(last - first + 1, count, entry[4], t.dims)
  return from_raw(source, t, entry, count, source.bytes, first)
end

--- The value of a message of fields.TENSOR. source: {path, bytes: of the file,
--- integers: how many its tensors had before}. Raises "name: ..." on what is
--- none.
function tensor.read(source, t, name)
  return errors.within(name .. ": ", read, source, t)
end

return tensor
