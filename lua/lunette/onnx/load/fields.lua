--- The messages of onnx.proto that are read, as protobuf.read has them
--- (github.com/onnx/onnx/blob/main/onnx/onnx.proto).

local fields = {}

local ENTRY = {[1] = {"key", "text"}, [2] = {"value", "text"}}

--- float_data and double_data are read as they lie there, packed, which is as
--- raw_data has them.
fields.TENSOR = {
  [1] = {"dims", "int", true}, [2] = {"data_type", "int"},
  [4] = {"float_data", "span", true}, [5] = {"int32_data", "int", true},
  [7] = {"int64_data", "int", true}, [8] = {"name", "text"},
  [9] = {"raw_data", "span"}, [10] = {"double_data", "span", true},
  [11] = {"uint64_data", "int", true}, [13] = {"external_data", ENTRY, true},
  [14] = {"data_location", "int"},
}

--- Graphs within an attribute are no more than told of.
fields.ATTRIBUTE = {
  [1] = {"name", "text"}, [2] = {"f", "float"}, [3] = {"i", "int"},
  [4] = {"s", "text"}, [5] = {"t", fields.TENSOR}, [6] = {"g", "span"},
  [7] = {"floats", "float", true}, [8] = {"ints", "int", true},
  [9] = {"strings", "text", true}, [11] = {"graphs", "span", true},
  [20] = {"type", "int"},
}

fields.NODE = {
  [1] = {"input", "text", true}, [2] = {"output", "text", true},
  [3] = {"name", "text"}, [4] = {"op_type", "text"},
  [5] = {"attribute", fields.ATTRIBUTE, true}, [7] = {"domain", "text"},
}

local DIMENSION = {[1] = {"value", "int"}, [2] = {"param", "text"}}
local SHAPE = {[1] = {"dim", DIMENSION, true}}
local TENSOR_TYPE = {[1] = {"elem_type", "int"}, [2] = {"shape", SHAPE}}
local VALUE = {[1] = {"name", "text"},
               [2] = {"type", {[1] = {"tensor_type", TENSOR_TYPE}}}}

fields.GRAPH = {
  [1] = {"node", fields.NODE, true}, [2] = {"name", "text"},
  [5] = {"initializer", fields.TENSOR, true}, [11] = {"input", VALUE, true},
  [12] = {"output", VALUE, true}, [15] = {"sparse_initializer", "span", true},
}

local OPSET = {[1] = {"domain", "text"}, [2] = {"version", "int"}}

fields.MODEL = {
  [1] = {"ir_version", "int"}, [7] = {"graph", fields.GRAPH},
  [8] = {"opset_import", OPSET, true}, [25] = {"functions", "span", true},
}

return fields
