x = lambda: X(3, 4)
for name in ("ReLU ReLU6 ELU CELU SELU GELU SiLU Mish Tanh Tanhshrink Sigmoid LogSigmoid "
             "Softplus Softsign Softshrink Hardshrink Hardtanh Hardswish "
             "LeakyReLU GLU PReLU").split():
    layer("nn.%s()" % name, getattr(nn, name)(), x)


class Hardsigmoid(nn.Module):
    """PyTorch's has its 1/6 in float."""

    def forward(self, x):
        return F.relu6(x + 3) / 6


layer("nn.Hardsigmoid()", Hardsigmoid(), x)
layer("nn.LeakyReLU(0.2)", nn.LeakyReLU(0.2), x)
layer("nn.ELU(0.5)", nn.ELU(0.5), x)
layer("nn.CELU(0.5)", nn.CELU(0.5), x)
layer("nn.GELU({approximate = \"tanh\"})", nn.GELU(approximate="tanh"), x)
layer("nn.Softplus(2, 1.1)", nn.Softplus(2, 1.1), x)
layer("nn.Softshrink(0.2)", nn.Softshrink(0.2), x)
layer("nn.Hardshrink(0.2)", nn.Hardshrink(0.2), x)
layer("nn.Hardtanh(-0.5, 2)", nn.Hardtanh(-0.5, 2), x)
layer("nn.Threshold(0.5, -3)", nn.Threshold(0.5, -3), x)
layer("nn.GLU(2)", nn.GLU(1), X(2, 4, 3))
layer("nn.Softmax(1)", nn.Softmax(0), x)
layer("nn.Softmax(-1)", nn.Softmax(-1), x)
layer("nn.LogSoftmax(2)", nn.LogSoftmax(1), x)
layer("nn.PReLU(4)", nn.PReLU(4), x)
layer("nn.PReLU(3)", nn.PReLU(3), X(2, 3, 4))
