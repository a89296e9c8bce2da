--- What a script lets be set from the shell.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- What `lunette train script.lua` was told, by name: values, or texts that
-- stand for them; nil where nothing is.
local told

local words = {["true"] = true, ["false"] = false}

local function numbers_of(text)
  local list = {}
  for part in text:gmatch "[^,]+" do list[#list + 1] = tonumber(part) end
  return list
end

-- The value as what the default is, or nil and what is wanted.
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

--- What the script is to go by: the defaults, and in their place what
---   lunette train script.lua --steps 20000 --set lr=1e-4 --set betas=0,0.99
--- says. A value is of its default's kind: a number, an integer, a text, a
--- boolean or a list of numbers; unknown names are refused.
---   local o = ln.settings {steps = 5000, lr = 2e-4, betas = {0.5, 0.999}}
local settings = arguments.define("settings", "defaults: table",
                                  function(defaults)
  local o = {}
  for name, value in pairs(defaults) do o[name] = value end
  for name, value in pairs(told or {}) do
    local default = defaults[name]
    if default == nil then
      local known = repr.names(defaults)
      raise("settings: there is no %s%s", name,
            arguments.near_text(name, known))
    end
    local own, wanted = like(default, value)
    if own == nil then
      raise("settings: %s is %s, %s is wanted", name, arguments.show(value),
            wanted)
    end
    o[name] = own
  end
  return o
end)

--- Tells the script that is run next; what it returns is closed after it.
local function tell(values)
  told = values
  return setmetatable({}, {__close = function() told = nil end})
end

return {settings = settings, tell = tell}
