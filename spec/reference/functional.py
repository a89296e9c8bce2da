# Read by make.py, in whose words it is written.
#
# Functions of nn.functional that are no ops, or take more than the op of that
# name.


def bags(x, weight, offsets=None, **o):
    x, offsets = x.long(), None if offsets is None else offsets.long()
    return F.embedding_bag(x, weight, offsets, **o)


def pooling_functions():
    for d, size in ((1, (7,)), (2, (5, 6)), (3, (4, 3, 5))):
        name = "F.max_pool%dd" % d
        for o in ({}, {"stride": 1, "padding": 1}, {"stride": 2, "ceil_mode": True},
                  {"stride": 1, "dilation": 2}):
            k = 2 if "dilation" in o else 3
            case(name, X(2, 2, *size), k, **o)
            for result in (0, 1):
                case(name, X(2, 2, *size), k, return_indices=True, result=result,
                     index=result == 1, **o)
                case(name + "_with_indices", X(2, *size), k, result=result,
                     index=result == 1, ref=getattr(F, name[2:] + "_with_indices"), **o)
        adaptive = "F.adaptive_max_pool%dd" % d
        for out in (1, 2, 3):
            case(adaptive, X(2, 2, *size), out)
            for result in (0, 1):
                case(adaptive, X(2, *size), out, return_indices=True, result=result,
                     index=result == 1)
                case(adaptive + "_with_indices", X(1, 2, *size), out, result=result,
                     index=result == 1)
    case("F.max_pool2d", X(1, 2, 4, 6), [2, 3], stride=[1, 2], padding=[1, 0],
         return_indices=True, result=1, index=True)
    case("F.max_pool2d", X(1, 2, 6, 4).transpose(D(2), D(3)), 2, return_indices=True, result=1,
         index=True)
    case("F.max_pool2d", K([[[nan, 1.0], [inf, nan]]]), 2, return_indices=True, result=1,
         index=True)


def unpooling():
    def places(x, k, **o):
        f = getattr(F, "max_pool%dd" % (x.dim() - 2))
        return f(x, k, return_indices=True, **o)[1]

    for d, size in ((1, (6,)), (2, (4, 6)), (3, (4, 2, 4))):
        unpool = "max_unpool%dd" % d
        for o in ({}, {"stride": 1}, {"stride": 2, "padding": 1}):
            k = 2
            index = places(lattice((2, 2) + size), k, **o)
            case(unpool, X(*index.shape), I(index.tolist()), k, **o)
            case(unpool, X(*index.shape[1:]), I(index[0].tolist()), k, **o)
        index = places(lattice((1, 2) + tuple(s + 1 for s in size)), 2)
        case(unpool, X(*index.shape), I(index.tolist()), 2,
             output_size=[s + 1 for s in size])
        case(unpool, X(*index.shape), I(index.tolist()), 2,
             output_size=[1, 2] + [s + 1 for s in size])
    case("max_unpool2d", X(1, 1, 1, 2), I([[[[0, 5]]]]), [2, 3], stride=[1, 2])


def other_pooling():
    for p in (1.0, 2.0, 3.0, 1.5):
        x = P if p == 1.5 else X
        positive = P if p in (1.0, 1.5, 3.0) else X
        case("lp_pool1d", positive(2, 2, 7), p, 3)
        case("lp_pool1d", positive(2, 7), p, 2, 1)
        case("lp_pool1d", positive(2, 2, 7), p, 2, ceil_mode=True)
        case("lp_pool2d", positive(1, 2, 5, 6), p, [2, 3])
        case("lp_pool2d", positive(2, 5, 6), p, 2, [1, 2], True)
    for d, size in ((2, (5, 6)), (3, (4, 3, 5))):
        name = "avg_pool%dd" % d
        for o in ({}, {"stride": 1, "padding": 1}, {"stride": 2, "ceil_mode": True},
                  {"stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False}):
            case(name, X(2, 2, *size), 3, divisor_override=2, **o)
        case(name, X(2, *(2 * (s // 2) for s in size)), 2, divisor_override=-3)
    for u in ([[0.1, 0.9], [0.5, 0.0], [0.99, 0.3], [0.25, 0.75]], [[0.6, 0.6]] * 4):
        samples = lambda: K(u).reshape(2, 2, 2)
        for o in ({"output_size": [3, 4]}, {"output_size": [1, 1]}, {"output_ratio": [0.5, 0.6]}):
            for result in (0, 1):
                case("fractional_max_pool2d", X(2, 2, 7, 9), 2, return_indices=True,
                     _random_samples=samples(), result=result, index=result == 1, **o)
                case("fractional_max_pool2d_with_indices", X(2, 2, 7, 9), [3, 2],
                     _random_samples=samples(), result=result, index=result == 1, **o)
    for o in ({"output_size": [2, 3, 4]}, {"output_ratio": [0.5, 0.6, 0.4]}):
        for result in (0, 1):
            case("fractional_max_pool3d", X(1, 2, 5, 7, 9), [2, 3, 2], return_indices=True,
                 _random_samples=K([[0.1, 0.9, 0.4], [0.5, 0.0, 0.8]]).reshape(1, 2, 3),
                 result=result, index=result == 1, **o)


def convolutions():
    for d, size in ((1, (6,)), (2, (5, 4)), (3, (3, 4, 3))):
        name = "F.conv%dd" % d
        for padding in ("same", "valid", 1):
            case(name, X(2, 4, *size), X(6, 2, *[3] * d), X(6), padding=padding, groups=2)
            case(name, X(4, *size), X(3, 4, *[2] * d), None, padding=padding)
        case(name, X(2, 2, *size), X(3, 2, *[2] * d), X(3), padding="same", dilation=2)
    case("conv_tbc", X(5, 2, 3), X(3, 3, 4), X(4))
    case("conv_tbc", X(5, 2, 3), X(3, 3, 4), X(4), 2)


def sampling():
    for o in ({"size": [7, 3]}, {"scale_factor": 2.0}, {"scale_factor": [0.5, 1.5]}):
        case("upsample_nearest", X(1, 2, 4, 5), **o)
        case("upsample_bilinear", X(1, 2, 4, 5), **o)
        case("F.upsample", X(1, 2, 4, 5), mode="bicubic", **o)
    case("F.upsample", X(1, 2, 4), 6)
    for align in (False, True):
        for padding in ("zeros", "border", "reflection"):
            o = {"align_corners": align, "padding_mode": padding}
            for mode in ("bilinear", "nearest"):
                # PyTorch rounds halves otherwise over volumes than over images
                off = lambda: X(2, 3, 2, 2, 3).add(1 / 32)
                case("F.grid_sample", X(2, 2, 3, 4, 2), off(), mode, **o)
                case("F.grid_sample", X(1, 2, 1, 3, 2), X(1, 1, 2, 3, 3), mode, **o)
                case("F.grid_sample", X(1, 2, 3, 2), X(1, 3, 3, 2), mode, **o)
            case("F.grid_sample", X(2, 2, 3, 4), X(2, 3, 5, 2), "bicubic", **o)
            case("F.grid_sample", X(1, 2, 5, 6), X(2, 4, 1, 2).transpose(D(0), D(2)),
                 "bicubic", **o)
            case("F.grid_sample", X(1, 1, 1, 4), X(1, 2, 2, 2), "bicubic", **o)


def attending(query, key, value, mask=None, is_causal=False, scale=None):
    scale = scale or query.shape[-1] ** -0.5
    scores = query @ key.transpose(-1, -2) * scale
    if is_causal:
        scores = scores + torch.ones(query.shape[-2], key.shape[-2]).tril().log()
    if mask is not None:
        scores = scores + mask
    return scores.softmax(-1) @ value


def others():
    sdpa = "scaled_dot_product_attention"
    case(sdpa, X(2, 3, 4), X(2, 5, 4), X(2, 5, 2), ref=attending)
    case(sdpa, X(3, 4).div(4), X(5, 4), X(5, 2), ref=attending, scale=0.75)
    case(sdpa, X(2, 1, 3, 4), X(2, 2, 3, 4), X(2, 2, 3, 2), ref=attending, is_causal=True)
    case(sdpa, X(2, 3, 4), X(2, 5, 4), X(2, 5, 2), ref=attending, is_causal=True)
    case(sdpa, X(2, 3, 4), X(2, 5, 4), X(2, 5, 2), X(3, 5), ref=attending)
    case(sdpa, X(2, 3, 4).div(4), X(2, 3, 4), X(2, 3, 2),
         K([[0.0, -inf, -inf], [0.0, 0.5, -inf], [-inf, 0.0, 1.0]]), ref=attending)
    for dim in (0, 1, -1):
        case("softmin", X(3, 4), D(dim))
    for size in (1, 2, 3, 5, 8):
        case("local_response_norm", X(2, 4, 5), size)
        case("local_response_norm", X(2, 4, 2, 3), size, 0.5, 0.6, 2.0)
        case("local_response_norm", X(2, 3, 2, 1, 2), size, alpha=0.5, k=0.75)
    case("bilinear", X(5, 3), X(5, 2), X(4, 3, 2))
    case("bilinear", X(2, 5, 3), X(2, 5, 2), X(4, 3, 2), X(4))
    case("bilinear", X(3), X(2), X(4, 3, 2), X(4))
    case("rrelu", X(3, 4), ref=F.rrelu)
    case("rrelu", X(3, 4), 0.25, 0.75, False, ref=F.rrelu)
    for mode in ("sum", "mean", "max"):
        o = {"mode": mode, "ref": bags}
        case("embedding_bag", I([[0, 2, 1], [2, 2, 4]]), X(5, 3), **o)
        case("embedding_bag", I([[0, 2, 1], [2, 2, 4]]), X(5, 3), padding_idx=D(2), **o)
        case("embedding_bag", I([0, 2, 1, 2, 4, 3]), X(5, 3), I([0, 2, 2, 5]), **o)
        case("embedding_bag", I([0, 2, 1, 2, 4, 3]), X(5, 3), I([0, 2, 2, 5]),
             padding_idx=D(0), **o)
        case("embedding_bag", I([0, 2, 1, 2, 4, 3]), X(5, 3), I([0, 2, 2, 6]),
             include_last_offset=True, **o)
    case("embedding_bag", I([[0, 2, 1], [2, 2, 4]]), X(5, 3), mode="sum",
         per_sample_weights=X(2, 3), ref=bags)
    case("embedding_bag", I([0, 2, 1, 2]), X(5, 3), I([0, 1]), mode="sum",
         per_sample_weights=X(4), padding_idx=D(2), ref=bags)


@family
def functional():
    pooling_functions()
    unpooling()
    other_pooling()
    convolutions()
    sampling()
    others()
