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
end)
