-- Sets and parts with several results. Values of PyTorch 1.13, indices counted
-- from 1.
local ln = require "lunette"

local function tables(...)
  local list = {...}
  for k, t in ipairs(list) do list[k] = t:totable() end
  return table.unpack(list)
end

local function gives(expected, ...) assert.same(expected, {tables(...)}) end

describe("unique", function()
  local all = {return_inverse = true, return_counts = true}
  local x = ln.tensor {{3, 1, 2}, {1, 3, -0.5}}
  local rows = ln.tensor {{3, 1}, {1, 3}, {3, 1}, {1, 2}}

  it("gives what is asked for, in order", function()
    gives({{-0.5, 1, 2, 3}, {{4, 2, 3}, {2, 4, 1}}, {1, 2, 1, 2}}, x:unique(all))
    gives({{-0.5, 1, 2, 3}, {1, 2, 1, 2}}, x:unique {return_counts = true})
    gives({{-0.5, 1, 2, 3}, {{4, 2, 3}, {2, 4, 1}}}, ln.unique(x, {return_inverse = true}))
    assert.equal(1, select("#", x:unique {sorted = false}))
  end)

  it("takes slices along a dimension", function()
    local o = {dim = 1, return_inverse = true, return_counts = true}
    gives({{{1, 2}, {1, 3}, {3, 1}}, {3, 2, 3, 1}, {1, 1, 2}}, rows:unique(o))
    o.dim = -1
    gives({{{1, 1, 3}, {2, 3, 1}}, {3, 2, 3, 1}, {1, 1, 2}}, rows:t():unique(o))
  end)

  it("takes nothing, numbers and NaN, which equals nothing", function()
    gives({{}, {}, {}}, ln.zeros(0):unique(all))
    assert.same({0, 3}, ln.zeros(0, 3):unique({dim = 1}):size())
    gives({{5}, 1, {1}}, ln.tensor(5):unique(all))
    gives({{5}}, ln.tensor(5):unique {dim = 1})
    local y, inverse, counts = ln.tensor {0 / 0, 1, 0 / 0}:unique(all)
    assert.same({1, 3}, {y[1]:item(), y:numel()})
    gives({{2, 1, 3}, {1, 1, 1}}, inverse, counts)
  end)

  it("inverts: the result at the inverse is x", function()
    local z = ln.randint(1, 50, {2000}, {generator = ln.Generator(3)})
    local y, inverse, counts = z:unique(all)
    assert.is_true(y[inverse]:equal(z))
    assert.equal(2000, counts:sum():item())
    assert.is_true(y:equal((y:sort())))
  end)
end)

describe("unique of whole numbers", function()
  it("counts those that are close, and sorts others", function()
    local x = ln.tensor {{7, -2, 7}, {0, -2, 7}}
    local y, inverse, counts = x:unique {return_inverse = true, return_counts = true}
    assert.same({-2, 0, 7}, y:totable())
    assert.same({{3, 1, 3}, {2, 1, 3}}, inverse:totable())
    assert.same({2, 1, 3}, counts:totable())
    assert.same({-8388608, 5, 8388608}, ln.tensor {5, 8388608, 5, -8388608}:unique():totable())
    assert.same({0, 0.5}, ln.tensor {0.5, 0, 0.5}:unique():totable())
    assert.same({1, math.huge}, ln.tensor {math.huge, 1, 1}:unique():totable())
  end)
end)

describe("unique_consecutive", function()
  local all = {return_inverse = true, return_counts = true}

  it("counts runs", function()
    gives({{1, 2, 1}, {{1, 1, 2}, {2, 2, 3}}, {2, 3, 1}}, ln.tensor {{1, 1, 2}, {2, 2, 1}}:unique_consecutive(all))
    all.dim = 1
    gives({{{3, 1}, {1, 2}, {3, 1}}, {1, 1, 2, 3}, {2, 1, 1}},
          ln.tensor {{3, 1}, {3, 1}, {1, 2}, {3, 1}}:unique_consecutive(all))
  end)
end)

describe("segment_reduce", function()
  local x, lengths = ln.tensor {1, 2, 3, 4}, ln.tensor {2, 0, 2}

  it("takes empty parts", function()
    local function of(reduce) return x:segment_reduce(reduce, {lengths = lengths}):totable() end
    assert.same({2, -math.huge, 4}, of "max")
    assert.same({1, math.huge, 3}, of "min")
    assert.same({3, 0, 7}, of "sum")
    assert.same({2, 1, 12}, of "prod")
    local mean = of "mean"
    assert.same({1.5, 3.5}, {mean[1], mean[3]})
    assert.is_true(mean[2] ~= mean[2])
  end)

  it("refuses lengths that do not make up the dimension", function()
    assert.error_matches(function() x:segment_reduce("sum", {lengths = ln.tensor {2, 1}}) end,
      "segment_reduce: lengths of 3 in all, of a dimension of size 4")
    assert.error_matches(function() x:segment_reduce("sum", {lengths = ln.tensor {5, -1}}) end, "%-1 times")
    assert.error_matches(function() x:segment_reduce("sum", {lengths = ln.tensor(4)}) end,
      "segment_reduce: lengths have 0 dimensions")
  end)
end)

describe("looking up", function()
  it("refuses lines that do not fit", function()
    assert.error_matches(function() ln.searchsorted(ln.ones(2, 3), ln.ones(3, 3)) end,
      "searchsorted: sorted_sequence is 2x3, x is 3x3")
    assert.error_matches(function() ln.bucketize(ln.ones(2), ln.ones(2, 3)) end,
      "bucketize: boundaries have 2 dimensions, one is wanted")
  end)

  it("gives masks", function()
    local x = ln.tensor {5, 7, 9}
    assert.same({5, 9}, x[x:isin(ln.tensor {9, 5})]:totable())
    assert.same({7}, x[x:isin(ln.tensor {9, 5}, {invert = true})]:totable())
  end)
end)
