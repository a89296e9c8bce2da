# Read by make.py, in whose words it is written.


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
    for exponent in (0.5, 2.0, 3.0):
        case("pow", K([-inf, -2.0, -0.0, 0.0, 2.0, inf, nan]), K([exponent] * 7))


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


def unit(*size):
    """As X, within (-1, 1)."""
    return Input((lattice(size) / 4).requires_grad_(), "x")


def analysis():
    for op in ("expm1", "tan", "atan", "sinh", "cosh", "erf"):
        shapes(op)
        case(op, K(HARD))
    for op in ("sinh", "cosh"):
        case(op, K([-88.0, -20.0, -1.0, -0.9375, -1e-6, 1e-6, 0.5, 1.0625, 89.0]))
    for op in ("log1p", "log2", "log10", "rsqrt"):
        shapes(op, make=P)
        case(op, K(HARD))
    for op in ("asin", "acos", "erfinv"):
        shapes(op, make=unit)
        case(op, K([-inf, -1.0, -0.875, -0.0, 0.0, 0.5, 0.9375, 1.0, 1.5, nan]))
    for op in ("expm1", "log1p", "erf", "atan"):
        case(op, V([-2.0 ** -20, 2.0 ** -20]))
    case("log1p", V([-0.9375, 1e10]))
    case("log2", V([1e-30, 1.0, 1024.0]))
    case("log10", V([1e-30, 1.0, 1000.0]))
    case("erf", V([-5.0, -3.0, 0.001, 3.0, 5.0]))
    case("erfinv", V([-0.9990234375, -0.75, 0.71875, 0.6875, 0.9990234375]))
    case("rsqrt", V([1e-6, 1.0, 1e6]))
    for op in ("sin", "cos", "expm1", "erf", "log1p"):  # whole vectors
        low = 0 if op == "log1p" else -160
        case(op, K([k / 16 for k in range(low, 160)]))
    for op in ("sin", "cos"):
        case(op, K([99999.5, -65536.0, 720896.0, 1000000.5, -3000000.0, 1e9]))
    pairs("atan2", ref=as_tensors("atan2"))
    case("atan2", K([0.0, -0.0, 0.0, -0.0, 1.0, inf, inf, nan, 1.0]),
         K([1.0, 1.0, -1.0, -1.0, 0.0, inf, -inf, 1.0, nan]))


def whole():
    for op in ("floor", "ceil", "round", "trunc"):
        shapes(op)
        case(op, K(HARD + [-1.5, -0.5, 1.5, 2.5, 3.5, -0.25]))
    for op in ("remainder", "fmod"):
        pairs(op, other=P, ref=as_tensors(op))
        case(op, X(3, 4), X(3, 4))
        case(op, V([-3.0, -2.5, 2.5, 3.0]), -1.5)
        case(op, K([5.5, -5.5, 5.5, -5.5, 4.0, -4.0, 1.0, nan]),
             K([2.0, 2.0, -2.0, -2.0, 2.0, 2.0, 0.0, 2.0]))
        case(op, K([5.5, -5.5, 6.0, -6.0, 0.0, -0.0, 1e8, -1e8, 3e-39] * 4),
             K([2.0, -2.0, -2.0, 2.0, 3.0, 3.0, 7.0, 7.0, 2e-39] * 4))
        case(op, K([1e10, -1e10, 3.0]), K([3.0, 7.0, 2.0]))
    case("fmod", K([1.0, -1.0, inf]), K([inf, inf, 1.0]))
    # x / other, when rounded, is a whole number above what is taken
    for op in ("remainder", "fmod"):
        case(op, V([1.0, -1.0]), V([0.1, -0.1]), ref=lambda a, b: a - 9 * b)
    case("fmod", V([-1.0, 1.0]), V([0.1, -0.1]), ref=lambda a, b: a + 9 * b)


def as_tensors(op):
    return lambda *a, **o: getattr(torch, op)(
        *(torch.as_tensor(v, dtype=torch.float64) for v in a), **o)


def of_three():
    case("lerp", X(3, 4), X(3, 4), X(3, 4))
    case("lerp", X(3, 4), X(4), X(3, 1))
    case("lerp", X(4, 3).t(), X(3, 4), 0.25)
    case("lerp", X(3, 4), X(3, 4), 0.75)
    case("lerp", X(0, 3), X(3), 0.5)
    case("lerp", K([1.0, -1.0, nan, 1.0]), K([3.0, 3.0, 1.0, nan]), 1)
    for op in ("addcmul", "addcdiv"):
        case(op, X(3, 4), X(3, 4), P(3, 4))
        case(op, X(3, 4), X(4), P(3, 1), value=-0.5)
        case(op, X(4), X(3, 1), P(4))
        case(op, X(4, 3).t(), X(3, 4), P(4, 3).t(), value=2)
        case(op, X(), X(), P())
        case(op, X(0, 3), X(3), P(1, 3))
    case("addcdiv", K([1.0, 1.0]), K([1.0, 0.0]), K([0.0, 0.0]))


def truth():
    bits = K([[0.0, 0.5, -1.0, nan]]), K([[0.0], [-0.0], [2.0], [nan]])
    for op in ("logical_and", "logical_or", "logical_xor"):
        case(op, *bits)
        case(op, C(3, 4), C(4))
        case(op, C(0, 3), C(3))
        case(op, K([0.0, 1.0]), 0.5, ref=as_tensors(op))
    for op in ("logical_not", "isnan", "isinf", "isfinite"):
        case(op, K(HARD))
        case(op, K([[0.0, inf], [nan, 1.0]]).t())
        case(op, K(nan))
        case(op, C(0, 3))
    near = [1.0, 1.0625, inf, -inf, nan, 0.0], [1.0, 1.0, inf, inf, nan, -0.0]
    case("isclose", K(near[0]), K(near[1]))
    case("isclose", K(near[0]), K(near[1]), equal_nan=True)
    case("isclose", K(near[0]), K(near[1]), rtol=0.0625, atol=0.0)
    case("isclose", K(near[0]), K(near[1]), rtol=0, atol=0.125)
    case("isclose", K(near[0]), K(near[1]), rtol=0, atol=0)
    case("isclose", K([2.0, inf]), K([-inf, 3.0]), rtol=inf)
    case("isclose", C(4, 3).t(), C(4), atol=0.5)
    case("isclose", C(0, 3), C(3))
    case("nan_to_num", K(HARD), 0.5, 100, -200)
    case("nan_to_num", V([nan, 1.0, inf, -inf]), 0, 3, -3)
    case("nan_to_num", V([nan, 1.0, -2.0]))
    case("nan_to_num", K([inf, 1.0]), 0, inf)
    case("nan_to_num", X(4, 3).t())


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
    for op in ("neg", "square", "abs", "sign", "exp", "sin", "cos"):
        shapes(op)
        case(op, K(HARD), ref=nan_kept(torch.sign) if op == "sign" else None)
    for op in ("neg", "square", "abs", "sign", "exp"):
        case(op, V([-1.0, -0.0, 0.0, 1.0]))
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
    choices()
    analysis()
    whole()
    of_three()
    truth()
