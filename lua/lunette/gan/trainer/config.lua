--- What a trainer was given, as a table that JSON can hold.

local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
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
local function plain(value)
  local record, n = {}, #value
  for key, field in pairs(value) do
    local listed = math.type(key) == "integer" and key >= 1 and key <= n
    if not listed then n = -1 end
    record[key] = describe(field)
  end
  if n >= 0 then return record end
  local named = {}
  for key, field in pairs(record) do named[tostring(key)] = field end
  return named
end

--- Numbers, words and plain tables as they are; a function by where it was
--- written, a layer by its text, an object by its class and options, a tensor
--- by its sizes; nan and inf as words.
function describe(value)
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
    return "tensor " .. repr.shape(value)
  end
  if kind ~= "table" then return kind end
  if Module.is_layer(value) then return tostring(value) end
  local meta = getmetatable(value)
  local has_state = type(rawget(value, "state_dict")) == "function"
  if repr.is_plain(value) and not has_state then return plain(value) end
  return object(value, type(meta) == "table" and meta.__name or "table")
end

config.describe = describe

return config
