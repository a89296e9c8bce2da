-- What picks by order. Values and gradients against PyTorch stand in
-- spec/reference/scan.lua; here are the indices, by hand, long lines, and what
-- is refused.
local ln = require "lunette"

local NAN, INF = 0 / 0, math.huge

local function both(values, indices)
  return {values:totable(), indices:totable()}
end

describe("order:", function()
  local x = ln.tensor {{3, 1, 2}, {5, 5, 4}}

  it("max and min along a dimension give the first of equals and its index", function()
    assert.same({{3, 5}, {1, 1}}, both(x:max(2)))
    assert.same({{{1}, {4}}, {{2}, {3}}}, both(x:min(-1, {keepdim = true})))
    assert.same({{5, 5, 4}, {2, 2, 2}}, both(ln.max(x, 1)))
    assert.equal(5, x:max():item())
    assert.equal(1, x:min():item())
    assert.same({{3, 2, 2}, {5, 5, 4}}, x:max(ln.tensor {2}):totable())
  end)

  it("NaN wins in max and min", function()
    local values, indices = ln.tensor {2, NAN, INF, NAN}:max(1)
    assert.is_true(values:item() ~= values:item())
    assert.equal(2, indices:item())
    values, indices = ln.tensor {2, NAN, -INF}:min(1)
    assert.is_true(values:item() ~= values:item())
    assert.equal(2, indices:item())
  end)

  it("a number has one dimension", function()
    local values, indices = ln.tensor(7):max(1)
    assert.same({}, values:size())
    assert.same({7, 1}, {values:item(), indices:item()})
    values, indices = ln.tensor(7):topk(1)
    assert.same({7, 1}, {values:item(), indices:item()})
    assert.equal(7, ln.tensor(7):sort():item())
    assert.equal(7, ln.tensor(7):median():item())
    assert.equal(7, (ln.tensor(7):kthvalue(1)):item())
  end)

  it("sort and argsort keep the order of equals, both ways", function()
    local t = ln.tensor {2, 1, 2, 1, 0, -0.0}
    assert.same({5, 6, 2, 4, 1, 3}, t:argsort():totable())
    assert.same({1, 3, 2, 4, 5, 6}, t:argsort {descending = true}:totable())
    assert.same({{5, 5, 4}, {3, 1, 2}}, (x:sort(1, {descending = true})):totable())
    assert.same({{{1, 2, 3}, {4, 5, 5}}, {{2, 3, 1}, {3, 1, 2}}}, both(x:sort()))
  end)

  it("NaN is sorted last, and first of what descends", function()
    local t = ln.tensor {NAN, 1, INF, -INF}
    assert.same({4, 2, 3, 1}, t:argsort():totable())
    assert.same({1, 3, 2, 4}, t:argsort {descending = true}:totable())
  end)

  it("topk, kthvalue and median say where", function()
    assert.same({{{3, 2}, {5, 5}}, {{1, 3}, {1, 2}}}, both(x:topk(2)))
    assert.same({{{1}, {4}}, {{2}, {3}}}, both(x:topk(1, {largest = false})))
    assert.same({{2, 5}, {3, 1}}, both(x:kthvalue(2)))
    assert.same({{2, 5}, {3, 1}}, both(x:median(2)))
    assert.same({{{3, 1, 2}}, {{1, 1, 1}}}, both(x:median(1, {keepdim = true})))
    assert.equal(3, x:median():item())
    local _, where = ln.tensor {{1, NAN, 0, NAN}}:median(2)
    assert.same({2}, where:totable())
  end)

  it("var_mean and std_mean are var, std and mean", function()
    local t = ln.tensor {{3, 4, 1}, {5, 4, 7}}
    assert.same({{1, 0, 9}, {4, 4, 4}}, both(t:var_mean(1, {correction = 0})))
    local deviation, mean = ln.tensor {1, 5}:std_mean {correction = 0, keepdim = true}
    assert.same({{2}, {3}}, both(deviation, mean))
  end)

  for _, n in ipairs {4096, 4097, 10000, 70001} do
    it("lines of " .. n .. ", shared among threads, are sorted and stable", function()
      local t = ln.randint(1, 500, {n}, {generator = ln.Generator(n)})
      local values, indices = t:sort()
      assert.is_true(values:narrow(1, 2, n - 1):ge(values:narrow(1, 1, n - 1)):all():item() == 1)
      local later = indices:narrow(1, 2, n - 1):gt(indices:narrow(1, 1, n - 1))
      local same = values:narrow(1, 2, n - 1):eq(values:narrow(1, 1, n - 1))
      assert.equal(same:sum():item(), (same * later):sum():item())
      assert.equal(n, ln.zeros(n):scatter_add(1, indices, ln.ones(n)):eq(1):sum():item())
      local columns = ln.stack({t, -t}, 2)
      local _, down = columns:sort(1, {descending = true})
      assert.equal(n, down:select(2, 2):eq(indices):sum():item())
    end)
  end

  it("what cannot be chosen is refused", function()
    local function refused(message, f) assert.error_matches(f, message) end
    refused("topk: k is 4; 2x3 has 3 along dim %-1", function() x:topk(4) end)
    refused("topk: k is missing", function() x:topk() end)
    refused("kthvalue: k is 3; 2x3 has 2 along dim 1", function() x:kthvalue(3, 1) end)
    refused("sort: dimension 3 of a tensor with 2", function() x:sort(3) end)
    refused("sort: unknown option down; known: x, dim, descending", function() x:sort(1, {down = true}) end)
    refused("max: dimension 3 of a tensor with 2", function() x:max(3) end)
    refused("max: keepdim does not go with another tensor", function() x:max(x, {keepdim = true}) end)
    refused("min: no elements to choose from: 0x3", function() ln.zeros(0, 3):min(1) end)
    refused("median: no elements to choose from: 0", function() ln.zeros(0, 3):median() end)
    assert.same({0}, (ln.zeros(0, 3):max(2)):size())
  end)
end)
