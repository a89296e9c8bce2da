-- What takes or gives lists of tensors; roll and movedim stand in
-- spec/reference/view.py. Values by hand, of PyTorch's rules.
local ln = require "lunette"

local function shapes(parts)
  local list = {}
  for k, part in ipairs(parts) do list[k] = table.concat(part:size(), "x") end
  return table.concat(list, " ")
end

local function joins(parts, dim, x)
  assert.same(x:totable(), ln.cat(parts, dim):totable())
end

describe("pieces:", function()
  local x = ln.arange(1, 14):view(2, 7)

  it("split by length: the last may be shorter", function()
    local parts = x:split(3, 2)
    assert.equal("2x3 2x3 2x1", shapes(parts))
    assert.same({{4, 5, 6}, {11, 12, 13}}, parts[2]:totable())
    joins(parts, 2, x)
    assert.equal("1x7 1x7", shapes(x:split(1)))
    assert.equal("2x7", shapes(x:split(100, -1)))
    assert.equal("0x3", shapes(ln.zeros(0, 3):split(2)))
    assert.equal("0x3", shapes(ln.zeros(0, 3):split(0)))
  end)

  it("split by a table of lengths", function()
    local parts = ln.split(x, {2, 0, 5}, -1)
    assert.equal("2x2 2x0 2x5", shapes(parts))
    joins(parts, 2, x)
    assert.error_matches(function() x:split({2, 4}, 2) end,
      "split: pieces of 6 in all, of a dimension of size 7")
    assert.error_matches(function() x:split({8, -1}, 2) end, "split: split_size_or_sections%[2%] is %-1")
    assert.error_matches(function() x:split(0) end, "split: pieces of 0")
    assert.error_matches(function() x:split(2.5) end, "split: split_size_or_sections is 2.5, an integer")
  end)

  it("chunk: as many as asked for, or fewer", function()
    assert.equal("2x3 2x3 2x1", shapes(x:chunk(3, 2)))
    assert.equal("2x2 2x2 2x2 2x1", shapes(x:chunk(5, 2)))
    assert.equal("1x7 1x7", shapes(x:chunk(4)))
    assert.equal("0x3 0x3", shapes(ln.zeros(0, 3):chunk(2)))
    assert.equal("1x7 1x7", shapes(x:chunk(math.maxinteger)))
    assert.error_matches(function() x:chunk(0) end, "chunk: chunks is 0, an integer above 0")
    assert.error_matches(function() x:chunk(2, 3) end, "chunk: dimension 3 of a tensor with 2")
    assert.error_matches(function() ln.chunk(x[1][1], 1) end, "chunk: a number has no dim")
  end)

  it("are views, and pass gradients on", function()
    local w = ln.ones({2, 4}, {requires_grad = true})
    local a, b = table.unpack(w:chunk(2, 2))
    assert.same({4, 1}, a:stride())
    local g = ln.grad((a * b * 3 + b):sum(), {w})[1]
    assert.same({{3, 3, 4, 4}, {3, 3, 4, 4}}, g:totable())
  end)

  it("unbind gives the slices", function()
    local rows, columns = x:unbind(), x:unbind(-1)
    assert.equal("7 7", shapes(rows))
    assert.equal(7, #columns)
    assert.same({4, 11}, columns[4]:totable())
    assert.same({}, ln.zeros(0, 2):unbind())
  end)

  it("meshgrid spans the grid of vectors", function()
    local a, b = ln.tensor {1, 2, 3}, ln.tensor {10, 20}
    local ga, gb = table.unpack(ln.meshgrid {a, b})
    assert.same({{1, 1}, {2, 2}, {3, 3}}, ga:totable())
    assert.same({{10, 20}, {10, 20}, {10, 20}}, gb:totable())
    ga, gb = table.unpack(ln.meshgrid({a, b}, {indexing = "xy"}))
    assert.same({{1, 2, 3}, {1, 2, 3}}, ga:totable())
    assert.same({{10, 10, 10}, {20, 20, 20}}, gb:totable())
    assert.equal("3x2x1 3x2x1 3x2x1", shapes(ln.meshgrid {a, b, ln.ones(1)}))
    assert.error_matches(function() ln.meshgrid({a}, {indexing = "yx"}) end,
      'indexing is "yx", one of ij, xy is wanted')
    assert.error_matches(function() ln.meshgrid {x} end, "tensors%[1%] is 2x7; vectors")
  end)

  it("roll_one goes round as often as it must, either way", function()
    local t = ln.tensor {{1, 2, 3}, {4, 5, 6}}
    assert.same({{3, 1, 2}, {6, 4, 5}}, t:roll_one(7, 2):totable())
    assert.same({{2, 3, 1}, {5, 6, 4}}, t:roll_one(-1000000000000000000, 2):totable()) -- 10^18 is 1 modulo 3
    assert.same({{4, 5, 6}, {1, 2, 3}}, t:roll_one(-1, -2):totable())
    assert.same({{3, 6}, {1, 4}, {2, 5}}, t:t():roll_one(1, 1):totable())
    assert.same({3, 0}, {ln.zeros(3, 0):roll_one(2, 2):size(1), ln.zeros(3, 0):roll_one(2, 1):numel()})
    assert.equal(5, ln.tensor(5):roll_one(3, 1):item())
    local leaf = t:clone():requires_grad_()
    local g = ln.grad((leaf:roll_one(-4, 2) * t):sum(), {leaf})[1]
    assert.same({{3, 1, 2}, {6, 4, 5}}, g:totable())
    assert.error_matches(function() t:roll_one(1, 3) end, "roll_one: dimension 3 of a tensor with 2")
    assert.error_matches(function() t:roll({1, 1}, {1, 3}) end, "roll: dimension 3 of a tensor with 2")
  end)

  it("roll and movedim refuse what does not fit", function()
    assert.error_matches(function() x:roll({1, 2}, 1) end, "roll: 2 shifts for 1 dims")
    assert.error_matches(function() x:roll {1, 2} end, "roll: 2 shifts and no dims")
    assert.error_matches(function() x:movedim({1, 1}, {1, 2}) end,
      "movedim: source: dimension 1 is given twice")
    assert.error_matches(function() x:movedim(1, {1, 2}) end,
      "movedim: 1 in source, 2 in destination")
    assert.error_matches(function() x:movedim(3, 1) end, "movedim: source: dimension 3 of a tensor")
  end)
end)
