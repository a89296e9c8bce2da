local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local image = ln.arange(1, 32):reshape(1, 2, 4, 4) / 10
local kernel = (ln.arange(1, 16):reshape(2, 2, 2, 2) - 8) / 5
local bias = ln.tensor {.1, -.2}

local function with(layer, state)
  layer:load_state_dict(state)
  return layer
end

describe("nn.Conv2d", function()
  it("gives PyTorch's values", function()
    local layer = with(nn.Conv2d(2, 2, 2, {stride = 2, padding = 1}), {weight = kernel, bias = bias})
    near(layer(image), {0.02, -0.7, -0.7, -2.06, -6.22, -4.22, -2.62, -6.7, -4.06, 2.6, 5.72, 2.84, 7.24, 14.6,
                        7.0, 3.8, 7.4, 3.32})
    layer = with(nn.Conv2d(2, 2, {2, 2}, {dilation = {2, 2}, bias = false}), {weight = kernel})
    near(layer(image), {-4.56, -5.12, -6.8, -7.36, 13.36, 14.08, 16.24, 16.96})
  end)

  it("divides channels into groups, and says when it cannot", function()
    assert.same({4, 1, 3, 3}, nn.Conv2d(2, 4, 3, {groups = 2}).weight:size())
    assert.has_error(function() nn.Conv2d(3, 4, 3, {groups = 2}) end)
  end)

  -- w = 1 .. 9 in rows of 3, x all 1: 45, on an edge less a row or a column of w. In w, the gradient of the sum is the
  -- pixels that meet a tap: 90 x 110, less a row, a column for taps on that side.
  it("takes planes channel by channel that are larger than a task", function()
    local w = ln.arange(1, 9):reshape(1, 1, 3, 3):repeat_interleave(2, 1):requires_grad_()
    local x = ln.ones(1, 2, 90, 110):requires_grad_()
    local y = ln.conv2d(x, w, nil, {padding = 1, groups = 2})
    local rows = ln.full({90}, 108 * 45 + 33 + 27):totable()
    rows[1], rows[90] = 108 * 39 + 28 + 24, 108 * 21 + 16 + 12
    near(y[1][2]:sum(2), rows)
    y:sum():backward()
    rows[1], rows[90] = 108 * 21 + 12 + 16, 108 * 39 + 24 + 28
    near(x.grad[1][1]:sum(2), rows)
    local met = {89 * 109, 89 * 110, 89 * 109, 90 * 109, 90 * 110, 90 * 109, 89 * 109, 89 * 110, 89 * 109}
    near(w.grad[2], met)
  end)

  it("starts uniform within 1 / sqrt(fan in)", function()
    local top = nn.Conv2d(4, 64, 5).weight:abs():amax():item()
    assert.is_true(top <= 0.1 and top > 0.099)
  end)

  it("prints what differs from the defaults", function()
    assert.equal("Conv2d(1, 64, 4, {stride = 2, padding = {1, 2}, bias = false})",
                 tostring(nn.Conv2d(1, 64, 4, {stride = 2, padding = {1, 2}, bias = false})))
    assert.equal('Conv1d(1, 2, 3, {padding = 1, padding_mode = "reflect"})',
                 tostring(nn.Conv1d(1, 2, 3, {padding = 1, padding_mode = "reflect"})))
  end)

  it("knows its padding modes", function()
    assert.equal('Conv2d(1, 2, 3, {padding = "same"})', tostring(nn.Conv2d(1, 2, 3, {padding = "same"})))
    local strided, why = pcall(nn.Conv2d, 1, 2, 3, {padding = "same", stride = {1, 2}})
    assert.is_false(strided)
    assert.truthy(why:find('Conv2d: padding = "same" goes with a stride of 1', 1, true), why)
    assert.has_error(function() nn.Conv2d(1, 2, 3, {padding = "full"}) end)
    local ok, message = pcall(nn.Conv2d, 1, 2, 3, {padding_mode = "mirror"})
    assert.is_false(ok)
    assert.truthy(message:find('padding_mode is "mirror", one of zeros, reflect', 1, true), message)
    assert.has_error(function() nn.ConvTranspose2d(1, 2, 3, {padding_mode = "reflect"}) end)
  end)

  it("refuses options as arguments", function()
    local ok, message = pcall(nn.Conv2d, 1, 64, 4, 2, 1)
    assert.is_false(ok)
    assert.truthy(message:find("Conv2d: options come as a table, {stride = ...}; got 2", 1, true), message)
  end)
end)

describe("nn.ConvTranspose2d", function()
  it("gives PyTorch's values", function()
    local layer = with(nn.ConvTranspose2d(2, 2, 2, {stride = 2, padding = 1, output_padding = 1}),
                       {weight = kernel, bias = bias})
    near(layer(image[{{}, {}, {1, 2}, {1, 2}}]),
         {1.38, 0.98, 1.38, 0.34, -0.3, 0.26, 1.38, 0.82, 1.38, 2.52, 2.28, 2.68, 2.12, 1.64, 2.2, 3.16, 2.76, 3.32})
  end)

  it("has a weight of in x out/groups and starts by its fan in, out/groups times the kernel", function()
    local layer = nn.ConvTranspose2d(64, 4, 5)
    assert.same({64, 4, 5, 5}, layer.weight:size())
    local top = layer.weight:abs():amax():item()
    assert.is_true(top <= 0.1 and top > 0.099)
  end)

  it("is refused where a size makes no sense", function()
    local function refused(part, name, ...)
      local ok, message = pcall(nn[name], ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    refused("Conv2d: kernel_size is 0, an integer above 0 or a table of 2 is wanted", "Conv2d", 1, 2, 0)
    refused("Conv2d: stride is 0, an integer above 0", "Conv2d", 1, 2, 3, {stride = 0})
    refused("Conv2d: padding is -1, an integer of 0 or above", "Conv2d", 1, 2, 3, {padding = -1})
    refused("Conv1d: dilation is 0, an integer above 0 is wanted", "Conv1d", 1, 2, 3, {dilation = 0})
    refused("ConvTranspose3d: output_padding is -1, ", "ConvTranspose3d", 1, 2, 3, {output_padding = -1})
    refused("MaxPool2d: stride is 0, ", "MaxPool2d", 2, {stride = 0})
    refused("AvgPool1d: padding is -1, ", "AvgPool1d", 2, {padding = -1})
    refused("AdaptiveAvgPool2d: output_size is 0, ", "AdaptiveAvgPool2d", 0)
    refused("Unfold: kernel_size is 0, ", "Unfold", 0)
  end)
end)

-- Values PyTorch's. What is asked for may have nothing to do with how much there
-- is to compute.
-- The definition: every element of x, times its weights, is added where these lie.
local function transposed(x, w, o)
  local n, c, h, width = table.unpack(x:size())
  local per_group = w:size(2)
  local y = ln.zeros(n, per_group * o.groups, o.size[1] + 2 * o.padding[1], o.size[2] + 2 * o.padding[2])
  for i = 1, c do
    local first = (i - 1) // (c // o.groups) * per_group
    for r = 1, w:size(3) do
      for s = 1, w:size(4) do
        local rows = {(r - 1) * o.dilation[1] + 1, (h - 1) * o.stride[1] + (r - 1) * o.dilation[1] + 1, o.stride[1]}
        local left = (s - 1) * o.dilation[2] + 1
        local columns = {left, (width - 1) * o.stride[2] + left, o.stride[2]}
        local term = x[{{}, {i, i}}] * w[{i, {}, r, s}]:view(1, per_group, 1, 1)
        local at = {{}, {first + 1, first + per_group}, rows, columns}
        y[at] = y[at] + term
      end
    end
  end
  return y[{{}, {}, {o.padding[1] + 1, o.padding[1] + o.size[1]}, {o.padding[2] + 1, o.padding[2] + o.size[2]}}]
end

describe("transposed convolutions", function()
  -- of whole numbers, which leave nothing to round
  local function same_as_defined(sizes, o)
    local n, from, to, h, w, r, s = table.unpack(sizes)
    local x = ln.randint(-4, 4, {n, from, h, w})
    local weight = ln.randint(-4, 4, {from, to // o.groups, r, s})
    local added = ln.randint(-4, 4, {to})
    o.dilation, o.size, o.output_padding = o.dilation or {1, 1}, {}, o.output_padding or {0, 0}
    local _ <close> = ln.no_grad()
    for k = 1, 2 do
      o.size[k] = (x:size(k + 2) - 1) * o.stride[k] - 2 * o.padding[k] + o.dilation[k] * (weight:size(k + 2) - 1) +
                  o.output_padding[k] + 1
    end
    local y = ln.conv_transpose2d(x, weight, added, {
      stride = o.stride, padding = o.padding, groups = o.groups, dilation = o.dilation,
      output_padding = o.output_padding})
    local wanted = transposed(x, weight, o) + added:view(1, to, 1, 1)
    assert.same(wanted:size(), y:size())
    assert.is_true(y:equal(wanted))
  end

  -- the gradient of a convolution in its input is the same sum, so it is checked with it
  it("are sums of patches, whether few pixels meet a weight or many", function()
    local twice = {stride = {2, 2}, padding = {1, 1}, groups = 1}
    for _, n in ipairs {1, 3, 40} do
      same_as_defined({n, 24, 20, 4, 4, 4, 4}, twice)
      same_as_defined({n, 24, 20, 4, 3, 3, 5}, {stride = {1, 1}, padding = {1, 2}, groups = 2})
      same_as_defined({n, 24, 40, 2, 5, 2, 4}, {stride = {3, 1}, padding = {0, 3}, dilation = {2, 1}, groups = 1})
      same_as_defined({n, 12, 6, 3, 4, 3, 3}, {stride = {2, 3}, padding = {1, 0}, output_padding = {1, 2}, groups = 3})
      same_as_defined({n, 64, 3, 6, 5, 4, 4}, twice)
      same_as_defined({n, 100, 6, 4, 4, 4, 4}, twice)
    end
  end)

  it("are sums channel by channel, whatever the stride", function()
    for _, o in ipairs {
      {kernel = {4, 4}, stride = {2, 2}, padding = {1, 1}},
      {kernel = {3, 5}, stride = {2, 3}, padding = {0, 2}, output_padding = {1, 2}},
      {kernel = {3, 3}, stride = {2, 2}, padding = {2, 1}, dilation = {2, 3}},
      {kernel = {4, 1}, stride = {4, 1}, padding = {3, 0}},
      {kernel = {2, 2}, stride = {3, 3}, padding = {1, 0}},
    } do
      o.groups = 3
      local r, s = table.unpack(o.kernel)
      same_as_defined({2, 3, 3, 5, 4, r, s}, o)
      same_as_defined({1, 3, 3, 70, 66, r, s}, o) -- more pixels than a task takes at once
    end
  end)

  it("give a sample the same in any group of threads", function()
    local threads = ln.get_num_threads()
    local x, w, y = ln.randn(2, 64, 4, 4), ln.randn(64, 48, 4, 4), {}
    for k, count in ipairs {1, 4} do
      ln.set_num_threads(count)
      y[k] = ln.conv_transpose2d(x, w, nil, {stride = 2, padding = 1})
    end
    ln.set_num_threads(threads)
    assert.is_true(y[1]:equal(y[2]))
  end)

  it("whose patches reach far beyond the result are sums all the same", function()
    local y = ln.conv_transpose2d(ln.ones(1, 64, 2, 2), ln.ones(64, 2, 4, 4), nil, {stride = 300, padding = 149})
    assert.same({1, 2, 6, 6}, y:size())
    assert.equal(0, y:abs():max():item())
  end)
end)

describe("convolutions of any stride, padding and dilation", function()
  local function zeros(sizes, y) assert.same(ln.zeros(sizes):totable(), y:totable()) end

  it("whose taps all lie in the padding give 0", function()
    local padding, dilation = (1 << 21) - 1, (1 << 22) - 1
    for dims = 1, 3 do
      local sizes, one = {1, 1, 2}, {1, 1, 1}
      for k = 2, dims do sizes[2 + k], one[2 + k] = 2, 1 end
      local x, w = ln.ones(sizes):requires_grad_(), ln.ones(sizes):requires_grad_()
      local y = ln["conv" .. dims .. "d"](x, w, nil, {padding = padding, dilation = dilation})
      zeros(one, y)
      y:sum():backward()
      zeros(sizes, x.grad)
      zeros(sizes, w.grad)
    end
  end)

  it("take a stride that is never taken", function()
    local x = ln.arange(1, 25):view(1, 1, 5, 5):clone():requires_grad_()
    local w = ln.ones(1, 1, 3, 3, {requires_grad = true})
    assert.same({{{{63}}}}, ln.conv2d(x, w, nil, {stride = 1 << 30}):totable())
    local y = ln.conv2d(x, w, nil, {stride = 1 << 20, padding = 1})
    assert.same({{{{16}}}}, y:totable())
    y:backward()
    assert.same({{{{0, 0, 0}, {0, 1, 2}, {0, 6, 7}}}}, w.grad:totable())
    assert.same({{1, 1, 0, 0, 0}, {1, 1, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}},
                x.grad[{1, 1}]:totable())
    assert.same({{{{1, 1}, {1, 1}}}},
                ln.conv_transpose2d(ln.ones(1, 1, 1, 1), ln.ones(1, 1, 2, 2), nil, {stride = 1 << 30}):totable())
  end)

  it("that want more than there can be are refused, unless little is to be computed", function()
    local x, w = ln.ones(1024, 64, 2, 2, 2), ln.ones(64, 64, 2, 2, 2)
    local ok, message = pcall(ln.conv3d, x, w, nil, {padding = (1 << 21) - 1, dilation = (1 << 22) - 1})
    if require "lunette.engine".build.isa == "plain" then -- whose loops want no scratch
      assert.equal(0, message:abs():amax():item())
    else
      assert.is_false(ok)
      assert.truthy(message:find("these sizes want more scratch than any memory has", 1, true), message)
    end
    zeros({1, 1, 2, 2, 2}, ln.conv_transpose3d(ln.ones(1, 1, 2, 2, 2), ln.ones(1, 1, 2, 2, 2), nil,
                                               {stride = 1 << 20, padding = 1 << 19}))
  end)
end)

describe("nn.ConvTranspose2d", function()
  it("says which sizes it can make", function()
    local layer = nn.ConvTranspose2d(2, 3, 2, {stride = 2})
    for text, args in pairs {
      ["output_size is 9x9; 6x6, or less than a stride more, is possible"] = {ln.ones(1, 2, 3, 3), {9, 9}},
      ["output_size is 6; 6x6, or less than a stride more, is possible"] = {ln.ones(2, 3, 3), {6}},
      ["input n, c and 2 spatial sizes"] = {ln.ones(3), {6, 6}},
      ["output_size is \"a\", an integer or a table of integers is wanted"] = {ln.ones(2, 3, 3), "a"},
    } do
      local ok, message = pcall(layer, table.unpack(args))
      assert.is_false(ok)
      assert.truthy(message:find(text, 1, true), message)
    end
  end)
end)
