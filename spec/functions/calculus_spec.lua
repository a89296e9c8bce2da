-- gradient, against numpy.gradient by hand, and what is refused. Values of the
-- rest stand in spec/reference/statistics.lua.
local ln = require "lunette"
local near = require "spec.near"

local function refused(message, f) assert.error_matches(f, message) end

describe("gradient", function()
  local squares = ln.tensor {1, 4, 9, 16, 25}

  -- inside (x[i + 1] - x[i - 1]) / 2, at the ends x[2] - x[1] and x[5] - x[4]
  it("is made of central differences", function()
    near(squares:gradient()[1], {3, 4, 6, 8, 9})
    near(ln.gradient(squares, {spacing = 0.5})[1], {6, 8, 12, 16, 18})
  end)

  -- a parabola's own derivative: (-3 * 1 + 4 * 4 - 9) / 2 = 2
  it("is exact for a parabola at the ends with edge_order 2", function()
    near(squares:gradient {edge_order = 2}[1], {2, 4, 6, 8, 10})
  end)

  it("gives a table, of each dimension or of those listed", function()
    local x = ln.tensor {{1, 2, 4}, {2, 5, 5}}
    local list = x:gradient()
    assert.equal(2, #list)
    near(list[1], {1, 3, 1, 1, 3, 1})
    near(list[2], {1, 1.5, 2, 3, 1.5, 0})
    list = x:gradient {dim = {2, -2}, spacing = {2, 1}}
    near(list[1], {0.5, 0.75, 1, 1.5, 0.75, 0})
    near(list[2], {1, 3, 1, 1, 3, 1})
    near(x:t():gradient {dim = 1}[1], {1, 3, 1.5, 1.5, 2, 0})
  end)

  it("refuses too few points, and what is not there", function()
    refused("gradient: 1 has 1 points along dim 1, at least 2 are wanted", function() ln.ones(1):gradient() end)
    refused("gradient: 2 has 2 points along dim 1, at least 3",
            function() ln.ones(2):gradient {edge_order = 2} end)
    refused("gradient: edge_order is 3, 1 or 2 is wanted", function() squares:gradient {edge_order = 3} end)
    refused("gradient: 2 spacings for 1 dimensions", function() squares:gradient {spacing = {1, 2}} end)
    refused("gradient: dimension 2 of a tensor with 1", function() squares:gradient {dim = 2} end)
  end)
end)

describe("differences and integrals", function()
  it("refuse numbers, and points of another number", function()
    refused("diff: at least one dimension is wanted, this is a number", function() ln.tensor(1):diff() end)
    refused("trapezoid: at least one dimension is wanted", function() ln.tensor(1):trapezoid() end)
    refused("trapezoid: x has 2 points, y 3 along dim 1", function() ln.ones(3):trapezoid(ln.ones(2)) end)
    refused("cumulative_trapezoid: x has 3 points, y 2 along dim 1",
            function() ln.ones(2, 3):cumulative_trapezoid(ln.ones(3), {dim = -2}) end)
  end)
end)

describe("logspace", function()
  it("takes a gradient when told", function()
    assert.is_true(ln.logspace(0, 1, 3, {requires_grad = true}):requires_grad())
    assert.is_false(ln.logspace(0, 1, 3):requires_grad())
  end)
end)
