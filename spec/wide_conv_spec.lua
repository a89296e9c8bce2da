-- Convolutions of many channels, which some shapes have in fewer products than
-- there are terms (src/kernel/conv_winograd.h): PyTorch's values, and what no
-- rearrangement of the terms may change.
local ln = require "lunette"

local TOLERANCE = ln.real == "double" and 1e-11 or 1e-5

local function count(sizes)
  local n = 1
  for _, size in ipairs(sizes) do n = n * size end
  return n
end

-- spec/wide_conv.py's.
local function lattice(sizes, f, p)
  return ((ln.arange(0, count(sizes) - 1) * f):remainder(p):reshape(sizes) - p // 2) / 64
end

-- The sums of each axis, as spec/wide_conv.py has them.
local function along(x)
  local found = {}
  for k = 1, x:dim() do
    local sizes = {}
    for i = 1, x:dim() do sizes[i] = i == k and x:size(k) or 1 end
    local weights = ((ln.arange(0, x:size(k) - 1) * 5):remainder(13) + 1) / 8
    x = x * weights:reshape(sizes)
  end
  for k = 1, x:dim() do
    local others = {}
    for i = 1, x:dim() do if i ~= k then others[#others + 1] = i end end
    found[k] = x:sum(others)
  end
  return found
end

local function check(what, x, list)
  local at = 1
  for k, sums in ipairs(along(x)) do
    for i, got in ipairs(sums:totable()) do
      local off, due = math.abs(got - list[at + i]), TOLERANCE * list[at]
      if off ~= off or off > due then
        error(("%s, axis %d, place %d: %.9g, %.9g is due"):format(what, k, i, got, list[at + i]), 0)
      end
    end
    at = at + sums:numel() + 1
  end
  assert.equal(#list, at - 1)
end

-- y, and the gradients of <y, g> in x and w; and the transposed convolution of
-- g with a bias.
local function all_of(case)
  local n, c, k, height, width, kernel, stride, padding = table.unpack(case.sizes)
  local options = {stride = stride, padding = padding}
  local x = lattice({n, c, height, width}, 7, 97):requires_grad_()
  local w = lattice({k, c, kernel, kernel}, 11, 89):requires_grad_()
  local y = ln.conv2d(x, w, lattice({k}, 3, 17), options)
  local g = lattice(y:size(), 13, 83)
  local gradients = ln.grad(y, {x, w}, {grad_outputs = {g}})
  return {y = y:detach(), x = gradients[1], w = gradients[2],
          back = ln.conv_transpose2d(g, w:detach(), lattice({c}, 3, 17), options)}
end

local SORTS = {{kernel = 3, stride = 1}, {kernel = 4, stride = 1}, {kernel = 4, stride = 2}}

describe("a convolution of many channels", function()
  for _, case in ipairs(dofile "spec/wide_conv.lua") do
    local s = case.sizes
    it(("has PyTorch's values: %d x %d x %d x %d to %d by %d x %d"):format(s[1], s[2], s[4], s[5], s[3], s[6], s[6]),
       function()
      local found = all_of(case)
      for _, name in ipairs {"y", "x", "w", "back"} do check(name, found[name], case[name]) end
    end)
  end

  it("is the same for any number of threads", function()
    local before = ln.get_num_threads()
    finally(function() ln.set_num_threads(before) end)
    for _, case in ipairs(dofile "spec/wide_conv.lua") do
      ln.set_num_threads(1)
      local one = all_of(case)
      ln.set_num_threads(3)
      for name, value in pairs(all_of(case)) do assert.is_true(value:equal(one[name]), name) end
    end
  end)

  -- A NaN in x at row i is in the rows p of y with p stride <= i + padding < p stride + kernel, and so for columns.
  it("has a NaN where the kernel meets one, and nowhere else", function()
    for _, o in ipairs(SORTS) do
      local side = 20 * o.stride
      local w = lattice({16, 16, o.kernel, o.kernel}, 11, 89) + 2
      for at = 7, 10 do
        local x = lattice({1, 16, side, side}, 7, 97)
        x[{1, 5, at, at + 1}] = 0 / 0
        local y = ln.conv2d(x, w, nil, {stride = o.stride, padding = 1})
        local function meets(p, place)
          local first = (p - 1) * o.stride
          return first <= place and place < first + o.kernel
        end
        for p = 1, y:size(3) do
          for q = 1, y:size(4) do
            local value = y[{1, 3, p, q}]:item()
            assert.equal(meets(p, at) and meets(q, at + 1), value ~= value, ("%d, %d"):format(p, q))
          end
        end
      end
    end
  end)

  -- Sums of products of integers below 2^24 in magnitude are exact in float, halves and quarters of them too.
  it("is exact of small integers", function()
    for _, o in ipairs(SORTS) do
      local x = ln.ones(1, 32, 24, 24):requires_grad_()
      local w = ln.full({48, 32, o.kernel, o.kernel}, 3):requires_grad_()
      local y = ln.conv2d(x, w, nil, {stride = o.stride})
      assert.is_true(y:eq(3 * 32 * o.kernel ^ 2):all():item() == 1)
      y:sum():backward()
      assert.is_true(w.grad:eq(y:size(3) * y:size(4)):all():item() == 1)
      assert.equal(48 * 3 * (o.kernel / o.stride) ^ 2, x.grad[{1, 1, 10, 10}]:item())
    end
  end)
end)
