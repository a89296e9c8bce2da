--- What a trainer was given, as a table that JSON can hold.

local engine = require "lunette.engine"
local json = require "lunette.json"
local Module = require "lunette.nn.module"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local config = {}

local describe

local function function_text(f)
  local info = debug.getinfo(f, "S")
  return ("function %s:%d"):format(info.short_src, info.linedefined)
end

-- Its class, what it says of itself in numbers and words, and the options
-- that an optimiser was made with.
local function object(value, class)
  local record = {class = class}
  for key, field in next, value do
    local kind = type(field)
    if kind == "number" or kind == "string" or kind == "boolean" or
       key == "defaults" then
      record[tostring(key)] = describe(field)
    end
  end
  return record
end

-- As JSON has it: a list, or names alone, which a table of both becomes.
local function plain(value, depth)
  if depth > json.DEEPEST then
    raise("config: a table is nested more than %d deep, or holds itself",
          json.DEEPEST)
  end
  local record, n = {}, #value
  for key, field in pairs(value) do
    local listed = math.type(key) == "integer" and key >= 1 and key <= n
    if not listed then n = -1 end
    record[key] = describe(field, depth)
  end
  if n >= 0 then return record end
  local named = {}
  for key, field in pairs(record) do named[tostring(key)] = field end
  return named
end

--- Numbers, words and plain tables as they are; a function by where it was
--- written, a layer by its text, an object by its class and options, a tensor
--- by its sizes and a checksum; nan and inf as words. depth: of the value, 0
--- unless given.
function describe(value, depth)
  local kind = type(value)
  if kind == "number" then
    if value ~= value or math.abs(value) == math.huge then
      return repr.number(value)
    end
    return value
  end
  if kind == "string" or kind == "boolean" then return value end
  if kind == "function" then return function_text(value) end
  if engine.is_tensor(value) then
    local crc = engine.io.crc32(value:to_bytes "f32")
    return ("tensor %s, crc32 %08x"):format(repr.shape(value), crc)
  end
  if kind ~= "table" then return kind end
  if Module.is_layer(value) then return tostring(value) end
  local meta = getmetatable(value)
  local has_state = type(rawget(value, "state_dict")) == "function"
  if repr.is_plain(value) and not has_state then
    return plain(value, (depth or 0) + 1)
  end
  return object(value, type(meta) == "table" and meta.__name or "table")
end

config.describe = describe

-- ---- layers ----

local DEEPEST = 4 -- of tables in a layer's fields

-- A value of a layer's own, as plain data: numbers, words, tables of them and
-- the sizes of a tensor; nil of anything else.
local function own_value(value, depth)
  local kind = type(value)
  if kind == "number" or kind == "string" or kind == "boolean" then
    return describe(value)
  end
  if engine.is_tensor(value) then return repr.shape(value) end
  if kind ~= "table" or not repr.is_plain(value) or depth == 0 then return end
  local list = {}
  for key, part in pairs(value) do
    list[tostring(key)] = own_value(part, depth - 1)
  end
  return next(list) and list or nil
end

-- What a layer is, but for its mode, and the layers in it.
local function fields_of(layer)
  local record = {class = layer.__name}
  for key, value in next, layer do
    local ours = type(key) == "string" and key ~= "training" and
                 key:sub(1, 1) ~= "_"
    if ours then record[key] = own_value(value, DEEPEST) end
  end
  -- such as spectral_norm of the weight
  for key, field in pairs(rawget(layer, "_computed") or {}) do
    record[key] = own_value(field, DEEPEST)
  end
  return record
end

--- All that a network is made with, by path: the text of a layer leaves out
--- what few change, such as the eps of a norm.
function config.layers(network)
  local list = {}
  for path, layer in network:named_modules() do
    list[path == "" and "network" or path] = fields_of(layer)
  end
  return list
end

return config
