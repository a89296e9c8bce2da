--- Options of a trainer by their paths, as config.json has them:
--- discriminator_steps, optimizers.lr, penalties.1.weight.

local arguments = require "lunette.arguments"
local like = require "lunette.settings".like
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local options = {}

local function key_of(word) return math.tointeger(tonumber(word)) or word end

local function is_value(value)
  if type(value) == "table" then
    return #value > 0 and type(value[1]) == "number" and repr.is_plain(value)
  end
  return type(value) ~= "function" and type(value) ~= "userdata"
end

-- Adds the paths of all that can be set to the list.
local function add_paths(value, path, list)
  if is_value(value) then
    list[#list + 1] = path
  elseif type(value) == "table" and repr.is_plain(value) then
    for key, part in pairs(value) do
      local inner = path == "" and tostring(key) or path .. "." .. tostring(key)
      add_paths(part, inner, list)
    end
  end
  return list
end

-- Names near the one that is not there: those that end in it first.
local function near(name, paths)
  for _, path in ipairs(paths) do
    if path:match "[^.]*$" == name then return "; near it: " .. path end
  end
  return arguments.near_text(name, paths)
end

local function refuse(name, o, known)
  local paths = add_paths(o, "", repr.names(known))
  table.sort(paths)
  raise("set: there is no %s%s", name, near(name, paths))
end

-- The value as what is there; any number for a number, as which of them will
-- do is for the trainer to say.
local function read(path, now, value)
  local own, wanted
  if type(now) == "number" then
    own, wanted = tonumber(value), "a number"
  elseif is_value(now) then
    own, wanted = like(now, value)
  end
  if own ~= nil then return own end
  raise("set: %s is %s, %s is wanted", path, arguments.show(value),
        wanted or "what the script alone can give")
end

local function copied(list)
  local copy = setmetatable({}, getmetatable(list))
  for key, value in pairs(list) do copy[key] = value end
  return copy
end

--- The options with the value at the path, of its own kind, in place of that
--- of before; o stays as it is. known: by name, what else there is, for the
--- message that there is no such.
function options.set(o, path, value, known)
  local new, words = copied(o), {}
  for word in path:gmatch "[^.]+" do words[#words + 1] = key_of(word) end
  local inner, last = new, table.remove(words)
  for _, word in ipairs(words) do
    local part = inner[word]
    if type(part) ~= "table" or not repr.is_plain(part) then
      refuse(path, o, known)
    end
    inner[word] = copied(part)
    inner = inner[word]
  end
  if inner[last] == nil then refuse(path, o, known) end
  inner[last] = read(path, inner[last], value)
  return new
end

return options
