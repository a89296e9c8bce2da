local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

local small = {dim_feedforward = 6, dropout = 0}

describe("nn.TransformerEncoderLayer", function()
  it("takes a function or the name of an op for its activation", function()
    local layer, x = nn.TransformerEncoderLayer(4, 2, {activation = ln.relu, dropout = 0}), ln.randn(2, 3, 4)
    local named = nn.TransformerEncoderLayer(4, 2, {dropout = 0})
    named:load_state_dict(layer:state_dict())
    near(named(x), layer(x):flatten():totable(), 0)
    fails('TransformerEncoderLayer: activation is "sine", a function', function()
      nn.TransformerEncoderLayer(4, 2, {activation = "sine"})
    end)
  end)
end)

describe("nn.TransformerEncoder and nn.TransformerDecoder", function()
  it("hold clones, each with parameters of its own", function()
    local layer = nn.TransformerDecoderLayer(4, 2, small)
    local decoder = nn.TransformerDecoder(layer, 3, nn.LayerNorm(4))
    assert.equal(3 * #layer:parameters() + 2, #decoder:parameters())
    assert.is_not_nil(decoder:state_dict()["layers.3.multihead_attn.out_proj.bias"])
    assert.is_not_nil(decoder:state_dict()["norm.weight"])
    near(decoder.layers[1].linear1.weight, layer.linear1.weight:flatten():totable(), 0)
  end)

  it("load what PyTorch has written, counted from 0", function()
    local encoder, state = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, small), 2), {}
    for path, x in pairs(encoder:state_dict()) do
      local torch = path:gsub("layers%.(%d)", function(n) return "layers." .. math.tointeger(n) - 1 end)
      state[torch] = ln.full(x:size(), 7)
    end
    assert.is_not_nil(state["layers.0.self_attn.in_proj_weight"])
    encoder:load_state_dict(state, {from = "torch"})
    assert.equal(7, encoder.layers[2].norm2.bias:mean():item())
  end)

  it("name what does not fit", function()
    local layer = nn.TransformerEncoderLayer(4, 2, small)
    fails("TransformerEncoder: unknown option src_mask; known: mask, src_key_padding_mask",
          nn.TransformerEncoder(layer, 1), ln.ones(3, 2, 4), {src_mask = ln.ones(3, 3)})
    fails("memory is missing, a tensor is wanted", nn.TransformerDecoderLayer(4, 2, small), ln.ones(3, 2, 4))
    fails("layers.1.self_attn (MultiheadAttention): MultiheadAttention: attn_mask is 2x2 for scores of 2x2x3x3",
          nn.TransformerEncoder(layer, 1), ln.ones(3, 2, 4), {mask = ln.ones(2, 2)})
    fails("TransformerEncoder: encoder_layer is 3, a layer is wanted", nn.TransformerEncoder, 3, 1)
  end)
end)

describe("nn.Transformer", function()
  it("has PyTorch's sizes when it is told none", function()
    -- sum(x.numel() for x in torch.nn.Transformer(num_encoder_layers=1,
    -- num_decoder_layers=1).parameters())
    local model, total = nn.Transformer {num_encoder_layers = 1, num_decoder_layers = 1}, 0
    for _, x in ipairs(model:parameters()) do total = total + x:numel() end
    assert.equal(7358464, total)
    assert.equal(8, model.encoder.layers[1].self_attn.num_heads)
    assert.equal(0.1, model.decoder.layers[1].dropout3.p)
  end)

  it("sees no later position under the square mask", function()
    local model = nn.Transformer(4, 2, {num_encoder_layers = 1, num_decoder_layers = 1, dim_feedforward = 6,
                                        dropout = 0, batch_first = true})
    local mask = model:generate_square_subsequent_mask(3)
    assert.same({{0, 1, 1}, {0, 0, 1}, {0, 0, 0}}, mask:totable())
    assert.same({{0, 1}, {0, 0}}, nn.Transformer:generate_square_subsequent_mask(2):totable())
    local src, tgt = ln.randn(1, 2, 4), ln.randn(1, 3, 4)
    local y = model(src, tgt, {tgt_mask = mask})
    local changed = ln.cat({tgt:narrow(2, 1, 2), ln.randn(1, 1, 4)}, 2)
    near(model(src, changed, {tgt_mask = mask})[1][2], y[1][2]:totable())
    assert.is_true((model(src, changed)[1][2] - model(src, tgt)[1][2]):abs():amax():item() > 1e-3)
  end)

  it("takes an encoder and a decoder of one's own", function()
    local encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, small), 1)
    local decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, small), 1)
    local model = nn.Transformer(4, 2, {custom_encoder = encoder, custom_decoder = decoder})
    assert.equal(encoder, model.encoder)
    local src, tgt = ln.randn(2, 2, 4), ln.randn(3, 2, 4)
    near(model(src, tgt), decoder(tgt, encoder(src)):flatten():totable(), 0)
  end)

  it("starts within Xavier's bounds", function()
    local model = nn.Transformer(16, 2, {num_encoder_layers = 1, num_decoder_layers = 1, dim_feedforward = 48})
    local top, bound = model.encoder.layers[1].linear1.weight:abs():amax():item(), math.sqrt(6 / 64)
    assert.is_true(top <= bound and top > 0.98 * bound)
  end)
end)
