local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

describe("activations", function()
  local x = ln.tensor {-2, 0, 1}

  it("have their op's values", function()
    near(nn.ReLU()(x), {0, 0, 1})
    near(nn.LeakyReLU()(x), {-0.02, 0, 1})
    near(nn.LeakyReLU(0.2)(x), {-0.4, 0, 1})
    near(nn.Tanh()(x), {-0.96402758, 0, 0.76159416})
    near(nn.Sigmoid()(x), {0.11920292, 0.5, 0.73105858})
    near(nn.Softplus()(x), {0.12692801, 0.69314718, 1.31326169})
    near(nn.Softmax(1)(x), {0.03511903, 0.25949646, 0.70538451})
    near(nn.LogSoftmax(1)(x), {-3.34901222, -1.34901222, -0.34901222})
  end)

  it("refuse what they have no use for", function()
    local ok, message = pcall(nn.ReLU, x)
    assert.is_false(ok)
    assert.truthy(message:find("ReLU()(x) applies it", 1, true), message)
    assert.has_error(function() nn.Softmax() end)
    assert.has_error(function() nn.LeakyReLU("steep") end)
    assert.has_error(function() nn.GELU {approximate = "sine"} end)
    assert.has_error(function() nn.GELU({}, 2) end)
    assert.has_error(function() nn.Threshold(1) end)
    assert.has_error(function() nn.PReLU(0) end)
  end)

  it("are refused slopes and scales by which the result would not tell the sign of the sum", function()
    for text, o in pairs {
      ["biased_leaky_relu: negative_slope is -0.5; it is at least 0"] = {negative_slope = -0.5},
      ["biased_leaky_relu: scale is 0; it is above 0"] = {scale = 0},
    } do
      local ok, message = pcall(ln.biased_leaky_relu, x, nil, nil, o)
      assert.is_false(ok)
      assert.truthy(message:find(text, 1, true), message)
    end
  end)

  it("start PReLU at a quarter", function()
    near(nn.PReLU(2).weight, {0.25, 0.25})
    near(nn.PReLU(1, 0.5).weight, {0.5})
  end)
end)
