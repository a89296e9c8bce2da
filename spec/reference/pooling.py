# Read by make.py, in whose words it is written.


def places(x, kernel_size, **o):
    dims = len(kernel_size)
    f = getattr(F, "max_pool%dd" % dims)
    plane = x.reshape((1, -1) + x.shape[x.dim() - dims:])
    y = f(plane, kernel_size, return_indices=True, **o)[1]
    return y.reshape(x.shape[:x.dim() - dims] + y.shape[2:])


def largest(x, kernel_size, **o):
    dims = len(kernel_size)
    plane = x.reshape((1, -1) + x.shape[x.dim() - dims:])
    y = getattr(F, "max_pool%dd" % dims)(plane, kernel_size, **o)
    return y.reshape(x.shape[:x.dim() - dims] + y.shape[2:])


def adaptive_largest(x, sizes):
    return getattr(F, "adaptive_max_pool%dd" % len(sizes))(x, sizes)


def adaptive_places(x, sizes):
    f = getattr(F, "adaptive_max_pool%dd" % len(sizes))
    return f(x, sizes, return_indices=True)[1]


def picked(x, index):
    x = F.pad(x, [1, 0])
    return x.gather(2, index.long().unsqueeze(1).expand(-1, x.shape[1], -1))


def added(g, index, size):
    y = torch.zeros(g.shape[0], g.shape[1], size + 1)
    index = index.long().unsqueeze(1).expand(-1, g.shape[1], -1)
    return y.scatter_add(2, index, g)[:, :, 1:]


def averaged(x, dim, kernel_size, **o):
    flat = x.transpose(dim, -1)
    y = F.avg_pool1d(flat.reshape(1, -1, flat.shape[-1]), kernel_size, **o)
    return y.reshape(flat.shape[:-1] + (-1,)).transpose(dim, -1)


def averaged_back(g, dim, kernel_size, size=0, **o):
    sizes = list(g.shape)
    sizes[dim] = size
    x = torch.zeros(sizes, requires_grad=True)
    y = averaged(x, dim, kernel_size, **o)
    return torch.autograd.grad(y, x, g, create_graph=True)[0]


def windows(op, more):
    """The options that every pooling has, over 1 to 3 dimensions."""
    for o in ({}, {"stride": 2}, {"stride": 1, "padding": 1},
              {"stride": 2, "ceil_mode": True}, {"stride": 3, "padding": 1, "ceil_mode": True},
              *more):
        case(op + "1d", X(2, 2, 8), 3, **o)
        case(op + "2d", X(2, 2, 6, 7), [2, 3], **o)
        case(op + "2d", X(2, 6, 5), 3, **o)
        case(op + "3d", X(1, 2, 4, 3, 5), [2, 2, 3], **o)
    case(op + "1d", X(3, 8), 2)
    case(op + "2d", X(2, 2, 6, 4), 2)
    case(op + "2d", X(2, 2, 6, 4), [3, 2], stride=[1, 2], padding=[1, 0])
    case(op + "2d", X(2, 2, 4, 6).transpose(D(2), D(3)), 2)
    case(op + "2d", X(1, 4, 6).expand(2, 4, 6), 4, stride=1)
    case(op + "2d", K([[[1.0, nan, 2.0, -inf], [inf, 0.0, nan, -inf]]]), 2)
    case(op + "2d", X(1, 1, 3, 3), 3)
    case(op + "3d", X(2, 2, 2, 4), 2)


@family
def pooling():
    windows("max_pool", ({"stride": 1, "dilation": 2}, {"padding": 1, "dilation": 2}))
    case("max_pool2d", V([[[1.0, 1.0], [1.0, 1.0]]]), 2)
    case("max_pool2d", X(2, 7, 9), 3, dilation=[3, 2], stride=[1, 2], padding=1, ceil_mode=True)
    windows("avg_pool", ({"stride": 2, "padding": 1, "count_include_pad": False},
                         {"stride": 2, "padding": 1, "ceil_mode": True,
                          "count_include_pad": False}))
    for n in (1, 2, 3, 5, 7, 11):
        case("adaptive_avg_pool1d", X(2, 2, 7), n)
        case("adaptive_max_pool1d", X(2, 2, 7), n, ref=F.adaptive_max_pool1d)
        case("adaptive_avg_pool2d", X(2, 2, 5, 7), [n, 3])
        case("adaptive_max_pool2d", X(2, 2, 5, 7), [3, n], ref=F.adaptive_max_pool2d)
        case("adaptive_avg_pool3d", X(1, 2, 5, 3, 2), [n, 2, 2])
        case("adaptive_max_pool3d", X(1, 2, 5, 3, 2), [n, 2, 1], ref=F.adaptive_max_pool3d)
        case("adaptive_max_index", X(2, 5, 7), [n, 2], ref=adaptive_places, index=True)
    case("adaptive_avg_pool2d", X(2, 4, 6), 1)
    case("adaptive_max_pool2d", X(2, 6, 4).transpose(D(1), D(2)), 3, ref=F.adaptive_max_pool2d)
    case("adaptive_max_pool2d", K([[[nan, 1.0], [inf, -inf]]]), 1, ref=F.adaptive_max_pool2d)
    for o in ({}, {"stride": 2}, {"stride": 1, "padding": 1}, {"dilation": 2, "stride": 1}):
        case("max_pool_index", X(2, 7), [2], ref=places, index=True, **o)
        case("max_pool_index", X(2, 2, 6, 7), [3, 2], ref=places, index=True, **o)
        case("max_pool", X(2, 7), [2], ref=largest, **o)
        case("max_pool", X(2, 2, 6, 37), [3, 2], ref=largest, **o)
    case("adaptive_max_pool", X(2, 5, 37), [3, 7], ref=adaptive_largest)
    case("pick", X(2, 3, 4), K([[1.0, 4.0, 0.0, 1.0, 2.0], [3.0, 3.0, 0.0, 0.0, 1.0]]), ref=picked)
    case("pick", X(4, 3, 2).transpose(D(0), D(2)), K([[4.0], [2.0]]), ref=picked)
    case("put", X(2, 3, 5), K([[1.0, 4.0, 0.0, 1.0, 2.0], [3.0, 3.0, 0.0, 0.0, 1.0]]), 4, ref=added)
    for o in ({}, {"stride": 2}, {"stride": 2, "padding": 1},
              {"stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False}):
        case("avg_along", X(2, 8), D(1), 3, ref=averaged, **o)
        case("avg_along", X(8, 2, 3), D(0), 3, ref=averaged, **o)
        y = averaged(torch.zeros(2, 8), 1, 3, **o)
        case("avg_along_adjoint", X(2, y.shape[1]), D(1), 3, ref=averaged_back, size=8, **o)
        case("avg_along_adjoint", X(2, y.shape[1], 3), D(1), 3, ref=averaged_back, size=8, **o)
