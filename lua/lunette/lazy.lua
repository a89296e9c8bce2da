--- Tables of the library's parts: loaded when first named, and telling what is
--- near when a name is not there.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local lazy = {}

-- How many names are told: near ones, and all of a table that has no more.
local NEAR, FEW = 3, 16

local function keys_of(...)
  local names, seen = {}, {}
  for _, t in ipairs {...} do
    for key in next, t do
      if type(key) == "string" and key:sub(1, 1) ~= "_" and not seen[key] then
        names[#names + 1], seen[key] = key, true
      end
    end
  end
  table.sort(names)
  return names
end

-- Names under ln, in parts within it, that end in the key.
local function places_of(key, part, path, found)
  for _, name in ipairs(keys_of(part, getmetatable(part).fields or {})) do
    local value = part[name]
    if lazy.is_part(value) then
      if lazy.find(value, key) ~= nil then
        found[#found + 1] = path .. name .. "." .. key
      end
      places_of(key, value, path .. name .. ".", found)
    end
  end
  return found
end

-- Where the key is under ln: as its own, else as a method; then within parts.
local function found_in(ln, key)
  local places = places_of(key, ln, "", {})
  local own = lazy.find(ln, key) ~= nil and "ln." .. key or
              engine.methods[key] and ("x:%s()"):format(key)
  if own then table.insert(places, 1, own) end
  return places
end

-- Those of the names that have the key within them.
local function containing(key, names)
  local found, wanted = {}, key:lower()
  for _, name in ipairs(names) do
    local there = #key > 2 and name:lower():find(wanted, 1, true)
    if there and #found < NEAR then found[#found + 1] = name end
  end
  return found
end

local function where_to_look(name)
  local call = name == "ln" and "ln.help()" or ('ln.help "%s"'):format(name)
  return call .. " tells what there is"
end

-- What may have been meant by a key that is none of the names.
local function meant(name, key, names)
  local near = arguments.near(key, names, NEAR)
  local same = near[1] and near[1]:lower() == key:lower()
  local ln = package.loaded.lunette
  local places = ln and found_in(ln, key) or {}
  if #places > 0 and not same then
    return "there is " .. table.concat(places, ", ")
  end
  local other = require "lunette.instead".of(key)
  if other and not same then return "see " .. other end
  if #near == 0 then near = containing(key, names) end
  table.move(places, 1, #places, #near + 1, near)
  if #near > 0 then return "near it: " .. table.concat(near, ", ") end
  if #names <= FEW then return "it has " .. table.concat(names, ", ") end
  return where_to_look(name)
end

-- Raises unless the key is one that Lua or a tool looks for by itself.
local function refuse(name, key, ...)
  if type(key) ~= "string" or key:sub(1, 1) == "_" then return nil end
  raise("%s has no %s; %s", name, key, meant(name, key, keys_of(...)))
end

-- What is not called but has what can be: gan.losses.hinge.
local function not_called(name, t)
  local callable = {}
  for key, value in next, t do
    if type(value) == "function" then callable[key] = value end
  end
  local names = keys_of(callable)
  raise("%s is a table of functions, %s: write %s.%s(...)", name,
        table.concat(names, " and "), name, names[1])
end

-- The metatable of what is called `name`.
local function part(name)
  return {is_part = true, __tostring = function()
    return name .. ": " .. where_to_look(name)
  end}
end

--- The table `t`, called `name` in messages: reading a name that it does not
--- have raises, "nn has no Conv2D; near it: Conv2d", and so does calling it.
--- `more`: tables whose names count as its own, looked up in order.
function lazy.closed(name, t, ...)
  local meta, more = part(name), {...}
  function meta.__index(_, key)
    for _, other in ipairs(more) do
      local value = other[key]
      if value ~= nil then return value end
    end
    return refuse(name, key, t, table.unpack(more))
  end
  function meta.__call() not_called(name, t) end
  return setmetatable(t, meta)
end

--- Such a table that has, beside what is in `t`, some of `functions` by names
--- of its own: names is its name -> the name there. pairs() lists `t` alone.
function lazy.lent(name, t, functions, names)
  local others = setmetatable({}, {__index = function(_, key)
    return names[key] and functions[names[key]]
  end})
  getmetatable(lazy.closed(name, t, others, names)).fields = names
  return t
end

--- The field of such a table, or of a plain one; nil when there is none.
function lazy.find(t, key)
  local meta = getmetatable(t) or {}
  local there = rawget(t, key) ~= nil or
                meta.fields and meta.fields[key] ~= nil
  for _, list in ipairs(meta.others or {}) do
    there = there or rawget(list, key) ~= nil
  end
  return there and t[key] or nil
end

--- Is it such a table, and no class?
function lazy.is_part(t)
  local meta = getmetatable(t)
  return type(meta) == "table" and rawget(meta, "is_part") == true
end

local function load(name, key, entry)
  local value = require(entry[1])
  if entry[2] then value = value[entry[2]] end
  if type(value) == "table" and getmetatable(value) == nil and
     not rawget(value, "__name") then
    lazy.closed(name == "ln" and key or name .. "." .. key, value)
  end
  return value
end

--- A table called `name` with fields name -> {module, name there}; without the
--- second, the module. Tables among them are closed as well. pairs() loads them
--- all. `more(key)` gives what is in none of them, or nil; `others` lists
--- tables of such names.
function lazy.table(name, fields, more, others)
  others = others or {}
  local meta = part(name)
  meta.fields, meta.others = fields, others
  function meta.__index(self, key)
    local entry = fields[key]
    local value
    if entry then value = load(name, key, entry)
    else value = more and more(key) end
    if value == nil then
      return refuse(name, key, self, fields, table.unpack(others))
    end
    rawset(self, key, value)
    return value
  end
  function meta.__pairs(self)
    for _, list in ipairs {fields, table.unpack(others)} do
      for key in next, list do local _ = self[key] end
    end
    return next, self
  end
  return setmetatable({}, meta)
end

--- A closed table called `name` of what a folder's modules hold, each loaded
--- with the first of its names: {pooling = "max_pool1d lp_pool1d"}. pairs()
--- loads them all. What is in none of them is looked up in `more`.
function lazy.folder(name, folder, parts, more)
  local module_of, meta = {}, part(name)
  for file, names in pairs(parts) do
    for key in names:gmatch "%S+" do module_of[key] = folder .. file end
  end
  meta.fields = module_of
  function meta.__index(self, key)
    local module = module_of[key]
    if module then
      for other, value in pairs(require(module)) do
        rawset(self, other, value)
      end
      return rawget(self, key)
    end
    local value = more[key]
    if value ~= nil then return value end
    return refuse(name, key, self, module_of, more)
  end
  function meta.__pairs(self)
    for key in next, module_of do local _ = self[key] end
    return next, self
  end
  return setmetatable({}, meta)
end

return lazy
