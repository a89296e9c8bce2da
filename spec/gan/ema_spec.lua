local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function fill(model, weight, bias)
  nn.init.constant_(model[1].weight, weight)
  nn.init.constant_(model[1].bias, bias)
end

local function make()
  local model = nn.Sequential {nn.Linear(1, 1), nn.BatchNorm1d(1)}
  fill(model, 1, 2)
  return model
end

describe("gan.EMA", function()
  it("follows parameters by its share and copies buffers", function()
    local G = make()
    local average = ln.gan.EMA(G, {decay = .75})
    fill(G, 5, -2)
    G[2].running_mean:fill_(3)
    average:update()
    near(average.model[1].weight, {2})
    near(average.model[1].bias, {1})
    near(average.model[2].running_mean, {3})
    average.decay = .5
    average:update()
    near(average.model[1].weight, {3.5})
    near(G[1].weight, {5})
  end)

  it("is in evaluation mode and trains nothing", function()
    local G = make()
    local average = ln.gan.EMA(G)
    assert.equal(.999, average.decay)
    assert.is_false(average.model.training)
    assert.is_false(average.model[1].weight:requires_grad())
    assert.is_true(G.training)
    assert.is_true(G[1].weight:requires_grad())
  end)

  it("follows another model of the same layers, and no other", function()
    local average, other = ln.gan.EMA(make(), {decay = 0}), make()
    fill(other, 7, 8)
    average:update(other)
    near(average.model[1].weight, {7})
    local ok, message = pcall(average.update, average, nn.Sequential {nn.ReLU()})
    assert.is_false(ok)
    assert.truthy(message:find("EMA: the model has no 1.bias", 1, true), message)
    assert.has_error(function() average:update(3) end)
  end)

  it("keeps its state", function()
    local average = ln.gan.EMA(make(), {decay = 0})
    fill(average.source, 4, 4)
    average:update()
    local again = ln.gan.EMA(make())
    again:load_state_dict(average:state_dict())
    near(again.model[1].weight, {4})
    make():load_state_dict(average:state_dict())
  end)
end)
