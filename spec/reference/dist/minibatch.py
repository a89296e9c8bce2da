"""Mini-batch discrimination of a batch of 12, and derivatives of three orders.

python3 spec/reference.dist.minibatch.py  writes minibatch.lua
"""
import os

import torch

torch.set_default_dtype(torch.float64)


def numbers(count, step):
    """Multiples of 1/64, which any real holds."""
    whole = torch.arange(1, count + 1) * step % 127 - 63
    return whole.to(torch.float64) / 64


x = numbers(36, 37).reshape(12, 3).requires_grad_()
weight = numbers(12, 45).reshape(3, 2, 2).requires_grad_()
m = (x @ weight.flatten(1)).reshape(12, 2, 2)
gaps = (m.unsqueeze(1) - m.unsqueeze(0)).abs().sum(3)
closeness = (torch.exp(-gaps) * (1 - torch.eye(12)).unsqueeze(2)).sum(1)
loss = (closeness ** 2 * torch.arange(1, 13.).unsqueeze(1)).sum() / 144
first = torch.autograd.grad(loss, [x, weight], create_graph=True)
second = torch.autograd.grad((first[0] ** 2).sum(), [x, weight],
                             create_graph=True)
third = torch.autograd.grad((second[0] ** 2).sum(), [x, weight])

named = {"closeness": closeness}
for order, pair in enumerate([first, second, third], 1):
    named["x_%d" % order], named["weight_%d" % order] = pair

lines = ["-- Written by minibatch.py.", "return {"]
for name, value in named.items():
    row = "  %s = {" % name
    for v in value.detach().flatten().tolist():
        word = "%.17g," % v
        if len(row) + 1 + len(word) > 80:
            lines.append(row)
            row = "   "
        row += " " + word
    lines.append(row + "},")
lines.append("}")
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "minibatch.lua")
with open(path, "w") as out:
    out.write("\n".join(lines) + "\n")
