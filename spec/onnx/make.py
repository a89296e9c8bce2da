"""Writes the models of load_spec.lua, as PyTorch's exporter has them, and what
PyTorch computes with them, in double:

    python3 spec/onnx/make.py

NAME.onnx beside this file, and values.lua: for each the inputs (x), the outputs
in evaluation mode (y), and the gradients of the sum of sin(y) in the inputs (g)
and in the parameters (gp); where the model is exported for training, the same in
training mode, and the buffers after it (train).
"""
import os
import warnings

import torch
import torch.nn.functional as F
from torch import nn

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
made = 0


def lattice(*sizes):
    """Numbers from -1 to 1, other ones for each call."""
    global made
    made += 1
    n = torch.Size(sizes).numel()
    k = torch.arange(n, dtype=torch.float64)
    return (torch.remainder((k + 3 * made) * 0.6180339887, 1) * 2 - 1).reshape(sizes)


class Net(nn.Module):
    def __init__(self, forward, **layers):
        super().__init__()
        self.call = forward
        for name, layer in layers.items():
            setattr(self, name, layer)

    def forward(self, *x):
        return self.call(self, *x)


def fill(module):
    for name, x in [*module.named_parameters(), *module.named_buffers()]:
        if x.dtype.is_floating_point:
            value = lattice(*x.shape).float() * 0.5
            x.data.copy_(value.abs() + 0.5 if name.endswith("var") else value)


def text(x):
    numbers = ",".join("%.9g" % v for v in x.detach().double().flatten())
    return "{c={%s},s={%s}}" % (numbers, ",".join(map(str, x.shape)))


def listed(xs):
    return "{%s}" % ",".join(map(text, xs))


def named(tensors):
    return "{%s}" % ",".join('["%s"]=%s' % (n, text(t)) for n, t in tensors.items())


def computed(module, inputs):
    leaves = [x.clone().requires_grad_(x.dtype.is_floating_point) for x in inputs]
    module.zero_grad()
    ys = module(*leaves)
    ys = ys if isinstance(ys, tuple) else (ys,)
    sum(y.sin().sum() for y in ys if y.dtype.is_floating_point).backward()
    grads = [x.grad for x in leaves if x.grad is not None]
    params = {n: p.grad for n, p in module.named_parameters()}
    return "y=%s,g=%s,gp=%s" % (listed(ys), listed(grads), named(params))


lines = []


def model(name, opset, module, *inputs, train=False, dynamic=False):
    fill(module)
    module.train(train)
    single = [x.float() if x.dtype.is_floating_point else x for x in inputs]
    names = ["x%d" % k for k in range(len(inputs))]
    mode = torch.onnx.TrainingMode.TRAINING if train else torch.onnx.TrainingMode.EVAL
    torch.onnx.export(
        module, tuple(single), os.path.join(HERE, name + ".onnx"),
        opset_version=opset, input_names=names, training=mode,
        do_constant_folding=not train,
        dynamic_axes={n: {0: "batch"} for n in names} if dynamic else None)
    module.double().eval()
    line = "%s={x=%s,%s" % (name, listed(inputs), computed(module, inputs))
    if train:
        after = computed(module.train(), inputs)
        buffers = {n: b for n, b in module.named_buffers() if b.dim() > 0}
        line += ",train={%s,after=%s}" % (after, named(buffers))
    lines.append(line + "}")


# a classifier, exported for training: BatchNormalization is a node of its own
model("classifier", 13, nn.Sequential(
    nn.Conv2d(2, 4, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(4),
    nn.LeakyReLU(0.2),
    nn.MaxPool2d(3, 2, 1, ceil_mode=True),
    nn.Conv2d(4, 4, 3, padding=2, dilation=2, groups=2, bias=False), nn.PReLU(4),
    nn.AvgPool2d(3, 1, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3)),
    lattice(3, 2, 9, 8), train=True)

# a generator, of any batch
model("generator", 11, Net(
    lambda m, z: m.up2(m.up1(m.start(z).view(z.size(0), 3, 2, 3))).tanh(),
    start=nn.Linear(4, 18),
    up1=nn.Sequential(nn.ConvTranspose2d(3, 4, 3, 2, 1, output_padding=1), nn.ReLU()),
    up2=nn.ConvTranspose2d(4, 2, 4, 2, 1, groups=2)), lattice(2, 4), dynamic=True)


def shaped(m, x):
    n, c, h, w = x.shape
    a, b = x.view(n, c // 2, 2, h * w).transpose(1, 2).chunk(2, 1)
    y = torch.cat([a, b[..., 1:-1], a[..., ::2]], dim=-1)
    mask = (y > 0.1) & ~(y > 0.8)
    y = torch.where(mask, y * 2, m.offset.expand(n, 1, 2, y.size(3)))
    return y.clamp(-1.5, 1.2).flatten(1), x.mean((2, 3)).unsqueeze(1), x.amax(1)


shapes = Net(shaped)
shapes.offset = nn.Parameter(torch.zeros(2, 1))
model("shapes", 13, shapes, lattice(2, 4, 3, 2), dynamic=True)


def attended(m, x):
    n, t, d = x.shape
    q, k, v = m.qkv(m.norm(x)).view(n, t, 3, 2, d // 2).permute(2, 0, 3, 1, 4)
    a = (q @ k.transpose(-1, -2) / (d // 2) ** 0.5).softmax(-1)
    x = x + (a @ v).transpose(1, 2).reshape(n, t, d)
    return x + m.out(F.gelu(m.hidden(x)))


model("attention", 17, Net(attended, norm=nn.LayerNorm(4), qkv=nn.Linear(4, 12),
                           hidden=nn.Linear(4, 6), out=nn.Linear(6, 4)),
      lattice(2, 3, 4))


def recurred(m, x):
    y, _ = m.lstm(x)
    y, h = m.gru(y)
    return m.rnn(y)[0], h


model("recurrent", 12, Net(
    recurred, lstm=nn.LSTM(2, 3, bidirectional=True), gru=nn.GRU(6, 2),
    rnn=nn.RNN(2, 2, nonlinearity="relu")), lattice(3, 2, 2))


def resized(m, x):
    y = F.pad(x, (1, 2, 0, 1), mode="reflect")
    y = F.interpolate(y, scale_factor=2, mode="nearest")
    y = F.interpolate(y, size=(5, 7), mode="bilinear", align_corners=False)
    z = F.interpolate(x, size=(6, 4), mode="bilinear", align_corners=True)
    return F.hardswish(F.pad(y, (1, 1, 0, 0), mode="replicate")), F.pixel_shuffle(z, 2)


model("resized", 14, Net(resized), lattice(1, 4, 4, 3))


def of_tokens(m, tokens, x):
    e = m.embed(tokens)
    y = torch.einsum("bti,bi->bt", e, x).cumsum(1)
    return y, y.argmax(1), F.log_softmax(e.permute(0, 2, 1), dim=1)


model("tokens", 12, Net(of_tokens, embed=nn.Embedding(5, 3)),
      torch.tensor([[0, 4, 1], [2, 2, 3]]), lattice(2, 3))

# opset 9: what is an attribute there and an input later
model("older", 9, Net(lambda m, x: F.softmax(m.norm(m.conv(
    F.interpolate(x, scale_factor=2)))[:, :, 1:].squeeze(0).unsqueeze(0), 1),
    conv=nn.Conv1d(2, 3, 2, padding=1, bias=False), norm=nn.InstanceNorm1d(3, affine=True)),
    lattice(1, 2, 4))

with open(os.path.join(HERE, "values.lua"), "w") as out:
    out.write("-- Made by make.py with PyTorch %s.\n-- luacheck: ignore\nreturn {\n%s}\n"
              % (torch.__version__, ",\n".join(lines)))
