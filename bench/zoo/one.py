"""PyTorch's side of one model: python3 bench/zoo/one.py name seconds file

Takes the weights of one.lua's file and prints what that prints.
"""
import resource
import statistics
import sys
import time

sys.dont_write_bytecode = True
import draw
import torch
from torch.nn.utils.spectral_norm import SpectralNorm
import steps
import weights

name, seconds, path = sys.argv[1], float(sys.argv[2]), sys.argv[3]


def set_dropout(nets, on):
    for net in nets.values():
        for layer in net.modules():
            if isinstance(layer, torch.nn.Dropout):
                layer.train(on)


def measure(parameters):
    squares = [p.grad.square().sum() for p in parameters if p.grad is not None]
    return sum(p.numel() for p in parameters), sum(squares).sqrt().item()


def set_iterations(nets, n):
    """Of spectral norms: Lunette's advance once for each value of a weight,
    PyTorch's in each call, which a step with fixed numbers must not."""
    for net in nets.values():
        for layer in net.modules():
            for hook in layer._forward_pre_hooks.values():
                if isinstance(hook, SpectralNorm):
                    hook.n_power_iterations = n


def gradients(optimiser, loss_of):
    optimiser.zero_grad()
    loss = loss_of()
    loss.backward()
    return loss


def tell(players):
    for player, parameters, optimiser, loss_of in players:
        loss = gradients(optimiser, loss_of)
        print(player, loss.item(), *measure(parameters))


def step(players):
    for _, _, optimiser, loss_of in players:
        gradients(optimiser, loss_of)
        optimiser.step()


torch.set_num_threads(1)
torch.manual_seed(0)
draw.fixed = True
batch, nets, listed = getattr(steps, name)()
weights.load(nets, path)
players = []
for player, own, lr, betas, loss_of in listed:
    parameters = [p for net in own for p in net.parameters()]
    optimiser = torch.optim.Adam(parameters, lr, betas)
    players.append((player, parameters, optimiser, loss_of))
set_dropout(nets, False)
set_iterations(nets, 0)
tell(players)
draw.fixed = False
set_dropout(nets, True)
set_iterations(nets, 1)
times, enough = [], time.process_time() + seconds
while time.process_time() < enough or len(times) < 2:
    start = time.process_time()
    step(players)
    times.append(time.process_time() - start)
print(statistics.median_low(times), batch,
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
