# Read by make.py, in whose words it is written.


def xhat_sums():
    """The parts of the backward pass of batch_norm, by their formulas."""
    def channels(v, x):
        return v.reshape([1, -1] + [1] * (x.dim() - 2))

    def sums(g, x, stats, rstd):
        dims = [0] + list(range(2, x.dim()))
        xhat = (x - channels(stats[0], x)) * channels(rstd.flatten(), x)
        return torch.stack([(g * xhat).sum(dims), g.sum(dims)])
    case("batch_norm_sums", C(4, 3), C(4, 3), P(2, 3), P(1, 3), ref=sums, grad=False)
    case("batch_norm_sums", C(2, 3, 4), C(2, 3, 4), P(2, 3), P(1, 3), ref=sums, grad=False)
    case("batch_norm_sums", C(3, 4).t(), C(3, 4).t(), P(2, 3), P(1, 3), ref=sums, grad=False)

    def through(g, x, stats, w, s, eps=1e-5):
        n = x.numel() / x.shape[1]
        rstd = (stats[1] + eps).rsqrt()
        scale = rstd if w is None else w * rstd
        xhat = (x - channels(stats[0], x)) * channels(rstd, x)
        return channels(scale, x) * (g - channels(s[1] / n, x) - xhat * channels(s[0] / n, x))
    for w in (None, X(3)):
        case("batch_norm_grad", C(4, 3), C(4, 3), P(2, 3), w, C(2, 3), ref=through, grad=False)
        case("batch_norm_grad", C(2, 3, 4), C(2, 3, 4), P(2, 3), w, C(2, 3), eps=0.5,
             ref=through, grad=False)


@family
def norm():
    def stats(x):
        dims = [0] + list(range(2, x.dim()))
        return torch.stack([x.mean(dims), x.var(dims, unbiased=False)])
    case("batch_norm_stats", X(5, 3), ref=stats)
    case("batch_norm_stats", X(2, 3, 4), ref=stats)
    case("batch_norm_stats", X(2, 3, 4, 2), ref=stats)
    case("batch_norm_stats", X(3, 5).t(), ref=stats)
    case("batch_norm_stats", X(2, 4, 3).transpose(D(1), D(2)), ref=stats)
    case("batch_norm_stats", X(1, 3), ref=stats)

    def running(x, s, w=None, b=None, eps=1e-5):
        return F.batch_norm(x, s[0], s[1], w, b, False, 0.1, eps)

    def given(x, s, w=None, b=None, eps=1e-5):
        size = [1, -1] + [1] * (x.dim() - 2)
        y = (x - s[0].reshape(size)) / torch.sqrt(s[1].reshape(size) + eps)
        y = y if w is None else y * w.reshape(size)
        return y if b is None else y + b.reshape(size)
    case("batch_norm", X(4, 3), K([[0.5, -1.0, 0.25], [1.0, 0.5, 2.0]]), X(3), X(3), ref=running)
    case("batch_norm", X(2, 3, 4), K([[0.5, -1.0, 0.25], [1.0, 0.5, 2.0]]), ref=running)
    case("batch_norm", X(2, 3, 4), P(2, 3), X(3), X(3), eps=0.1, ref=given)
    case("batch_norm", X(2, 3, 2, 2), P(2, 3), X(3), ref=given)
    case("batch_norm", X(3, 4).t(), P(2, 3), None, X(3), ref=given)
    xhat_sums()
