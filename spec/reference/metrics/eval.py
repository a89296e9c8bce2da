"""What ln.runs.eval finds for a generator that makes one picture only, by
PyTorch and SciPy. python3 spec/reference/metrics/eval.py"""
import json
import os
import struct

import numpy as np
import scipy.spatial
import scipy.stats
import torch
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = os.path.join(HERE, "../../../lua/lunette/features/fashion_mnist.safetensors")
# 24 pictures, the first half of which is compared with the second
ORDER = [22, 17, 8, 19, 9, 5, 15, 16, 1, 13, 14, 20, 2, 18, 6, 4, 21, 12, 7, 11, 23, 10,
         3, 24]
N = 12


def weights():
    with open(WEIGHTS, "rb") as f:
        data = f.read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            a, b = (8 + size + at for at in entry["data_offsets"])
            values = np.frombuffer(data[a:b], "<f4").reshape(entry["shape"])
            found[name] = torch.tensor(values.astype("f8"))
    return found


def features(x):
    w = weights()

    def stage(x, k, stride):
        name = "1.%d." % k
        weight = w[name + "1.weight"]
        x = F.conv2d(x, weight, stride=stride, padding=weight.shape[2] // 2)
        x = F.batch_norm(x, w[name + "2.running_mean"], w[name + "2.running_var"],
                         w[name + "2.weight"], w[name + "2.bias"])
        return F.relu(x)

    x = F.avg_pool2d(stage(stage(x, 1, 2), 2, 1), 2)
    x = F.avg_pool2d(stage(x, 4, 1), 2).flatten(1)
    return F.relu(F.linear(x, w["1.7.weight"], w["1.7.bias"])).numpy()


def real(k):
    y, x = np.mgrid[0:28, 0:28]
    return np.floor(127.5 + 127.5 * np.sin(k * (x + 1) / 9 + y * k / 13)) / 127.5 - 1


def fake():
    y, x = np.mgrid[0:28, 0:28]
    return np.cos(x / 5 + y / 7) / 2


def kid(x, y):
    n, m = len(x), len(y)
    xx, yy, xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    return ((xx.sum() - np.trace(xx)) / n / (n - 1)
            + (yy.sum() - np.trace(yy)) / m / (m - 1) - 2 * xy.mean())


def radii(x, k):
    return np.sort(scipy.spatial.distance.cdist(x, x), 1)[:, k]


def both(x, y):
    d = scipy.spatial.distance.cdist(x, y)
    return dict(kid=kid(x, y), precision=(d <= radii(x, 3)[:, None]).any(0).mean(),
                recall=(d <= radii(y, 3)).any(1).mean(),
                density=(d <= radii(x, 5)[:, None]).sum(0).mean() / 5,
                coverage=(d <= radii(x, 5)[:, None]).any(1).mean())


def as_lua(values):
    return "{%s}" % ", ".join("%s = %.10g" % pair for pair in values.items())


pictures = torch.tensor(np.array([real(k) for k in ORDER]))[:, None]
one = torch.tensor(fake())[None, None]
x, others = features(pictures[:N]), features(pictures[N:])
y = np.repeat(features(one), N, 0)
with open(os.path.join(HERE, "eval.lua"), "w") as out:
    out.write("-- Made by eval.py with PyTorch %s and SciPy %s.\n"
              "return {\n  value = %s,\n  floor = %s,\n  normal = %.15g,\n}\n" % (
                  torch.__version__, scipy.__version__,
                  as_lua(both(x, y)), as_lua(both(x, others)), scipy.stats.norm.ppf(0.975)))
