-- Wide rows of windows are searched several at a time, narrow ones and uneven
-- ones window by window; what the fixtures are too small for stands here.
local ln = require "lunette"
local near = require "spec.near"
local value = require "spec.support.value"

local function same(a, b)
  a, b = a:flatten():totable(), b:flatten():totable()
  assert.equal(#a, #b)
  for k, v in ipairs(a) do
    assert.is_true(v == b[k] or v ~= v and b[k] ~= b[k], ("element %d: %g and %g"):format(k, v, b[k]))
  end
end

-- The same by columns: every window apart.
local function plain(x, size, o)
  local p = o.padding or 0
  local columns = x:pad({p, p, p, p}, {value = -math.huge})
    :im2col(size, {stride = o.stride or size, dilation = o.dilation})
  local n, c = x:size(1), x:size(2)
  return columns:reshape(n, c, size * size, -1):amax(3)
end

describe("max_pool2d of wide images", function()
  local x = ln.randn(2, 2, 9, 413, {generator = ln.Generator(3)})
  x[{1, 1, 4, 300}] = 0 / 0
  x[{2, 1, 2, {1, 40}}] = -math.huge
  x[{2, 2, 5, {200, 220}}] = math.huge

  it("is that of each window", function()
    for _, o in ipairs {{}, {stride = 1}, {stride = 1, padding = 1}, {stride = 2, padding = 1},
                        {stride = 3, padding = 1, dilation = 2}, {stride = 2, dilation = 4}} do
      for size = 2, 3 do
        local y = x:max_pool2d(size, o)
        assert.is_true(y:size(4) > 100)
        same(plain(x, size, o), y)
      end
    end
  end)

  it("takes the first of equals, and something where there is nothing", function()
    local first = {}
    for k = 1, 50 do first[k] = 2 * k - 1 end
    near(ln.zeros(2, 100):max_pool_index {2, 2}, first, 0)
    near(ln.full({2, 100}, -math.huge):max_pool_index {2, 2}, first, 0)
    first[1] = 1
    for k = 2, 51 do first[k] = 2 * k - 2 end
    near(ln.full({100}, -math.huge):max_pool_index({2}, {stride = 2, padding = 1}), first, 0)
  end)

  -- 5 over 9 rows: rows 1-2, 2-4, 4-6, 6-8, 8-9, and so on along the columns
  it("is that of each window that shares out the sizes", function()
    local wide = ln.cat({x, x, x, x}, 4)
    for _, size in ipairs {{5, 7}, {2, 400}, {9, 3}, {1, 2}} do
      local y, places = wide:adaptive_max_pool2d(size), wide:adaptive_max_index(size)
      same(wide:reshape(4, 1, -1):pick(places:reshape(4, -1)), y)
      for i = 1, size[1] do
        for j = 1, size[2], size[2] // 4 + 1 do
          local rows = {(i - 1) * 9 // size[1] + 1, -(-i * 9 // size[1])}
          local columns = {(j - 1) * 1652 // size[2] + 1, -(-j * 1652 // size[2])}
          same(wide[{{}, {}, rows, columns}]:amax({3, 4}), y[{{}, {}, i, j}])
        end
      end
    end
  end)

  it("takes the first of equals and the last NaN of windows that share out the sizes", function()
    near(ln.zeros(4, 6):adaptive_max_index {2, 3}, {1, 3, 5, 13, 15, 17}, 0)
    near(ln.full({4, 6}, -math.huge):adaptive_max_index {2, 3}, {1, 3, 5, 13, 15, 17}, 0)
    local holes = ln.zeros(4, 6)
    holes[{1, 2}], holes[{2, 1}], holes[{3, 5}] = 0 / 0, 0 / 0, 0 / 0
    near(holes:adaptive_max_index {2, 3}, {7, 3, 5, 13, 15, 17}, 0)
  end)

  -- element by element: the first of equals, the last NaN
  it("is found in long windows as one looks for it", function()
    local function look(list, from, to)
      local at = from
      for k = from, to do
        if list[k] > list[at] or list[k] ~= list[k] then at = k end
      end
      return list[at], at
    end
    local function check(list, size)
      local row = ln.tensor(list)
      local places = row:adaptive_max_index({size}):totable()
      local values = row:reshape(1, 1, -1):adaptive_max_pool1d(size):flatten():totable()
      for i = 1, size do
        local top, at = look(list, (i - 1) * #list // size + 1, -(-i * #list // size))
        assert.equal(at, places[i])
        assert.is_true(top ~= top and values[i] ~= values[i] or 1 / top == 1 / values[i])
      end
    end
    for _, n in ipairs {32, 33, 47, 64, 100, 147, 1000} do
      local g = ln.Generator(n)
      local list = ln.randn(n, {generator = g}):totable()
      for size = 1, 7 do check(list, size) end
      for k = 1, n do list[k] = -(k % 7 // 1.0) end -- many equals, zeros of which the first has a sign
      for size = 1, 3 do check(list, size) end
      list[n // 2], list[n // 3], list[n] = 0 / 0, 0 / 0, math.huge
      for size = 1, 3 do check(list, size) end
      for k = 1, n do list[k] = -math.huge end
      check(list, 2)
    end
    local planes = ln.randn(2, 3, 8, 16, {generator = ln.Generator(5)}) -- rows that are whole make one run
    same(planes:amax({3, 4}, {keepdim = true}), planes:adaptive_max_pool2d {1, 1})
    same(planes:amax(4, {keepdim = true}), planes:adaptive_max_pool2d {8, 1})
  end)

  it("agrees with windows that share out the same places", function()
    same(x[{{}, {}, {1, 8}, {1, 400}}]:adaptive_max_index {4, 200},
         x[{{}, {}, {1, 8}, {1, 400}}]:max_pool_index {2, 2})
  end)
end)

-- Taps of dilation step over an axis that is as short as their distance.
describe("a window that has padding alone", function()
  local function check(sizes, o)
    local x = ln.randn(sizes, {generator = ln.Generator(1)}):requires_grad_()
    local n = #sizes - 2
    local y = ln["max_pool" .. n .. "d"](x, 2, o)
    assert.is_true(y:numel() > 0)
    same(ln.full_like(y, -math.huge), y)
    local _, places = ln.nn.functional["max_pool" .. n .. "d"](
      x, 2, {padding = o.padding, stride = o.stride, dilation = o.dilation, return_indices = true})
    same(ln.zeros_like(y), places)
    same(ln.zeros_like(x), ln.grad(y:sum(), {x})[1])
  end

  it("is -inf and stands nowhere", function()
    check({2, 3, 1}, {padding = 1, dilation = 2, stride = 1})
    check({2, 3, 2, 40}, {padding = 1, dilation = {3, 1}, stride = 1})
    check({2, 3, 40, 2}, {padding = 1, dilation = {1, 3}, stride = 1})
    check({2, 1, 1, 4, 3}, {padding = {1, 1, 0}, dilation = 2, stride = {3, 1, 4}})
    check({1, 1, 5, 3, 1}, {padding = {0, 0, 1}, dilation = 2})
  end)
end)

describe("windows that begin where tensors say", function()
  local x = ln.arange(20):view(1, 4, 5)
  local rows, columns = ln.tensor {{0, 2}}, ln.tensor {{1, 3, 0}}

  value("started_index", "finds the largest of each in its plane", function()
    near(x:started_index({rows, columns}, {2, 2}), {8, 10, 7, 18, 20, 17}, 0)
    near((-x):started_index({rows, columns}, {2, 2}), {2, 4, 1, 12, 14, 11}, 0)
    local two = ln.cat({x, -x}, 1)
    near(two:started_index({ln.tensor {{0}, {2}}, ln.tensor {{1}, {0}}}, {2, 3}), {9, 11}, 0)
    local holes = x:clone()
    holes[{1, 1, 2}], holes[{1, 2, 2}] = 0 / 0, 0 / 0 -- the last NaN
    near(holes:started_index({rows, columns}, {2, 2}), {7, 10, 7, 18, 20, 17}, 0)
  end)

  it("are refused where they do not fit", function()
    local function refused(text, ...)
      local ok, message = pcall(ln.started_index, x, ...)
      assert.is_false(ok)
      assert.truthy(message:find(text, 1, true), message)
    end
    refused("a window of 2 begins at 3 of 4 elements", {ln.tensor {{3}}, columns}, {2, 2})
    refused("a window of 2 begins at -1 of 5 elements", {rows, ln.tensor {{-1}}}, {2, 2})
    refused("a window of 2 begins at 0.5 of 5 elements", {rows, ln.tensor {{0.5}}}, {2, 2})
    refused("starts are 2x1 for 1 planes", {ln.zeros(2, 1), columns}, {2, 2})
    refused("1 lists of starts and 2 sizes of windows for 1x4x5", {rows}, {2, 2})
    refused("a window is 0", {rows, columns}, {0, 2})
  end)
end)

describe("means of long windows", function()
  it("share out a line and its gradient", function()
    for _, case in ipairs {{100, 7}, {33, 4}, {8, 3}} do
      local n, size = table.unpack(case)
      local x = ln.randn(2, 3, n, {generator = ln.Generator(n)}):requires_grad_()
      local y = ln.nn.functional.adaptive_avg_pool1d(x, size)
      local list, due, back = x[{1, 2}]:totable(), {}, {}
      local slope = ln.arange(size)
      for k = 1, n do back[k] = 0 end
      for i = 1, size do
        local from, to, total = (i - 1) * n // size + 1, -(-i * n // size), 0
        for k = from, to do total, back[k] = total + list[k], back[k] + i / (to - from + 1) end
        due[i] = total / (to - from + 1)
      end
      near(y[{1, 2}], due, 1e-6)
      near(ln.grad((y * slope):sum(), {x})[1][{1, 2}], back, 1e-6)
    end
  end)
end)

describe("pooling", function()
  local function refused(part, f, ...)
    local ok, message = pcall(f, ...)
    assert.is_false(ok)
    assert.truthy(message:find(part, 1, true), message)
  end

  it("says what is wrong", function()
    refused("max_pool2d: n, c and 2 spatial sizes are wanted (or without n), got 2x3", ln.max_pool2d, ln.ones(2, 3), 2)
    refused("stride is 0", ln.avg_pool1d, ln.ones(1, 1, 5), 2, {stride = 0})
    refused("kernel_size 6 does not fit size 5", ln.avg_pool1d, ln.ones(1, 1, 5), 6)
    refused("size is 0", ln.adaptive_avg_pool2d, ln.ones(1, 1, 5, 5), {0, 1})
    refused("pick: index 4 (element 2) for 3 elements", ln.pick, ln.ones(1, 1, 3), ln.tensor {{1, 4}})
    refused("put: 3 elements for 2 indices", ln.put, ln.ones(1, 1, 3), ln.tensor {{1, 2}}, 4)
  end)
end)
