--- Names of a graph's tensors as paths of a layer's fields: features.0.weight
--- is self.features["0"].weight. Keys stay words, for PyTorch, whose names most
--- files have, counts from 0, and no list of ours does.

local engine = require "lunette.engine"

local places = {}

-- Fields of every layer that its class does not show.
local RESERVED = {_made = true, _entry = true, _hooks = true, _computed = true,
                  _becomes = true, _plan = true}

-- The keys of the name, or nil when a path has no such parts.
local function keys_of(name)
  local keys = {}
  for part in (name .. "."):gmatch "([^.]*)%." do
    if part == "" then return nil end
    keys[#keys + 1] = part
  end
  return keys
end

local function is_table(value)
  return type(value) == "table" and getmetatable(value) == nil
end

local function is_free(layer, keys)
  local first = keys[1]
  if RESERVED[first] or getmetatable(layer)[first] ~= nil then return false end
  local node = layer
  for k = 1, #keys - 1 do
    node = rawget(node, keys[k])
    if node == nil then return true end
    if not is_table(node) or engine.is_tensor(node) then return false end
  end
  return rawget(node, keys[#keys]) == nil
end

--- Puts the value into the field of that name; returns its keys. A name that is
--- no path, or that of another field, has _ for its dots and before it.
function places.put(layer, name, value)
  local keys = keys_of(name)
  if not keys or not is_free(layer, keys) then
    local flat = name:gsub("%.", "_")
    repeat flat = "_" .. flat until is_free(layer, {flat})
    keys = {flat}
  end
  local node = layer
  for k = 1, #keys - 1 do
    node[keys[k]] = rawget(node, keys[k]) or {}
    node = node[keys[k]]
  end
  node[keys[#keys]] = value
  return keys
end

--- What is in the field now.
function places.at(layer, keys)
  local value = layer
  for _, key in ipairs(keys) do value = value[key] end
  return value
end

return places
