"""Penalties on gradients and unrolled steps, in double: the value, and the
gradients of all parameters. python3 spec/reference/training/penalties.py"""
import math

import torch
import torch.nn.functional as F
from words import write


def wave(*sizes, by=1.0, at=0.0):
    n = math.prod(sizes)
    values = [round(by * math.sin(1.7 * k + at), 3) for k in range(1, n + 1)]
    return torch.tensor(values).reshape(sizes)


def net(i, h, o):
    """Weights of o(tanh(h(x))), named by what they multiply."""
    return [w.requires_grad_() for w in (
        wave(h, i, by=0.9), wave(h, by=0.4, at=1.0),
        wave(o, h, by=1.1, at=2.0), wave(o, by=0.3, at=3.0))]


def run(w, x):
    return F.linear(torch.tanh(F.linear(x, w[0], w[1])), w[2], w[3])


def picture_net():
    return [w.requires_grad_() for w in (
        wave(2, 1, 3, 3, by=0.8), wave(2, by=0.2, at=1.0),
        wave(1, 2 * 4 * 4, by=0.5, at=2.0), wave(1, by=0.1))]


def run_picture(w, x):
    y = F.leaky_relu(F.conv2d(x, w[0], w[1], padding=1), 0.2)
    return F.linear(y.flatten(1), w[2], w[3])


def flat(w):
    return torch.cat([x.flatten() for x in w])


cases = []


def add(name, value, w, **more):
    g = torch.autograd.grad(value, w, allow_unused=True)
    g = [torch.zeros_like(x) if d is None else d for x, d in zip(w, g)]
    cases.append(dict(name=name, value=float(value), grads=[d.flatten() for d in g],
                      **more))


def slope(D, w, x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(D(w, x).sum(), x, create_graph=True)[0].flatten(1)


for kind, D, make, sizes in (("plain", run, lambda: net(3, 5, 1), (4, 3)),
                             ("picture", run_picture, picture_net, (3, 1, 4, 4))):
    real, fake = wave(*sizes, by=1.5), wave(*sizes, by=2.0, at=0.6)
    e = wave(sizes[0], *[1] * (len(sizes) - 1), by=0.5, at=2.0) + 0.5
    data = dict(kind=kind, sizes=list(sizes), real=real, fake=fake)
    mix = e * real + (1 - e) * fake
    for options in ({}, {"weight": 10.0}, {"target": 0.5, "one_sided": True},
                    {"target": 0.0, "weight": 3.0}):
        w = make()
        off = slope(D, w, mix).norm(dim=1) - options.get("target", 1.0)
        off = off.relu() if options.get("one_sided") else off
        add("gradient", options.get("weight", 1.0) * off.square().mean(), w,
            options=options, epsilon=e, **data)
    for name, x in (("r1", real), ("r2", fake)):
        w = make()
        add(name, 10 / 2 * slope(D, w, x).square().sum(1).mean(), w,
            options={"weight": 10.0}, **data)
    w = make()
    noise = wave(*sizes, by=0.5, at=1.5) + 0.5
    moved = real + e * 0.5 * real.std(unbiased=False) * noise
    add("dragan", 10 * (slope(D, w, moved).norm(dim=1) - 1).square().mean(), w,
        options={"weight": 10.0}, epsilon=e, noise=noise, **data)

# Path length: a generator of 2 x 2 pictures of 3 channels.
for sizes in ((4, 3), (4, 2, 3)):
    mean = 0.4
    w = net(3, 5, 12)
    z = wave(*sizes).requires_grad_()
    y = run(w, z)
    y = (y if len(sizes) == 2 else y.sum(1)).reshape(4, 3, 2, 2)
    noise = wave(4, 3, 2, 2, at=0.3)
    g = torch.autograd.grad((y * noise / math.sqrt(4)).sum(), z, create_graph=True)[0]
    length = g.square().sum(1).sqrt() if len(sizes) == 2 \
        else g.square().sum(2).mean(1).sqrt()
    target = mean + 0.01 * (length.mean() - mean)
    add("path_length", 2 * (length - target).square().mean(), w,
        options={"weight": 2.0}, sizes=list(sizes), latents=z, mean=mean,
        next=float(target), noise=noise)

# Unrolled GAN (Metz et al. 2017): the generator's loss after 3 steps of the
# discriminator, differentiated through them.
for name, options in (("sgd", dict(lr=0.3)),
                      ("sgd", dict(lr=0.2, momentum=0.8, nesterov=True)),
                      ("adam", dict(lr=0.05, betas=(0.5, 0.9)))):
    G, D = net(2, 4, 3), net(3, 5, 1)
    real, z = wave(6, 3, by=1.5), wave(6, 2, at=0.4)
    fake, d, m, v, b = run(G, z), D, [0] * 4, [0] * 4, None
    lr = options["lr"]
    for t in range(1, 4):
        loss = F.softplus(-run(d, real)).mean() + F.softplus(run(d, fake)).mean()
        g = torch.autograd.grad(loss, d, create_graph=True)
        if name == "adam":
            b1, b2 = options["betas"]
            m = [b1 * a + (1 - b1) * x for a, x in zip(m, g)]
            v = [b2 * a + (1 - b2) * x * x for a, x in zip(v, g)]
            d = [p - lr * (a / (1 - b1 ** t)) / ((c / (1 - b2 ** t)).sqrt() + 1e-8)
                 for p, a, c in zip(d, m, v)]
        elif "momentum" in options:
            u = options["momentum"]
            b = list(g) if b is None else [u * a + x for a, x in zip(b, g)]
            d = [p - lr * (x + u * a) for p, x, a in zip(d, g, b)]
        else:
            d = [p - lr * x for p, x in zip(d, g)]
    add("unrolled", F.softplus(-run(d, fake)).mean(), G + D, rule=name,
        options=options, real=real, latents=z)

# R3GAN (Huang et al. 2024): the whole loss of its discriminator, and half the
# squared slope of its pairing loss in the real samples.
for kind, D, make, sizes in (("plain", run, lambda: net(3, 5, 1), (4, 3)),
                             ("picture", run_picture, picture_net, (3, 1, 4, 4))):
    real, fake = wave(*sizes, by=1.5), wave(*sizes, by=2.0, at=0.6)
    data = dict(kind=kind, sizes=list(sizes), real=real, fake=fake)
    w, leaf = make(), real.clone().requires_grad_()
    both = sum(slope(D, w, x).square().sum(1).mean() for x in (real, fake))
    add("r3gan", F.softplus(D(w, fake) - D(w, real)).mean() + 5 / 2 * both, w,
        options={"weight": 5.0}, **data)
    loss = F.softplus(D(w, fake) - D(w, leaf)).mean()
    g = torch.autograd.grad(loss, leaf, create_graph=True)[0]
    add("pairing", g.square().sum() / 2, w, options={}, **data)

write("penalties", cases)
