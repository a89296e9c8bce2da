--- Texts as a page and the JSON within it may hold them.

local json = require "lunette.json"
local raise = require "lunette.errors".raise

local escape = {}

-- The bytes of a text without those that are not UTF-8, which become U+FFFD.
local function valid(text)
  local parts, at = {}, 1
  while true do
    local n, bad = utf8.len(text, at)
    if n then break end
    parts[#parts + 1] = text:sub(at, bad - 1)
    parts[#parts + 1] = "\u{FFFD}"
    at = bad + 1
  end
  parts[#parts + 1] = text:sub(at)
  return table.concat(parts)
end

--- A value that JSON can hold whatever its strings are; numbers that are none
--- become words. Raises where tables are nested too deeply, as one that holds
--- itself. depth: of the value, 0 unless given.
function escape.plain(value, depth)
  local kind, inner = type(value), (depth or 0) + 1
  if kind == "string" then return utf8.len(value) and value or valid(value) end
  if kind == "number" then
    local finite = value == value and math.abs(value) < math.huge
    return finite and value or value ~= value and "nan" or tostring(value)
  end
  if kind ~= "table" or value == json.null then return value end
  if inner > json.DEEPEST then
    raise("report: a table is nested more than %d deep, or holds itself",
          json.DEEPEST)
  end
  local copy = setmetatable({}, getmetatable(value))
  for key, field in pairs(value) do
    copy[escape.plain(key, inner)] = escape.plain(field, inner)
  end
  return copy
end

local in_json = {["<"] = "\\u003c", [">"] = "\\u003e", ["&"] = "\\u0026",
                 ["\u{2028}"] = "\\u2028", ["\u{2029}"] = "\\u2029"}

--- JSON as a script element may hold it: no word in it ends the element, begins
--- a comment or breaks a line.
function escape.script(text)
  text = text:gsub("[<>&]", in_json)
  return (text:gsub("\u{2028}", in_json):gsub("\u{2029}", in_json))
end

local in_html = {["<"] = "&lt;", [">"] = "&gt;", ["&"] = "&amp;",
                 ['"'] = "&quot;", ["'"] = "&#39;"}

--- A text as it stands between tags.
function escape.html(text)
  return (escape.plain(text):gsub("[<>&\"']", in_html))
end

return escape
