"""Writes the fixtures of layers: what PyTorch's module gives, in double.

    python3 spec/reference/layers/make.py [file ...]

The cases stand in file.py beside this one; the suite needs only file.lua, which
this writes of them. A case is one call:

    layer("nn.Linear(3, 4)", torch.nn.Linear(3, 4), X(2, 3))

the layer as it is written in Lua, PyTorch's (or a module of plain ops), and the
inputs in the words of ../make.py. Every parameter and buffer is given values of
its own; compared are the results, the gradients of inputs and parameters,
the buffers afterwards, and the gradients of the squared gradient in the inputs
(the penalty R1). Paths count from 1 in what is written.
"""
import os
import re
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import make as base  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402,F401
from make import C, D, I, K, M, P, V, X  # noqa: E402,F401
from torch import nn  # noqa: E402,F401

cases = []


def from_one(path):
    """0.weight as 1.weight, weight_ih_l0 as weight_ih_l1."""
    def more(match):
        return match.group(1) + str(int(match.group(2)) + 1)
    path = re.sub(r"(^|\.)(\d+)(?=\.|$)", more, path)
    return re.sub(r"(_l)(\d+)(?=$|_)", more, path)


def fill(module):
    """Values of its own for every parameter and buffer."""
    for name, x in [*module.named_parameters(), *module.named_buffers()]:
        if not x.dtype.is_floating_point or name == "_random_samples":
            continue
        value = base.lattice(tuple(x.shape), 64)
        positive = name.endswith("var") or name.endswith("_g")
        x.data.copy_(value.abs() + 0.25 if positive else value)


def flat(y):
    if isinstance(y, torch.Tensor):
        return [y]
    return [t for part in y if part is not None for t in flat(part)]


def gradients(y, leaves):
    grads = [None] * len(leaves)
    if torch.is_tensor(y) and y.requires_grad and leaves:
        grads = torch.autograd.grad(y, leaves, allow_unused=True, retain_graph=True)
    return [torch.zeros_like(x) if g is None else g for g, x in zip(grads, leaves)]


def penalty(loss, leaves):
    """Half the squared length of the gradient in the inputs, as R1 has it."""
    if not leaves:
        return None
    grads = torch.autograd.grad(loss, leaves, create_graph=True, allow_unused=True)
    return sum((g ** 2).sum() for g in grads if g is not None) / 2


def layer(text, module, *inputs, train=True, calls=1, run=None, **options):
    """One case: the last of `calls` calls is compared. run(module, *inputs,
    **options) is called in the module's place."""
    module = module.double().train(train)
    base.made = 0
    given = [i() if callable(i) else i for i in inputs]
    fill(module)
    state = {k: v.clone() for k, v in module.state_dict().items()}
    run = run or (lambda m, *x, **o: m(*x, **o))
    for _ in range(calls):
        ys = flat(run(module, *base.plain(given), **base.plain_options(options)))
    leaves = [i.leaf for i in base.inputs_of(given) if i.kind == "x"]
    names = [n for n, p in module.named_parameters()]
    params = [p for n, p in module.named_parameters()]
    loss = sum((base.cotangent(y) * y).sum() for y in ys)
    grads = gradients(loss, leaves + params)
    seconds = gradients(penalty(loss, leaves), leaves + params)
    buffers = [n for n, _ in module.named_buffers()]
    cases.append({"text": text, "train": train, "state": state, "calls": calls,
                  "args": given, "options": options, "y": ys,
                  "g": grads[:len(leaves)],
                  "gp": dict(zip(names, grads[len(leaves):])),
                  "g2": seconds[:len(leaves)],
                  "gp2": dict(zip(names, seconds[len(leaves):])),
                  "after": {n: module.state_dict()[n] for n in buffers}})


def sized(t):
    return base.sized("c", t) + "}"


def named(tensors):
    return "{%s}" % ",".join('["%s"]=%s' % (from_one(n), sized(t))
                             for n, t in tensors.items())


def listed(tensors):
    return "{%s}" % ",".join(map(sized, tensors))


def lua_case(e):
    args = ["n=%d" % len(e["args"])] + [base.lua(a) for a in e["args"]]
    if e["options"]:
        args[0] = "n=%d" % (len(e["args"]) + 1)
        args.append("{%s}" % ",".join("%s=%s" % (k, base.lua(v))
                                      for k, v in e["options"].items()))
    more = "".join(",%s=%s" % (k, named(e[k])) for k in ("gp", "gp2", "after")
                   if e[k])
    if e["calls"] > 1:
        more += ",calls=%d" % e["calls"]
    return ('{text=[[%s]],make=function() return %s end,train=%s,\nstate=%s,'
            '\nargs={%s},\ny=%s,g=%s,g2=%s%s}' %
            (e["text"], e["text"], str(e["train"]).lower(), named(e["state"]),
             ",".join(args), listed(e["y"]), listed(e["g"]),
             listed(e["g2"]), more))


def write(name):
    global cases
    cases = []
    with open(os.path.join(HERE, name + ".py")) as source:
        exec(compile(source.read(), name + ".py", "exec"), dict(globals()))
    text = ",\n".join(map(lua_case, cases))
    with open(os.path.join(HERE, name + ".lua"), "w") as out:
        out.write("-- Made by make.py with PyTorch %s.\n-- luacheck: ignore\n"
                  "local nan, inf = 0/0, math.huge\n"
                  "local nn = require(\"lunette\").nn\nreturn {\n%s}\n"
                  % (torch.__version__, text))
    print("%s: %d cases" % (name, len(cases)))


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(
            n[:-3] for n in os.listdir(HERE)
            if n.endswith(".py") and n != "make.py"):
        write(name)
