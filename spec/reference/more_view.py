# Read by make.py, in whose words it is written.


@family
def more_view():
    # a method only, there
    def windows(x, dim, size, step):
        return x.unfold(dim, size, step)
    for args in ((X(7), D(0), 3, 1), (X(7), D(0), 3, 2), (X(7), D(-1), 2, 3), (X(7), D(0), 7, 5),
                 (X(7, 3), D(0), 2, 2), (X(3, 7), D(1), 4, 1), (X(7, 3).t(), D(1), 3, 2),
                 (X(2, 5, 3), D(1), 2, 1), (X(2, 5, 3), D(-2), 0, 1), (X(3, 1).expand(3, 4), D(1), 2, 1),
                 (X(), D(0), 1, 1), (X(0, 3), D(1), 2, 1)):
        case("unfold", *args, ref=windows)
    for args in ((X(2, 3, 4), D(0), D(-1)), (X(3, 2).t(), D(0), D(1))):
        case("swapdims", *args)
        case("swapaxes", *args)
        case("moveaxis", *args)
    case("moveaxis", X(2, 3, 4), [D(0), D(1)], [D(2), D(0)])
    case("broadcast_to", X(3, 1), [2, 3, 4])
    case("concat", [X(2, 3), X(2, 1)], D(-1))
    case("concatenate", [X(2, 3), X(1, 3)])
    for args in ([X(3), X(2)], [X(2, 3), X(2, 1)], [X(), X(3)], [X(2, 1, 2), X(2, 3, 2)], [X(3, 2).t(), X(2, 2)]):
        case("hstack", args)
    for args in ([X(3), X(3)], [X(2, 3), X(3)], [X(), X(2, 1)], [X(2, 1, 2), X(1, 1, 2)]):
        case("vstack", args)
        case("row_stack", args)
    for args in ([X(3), X(3)], [X(2, 3), X(2, 3)], [X(2, 3), X(2, 3, 2)], [X(), X()]):
        case("dstack", args)
    for args in ([X(3), X(3)], [X(3), X(3, 2)], [X(), X(1, 2)], [X(2, 3, 2), X(2, 1, 2)]):
        case("column_stack", args)
    for args in ([X(2, 3), X(1, 2)], [X(3), X(), X(2, 1)], [X(2, 0), X(1, 2)], [X(0, 2), X(3, 1)], [X(3, 2).t()]):
        case("block_diag", args, ref=lambda list: torch.block_diag(*list))
    for op in ("atleast_1d", "atleast_2d", "atleast_3d"):
        for x in (X(), X(3), X(3, 2).t(), X(2, 2, 2), X(1, 2, 1, 2), X(0)):
            case(op, x)
    case("ravel", X(3, 2).t())
    case("ravel", X())
    for x in (X(3, 4), X(4, 3).t(), X(2, 3, 2)):
        case("fliplr", x)
        case("flipud", x)
    case("flipud", X(4))
    for k in range(-2, 6):
        case("rot90", X(3, 4), k)
        case("rot90", X(2, 3, 4), k, [D(1), D(-1)])
        case("rot90", X(4, 3).t(), k, [D(1), D(0)])
    case("rot90", X(3, 4))
    case("cartesian_prod", [X(3), X(2)], ref=lambda list: torch.cartesian_prod(*list))
    case("cartesian_prod", [X(3), X(2), X(2)], ref=lambda list: torch.cartesian_prod(*list))
    case("cartesian_prod", [X(3)], ref=lambda list: torch.cartesian_prod(*list))
    case("cartesian_prod", [X(3), X(0)], ref=lambda list: torch.cartesian_prod(*list))
    for r in (1, 2, 3, 4, 5):
        case("combinations", X(4), r)
        case("combinations", X(3), r, True)
    case("combinations", X(4))
    case("combinations", X(0), 2, True)
    for op in ("tril_indices", "triu_indices"):
        for args in ((3, 3), (2, 4, 1), (4, 2, -1), (3, 3, 5), (3, 3, -5), (0, 2)):
            case(op, *args, index=True)
