# Read by make.py, in whose words it is written.


@family
def softmax():
    for op in ("softmax", "log_softmax", "logsumexp"):
        case(op, X(3, 4), D(1))
        case(op, X(3, 4), D(0))
        case(op, X(2, 3, 4), D(1))
        case(op, X(2, 5, 67), D(1), grad=False)  # lines in tiles, not all whole
        case(op, X(2, 3, 4), D(-3))
        case(op, X(4, 3).t(), D(1))
        case(op, X(4).expand(3, 4), D(1))
        case(op, X(3, 1), D(1))
        case(op, X(5), D(-1))
        case(op, X(0, 3), D(1))
        case(op, V([[1000.0, 1001.0, 999.0], [-1000.0, -1001.0, -1000.0]]), D(1))
        case(op, V([[-inf, 1.0, 2.0], [3.0, -inf, -inf]]), D(1))
        case(op, K([[-inf, -inf], [inf, 1.0], [nan, 1.0]]), D(1))
    case("logsumexp", X(2, 3, 4), D(1), keepdim=True)
    case("logsumexp", X(2, 3, 4), D(-1), keepdim=True)

    def soft_grad(y, g, dim):
        return y * (g - (g * y).sum(dim, keepdim=True))

    def log_soft_grad(y, g, dim):
        return g - y.exp() * g.sum(dim, keepdim=True)
    for op, ref in (("softmax_grad", soft_grad), ("log_softmax_grad", log_soft_grad)):
        case(op, X(3, 4), X(3, 4), D(1), ref=ref)
        case(op, X(2, 3, 4), X(2, 3, 4), D(0), ref=ref)
        case(op, X(2, 40), X(2, 40), D(-1), ref=ref)

    def at(x, classes):
        return F.log_softmax(x, 1).gather(1, classes.unsqueeze(1)).squeeze(1)

    def at_grad(x, classes, g):
        marks = F.one_hot(classes, x.shape[1]).movedim(-1, 1)
        return g.unsqueeze(1) * (marks - F.softmax(x, 1))
    case("log_softmax_at", X(3, 4), I([0, 3, 1]), ref=at)
    case("log_softmax_at", X(4, 3).t(), I([3, 3, 0]), ref=at)
    case("log_softmax_at", V([[1000.0, 0.0], [-1000.0, 0.0], [-inf, 1.0]]), I([0, 0, 1]), ref=at)
    case("log_softmax_at", X(2, 1), I([0, 0]), ref=at)
    case("log_softmax_at", X(2, 77), I([0, 76]), ref=at)
    case("log_softmax_at_grad", X(3, 4), I([0, 3, 1]), X(3), ref=at_grad)
    case("log_softmax_at_grad", X(2, 77), I([0, 76]), X(2), ref=at_grad)
    places = [[[0, 2], [1, 1]], [[2, 0], [1, 2]]]
    many = [[k % 3 for k in range(517)]]  # more than a block
    for op, g, ref in (("log_softmax_at", (), at), ("log_softmax_at_grad", (X(2, 2, 2),), at_grad)):
        case(op, X(2, 3, 2, 2), I(places), *g, ref=ref)
        case(op, X(2, 2, 3, 2).transpose(D(1), D(2)), I(places), *g, ref=ref)
        case(op, V([[[-1000.0, 1.0], [1000.0, -inf]]]), I([[0, 0]]), *(V([[2.0, 3.0]]) for _ in g), ref=ref)
        case(op, X(2, 3, 1), I([[2], [0]]), *(X(2, 1) for _ in g), ref=ref)
        case(op, X(1, 3, 517), I(many), *(C(1, 517) for _ in g), ref=ref, grad=False)

    def pick(x, classes):
        return x.gather(1, classes.unsqueeze(1)).squeeze(1)

    def pick_grad(g, classes, count):
        return g.unsqueeze(1) * F.one_hot(classes, count).movedim(-1, 1)
    case("pick_classes", X(3, 4), I([0, 3, 1]), ref=pick)
    case("pick_classes", X(4, 3).t(), I([3, 3, 0]), ref=pick)
    case("pick_classes", X(2, 3, 2, 2), I(places), ref=pick)
    case("pick_classes_grad", X(3), I([0, 3, 1]), 4, ref=pick_grad)
    case("pick_classes_grad", X(2, 2, 2), I(places), 3, ref=pick_grad)
