-- What einsum refuses; its values stand in spec/reference/matmul.py.
local ln = require "lunette"

describe("einsum", function()
  local a, b = ln.ones(3, 4), ln.ones(4, 2)

  local function refuses(message, ...)
    local args = table.pack(...)
    assert.error_matches(function() ln.einsum(table.unpack(args, 1, args.n)) end, message)
  end

  it("takes the operands as one table too", function()
    assert.same(a:matmul(b):totable(), ln.einsum("ij,jk->ik", {a, b}):totable())
  end)

  it("refuses what does not fit, naming both sides", function()
    refuses('einsum: "ij,jk" has 2 operands, 1 are given', "ij,jk", a)
    refuses('einsum: "ijk" for operand 1 of 3x4', "ijk", a)
    refuses('einsum: "i" for operand 1 of 3x4', "i", a)
    refuses("einsum: j has the sizes 4 and 3", "ij,jk->ik", a, a)
    refuses("einsum: i has the sizes 3 and 4", "ii", a)
    refuses("einsum: %.%.%. has the sizes 3 and 4", "...,...", a, b:t():reshape(4, 2))
    refuses("einsum: z of the result is in no operand", "ij->z", a)
    refuses("einsum: i comes twice in the result", "ij->ii", a)
    refuses('einsum: cannot read "i1"', "i1", a)
    refuses("einsum: operand 1 is 2, a tensor is wanted", "i", 2)
    refuses("einsum: equation is a tensor, a string is wanted", a, "ij")
  end)
end)
