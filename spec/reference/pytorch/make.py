"""Writes names.lua: every public name of PyTorch's op database, layers,
functions, optimisers and schedulers.

    python3 spec/reference/pytorch/make.py

The op database stands among PyTorch's own tests, which want the package
expecttest; nothing of it is used here.
"""
import os
import sys
import types
import unittest
import warnings

warnings.filterwarnings("ignore")
sys.modules.setdefault("expecttest", types.SimpleNamespace(
    TestCase=unittest.TestCase, ACCEPT=False))

import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler
from torch.testing._internal.common_methods_invocations import op_db

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "names.lua")
HOMES = ("torch", "torch.nn.functional", "torch._C._nn", "torch._jit_internal")


def classes(module, base=object):
    return [name for name, value in vars(module).items()
            if isinstance(value, type) and issubclass(value, base)
            and not name.startswith("_")]


def functions():
    return [name for name, value in vars(F).items()
            if callable(value) and name[0].islower()
            and (getattr(value, "__module__", None) or "torch") in HOMES]


GROUPS = [
    ("ops", [op.name for op in op_db]),
    ("layers", classes(torch.nn, torch.nn.Module)),
    ("functions", functions()),
    ("optimisers", classes(torch.optim)),
    ("schedulers", [name for name in classes(lr_scheduler)
                    if name not in ("Counter", "Optimizer")]),
]

with open(PATH, "w") as out:
    out.write("-- Made by make.py with PyTorch %s.\nreturn {\n" % torch.__version__)
    for group, names in GROUPS:
        out.write('  {"%s", {\n' % group)
        for name in sorted(set(names)):
            out.write('    "%s",\n' % name)
        out.write("  }},\n")
    out.write("}\n")
