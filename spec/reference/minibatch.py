# Read by make.py, in whose words it is written.


def pairs_of(x, others, offset):
    """e_ij (n,m,b), without the pairs of a sample and itself, and s_ij."""
    others = x if others is None else others
    apart = x[:, None] - others[None]
    i = torch.arange(x.shape[0])[:, None] + offset
    mask = i != torch.arange(others.shape[0])[None]
    return torch.exp(-apart.abs().sum(3)) * mask[:, :, None], apart.sign()


def between(a, b, alone, sign):
    b = a if alone else b
    rows = 0 if a is None else a[:, None]
    return rows + (0 if b is None else sign * b[None])


def turns(x, others=None, u=None, v=None, offset=0):
    e, s = pairs_of(x, others, offset)
    t = (s * between(u, v, others is None, -1)).sum(3)
    return -(e * t).sum(1)


def pulls(x, others=None, u=None, v=None, g=None, h=None, offset=0):
    e, s = pairs_of(x, others, offset)
    weight = -e * between(g, h, others is None, 1)
    if u is not None or v is not None:
        t = (s * between(u, v, others is None, -1)).sum(3)
        weight = -weight * t
    return (weight[..., None] * s).sum(1)


@family
def minibatch():
    def closeness(x, others=None, offset=0):
        others = x if others is None else others
        d = (x[:, None] - others[None]).abs().sum(3)
        i = torch.arange(x.shape[0])[:, None] + offset
        apart = i != torch.arange(others.shape[0])[None]
        return (torch.exp(-d) * apart[:, :, None]).sum(1)
    case("minibatch_discrimination", X(4, 2, 3), ref=closeness)
    case("minibatch_discrimination", X(7, 3, 1), ref=closeness)
    case("minibatch_discrimination", X(1, 2, 3), ref=closeness)
    case("minibatch_discrimination", V([[[1.0, 2.0]], [[1.0, 2.0]], [[0.0, 2.0]]]), ref=closeness)
    case("minibatch_discrimination", X(3, 2, 3), X(4, 2, 3), ref=closeness)
    case("minibatch_discrimination", X(3, 2, 3), X(4, 2, 3), offset=1, ref=closeness)
    case("minibatch_discrimination", X(3, 2, 3), X(4, 2, 3), offset=-3, ref=closeness)
    case("minibatch_discrimination", X(2, 4, 3).transpose(D(0), D(1)), ref=closeness)
    case("minibatch_discrimination", X(33, 5, 4), ref=closeness)
    case("minibatch_turns", X(4, 2, 3), None, X(4, 2, 3), ref=turns)
    case("minibatch_turns", X(19, 3, 5), None, X(19, 3, 5), ref=turns)
    case("minibatch_turns", X(3, 2, 3), X(4, 2, 3), X(3, 2, 3), None, offset=1, ref=turns)
    case("minibatch_turns", X(3, 2, 3), X(4, 2, 3), None, X(4, 2, 3), ref=turns)
    case("minibatch_turns", X(2, 4, 3).transpose(D(0), D(1)), X(37, 2, 3), None, X(37, 2, 3), ref=turns)
    case("minibatch_pulls", X(4, 2, 3), None, None, None, X(4, 2), ref=pulls)
    case("minibatch_pulls", X(35, 3, 2), None, None, None, X(35, 3), ref=pulls)
    case("minibatch_pulls", X(35, 3, 2), None, X(35, 3, 2), None, X(35, 3), ref=pulls)
    case("minibatch_pulls", X(3, 2, 3), X(4, 2, 3), None, None, X(3, 2), offset=1, ref=pulls)
    case("minibatch_pulls", X(3, 2, 3), X(4, 2, 3), None, None, None, X(4, 2), ref=pulls)
    case("minibatch_pulls", X(3, 2, 3), X(20, 2, 3), X(3, 2, 3), X(20, 2, 3), X(3, 2), X(20, 2), offset=-2, ref=pulls)
    case("minibatch_pulls", X(3, 2, 3), X(4, 2, 3), None, X(4, 2, 3), X(3, 2), None, ref=pulls)
    case("minibatch_discrimination", X(0, 2, 3), ref=closeness)
    case("minibatch_discrimination", X(2, 2, 3), X(0, 2, 3), ref=closeness)
