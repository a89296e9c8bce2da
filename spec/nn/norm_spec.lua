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
    fails("InstanceNorm2d: 4 dimensions are wanted, got 2x3x4", nn.InstanceNorm2d(3), ln.ones(2, 3, 4))
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
