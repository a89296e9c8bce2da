-- softmax and its like over lines of many kinds (adjacent, side by side, short),
-- against their definitions, worked out in Lua.
local ln = require "lunette"
local child = require "spec.support.child"

local NAN, INF = 0 / 0, math.huge
local TOLERANCE = ln.real == "double" and 1e-12 or 2e-6

local function nearly(due, got, what)
  for k, v in ipairs(due) do
    local close = v == got[k] or v ~= v and got[k] ~= got[k]
      or math.abs(v - got[k]) <= TOLERANCE * math.max(1, math.abs(v))
    if not close then error(("%s: element %d is %.9g, %.9g is due"):format(what, k, got[k], v)) end
  end
  assert.equal(#due, #got)
end

-- Numbers from -3 to 3 or, of a special line, what some of them are.
local function line_of(n, which)
  local line = {}
  for i = 1, n do line[i] = (37 * i + 11 * which) % 61 / 10 - 3 end
  local kind = which % 7
  if kind == 1 then line[(n + 1) // 2] = -INF end
  if kind == 2 then line[n] = NAN end
  if kind == 3 then for i = 1, n do line[i] = -INF end end
  if kind == 4 then line[1] = 300 end
  return line
end

local function soft(line)
  local most, total, y, logs, broken = -INF, 0, {}, {}, false
  for _, v in ipairs(line) do
    if v > most then most = v end
    broken = broken or v ~= v
  end
  for _, v in ipairs(line) do total = total + math.exp(v - most) end
  for i, v in ipairs(line) do
    y[i] = math.exp(v - most) / total
    logs[i] = v - most - math.log(total)
  end
  return y, logs, most == -INF and not broken and -INF or most + math.log(total)
end

-- What comes back to a line for the cotangents g of its softmax, y, and of its
-- log_softmax, logs.
local function slopes_of(g, y, logs)
  local weighed, total, soft_slopes, log_slopes = 0, 0, {}, {}
  for i, v in ipairs(g) do weighed, total = weighed + v * y[i], total + v end
  for i, v in ipairs(g) do
    soft_slopes[i] = y[i] * (v - weighed)
    log_slopes[i] = v - math.exp(logs[i]) * total
  end
  return soft_slopes, log_slopes
end

-- outer x n x inner, over the middle
local function check(outer, n, inner)
  local x, y, logs, sums = {}, {}, {}, {}
  local g, soft_slopes, log_slopes = {}, {}, {}
  for a = 1, outer do
    for b = 1, inner do
      local line = line_of(n, a * 5 + b)
      local s, l, total = soft(line)
      sums[(a - 1) * inner + b] = total
      local cotangents = line_of(n, 0)
      for i = 1, n do cotangents[i] = cotangents[i] / 10 + .35 end
      local p, q = slopes_of(cotangents, s, l)
      for i = 1, n do
        local at = ((a - 1) * n + i - 1) * inner + b
        x[at], y[at], logs[at] = line[i], s[i], l[i]
        g[at], soft_slopes[at], log_slopes[at] = cotangents[i], p[i], q[i]
      end
    end
  end
  local t = ln.tensor(x):view(outer, n, inner)
  local what = outer .. "x" .. n .. "x" .. inner
  nearly(y, t:softmax(2):flatten():totable(), "softmax of " .. what)
  nearly(logs, t:log_softmax(2):flatten():totable(), "log_softmax of " .. what)
  nearly(sums, t:logsumexp(2):flatten():totable(), "logsumexp of " .. what)
  g = ln.tensor(g):view(outer, n, inner)
  nearly(soft_slopes, t:softmax(2):softmax_grad(g, 2):flatten():totable(), "softmax_grad of " .. what)
  nearly(log_slopes, t:log_softmax(2):log_softmax_grad(g, 2):flatten():totable(), "log_softmax_grad of " .. what)
  local turned = t:transpose(2, 3)
  nearly(sums, turned:logsumexp(3, {keepdim = true}):flatten():totable(), "logsumexp, turned, of " .. what)
  nearly(logs, turned:log_softmax(3):transpose(2, 3):flatten():totable(), "log_softmax, turned, of " .. what)
end

describe("softmax, log_softmax and logsumexp", function()
  for _, n in ipairs {1, 2, 5, 16, 17, 31, 32, 33, 100} do
    it("of lines of " .. n, function()
      for _, inner in ipairs {1, 2, 16, 65} do check(3, n, inner) end
      check(75, n, 1)
    end)
  end

  it("of lines beyond those of whole vectors, and of a stretch", function()
    for _, n in ipairs {256, 257, 1500} do
      for _, inner in ipairs {1, 3, 16} do check(2, n, inner) end
    end
  end)

  it("are the same for any number of threads", function()
    local x = ln.randn({30, 40, 200}, {generator = ln.Generator(2)})
    local was, results = ln.get_num_threads(), {}
    for threads = 1, 2 do
      ln.set_num_threads(threads)
      results[threads] = {x:softmax(2), x:log_softmax(1), x:view(-1, 8):softmax(2), x:view(-1, 8):logsumexp(2),
                          x:softmax(3), x:softmax_grad(x, 2), x:log_softmax_grad(x, 3)}
    end
    ln.set_num_threads(was)
    for k = 1, 7 do assert.is_true(results[1][k]:equal(results[2][k])) end
  end)

  it("of nothing and of numbers", function()
    assert.same({2, 0, 20}, ln.zeros(2, 0, 20):softmax(2):size())
    assert.same({-INF, -INF}, ln.zeros(2, 0):logsumexp(2):totable())
    assert.same({0, 20}, ln.zeros(0, 5, 20):logsumexp(2):size())
    assert.equal(1, ln.tensor(3):softmax(1):item())
    assert.equal(3, ln.tensor(3):logsumexp(1):item())
  end)

  -- In a process of its own, as the scratch of an op before would do.
  it("of nothing, where no op has run before", function()
    local text = child "print(table.concat(ln.zeros(0, 3):logsumexp(1):totable(), ' '))"
    assert.equal("-inf -inf -inf\n", text)
  end)

  it("has shares down to the smallest number, and none below", function()
    local line, total = {}, 0
    for i = 1, 300 do
      line[i] = -0.37 * (i - 1)
      total = total + math.exp(line[i])
    end
    local y = ln.tensor(line):softmax(1):totable()
    for i, v in ipairs(line) do
      local due = math.exp(v) / total
      assert.is_true(math.abs(y[i] - due) <= 4e-6 * due + 1.5e-45, ("exp(%g): %g"):format(v, y[i]))
    end
    local masked = ln.tensor {0, -INF, -1e30}
    assert.same({1, 0, 0}, masked:softmax(1):totable())
  end)

  it("is infinite in its logarithm where a score is, unless one is NaN", function()
    assert.equal(INF, ln.tensor({1, INF, -INF, 300}):logsumexp(1):item())
    assert.equal(INF, ln.tensor({INF, INF}):logsumexp(1):item())
    local y = ln.tensor({INF, NAN, 2}):logsumexp(1):item()
    assert.is_true(y ~= y)
  end)
end)
