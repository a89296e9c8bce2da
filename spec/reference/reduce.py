# Read by make.py, in whose words it is written.


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
    for p in (0.5, 1.5, 2.5, 3):
        case("norm", V([[0.0, 2.0, -1.0], [0.0, 0.0, 0.0]]), p, D(1), ref=over)
        case("norm", V([[0.0, 0.0]]).t(), p, ref=over)
    for p in (inf, -inf):
        case("norm", X(2, 3, 4), p, [D(2), D(0)], ref=over)
        case("norm", X(4, 3).t(), p, D(-1), keepdim=True, ref=over)
    case("norm", X(2, 3), -1, D(1), ref=over)
    case("norm", K([[0.0, 2.0, nan], [1.0, 0.0, 4.0]]), -2, D(1), ref=over)
    case("norm", K([1.0, nan]), inf, ref=over)
    case("norm", X(0, 3), 2, D(0), ref=over)
    case("norm", X(), 2, ref=over)


def products():
    def prod(x, dim=None, keepdim=False):
        dims = range(x.dim()) if dim is None else dim if isinstance(dim, list) else [dim]
        for d in sorted((d % max(x.dim(), 1) for d in dims), reverse=True):
            x = torch.prod(x, d, keepdim=keepdim)
        return x
    case("prod", X(2, 3, 4), D(1), keepdim=True)
    case("prod", X(4, 3).t(), D(1))
    case("prod", X(4).expand(3, 4), D(0))
    case("prod", X(3, 9).narrow(D(1), D(2), 5), D(-1))
    case("prod", X())
    for size in ([2, 3, 4], [1], [5], [7, 2], [8]):
        case("prod", X(*size), ref=prod)
    case("prod", X(2, 3, 4), [D(0), D(2)], ref=prod)
    case("prod", X(2, 3, 4), [D(-1), D(0)], keepdim=True, ref=prod)
    case("prod", V([[2.0, 0.0, 3.0], [0.0, 1.0, 0.0], [1.0, 2.0, 3.0]]), D(1))
    case("prod", V([[2.0, 0.0, 3.0], [0.0, 1.0, 0.0], [1.0, 2.0, 3.0]]), ref=prod)
    case("prod", V([0.0, 2.0, 3.0, -4.0, 5.0]))
    case("prod", K([[1.0, nan], [inf, 0.0], [inf, -inf]]), D(1))
    case("prod", X(0, 3), D(0))
    case("prod", X(0, 3), D(1))
    case("prod", X(0, 3))
    case("prod", P(20, 3), D(0), keepdim=True)
    case("prod", P(75))


def long_runs():
    for op in ("amax", "amin"):
        case(op, X(75))
        case(op, X(300))
        # in the first lanes, in later ones, at the end
        for n, at in ((75, 3), (75, 40), (75, 70), (300, 3), (300, 200), (300, 299)):
            for what in (nan, inf, -inf):
                case(op, K([k % 7 - 3.0 if k != at else what for k in range(n)]))


def truth():
    bits = K([[0.0, 1.0, 0.0], [0.0, -0.0, 0.0], [nan, 2.0, -1.0]])
    for op in ("any", "all"):
        case(op, bits)
        case(op, bits, D(0))
        case(op, bits, D(-1), keepdim=True)
        case(op, bits.t(), D(1))
        case(op, K([[[0.0] * 9 + [1.0]] * 3] * 2), D(1))
        case(op, C(0, 3))
        case(op, C(0, 3), D(0))
        case(op, C(0, 3), D(1))
        case(op, K(0.0))
    bools = {"any": torch.any, "all": torch.all}
    for op, f in bools.items():
        case(op, bits, [D(0), D(1)], ref=lambda x, d, f=f: f(x))
    case("count_nonzero", bits)
    case("count_nonzero", bits, D(0))
    case("count_nonzero", bits, [D(0), D(-1)])
    case("count_nonzero", K([[[0.0] * 9 + [1.0]] * 3] * 2), D(1))
    case("count_nonzero", C(40, 30), D(0))
    case("count_nonzero", C(0, 3), D(0))
    case("count_nonzero", K(3.0))


def without_nan():
    folds("nansum")
    holes = V([[1.0, nan, 2.0], [nan, nan, nan], [inf, nan, 1.0]])
    for more in ([], [D(0)], [D(1)]):
        case("nansum", holes, *more)
    case("nansum", X(40, 30), D(0))
    case("nansum", X(0, 3), D(0))


def squares():
    def over_rows(x, dim, keepdim):
        return torch.linalg.vector_norm(x, 2, dim, keepdim)
    def square_sum(x, *dim, **more):
        return x.square().sum(*dim, **more)
    for x in (X(3, 4), X(4, 3).t(), X(3, 75)):
        case("square_sum", x, ref=square_sum)
        case("square_sum", x, D(0), ref=square_sum)
        case("square_sum", x, D(1), keepdim=True, ref=square_sum)
        case("norm2", x, ref=torch.linalg.vector_norm)
        case("norm2", x, D(1), keepdim=True, ref=over_rows)
    case("square_sum", X(0, 3), D(0), ref=square_sum)
    case("square_sum", K([[1.0, nan], [inf, -inf]]), D(1), ref=square_sum)


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
    products()
    long_runs()
    truth()
    without_nan()
    squares()
