# Read by make.py, in whose words it is written.


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
