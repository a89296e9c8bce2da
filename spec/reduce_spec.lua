-- Reductions over lines of every length, beside each other and apart, against
-- loops in Lua over small whole numbers, whose sums are exact.
local ln = require "lunette"

local NAN, INF = 0 / 0, math.huge

local folds = {
  sum = {0, function(t, v) return t + v end},
  square_sum = {0, function(t, v) return t + v * v end},
  nansum = {0, function(t, v) return v ~= v and t or t + v end},
  prod = {1, function(t, v) return t * v end},
  amax = {-INF, function(t, v) return (v > t or v ~= v) and v or t end},
  amin = {INF, function(t, v) return (v < t or v ~= v) and v or t end},
  any = {0, function(t, v) return (t ~= 0 or v ~= 0) and 1 or 0 end},
  all = {1, function(t, v) return (t ~= 0 and v ~= 0) and 1 or 0 end},
  count_nonzero = {0, function(t, v) return v ~= 0 and t + 1 or t end},
}

-- Element (a, b, c) of p x q x r, from -2 to 2, and 1 and -1 for products.
local function value(name, a, b, c)
  local k = 31 * a + 17 * b + 7 * c
  if name == "prod" then return k % 5 == 0 and -1 or 1 end
  return k % 5 - 2
end

-- The array, and what folding its middle gives, in rows.
local function made(name, p, q, r, hole)
  local start, take = table.unpack(folds[name])
  local x, y = {}, {}
  for a = 1, p do
    for c = 1, r do y[(a - 1) * r + c] = start end
    for b = 1, q do
      for c = 1, r do
        local v = b == hole and (a + c) % 3 == 0 and NAN or value(name, a, b, c)
        x[#x + 1] = v
        y[(a - 1) * r + c] = take(y[(a - 1) * r + c], v)
      end
    end
  end
  return ln.tensor(x):view(p, q, r), y
end

local function same(due, got, what)
  got = got:flatten():totable()
  assert.equal(#due, #got)
  for k, v in ipairs(due) do
    if not (v == got[k] or v ~= v and got[k] ~= got[k]) then
      error(("%s: element %d is %s, %s is due"):format(what, k, got[k], v))
    end
  end
end

-- The same over two axes, of which the middle is made.
local function check_apart(name, p, q, r)
  local x, due = made(name, p, q, r)
  local what = ("%s of %dx%dx%d"):format(name, p, q, r)
  for cut = 1, q do
    if q % cut == 0 then
      local four = x:view(p, cut, q // cut, r)
      same(due, ln[name](four, {2, 3}), what .. ", cut")
      same(due, ln[name](four:permute(2, 1, 4, 3):contiguous(), {1, 4}), what .. ", apart")
      same(due, ln[name](four:permute(1, 3, 4, 2):contiguous(), {2, 4}), what .. ", turned")
    end
  end
end

local function check(name, p, q, r, hole)
  local x, due = made(name, p, q, r, hole)
  local what = ("%s of %dx%dx%d, hole %s"):format(name, p, q, r, hole)
  local f = ln[name]
  same(due, f(x, 2), what)
  same(due, f(x:transpose(1, 2):contiguous(), 1), what .. ", first")
  local last = x:transpose(2, 3):contiguous()
  same(due, f(last, 3), what .. ", last")
  same(due, f(ln.cat({last + 1, last, last}, 3):narrow(3, q + 1, q), 3), what .. ", last, of a part")
  same(due, f(x:transpose(2, 3):contiguous():transpose(2, 3), 2), what .. ", turned")
  local wide = ln.cat({x, x + 1, x}, 3):narrow(3, 1, r)
  same(due, f(wide, 2), what .. ", of a part")
  same(due, f(x:flip(2):view(p, q, r, 1):expand(p, q, r, 2):select(4, 2), 2), what .. ", expanded")
end

describe("a reduction:", function()
  for name in pairs(folds) do
    it(name .. " of lines of any length", function()
      for _, q in ipairs {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 64, 65, 127, 130, 256, 272} do
        for _, size in ipairs {{1, 1}, {7, 1}, {3, 5}, {37, 8}, {2, 131}} do
          check(name, size[1], q, size[2])
          check(name, size[1], q, size[2], (q + 1) // 2)
        end
      end
      for _, q in ipairs {1, 4, 12, 15, 24, 64, 130, 1536} do
        for _, size in ipairs {{1, 1}, {3, 2}, {9, 1}, {2, 8}} do check_apart(name, size[1], q, size[2]) end
      end
      check(name, 700, 2, 1)
      check(name, 300, 3, 2, 3)
      check(name, 2, 1500, 3, 1500)
    end)
  end

  it("argmax and argmin find the first, and the first NaN", function()
    for _, n in ipairs {1, 5, 63, 64, 65, 127, 128, 200, 1000} do
      for _, at in ipairs {1, n // 2 + 1, n} do
        local values = {}
        for i = 1, n do values[i] = i % 3 end
        values[at] = 7
        if at < n then values[n] = 7 end
        local x = ln.tensor(values)
        assert.equal(at, x:argmax():item())
        assert.equal(at, x:neg():argmin():item())
        assert.same({at, at}, ln.stack({x, x}, 2):argmax(1):totable())
        assert.same({at, at, at}, x:expand(3, n):argmax(2):totable())
        local beside = ln.full({70}, at)
        assert.is_true(x:unsqueeze(2):expand(n, 70):argmax(1):equal(beside))
        values[at] = NAN
        if at < n then values[n] = NAN end
        assert.equal(at, ln.tensor(values):argmax():item())
        assert.equal(at, ln.tensor(values):argmin():item())
        assert.is_true(ln.tensor(values):unsqueeze(2):expand(n, 70):argmin(1):equal(beside))
        assert.equal(1, ln.full({n}, -INF):argmax():item())
        assert.equal(1, ln.full({n}, INF):argmin():item())
        for i = 1, n do values[i] = i < at and -0.0 or 0.0 end
        assert.equal(1, ln.tensor(values):argmax():item())
      end
    end
  end)

  it("over axes apart, and for any number of threads", function()
    local x = ln.arange(1, 4 * 5 * 70 * 3):view(4, 5, 70, 3):remainder(7) - 3
    local due = ln.zeros(5, 3)
    for a = 1, 4 do for c = 1, 70 do due = due + x[a]:select(2, c) end end
    local was = ln.get_num_threads()
    for threads = 1, 2 do
      ln.set_num_threads(threads)
      assert.is_true(x:sum({1, 3}):equal(due))
      assert.is_true(x:permute(1, 4, 3, 2):contiguous():sum({1, 3}):equal(due:t()))
      assert.equal(3, x:amax({1, 3, 4})[2]:item())
      assert.equal(0, ln.zeros(2, 0):sum(1):numel())
      assert.same({0, 0, 0}, ln.zeros(3, 0):sum(2):totable())
      assert.same({1, 1}, ln.zeros(2, 0):prod(2):totable())
    end
    ln.set_num_threads(was)
  end)
end)
