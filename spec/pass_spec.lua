-- How pointwise ops read their operands: in place, as one number, in copies of
-- a block, in tiles. Values are worked out in Lua, of whole numbers, which are
-- exact; sizes are on both sides of what the engine's blocks and lines hold.
local ln = require "lunette"

-- An operand of n,m: its tensor, and the number at i, j.
local layouts = {
  whole = function(n, m)
    return ln.arange(1, n * m):view(n, m), function(i, j) return (i - 1) * m + j end
  end,
  row = function(_, m) return ln.arange(1, m), function(_, j) return j end end,
  column = function(n) return ln.arange(1, n):view(n, 1), function(i) return i end end,
  number = function() return ln.tensor(7), function() return 7 end end,
  transposed = function(n, m)
    return ln.arange(1, n * m):view(m, n):t(), function(i, j) return (j - 1) * n + i end
  end,
  part = function(n, m)
    return ln.arange(1, n * (m + 3)):view(n, m + 3):narrow(2, 3, m), function(i, j) return (i - 1) * (m + 3) + j + 2 end
  end,
  other = function(n, m)
    return ln.arange(1, 2 * m):view(m, 2):select(2, 1):expand(n, m), function(_, j) return 2 * j - 1 end
  end,
}
local names = {"whole", "row", "column", "number", "transposed", "part", "other"}
local sizes = {{1, 5}, {700, 1}, {300, 3}, {40, 127}, {40, 128}, {3, 600}, {1, 1500}, {90, 800}}

local function check(y, n, m, f, what)
  local list = y:expand(n, m):contiguous():view(-1):totable()
  for i = 1, n do
    for j = 1, m do
      local v = list[(i - 1) * m + j]
      if v ~= f(i, j) then error(("%s at %d, %d of %d, %d: %.9g, not %.9g"):format(what, i, j, n, m, v, f(i, j))) end
    end
  end
end

describe("the operands of pointwise ops", function()
  for _, first in ipairs(names) do
    it(first .. ", with others", function()
      for _, second in ipairs(names) do
        for _, s in ipairs(sizes) do
          local n, m = s[1], s[2]
          local a, of_a = layouts[first](n, m)
          local b, of_b = layouts[second](n, m)
          local what = first .. ", " .. second
          check(a - b, n, m, function(i, j) return of_a(i, j) - of_b(i, j) end, what)
          check(ln.where(a:gt(b), a, b), n, m, function(i, j) return math.max(of_a(i, j), of_b(i, j)) end, what)
        end
      end
    end)
  end

  it("may be one number, in every op that has a loop for it", function()
    local x = ln.tensor {-3, -1, 0, 2, 5}
    local list = x:totable()
    local function same(y, f)
      for k, v in ipairs(list) do assert.equal(f(v), y[k]:item()) end
    end
    for _, b in ipairs {2, -0.5, 0} do
      local t = ln.tensor(b)
      same(x + t, function(v) return v + b end)
      same(x:add(t, {alpha = 3}), function(v) return v + 3 * b end)
      same(x - t, function(v) return v - b end)
      same(x:sub(t, {alpha = 3}), function(v) return v - 3 * b end)
      same(x * t, function(v) return v * b end)
      same(x:multiply_no_nan(t), function(v) return v * b end)
      same(x:maximum(t), function(v) return math.max(v, b) end)
      same(x:minimum(t), function(v) return math.min(v, b) end)
      for op, holds in pairs {gt = function(v) return v > b end, ge = function(v) return v >= b end,
                              lt = function(v) return v < b end, le = function(v) return v <= b end,
                              eq = function(v) return v == b end, ne = function(v) return v ~= b end} do
        same(x[op](x, t), function(v) return holds(v) and 1 or 0 end)
      end
    end
    same(x / ln.tensor(4), function(v) return v / 4 end)
    local inf = ln.tensor {math.huge, 1}
    assert.same({0, 0}, inf:multiply_no_nan(ln.tensor(0)):totable())
  end)
end)
