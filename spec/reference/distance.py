# Read by make.py, in whose words it is written.


@family
def distance():
    for p in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, inf):
        case("cdist", X(3, 4), X(2, 4), p=p)
        case("cdist", X(3, 11), X(2, 11), p=p)
        case("cdist", X(4, 3).t(), X(4, 2).t(), p=p)
        case("cdist", X(2, 3, 4), X(2, 5, 4), p=p)
        case("cdist", V([[1.0, 2.0], [0.5, -1.0]]), V([[1.0, 2.0], [1.0, -1.0]]), p=p)
    case("cdist", X(3, 4), X(2, 4))
    case("cdist", X(2, 1, 3, 4), X(5, 2, 4))
    case("cdist", X(30, 5), X(7, 5))
    case("cdist", X(7, 5), X(30, 5))
    case("cdist", X(2, 30, 9), X(40, 9))
    case("cdist", X(2, 1, 30, 3), X(3, 27, 3), p=1.0)
    case("cdist", X(0, 4), X(2, 4))
    case("cdist", X(3, 4), X(0, 4))
    case("cdist", X(3, 0), X(2, 0))
    case("cdist", K([[1.0, inf], [nan, 0.0]]), K([[1.0, 2.0], [inf, inf]]),
         ref=lambda x, y: (x[:, None] - y[None]).norm(dim=-1))

    def signs(w, x, other):
        return (w[..., None] * (x[..., :, None, :] - other[..., None, :, :]).sign()).sum(-2)

    def along(w, x, other):
        return (w[..., None, :] * (x[..., :, None, :] - other[..., None, :, :]).sign()).sum(-1)
    case("cdist_signs", X(3, 2), C(3, 11), C(2, 11), ref=signs)
    case("cdist_signs", X(3, 2).t(), K([[0.0, 1.0], [2.0, -1.0]]),
         K([[0.0, 0.5], [2.0, 1.0], [-3.0, inf]]), ref=signs)
    case("cdist_signs", X(2, 3, 4), C(2, 3, 5), C(4, 5), ref=signs)
    case("cdist_along", X(3, 11), C(3, 11), C(2, 11), ref=along)
    case("cdist_along", X(2, 2), K([[0.0, 1.0], [2.0, -1.0]]),
         K([[0.0, 0.5], [2.0, 1.0], [3.0, inf]]), ref=along)
    case("cdist_along", X(2, 3, 5), C(3, 5), C(2, 4, 5), ref=along)
    for p in (2.0, 1.0, 3.0, 0.5, 0.0):
        case("pdist", X(4, 3), p)
        case("pdist", X(3, 5).t(), p)
    case("pdist", V([[1.0, 2.0], [1.5, -1.0], [0.25, 0.0]]), inf)
    case("pdist", X(1, 3))
    case("pdist", X(2, 1))
    case("pdist", V([[1.0, 2.0], [1.0, 2.0], [0.5, -1.0]]))
