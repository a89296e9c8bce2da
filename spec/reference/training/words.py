"""What the scripts of this folder share: numbers as a table of Lua."""
import os

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))


def lua(v):
    if v is None:
        return "nil"
    if torch.is_tensor(v):
        return lua(v.detach().flatten().tolist())
    if isinstance(v, dict):
        return "{%s}" % ",".join("%s=%s" % (k, lua(x)) for k, x in v.items())
    if isinstance(v, (list, tuple)):
        return "{%s}" % ",".join(map(lua, v))
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, str):
        return '"%s"' % v
    return repr(v) if isinstance(v, int) else "%.14g" % v


def write(name, cases):
    with open(os.path.join(HERE, name + ".lua"), "w") as out:
        out.write("-- Made by %s.py with PyTorch %s.\n-- luacheck: ignore\n"
                  "return {\n" % (name, torch.__version__))
        for case in cases:
            out.write(lua(case) + ",\n")
        out.write("}\n")
    print("%s: %d cases" % (name, len(cases)))
