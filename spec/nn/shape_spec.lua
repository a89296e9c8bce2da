local ln = require "lunette"
local nn = ln.nn

describe("nn.Flatten and nn.Unflatten", function()
  it("count dimensions from 1", function()
    assert.same({2, 12}, nn.Flatten()(ln.ones(2, 3, 4)):size())
    assert.same({6, 4}, nn.Flatten(1, 2)(ln.ones(2, 3, 4)):size())
    assert.same({2, 3, 2, 2}, nn.Unflatten(2, {3, 2, 2})(ln.ones(2, 12)):size())
    assert.equal("Unflatten(2, {3, 2, 2})", tostring(nn.Unflatten(2, {3, 2, 2})))
  end)
end)
