# Read by make.py, in whose words it is written.


def row_norm_parts():
    """The parts of the backward pass, by their formulas. x is rows x runs x
    elements of a run; a run of row r has the weights of r mod period."""
    def spread(v, rows, period, m):
        v = v.reshape(period, -1)
        return v.repeat(rows // period, 1).repeat_interleave(m // v.shape[1], 1)

    def parts(g, x, stats, eps):
        rows = stats.shape[1]
        rstd = (stats[1] + eps).rsqrt().reshape(rows, 1)
        g, x = g.reshape(rows, -1), x.reshape(rows, -1)
        return rows, g, rstd, (x - stats[0].reshape(rows, 1)) * rstd

    def back(g, x, stats, w, period=1, eps=1e-5):
        rows, g, rstd, xhat = parts(g, x, stats, eps)
        if w is not None:
            g = g * spread(w, rows, period, g.shape[1])
        y = rstd * (g - g.mean(1, True) - xhat * (g * xhat).mean(1, True))
        return y.reshape(x.shape)

    def sums(g, x, stats, period=1, weights=1, eps=1e-5):
        rows, g, _, xhat = parts(g, x, stats, eps)
        size = (rows // period, weights, -1)
        return torch.stack([v.reshape(size).sum((0, 2)) for v in (g * xhat, g)])

    def each(g, x, stats, w, weights, **o):
        case("row_norm_grad", g(), x(), stats, w, ref=back, grad=False, **o)
        case("row_norm_sums", g(), x(), stats, ref=sums, grad=False, weights=weights, **o)
    each(lambda: C(5, 4), lambda: C(5, 4), P(2, 5), C(4), 4)
    each(lambda: C(70, 3), lambda: C(70, 3), P(2, 70), C(3), 3, eps=0.5)
    each(lambda: C(3, 70), lambda: C(3, 70), P(2, 3), C(70), 70)
    each(lambda: C(4, 3).t(), lambda: C(4, 3).t(), P(2, 3), None, 1)
    each(lambda: C(3, 4, 5), lambda: C(3, 4, 5), P(2, 6), C(4), 4, period=2)
    each(lambda: C(2, 4, 3), lambda: C(2, 4, 3), P(2, 4), C(4), 4, period=2, eps=0.1)


@family
def row_norm():
    def layer_norm(x, sizes, w, b, eps=1e-5):
        if w is not None:
            return F.layer_norm(x, sizes, w, b, eps)
        y = F.layer_norm(x, sizes, None, None, eps)
        return y if b is None else y + b

    def layers(size, *given, w=None, b=None, **o):
        case("layer_norm", size, list(given), w, b, ref=layer_norm, **o)
    layers(X(4, 5), 5, w=X(5), b=X(5))
    layers(X(5), 5, w=X(5), b=X(5))
    layers(X(4, 5), 5)
    layers(X(4, 5), 5, w=X(5))
    layers(X(4, 5), 5, b=X(5))
    layers(X(2, 3, 4), 3, 4, w=X(3, 4), b=X(3, 4), eps=0.1)
    layers(X(5, 4).t(), 5, w=X(5), b=X(5))
    layers(X(3, 1), 1, w=X(1), b=X(1), grad=False)
    layers(X(70, 3), 3, w=X(3), b=X(3))
    layers(X(2, 130), 130, w=X(130), b=X(130))
    layers(X(0, 5), 5, w=X(5), b=X(5))

    def group_norm(x, n, w, b, eps=1e-5):
        if w is not None:
            return F.group_norm(x, n, w, b, eps)
        y = F.group_norm(x, n, None, None, eps)
        return y if b is None else y + b.reshape([1, -1] + [1] * (x.dim() - 2))

    def groups(x, n, w=None, b=None, **o):
        case("group_norm", x, n, w, b, ref=group_norm, **o)
    groups(X(2, 6, 4), 2, X(6), X(6))
    groups(X(2, 6), 3, X(6), X(6), eps=0.1)
    groups(X(2, 6, 3, 2), 6, X(6), X(6), eps=0.1)
    groups(X(2, 6, 3, 2), 1)
    groups(X(2, 4, 3), 2, X(4))
    groups(X(2, 4, 3), 2, None, X(4))
    groups(X(2, 3, 4).transpose(D(1), D(2)), 2, X(4), X(4))
    groups(X(2, 2, 70), 2, X(2), X(2))
    row_norm_parts()
