local ln = require "lunette"
local nn = ln.nn

describe("nn.Dropout", function()
  it("zeroes a share p and scales the rest, in training only", function()
    ln.manual_seed(2)
    local layer, x = nn.Dropout(0.25), ln.ones(10000)
    local y = layer(x)
    local kept = y:gt(0):mean():item()
    -- the standard deviation of the share is 0.0043
    assert.is_true(math.abs(kept - 0.75) < 0.02)
    assert.is_true(math.abs(y:amax():item() - 1 / 0.75) < 1e-6)
    layer:eval()
    assert.equal(1, layer(x):amin():item())
  end)

  it("gives each kept element's gradient the same scale", function()
    local x = ln.ones(50, {requires_grad = true})
    local y = nn.Dropout()(x)
    y:sum():backward()
    assert.same(y:totable(), x.grad:totable())
  end)

  it("takes 0 and 1, and no more", function()
    assert.equal(0, nn.Dropout(1)(ln.ones(3)):sum():item())
    assert.equal(3, nn.Dropout(0)(ln.ones(3)):sum():item())
    assert.has_error(function() nn.Dropout(1.5) end)
  end)
end)
