"""The Jacobian of a small GAN's game, dense, in double: eigenvalues by NumPy,
products, the share of rotation and the corrections of gan.dynamics, without
and with mini-batch discrimination. python3 spec/reference/training/game.py"""
import numpy
import torch
import torch.nn.functional as F
from words import write

cases = []


def wave(*sizes, by=1.0, at=0.0):
    k = torch.arange(1.0, torch.Size(sizes).numel() + 1)
    return (by * torch.sin(1.7 * k + at)).reshape(sizes)


# Parameters in the order of Lunette's layers: bias, weight.
def generator(p, z):
    return torch.tanh(z @ p[1].T + p[0]) @ p[3].T + p[2]


# M: n, kernels, dimensions; o_i = the sum over the others of exp(-|M_i - M_j|).
def minibatch(x, weight):
    m = torch.einsum("ni,ikd->nkd", x, weight)
    distance = (m[:, None] - m[None]).abs().sum(3)
    return torch.cat([x, torch.exp(-distance).sum(1) - 1], 1)


def discriminator(p, x):
    h = torch.tanh(x @ p[1].T + p[0])
    if len(p) == 5:
        h = minibatch(h, p[2])
    return h @ p[-1].T + p[-2]


def losses(g, d, real, z):
    fake = discriminator(d, generator(g, z))
    on_real = discriminator(d, real)
    one, zero = torch.ones_like(fake), torch.zeros_like(fake)
    bce = F.binary_cross_entropy_with_logits
    return bce(fake, one), bce(on_real, one) + bce(fake, zero)


def flat(tensors):
    return torch.cat([x.reshape(-1) for x in tensors])


def case(name, sizes):
    p = [wave(*s, by=0.8, at=0.3 * k).requires_grad_()
         for k, s in enumerate(sizes)]
    g, d = p[:4], p[4:]
    loss_g, loss_d = losses(g, d, wave(6, 2, at=2.0), wave(6, 2, by=0.7))
    field = flat(torch.autograd.grad(loss_g, g, create_graph=True) +
                 torch.autograd.grad(loss_d, d, create_graph=True))
    rows = [flat(torch.autograd.grad(v, p, retain_graph=True)) for v in field]
    v, jac = field.detach().numpy(), torch.stack(rows).numpy()
    u = wave(len(v), at=0.1).numpy()
    anti = (jac - jac.T) / 2
    values = sorted(numpy.linalg.eigvals(jac),
                    key=lambda e: (-abs(e), -e.real, -e.imag))
    cases.append(dict(
        name=name, field=list(v), jvp=list(jac @ u), vjp=list(jac.T @ u),
        real=[float(e.real) for e in values],
        imaginary=[float(e.imag) for e in values],
        rotation=float((anti ** 2).sum() / (jac ** 2).sum()),
        consensus=list(v + 0.5 * jac.T @ v),
        symplectic=list(v + 0.5 * anti.T @ v)))


case("plain", [(4,), (4, 2), (2,), (2, 4), (4,), (4, 2), (1,), (1, 4)])
case("mbd", [(4,), (4, 2), (2,), (2, 4),
             (4,), (4, 2), (4, 3, 2), (1,), (1, 7)])
write("game", cases)
