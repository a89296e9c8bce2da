from torch.nn.utils import spectral_norm, weight_norm  # noqa: E402


# u and v are constants in PyTorch too, so that one forward pass compares.
layer("nn.spectral_norm(nn.Linear(4, 3))", spectral_norm(nn.Linear(4, 3)), X(2, 4))
layer("nn.spectral_norm(nn.Linear(4, 3))", spectral_norm(nn.Linear(4, 3)), X(2, 4),
      train=False)
layer("nn.spectral_norm(nn.Linear(4, 3), {n_power_iterations = 4, eps = 1e-3})",
      spectral_norm(nn.Linear(4, 3), n_power_iterations=4, eps=1e-3), X(2, 4))
layer("nn.spectral_norm(nn.Conv2d(2, 3, {2, 3}, {bias = false}))",
      spectral_norm(nn.Conv2d(2, 3, (2, 3), bias=False)), X(2, 2, 4, 5))
layer("nn.spectral_norm(nn.ConvTranspose2d(2, 3, 2))",
      spectral_norm(nn.ConvTranspose2d(2, 3, 2)), X(1, 2, 3, 2))
layer("nn.spectral_norm(nn.Conv1d(2, 3, 2), {dim = 3})",
      spectral_norm(nn.Conv1d(2, 3, 2), dim=2), X(1, 2, 4))

for dim, text in ((0, ""), (1, ", {dim = 2}"), (-1, ", {dim = -1}"),
                  (None, ", {dim = false}")):
    layer("nn.weight_norm(nn.Linear(4, 3)%s)" % text,
          weight_norm(nn.Linear(4, 3), dim=dim if dim != -1 else 1), X(2, 4))
    layer("nn.weight_norm(nn.Conv2d(2, 3, 2)%s)" % text,
          weight_norm(nn.Conv2d(2, 3, 2), dim=dim if dim != -1 else 3),
          X(2, 2, 3, 4))
layer("nn.weight_norm(nn.Linear(4, 3), {name = \"bias\"})",
      weight_norm(nn.Linear(4, 3), name="bias"), X(2, 4))
layer("nn.weight_norm(nn.spectral_norm(nn.Linear(4, 3)), {name = \"bias\"})",
      weight_norm(spectral_norm(nn.Linear(4, 3)), name="bias"), X(2, 4))


class Equal(nn.Module):
    def __init__(self, inner, scale):
        super().__init__()
        self.weight_orig, self.bias = inner.weight, inner.bias
        self.inner, self.scale = [inner], scale

    def forward(self, x):
        inner = self.inner[0]
        del inner.weight, inner.bias
        inner.weight, inner.bias = self.weight_orig * self.scale, self.bias
        return inner(x)


layer("nn.EqualLinear(4, 3)", Equal(nn.Linear(4, 3), (2 / 4) ** 0.5), X(2, 4))
layer("nn.EqualLinear(4, 3, {gain = 1})", Equal(nn.Linear(4, 3), 0.5), X(2, 4))
layer("nn.EqualConv2d(2, 3, 3, {padding = 1, gain = 0.5})",
      Equal(nn.Conv2d(2, 3, 3, padding=1), 0.5 / 18 ** 0.5), X(2, 2, 3, 4))
layer("nn.equalized(nn.ConvTranspose2d(4, 6, 3, {groups = 2}))",
      Equal(nn.ConvTranspose2d(4, 6, 3, groups=2), (2 / 18) ** 0.5),
      X(1, 4, 2, 3))
