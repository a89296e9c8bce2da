--- Arrays and numbers of NumPy in pickles, as checkpoints have them beside
--- their tensors: what NumPy names there, for lunette.pickle.
--
-- A dtype is numpy.dtype("f8", ...), which is then given its order of bytes; a
-- number scalar(dtype, bytes), and an array _reconstruct(...), which is then
-- given version, sizes, dtype, whether it is Fortran's, and its bytes.
-- https://github.com/numpy/numpy/blob/v1.24.2/numpy/core/src/multiarray
-- (methods.c, descriptor.c, scalarapi.c)

local npy = require "lunette.npy"
local pickle = require "lunette.pickle"
local raise = require "lunette.errors".raise

local numpy_pickle = {}

local fail = pickle.fail
-- A few bytes of a pickle can have the same bytes made into arrays, and text
-- into bytes, again and again: so many count as a value.
local BYTES_OF_ARRAYS, BYTES_OF_TEXT = 16, 16
local PIECE = 1000 -- characters at a time

-- What BUILD gives a dtype and an array stands with them.
local Dtype = {__name = "dtype"}
local Array = {__name = "array"}
--- The metatable of arrays.
numpy_pickle.Array = Array

local function is_tuple(v) return getmetatable(v) == pickle.Tuple end

local function dtype(m, args)
  local name = args[1]
  if type(name) ~= "string" or not (" " .. npy.DTYPES .. " "):find(
       " " .. name .. " ", 1, true) then
    fail(m, "numpy.dtype %s is not one of %s", type(name) == "string" and
         pickle.shown(name) or pickle.name_of(name), npy.DTYPES)
  end
  return setmetatable({name = name, order = #name == 2 and name:find "1$" and
                       "|" or "<"}, Dtype)
end

-- state: version, order, ...
function Dtype.build(m, self, state)
  local order = is_tuple(state) and state[2]
  if order ~= "<" and order ~= ">" and order ~= "|" then
    fail(m, "the order of a numpy.dtype is %s", pickle.name_of(order))
  end
  self.order = order
end

-- The descr of npy files.
local function descr(self) return self.order .. self.name end

local function scalar(m, args)
  local kind, bytes = args[1], args[2]
  if getmetatable(kind) ~= Dtype or type(bytes) ~= "string" then
    fail(m, "a number of NumPy is a %s of a %s", pickle.name_of(bytes),
         pickle.name_of(kind))
  end
  return npy.number(descr(kind), bytes) or
         fail(m, "%d bytes do not make a number %s", #bytes, descr(kind))
end

local function reconstruct() return setmetatable({}, Array) end

function Array.build(m, self, state)
  local _, sizes, kind, fortran, bytes = table.unpack(is_tuple(state) and
                                                      state or {}, 1, 5)
  if getmetatable(kind) ~= Dtype or not is_tuple(sizes) or
     type(fortran) ~= "boolean" or type(bytes) ~= "string" then
    fail(m, "an array of NumPy is not given sizes, dtype, order and bytes")
  end
  self.header, self.bytes = npy.header(descr(kind), fortran, sizes, #bytes),
                            bytes
  if not self.header then
    fail(m, "%d bytes do not make an array %s of these sizes", #bytes,
         descr(kind))
  end
  pickle.spend(m, #bytes // BYTES_OF_ARRAYS)
end

--- The array, found at `path` of a pickle in a file, as a tensor, each time the
--- same one.
function numpy_pickle.tensor(array, file, path)
  if not array.header then
    raise("%s: torch: %s is an array of NumPy without bytes", file, path)
  end
  array.tensor = array.tensor or
    npy.build(array.bytes, 1, array.header, file, "torch: " .. path)
  return array.tensor
end

-- The bytes whose numbers the characters have; nil where one has another, or
-- the text is no UTF-8.
local function latin1(text)
  local length = utf8.len(text)
  if not length or length == #text then return length and text end
  local parts, at = {}, 1
  while at <= #text do
    local behind = utf8.offset(text, PIECE + 1, at) or #text + 1
    local codes = {utf8.codepoint(text, at, behind - 1)}
    if math.max(table.unpack(codes)) > 255 then return nil end
    parts[#parts + 1] = string.char(table.unpack(codes))
    at = behind
  end
  return table.concat(parts)
end

-- Bytes as Python 3 writes them in the protocol of Python 2: as text of which
-- each character is one.
local function encode(m, args)
  local text, coding = args[1], args[2]
  local is_text = type(text) == "string" and coding == "latin1"
  if is_text then pickle.spend(m, #text // BYTES_OF_TEXT) end
  return is_text and latin1(text) or
         fail(m, "_codecs.encode is given what is no latin1")
end

--- What a pickle can name of it.
numpy_pickle.globals = {
  ["numpy.dtype"] = dtype, ["_codecs.encode"] = encode,
  ["numpy.ndarray"] = setmetatable({}, {__name = "class of arrays"}),
}
for _, core in ipairs {"numpy.core.", "numpy._core."} do
  numpy_pickle.globals[core .. "multiarray.scalar"] = scalar
  numpy_pickle.globals[core .. "multiarray._reconstruct"] = reconstruct
end

return numpy_pickle
