--- ln.save and ln.load: nested tables, exactly as they were.
--
-- The file is safetensors. Tensors are entries, named by their path
-- ("G.2.weight"); a flat state_dict is nothing but that, and other libraries
-- read it. For all else the metadata "lunette" holds, as JSON, the table with
-- {"tensor": name} where a tensor was. A list is an array; any other table is
-- {"map": [[key, value], ...]}; text that is not UTF-8 is {"hex": ...}; inf
-- and nan are {"float": their bits}.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local json = require "lunette.json"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local safetensors = require "lunette.safetensors"
local torch7 = require "lunette.torch7"
local torch_file = require "lunette.torch_file"

local state = {}

local DEEPEST = 30

-- ---- writing ----

local order = {number = 1, string = 2, boolean = 3}

local function key_less(a, b)
  local x, y = type(a), type(b)
  if x ~= y then return order[x] < order[y] end
  if x == "boolean" then return b and not a end
  return a < b
end

local function place(path) return path == "" and "the state" or path end

local function sorted_keys(value, path)
  local keys = {}
  for key in pairs(value) do
    if not order[type(key)] then
      raise("save: %s has a %s as a key", place(path), type(key))
    end
    keys[#keys + 1] = key
  end
  table.sort(keys, key_less)
  return keys
end

local function hex(bytes)
  return (bytes:gsub(".", function(c) return ("%02x"):format(c:byte()) end))
end

local function is_plain_float(v)
  return v == v and v ~= math.huge and v ~= -math.huge
end

-- A name for the tensor at `path` that no other has.
local function name_tensor(path, x, tensors)
  local base = utf8.len(path) and path ~= "__metadata__" and path or "tensor"
  local name, n = base, 1
  while tensors[name] do
    n = n + 1
    name = base .. "#" .. n
  end
  tensors[name] = x
  return name
end

-- Are the sorted keys 1 to n?
local function is_list(keys)
  for k, key in ipairs(keys) do
    if key ~= k then return false end
  end
  return true
end

local describe

local function check_table(value, path, depth)
  if depth > DEEPEST then
    raise("save: %s: tables within tables, %d deep, or a cycle", path, DEEPEST)
  end
  local ok, can = pcall(function() return value.state_dict ~= nil end)
  if ok and can then
    raise("save: %s is an object; its state_dict() can be saved", place(path))
  end
  if not repr.is_plain(value) then
    raise("save: %s has a metatable, which a file cannot hold", place(path))
  end
end

local function describe_table(value, path, tensors, depth)
  check_table(value, path, depth)
  local keys, parts = sorted_keys(value, path), json.array {}
  local list = is_list(keys)
  for k, key in ipairs(keys) do
    local inner = path == "" and tostring(key) or path .. "." .. tostring(key)
    local part = describe(value[key], inner, tensors, depth + 1)
    parts[k] = part
    if not list then
      parts[k] = json.array {describe(key, inner, tensors, depth), part}
    end
  end
  return list and parts or {map = parts}
end

-- What stands for the value in the JSON; tensors are collected.
function describe(value, path, tensors, depth)
  local kind = type(value)
  if engine.is_tensor(value) then
    return {tensor = name_tensor(path, value, tensors)}
  end
  if kind == "table" then return describe_table(value, path, tensors, depth) end
  if kind == "string" then
    return utf8.len(value) and value or {hex = hex(value)}
  end
  if math.type(value) == "float" and not is_plain_float(value) then
    return {float = hex(string.pack(">d", value))}
  end
  if kind ~= "number" and kind ~= "boolean" then
    raise("save: %s is a %s, which a file cannot hold", place(path), kind)
  end
  return value
end

-- Nothing but tensors under names that a file can have as they are?
local function is_flat(value)
  if not repr.is_plain(value) then return false end
  for key, x in pairs(value) do
    if type(key) ~= "string" or not utf8.len(key) or key == "__metadata__"
      or not engine.is_tensor(x) then
      return false
    end
  end
  return true
end

--- The value as text, its tensors added to `tensors` under names that begin
--- with `prefix`.
function state.encode(value, prefix, tensors)
  return json.encode(describe(value, prefix, tensors, 1))
end

--- What ln.save does; older is file.write's.
function state.write(path, value, older)
  if is_flat(value) then
    return safetensors.save_checked(path, value, nil, older)
  end
  local tensors = {}
  local text = state.encode(value, "", tensors)
  return safetensors.save_checked(path, tensors, {lunette = text}, older)
end

--- Writes a table of tensors, numbers, strings, booleans and such tables; load
--- gives it back bit for bit. The folder is made; a file that exists is
--- replaced whole or not at all. The file carries a checksum, which load
--- compares. Returns true; raises when the disk refuses.
---
---   ln.save("state.safetensors", {mean = ln.zeros(3), step = 7, name = "a"})
---   print(ln.load("state.safetensors").step)   -- 7
--- @return boolean
state.save = arguments.define("save", "path: string, state: table",
                              function(path, value)
  return state.write(path, value)
end)

-- ---- reading ----

local restore

local function restore_map(pairs_list, path, tensors)
  local value = {}
  for _, pair in ipairs(pairs_list) do
    if not json.is_array(pair) or #pair ~= 2 then
      raise("%s: a map's entry is not a key and a value", path)
    end
    local key = restore(pair[1], path, tensors)
    if not order[type(key)] or key ~= key then
      raise("%s: a map's key is a %s", path, type(key))
    end
    value[key] = restore(pair[2], path, tensors)
  end
  return value
end

local function unhex(text, path)
  if type(text) ~= "string" or #text % 2 == 1 or text:find "%X" then
    raise("%s: hex digits are wanted", path)
  end
  return (text:gsub("%x%x", function(digits)
    return string.char(tonumber(digits, 16))
  end))
end

local tags = {
  map = function(list, path, tensors)
    if not json.is_array(list) then raise("%s: a map is not a list", path) end
    return restore_map(list, path, tensors)
  end,
  tensor = function(name, path, tensors)
    return tensors[name]
           or raise("%s: tensor %s is missing", path, tostring(name))
  end,
  hex = unhex,
  float = function(text, path)
    local bytes = unhex(text, path)
    if #bytes ~= 8 then raise("%s: a float has 8 bytes", path) end
    return (string.unpack(">d", bytes))
  end,
}

function restore(value, path, tensors)
  if type(value) ~= "table" then return value end
  if json.is_array(value) then
    local list = {}
    for k, part in ipairs(value) do list[k] = restore(part, path, tensors) end
    return list
  end
  local tag, content = next(value)
  if not tags[tag] or next(value, tag) ~= nil then
    raise("%s: unknown entry %s", path, tostring(tag))
  end
  return tags[tag](content, path, tensors)
end

--- What state.encode made a text of; raises "path: ..." on what it did not.
--- max_header: as ln.load has it.
function state.decode(text, path, tensors, max_header)
  local value, reason = safetensors.decode(text, max_header)
  if reason then raise("%s: metadata: %s", path, reason) end
  value = restore(value, path, tensors)
  if type(value) ~= "table" then raise("%s: metadata: not a table", path) end
  return value
end

--- What ln.load gives of a safetensors file, and whether a checksum said that
--- the file is as it was written.
function state.read(path, given)
  local tensors, metadata, checked = safetensors.load(path, given)
  if not metadata.lunette then return repr.state(tensors), checked end
  return repr.state(state.decode(metadata.lunette, path, tensors,
                                 given and given.max_header)), checked
end

-- Files of others, each with what tells one by its first bytes and its path.
local kinds = {torch_file, torch7}

local function reader_of(path)
  local handle <close> = file.open(path)
  local head = handle:read(foreign.HEAD) or ""
  for _, kind in ipairs(kinds) do
    if kind.is(head, path) then return kind.read end
  end
  return state.read
end

--- What ln.save saved; the tensors by name of any other safetensors file; or
--- what torch.save wrote, of PyTorch or of Torch7. Nothing in a file is run.
--- Raises "path: ..." when the file is not whole. Names, sizes and all that is
--- not tensors take at most max_header bytes.
---
--- Of PyTorch, since 1.6 or before: a state_dict, a checkpoint of several with
--- numbers and strings, or a tensor. A dictionary is a table by its keys, a
--- tuple a list, None nil, and in a list false; an array of NumPy is a tensor.
--- What only code can make, such as a whole module, is refused by its name. A
--- network takes a state_dict by load_state_dict(state, {from = "torch"}).
---
--- Of Torch7, binary or ascii: numbers (integers where they are whole),
--- strings, booleans, tables, with what is in several places one table, tensors
--- and storages, of any type, with tensors of one storage views of it. An
--- object of another class, as all of nn's, is the table of its fields and
--- torch_class, its class's name: from_torch7 makes layers of those. A function
--- is the table {torch_class = "function"}: it is neither run nor loaded. Such
--- files are told by their first bytes where they hold a table or an object,
--- and by .t7, .th, .net or .ascii at the end of their path.
--- @return table<string|integer, any>
state.load = arguments.define("load",
  "path: string, {max_header: count = 4194304}", function(path, o)
  local read = reader_of(path)
  return (read(path, o))
end)

return state
