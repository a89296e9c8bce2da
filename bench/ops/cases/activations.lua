-- Units, as functions and as layers.
local case, each = ...

each([[tanh sigmoid relu leaky_relu softplus elu celu selu gelu silu mish
  logsigmoid softsign tanhshrink hardtanh relu6 hardsigmoid hardswish
  softshrink hardshrink]], "F.%s(x)")
case('F.gelu(x, {approximate = "tanh"})')
case("F.leaky_relu(x, 0.2)")
case("F.threshold(x, 0.1, 0.5)")
case("F.prelu(x, w)", "x, w 1")
case("F.prelu(x, w)", "x 16x64x32x32, w 64")
case("F.glu(x, -1)")
case("F.glu(x, -2)")
case("F.glu(x, -3)", "x 16x64x32x32")
case("F.rrelu(x, 0.1, 0.3, {training = true})")
case("F.rrelu(x)")

for name in ([[CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh
  LeakyReLU LogSigmoid Mish PReLU RReLU ReLU ReLU6 SELU SiLU Sigmoid Softplus
  Softshrink Softsign Tanh Tanhshrink Softmax2d]]):gmatch "%S+" do
  case("made(x)", "x 16x64x32x32", {made = ("nn.%s()"):format(name)})
end
case("made(x)", "x 16x64x32x32", {made = "nn.Threshold(0.1, 0.5)"})
for name in ("Softmax LogSoftmax Softmin"):gmatch "%S+" do
  case("made(x)", "x", {made = ("nn.%s(-1)"):format(name)})
end
each("softmax log_softmax", "x:%s(-1)")
each("softmax log_softmax", "x:%s(-2)")
each("softmin gumbel_softmax", "F.%s(x, {dim = -1})")
each("softmax log_softmax", "x:%s(-1)", "x 4096x10")
for dim = 1, 4 do
  case(("x:softmax(%d)"):format(-dim), "x 32x32x32x32")
end
