"""Writes the parity fixtures: what PyTorch gives, in double, for every op.

    python3 spec/reference/make.py [family ...]

The suite needs only what this writes, one file a family. A case is one line:
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
    for where in (torch, F, torch.Tensor):
        if hasattr(where, name):
            return getattr(where, name)
    raise KeyError(name)


def case(op, *args, ref=None, grad=True, index=False, **options):
    """One case. ref: what to call in PyTorch when the name is another there;
    grad=False: values only; index=True: the result is indices."""
    global made
    y = (ref or find(op))(*plain(args), **plain_options(options))
    y = (y + 1 if index else y).double()
    entry = {"op": op, "args": list(args), "options": options, "y": y}
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
    leaf = i.leaf + 1 if i.kind == "i" else i.leaf
    text = sized("x" if i.kind == "x" else "c", leaf)
    steps = ",".join("{%s}" % ",".join(['"%s"' % n] + [lua(a) for a in args])
                     for n, args in i.steps)
    return text + (",steps={%s}}" % steps if steps else "}")


def lua(v):
    if isinstance(v, Input):
        return lua_input(v)
    if isinstance(v, (list, tuple)):
        return "{%s}" % ",".join(map(lua, v))
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
    if "g" in e:
        text += ",g={%s}" % ",".join("{%s}" % numbers(g) for g in e["g"])
    return text + "}"


def write(name):
    global current
    current = []
    families[name]()
    with open(os.path.join(HERE, name + ".lua"), "w") as out:
        out.write("-- Made by make.py with PyTorch %s.\n-- luacheck: ignore\n"
                  "local nan, inf = 0/0, math.huge\nreturn {\n"
                  % torch.__version__)
        for entry in current:
            out.write(lua_case(entry) + ",\n")
        out.write("}\n")
    print("%s: %d cases" % (name, len(current)))


# ---- the cases ----

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


@family
def pointwise():
    for op in ("add", "sub", "mul", "maximum", "minimum"):
        as_tensor = {"ref": lambda a, b, op=op: getattr(torch, op)(
            a, torch.as_tensor(b, dtype=torch.float64))}
        pairs(op, **as_tensor)
    pairs("div", other=P)
    for op in ("gt", "ge", "lt", "le", "eq", "ne"):
        case(op, X(3, 4), X(3, 4))
        case(op, V([[1.0, 2.0], [3.0, 2.0]]), V([1.0, 2.0]))
        case(op, K(HARD), 0.5)
        case(op, K([nan, inf, -inf, nan, 0.0, -0.0]), K([nan, inf, inf, 1.0, -0.0, 0.0]))
    for op in ("maximum", "minimum"):
        case(op, V([1.0, 2.0, 3.0, 0.0]), V([1.0, 3.0, 2.0, -0.0]))
        case(op, K([nan, 1.0, inf, -inf, nan]), K([1.0, nan, nan, inf, -inf]), grad=False)
    case("div", K([1.0, -1.0, 0.0, inf, 1.0]), K([0.0, 0.0, 0.0, inf, inf]))
    for op in ("neg", "square", "abs", "sign", "exp", "sin", "cos", "tanh",
               "sigmoid", "relu"):
        shapes(op)
        case(op, K(HARD))
    for op in ("neg", "square", "abs", "sign", "relu", "leaky_relu", "exp",
               "tanh", "sigmoid"):
        case(op, V([-1.0, -0.0, 0.0, 1.0]))
    case("tanh", V([-30.0, -5.0, -0.001, 0.001, 5.0, 30.0]))
    case("sigmoid", V([-40.0, -5.0, -0.001, 0.001, 5.0, 40.0]))
    case("exp", V([-80.0, -10.0, 0.001, 10.0, 80.0]))
    case("sin", V([-100.0, -3.25, 3.25, 1000.0]))
    case("cos", V([-100.0, -3.25, 3.25, 1000.0]))
    for op in ("reciprocal", "sqrt", "log"):
        shapes(op, make=P)
        case(op, K(HARD))
    case("sqrt", V([0.0, 1.0, 4.0]))
    case("log", V([1e-30, 1.0, 1e30]))
    case("root", P(3, 4), ref=torch.sqrt)
    case("root", K([0.0, 1.0, inf]), ref=torch.sqrt)
    power()
    activations()
    choices()


def power():
    case("pow", P(3, 4), X(3, 4))
    case("pow", P(3, 1), X(4))
    case("pow", P(4, 3).t(), X(3, 4))
    for exponent in (-2, -1, -0.5, 0, 0.5, 1, 2, 3, 2.5):
        case("pow", P(2, 3), exponent)
    for exponent in (0, 1, 2, 3):
        case("pow", V([-2.0, -0.5, 0.0, 0.5]), exponent)
    case("pow", V([0.0, 0.0, 0.0, 2.0]), V([0.0, 1.0, 2.0, 0.0]))
    case("pow", 2.0, X(3), ref=lambda a, b: torch.pow(torch.tensor(a), b))
    case("pow", 0.0, V([0.0, 1.0, 2.0]), ref=lambda a, b: torch.pow(torch.tensor(a), b))
    case("pow", K([0.0, 0.0, -1.0, -8.0, inf, nan, nan, 2.0]),
         K([-1.0, 0.0, 0.5, 3.0, 0.0, 0.0, 1.0, nan]))


def activations():
    for slope in (0.01, 0.2, 0.0, -0.5, 1.0):
        case("leaky_relu", X(3, 4), slope)
    case("leaky_relu", X(4, 3).t(), 0.2)
    case("leaky_relu", K(HARD), 0.2)
    shapes("softplus")
    case("softplus", X(3, 4), 2)
    case("softplus", X(3, 4), 0.5, 1)
    case("softplus", V([-100.0, -20.0, 19.9375, 20.0, 20.0625, 100.0]))
    case("softplus", V([-3.0, 9.9375, 10.0, 10.0625]), 2)
    case("softplus", K([-inf, inf, nan]))
    for op, f in (("tanh_grad", lambda g, y: g * (1 - y * y)),
                  ("sigmoid_grad", lambda g, y: g * y * (1 - y))):
        case(op, X(3, 4), X(3, 4), ref=f)
        case(op, X(4, 3).t(), X(3, 4), ref=f)

    def slopes(g, x, slope=0.0):
        return torch.where(x > 0, g, slope * g)
    case("leaky_relu_grad", X(3, 4), X(3, 4), 0.2, ref=slopes)
    case("leaky_relu_grad", X(4, 3).t(), C(3, 4), ref=slopes)
    case("leaky_relu_grad", X(3), V([-1.0, 0.0, 1.0]), ref=slopes)


def choices():
    case("where", M(3, 4), X(3, 4), X(3, 4))
    case("where", M(3, 1), X(4), X(3, 4))
    case("where", M(4), X(3, 4), X())
    case("where", M(4, 3).t(), X(3, 4), X(4, 3).t())
    case("where", M(0, 3), X(0, 3), X(3))
    case("where", Input(torch.tensor([True, False]), "m"), V([1.0, nan]), V([nan, 2.0]))
    case("masked_fill", X(3, 4), M(3, 4), 2.5)
    case("masked_fill", X(3, 4), M(4), -inf)
    case("masked_fill", X(4, 3).t(), M(3, 1), 0)
    limits = {"ref": torch.clamp}
    case("clamp", X(3, 4), -0.5, 0.75)
    case("clamp", X(4, 3).t(), -0.5, 0.75)
    case("clamp", X(3, 4), 0)
    case("clamp", X(3, 4), -inf, 1, **limits)
    case("clamp", V([-2.0, -1.0, 0.0, 1.0, 2.0]), -1, 1)
    case("clamp", V([-2.0, 0.0, 2.0]), 1, -1)
    case("clamp", K(HARD), -1, 1)


@family
def view():
    case("reshape", X(3, 4), [2, 6])
    case("reshape", X(3, 4), [-1])
    case("reshape", X(3, 4).t(), [2, -1])
    case("reshape", X(2, 3, 4).permute([D(2), D(0), D(1)]), [4, 6])
    case("reshape", X(2, 3, 4).transpose(D(0), D(1)), [3, 2, 2, 2])
    case("reshape", X(1), [])
    case("reshape", X(), [1, 1])
    case("reshape", X(0, 3), [3, 0])
    case("reshape", X(4).expand(3, 4), [12])
    case("view", X(3, 4), [2, -1], ref=lambda x, s: x.view(s))
    case("view", X(3, 4).t().transpose(D(0), D(1)), [12], ref=lambda x, s: x.view(s))
    case("view", X(4, 6).narrow(D(0), D(1), 2), [2, 2, 3], ref=lambda x, s: x.view(s))
    case("flatten", X(2, 3, 4))
    case("flatten", X(2, 3, 4), D(1))
    case("flatten", X(2, 3, 4), D(0), D(1))
    case("flatten", X(2, 3, 4), D(-2), D(-1))
    case("flatten", X(2, 3, 4).transpose(D(1), D(2)), D(1))
    case("flatten", X())
    case("flatten", X(2, 0, 4), D(1))
    case("unflatten", X(2, 6), D(1), [3, 2], ref=lambda x, d, s: x.unflatten(d, s))
    case("unflatten", X(6, 2), D(-2), [3, -1], ref=lambda x, d, s: x.unflatten(d, s))
    case("unflatten", X(2, 6).t(), D(0), [2, 3], ref=lambda x, d, s: x.unflatten(d, s))
    case("squeeze", X(3, 1, 4, 1))
    case("squeeze", X(3, 1, 4, 1), D(1))
    case("squeeze", X(3, 1, 4, 1), D(-1))
    case("squeeze", X(3, 1, 4), D(0))
    case("squeeze", X(1, 1))
    case("squeeze", X())
    case("squeeze", X(1, 3, 1, 2, 1), [D(0), D(-1)],
         ref=lambda x, d: x.squeeze(4).squeeze(0))
    for d in (0, 1, 2, -1, -2, -3):
        case("unsqueeze", X(3, 4), D(d))
    case("unsqueeze", X(), D(0))
    case("permute", X(2, 3, 4), [D(2), D(0), D(1)])
    case("permute", X(2, 3, 4), [D(-1), D(0), D(-2)])
    case("permute", X(3, 2).t(), [D(1), D(0)])
    case("permute", X(), [])
    case("transpose", X(2, 3, 4), D(0), D(2))
    case("transpose", X(2, 3, 4), D(-1), D(-2))
    case("transpose", X(2, 3), D(1), D(1))
    case("t", X(3, 4))
    case("t", X(3))
    case("t", X())
    for args in ((X(3, 1), [3, 4]), (X(4), [2, 3, 4]), (X(4), [2, -1]),
                 (X(), [2, 2]), (X(1, 3), [0, 3]), (X(2, 3), [-1, -1]),
                 (X(1, 2, 1), [3, 2, 4])):
        case("expand", *args, ref=lambda x, s: x.expand(s))
    case("narrow", X(3, 5), D(1), D(1), 3)
    case("narrow", X(3, 5), D(-1), D(-2), 2)
    case("narrow", X(3, 5), D(0), D(0), 0)
    case("narrow", X(5, 3).t(), D(1), D(2), 3)
    case("select", X(3, 5), D(1), D(3))
    case("select", X(3, 5), D(0), D(-1))
    case("select", X(2, 3, 4), D(-2), D(0))
    case("select", X(4), D(0), D(2))

    def widen(x, d, start, size):
        def zeros(n):
            return torch.zeros([n if k == d % x.dim() else m
                                for k, m in enumerate(x.shape)])
        return torch.cat([zeros(start), x, zeros(size - start - x.shape[d])], d)
    case("widen", X(3, 2), D(1), D(1), 5, ref=widen)
    case("widen", X(2, 3).t(), D(0), D(0), 3, ref=widen)
    case("widen", X(2, 3, 2), D(-2), D(2), 5, ref=widen)
    case("cat", [X(2, 3), X(1, 3)])
    case("cat", [X(2, 3), X(2, 1), X(2, 2)], D(1))
    case("cat", [X(3, 2).t(), X(2, 1)], D(-1))
    case("cat", [X(2, 3), X(0, 3), X(1, 3)])
    case("cat", [X(2, 2, 2), X(2, 1, 2)], D(1))
    case("cat", [X(3)])
    case("stack", [X(2, 3), X(2, 3)])
    case("stack", [X(2, 3), X(2, 3)], D(1))
    case("stack", [X(2, 3), X(3, 2).t()], D(-1))
    case("stack", [X(), X(), X()])
    for op, ref in (("contiguous", torch.Tensor.contiguous), ("clone", torch.clone),
                    ("alias", lambda x: x.view_as(x))):
        case(op, X(3, 4), ref=ref)
        case(op, X(4, 3).t(), ref=ref)
        case(op, X(4).expand(3, 4), ref=ref)
        case(op, X(0, 2), ref=ref)


def folds(op, make=X, **more):
    """A reduction over the kinds of dimensions it takes."""
    everything = more.get("everything") or (lambda x, **o: find(op)(x, **o))
    case(op, make(3, 4), ref=everything)
    case(op, make(2, 3, 4), D(1))
    case(op, make(2, 3, 4), D(-1))
    case(op, make(2, 3, 4), [D(0), D(2)])
    case(op, make(2, 3, 4), [D(-1), D(0)], keepdim=True)
    case(op, make(2, 3, 4), D(0), keepdim=True)
    case(op, make(2, 3, 4).permute([D(2), D(0), D(1)]), D(1))
    case(op, make(2, 3, 4).permute([D(2), D(0), D(1)]), [D(0), D(2)])
    case(op, make(4).expand(3, 4), D(0))
    case(op, make(3, 9).narrow(D(1), D(2), 5), D(1))
    case(op, make(5), ref=everything)
    case(op, make(1, 1), D(0))
    case(op, make(), ref=everything)


@family
def reduce():
    for op in ("sum", "mean"):
        folds(op)
    for op in ("amax", "amin"):
        folds(op)
        case(op, V([[1.0, 3.0, 3.0], [3.0, 2.0, 1.0]]), D(1))
        case(op, V([[1.0, 3.0, 3.0], [3.0, 1.0, 1.0]]))
        case(op, K([[1.0, nan], [inf, -inf]]), D(1))
        case(op, K([[1.0, nan], [inf, -inf]]), D(0))
        case(op, X(0, 3), D(1))
    for op in ("sum", "mean"):
        case(op, K([[1.0, nan], [inf, 2.0], [inf, -inf]]), D(1))
    case("sum", X(0, 3))
    case("sum", X(0, 3), D(0))
    case("sum", X(0, 3), D(1))
    case("sum", X(3, 40))
    case("sum", X(40, 30), D(0))
    case("mean", K([[]]), D(1))
    for size in ([3, 1], [1, 4], [4], [1], [], [2, 3, 4], [2, 1, 1]):
        case("sum_to", X(2, 3, 4), size, ref=lambda x, s: x.sum_to_size(s))
    case("sum_to", X(4, 3).t(), [3, 1], ref=lambda x, s: x.sum_to_size(s))
    extremes()
    spreads()
    norms()


def extremes():
    for op in ("argmax", "argmin"):
        case(op, C(3, 4), index=True)
        for d in (0, 1, 2, -1):
            case(op, C(2, 3, 4), D(d), index=True)
        case(op, C(2, 3, 4), D(1), keepdim=True, index=True)
        case(op, C(4, 3).t(), D(1), index=True)
        case(op, K([[1.0, 3.0, 3.0], [3.0, 1.0, 1.0]]), D(1), index=True)
        case(op, K([1.0, nan, inf, nan]), index=True)
        case(op, K(2.0), index=True)


def spreads():
    for op in ("var", "std"):
        def over(x, dim=None, correction=1, keepdim=False, op=op):
            dim = list(range(x.dim())) if dim is None else dim
            return getattr(torch, op)(x, dim, correction=correction, keepdim=keepdim)
        case(op, X(3, 4), ref=over)
        case(op, X(2, 3, 4), D(1), ref=over)
        case(op, X(2, 3, 4), [D(0), D(-1)], ref=over)
        case(op, X(2, 3, 4), D(2), keepdim=True, ref=over)
        case(op, X(2, 3, 4), [D(0), D(1)], correction=0, ref=over)
        case(op, X(2, 3, 4), D(1), correction=2, keepdim=True, ref=over)
        case(op, X(4, 3).t(), D(1), correction=0, ref=over)
        case(op, X(3, 1), D(1), correction=0, ref=over, grad=op == "var")
        case(op, X(3, 1), D(1), ref=over, grad=False)
        case(op, V([1000.0, 1000.5, 1001.0]), ref=over)


def norms():
    def over(x, p=2, dim=None, keepdim=False):
        return torch.linalg.vector_norm(x, p, dim, keepdim)
    for p in (2, 1, 3, 0.5, 1.5, inf, -inf):
        case("norm", X(3, 4), p, ref=over)
        case("norm", X(2, 3, 4), p, D(1), ref=over)
        case("norm", X(2, 3, 4), p, [D(0), D(-1)], keepdim=True, ref=over)
    case("norm", X(4, 3).t(), 2, D(1), ref=over)
    case("norm", X(3, 4), ref=over)
    case("norm", V([0.0, 1.0, -2.0, 0.0]), 0, ref=over, grad=False)
    case("norm", V([[0.0, 0.0], [3.0, 4.0]]), 2, D(1), ref=over)
    case("norm", V([[0.0, 0.0], [3.0, 0.0]]), 1, D(1), ref=over)
    case("norm", V([[2.0, -2.0, 1.0]]), inf, D(1), ref=over)
    case("norm", X(0, 3), 2, D(0), ref=over)
    case("norm", X(), 2, ref=over)


@family
def matmul():
    for op in ("matmul", "product"):
        def both(a, b):
            case(op, a, b, ref=torch.matmul)
        both(X(3, 4), X(4, 2))
        both(X(4, 3).t(), X(4, 2))
        both(X(3, 4), X(2, 4).t())
        both(X(4, 3).t(), X(2, 4).t())
        both(X(3, 8).narrow(D(1), D(2), 4), X(4, 5).narrow(D(1), D(1), 2))
        both(X(4).expand(3, 4), X(4, 1).expand(4, 2))
        both(X(2, 3, 4), X(2, 4, 2))
        both(X(2, 3, 4), X(4, 2))
        both(X(3, 4), X(2, 4, 2))
        both(X(2, 1, 3, 4), X(3, 4, 2))
        both(X(2, 3, 4).transpose(D(1), D(2)), X(2, 3, 2))
        both(X(3, 2, 4).transpose(D(0), D(1)), X(2, 4, 2))
        both(X(1, 1), X(1, 1))
        both(X(0, 4), X(4, 2))
        both(X(3, 0), X(0, 2))
        both(X(3, 4), X(4, 0))
        both(X(0, 3, 4), X(4, 2))
        both(X(5, 37), X(37, 7))
    case("matmul", X(4), X(4))
    case("matmul", X(3, 4), X(4))
    case("matmul", X(4), X(4, 2))
    case("matmul", X(2, 3, 4), X(4))
    case("matmul", X(4), X(2, 4, 3))
    case("matmul", X(2, 2, 3, 4), X(4))
    case("matmul", X(0), X(0))
    case("matmul", X(4, 3).t(), X(4))
    case("linear", X(3, 4), X(2, 4), X(2))
    case("linear", X(3, 4), X(2, 4))
    case("linear", X(4), X(2, 4), X(2))
    case("linear", X(2, 3, 4), X(2, 4), X(2))
    case("linear", X(4, 3).t(), X(4, 2).t(), X(2))
    case("linear", X(0, 4), X(2, 4), X(2))


@family
def softmax():
    for op in ("softmax", "log_softmax", "logsumexp"):
        case(op, X(3, 4), D(1))
        case(op, X(3, 4), D(0))
        case(op, X(2, 3, 4), D(1))
        case(op, X(2, 3, 4), D(-3))
        case(op, X(4, 3).t(), D(1))
        case(op, X(4).expand(3, 4), D(1))
        case(op, X(3, 1), D(1))
        case(op, X(5), D(-1))
        case(op, X(0, 3), D(1))
        case(op, V([[1000.0, 1001.0, 999.0], [-1000.0, -1001.0, -1000.0]]), D(1))
        case(op, V([[-inf, 1.0, 2.0], [3.0, -inf, -inf]]), D(1))
        case(op, K([[-inf, -inf], [inf, 1.0], [nan, 1.0]]), D(1))
    case("logsumexp", X(2, 3, 4), D(1), keepdim=True)
    case("logsumexp", X(2, 3, 4), D(-1), keepdim=True)


@family
def norm():
    def stats(x):
        dims = [0] + list(range(2, x.dim()))
        return torch.stack([x.mean(dims), x.var(dims, unbiased=False)])
    case("batch_norm_stats", X(5, 3), ref=stats)
    case("batch_norm_stats", X(2, 3, 4), ref=stats)
    case("batch_norm_stats", X(2, 3, 4, 2), ref=stats)
    case("batch_norm_stats", X(3, 5).t(), ref=stats)
    case("batch_norm_stats", X(2, 4, 3).transpose(D(1), D(2)), ref=stats)
    case("batch_norm_stats", X(1, 3), ref=stats)

    def running(x, s, w=None, b=None, eps=1e-5):
        return F.batch_norm(x, s[0], s[1], w, b, False, 0.1, eps)

    def given(x, s, w=None, b=None, eps=1e-5):
        size = [1, -1] + [1] * (x.dim() - 2)
        y = (x - s[0].reshape(size)) / torch.sqrt(s[1].reshape(size) + eps)
        y = y if w is None else y * w.reshape(size)
        return y if b is None else y + b.reshape(size)
    case("batch_norm", X(4, 3), K([[0.5, -1.0, 0.25], [1.0, 0.5, 2.0]]), X(3), X(3), ref=running)
    case("batch_norm", X(2, 3, 4), K([[0.5, -1.0, 0.25], [1.0, 0.5, 2.0]]), ref=running)
    case("batch_norm", X(2, 3, 4), P(2, 3), X(3), X(3), eps=0.1, ref=given)
    case("batch_norm", X(2, 3, 2, 2), P(2, 3), X(3), ref=given)
    case("batch_norm", X(3, 4).t(), P(2, 3), None, X(3), ref=given)


    xhat_sums()


def xhat_sums():
    """The parts of the backward pass of batch_norm, by their formulas."""
    def channels(v, x):
        return v.reshape([1, -1] + [1] * (x.dim() - 2))

    def sums(g, x, stats, rstd):
        dims = [0] + list(range(2, x.dim()))
        xhat = (x - channels(stats[0], x)) * channels(rstd.flatten(), x)
        return torch.stack([(g * xhat).sum(dims), g.sum(dims)])
    case("batch_norm_sums", C(4, 3), C(4, 3), P(2, 3), P(1, 3), ref=sums, grad=False)
    case("batch_norm_sums", C(2, 3, 4), C(2, 3, 4), P(2, 3), P(1, 3), ref=sums, grad=False)
    case("batch_norm_sums", C(3, 4).t(), C(3, 4).t(), P(2, 3), P(1, 3), ref=sums, grad=False)

    def through(g, x, stats, w, s, eps=1e-5):
        n = x.numel() / x.shape[1]
        rstd = (stats[1] + eps).rsqrt()
        scale = rstd if w is None else w * rstd
        xhat = (x - channels(stats[0], x)) * channels(rstd, x)
        return channels(scale, x) * (g - channels(s[1] / n, x) - xhat * channels(s[0] / n, x))
    for w in (None, X(3)):
        case("batch_norm_grad", C(4, 3), C(4, 3), P(2, 3), w, C(2, 3), ref=through, grad=False)
        case("batch_norm_grad", C(2, 3, 4), C(2, 3, 4), P(2, 3), w, C(2, 3), eps=0.5,
             ref=through, grad=False)


@family
def index():
    case("index_select", X(3, 4), D(0), I([2, 0, 2]))
    case("index_select", X(3, 4), D(1), I([3]))
    case("index_select", X(2, 3, 4), D(-2), I([0, 2, 1, 1]))
    case("index_select", X(4, 3).t(), D(1), I([1, 0]))
    case("index_select", X(3, 4), D(0), I([]))
    for args in ((X(3, 4), D(0), I([2, 0]), X(2, 4)), (X(3, 4), D(1), I([1, 1, 3]), X(3, 3)),
                 (X(4, 3).t(), D(-1), I([0, 2]), X(2, 3).t()), (X(5), D(0), I([4, 4]), X(2))):
        case("index_add", *args)
    for args in ((X(3, 4), D(1), I([[0, 3], [1, 1], [2, 0]])), (X(3, 4), D(0), I([[2, 0, 1, 1]])),
                 (X(3, 4), D(1), I([[3], [0]])), (X(4, 3).t(), D(1), I([[0, 3], [1, 1], [2, 0]])),
                 (X(2, 2, 3), D(-1), I([[[0], [2]], [[1], [1]]])), (X(4), D(0), I([3, 3, 0]))):
        case("gather", *args)
    for args in ((X(3, 4), D(1), I([[0, 3], [1, 1], [2, 0]]), X(3, 2)),
                 (X(3, 4), D(0), I([[2, 0, 1, 1], [2, 2, 0, 1]]), X(2, 4)),
                 (X(4, 3).t(), D(1), I([[3], [0]]), X(2, 1)), (X(4), D(0), I([3, 3, 0]), X(3))):
        case("scatter_add", *args)
    case("one_hot", I([0, 2, 1]), 3, ref=F.one_hot)
    case("one_hot", I([[0, 2], [1, 3]]), 5, ref=F.one_hot)
    case("one_hot", I(1), 2, ref=F.one_hot)


@family
def conv():
    biases = ((X(3),), ())
    for bias in biases:
        case("conv1d", X(2, 4, 7), X(3, 4, 3), *bias)
        case("conv2d", X(2, 2, 5, 4), X(3, 2, 3, 2), *bias)
        case("conv_transpose2d", X(2, 2, 3, 2), X(2, 3, 3, 2), *bias)
    case("conv1d", X(2, 4, 7), X(6, 2, 3), X(6), stride=2, padding=1, groups=2)
    case("conv1d", X(4, 7), X(3, 4, 3), X(3), dilation=2)
    case("conv1d", X(2, 1, 5), X(1, 1, 5), X(1), padding=4)
    for o in ({"stride": 2, "padding": 1}, {"stride": [2, 1], "padding": [0, 2]},
              {"dilation": [1, 2]}, {"dilation": 2, "padding": 2, "stride": 2}):
        case("conv2d", X(2, 2, 6, 5), X(3, 2, 3, 2), X(3), **o)
    case("conv2d", X(1, 4, 5, 5), X(4, 1, 3, 3), X(4), groups=4, padding=1)
    case("conv2d", X(1, 4, 4, 4), X(6, 2, 1, 1), groups=2)
    case("conv2d", X(2, 3, 4, 4), X(2, 3, 4, 4), X(2), stride=2, padding=1)
    case("conv2d", X(2, 5, 4).unsqueeze(D(0)).transpose(D(2), D(3)), X(3, 2, 3, 2))
    case("conv3d", X(1, 2, 3, 4, 3), X(2, 2, 2, 3, 2), X(2), padding=[1, 0, 1])
    case("conv3d", X(1, 2, 3, 3, 3), X(2, 1, 2, 2, 2), stride=[1, 2, 1], groups=2)
    for o in ({"stride": 2}, {"stride": 2, "padding": 1, "output_padding": 1},
              {"stride": [2, 1], "padding": [1, 0]}, {"dilation": 2},
              {"stride": 3, "dilation": [2, 1], "padding": [0, 1], "output_padding": [2, 0]}):
        case("conv_transpose2d", X(2, 2, 3, 2), X(2, 3, 4, 3), X(3), **o)
    case("conv_transpose2d", X(1, 4, 3, 3), X(4, 1, 2, 2), X(2), groups=2)
    case("conv_transpose1d", X(2, 3, 4), X(3, 2, 3), X(2), stride=2, padding=1, output_padding=1)
    case("conv_transpose1d", X(3, 4), X(3, 2, 3))
    case("conv_transpose1d", X(2, 3, 4), X(3, 2, 3), dilation=3, output_padding=2)
    case("conv_transpose1d", X(2, 3, 4), X(3, 2, 3), dilation=3, stride=2, output_padding=2)
    case("conv_transpose3d", X(1, 2, 2, 3, 2), X(2, 2, 2, 2, 3), X(2), stride=[1, 2, 1])
    partials()


def partials():
    """The three partials of <conv(x, w), g>, of as many dimensions as given."""
    def three(options, dims):
        return {k: v if k == "groups" or isinstance(v, int) else v[:dims]
                for k, v in options.items()}

    def forward(x, w, b=None, **o):
        dims = x.dim() - 2
        return getattr(F, "conv%dd" % dims)(x, w, b, **three(o, dims))

    def back(x, w, g, mask, stride=1, padding=0, dilation=1, groups=1):
        dims = x.dim() - 2

        def every(v):
            return [v] * dims if isinstance(v, int) else list(v[:dims])
        return torch.ops.aten.convolution_backward(
            g, x, w, [0], every(stride), every(padding), every(dilation), False,
            [0] * dims, groups, mask)

    def of_input(g, w, b, sizes, groups=1, **o):
        x = torch.zeros([g.shape[0], w.shape[1] * groups] + sizes)
        y = back(x, w, g, [True, False, False], groups=groups, **o)[0]
        return y if b is None else y + b.reshape([1, -1] + [1] * len(sizes))

    def of_weight(x, g, sizes, groups=1, **o):
        w = torch.zeros([g.shape[1], x.shape[1] // groups] + sizes)
        return back(x, w, g, [False, True, False], groups=groups, **o)[1]
    for x, w, g, o in (
            ([2, 2, 7], [3, 2, 3], [2, 3, 5], {}),
            ([2, 4, 7], [6, 2, 3], [2, 6, 4], {"stride": 2, "padding": [1, 0, 0], "groups": 2}),
            ([2, 2, 5, 4], [3, 2, 3, 2], [2, 3, 3, 3], {}),
            ([1, 2, 5, 4], [3, 2, 2, 2], [1, 3, 3, 2],
             {"stride": [2, 1, 1], "padding": [1, 0, 0], "dilation": [1, 2, 1]}),
            ([1, 2, 3, 4, 3], [2, 2, 2, 3, 2], [1, 2, 2, 2, 2], {})):
        case("conv", X(*x), X(*w), X(w[0]), ref=forward, **o)
        case("conv_input", X(*g), X(*w), None, x[2:], ref=of_input, **o)
        case("conv_input", X(*g), X(*w), X(x[1]), x[2:], ref=of_input, **o)
        case("conv_weight", X(*x), X(*g), w[2:], ref=of_weight, **o)


@family
def minibatch():
    def closeness(x, others=None, offset=0):
        others = x if others is None else others
        d = (x[:, None] - others[None]).abs().sum(3)
        i = torch.arange(x.shape[0])[:, None] + offset
        apart = i != torch.arange(others.shape[0])[None]
        return (torch.exp(-d) * apart[:, :, None]).sum(1)
    case("minibatch_discrimination", X(4, 2, 3), ref=closeness)
    case("minibatch_discrimination", X(7, 3, 1), ref=closeness)
    case("minibatch_discrimination", X(1, 2, 3), ref=closeness)
    case("minibatch_discrimination", V([[[1.0, 2.0]], [[1.0, 2.0]], [[0.0, 2.0]]]), ref=closeness)
    case("minibatch_discrimination", X(3, 2, 3), X(4, 2, 3), ref=closeness)
    case("minibatch_discrimination", X(3, 2, 3), X(4, 2, 3), offset=1, ref=closeness)
    case("minibatch_discrimination", X(3, 2, 3), X(4, 2, 3), offset=-3, ref=closeness)
    case("minibatch_discrimination", X(2, 4, 3).transpose(D(0), D(1)), ref=closeness)
    case("minibatch_discrimination", X(33, 5, 4), ref=closeness)


for name in sys.argv[1:] or families:
    write(name)
