# Read by make.py, in whose words it is written.


def lines(op, *args, make=X, **more):
    """Along a dimension, of the usual kinds of input."""
    case(op, make(3, 4), *args, D(1), **more)
    case(op, make(3, 4), *args, D(0), **more)
    case(op, make(2, 3, 4), *args, D(1), **more)
    case(op, make(2, 5, 67), *args, D(1), **{**more, "grad": False})  # lines in tiles
    case(op, make(2, 3, 4), *args, D(-3), **more)
    case(op, make(2, 3, 4).permute([D(2), D(0), D(1)]), *args, D(0), **more)
    case(op, make(4).expand(3, 4), *args, D(1), **more)
    case(op, make(3, 9).narrow(D(1), D(2), 5), *args, D(-1), **more)
    case(op, make(5), *args, D(0), **more)
    case(op, make(3, 1), *args, D(1), **more)
    case(op, make(0, 3), *args, D(1), **more)
    case(op, make(), *args, D(0), **more)


def suffix_sum(x, dim):
    return x.flip(dim).cumsum(dim).flip(dim) if x.dim() else x.clone()


def weighted_cumsum(x, w, dim):
    if x.dim() == 0:
        return x.clone()
    rows, of = list(x.unbind(dim)), w.unbind(dim)
    for i in range(1, len(rows)):
        rows[i] = rows[i] + of[i] * rows[i - 1]
    return torch.stack(rows, dim) if rows else x.clone()


def suffix_weighted_sum(x, w, dim):
    if x.dim() == 0:
        return x.clone()
    rows, of = list(x.unbind(dim)), w.unbind(dim)
    for i in range(len(rows) - 2, -1, -1):
        rows[i] = rows[i] + of[i + 1] * rows[i + 1]
    return torch.stack(rows, dim) if rows else x.clone()


def weighted():
    for f in (weighted_cumsum, suffix_weighted_sum):
        for sizes, dim in (((3, 4), 1), ((3, 4), 0), ((2, 3, 4), 1), ((3, 1), 1), ((0, 3), 1), ((3, 0), 1), ((5,), 0)):
            case(f.__name__, X(*sizes), X(*sizes), D(dim), ref=f)
        case(f.__name__, X(4, 3).t(), X(3, 4), D(1), ref=f)
        case(f.__name__, X(), X(), D(0), ref=f)
        case(f.__name__, K([[inf, 1.0, 2.0]]), K([[nan, 1.0, 2.0]]), D(1), ref=f)


def scans():
    weighted()
    lines("suffix_sum", ref=suffix_sum)
    for op in ("cumsum", "cumprod", "logcumsumexp"):
        lines(op)
        case(op, X(0, 3), D(0))
        case(op, K([[1.0, nan, 2.0], [inf, 1.0, -inf], [-inf, 0.0, 1.0]]), D(1))
        case(op, K([[1.0, nan, 2.0], [inf, 1.0, 2.0], [-inf, 0.0, 1.0]]), D(0))
    case("cumsum", X(40, 30), D(0))
    case("cumsum", K([1e6, 0.0625, -1e6, 0.0625]), D(0))
    case("cumprod", V([[2.0, 0.0, 3.0, 0.0, 5.0], [0.0, 1.0, 2.0, 3.0, 4.0]]), D(1))
    case("cumprod", V([[0.5], [0.0], [2.0], [0.0]]), D(0))
    case("logcumsumexp", V([-100.0, 50.0, 200.0, -300.0, 201.0]), D(0))
    case("logcumsumexp", V([-inf, -inf, 1.0, 2.0]), D(0), grad=False)


def first(f):
    return lambda *a, **o: f(*a, **o)[0]


def second(f):
    return lambda *a, **o: f(*a, **o)[1]


TIES = [[2.0, nan, 1.0, inf, 1.0, -0.0, nan, -inf, 0.0],
        [1.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 2.0, 1.0]]


def order():
    stable = second(lambda x, d=-1, **o: torch.sort(x, dim=d, stable=True, **o))
    lines("argsort", make=C, index=True)
    lines("argsort", make=C, index=True, descending=True)
    case("argsort", C(3, 40), index=True, ref=stable)
    case("argsort", C(40, 3), D(0), index=True, ref=stable)
    for down in (False, True):
        case("argsort", K(TIES), D(1), index=True, descending=down, ref=stable)
        case("argsort", K(TIES).t(), D(0), index=True, descending=down, ref=stable)
        case("sort", K(TIES), D(1), descending=down, ref=first(torch.sort))
    def part(x, d, start, length, **o):
        return stable(x, d, **o).narrow(d, start, length) if x.dim() else stable(x, d)
    for down in (False, True):
        for start, length in ((0, 3), (2, 2), (3, 0), (1, 1), (0, 0), (-2, 2)):
            case("argsort_part", C(3, 4), D(1), D(start), length, descending=down, index=True, ref=part)
        case("argsort_part", K(TIES), D(1), D(3), 4, descending=down, index=True, ref=part)
        case("argsort_part", K(TIES).t(), D(-2), D(5), 4, descending=down, index=True, ref=part)
    case("argsort_part", C(2, 5, 67), D(1), D(1), 3, index=True, ref=part)
    case("argsort_part", C(2, 200, 3), D(1), D(98), 4, index=True, ref=part)
    case("argsort_part", C(0, 3), D(1), D(1), 2, index=True, ref=part)
    case("argsort_part", C(0), D(0), D(0), 0, index=True, ref=part)
    case("argsort_part", C(), D(0), D(0), 1, index=True, ref=part)
    lines("sort", ref=first(torch.sort))
    lines("sort", ref=first(torch.sort), descending=True)
    case("sort", X(3, 5), ref=first(torch.sort))


def choices():
    for op, f in (("max", torch.max), ("min", torch.min)):
        lines(op, ref=first(f))
        case(op, X(2, 3, 4), D(1), keepdim=True, ref=first(f))
        case(op, X(2, 3, 4))
        case(op, X(3, 4), X(4))
        case(op, K(TIES), D(1), ref=first(f))
        case(op, V([[1.0, 3.0, 3.0], [3.0, 3.0, 3.0]]), D(1), ref=first(f))
        case(op, V([[1.0, 3.0, 3.0], [3.0, 1.0, 1.0]]))
    lines("median", ref=first(torch.median))
    case("median", X(2, 3, 4), D(1), keepdim=True, ref=first(torch.median))
    case("median", X(3, 4))
    case("median", X(3, 3))
    case("median", K(TIES))
    case("median", K(TIES), D(1), ref=first(torch.median))
    case("median", K(TIES), D(0), ref=first(torch.median))
    for k in (0, 1, 3):
        case("topk", X(3, 4), k, ref=first(torch.topk))
        case("topk", X(3, 4), k, D(0), ref=first(torch.topk))
        case("topk", X(4, 3).t(), k, D(-2), largest=False, ref=first(torch.topk))
    case("topk", K(TIES), 4, ref=first(torch.topk))
    case("topk", K(TIES), 3, largest=False, sorted=True, ref=first(torch.topk))
    for k in (1, 2, 3):
        case("kthvalue", X(3, 4), k, ref=first(torch.kthvalue))
        case("kthvalue", X(2, 3, 4), k, D(1), keepdim=True, ref=first(torch.kthvalue))
    case("kthvalue", K(TIES), 8, D(1), ref=first(torch.kthvalue))
    case("kthvalue", X(4, 3).t(), 2, D(0), ref=first(torch.kthvalue))

    def var(x, dim, **o):
        return torch.var_mean(x, dim, **{"correction": 1, **o})[0]
    case("var_mean", X(3, 4), D(1), ref=var)
    case("var_mean", X(2, 3, 4), [D(0), D(2)], correction=0, keepdim=True, ref=var)


@family
def scan():
    scans()
    order()
    choices()
