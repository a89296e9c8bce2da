local ln = require "lunette"
local near = require "spec.near"
local F = ln.nn.functional

local scores = ln.tensor {{1, 2, -1}, {.5, -.3, .2}, {0, 3, 1}, {2, 2, -2}}
local classes = ln.tensor {1, 3, 2, 2}
local weight = ln.tensor {1, 2, .5}

-- PyTorch 1.13.1, in double
local cases = {
  {{}, {0.82627258}, {-0.18512588, 0.17634613, 0.00877976, 0.11414758, 0.05128981, -0.16543739, 0.01050252,
                      -0.03905132, 0.0285488, 0.12386566, -0.12613434, 0.00226868}},
  {{weight = weight}, {0.66094823}, {-0.13463701, 0.12825173, 0.00638528, 0.04150821, 0.01865084, -0.06015905,
                                     0.01527639, -0.05680191, 0.04152553, 0.18016823, -0.18346813, 0.0032999}},
  {{label_smoothing = .1}, {0.91127258}, {-0.16845922, 0.16801279, 0.00044642, 0.10581425, 0.04295648, -0.14877073,
                                          0.00216918, -0.02238465, 0.02021547, 0.11553233, -0.10946767, -0.00606465}},
  {{weight = weight, label_smoothing = .2}, {0.73806545}, {
    -0.10882188, 0.10828436, 0.00053751, 0.04045585, -0.00061803, -0.03983783, 0.00188214, -0.0338866, 0.03200446,
    0.153033, -0.1499973, -0.0030357}},
  {{ignore_index = 2}, {1.21649048}, {-0.37025177, 0.35269226, 0.01755951, 0.22829516, 0.10257963, -0.33087479,
                                      0, 0, 0, 0, 0, 0}},
  {{weight = weight, ignore_index = 3, label_smoothing = .3}, {0.68853083}, {
    -0.10550574, 0.10813075, -0.002625, 0, 0, 0, -0.00529648, -0.02467184, 0.02996832, 0.15341192, -0.14658808,
    -0.00682385}},
  {{weight = weight, reduction = "none"}, {1.34901222, 0.54198437, 0.33969204, 1.40452664}, {
    -0.74050354, 0.70538451, 0.03511903, 0.22829516, 0.10257963, -0.33087479, 0.08402013, -0.31241053, 0.2283904,
    0.99092529, -1.00907471, 0.01814943}},
  {{reduction = "sum"}, {3.30509031}, {
    -0.74050354, 0.70538451, 0.03511903, 0.45659032, 0.20515925, -0.66174957, 0.04201007, -0.15620527, 0.1141952,
    0.49546264, -0.50453736, 0.00907471}},
}

describe("cross_entropy", function()
  it("gives PyTorch's values and gradients", function()
    for _, case in ipairs(cases) do
      local x = scores:clone():requires_grad_()
      local loss = F.cross_entropy(x, classes, case[1])
      near(loss, case[2])
      loss:sum():backward()
      near(x.grad, case[3])
    end
  end)

  it("takes probabilities, more dimensions and one sample", function()
    local p = ln.tensor {{0.3671654, 0.30060961, 0.33222499}, {0.57611688, 0.21194156, 0.21194156},
                         {0.21194156, 0.21194156, 0.57611688}, {0.33333333, 0.33333333, 0.33333333}}
    near(F.cross_entropy(scores, p, {weight = weight, label_smoothing = .1}), {1.34860107})
    local waves = {}
    for k = 0, 23 do waves[k + 1] = math.sin(k) end
    local x = ln.tensor(waves):reshape(2, 3, 4)
    near(F.cross_entropy(x, ln.tensor {{1, 2, 3, 1}, {3, 3, 2, 1}}), {1.3267042})
    near(F.nll_loss(scores[1]:log_softmax(1), ln.tensor(1)), {1.34901222})
  end)

  it("names both shapes when they do not go together", function()
    local ok, message = pcall(F.cross_entropy, scores, ln.ones(4, 1))
    assert.is_false(ok)
    assert.truthy(message:find("cross_entropy: classes are 4x1 for scores of 4x3; 4 is wanted", 1, true), message)
    for name, f in pairs {cross_entropy = F.cross_entropy, nll_loss = F.nll_loss} do
      ok, message = pcall(f, ln.ones(3), ln.ones(4))
      assert.is_false(ok)
      assert.truthy(message:find(name .. ": classes are 4 for scores of 3; a number is wanted", 1, true), message)
    end
    assert.has_error(function() F.cross_entropy(scores, classes + 1) end)
    assert.has_error(function() F.cross_entropy(scores, classes - 1) end)
  end)
end)

describe("other losses", function()
  local x = ln.tensor {{1, -2, .5}, {.3, .7, -1.1}, {2, 0, -.4}}
  local y = ln.tensor {{2, 0, -.4}, {.3, .7, -1.1}, {1, -2, .5}}

  it("give PyTorch's values", function()
    near(F.mse_loss(x, y), {1.29111111})
    near(F.l1_loss(x, y, {reduction = "sum"}), {7.8})
    local logits, target = ln.tensor {-40, -2, 0, 1.5, 40}, ln.tensor {0, 1, .3, .9, 1}
    near(F.binary_cross_entropy_with_logits(logits, target, {reduction = "none"}),
         {0, 2.12692801, 0.69314718, 0.35141328, 0})
    near(F.binary_cross_entropy_with_logits(logits, target,
         {pos_weight = ln.tensor(3), weight = ln.tensor {1, 2, 3, 4, 5}}), {3.78890065})
    near(ln.nn.BCEWithLogitsLoss {reduction = "none"}(logits, target)[2], {2.12692801})
    near(ln.nn.CrossEntropyLoss()(scores, classes), {0.82627258})
    near(ln.nn.MSELoss()(x, y), {1.29111111})
  end)
end)

describe("functional_call", function()
  local model = ln.nn.Sequential {ln.nn.Linear(2, 2), ln.nn.Linear(2, 1, {bias = false})}

  it("runs a model on other parameters and leaves its own", function()
    local before = model(ln.ones(1, 2)):item()
    local double = {}
    for k, p in ipairs(model:parameters()) do double[k] = p * (k == 3 and 1 or 2) end
    near(F.functional_call(model, double, ln.ones(1, 2)), {2 * before})
    near(F.functional_call(model, {["2.weight"] = double[3] * 3}, ln.ones(1, 2)), {3 * before})
    near(model(ln.ones(1, 2)), {before})
    assert.equal(3, #model:parameters())
  end)

  it("depends on what was given", function()
    local list = {}
    for k, p in ipairs(model:parameters()) do list[k] = p:detach():requires_grad_() end
    F.functional_call(model, list, ln.ones(1, 2)):sum():backward()
    assert.truthy(list[1].grad)
    assert.is_nil(model[1].weight.grad)
  end)

  it("puts them back after an error, and names what does not fit", function()
    local own = model[1].weight
    assert.has_error(function() F.functional_call(model, {}, ln.ones(1, 5)) end)
    assert.equal(own, model[1].weight)
    local ok, message = pcall(F.functional_call, model, {["1.bias"] = ln.ones(3)}, ln.ones(1, 2))
    assert.is_false(ok)
    assert.truthy(message:find("functional_call: 1.bias is 2 here and 3 given", 1, true), message)
    local function fails(text, params)
      local _, said = pcall(F.functional_call, model, params, ln.ones(1, 2))
      assert.truthy(said:find(text, 1, true), said)
    end
    fails("functional_call: 1.bias is \"x\", a tensor is wanted", {["1.bias"] = "x"})
    fails("functional_call: the model has no parameter 1.wieght; near it: 1.weight", {["1.wieght"] = ln.ones(2, 2)})
  end)

  it("hands on arguments that are nil", function()
    local Count = ln.nn.Module:extend "Count"
    function Count:forward(...) return select("#", ...), (select(3, ...)) end -- luacheck: ignore self
    assert.same({3, 5}, {F.functional_call(Count(), {}, 1, nil, 5)})
  end)
end)

-- PyTorch 1.13.1: torch.nn.functional in double
describe("nn.functional takes PyTorch's arguments:", function()
  local x = ln.tensor {{{1, 2, 4}, {0, -1, 3}}, {{2, 2, 5}, {1, -3, 2}}}

  it("embedding(x, weight), unlike torch.embedding", function()
    local rows = ln.tensor {{1, 2}, {3, 4}, {5, 6}}
    near(F.embedding(ln.tensor {3, 1}, rows), {5, 6, 1, 2}, 0)
    near(ln.embedding(rows, ln.tensor {3, 1}), {5, 6, 1, 2}, 0)
    rows:requires_grad_()
    F.embedding(ln.tensor {3, 1}, rows, {padding_idx = 3}):sum():backward()
    near(rows.grad, {1, 1, 0, 0, 0, 0}, 0)
  end)

  it("batch_norm(x, running_mean, running_var) by those", function()
    local y = F.batch_norm(x, ln.tensor {1, 2}, ln.tensor {4, 9})
    near(y, {0, 0.49999938, 1.49999813, -0.66666630, -0.99999944, 0.33333315,
             0.49999938, 0.49999938, 1.99999750, -0.33333315, -1.66666574, 0})
  end)

  it("batch_norm in training by the batch, which the others follow", function()
    local mean, var = ln.tensor {1, 2}, ln.tensor {4, 9}
    local y = F.batch_norm(x, mean, var, {training = true, momentum = 0.5,
      weight = ln.tensor {2, 1}, bias = ln.tensor {0, 1}, eps = 0.1})
    near(y, {-2.36359730, -0.94543892, 1.89087784, 0.83310137, 0.33240547,
             2.33518905, -0.94543892, -0.94543892, 3.30903621, 1.33379726,
             -0.66898632, 1.83449316})
    near(mean, {1.83333333, 1.16666667})
    near(var, {3.13333333, 6.83333333})
    near(F.batch_norm(x, nil, nil, {training = true, eps = 0.1,
      weight = ln.tensor {2, 1}, bias = ln.tensor {0, 1}}), y:flatten():totable())
    near(F.batch_norm(x, mean, var, {momentum = 1}):sum(), {
      F.batch_norm(x, mean:clone(), var:clone()):sum():item()})
    near(mean, {1.83333333, 1.16666667})
  end)

  it("instance_norm with and without running statistics", function()
    local mean, var = ln.tensor {1, 2}, ln.tensor {4, 9}
    near(F.instance_norm(x, {running_mean = mean, running_var = var,
           weight = ln.tensor {2, 1}, momentum = 0.5, eps = 0.1}),
         {-2.07251104, -0.51812776, 2.59063880, -0.38561494, -0.96403736,
          1.34965230, -1.38013112, -1.38013112, 2.76026224, 0.45802861,
          -1.37408584, 0.91605722})
    near(mean, {1.83333333, 1.16666667})
    near(var, {3.33333333, 7.33333333})
    near(F.instance_norm(x, {running_mean = ln.tensor {1, 2}, running_var = ln.tensor {4, 9},
           use_input_stats = false}),
         {0, 0.49999938, 1.49999813, -0.66666630, -0.99999944, 0.33333315,
          0.49999938, 0.49999938, 1.99999750, -0.33333315, -1.66666574, 0})
  end)

  it("one_hot(x) with as many classes as there are", function()
    assert.same({{0, 1, 0}, {0, 0, 1}}, F.one_hot(ln.tensor {2, 3}):totable())
    assert.same({2, 5}, F.one_hot(ln.tensor {2, 3}, 5):size())
    assert.same({2, 3}, F.one_hot(ln.tensor {2, 3}, -1):size())
  end)

  it("dropout(x, p, training)", function()
    local ones = ln.ones(1000)
    for _, drop in ipairs {F.dropout, function(t, ...)
      return F.dropout1d(t:reshape(10, 100, 1), ...)
    end} do
      near(drop(ones, 0.5, false):sum(), {1000}, 0)
      near(drop(ones, 0.5, {training = false}):sum(), {1000}, 0)
      assert.equal(0, drop(ones, 1, true):sum():item())
      local kept = drop(ones):gt(0):sum():item()
      assert.is_true(kept > 400 and kept < 600, kept)
    end
  end)

  it("pad(x, pad, mode, value)", function()
    local row = ln.tensor {{{1, 2, 3}}}
    near(F.pad(row, {1, 2}, "reflect"), {2, 1, 2, 3, 2, 1}, 0)
    near(F.pad(row, {1, 0}, "constant", 7), {7, 1, 2, 3}, 0)
    near(F.pad(row, {1, 0}, {value = 7}), {7, 1, 2, 3}, 0)
  end)

  it("interpolate(x, size) and by name", function()
    local row = ln.tensor {{{1, 2, 4}}}
    near(F.interpolate(row, {6}), {1, 1, 2, 2, 4, 4}, 0)
    near(F.interpolate(row, nil, 2), {1, 1, 2, 2, 4, 4}, 0)
    near(F.interpolate(row, 5, {mode = "linear", align_corners = true}),
         {1, 1.5, 2, 3, 4})
  end)

  it("and says which are missing or do not fit", function()
    local function fails(part, f, ...)
      local ok, message = pcall(f, ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails("batch_norm: running_mean is missing; {training = true} goes without", F.batch_norm, x)
    fails("batch_norm: running_mean is 3 for 2 channels", F.batch_norm, x, ln.ones(3), ln.ones(3))
    fails("batch_norm: weight is 2x1 for 2 channels", F.batch_norm, x, nil, nil,
          {training = true, weight = ln.ones(2, 1)})
    fails("batch_norm: running_mean and running_var go together", F.batch_norm, x, ln.ones(2))
    fails("batch_norm: x is missing, a tensor is wanted", F.batch_norm)
    fails("batch_norm: more than one value a channel is needed to train, got 1x2", F.batch_norm,
          ln.ones(1, 2), nil, nil, {training = true})
    fails("instance_norm: running_mean is missing", F.instance_norm, x, {use_input_stats = false})
    fails("instance_norm: n, c, ... is wanted, got 3", F.instance_norm, ln.ones(3))
    fails("one_hot: num_classes is missing, and x is empty", F.one_hot, ln.zeros(0))
    fails("dropout: training is 3", F.dropout, x, 0.5, 3)
  end)
end)
