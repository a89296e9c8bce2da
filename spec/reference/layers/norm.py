# ---- batch ----
for d, size in ((1, ()), (1, (5,)), (2, (3, 4)), (3, (2, 3, 2))):
    norm, name = getattr(nn, "BatchNorm%dd" % d), "nn.BatchNorm%dd" % d
    x = lambda: X(4, 3, *size)
    layer(name + "(3)", norm(3), x)
    layer(name + "(3)", norm(3), x, train=False)
    layer(name + "(3, {momentum = 0.3, eps = 0.01})",
          norm(3, momentum=0.3, eps=0.01), x, calls=3)
    layer(name + "(3, {momentum = false})", norm(3, momentum=None), x, calls=3)
    layer(name + "(3, {affine = false})", norm(3, affine=False), x)
    layer(name + "(3, {track_running_stats = false})",
          norm(3, track_running_stats=False), x, train=False)

# ---- layer ----
layer("nn.LayerNorm(5)", nn.LayerNorm(5), X(4, 5))
layer("nn.LayerNorm(5)", nn.LayerNorm(5), X(5))
layer("nn.LayerNorm({3, 4}, {eps = 0.1})", nn.LayerNorm((3, 4), eps=0.1),
      X(2, 5, 3, 4))
layer("nn.LayerNorm(5, {elementwise_affine = false})",
      nn.LayerNorm(5, elementwise_affine=False), X(2, 3, 5))

# ---- instance and group ----
def counted(m, x):
    """PyTorch does not count the batches of these; Lunette does."""
    m.num_batches_tracked += 1
    return m(x)


for d, size in ((1, (5,)), (2, (3, 4)), (3, (2, 3, 2))):
    norm, name = getattr(nn, "InstanceNorm%dd" % d), "nn.InstanceNorm%dd" % d
    x = lambda: X(2, 3, *size)
    layer(name + "(3)", norm(3), x)
    layer(name + "(3, {affine = true})", norm(3, affine=True), x, train=False)
    layer(name + "(3, {affine = true})", norm(3, affine=True), X(3, *size))
    layer(name + "(3, {affine = true, track_running_stats = true})",
          norm(3, affine=True, track_running_stats=True), x, calls=2,
          run=counted)
    layer(name + "(3, {affine = true, track_running_stats = true})",
          norm(3, affine=True, track_running_stats=True), x, train=False)
    layer("nn.GroupNorm(2, 6)", nn.GroupNorm(2, 6), X(3, 6, *size))
    layer("nn.GroupNorm(3, 6, {affine = false, eps = 0.01})",
          nn.GroupNorm(3, 6, affine=False, eps=0.01), X(2, 6, *size))
layer("nn.GroupNorm(2, 6)", nn.GroupNorm(2, 6), X(3, 6))


# ---- what PyTorch lacks ----
class PixelNorm(nn.Module):
    def forward(self, x):
        return x / torch.sqrt((x ** 2).mean(1, keepdim=True) + 1e-8)


class RMSNorm(nn.Module):
    def __init__(self, *size, eps=1e-6):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        axes = tuple(range(-self.weight.dim(), 0))
        mean = (x ** 2).mean(axes, keepdim=True)
        return x * torch.rsqrt(mean + self.eps) * self.weight


layer("nn.PixelNorm()", PixelNorm(), X(2, 5, 3, 2))
layer("nn.PixelNorm()", PixelNorm(), X(4, 5))
layer("nn.RMSNorm(5)", RMSNorm(5), X(2, 3, 5))
layer("nn.RMSNorm({3, 4}, {eps = 0.1})", RMSNorm(3, 4, eps=0.1), X(2, 3, 4))


# ---- conditional ----
class Conditional(nn.Module):
    def __init__(self, norm, gain, shift):
        super().__init__()
        self.norm, self.gain, self.shift = norm, gain, shift

    def forward(self, x, y):
        gain, shift = self.gain(y)[:, :, None, None], self.shift(y)[:, :, None, None]
        return self.norm(x) * (1 + gain) + shift


class AdaIN(nn.Module):
    def __init__(self, features, size):
        super().__init__()
        self.style = nn.Linear(size, 2 * features)

    def forward(self, x, w):
        gain, shift = self.style(w).chunk(2, 1)
        size = gain.shape + (1,) * (x.dim() - 2)
        return F.instance_norm(x) * (1 + gain.reshape(size)) + shift.reshape(size)


class Virtual(nn.Module):
    """As the authors' code: mean and mean of squares, sample by sample."""

    def __init__(self, features, reference):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.reference = reference

    def forward(self, x):
        axes = [0] + list(range(2, x.dim()))
        ref = x[:self.reference]
        mean, mean_sq = ref.mean(axes), (ref ** 2).mean(axes)
        ys = [self.normalise(ref, mean, mean_sq)]
        share = 1 / (self.reference + 1)
        for k in range(self.reference, x.shape[0]):
            one = x[k:k + 1]
            ys.append(self.normalise(
                one, share * one.mean(axes) + (1 - share) * mean,
                share * (one ** 2).mean(axes) + (1 - share) * mean_sq))
        return torch.cat(ys)

    def normalise(self, x, mean, mean_sq):
        size = (1, -1) + (1,) * (x.dim() - 2)
        scale = self.weight * torch.rsqrt(mean_sq - mean ** 2 + 1e-5)
        return (x - mean.reshape(size)) * scale.reshape(size) + self.bias.reshape(size)


bn = lambda: nn.BatchNorm2d(3, affine=False)
for train in (True, False):
    layer("nn.ConditionalBatchNorm2d(3, 5)",
          Conditional(bn(), nn.Embedding(5, 3), nn.Embedding(5, 3)),
          X(4, 3, 2, 3), I([0, 3, 4, 3]), train=train)
    layer("nn.ConditionalBatchNorm2d(3, 5, {vector = true})",
          Conditional(bn(), nn.Linear(5, 3, bias=False), nn.Linear(5, 3, bias=False)),
          X(4, 3, 2, 3), X(4, 5), train=train)
layer("nn.AdaIN(3, 5)", AdaIN(3, 5), X(2, 3, 4, 3), X(2, 5))
layer("nn.AdaIN(3, 5)", AdaIN(3, 5), X(2, 3, 4), X(2, 5))
layer("nn.VirtualBatchNorm(3, 4)", Virtual(3, 4), X(7, 3, 2, 2))
layer("nn.VirtualBatchNorm(3, 4)", Virtual(3, 4), X(6, 3))
layer("nn.VirtualBatchNorm(3, 4)", Virtual(3, 4), X(4, 3, 2))
