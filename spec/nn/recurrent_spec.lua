local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("recurrent layers", function()
  it("are their cells, one step after another", function()
    local layer, cell, x = nn.LSTM(3, 4), nn.LSTMCell(3, 4), ln.randn(5, 2, 3)
    for _, name in ipairs {"weight_ih", "weight_hh", "bias_ih", "bias_hh"} do cell[name] = layer[name .. "_l1"] end
    local y, h, c = layer(x)
    local h2, c2
    for t = 1, 5 do h2, c2 = cell(x[t], h2, c2) end
    near(h2, h:flatten():totable())
    near(c2, c:flatten():totable())
    near(h2, y[5]:flatten():totable())
  end)

  it("count layers from 1, and load PyTorch's", function()
    local layer, state = nn.GRU(2, 3, {num_layers = 2, bidirectional = true}), {}
    for path, x in pairs(layer:state_dict()) do
      local torch = path:gsub("_l(%d)", function(n) return "_l" .. math.tointeger(n) - 1 end)
      state[torch] = ln.full(x:size(), 7)
    end
    assert.is_not_nil(state.weight_hh_l0_reverse)
    layer:load_state_dict(state, {from = "torch"})
    assert.equal(7, layer.bias_ih_l2_reverse:mean():item())
    local projected = nn.LSTM(2, 3, {proj_size = 1, bias = false})
    projected:load_state_dict({weight_ih_l0 = ln.ones(12, 2), weight_hh_l0 = ln.ones(12, 1),
                               weight_hr_l0 = ln.full({1, 3}, 5)}, {from = "torch"})
    assert.same({{5, 5, 5}}, projected.weight_hr_l1:totable())
  end)

  it("print as they are written", function()
    assert.equal("LSTM(3, 4)", tostring(nn.LSTM(3, 4)))
    assert.equal("GRU(3, 4, {num_layers = 2, bias = false, batch_first = true, bidirectional = true})",
                 tostring(nn.GRU(3, 4, {num_layers = 2, bidirectional = true, batch_first = true, bias = false})))
    assert.equal("LSTM(3, 4, {proj_size = 2})", tostring(nn.LSTM(3, 4, {proj_size = 2})))
    assert.equal('RNN(3, 4, {nonlinearity = "relu"})', tostring(nn.RNN(3, 4, {nonlinearity = "relu"})))
  end)

  it("drop between layers in training, but not the last", function()
    ln.manual_seed(1)
    local layer, x = nn.RNN(2, 50, {num_layers = 2, dropout = 1}), ln.randn(2, 1, 2)
    local y = layer(x)
    assert.is_true(y:abs():amin():item() > 0)
    layer.weight_ih_l2:requires_grad_(false):zero_()
    near(y[1], layer(x)[1]:flatten():totable()) -- the second layer saw nothing
    local all = nn.RNN(2, 3, {num_layers = 2, dropout = 0.5}):eval()
    near(all(x), all(x):flatten():totable(), 0)
  end)

  it("start uniform within 1 / sqrt(hidden)", function()
    local top = nn.LSTM(10, 25).weight_hh_l1:abs():amax():item()
    assert.is_true(top <= 0.2 and top > 0.195)
  end)

  it("count their products", function()
    -- 5 places, 4*6 rows, 3 + 6 inputs, then 12 + 6, in two directions
    local layer = nn.LSTM(3, 6, {num_layers = 2, bidirectional = true, batch_first = true})
    assert.truthy(layer:summary({5, 3}):find "; 6,480 multiply%-adds")
    -- 5 places, 4*6 rows of 3 + 2 inputs, and 6 to 2
    assert.truthy(nn.LSTM(3, 6, {proj_size = 2, batch_first = true}):summary({5, 3}):find "; 660 multiply%-adds")
  end)

  it("name what does not fit", function()
    fails("LSTM: length, n, 3 or length, 3 is wanted, got 5x2x4", nn.LSTM(3, 4), ln.ones(5, 2, 4))
    fails("GRU: n, length, 3 or length, 3 is wanted, got 3", nn.GRU(3, 4, {batch_first = true}), ln.ones(3))
    fails("LSTM: h is 1x2x4, 1x4 is wanted", nn.LSTM(3, 4), ln.ones(5, 3), ln.ones(1, 2, 4))
    fails("LSTM: h is 1x2x4, 1x2x2 is wanted", nn.LSTM(3, 4, {proj_size = 2}), ln.ones(5, 2, 3), ln.ones(1, 2, 4))
    fails("LSTM: c is 1x2x2, 1x2x4 is wanted", nn.LSTM(3, 4, {proj_size = 2}), ln.ones(5, 2, 3), nil,
          ln.ones(1, 2, 2))
    fails("LSTM: proj_size is 4, below hidden_size, 4, is wanted", nn.LSTM, 3, 4, {proj_size = 4})
    fails("GRU: unknown option proj_size", nn.GRU, 3, 4, {proj_size = 2})
    fails("LSTM: c is 2x4, 1x2x4 is wanted", nn.LSTM(3, 4), ln.ones(5, 2, 3), nil, ln.ones(2, 4))
    fails("GRUCell: n, 3 or 3 is wanted, got 4", nn.GRUCell(3, 4), ln.ones(4))
    fails("LSTMCell: h is 1x4, 4 is wanted", nn.LSTMCell(3, 4), ln.ones(3), ln.ones(1, 4))
    fails("LSTM: unknown option nonlinearity", nn.LSTM, 3, 4, {nonlinearity = "relu"})
    fails("RNN: the length is 0", nn.RNN(3, 4), ln.ones(0, 2, 3))
  end)
end)
