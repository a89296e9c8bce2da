"""The zoo in PyTorch at full size, from the ports of spec/reference/layers.

Each function gives name -> network, with the names of Lunette's own, but for
indices, which count from 0.
"""
import types

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils import spectral_norm as sn

import draw


def ports():
    """The classes of the ports; their cases are of the suite."""
    names = dict(torch=torch, nn=nn, F=F, layer=lambda *a, **o: None)
    for name in "XICDKMPVS":
        names[name] = lambda *a, **o: None
    names["base"] = types.SimpleNamespace(
        Input=names["X"], lattice=lambda *a: torch.zeros(1))
    for part in ("linear", "norm", "attention", "zoo"):
        with open("spec/reference/layers/%s.py" % part) as source:
            exec(compile(source.read(), part + ".py", "exec"), names)
    return types.SimpleNamespace(**names)


P = ports()
seq, conv, halve, double = P.seq, P.conv, P.halve, P.double
relu_norm = P.relu_norm


def leaky(slope=0.2):
    return nn.LeakyReLU(slope)


def norm_act(c, slope=0.2):
    return [nn.BatchNorm2d(c), leaky(slope)]


def no_wrap(layer):
    return layer


# ---- multilayer perceptrons ----
class Maxout(nn.Module):
    """As the port; the pieces of a unit are looked at where they stand."""

    def __init__(self, inputs, outputs, pieces):
        super().__init__()
        inner = nn.Linear(inputs, outputs * pieces)
        self.weight, self.bias, self.pieces = inner.weight, inner.bias, pieces

    def forward(self, x):
        y = F.linear(x, self.weight, self.bias)
        return y.unflatten(-1, (-1, self.pieces)).max(-1)[0]


def mlp():
    return {"generator": seq(nn.Linear(100, 1200), nn.ReLU(),
                             nn.Linear(1200, 1200), nn.ReLU(),
                             nn.Linear(1200, 784), nn.Sigmoid()),
            "discriminator": seq(Maxout(784, 240, 5), nn.Dropout(0.5),
                                 Maxout(240, 240, 5), nn.Dropout(0.5),
                                 nn.Linear(240, 1))}


# ---- convolutions, one after another ----
def dcgan(size=64):
    widths, s = [64], 8
    while s < size:
        widths, s = [2 * widths[0]] + widths, 2 * s
    g = [nn.Unflatten(1, (100, 1, 1)),
         nn.ConvTranspose2d(100, widths[0], 4, bias=False),
         nn.BatchNorm2d(widths[0]), nn.ReLU()]
    for c in widths[1:]:
        g += relu_norm(c, double(2 * c, c))
    d = [halve(3, 64), leaky()]
    for c in widths[-2::-1]:
        d += [halve(c // 2, c), *norm_act(c)]
    return {"generator": seq(*g, double(64, 3), nn.Tanh()),
            "discriminator": seq(*d, conv(widths[0], 1, 4, padding=0),
                                 nn.Flatten())}


def lsgan():
    g = [nn.Linear(1024, 256 * 4, bias=False), nn.Unflatten(1, (256, 2, 2)),
         nn.BatchNorm2d(256), nn.ReLU()]
    c = 256
    for out, stride in ((256, 2), (256, 1), (256, 2), (256, 1), (128, 2),
                        (64, 2)):
        g += relu_norm(out, P.up3(c, out, stride))
        c = out
    d = [conv(3, 64, 5, 2, 2, True), leaky()]
    for out in (128, 256, 512):
        d += [conv(out // 2, out, 5, 2, 2), *norm_act(out)]
    return {"generator": seq(*g, nn.ConvTranspose2d(64, 3, 3, padding=1),
                             nn.Tanh()),
            "discriminator": seq(*d, nn.Flatten(), nn.Linear(512 * 4, 1))}


def began():
    elu, f = P.elu, 64

    def decoder(width):
        layers = [nn.Linear(width, f * 64), nn.Unflatten(1, (f, 8, 8))]
        for k in range(3):
            layers += [nn.Upsample(scale_factor=2)] if k else []
            layers += [*elu(f, f), *elu(f, f)]
        return seq(*layers, conv(f, 3, bias=True))
    e = elu(3, f)
    for c in (f, 2 * f):
        e += [*elu(c, c), *elu(c, c), *elu(c, c + f, 2)]
    e += [*elu(3 * f, 3 * f), *elu(3 * f, 3 * f), nn.Flatten(),
          nn.Linear(3 * f * 64, 64)]
    return {"generator": decoder(64),
            "discriminator": seq(seq(*e), decoder(64))}


class InfoQ(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = seq(nn.Linear(1024, 128, bias=False), nn.BatchNorm1d(128),
                        leaky(0.1))
        self.categorical = nn.ModuleList([nn.Linear(128, 10)])
        self.mean = nn.Linear(128, 2)
        self.log_variance = nn.Linear(128, 2)

    def forward(self, features):
        h = self.body(features)
        return self.categorical[0](h), self.mean(h), self.log_variance(h).exp()


def infogan():
    g = seq(nn.Linear(74, 1024, bias=False), nn.BatchNorm1d(1024), nn.ReLU(),
            nn.Linear(1024, 128 * 49, bias=False),
            nn.Unflatten(1, (128, 7, 7)), nn.BatchNorm2d(128), nn.ReLU(),
            *relu_norm(64, double(128, 64)), double(64, 1, True), nn.Tanh())
    d = P.Heads(seq(halve(1, 64, True), leaky(0.1), halve(64, 128),
                    *norm_act(128, 0.1), nn.Flatten(),
                    nn.Linear(128 * 49, 1024, bias=False),
                    nn.BatchNorm1d(1024), leaky(0.1)),
                head=nn.Linear(1024, 1))
    return {"generator": g, "discriminator": d, "q": InfoQ()}


class ACGenerator(nn.Module):
    def __init__(self):
        super().__init__()

        def up(c, out, bias=False):
            return nn.ConvTranspose2d(c, out, 5, 2, 2, 1, bias=bias)
        self.body = seq(nn.Linear(110, 384 * 16), nn.ReLU(),
                        nn.Unflatten(1, (384, 4, 4)),
                        *relu_norm(192, up(384, 192)),
                        *relu_norm(96, up(192, 96)), up(96, 3, True), nn.Tanh())

    def forward(self, z, labels):
        return self.body(torch.cat([z, F.one_hot(labels, 10).to(z.dtype)], 1))


class ACDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()
        body, c = [], 3
        for k in range(6):
            out = 16 << k
            body += [conv(c, out, 3, 2 - k % 2, 1, k == 0)]
            body += [nn.BatchNorm2d(out)] if k else []
            body += [leaky(), nn.Dropout(0.5)]
            c = out
        self.body = seq(*body, nn.Flatten())
        self.source = nn.Linear(512 * 16, 1)
        self.add_module("class", nn.Linear(512 * 16, 10))

    def forward(self, x):
        h = self.body(x)
        return self.source(h), self.get_submodule("class")(h)


def acgan():
    return {"generator": ACGenerator(), "discriminator": ACDiscriminator()}


# ---- residual networks ----
def residual_generator(c):
    return seq(nn.Linear(128, c * 16), nn.Unflatten(1, (c, 4, 4)),
               *[P.Up(c, c) for _ in range(3)], nn.BatchNorm2d(c), nn.ReLU(),
               conv(c, 3, bias=True), nn.Tanh())


def residual_features(c, down):
    return [down(3, c, first=True), down(c, c), down(c, c, down=False),
            down(c, c, down=False), nn.ReLU()]


def wgan_gp():
    return {"generator": residual_generator(128),
            "discriminator": seq(*residual_features(128, P.Down), P.Mean(),
                                 nn.Linear(128, 1))}


def sngan():
    return {"generator": residual_generator(256),
            "discriminator": seq(*residual_features(128, P.spectral_down),
                                 P.Sum(), sn(nn.Linear(128, 1)))}


def attention(c):
    layer = P.SelfAttention2d(c)
    for m in list(layer.children()):
        sn(m)
    return layer


class ConditionalUp(P.Up):
    def __init__(self, c, out, norm):
        super().__init__(c, out)
        self.norm1, self.norm2 = norm(c), norm(out)
        for m in (self.conv1, self.conv2, self.shortcut):
            sn(m)

    def forward(self, x, y):
        def up(t):
            return t.repeat_interleave(2, 2).repeat_interleave(2, 3)
        h = self.conv1(up(F.relu(self.norm1(x, y))))
        h = self.conv2(F.relu(self.norm2(h, y)))
        return h + self.shortcut(up(x))


class ToldGenerator(nn.Module):
    """Of 32 x 32; attention after block `place`; chunk and shared: BigGAN's."""

    def __init__(self, first, norm, place, chunk=None, shared=None):
        super().__init__()
        self.linear = sn(nn.Linear(first, 256 * 16))
        widths = (256, 256, 128, 64)
        self.blocks = nn.ModuleList([ConditionalUp(c, out, norm) for c, out
                                     in zip(widths, widths[1:])])
        self.attention, self.place = attention(widths[place]), place
        self.norm, self.conv = nn.BatchNorm2d(64), sn(conv(64, 3, bias=True))
        self.chunk = chunk
        if shared:
            self.shared = nn.Embedding(10, shared)

    def forward(self, z, labels):
        conditions, parts = [labels] * 3, [z]
        if self.chunk:
            parts, y = z.split(self.chunk, 1), self.shared(labels)
            conditions = [torch.cat([y, part], 1) for part in parts[1:]]
        x = self.linear(parts[0]).unflatten(1, (256, 4, 4))
        for k, block in enumerate(self.blocks):
            x = block(x, conditions[k])
            if k + 1 == self.place:
                x = self.attention(x)
        return torch.tanh(self.conv(F.relu(self.norm(x))))


class ToldDiscriminator(nn.Module):
    def __init__(self, place):
        super().__init__()
        body, widths = [], (3, 64, 128, 256)
        for k in range(3):
            body.append(P.spectral_down(widths[k], widths[k + 1], first=k == 0))
            if k + 1 == 3 - place:
                body.append(attention(widths[k + 1]))
        self.body = seq(*body, P.spectral_down(256, 256, down=False), nn.ReLU(),
                        P.Sum())
        self.linear = sn(nn.Linear(256, 1))
        self.embedding = sn(nn.Embedding(10, 256))

    def forward(self, x, labels):
        h = self.body(x)
        return self.linear(h) + (self.embedding(labels) * h).sum(1, True)


def sagan():
    def norm(c):
        return P.Conditional(nn.BatchNorm2d(c, affine=False),
                             nn.Embedding(10, c), nn.Embedding(10, c))
    return {"generator": ToldGenerator(128, norm, 1),
            "discriminator": ToldDiscriminator(1)}


def biggan():
    def norm(c):
        return P.Conditional(nn.BatchNorm2d(c, affine=False),
                             sn(nn.Linear(148, c, bias=False)),
                             sn(nn.Linear(148, c, bias=False)))
    return {"generator": ToldGenerator(20, norm, 2, 20, 128),
            "discriminator": ToldDiscriminator(2)}


# ---- equalised layers ----
class Deviation(nn.Module):
    """Of groups of four, whose members are a quarter of the batch apart."""

    def forward(self, x):
        n, c, h, w = x.shape
        groups = x.reshape(4, n // 4, c, h, w)
        std = (groups.var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
        each = std.repeat(4).reshape(n, 1, 1, 1)
        return torch.cat([x, each.expand(n, 1, h, w)], 1)


class ProGANGenerator(nn.Module):
    """Of 32 x 32, fully grown."""

    def __init__(self, c):
        super().__init__()
        conv_act, Equal = P.conv_act, P.Equal
        self.blocks = nn.ModuleList([
            seq(P.PixelNorm(), Equal(c * 16, c, gain=2 ** 0.5 / 4),
                nn.Unflatten(1, (c, 4, 4)), leaky(), P.PixelNorm(),
                *conv_act(c, c))])
        for _ in range(3):
            self.blocks.append(seq(nn.Upsample(scale_factor=2),
                                   *conv_act(c, c), *conv_act(c, c)))
        self.to_rgb = nn.ModuleList([Equal(3, c, 1, 1, gain=1)
                                     for _ in range(4)])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.to_rgb[-1](x)


class ProGANDiscriminator(nn.Module):
    def __init__(self, c):
        super().__init__()
        conv_act, Equal = P.conv_act, P.Equal
        self.blocks = nn.ModuleList([
            seq(Deviation(), *conv_act(c + 1, c, False), Equal(c, c, 4, 4),
                leaky(), nn.Flatten(), Equal(1, c, gain=1))])
        for _ in range(3):
            self.blocks.append(seq(*conv_act(c, c, False),
                                   *conv_act(c, c, False), nn.AvgPool2d(2)))
        self.from_rgb = nn.ModuleList([seq(Equal(c, 3, 1, 1), leaky())
                                       for _ in range(4)])

    def forward(self, image):
        x = self.from_rgb[-1](image)
        for block in list(self.blocks)[::-1]:
            x = block(x)
        return x


def progan():
    return {"generator": ProGANGenerator(64),
            "discriminator": ProGANDiscriminator(64)}


class Noise(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return x + self.weight * torch.randn(x.shape[0], 1, *x.shape[2:])


class Styled(P.Styled):
    def __init__(self, *a):
        super().__init__(*a)
        self.noise = Noise()

    def forward(self, x, w):
        x = self.up(x) if hasattr(self, "up") else x
        x = self.noise(self.conv(x, w)) + self.bias
        return F.leaky_relu(x, 0.2) * 2 ** 0.5


class Synthesis(nn.Module):
    def __init__(self, c, style, doublings):
        super().__init__()
        self.constant = nn.Parameter(torch.zeros(1, c, 4, 4))
        self.convs = nn.ModuleList([Styled(c, c, style, k % 2 == 1)
                                    for k in range(2 * doublings + 1)])
        self.to_rgb = nn.ModuleList([P.RGB(c, 3, style)
                                     for _ in range(doublings + 1)])
        self.up = P.Blur(up=2)
        self.layers = 2 * doublings + 2

    def forward(self, w):
        if w.dim() == 2:
            w = w[:, None].expand(-1, self.layers, -1)
        x = self.constant.repeat(w.shape[0], 1, 1, 1)
        x = self.convs[0](x, w[:, 0])
        image = self.to_rgb[0](x, w[:, 1])
        for k in range(1, len(self.to_rgb)):
            x = self.convs[2 * k - 1](x, w[:, 2 * k - 1])
            x = self.convs[2 * k](x, w[:, 2 * k])
            image = self.up(image) + self.to_rgb[k](x, w[:, 2 * k + 1])
        return image


class StyleGAN2Generator(nn.Module):
    def __init__(self, c, latent, style, layers, doublings):
        super().__init__()
        mapping = [P.PixelNorm()]
        for k in range(layers):
            mapping += [P.Slowed(style, style if k else latent, 0.01), P.Act()]
        self.mapping = seq(*mapping)
        self.synthesis = Synthesis(c, style, doublings)

    def forward(self, z, other=None, crossover=0):
        w = self.mapping(z)
        if other is not None:
            v = self.mapping(other)
            layers = self.synthesis.layers
            w = torch.cat([w[:, None].expand(-1, crossover, -1),
                           v[:, None].expand(-1, layers - crossover, -1)], 1)
        return self.synthesis(w)


def stylegan2(size=32):
    doublings, c = size.bit_length() - 3, 64
    d = [P.Equal(c, 3, 1, 1, gain=1), P.Act()]
    d += [P.Style2Down(c, c) for _ in range(doublings)]
    d += [Deviation(), P.Equal(c, c + 1, 3, 3, gain=1, padding=1), P.Act(),
          nn.Flatten(), P.Equal(c, c * 16, gain=1), P.Act(),
          P.Equal(1, c, gain=1)]
    return {"generator": StyleGAN2Generator(c, 64, 64, 8, doublings),
            "discriminator": seq(*d)}


def r3gan():
    return {"generator": P.R3Generator(3, 64, 2, 64, 3),
            "discriminator": P.R3Discriminator(3, 64, 2, 3)}


# ---- FastGAN ----
WIDTHS = {4: 512, 8: 256, 16: 128, 32: 64, 64: 64}


def fast_up(c, out, noisy):
    layers = [nn.Upsample(scale_factor=2)]
    for k in range(2 if noisy else 1):
        layers.append(sn(conv(out if k else c, 2 * out)))
        layers += [Noise()] if noisy else []
        layers += [nn.BatchNorm2d(2 * out), nn.GLU(1)]
    return seq(*layers)


class FastGenerator(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([
            seq(nn.Unflatten(1, (256, 1, 1)),
                sn(nn.ConvTranspose2d(256, 1024, 4, bias=False)),
                nn.BatchNorm2d(1024), nn.GLU(1))])
        self.excite = nn.ModuleDict()
        for k in range(1, 5):
            out = WIDTHS[4 << k]
            self.blocks.append(fast_up(WIDTHS[2 << k], out, k % 2 == 1))
            if k >= 3:
                c = WIDTHS[4 << k - 3]
                self.excite[str(k)] = seq(
                    nn.AdaptiveAvgPool2d(4), sn(conv(c, out, 4, padding=0)),
                    nn.SiLU(), sn(conv(out, out, 1, padding=0)), nn.Sigmoid())
        self.image = seq(sn(conv(64, 3)), nn.Tanh())

    def forward(self, z):
        maps = []
        for k, block in enumerate(self.blocks):
            maps.append(block(maps[-1] if maps else z))
            if str(k) in self.excite:
                maps[k] = maps[k] * self.excite[str(k)](maps[k - 3])
        return self.image(maps[-1])


class FastDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()

        def decoder(c):
            layers = []
            for out in (64, 32):
                layers.append(fast_up(c, out, False))
                c = out
            return seq(*layers, sn(conv(c, 3)), nn.Tanh())
        self.body = seq(sn(halve(3, 64)), leaky(), P.FastDown(64, 128))
        self.last = P.FastDown(128, 256)
        self.head = seq(sn(conv(256, 256, 1, padding=0)), *norm_act(256),
                        sn(conv(256, 1, 4, padding=0)))
        self.whole_decoder, self.part_decoder = decoder(256), decoder(128)

    def forward(self, x):
        maps = self.body(x)
        whole = self.last(maps)
        return self.head(whole), whole, maps

    def reconstruction(self, x, whole, maps):
        def off(image, of):
            return F.mse_loss(F.adaptive_avg_pool2d(image, 32), of)
        return (off(x, self.whole_decoder(whole)) +
                off(x[:, :, :32, :32], self.part_decoder(maps[:, :, :8, :8])))


def fastgan():
    return {"generator": FastGenerator(), "discriminator": FastDiscriminator()}


# ---- from images to images ----
def patches(c, norm):
    layers, width = [halve(c, 64, True), leaky()], 64
    for k in (1, 2, 3):
        out = 64 << k
        layers += [conv(width, out, 4, 2 if k < 3 else 1), norm(out), leaky()]
        width = out
    return seq(*layers, conv(width, 1, 4, bias=True))


class PairDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = patches(6, nn.BatchNorm2d)

    def forward(self, a, b):
        return self.body(torch.cat([a, b], 1))


def pix2pix():
    def width(k):
        return 64 << min(k - 1, 3)
    below = None
    for k in range(8, 1, -1):
        c, out, last = width(k - 1), width(k), below is None
        layers = [leaky(), halve(c, out, last)]
        layers += [] if last else [nn.BatchNorm2d(out), below]
        layers += [nn.ReLU(), double(out if last else 2 * out, c),
                   nn.BatchNorm2d(c)]
        layers += [nn.Dropout(0.5)] if k > 4 and not last else []
        below = P.Skip(*layers)
    return {"generator": seq(halve(3, 64, True), below, nn.ReLU(),
                             double(128, 3, True), nn.Tanh()),
            "discriminator": PairDiscriminator()}


def cyclegan():
    normed, reflected = P.normed, P.reflected

    def generator():
        layers = [*normed(64, *reflected(3, 64, 7)),
                  *normed(128, conv(64, 128, 3, 2)),
                  *normed(256, conv(128, 256, 3, 2))]
        layers += [P.Residual(*P.normed(256, *reflected(256, 256, 3)),
                              *reflected(256, 256, 3), nn.InstanceNorm2d(256))
                   for _ in range(6)]
        for c in (128, 64):
            layers += normed(c, nn.ConvTranspose2d(2 * c, c, 3, 2, 1, 1,
                                                   bias=False))
        return seq(*layers, *reflected(64, 3, 7, True), nn.Tanh())
    return {"generator": generator(), "back_generator": generator(),
            "discriminator": patches(3, nn.InstanceNorm2d),
            "back_discriminator": patches(3, nn.InstanceNorm2d)}


def srgan():
    def block():
        return P.Residual(conv(64, 64), nn.BatchNorm2d(64), nn.PReLU(),
                          conv(64, 64), nn.BatchNorm2d(64))
    g = [conv(3, 64, 9, 1, 4, True), nn.PReLU(),
         P.Residual(*[block() for _ in range(16)], conv(64, 64),
                    nn.BatchNorm2d(64))]
    for _ in range(2):
        g += [conv(64, 256, bias=True), nn.PixelShuffle(2), nn.PReLU()]
    d, c = [conv(3, 64, bias=True), leaky()], 64
    for k in range(1, 8):
        out = 64 << k // 2
        d += [conv(c, out, stride=1 + k % 2), *norm_act(out)]
        c = out
    return {"generator": seq(*g, conv(64, 3, 9, 1, 4, True), nn.Tanh()),
            "discriminator": seq(*d, nn.Flatten(), nn.Linear(512 * 36, 1024),
                                 leaky(), nn.Linear(1024, 1))}


# ---- series and tables ----
def timegan():
    def network(c, out, layers=3, last=True):
        inner = [P.First(c, 24, num_layers=layers), nn.Linear(24, out)]
        return seq(*inner, *([nn.Sigmoid()] if last else []))
    return {"embedder": network(5, 24), "recovery": network(24, 5),
            "generator": network(5, 24), "supervisor": network(24, 24, 2),
            "discriminator": network(24, 1, last=False)}


class TableOutput(nn.Module):
    """Ten numbers in tanh, each followed by a soft draw of one in five."""

    def forward(self, x):
        columns = []
        for part in x.split([1, 5] * 10, 1):
            if part.shape[1] == 1:
                columns.append(torch.tanh(part))
                continue
            noise = -(-draw.share(*part.shape).clamp(1e-20).log()).log()
            columns.append(((part + noise) / 0.2).softmax(1))
        return torch.cat(columns, 1)


class Pack(nn.Module):
    def forward(self, x):
        return x.reshape(x.shape[0] // 10, -1)


def ctgan():
    g = [P.Joined(*relu_norm(256, nn.Linear(c, 256, bias=False),
                             nn.BatchNorm1d)) for c in (128, 384)]
    return {"generator": seq(*g, nn.Linear(640, 60), TableOutput()),
            "discriminator": seq(Pack(), nn.Linear(600, 256), leaky(),
                                 nn.Dropout(0.5), nn.Linear(256, 256), leaky(),
                                 nn.Dropout(0.5), nn.Linear(256, 1))}
