import math


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


# ---- whole networks, from the papers' pages ----
def seq(*layers):
    return nn.Sequential(*layers)


class Up(nn.Module):
    """WGAN-GP's block; the shortcut upsamples before it convolves."""

    def __init__(self, c, out):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(c), nn.BatchNorm2d(out)
        self.conv1 = nn.Conv2d(c, out, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1, bias=False)
        self.shortcut = nn.Conv2d(c, out, 1, bias=False)

    def forward(self, x):
        def up(t):
            return t.repeat_interleave(2, 2).repeat_interleave(2, 3)
        h = self.conv2(F.relu(self.norm2(self.conv1(up(F.relu(self.norm1(x)))))))
        return h + self.shortcut(up(x))


class Down(nn.Module):
    """The shortcut convolves before it pools, but in the first block."""

    def __init__(self, c, out, first=False, down=True):
        super().__init__()
        self.conv1 = nn.Conv2d(c, out, 3, padding=1)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)
        if down or c != out:
            self.shortcut = nn.Conv2d(c, out, 1)
        self.first, self.down = first, down

    def forward(self, x):
        h = self.conv2(F.relu(self.conv1(x if self.first else F.relu(x))))
        if not self.down:
            return h + (self.shortcut(x) if hasattr(self, "shortcut") else x)
        return F.avg_pool2d(h, 2) + F.avg_pool2d(self.shortcut(x), 2)


class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


layer(zoo + "wgan_gp({size = 16, channels = 2, filters = 2, latent = 3}).generator",
      seq(nn.Linear(3, 32), nn.Unflatten(1, (2, 4, 4)), Up(2, 2), Up(2, 2),
          nn.BatchNorm2d(2), nn.ReLU(), nn.Conv2d(2, 2, 3, padding=1), nn.Tanh()),
      X(3, 3))
layer(zoo + "wgan_gp({size = 16, channels = 1, filters = 3}).discriminator",
      seq(Down(1, 3, first=True), Down(3, 3, down=False), Down(3, 3, down=False),
          nn.ReLU(), Mean(), nn.Linear(3, 1)), X(2, 1, 16, 16))


def halve(c, out, bias=False):
    return nn.Conv2d(c, out, 4, stride=2, padding=1, bias=bias)


def double(c, out, bias=False):
    return nn.ConvTranspose2d(c, out, 4, stride=2, padding=1, bias=bias)


layer(zoo + "dcgan({size = 16, channels = 2, filters = 1, latent = 3}).generator",
      seq(nn.Unflatten(1, (3, 1, 1)), nn.ConvTranspose2d(3, 2, 4, bias=False),
          nn.BatchNorm2d(2), nn.ReLU(), double(2, 1), nn.BatchNorm2d(1), nn.ReLU(),
          double(1, 2), nn.Tanh()), X(3, 3))
layer(zoo + "dcgan({size = 16, channels = 1, filters = 2}).discriminator",
      seq(halve(1, 2), nn.LeakyReLU(0.2), halve(2, 4), nn.BatchNorm2d(4),
          nn.LeakyReLU(0.2), nn.Conv2d(4, 1, 4, bias=False), nn.Flatten()),
      X(2, 1, 16, 16))


class Skip(nn.Module):
    """[x, inner(x)], its parts named as a list."""

    def __init__(self, *inner):
        super().__init__()
        self.add_module("0", nn.Identity())
        self.add_module("1", seq(*inner))

    def forward(self, x):
        return torch.cat([x, self.get_submodule("1")(x)], 1)


act = nn.LeakyReLU(0.2)
inner = Skip(act, halve(4, 8, True), nn.ReLU(), double(8, 4), nn.BatchNorm2d(4))
middle = Skip(act, halve(2, 4), nn.BatchNorm2d(4), inner, nn.ReLU(), double(8, 2),
              nn.BatchNorm2d(2))
outer = Skip(act, halve(1, 2), nn.BatchNorm2d(2), middle, nn.ReLU(), double(4, 1),
             nn.BatchNorm2d(1))
layer(zoo + "pix2pix({size = 16, in_channels = 1, out_channels = 2, filters = 1,"
      " layers = 2}).generator",
      seq(halve(1, 1, True), outer, nn.ReLU(), double(2, 2, True), nn.Tanh()),
      X(3, 1, 16, 16))


class Residual(nn.Module):
    def __init__(self, *inner):
        super().__init__()
        self.layer = seq(*inner)

    def forward(self, x):
        return x + self.layer(x)


def reflected(c, out, k, bias=False):
    return [nn.ReflectionPad2d(k // 2), nn.Conv2d(c, out, k, bias=bias)]


def normed(c, *layers):
    return [*layers, nn.InstanceNorm2d(c), nn.ReLU()]


layer(zoo + "cyclegan({a_channels = 1, b_channels = 2, filters = 1, blocks = 1})"
      ".generator",
      seq(*normed(1, *reflected(1, 1, 7)),
          *normed(2, nn.Conv2d(1, 2, 3, 2, 1, bias=False)),
          *normed(4, nn.Conv2d(2, 4, 3, 2, 1, bias=False)),
          Residual(*normed(4, *reflected(4, 4, 3)), *reflected(4, 4, 3),
                   nn.InstanceNorm2d(4)),
          *normed(2, nn.ConvTranspose2d(4, 2, 3, 2, 1, 1, bias=False)),
          *normed(1, nn.ConvTranspose2d(2, 1, 3, 2, 1, 1, bias=False)),
          *reflected(1, 2, 7, True), nn.Tanh()), X(1, 1, 16, 16))


# ---- with equalised layers ----
class Equal(Weight):
    """A linear layer or convolution of the weight times gain / sqrt(fan in)."""

    def __init__(self, *size, gain=2 ** 0.5, bias=True, **options):
        super().__init__(size, size[0] if bias else None)
        self.scale = gain / math.prod(size[1:]) ** 0.5
        self.options = options

    def forward(self, x):
        w, b = self.weight_orig * self.scale, getattr(self, "bias", None)
        if w.dim() == 2:
            return F.linear(x, w, b)
        return F.conv2d(x, w, b, **self.options)


class PixelNorm(nn.Module):
    def forward(self, x):
        return x / ((x ** 2).mean(1, keepdim=True) + 1e-8).sqrt()


class Deviation(nn.Module):
    """Of a batch that is one group."""

    def forward(self, x):
        std = ((x - x.mean(0)) ** 2).mean(0).add(1e-8).sqrt().mean()
        return torch.cat([x, std.expand(x.shape[0], 1, *x.shape[2:])], 1)


def conv_act(c, out, norm=True):
    layers = [Equal(out, c, 3, 3, padding=1), nn.LeakyReLU(0.2)]
    return layers + [PixelNorm()] if norm else layers


class ProGANGenerator(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.blocks = nn.ModuleList([
            seq(PixelNorm(), Equal(c * 16, c, gain=2 ** 0.5 / 4),
                nn.Unflatten(1, (c, 4, 4)), act, PixelNorm(), *conv_act(c, c)),
            seq(nn.Upsample(scale_factor=2), *conv_act(c, c), *conv_act(c, c))])
        self.to_rgb = nn.ModuleList([Equal(1, c, 1, 1, gain=1) for _ in range(2)])

    def forward(self, z):
        first = self.blocks[0](z)
        old = F.interpolate(self.to_rgb[0](first), scale_factor=2)
        return 0.75 * old + 0.25 * self.to_rgb[1](self.blocks[1](first))


class ProGANDiscriminator(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.blocks = nn.ModuleList([
            seq(Deviation(), *conv_act(c + 1, c, False), Equal(c, c, 4, 4), act,
                nn.Flatten(), Equal(1, c, gain=1)),
            seq(*conv_act(c, c, False), *conv_act(c, c, False), nn.AvgPool2d(2))])
        self.from_rgb = nn.ModuleList([seq(Equal(c, 1, 1, 1), act)
                                       for _ in range(2)])

    def forward(self, x):
        old = self.from_rgb[0](F.avg_pool2d(x, 2))
        new = self.blocks[1](self.from_rgb[1](x))
        return self.blocks[0](0.75 * old + 0.25 * new)


def faded(player):
    return ("(function() local m = %sprogan({size = 8, channels = 1, filters = 3}).%s"
            " m.alpha = 0.25 return m end)()" % (zoo, player))


layer(faded("generator"), ProGANGenerator(3), X(2, 3))
layer(faded("discriminator"), ProGANDiscriminator(3), X(3, 1, 8, 8))


# ---- StyleGAN2 ----
class Act(nn.Module):
    def forward(self, x):
        return F.leaky_relu(x, 0.2) * 2 ** 0.5


class Blur(nn.Module):
    """upfirdn2d with the kernel as it stands: up and down as zeros put in and
    elements left out, over a padded image."""

    def __init__(self, up=1, down=1):
        super().__init__()
        self.register_buffer("kernel", torch.zeros(4))
        self.up, self.down = up, down

    def forward(self, x):
        n, c, h, w = x.shape
        kernel, up = self.kernel, self.up
        if up > 1:
            wide = x.new_zeros(n, c, h * up, w * up)
            wide[:, :, ::up, ::up] = x
            x, kernel = F.pad(wide, (2, 1, 2, 1)), kernel.flip(0)
        elif self.down > 1:
            x = F.pad(x, (1, 1, 1, 1))
        else:
            x = F.pad(x, (2, 1, 2, 1))
        both = (kernel[:, None] * kernel[None]).expand(c, 1, 4, 4)
        return F.conv2d(x, both, groups=c, stride=self.down)


class Style2Down(nn.Module):
    def __init__(self, c, out):
        super().__init__()
        self.layer = seq(Equal(c, c, 3, 3, gain=1, padding=1), Act(), Blur(),
                         Equal(out, c, 3, 3, gain=1, padding=1, stride=2), Act())
        self.shortcut = seq(Blur(down=2), Equal(out, c, 1, 1, gain=1, bias=False))

    def forward(self, x):
        return (self.layer(x) + self.shortcut(x)) / 2 ** 0.5


layer("(%sstylegan2({size = 16, filters = 2}).discriminator[3])" % zoo,
      Style2Down(2, 2), X(2, 2, 6, 8))


class Slowed(nn.Module):
    def __init__(self, out, c, rate):
        super().__init__()
        self.weight_orig = nn.Parameter(torch.zeros(out, c))
        self.bias_orig = nn.Parameter(torch.zeros(out))
        self.rate = rate

    def forward(self, x):
        w = self.weight_orig * self.rate / self.weight_orig.shape[1] ** 0.5
        return F.linear(x, w, self.bias_orig * self.rate)


class Styled(nn.Module):
    """Without noise."""

    def __init__(self, c, out, style, up=False):
        super().__init__()
        if up:
            self.up = Blur(up=2)
        self.conv = ModulatedConv2d(c, out, 3, style)
        self.bias = nn.Parameter(torch.zeros(1, out, 1, 1))

    def forward(self, x, w):
        x = self.up(x) if hasattr(self, "up") else x
        return F.leaky_relu(self.conv(x, w) + self.bias, 0.2) * 2 ** 0.5


class RGB(nn.Module):
    def __init__(self, c, out, style):
        super().__init__()
        self.conv = ModulatedConv2d(c, out, 1, style, demodulate=False)
        self.bias = nn.Parameter(torch.zeros(1, out, 1, 1))

    def forward(self, x, w):
        return self.conv(x, w) + self.bias


class Synthesis(nn.Module):
    def __init__(self, c, out, style):
        super().__init__()
        self.constant = nn.Parameter(torch.zeros(1, c, 4, 4))
        self.convs = nn.ModuleList([Styled(c, c, style, k in (1, 3))
                                    for k in range(5)])
        self.to_rgb = nn.ModuleList([RGB(c, out, style) for _ in range(3)])
        self.up = Blur(up=2)

    def forward(self, w):
        x = self.convs[0](self.constant.repeat(w.shape[0], 1, 1, 1), w[:, 0])
        image = self.to_rgb[0](x, w[:, 1])
        x = self.convs[2](self.convs[1](x, w[:, 1]), w[:, 2])
        image = self.up(image) + self.to_rgb[1](x, w[:, 3])
        x = self.convs[4](self.convs[3](x, w[:, 3]), w[:, 4])
        return self.up(image) + self.to_rgb[2](x, w[:, 5])


class Style2(nn.Module):
    """Styles are mixed after the third layer."""

    def __init__(self, c, out, latent, style):
        super().__init__()
        self.mapping = seq(PixelNorm(), Slowed(style, latent, 0.5), Act(),
                           Slowed(style, style, 0.5), Act())
        self.synthesis = Synthesis(c, out, style)

    def forward(self, z, other):
        w, v = self.mapping(z)[:, None], self.mapping(other)[:, None]
        return self.synthesis(torch.cat([w, w, w, v, v, v], 1))


layer("(function() local m = %sstylegan2({size = 16, channels = 1, filters = 2, "
      "latent = 3, style = 2, layers = 2, rate = 0.5}).generator "
      "for _, conv in ipairs(m.synthesis.convs) do conv.noise = nil end "
      "return m end)()" % zoo, Style2(2, 1, 3, 2), X(2, 3), X(2, 3), 3,
      run=lambda m, z, other, _: m(z, other))


# ---- R3GAN ----
class Biased(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1, c, 1, 1))

    def forward(self, x):
        return F.leaky_relu(x + self.bias, 0.2)


class R3Block(nn.Module):
    def __init__(self, c, groups):
        super().__init__()
        self.conv1 = nn.Conv2d(c, 2 * c, 1, bias=False)
        self.act1 = Biased(2 * c)
        self.conv2 = nn.Conv2d(2 * c, 2 * c, 3, padding=1, groups=groups,
                               bias=False)
        self.act2 = Biased(2 * c)
        self.conv3 = nn.Conv2d(2 * c, c, 1, bias=False)

    def forward(self, x):
        return x + self.conv3(self.act2(self.conv2(self.act1(self.conv1(x)))))


class R3Basis(nn.Module):
    def __init__(self, latent, c):
        super().__init__()
        self.basis = nn.Parameter(torch.zeros(c, 4, 4))
        self.linear = nn.Linear(latent, c, bias=False)

    def forward(self, z):
        return self.basis[None] * self.linear(z)[:, :, None, None]


def r3_widths(c, doublings):
    return [c >> max(0, level - 3) for level in range(doublings + 1)]


def r3_change(c, out):
    return [nn.Conv2d(c, out, 1, bias=False)] if c != out else []


def r3_groups(c):
    return max(1, 2 * c // 16)


class R3Generator(nn.Module):
    def __init__(self, channels, c, blocks, latent, doublings, classes=None):
        super().__init__()
        w, layers = r3_widths(c, doublings), []
        for level, now in enumerate(w):
            if level:
                layers += [*r3_change(w[level - 1], now), Blur(up=2)]
            layers += [R3Block(now, r3_groups(now)) for _ in range(blocks)]
        if classes:
            self.embedding = nn.Embedding(classes, latent)
        first = R3Basis(2 * latent if classes else latent, c)
        self.body = seq(first, *layers,
                        nn.Conv2d(w[-1], channels, 1, bias=False))

    def forward(self, z, labels=None):
        if labels is None:
            return self.body(z)
        return self.body(torch.cat([z, self.embedding(labels)], 1))


class R3Discriminator(nn.Module):
    def __init__(self, channels, c, blocks, doublings, classes=None):
        super().__init__()
        w = r3_widths(c, doublings)
        layers = [nn.Conv2d(channels, w[-1], 1, bias=False)]
        for level in range(doublings, -1, -1):
            now = w[level]
            layers += [R3Block(now, r3_groups(now)) for _ in range(blocks)]
            if level:
                layers += [Blur(down=2), *r3_change(now, w[level - 1])]
        if classes:
            self.embedding = nn.Embedding(classes, c)
        self.body = seq(*layers, nn.Conv2d(c, c, 4, groups=c, bias=False),
                        nn.Flatten(),
                        nn.Linear(c, c if classes else 1, bias=False))

    def forward(self, x, labels=None):
        y = self.body(x)
        if labels is None:
            return y
        return (y * self.embedding(labels)).sum(1, keepdim=True)


r3gan = zoo + "r3gan({size = 8, channels = 2, filters = 2, latent = 3, blocks = 2})."
layer(r3gan + "generator", R3Generator(2, 2, 2, 3, 1), X(2, 3))
layer(r3gan + "discriminator", R3Discriminator(2, 2, 2, 1), X(2, 2, 8, 8))
r3gan = (zoo + "r3gan({size = 8, channels = 1, filters = 16, latent = 2, "
         "blocks = 1, classes = 3}).")
layer("(%sgenerator.body[2])" % r3gan, R3Block(16, 2), X(1, 16, 2, 3))
r3gan = (zoo + "r3gan({size = 8, channels = 1, filters = 2, latent = 2, "
         "blocks = 1, classes = 3}).")
layer(r3gan + "generator", R3Generator(1, 2, 1, 2, 1, 3), X(2, 2), I([2, 0]))
layer(r3gan + "discriminator", R3Discriminator(1, 2, 1, 1, 3), X(2, 1, 8, 8),
      I([2, 0]))


# ---- in evaluation mode, where normalisation is a plain map ----
from torch.nn.utils import spectral_norm as sn  # noqa: E402


def evaluated(text, module, *inputs, **o):
    layer(text, module, *inputs, train=False, **o)


def conv(c, out, k=3, stride=1, padding=1, bias=False):
    return nn.Conv2d(c, out, k, stride, padding, bias=bias)


def norm_act(c, slope=0.2):
    return [nn.BatchNorm2d(c), nn.LeakyReLU(slope)]


evaluated(zoo + "srgan({channels = 1, filters = 1, blocks = 1, scale = 2}).generator",
          seq(conv(1, 1, 9, 1, 4, True), nn.PReLU(),
              Residual(Residual(conv(1, 1), nn.BatchNorm2d(1), nn.PReLU(),
                                conv(1, 1), nn.BatchNorm2d(1)),
                       conv(1, 1), nn.BatchNorm2d(1)),
              conv(1, 4, bias=True), nn.PixelShuffle(2), nn.PReLU(),
              conv(1, 1, 9, 1, 4, True), nn.Tanh()), X(1, 1, 3, 4))
evaluated(zoo + "srgan({size = 16, channels = 1, filters = 1, hidden = 3})"
          ".discriminator",
          seq(conv(1, 1, bias=True), act, conv(1, 1, stride=2), *norm_act(1),
              conv(1, 2), *norm_act(2), conv(2, 2, stride=2), *norm_act(2),
              conv(2, 4), *norm_act(4), conv(4, 4, stride=2), *norm_act(4),
              conv(4, 8), *norm_act(8), conv(8, 8, stride=2), *norm_act(8),
              nn.Flatten(), nn.Linear(8, 3), act, nn.Linear(3, 1)),
          X(1, 1, 16, 16))


def relu_norm(c, layer, norm=nn.BatchNorm2d):
    return [layer, norm(c), nn.ReLU()]


def up3(c, out, stride):
    return nn.ConvTranspose2d(c, out, 3, stride, 1, stride - 1, bias=False)


evaluated(zoo + "lsgan({size = 16, channels = 1, filters = 1, latent = 2}).generator",
          seq(nn.Linear(2, 4, bias=False), nn.Unflatten(1, (4, 1, 1)),
              nn.BatchNorm2d(4), nn.ReLU(), *relu_norm(4, up3(4, 4, 2)),
              *relu_norm(4, up3(4, 4, 1)), *relu_norm(4, up3(4, 4, 2)),
              *relu_norm(4, up3(4, 4, 1)), *relu_norm(2, up3(4, 2, 2)),
              *relu_norm(1, up3(2, 1, 2)),
              nn.ConvTranspose2d(1, 1, 3, padding=1), nn.Tanh()), X(2, 2))
evaluated(zoo + "lsgan({size = 16, channels = 1, filters = 1}).discriminator",
          seq(conv(1, 1, 5, 2, 2, True), act, conv(1, 2, 5, 2, 2), *norm_act(2),
              conv(2, 4, 5, 2, 2), *norm_act(4), conv(4, 8, 5, 2, 2),
              *norm_act(8), nn.Flatten(), nn.Linear(8, 1)), X(1, 1, 16, 16))


def elu(c, out, stride=1):
    return [conv(c, out, 3, stride, 1, True), nn.ELU()]


began = "(%sbegan({size = 16, channels = 1, filters = 1, code = 2}).discriminator[%d])"
evaluated(began % (zoo, 1),
          seq(*elu(1, 1), *elu(1, 1), *elu(1, 1), *elu(1, 2, 2), *elu(2, 2),
              *elu(2, 2), nn.Flatten(), nn.Linear(128, 2)), X(1, 1, 16, 16))
evaluated(began % (zoo, 2),
          seq(nn.Linear(2, 64), nn.Unflatten(1, (1, 8, 8)), *elu(1, 1), *elu(1, 1),
              nn.Upsample(scale_factor=2), *elu(1, 1), *elu(1, 1),
              conv(1, 1, bias=True)), X(2, 2))

infogan = (zoo + "infogan({size = 16, filters = 1, hidden = 3, noise = 2, "
           "categories = {2, 3}, continuous = 2}).")
evaluated(infogan + "generator",
          seq(nn.Linear(9, 3, bias=False), nn.BatchNorm1d(3), nn.ReLU(),
              nn.Linear(3, 32, bias=False), nn.Unflatten(1, (2, 4, 4)),
              nn.BatchNorm2d(2), nn.ReLU(), *relu_norm(1, double(2, 1)),
              double(1, 1, True), nn.Tanh()), X(2, 9))


class Heads(nn.Module):
    def __init__(self, body, **heads):
        super().__init__()
        self.body = body
        for name, head in heads.items():
            self.add_module(name, head)
        self.names = list(heads)

    def forward(self, x):
        h = self.body(x)
        return [self.get_submodule(name)(h) for name in self.names] + [h]


evaluated(infogan + "discriminator",
          Heads(seq(halve(1, 1, True), nn.LeakyReLU(0.1), halve(1, 2),
                    *norm_act(2, 0.1), nn.Flatten(), nn.Linear(32, 3, bias=False),
                    nn.BatchNorm1d(3), nn.LeakyReLU(0.1)),
                head=nn.Linear(3, 1)), X(1, 1, 16, 16))


class ACGenerator(nn.Module):
    def __init__(self):
        super().__init__()
        def up(c, out, bias=False):
            return nn.ConvTranspose2d(c, out, 5, 2, 2, 1, bias=bias)
        self.body = seq(nn.Linear(5, 32), nn.ReLU(), nn.Unflatten(1, (2, 4, 4)),
                        *relu_norm(1, up(2, 1)), up(1, 1, True), nn.Tanh())

    def forward(self, z, labels):
        return self.body(torch.cat([z, F.one_hot(labels, 3).to(z.dtype)], 1))


acgan = (zoo + "acgan({classes = 3, size = 16, channels = 1, latent = 2, "
         "filters = 2, discriminator_filters = 1}).")
evaluated(acgan + "generator", ACGenerator(), X(2, 2), I([2, 0]))


class ACDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()
        def drop(c):
            return [*norm_act(c), nn.Dropout(0.5)]
        self.body = seq(conv(1, 1, stride=2, bias=True), act, nn.Dropout(0.5),
                        conv(1, 2), *drop(2), conv(2, 4, stride=2), *drop(4),
                        conv(4, 8), *drop(8), nn.Flatten())
        self.source = nn.Linear(128, 1)
        self.add_module("class", nn.Linear(128, 3))

    def forward(self, x):
        h = self.body(x)
        return self.source(h), self.get_submodule("class")(h)


evaluated(acgan + "discriminator", ACDiscriminator(), X(1, 1, 16, 16))


class First(nn.Module):
    """What a GRU gives, without its state."""

    def __init__(self, *a, **o):
        super().__init__()
        gru = nn.GRU(*a, batch_first=True, **o)
        for name, p in gru.named_parameters():
            self.register_parameter(name, p)
        self.gru = [gru]

    def forward(self, x):
        return self.gru[0](x)[0]


timegan = zoo + "timegan({features = 2, latent = 3, hidden = 4, layers = 2})."
evaluated(timegan + "embedder",
          seq(First(2, 4, num_layers=2), nn.Linear(4, 4), nn.Sigmoid()), X(2, 3, 2))
evaluated(timegan + "generator",
          seq(First(3, 4, num_layers=2), nn.Linear(4, 4), nn.Sigmoid()), X(2, 3, 3))
evaluated(timegan + "discriminator",
          seq(First(4, 4, num_layers=2), nn.Linear(4, 1)), X(2, 3, 4))


class Joined(nn.Module):
    """[inner(x), x], its parts named as a list."""

    def __init__(self, *inner):
        super().__init__()
        self.add_module("0", seq(*inner))

    def forward(self, x):
        return torch.cat([self.get_submodule("0")(x), x], 1)


class Packed(nn.Module):
    def forward(self, x):
        return torch.stack([torch.cat([x[0], x[1]]), torch.cat([x[2], x[3]])])


ctgan = (zoo + "ctgan({layout = {{\"tanh\", 1}, {\"tanh\", 2}}, latent = 3, "
         "hidden = {4, 2}, units = {3, 2}, pack = 2, conditions = 1}).")
evaluated(ctgan + "generator",
          seq(*[Joined(*relu_norm(out, nn.Linear(c, out, bias=False),
                                  nn.BatchNorm1d)) for c, out in ((4, 4), (8, 2))],
              nn.Linear(10, 3), nn.Tanh()), X(3, 4))
evaluated(ctgan + "discriminator",
          seq(Packed(), nn.Linear(8, 3), act, nn.Dropout(0.5), nn.Linear(3, 2), act,
              nn.Dropout(0.5), nn.Linear(2, 1)), X(4, 4))


# ---- with spectral normalisation ----
class Sum(nn.Module):
    def forward(self, x):
        return x.sum((2, 3))


def spectral_down(*a, **o):
    block = Down(*a, **o)
    for m in list(block.children()):
        sn(m)
    return block


layer(zoo + "sngan({size = 16, channels = 1, discriminator_filters = 2})"
      ".discriminator",
      seq(spectral_down(1, 2, first=True), spectral_down(2, 2, down=False),
          spectral_down(2, 2, down=False), nn.ReLU(), Sum(), sn(nn.Linear(2, 1))),
      X(2, 1, 16, 16))
layer(zoo + "sngan({form = \"conv\", size = 16, channels = 1, "
      "discriminator_filters = 1}).discriminator",
      seq(*[m for c, out, k, stride in ((1, 1, 3, 1), (1, 1, 4, 2), (1, 2, 3, 1),
                                        (2, 2, 4, 2), (2, 4, 3, 1))
            for m in (sn(conv(c, out, k, stride, 1, True)), nn.LeakyReLU(0.1))],
          nn.Flatten(), sn(nn.Linear(64, 1))), X(1, 1, 16, 16))


class FastDown(nn.Module):
    def __init__(self, c, out):
        super().__init__()
        self.main = seq(sn(halve(c, out)), *norm_act(out), sn(conv(out, out)),
                        *norm_act(out))
        self.direct = seq(nn.AvgPool2d(2), sn(conv(c, out, 1, padding=0)),
                          *norm_act(out))

    def forward(self, x):
        return (self.main(x) + self.direct(x)) / 2


fastgan = zoo + "fastgan({size = 32, channels = 1, filters = 1, latent = 2})."
evaluated(fastgan + "discriminator.last", FastDown(4, 8), X(1, 4, 4, 6))
evaluated("(%sgenerator.excite[3])" % fastgan,
          seq(nn.AdaptiveAvgPool2d(4), sn(conv(16, 4, 4, padding=0)), nn.SiLU(),
              sn(conv(4, 4, 1, padding=0)), nn.Sigmoid()), X(1, 16, 4, 4))
