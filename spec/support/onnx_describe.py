# What ONNX files have in them: python3 spec/support/onnx_describe.py FILE ...
# Prints a list of tables as JSON.
import json
import sys

import onnx


def value(v):
    tensor = v.type.tensor_type
    dims = [d.dim_param or d.dim_value for d in tensor.shape.dim]
    return {"name": v.name, "type": tensor.elem_type, "dims": dims}


def described(path):
    model = onnx.load(path)
    graph = model.graph
    constants = {t.name: [t.data_type] + list(t.dims) for t in graph.initializer}
    return {
        "producer": model.producer_name, "version": model.producer_version, "ir": model.ir_version,
        "opset": [(o.domain, o.version) for o in model.opset_import], "name": graph.name,
        "inputs": [value(v) for v in graph.input], "outputs": [value(v) for v in graph.output],
        "constants": constants, "ops": [n.op_type for n in graph.node],
    }


print(json.dumps([described(path) for path in sys.argv[1:]]))
