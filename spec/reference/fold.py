# Read by make.py, in whose words it is written.


def dealt(x, groups):
    """F.channel_shuffle, which has no derivative in this PyTorch."""
    split = x.reshape((x.shape[0], groups, -1) + x.shape[2:])
    return split.transpose(1, 2).reshape(x.shape)


@family
def fold():
    for o in ({}, {"padding": 1}, {"stride": 2}, {"dilation": 2, "padding": 1},
              {"stride": [1, 2], "padding": [2, 1], "dilation": [2, 1]}):
        for k in (1, 2, [3, 2]):
            case("im2col", X(2, 2, 5, 6), k, ref=F.unfold, **o)
            y = F.unfold(torch.zeros(1, 1, 5, 6), k, **o)
            case("fold", X(2, 2 * y.shape[1], y.shape[2]), [5, 6], k, ref=F.fold, **o)
        case("im2col", X(2, 6, 5).transpose(D(1), D(2)), 2, ref=F.unfold, **o)
    case("im2col", X(1, 4).expand(2, 3, 4), 2, ref=F.unfold)
    case("F.unfold", X(2, 2, 5, 6), 2, 2, 1, [2, 1], ref=F.unfold)
    case("fold", X(4, 12), [4, 5], 2, ref=F.fold)
    case("fold", X(12, 4).t(), [4, 5], 2, ref=F.fold)
    for r in (1, 2, 3):
        case("pixel_shuffle", X(2, 2 * r * r, 2, 3), r)
        case("pixel_shuffle", X(r * r, 3, 2), r)
        case("pixel_unshuffle", X(2, 2, 2 * r, 3 * r), r)
        case("pixel_unshuffle", X(3, 2, 4 * r, r, 1).transpose(D(2), D(4))
             if r == 1 else X(3, 2, 4 * r, r), r)
        case("channel_shuffle", X(2, 6, 2, 3), r, ref=dealt)
        case("channel_shuffle", X(3, 2, 6).transpose(D(1), D(2)), r, ref=dealt)
