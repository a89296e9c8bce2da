"""Writes many.lua: what is made of many numbers, at the ends of what these
can be, by PyTorch in double: value, gradient, and the gradient of its sum.

    python3 spec/reference/ends/many.py

A case is {call, inputs, cotangent, y, gradients, gradients of their sum}; the
inputs are lists of rows, 2 x 4, or 3 x 3 for what is of square matrices, which
has no gradients of the sum; all are floats.
"""
import os
import struct

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = [[0.5, -1.25, 2.0, 0.75], [1.5, 0.25, -0.5, -3.0]]
OTHER = [[1.0, 0.5, -0.25, 2.5], [-2.0, 1.25, 0.75, 0.375]]
SIZES = [1e-36, 1e-30, 1e-20, 1, 1e19, 1e30, 5e37]
# Gradients of an inverse are 1e38 at 1e-20 already.
OF_MATRICES = [1e-36, 1e-30, 1e-18, 1, 1e18, 1e30, 5e37]
FITTING = {"x:det()": [1e-12, 1, 1e12]}
LARGE = [1, 1e19, 1e30, 5e37]


def layer_norm(x):
    return F.layer_norm(x, (4,))


def far(x, z, p):
    return torch.linalg.vector_norm(x[:, None] - z[None], p, 2)


ONE = {
    "x:norm()": (lambda x: x.norm(), SIZES),
    "x:norm(2, 2)": (lambda x: x.norm(2, 1), SIZES),
    "x:norm(3, 1)": (lambda x: torch.linalg.vector_norm(x, 3, 0), SIZES),
    "x:norm(1.5)": (lambda x: torch.linalg.vector_norm(x, 1.5), SIZES),
    "x:std(2)": (lambda x: x.std(1), SIZES),
    "x:mean()": (lambda x: x.mean(), SIZES),
    "(x * 4):mean(1)": (lambda x: (x * 4).mean(0), LARGE[:-1]),
    "x:abs():mean(2)": (lambda x: x.abs().mean(1), SIZES),
    "F.normalize(x)": (lambda x: F.normalize(x), LARGE),
    "x:layer_norm(4)": (layer_norm, LARGE),
    "x:group_norm(1)": (lambda x: F.group_norm(x, 1), LARGE),
    "F.batch_norm(x:t(), nil, nil, {training = true})":
        (lambda x: layer_norm(x).t(), LARGE),
    "F.batch_norm(x:unsqueeze(1), nil, nil, {training = true})":
        (lambda x: layer_norm(x).unsqueeze(0), LARGE),
    "x:softmax(2)": (lambda x: x.softmax(1), SIZES),
    "x:log_softmax(2)": (lambda x: x.log_softmax(1), SIZES),
    "x:logsumexp(2)": (lambda x: x.logsumexp(1), SIZES),
}
TWO = {
    "x:cdist(z)": (lambda x, z: far(x, z, 2), SIZES),
    "x:cdist(z, {p = 3})": (lambda x, z: far(x, z, 3), SIZES),
    "x:dist(z)": (lambda x, z: (x - z).norm(), SIZES),
    "F.cosine_similarity(x, z)": (lambda x, z: F.cosine_similarity(x, z), [1, 1e12]),
    "F.l1_loss(x, z)": (lambda x, z: F.l1_loss(x, z), SIZES),
    "F.smooth_l1_loss(x, z)": (lambda x, z: F.smooth_l1_loss(x, z), LARGE),
    "F.huber_loss(x, z)": (lambda x, z: F.huber_loss(x, z), LARGE),
}


# Well-conditioned, and one of them symmetric and positive definite.
SQUARE = [[2.0, 0.5, -0.25], [0.75, -1.5, 0.5], [0.25, 1.0, 3.0]]
DEFINITE = [[2.0, 0.5, -0.25], [0.5, 1.5, 0.75], [-0.25, 0.75, 3.0]]
la = torch.linalg


def halved(x):
    return (x + x.t()) / 2


OF_SQUARE = {
    "x:inverse()": la.inv,
    "x:det()": la.det,
    "select(2, x:slogdet())": lambda x: la.slogdet(x)[1],
    "ln.solve(x, z)": la.solve,
    "ln.solve_triangular(x, z, {upper = true})":
        lambda x, z: la.solve(x.triu(), z),
    "ln.qr(x)": lambda x: la.qr(x)[0],
    "select(2, ln.qr(x))": lambda x: la.qr(x)[1],
    "ln.svdvals(x)": la.svdvals,
    "ln.svd(x):square()": lambda x: la.svd(x)[0].square(),
    "ln.pinverse(x)": la.pinv,
}
OF_DEFINITE = {
    "x:cholesky()": lambda x: la.cholesky(halved(x)),
    "x:logdet()": torch.logdet,
    "ln.eigvalsh(x)": lambda x: la.eigvalsh(halved(x)),
    "select(2, ln.eigh(x)):square()":
        lambda x: la.eigh(halved(x))[1].square(),
    "ln.sqrtm(x)": lambda x: root(halved(x)),
}


def root(x):
    values, v = la.eigh(x)
    return v @ torch.diag(values.sqrt()) @ v.t()


def as_float(v):
    return struct.unpack("f", struct.pack("f", v))[0]


def listed(x):
    return "{%s}" % ", ".join("%.17g" % v for v in x.detach().reshape(-1))


def matrix(rows, size):
    return torch.tensor([[as_float(v * size) for v in row] for row in rows],
                        requires_grad=True)


def case(call, f, leaves, twice=True):
    y = f(*leaves)
    c = (torch.arange(y.numel()) * 3 % 5 + 1).double().reshape(y.shape) / 5
    g = torch.autograd.grad(y, leaves, c, create_graph=True)
    total = sum(v.sum() for v in g if v.requires_grad)
    h = [torch.zeros_like(v) for v in leaves if twice]
    if twice and torch.is_tensor(total):
        h = torch.autograd.grad(total, leaves)
    parts = ["{%s}" % ", ".join(map(listed, part)) for part in (g, h)]
    return '  {"%s", {%s}, %s, %s, %s},\n' % (
        call, ", ".join(listed(v) for v in leaves), listed(c), listed(y),
        ", ".join(parts))


if __name__ == "__main__":
    with open(os.path.join(HERE, "many.lua"), "w") as out:
        out.write("-- Written by many.py beside this file; do not edit.\n"
                  "-- luacheck: ignore\nreturn {cases = {\n")
        for call, (f, sizes) in ONE.items():
            for size in sizes:
                out.write(case(call, f, [matrix(ROWS, size)]))
        for call, (f, sizes) in TWO.items():
            for size in sizes:
                out.write(case(call, f, [matrix(ROWS, size), matrix(OTHER, size)]))
        for table, rows in ((OF_SQUARE, SQUARE), (OF_DEFINITE, DEFINITE)):
            for call, f in table.items():
                for size in FITTING.get(call, OF_MATRICES):
                    leaves = [matrix(rows, size)]
                    if "z" in call:
                        leaves.append(matrix(DEFINITE, size))
                    out.write(case(call, f, leaves, False))
        out.write("}}\n")
