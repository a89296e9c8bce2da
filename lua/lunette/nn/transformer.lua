--- Transformers (Vaswani et al. 2017).

local arguments = require "lunette.arguments"
local Dropout = require "lunette.nn.dropout".Dropout
local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local LayerNorm = require "lunette.nn.norm".LayerNorm
local Linear = require "lunette.nn.linear".Linear
local Module = require "lunette.nn.module"
local ModuleList = require "lunette.nn.container".ModuleList
local MultiheadAttention = require "lunette.nn.attention".MultiheadAttention
local raise = require "lunette.errors".raise

local transformer = {}

-- ---- what layers share ----

local options = "dim_feedforward: count = 2048, dropout: share = 0.1, " ..
  "activation: string|callable = relu, %slayer_norm_eps: real = 1e-5, " ..
  "batch_first: bool = false, norm_first: bool = false"

local layer_signature = "self, d_model: count, nhead: count, {" ..
                        options:format "" .. "}"

local function function_of(owner, activation)
  if type(activation) ~= "string" then return activation end
  return engine.functions[activation] or
    raise("%s: activation is %q, a function or the name of an op is wanted",
          owner, activation)
end

-- Gives the layer these attentions, and a norm for each and for the network.
local function set_up(layer, attentions, d_model, nhead, o)
  for _, name in ipairs(attentions) do
    layer[name] = MultiheadAttention(d_model, nhead, {
      dropout = o.dropout, batch_first = o.batch_first})
  end
  layer.linear1 = Linear(d_model, o.dim_feedforward)
  layer.linear2 = Linear(o.dim_feedforward, d_model)
  layer.dropout = Dropout(o.dropout)
  for k = 1, #attentions + 1 do
    layer["norm" .. k] = LayerNorm(d_model, {eps = o.layer_norm_eps})
    layer["dropout" .. k] = Dropout(o.dropout)
  end
  layer.activation = function_of(layer.__name, o.activation)
  layer.norm_first = o.norm_first
end

-- The k-th part of a layer: x + f(x), normalised, or f of x normalised.
local function part(layer, k, x, f)
  local norm, dropout = layer["norm" .. k], layer["dropout" .. k]
  if layer.norm_first then return x + dropout(f(norm(x))) end
  return norm(x + dropout(f(x)))
end

local function attend(attention, x, memory, mask, padding)
  return attention(x, memory, nil, {attn_mask = mask, need_weights = false,
                                    key_padding_mask = padding})
end

local function feed_forward(layer, x)
  return layer.linear2(layer.dropout(layer.activation(layer.linear1(x))))
end

-- ---- layers ----

local read_encoder_layer = arguments.reader("TransformerEncoderLayer",
  "src_mask: tensor?, src_key_padding_mask: tensor?")

--- Self-attention and a network of two linear layers for each position, each
--- added to what it is given and normalised after that (Vaswani et al. 2017,
--- arXiv 1706.03762, 3.1), or before with norm_first. x and y: l,n,d_model
--- (n,l,d_model with batch_first; l,d_model without a batch). activation: the
--- name of an op, or a function.
---
---   local layer = ln.nn.TransformerEncoderLayer(8, 2, {dim_feedforward = 16})
---   local x, mask = ln.randn(5, 4, 8), ln.ones(5, 5):triu(1)
---   local y = layer(x, {src_mask = mask})
---
--- src_mask and src_key_padding_mask are the attn_mask and key_padding_mask of
--- MultiheadAttention.
--- @class TransformerEncoderLayer: Module
local EncoderLayer = Module:extend "TransformerEncoderLayer"

EncoderLayer.init = arguments.define("TransformerEncoderLayer:init",
  layer_signature, function(self, d_model, nhead, o)
  set_up(self, {"self_attn"}, d_model, nhead, o)
end)

function EncoderLayer:forward(x, given)
  local o = read_encoder_layer(given)
  arguments.check(self.__name, "x", x, "tensor")
  x = part(self, 1, x, function(v)
    return attend(self.self_attn, v, nil, o.src_mask, o.src_key_padding_mask)
  end)
  return part(self, 2, x, function(v) return feed_forward(self, v) end)
end

local of_decoders = "tgt_mask: tensor?, memory_mask: tensor?, " ..
  "tgt_key_padding_mask: tensor?, memory_key_padding_mask: tensor?"

local read_decoder_layer = arguments.reader("TransformerDecoderLayer",
                                            of_decoders)

--- As TransformerEncoderLayer, with attention to memory between the two.
---
---   local layer = ln.nn.TransformerDecoderLayer(8, 2, {dim_feedforward = 16})
---   local tgt, memory = ln.randn(5, 4, 8), ln.randn(6, 4, 8)
---   local y = layer(tgt, memory, {tgt_mask = ln.ones(5, 5):triu(1)})
---
--- tgt and y: l,n,d_model, memory: s,n,d_model, or with the batch first, or
--- without one. tgt_mask, l,l, and tgt_key_padding_mask are those of
--- self-attention, memory_mask, l,s, and memory_key_padding_mask those of
--- attention to memory.
--- @class TransformerDecoderLayer: Module
local DecoderLayer = Module:extend "TransformerDecoderLayer"

DecoderLayer.init = arguments.define("TransformerDecoderLayer:init",
  layer_signature, function(self, d_model, nhead, o)
  set_up(self, {"self_attn", "multihead_attn"}, d_model, nhead, o)
end)

function DecoderLayer:forward(tgt, memory, given)
  local o = read_decoder_layer(given)
  arguments.check(self.__name, "tgt", tgt, "tensor")
  arguments.check(self.__name, "memory", memory, "tensor")
  local x = part(self, 1, tgt, function(v)
    return attend(self.self_attn, v, nil, o.tgt_mask, o.tgt_key_padding_mask)
  end)
  x = part(self, 2, x, function(v)
    return attend(self.multihead_attn, v, memory, o.memory_mask,
                  o.memory_key_padding_mask)
  end)
  return part(self, 3, x, function(v) return feed_forward(self, v) end)
end

-- ---- stacks of them ----

local function stack(self, layer, num_layers, norm)
  self.layers, self.norm = ModuleList(), norm
  for _ = 1, num_layers do self.layers:append(layer:clone()) end
end

local function run(self, x, call)
  for _, layer in ipairs(self.layers) do x = call(layer, x) end
  return self.norm and self.norm(x) or x
end

local read_encoder = arguments.reader("TransformerEncoder",
  "mask: tensor?, src_key_padding_mask: tensor?")

--- num_layers clones of a TransformerEncoderLayer, one after another, then
--- norm, a layer, when there is one: encoder(x, {mask = mask}). mask is their
--- src_mask. State: layers.1 to layers.num_layers, norm.
--- @class TransformerEncoder: Module
local Encoder = Module:extend "TransformerEncoder"

Encoder.init = arguments.define("TransformerEncoder:init",
  "self, encoder_layer: layer, num_layers: count, norm: layer?", stack)

function Encoder:forward(x, given)
  local o = read_encoder(given)
  arguments.check(self.__name, "x", x, "tensor")
  local masks = {src_mask = o.mask,
                 src_key_padding_mask = o.src_key_padding_mask}
  return run(self, x, function(layer, v) return layer(v, masks) end)
end

local read_decoder = arguments.reader("TransformerDecoder", of_decoders)

--- num_layers clones of a TransformerDecoderLayer, one after another, then
--- norm, a layer, when there is one. Called as one of them is. State: layers.1
--- to layers.num_layers, norm.
--- @class TransformerDecoder: Module
local Decoder = Module:extend "TransformerDecoder"

Decoder.init = arguments.define("TransformerDecoder:init",
  "self, decoder_layer: layer, num_layers: count, norm: layer?", stack)

function Decoder:forward(tgt, memory, given)
  local masks = read_decoder(given)
  arguments.check(self.__name, "tgt", tgt, "tensor")
  arguments.check(self.__name, "memory", memory, "tensor")
  return run(self, tgt, function(layer, v) return layer(v, memory, masks) end)
end

-- ---- both ----

local read_call = arguments.reader("Transformer",
  "src_mask: tensor?, src_key_padding_mask: tensor?, " .. of_decoders)

--- An encoder of src and a decoder of tgt, whose memory is the encoder's
--- result, each with a LayerNorm at its end (Vaswani et al. 2017, arXiv
--- 1706.03762).
---
---   local model = ln.nn.Transformer(8, 2, {
---     num_encoder_layers = 2, num_decoder_layers = 2, dim_feedforward = 16})
---   local src, tgt = ln.randn(6, 4, 8), ln.randn(5, 4, 8)
---   local mask = model:generate_square_subsequent_mask(5)
---   local y = model(src, tgt, {tgt_mask = mask})
---
--- src: s,n,d_model, tgt and y: l,n,d_model, or with the batch first, or
--- without one. Masks are those of TransformerEncoder and TransformerDecoder,
--- src_mask its mask. custom_encoder and custom_decoder take their place.
--- State: encoder, decoder. Start: Xavier uniform for all that has more than
--- one dimension.
--- @class Transformer: Module
local Transformer = Module:extend "Transformer"

local function make(Layer, Stack, d_model, nhead, n, o)
  local layer = Layer(d_model, nhead, {
    dim_feedforward = o.dim_feedforward, dropout = o.dropout,
    activation = o.activation, layer_norm_eps = o.layer_norm_eps,
    batch_first = o.batch_first, norm_first = o.norm_first})
  return Stack(layer, n, LayerNorm(d_model, {eps = o.layer_norm_eps}))
end

Transformer.init = arguments.define("Transformer:init",
  "self, d_model: count = 512, nhead: count = 8, " ..
  "{num_encoder_layers: count = 6, num_decoder_layers: count = 6, " ..
  options:format "custom_encoder: layer?, custom_decoder: layer?, " .. "}",
  function(self, d_model, nhead, o)
  self.encoder = o.custom_encoder or
    make(EncoderLayer, Encoder, d_model, nhead, o.num_encoder_layers, o)
  self.decoder = o.custom_decoder or
    make(DecoderLayer, Decoder, d_model, nhead, o.num_decoder_layers, o)
  for _, p in ipairs(self:parameters()) do
    if p:dim() > 1 then init.xavier_uniform_(p) end
  end
end)

--- 1 above the diagonal of sz x sz: no position sees a later one.
--- @return Tensor
Transformer.generate_square_subsequent_mask = arguments.define(
  "Transformer:generate_square_subsequent_mask", "self, sz: count",
  function(_, sz)
  return engine.create.ones(sz, sz):triu(1)
end)

function Transformer:forward(src, tgt, given)
  local o = read_call(given)
  arguments.check(self.__name, "src", src, "tensor")
  arguments.check(self.__name, "tgt", tgt, "tensor")
  local memory = self.encoder(src, {
    mask = o.src_mask, src_key_padding_mask = o.src_key_padding_mask})
  o.src_mask, o.src_key_padding_mask = nil, nil
  return self.decoder(tgt, memory, o)
end

transformer.TransformerEncoderLayer = EncoderLayer
transformer.TransformerDecoderLayer = DecoderLayer
transformer.TransformerEncoder = Encoder
transformer.TransformerDecoder = Decoder
transformer.Transformer = Transformer
return transformer
