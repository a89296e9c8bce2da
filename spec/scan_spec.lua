-- Scans whose lines are long or many; values and gradients of short ones stand
-- in spec/reference/scan.lua.
local ln = require "lunette"

describe("a scan:", function()
  it("the gradient of cumprod has the zeros right, along lines of 1500", function()
    local n = 1500
    local values = {}
    for i = 1, n do values[i] = i % 2 == 0 and -1 or 1 end
    values[700] = 0
    -- of the sum of all products: what is before i, times the sum over j from i
    -- on of what stands between
    local due = {}
    for i = 1, n do
      local before, total, between = 1, 0, 1
      for k = 1, i - 1 do before = before * values[k] end
      for j = i, n do
        if j > i then between = between * values[j] end
        total = total + between
      end
      due[i] = before * total + 0.0
    end
    for _, columns in ipairs {1, 3, 70} do
      local x = ln.tensor(values):view(n, 1):expand(n, columns):contiguous():requires_grad_()
      local g = ln.grad(x:cumprod(1):sum(), {x})[1]
      assert.is_true(g:equal(ln.tensor(due):view(n, 1):expand(n, columns)))
      local turned = x:detach():t():contiguous():requires_grad_()
      assert.is_true(ln.grad(turned:cumprod(2):sum(), {turned})[1]:equal(g:t()))
    end
  end)

  it("logcumsumexp is that of the definition, whatever stands in a line", function()
    local n, inf, nan = 700, math.huge, 0 / 0
    local function line(which)
      local x = {}
      for i = 1, n do x[i] = (37 * i + 11 * which) % 61 / 10 - 3 end
      if which == 2 then x[400], x[650] = 90, -250 end -- far apart
      if which == 3 then x[1], x[300] = -inf, -inf end
      if which == 4 then x[350] = nan end
      if which == 5 then x[600] = inf end
      if which == 6 then for i = 1, 300 do x[i] = -inf end end
      return x
    end
    -- log(exp(a) + exp(b))
    local function log_add(a, b)
      if a ~= a or b ~= b then return nan end
      local most, least = math.max(a, b), math.min(a, b)
      if most == inf or most == -inf then return most end
      return most + math.log(1 + math.exp(least - most))
    end
    local x = {}
    for which = 1, 6 do x[which] = line(which) end
    x = ln.tensor(x)
    local rows, columns = x:logcumsumexp(2):totable(), x:t():contiguous():logcumsumexp(1):t():totable()
    for which = 1, 6 do
      local total = -inf
      for i, v in ipairs(x[which]:totable()) do
        total = log_add(total, v)
        for _, y in ipairs {rows[which][i], columns[which][i]} do
          local near = y == total or y ~= y and total ~= total or
            math.abs(y - total) <= (ln.real == "double" and 1e-13 or 1e-6) * math.max(1, math.abs(total))
          assert.is_true(near, ("line %d, %d: %.9g, %.9g is due"):format(which, i, y, total))
        end
      end
    end
  end)

  it("weighted sums are the same for any number of threads", function()
    local generator = ln.Generator(3)
    local x, w = ln.randn({70, 300, 90}, {generator = generator}), ln.rand({70, 300, 90}, {generator = generator})
    local was = ln.get_num_threads()
    local results = {}
    for threads = 1, 2 do
      ln.set_num_threads(threads)
      results[threads] = {x:weighted_cumsum(w, 2), x:suffix_weighted_sum(w, 3), x:suffix_weighted_sum(w, 1)}
    end
    ln.set_num_threads(was)
    for k = 1, 3 do assert.is_true(results[1][k]:equal(results[2][k])) end
    local last = x:select(2, 300) + w:select(2, 300) * results[1][1]:select(2, 299)
    assert.is_true(results[1][1]:select(2, 300):allclose(last, {rtol = 1e-5, atol = 1e-5}))
  end)

  it("weights of other sizes are refused", function()
    assert.error_matches(function() ln.ones(2, 3):weighted_cumsum(ln.ones(3), 1) end,
                         "weighted_cumsum: x is 2x3 and its weights are 3")
  end)

  it("running extremes are the last of the largest, in lines and beside each other", function()
    local nan = 0 / 0
    for _, n in ipairs {1, 15, 16, 17, 40, 100} do
      local x, due = {}, {}
      for which = 1, 5 do
        local best
        x[which], due[which] = {}, {}
        for i = 1, n do
          local v = (7 * i * which + i // 9) % 23
          if which == 2 then v = i end -- each a new one
          if which == 3 then v = -i end -- and none
          if which == 4 and i % 30 == 20 then v = nan end
          x[which][i] = v
          local b = best and x[which][best]
          if not best or v ~= v or b == b and v >= b then best = i end
          due[which][i] = best
        end
      end
      x = ln.tensor(x)
      assert.same(due, x:argcummax(2):totable())
      assert.same(due, (-x):argcummin(2):totable())
      local beside = x:t():unsqueeze(2):expand(n, 14, 5):reshape(n, 70)
      for k, y in ipairs {beside:argcummax(1), (-beside):argcummin(1)} do
        assert.same(due, y:narrow(2, 1 + 60 * (k - 1), 5):t():totable())
      end
    end
  end)

  it("sums and products run along columns beside each other", function()
    for _, columns in ipairs {1, 5, 64, 65, 130} do
      local x = (ln.arange(1, 7 * columns):view(7, columns) % 5) - 2
      local sum, product = ln.zeros(columns), ln.ones(columns)
      for i = 1, 7 do
        sum, product = sum + x[i], product * x[i]
        assert.is_true(x:cumsum(1)[i]:equal(sum))
        assert.is_true(x:cumprod(1)[i]:equal(product))
        assert.is_true(x:suffix_sum(1)[8 - i]:equal(x:narrow(1, 8 - i, i):sum(1)))
      end
    end
  end)
end)
