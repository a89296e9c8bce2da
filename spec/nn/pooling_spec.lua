local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local image = ln.tensor {{{{1, 5, 2, 0}, {3, 4, 8, 7}, {6, 2, 1, 9}, {0, 3, 4, 5}}}}

local function refused(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("nn.MaxPool", function()
  it("gives the largest of each window, side by side unless told", function()
    near(nn.MaxPool2d(2)(image), {5, 8, 6, 9})
    near(nn.MaxPool2d(3, {stride = 1})(image), {8, 9, 8, 9})
    near(nn.MaxPool2d({1, 4})(image), {5, 8, 9, 5})
    near(nn.MaxPool2d(2, {stride = 2, padding = 1})(image), {1, 5, 0, 6, 8, 9, 0, 4, 5})
    near(nn.MaxPool2d(2, {dilation = 2, stride = 1})(image), {6, 9, 8, 7})
    near(nn.MaxPool1d(2)(image:reshape(1, 4, 4)), {5, 2, 4, 8, 6, 9, 3, 5})
    near(nn.MaxPool3d(2)(image:reshape(1, 1, 2, 2, 4)), {6, 9})
  end)

  it("reaches past the end with ceil_mode", function()
    assert.same({1, 1, 1, 1}, nn.MaxPool2d(3)(image):size())
    near(nn.MaxPool2d(3, {ceil_mode = true})(image), {8, 9, 4, 5})
  end)

  it("gives the whole cotangent to the largest", function()
    local x = image:clone():requires_grad_()
    nn.MaxPool2d(2)(x):sum():backward()
    near(x.grad, {0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0})
  end)

  it("prints what differs from the defaults", function()
    assert.equal("MaxPool2d(3, {stride = 2, padding = {1, 0}})",
                 tostring(nn.MaxPool2d(3, {stride = 2, padding = {1, 0}})))
    assert.equal("MaxPool1d(2)", tostring(nn.MaxPool1d(2)))
  end)

  it("says what is wrong", function()
    refused("MaxPool2d: kernel_size is missing", nn.MaxPool2d)
    refused("unknown option pad", nn.MaxPool2d, 2, {pad = 1})
    refused("at most half of kernel_size 2", nn.MaxPool2d(2, {padding = 2}), image)
    refused("kernel_size 5 does not fit size 4", nn.MaxPool2d(5), image)
  end)
end)

describe("nn.AvgPool", function()
  it("gives the mean of each window", function()
    near(nn.AvgPool2d(2)(image), {3.25, 4.25, 2.75, 4.75})
    near(nn.AvgPool2d({4, 1})(image), {2.5, 3.5, 3.75, 5.25})
    near(nn.AvgPool1d(4)(image:reshape(1, 4, 4)), {2, 5.5, 4.5, 3})
    near(nn.AvgPool3d(2)(image:reshape(1, 1, 2, 2, 4)), {3, 4.5})
  end)

  it("counts the padding unless told not to", function()
    near(nn.AvgPool2d(2, {padding = 1, stride = 3})(image), {.25, .5, 1.5, 4.75})
    near(nn.AvgPool2d(2, {padding = 1, stride = 3, count_include_pad = false})(image), {1, 1, 3, 4.75})
  end)

  it("prints what differs from the defaults", function()
    assert.equal("AvgPool2d({2, 1}, {count_include_pad = false})",
                 tostring(nn.AvgPool2d({2, 1}, {count_include_pad = false})))
  end)
end)

describe("adaptive pooling", function()
  it("shares out the spatial sizes", function()
    near(nn.AdaptiveAvgPool2d(1)(image), {3.75})
    near(nn.AdaptiveAvgPool2d {2, 1}(image), {3.75, 3.75})
    near(nn.AdaptiveAvgPool1d(3)(ln.tensor {{{1, 2, 3, 4}}}), {1.5, 2.5, 3.5})
    near(nn.AdaptiveMaxPool2d {1, 3}(image), {6, 8, 9})
    near(nn.AdaptiveMaxPool1d(2)(ln.tensor {{{3, 2, 1}}}), {3, 2})
    near(nn.AdaptiveAvgPool3d(1)(image:reshape(1, 1, 2, 2, 4)), {3.75})
    assert.equal("AdaptiveAvgPool2d({2, 1})", tostring(nn.AdaptiveAvgPool2d {2, 1}))
  end)
end)

describe("nn.GlobalAvgPool", function()
  it("leaves n,c", function()
    local y = nn.GlobalAvgPool()(ln.arange(1, 12):reshape(1, 2, 3, 2))
    assert.same({1, 2}, y:size())
    near(y, {3.5, 9.5})
    near(nn.GlobalAvgPool()(ln.arange(1, 4):reshape(1, 2, 2)), {1.5, 3.5})
    refused("GlobalAvgPool: n, c and spatial sizes are wanted, got 2x3", nn.GlobalAvgPool(), ln.ones(2, 3))
  end)
end)
