local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local x = ln.tensor {{1, -2, .5}, {.3, .7, -1.1}, {2, 0, -.4}}

local function layer_of(options)
  local layer = nn.BatchNorm1d(3, options)
  local _ <close> = ln.no_grad()
  layer.weight:copy_(ln.tensor {1, 2, .5})
  layer.bias:copy_(ln.tensor {0, .1, -.1})
  return layer
end

describe("nn.BatchNorm", function()
  it("gives PyTorch's values and running statistics", function()
    local layer = layer_of()
    near(layer(x), {-0.14334407, -2.63875731, 0.53622583, -1.14675258, 2.08122869, -0.68532776, 1.29009665,
                    0.85752862, -0.15089807})
    layer(x * 2)
    near(layer.running_mean, {0.319, -0.12566667, -0.09666667})
    near(layer.running_var, {1.1677, 1.77203333, 1.12523333})
    assert.equal(2, layer.num_batches_tracked:item())
    layer:eval()
    near(layer(x), {0.63020176, -2.71604542, 0.18124095, -0.01758272, 1.34050231, -0.57292473, 1.55560816,
                    0.28880475, -0.24297724})
    near(layer.running_mean, {0.319, -0.12566667, -0.09666667})
  end)

  it("averages plainly without a momentum", function()
    local layer = layer_of {momentum = false}
    layer(x)
    layer(x * 2)
    near(layer.running_mean, {1.65, -0.65, -0.5})
    near(layer.running_var, {1.825, 4.90833333, 1.60833333})
  end)

  it("carries the derivative through the statistics", function()
    local image = (ln.arange(1, 32):reshape(1, 2, 4, 4) / 10):requires_grad_()
    local layer = nn.BatchNorm2d(2)
    local y = layer(image * image)
    near(y[1][1][1], {-1.14746694, -1.1102518, -1.04822656, -0.96139122})
    near(y[1][2][1], {-1.4669036, -1.31249269, -1.14925831, -0.97720044})
    near(layer.running_var, {0.96931467, 1.44803467})
    local waves = {}
    for k = 0, 31 do waves[k + 1] = math.sin(k) end
    local loss = (y * ln.tensor(waves):reshape(1, 2, 4, 4)):sum()
    local function check(g)
      near(g[1][1][1], {-0.00787862, 0.40034639, 0.64741326, 0.0941746}, 1e-4)
      near(g[1][2][1], {-0.29502756, -1.37577198, -1.09246104, 0.44755755}, 1e-4)
    end
    check(ln.grad(loss, {image}, {create_graph = true})[1])
    loss:backward()
    check(image.grad)
  end)

  it("does without running statistics or affine parameters", function()
    local layer = nn.BatchNorm1d(3, {track_running_stats = false, affine = false}):eval()
    assert.equal(0, #layer:parameters() + #layer:buffers())
    near(layer(x):mean(1):abs():amax(), {0}, 1e25)
  end)

  it("says what is wrong with its input", function()
    local function fails(part, layer, input)
      local ok, message = pcall(layer, input)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails("BatchNorm2d: 4 dimensions are wanted, got 2x3", nn.BatchNorm2d(3), ln.ones(2, 3))
    fails("BatchNorm1d: 4 channels are wanted, got 3 in 2x3", nn.BatchNorm1d(4), ln.ones(2, 3))
    fails("BatchNorm1d: more than one value a channel is needed to train, got 1x3",
          nn.BatchNorm1d(3), ln.ones(1, 3))
    assert.same({1, 3}, nn.BatchNorm1d(3):eval()(ln.ones(1, 3)):size())
  end)
end)
