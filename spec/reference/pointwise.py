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
