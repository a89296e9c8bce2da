# Read by make.py, in whose words it is written.


@family
def diagonal():
    case("diagonal", X(3, 4))
    for offset in (1, 2, 4, -1, -3):
        case("diagonal", X(3, 4), offset)
    case("diagonal", X(4, 3).t(), -1)
    case("diagonal", X(2, 3, 4), 1, D(2), D(0))
    case("diagonal", X(2, 3, 4), 0, D(-1), D(-2))
    case("diagonal", X(3, 1).expand(3, 3))
    case("diagonal", X(0, 3))

    def widen(x, offset, a, b, rows, columns):
        y = torch.zeros(list(x.shape[:-1]) + [rows, columns])
        y = y.movedim((-2, -1), (a, b))
        return torch.diagonal_scatter(y, x, offset, a, b)
    case("diagonal_widen", X(3), 0, D(0), D(1), 3, 4, ref=widen)
    case("diagonal_widen", X(2, 3), -2, D(1), D(0), 6, 3, ref=widen)
    case("diagonal_widen", X(3, 2).t(), 1, D(0), D(-1), 3, 4, ref=widen)
    case("diag_embed", X(3))
    case("diag_embed", X(2, 3), 1)
    case("diag_embed", X(3, 2).t(), -2, D(0), D(2))
    case("diag_embed", X(2, 0), 1)
    case("diag", X(3))
    case("diag", X(3), -1)
    case("diag", X(6).narrow(D(0), D(1), 3), 2)
    case("diag", X(3, 4))
    case("diag", X(4, 3).t(), 2)
    case("diag", X(3, 4), -2)
    case("trace", X(3, 3))
    case("trace", X(4, 3).t())
    case("trace", X(0, 3))
    for op in ("tril", "triu"):
        case(op, X(3, 4))
        for k in (1, 3, 9, -1, -2, -9):
            case(op, X(3, 4), k)
        case(op, X(4, 3).t(), 1)
        case(op, X(2, 3, 3), -1)
        case(op, X(3, 1).expand(3, 3))
        case(op, X(0, 3))
        case(op, X(3, 0))
    case("tril", V([[1.0, nan], [inf, -inf]]))
    case("triu", V([[1.0, nan], [inf, -inf]]), 1)
