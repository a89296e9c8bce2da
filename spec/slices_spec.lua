-- Slices that are put, compared and summed by bags: by hand.
local ln = require "lunette"
local value = require "spec.support.value"

local NAN = 0 / 0
local function x() return ln.tensor {{1, 2, 3}, {4, 5, 6}} end

describe("slices:", function()
  value("index_assign", "puts slices, or one number, where an index says", function()
    assert.same({{1, 7, 8}, {4, 9, 10}}, x():index_assign(2, ln.tensor {2, 3}, ln.tensor {{7, 8}, {9, 10}}):totable())
    assert.same({{1, 2, 3}, {0, 0, 0}}, x():index_assign(1, ln.tensor {2, 2}, 0):totable())
    assert.same({{4, 7}, {5, 8}, {6, 9}}, x():t():index_assign(2, ln.tensor {1, 2, 1},
      ln.tensor {{1, 7, 4}, {2, 8, 5}, {3, 9, 6}}):totable()) -- the last one stands
    assert.error_matches(function() x():index_assign(1, ln.tensor {1}, ln.ones(2, 3)) end,
                         "index_assign: source is 2x3, 1x3 is due")
  end)

  it("index_copy and index_fill count negative indices from the end, also in place", function()
    local y = x()
    y:index_fill_(2, ln.tensor {-1}, 0):index_copy_(1, ln.tensor {-2}, ln.tensor {{7, 8, 9}})
    assert.same({{7, 8, 9}, {4, 5, 0}}, y:totable())
    assert.equal(5, ln.tensor(3):index_fill(1, ln.tensor(1), 5):item())
    assert.error_matches(function() y:index_fill(1, ln.ones(1, 1), 0) end, "index_fill: indices are 1x1; one dimension")
    assert.error_matches(function() y:index_copy(2, ln.tensor {1}, ln.ones(2, 3)) end,
                         "index_copy: source is 2x3, 2x1 is due")
  end)

  value("index_extreme", "takes the largest or the smallest of what meets", function()
    local index, source = ln.tensor {1, 1}, ln.tensor {{0, 9, NAN}, {3, 1, 2}}
    local y = x():index_extreme(1, index, source):totable()
    assert.same({3, 9}, {y[1][1], y[1][2]})
    assert.is_true(y[1][3] ~= y[1][3])
    assert.same({4, 5, 6}, y[2])
    y = x():index_extreme(2, ln.tensor {3, 1}, ln.tensor {{-1, 2}, {8, 0}}, {which = "smallest"})
    assert.same({{1, 2, -1}, {0, 5, 6}}, y:totable())
  end)

  value("bag_sum", "adds rows to bags, times their factors", function()
    local index, bag = ln.tensor {2, 1, 2}, ln.tensor {3, 1, 3}
    assert.same({{1, 2, 3}, {0, 0, 0}, {8, 10, 12}}, x():bag_sum(index, bag, nil, 3):totable())
    -- half of row 1 in bag 1; 2 - 1 times row 2 in bag 3
    assert.same({{0.5, 1, 1.5}, {0, 0, 0}, {4, 5, 6}}, x():bag_sum(index, bag, ln.tensor {2, 0.5, -1}, 3):totable())
    assert.error_matches(function() x():bag_sum(index, ln.tensor {1, 4, 1}, nil, 3) end, "index 4")
  end)

  it("index_reduce means slices, with those of x or without", function()
    -- (1 + 3 + 5) / 3 and so on; column 1 of row 1 has (3 + 5) / 2 without x
    local index, source = ln.tensor {1, 1}, ln.tensor {{3, 2, 0}, {5, 2, 3}}
    assert.same({{3, 2, 2}, {4, 5, 6}}, x():index_reduce(1, index, source, "mean"):totable())
    assert.same({{4, 2, 1.5}, {4, 5, 6}},
                x():index_reduce(1, index, source, "mean", {include_self = false}):totable())
    assert.same({{5, 2, 3}, {4, 5, 6}},
                x():index_reduce(1, index, source, "amax", {include_self = false}):totable())
  end)
end)
