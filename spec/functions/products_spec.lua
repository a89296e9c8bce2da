-- What sums of products refuse; values against PyTorch stand in
-- spec/reference/more_linalg.py.
local ln = require "lunette"
local value = require "spec.support.value"

local function refused(text, f)
  local ok, message = pcall(f)
  assert.is_false(ok)
  assert.equal(text, (message:gsub("^spec/functions/products_spec.lua:%d+: ", "")))
end

describe("products name what does not fit:", function()
  it("tensordot", function()
    local a, b = ln.ones(2, 3), ln.ones(4, 3)
    refused("tensordot: dimension 2 of 2x3 by dimension 1 of 4x3", function() return ln.tensordot(a, b, 1) end)
    refused("tensordot: 3 dimensions of 2x3 and 4x3", function() return ln.tensordot(a, b, 3) end)
    refused("tensordot: dims has 1 lists, two are wanted", function() return ln.tensordot(a, b, {{1}}) end)
    refused("tensordot: 1 dimensions of the first for 2 of the second",
            function() return ln.tensordot(a, b, {{1}, {1, 2}}) end)
    refused("tensordot: dimension 2 is given twice", function() return ln.tensordot(a, b, {{2, -1}, {1, 2}}) end)
    refused("tensordot: dimension 3 of a tensor with 2", function() return ln.tensordot(a, b, {{3}, {1}}) end)
  end)

  it("inner, addr, addbmm, cross", function()
    refused("inner: dimension 2 of 2x3 by dimension 1 of 2", function() return ln.inner(ln.ones(2, 3), ln.ones(2)) end)
    refused("addr: two vectors are wanted, these are 2x2 and 2",
            function() return ln.addr(ln.ones(2, 2), ln.ones(2, 2), ln.ones(2)) end)
    refused("addr: 3 does not expand to 2x2", function() return ln.addr(ln.ones(3), ln.ones(2), ln.ones(2)) end)
    refused("addbmm: batches n x p x q and n x q x r are wanted, these are 2x2x3 and 3x3x2",
            function() return ln.addbmm(ln.ones(2, 2), ln.ones(2, 2, 3), ln.ones(3, 3, 2)) end)
    refused("cross: no dimension of 2x4 and 2x4 has size 3",
            function() return ln.cross(ln.ones(2, 4), ln.ones(2, 4)) end)
    refused("cross: as many dimensions, of which 1 has size 3, are wanted; these are 2x3 and 2x3",
            function() return ln.cross(ln.ones(2, 3), ln.ones(2, 3), 1) end)
  end)

  it("multi_dot and chain_matmul", function()
    local a = ln.ones(2, 3)
    refused("multi_dot: two factors or more are wanted, there are 1", function() return ln.multi_dot {a} end)
    refused("multi_dot: inner sizes differ: 2x3 by 2x3", function() return ln.multi_dot {a, a} end)
    refused("multi_dot: matrices are wanted, factor 2 is 3", function() return ln.multi_dot {a, ln.ones(3), a} end)
    refused("chain_matmul: there is nothing to multiply", function() return ln.chain_matmul {} end)
    refused("chain_matmul: inner sizes differ: 2x3 by 2x3", function() return ln.chain_matmul(a, a) end)
    assert.equal(3, ln.chain_matmul({a, ln.ones(3, 1)})[1]:item())
  end)
end)

describe("what products are made of:", function()
  -- the first two axes make the third, and so round
  value("cross_lines", "turns along either dimension", function()
    local x = ln.tensor {{1, 0, 0}, {0, 2, 0}, {1, 2, 3}}
    local other = ln.tensor {{0, 1, 0}, {0, 0, 1}, {4, 5, 6}}
    -- the last: 2 6 - 3 5, 3 4 - 1 6, 1 5 - 2 4
    local due = {{0, 0, 1}, {2, 0, 0}, {-3, 6, -3}}
    assert.same(due, ln.cross_lines(x, other, 2):totable())
    assert.same(due, ln.cross_lines(x:t(), other:t(), 1):t():totable())
    refused("cross_lines: dimension 1 of both has to have size 3: 2x3 and 2x3",
            function() return ln.cross_lines(ln.ones(2, 3), ln.ones(2, 3), 1) end)
  end)

  value("add_outer", "adds a column times a row, to what expands to them", function()
    local column, row = ln.tensor {{1}, {2}}, ln.tensor {{10, 20, 30}}
    assert.same({{11, 21, 31}, {21, 41, 61}}, ln.add_outer(ln.ones(2, 3), column, row):totable())
    assert.same({{-4, -8, -12}, {-9, -18, -27}},
                ln.add_outer(ln.tensor {1, 2, 3}, column, row, {value = -0.5}):totable())
    refused("add_outer: a column and a row are wanted: 2x1 by 2x1",
            function() return ln.add_outer(ln.ones(2, 2), column, column) end)
  end)

  it("kron of many small lines", function()
    local x, y = ln.arange(1, 30):view(6, 5), ln.arange(1, 28):view(4, 7)
    local z = x:kron(y)
    assert.same({24, 35}, z:size())
    for i = 0, 23 do
      for j = 0, 34 do
        local due = x[i // 4 + 1][j // 7 + 1]:item() * y[i % 4 + 1][j % 7 + 1]:item()
        assert.equal(due, z[i + 1][j + 1]:item())
      end
    end
  end)
end)
