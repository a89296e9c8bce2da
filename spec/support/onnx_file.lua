--- ONNX's files for specs, made by the writer of protobuf alone: what reads
--- them is held against onnx.proto itself.

local protobuf = require "lunette.protobuf"

local bytes, int = protobuf.bytes, protobuf.int
local onnx_file = {}

local function all(number, list, make)
  local parts = {}
  for k, v in ipairs(list or {}) do
    parts[k] = bytes(number, make and make(v) or v)
  end
  return table.concat(parts)
end

--- A TensorProto: {name, type = 1, dims, raw = bytes}, `more` as it is.
function onnx_file.tensor(t)
  local dims = {}
  for k, size in ipairs(t.dims or {}) do -- 0 as well
    dims[k] = size == 0 and "\8\0" or int(1, size)
  end
  return table.concat(dims) .. int(2, t.type or 1) .. bytes(8, t.name or "") ..
         (t.raw and bytes(9, t.raw) or "") .. (t.more or "")
end

--- An AttributeProto of an integer, a text, integers, or what `more` says.
function onnx_file.attribute(a)
  local v, value = a.value, a.more
  if math.type(v) == "integer" then value = int(3, v) .. int(20, 2) end
  if type(v) == "string" then value = bytes(4, v) .. int(20, 3) end
  if type(v) == "table" then
    value = int(20, 7)
    for _, i in ipairs(v) do value = value .. (i == 0 and "\64\0" or int(8, i)) end
  end
  return bytes(1, a.name) .. value
end

--- A NodeProto: {op, name, inputs, outputs, attributes}.
function onnx_file.node(n)
  return all(1, n.inputs) .. all(2, n.outputs) .. bytes(3, n.name or "") ..
         bytes(4, n.op) .. all(5, n.attributes, onnx_file.attribute) .. (n.more or "")
end

--- A ValueInfoProto: {name, type = 1, dims}, a dimension a number or a name.
function onnx_file.value(v)
  local shape = all(1, v.dims, function(d)
    return type(d) == "string" and bytes(2, d) or int(1, d)
  end)
  return bytes(1, v.name) .. bytes(2, bytes(1, int(1, v.type or 1) .. bytes(2, shape)))
end

--- A ModelProto: {opset = 13, nodes, initializers, inputs, outputs}.
function onnx_file.model(m)
  local graph = all(1, m.nodes, onnx_file.node) .. all(5, m.initializers, onnx_file.tensor) ..
                all(11, m.inputs, onnx_file.value) .. all(12, m.outputs, onnx_file.value) ..
                (m.in_graph or "")
  return int(1, 8) .. bytes(8, bytes(1, "") .. int(2, m.opset or 13)) .. bytes(7, graph) .. (m.more or "")
end

return onnx_file
