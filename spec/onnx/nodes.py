"""Writes nodes.lua: the node tests of the package onnx (1.12), whose values
NumPy computed, as plain data of onnx.Graph: those of one node, of an op that is
run here, and of few numbers.

    python3 spec/onnx/nodes.py

In nodes.lua a case is {name, op, opset, attributes, inputs, outputs}; a value
is {kind, values, sizes}, false where it is left out.
"""
import os
import re
import warnings

import numpy

warnings.filterwarnings("ignore")
# names that onnx 1.12 asks for and numpy has no more
numpy.float, numpy.bool, numpy.int, numpy.object = float, bool, int, object
import onnx  # noqa: E402
from onnx.backend.test.case.node import collect_testcases  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.path.join(HERE, "..", "..", "lua", "lunette", "onnx", "load")
MOST = 96
# What is not computed, and says so; what NumPy rounds to another type; and sizes
# that are rounded down before they count, where NumPy's do not.
LEFT = re.compile("bicubic|peepholes|tf_crop|cubic_A|cubic_asym|scatternd_|"
                  "duplicate|batch_dim1|_mask|argmax_2d|training_mode|FLOAT16|"
                  "CastLike|castlike|scales_linear_align|scales_cubic_align|"
                  "layer_normalization|loop|if_|BFLOAT")


def known():
    text = ""
    for name in os.listdir(LIBRARY):
        if name.endswith(".lua"):
            with open(os.path.join(LIBRARY, name)) as source:
                text += source.read()
    return set(re.findall(r"\b[A-Z]\w+", text))


def number(v):
    v = v.item() if hasattr(v, "item") else v
    if isinstance(v, bool):
        return str(int(v))
    if isinstance(v, int):
        return str(v)
    return {"nan": "nan", "inf": "inf", "-inf": "-inf"}.get(str(v), "%.9g" % v)


def value(x):
    x = numpy.asarray(x)
    kind = {"f": "float", "b": "bool"}.get(x.dtype.kind, "int")
    return '{"%s",{%s},{%s}}' % (kind, ",".join(map(number, x.flatten())),
                                 ",".join(map(str, x.shape)))


def attribute(a):
    v = onnx.helper.get_attribute_value(a)
    if isinstance(v, onnx.TensorProto):
        return value(onnx.numpy_helper.to_array(v))
    if isinstance(v, bytes):
        return '"%s"' % v.decode()
    if isinstance(v, float):
        return "%r" % v
    if isinstance(v, int):
        return str(v)
    return "{%s}" % ",".join(
        '"%s"' % e.decode() if isinstance(e, bytes) else repr(e) for e in v)


def case(c, ops):
    nodes = c.model.graph.node
    if len(nodes) != 1 or nodes[0].op_type not in ops or LEFT.search(c.name):
        return None
    inputs, outputs = c.data_sets[0]
    arrays = [*inputs, *outputs]
    if not all(isinstance(x, (numpy.ndarray, numpy.generic)) and x.dtype.kind in "fiub"
               for x in arrays) or sum(x.size for x in arrays) > MOST:
        return None
    opset = max(o.version for o in c.model.opset_import if o.domain == "")
    node, given, results = nodes[0], iter(inputs), iter(outputs)
    return '{"%s","%s",%d,{%s},{%s},{%s}}' % (
        c.name, node.op_type, max(opset, 7),
        ",".join('["%s"]=%s' % (a.name, attribute(a)) for a in node.attribute),
        ",".join(value(next(given)) if n else "false" for n in node.input),
        ",".join(value(next(results)) if n else "false" for n in node.output))


ops, seen, lines = known(), set(), []
for c in collect_testcases(None):
    line = case(c, ops) if c.model is not None else None
    if line and c.name not in seen:
        seen.add(c.name)
        lines.append(line)
with open(os.path.join(HERE, "nodes.lua"), "w") as out:
    out.write("-- Made by nodes.py with onnx %s.\n-- luacheck: ignore\n"
              "local nan, inf = 0/0, math.huge\nreturn {\n%s}\n"
              % (onnx.__version__, ",\n".join(lines)))
print(len(lines))
