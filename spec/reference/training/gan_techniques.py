"""Feature matching, VEEGAN and semi-supervised losses, in double: values and
gradients. python3 spec/reference/training/gan_techniques.py"""
import torch
import torch.nn.functional as F
from words import write

cases = []


def wave(*sizes, by=1.0, at=0.0):
    k = torch.arange(1.0, torch.Size(sizes).numel() + 1)
    return (by * torch.sin(1.7 * k + at)).reshape(sizes)


def add(name, inputs, value, **more):
    inputs = [x.clone().requires_grad_() for x in inputs]
    loss = value(*inputs)
    cases.append(dict(name=name, inputs=inputs, value=float(loss),
                      sizes=[list(x.shape) for x in inputs],
                      grads=list(torch.autograd.grad(loss, inputs)), **more))


def moments(a, b):
    return a.mean(0) - b.mean(0)


for sizes in ((5, 4), (3, 4)), ((4, 3, 2, 2), (4, 3, 2, 2)):
    pair = wave(*sizes[0]), wave(*sizes[1], at=0.7)
    add("feature_matching", pair, lambda a, b: (moments(a, b) ** 2).sum())
    add("feature_matching", pair, lambda a, b: moments(a, b).abs().mean(),
        options={"kind": "l1"})

add("veegan.discriminator", (wave(5, 1, by=2.0), wave(4, 1, by=2.0, at=1.0)),
    lambda r, f: F.binary_cross_entropy_with_logits(f, torch.ones_like(f)) +
    F.binary_cross_entropy_with_logits(r, torch.zeros_like(r)))
add("veegan.generator", (wave(4, 1), wave(4, 3, at=2.0), wave(4, 3, by=0.6)),
    lambda f, z, x: f.mean() + 2.5 * ((z - x) ** 2).sum(1).mean(),
    options={"weight": 2.5})
add("veegan.reconstructor", (wave(4, 3, at=2.0), wave(4, 3, by=0.6)),
    lambda z, x: ((z - x) ** 2).sum(1).mean())


# The K + 1 classes written out, with the fakes' logit of 0 as the last.
def p(x):
    return torch.softmax(torch.cat([x, torch.zeros(len(x), 1)], 1), 1)


def real_side(x):
    return -0.5 * torch.log(1 - p(x)[:, -1]).mean()


def fake_side(x):
    return -0.5 * torch.log(p(x)[:, -1]).mean()


def labelled(x, labels):
    q = p(x)
    given_real = q[:, :-1] / (1 - q[:, -1:])
    return -torch.log(torch.stack([r[k - 1] for r, k in zip(given_real, labels)])).mean()


a, b, c = wave(3, 4, by=2.0), wave(5, 4, by=2.0, at=1.0), wave(2, 4, by=2.0, at=2.0)
labels = [4, 1, 2]
add("semi_supervised.supervised", (a,), lambda x: labelled(x, labels), labels=labels)
add("semi_supervised.unsupervised", (b, c), lambda x, y: real_side(x) + fake_side(y))
add("semi_supervised.discriminator", (a, b, c),
    lambda x, y, z: labelled(x, labels) + 0.4 * (real_side(y) + fake_side(z)),
    labels=labels, options={"weight": 0.4})
add("semi_supervised.generator", (c,), lambda y: 2 * real_side(y))
add("semi_supervised.probability", (a[:1],), lambda x: (1 - p(x)[:, -1]).sum())
add("semi_supervised.logit", (a[:1],),
    lambda x: torch.log((1 - p(x)[:, -1]) / p(x)[:, -1]).sum())

# LOGAN: D(G(z')) with G(z) = tanh(z a), D(x) = tanh(x b) c, differentiated
# through the step in a, b and c.
def logan(rule, limit):
    def value(a, b, c):
        z = wave(4, 3, by=0.8, at=0.5).requires_grad_()

        def out(z):
            return torch.tanh(torch.tanh(z @ a) @ b) @ c

        g = torch.autograd.grad(out(z).sum(), z, create_graph=True)[0]
        step = 0.7 * g
        if rule == "natural":
            step = step / (0.3 + (g ** 2).sum(1, keepdim=True))
        return (out((z + step).clamp(-limit, limit)) ** 2).mean() + (step ** 2).sum()
    return value


for rule, limit in ("natural", 1.0), ("natural", 100.0), ("gradient", 1.0):
    add("latent_step", (wave(3, 5), wave(5, 4, at=1.0), wave(4, 1, at=2.0)),
        logan(rule, limit), options={"rule": rule, "rate": 0.7, "damping": 0.3,
                                     "limit": limit})

write("gan_techniques", cases)
