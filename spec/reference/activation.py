# Read by make.py, in whose words it is written.


def older():
    for op in ("tanh", "sigmoid", "relu"):
        shapes(op)
        case(op, K(HARD))
    for op in ("tanh", "sigmoid", "relu", "leaky_relu"):
        case(op, V([-1.0, -0.0, 0.0, 1.0]))
    case("tanh", V([-30.0, -5.0, -0.001, 0.001, 5.0, 30.0]))
    case("sigmoid", V([-40.0, -5.0, -0.001, 0.001, 5.0, 40.0]))
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


def gelu_slope(x):
    return (1 + torch.erf(x / 2 ** 0.5)) / 2 + x * torch.exp(-x * x / 2) / (2 * math.pi) ** 0.5


def silu_slope(x):
    return torch.sigmoid(x) * (1 + x * (1 - torch.sigmoid(x)))


def smooth():
    for op in ("elu", "celu", "selu", "gelu", "silu", "mish", "logsigmoid",
               "softsign", "tanhshrink"):
        shapes(op)
        case(op, K(HARD))
        case(op, V([-20.0, -1.0, -0.0, 0.0, 0.001, 20.0]))
        case(op, K([k / 16 for k in range(-160, 160)]))  # whole vectors
    for alpha in (0.5, 2, -1.0):
        case("elu", X(3, 4), alpha)
    for alpha in (0.5, 2):
        case("celu", X(4, 3).t(), alpha)
    shapes("gelu", approximate="tanh")
    case("gelu", V([-9.0, -0.001, 0.0, 9.0]), approximate="tanh")
    case("gelu", X(3), approximate="none")
    case("gelu", K([k / 16 for k in range(-160, 160)]), approximate="tanh")
    case("logsigmoid", V([-200.0, 200.0]))
    for op, f in (("gelu_grad", gelu_slope), ("silu_grad", silu_slope)):
        ref = lambda g, x, f=f: g * f(x)
        case(op, X(3, 4), X(3, 4), ref=ref)
        case(op, X(4, 3).t(), X(3, 1), ref=ref)
        case(op, C(320), K([k / 16 for k in range(-160, 160)]), ref=ref)
        case(op, X(0, 3), X(3), ref=ref)
    case("mish", V([-200.0, 200.0]))


def straight():
    def hardsigmoid(x):  # PyTorch's own derivative is 1/6 in float
        return F.relu6(x + 3) / 6
    for op in ("hardtanh", "relu6", "hardsigmoid", "hardswish", "softshrink",
               "hardshrink"):
        ref = hardsigmoid if op == "hardsigmoid" else None
        shapes(op, ref=ref)
        case(op, V([-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0]), ref=ref)
        case(op, K([v for v in HARD if v == v]), ref=ref)
        case(op, V([k / 16 for k in range(-70, 70)]), ref=ref)  # whole vectors
    for op in ("hardtanh", "relu6", "hardshrink"):
        case(op, V([nan, 1.0]))
    # PyTorch 1.13 gives 0 of nan
    case("softshrink", V([nan, 1.0]), ref=lambda x: x - x.detach().clamp(-0.5, 0.5))
    case("hardtanh", X(3, 4), -0.5, 2)
    case("threshold", X(3, 4), 0.25, -2)
    case("threshold", X(4, 3).t(), -1, 0)
    case("threshold", V([nan, 1.0, 2.0, -inf, inf]), 1, 5)
    for op in ("softshrink", "hardshrink"):
        case(op, X(3, 4), 1)
        case(op, V([-1.0, 0.0, 1.0]), 0)


def slopes_of_pieces():
    def band(g, x, low, high, scale=1, outside=False):
        out = (x >= low) & (x <= high) if outside else (x <= low) | (x >= high)
        return torch.where(out, torch.zeros_like(g * x), scale * g)

    def hardswish_slope(g, x):
        return g * torch.where(x < -3, 0.0, torch.where(x >= 3, torch.ones_like(x), x / 3 + 0.5))
    limits = V([-inf, -1.0, -0.5, 0.0, 0.5, 1.0, inf, nan])
    for outside in (False, True):
        case("band_grad", X(4, 3).t(), X(3, 4), -0.5, 0.5, outside=outside, ref=band)
        case("band_grad", C(8), limits, -1, 0.5, 3, outside=outside, ref=band)
        case("band_grad", C(140), K([k / 16 for k in range(-70, 70)]), -3, 2, outside=outside, ref=band)
        case("band_grad", K([inf, nan, inf, nan]), K([0.0, 0.0, 2.0, 2.0]), -1, 1, outside=outside, ref=band)
    case("hardswish_grad", X(4, 3).t(), X(3, 1), ref=hardswish_slope)
    case("hardswish_grad", X(3), V([-3.0, 0.0, 3.0]), ref=hardswish_slope)
    case("hardswish_grad", C(140), V([k / 16 for k in range(-70, 70)]), ref=hardswish_slope)


def of_targets():
    def huber(x, target, delta=1.0):
        return F.huber_loss(x, target, delta=delta, reduction="none")

    def squared(x, target):
        return F.mse_loss(x, target, reduction="none")

    def slope(g, x, target, delta=1.0, scale=1.0):
        return scale * g * (x - target).clamp(-delta, delta)

    def logistic(x, target):
        return F.binary_cross_entropy_with_logits(x, target, reduction="none")
    line = [k / 16 for k in range(-70, 70)]  # whole vectors
    for op, ref, more in (("huber", huber, ((), (0.5,), (2,))), ("squared_error", squared, ((),)),
                          ("logistic_loss", logistic, ((),))):
        for o in more:
            case(op, X(3, 4), X(3, 4), *o, ref=ref)
            case(op, X(4, 3).t(), X(3, 4), *o, ref=ref)
            case(op, V(line), C(140), *o, ref=ref)
            case(op, X(0, 3), X(0, 3), *o, ref=ref)
        case(op, V([-800.0, -40.0, 40.0, 800.0]), K([0.0, 1.0, 0.0, 1.0]), ref=ref)
    for o in ((), (0.5,), (inf, 2)):
        case("huber_grad", X(4), X(3, 4), X(3, 1), *o, ref=slope)
        case("huber_grad", C(140), K(line), C(140), *o, ref=slope)
    case("huber_grad", K([1.0, 1.0, inf, 1.0]), K([inf, nan, 1.0, 1.0]), K([0.0, 1.0, 0.0, nan]), ref=slope)
    case("squared_error", K([inf, -inf, nan, 1.0]), K([0.0, 1.0, 0.0, nan]), ref=squared)
    case("huber", K([inf, -inf, nan, 1.0]), K([0.0, 1.0, 0.0, nan]), ref=huber)
    case("logistic_loss", K([inf, -inf, inf, -inf, nan]), K([1.0, 0.0, 0.0, 1.0, 0.5]),
         ref=lambda x, t: torch.tensor([0.0, 0.0, inf, inf, nan], dtype=torch.float64))


def of_channels():
    case("prelu", X(3, 4), X(4))
    case("prelu", X(3, 4), X(1))
    case("prelu", X(2, 3, 2, 2), X(3))
    case("prelu", X(3, 2, 4).transpose(D(0), D(1)), X(3))
    case("prelu", X(4), X(1))
    case("prelu", V([[-1.0, 0.0, 2.0]]), V([0.5, 0.5, 0.5]))
    case("prelu", X(0, 3), X(3))
    case("prelu", V([[k / 16 for k in range(-70, 70)]]), C(140))  # whole vectors

    def by(x, slope):
        return torch.where(x > 0, x, x * slope)
    case("leaky_relu_by", X(3, 4), X(3, 1), ref=by)
    case("leaky_relu_by", X(4, 3).t(), X(3, 4), ref=by)
    case("leaky_relu_by", V([k / 16 for k in range(-70, 70)]), C(140), ref=by)
    case("leaky_relu_by", K([-inf, inf, nan]), K([0.5, 0.0, 1.0]), ref=by)

    def biased(x, bias=None, noise=None, negative_slope=0.2, scale=1):
        for term in (bias, noise):
            x = x if term is None else x + term
        return scale * F.leaky_relu(x, negative_slope)
    case("biased_leaky_relu", X(2, 3, 4), X(3, 1), X(2, 1, 4), ref=biased, scale=2 ** 0.5)
    case("biased_leaky_relu", X(4, 3).t(), None, X(4), ref=biased, negative_slope=0.0)
    case("biased_leaky_relu", X(2, 3, 140), X(3, 1), None, ref=biased, negative_slope=0.5)
    case("biased_leaky_relu", C(2, 3, 140), C(3, 1), C(2, 1, 140), ref=biased)
    case("biased_leaky_relu", C(3, 140), None, C(140), ref=biased)
    case("biased_leaky_relu", K([-inf, inf, nan, 0.0, 1.0]), K([1.0, 1.0, 0.0, 0.0, -2.0]), ref=biased, scale=3)
    case("biased_leaky_relu", X(140), ref=biased)
    case("biased_leaky_relu", X(0, 3), X(3), ref=biased)
    case("glu", X(3, 4))
    case("glu", X(4, 3), D(0))
    case("glu", X(2, 4, 3), D(1))
    case("glu", X(2, 3, 4).transpose(D(0), D(2)), D(-3))
    case("glu", X(0, 4))

    def maxout(x, pieces, dim=1):
        return x.unflatten(dim, (x.shape[dim] // pieces, pieces)).amax(dim + 1)
    case("maxout", X(3, 4), 2, ref=maxout)
    case("maxout", X(2, 6, 2), 3, ref=maxout)
    case("maxout", X(4, 3).t(), 4, ref=maxout)
    case("maxout", X(6, 3), 2, D(0), ref=maxout)
    case("maxout", X(2, 3), 1, ref=maxout)
    case("maxout", V([[1.0, 1.0, 2.0, nan]]), 2, ref=maxout, grad=False)


@family
def activation():
    older()
    smooth()
    straight()
    slopes_of_pieces()
    of_targets()
    of_channels()
