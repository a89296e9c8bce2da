"""The layers and networks of spec/reference/layers as ONNX files, with what
PyTorch makes of them in evaluation mode:

    python3 spec/onnx/reference.py folder opset [file ...]

writes n.onnx, n.x1.npy, ... (inputs), n.y1.npy, ... (outputs), n.g1.npy, ...
(the gradients in the inputs of floating point of the sum of sin(y / |y|), where
|y| is the largest of y), for n from 1, and list.txt with a line "n inputs outputs text" each. What the exporter
refuses is counted and left out.
"""
import os
import sys
import warnings

sys.dont_write_bytecode = True
warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS = os.path.join(HERE, "..", "reference", "layers")
import numpy  # noqa: E402
import torch  # noqa: E402
from importlib import util  # noqa: E402
spec = util.spec_from_file_location("layers", os.path.join(LAYERS, "make.py"))
make = util.module_from_spec(spec)
spec.loader.exec_module(make)

folder, opset = sys.argv[1], int(sys.argv[2])
lines, refused = [], 0


def single(x):
    if isinstance(x, torch.Tensor):
        return x.detach().float() if x.dtype.is_floating_point else x.detach()
    return x


def write(x, name, n, k):
    numpy.save("%s/%d.%s%d.npy" % (folder, n, name, k), x.detach().numpy())


def bent(y):
    largest = y.detach().abs().max() if y.numel() else y.new_ones(())
    return (y / largest.clamp(min=1e-30)).sin()


def written(n, text, module, given):
    torch.onnx.export(module, tuple(given), "%s/%d.onnx" % (folder, n),
                      opset_version=opset)
    leaves = [x.requires_grad_() for x in given if x.dtype.is_floating_point]
    ys = make.flat(module(*given))
    grads = make.gradients(sum(bent(y).sum() for y in ys), leaves)
    for name, xs in ("x", given), ("y", ys), ("g", grads):
        for k, x in enumerate(xs):
            write(x, name, n, k + 1)
    lines.append("%d %d %d %s" % (n, len(given), len(ys),
                                  " ".join(text.split())))


def layer(text, module, *inputs, run=None, calls=1, train=True, **options):
    global refused
    make.base.made = 0
    given = make.base.plain([i() if callable(i) else i for i in inputs])
    make.fill(module.double())
    module = module.float().eval()
    tensors = all(isinstance(x, torch.Tensor) for x in given)
    if run or options or not tensors or "dropout" in text.lower():
        return
    try:
        written(len(lines) + 1, text, module, [single(x) for x in given])
    except Exception:
        refused += 1


files = sys.argv[3:] or sorted(n[:-3] for n in os.listdir(LAYERS)
                               if n.endswith(".py") and n != "make.py")
names = {**vars(make), "layer": layer}
for name in files:
    with open(os.path.join(LAYERS, name + ".py")) as source:
        exec(compile(source.read(), name + ".py", "exec"), dict(names))
with open(folder + "/list.txt", "w") as out:
    out.write("".join(line + "\n" for line in lines))
print(len(lines), "written,", refused, "refused by the exporter")
