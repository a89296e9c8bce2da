--- How a network is made, as plain data, and networks made of it: what a model
--- file says of itself. Nothing in a description runs but the classes of nn and
--- gan, the entries of gan.zoo, and the classes that nn.register named.
--
-- {format = 1, layers, network, changes}. Each of the layers is {class, args}
-- or {entry, part, args}, where args is a list with its length in n: numbers,
-- texts and truths as they are, else {"nil"}, {"table", {key = value}},
-- {"layer", k}, one of the layers before it, {"class", name}, {"tensor", x} or
-- {"sizes", list} for a parameter of these sizes. `network` is the number of
-- the whole. What is in it otherwise than its class makes it is in changes:
-- {path, value}, {path, layer = k, 0 for none} or {path, name, computed,
-- given}, such as spectral_norm of the weight.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local lazy = require "lunette.lazy"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local origin = require "lunette.nn.origin"
local raise = errors.raise
local registered = require "lunette.nn.registered"
local repr = require "lunette.repr"
local tree = require "lunette.nn.tree"

local description = {}

local FORMAT = 1
local scalar = {number = true, string = true, boolean = true}

-- ---- classes by name ----

-- Where the library has classes of layers.
local function places()
  local gan = require "lunette.gan"
  return {["nn."] = nn, ["gan."] = gan, ["gan.zoo."] = gan.zoo,
          ["onnx."] = require "lunette.onnx"}
end

-- The class itself, where computed fields have put one of their own below it.
local function class_of(layer)
  local class = getmetatable(layer)
  return rawget(layer, "_computed") and getmetatable(class).__index or class
end

local function name_of(class)
  for place, t in pairs(places()) do
    if lazy.find(t, class.__name) == class then return place .. class.__name end
  end
  return registered.name_of(class)
end

local function class_named(name)
  local place, key = name:match "^(.*%.)([^.]+)$"
  local t = place and places()[place]
  local class
  if place then class = t and lazy.find(t, key) else
    class = registered.class_named(name)
  end
  if Module.is_class(class) then return class end
  raise("there is no class of layers %s%s", name, place and "" or
        ", unless nn.register names one so")
end

-- ---- of a network ----

-- What has its contents for arguments, whatever it was made of: by its init.
local contents = {}
local function as_list(layer)
  local list = {}
  for k = 1, #layer do list[k] = layer[k] end
  return {list, n = 1}
end
local function as_dict(layer)
  local dict = {}
  for name, value in layer:items() do dict[name] = value end
  return {dict, n = 1}
end
for _, name in ipairs {"Sequential", "ModuleList", "ParameterList"} do
  contents[nn[name].init] = as_list
end
for _, name in ipairs {"ModuleDict", "ParameterDict"} do
  contents[nn[name].init] = as_dict
end
contents[nn.Concat.init] = function(layer)
  return {as_list(layer)[1], layer.dim, n = 2}
end

local Writer = {}
Writer.__index = Writer

function Writer:where(layer)
  local path = self.paths[layer]
  return path and path ~= "" and " at " .. path or ""
end

local function encode(writer, value, owner)
  if scalar[type(value)] then return value end
  if value == nil then return {"nil"} end
  if engine.mark_of(value) == "parameter" then
    return {"sizes", value:size()}
  end
  if engine.is_tensor(value) then return {"tensor", value:detach()} end
  if Module.is_layer(value) then return {"layer", writer:add(value)} end
  if Module.is_class(value) then
    return {"class", name_of(value) or
            raise("class %s is not known: nn.register names it", value.__name)}
  end
  if type(value) == "table" and not getmetatable(value) then
    local fields = {}
    for key, v in pairs(value) do fields[key] = encode(writer, v, owner) end
    return {"table", fields}
  end
  raise("%s%s was made with a %s, which no file can hold; a class of layers " ..
        "of your own, named by nn.register, can take its place",
        owner.__name, writer:where(owner), type(value))
end

local function encode_list(writer, list, owner)
  local args = {n = list.n}
  for k = 1, list.n do args[k] = encode(writer, list[k], owner) end
  return args
end

local function form_of(writer, layer)
  local class, made = class_of(layer), rawget(layer, "_made")
  local name, from = name_of(class), rawget(layer, "_entry")
  if from and (from.whole or not name) then
    return {entry = from.name, part = from.part,
            args = encode_list(writer, {from.given, n = 1}, layer)}
  end
  if not name then
    raise("no file can say what a %s is%s: nn.register(name, class) gives " ..
          "its class a name", layer.__name, writer:where(layer))
  end
  local list = contents[class.init]
  return {class = name,
          args = encode_list(writer, list and list(layer) or made, layer)}
end

-- The number of the layer among those that are described.
function Writer:add(layer)
  if not self.number[layer] then
    if self.open[layer] then
      raise("%s%s is inside itself", layer.__name, self:where(layer))
    end
    self.open[layer] = true
    local form = form_of(self, layer)
    self.layers[#self.layers + 1] = form
    self.number[layer] = #self.layers
  end
  return self.number[layer]
end

-- ---- what its classes do not make ----

-- A table of fields, or what a layer was given?
local function is_plain(v)
  local meta = type(v) == "table" and getmetatable(v)
  return meta == nil or meta == origin.Origin
end

-- Are two fields the same, neither of them a layer or a table of fields? What
-- is neither data nor a tensor is not looked at.
local function is_same(x, y)
  if engine.is_tensor(x) and engine.is_tensor(y) then
    return repr.shape(x) == repr.shape(y) and x:ne(y):sum():item() == 0
  end
  local kind = type(x)
  return x == y or x ~= x and y ~= y or
         kind == type(y) and (kind == "function" or kind == "userdata")
end

-- Were both given the same, layers aside?
local function is_made_alike(x, y)
  if Module.is_layer(x) and Module.is_layer(y) then return true end
  if not (is_plain(x) and is_plain(y)) then return is_same(x, y) end
  for key, v in next, x do
    if not is_made_alike(v, y[key]) then return false end
  end
  for key in next, y do
    if x[key] == nil then return false end
  end
  return true
end

-- Is the layer y of the class of x, and made as it was?
local function is_like(x, y)
  if not Module.is_layer(y) or class_of(x) ~= class_of(y) then return false end
  return contents[class_of(x).init] ~= nil or
         is_made_alike(rawget(x, "_made"), rawget(y, "_made"))
end

-- Adds to the list what one of two layers computes and the other does not.
local function compare_computed(path, a, b, list)
  local here, there = rawget(a, "_computed") or {}, rawget(b, "_computed") or {}
  for name, field in pairs(here) do
    if not there[name] then
      if not field.given then
        raise("%s.%s is computed by %s, which no file can say", path, name,
              field.kind)
      end
      list[#list + 1] = {path = path, name = name, computed = field.kind,
                         given = field.given}
    end
  end
  for name, field in pairs(there) do
    if not here[name] then
      list[#list + 1] = {path = path, name = name,
                         computed = "remove_" .. field.kind}
    end
  end
end

local compare

-- Adds to the list what is at `path` otherwise than as it is made: x for y.
-- Parameters and buffers are the state's.
local function compare_field(writer, path, x, y, list)
  if engine.mark_of(x) or engine.mark_of(y) then return end
  if Module.is_layer(x) and is_like(x, y) or is_plain(x) and is_plain(y) then
    return compare(writer, path, x, y, list)
  elseif Module.is_layer(x) then
    list[#list + 1] = {path = path, layer = writer:add(x)}
  elseif x == nil and Module.is_layer(y) then
    list[#list + 1] = {path = path, layer = 0}
  elseif scalar[type(x)] and x ~= y then
    list[#list + 1] = {path = path, value = x}
  elseif not is_same(x, y) then
    raise("at %s is %s, where its class makes %s", path, arguments.show(x),
          y == nil and "nothing" or arguments.show(y))
  end
end

-- Adds to the list what the fields of a, a layer or a table in one, have
-- otherwise than those of b.
function compare(writer, path, a, b, list)
  if writer.seen[a] then return end
  writer.seen[a] = true
  if Module.is_layer(a) then compare_computed(path, a, b, list) end
  local keys = {}
  for _, t in ipairs {a, b} do
    for key in next, t do
      local hidden = type(key) == "string" and key:sub(1, 1) == "_"
      if not hidden then keys[key] = true end
    end
  end
  for key in pairs(keys) do
    local below = (path == "" and "" or path .. ".") .. tostring(key)
    compare_field(writer, below, rawget(a, key), rawget(b, key), list)
  end
end

-- ---- networks of it ----

local decode

local tags = {
  ["nil"] = function() return nil end,
  table = function(fields, made)
    if type(fields) ~= "table" then raise("a table is %s", type(fields)) end
    local value = {}
    for key, v in pairs(fields) do value[key] = decode(v, made) end
    return value
  end,
  layer = function(k, made)
    return made[k] or raise("layer %s is none of those before it", tostring(k))
  end,
  class = function(name) return class_named(tostring(name)) end,
  tensor = function(x)
    return engine.is_tensor(x) and x or raise "a tensor is none"
  end,
  sizes = function(sizes) return engine.create.zeros(sizes) end,
}

function decode(value, made)
  if type(value) ~= "table" then return value end
  local read = tags[value[1]]
  if not read then raise("a value is %s", tostring(value[1])) end
  return read(value[2], made)
end

local function decode_args(args, made)
  local n = type(args) == "table" and math.type(args.n) == "integer" and args.n
  if not n or n < 0 or n > 250 then raise "its arguments are no list" end
  local list = {}
  for k = 1, n do list[k] = decode(args[k], made) end
  return table.unpack(list, 1, n)
end

local function make(form, made)
  if type(form) ~= "table" then raise "a layer is no table" end
  if form.class ~= nil then
    return class_named(tostring(form.class))(decode_args(form.args, made))
  end
  local zoo, name = require "lunette.gan".zoo, tostring(form.entry)
  local entry = lazy.find(zoo, name)
  if type(entry) ~= "function" then raise("gan.zoo has no %s", name) end
  local nets = entry(decode_args(form.args, made))
  local net = tree.at(nets, tostring(form.part))
  return Module.is_layer(net) and net or
         raise("zoo.%s has no network %s", name, tostring(form.part))
end

-- ---- changes ----

local KINDS = {spectral_norm = true, weight_norm = true, equalized = true,
               remove_spectral_norm = true, remove_weight_norm = true}

local function change_computed(layer, change)
  if not Module.is_layer(layer) then raise("there is no layer") end
  if not KINDS[change.computed] then
    raise("a weight is computed by %s", tostring(change.computed))
  end
  local given = {name = change.name}
  for key, v in pairs(change.given or {}) do given[key] = v end
  local remove = change.computed:find "^remove"
  nn[change.computed](layer, remove and change.name or given)
end

-- What holds the field at a path, its key there, and the layer that it is in.
local function holder_of(network, path)
  local node, owner, last = network, network, nil
  for part in path:gmatch "[^.]+" do
    if last ~= nil then
      node = rawget(node, last)
      owner = Module.is_layer(node) and node or owner
    end
    if type(node) ~= "table" or not is_plain(node) and node ~= owner or
       part:sub(1, 1) == "_" then
      raise "there is no such field"
    end
    local index = math.tointeger(part)
    last = index and rawget(node, part) == nil and index or part
  end
  return node, last, owner
end

-- A field takes what is of the type that it has.
local function change_field(network, change, made)
  local node, key, owner = holder_of(network, change.path)
  local before, value = rawget(node, key), change.value
  if before == nil and node == owner then before = owner[key] end
  if change.layer ~= nil then
    value = change.layer ~= 0 and tags.layer(change.layer, made) or nil
    if before ~= nil and not Module.is_layer(before) then
      raise "it is no layer"
    end
  elseif not scalar[type(value)] or
         before ~= nil and type(before) ~= type(value) then
    raise("it cannot be a %s", type(value))
  end
  rawset(node, key, value)
end

local function apply(network, changes, made)
  for _, change in ipairs(changes) do
    local path = tostring(change.path)
    errors.within(("change at %q: "):format(path), function()
      if change.computed then
        return change_computed(path == "" and network or
                               tree.at(network, path), change)
      end
      change_field(network, {path = path, layer = change.layer,
                             value = change.value}, made)
    end)
  end
end

-- Checks that are not made while layers are made.
local function check_form(d)
  if type(d) ~= "table" then raise "the description is no table" end
  if d.format ~= FORMAT then
    raise("the description is of format %s; format %d is read",
          tostring(d.format), FORMAT)
  end
  for _, key in ipairs {"layers", "changes"} do
    if type(d[key]) ~= "table" then raise("%s is no list", key) end
    for _, entry in ipairs(d[key]) do
      if type(entry) ~= "table" then raise("one of %s is no table", key) end
    end
  end
  if math.type(d.network) ~= "integer" then raise "there is no network" end
end

-- The layers of a description.
local function make_all(d)
  local made = {}
  for k, form in ipairs(d.layers) do
    local where = ("layer %d (%s): "):format(k, tostring(form.class or
                                                         form.entry))
    made[k] = errors.within(where, make, form, made)
  end
  return made
end

--- The network that a description tells of, with weights of its own. Raises
--- "layer 3 (nn.Conv2d): ..." on what is none. The default generator is left
--- where it stands.
function description.build(d)
  local _ <close> = engine.default_generator:undisturbed()
  check_form(d)
  local made = make_all(d)
  local network = tags.layer(d.network, made)
  apply(network, d.changes, made)
  return network
end

-- How often what has changed is looked for: in what took another's place
-- something may be changed as well.
local ROUNDS = 8

--- How the network is made: description.build gives one like it. Raises where
--- no description can tell.
function description.of(network)
  local writer = setmetatable({layers = {}, number = {}, open = {}, paths = {}},
                              Writer)
  for _, entry in ipairs(tree.of_kind(network, "layer")) do
    writer.paths[entry.value] = entry.path
  end
  local d = {format = FORMAT, layers = writer.layers, changes = {},
             network = writer:add(network)}
  for _ = 1, ROUNDS do
    local found = {}
    writer.seen = {}
    local made = description.build(d)
    compare(writer, "", network, made, found)
    if #found == 0 then
      made:load_state_dict(network:state_dict())
      return d
    end
    table.move(found, 1, #found, #d.changes + 1, d.changes)
  end
  raise("%s at %s cannot be made as it is", network.__name,
        d.changes[#d.changes].path)
end

return description
