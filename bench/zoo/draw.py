"""What a step draws, as draw.lua has it."""
import torch

fixed = False


def lattice(size):
    count = torch.Size(size).numel()
    return (torch.arange(count) * 7 % 97).float().reshape(size)


def normal(*size):
    return lattice(size) / 48 - 1 if fixed else torch.randn(size)


def share(*size):
    return (lattice(size) + 0.5) / 97 if fixed else torch.rand(size)


def image(*size):
    return share(*size) * 2 - 1


def labels(n, classes):
    """Counted from 0."""
    return torch.arange(n) % classes if fixed else torch.randint(classes, (n,))
