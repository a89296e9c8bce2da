def counted(module, *inputs):
    """Indices count from 1."""
    y, index = module(*inputs)
    return y, (index + 1).double()


def whole(module, x, index):
    return module(x, index.long())


# ---- pools, with and without indices ----
for d, size in ((1, (7,)), (2, (5, 6)), (3, (4, 3, 5))):
    for name, module in (("MaxPool", getattr(nn, "MaxPool%dd" % d)),
                         ("AvgPool", getattr(nn, "AvgPool%dd" % d))):
        layer("nn.%s%dd(3, {stride = 2, padding = 1, ceil_mode = true})" % (name, d),
              module(3, stride=2, padding=1, ceil_mode=True), X(2, 2, *size))
        layer("nn.%s%dd(2)" % (name, d), module(2), X(2, *size))
    maxima = getattr(nn, "AdaptiveMaxPool%dd" % d)
    layer("nn.AdaptiveMaxPool%dd(2)" % d, maxima(2), X(2, 2, *size))
    layer("nn.AdaptiveMaxPool%dd(2)" % d, maxima(2), X(2, *size))
    layer("nn.AdaptiveAvgPool%dd(3)" % d, getattr(nn, "AdaptiveAvgPool%dd" % d)(3), X(2, *size))
    layer("nn.MaxPool%dd(2, {return_indices = true})" % d,
          getattr(nn, "MaxPool%dd" % d)(2, return_indices=True), X(2, 2, *size), run=counted)
    layer("nn.AdaptiveMaxPool%dd(2, {return_indices = true})" % d,
          maxima(2, return_indices=True), X(2, 2, *size), run=counted)
layer("nn.AvgPool2d(3, {stride = 1, padding = 1, divisor_override = 2})",
      nn.AvgPool2d(3, stride=1, padding=1, divisor_override=2), X(1, 2, 4, 5))
layer("nn.AvgPool3d(2, {divisor_override = 3})", nn.AvgPool3d(2, divisor_override=3),
      X(1, 2, 3, 4, 5))

# ---- back, norms, drawn windows ----
layer("nn.MaxUnpool1d(2)", nn.MaxUnpool1d(2), X(1, 2, 3),
      I([[[0, 3, 4], [1, 2, 5]]]), run=whole)
layer("nn.MaxUnpool2d({1, 2}, 2, 0)", nn.MaxUnpool2d((1, 2), 2, 0), X(2, 1, 2),
      I([[[0, 2]], [[1, 3]]]), run=whole)
layer("nn.MaxUnpool3d(2)", nn.MaxUnpool3d(2), X(1, 1, 1, 1, 2),
      I([[[[[0, 13]]]]]), run=whole)
layer("nn.LPPool1d(2, 3, 2)", nn.LPPool1d(2, 3, 2), X(2, 2, 7))
layer("nn.LPPool2d(3, {2, 3})", nn.LPPool2d(3, (2, 3)), P(2, 5, 6))
layer("nn.FractionalMaxPool2d(2, {output_size = {3, 4}, _random_samples = "
      "require(\"lunette\").tensor {0.1, 0.9, 0.5, 0}:reshape(1, 2, 2)})",
      nn.FractionalMaxPool2d(2, output_size=(3, 4),
                             _random_samples=torch.tensor([[[0.1, 0.9], [0.5, 0.0]]]).double()),
      X(1, 2, 7, 9))
layer("nn.FractionalMaxPool3d(2, {output_ratio = 0.5, _random_samples = "
      "require(\"lunette\").tensor {0.1, 0.9, 0.5}:reshape(1, 1, 3)})",
      nn.FractionalMaxPool3d(2, output_ratio=0.5,
                             _random_samples=torch.tensor([[[0.1, 0.9, 0.5]]]).double()),
      X(1, 1, 4, 5, 6))
