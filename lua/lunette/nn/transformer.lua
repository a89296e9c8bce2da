local arguments = require "lunette.arguments"
local Dropout = require "lunette.nn.dropout".Dropout
local engine = require "lunette.engine"
local LayerNorm = require "lunette.nn.norm".LayerNorm
local Linear = require "lunette.nn.linear".Linear
local Module = require "lunette.nn.module"
local MultiheadAttention = require "lunette.nn.attention".MultiheadAttention
local raise = require "lunette.errors".raise

local read_call = arguments.reader("TransformerEncoderLayer",
  "src_mask: tensor?, src_key_padding_mask: tensor?")

--- Self-attention and a network of two linear layers for each position, each
--- added to what it is given and normalised after that (Vaswani et al. 2017,
--- arXiv 1706.03762, 3.1), or before with norm_first. x and y: l,n,d_model
--- (n,l,d_model with batch_first). activation: the name of an op, or a
--- function.
---
---   local layer = ln.nn.TransformerEncoderLayer(8, 2, {dim_feedforward = 16})
---   local x, mask = ln.randn(5, 4, 8), ln.ones(5, 5):tril()
---   local y = layer(x, {src_mask = mask})
---
--- src_mask and src_key_padding_mask are the attn_mask and key_padding_mask of
--- MultiheadAttention.
--- @class TransformerEncoderLayer: Module
local TransformerEncoderLayer = Module:extend "TransformerEncoderLayer"

local function function_of(activation)
  if type(activation) ~= "string" then return activation end
  return engine.functions[activation] or
    raise("TransformerEncoderLayer: activation is %q, a function or the " ..
          "name of an op is wanted", activation)
end

TransformerEncoderLayer.init = arguments.define("TransformerEncoderLayer:init",
  "self, d_model: count, nhead: count, {dim_feedforward: count = 2048, " ..
  "dropout: share = 0.1, activation: string|callable = relu, " ..
  "layer_norm_eps: real = 1e-5, batch_first: bool = false, " ..
  "norm_first: bool = false}", function(self, d_model, nhead, o)
  self.self_attn = MultiheadAttention(d_model, nhead, {
    dropout = o.dropout, batch_first = o.batch_first})
  self.linear1 = Linear(d_model, o.dim_feedforward)
  self.linear2 = Linear(o.dim_feedforward, d_model)
  self.norm1 = LayerNorm(d_model, {eps = o.layer_norm_eps})
  self.norm2 = LayerNorm(d_model, {eps = o.layer_norm_eps})
  self.dropout, self.dropout1 = Dropout(o.dropout), Dropout(o.dropout)
  self.dropout2 = Dropout(o.dropout)
  self.activation, self.norm_first = function_of(o.activation), o.norm_first
end)

local function attend(self, x, o)
  return self.dropout1((self.self_attn(x, nil, nil, {
    attn_mask = o.src_mask, key_padding_mask = o.src_key_padding_mask})))
end

local function feed_forward(self, x)
  local hidden = self.dropout(self.activation(self.linear1(x)))
  return self.dropout2(self.linear2(hidden))
end

function TransformerEncoderLayer:forward(x, given)
  local o = read_call(given)
  arguments.check(self.__name, "x", x, "tensor")
  if self.norm_first then
    x = x + attend(self, self.norm1(x), o)
    return x + feed_forward(self, self.norm2(x))
  end
  x = self.norm1(x + attend(self, x, o))
  return self.norm2(x + feed_forward(self, x))
end

return {TransformerEncoderLayer = TransformerEncoderLayer}
