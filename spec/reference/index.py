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
