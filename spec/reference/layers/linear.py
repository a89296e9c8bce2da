layer("nn.Bilinear(3, 4, 2)", nn.Bilinear(3, 4, 2), X(5, 3), X(5, 4))
layer("nn.Bilinear(3, 4, 2, {bias = false})", nn.Bilinear(3, 4, 2, bias=False),
      X(2, 3, 3), X(2, 3, 4))

layer("nn.Embedding(6, 3)", nn.Embedding(6, 3), I([1, 5, 0, 1]))
layer("nn.Embedding(6, 3)", nn.Embedding(6, 3), I([[1, 5, 0], [3, 3, 2]]))
layer("nn.Embedding(6, 3, {padding_idx = 2})", nn.Embedding(6, 3, padding_idx=1),
      I([[1, 5, 0], [3, 1, 2]]))


class Maxout(nn.Module):
    def __init__(self, inputs, outputs, pieces, bias=True):
        super().__init__()
        inner = nn.Linear(inputs, outputs * pieces, bias=bias)
        self.weight, self.bias, self.pieces = inner.weight, inner.bias, pieces

    def forward(self, x):
        y = F.linear(x, self.weight, self.bias)
        return torch.stack([y[..., k::self.pieces]
                            for k in range(self.pieces)]).max(0)[0]


layer("nn.Maxout(4, 3, 5)", Maxout(4, 3, 5), X(6, 4))
layer("nn.Maxout(4, 3, 2, {bias = false})", Maxout(4, 3, 2, False), X(2, 3, 4))


# ---- containers ----
class Residual(nn.Module):
    def __init__(self, inner, shortcut=None):
        super().__init__()
        self.layer, self.shortcut = inner, shortcut

    def forward(self, x):
        return self.layer(x) + (self.shortcut(x) if self.shortcut else x)


class Concat(nn.Sequential):
    def __init__(self, *layers, dim=1):
        super().__init__(*layers)
        self.dim = dim

    def forward(self, x):
        return torch.cat([inner(x) for inner in self], self.dim)


layer("nn.Residual(nn.Linear(3, 3))", Residual(nn.Linear(3, 3)), X(2, 3))
layer("nn.Residual(nn.Linear(3, 4), {shortcut = nn.Linear(3, 4)})",
      Residual(nn.Linear(3, 4), nn.Linear(3, 4)), X(2, 3))
layer("nn.Concat({nn.Conv2d(2, 3, 1), nn.Identity()})",
      Concat(nn.Conv2d(2, 3, 1), nn.Identity()), X(2, 2, 3, 2))
layer("nn.Concat({nn.Linear(2, 2), nn.Identity()}, 1)",
      Concat(nn.Linear(2, 2), nn.Identity(), dim=0), X(3, 2))


# ---- layers of GANs ----
class MinibatchStdDev(nn.Module):
    """As in StyleGAN2's networks, group by group in plain loops."""

    def __init__(self, group, channels=1):
        super().__init__()
        self.group, self.channels = group, channels

    def forward(self, x):
        n, c = x.shape[:2]
        g = min(self.group or n, n)
        part = c // self.channels
        y = torch.zeros(n, self.channels, *x.shape[2:])
        for k in range(n // g):
            members = x[k::n // g]
            for f in range(self.channels):
                some = members[:, f * part:(f + 1) * part]
                std = (some.var(0, unbiased=False) + 1e-8).sqrt().mean()
                y[k::n // g, f] = std
        return torch.cat([x, y], 1)


layer("nn.MinibatchStdDev()", MinibatchStdDev(4), X(8, 3, 2, 2))
layer("nn.MinibatchStdDev(4)", MinibatchStdDev(4), X(3, 4, 2, 3))
layer("nn.MinibatchStdDev(3, 2)", MinibatchStdDev(3, 2), X(6, 4, 2, 2))
layer("nn.MinibatchStdDev(false, 1)", MinibatchStdDev(None), X(5, 3, 2, 2))
layer("nn.MinibatchStdDev(3)", MinibatchStdDev(3), X(6, 5))
