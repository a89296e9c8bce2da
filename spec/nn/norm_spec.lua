local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("normalisation of one sample", function()
  it("says what is wrong with its input", function()
    fails("LayerNorm: the last dimensions should be 3x4, got 2x4x3", nn.LayerNorm {3, 4}, ln.ones(2, 4, 3))
    fails("LayerNorm: the last dimensions should be 3x4, got 4", nn.LayerNorm {3, 4}, ln.ones(4))
    fails("RMSNorm: the last dimensions should be 5, got 5x4", nn.RMSNorm(5), ln.ones(5, 4))
    fails("LayerNorm: normalized_shape is empty", nn.LayerNorm, {})
    fails("GroupNorm: 4 groups do not divide 6 channels", nn.GroupNorm, 4, 6)
    fails("GroupNorm: n, 6 channels, ... are wanted, got 2x5x3", nn.GroupNorm(2, 6), ln.ones(2, 5, 3))
    fails("InstanceNorm2d: 3 or 4 dimensions are wanted, got 3x4", nn.InstanceNorm2d(3), ln.ones(3, 4))
    fails("InstanceNorm2d: 3 channels are wanted, got 2 in 2x3x4", nn.InstanceNorm2d(3), ln.ones(2, 3, 4))
    fails("InstanceNorm2d: more than one value a channel is needed to train, got 2x3x1x1",
          nn.InstanceNorm2d(3), ln.ones(2, 3, 1, 1))
  end)

  it("stands an empty batch", function()
    assert.same({0, 4}, nn.LayerNorm(4)(ln.zeros(0, 4)):size())
    assert.same({0, 4, 2}, nn.GroupNorm(2, 4)(ln.zeros(0, 4, 2)):size())
    assert.same({0, 4, 2, 2}, nn.InstanceNorm2d(4)(ln.zeros(0, 4, 2, 2)):size())
  end)

  it("prints as it is written", function()
    assert.equal("LayerNorm({3, 4})", tostring(nn.LayerNorm {3, 4}))
    assert.equal("RMSNorm(5)", tostring(nn.RMSNorm(5)))
    assert.equal("GroupNorm(2, 6)", tostring(nn.GroupNorm(2, 6)))
    assert.equal("InstanceNorm1d(6)", tostring(nn.InstanceNorm1d(6)))
  end)

  it("differentiates its gradient: sum of (dy/dx)^2 changes as finite differences say", function()
    if ln.real ~= "double" then return end
    local x = ln.randn(3, 4, 5)
    for _, layer in ipairs {nn.LayerNorm {4, 5}, nn.GroupNorm(2, 4), nn.InstanceNorm1d(4), nn.PixelNorm(),
                            nn.RMSNorm(5)} do
      local function steepness(input)
        local g = ln.grad(layer(input):tanh():sum(), {input}, {create_graph = true})[1]
        return g:square():sum()
      end
      local a = x:clone():requires_grad_()
      local found = ln.grad(steepness(a), {a})[1]
      local step = ln.randn(3, 4, 5) * 1e-5
      local up, down = steepness((x + step):requires_grad_()), steepness((x - step):requires_grad_())
      near((found * step):sum() * 2, {(up - down):item()}, 1e-5)
    end
  end)
end)

-- With channels, or samples, of which several blocks are made.
describe("nn.BatchNorm of n,c and n,c,h,w", function()
  local function made(c, training)
    local layer = nn[training.name](c)
    local _ <close> = ln.no_grad()
    layer.weight:copy_(ln.randn(c))
    layer.bias:copy_(ln.randn(c))
    layer.running_mean:copy_(ln.randn(c))
    layer.running_var:copy_(ln.rand(c) + 0.5)
    return layer:train(training.on)
  end

  local function each(f)
    ln.manual_seed(3)
    for _, size in ipairs {{300, 70}, {3, 200}, {40, 1}, {2, 70, 3, 3}} do
      for _, on in ipairs {true, false} do
        local name = #size == 2 and "BatchNorm1d" or "BatchNorm2d"
        f(made(size[2], {name = name, on = on}), ln.randn(size) * 2 + 1, on)
      end
    end
  end

  it("is its formula", function()
    each(function(layer, x, training)
      local dims, shape = x:dim() == 2 and {1} or {1, 3, 4}, x:size()
      for k = 1, #shape do shape[k] = k == 2 and shape[2] or 1 end
      local function wide(v) return v:detach():reshape(shape) end
      local mean, var = wide(layer.running_mean):clone(), wide(layer.running_var):clone()
      if training then
        mean = x:mean(dims, {keepdim = true})
        var = (x - mean):square():mean(dims, {keepdim = true})
      end
      local y = (x - mean) / (var + 1e-5):sqrt() * wide(layer.weight) + wide(layer.bias)
      near(layer(x):detach(), y:flatten():totable(), 1e-5)
    end)
  end)

  it("has the gradient that its recorded sweep has, which is made of plain ops", function()
    each(function(layer, x)
      local wanted, cotangent = {x:requires_grad_(), layer.weight, layer.bias}, ln.randn_like(x)
      local function grads(create_graph)
        return ln.grad({layer(x)}, wanted, {grad_outputs = {cotangent}, create_graph = create_graph})
      end
      local fused, plain = grads(false), grads(true)
      for k, g in ipairs(plain) do near(fused[k], g:detach():flatten():totable(), 1e-4) end
    end)
  end)

  it("has the same bits for any number of threads", function()
    local before = ln.get_num_threads()
    each(function(layer, x)
      local found = {}
      for n = 1, 3 do
        ln.set_num_threads(n)
        local y = layer(x:requires_grad_())
        found[n] = {y, ln.grad({y:square():sum()}, {x})[1]}
      end
      ln.set_num_threads(before)
      for n = 2, 3 do
        for k = 1, 2 do assert.is_true(found[n][k]:equal(found[1][k])) end
      end
    end)
  end)
end)

describe("nn.BatchNorm", function()
  local x = ln.tensor {{1, -2, .5}, {.3, .7, -1.1}, {2, 0, -.4}}

  local function layer_of(options)
    local layer = nn.BatchNorm1d(3, options)
    local _ <close> = ln.no_grad()
    layer.weight:copy_(ln.tensor {1, 2, .5})
    layer.bias:copy_(ln.tensor {0, .1, -.1})
    return layer
  end

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
    fails("BatchNorm2d: 4 dimensions are wanted, got 2x3", nn.BatchNorm2d(3), ln.ones(2, 3))
    fails("BatchNorm1d: 4 channels are wanted, got 3 in 2x3", nn.BatchNorm1d(4), ln.ones(2, 3))
    fails("BatchNorm1d: more than one value a channel is needed to train, got 1x3",
          nn.BatchNorm1d(3), ln.ones(1, 3))
    assert.same({1, 3}, nn.BatchNorm1d(3):eval()(ln.ones(1, 3)):size())
  end)
end)
