--- The messages of an ONNX file (onnx/onnx.proto of github.com/onnx/onnx, whose
--- numbers of fields stand here), as bytes.

local protobuf = require "lunette.protobuf"
local version = require "lunette.version"

local bytes, int, ints = protobuf.bytes, protobuf.int, protobuf.ints

local message = {}

--- The numbers of types of elements.
message.types = {float = 1, index = 7, bool = 9}

-- IR version 7 is that of opset 13; later ones add what no file here has.
local IR_VERSION = 7

-- ---- attributes ----

-- By kind: the field that holds the value, and the number of the type.
local kinds = {
  float = {protobuf.float, 2, 1},
  int = {function(number, v)
    -- a field that is left out is 0 as well; readers want to see one
    return v == 0 and string.char(number << 3, 0) or int(number, v)
  end, 3, 2},
  string = {bytes, 4, 3},
  ints = {ints, 8, 7},
}

local function kind_of(v)
  if type(v) == "table" then return kinds.ints end
  if type(v) == "string" then return kinds.string end
  return math.type(v) == "integer" and kinds.int or kinds.float
end

-- AttributeProto.
local function attribute(name, v)
  local kind = kind_of(v)
  return bytes(5, bytes(1, name) .. kind[1](kind[2], v) .. int(20, kind[3]))
end

-- ---- parts of a graph ----

--- NodeProto, from {op, inputs, outputs, attributes}; an input may be "".
function message.node(node)
  local parts, names = {}, {}
  for _, name in ipairs(node.inputs) do parts[#parts + 1] = bytes(1, name) end
  for _, name in ipairs(node.outputs) do parts[#parts + 1] = bytes(2, name) end
  parts[#parts + 1] = bytes(3, node.outputs[1]) .. bytes(4, node.op)
  for name in pairs(node.attributes or {}) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    parts[#parts + 1] = attribute(name, node.attributes[name])
  end
  return table.concat(parts)
end

--- TensorProto, but for the elements: they follow it as `raw` bytes.
function message.tensor_head(name, kind, shape, raw)
  return (#shape > 0 and ints(1, shape) or "") ..
         int(2, message.types[kind]) .. bytes(8, name) ..
         protobuf.head(9, #raw)
end

--- ValueInfoProto: sizes are integers, or texts for those that are not fixed.
function message.value(name, kind, shape)
  local dims = {}
  for k, size in ipairs(shape) do
    local field = type(size) == "string" and bytes(2, size) or int(1, size)
    dims[k] = bytes(1, field)
  end
  local tensor = int(1, message.types[kind]) .. bytes(2, table.concat(dims))
  return bytes(1, name) .. bytes(2, bytes(1, tensor))
end

-- ---- the whole ----

-- A list of texts as one field.
local function field(number, pieces)
  local length = 0
  for _, piece in ipairs(pieces) do length = length + #piece end
  table.insert(pieces, 1, protobuf.head(number, length))
  return pieces
end

--- ModelProto as a list of texts, from {nodes, inputs, outputs: texts;
--- initializers: {head, raw}; name, opset, doc}.
function message.model(graph)
  local pieces = {bytes(2, graph.name)}
  for _, part in ipairs(graph.nodes) do pieces[#pieces + 1] = bytes(1, part) end
  for _, t in ipairs(graph.initializers) do
    pieces[#pieces + 1] = protobuf.head(5, #t.head + #t.raw) .. t.head
    pieces[#pieces + 1] = t.raw
  end
  for _, part in ipairs(graph.inputs) do
    pieces[#pieces + 1] = bytes(11, part)
  end
  for _, part in ipairs(graph.outputs) do
    pieces[#pieces + 1] = bytes(12, part)
  end
  field(7, pieces)
  table.insert(pieces, 1, int(1, IR_VERSION) .. bytes(2, "lunette") ..
                          bytes(3, version) .. bytes(6, graph.doc))
  pieces[#pieces + 1] = bytes(8, bytes(1, "") .. int(2, graph.opset))
  return pieces
end

return message
