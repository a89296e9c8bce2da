"""The Inception network of the published metrics by torchvision, its poolings
those of TensorFlow's graph (mseitzer/pytorch-fid tells how they differ), and
its resizing by Pillow.
python3 spec/reference/metrics/inception.py: inception.lua, of a network with
one channel in 16, whose weights are formulas.
python3 spec/reference/metrics/inception.py FOLDER: weights.safetensors of the
whole network, random, and for two images images.npy, features.npy, logits.npy
"""
import json
import os
import struct
import sys
import types

import numpy as np
import torch
import torch.nn.functional as F
import torchvision.models.inception as tv
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))


def average(x, kernel_size, stride, padding):
    return F.avg_pool2d(x, kernel_size, stride, padding, count_include_pad=False)


def pooled_by(block, pooling):
    """torchvision's block, whose averages are `pooling`."""
    functions = types.SimpleNamespace(avg_pool2d=pooling, max_pool2d=F.max_pool2d, relu=F.relu)

    class Block(block):
        def _forward(self, x):
            tv.F = functions
            try:
                return super()._forward(x)
            finally:
                tv.F = F
    return Block


def network(divisor):
    def unit(inputs, outputs, **options):
        inputs = inputs if inputs == 3 else inputs // divisor
        return tv.BasicConv2d(inputs, outputs // divisor, **options)

    def of(block, pooling=average):
        made = pooled_by(block, pooling)
        return lambda *sizes, **more: made(*sizes, conv_block=unit, **more)

    blocks = [unit, of(tv.InceptionA), of(tv.InceptionB), of(tv.InceptionC), of(tv.InceptionD),
              of(tv.InceptionE), None]
    net = tv.Inception3(1008, aux_logits=False, inception_blocks=blocks, init_weights=False)
    net.Mixed_7c = of(tv.InceptionE, F.max_pool2d)(2048)
    net.fc = torch.nn.Linear(2048 // divisor, 1008 // divisor)
    return net.eval()


def features(net, x):
    kept = []
    net.avgpool.register_forward_hook(lambda layer, given, y: kept.append(y.flatten(1)))
    with torch.no_grad():
        logits = net(x)
    return kept[0].numpy(), logits.numpy()


def numbers(n, k):
    """n numbers from -0.5 to 0.5, another row of them for each k."""
    i = np.arange(n, dtype=np.int64)
    return (i * i * 31 + i * 17 + k * 101) % 2003 / 2002 - 0.5


def formulas(net):
    """Weights that a script of Lua makes as well: by the place of a name."""
    state = {}
    names = sorted(name for name in net.state_dict() if "num_batches" not in name)
    for k, name in enumerate(names, 1):
        x = net.state_dict()[name]
        v = numbers(x.numel(), k).reshape(x.shape)
        if x.dim() > 1:
            v *= np.sqrt(24 / x[0].numel())
        elif name.endswith("bn.weight") or name.endswith("running_var"):
            v += 1
        state[name] = torch.from_numpy(v)
    return state


def clean(x):
    """As clean-fid: each channel by Pillow, as floats from 0 to 255."""
    planes = [Image.fromarray(((p + 1) * 127.5).astype(np.float32), mode="F")
              for image in x for p in image]
    planes = [np.asarray(p.resize((299, 299), resample=Image.BICUBIC)) for p in planes]
    return (np.stack(planes).reshape(len(x), -1, 299, 299).astype(float) - 128) / 128


def legacy_pytorch(x):
    return F.interpolate(torch.from_numpy(x), size=(299, 299), mode="bilinear",
                         align_corners=False).numpy()


def lua(v):
    if isinstance(v, dict):
        return "{%s}" % ",\n".join("%s=%s" % (k, lua(x)) for k, x in v.items())
    if isinstance(v, (np.ndarray, list, tuple)):
        return "{%s}" % ",".join(map(lua, list(v)))
    return repr(v) if isinstance(v, int) else "%.11g" % v


def resizings():
    """Of images of several sizes every 41st pixel."""
    cases = []
    for k, size in enumerate([(1, 3, 20, 36), (2, 1, 32, 32), (1, 3, 421, 350), (1, 1, 299, 310)], 1):
        x = 2 * numbers(int(np.prod(size)), k).reshape(size)
        cases.append(dict(size=size, clean=clean(x).flatten()[::4001],
                          legacy_pytorch=legacy_pytorch(x).flatten()[::4001]))
    return cases


def narrow():
    net = network(16).double()
    net.load_state_dict(formulas(net), strict=False)
    x = 2 * numbers(2 * 3 * 299 * 299, 1).reshape(2, 3, 299, 299)
    found, logits = features(net, torch.from_numpy(x))
    with open(os.path.join(HERE, "inception.lua"), "w") as f:
        f.write("-- written by inception.py: torchvision %s, Pillow %s\nreturn " %
                (__import__("torchvision").__version__, Image.__version__))
        f.write(lua(dict(features=found.flatten(), logits=logits.flatten()))[:-1])
        f.write(",\nresizings={%s}}\n" % ",\n".join(lua(case) for case in resizings()))


def safetensors(path, state):
    header, data, at = {}, [], 0
    for name, x in state.items():
        data.append(x.numpy().astype("<f4").tobytes())
        header[name] = dict(dtype="F32", shape=list(x.shape), data_offsets=[at, at + len(data[-1])])
        at += len(data[-1])
    text = json.dumps(header).encode()
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def whole(folder):
    torch.manual_seed(1)
    net = network(1)
    for layer in net.modules():
        if isinstance(layer, tv.BasicConv2d):
            torch.nn.init.kaiming_normal_(layer.conv.weight)
            for x in (layer.bn.running_mean, layer.bn.bias):
                torch.nn.init.normal_(x, 0, 0.1)
            for x in (layer.bn.running_var, layer.bn.weight):
                torch.nn.init.uniform_(x, 0.5, 1.5)
    x = torch.rand(2, 3, 299, 299) * 2 - 1
    safetensors(os.path.join(folder, "weights.safetensors"), net.state_dict())
    for name, value in zip(["features", "logits"], features(net, x)):
        np.save(os.path.join(folder, name + ".npy"), value)
    np.save(os.path.join(folder, "images.npy"), x.numpy())


if __name__ == "__main__":
    whole(sys.argv[1]) if len(sys.argv) > 1 else narrow()
