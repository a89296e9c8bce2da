# Read by make.py, in whose words it is written.


def first(f):
    return lambda *a, **o: f(*a, **o)[0]


def second(f):
    return lambda *a, **o: f(*a, **o)[1]


HOLES = [[1.0, nan, 2.0, 5.0, nan], [nan, nan, nan, nan, nan],
         [4.0, -1.0, 3.0, 0.5, -2.5], [inf, 1.0, nan, -inf, 2.0]]


def means():
    case("nanmean", V(HOLES))
    for more in ([D(0)], [D(-1)], [D(1)], [[D(0), D(1)]]):
        case("nanmean", V(HOLES[2:3] + HOLES[:1]), *more)
        case("nanmean", K(HOLES), *more)
        case("nanmean", X(4, 3).t(), *more, keepdim=True)
    case("nanmean", X(0, 3), D(0))
    case("nanmean", X())
    for d in (0, 2, -2):
        case("logsumexp_along", X(2, 3, 4), D(d), ref=torch.logsumexp)
        case("logsumexp_along", X(4, 2, 3).permute([D(1), D(2), D(0)]), D(d), keepdim=True,
             ref=torch.logsumexp)
    for dims in (D(1), [D(0)], [D(0), D(2)], [D(-1), D(0)], [D(0), D(1), D(2)]):
        case("logsumexp", X(2, 3, 4), dims)
        case("logsumexp", X(2, 4, 3).transpose(D(1), D(2)), dims, keepdim=True)
    case("logsumexp", V([[1000.0, -1000.0], [0.0, 999.0]]), [D(0), D(1)])
    case("logsumexp", K([[-inf, -inf], [-inf, 1.0]]), [D(0), D(1)])
    case("logsumexp", K([[-inf, -inf], [-inf, -inf]]), [D(0), D(1)])
    case("logsumexp", X(0, 3), [D(0), D(1)], grad=False)


def middles():
    case("nanmedian", V([1.0, nan, 2.0, 5.0, nan]))
    case("nanmedian", V([3.0, 1.0, 1.0, 2.0, 1.0, nan]))
    case("median", V([3.0, 1.0, 1.0, 2.0, 1.0]))
    case("nanmedian", X(4, 3).t())
    case("nanmedian", X())
    for d in (0, 1, -1):
        case("nanmedian", K(HOLES), D(d), ref=first(torch.nanmedian))
        case("nanmedian", X(3, 5), D(d), keepdim=True, ref=first(torch.nanmedian))
    case("nanmedian", V(HOLES[:1] + HOLES[2:3]), D(1), ref=first(torch.nanmedian))


def quantiles():
    whole = {"linear": [0, 0.25, 0.3, 0.5, 1], "lower": [0.3, 1], "higher": [0.3, 0.0],
             "nearest": [0.3, 0.5, 0.7], "midpoint": [0.3, 0.5]}

    def of(f):
        return lambda x, q, d=None, k=False, **o: f(
            x, torch.as_tensor(q, dtype=torch.float64), d, k, **o)
    for op in ("quantile", "nanquantile"):
        more = {"ref": of(getattr(torch, op))}
        for kind, list_q in whole.items():
            for q in list_q:
                case(op, X(3, 6), q, D(1), interpolation=kind, **more)
                case(op, K(HOLES[:3]), q, D(1), interpolation=kind, **more)
            case(op, X(5, 3).t(), K(list_q), D(1), True, interpolation=kind, **more)
        case(op, X(3, 4), 0.4, **more)
        case(op, X(3, 4), 0.4, None, True, **more)
        case(op, X(3, 4), K([0.1, 0.9]), **more)
        case(op, X(3, 4), K([0.1, 0.9]), None, True, **more)
        case(op, X(2, 3, 4), K([0.1, 0.5, 0.75]), D(0), **more)
        case(op, X(2, 3, 4), K([0.1, 0.5, 0.75]), D(-2), True, **more)
        case(op, X(2, 3, 4), 0.3, D(1), **more)
        case(op, X(5), 0.3, D(0), **more)
        case(op, X(), 0.3, **more)
        case(op, X(1), K([0.3]), D(0), **more)
        case(op, X(4).expand(3, 4), 0.5, D(0), **more)
        case(op, K(HOLES), 0.5, **more)
        case(op, K([2.0, 2.0, 2.0]), 0.3, **more)
    case("nanquantile", V([1.0, nan, 2.0, 5.0]), 0.3, ref=of(torch.nanquantile))


TIES = [[2.0, nan, 1.0, inf, 1.0, -0.0, nan, -inf, 0.0],
        [1.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 2.0, 1.0]]


def running():
    for op, f in (("cummax", torch.cummax), ("cummin", torch.cummin)):
        case(op, X(3, 4), D(0), ref=first(f))
        case(op, X(2, 3, 4), D(1), ref=first(f))
        case(op, X(4, 3).t(), D(-1), ref=first(f))
        case(op, X(4).expand(3, 4), D(0), ref=first(f))
        case(op, K(TIES), D(1), ref=first(f))
        case(op, V(TIES[1:]), D(1), ref=first(f))
        case(op, X(0, 3), D(0), ref=first(f))
        case(op, X(0, 3), D(1), ref=first(f))
        case(op, X(), D(0), ref=first(f))
        arg = "arg" + op
        case(arg, C(3, 4), D(0), ref=second(f), index=True)
        case(arg, K(TIES), D(1), ref=second(f), index=True)
        case(arg, K(TIES).t(), D(0), ref=second(f), index=True)
        case(arg, K(TIES[1:]), D(-1), ref=second(f), index=True)
        case(arg, C(2, 5, 67), D(1), ref=second(f), index=True)
    for d in (0, 1, -1):
        case("mode", V([[1.0, 2.0, 2.0, 1.0, 3.0], [4.0, 2.0, 3.0, 3.0, 3.0],
                        [1.0, 0.0, -0.0, 4.0, 5.0]]), D(d), ref=first(torch.mode))
        case("mode", X(4, 3).t(), D(d), keepdim=True, ref=first(torch.mode))
    case("mode", X(2, 3, 4), D(1), ref=first(torch.mode))
    case("mode", X(3, 1), ref=first(torch.mode))
    case("mode", X(), ref=first(torch.mode))


def covariances():
    case("cov", X(3, 5))
    case("cov", X(5, 3).t(), correction=0)
    case("cov", X(5))
    case("cov", X(5), correction=2)
    how_often = Input(torch.tensor([1, 2, 3, 1, 1]), "c")
    for correction in (0, 1, 2):
        case("cov", X(3, 5), correction=correction, fweights=how_often)
        case("cov", X(3, 5), correction=correction, aweights=P(5))
        case("cov", X(3, 5), correction=correction, fweights=how_often, aweights=P(5))
    case("corrcoef", X(3, 5), grad=False)  # PyTorch's cuts off at 1, or past it
    case("corrcoef", X(5, 3).t(), grad=False)
    case("corrcoef", X(5), grad=False)


def counts():
    case("histc", X(20), 5, -3, 3)
    case("histc", X(3, 4), 4)
    case("histc", X(4, 3).t(), 3, -1, 1)
    case("histc", K([1.0, 2.0, 1.0]), 4, 0, 3)
    case("histc", K([0.0, 0.25, 0.5, 0.75, 1.0, 1.5, -1.0]), 4, 0, 1)
    case("histc", K([2.0, 2.0]), 4)
    case("histc", K([2.0, 2.0]))
    case("histc", C(0), 4, 0, 1)


def distances():
    for p in (0, 1, 2, 3, inf):
        case("dist", X(3, 4), X(3, 4), p, grad=p != 0)
        case("dist", X(3, 4), X(4), p, grad=p != 0)
    case("dist", X(3, 4), X(3, 4))
    case("dist", X(4, 3).t(), X(3, 1), 1.5)
    for p in (1, 2, 3):
        case("renorm", X(3, 4), p, D(0), 2)
        case("renorm", X(2, 3, 4), p, D(1), 5)
        case("renorm", X(4, 3).t(), p, D(-1), 2)
    case("renorm", V([[0.0, 0.0], [3.0, 4.0]]), 2, D(0), 1)


def differences():
    for n in (0, 1, 2, 3, 6):
        case("diff", X(3, 5), n)
    for d in (0, 1, -2):
        case("diff", X(3, 5), 1, D(d))
    case("diff", X(5, 3).t(), 2, D(1))
    case("diff", X(3, 5), 1, D(1), X(3, 1), X(3, 2))
    case("diff", X(3, 5), 2, D(0), X(2, 5))
    case("diff", X(3, 5), append=X(3, 2))
    case("diff", X(3, 5), 0, D(0), X(2, 5), C(1, 5))
    case("diff", X(1))
    case("diff", X(0, 3), 1, D(0))
    for op in ("trapezoid", "cumulative_trapezoid"):
        case(op, X(3, 5))
        case(op, X(3, 5), dim=D(0), dx=0.5)
        case(op, X(5, 3).t(), dim=D(1))
        case(op, X(3, 5), X(5))
        case(op, X(3, 5), X(3, 5))
        case(op, X(3, 5), X(3), dim=D(0))
        case(op, X(2, 3, 5), X(3, 1), dim=D(1))
        case(op, X(2, 3, 5), X(3), dim=D(-2))
        case(op, X(1))
        case(op, X(3, 0))
    case("trapz", X(3, 5), X(5))
    case("logspace", -1, 2, 7)
    case("logspace", 0, 3, 4, 2)
    case("logspace", 1, 5, 1)
    case("logspace", 1, 5, 0)


def norms():
    for p in (-1, -2, -0.5):
        case("norm", V([0.0, 2.0, -1.0]), p, ref=torch.linalg.vector_norm)
        case("norm", V([[0.0, 2.0, -1.0], [3.0, 1.0, -2.0], [0.0, 0.0, 0.0]]), p, D(1),
             ref=torch.linalg.vector_norm)


@family
def statistics():
    means()
    middles()
    quantiles()
    running()
    covariances()
    counts()
    distances()
    differences()
    norms()
