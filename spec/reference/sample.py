# Read by make.py, in whose words it is written.


def resampled(x, dim, size, mode="linear", align_corners=False):
    flat = x.transpose(dim, -1)
    shape = flat.shape[:-1] + (size,)
    flat = flat.reshape(1, -1, 1, flat.shape[-1])
    if mode in ("linear", "cubic"):
        y = F.interpolate(flat, (1, size), mode="bi" + mode,
                          align_corners=align_corners)
    else:
        y = F.interpolate(flat, (1, size), mode=mode)
    return y.reshape(shape).transpose(dim, -1)


def transposed(f, size, g):
    """What carries g back through f, for an f linear in an input of `size`."""
    x = torch.zeros(size, requires_grad=True)
    return torch.autograd.grad(f(x), x, g, create_graph=True)[0]


def resampled_back(g, dim, size, **o):
    sizes = list(g.shape)
    sizes[dim] = size
    return transposed(lambda x: resampled(x, dim, g.shape[dim], **o), sizes, g)


def repeated(x, factors):
    for k, f in enumerate(factors):
        x = x.repeat_interleave(f, x.dim() - len(factors) + k)
    return x


def summed(x, factors):
    sizes = list(x.shape)
    for k, f in enumerate(factors):
        sizes[len(sizes) - len(factors) + k] //= f
    return transposed(lambda y: repeated(y, factors), sizes, x)


def resizing():
    for o in ({}, {"mode": "nearest"}, {"mode": "cubic"}, {"mode": "area"},
              {"align_corners": True}, {"mode": "cubic", "align_corners": True}):
        for size in (1, 3, 5, 8, 13):
            case("resample", X(2, 5), D(1), size, ref=resampled, **o)
            case("resample_adjoint", X(2, size), D(-1), 5, ref=resampled_back, **o)
        case("resample", X(3, 4, 2), D(1), 6, ref=resampled, **o)
        case("resample", X(3, 7).t(), D(0), 3, ref=resampled, **o)
        case("resample_adjoint", X(3, 6, 2), D(1), 4, ref=resampled_back, **o)
        case("resample", X(2, 1), D(1), 3, ref=resampled, **o)
    for f in ([2], [3, 2], [2, 2], [1, 3], [2, 1, 2]):
        case("upsample", X(2, 3, 2, 4), f, ref=repeated)
        case("upsample", X(3, 1, 4).expand(3, 2, 4), f, ref=repeated)
        case("block_sum", X(4, 6, 2, 4).permute([D(3), D(2), D(1), D(0)])
             if f == [2] else X(4, 6 * f[0], 2 * f[-2] if len(f) > 1 else 2, 4 * f[-1]),
             f, ref=summed)
    case("upsample", X(0, 3), [2], ref=repeated)


@family
def sample():
    resizing()
    for o in ({"scale_factor": 2.0}, {"scale_factor": 1.5}, {"scale_factor": 0.5},
              {"scale_factor": 2.4}, {"scale_factor": 1.1}, {"size": [7]}, {"size": [2]}):
        backward = o.get("scale_factor") != 1.1  # there PyTorch's is the identity
        case("interpolate", X(2, 2, 5), grad=backward, **o)
        case("interpolate", X(2, 2, 5), mode="linear", **o)
        case("interpolate", X(2, 2, 5), mode="linear", align_corners=True, **o)
        case("interpolate", X(2, 2, 5), mode="area", **o)
    for o in ({"scale_factor": 2.0}, {"scale_factor": 1.5}, {"scale_factor": 0.5},
              {"scale_factor": 1.1}, {"scale_factor": 2.2}, {"scale_factor": 3.0}, {"size": [7, 3]},
              {"size": [2, 9]}, {"size": [8, 10]}, {"size": [4, 5]}):
        backward = o.get("scale_factor") not in (1.1, 2.2)
        case("interpolate", X(2, 2, 4, 5), grad=backward, **o)
        case("interpolate", X(1, 2, 4, 5), mode="area", **o)
        for mode in ("bilinear", "bicubic"):
            case("interpolate", X(1, 2, 4, 5), mode=mode,
                 grad=backward or mode == "bilinear", **o)
            case("interpolate", X(1, 2, 4, 5), mode=mode, align_corners=True, **o)
    case("interpolate", X(1, 2, 5, 4).transpose(D(2), D(3)), scale_factor=2.0)
    case("interpolate", X(1, 1, 1, 4).expand(1, 2, 3, 4), scale_factor=2.0,
         mode="bilinear")
    case("interpolate", X(1, 2, 2, 3, 2), scale_factor=2.0)
    case("interpolate", X(1, 2, 2, 3, 2), size=[3, 4, 4])
    case("interpolate", X(1, 2, 4, 3, 2), size=[3, 2, 4], mode="area")
    for o in ({"size": [3, 7, 5]}, {"size": [4, 4, 4]}, {"scale_factor": 1.5},
              {"scale_factor": [2.0, 1.0, 0.5]}):
        case("interpolate", X(1, 2, 4, 3, 4), mode="trilinear", **o)
        case("interpolate", X(1, 2, 4, 3, 4), mode="trilinear", align_corners=True, **o)
        case("interpolate", X(1, 2, 4, 3, 4), mode="nearest-exact", **o)
    for o in ({"size": [7]}, {"size": [2]}, {"scale_factor": 1.7}, {"scale_factor": 0.6}):
        case("interpolate", X(2, 2, 5), mode="nearest-exact", **o)
    for o in ({"size": [7, 3]}, {"size": [2, 9]}, {"size": [4, 5]}, {"scale_factor": 0.6},
              {"scale_factor": 2.0}, {"scale_factor": [0.5, 1.5]}, {"size": [1, 1]}):
        case("interpolate", X(1, 2, 4, 5), mode="nearest-exact", **o)
        for mode in ("bilinear", "bicubic"):
            case("interpolate", X(1, 2, 7, 5), mode=mode, **o)
            case("interpolate", X(1, 2, 7, 5), mode=mode, antialias=True, **o)
            case("interpolate", X(2, 1, 5, 7).transpose(D(2), D(3)), mode=mode,
                 antialias=True, align_corners=True, **o)
    case("interpolate", X(1, 1, 40, 33), size=[3, 4], mode="bicubic", antialias=True)
