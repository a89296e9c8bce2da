--- Attention.

local arguments = require "lunette.arguments"
local conv = require "lunette.nn.conv"
local engine = require "lunette.engine"
local functional = require "lunette.nn.functional"
local init = require "lunette.nn.initialisers"
local Linear = require "lunette.nn.linear".Linear
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- ---- between the positions of an image ----

--- y = x + gamma W_v o with o_j = sum over positions i of b_ji W_h x_i and
--- b_j = softmax over i of (W_f x_i)^T (W_g x_j): each position of x: n,c,h,w
--- sees all others. W_f and W_g (query, key) map to c / 8 channels, W_h (value)
--- to c / 2 and W_v (out) back, all 1 x 1 convolutions without bias; gamma
--- starts at 0 (SAGAN: Zhang et al. 2019, arXiv 1805.08318, eq. 1 to 3).
--- Positions squared numbers are kept for a sample.
--- @class SelfAttention2d: Module
local SelfAttention2d = Module:extend "SelfAttention2d"

SelfAttention2d.init = arguments.define("SelfAttention2d:init",
  "self, channels: count", function(self, c)
  if c % 8 ~= 0 then
    raise("SelfAttention2d: channels is %d, a multiple of 8 is wanted", c)
  end
  local plain = {bias = false}
  self.channels = c
  self.query = conv.Conv2d(c, c // 8, 1, plain)
  self.key = conv.Conv2d(c, c // 8, 1, plain)
  self.value = conv.Conv2d(c, c // 2, 1, plain)
  self.out = conv.Conv2d(c // 2, c, 1, plain)
  self.gamma = parameter.Parameter(engine.create.zeros(1))
end)

function SelfAttention2d:forward(x)
  arguments.check("SelfAttention2d", "x", x, "tensor")
  if x:dim() ~= 4 or x:size(2) ~= self.channels then
    raise("SelfAttention2d: n, %d channels, h, w are wanted, got %s",
          self.channels, repr.sizes(x:size()))
  end
  local query, key = self.query(x):flatten(3), self.key(x):flatten(3)
  local share = key:transpose(2, 3):matmul(query):softmax(3) -- n, j, i
  local o = self.value(x):flatten(3):matmul(share:transpose(2, 3))
  return x + self.gamma * self.out(o:unflatten(3, {x:size(3), x:size(4)}))
end

function SelfAttention2d:multiply_adds(inputs)
  local x = inputs[1]
  local positions, c = x:size(3) * x:size(4), self.channels
  return x:size(1) * positions * positions * (c // 8 + c // 2)
end

function SelfAttention2d:extra_repr() return tostring(self.channels) end

-- ---- between sequences ----

local read_call = arguments.reader("MultiheadAttention",
  "key_padding_mask: tensor?, attn_mask: tensor?")

--- Each head attends by softmax(q k^T / sqrt(d)) v with d = embed_dim / heads
--- and its own d rows of the projections (Vaswani et al. 2017, arXiv
--- 1706.03762, eq. 1 and section 3.2.2).
---
---   local layer = ln.nn.MultiheadAttention(8, 2)
---   local query, key = ln.randn(5, 4, 8), ln.randn(6, 4, 8)
---   local y, weights = layer(query, key, key, {attn_mask = ln.ones(5, 6)})
---
--- query: l,n,e, key and value: s,n,e (n,l,e and n,s,e with batch_first); both
--- are the query when left out. y has the shape of query, weights: n,l,s
--- is the mean over heads. attn_mask, l,s or n heads,l,s, is 1 where attention
--- is refused; key_padding_mask, n,s, is 1 at keys that nothing may see. Where
--- all keys are refused to a query its weights are 0 and y the bias of
--- out_proj. dropout falls on the weights, in training mode. State as
--- PyTorch's: in_proj_weight: 3e,e (query, key, value), in_proj_bias, out_proj.
--- Start: Xavier uniform, biases 0.
--- @class MultiheadAttention: Module
local MultiheadAttention = Module:extend "MultiheadAttention"

MultiheadAttention.init = arguments.define("MultiheadAttention:init",
  "self, embed_dim: count, num_heads: count, " ..
  "{dropout: share = 0, bias: bool = true, batch_first: bool = false}",
  function(self, e, num_heads, o)
  local create = engine.create
  self.embed_dim, self.num_heads = e, num_heads
  if e % num_heads ~= 0 then
    raise("%s: %d heads do not divide embed_dim, %d", self.__name, num_heads, e)
  end
  self.dropout, self.batch_first = o.dropout, o.batch_first
  self.in_proj_weight = parameter.Parameter(
    init.xavier_uniform_(create.zeros(3 * e, e)))
  self.out_proj = Linear(e, e, {bias = o.bias})
  if o.bias then
    self.in_proj_bias = parameter.Parameter(create.zeros(3 * e))
    init.zeros_(self.out_proj.bias)
  end
end)

-- The k-th projection of x: n,l,e, by heads: n,heads,l,d.
local function by_heads(layer, x, k)
  local e, heads = layer.embed_dim, layer.num_heads
  local from, bias = (k - 1) * e + 1, layer.in_proj_bias
  local y = engine.functions.linear(x, layer.in_proj_weight:narrow(1, from, e),
                                    bias and bias:narrow(1, from, e))
  return y:unflatten(3, {heads, e // heads}):transpose(2, 3)
end

-- mask as it broadcasts against the scores, or nil.
local function spread_mask(layer, scores, mask, what, shapes)
  if not mask then return nil end
  local shape = shapes[repr.sizes(mask:size())]
  if not shape then
    raise("%s: %s is %s for scores of %s (batch, heads, queries, keys)",
          layer.__name, what, repr.sizes(mask:size()),
          repr.sizes(scores:size()))
  end
  return mask:reshape(shape)
end

-- Where attention is refused, to broadcast against scores: n,heads,l,s; or nil.
local function refusals(layer, scores, o)
  local n, heads, l, s = table.unpack(scores:size())
  local pairwise = spread_mask(layer, scores, o.attn_mask, "attn_mask", {
    [repr.sizes {l, s}] = {1, 1, l, s},
    [repr.sizes {n * heads, l, s}] = {n, heads, l, s}})
  local keys = spread_mask(layer, scores, o.key_padding_mask,
    "key_padding_mask", {[repr.sizes {n, s}] = {n, 1, 1, s}})
  if pairwise and keys then return pairwise:logical_or(keys) end
  return pairwise or keys
end

-- The shares of the keys, zeros for a query to which all are refused.
local function attend(scores, mask)
  if not mask then return scores:softmax(4) end
  local none = mask:all(4, {keepdim = true})
  local refused = mask:logical_and(none:logical_not())
  return scores:masked_fill(refused, -math.huge):softmax(4):masked_fill(none, 0)
end

local function check_sequences(layer, query, key, value)
  local given = {query = query, key = key, value = value}
  for _, name in ipairs {"query", "key", "value"} do
    local x = arguments.check(layer.__name, name, given[name], "tensor")
    if x:dim() ~= 3 or x:size(3) ~= layer.embed_dim then
      raise("%s: %s is %s; three dimensions, the last of %d, are wanted",
            layer.__name, name, repr.sizes(x:size()), layer.embed_dim)
    end
  end
end

function MultiheadAttention:forward(query, key, value, given)
  key = key or query
  value = value or key
  local o = read_call(given)
  check_sequences(self, query, key, value)
  if not self.batch_first then
    query, key = query:transpose(1, 2), key:transpose(1, 2)
    value = value:transpose(1, 2)
  end
  local d = self.embed_dim // self.num_heads
  local q, k = by_heads(self, query, 1) / math.sqrt(d), by_heads(self, key, 2)
  local scores = q:matmul(k:transpose(3, 4))
  local weights = attend(scores, refusals(self, scores, o))
  weights = functional.dropout(weights, self.dropout, self.training)
  local y = weights:matmul(by_heads(self, value, 3)):transpose(2, 3):flatten(3)
  y = self.out_proj(y)
  return self.batch_first and y or y:transpose(1, 2), weights:mean(2)
end

-- The projections of the inputs, scores and sums; out_proj counts its own.
function MultiheadAttention:multiply_adds(inputs)
  local dim, e = self.batch_first and 2 or 1, self.embed_dim
  local query, key = inputs[1], inputs[2] or inputs[1]
  local value = inputs[3] or key
  local projected = (query:numel() + key:numel() + value:numel()) * e
  return projected + 2 * query:numel() * key:size(dim)
end

function MultiheadAttention:extra_repr()
  return ("%d, %d"):format(self.embed_dim, self.num_heads)
end

return {
  SelfAttention2d = SelfAttention2d, MultiheadAttention = MultiheadAttention,
}
