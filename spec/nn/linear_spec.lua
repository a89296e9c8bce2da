local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

describe("nn.Linear", function()
  it("gives PyTorch's values", function()
    local layer = nn.Linear(3, 2)
    layer:load_state_dict {weight = ln.tensor {{.1, -.2, .3}, {.5, .4, -.6}}, bias = ln.tensor {.05, -.1}}
    near(layer(ln.tensor {{1, -2, .5}, {.3, .7, -1.1}, {2, 0, -.4}}), {0.7, -0.7, -0.39, 0.99, 0.13, 1.14})
  end)

  it("starts uniform within 1 / sqrt(in)", function()
    ln.manual_seed(1)
    local layer = nn.Linear(100, 50)
    local top = layer.weight:abs():amax():item()
    assert.is_true(top <= 0.1 and top > 0.099)
    assert.is_true(layer.bias:abs():amax():item() <= 0.1)
    assert.is_true(math.abs(layer.weight:mean():item()) < 0.005)
  end)

  it("does without a bias, and checks its sizes", function()
    assert.is_nil(nn.Linear(2, 2, {bias = false}).bias)
    assert.has_error(function() nn.Linear(2) end)
    assert.has_error(function() nn.Linear(2, 2, {bais = false}) end)
    assert.has_error(function() nn.Linear(2, 2, false) end)
  end)
end)

describe("nn.Bilinear and nn.Maxout", function()
  it("start within their bounds", function()
    ln.manual_seed(1)
    local top = nn.Bilinear(100, 3, 20).weight:abs():amax():item()
    assert.is_true(top <= 0.1 and top > 0.099)
    top = nn.Maxout(100, 5, 20).weight:abs():amax():item()
    assert.is_true(top <= 0.1 and top > 0.099)
  end)

  it("name the sizes that do not fit", function()
    local ok, message = pcall(nn.Bilinear(2, 3, 4), ln.ones(5, 3), ln.ones(5, 3))
    assert.is_false(ok)
    assert.truthy(message:find("Bilinear: 2 and 3 features are wanted, got 5x3 and 5x3", 1, true), message)
  end)
end)
