"""PyTorch's side of one case: python3 bench/torch_one.py case threads seconds

Prints "median minimum steps peak_kib" (seconds a step), as one.lua does.
"""
import resource
import statistics
import sys
import time

started = time.perf_counter()
bfloat16 = sys.argv[1].endswith("_bf16")
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch_mbd import MBD, MBDCdist


def autocast():
    """What PyTorch's users compute in bfloat16 with, in the cases
    that are named so; backward() takes what forward took."""
    return torch.cpu.amp.autocast(dtype=torch.bfloat16, enabled=bfloat16)


def gan(G, D, z, shape):
    adam = {"lr": 2e-4, "betas": (0.5, 0.999)}
    opt_g = torch.optim.Adam(G.parameters(), **adam)
    opt_d = torch.optim.Adam(D.parameters(), **adam)
    real = torch.randn(*shape)
    one, zero = torch.ones(shape[0], 1), torch.zeros(shape[0], 1)
    loss = F.binary_cross_entropy_with_logits

    def step():
        opt_d.zero_grad()
        with autocast():
            fake = G(torch.randn(shape[0], z))
            of_d = loss(D(real), one) + loss(D(fake.detach()), zero)
        of_d.backward()
        opt_d.step()
        opt_g.zero_grad()
        with autocast():
            of_g = loss(D(fake), one)
        of_g.backward()
        opt_g.step()
    return step


def mlp(sizes, act):
    layers = []
    for i, o in zip(sizes, sizes[1:]):
        layers += [nn.Linear(i, o), act()]
    return layers[:-1]


def leaky():
    return nn.LeakyReLU(0.2)


def mlp_ring():
    return gan(nn.Sequential(*mlp([2, 128, 128, 2], nn.ReLU)),
               nn.Sequential(*mlp([2, 128, 128, 1], nn.ReLU)), 2, (256, 2))


def mlp_mbd():
    G = nn.Sequential(*mlp([100, 512, 512, 784], nn.ReLU), nn.Tanh())
    D = nn.Sequential(*mlp([784, 512, 256], leaky), leaky(), MBD(256, 100, 5),
                      nn.Linear(356, 1))
    return gan(G, D, 100, (128, 784))


def dcgan28():
    G = nn.Sequential(nn.Linear(100, 128 * 49), nn.Unflatten(1, (128, 7, 7)),
                      nn.BatchNorm2d(128), nn.ReLU(),
                      nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.BatchNorm2d(64),
                      nn.ReLU(), nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh())
    D = nn.Sequential(nn.Conv2d(1, 64, 4, 2, 1), leaky(),
                      nn.Conv2d(64, 128, 4, 2, 1), nn.BatchNorm2d(128),
                      leaky(), nn.Flatten(), nn.Linear(128 * 49, 1))
    return gan(G, D, 100, (64, 1, 28, 28))


def dcgan64():
    def up(i, o, s=2, p=1):
        return [nn.ConvTranspose2d(i, o, 4, s, p, bias=False),
                nn.BatchNorm2d(o), nn.ReLU()]

    def down(i, o):
        return [nn.Conv2d(i, o, 4, 2, 1, bias=False), nn.BatchNorm2d(o),
                leaky()]
    G = nn.Sequential(nn.Unflatten(1, (100, 1, 1)), *up(100, 512, 1, 0),
                      *up(512, 256), *up(256, 128), *up(128, 64),
                      nn.ConvTranspose2d(64, 3, 4, 2, 1, bias=False),
                      nn.Tanh())
    D = nn.Sequential(nn.Conv2d(3, 64, 4, 2, 1, bias=False), leaky(),
                      *down(64, 128), *down(128, 256), *down(256, 512),
                      nn.Conv2d(512, 1, 4, bias=False), nn.Flatten())
    return gan(G, D, 100, (32, 3, 64, 64))


def wgan_gp():
    D = nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), leaky(),
                      nn.Conv2d(32, 64, 4, 2, 1), leaky(),
                      nn.Flatten(), nn.Linear(64 * 49, 1))
    opt = torch.optim.Adam(D.parameters(), 1e-4, betas=(0.0, 0.9))
    real, fake = torch.randn(64, 1, 28, 28), torch.randn(64, 1, 28, 28)

    def step():
        e = torch.rand(64, 1, 1, 1)
        x = (e * real + (1 - e) * fake).requires_grad_()
        slope, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
        penalty = ((slope.flatten(1).norm(2, 1) - 1) ** 2).mean()
        opt.zero_grad()
        (D(fake).mean() - D(real).mean() + 10 * penalty).backward()
        opt.step()
    return step


def mbd(n, a, b, c, layer=MBD):
    def make():
        m, x = layer(a, b, c), torch.randn(n, a, requires_grad=True)

        def step():
            m.zero_grad()
            x.grad = None
            m(x).sum().backward()
        return step
    return make


def eltwise():
    x, y = torch.randn(2048, 2048, requires_grad=True), torch.randn(2048, 2048)

    def step():
        x.grad = None
        (F.leaky_relu(x, 0.2) + torch.tanh(x) * y).sum().backward()
    return step


def softmax_ce():
    x = torch.randn(4096, 1000, requires_grad=True)
    t = torch.randint(0, 1000, (4096,))

    def step():
        x.grad = None
        F.cross_entropy(x, t).backward()
    return step


def adam():
    p = [torch.randn(1000, 1000, requires_grad=True) for _ in range(10)]
    for q in p:
        q.grad = torch.randn_like(q)
    return torch.optim.Adam(p, 1e-3).step


def smallops():
    x = torch.randn(4, 4, requires_grad=True)

    def step():
        x.grad = None
        y = x
        for _ in range(500):
            y = (y * 1.01) + 0.001
        y.sum().backward()
    return step


def randn():
    return lambda: torch.randn(1 << 22)


more = {"mbd_64": mbd(64, 1024, 100, 5), "mbd_256": mbd(256, 1024, 100, 5),
        "mbd_1024": mbd(1024, 256, 50, 8),
        "mbd_256_cdist": mbd(256, 1024, 100, 5, MBDCdist),
        "mbd_1024_cdist": mbd(1024, 256, 50, 8, MBDCdist)}


def peak_kib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(name, threads, seconds):
    if name == "start":
        took = time.perf_counter() - started
        print(took, took, 1, peak_kib())
        return
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    name = name.replace("_bf16", "")
    step = more[name]() if name in more else globals()[name]()
    times = []
    least = 1 if name.startswith("mbd_1024") else 3
    for _ in range(least):
        step()
    enough = time.perf_counter() + seconds
    while time.perf_counter() < enough or len(times) < least:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    print(statistics.median(times), min(times), len(times), peak_kib())


main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
