# Read by make.py, in whose words it is written.


def partials():
    """The three partials of <conv(x, w), g>, of as many dimensions as given."""
    def three(options, dims):
        return {k: v if k == "groups" or isinstance(v, int) else v[:dims]
                for k, v in options.items()}

    def forward(x, w, b=None, **o):
        dims = x.dim() - 2
        return getattr(F, "conv%dd" % dims)(x, w, b, **three(o, dims))

    def back(x, w, g, mask, stride=1, padding=0, dilation=1, groups=1):
        dims = x.dim() - 2

        def every(v):
            return [v] * dims if isinstance(v, int) else list(v[:dims])
        return torch.ops.aten.convolution_backward(
            g, x, w, [0], every(stride), every(padding), every(dilation), False,
            [0] * dims, groups, mask)

    def of_input(g, w, b, sizes, groups=1, **o):
        x = torch.zeros([g.shape[0], w.shape[1] * groups] + sizes)
        y = back(x, w, g, [True, False, False], groups=groups, **o)[0]
        return y if b is None else y + b.reshape([1, -1] + [1] * len(sizes))

    def of_weight(x, g, sizes, groups=1, **o):
        w = torch.zeros([g.shape[1], x.shape[1] // groups] + sizes)
        return back(x, w, g, [False, True, False], groups=groups, **o)[1]
    for x, w, g, o in (
            ([2, 2, 7], [3, 2, 3], [2, 3, 5], {}),
            ([2, 4, 7], [6, 2, 3], [2, 6, 4], {"stride": 2, "padding": [1, 0, 0], "groups": 2}),
            ([2, 2, 5, 4], [3, 2, 3, 2], [2, 3, 3, 3], {}),
            ([1, 2, 5, 4], [3, 2, 2, 2], [1, 3, 3, 2],
             {"stride": [2, 1, 1], "padding": [1, 0, 0], "dilation": [1, 2, 1]}),
            ([1, 2, 3, 4, 3], [2, 2, 2, 3, 2], [1, 2, 2, 2, 2], {})):
        case("conv", X(*x), X(*w), X(w[0]), ref=forward, **o)
        case("conv_input", X(*g), X(*w), None, x[2:], ref=of_input, **o)
        case("conv_input", X(*g), X(*w), X(x[1]), x[2:], ref=of_input, **o)
        case("conv_weight", X(*x), X(*g), w[2:], ref=of_weight, **o)


@family
def conv():
    biases = ((X(3),), ())
    for bias in biases:
        case("conv1d", X(2, 4, 7), X(3, 4, 3), *bias)
        case("conv2d", X(2, 2, 5, 4), X(3, 2, 3, 2), *bias)
        case("conv_transpose2d", X(2, 2, 3, 2), X(2, 3, 3, 2), *bias)
    case("conv1d", X(2, 4, 7), X(6, 2, 3), X(6), stride=2, padding=1, groups=2)
    case("conv1d", X(4, 7), X(3, 4, 3), X(3), dilation=2)
    case("conv1d", X(2, 1, 5), X(1, 1, 5), X(1), padding=4)
    for o in ({"stride": 2, "padding": 1}, {"stride": [2, 1], "padding": [0, 2]},
              {"dilation": [1, 2]}, {"dilation": 2, "padding": 2, "stride": 2}):
        case("conv2d", X(2, 2, 6, 5), X(3, 2, 3, 2), X(3), **o)
    case("conv2d", X(1, 4, 5, 5), X(4, 1, 3, 3), X(4), groups=4, padding=1)
    case("conv2d", X(1, 4, 4, 4), X(6, 2, 1, 1), groups=2)
    case("conv1d", X(2, 2, 37), X(2, 1, 7), X(2), groups=2, padding=3)
    case("conv2d", X(2, 3, 7, 9), X(3, 1, 3, 2), X(3), groups=3, stride=2, padding=1)
    case("conv2d", X(1, 2, 8, 5), X(2, 1, 4, 3), groups=2, stride=[3, 1], dilation=[1, 2])
    case("conv3d", X(1, 2, 3, 4, 5), X(2, 1, 2, 3, 2), X(2), groups=2, stride=[2, 1, 2], padding=1)
    case("conv2d", X(2, 3, 4, 4), X(2, 3, 4, 4), X(2), stride=2, padding=1)
    case("conv2d", X(2, 5, 4).unsqueeze(D(0)).transpose(D(2), D(3)), X(3, 2, 3, 2))
    case("conv3d", X(1, 2, 3, 4, 3), X(2, 2, 2, 3, 2), X(2), padding=[1, 0, 1])
    case("conv3d", X(1, 2, 3, 3, 3), X(2, 1, 2, 2, 2), stride=[1, 2, 1], groups=2)
    for o in ({"stride": 2}, {"stride": 2, "padding": 1, "output_padding": 1},
              {"stride": [2, 1], "padding": [1, 0]}, {"dilation": 2},
              {"stride": 3, "dilation": [2, 1], "padding": [0, 1], "output_padding": [2, 0]}):
        case("conv_transpose2d", X(2, 2, 3, 2), X(2, 3, 4, 3), X(3), **o)
    case("conv_transpose2d", X(1, 4, 3, 3), X(4, 1, 2, 2), X(2), groups=2)
    case("conv_transpose1d", X(2, 3, 4), X(3, 2, 3), X(2), stride=2, padding=1, output_padding=1)
    case("conv_transpose1d", X(3, 4), X(3, 2, 3))
    case("conv_transpose1d", X(2, 3, 4), X(3, 2, 3), dilation=3, output_padding=2)
    case("conv_transpose1d", X(2, 3, 4), X(3, 2, 3), dilation=3, stride=2, output_padding=2)
    case("conv_transpose3d", X(1, 2, 2, 3, 2), X(2, 2, 2, 2, 3), X(2), stride=[1, 2, 1])
    partials()
