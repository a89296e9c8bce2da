"""Writes spec/wide_conv.lua: what PyTorch makes, in double, of convolutions of
many channels, and their gradients.

usage: python3 spec/wide_conv.py > spec/wide_conv.lua    (at the project's root)

Element i (from 0) of a tensor is (f i mod p - p // 2) / 64, f and p its own. Of
a result each axis is told in sums over all others, each element weighed by the
product of (5 j mod 13 + 1) / 8 over its places j (from 0) along its axes.
Before them stands the largest root of the sum of squares of the terms of such a
sum.
"""
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

# n, in, out, height, width, kernel, stride, padding
CASES = [
    (2, 17, 19, 10, 9, 3, 1, (1, 1)),
    (1, 40, 16, 16, 15, 3, 1, (0, 0)),
    (1, 16, 160, 13, 14, 3, 1, (2, 1)),
    (1, 16, 17, 50, 46, 3, 1, (1, 1)),
    (13, 70, 33, 4, 4, 3, 1, (1, 1)),
    (2, 17, 19, 20, 19, 4, 2, (1, 1)),
    (1, 16, 70, 33, 30, 4, 2, (0, 2)),
    (1, 20, 16, 101, 90, 4, 2, (1, 1)),
    (13, 70, 33, 7, 7, 4, 2, (2, 3)),
    (2, 17, 19, 13, 12, 4, 1, (1, 1)),
    (1, 16, 70, 18, 17, 4, 1, (0, 2)),
    (1, 20, 16, 52, 49, 4, 1, (3, 1)),
    (1, 64, 270, 4, 5, 4, 2, (1, 1)),
    (6, 64, 700, 4, 3, 3, 2, (0, 0)),
    (1, 300, 200, 2, 1, 3, 1, (1, 1)),
]


def lattice(sizes, f, p):
    count = torch.Size(sizes).numel()
    values = (torch.arange(count) * f % p - p // 2) / 64
    return values.reshape(sizes).requires_grad_()


def along(x):
    """The sums of each axis, one axis after the other."""
    x = x.detach()
    for k, n in enumerate(x.shape):
        weights = (torch.arange(n) * 5 % 13 + 1) / 8
        x = x * weights.reshape([-1] + [1] * (x.dim() - k - 1))
    found = []
    for k in range(x.dim()):
        others = [i for i in range(x.dim()) if i != k]
        found.append(x.square().sum(others).sqrt().max().item())
        found += x.sum(others).tolist()
    return found


def write(name, values):
    print("    %s = {" % name)
    line = "     "
    for v in values:
        text = " %.13g," % v
        if len(line) + len(text) > 80:
            print(line)
            line = "     "
        line += text
    print(line + "\n    },")


print("-- Written by spec/wide_conv.py.")
print("return {")
for n, c, k, height, width, kernel, stride, padding in CASES:
    x = lattice([n, c, height, width], 7, 97)
    w = lattice([k, c, kernel, kernel], 11, 89)
    b = lattice([k], 3, 17)
    y = F.conv2d(x, w, b, stride, padding)
    g = lattice(y.shape, 13, 83)
    gx, gw = torch.autograd.grad(y, (x, w), g)
    back = F.conv_transpose2d(g, w, lattice([c], 3, 17), stride, padding)
    print("  {sizes = {%d, %d, %d, %d, %d, %d, %d, {%d, %d}}," %
          (n, c, k, height, width, kernel, stride, *padding))
    for name, value in ("y", y), ("x", gx), ("w", gw), ("back", back):
        write(name, along(value))
    print("  },")
print("}")
