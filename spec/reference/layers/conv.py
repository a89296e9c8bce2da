# ---- plain ----
layer("nn.Linear(3, 4)", nn.Linear(3, 4), X(5, 3))
layer("nn.Linear(3, 4, {bias = false})", nn.Linear(3, 4, bias=False), X(2, 5, 3))
layer("nn.Linear(3, 4)", nn.Linear(3, 4), X(3))

# ---- convolutions ----
for d, c, size in ((1, 4, (9,)), (2, 4, (5, 4)), (3, 2, (3, 4, 3))):
    conv, transpose = getattr(nn, "Conv%dd" % d), getattr(nn, "ConvTranspose%dd" % d)
    layer("nn.Conv%dd(%d, 6, 3)" % (d, c), conv(c, 6, 3), X(2, c, *size))
    layer("nn.Conv%dd(%d, 6, 3, {stride = 2, padding = 1, groups = 2})" % (d, c),
          conv(c, 6, 3, stride=2, padding=1, groups=2), X(2, c, *size))
    layer("nn.Conv%dd(%d, 4, 2, {dilation = 2, groups = %d, bias = false})" % (d, c, c),
          conv(c, 4, 2, dilation=2, groups=c, bias=False), X(1, c, *size))
    layer("nn.ConvTranspose%dd(%d, 6, 3)" % (d, c), transpose(c, 6, 3), X(2, c, *size))
    layer("nn.ConvTranspose%dd(%d, 6, 4, {stride = 2, padding = 1, groups = 2})" % (d, c),
          transpose(c, 6, 4, stride=2, padding=1, groups=2), X(1, c, *size))
    layer("nn.ConvTranspose%dd(2, 2, 3, {stride = 3, output_padding = 1, "
          "dilation = 2, bias = false})" % d,
          transpose(2, 2, 3, stride=3, output_padding=1, dilation=2, bias=False),
          X(1, 2, *(s - 1 for s in size)))
layer("nn.Conv2d(2, 3, {1, 3}, {padding = {0, 1}})",
      nn.Conv2d(2, 3, (1, 3), padding=(0, 1)), X(2, 2, 4, 5))

# ---- padding other than zeros ----
for mode in ("reflect", "replicate", "circular"):
    layer("nn.Conv1d(2, 3, 3, {padding = 2, padding_mode = \"%s\"})" % mode,
          nn.Conv1d(2, 3, 3, padding=2, padding_mode=mode), X(2, 2, 5))
    layer("nn.Conv2d(2, 2, 3, {padding = {2, 1}, stride = 2, padding_mode = \"%s\"})"
          % mode, nn.Conv2d(2, 2, 3, padding=(2, 1), stride=2, padding_mode=mode),
          X(1, 2, 4, 5))
layer("nn.Conv3d(1, 2, 2, {padding = {1, 0, 2}, padding_mode = \"circular\"})",
      nn.Conv3d(1, 2, 2, padding=(1, 0, 2), padding_mode="circular"), X(1, 1, 2, 3, 4))

# ---- sizes kept ----
layer("nn.Conv1d(2, 3, 4, {padding = \"same\"})", nn.Conv1d(2, 3, 4, padding="same"),
      X(2, 2, 5))
layer("nn.Conv2d(2, 3, {3, 2}, {padding = \"same\", dilation = {1, 3}})",
      nn.Conv2d(2, 3, (3, 2), padding="same", dilation=(1, 3)), X(1, 2, 4, 5))
layer("nn.Conv2d(2, 3, {2, 3}, {padding = \"same\", padding_mode = \"circular\"})",
      nn.Conv2d(2, 3, (2, 3), padding="same", padding_mode="circular"), X(1, 2, 4, 5))
layer("nn.Conv2d(2, 3, 2, {padding = \"valid\"})", nn.Conv2d(2, 3, 2, padding="valid"),
      X(1, 2, 4, 5))
