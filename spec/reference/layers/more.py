# Layers beside the families: inputs without a batch, and what is one function.
import itertools

def counted(m, x):
    """PyTorch does not count the batches of these; Lunette does."""
    m.num_batches_tracked += 1
    return m(x)


def classes(module, *inputs):
    """Those that are classes or indices are whole numbers there."""
    return module(*[x if x.requires_grad else x.long() for x in inputs])


def multi_margin(module, x, target):
    total = 0
    for row, t in zip(x, target.long()):
        for k in range(len(row)):
            if k != t:
                total = total + F.relu(module.margin - row[t] + row[k]) ** module.p
    y = total / x.numel()
    assert torch.allclose(y, module(x, target.long()))
    return y


def multilabel_margin(module, x, target):
    total = 0
    for row, listed in zip(x, target.long().tolist()):
        listed = listed[:listed.index(-1)]
        for t in listed:
            for k in range(len(row)):
                if k not in listed:
                    total = total + F.relu(1 - row[t] + row[k])
    y = total / x.shape[1]
    assert torch.allclose(y, module(x, target.long()))
    return y


def all_paths(module, x, targets, lengths, sizes):
    """CTC of second order, which 1.13 has not: every path is read."""
    losses = []
    for n, (t, size) in enumerate(zip(lengths, sizes)):
        found = []
        for path in itertools.product(range(x.shape[2]), repeat=t):
            kept = [k for k, _ in itertools.groupby(path) if k != 0]
            if kept == targets[n, :size].long().tolist():
                found.append(sum(x[i, n, k] for i, k in enumerate(path)))
        losses.append(-torch.stack(found).logsumexp(0) / size)
    y = torch.stack(losses).mean()
    assert torch.allclose(y, module(x, targets.long(), lengths, sizes))
    return y


# ---- without a batch ----
layer("nn.InstanceNorm1d(3)", nn.InstanceNorm1d(3), X(3, 5))
layer("nn.InstanceNorm2d(2, {affine = true, track_running_stats = true})",
      nn.InstanceNorm2d(2, affine=True, track_running_stats=True), X(2, 3, 4), calls=2, run=counted)
layer("nn.InstanceNorm2d(2, {affine = true, track_running_stats = true})",
      nn.InstanceNorm2d(2, affine=True, track_running_stats=True), X(2, 3, 4), train=False)
layer("nn.InstanceNorm3d(2)", nn.InstanceNorm3d(2), X(2, 2, 3, 2))
for d in (1, 2, 3):
    size = (4, 3, 5)[:d]
    for name, args in (("Conv", "(2, 3, 2"), ("ConvTranspose", "(2, 3, 2")):
        layer("nn.%s%dd(2, 3, 2)" % (name, d), getattr(nn, "%s%dd" % (name, d))(2, 3, 2),
              X(2, *size))
    layer("nn.Conv%dd(2, 3, 3, {padding = 1, padding_mode = \"circular\"})" % d,
          getattr(nn, "Conv%dd" % d)(2, 3, 3, padding=1, padding_mode="circular"), X(2, *size),
          run=lambda m, x: m(x[None])[0])  # 1.13 does not take it without
    transpose = getattr(nn, "ConvTranspose%dd" % d)(2, 3, 3, stride=3, padding=1)
    for wanted in ([3 * s for s in size], [1, 3] + [3 * s - 2 for s in size]):
        layer("nn.ConvTranspose%dd(2, 3, 3, {stride = 3, padding = 1})" % d, transpose,
              X(1, 2, *size), wanted)
layer("nn.ReflectionPad2d(1)", nn.ReflectionPad2d(1), X(2, 3, 4))
layer("nn.ConstantPad1d({1, 2}, 0.5)", nn.ConstantPad1d((1, 2), 0.5), X(2, 3))
layer("nn.ReplicationPad3d(1)", nn.ReplicationPad3d(1), X(1, 2, 3, 2))
layer("nn.PixelShuffle(2)", nn.PixelShuffle(2), X(4, 2, 3))
layer("nn.Unfold(2)", nn.Unfold(2), X(2, 3, 4))
layer("nn.Fold({3, 4}, 2)", nn.Fold((3, 4), 2), X(8, 6))
layer("nn.AlphaDropout(0.4)", nn.AlphaDropout(0.4), X(3, 4), train=False)
layer("nn.Dropout1d(0.4)", nn.Dropout1d(0.4), X(3, 4), train=False)
layer("nn.Dropout2d(0.4)", nn.Dropout2d(0.4), X(3, 4, 2), train=False)
layer("nn.Dropout3d(0.4)", nn.Dropout3d(0.4), X(3, 4, 2, 1), train=False)

# ---- activations and normalisations ----
layer("nn.Softmin(2)", nn.Softmin(1), X(3, 4))
layer("nn.Softmax2d()", nn.Softmax2d(), X(2, 3, 2, 4))
layer("nn.Softmax2d()", nn.Softmax2d(), X(3, 2, 4))
layer("nn.RReLU(0.25, 0.75)", nn.RReLU(0.25, 0.75), X(3, 4), train=False)
layer("nn.LocalResponseNorm(3)", nn.LocalResponseNorm(3), X(2, 4, 5))
layer("nn.LocalResponseNorm(2, 0.5, 0.6, 2)", nn.LocalResponseNorm(2, 0.5, 0.6, 2),
      X(2, 4, 2, 3))

# ---- sizes ----
for text, o in (("scale_factor = 2", {"scale_factor": 2}), ("size = {3, 7}", {"size": (3, 7)})):
    layer("nn.UpsamplingNearest2d {%s}" % text, nn.UpsamplingNearest2d(**o), X(1, 2, 4, 5))
    layer("nn.UpsamplingBilinear2d {%s}" % text, nn.UpsamplingBilinear2d(**o), X(1, 2, 4, 5))
layer("nn.Upsample {scale_factor = {2, 1.5, 0.5}, mode = \"trilinear\"}",
      nn.Upsample(scale_factor=(2, 1.5, 0.5), mode="trilinear"), X(1, 2, 2, 4, 5))

# ---- distances and losses ----
layer("nn.PairwiseDistance(3)", nn.PairwiseDistance(3), X(4, 3), X(4, 3))
layer("nn.PairwiseDistance(1, 0.25, {keepdim = true})", nn.PairwiseDistance(1, 0.25, True),
      X(4, 3), X(4, 3))
layer("nn.SoftMarginLoss()", nn.SoftMarginLoss(), X(2, 3), K([[1.0, -1.0, 1.0]] * 2))
# 1.13 differentiates these two once: the same in plain ops
layer("nn.MultiMarginLoss {p = 2, margin = 0.5}", nn.MultiMarginLoss(p=2, margin=0.5), X(4, 3),
      I([0, 2, 1, 1]), run=multi_margin)
layer("nn.MultiLabelMarginLoss {reduction = \"sum\"}", nn.MultiLabelMarginLoss(reduction="sum"),
      X(2, 3), I([[2, 0, -1], [1, -1, 0]]), run=multilabel_margin)
layer("nn.MultiLabelSoftMarginLoss()", nn.MultiLabelSoftMarginLoss(), X(2, 3),
      K([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]))
layer("nn.TripletMarginWithDistanceLoss {margin = 2, swap = true}",
      nn.TripletMarginWithDistanceLoss(margin=2, swap=True), X(4, 3), X(4, 3), X(4, 3))
layer("nn.CTCLoss(1, {zero_infinity = true})", nn.CTCLoss(0, zero_infinity=True),
      X(5, 2, 3).log_softmax(D(2)), I([[1, 2], [1, 1]]), [5, 4], [2, 2], run=all_paths)
layer("nn.EmbeddingBag(5, 3)", nn.EmbeddingBag(5, 3), I([[0, 2, 4], [1, 1, 3]]), run=classes)
layer("nn.EmbeddingBag(5, 3, {mode = \"max\", padding_idx = 2})",
      nn.EmbeddingBag(5, 3, mode="max", padding_idx=1), I([[0, 2, 4], [1, 1, 3]]), run=classes)
layer("nn.EmbeddingBag(5, 3, {mode = \"sum\"})", nn.EmbeddingBag(5, 3, mode="sum"),
      I([0, 2, 4, 3]), I([0, 3]), run=classes)
layer("nn.EmbeddingBag(5, 3, {include_last_offset = true})",
      nn.EmbeddingBag(5, 3, include_last_offset=True),
      I([0, 2, 4, 3]), I([0, 3, 4]), run=classes)
