"""PyTorch's port of a generator as an ONNX file, for one batch:

    python3 bench/sampling/export.py model batch weights file

with the weights that one.lua wrote. What the exporter does not know, or makes
slow of what it knows, is written in other words, with the same values.
"""
import sys
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, "bench/zoo")
import models
import torch
import torch.nn as nn
import torch.nn.functional as F
import weights


class Cut(nn.Module):
    """nn.Unflatten."""

    def __init__(self, sizes):
        super().__init__()
        self.sizes = sizes

    def forward(self, x):
        return x.reshape(x.shape[0], *self.sizes)


def modulated(self, x, style):
    """The weights of each sample are never made: a convolution of the batch."""
    weight, affine = self.conv.weight_orig, self.style.weight_orig
    _, c, k, _ = map(int, weight.shape)  # not in the graph
    s = style @ affine.t() / affine.shape[1] ** 0.5 + self.style.bias
    weight = weight / (c * k * k) ** 0.5
    y = F.conv2d(x * s[:, :, None, None], weight, padding=k // 2)
    if not self.demodulate:
        return y
    norm = s ** 2 @ (weight ** 2).sum((2, 3)).t() + self.eps
    return y * norm.rsqrt()[:, :, None, None]


def upsampled(self, x):
    """Of a blur that doubles, as all of generators do."""
    c = int(x.shape[1])
    both = self.kernel[:, None] * self.kernel[None]
    return F.conv_transpose2d(x, both.expand(c, 1, 4, 4), stride=2, padding=1,
                              groups=c)


def exportable(net):
    for parent in list(net.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Unflatten):
                setattr(parent, name, Cut(child.unflattened_size))
    models.P.ModulatedConv2d.forward = modulated
    models.P.Blur.forward = upsampled
    return net
warnings.filterwarnings("ignore")
MODELS = {"dcgan64": models.dcgan, "stylegan2_32": models.stylegan2,
          "stylegan2_64": lambda: models.stylegan2(64)}
name, batch, path, out = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
generator = MODELS[name]()["generator"].eval()
weights.load({"generator": generator}, path)
latent = 100 if name == "dcgan64" else 64
torch.onnx.export(exportable(generator), torch.randn(batch, latent), out,
                  opset_version=16)
