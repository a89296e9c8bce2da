local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local image = ln.tensor {{{{1, 2}, {3, 4}}}}

local function refused(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("nn.Upsample", function()
  it("repeats or interpolates", function()
    near(nn.Upsample {scale_factor = 2}(image), {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4})
    near(nn.Upsample {size = {2, 3}, mode = "bilinear", align_corners = true}(image), {1, 1.5, 2, 3, 3.5, 4})
    near(nn.Upsample {size = 1, mode = "area"}(image), {2.5})
    near(nn.Upsample {scale_factor = 2, mode = "linear"}(image:reshape(1, 2, 2)),
         {1, 1.25, 1.75, 2, 3, 3.25, 3.75, 4})
  end)

  it("prints its options", function()
    assert.equal('Upsample({scale_factor = 2, mode = "bilinear"})',
                 tostring(nn.Upsample {scale_factor = 2, mode = "bilinear"}))
  end)

  it("wants one of size and scale_factor", function()
    refused("one of size and scale_factor", nn.Upsample, {})
    refused("one of size and scale_factor", nn.Upsample, {size = 2, scale_factor = 2})
    refused("mode is", nn.Upsample, {size = 2, mode = "cubic"})
  end)
end)

describe("nn.PixelShuffle and its like", function()
  it("exchange channels and space", function()
    local x = ln.arange(1, 8):reshape(1, 4, 1, 2)
    local y = nn.PixelShuffle(2)(x)
    assert.same({1, 1, 2, 4}, y:size())
    near(y, {1, 3, 2, 4, 5, 7, 6, 8})
    near(nn.PixelUnshuffle(2)(y), {1, 2, 3, 4, 5, 6, 7, 8})
    near(nn.ChannelShuffle(2)(x), {1, 2, 5, 6, 3, 4, 7, 8})
    assert.equal("PixelShuffle(2)", tostring(nn.PixelShuffle(2)))
  end)
end)

describe("nn.Unfold and nn.Fold", function()
  it("lay windows out as columns and back", function()
    local x = ln.arange(1, 6):reshape(1, 1, 2, 3)
    near(nn.Unfold(2)(x), {1, 2, 2, 3, 4, 5, 5, 6})
    near(nn.Fold({2, 3}, 2)(nn.Unfold(2)(x)), {1, 4, 3, 4, 10, 6})
    assert.equal("Fold({2, 3}, 2, {padding = 1})", tostring(nn.Fold({2, 3}, 2, {padding = 1})))
    assert.equal("Unfold({1, 2})", tostring(nn.Unfold {1, 2}))
  end)
end)

describe("nn.Blur", function()
  -- An image of one 1 at row, column.
  local function impulse(size, row, column)
    local x = ln.zeros(1, 1, size, size)
    x[{1, 1, row, column}] = 1
    return x
  end

  -- The row of y in which its largest element stands.
  local function profile(y, row) return y[{1, 1, row}] end

  it("spreads an impulse as its kernel", function()
    local y = nn.Blur {1, 2, 1}(impulse(3, 2, 2))
    near(y, {1 / 16, 1 / 8, 1 / 16, 1 / 8, 1 / 4, 1 / 8, 1 / 16, 1 / 8, 1 / 16})
    y = nn.Blur()(impulse(6, 3, 3))
    assert.same({1, 1, 6, 6}, y:size())
    near(profile(y, 3) * 64 / 3, {0, 1, 3, 3, 1, 0})
  end)

  it("is a convolution, not a correlation", function()
    near(profile(nn.Blur {1, 2, 5}(impulse(5, 3, 3)), 3) * 64, {0, 2, 4, 10, 0})
    near(profile(nn.Blur({1, 2, 5}, {up = 2})(impulse(2, 1, 1)), 1) * 64, {4, 8, 20, 0})
  end)

  it("keeps a constant where it sees no edge", function()
    local y = nn.Blur(nil, {up = 2})(ln.ones(1, 2, 4, 4))
    assert.same({1, 2, 8, 8}, y:size())
    near(y[{{}, {}, {2, 7}, {2, 7}}], ln.ones(72):totable())
    y = nn.Blur(nil, {down = 2})(ln.ones(1, 2, 8, 8))
    assert.same({1, 2, 4, 4}, y:size())
    near(y[{{}, {}, {2, 3}, {2, 3}}], ln.ones(8):totable())
  end)

  it("halves as upfirdn2d does", function()
    near(profile(nn.Blur(nil, {down = 2})(impulse(8, 3, 3)), 2) * 64, {3, 9, 0, 0})
    near(profile(nn.Blur({1, 2, 1}, {down = 2})(impulse(4, 3, 3)), 2) * 16, {0, 4})
  end)

  it("takes longer kernels one dimension after the other", function()
    near(profile(nn.Blur {1, 4, 6, 4, 1}(impulse(5, 3, 3)), 3) * 256, {6, 24, 36, 24, 6})
    local six = {1, 5, 10, 10, 5, 1}
    near(profile(nn.Blur(six, {up = 2})(impulse(3, 2, 2)), 3) * 256, {10, 50, 100, 100, 50, 10})
    near(profile(nn.Blur(six, {down = 2})(impulse(8, 3, 3)), 2) * 1024, {50, 100, 10, 0})
  end)

  it("saves its kernel, scaled, and trains nothing", function()
    local layer = nn.Blur()
    near(layer:state_dict().kernel, {.125, .375, .375, .125})
    assert.equal(0, #layer:parameters())
    assert.equal("Blur({1, 3, 3, 1}, {down = 2})", tostring(nn.Blur(nil, {down = 2})))
  end)

  it("passes gradients of any order", function()
    local x = ln.randn(1, 1, 4, 4):requires_grad_()
    local g = ln.grad(nn.Blur(nil, {down = 2})(x):square():sum(), {x}, {create_graph = true})[1]
    g:square():sum():backward()
    assert.is_true(x.grad:abs():sum():item() > 0)
  end)

  it("says what is wrong", function()
    refused("one of up and down must be 1", nn.Blur, nil, {up = 2, down = 2})
    refused("the sum of kernel is 0", nn.Blur, {1, -1})
    refused("1 entries of kernel leave gaps by 2", nn.Blur, {1}, {up = 2})
    refused("Blur: n, c, h, w is wanted, got 2x2", nn.Blur(), ln.ones(2, 2))
  end)
end)

describe("nn.Downsample", function()
  it("is a blur that keeps every second element", function()
    local x = ln.randn(2, 3, 8, 6)
    local y = nn.Downsample()(x)
    assert.same({2, 3, 4, 3}, y:size())
    near(y, nn.Blur({1, 3, 3, 1}, {down = 2})(x):contiguous():view(-1):totable())
    near(nn.Downsample(2)(ln.ones(1, 1, 8, 8))[{1, 1, 2, 2}], {1})
    assert.has_error(function() nn.Downsample(5) end)
  end)
end)
