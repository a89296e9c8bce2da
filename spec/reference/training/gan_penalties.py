"""Penalties on outputs and weights, in double: the value, and the gradients in
the tensors given. python3 spec/reference/training/gan_penalties.py"""
import torch
import torch.nn.functional as F
from words import write

cases = []


def wave(*sizes, by=1.0, at=0.0):
    k = torch.arange(1.0, torch.Size(sizes).numel() + 1)
    return (by * torch.sin(1.7 * k + at)).reshape(sizes)


def add(name, inputs, value, options, **more):
    inputs = [x.clone().requires_grad_() for x in inputs]
    loss = value(*inputs)
    cases.append(dict(name=name, inputs=inputs, value=float(loss),
                      sizes=[list(x.shape) for x in inputs], options=options,
                      grads=list(torch.autograd.grad(loss, inputs)), **more))


def cr(a, b):
    return ((a - b).flatten(1) ** 2).sum(1).mean()


pictures = wave(4, 3, 2, 2), wave(4, 3, 2, 2, by=0.8, at=0.5)
columns = wave(5, 1), wave(5, 1, at=0.4), wave(3, 1, at=1.0), wave(3, 1, at=2.0)
add("consistency", columns[:2], lambda a, b: 10 * cr(a, b), {"weight": 10.0})
add("consistency", pictures, cr, {})
add("balanced_consistency", columns,
    lambda a, b, c, d: 10 * cr(a, b) + 4 * cr(c, d),
    {"real_weight": 10.0, "fake_weight": 4.0})
add("latent_diversity", pictures, lambda a, b: -0.5 * cr(a, b), {"weight": 0.5})
# Mao et al. 2019: their code divides means and inverts.
add("mode_seeking", pictures + (wave(4, 6, at=3.0), wave(4, 6, at=4.0)),
    lambda a, b, y, z: 2 / ((a - b).abs().mean() / (y - z).abs().mean() + 1e-5),
    {"weight": 2.0})

r, f = wave(6, 1, by=2.0, at=1.0), wave(4, by=1.5)
add("lecam", (r, f),
    lambda r, f: 0.3 * (((r + 0.4) ** 2).mean() + ((f - 0.7) ** 2).mean()),
    {"weight": 0.3, "decay": 0.9}, means={"real": 0.7, "fake": -0.4},
    next={"real": 0.63 + 0.1 * float(r.mean()), "fake": -0.36 + 0.1 * float(f.mean())})
add("lecam", (r, f),
    lambda r, f: F.relu(r + 0.4).pow(2).mean() + F.relu(0.7 - f).pow(2).mean(),
    {"one_sided": True}, means={"real": 0.7, "fake": -0.4},
    next={"real": 0.693 + 0.01 * float(r.mean()), "fake": -0.396 + 0.01 * float(f.mean())})
add("lecam", (r, f),
    lambda r, f: ((r - float(f.mean())) ** 2).mean() + ((f - float(r.mean())) ** 2).mean(),
    {}, next={"real": float(r.mean()), "fake": float(f.mean())})

weights = wave(3, 4), wave(4, 2, 3, 3, by=0.4)


def rows(w, off):
    w = w.flatten(1)
    return torch.linalg.matrix_norm(off(w @ w.T)) ** 2


def minus_one(p):
    return p - torch.eye(len(p))


def no_diagonal(p):
    return p - torch.diag(torch.diag(p))


add("orthogonal", weights, lambda a, b: rows(a, minus_one) + rows(b, minus_one), {})
add("orthogonal", weights,
    lambda a, b: 1e-4 * (rows(a, no_diagonal) + rows(b, no_diagonal)),
    {"weight": 1e-4, "diagonal": False})

write("gan_penalties", cases)
