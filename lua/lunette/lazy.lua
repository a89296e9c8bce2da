--- Tables of the library's parts: loaded when first named, and telling what is
--- near when a name is not there.

local arguments = require "lunette.arguments"
local raise = require "lunette.raise".raise

local lazy = {}

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

-- Raises unless the key is one that Lua or a tool looks for by itself.
local function refuse(name, key, ...)
  if type(key) ~= "string" or key:sub(1, 1) == "_" then return nil end
  local names = keys_of(...)
  local near = arguments.near(key, names, 3)
  if #near == 0 and #names <= 16 then near = names end
  raise("%s has no %s%s", name, key,
        #near > 0 and "; near it: " .. table.concat(near, ", ") or "")
end

-- What is not called but has what can be: gan.losses.hinge.
local function not_called(name, t)
  local names = keys_of(t)
  raise("%s is a table of functions, %s: write %s.%s(...)", name,
        table.concat(names, " and "), name, names[1])
end

--- The table `t`, called `name` in messages: reading a name that it does not
--- have raises, "nn has no Conv2D; near it: Conv2d", and so does calling it.
--- `more`: tables whose names count as its own, looked up in order.
function lazy.closed(name, t, ...)
  local more = {...}
  return setmetatable(t, {
    is_part = true,
    __index = function(_, key)
      for _, other in ipairs(more) do
        local value = rawget(other, key)
        if value ~= nil then return value end
      end
      return refuse(name, key, t, table.unpack(more))
    end,
    __call = function() not_called(name, t) end,
  })
end

--- The field of such a table, or of a plain one; nil when there is none.
function lazy.find(t, key)
  local fields = (getmetatable(t) or {}).fields
  local there = rawget(t, key) ~= nil or fields and fields[key] ~= nil
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
  local meta = {is_part = true, fields = fields}
  function meta.__index(self, key)
    local entry = fields[key]
    local value
    if entry then value = load(name, key, entry)
    else value = more and more(key) end
    if value == nil then
      return refuse(name, key, self, fields, table.unpack(others or {}))
    end
    rawset(self, key, value)
    return value
  end
  function meta.__pairs(self)
    for key in next, fields do local _ = self[key] end
    for _, other in ipairs(others or {}) do
      for key in next, other do local _ = self[key] end
    end
    return next, self
  end
  return setmetatable({}, meta)
end

return lazy
