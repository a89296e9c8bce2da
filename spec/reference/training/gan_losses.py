"""Losses of GANs as their papers write them, in double: the value, and the
gradients in the outputs. python3 spec/reference/training/gan_losses.py"""
import math

import torch
import torch.nn.functional as F
from words import write

REAL = torch.tensor([2.0, -1.0, 0.5, 0.25, -3.5])
FAKE = torch.tensor([0.5, -3.0, 1.0, -0.75, 2.25])
cases = []


def add(name, player, inputs, value, options=None, **more):
    inputs = [x.clone().requires_grad_() for x in inputs]
    loss = value(*inputs)
    g = torch.autograd.grad(loss, inputs)
    cases.append(dict(name=name, player=player, inputs=inputs, value=float(loss),
                      sizes=[list(x.shape) for x in inputs], grads=list(g),
                      options=options or {}, **more))


def both(name, d, g, options=None, real=REAL, fake=FAKE):
    add(name, "discriminator", (real, fake), d, options)
    add(name, "generator", (fake,), g, options)


def versus(name, d, options=None, g=None, real=REAL, fake=FAKE):
    """The generator's loss is the discriminator's with the sides changed."""
    add(name, "discriminator", (real, fake), d, options)
    add(name, "generator", (fake, real), g or d, options)


def H(x, label):
    return F.binary_cross_entropy_with_logits(x, torch.full_like(x, label))


def s(x):
    return 1 / (1 + torch.exp(-x))


both("bce", lambda r, f: H(r, 1.0) + H(f, 0.0), lambda f: H(f, 1.0))
add("bce", "discriminator", (REAL, FAKE), lambda r, f: H(r, 0.9) + H(f, 0.1),
    {"real_label": 0.9, "fake_label": 0.1})
both("minimax", lambda r, f: H(r, 1.0) + H(f, 0.0),
     lambda f: torch.log(1 - s(f)).mean())
both("logistic", lambda r, f: F.softplus(-r).mean() + F.softplus(f).mean(),
     lambda f: F.softplus(-f).mean())
both("wasserstein", lambda r, f: f.mean() - r.mean(), lambda f: -f.mean())
both("hinge", lambda r, f: F.relu(1 - r).mean() + F.relu(1 + f).mean(),
     lambda f: -f.mean())
both("least_squares",
     lambda r, f: (0.5 * (r - 1) ** 2).mean() + (0.5 * f ** 2).mean(),
     lambda f: (0.5 * (f - 1) ** 2).mean())

# Jolicoeur-Martineau 2018, her code's expressions without their halves.
rel = {
    "bce": lambda x, y: -torch.log(s(x - y)).mean(),
    "least_squares": lambda x, y: ((x - y - 1) ** 2).mean(),
    "hinge": lambda x, y: F.relu(1.0 - (x - y)).mean(),
}
average = {
    "bce": lambda x, y: H(x - y.mean(), 1.0) + H(y - x.mean(), 0.0),
    "least_squares": lambda x, y: ((x - y.mean() - 1) ** 2).mean() +
                                  ((y - x.mean() + 1) ** 2).mean(),
    "hinge": lambda x, y: F.relu(1.0 - (x - y.mean())).mean() +
                          F.relu(1.0 + (y - x.mean())).mean(),
}
for kind in rel:
    versus("relativistic", rel[kind], {"kind": kind})
    versus("relativistic_average", average[kind], {"kind": kind},
           real=REAL.reshape(5, 1), fake=FAKE[:4].reshape(4, 1))


def dual(r, f):
    a = [torch.log(x.exp() / (x.exp() + f.exp().sum())) for x in r]
    b = [torch.log((-y).exp() / ((-y).exp() + (-r).exp().sum())) for y in f]
    return -torch.stack(a).mean() - torch.stack(b).mean()


versus("dual_contrastive", dual, g=lambda f, r: -dual(r, f))
versus("dual_contrastive", dual, g=lambda f, r: -dual(r, f),
       fake=FAKE[:3].reshape(3, 1), real=REAL.reshape(5, 1))

add("dual_contrastive", "generator", (FAKE, REAL), dual, {"saturating": False})

# BEGAN: k moves to .3 + .2 (.7 E real - E fake).
real, fake = REAL.abs(), FAKE.abs()
off = 0.7 * float(real.mean()) - float(fake.mean())
add("began", "discriminator", (real, fake),
    lambda r, f: r.mean() - 0.3 * f.mean(), {"k": 0.3, "gamma": 0.7, "rate": 0.2},
    also=[0.3 + 0.2 * off, float(real.mean()) + abs(off)])
add("began", "discriminator", (real, fake), lambda r, f: r.mean() + 0 * f.sum(),
    {"rate": 0.5}, also=[0.0, float(real.mean()) +
          abs(0.5 * float(real.mean()) - float(fake.mean()))])
add("began", "discriminator", (real, fake), lambda r, f: r.mean() - 0.9 * f.mean(),
    {"k": 0.9, "gamma": 4.0, "rate": 0.5},
    also=[1.0, float(real.mean()) + abs(4 * float(real.mean()) - float(fake.mean()))])
add("began", "generator", (fake,), lambda f: f.mean())

# EBGAN with the pulling-away term written out.
both("ebgan", lambda r, f: r.mean() + F.relu(1.0 - f).mean(), lambda f: f.mean(),
     real=real, fake=fake)
add("ebgan", "discriminator", (real, fake),
    lambda r, f: r.mean() + F.relu(2.5 - f).mean(), {"margin": 2.5})
rows = torch.sin(1.7 * torch.arange(1.0, 21.0)).reshape(5, 4)


def pulling(f, x):
    terms = [(x[i] @ x[j] / (x[i].norm() * x[j].norm())) ** 2
             for i in range(5) for j in range(5) if i != j]
    return f.mean() + 0.3 * sum(terms) / 20


add("ebgan", "generator", (fake, rows), pulling, {"weight": 0.3}, features=True)

# f-GAN (Nowozin et al. 2016, tables 2 and 6): activations, then conjugates.
log2 = math.log(2)
forms = {
    "kl": (lambda v: v, lambda t: torch.exp(t - 1)),
    "reverse_kl": (lambda v: -torch.exp(-v), lambda t: -1 - torch.log(-t)),
    "pearson": (lambda v: v, lambda t: 0.25 * t ** 2 + t),
    "squared_hellinger": (lambda v: 1 - torch.exp(-v), lambda t: t / (1 - t)),
    "jensen_shannon": (lambda v: log2 - torch.log(1 + torch.exp(-v)),
                       lambda t: -torch.log(2 - torch.exp(t))),
    "gan": (lambda v: -torch.log(1 + torch.exp(-v)),
            lambda t: -torch.log(1 - torch.exp(t))),
    "total_variation": (lambda v: 0.5 * torch.tanh(v), lambda t: t),
}
for kind, (g, c) in forms.items():
    both("f_gan", lambda r, f: -(g(r).mean() - c(g(f)).mean()),
         lambda f: -c(g(f)).mean(), {"divergence": kind})
    add("f_gan", "generator", (FAKE,), lambda f: -g(f).mean(),
        {"divergence": kind, "saturating": False})

# Multi-hinge: classes 1 to 3 and the fakes' fourth.
r = 1.5 * torch.sin(2.3 * torch.arange(1.0, 21.0)).reshape(5, 4)
f = 1.5 * torch.cos(1.3 * torch.arange(1.0, 21.0)).reshape(5, 4)
labels = [3, 1, 2, 2, 1]


def h(x, y):
    total = 0
    for row, k in zip(x, y):
        rest = torch.cat([row[:k - 1], row[k:]]).max()
        total = total + F.relu(1 - row[k - 1] + rest)
    return total / len(y)


add("multi_hinge", "discriminator", (r, f), lambda x, y: h(x, labels) + h(y, [4] * 5),
    labels=labels)
add("multi_hinge", "generator", (f,), lambda y: h(y, labels), labels=labels)

write("gan_losses", cases)
