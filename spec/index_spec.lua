-- x[key] and x[key] = value, with tensors of indices among the entries.
-- Values by hand.
local ln = require "lunette"

describe("x[key]", function()
  local x = ln.arange(1, 24):view(2, 3, 4)

  it("takes an index, a range or all for each dimension", function()
    assert.same({5, 6, 7, 8}, x[1][2]:totable())
    assert.same({{18, 19}, {22, 23}}, x[{2, {2, 3}, {2, 3}}]:totable())
    assert.same({4, 8, 12}, x[{1, {}, -1}]:totable())
    assert.same({2, 1, 4}, x[{{}, {3}}]:size())
    assert.same({2, 0, 4}, x[{{}, {3, 2}}]:size())
    assert.equal(24, x[{-1, -1, -1}]:item())
  end)

  it("refuses any index of a dimension of size 0, also 0", function()
    for _, index in ipairs {ln.zeros(1), ln.ones(1)} do
      local ok, message = pcall(ln.index_select, ln.ones(0, 3), 1, index)
      assert.is_false(ok)
      assert.matches("of a dimension of size 0", message, 1, true)
    end
  end)

  it("takes every step-th of a range", function()
    assert.same({{1, 3}, {9, 11}}, x[{1, {1, -1, 2}, {1, 4, 2}}]:totable())
    assert.same({{{14, 16}}}, x[{{2}, {1, 2, 2}, {2, -1, 2}}]:totable())
    assert.same({{1, 4}}, x[{1, {1, 3, 5}, {1, -1, 3}}]:totable())
    assert.same({{4, 1}, {12, 9}}, x[{1, {1, 3, 2}, ln.tensor {4, 1}}]:totable())
    assert.same({2, 0, 4}, x[{{}, {3, 2, 2}}]:size())
    assert.same({6, 8}, ln.tensor {5, 6, 7, 8}[{{2, -1, 2}}]:totable())
  end)

  it("passes gradients on through steps, twice", function()
    local w = ln.tensor({1, 2, 3, 4, 5}, {requires_grad = true})
    local g = ln.grad((w[{{2, -1, 2}}] ^ 3):sum(), {w}, {create_graph = true})[1]
    assert.same({0, 12, 0, 48, 0}, g:totable()) -- 3 w^2
    assert.same({0, 12, 0, 24, 0}, ln.grad(g:sum(), {w})[1]:totable()) -- 6 w
    -- to a last window that is cut, and one past any memory
    for step, due in pairs {[3] = {3, 0, 0, 48, 0}, [4] = {3, 0, 0, 0, 75}, [10 ^ 9 | 0] = {3, 0, 0, 0, 0}} do
      assert.same(due, ln.grad((w[{{1, -1, step}}] ^ 3):sum(), {w})[1]:totable())
    end
  end)

  it("takes rows by a tensor of any number of dimensions", function()
    local rows = ln.tensor {{10, 11}, {20, 21}, {30, 31}}
    assert.same({{30, 31}, {10, 11}, {30, 31}}, rows[ln.tensor {3, 1, 3}]:totable())
    assert.same({{{20, 21}}, {{10, 11}}}, rows[ln.tensor {{2}, {1}}]:totable())
    assert.same({20, 21}, rows[ln.tensor {2}[1]]:totable())
    assert.same({0, 2}, rows[ln.zeros(0)]:size())
    assert.same({2, 2, 3, 4}, x[ln.ones(2, 2)]:size())
    assert.same({2, 1}, ln.tensor {5, 2, 1}[ln.tensor {2, 3}]:totable())
  end)

  it("names an index that is none, wherever it stands", function()
    for _, wrong in ipairs {0, -0.0, -1, 4, 1.5, 0 / 0, math.huge, -math.huge, 2.0 ^ 31, -1e30} do
      for _, at in ipairs {1, 2, 300} do
        local index = ln.ones(300)
        index[at] = wrong
        local ok, message = pcall(ln.index_select, ln.ones(3, 2), 1, index)
        assert.is_false(ok)
        assert.truthy(message:find(("(element %d) of a dimension of size 3"):format(at), 1, true), message)
      end
    end
  end)

  it("takes a tensor among other entries", function()
    local columns = ln.tensor {4, 1}
    assert.same({{4, 1}, {8, 5}, {12, 9}}, x[{1, {}, columns}]:totable())
    assert.same({{{9, 10}, {1, 2}}, {{21, 22}, {13, 14}}},
      x[{{}, ln.tensor {3, 1}, {1, 2}}]:totable())
    assert.same({{24, 21}}, x[{{2}, 3, columns}]:totable())
  end)

  it("passes gradients on through a tensor of indices", function()
    local w = ln.ones({3, 2}, {requires_grad = true})
    local y = w[ln.tensor {{3, 1}, {3, 3}}]
    local g = ln.grad((y * y):sum(), {w})[1]
    assert.same({{2, 2}, {0, 0}, {6, 6}}, g:totable())
  end)

  it("refuses what is not there", function()
    assert.error_matches(function() return x[3] end, "index 3 of a dimension of size 2")
    assert.error_matches(function() return x[0] end, "index 0; indices count from 1")
    assert.error_matches(function() return x[{":", 1}] end, 'index ":"; {} stands for all')
    assert.error_matches(function() return x[ln.tensor {1, 3}] end,
      "index 3 %(element 2%) of a dimension of size 2")
    assert.error_matches(function() return x[ln.tensor {1.5}] end, "index 1.5 ")
    for _, step in ipairs {0, -1} do
      assert.error_matches(function() return x[{{1, 0, step}}] end,
        ("step is %d, 1 or more is wanted; flip reverses"):format(step), 1, true)
    end
    assert.error_matches(function() return x[{{1, 3, 2}}] end, "range 1 to 3 of a dimension of size 2")
    for _, wrong in ipairs {0, -3, 0.5, 2 ^ 40, math.huge, -math.huge, 0 / 0} do
      assert.error_matches(function() return x[ln.tensor {1, wrong}] end, "element 2")
    end
    assert.error_matches(function() return x[{1, 1, 1, ln.ones(1)}] end,
      "4 indices for a tensor of 3 dimensions")
  end)
end)

describe("x[key] = value", function()
  local x
  before_each(function() x = ln.zeros(3, 4) end)

  it("writes through ranges, values broadcast", function()
    x[{{1, 2}, {}}] = ln.tensor {1, 2, 3, 4}
    assert.same({{1, 2, 3, 4}, {1, 2, 3, 4}, {0, 0, 0, 0}}, x:totable())
    x[{{}, {2, 3}}] = ln.tensor {{7}, {8}, {9}}
    assert.same({{1, 7, 7, 4}, {1, 8, 8, 4}, {0, 9, 9, 0}}, x:totable())
    x[{2, -1}] = 5
    x[3] = 6
    assert.same({{1, 7, 7, 4}, {1, 8, 8, 5}, {6, 6, 6, 6}}, x:totable())
    x[{{1, 3, 2}, {2, -1, 2}}] = ln.tensor {{-1, -2}, {-3, -4}}
    assert.same({{1, -1, 7, -2}, {1, 8, 8, 5}, {6, -3, 6, -4}}, x:totable())
  end)

  it("writes rows by a tensor", function()
    x[ln.tensor {3, 1}] = ln.tensor {{1, 2, 3, 4}, {5, 6, 7, 8}}
    assert.same({{5, 6, 7, 8}, {0, 0, 0, 0}, {1, 2, 3, 4}}, x:totable())
    x[ln.tensor {{1, 2}}] = ln.tensor {{{1}, {2}}}
    assert.same({{1, 1, 1, 1}, {2, 2, 2, 2}, {1, 2, 3, 4}}, x:totable())
    x[ln.tensor {2, 2}] = ln.tensor {{8}, {9}}
    assert.same({9, 9, 9, 9}, x[2]:totable())
    x[ln.zeros(0)] = 100
    assert.same({1, 1, 1, 1}, x[1]:totable())
  end)

  it("writes columns by a tensor, and parts of views", function()
    x[{{2, 3}, ln.tensor {4, 1}}] = ln.tensor {{1, 2}, {3, 4}}
    assert.same({{0, 0, 0, 0}, {2, 0, 0, 1}, {4, 0, 0, 3}}, x:totable())
    x:t()[ln.tensor {2}] = ln.tensor {7, 8, 9}
    assert.same({{0, 7, 0, 0}, {2, 8, 0, 1}, {4, 9, 0, 3}}, x:totable())
    x[{1, ln.tensor {3, 4}}] = 5
    assert.same({0, 7, 5, 5}, x[1]:totable())
  end)

  it("reads all of a value that overlaps before it writes", function()
    local v = ln.tensor {1, 2, 3, 4}
    v[ln.tensor {4, 3, 2, 1}] = v
    assert.same({4, 3, 2, 1}, v:totable())
    v[{{2, 4}}] = v[{{1, 3}}]
    assert.same({4, 4, 3, 2}, v:totable())
  end)

  it("refuses, and leaves x as it was", function()
    assert.error_matches(function() x[ln.tensor {1, 4}] = 1 end,
      "index 4 %(element 2%) of a dimension of size 3")
    assert.error_matches(function() x[ln.tensor {1, 2}] = ln.ones(3, 4) end, "3x4")
    assert.error_matches(function() x[{{1, 2}}] = ln.ones(3, 4) end, "3x4")
    assert.same({0, 0, 0, 0}, x[1]:totable())
    local w = ln.ones({2, 2}, {requires_grad = true})
    assert.error_matches(function() w[1] = 0 end, "only under ln.no_grad")
    assert.error_matches(function() w[ln.ones(1)] = 0 end, "only under ln.no_grad")
    local y = w * 2
    assert.error_matches(function() y[ln.ones(1)] = 0 end, "is recorded and never changes")
    assert.error_matches(function() ln.ones(2, 1):expand(2, 3)[{1, ln.ones(1)}] = 0 end,
      "an expanded tensor")
  end)

  it("is seen by a sweep that needs the old values", function()
    local w = ln.ones({2, 2}, {requires_grad = true})
    local y = (w * w):sum()
    do
      local _ <close> = ln.no_grad()
      w[ln.tensor {2}] = 5
    end
    assert.error_matches(function() y:backward() end, "changed since it was used")
  end)
end)

describe("a mask as a key", function()
  local x = ln.tensor {{5, -1}, {-2, 7}}
  local positive = x:gt(0)

  it("is what a comparison gave, however it was handed on", function()
    for name, mask in pairs {
      ["gt"] = positive, clone = positive:clone(), detach = positive:detach(), t = positive:t():t(),
      product = positive * x:lt(100), logical = x:lt(0):logical_not(), flip = positive:flip(1):flip(1),
      stack = ln.stack {positive[1], positive[2]}, cat = ln.cat {positive[{{1}}], positive[{{2}}]},
      reshape = positive:t():reshape(-1):reshape(2, 2):t(), rows = positive[ln.tensor {1, 2}],
      contiguous = positive:t():contiguous():t(), isfinite = (x / positive):isfinite(),
      isclose = x:isclose(x:abs()), largest = positive:maximum(x:gt(9)),
      chosen = x:gt(9):where(positive, positive), tiled = positive:tile(2, 1)[{{1, 2}}],
      repeated = positive:reshape(-1):repeat_interleave(1):reshape(2, 2), most = ln.stack({positive, x:gt(9)}):amax(1),
      lower = (positive * ln.ones(2, 2):gt(0)):tril(), certain = ln.bernoulli(ln.tensor {{1, 0}, {0, 1}}),
    } do
      assert.same({5, 7}, x[mask]:totable(), name)
    end
    assert.same({{5, -1}}, x[x:gt(6):any(2):eq(0)]:totable())
  end)

  it("stays one when 0, 1 or a mask is written to it, and no longer otherwise", function()
    local mask = x:gt(100)
    mask[{1, 1}] = 1
    mask[2] = x[2]:lt(0)
    assert.same({5, -2}, x[mask]:totable())
    mask:fill_(1)
    assert.same({5, -1, -2, 7}, x[mask]:totable())
    mask[mask] = 0
    assert.same({}, x[mask]:totable())
    mask:fill_(2) -- of indices now
    assert.same({{{-2, 7}, {-2, 7}}, {{-2, 7}, {-2, 7}}}, x[mask]:totable())
    mask = x:gt(100)
    mask[1] = ln.tensor {0, 1}
    assert.error_matches(function() return x[mask] end, "a mask of 0 and 1 is m:ne%(0%)")
  end)

  it("of numbers that no comparison gave is refused, as indices with a 0", function()
    for _, mask in ipairs {ln.tensor {{1, 0}, {0, 1}}, ln.eye(2), 1 - x:lt(0)} do
      assert.error_matches(function() return x[mask] end, "a mask of 0 and 1 is m:ne%(0%)")
      assert.error_matches(function() x[mask] = 3 end, "a mask of 0 and 1 is m:ne%(0%)")
    end
    assert.same({5, 7}, x[ln.eye(2):ne(0)]:totable())
  end)

  it("is refused where indices are wanted, also when it is all 1", function()
    local all = x:ge(-9)
    local message = "indices are wanted, this is a mask of 0 and 1"
    for _, f in ipairs {function() return x:gather(1, all) end, function() return x:take(all) end,
                        function() return ln.embedding(x, all) end,
                        function() return x:index_select(1, all[1]) end} do
      assert.error_matches(f, message)
    end
  end)

  it("is refused where it does not fit", function()
    assert.error_matches(function() return x[ln.ones(3):gt(0)] end, "a mask of 3 elements for 2 elements")
    assert.error_matches(function() return x[ln.ones(2, 3):gt(0)] end, "a mask of 2x3 for 2x2")
    assert.error_matches(function() return x[{1, ln.ones(2, 2):gt(0)}] end, "a mask of 2x2 for 2 elements")
    assert.error_matches(function() return x[{1, 1, ln.ones(1):gt(0)}] end, "3 indices for a tensor of 2")
    assert.error_matches(function() return x[{x:gt(0), 1}] end, "dimension 3 of a tensor with 2")
    assert.error_matches(function() return x[{ln.tensor {1, 2}, ln.tensor {1, 2, 1}}] end,
      "indices: sizes do not broadcast: 2 elements and 3 elements")
    assert.error_matches(function() x[x:gt(0)] = ln.ones(3) end, "3 elements")
  end)

  it("writes what its values say before it changes itself", function()
    local y = ln.tensor {1, 0, 1}:ne(0)
    y[y] = 0
    assert.same({0, 0, 0}, y:totable())
    local z = ln.tensor {3, 1, 2}
    z[z] = z
    assert.same({1, 2, 3}, z:totable())
  end)

  it("has gradients of every order", function()
    local w = ln.tensor({1, -2, 3}, {requires_grad = true})
    local y = (w[w:gt(0)] ^ 3):sum() + (w[ln.tensor {-1, 1}] ^ 2):sum()
    local g = ln.grad(y, {w}, {create_graph = true})[1]
    assert.same({5, 0, 33}, g:totable())
    assert.same({8, 0, 20}, ln.grad(g:sum(), {w})[1]:totable())
  end)
end)

describe("index_put_", function()
  it("writes in place, or adds", function()
    local x = ln.zeros(2, 3)
    assert.equal(x, x:index_put_({ln.tensor {1, 1}, ln.tensor {2, 2}}, ln.tensor {3, 4}))
    x:index_put_({ln.tensor {2, 2}, ln.tensor {1, 1}}, ln.tensor {3, 4}, true)
    assert.same({{0, 4, 0}, {7, 0, 0}}, x:totable())
    x:index_put_({x:eq(0)}, -1)
    assert.same({{-1, 4, -1}, {7, -1, -1}}, x:totable())
    local w = ln.ones(2, {requires_grad = true})
    assert.error_matches(function() w:index_put_({ln.ones(1)}, 2) end, "only under ln.no_grad")
    assert.error_matches(function() x:index_put_({}, 2) end, "no tensor of indices is given")
  end)
end)

describe("results that are indices", function()
  local most = math.tointeger(ln.real == "double" and 2 ^ 53 or 2 ^ 24)

  it("refuse more elements than a tensor can number", function()
    local calls = {
      argmax = {"argmax", 2}, argmin = {"argmin", -1}, argsort = {"argsort", 2},
      max = {"max", 2}, min = {"min", 2}, median = {"median", 2}, sort = {"sort", 2},
      topk = {"topk", 3, 2}, kthvalue = {"kthvalue", 1, 2}, nonzero = {"nonzero"},
    }
    local long = ln.zeros(0, most + 1) -- takes no memory
    for name, call in pairs(calls) do
      local ok, message = pcall(long[call[1]], long, table.unpack(call, 2))
      assert.is_false(ok, name)
      assert.truthy(message:find(most + 1 .. " elements are too many for indices in tensors", 1, true), message)
    end
  end)

  it("are given for all that it can", function()
    if ln.real == "double" then return end -- 2^53 elements are more than fit
    assert.equal(1, ln.zeros(1):expand(most):argmax():item())
    assert.error_matches(function() ln.zeros(1):expand(most + 1):argmax() end, "argmax: .* elements are too many")
    assert.error_matches(function() ln.max_pool1d(ln.zeros(0, most + 1), 2) end, "elements are too many")
    assert.error_matches(function() ln.max_pool2d(ln.zeros(0, 2, most // 2 + 1), 2) end, "elements are too many")
    assert.error_matches(function() ln.multinomial(ln.zeros(1):expand(most + 1), 1) end,
                         "multinomial: 16777217 elements are too many for indices in tensors")
  end)
end)

describe("random integers", function()
  it("are refused where a tensor could not hold them all", function()
    local most = ln.real == "double" and 2 ^ 53 or 2 ^ 24
    most = math.tointeger(most)
    assert.equal(most, ln.randint(most, most, {1})[1]:item())
    assert.error_matches(function() ln.randint(1, most + 1, {1}) end, "randint: integers from 1 to")
    assert.error_matches(function() ln.randint(-most - 1, 0, {1}) end, "not all exact")
    assert.error_matches(function() ln.randint_like(ln.ones(2), 1, most + 1) end,
      "randint_like: integers from 1 to")
    if ln.real == "float" then
      assert.error_matches(function() ln.randperm(most + 1) end, "randperm: integers from 1 to")
    end
  end)
end)

describe("masked_scatter of many elements", function()
  it("takes the source in order, to its last element", function()
    local n, g = 1000, ln.Generator(6)
    local x, mask = ln.randn(n, {generator = g}), ln.rand(n, {generator = g}):gt(0.3)
    local set, taken = mask:sum():item() // 1 | 0, 0
    local due, list, source = {}, x:totable(), ln.arange(set)
    for k, on in ipairs(mask:totable()) do
      taken = taken + (on // 1 | 0)
      due[k] = on == 1 and taken or list[k]
    end
    assert.is_true(x:masked_scatter(mask, source):equal(ln.tensor(due)))
    assert.is_true(x:masked_scatter(mask, ln.arange(2 * n)):equal(ln.tensor(due)))
  end)
end)
