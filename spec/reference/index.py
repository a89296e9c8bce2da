# Read by make.py, in whose words it is written.


@family
def index():
    case("index_select", X(3, 4), D(0), I([2, 0, 2]))
    case("index_select", X(3, 4), D(1), I([3]))
    case("index_select", X(2, 3, 4), D(-2), I([0, 2, 1, 1]))
    case("index_select", X(4, 3).t(), D(1), I([1, 0]))
    case("index_select", X(3, 4), D(0), I([]))
    for args in ((X(3, 4), D(0), I([2, 0]), X(2, 4)), (X(3, 4), D(1), I([1, 1, 3]), X(3, 3)),
                 (X(4, 3).t(), D(-1), I([0, 2]), X(2, 3).t()), (X(5), D(0), I([4, 4]), X(2))):
        case("index_add", *args)
    for args in ((X(3, 4), D(1), I([[0, 3], [1, 1], [2, 0]])), (X(3, 4), D(0), I([[2, 0, 1, 1]])),
                 (X(3, 4), D(1), I([[3], [0]])), (X(4, 3).t(), D(1), I([[0, 3], [1, 1], [2, 0]])),
                 (X(2, 2, 3), D(-1), I([[[0], [2]], [[1], [1]]])), (X(4), D(0), I([3, 3, 0]))):
        case("gather", *args)
    for args in ((X(3, 4), D(1), I([[0, 3], [1, 1], [2, 0]]), X(3, 2)),
                 (X(3, 4), D(0), I([[2, 0, 1, 1], [2, 2, 0, 1]]), X(2, 4)),
                 (X(4, 3).t(), D(1), I([[3], [0]]), X(2, 1)), (X(4), D(0), I([3, 3, 0]), X(3))):
        case("scatter_add", *args)
    case("one_hot", I([0, 2, 1]), 3, ref=F.one_hot)
    case("one_hot", I([[0, 2], [1, 3]]), 5, ref=F.one_hot)
    case("one_hot", I(1), 2, ref=F.one_hot)
    for args in ((X(3, 4), D(1), I([[0, 3], [1, 2], [2, 0]]), X(3, 2)),
                 (X(3, 4), D(0), I([[2, 0, 1, 1]]), X(1, 4)),
                 (X(4, 3).t(), D(-1), I([[3], [0]]), X(2, 1)),
                 (X(2, 2, 3), D(1), I([[[1, 0, 1]], [[0, 0, 1]]]), X(3, 2).t().unsqueeze(D(1))),
                 (X(4), D(0), I([3, 0]), X(4).narrow(D(0), D(1), 2)),
                 (X(3, 1).expand(3, 4), D(1), I([[1], [2], [3]]), X(3, 1)),
                 (X(3, 4), D(1), I([[0, 3], [1, 1], [2, 0]]), 2.5),
                 (X(4), D(0), I([3, 3, 0]), -1)):
        case("scatter", *args)
    case("masked_select", X(3, 4), M(3, 4))
    case("masked_select", X(3, 4), M(4))
    case("masked_select", X(3, 1), M(1, 4))
    case("masked_select", X(4), M(2, 3, 1))
    # torch.masked_select has a wrong gradient here
    case("masked_select", X(4, 3).t(), M(4, 3).t(), ref=lambda x, m: x[m])
    case("masked_select", X(20, 30), M(20, 30))
    case("masked_select", X(), M())
    case("masked_select", X(0, 3), M(3))
    case("masked_select", K([1.0, nan, inf]), K([0.0, 1.0, 1.0]),
         ref=lambda x, m: x[m != 0])

    def masked_scatter(x, mask, source):
        return x.clone().masked_scatter(mask, source)
    for args in ((X(3, 4), M(3, 4), X(12)), (X(3, 4), M(4), X(4, 5)),
                 (X(4, 3).t(), M(3, 4), X(5, 3).t()), (X(20, 30), M(20, 30), X(600)),
                 (X(2, 3), M(), X(6)), (X(0, 3), M(0, 3), X(2))):
        case("masked_scatter", *args, ref=masked_scatter)
    for x in (K([[0.0, 1.0, -2.0], [nan, 0.0, -0.0]]), K([0.0, 3.0]), K(2.0), K(0.0),
              C(0, 3), K([[0.0, 1.0], [2.0, 0.0], [0.0, 5.0]]).t()):
        case("nonzero", x, index=True)
    case("take", X(3, 4), I([0, 11, 5, 5]))
    case("take", X(4, 3).t(), I([[1, 2], [0, 7]]))
    case("take", X(2, 3, 2), I(4))
    case("take", X(), I([0, 0]))
    case("take", X(3), I([]))

    def embedding(weight, indices, padding_idx=None):
        return F.embedding(indices, weight, padding_idx)
    case("embedding", X(5, 3), I([0, 4, 4]), ref=embedding)
    case("embedding", X(5, 3), I([[0, 2], [1, 2]]), ref=embedding)
    case("embedding", X(3, 5).t(), I(3), ref=embedding)
    case("embedding", X(5, 3), I([]), ref=embedding)
    case("embedding", X(5, 3), I([[0, 2], [1, 2]]), ref=embedding, padding_idx=D(2))
    case("embedding", X(5, 3), I([4, 0, 4]), ref=embedding, padding_idx=D(-1))

    def cut_source(name):  # torch has no gradient where the source is larger
        def call(x, dim, index, source):
            for k, n in enumerate(index.shape):
                source = source.narrow(k, 0, n)
            return getattr(torch, name)(x, dim, index, source)
        return call
    for op in ("scatter", "scatter_add"):
        case(op, X(3, 4), D(1), I([[0, 3], [2, 1]]), X(3, 5), ref=cut_source(op))
        case(op, X(4, 3).t(), D(0), I([[0, 2]]), X(4, 3).t(), ref=cut_source(op))
        case(op, X(2, 2, 3), D(-1), I([[[0], [2]]]), X(2, 2, 2), ref=cut_source(op))
