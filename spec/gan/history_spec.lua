local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function make()
  local model = nn.Linear(2, 1)
  nn.init.constant_(model.weight, 1)
  nn.init.constant_(model.bias, 2)
  return model
end

describe("gan.HistoricalAverage", function()
  it("penalises the distance to the mean of all past values", function()
    local model = make()
    local history = ln.gan.HistoricalAverage(model)
    near(history:penalty(), {0})
    nn.init.constant_(model.weight, 4)
    history:update()
    nn.init.constant_(model.weight, -2)
    nn.init.constant_(model.bias, 5)
    history:update()
    -- means (1 + 4 - 2) / 3 and (2 + 2 + 5) / 3; twice 3^2 and 2^2
    near(history.means.weight, {1, 1})
    near(history.means.bias, {3})
    local value = history:penalty {weight = .5}
    near(value, {(18 + 4) / 2})
    value:backward()
    near(model.weight.grad, {-3, -3})
    near(model.bias.grad, {2})
  end)

  it("goes on from a state", function()
    local model = make()
    local history = ln.gan.HistoricalAverage(model)
    nn.init.constant_(model.weight, 3)
    history:update()
    local other = ln.gan.HistoricalAverage(make())
    other:load_state_dict(history:state_dict())
    nn.init.constant_(other.model.weight, 5)
    other:update()
    near(other.means.weight, {3, 3})
    near(history.means.weight, {2, 2})
    local ok, message = pcall(other.load_state_dict, other, {means = {}, count = 1})
    assert.is_false(ok)
    assert.truthy(message:find("the state has no ", 1, true), message)
    local function refused(change, text)
      local dict = {means = {}, count = 2}
      for path, mean in pairs(history:state_dict().means) do dict.means[path] = mean + 1 end
      change(dict)
      ok, message = pcall(other.load_state_dict, other, dict)
      assert.is_false(ok)
      assert.truthy(message:find(text, 1, true), message)
      near(other.means.weight, {3, 3})
      assert.equal(3, other.count)
    end
    refused(function(d) d.means = nil end, "state.means is missing")
    refused(function(d) d.count = nil end, "state.count is missing")
    refused(function(d) d.means.weight = ln.ones(3) end, "weight is 1x2 here and 3 in the state")
  end)

  it("is kept in checkpoints, as the monitor of collapse is", function()
    local folder = os.tmpname()
    os.remove(folder)
    local history = ln.gan.HistoricalAverage(make())
    local monitor = ln.gan.collapse.monitor(ln.randn(8, 2))
    history:update()
    local ratio = monitor:watch(ln.ones(4, 2))
    local checkpoint = ln.Checkpoint(folder, {history = history, monitor = monitor})
    checkpoint:save(3)
    history.count, monitor.level, monitor.best = 9, 1, 2
    history.means.weight:fill_(7)
    assert.equal(3, checkpoint:resume())
    assert.equal(2, history.count)
    near(history.means.weight, {1, 1})
    assert.equal(ratio, monitor.best)
    near(monitor:watch(ln.ones(4, 2)), {ratio})
    os.remove(folder .. "/checkpoint.safetensors")
    os.remove(folder)
  end)

  it("says which parameter is new", function()
    local model = nn.Sequential {nn.Linear(1, 1)}
    local history = ln.gan.HistoricalAverage(model)
    model:append(nn.Linear(1, 1))
    assert.error_matches(function() history:update() end,
                         "HistoricalAverage: 2.bias was not in the model at the start")
    assert.equal(1, history.count)
    assert.has_error(function() history:penalty() end)
  end)

  it("wants a layer", function() assert.has_error(function() ln.gan.HistoricalAverage {} end) end)
end)
