"""Parameters after 10 steps on a small problem, in double.

    python3 spec/reference/training/optim.py

In the fifth step q has no gradient. What PyTorch lacks is written out here.
"""
import math

import torch
from torch import optim
from words import write


def start():
    p = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
    q = torch.tensor([[0.5, 0.25], [-1.0, 0.75]], requires_grad=True)
    return p, q


def loss_of(p, q, i):
    if i == 4:
        return p.square().sum()
    a = torch.tensor([1.0, 2.0, 0.1])
    return ((a * p ** 2).sum() + torch.sin(p).sum() + (q.sum() - 1) ** 2
            + p[0] * q[0, 1] + torch.sin(q).sum() + q.square().sum())


def backward(p, q, i):
    p.grad = q.grad = None
    loss = loss_of(p, q, i)
    loss.backward()
    return loss


class NAdam(optim.NAdam):
    """As documented. PyTorch 1.13's code has mu_t twice in the product up to
    t + 1, which later versions corrected."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.one(p, p.grad, group)

    def one(self, p, g, o):
        s, (b1, b2) = self.state[p], o["betas"]
        g = g + o["weight_decay"] * p
        t = s["t"] = s.get("t", 0) + 1
        mu = [b1 * (1 - 0.5 * 0.96 ** (k * o["momentum_decay"]))
              for k in range(1, t + 2)]
        s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
        s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
        m = (mu[t] * s["m"] / (1 - math.prod(mu))
             + (1 - mu[t - 1]) * g / (1 - math.prod(mu[:t])))
        p -= o["lr"] * m / (torch.sqrt(s["v"] / (1 - b2 ** t)) + o["eps"])


class OptimisticAdam(optim.Adam):
    """p - 2 lr d_t + lr d_t-1, d_t taken from what Adam does to p."""

    @torch.no_grad()
    def step(self):
        every = [p for g in self.param_groups for p in g["params"]
                 if p.grad is not None]
        before = [p.clone() for p in every]
        super().step()
        for p, old in zip(every, before):
            move, last = p - old, getattr(p, "last_move", 0)
            p.copy_(old + 2 * move - last)
            p.last_move = move


def run(make, options):
    p, q = start()
    o = make([p, q], **options)
    for i in range(10):
        backward(p, q, i)
        o.step()
    return p, q


def extra(options):
    """The decay is part of the gradient, at the point of the gradient."""
    p, q = start()
    decay = options.pop("weight_decay", 0)
    o = optim.Adam([p, q], **options)

    def gradients(i):
        backward(p, q, i)
        for x in (p, q):
            if x.grad is not None:
                x.grad += decay * x.detach() * (-1 if options.get("maximize") else 1)

    for i in range(10):
        old = [p.detach().clone(), q.detach().clone()]
        gradients(i)
        o.step()
        gradients(i)
        with torch.no_grad():
            p.copy_(old[0])
            q.copy_(old[1])
        o.step()
    return p, q


def lookahead(k, alpha):
    p, q = start()
    o = optim.SGD([p, q], lr=0.05, momentum=0.9)
    slow = [p.detach().clone(), q.detach().clone()]
    for i in range(10):
        backward(p, q, i)
        o.step()
        if (i + 1) % k == 0:
            with torch.no_grad():
                for s, x in zip(slow, (p, q)):
                    s += alpha * (x - s)
                    x.copy_(s)
    return p, q


def lbfgs(options, steps):
    p, q = start()
    o = optim.LBFGS([p, q], **options)
    losses = [float(o.step(lambda: backward(p, q, 0))) for _ in range(steps)]
    return p, q, losses


cases = []


def add(name, make=None, **options):
    p, q = run(make or getattr(optim, name), options)
    cases.append({"name": name, "options": options, "p": p, "q": q})


for name in ("Adam", "AdamW"):
    add(name)
    add(name, lr=0.1)
    add(name, lr=0.05, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1)
    add(name, lr=0.1, betas=(0.0, 0.9))
    add(name, lr=0.1, amsgrad=True, betas=(0.9, 0.3))
    add(name, lr=0.02, amsgrad=True, weight_decay=0.3, maximize=True)
    add(name, lr=0.1, maximize=True, weight_decay=0.2)
add("SGD", lr=0.1)
add("SGD", lr=0.02, maximize=True, weight_decay=0.1)
add("SGD", lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.01)
add("SGD", lr=0.02, momentum=0.9, nesterov=True)
add("SGD", lr=0.02, momentum=0.5, nesterov=True, weight_decay=0.2, maximize=True)
add("RMSprop")
add("RMSprop", lr=0.05, alpha=0.8, eps=1e-3, weight_decay=0.1)
add("RMSprop", lr=0.05, centered=True, alpha=0.9)
add("RMSprop", lr=0.02, centered=True, momentum=0.8, weight_decay=0.2)
add("RMSprop", lr=0.02, momentum=0.9, maximize=True)
add("Adagrad")
add("Adagrad", lr=0.5, lr_decay=0.1, weight_decay=0.1)
add("Adagrad", lr=0.3, initial_accumulator_value=0.7, eps=1e-2, maximize=True)
add("Adadelta")
add("Adadelta", lr=10.0, rho=0.7, eps=1e-3, weight_decay=0.1)
add("Adadelta", lr=5.0, rho=0.5, maximize=True)
add("Adamax")
add("Adamax", lr=0.1, betas=(0.8, 0.5), eps=1e-3, weight_decay=0.1)
add("Adamax", lr=0.1, maximize=True)
add("NAdam", NAdam)
add("NAdam", NAdam, lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1)
add("NAdam", NAdam, lr=0.1, momentum_decay=0.5)
add("RAdam")
add("RAdam", lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1)
add("RAdam", lr=0.1, betas=(0.9, 0.5))
add("ASGD")
add("ASGD", lr=0.1, lambd=0.1, alpha=0.5, t0=3, weight_decay=0.1)
add("ASGD", lr=0.02, t0=0, maximize=True)
add("Rprop")
add("Rprop", lr=0.1, etas=(0.3, 1.5), step_sizes=(0.05, 0.3))
add("Rprop", lr=0.02, maximize=True)
add("OptimisticAdam", OptimisticAdam)
add("OptimisticAdam", OptimisticAdam, lr=0.05, betas=(0.5, 0.9), weight_decay=0.1)
add("OptimisticAdam", OptimisticAdam, lr=0.05, betas=(0.0, 0.9), maximize=True)

for options in ({}, {"lr": 0.1, "betas": (0.5, 0.9), "weight_decay": 0.1},
                {"lr": 0.05, "amsgrad": True, "weight_decay": 0.2, "maximize": True}):
    p, q = extra(dict(options))
    cases.append({"name": "ExtraAdam", "options": options, "p": p, "q": q})
for k, alpha in ((5, 0.5), (2, 0.8), (4, 0.3), (1, 0.25)):
    p, q = lookahead(k, alpha)
    cases.append({"name": "Lookahead", "options": {"k": k, "alpha": alpha},
                  "p": p, "q": q})
for steps, options in (
        (2, {"max_iter": 4, "lr": 0.2}),
        (3, {"max_iter": 5, "lr": 0.5, "history_size": 2}),
        (1, {"max_iter": 1}),
        (2, {"line_search_fn": "strong_wolfe", "max_iter": 5}),
        (2, {"line_search_fn": "strong_wolfe", "max_iter": 3, "lr": 8}),
        (2, {"line_search_fn": "strong_wolfe", "max_iter": 3, "lr": 0.1,
             "history_size": 1}),
        (2, {"max_iter": 10, "max_eval": 4, "lr": 0.3})):
    p, q, losses = lbfgs(options, steps)
    cases.append({"name": "LBFGS", "options": options, "steps": steps,
                  "p": p, "q": q, "losses": losses})

write("optim", cases)
