class Weight(nn.Module):
    """The parameters of an equalised layer."""

    def __init__(self, size, bias=None):
        super().__init__()
        self.weight_orig = nn.Parameter(torch.zeros(size))
        if bias:
            self.bias = nn.Parameter(torch.zeros(bias))


class ModulatedConv2d(nn.Module):
    """As the authors' fused form: the weights of each sample are made, and a
    grouped convolution applies them (arXiv 1912.04958, eq. 1 to 3)."""

    def __init__(self, c, out, k, style, demodulate=True, eps=1e-8):
        super().__init__()
        self.conv = Weight((out, c, k, k))
        self.style = Weight((c, style), c)
        self.demodulate, self.eps = demodulate, eps

    def forward(self, x, style):
        n, c, h, w = x.shape
        weight, affine = self.conv.weight_orig, self.style.weight_orig
        out, _, k, _ = weight.shape
        s = style @ affine.t() / affine.shape[1] ** 0.5 + self.style.bias
        each = weight[None] / (c * k * k) ** 0.5 * s[:, None, :, None, None]
        if self.demodulate:
            norm = (each ** 2).sum((2, 3, 4), keepdim=True) + self.eps
            each = each / norm.sqrt()
        y = F.conv2d(x.reshape(1, n * c, h, w), each.reshape(n * out, c, k, k),
                     padding=k // 2, groups=n)
        return y.reshape(n, out, h, w)


zoo = 'require("lunette").gan.zoo.'
layer(zoo + "ModulatedConv2d(3, 4, 3, 5)", ModulatedConv2d(3, 4, 3, 5),
      X(2, 3, 4, 5), X(2, 5))
layer(zoo + "ModulatedConv2d(2, 3, 1, 4, {demodulate = false})",
      ModulatedConv2d(2, 3, 1, 4, False), X(3, 2, 2, 3), X(3, 4))
layer(zoo + "ModulatedConv2d(2, 3, 5, 4, {eps = 0.5})",
      ModulatedConv2d(2, 3, 5, 4, eps=0.5), X(1, 2, 3, 3), X(1, 4))
