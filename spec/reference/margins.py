# Read by make.py, in whose words it is written.


def alignments(log_probs, targets, inputs, lengths, blank=0, **o):
    return F.ctc_loss(log_probs, targets.long(), inputs, lengths, int(blank), **o)


def temporal():
    name = "ctc_loss"
    for r in ("none", "mean", "sum"):
        o = {"ref": alignments, "reduction": r}
        case(name, X(6, 3, 4).log_softmax(D(2)), I([[1, 2, 2], [3, 1, 0], [1, 0, 0]]),
             [6, 5, 4], [3, 2, 1], **o)
        case(name, X(6, 3, 4).log_softmax(D(2)), I([1, 2, 2, 3, 1, 2]),
             [6, 5, 4], [3, 2, 1], **o)
        case(name, X(5, 4).log_softmax(D(1)), I([1, 1]), [5], [2], **o)
        case(name, X(4, 2, 3).log_softmax(D(2)), I([[0, 1], [1, 1]]), [4, 3], [2, 2],
             D(2), **o)
        case(name, X(4, 2, 3).log_softmax(D(2)), I([[2, 1], [1, 1]]), [4, 3], [2, 0],
             **o)
        # the second one needs three steps and has two
        case(name, X(4, 2, 3).log_softmax(D(2)), I([[2, 1], [1, 1]]), [4, 2], [2, 2],
             zero_infinity=True, **o)
        case(name, C(4, 2, 3).log_softmax(D(2)), I([[2, 1], [1, 1]]), [4, 2], [2, 2],
             **o)
    case(name, X(40, 2, 5).log_softmax(D(2)), I([[1, 2, 2, 4, 3, 1, 1], [3, 3, 3, 2, 1, 4, 2]]),
         [40, 31], [7, 6], ref=alignments)
    case(name, X(1, 1, 3).log_softmax(D(2)), I([[1]]), [1], [1], ref=alignments)


def loss(name, *args, **options):
    case(name, *args, ref=getattr(F, name), **options)


def of_scores():
    for r in ("none", "mean", "sum"):
        o = {"reduction": r}
        loss("soft_margin_loss", X(3, 4), K([[1.0, -1.0, 1.0, -1.0]] * 3), **o)
        loss("soft_margin_loss", V([-80.0, 80.0]), K([1.0, 1.0]), **o)
        for p in (1, 2):
            for more in ({}, {"margin": 0.5}, {"weight": K([0.5, 2.0, 1.0])}):
                loss("multi_margin_loss", X(4, 3), I([2, 0, 1, 2]), p=p, **more, **o)
                loss("multi_margin_loss", X(3), I(1), p=p, **more, **o)
        loss("multi_margin_loss", X(3, 4).t(), I([2, 0, 1, 2]), **o)
        loss("multilabel_margin_loss", X(3, 4), I([[3, 0, -1, 1], [-1, 0, 1, 2], [2, 1, 0, 3]]), **o)
        loss("multilabel_margin_loss", X(4), I([3, 0, -1, 1]), **o)
        loss("multilabel_soft_margin_loss", X(3, 4), K([[1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.5, 0.0]]), **o)
        loss("multilabel_soft_margin_loss", X(3, 4), K([[1.0, 0.0, 1.0, 0.0]] * 3),
             weight=K([0.5, 2.0, 1.0, 3.0]), **o)
        loss("multilabel_soft_margin_loss", X(4), K([1.0, 0.0, 0.25, 1.0]), **o)
        for swap in (False, True):
            loss("triplet_margin_with_distance_loss", X(5, 3), X(5, 3), X(5, 3), swap=swap, **o)
            loss("triplet_margin_with_distance_loss", X(5, 3), X(5, 3), X(5, 3), swap=swap,
                 margin=2.5, **o)
            loss("triplet_margin_loss", X(3), X(3), X(3), swap=swap, **o)
        loss("nll_loss", X(3), I(1), **o)
        loss("nll_loss", X(3), I(1), weight=K([0.5, 2.0, 1.0]), **o)
        loss("cross_entropy", X(3), I(1), **o)
        loss("cross_entropy", X(3), I(1), weight=K([0.5, 2.0, 1.0]), **o)
        loss("cross_entropy", X(3), I(1), label_smoothing=0.25, **o)
        loss("cross_entropy", X(3), K([0.25, 0.5, 0.25]), **o)


@family
def margins():
    temporal()
    of_scores()
