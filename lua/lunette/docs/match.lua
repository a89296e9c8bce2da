--- Which docstring is whose.

local arguments = require "lunette.arguments"
local prose = require "lunette.docs.prose"

local match = {}

local last = prose.last

--- Docstrings by the line below them (file:line) and by name, of what is
--- defined there and of what they say that they are of: two tables.
function match.index(docs)
  local by_line, by_name = {}, {}
  for _, doc in ipairs(docs) do
    by_line[doc.file .. ":" .. doc.below] = doc
    doc.names = prose.names(doc.text)
    local keys = {}
    if doc.name then keys[last(doc.name)] = true end
    for name in pairs(doc.names) do keys[last(name)] = true end
    for key in pairs(keys) do
      by_name[key] = by_name[key] or {}
      table.insert(by_name[key], doc)
    end
  end
  return by_line, by_name
end

-- May the name be documented in that module?
local function in_area(name, module)
  local part = name:match "^([%w_]+)%." or "functions"
  return module:find("^lunette%." .. part .. "%f[%A]") ~= nil or
         module == "lunette"
end

-- Names three deep (gan.losses.hinge.discriminator) belong to what is above
-- them: a docstring of the same last name in another file is another's.
local function of_another(name, module)
  local parts = {}
  for part in name:gmatch "[^.]+" do parts[#parts + 1] = part end
  if parts[1] ~= "gan" or #parts < 3 then return false end
  return not ("." .. module .. "."):find("." .. parts[2] .. ".", 1, true)
end

-- How well a docstring of that name fits an entry: the text that begins with
-- the whole name, then a class, then one of the same part of the library.
local function fit(doc, entry)
  if doc.heading then return 0 end
  if entry.name:find "%." and doc.names[entry.name] then return 4 end
  local here = in_area(entry.name, doc.module) and 1 or 0
  if here == 1 and of_another(entry.name, doc.module) then return 0 end
  if entry.kind == "class" and doc.class then return here + 2 end
  return here
end

local function best(candidates, entry)
  local found, score = nil, 0
  for _, doc in ipairs(candidates or {}) do
    local s = fit(doc, entry)
    if s > score then found, score = doc, s end
  end
  return found
end

--- The docstring above a function, or nil.
function match.by_location(by_line, f)
  local known = arguments.of(f)
  if known then return by_line[known.source:sub(2) .. ":" .. known.line] end
  local info = debug.getinfo(f, "S")
  return info.what ~= "C" and
         by_line[info.source:sub(2) .. ":" .. info.linedefined] or nil
end

local function heading_of(docs, entry)
  for _, doc in ipairs(docs) do
    if doc.heading and package.loaded[doc.module] == entry.value then
      return doc
    end
  end
end

-- The function that makes its objects, where that says what it takes, or nil.
local function maker_of(class)
  local meta = type(class) == "table" and getmetatable(class)
  return meta and arguments.of(meta.__call) and meta.__call
end

--- The docstring for an entry of the catalogue, or nil: the one above it, or
--- the best of its name.
function match.find(found, entry)
  if entry.written then return entry.written end
  if entry.kind == "table" then
    local doc = heading_of(found.docs, entry)
    if doc then
      entry.heading = true
      doc.text = prose.sentence(doc.text:match "^[%l_.]+: (.*)$" or doc.text)
      return doc
    end
  end
  local f = entry.value
  if entry.kind == "class" then f = maker_of(f) end
  if type(f) == "function" then
    local doc = match.by_location(found.by_line, f)
    if doc or entry.kind == "method" then return doc end
  end
  return best(found.by_key[last(entry.name)], entry)
end

return match
