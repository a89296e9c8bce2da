local ln = require "lunette"
local nn = ln.nn

describe("nn.Embedding", function()
  it("starts at N(0, 1), with a row of zeros for padding", function()
    ln.manual_seed(1)
    local layer = nn.Embedding(100, 50, {padding_idx = 7})
    assert.is_true(math.abs(layer.weight:std():item() - 1) < 0.03)
    assert.equal(0, layer.weight[7]:abs():sum():item())
    assert.equal("Embedding(100, 50, {padding_idx = 7})", tostring(layer))
  end)

  it("refuses indices outside", function()
    assert.has_error(function() nn.Embedding(4, 2)(ln.tensor {0}) end)
    assert.has_error(function() nn.Embedding(4, 2)(ln.tensor {5}) end)
    assert.has_error(function() nn.Embedding(4, 2, {padding_idx = 5}) end)
  end)
end)
