"""Writes the parity fixtures: what PyTorch gives, in double, for every op.

    python3 spec/reference/make.py [family ...]

The cases of a family stand in family.py beside this file; the suite needs only
family.lua, which this writes of them. A case is one line:
the op, its arguments as PyTorch takes them, its options. What differs between
the two conventions is marked by its type: a dimension or index is D(k), a
tensor of indices is I(...); both are written counting from 1.

Values are multiples of 1/16, the same in float and double. The cotangent of
element i (from 0) of a result is (7 i mod 11 - 4.5) / 4 on both sides.
"""
import math
import os
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
nan, inf = math.nan, math.inf
HERE = os.path.dirname(os.path.abspath(__file__))

# ---- the words that cases are written in ----


class D(int):
    """A dimension or an index: from 0 here, from 1 in Lua."""


class R:
    """A range of a key: from 0 and half open here, all of it without bounds."""

    def __init__(self, first=None, last=None):
        self.first, self.last = first, last


class Input:
    """A tensor argument: a leaf, and views of it taken step by step."""

    def __init__(self, leaf, kind, value=None, steps=()):
        self.leaf, self.kind, self.steps = leaf, kind, steps
        self.value = leaf if value is None else value

    def __getattr__(self, name):
        def step(*args):
            value = getattr(self.value, name)(*args)
            return Input(self.leaf, self.kind, value, self.steps + ((name, args),))
        return step


PRIME = 97
made = 0


def lattice(size, spread=16):
    """Distinct values within 3 of 0 (while there are fewer than 97 of them),
    in another order in each tensor of a case; 0 is not among them."""
    global made
    made += 1
    n = math.prod(size)
    prime = PRIME if n < PRIME else 8191
    step = (5 + 12 * made) % prime or 5
    k = (torch.arange(1, n + 1) * step) % prime - prime // 2
    k = torch.where(k > 0, k, k - 1).double()
    if prime != PRIME:
        k = torch.round(k * (PRIME / prime))
    return (k / spread).reshape(size)


def X(*size):
    """A leaf to differentiate in."""
    return Input(lattice(size).requires_grad_(), "x")


def P(*size):
    """As X, positive: from 1/4 up."""
    return Input((lattice(size).abs() + 0.25).requires_grad_(), "x")


def V(values):
    """A leaf of these values."""
    return Input(torch.tensor(values, dtype=torch.float64).requires_grad_(), "x")


def C(*size):
    """A constant."""
    return Input(lattice(size), "c")


def K(values):
    """A constant of these values."""
    return Input(torch.tensor(values, dtype=torch.float64), "c")


def M(*size):
    """A mask."""
    return Input(lattice(size) > 0, "m")


def I(values):
    """Indices, from 0 here."""
    return Input(torch.tensor(values, dtype=torch.long), "i")


# ---- running a case in PyTorch ----

families = {}
current = None


def family(function):
    families[function.__name__] = function
    return function


def plain(value):
    """An argument as PyTorch takes it."""
    if isinstance(value, Input):
        return value.value
    if isinstance(value, (list, tuple)):
        return type(value)(plain(v) for v in value)
    if isinstance(value, R):
        return slice(value.first, value.last)
    return int(value) if isinstance(value, D) else value


def inputs_of(value):
    if isinstance(value, Input):
        return [value]
    if isinstance(value, (list, tuple)):
        return [i for v in value for i in inputs_of(v)]
    return []


def cotangent(y):
    i = torch.arange(y.numel())
    return (((7 * i) % 11).double() - 4.5).div(4).reshape(y.shape)


def find(name):
    if name.startswith("F."):
        return getattr(F, name[2:])
    for where in (torch, F, torch.Tensor):
        if hasattr(where, name):
            return getattr(where, name)
    raise KeyError(name)


def nan_kept(f):
    """f, where it gives a number of NaN, with the NaN instead."""
    return lambda x, *more: torch.where(x.isnan(), x, f(x, *more))


def case(op, *args, ref=None, grad=True, index=False, result=None, **options):
    """One case. ref: what to call in PyTorch when the name is another there;
    grad=False: values only; index=True: the result is indices; result: which
    one of several it is, from 0. "F.name" is a function of nn.functional that an
    op has the name of, too."""
    global made
    y = (ref or find(op))(*plain(args), **plain_options(options))
    if result is not None:
        y = y[result]
    y = (y + 1 if index else y).double()
    entry = {"op": op, "args": list(args), "options": options, "y": y}
    if result is not None:
        entry["result"] = result
    leaves = [i.leaf for i in inputs_of(args) if i.kind == "x"]
    if grad and leaves and y.requires_grad:
        g = torch.autograd.grad(y, leaves, cotangent(y), allow_unused=True)
        entry["g"] = [torch.zeros_like(x) if d is None else d
                      for d, x in zip(g, leaves)]
    current.append(entry)
    made = 0


def plain_options(options):
    return {k: plain(v) for k, v in options.items()}


# ---- writing ----


def number(v):
    if v != v:
        return "nan"
    if v in (inf, -inf):
        return "inf" if v > 0 else "-inf"
    if v == 0 and math.copysign(1, v) < 0:
        return "-0.0"
    return repr(int(v)) if v == int(v) and abs(v) < 1e15 else "%.13g" % v


def numbers(t):
    return ",".join(number(v) for v in t.detach().double().flatten().tolist())


def sized(key, t):
    return "{%s={%s},v={%s}" % (key, ",".join(map(str, t.shape)), numbers(t))


def lua_input(i):
    leaf = i.leaf + (i.leaf >= 0) if i.kind == "i" else i.leaf
    text = sized("x" if i.kind == "x" else "c", leaf)
    steps = ",".join("{%s}" % ",".join(['"%s"' % n] + [lua(a) for a in args])
                     for n, args in i.steps)
    return text + (",steps={%s}}" % steps if steps else "}")


def lua(v):
    if isinstance(v, Input):
        return lua_input(v)
    if isinstance(v, (list, tuple)):
        return "{%s}" % ",".join(map(lua, v))
    if isinstance(v, R):
        return "{}" if v.first is None else "{%d,%d}" % (v.first + 1, v.last)
    if isinstance(v, bool):
        return "true" if v else "false"
    if v is None:
        return "nil"
    if isinstance(v, str):
        return '"%s"' % v
    if isinstance(v, D):
        return str(v + 1 if v >= 0 else int(v))
    return number(v)


def lua_case(e):
    args = ["n=%d" % len(e["args"])] + [lua(a) for a in e["args"]]
    if e["options"]:
        args[0] = "n=%d" % (len(e["args"]) + 1)
        args.append("{%s}" % ",".join("%s=%s" % (k, lua(v))
                                      for k, v in e["options"].items()))
    text = '{op="%s",args={%s},y=%s}' % (e["op"], ",".join(args), sized("c", e["y"]))
    if "result" in e:
        text += ",result=%d" % (e["result"] + 1)
    if "g" in e:
        text += ",g={%s}" % ",".join("{%s}" % numbers(g) for g in e["g"])
    return text + "}"


def write(name):
    global current
    current = []
    with open(os.path.join(HERE, name + ".py")) as source:
        exec(compile(source.read(), name + ".py", "exec"), globals())
    families[name]()
    with open(os.path.join(HERE, name + ".lua"), "w") as out:
        out.write("-- Made by make.py with PyTorch %s.\n-- luacheck: ignore\n"
                  "local nan, inf = 0/0, math.huge\nreturn {\n"
                  % torch.__version__)
        for entry in current:
            out.write(lua_case(entry) + ",\n")
        out.write("}\n")
    print("%s: %d cases" % (name, len(current)))


# ---- what cases share ----

HARD = [-inf, -2.5, -1.0, -0.0, 0.0, 0.5, 1.0, 3.0, 40.0, inf, nan]


def shapes(op, make=X, **more):
    """A pointwise op of one operand over the usual kinds of input."""
    case(op, make(3, 4), **more)
    case(op, make(4, 3).t(), **more)
    case(op, make(3, 6).narrow(D(1), D(1), 4), **more)
    case(op, make(4).expand(3, 4), **more)
    case(op, make(1), **more)
    case(op, make(), **more)
    case(op, make(0, 3), **more)


def pairs(op, other=X, **more):
    """A pointwise op of two operands over the kinds of broadcasting."""
    case(op, X(3, 4), other(3, 4), **more)
    case(op, X(3, 4), other(4), **more)
    case(op, X(3, 1), other(1, 4), **more)
    case(op, X(4), other(2, 3, 1), **more)
    case(op, X(2, 1, 3), other(4, 1), **more)
    case(op, X(4, 3).t(), other(3, 4), **more)
    case(op, X(3, 4), other(), **more)
    case(op, X(), other(), **more)
    case(op, X(0, 3), other(1, 3), **more)
    case(op, X(3, 4), 2.5, **more)


def every():
    return sorted(n[:-3] for n in os.listdir(HERE)
                  if n.endswith(".py") and n != "make.py")


if __name__ == "__main__":
    for name in sys.argv[1:] or every():
        write(name)
