"""Writes files of torch.save, small ones, as specs read them.

    python3 spec/reference/torch/make.py [folder]

The folder is this one unless it is given; specs make the files anew where
PyTorch is, and read those of this folder where it is not.
"""
import collections
import os
import sys
import warnings

import numpy
import torch
from torch import nn

warnings.filterwarnings("ignore")
folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(
    os.path.abspath(__file__))


def save(name, value, old=False, **options):
    torch.save(value, os.path.join(folder, name),
               _use_new_zipfile_serialization=not old, **options)


def net():
    """y = w x + b, batch norm of that: all values are given."""
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    with torch.no_grad():
        model[0].weight.copy_(torch.tensor([[1., 2.], [3., 4.]]))
        model[0].bias.copy_(torch.tensor([5., 6.]))
        model[1].running_mean.copy_(torch.tensor([7., 8.]))
        model[1].num_batches_tracked.fill_(9)
    return model


x = torch.arange(12.).reshape(3, 4)
values = {
    "numbers": [1, -2, 255, 65536, -2 ** 62, 2 ** 62, 0.5, True, False],
    "none": None, "tuple": (1, None, ("two", [])), "text": "h\u00e9", 7: "seven",
    "size": x.shape, "ordered": collections.OrderedDict([("a", 1)]),
    "transposed": x.t(), "row": x[1], "steps": x[::2, 1::2],
    "same": x, "twice": x.view(3, 4), "expanded": x[:, :1].expand(3, 2),
    "overlapping": torch.arange(5.).unfold(0, 3, 1),
    "number": torch.tensor(2.5), "empty": torch.zeros(0, 3),
    "parameter": nn.Parameter(x[0]), "double": x[0].double(),
    "half": x[0].half(), "bfloat16": x[0].bfloat16(), "long": x[0].long() - 2,
    "int": x[0].int() - 2, "short": x[0].short() - 2, "char": x[0].char() - 2,
    "byte": x[0].byte() + 252, "bool": x[0] > 1,
    "loss": numpy.float64(0.25), "count": numpy.int64(-3),
    "right": numpy.bool_(True), "half_number": numpy.float16(1.5),
    "array": numpy.arange(6.).reshape(2, 3), "ints": numpy.arange(128, 132),
    "fortran": numpy.asfortranarray(numpy.arange(6).reshape(2, 3)),
    "big": numpy.arange(3, dtype=">i2"),
}

model = net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.5)
for p in model.parameters():
    p.grad = torch.ones_like(p)
optimizer.step()
trained = {"model": net().state_dict(), "optimizer": optimizer.state_dict(),
           "epoch": 3, "loss": 0.125}

for old in (False, True):
    end = "_old.pt" if old else ".pt"
    save("state" + end, net().state_dict(), old)
    save("values" + end, values, old)
save("protocol4.pth", net().state_dict(), pickle_protocol=4)
save("checkpoint.pt", trained)
save("tensor.pt", x)
save("module.pt", net())
save("sparse.pt", {"x": torch.eye(2).to_sparse()})
save("quantised.pt", {"x": torch.quantize_per_tensor(x[0], 0.5, 0, torch.qint8)})
save("complex.pt", {"x": torch.zeros(1, dtype=torch.complex64)})
