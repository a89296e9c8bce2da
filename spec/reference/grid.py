# Read by make.py, in whose words it is written.


def sampled_back(g, grid, sizes, align_corners=False, **o):
    x = torch.zeros(list(g.shape[:2]) + sizes, requires_grad=True)
    y = F.grid_sample(x, grid, align_corners=align_corners, **o)
    return torch.autograd.grad(y, x, g)[0]


def unscaled(grid, sizes, align_corners):
    size = torch.tensor([sizes[1], sizes[0]])
    if align_corners:
        return (grid + 1) / 2 * (size - 1)
    return ((grid + 1) * size - 1) / 2


def fractions(grid, sizes, align_corners=False):
    p = unscaled(grid, sizes, align_corners)
    return p - p.detach().floor()


def slopes(grid, sizes, align_corners=False):
    return (unscaled(grid + 1, sizes, align_corners) -
            unscaled(grid, sizes, align_corners))


def indices(grid, corner, sizes, align_corners=False):
    p = unscaled(grid, sizes, align_corners).floor()
    x, y = p[..., 0] + corner % 2, p[..., 1] + corner // 2
    inside = (x >= 0) & (x < sizes[1]) & (y >= 0) & (y < sizes[0])
    return torch.where(inside, y * sizes[1] + x + 1, 0.0).flatten(1)


@family
def grid():
    for align in (False, True):
        o = {"align_corners": align}
        case("affine_grid", X(2, 2, 3), [2, 1, 3, 4], ref=F.affine_grid, **o)
        case("affine_grid", X(3, 2, 1).transpose(D(0), D(2)), [1, 2, 1, 5],
             ref=F.affine_grid, **o)
        case("affine_grid", X(2, 3, 4), [2, 1, 3, 4, 2], ref=F.affine_grid, **o)
        case("affine_grid", X(4, 3, 1).transpose(D(0), D(2)), [1, 2, 1, 5, 3],
             ref=F.affine_grid, **o)
        for mode in ("bilinear", "nearest"):
            for padding in ("zeros", "border", "reflection"):
                p = dict(o, mode=mode, padding_mode=padding)
                case("grid_sample", X(2, 2, 3, 4), X(2, 3, 5, 2), **p)
                case("grid_sample", X(1, 3, 1, 4), X(1, 2, 2, 2), **p)
                case("grid_sample", X(4, 3, 2, 2).transpose(D(0), D(3)),
                     X(2, 3, 5, 2).transpose(D(1), D(2)), **p)
                case("grid_sample_adjoint", C(2, 2, 3, 5), K(lattice((2, 3, 5, 2)).tolist()),
                     [3, 4], ref=sampled_back, **p)
        case("grid_fraction", X(1, 3, 4, 2), [3, 4], ref=fractions, **o)
        case("grid_slope", C(1, 3, 4, 2), [3, 4], ref=slopes, **o)
        for corner in range(4):
            case("grid_index", C(2, 3, 4, 2), D(corner), [3, 4], ref=indices, **o)
    case("grid_sample", X(1, 1, 2, 2), K([[[[100.0, 0.0], [-3.0, -3.0], [1.0, 1.0]]]]),
         padding_mode="reflection", align_corners=False)
