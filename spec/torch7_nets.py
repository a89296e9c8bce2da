"""Writes spec/torch7_nets.lua: what PyTorch's layers make, in double, of the
weights and inputs of spec/torch7_nets_spec.lua.

usage: python3 spec/torch7_nets.py > spec/torch7_nets.lua  (at the project's root)

Element i (from 0) of the k-th parameter (from 1) is ((7 i + 5 k) mod 11 - 5) /
16, a running mean's (i mod 3) / 8, a variance's 1/2 + (i mod 4) / 4, an input's
((5 i) mod 13 - 6) / 8. Of a result every `step`-th element is told.
"""
import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def fill(net):
    with torch.no_grad():
        for k, p in enumerate(net.parameters()):
            i = torch.arange(p.numel())
            p.copy_((((7 * i + 5 * (k + 1)) % 11 - 5) / 16).reshape(p.shape))
        for name, b in net.named_buffers():
            i = torch.arange(b.numel())
            if name.endswith("running_mean"):
                b.copy_((i % 3) / 8)
            elif name.endswith("running_var"):
                b.copy_(0.5 + (i % 4) / 4)
    return net.eval()


def given(*sizes):
    i = torch.arange(torch.Size(sizes).numel())
    return (((5 * i) % 13 - 6) / 8).reshape(sizes)


class Residual(nn.Module):
    def __init__(self, layer, shortcut):
        super().__init__()
        self.layer, self.shortcut = layer, shortcut

    def forward(self, x):
        return self.layer(x) + self.shortcut(x)


class Concat(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        return torch.cat([layer(x) for layer in self.layers], 1)


class Scaled(nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = by

    def forward(self, x):
        return x * self.by


def dcgan():
    up = nn.ConvTranspose2d
    g = [nn.Unflatten(1, (4, 1, 1)), up(4, 8, 4), nn.BatchNorm2d(8), nn.ReLU(),
         up(8, 4, 4, 2, 1), nn.BatchNorm2d(4), nn.ReLU(),
         up(4, 3, 4, 2, 1), nn.Tanh()]
    d = [nn.Conv2d(3, 4, 4, 2, 1), nn.LeakyReLU(0.2),
         nn.Conv2d(4, 8, 4, 2, 1), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
         nn.Conv2d(8, 1, 4), nn.Sigmoid(), nn.Flatten()]
    return nn.Sequential(*g), nn.Sequential(*d)


def classifier():
    return nn.Sequential(
        nn.Conv2d(2, 4, (2, 3), (1, 2), (1, 0), groups=2, bias=False),
        nn.PReLU(4), nn.MaxPool2d(2, ceil_mode=True), nn.ELU(0.5),
        nn.Upsample(scale_factor=2),
        nn.AvgPool2d(2, 1, 1, count_include_pad=False),
        nn.AvgPool2d(2, 2, divisor_override=1), nn.Softplus(2),
        Scaled(0.5),
        nn.Flatten(), nn.Linear(36, 6), nn.BatchNorm1d(6, 0.001, affine=False),
        Scaled(0.75), nn.LogSoftmax(1))


def branches():
    return nn.Sequential(
        Residual(nn.Sequential(nn.Conv2d(2, 2, 3, 1, 1), nn.ReLU()),
                 nn.Identity()),
        Residual(nn.Conv2d(2, 2, 1), nn.Conv2d(2, 2, 1, bias=False)),
        Concat(nn.Identity(), nn.Conv2d(2, 1, 1)),
        Concat(nn.Conv2d(3, 1, 1), nn.Sigmoid()),
        nn.Softmax(1))


g, d = dcgan()
words = nn.Sequential(nn.Embedding(5, 3), nn.Linear(3, 2, bias=False))
cases = [
    ("generator", g, given(2, 4), 37),
    ("discriminator", d, given(2, 3, 16, 16), 1),
    ("classifier", classifier(), given(2, 2, 5, 11), 1),
    ("branches", branches(), given(2, 2, 3, 3), 5),
    ("words", words, torch.tensor([[0, 4], [2, 2]]), 1),
]
print("-- Written by spec/torch7_nets.py with PyTorch: do not edit.")
print("return {")
for name, net, x, step in cases:
    y = fill(net)(x)
    sizes = ", ".join(map(str, y.shape))
    print(f"  {name} = {{sizes = {{{sizes}}}, step = {step}, values = {{")
    values = y.flatten()[::step].tolist()
    for k in range(0, len(values), 4):
        row = ", ".join(f"{v:.12g}" for v in values[k:k + 4])
        print(f"    {row},")
    print("  }},")
print("}")
