"""Writes optim.lua: parameters after 8 steps of optimisers whose gradients and
parameters are at the ends of what numbers can be, by PyTorch in double.

    python3 spec/reference/ends/optim.py

A case is {optimiser, options, size of the gradients, {parameters at first},
{parameters after}}; the gradients of step k are the size times STEPS[k].
"""
import os
import struct

import torch

torch.set_default_dtype(torch.float64)
HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = [1.0, 0.5, -0.25, 2.0, 1.5, -1.0, 0.75, 1.25]
FIRST = [0.0, 1e-40, 1.0, -1e38]
# NAdam of PyTorch 1.13 is not the paper's. The squares of these fit in a float, or are 0 beside eps.
SQUARED = [1e-38, 1e-30, 1e-20, 1e-10, 1, 1e10, 1e18]
ANY = SQUARED + [1e30, 1e36]

CASES = [
    ("SGD", {"lr": 0.1}, ANY),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}, ANY),
    ("Adam", {}, SQUARED),
    ("Adam", {"amsgrad": True}, SQUARED),
    ("AdamW", {}, SQUARED),
    ("RAdam", {}, SQUARED),
    ("RAdam", {"betas": (0.9, 0.9999)}, SQUARED),
    ("RMSprop", {}, SQUARED),
    ("RMSprop", {"momentum": 0.9}, SQUARED),
    ("RMSprop", {"centered": True}, SQUARED),
    ("Adagrad", {}, SQUARED),
    ("Adadelta", {}, SQUARED),
    ("Adamax", {}, ANY),
    ("ASGD", {}, ANY),
    ("Rprop", {}, ANY),
]


def as_float(v):
    return struct.unpack("f", struct.pack("f", v))[0]


def listed(x):
    return "{%s}" % ", ".join("%.17g" % v for v in x.tolist())


def options(o):
    def value(v):
        if isinstance(v, bool):
            return str(v).lower()
        return "{%s, %s}" % v if isinstance(v, tuple) else str(v)
    return "{%s}" % ", ".join("%s = %s" % (k, value(v)) for k, v in o.items())


def after(name, o, size):
    p = torch.nn.Parameter(torch.tensor([as_float(v) for v in FIRST]))
    first, optimiser = listed(p), getattr(torch.optim, name)([p], **o)
    for step in STEPS:
        p.grad = torch.full((len(FIRST),), as_float(size * step))
        optimiser.step()
    return '  {"%s", %s, %.17g, %s, %s},\n' % (
        name, options(o), size, first, listed(p))


if __name__ == "__main__":
    with open(os.path.join(HERE, "optim.lua"), "w") as out:
        out.write("-- Written by optim.py beside this file; do not edit.\n"
                  "-- luacheck: ignore\nreturn {\n")
        out.write("steps = {%s},\ncases = {\n" % ", ".join(map(str, STEPS)))
        for name, o, sizes in CASES:
            for size in sizes:
                out.write(after(name, o, size))
        out.write("}}\n")
