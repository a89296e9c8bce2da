# Read by make.py, in whose words it is written.
#
# All have the options of reduction; targets are differentiated in too where
# PyTorch does.


@family
def losses():
    def S(values):
        return K([[float(v) for v in row] for row in values]) \
            if isinstance(values[0], list) else K([float(v) for v in values])

    def U(*size):
        """Probabilities to differentiate in, from 1/32 to 31/32."""
        return Input((lattice(size) / 6.4 + 0.5).clamp(1 / 32, 31 / 32).requires_grad_(), "x")

    def reductions(name, *make, ref=None, **options):
        for r in ("none", "mean", "sum"):
            case(name, *[m() for m in make], ref=ref or getattr(F, name),
                 reduction=r, **options)

    x34 = lambda: X(3, 4)
    for name, options in (("mse_loss", [{}]), ("l1_loss", [{}]),
                          ("smooth_l1_loss", [{}, {"beta": 0.5}, {"beta": 3.0}, {"beta": 0.0}]),
                          ("huber_loss", [{}, {"delta": 0.25}, {"delta": 2.5}])):
        for o in options:
            reductions(name, x34, x34, **o)
        case(name, X(4, 3).t(), X(3, 4), ref=getattr(F, name))
        case(name, X(), X(), ref=getattr(F, name))
        case(name, X(2, 1, 3), X(2, 1, 3), ref=getattr(F, name))
        case(name, X(0, 3), X(0, 3), ref=getattr(F, name), reduction="sum")

    bce = "binary_cross_entropy"
    reductions(bce, lambda: U(3, 4), lambda: U(3, 4))
    reductions(bce, lambda: U(3, 4), lambda: U(3, 4), weight=K([0.5, 2.0, 1.0, 3.0]))
    case(bce, U(4, 3).t(), U(3, 4), ref=F.binary_cross_entropy)
    case(bce, K([0.0, 0.0, 1.0, 1.0]), K([0.0, 1.0, 0.0, 1.0]),
         ref=F.binary_cross_entropy, reduction="none")
    logits = "binary_cross_entropy_with_logits"
    reductions(logits, x34, lambda: U(3, 4))
    reductions(logits, x34, lambda: U(3, 4), weight=K([0.5, 2.0, 1.0, 3.0]))
    reductions(logits, x34, lambda: U(3, 4), pos_weight=K([0.5, 2.0, 1.0, 3.0]))
    reductions(logits, x34, lambda: U(3, 4), pos_weight=K([2.0]), weight=K([[1.0], [3.0], [0.5]]))
    case(logits, V([-800.0, -40.0, 0.0, 40.0, 800.0]), K([0.0, 1.0, 0.5, 0.0, 1.0]),
         ref=F.binary_cross_entropy_with_logits, reduction="none")

    classes = lambda: I([2, 0, 1, 2])
    weight = K([0.5, 2.0, 1.0])
    for name in ("nll_loss", "cross_entropy"):
        reductions(name, lambda: X(4, 3), classes)
        reductions(name, lambda: X(4, 3), classes, weight=weight)
        case(name, X(3), I(1), ref=getattr(F, name))
        case(name, X(3, 4).t(), classes(), ref=getattr(F, name))
        for shape, target in (((2, 3, 4), [[0, 1, 2, 0], [2, 2, 1, 0]]),
                              ((2, 3, 1, 2), [[[0, 1]], [[2, 2]]])):
            reductions(name, lambda: X(*shape), lambda: I(target))
            reductions(name, lambda: X(*shape), lambda: I(target), weight=weight)
        # class 2, counted from 1, is left out; I adds 1 to the target
        for r in ("none", "mean", "sum"):
            for o in ({}, {"weight": weight}):
                case(name, X(4, 3), classes(), reduction=r, ignore_index=D(1), **o,
                     ref=getattr(F, name))
    for smoothing in (0.1, 0.6, 1.0):
        for o in ({}, {"weight": weight}, {"ignore_index": D(2)},
                  {"weight": weight, "ignore_index": D(0)}):
            for r in ("none", "mean", "sum"):
                case("cross_entropy", X(4, 3), classes(), ref=F.cross_entropy,
                     label_smoothing=smoothing, reduction=r, **o)
        case("cross_entropy", X(2, 3, 4), I([[0, 1, 2, 0], [2, 2, 1, 0]]),
             ref=F.cross_entropy, label_smoothing=smoothing, weight=weight)
        for o in ({}, {"weight": weight}):
            reductions("cross_entropy", lambda: X(4, 3), lambda: U(4, 3),
                       label_smoothing=smoothing, **o)
    reductions("cross_entropy", lambda: X(2, 3, 4), lambda: U(2, 3, 4), weight=weight)
    case("cross_entropy", X(3), U(3), ref=F.cross_entropy)

    for r in ("none", "mean", "sum", "batchmean"):
        for o in ({}, {"log_target": True}):
            case("kl_div", X(3, 4), P(3, 4) if not o else X(3, 4), reduction=r,
                 ref=F.kl_div, **o)
    case("kl_div", X(2, 3), K([[0.0, 0.5, 0.5], [1.0, 0.0, 0.0]]), ref=F.kl_div, reduction="none")
    case("kl_div", X(4, 3).t(), P(3, 4), ref=F.kl_div)

    for o in ({}, {"full": True}, {"eps": 1.0}):
        reductions("gaussian_nll_loss", x34, x34, lambda: P(3, 4), **o)
        reductions("gaussian_nll_loss", x34, x34, lambda: P(3, 1), **o)
        reductions("gaussian_nll_loss", x34, x34, lambda: P(3), **o)
    for o in ({}, {"full": True}, {"log_input": False}, {"log_input": False, "full": True, "eps": 0.5}):
        reductions("poisson_nll_loss", (lambda: P(3, 4)) if "log_input" in o else x34,
                   lambda: K([[0.0, 1.0, 2.0, 7.5]] * 3), **o)

    signs = lambda: S([[1, -1, 1, -1], [-1, -1, 1, 1], [1, 1, -1, -1]])
    for m in (1.0, 0.25, 3.0):
        reductions("hinge_embedding_loss", x34, signs, margin=m)
    for m in (0.0, 0.5, -1.0):
        reductions("margin_ranking_loss", x34, x34, signs, margin=m)
        reductions("cosine_embedding_loss", x34, x34, lambda: S([1, -1, -1]), margin=m / 2)
    case("cosine_embedding_loss", X(4), X(4), K(-1.0), ref=F.cosine_embedding_loss)
    # values only: the 1e-12 under their root is rounded to float
    case("cosine_embedding_loss", K([[0.0, 0.0], [1.0, 2.0]]), C(2, 2), S([1, -1]),
         ref=F.cosine_embedding_loss)
    for o in ({}, {"margin": 0.5, "p": 1.0}, {"swap": True}, {"margin": 4.0, "p": 3.0, "swap": True},
              {"eps": 0.25, "margin": 5.0}):
        reductions("triplet_margin_loss", x34, x34, x34, **o)
    case("pairwise_distance", X(3, 4), X(3, 4), ref=F.pairwise_distance)
    case("pairwise_distance", X(3, 4), X(3, 4), 1.0, 0.5, ref=F.pairwise_distance, keepdim=True)
    case("pairwise_distance", X(2, 3, 4), X(4), 3.0, ref=F.pairwise_distance)
    case("pairwise_distance", X(3, 4), X(3, 4), inf, ref=F.pairwise_distance)

    for d in (0, 1, -1, -2):
        case("cosine_similarity", X(3, 4), X(3, 4), D(d), ref=F.cosine_similarity)
    case("cosine_similarity", X(3, 4), X(3, 4), ref=F.cosine_similarity)
    case("cosine_similarity", X(2, 3, 4), X(4), D(2), ref=F.cosine_similarity)
    case("cosine_similarity", X(3, 4), X(3, 4), D(1), ref=F.cosine_similarity, eps=100.0, grad=False)
    case("cosine_similarity", K([[0.0, 0.0], [1.0, 2.0]]), C(2, 2), ref=F.cosine_similarity)
    for p in (2.0, 1.0, 3.0, inf):
        for d in (0, 1, -1):
            case("normalize", X(3, 4), p, D(d), ref=F.normalize)
    case("normalize", X(2, 3, 4), ref=F.normalize)
    case("normalize", X(4, 3).t(), 2.0, D(1), ref=F.normalize)
    case("normalize", X(3, 4), 2.0, D(1), ref=F.normalize, eps=3.0)
    case("normalize", V([[0.0, 0.0], [3.0, 4.0]]), 2.0, D(1), ref=F.normalize)
