-- What fixtures do not hold: refusals, limits, and what PyTorch 1.13 has not.
local ln = require "lunette"
local near = require "spec.near"
local value = require "spec.support.value"
local F, nn = ln.nn.functional, ln.nn

local function fails(text, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(text, 1, true), message)
end

describe("the loss of one sample without a batch", function()
  it("is a number, whatever the reduction", function()
    local x = ln.tensor {1, 2, -1}
    for _, reduction in ipairs {"none", "mean", "sum"} do
      local o = {reduction = reduction}
      for _, loss in ipairs {F.cross_entropy, F.nll_loss, F.multi_margin_loss} do
        assert.same({}, loss(x, 2, o):size())
        assert.same({}, loss(x, ln.tensor(2), o):size())
      end
      assert.same({}, F.cross_entropy(x, ln.tensor {0.5, 0.25, 0.25}, o):size())
      assert.same({}, F.multilabel_margin_loss(x, ln.tensor {2, 0, 0}, o):size())
      assert.same({}, F.multilabel_soft_margin_loss(x, ln.tensor {1, 0, 0}, o):size())
      assert.same({}, F.triplet_margin_loss(x, x, x, o):size())
      assert.same({}, F.ctc_loss(ln.zeros(4, 3), ln.tensor {2}, 4, 1, o):size())
    end
  end)
end)

describe("margins of listed classes", function()
  -- classes 4 and 1 are listed in the first row: 1 - 2 + 1.5 for 2 above 4, 1 - 2 - 1 < 0 for 3; 1 - 0 + 1.5 and
  -- 1 - 0 - 1 = 0, which is no slope; in the second row none is
  local x, target = ln.tensor {{0, 1.5, -1, 2}, {1, 2, 3, 4}}, ln.tensor {{4, 1, 0, 2}, {0, 1, 2, 3}}

  value("multilabel_margin", "sums what others lack to be 1 below those listed", function()
    assert.same({0.5 + 2.5, 0}, x:multilabel_margin(target):totable())
  end)

  it("refuse what is no class", function()
    fails("multilabel_margin: class 5; classes count from 1 to 4", ln.multilabel_margin, x, target + 1)
    fails("multilabel_margin: class 1.5;", ln.multilabel_margin, x, target * 0 + 1.5)
    fails("multilabel_margin_grad: g is 3", ln.multilabel_margin_grad, ln.ones(3), x, target)
  end)

  value("multilabel_margin_grad", "counts on which side of the margin the others are", function()
    assert.same({{-3, 6, 0, -3}, {0, 0, 0, 0}}, ln.multilabel_margin_grad(ln.tensor {3, 5}, x, target):totable())
  end)

  it("are the same in long rows, with every class but one listed, in memory of n x c", function()
    -- sum over k = 1 .. 39 of max(0, 1 - k / 8 + 2): k up to 24 give 24 * 3 - 300 / 8 = 34.5
    local scores, list = ln.arange(40):reshape(1, 40) / 8, ln.arange(40):reshape(1, 40)
    scores[1][40], list[1][40] = 2, 0
    assert.equal(34.5, scores:multilabel_margin(list):item())
    -- class 40 listed alone: the sum over k of max(0, 1 - 2 + k / 8): k from 9 to 39, (39 * 40 - 8 * 9) / 16 - 31
    list[1][1], list[1][2] = 40, 0
    assert.equal(62, scores:multilabel_margin(list):item())
  end)
end)

describe("soft_margin_loss", function()
  it("is exact where exp overflows", function()
    assert.same({800, 0}, F.soft_margin_loss(ln.tensor {-800, 800}, ln.ones(2), {reduction = "none"}):totable())
  end)
end)

describe("triplet_margin_with_distance_loss", function()
  it("takes a function of two batches", function()
    -- |1 - 3| = 2 and |1 - 2| = 1: max(0, 0.5 + 2 - 1)
    local function d(a, b) return (a - b):abs():sum(2) end
    local a, p, n = ln.tensor {{1}}, ln.tensor {{3}}, ln.tensor {{2}}
    local loss = nn.TripletMarginWithDistanceLoss {distance_function = d, margin = 0.5}
    near(loss(a, p, n), {1.5})
    fails("what distance_function gives is missing, a tensor is wanted", F.triplet_margin_with_distance_loss, a, p, n,
          {distance_function = function() end})
  end)
end)

describe("losses of scores", function()
  it("say what is wrong", function()
    fails("multi_margin_loss: p is 3, 1 or 2 is wanted", F.multi_margin_loss, ln.ones(2, 3), ln.ones(2), {p = 3})
    fails("multi_margin_loss: class 4 (element 1)", F.multi_margin_loss, ln.ones(2, 3), ln.ones(2) * 4)
    fails("multi_margin_loss: x n, c or c and its target are wanted, got 2x3 and 2x3", F.multi_margin_loss,
          ln.ones(2, 3), ln.ones(2, 3))
    fails("multilabel_margin_loss: input is 2x3 and target 2; sizes must be equal", F.multilabel_margin_loss,
          ln.ones(2, 3), ln.ones(2))
    fails("multilabel_margin_loss: class 4", F.multilabel_margin_loss, ln.ones(3), ln.ones(3) * 4)
  end)
end)

describe("ctc_loss", function()
  -- c = 3, uniform: three paths of two steps give the label b: bb, b-, -b; each
  -- has the probability 1/9.
  it("sums over alignments", function()
    local log_probs = ln.full({2, 3}, -math.log(3))
    near(F.ctc_loss(log_probs, ln.tensor {2}, 2, 1), {math.log(3)})
    near(F.ctc_loss(log_probs:unsqueeze(2), ln.tensor {{2}}, {2}, {0}), {math.log(9)}) -- blanks alone
    near(nn.CTCLoss(3)(log_probs, ln.tensor {1}, 2, 1), {math.log(3)})
  end)

  it("is infinite where nothing aligns, with the gradient 0", function()
    local x = ln.full({1, 3}, -math.log(3)):requires_grad_()
    for _, o in ipairs {{reduction = "sum"}, {reduction = "sum", zero_infinity = true}} do
      local loss = F.ctc_loss(x, ln.tensor {2, 2}, 1, 2, o)
      assert.equal(o.zero_infinity and 0 or math.huge, loss:item())
      assert.same({{0, 0, 0}}, ln.grad(loss, {x})[1]:totable())
    end
  end)

  it("stands probabilities of 0", function()
    local x = ln.tensor {{-math.huge, 0}, {-math.huge, 0}}:requires_grad_()
    local loss = F.ctc_loss(x, ln.tensor {2}, 2, 1, {reduction = "sum"})
    assert.equal(0, loss:item())
    assert.same({{0, -1}, {0, -1}}, ln.grad(loss, {x})[1]:totable())
  end)

  it("says what is wrong", function()
    local x, t = ln.zeros(4, 2, 3), ln.ones(2, 2) * 2
    fails("input_lengths has 1 entries for 2 samples", F.ctc_loss, x, t, {4}, {1, 1})
    fails("input_lengths[2] is 5, 1 to 4 is possible", F.ctc_loss, x, t, {4, 5}, {1, 1})
    fails("target_lengths[1] is 1.5, 0 to 2 is possible", F.ctc_loss, x, t, {4, 4}, ln.tensor {1.5, 1})
    fails("target_lengths make up 2, targets has 3", F.ctc_loss, x, ln.ones(3), {4, 4}, {1, 1})
    fails("class 4", F.ctc_loss, x, t * 2, {4, 4}, {1, 1})
    fails("log_probs is 4x2x3, blank 4", F.ctc_loss, x, t, {4, 4}, {1, 1}, 4)
    fails("log_probs t, n, c and targets n, s, or t, c and s, are wanted; got 4x2x3x1", F.ctc_loss, x:unsqueeze(4), t,
          {4, 4}, {1, 1})
  end)
end)

describe("embedding_bag", function()
  it("says what is wrong", function()
    local w, x = ln.ones(3, 2), ln.tensor {1, 2, 3}
    fails("got 3 and no offsets", F.embedding_bag, x, w)
    fails("offsets go from 1 up to at most 4; bag 1 is from 2 to before 4", F.embedding_bag, x, w, ln.tensor {2})
    fails("bag 1 is from 1 to before 5", F.embedding_bag, x, w, ln.tensor {1, 5})
    fails("per_sample_weights is 2 for indices of 3", F.embedding_bag, x, w, ln.tensor {1},
          {mode = "sum", per_sample_weights = ln.ones(2)})
    fails("per_sample_weights go with sum, not mean", F.embedding_bag, x, w, ln.tensor {1},
          {per_sample_weights = ln.ones(3)})
    fails("index 4", F.embedding_bag, x + 1, w, ln.tensor {1})
  end)

  it("prints as it is made", function()
    assert.equal("EmbeddingBag(4, 2, {mode = \"max\", padding_idx = 3})",
                 tostring(nn.EmbeddingBag(4, 2, {mode = "max", padding_idx = 3})))
    assert.same({0, 0}, nn.EmbeddingBag(4, 2, {padding_idx = 3}).weight[3]:totable())
  end)
end)

describe("max_unpool2d", function()
  it("undoes max_pool2d where windows overlap", function()
    local x = ln.tensor {{{0, 0, 0}, {0, 5, 0}, {0, 0, 0}}}
    local y, index = nn.MaxPool2d(2, {stride = 1, return_indices = true})(x)
    assert.same(x:totable(), nn.MaxUnpool2d(2, 1)(y, index):totable())
  end)

  it("says what is wrong", function()
    local x, index = ln.ones(1, 2, 2), ln.arange(1, 4):reshape(1, 2, 2)
    fails("max_unpool2d: x is 1x2x2 and indices 2x2; sizes must be equal", F.max_unpool2d, x, index[1], 2)
    fails("max_unpool2d: indices go from 20 to 23 for 16 elements", F.max_unpool2d, x, index + 19, 2)
    fails("max_unpool2d: output_size is 9x9 for about 4x4", F.max_unpool2d, x, index, 2, {output_size = {9, 9}})
    fails("max_unpool2d: n, c and 2 spatial sizes are wanted (or without n), got 2x2", F.max_unpool2d, x[1], index, 2)
  end)
end)

describe("scaled_dot_product_attention", function()
  it("is 0 for a query to which all is refused", function()
    local q, mask = ln.ones(2, 3), ln.tensor {{0, -math.huge}, {-math.huge, -math.huge}}
    local v = ln.tensor {{1, 2}, {3, 4}}:requires_grad_()
    local y = F.scaled_dot_product_attention(q, q, v, mask)
    assert.same({{1, 2}, {0, 0}}, y:totable())
    y:sum():backward()
    assert.same({{1, 1}, {0, 0}}, v.grad:totable())
  end)

  it("refuses a mask of 1 and 0", function()
    local q = ln.ones(2, 3)
    fails("attn_mask is of 1 and 0", F.scaled_dot_product_attention, q, q, q, ln.ones(2, 2):tril())
    fails("attn_mask does not go with is_causal", F.scaled_dot_product_attention, q, q, q, ln.zeros(2, 2),
          {is_causal = true})
    fails("got 2x3, 2x3 and 3x3", F.scaled_dot_product_attention, q, q, ln.ones(3, 3))
  end)

  it("leaves out shares by chance", function()
    ln.manual_seed(1)
    local y = F.scaled_dot_product_attention(ln.zeros(1, 1), ln.zeros(1000, 1), ln.ones(1000, 1), {dropout_p = 0.5})
    -- the mean of 1000 shares of 0 or 2
    assert.is_true(math.abs(y:item() - 1) < 6 / math.sqrt(1000))
  end)
end)

describe("convolutions", function()
  it("with padding that keeps the sizes go with a stride of 1", function()
    fails('conv2d: padding = "same" goes with a stride of 1', F.conv2d, ln.ones(1, 1, 4, 4), ln.ones(1, 1, 3, 3), nil,
          {padding = "same", stride = {1, 2}})
    fails("conv2d: input n, c and 2 spatial sizes", F.conv2d, ln.ones(1, 1, 4, 4), ln.ones(1, 3, 3), nil,
          {padding = "same"})
    fails("conv_tbc: t, n, in and kernel, in, out are wanted, got 2x3 and 1x1x1", F.conv_tbc, ln.ones(2, 3),
          ln.ones(1, 1, 1), ln.ones(1))
  end)
end)

describe("grid_sample by ops", function()
  it("reads nothing where the grid is no place", function()
    local bad = {0 / 0, 1 / 0, -1 / 0, 1e30}
    for _, mode in ipairs {"bicubic", "bilinear"} do
      local dims = mode == "bicubic" and 2 or 3
      local x = ln.ones(mode == "bicubic" and {1, 1, 3, 3} or {1, 1, 3, 3, 3})
      local grid = ln.tensor(bad):reshape(4, 1):expand(4, dims):reshape(dims == 2 and {1, 4, 1, 2} or {1, 4, 1, 1, 3})
      for _, padding in ipairs {"zeros", "border", "reflection"} do
        local y = F.grid_sample(x, grid, mode, padding):flatten()
        for k = 2, 4 do
          local v = y[k]:item()
          assert.is_true(math.abs(v - (padding == "zeros" and 0 or 1)) < 1e-5, mode .. " " .. padding .. " " .. v)
        end
      end
    end
  end)

  it("says what is wrong", function()
    fails("bicubic is for images", F.grid_sample, ln.ones(1, 1, 2, 2, 2), ln.ones(1, 2, 2, 2, 3), "bicubic")
    fails("got 1x1x2x2 and 1x2x2x3", F.grid_sample, ln.ones(1, 1, 2, 2), ln.ones(1, 2, 2, 3))
  end)
end)

describe("other functions", function()
  it("say what is wrong", function()
    fails("bilinear: weight out, in1, in2 is wanted", F.bilinear, ln.ones(2, 3), ln.ones(2, 2), ln.ones(4, 2, 3))
    fails("local_response_norm: n, c and spatial sizes are wanted, got 2x3", F.local_response_norm, ln.ones(2, 3), 2)
    fails("lp_pool1d: norm_type is 0", F.lp_pool1d, ln.ones(1, 4), 0, 2)
    fails("avg_pool2d: divisor_override is 0", F.avg_pool2d, ln.ones(1, 4, 4), 2, {divisor_override = 0})
    fails("pdist: n, d is wanted, got 3", ln.pdist, ln.ones(3))
    fails("Softmax2d: n, c, h, w or c, h, w is wanted, got 2x3", nn.Softmax2d(), ln.ones(2, 3))
    fails("UpsamplingBilinear2d: n, c, h, w is wanted, got 1x2x3", nn.UpsamplingBilinear2d {size = 2}, ln.ones(1, 2, 3))
    fails("UpsamplingNearest2d: one of size and scale_factor is wanted", nn.UpsamplingNearest2d)
  end)

  it("print as they are made", function()
    assert.equal("MaxPool2d(2, {return_indices = true})", tostring(nn.MaxPool2d(2, {return_indices = true})))
    assert.equal("AdaptiveMaxPool3d({1, 2, 3})", tostring(nn.AdaptiveMaxPool3d {1, 2, 3}))
    assert.equal("MaxUnpool2d(2, 3, 0)", tostring(nn.MaxUnpool2d(2, 3)))
    assert.equal("LPPool2d(2, 3, 3, false)", tostring(nn.LPPool2d(2, 3)))
    assert.equal("FractionalMaxPool2d(2, {output_size = {3, 4}})",
                 tostring(nn.FractionalMaxPool2d(2, {output_size = {3, 4}})))
    assert.equal("LocalResponseNorm(5, 0.0001, 0.75, 1)", tostring(nn.LocalResponseNorm(5)))
    assert.equal("UpsamplingBilinear2d({scale_factor = 2})", tostring(nn.UpsamplingBilinear2d {scale_factor = 2}))
    assert.equal("RReLU(0.125, 0.25)", tostring(nn.RReLU(0.125, 0.25)))
    assert.equal("Softmin(2)", tostring(nn.Softmin(2)))
  end)

  it("pool as no more than one value", function()
    assert.equal(1, select("#", F.max_pool2d(ln.ones(1, 4, 4), 2)))
    assert.equal(2, select("#", F.max_pool2d(ln.ones(1, 4, 4), 2, {return_indices = true})))
  end)
end)
