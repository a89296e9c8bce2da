-- Long sums: n equal numbers add up to n times one of them, whose product in
-- double is the value due, for one thread as for two.
local ln = require "lunette"

local LONG, MEDIUM = 30000000, 3000000
local TOLERANCE = ln.real == "double" and 1e-12 or 5e-6

local function close(got, due, tolerance)
  local off = math.abs(got - due) / math.abs(due)
  assert.is_true(off <= (tolerance or TOLERANCE), ("%.9g, %.9g is due"):format(got, due))
end

-- f() is the same for 1 and 2 threads, and near `due`.
local function check(due, f, tolerance)
  local before = ln.get_num_threads()
  ln.set_num_threads(1)
  local one = f():item()
  ln.set_num_threads(2)
  local two = f():item()
  ln.set_num_threads(before)
  assert.equal(one, two)
  close(one, due, tolerance)
end

describe("a long sum", function()
  it("of ones is exact, and so is what is made of it", function()
    local x = ln.ones(LONG)
    check(LONG, function() return x:sum() end, 0)
    check(1, function() return x:mean() end, 0)
    check(LONG, function() return x:nansum() end, 0)
    check(LONG, function() return x:square_sum() end, 0)
    check(LONG, function() return x:count_nonzero() end, 0)
    check(LONG, function() return x:norm(1) end, 0)
    check(LONG, function() return x:dot(x) end, 0)
    check(1, function() return ln.nn.functional.mse_loss(x, 0) end, 0)
    check(1, function() return x:softmax(1):sum() end, 1e-6)
    assert.equal(0, x:std():item())
  end)

  it("of tenths keeps six digits", function()
    local x = ln.full({LONG}, 0.1)
    local tenth = x[1]:item()
    check(LONG * tenth, function() return x:sum() end, 1e-6)
    check(tenth, function() return x:mean() end, 1e-6)
    check(math.sqrt(LONG) * tenth, function() return x:norm() end, 1e-6)
    check(LONG * tenth, function() return x:view(LONG, 1):sum_to(1) end, 1e-6)
    check(LONG / 10 * tenth, function() return x:view(LONG // 10, 10):sum(1)[3] end, 1e-6)
  end)

  it("in a product is cut into parts", function()
    local x = ln.full({MEDIUM}, 0.1)
    local square = x[1]:item() ^ 2
    check(MEDIUM * square, function() return x:dot(x) end)
    local columns = x:view(MEDIUM // 3, 3)
    check(MEDIUM // 3 * square, function() return columns:t():matmul(columns)[1][2] end)
    check(2 * MEDIUM // 3 * square, function()
      return ln.full({3, 3}, MEDIUM // 3 * square):addmm(columns:t(), columns)[2][3]
    end)
    check(MEDIUM // 3 * square, function()
      return ln.einsum("bni,bnj->bij", columns:unsqueeze(1), columns:unsqueeze(1))[1][1][1]
    end)
    check(MEDIUM * square + 1, function()
      return ln.linear(x, x:view(1, MEDIUM), ln.ones(1))
    end)
  end)

  it("in a distance is cut into runs", function()
    local a = ln.full({1, MEDIUM}, 0.1)
    local b, tenth = ln.zeros(1, MEDIUM), a[1][1]:item()
    check(MEDIUM * tenth, function() return a:cdist(b, {p = 1}) end)
    check(math.sqrt(MEDIUM) * tenth, function() return a:cdist(b) end)
    check((MEDIUM * tenth ^ 3) ^ (1 / 3), function() return a:cdist(b, {p = 3}) end)
    local many = ln.full({MEDIUM, 1}, 1)
    local x = ln.full({1, 1}, 2):requires_grad_()
    local g = ln.full({1, MEDIUM}, 0.1)
    check(MEDIUM * tenth, function()
      return ln.grad(x:cdist(many, {p = 1}), {x}, {grad_outputs = {g}})[1]
    end)
  end)

  it("that meets in one place is added in double", function()
    local source = ln.full({MEDIUM}, 0.1)
    local due, all = MEDIUM * source[1]:item() + 1, ln.ones(MEDIUM)
    check(due, function() return ln.ones(2):index_add(1, all, source)[1] end, 1e-6)
    check(due, function() return ln.ones(2):scatter_add(1, all, source)[1] end, 1e-6)
    local weight = ln.zeros(2, 1):requires_grad_()
    check(due - 1, function()
      local y = ln.embedding(weight, all)
      return ln.grad(y, {weight}, {grad_outputs = {source:unsqueeze(2)}})[1][1]
    end, 1e-6)
  end)

  it("in a window is that of its rows", function()
    local x = ln.full({1, 1, 2000, 2000}, 0.1)
    local tenth = x[1][1][1][1]:item()
    check(tenth, function() return x:avg_pool2d(2000) end, 1e-6)
    check(tenth, function() return x:adaptive_avg_pool2d(1) end, 1e-6)
    check(tenth, function() return x:adaptive_avg_pool2d(2)[1][1][2][1] end, 1e-6)
    local line = ln.full({1, 1, MEDIUM}, 0.1)
    check(tenth, function() return line:adaptive_avg_pool1d(1) end, 1e-6)
    check(tenth, function() return line:adaptive_avg_pool1d(7)[1][1][7] end, 1e-6)
    check(tenth, function() return ln.interpolate(line, {size = 7, mode = "area"})[1][1][3] end, 1e-6)
  end)

  it("of a batch is the same in the gradients and statistics of layers", function()
    local n = 1000000
    local x = ln.full({n, 2}, 0.1)
    local tenth = x[1][1]:item()
    check(tenth, function() return ln.batch_norm_stats(x)[1][2] end, 1e-6)
    local bias = ln.zeros(2):requires_grad_()
    local function slope(y) return ln.grad(y, {bias}, {grad_outputs = {x}})[1][1] end
    check(n * tenth, function() return slope(ln.linear(x, ln.ones(2, 2), bias)) end, 1e-6)
    check(n * tenth, function() return slope(ln.layer_norm(x, 2, ln.ones(2), bias)) end, 1e-6)
    check(n * tenth, function() return slope(ln.group_norm(x, 1, ln.ones(2), bias)) end, 1e-6)
  end)
end)
