--- What a script lets be set from the shell.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- What `lunette train script.lua` was told: values by name, or texts that stand
-- for them; those `offered`, which it may do without; `taken`, which of these
-- it took; `known`, all defaults it has. Empty where nothing is.
local told = {values = {}, offered = {}}

local words = {["true"] = true, ["false"] = false}

local function numbers_of(text)
  local list = {}
  for part in text:gmatch "[^,]+" do list[#list + 1] = tonumber(part) end
  return list
end

--- The value as what the default is, or nil and what is wanted.
local function like(default, value)
  local number = tonumber(value)
  if math.type(default) == "integer" then
    return math.tointeger(number), "an integer"
  elseif type(default) == "number" then
    return number, "a number"
  elseif type(default) == "boolean" then
    if type(value) == "boolean" then return value end
    return words[value], "true or false"
  elseif type(default) == "string" then
    return type(value) == "string" and value or nil, "a text"
  end
  local list = type(value) == "string" and numbers_of(value) or value
  local fits = type(list) == "table" and #list == #default
  return fits and list or nil, ("%d numbers, as 1,2,"):format(#default)
end

--- The value of a name as what its default is; raises where it is not.
local function read(defaults, name, value)
  local own, wanted = like(defaults[name], value)
  if own ~= nil then return own end
  raise("settings: %s is %s, %s is wanted", name, arguments.show(value), wanted)
end

--- What the script is to go by: the defaults, and in their place what
---   lunette train script.lua --steps 20000 --set lr=1e-4 --set betas=0,0.99
--- says. A value is of its default's kind: a number, an integer, a text, a
--- boolean or a list of numbers; unknown names are refused.
---   local o = ln.settings {steps = 5000, lr = 2e-4, betas = {0.5, 0.999}}
--- @return defaults
local settings = arguments.define("settings", "defaults: table",
                                  function(defaults)
  local o = {}
  for name, value in pairs(defaults) do
    o[name] = value
    if told.known then told.known[name] = value end
  end
  for name, value in pairs(told.values) do
    if defaults[name] == nil then
      raise("settings: there is no %s%s", name,
            arguments.near_text(name, repr.names(defaults)))
    end
    o[name] = read(defaults, name, value)
  end
  for name, value in pairs(told.offered) do
    if defaults[name] ~= nil then
      o[name], told.taken[name] = read(defaults, name, value), true
    end
  end
  return o
end)

--- Tells the script that is run next, and offers what it may do without;
--- returns {taken = what it took of that, by name, known = all its defaults, by
--- name}, which is closed after it.
local function tell(values, offered)
  local outer = told
  told = setmetatable({values = values, offered = offered or {}, taken = {},
                       known = {}}, {__close = function() told = outer end})
  return told
end

return {settings = settings, tell = tell, like = like, read = read}
