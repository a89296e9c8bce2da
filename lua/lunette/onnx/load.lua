--- onnx.load: a model of ONNX's as a layer.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local fields = require "lunette.onnx.load.fields"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local Graph = require "lunette.onnx.load.graph"
local limited = require "lunette.limited"
local nodes = require "lunette.onnx.load.nodes"
local parameter = require "lunette.nn.parameter"
local protobuf = require "lunette.protobuf"
local raise = errors.raise
local tensor = require "lunette.onnx.load.tensor"

local load = {}

-- ---- the file ----

local LARGEST = 1 << 31 -- bytes that a protobuf has

local function read_file(path)
  local handle <close>, size = file.open(path)
  local kind = foreign.kind_of(handle)
  if kind and kind ~= foreign.ONNX then raise("%s", kind) end
  if size >= LARGEST then
    raise("the file has %d bytes; a model has fewer than %d", size, LARGEST)
  end
  handle:seek "set"
  return handle:read "a"
end

local DOMAINS = {[""] = true, ["ai.onnx"] = true}

local function opset_of(model)
  local opset
  for _, entry in ipairs(model.opset_import) do
    if DOMAINS[entry.domain or ""] then opset = entry.version or 0 end
  end
  return opset or raise "no opset of ONNX is imported"
end

-- ---- its values ----

-- A value as plain data: integers as a table of sizes and values.
local function read_value(source, t, name)
  local value = tensor.read(source, t, name)
  if engine.is_tensor(value) then return value end
  local sizes = value.sizes
  value.sizes = nil
  return {sizes = sizes, values = setmetatable(value, nil)}
end

-- type of AttributeProto -> the field that has the value, and what it is when
-- it is not there.
local kinds = {[1] = {"f", 0.0}, [2] = {"i", 0}, [3] = {"s", ""}, [4] = {"t"},
               [6] = {"floats"}, [7] = {"ints"}, [8] = {"strings"}}

-- The type of an attribute that tells none: the first whose field is there.
local function guessed(a)
  for kind = 1, 8 do
    local v = kinds[kind] and a[kinds[kind][1]]
    if v ~= nil and (kind < 6 or #v > 0) then return kind end
  end
end

local function attribute(source, a, owner)
  if a.g or #a.graphs > 0 then
    raise("a graph within %s, attribute %s, is not run", owner,
          tostring(a.name))
  end
  local kind = a.type and a.type ~= 0 and a.type or guessed(a)
  local entry = kinds[kind]
  local value = entry and a[entry[1]]
  if value == nil then value = entry and entry[2] end
  if value == nil then
    raise("%s: attribute %s is of type %s, which is not read", owner,
          tostring(a.name), tostring(kind))
  end
  if kind ~= 4 then return value end
  return read_value(source, value, owner .. ": " .. tostring(a.name))
end

-- A node as plain data.
local function node_of(source, n, k)
  local node = {op = n.op_type or "", name = n.name, inputs = n.input,
                outputs = n.output, attributes = {}}
  if not DOMAINS[n.domain or ""] then
    node.op = n.domain .. "." .. node.op
  end
  local owner = nodes.label(k, node)
  for _, a in ipairs(n.attribute) do
    node.attributes[a.name or ""] = attribute(source, a, owner)
  end
  return node
end

-- What a node Constant gives.
local function constant_of(node)
  for name, v in pairs(node.attributes) do
    local kind = name:match "^value_?(%a*)$"
    if kind == "" and type(v) == "table" or engine.is_tensor(v) then
      return v
    elseif kind == "float" or kind == "floats" then
      return engine.create.tensor(v)
    elseif kind == "int" then return {sizes = {}, values = {v}}
    elseif kind == "ints" then return {sizes = {#v}, values = v} end
  end
  raise "a Constant has no value that is read"
end

-- ---- the graph ----

local function input_of(value)
  local type = value.type and value.type.tensor_type
  local kind = type and tensor.kind(type.elem_type)
  if not kind then
    raise("input %s is no tensor of numbers", tostring(value.name))
  end
  local sizes = {}
  for k, dim in ipairs(type.shape and type.shape.dim or {}) do
    sizes[k] = dim.value or dim.param or "?"
  end
  return {name = value.name or "", kind = kind, sizes = sizes,
          unsized = not type.shape}
end

-- Nodes, with the values of Constants taken out of them.
local function split_nodes(source, list)
  local rest, constants = {}, {}
  for k, n in ipairs(list) do
    local node = node_of(source, n, k)
    if node.op == "Constant" then
      constants[#constants + 1] = {name = node.outputs[1] or "",
        value = errors.within(nodes.label(k, node) .. ": ", constant_of, node)}
    else
      rest[#rest + 1] = node
    end
  end
  return rest, constants
end

-- What an Identity gives of an initializer is one of its own: so PyTorch's
-- exporter writes what happens to have the same values. Names of the copies are
-- added to the list, {name, message}; returns the nodes without them.
local function own_copies(list, all)
  local by_name, rest = {}, {}
  for _, entry in ipairs(list) do by_name[entry[1]] = entry[2] end
  for _, node in ipairs(all) do
    local t = node.op == "Identity" and by_name[node.inputs[1]]
    local name = node.outputs[1]
    if t and name then
      list[#list + 1], by_name[name] = {name, t}, t
    else
      rest[#rest + 1] = node
    end
  end
  return rest
end

-- Initializers by what becomes of them; returns name -> true.
local function add_initializers(source, messages, graph)
  local list, names = {}, {}
  for k, t in ipairs(messages) do list[k] = {t.name or "", t} end
  graph.nodes = own_copies(list, graph.nodes)
  local roles = nodes.roles(graph.nodes)
  for _, entry in ipairs(list) do
    local name, t = table.unpack(entry)
    local value, role = read_value(source, t, name), roles[name] or "parameter"
    if tensor.kind(t.data_type) ~= "float" then role = "constant" end
    if role == "parameter" then value = parameter.Parameter(value) end
    table.insert(graph[role .. "s"], {name = name, value = value})
    names[name] = true
  end
  return names
end

local function graph_of(source, model)
  local g = model.graph or raise "there is no graph"
  if #g.sparse_initializer > 0 or #model.functions > 0 then
    raise "sparse initializers and functions are not read"
  end
  local graph = {opset = opset_of(model), inputs = {}, outputs = {},
                 parameters = {}, buffers = {}}
  graph.nodes, graph.constants = split_nodes(source, g.node)
  nodes.check_known(graph.nodes)
  local given = add_initializers(source, g.initializer, graph)
  for _, value in ipairs(g.input) do
    if not given[value.name or ""] then
      table.insert(graph.inputs, input_of(value))
    end
  end
  for k, value in ipairs(g.output) do graph.outputs[k] = value.name or "" end
  return graph
end

-- What tensors may take beside the file, and of it: numbers of two bytes become
-- such of four or eight, and an Identity's are its own.
local BESIDES, OF_FILE = 40 << 20, 4

local function read(path)
  local source = {path = path, bytes = read_file(path)}
  local model = protobuf.read(source.bytes, fields.MODEL)
  return Graph(limited(BESIDES + OF_FILE * #source.bytes, graph_of,
                              source, model))
end

--- The network in an ONNX file as a layer, which runs, trains and prints:
---   ln.onnx.export(ln.nn.Linear(3, 2), "net.onnx", {input = {1, 3}})
---   local net = ln.onnx.load "net.onnx"
---   print(net(ln.ones(5, 3)):size())           -- {5, 2}
--- Opsets 7 to 17 with the ops of image networks; onnx.Graph tells what the
--- layer is. Raises "path: onnx: ..." on what is no such file, with all ops
--- that are not known, on graphs within nodes (If, Loop), functions, weights in
--- a file of their own, and on more than 65536 messages (a node is one, and so
--- is each of its attributes) or 262144 fields.
--- @return Graph
load.load = arguments.define("onnx.load", "path: string", function(path)
  return errors.within(path .. ": onnx: ", read, path)
end)

return load
