--- JSON (RFC 8259), strictly: what is not JSON is an error that says where.
--
-- Integers of 64 bits stay integers, floats stay floats ("1.0", "-0.0", "1e9")
-- and come back exactly. An array is a table marked by json.array; unmarked, a
-- table is one when its keys are 1 to n and n > 0. null is json.null.

local engine = require "lunette.engine"
local printable = require "lunette.errors".printable

local json = {}

--- How deeply what is written and read may be nested.
json.DEEPEST = 100

local Array = {}

--- Marks the table as an array and returns it.
function json.array(list) return setmetatable(list, Array) end

--- Was the table marked, by json.array or json.decode?
function json.is_array(value)
  return type(value) == "table" and getmetatable(value) == Array
end

--- null, which Lua's tables cannot hold.
json.null = setmetatable({}, {__tostring = function() return "null" end})

--- The integer that a value is, or nil: math.tointeger takes words as well.
function json.integer(value)
  return type(value) == "number" and math.tointeger(value) or nil
end

--- Is the value, which json.decode gave, an object?
function json.is_object(value)
  return type(value) == "table" and value ~= json.null and
         not json.is_array(value)
end

-- ---- writing ----

local escapes = {['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b",
                 ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r",
                 ["\t"] = "\\t"}

local function escape(c)
  return escapes[c] or ("\\u%04x"):format(c:byte())
end

local function string_text(s)
  if not utf8.len(s) then error("json: a string is not UTF-8", 0) end
  return '"' .. s:gsub('[%c"\\\127]', escape) .. '"'
end

-- 17 digits give the same double again; the point keeps it a float.
local function number_text(v)
  if math.type(v) == "integer" then return ("%d"):format(v) end
  if v ~= v or v == math.huge or v == -math.huge then
    error("json: " .. tostring(v) .. " is not a number of JSON", 0)
  end
  local text = ("%.17g"):format(v):gsub(",", ".")
  return text:find "[.e]" and text or text .. ".0"
end

-- Marked, or with keys 1 to n and no others, n > 0?
local function is_list(value)
  if json.is_array(value) then return true end
  local n = 0
  for _ in pairs(value) do n = n + 1 end
  for k = 1, n do
    if value[k] == nil then return false end
  end
  return n > 0
end

local encode

local function array_text(list, depth)
  local parts = {}
  for k = 1, #list do parts[k] = encode(list[k], depth) end
  return "[" .. table.concat(parts, ",") .. "]"
end

-- Names sorted, so that the same table is always the same text.
local function object_text(fields, depth)
  local names, parts = {}, {}
  for name in pairs(fields) do
    if type(name) ~= "string" then
      error("json: a key is a " .. type(name) .. ", a string is wanted", 0)
    end
    names[#names + 1] = name
  end
  table.sort(names)
  for k, name in ipairs(names) do
    parts[k] = string_text(name) .. ":" .. encode(fields[name], depth)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function table_text(value, depth)
  if value == json.null then return "null" end
  if depth > json.DEEPEST then
    error("json: nested too deeply, or a cycle", 0)
  end
  if is_list(value) then return array_text(value, depth + 1) end
  return object_text(value, depth + 1)
end

local writers = {
  string = string_text,
  number = number_text,
  boolean = tostring,
  table = table_text,
}

function encode(value, depth)
  local write = writers[type(value)]
  if not write then
    error("json: a " .. type(value) .. " cannot be written", 0)
  end
  return write(value, depth)
end

--- The value as text, without spaces, names sorted. Raises "json: ..." on what
--- JSON cannot hold.
function json.encode(value) return encode(value, 1) end

-- ---- reading ----

local function read_all(text, most)
  local valid, bad = utf8.len(text)
  if not valid then error({text = ("byte %d: not UTF-8"):format(bad)}, 0) end
  return engine.io.read_json(text, most, json.DEEPEST, Array, json.null)
end

--- The value that the text stands for, or nil and "byte 17: ...". Arrays come
--- marked. A name that an object has twice is an error, and so are more than
--- `most` arrays and objects, where it is given: three bytes can ask for one,
--- which takes 72.
function json.decode(text, most)
  local ok, value = pcall(read_all, text, most or math.maxinteger)
  if ok then return value end
  if type(value) ~= "table" then error(value, 0) end
  return nil, printable(value.text)
end

return json
