-- What takes and gives lists; other values stand in spec/reference/more_view.py.
-- Values of PyTorch 1.13, indices counted from 1.
local ln = require "lunette"

local function tables(parts)
  local list = {}
  for k, part in ipairs(parts) do list[k] = part:totable() end
  return list
end

local function refused(message, f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(text:find(message, 1, true), text)
end

describe("tensor_split and its kind", function()
  local line, matrix = ln.arange(1, 7), ln.arange(1, 12):reshape(2, 6)

  it("cut into parts of nearly one length", function()
    assert.same({{1, 2, 3}, {4, 5}, {6, 7}}, tables(line:tensor_split(3)))
    assert.same({{1}, {2}, {}}, tables(ln.arange(1, 2):tensor_split(3)))
    assert.same({{{1, 2}, {7, 8}}, {{3, 4}, {9, 10}}, {{5, 6}, {11, 12}}}, tables(matrix:hsplit(3)))
    assert.same({{{1, 2, 3, 4, 5, 6}}, {{7, 8, 9, 10, 11, 12}}}, tables(matrix:vsplit(2)))
    assert.same({{1}, {2}, {3}, {4}, {5}, {6}, {7}}, tables(line:hsplit(7)))
    assert.same({{{{1, 2}}, {{5, 6}}}, {{{3, 4}}, {{7, 8}}}}, tables(ln.arange(1, 8):reshape(2, 1, 4):dsplit(2)))
  end)

  it("cut before indices, which may be anywhere", function()
    assert.same({{1, 2}, {3, 4, 5}, {6, 7}}, tables(line:tensor_split {3, 6}))
    assert.same({{1, 2, 3, 4, 5}, {}, {3, 4, 5, 6, 7}, {}, {7}}, tables(line:tensor_split {6, 3, 10, -1}))
    assert.same({{{1}, {7}}, {{2, 3, 4}, {8, 9, 10}}, {{5, 6}, {11, 12}}}, tables(matrix:hsplit {2, 5}))
    assert.same({{1, 2, 3, 4, 5, 6, 7}}, tables(line:tensor_split({})))
  end)

  it("refuse what does not divide, and what has too few dimensions", function()
    refused("hsplit: 4 parts of a dimension of size 6", matrix.hsplit, matrix, 4)
    refused("vsplit: 2 dimensions or more are wanted, this is 7", line.vsplit, line, 7)
    refused("dsplit: 3 dimensions or more are wanted, this is 2x6", matrix.dsplit, matrix, 2)
    refused("tensor_split: a number has no dimensions", ln.tensor_split, ln.tensor(2), 2)
    refused("tensor_split: indices_or_sections is 0", line.tensor_split, line, 0)
  end)
end)

describe("lists of tensors", function()
  it("broadcast together, and get dimensions", function()
    local a, b = ln.tensor {{1}, {2}}, ln.tensor {3, 4, 5}
    assert.same({{{1, 1, 1}, {2, 2, 2}}, {{3, 4, 5}, {3, 4, 5}}}, tables(ln.broadcast_tensors {a, b}))
    assert.same({}, ln.broadcast_tensors {})
    refused("broadcast_tensors: sizes do not broadcast: 2x1 and 3x2", ln.broadcast_tensors, {a, ln.ones(3, 2)})
    assert.same({{{3}}, {{1, 2}}}, tables(ln.atleast_2d {ln.tensor(3), ln.tensor {1, 2}}))
  end)

  it("refuse what cannot be joined", function()
    for _, name in ipairs {"hstack", "vstack", "dstack", "column_stack", "block_diag"} do
      refused(name .. ": a table of at least one tensor is wanted", ln[name], {})
    end
    refused("block_diag: tensors[2] is 1x2x3; matrices are wanted", ln.block_diag, {ln.ones(2), ln.ones(1, 2, 3)})
    refused("combinations: a vector is wanted, this is 2x3", ln.combinations, ln.ones(2, 3))
    refused("rot90: dims are 1 and -2", ln.rot90, ln.ones(2, 3), 1, {1, -2})
  end)
end)

describe("tensors like another", function()
  local x = ln.ones(2)

  it("have the sizes and values given", function()
    assert.same({{0, 0, 0}, {0, 0, 0}}, x:new_zeros(2, 3):totable())
    assert.same({{1, 1}}, x:new_ones({1, 2}):totable())
    assert.same({2, 3}, x:new_empty(2, 3):size())
    assert.same({{7, 7}}, x:new_full({1, 2}, 7):totable())
    assert.same({1, 2}, x:new_tensor({1, 2}):totable())
    assert.is_true(x:new_zeros(2, {requires_grad = true}):requires_grad())
  end)
end)

describe("windows along a dimension", function()
  it("are views, not written to where they overlap", function()
    local x = ln.arange(1, 6)
    local apart = x:unfold(1, 2, 2)
    apart[{2, 1}] = 30
    assert.same({1, 2, 30, 4, 5, 6}, x:totable())
    refused("an expanded tensor has fewer elements than it shows", function() x:unfold(1, 2, 1)[1] = 5 end)
    refused("unfold: windows of 7 of a dimension of size 6", x.unfold, x, 1, 7, 1)
    refused("unfold: step", x.unfold, x, 1, 2, 0)
  end)
end)
