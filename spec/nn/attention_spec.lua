local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("nn.SelfAttention2d", function()
  it("starts as the identity, with a gradient for gamma", function()
    local layer, x = nn.SelfAttention2d(16), ln.randn(2, 16, 3, 4)
    local y = layer(x)
    near(y, x:flatten():totable())
    y:square():sum():backward()
    assert.is_true(layer.gamma.grad:abs():item() > 0)
  end)

  it("counts its products", function()
    -- 16 positions, 8 channels: 16*16*(1 + 4); convolutions 16*8*(1 + 1 + 4 + 4)
    assert.truthy(nn.SelfAttention2d(8):summary({8, 4, 4}):find "; 2,560 multiply%-adds")
  end)

  it("says what it takes", function()
    fails("SelfAttention2d: channels is 12, a multiple of 8 is wanted", nn.SelfAttention2d, 12)
    fails("SelfAttention2d: n, 8 channels, h, w are wanted, got 2x8x4", nn.SelfAttention2d(8), ln.ones(2, 8, 4))
  end)
end)

describe("nn.MultiheadAttention", function()
  it("sees nothing that a mask hides", function()
    local layer, x = nn.MultiheadAttention(4, 2, {batch_first = true}), ln.randn(1, 3, 4)
    local causal = ln.tensor {{0, 1, 1}, {0, 0, 1}, {0, 0, 0}}
    local y, weights = layer(x, nil, nil, {attn_mask = causal})
    assert.equal(0, weights[1]:triu(1):abs():sum():item())
    near(weights:sum(3), {1, 1, 1})
    local changed = ln.cat({x:narrow(2, 1, 2), ln.randn(1, 1, 4)}, 2)
    near(layer(changed, nil, nil, {attn_mask = causal})[1][2], y[1][2]:totable())
  end)

  it("reads PyTorch's masks of 0 and -inf as 0 and 1", function()
    local layer, x = nn.MultiheadAttention(4, 2), ln.randn(3, 2, 4)
    local later = ln.ones(3, 3):triu(1)
    local infinite = ln.zeros(3, 3):masked_fill(later, -math.huge)
    local y, weights = layer(x, nil, nil, {attn_mask = later, key_padding_mask = ln.tensor {{0, 0, 1}, {0, 0, 0}}})
    local other, same = layer(x, nil, nil, {attn_mask = infinite, key_padding_mask =
                              ln.tensor {{0, 0, -math.huge}, {0, 0, 0}}})
    near(other, y:flatten():totable(), 0)
    near(same, weights:flatten():totable(), 0)
    assert.equal(0, weights[1][3][3]:item())
    near(select(2, layer(x, nil, nil, {attn_mask = infinite}))[2],
         select(2, layer(x, nil, nil, {attn_mask = later}))[2]:flatten():totable(), 0)
  end)

  it("gives y alone where no weights are wanted, and those of each head", function()
    local layer, x = nn.MultiheadAttention(4, 2, {batch_first = true}), ln.randn(2, 3, 4)
    assert.equal(1, select("#", layer(x, nil, nil, {need_weights = false})))
    local y, weights = layer(x, nil, nil, {average_attn_weights = false})
    assert.same({2, 2, 3, 3}, weights:size())
    near(y, layer(x, nil, nil, {need_weights = false}):flatten():totable(), 0)
  end)

  it("drops weights in training only", function()
    ln.manual_seed(1)
    local layer, x = nn.MultiheadAttention(4, 2, {dropout = 0.5, batch_first = true}), ln.randn(2, 5, 4)
    assert.is_true(select(2, layer(x)):sum(3):sub(1):abs():amax():item() > 0.1)
    near(select(2, layer:eval()(x)):sum(3), ln.ones(10):totable())
  end)

  it("gives zeros to a query to which all keys are refused, and no nan to a weight", function()
    local layer = nn.MultiheadAttention(4, 2, {batch_first = true})
    local out = layer.out_proj.bias
    local x = ln.randn(2, 3, 4, {requires_grad = true})
    local padding = ln.tensor {{0, 0, 1}, {1, 1, 1}}
    local pairwise = ln.tensor {{1, 1, 1}, {0, 0, 1}, {0, 1, 0}}
    local y, weights = layer(x, x, x, {key_padding_mask = padding, attn_mask = pairwise})
    near(weights[2], {0, 0, 0, 0, 0, 0, 0, 0, 0})
    near(weights[1][1], {0, 0, 0})
    near(weights[1][3], {1, 0, 0}) -- 3 is padding, 2 is refused
    near(y[2], ln.cat({out, out, out}):totable())
    local g = ln.grad(y:square():sum(), {x}, {create_graph = true})[1]
    near(g[2], {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
    g:square():sum():backward()
    for _, p in ipairs(layer:parameters()) do
      if p.grad then assert.equal(1, p.grad:isfinite():all():item()) end
    end
    assert.is_true(layer.in_proj_weight.grad:abs():sum():item() > 0)
  end)

  it("starts as PyTorch's: Xavier uniform, biases 0", function()
    local layer = nn.MultiheadAttention(64, 2)
    local top, bound = layer.in_proj_weight:abs():amax():item(), math.sqrt(6 / 256)
    assert.is_true(top <= bound and top > 0.98 * bound)
    assert.equal(0, layer.in_proj_bias:abs():sum():item() + layer.out_proj.bias:abs():sum():item())
  end)

  it("names what does not fit", function()
    local layer, x = nn.MultiheadAttention(4, 2, {batch_first = true}), ln.randn(2, 3, 4)
    fails("MultiheadAttention: 3 heads do not divide embed_dim, 4", nn.MultiheadAttention, 4, 3)
    fails("query is 2x5; three dimensions, or two without a batch, the last of 4, are wanted", layer, ln.randn(2, 5))
    fails("key is 3x4; 3 dimensions, the last of 4, are wanted", layer, x, ln.randn(3, 4))
    fails("value is 2x3x5; 3 dimensions, the last of 4, are wanted", layer, x, x, ln.randn(2, 3, 5))
    fails("query is 2x3x4, key 1x3x4 and value 1x3x4; one batch, and a value for each key, are wanted", layer, x,
          ln.randn(1, 3, 4))
    fails("query is 2x3x4, key 2x3x4 and value 2x1x4; one batch", layer, x, x, ln.randn(2, 1, 4))
    fails("key is 2x3x4; 3 dimensions, the last of 6, are wanted", nn.MultiheadAttention(4, 2, {kdim = 6}), x)
    fails("attn_mask is 3x4 for scores of 2x2x3x3", nn.MultiheadAttention(4, 2, {add_bias_kv = true,
          batch_first = true}), x, nil, nil, {attn_mask = ln.ones(3, 4)})
    fails("attn_mask is 2x3 for scores of 2x2x3x3 (batch, heads, queries, keys)", layer, x, nil, nil,
          {attn_mask = ln.ones(2, 3)})
    fails("key_padding_mask is 3x2 for scores of 2x2x3x3", layer, x, nil, nil, {key_padding_mask = ln.ones(3, 2)})
    fails("MultiheadAttention: unknown option mask", layer, x, nil, nil, {mask = 1})
  end)
end)
