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

describe("parameters_to_vector and vector_to_parameters", function()
  it("go there and back, in the order of the list", function()
    local a, b = nn.Parameter(ln.tensor {{1, 2}, {3, 4}}), nn.Parameter(ln.tensor(5))
    local v = utils.parameters_to_vector {a:t(), b}
    near(v, {1, 3, 2, 4, 5})
    v:square():sum():backward()
    near(a.grad, {2, 4, 6, 8})
    utils.vector_to_parameters(ln.tensor {6, 7, 8, 9, 10}, {a, b})
    assert.same({{6, 7}, {8, 9}}, a:totable())
    assert.equal(10, b:item())
    assert.is_true(a:requires_grad() and a:is_leaf())
    assert.same({0}, utils.parameters_to_vector({}):size())
    fails("vector_to_parameters: vec is 4 for parameters of 5 elements", utils.vector_to_parameters,
          ln.ones(4), {a, b})
    fails("vector_to_parameters: vec is 5x1 for", utils.vector_to_parameters, ln.ones(5, 1), {a, b})
  end)
end)

describe("rnn.pad_sequence and rnn.unpad_sequence", function()
  local rnn = utils.rnn
  local a, b = ln.tensor {{1, 2}, {3, 4}, {5, 6}}, ln.tensor {{7, 8}}

  it("make one tensor of sequences, and sequences of it", function()
    local x = rnn.pad_sequence {a, b}
    assert.same({{{1, 2}, {7, 8}}, {{3, 4}, {0, 0}}, {{5, 6}, {0, 0}}}, x:totable())
    assert.same({{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {-1, -1}, {-1, -1}}},
                rnn.pad_sequence({a, b}, true, -1):totable())
    assert.same({{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {-1, -1}, {-1, -1}}},
                rnn.pad_sequence({a, b}, {batch_first = true, padding_value = -1}):totable())
    assert.same({{1, 2}, {0, 3}}, rnn.pad_sequence({ln.tensor {1}, ln.tensor {2, 3}}):totable())
    for _, lengths in ipairs {{3, 1}, ln.tensor {3, 1}} do
      local list = rnn.unpad_sequence(x, lengths)
      assert.equal(2, #list)
      assert.same(a:totable(), list[1]:totable())
      assert.same(b:totable(), list[2]:totable())
      list = rnn.unpad_sequence(x:transpose(1, 2), lengths, true)
      assert.same(b:totable(), list[2]:totable())
    end
  end)

  it("carry gradients to what is no padding", function()
    local p, q = ln.ones(3, {requires_grad = true}), ln.ones(1, {requires_grad = true})
    local y = (rnn.pad_sequence {p, q} * ln.tensor {{1, 2}, {3, 4}, {5, 6}}):sum()
    local g = ln.grad(y, {p, q})
    near(g[1], {1, 3, 5})
    near(g[2], {2})
  end)

  it("say what does not fit", function()
    fails("pad_sequence: sequences is empty", rnn.pad_sequence, {})
    fails("pad_sequence: sequences[1] is 3x2 and sequences[2] 3x1; only the first size, the length, may differ",
          rnn.pad_sequence, {a, ln.ones(3, 1)})
    fails("sequences[1] is a number and sequences[1] a number", rnn.pad_sequence, {ln.tensor(1)})
    fails("unpad_sequence: padded_sequences is 3x2 for 3 lengths", rnn.unpad_sequence, a, {1, 1, 1})
    fails("unpad_sequence: lengths[2] is 4, 0 to 3 is wanted", rnn.unpad_sequence, a, {1, 4})
    fails("unpad_sequence: lengths[1] is 0.5, 0 to 3 is wanted", rnn.unpad_sequence, a, ln.tensor {0.5, 1})
  end)
end)

describe("fuse_conv_bn_eval and fuse_linear_bn_eval", function()
  -- bn in evaluation mode, with values of its own
  local function filled(bn)
    local _ <close> = ln.no_grad()
    for _, x in ipairs(bn:parameters()) do x:copy_(ln.rand(x:size()) + 0.5) end
    bn.running_mean:copy_(ln.randn(bn.num_features))
    bn.running_var:copy_(ln.rand(bn.num_features) + 0.5)
    return bn:eval()
  end

  it("give what is worked out by hand", function()
    local conv, bn = nn.Conv1d(1, 1, 1):eval(), nn.BatchNorm1d(1, {eps = 0}):eval()
    conv:load_state_dict {weight = ln.full({1, 1, 1}, 2), bias = ln.ones(1)}
    bn:load_state_dict {weight = ln.full({1}, 5), bias = ln.full({1}, 7), running_mean = ln.full({1}, 3),
                        running_var = ln.full({1}, 4), num_batches_tracked = ln.tensor(1)}
    local fused = utils.fuse_conv_bn_eval(conv, bn)
    near(fused.weight, {5}) -- (2 x + 1 - 3) / 2 * 5 + 7 = 5 x + 2
    near(fused.bias, {2})
    near(conv.weight, {2})
    assert.is_false(fused.training)
    assert.is_true(fused.weight:requires_grad())
  end)

  it("give what the two layers give", function()
    for _, pair in ipairs {
      {nn.Conv2d(4, 6, 3, {groups = 2, bias = false}), nn.BatchNorm2d(6)},
      {nn.Conv3d(4, 3, 2), nn.BatchNorm3d(3, {affine = false})},
      {nn.ConvTranspose2d(4, 6, 3, {groups = 2, stride = 2}), nn.BatchNorm2d(6)},
      {nn.ConvTranspose1d(4, 3, 3), nn.BatchNorm1d(3)},
    } do
      local conv, bn = pair[1]:eval(), filled(pair[2])
      local x = ln.randn {2, 4, table.unpack({5, 4, 3}, 1, conv.weight:dim() - 2)}
      near(utils.fuse_conv_bn_eval(conv, bn)(x), bn(conv(x)):flatten():totable(), 1e-4)
    end
    local linear, bn, x = nn.Linear(3, 4):eval(), filled(nn.BatchNorm1d(4)), ln.randn(5, 3)
    near(utils.fuse_linear_bn_eval(linear, bn)(x), bn(linear(x)):flatten():totable(), 1e-4)
  end)

  it("say what does not fit", function()
    local conv, bn = nn.Conv2d(3, 4, 1):eval(), nn.BatchNorm2d(4):eval()
    fails("fuse_conv_bn_eval: ReLU is neither Linear nor a convolution", utils.fuse_conv_bn_eval, nn.ReLU(), bn)
    fails("fuse_conv_bn_eval: bn is a LayerNorm without running statistics", utils.fuse_conv_bn_eval, conv,
          nn.LayerNorm(4))
    fails("fuse_conv_bn_eval: a layer is in training mode", utils.fuse_conv_bn_eval, conv, nn.BatchNorm2d(4))
    fails("fuse_conv_bn_eval: Conv2d has 4 outputs and bn 5 channels", utils.fuse_conv_bn_eval, conv,
          nn.BatchNorm2d(5):eval())
    fails("nn.remove_weight_norm or nn.remove_spectral_norm comes first", utils.fuse_linear_bn_eval,
          nn.weight_norm(nn.Linear(3, 4)):eval(), nn.BatchNorm1d(4):eval())
  end)
end)
