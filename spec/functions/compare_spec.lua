-- Values: torch.allclose and torch.equal of PyTorch 1.13.1. isclose is held
-- against it in spec/reference.
local ln = require "lunette"

describe("allclose", function()
  it("is true or false", function()
    local x = ln.tensor {1, 2, 3}
    assert.is_true(ln.allclose(x, x * 1.000001))
    assert.is_false(x:allclose(x * 1.001))
    assert.is_true(x:allclose(x * 1.001, {rtol = 0.01}))
    assert.is_false(x:allclose(ln.tensor {1, 2, 3.5}, {rtol = 0, atol = 0.25}))
    assert.is_true(x:allclose(ln.tensor {1, 2, 3.5}, {rtol = 0, atol = 0.5}))
  end)

  it("broadcasts, and is true of nothing", function()
    assert.is_true(ln.ones(2, 3):allclose(ln.ones(3)))
    assert.is_true(ln.zeros(0, 3):allclose(ln.ones(3)))
    assert.error_matches(function() ln.ones(2):allclose(ln.ones(3)) end, "isclose: sizes do not broadcast")
  end)

  it("takes nan for nan only when told", function()
    local x = ln.tensor {1, 0 / 0, math.huge}
    assert.is_false(x:allclose(x))
    assert.is_true(x:allclose(x, {equal_nan = true}))
    assert.is_false(x:allclose(-x, {equal_nan = true, atol = math.huge}))
  end)

  it("refuses what is no tolerance, and other arguments", function()
    local x = ln.ones(2)
    assert.error_matches(function() x:allclose(x, {rtol = -1}) end, "isclose: rtol is %-1, 0 or above is wanted")
    assert.error_matches(function() x:isclose(x, {atol = 0 / 0}) end, "isclose: atol is nan, 0 or above")
    assert.error_matches(function() x:allclose(1) end, "allclose: other is 1, a tensor is wanted")
    assert.error_matches(function() x:allclose(x, {eps = 1}) end,
                         "allclose: unknown option eps; known: x, other, rtol, atol, equal_nan")
  end)

  it("leaves no graph, and closes to nothing recorded", function()
    local x = ln.tensor({1, 2}, {requires_grad = true})
    assert.is_false(ln.isclose(x * 2, x):requires_grad())
    assert.is_true((x * 2):allclose(x + x))
  end)
end)

describe("equal", function()
  it("wants the same sizes and elements", function()
    local x = ln.tensor {{1, 2}, {3, 4}}
    assert.is_true(x:equal(x:clone()))
    assert.is_true(x:equal(x:t():contiguous():t()))
    assert.is_false(x:equal(x:t()))
    assert.is_false(ln.equal(x, x:flatten()))
    assert.is_false(ln.ones(2, 2):equal(ln.ones(2)))
    assert.is_true(ln.zeros(0):equal(ln.zeros(0)))
    assert.is_true(ln.tensor(0):equal(ln.tensor(-0.0)))
  end)

  it("takes nan for nothing", function()
    local x = ln.tensor {0 / 0}
    assert.is_false(x:equal(x))
    assert.error_matches(function() x:equal(2) end, "equal: other is 2, a tensor is wanted")
  end)
end)
