local ln = require "lunette"
local near = require "spec.near"
local nn, optim = ln.nn, ln.optim

-- Gradients {3, 4}, {12} and none.
local function params()
  local p, q, r = nn.Parameter(ln.zeros(2)), nn.Parameter(ln.zeros(1, 1)), nn.Parameter(ln.zeros(3));
  ((p * ln.tensor {3, -4}):sum() + (q * 12):sum()):backward()
  return {p, q, r}
end

describe("clip_grad_norm_", function()
  it("scales gradients that are too long together, and gives their length", function()
    local list = params()
    near(optim.clip_grad_norm_(list, 6.5), {13})
    -- PyTorch divides by the norm and 1e-6
    local share = 6.5 / (13 + 1e-6)
    near(list[1].grad, {3 * share, -4 * share})
    near(list[2].grad, {12 * share})
    assert.is_nil(list[3].grad)
  end)

  it("has PyTorch's place too", function()
    assert.equal(optim.clip_grad_norm_, nn.utils.clip_grad_norm_)
    assert.equal(optim.clip_grad_value_, nn.utils.clip_grad_value_)
  end)

  it("leaves shorter ones as they are", function()
    local list = params()
    near(optim.clip_grad_norm_(list, 14), {13})
    assert.same({3, -4}, list[1].grad:totable())
    near(optim.clip_grad_norm_({list[3]}, 1), {0})
  end)

  it("takes other norms", function()
    local list = params()
    near(optim.clip_grad_norm_(list, 1.9, 1), {19})
    near(list[1].grad, {.3, -.4})
    list = params()
    near(optim.clip_grad_norm_(list, 6, math.huge), {12})
    near(list[2].grad, {6})
  end)

  it("spreads nan, or raises when asked", function()
    local list = params()
    list[2].grad = list[2].grad / 0
    local ok, message = pcall(optim.clip_grad_norm_, list, 1, 2, {error_if_nonfinite = true})
    assert.is_false(ok)
    assert.truthy(message:find("clip_grad_norm_: the norm of the gradients is inf", 1, true), message)
    assert.same({3, -4}, list[1].grad:totable())
    optim.clip_grad_norm_(list, 1)
    near(list[1].grad, {0, 0})
    list[2].grad = list[2].grad * 0 / 0
    optim.clip_grad_norm_(list, 1)
    assert.is_true(list[1].grad[1]:item() ~= list[1].grad[1]:item())
  end)
end)

describe("clip_grad_*_", function()
  it("takes parameters, not a layer", function()
    for _, name in ipairs {"clip_grad_norm_", "clip_grad_value_"} do
      local ok, message = pcall(optim[name], nn.Linear(1, 1), 1)
      assert.is_false(ok)
      assert.truthy(message:find(name .. ": params is a layer; write " .. name .. "(model:parameters(), ...)", 1, true),
                    message)
    end
  end)
end)

describe("clip_grad_value_", function()
  it("clamps every element", function()
    local list = params()
    optim.clip_grad_value_(list, 3.5)
    near(list[1].grad, {3, -3.5})
    near(list[2].grad, {3.5})
    optim.clip_grad_value_(list[1], 1)
    near(list[1].grad, {1, -1})
    assert.has_error(function() optim.clip_grad_value_(list) end)
  end)
end)
