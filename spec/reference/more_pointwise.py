# Read by make.py, in whose words it is written.
import mpmath
from scipy import special


def beyond(*size):
    """As X, above 1."""
    return Input((lattice(size).abs() + 1.25).requires_grad_(), "x")


def inner(*size):
    """As X, within (-1, 1)."""
    return Input((lattice(size) / 4).requires_grad_(), "x")


def between(*size):
    """As X, within (0, 1)."""
    return Input((lattice(size) / 8 + 0.5).requires_grad_(), "x")


def of_tensors(f, **o):
    """f of numbers as of tensors."""
    return lambda *a: f(*(torch.as_tensor(v, dtype=torch.float64) for v in a), **o)


def scaled():
    for op in ("add", "sub", "rsub"):
        for alpha in (1, -2, 0.5):
            case(op, X(3, 4), X(4), alpha=alpha)
            case(op, X(4, 3).t(), X(3, 1), alpha=alpha)
        case(op, X(3, 4), 2.5, alpha=3)
        case(op, X(0, 3), X(3), alpha=2)
        case(op, K([inf, 1.0, nan]), K([1.0, inf, 1.0]), alpha=-2)


def divided():
    a = [7.5, -7.5, 7.5, -7.5, 6.0, -6.0, 1.0, 0.0, -0.0, nan, inf, 1.0]
    b = [2.0, 2.0, -2.0, -2.0, 3.0, 3.0, 0.0, 0.0, 3.0, 1.0, 2.0, inf]
    for mode in ("trunc", "floor"):
        case("div", K(a), K(b), rounding_mode=mode)
        case("div", X(3, 4), P(3, 1), rounding_mode=mode)
        case("div", X(4, 3).t(), 0.375, rounding_mode=mode)
        case("div", X(0, 3), P(3), rounding_mode=mode)
    floor_divide = {"ref": lambda a, b: torch.div(a, b, rounding_mode="floor")}
    case("floor_divide", K(a), K(b), **floor_divide)
    case("floor_divide", X(3, 4), 0.25, **floor_divide)
    for d in (0, 1, 3, -1, -2):
        case("round", K([0.5, -1.25, 1234.5678, -1250.0, 1350.0, nan, inf, -inf]),
             decimals=d)
        case("round", X(4, 3).t(), decimals=d)


def through_nan(op):
    """op, with the gradient of what is NaN for each that no comparison rules
    out: x inside the limits, low above x and below high, high below x or low."""
    def of(x, *limits):
        low = None if op is torch.clamp_max else limits[0]
        high = None if op is torch.clamp_min else limits[-1]
        out = [torch.zeros_like(x, dtype=torch.bool) for _ in range(3)]
        if low is not None:
            out[0] |= x < low
            out[1] |= x >= low
        if high is not None:
            out[0] |= x > high
            out[2] |= x <= high
        if low is not None and high is not None:
            out[1] |= low >= high
            out[2] &= high >= low
        ways = [torch.where(o, 0 * torch.ones_like(v), v)
                for o, v in zip(out, (x, low, high)) if v is not None]
        y = op(x, *limits)
        return torch.where(y.isnan(), sum(ways), y)
    return of


def limited():
    values = [0.0, 5.0, -1.0, nan, 2.0, 2.0, 1.5, 1.0, 3.0]
    low = [0.0, 1.0, 1.0, 1.0, nan, 3.0, 1.0, 1.0, 3.0]
    high = [0.0, 2.0, 2.0, 2.0, 3.0, 1.0, nan, 1.0, 3.0]
    for op in ("clamp", "clip"):
        case(op, V(values), V(low), V(high), ref=through_nan(torch.clamp))
    case("clamp", X(3, 4), X(4), X(3, 1))
    case("clamp", X(4, 3).t(), X(3, 4), X())
    case("clamp", X(4), X(2, 3, 1), X(3, 4),
         ref=lambda *a: torch.clamp(*torch.broadcast_tensors(*a)))
    case("clamp", X(3, 4), X(4))
    case("clamp", X(3, 4), None, X(4))
    case("clamp", X(3, 4), None, 0.5)
    case("clamp", X(0, 3), X(3), X(1, 3))
    case("clamp", X(3, 400), X(400), X(3, 1))
    for op in ("clamp_min", "clamp_max"):
        case(op, X(3, 4), 0.5)
        case(op, X(3, 4), X(4))
        case(op, V(values), V(low), ref=through_nan(getattr(torch, op)))
    case("masked_fill", X(3, 4), M(3, 4), X())
    case("masked_fill", X(4, 3).t(), M(4), X())
    case("masked_fill", X(0, 3), M(3), X())


def chosen():
    a = V([1.0, 2.0, nan, inf, -inf, nan, 0.0])
    b = V([1.0, nan, 3.0, inf, -inf, nan, -0.0])
    for op in ("fmax", "fmin"):
        pairs(op, ref=of_tensors(getattr(torch, op)))
        case(op, a, b)
    signs = K([-2.0, -0.0, 0.0, 3.0, -inf, inf])
    case("heaviside", K(HARD), 0.5, grad=False,
         ref=nan_kept(lambda x, v: torch.heaviside(x, torch.tensor(v))))
    case("heaviside", C(3, 4), C(4))
    for op in ("isposinf", "isneginf", "sgn"):
        case(op, K(HARD), ref=nan_kept(torch.sgn) if op == "sgn" else None)
        case(op, C(4, 3).t())
    case("signbit", signs)
    case("signbit", C(0, 3))
    pairs("copysign", ref=of_tensors(torch.copysign))
    case("copysign", V([1.0, -1.0, 0.0, -0.0, 3.0]), V([-0.0, 0.0, -1.0, 1.0, -2.0]))
    case("copysign", K([inf, nan, -inf]), K([-0.0, -1.0, 2.0]))
    pairs("hypot", ref=of_tensors(torch.hypot))
    case("hypot", K([3.0, 0.0, inf, nan, nan, -5.0]), K([4.0, 0.0, nan, inf, 1.0, 12.0]))
    case("hypot", K([3e30, 1e-30]), K([4e30, 0.0]))


def exponentials():
    shapes("exp2")
    case("exp2", K([-inf, -1074.0, -3.5, 0.0, 0.5, 100.25, inf, nan]))
    for op in ("ldexp", "float_power"):
        case(op, P(3, 4), X(4))
        case(op, P(4, 3).t(), 3, ref=of_tensors(getattr(torch, op)))
    for op in ("logaddexp", "logaddexp2"):
        pairs(op, ref=of_tensors(getattr(torch, op)))
        case(op, V([1.0, -1e8, 700.0, 2.0, 1000.0]), V([-1e8, 1.0, 710.0, 2.0, 1000.0]))
        case(op, K([inf, -inf, inf, -inf, nan, 1.0, -inf]), K([inf, -inf, -inf, inf, 1.0, nan, 2.0]))
    shapes("logit", make=between)
    case("logit", between(3, 4), 0.25)
    case("logit", K([-1.0, 0.0, 1.0, 2.0, nan]))
    case("logit", V([0.0, 0.125, 0.25, 0.5, 0.75, 1.0]), 0.25)
    case("logit", V([1e-8, 1e-3]))
    for op in ("xlogy", "xlog1py"):
        f = getattr(torch.special, op)
        pairs(op, other=P, ref=of_tensors(f))
        case(op, K([0.0, 0.0, 0.0, 0.0, 2.0, 2.0, nan, 0.0]),
             K([0.0, -2.0, inf, nan, 0.0, -3.0, 1.0, 1.0]), ref=f)
        case(op, V([0.0, 1.0]), V([2.0, 2.0]), ref=f)


def angles():
    for op in ("asinh", "deg2rad", "rad2deg", "frac", "positive", "negative", "absolute"):
        shapes(op)
    for op in ("asinh", "acosh", "atanh", "frac", "fix", "arctan"):
        case(op, K(HARD))
    shapes("acosh", make=beyond)
    shapes("atanh", make=inner)
    for old, new in (("arcsin", "asin"), ("arccos", "acos"), ("arctanh", "atanh")):
        case(old, inner(3), ref=getattr(torch, new))
    case("arcsinh", X(3))
    case("arccosh", beyond(3))
    case("asinh", V([-1e10, -1e-6, 1e-6, 1e10]))
    case("acosh", V([1.0009765625, 1e10]))
    case("atanh", V([-0.9990234375, 1e-6]))
    case("arctan2", X(3), P(3))
    for op in ("divide", "true_divide"):
        case(op, X(3), P(3))
    for op in ("multiply", "subtract"):
        case(op, X(3), X(3))
    for op in ("greater", "greater_equal", "less", "less_equal", "not_equal"):
        case(op, K([1.0, 2.0, 3.0, nan]), K([2.0, 2.0, 2.0, nan]))


def by_scipy(f):
    """A function of one tensor, without gradients."""
    return lambda x, *a: torch.as_tensor(f(*a, x.detach().numpy()))


def special_functions():
    shapes("sinc", make=P)
    case("sinc", K(HARD))
    for op, f in (("erfc", torch.erfc), ("erfcx", torch.special.erfcx),
                  ("ndtr", torch.special.ndtr), ("expit", torch.special.expit),
                  ("log_ndtr", torch.special.log_ndtr)):
        shapes(op, ref=f)
        case(op, K(HARD), ref=f)
    case("sinc", V([-2.5, -1.0, 0.0, 1e-5, 0.5, 0.875, 3.0]))
    case("erfc", V([-5.0, 0.5, 3.0, 5.0]))
    for v in (3.0, 5.0, 8.0, 9.0):  # each by itself: all of its digits count
        case("erfc", V([v]))
    for v in (-5.0, -0.5, 0.0, 1.0, 4.875, 5.0, 5.125, 8.0, 30.0, 1e4):
        case("erfcx", K([v]), ref=by_scipy(special.erfcx))
    for v in (-1e4, -38.0, -10.0, -1.0625, -0.9375, 0.0, 3.0, 8.0):
        case("log_ndtr", K([v]), ref=by_scipy(special.log_ndtr))
    case("log_ndtr", V([-5.0, -1.5, -0.5, 0.5, 2.0, 5.0]), ref=torch.special.log_ndtr)
    for v in (-8.0, -5.0, -1.0, 2.0):
        case("ndtr", K([v]), ref=by_scipy(special.ndtr))
    case("ndtri", K([0.0, 0.0009765625, 0.25, 0.5, 0.875, 1.0, -1.0, nan]),
         ref=by_scipy(special.ndtri))
    case("ndtri", V([0.0625, 0.25, 0.5, 0.875]), ref=torch.special.ndtri)
    case("entr", K([0.0, -0.0, 0.25, 1.0, 3.0, -1.0, -inf, inf, nan]),
         ref=torch.special.entr)
    case("entr", P(3, 4), ref=torch.special.entr)


class Sinc(torch.autograd.Function):
    """The n-th derivative, by mpmath: PyTorch's are 0 at 0."""

    @staticmethod
    def forward(ctx, x, n):
        ctx.save_for_backward(x)
        ctx.n = n
        mpmath.mp.dps = 60
        flat = [float(mpmath.diff(mpmath.sincpi, v, n)) for v in x.flatten().tolist()]
        return torch.tensor(flat, dtype=torch.float64).reshape(x.shape)

    @staticmethod
    def backward(ctx, g):
        return g * Sinc.apply(ctx.saved_tensors[0], ctx.n + 1), None


def sinc_derivatives():
    for n in (0, 1, 2, 3, 5, 8):
        case("sinc_derivative", P(3, 4), n, ref=Sinc.apply)
        case("sinc_derivative", V([-1.0, 0.0, 1e-5, 0.25, 1.0, 1.75, 2.5, 4.0, 20.125]), n,
             ref=Sinc.apply)
        for v in (0.5, 1.0, 1.5, 2.0, 6.0):
            case("sinc_derivative", K([v]), n, ref=Sinc.apply)


class Erfcx(torch.autograd.Function):
    """Derivatives by mpmath: PyTorch's lose their digits where x is large."""

    @staticmethod
    def forward(ctx, x, n=0):
        ctx.save_for_backward(x)
        ctx.n = n
        mpmath.mp.dps = 80
        y = []
        for v in map(mpmath.mpf, x.flatten().tolist()):
            f = [mpmath.exp(v * v) * mpmath.erfc(v)]
            f.append(2 * v * f[0] - 2 / mpmath.sqrt(mpmath.pi))
            for k in range(1, n):
                f.append(2 * v * f[k] + 2 * k * f[k - 1])
            y.append(float(f[n]))
        return torch.tensor(y, dtype=torch.float64).reshape(x.shape)

    @staticmethod
    def backward(ctx, g):
        return g * Erfcx.apply(ctx.saved_tensors[0], ctx.n + 1), None


def erfcx_derivatives():
    for n in (0, 1, 2, 3, 6):
        case("erfcx_derivative", X(3, 4), n, ref=Erfcx.apply)
        for v in (-2.0, 0.0, 0.9375, 1.0, 3.0, 64.0, 4096.0):
            case("erfcx_derivative", V([v]), n, ref=Erfcx.apply)
    case("erfcx", V([4096.0]), ref=Erfcx.apply)


class Polygamma(torch.autograd.Function):
    """SciPy's, as PyTorch's is right to nine digits only for n = 1."""

    @staticmethod
    def forward(ctx, x, n):
        ctx.save_for_backward(x)
        ctx.n = n
        f = special.polygamma(n, x.detach().numpy()) if n else special.psi(x.detach().numpy())
        return torch.as_tensor(f)

    @staticmethod
    def backward(ctx, g):
        return g * Polygamma.apply(ctx.saved_tensors[0], ctx.n + 1), None


def polygamma(x, n=0):
    return Polygamma.apply(x, n)


def gamma_functions():
    case("lgamma", K([-inf, -2.0, -0.5, 0.0, 0.5, 1.0, 2.0, 100.5, inf, nan]))
    case("digamma", K([-inf, -1.0, -0.0, 0.0, 1.0, 100.5, inf, nan]))
    for op, more in (("lgamma", {}), ("digamma", {"ref": polygamma})):
        shapes(op, make=P, **more)
        case(op, V([-0.5, -1.25, -2.75, -10.125, 0.125, 1.5, 9.5, 30.25]), **more)
    for v in (-2.75, -0.5, 1e-3, 1.5, 3.0, 50.0):
        case("lgamma", K([v]), ref=by_scipy(special.gammaln))
        case("digamma", K([v]), ref=polygamma)
    for n in (0, 1, 4):
        case("digamma_derivative", P(3, 4), n, ref=polygamma)
    for n in (0, 1, 2, 3, 5):
        case("polygamma", n, P(3, 4), ref=lambda m, x: polygamma(x, m))
        case("polygamma", P(4, 3).t(), n, ref=polygamma)
        case("polygamma", V([-0.5, -1.25, -5.875]), n, ref=polygamma)
        for v in (1e-3, 0.5, 3.0, 12.0, 200.0):
            case("polygamma", K([v]), n, ref=polygamma)
    case("polygamma", 1, K([0.0, -3.0, inf, nan]),
         ref=lambda n, x: torch.tensor([inf, inf, 0.0, nan]))
    case("polygamma", 2, K([0.0, -3.0]), ref=lambda n, x: torch.tensor([-inf, -inf]))
    for p in (1, 2, 5):
        case("mvlgamma", Input((lattice((3, 4)).abs() + 2.25).requires_grad_(), "x"), p)
        case("mvlgamma", Input((lattice((4, 3)).abs() + 2.25).requires_grad_(), "x").t(), p)


@family
def more_pointwise():
    scaled()
    divided()
    limited()
    chosen()
    exponentials()
    angles()
    special_functions()
    sinc_derivatives()
    erfcx_derivatives()
    gamma_functions()
