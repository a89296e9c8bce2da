--- Walking a layer's fields: where parameters, buffers and layers are found.
--
-- Integer keys come first, in order, then names, sorted. Plain tables are
-- walked through; other objects are not entered. What is shared is found once,
-- under its first path.

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local tree = {}

--- Set by lunette.nn.module: is this a layer?
tree.is_layer = nil

local function before(a, b)
  local ta, tb = math.type(a), math.type(b)
  if ta and tb then return a < b end
  if ta or tb then return ta ~= nil end
  return a < b
end

-- The keys of what may lead to a tensor.
local function keys_of(node)
  local keys = {}
  for key, value in next, node do
    local kind = type(value)
    local name = type(key)
    if (kind == "userdata" or kind == "table") and
       (name == "string" or math.type(key) == "integer") then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, before)
  return keys
end

local function walk(node, parent, prefix, seen, found)
  for _, key in ipairs(keys_of(node)) do
    local value = rawget(node, key)
    local path = prefix .. tostring(key)
    local mark = engine.mark_of(value)
    local is_layer = not mark and tree.is_layer(value)
    if mark or is_layer then mark = mark or "layer" end
    if not seen[value] then
      if mark then
        seen[value] = true
        found[#found + 1] = {kind = mark, path = path, name = path,
                             value = value, owner = node, key = key,
                             parent = parent}
      end
      if is_layer then
        walk(value, value, path .. ".", seen, found)
      elseif type(value) == "table" and getmetatable(value) == nil then
        seen[value] = true
        walk(value, parent, path .. ".", seen, found)
      end
    end
  end
  return found
end

--- What PyTorch calls what is at `key`: lists count from 0 there.
function tree.torch_name(key)
  return math.type(key) == "integer" and tostring(key - 1) or key
end

-- As walk, with PyTorch's names; what is shared is found under all it has, as
-- PyTorch's states have it. open: the tables that this is in.
local function walk_torch(node, parent, at, open, found)
  for _, key in ipairs(keys_of(node)) do
    local value = rawget(node, key)
    local name_of = node == parent and parent._torch_name or tree.torch_name
    local inner = {path = at.path .. tostring(key),
                   name = at.name .. name_of(key), value = value}
    local mark = engine.mark_of(value)
    local is_layer = not mark and tree.is_layer(value)
    if mark or is_layer then
      inner.kind = mark or "layer"
      inner.may_lack = parent._torch_lacks == key
      found[#found + 1] = inner
    end
    if not mark and not open[value] and type(value) == "table" and
       (is_layer or getmetatable(value) == nil) then
      open[value] = true
      walk_torch(value, is_layer and value or parent,
                 {path = inner.path .. ".", name = inner.name .. "."}, open,
                 found)
      open[value] = nil
    end
  end
  return found
end

--- All below `layer`, in order: a list of {kind = "parameter", "buffer" or
--- "layer", path = "1.weight", name, value, owner and key (the table and field
--- that hold it), parent (the layer it belongs to)}. The name is the path; with
--- names = "torch" it is PyTorch's, and there is no owner, key and parent, but
--- may_lack, whether old states of PyTorch's lack it.
function tree.entries(layer, names)
  if names == "torch" then
    return walk_torch(layer, layer, {path = "", name = ""}, {[layer] = true},
                      {})
  end
  return walk(layer, layer, "", {[layer] = true}, {})
end

--- `name` as the key of a field that is not one of the layer's class.
function tree.key_of(layer, name)
  if getmetatable(layer)[name] ~= nil then
    raise("%s: %s is a field of every layer; choose another name",
          layer.__name, name)
  elseif name == "" or name:find(".", 1, true) then
    raise("%s: the name %q is empty or has a dot, which stands between the " ..
          "names of a path", layer.__name, name)
  end
  return name
end

--- What is at a path of fields, "1.weight", or nil.
function tree.at(layer, path)
  local node = layer
  for part in path:gmatch "[^.]+" do
    if type(node) ~= "table" then return nil end
    local value = rawget(node, part)
    if value == nil then value = rawget(node, math.tointeger(part)) end
    node = value
  end
  return node
end

--- All of the entries that wait for their first input (nn/lazy.lua), and the
--- layer itself, where it does.
function tree.waiting(layer, entries)
  local list = layer._becomes and {{path = "", name = "", value = layer}} or {}
  for _, entry in ipairs(entries) do
    if entry.kind == "layer" and entry.value._becomes then
      list[#list + 1] = entry
    end
  end
  return list
end

-- The entries; raises when a layer waits, so that not all of them are there.
local function all_entries(layer, names)
  local entries = tree.entries(layer, names)
  local first = tree.waiting(layer, entries)[1]
  if not first then return entries end
  raise("%s%s: its parameters are known after its first call; call the " ..
        "model before they are asked for", first.value.__name,
        first.path ~= "" and " at " .. first.path or "")
end

--- Those of one kind.
function tree.of_kind(layer, kind)
  local list = {}
  local entries_of = kind == "layer" and tree.entries or all_entries
  for _, entry in ipairs(entries_of(layer)) do
    if entry.kind == kind then list[#list + 1] = entry end
  end
  return list
end

--- The parameters and buffers, with names as entries has them; raises where two
--- have the same, of which a state would hold one.
function tree.state(layer, names)
  local list, is_taken = {}, {}
  for _, entry in ipairs(all_entries(layer, names)) do
    if entry.kind ~= "layer" then
      if is_taken[entry.name] then
        raise("%s: two tensors are at %q, by a key that has a dot or is a " ..
              "number and a text; a state would hold one of them",
              layer.__name, entry.name)
      end
      is_taken[entry.name] = true
      list[#list + 1] = entry
    end
  end
  return list
end

return tree
