local ln = require "lunette"
local near = require "spec.near"
local nn, F = ln.nn, ln.nn.functional

-- Values are held against PyTorch's in spec/reference/losses.py.
local layers = {
  {"MSELoss", "mse_loss", {}}, {"L1Loss", "l1_loss", {}},
  {"SmoothL1Loss", "smooth_l1_loss", {beta = .5}}, {"HuberLoss", "huber_loss", {delta = .5}},
  {"BCEWithLogitsLoss", "binary_cross_entropy_with_logits", {pos_weight = ln.tensor(2)}},
  {"KLDivLoss", "kl_div", {log_target = true}}, {"PoissonNLLLoss", "poisson_nll_loss", {log_input = true}},
  {"GaussianNLLLoss", "gaussian_nll_loss", {full = true}, 3},
  {"TripletMarginLoss", "triplet_margin_loss", {swap = true}, 3},
}

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("losses", function()
  local x = ln.tensor {{1, -2, .5}, {.3, .7, -1.1}}
  local y = ln.tensor {{.25, .5, 1}, {1, .75, .5}}
  local z = ln.tensor {{.5, 1, 2}, {1, .25, 3}}

  it("are layers too, with their options kept", function()
    for _, entry in ipairs(layers) do
      local name, f, options, inputs = table.unpack(entry)
      local args = inputs == 3 and {x, y, z} or {x, y}
      options.reduction = "sum"
      local got = nn[name](options)(table.unpack(args))
      args[#args + 1] = options
      near(got, {F[f](table.unpack(args)):item()})
      args[#args] = nil
      near(nn[name]()(table.unpack(args)), {F[f](table.unpack(args)):item()})
    end
    local sides = ln.tensor {{1, -1, 1}, {-1, -1, 1}}
    near(nn.HingeEmbeddingLoss {margin = 3}(x, sides), {F.hinge_embedding_loss(x, sides, {margin = 3}):item()})
    near(nn.MarginRankingLoss {margin = .5}(x, y, sides), {F.margin_ranking_loss(x, y, sides, {margin = .5}):item()})
    near(nn.BCELoss()(y, y), {F.binary_cross_entropy(y, y):item()})
    near(nn.NLLLoss {ignore_index = 1}(x, ln.tensor {1, 3}), {1.1})
    near(nn.CosineEmbeddingLoss()(x, y, ln.ones(2)), {F.cosine_embedding_loss(x, y, ln.ones(2)):item()})
    near(nn.CosineSimilarity(1)(x, y), F.cosine_similarity(x, y, 1):totable())
    fails("HuberLoss: unknown option beta", function() return nn.HuberLoss {beta = 1} end)
  end)

  it("take a number as target", function()
    near(F.mse_loss(x, 1, {reduction = "sum"}), {0 + 9 + .25 + .49 + .09 + 4.41})
    near(F.binary_cross_entropy(y, 1, {reduction = "sum"}), {-math.log(.25 * .5 * .75 * .5)})
  end)

  it("stay finite at probabilities 0 and 1, gradients included", function()
    local p = ln.tensor({0, 1, 0, 1}, {requires_grad = true})
    local loss = F.binary_cross_entropy(p, ln.tensor {0, 0, 1, 1}, {reduction = "none"})
    assert.same({0, 100, 100, 0}, loss:totable())
    near(ln.grad(loss:sum(), {p})[1], {1, 0, 0, -1})
    local t = ln.tensor({0, .5}, {requires_grad = true})
    near(ln.grad(F.kl_div(ln.zeros(2), t, {reduction = "sum"}), {t})[1], {0, 1 + math.log(.5)})
  end)

  it("can be differentiated twice", function()
    local v = ln.tensor({{.3, 2}, {-1, .1}}, {requires_grad = true})
    local g = ln.grad(F.huber_loss(v, 0, {reduction = "sum"}), {v}, {create_graph = true})[1]
    near(ln.grad(g:square():sum(), {v})[1], {.6, 0, -0, .2})
  end)

  it("name what is wrong", function()
    fails("mse_loss: x is missing, a tensor is wanted", F.mse_loss)
    fails("huber_loss: target is missing, a tensor or number is wanted", F.huber_loss, x)
    fails("huber_loss: delta is 0, a number above 0 is wanted", F.huber_loss, x, y, {delta = 0})
    fails("smooth_l1_loss: beta is -1, a number of 0 or above is wanted", F.smooth_l1_loss, x, y, {beta = -1})
    fails("huber_loss: unknown option beta; known: x, target, delta, reduction", F.huber_loss, x, y, {beta = 1})
    fails("l1_loss: reduction is \"batchmean\", one of none, mean, sum is wanted", F.l1_loss, x, y,
          {reduction = "batchmean"})
    fails("binary_cross_entropy: x has elements outside 0 to 1", F.binary_cross_entropy, x, y)
    fails("gaussian_nll_loss: var has elements below 0", F.gaussian_nll_loss, x, y, -y)
    fails("normalize: x is 1, a tensor is wanted", function() F.normalize(ln.tensor(1):item()) end)
  end)

  it("refuse sizes that differ, which would broadcast to another loss", function()
    local a, b = ln.full({4, 1}, .5), ln.full({4}, .5)
    for _, name in ipairs {"mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy",
                           "binary_cross_entropy_with_logits", "kl_div", "poisson_nll_loss", "hinge_embedding_loss"} do
      fails(name .. ": input is 4x1 and target 4; sizes must be equal", F[name], a, b)
    end
    fails("gaussian_nll_loss: input is 4x1 and target 4;", F.gaussian_nll_loss, a, b, a)
    fails("gaussian_nll_loss: input is 3x2 and var 4x2;", F.gaussian_nll_loss, x:t(), x:t(), ln.ones(4, 2))
    fails("margin_ranking_loss: input1 is 4x1 and target 4;", F.margin_ranking_loss, a, a, b)
    fails("triplet_margin_loss: anchor is 4x1 and negative 4;", F.triplet_margin_loss, a, a, b)
    fails("cosine_embedding_loss: input1 is 2x3 and input2 3;", F.cosine_embedding_loss, x, x[1], ln.ones(2))
    fails("cosine_embedding_loss: the cosine is 2 and target 2x1;", F.cosine_embedding_loss, x, y, ln.ones(2, 1))
  end)

  it("refuse targets that are neither 1 nor -1 where they are a side", function()
    for _, wrong in ipairs {0, 2, .5} do
      local text = (": target %.9g (element 2); 1 or -1 is wanted"):format(wrong)
      local target = ln.tensor {1, wrong, -1}
      local a, b = ln.ones(3), ln.zeros(3)
      fails("hinge_embedding_loss" .. text, F.hinge_embedding_loss, a, target)
      fails("margin_ranking_loss" .. text, F.margin_ranking_loss, a, b, target)
      fails("cosine_embedding_loss" .. text, F.cosine_embedding_loss, ln.ones(3, 2), ln.ones(3, 2), target)
    end
  end)

  it("take a variance for each row, or for all", function()
    local expected = F.gaussian_nll_loss(x, y, ln.tensor {{2, 2, 2}, {3, 3, 3}}):item()
    near(F.gaussian_nll_loss(x, y, ln.tensor {{2}, {3}}), {expected})
    near(F.gaussian_nll_loss(x, y, ln.tensor {2, 3}), {expected})
    near(F.gaussian_nll_loss(x, y, ln.tensor(2)), {F.gaussian_nll_loss(x, y, ln.full({2, 3}, 2)):item()})
  end)

  it("take a number as target where it is compared", function()
    near(nn.HingeEmbeddingLoss()(x, 1), {F.hinge_embedding_loss(x, ln.ones(2, 3)):item()})
    near(nn.CosineEmbeddingLoss()(x, y, -1), {F.cosine_embedding_loss(x, y, -ln.ones(2)):item()})
    near(nn.MarginRankingLoss()(x, y, 1), {F.margin_ranking_loss(x, y, ln.ones(2, 3)):item()})
    near(nn.PoissonNLLLoss {full = true}(x, 3), {F.poisson_nll_loss(x, ln.full({2, 3}, 3), {full = true}):item()})
  end)

  it("name the class that is none", function()
    local scores = ln.randn(2, 3)
    fails("cross_entropy: class 0 (element 2); classes count from 1 to 3", F.cross_entropy, scores, ln.tensor {1, 0})
    fails("cross_entropy: class 4 (element 1); classes count from 1 to 3", F.cross_entropy, scores, ln.tensor {4, 0})
    fails("nll_loss: class 1.5 (element 1); classes count from 1 to 3", F.nll_loss, scores, ln.tensor {1.5, 1})
    fails("cross_entropy: class 0 (element 2); classes count from 1 to 3", F.cross_entropy, scores,
          ln.tensor {-100, 0}, {label_smoothing = .1})
    fails("nll_loss: scores are a number; c is wanted", F.nll_loss, ln.tensor(1), ln.tensor(1))
    fails("cross_entropy: scores are a number; c is wanted", F.cross_entropy, ln.tensor(1), ln.tensor(1))
    fails("embedding: index 0 (element 2) of a dimension of size 4", F.embedding, ln.tensor {1, 0}, ln.ones(4, 2))
  end)

  it("take -100 for a sample that does not count", function()
    local scores, first = ln.randn(2, 3), ln.tensor {2, -100}
    local expected = -scores[1]:log_softmax(1)[2]:item()
    near(F.cross_entropy(scores, first), {expected})
    near(F.cross_entropy(scores, first, {reduction = "none"}), {expected, 0})
    near(F.cross_entropy(scores, first, {weight = ln.tensor {1, 3, 1}}), {expected})
  end)

  -- PyTorch 1.13: the value is nan, the gradient 0
  it("of labels that are all ignored have a gradient of 0", function()
    local target = ln.tensor {-100, -100}
    for _, options in ipairs {{}, {weight = ln.tensor {1, 3, 1}}, {label_smoothing = 0.1}} do
      local scores = ln.randn(2, 3, {requires_grad = true})
      local loss = F.cross_entropy(scores, target, options)
      assert.is_true(loss:isnan():item() == 1)
      near(ln.grad(loss, {scores})[1], {0, 0, 0, 0, 0, 0})
      if not options.label_smoothing then
        loss = F.nll_loss(scores:log_softmax(2), target, options)
        near(ln.grad(loss, {scores})[1], {0, 0, 0, 0, 0, 0})
      end
    end
  end)

  it("take nothing from a score that does not count, whatever it is", function()
    local scores = ln.tensor({{0, 0}, {math.huge, 0 / 0}}, {requires_grad = true})
    local loss = F.cross_entropy(scores, ln.tensor {1, -100})
    near(loss, {math.log(2)})
    near(ln.grad(loss, {scores})[1], {-0.5, 0.5, 0, 0})
  end)

  it("are 0 where the target is 0 and the log probability -inf", function()
    local log_p = ln.tensor({-math.huge, 0}, {requires_grad = true})
    local function check(loss, value, slopes)
      near(loss, {value})
      near(ln.grad(loss, {log_p})[1], slopes)
    end
    local sum = {reduction = "sum"}
    check(F.kl_div(log_p, ln.tensor {0, 1}, sum), 0, {0, -1})
    check(F.kl_div(log_p, ln.tensor {-math.huge, 0}, {reduction = "sum", log_target = true}), 0, {0, -1})
    check(F.poisson_nll_loss(log_p, ln.tensor {0, 1}, sum), 1, {0, 0})
    local scores = ln.tensor({{-math.huge, 0, 0}}, {requires_grad = true})
    local loss = F.cross_entropy(scores, ln.tensor {{0, 1, 0}})
    near(loss, {math.log(2)})
    near(ln.grad(loss, {scores})[1], {0, -0.5, 0.5})
    loss = F.cross_entropy(scores, ln.tensor {{0, 1, 0}}, {weight = ln.tensor {2, 3, 1}})
    near(loss, {3 * math.log(2)})
    near(ln.grad(loss, {scores})[1], {0, -1.5, 1.5})
    -- an infinite logit on the right side of a sure target
    local logits = ln.tensor({math.huge, -math.huge}, {requires_grad = true})
    loss = F.binary_cross_entropy_with_logits(logits, ln.tensor {1, 0}, sum)
    near(loss, {0})
    near(ln.grad(loss, {logits})[1], {0, 0})
  end)

  it("take nothing from a side that the target leaves out", function()
    local a = ln.tensor({math.huge, 2}, {requires_grad = true})
    local loss = F.hinge_embedding_loss(a, ln.tensor {-1, 1}, {reduction = "sum"})
    near(loss, {2})
    near(ln.grad(loss, {a})[1], {0, 1})
  end)

  it("of far errors are straight, as far as infinity", function()
    local d = ln.tensor({math.huge, -math.huge, 0.5, 3}, {requires_grad = true})
    for _, f in ipairs {F.huber_loss, F.smooth_l1_loss} do
      local loss = f(d, 0, {reduction = "none"})
      assert.equal(0.125, loss[3]:item())
      assert.equal(2.5, loss[4]:item())
      near(ln.grad(loss:sum(), {d})[1], {1, -1, 0.5, 1})
    end
  end)
end)
