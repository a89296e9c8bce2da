local ln = require "lunette"
local near = require "spec.near"
local nn, optim, utils = ln.nn, ln.optim, ln.nn.utils

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

-- Gradients {3, 4}, {12} and none.
local function params()
  local p, q, r = nn.Parameter(ln.zeros(2)), nn.Parameter(ln.zeros(1, 1)), nn.Parameter(ln.zeros(3));
  ((p * ln.tensor {3, -4}):sum() + (q * 12):sum()):backward()
  return {p, q, r}
end

describe("clip_grad_norm_", function()
  it("scales gradients that are too long together, and gives their length", function()
    local list = params()
    near(utils.clip_grad_norm_(list, 6.5), {13})
    -- PyTorch divides by the norm and 1e-6
    local share = 6.5 / (13 + 1e-6)
    near(list[1].grad, {3 * share, -4 * share})
    near(list[2].grad, {12 * share})
    assert.is_nil(list[3].grad)
  end)

  it("is found in optim as well", function()
    assert.equal(utils.clip_grad_norm_, optim.clip_grad_norm_)
    assert.equal(utils.clip_grad_value_, optim.clip_grad_value_)
  end)

  it("leaves shorter ones as they are", function()
    local list = params()
    near(utils.clip_grad_norm_(list, 14), {13})
    assert.same({3, -4}, list[1].grad:totable())
    near(utils.clip_grad_norm_({list[3]}, 1), {0})
    -- torch.norm of nothing is 0, whatever the order
    local empty = nn.Parameter(ln.zeros(0))
    empty.grad = ln.zeros(0)
    for _, order in ipairs {2, 3, math.huge} do near(utils.clip_grad_norm_({empty}, 1, order), {0}) end
  end)

  it("takes other norms", function()
    local list = params()
    near(utils.clip_grad_norm_(list, 1.9, 1), {19})
    near(list[1].grad, {.3, -.4})
    list = params()
    near(utils.clip_grad_norm_(list, 6, math.huge), {12})
    near(list[2].grad, {6})
  end)

  it("scales gradients whose squares overflow or vanish", function()
    -- floats reach 3.4e38 and 1.4e-45, doubles 1.8e308 and 4.9e-324
    local big, small = 1e25, 1e-30
    if ln.real == "double" then big, small = 1e200, 1e-200 end
    for _, size in ipairs {big, small} do
      local list = params()
      for k = 1, 2 do list[k].grad = list[k].grad * size end
      near(utils.clip_grad_norm_(list, 6.5) / size, {13})
      local left = size == big and .5 or size
      near(list[1].grad / left, {3, -4})
      near(list[2].grad / left, {12})
    end
    -- a norm that is more than a number can be
    local p = nn.Parameter(ln.zeros(4))
    local most = ln.real == "double" and 1.7e308 or 3.4e38
    p.grad = ln.full({4}, most)
    assert.equal(math.huge, utils.clip_grad_norm_({p}, 1):item())
    near(p.grad, {.5, .5, .5, .5})
  end)

  it("refuses limits that are none", function()
    local list = params()
    for _, limit in ipairs {-1, 0 / 0, -math.huge} do
      fails("clip_grad_norm_: max_norm is ", utils.clip_grad_norm_, list, limit)
      fails("clip_grad_value_: clip_value is ", utils.clip_grad_value_, list, limit)
    end
    fails("max_norm is -1, a number of 0 or above is wanted", utils.clip_grad_norm_, list, -1)
    for _, norm_type in ipairs {0, -2, 0 / 0} do
      fails("clip_grad_norm_: norm_type is ", utils.clip_grad_norm_, list, 1, norm_type)
    end
    fails("clip_grad_norm_: parameters[1] and parameters[3] are the same", utils.clip_grad_norm_,
          {list[1], list[2], list[1]}, 1)
    fails("clip_grad_value_: parameters[1] and parameters[2] are the same", utils.clip_grad_value_,
          {list[2], list[2]}, 1)
    assert.same({3, -4}, list[1].grad:totable())
    utils.clip_grad_norm_(list, math.huge)
    utils.clip_grad_value_(list, math.huge)
    assert.same({3, -4}, list[1].grad:totable())
    utils.clip_grad_norm_(list, 0)
    assert.same({0, 0}, list[1].grad:abs():totable())
  end)

  it("spreads nan, or raises when asked", function()
    local list = params()
    list[2].grad = list[2].grad / 0
    local ok, message = pcall(utils.clip_grad_norm_, list, 1, 2, {error_if_nonfinite = true})
    assert.is_false(ok)
    assert.truthy(message:find("clip_grad_norm_: the norm of the gradients is inf", 1, true), message)
    assert.same({3, -4}, list[1].grad:totable())
    utils.clip_grad_norm_(list, 1)
    near(list[1].grad, {0, 0})
    list[2].grad = list[2].grad * 0 / 0
    utils.clip_grad_norm_(list, 1)
    assert.is_true(list[1].grad[1]:item() ~= list[1].grad[1]:item())
  end)
end)

describe("clip_grad_*_", function()
  it("takes parameters, not a layer", function()
    for _, name in ipairs {"clip_grad_norm_", "clip_grad_value_"} do
      local ok, message = pcall(optim[name], nn.Linear(1, 1), 1)
      assert.is_false(ok)
      assert.truthy(message:find(name .. ": parameters is a layer, a tensor or a table of tensors is wanted; " ..
                                 "write model:parameters()", 1, true),
                    message)
    end
  end)
end)

describe("clip_grad_value_", function()
  it("clamps every element", function()
    local list = params()
    utils.clip_grad_value_(list, 3.5)
    near(list[1].grad, {3, -3.5})
    near(list[2].grad, {3.5})
    utils.clip_grad_value_(list[1], 1)
    near(list[1].grad, {1, -1})
    assert.has_error(function() utils.clip_grad_value_(list) end)
  end)
end)
