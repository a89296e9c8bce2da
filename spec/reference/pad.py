# Read by make.py, in whose words it is written.


def padded(x, pad, mode="constant", value=0.0):
    """F.pad, which wants two dimensions in front for the modes but constant."""
    if mode == "constant":
        return F.pad(x, pad, value=value)
    dims = len(pad) // 2
    size = x.shape[:x.dim() - dims]
    y = F.pad(x.reshape((1, -1) + x.shape[x.dim() - dims:]), pad, mode=mode)
    return y.reshape(size + y.shape[2:])


def padded_back(g, pad, mode="constant"):
    sizes = list(g.shape)
    for k in range(len(pad)):
        sizes[-1 - k // 2] -= pad[k]
    x = torch.zeros(sizes, requires_grad=True)
    return torch.autograd.grad(padded(x, pad, mode), x, g, create_graph=True)[0]


@family
def pad():
    for p in ([2, 1], [0, 0], [-1, 2], [2, -2], [-1, -1], [1, 2, 2, 0],
              [-1, 1, 1, -2], [0, 1, 0, 0, 2, 1], []):
        case("pad", X(2, 3, 4), p, ref=padded)
        case("pad", X(2, 3, 4), p, ref=padded, value=1.5)
        case("pad", X(4, 3, 2).transpose(D(0), D(2)), p, ref=padded)
    for p in ([0, 1, 1, -2], [1, 1, -2, 1], [-1, 0, -2, 1]):
        case("pad", X(3, 2, 4), p, ref=padded, value=1.5)
        case("pad", X(2, 4), p, ref=padded)
    case("pad", X(0, 3), [1, 1, 2, 0], ref=padded, value=2.0)
    case("pad", X(3, 0), [1, 1], ref=padded)
    case("pad", X(4).expand(3, 4), [-4, 0], ref=padded)
    case("pad", X(2, 1, 1, 1, 2, 1), [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1], ref=padded)
    case("pad", K([nan, inf]), [1, 1], ref=padded, value=-inf)
    case("pad", X(), [], ref=padded)
    for p in ([2, 1], [0, 3], [3, 3], [-1, 2], [2, -1], [1, 2, 2, 0],
              [-1, 1, 1, -2], [2, 2, 2, 2], [0, 0, 1, 1]):
        for mode in ("reflect", "replicate", "circular"):
            case("pad", X(2, 3, 4), p, ref=padded, mode=mode)
            case("pad", X(4, 3, 2, 1).permute([D(3), D(2), D(1), D(0)]), p,
                 ref=padded, mode=mode)
            size = [2, 3, 4]
            for k in range(len(p)):
                size[2 - k // 2] += p[k]
            case("pad_adjoint", X(*size), p, ref=padded_back, mode=mode)
    case("pad", X(1, 2, 3, 2), [1, 0, 1, 2, 1, 1], ref=padded, mode="reflect")
    case("pad", X(1, 2, 3, 2), [1, 0, 4, 2, 1, 1], ref=padded, mode="replicate")
    case("pad", X(1, 2, 3, 2), [1, 0, 3, 2, 1, 1], ref=padded, mode="circular")
    case("pad_adjoint", X(3, 7), [1, 2], ref=padded_back)
