"""PyTorch's line search along lines of awkward functions, in double.

    python3 spec/reference/training/strong_wolfe.py
"""
import torch
from torch.optim.lbfgs import _strong_wolfe
from words import write

functions = {
    "bowl": lambda x: (x - 3) ** 2,
    "slope": lambda x: torch.exp(-x),
    "waves": lambda x: torch.sin(5 * x) + 0.1 * (x - 4) ** 2,
    "ripples": lambda x: 0.02 * torch.sin(40 * x) + (x - 2) ** 2,
    "pit": lambda x: -x / (x ** 2 + 2),
    "flat": lambda x: (x - 1) ** 4,
    "kink": lambda x: torch.sqrt((x - 2) ** 2 + 1e-4),
    "line": lambda x: -x,
    "cusp": lambda x: (x - 1).abs() ** 1.5 + 0.3 * x,
}
cases = []
for name, f in functions.items():
    for t in (0.01, 0.5, 1.0, 7.0, 100.0):
        def at(x, t, d):
            y = torch.tensor(float(x) + float(t) * float(d), requires_grad=True)
            loss = f(y)
            return float(loss), torch.autograd.grad(loss, y)[0].reshape(1)

        loss, g = at(0.0, 0.0, 1.0)
        d = -g
        gtd = g.dot(d)
        found, _, length, count = _strong_wolfe(at, 0.0, t, d, loss, g, gtd)
        cases.append(dict(name=name, start=t, t=float(length), loss=float(found),
                          evaluations=count))
write("strong_wolfe", cases)
