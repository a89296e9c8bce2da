--- JSON (RFC 8259), strictly: what is not JSON is an error that says where.
--
-- Integers of 64 bits stay integers, floats stay floats ("1.0", "-0.0", "1e9")
-- and come back exactly. An array is a table marked by json.array; unmarked, a
-- table is one when its keys are 1 to n and n > 0. null is json.null.

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

-- Raised by the functions below and caught by json.decode.
local function fail(at, reason)
  error({text = ("byte %d: %s"):format(at, reason)}, 0)
end

local function skip(text, at) return text:match("^[ \t\r\n]*()", at) end

local unescapes = {['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b",
                   f = "\f", n = "\n", r = "\r", t = "\t"}

local function hex4(text, at)
  local digits = text:match("^\\u(%x%x%x%x)", at)
  return digits and tonumber(digits, 16)
end

-- The character that starts with the backslash at `at`, and where it ends.
local function read_escape(text, at)
  local simple = unescapes[text:sub(at + 1, at + 1)]
  if simple then return simple, at + 2 end
  local code = hex4(text, at)
  if not code then fail(at, "unknown escape") end
  if code < 0xD800 or code > 0xDFFF then return utf8.char(code), at + 6 end
  local low = hex4(text, at + 6)
  if code > 0xDBFF or not low or low < 0xDC00 or low > 0xDFFF then
    fail(at, "half of a surrogate pair")
  end
  return utf8.char(0x10000 + ((code - 0xD800) << 10) + low - 0xDC00), at + 12
end

local function read_string(text, start)
  local parts, at = {}, start + 1
  while true do
    local plain, stop = text:match('^([^"\\%c]*)()', at)
    parts[#parts + 1] = plain
    local c = text:sub(stop, stop)
    if c == '"' then return table.concat(parts), stop + 1 end
    if c == "\127" then
      parts[#parts + 1], at = c, stop + 1
    elseif c == "\\" then
      parts[#parts + 1], at = read_escape(text, stop)
    elseif c == "" then
      fail(start, "a string without end")
    else
      fail(stop, "a control character in a string")
    end
  end
end

local function read_number(text, at)
  local sign, whole, stop = text:match("^(%-?)(%d+)()", at)
  if not whole then fail(at, "a value is wanted") end
  if whole:find "^0%d" then fail(at, "a number starts with 0") end
  local fraction, after = text:match("^(%.%d+)()", stop)
  local exponent, last = text:match("^([eE][+-]?%d+)()", after or stop)
  local literal = sign .. whole .. (fraction or "") .. (exponent or "")
  if text:find("^[%w.+-]", last or after or stop) then
    fail(at, "not a number")
  end
  local v = tonumber(literal)
  if v == math.huge or v == -math.huge then fail(at, "beyond a double") end
  -- tonumber makes a float of an integer beyond 64 bits
  if not (fraction or exponent) and math.type(v) == "float" and
     ("%.0f"):format(v) ~= literal then
    fail(at, "an integer beyond 64 bits")
  end
  return v, last or after or stop
end

local read

-- Tables that may still be made of the text that is read.
local left

local function count_table(at)
  left = left - 1
  if left < 0 then
    fail(at, "there are more arrays and objects than are taken")
  end
end

local function read_array(text, at, depth)
  count_table(at)
  local list = json.array {}
  at = skip(text, at + 1)
  if text:sub(at, at) == "]" then return list, at + 1 end
  while true do
    list[#list + 1], at = read(text, at, depth)
    at = skip(text, at)
    local c = text:sub(at, at)
    if c == "]" then return list, at + 1 end
    if c ~= "," then fail(at, "a comma or ] is wanted") end
    at = skip(text, at + 1)
  end
end

local function read_field(text, at, depth, fields)
  if text:sub(at, at) ~= '"' then fail(at, "a name in quotes is wanted") end
  local name, after = read_string(text, at)
  if fields[name] ~= nil then fail(at, ("%q a second time"):format(name)) end
  after = skip(text, after)
  if text:sub(after, after) ~= ":" then fail(after, "a colon is wanted") end
  fields[name], after = read(text, skip(text, after + 1), depth)
  return skip(text, after)
end

local function read_object(text, at, depth)
  count_table(at)
  local fields = {}
  at = skip(text, at + 1)
  if text:sub(at, at) == "}" then return fields, at + 1 end
  while true do
    at = read_field(text, at, depth, fields)
    local c = text:sub(at, at)
    if c == "}" then return fields, at + 1 end
    if c ~= "," then fail(at, "a comma or } is wanted") end
    at = skip(text, at + 1)
  end
end

local words = {["true"] = true, ["false"] = false, null = json.null}

function read(text, at, depth)
  if depth > json.DEEPEST then fail(at, "nested too deeply") end
  local c = text:sub(at, at)
  if c == "{" then return read_object(text, at, depth + 1) end
  if c == "[" then return read_array(text, at, depth + 1) end
  if c == '"' then return read_string(text, at) end
  local word, stop = text:match("^(%a+)()", at)
  if word and words[word] ~= nil then return words[word], stop end
  return read_number(text, at)
end

local function read_all(text, most)
  left = most
  local valid, bad = utf8.len(text)
  if not valid then fail(bad, "not UTF-8") end
  local value, at = read(text, skip(text, 1), 1)
  at = skip(text, at)
  if at <= #text then fail(at, "more text after the value") end
  return value
end

--- The value that the text stands for, or nil and "byte 17: ...". Arrays come
--- marked. A name that an object has twice is an error, and so are more than
--- `most` arrays and objects, where it is given: three bytes can ask for one,
--- which takes 72.
function json.decode(text, most)
  local ok, value = pcall(read_all, text, most or math.huge)
  if ok then return value end
  if type(value) ~= "table" then error(value, 0) end
  return nil, value.text
end

return json
