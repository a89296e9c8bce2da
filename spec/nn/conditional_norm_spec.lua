local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("nn.ConditionalBatchNorm2d", function()
  it("starts as batch normalisation, and learns of each class apart", function()
    local layer, plain = nn.ConditionalBatchNorm2d(3, 5), nn.BatchNorm2d(3)
    local x, classes = ln.randn(4, 3, 2, 2), ln.tensor {1, 3, 3, 5}
    near(layer(x, classes), plain(x):flatten():totable())
    layer(x, classes):square():sum():backward()
    local moved = layer.gain.weight.grad:abs():sum(2):gt(0):totable()
    assert.same({1, 0, 1, 0, 1}, moved)
  end)

  it("names what does not fit", function()
    fails("conditions for 2 samples are given, the input is 4x3x2x2", nn.ConditionalBatchNorm2d(3, 5),
          ln.randn(4, 3, 2, 2), ln.tensor {1, 2})
    fails("ConditionalBatchNorm2d: condition is missing", nn.ConditionalBatchNorm2d(3, 5), ln.randn(4, 3, 2, 2))
  end)
end)

describe("nn.AdaIN", function()
  it("names what does not fit", function()
    fails("AdaIN: conditions for 2 samples are given, the input is 4x3x2x2", nn.AdaIN(3, 5),
          ln.randn(4, 3, 2, 2), ln.randn(2, 5))
    fails("GroupNorm: n, 3 channels, ... are wanted, got 4x2x2x2", nn.AdaIN(3, 5), ln.randn(4, 2, 2, 2),
          ln.randn(4, 5))
  end)
end)

describe("nn.VirtualBatchNorm", function()
  it("makes no sample depend on the others, and sends gradients through the reference", function()
    local layer, reference = nn.VirtualBatchNorm(2, 3), ln.randn(3, 2, 4):requires_grad_()
    local x = ln.randn(2, 2, 4)
    local both = layer(ln.cat {reference, x}):narrow(1, 4, 2)
    local alone = layer(ln.cat {reference, x:narrow(1, 2, 1)}):narrow(1, 4, 1)
    near(alone, both[2]:flatten():totable())
    local g = ln.grad(alone:square():sum(), {reference})[1]
    assert.is_true(g:abs():amin():item() > 0)
  end)

  it("differs from the reference's own normalisation by the sample's share", function()
    -- R = 1 with m = 0, v = 1 and a constant sample 2
    local layer = nn.VirtualBatchNorm(1, 1, {eps = 0})
    local y = layer(ln.tensor {{{-1, 1}}, {{2, 2}}})
    -- mean = (2 + 0) / 2, E[x^2] = (4 + 1) / 2, var = 1.5
    near(y, {-1, 1, 1 / math.sqrt(1.5), 1 / math.sqrt(1.5)})
  end)

  it("has the values and gradients of its formula in PyTorch", function()
    -- torch 1.13 in double, from means of x and x^2: y, and the gradient of the sum of y^3 in x
    local layer = nn.VirtualBatchNorm(2, 2)
    layer.weight:detach():copy_(ln.tensor {2, 0.5})
    layer.bias:detach():copy_(ln.tensor {1, -1})
    local x = ln.tensor({{{1, 2}, {0, 1}}, {{3, -1}, {2, 5}}, {{4, 0}, {1, -2}}}):requires_grad_()
    local y = layer(x)
    near(y, {0.6619390708184056, 2.014182787544783, -1.5345217202229366, -1.2672608601114683, 3.366426504271161,
             -2.04254836263435, -1, -0.19821741966559492, 3.927695199943844, -0.7566171199663065, -1.0394054762561677,
             -1.7487040488671863})
    near(ln.grad((y ^ 3):sum(), {x})[1], {
      -22.538528469465763, -21.630943255324894, -0.6174998849700775, -0.6022145774980334, -5.8873805135690365,
      20.15423368509746, -0.4723892286640492, 0.6043270660095401, 25.904373130078806, 3.9982454231834232,
      0.2336270379384603, 0.8541495871841599})
  end)

  it("names what does not fit", function()
    fails("VirtualBatchNorm: 4 samples or more of 2 channels are wanted, got 3x2", nn.VirtualBatchNorm(2, 4),
          ln.randn(3, 2))
  end)
end)
