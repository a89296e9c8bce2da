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
---
---   local layer = ln.nn.SelfAttention2d(16)
---   local x = ln.randn(2, 16, 8, 8)
---   print(layer(x):equal(x))   -- true
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
          self.channels, repr.shape(x))
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
  "key_padding_mask: tensor?, need_weights: bool = true, " ..
  "attn_mask: tensor?, average_attn_weights: bool = true")

--- Each head attends by softmax(q k^T / sqrt(d)) v with d = embed_dim / heads
--- and its own d rows of the projections (Vaswani et al. 2017, arXiv
--- 1706.03762, eq. 1 and section 3.2.2).
---
---   local layer = ln.nn.MultiheadAttention(8, 2)
---   local query, key = ln.randn(5, 4, 8), ln.randn(6, 4, 8)
---   local y, weights = layer(query, key, key, {attn_mask = ln.ones(5, 6)})
---
--- query: l,n,e, key: s,n,kdim and value: s,n,vdim (n,l,e, n,s,kdim and
--- n,s,vdim with batch_first; without a batch l,e, s,kdim and s,vdim); key and
--- value are the query when left out, kdim and vdim embed_dim. y has the shape
--- of query, weights: n,l,s is the mean over heads, or n,heads,l,s with
--- average_attn_weights = false; need_weights = false gives y alone. attn_mask,
--- l,s or n heads,l,s, is 1 where attention is refused; key_padding_mask, n,s,
--- is 1 at keys that nothing may see. Where all keys are refused to a query its
--- weights are 0 and y the bias of out_proj. add_bias_kv adds one learned key
--- and value after the others, add_zero_attn one of zeros after that; nothing
--- is refused there, and s grows. dropout falls on the weights, in training
--- mode. State as PyTorch's: in_proj_weight: 3e,e (query, key, value), or
--- q_proj_weight, k_proj_weight: e,kdim, v_proj_weight: e,vdim where those are
--- not e; in_proj_bias, bias_k and bias_v: 1,1,e, out_proj. Start: Xavier
--- uniform, biases 0, bias_k and bias_v Xavier normal.
--- @class MultiheadAttention: Module
local MultiheadAttention = Module:extend "MultiheadAttention"

local function uniform(rows, columns)
  return parameter.Parameter(
    init.xavier_uniform_(engine.create.zeros(rows, columns)))
end

-- Query, key and value, by these names where they have a weight each.
local separate = {"q_proj_weight", "k_proj_weight", "v_proj_weight"}

local function make_projections(layer)
  local e = layer.embed_dim
  if layer.kdim == e and layer.vdim == e then
    layer.in_proj_weight = uniform(3 * e, e)
    return
  end
  for k, inputs in ipairs {e, layer.kdim, layer.vdim} do
    layer[separate[k]] = uniform(e, inputs)
  end
end

local function make_biases(layer, o)
  local create, e = engine.create, layer.embed_dim
  if o.bias then
    layer.in_proj_bias = parameter.Parameter(create.zeros(3 * e))
    init.zeros_(layer.out_proj.bias)
  end
  if not o.add_bias_kv then return end
  for _, name in ipairs {"bias_k", "bias_v"} do
    layer[name] = parameter.Parameter(
      init.xavier_normal_(create.zeros(1, 1, e)))
  end
end

MultiheadAttention.init = arguments.define("MultiheadAttention:init",
  "self, embed_dim: count, num_heads: count, {dropout: share = 0, " ..
  "bias: bool = true, add_bias_kv: bool = false, " ..
  "add_zero_attn: bool = false, kdim: count?, vdim: count?, " ..
  "batch_first: bool = false}", function(self, e, num_heads, o)
  self.embed_dim, self.num_heads = e, num_heads
  self.kdim, self.vdim = o.kdim or e, o.vdim or e
  if e % num_heads ~= 0 then
    raise("%s: %d heads do not divide embed_dim, %d", self.__name, num_heads, e)
  end
  self.dropout, self.batch_first = o.dropout, o.batch_first
  self.add_zero_attn = o.add_zero_attn
  make_projections(self)
  self.out_proj = Linear(e, e, {bias = o.bias})
  make_biases(self, o)
end)

-- The k-th projection of x: n,l,in.
local function project(layer, x, k)
  local e = layer.embed_dim
  local from, bias = (k - 1) * e + 1, layer.in_proj_bias
  local weight = layer[separate[k]] or
                 layer.in_proj_weight:narrow(1, from, e)
  return engine.functions.linear(x, weight, bias and bias:narrow(1, from, e))
end

-- y: n,l,e as n,heads,l,d.
local function by_heads(layer, y)
  local heads = layer.num_heads
  return y:unflatten(3, {heads, layer.embed_dim // heads}):transpose(2, 3)
end

-- The keys (k = 2) or values (3) that x is projected to, by heads, and what is
-- added to them.
local function attended(layer, x, k)
  local learned = k == 2 and layer.bias_k or layer.bias_v
  local n, e = x:size(1), layer.embed_dim
  local parts = {project(layer, x, k)}
  if learned then parts[2] = learned:expand(n, 1, e) end
  if layer.add_zero_attn then
    parts[#parts + 1] = engine.create.zeros(n, 1, e)
  end
  return by_heads(layer, #parts > 1 and engine.functions.cat(parts, 2) or
                         parts[1])
end

-- mask as it broadcasts against the scores, or nil; what is added to the keys
-- is never refused.
local function spread_mask(layer, scores, mask, what, shapes, added)
  if not mask then return nil end
  local shape = shapes[repr.shape(mask)]
  if not shape then
    local sizes = scores:size()
    sizes[4] = sizes[4] - added
    raise("%s: %s is %s for scores of %s (batch, heads, queries, keys)",
          layer.__name, what, repr.shape(mask), repr.sizes(sizes))
  end
  mask = mask:reshape(shape)
  return added > 0 and engine.functions.pad(mask, {0, added}) or mask
end

-- Where attention is refused, to broadcast against scores: n,heads,l,s; or nil.
local function refusals(layer, scores, o)
  local added = (layer.bias_k and 1 or 0) + (layer.add_zero_attn and 1 or 0)
  local n, heads, l, s = table.unpack(scores:size())
  s = s - added
  local pairwise = spread_mask(layer, scores, o.attn_mask, "attn_mask", {
    [repr.sizes {l, s}] = {1, 1, l, s},
    [repr.sizes {n * heads, l, s}] = {n, heads, l, s}}, added)
  local of_keys = {[repr.sizes {n, s}] = {n, 1, 1, s}}
  if not o.batched then of_keys = {[repr.sizes {s}] = {1, 1, 1, s}} end
  local keys = spread_mask(layer, scores, o.key_padding_mask,
                           "key_padding_mask", of_keys, added)
  if pairwise and keys then return pairwise:logical_or(keys) end
  return pairwise or keys
end

-- The shares of the keys, zeros for a query to which all are refused.
local function shares(scores, mask)
  if not mask then return scores:softmax(4) end
  local none = mask:all(4, {keepdim = true})
  local refused = mask:logical_and(none:logical_not())
  return scores:masked_fill(refused, -math.huge):softmax(4):masked_fill(none, 0)
end

local function check_last(layer, name, x, rank, size)
  arguments.check(layer.__name, name, x, "tensor")
  local right = rank and x:dim() == rank or
                not rank and (x:dim() == 2 or x:dim() == 3)
  if right and x:size(-1) == size then return end
  raise("%s: %s is %s; %s, the last of %d, are wanted", layer.__name, name,
        repr.shape(x), rank and ("%d dimensions"):format(rank) or
        "three dimensions, or two without a batch", size)
end

local function check_sequences(layer, query, key, value)
  local rank = engine.is_tensor(query) and query:dim() or nil
  check_last(layer, "query", query, nil, layer.embed_dim)
  check_last(layer, "key", key, rank, layer.kdim)
  check_last(layer, "value", value, rank, layer.vdim)
  local batch = layer.batch_first and 1 or 2
  local same = key:size(1) == value:size(1) and (rank == 2 or
    key:size(2) == value:size(2) and key:size(batch) == query:size(batch))
  if same then return end
  raise("%s: query is %s, key %s and value %s; one batch, and a value for " ..
        "each key, are wanted", layer.__name, repr.shape(query),
        repr.shape(key), repr.shape(value))
end

-- y and the weights by heads, of what has its batch first.
local function attend(layer, query, key, value, o)
  local d = layer.embed_dim // layer.num_heads
  local q = by_heads(layer, project(layer, query, 1)) / math.sqrt(d)
  local scores = q:matmul(attended(layer, key, 2):transpose(3, 4))
  local weights = shares(scores, refusals(layer, scores, o))
  weights = functional.dropout(weights, layer.dropout, layer.training)
  local y = weights:matmul(attended(layer, value, 3))
  return layer.out_proj(y:transpose(2, 3):flatten(3)), weights
end

function MultiheadAttention:forward(query, key, value, given)
  key = key or query
  value = value or key
  local o = read_call(given)
  check_sequences(self, query, key, value)
  o.batched = query:dim() == 3
  local turned = o.batched and not self.batch_first
  local function batch_first(x)
    if not o.batched then return x:unsqueeze(1) end
    return turned and x:transpose(1, 2) or x
  end
  local y, weights = attend(self, batch_first(query), batch_first(key),
                            batch_first(value), o)
  if turned then y = y:transpose(1, 2) end
  if not o.batched then y = y:squeeze(1) end
  if not o.need_weights then return y end
  if o.average_attn_weights then weights = weights:mean(2) end
  return y, o.batched and weights or weights:squeeze(1)
end

-- The projections of the inputs, scores and sums; out_proj counts its own.
function MultiheadAttention:multiply_adds(inputs)
  local e = self.embed_dim
  local query, key = inputs[1], inputs[2] or inputs[1]
  local value = inputs[3] or key
  local dim = query:dim() == 3 and self.batch_first and 2 or 1
  local projected = (query:numel() + key:numel() + value:numel()) * e
  return projected + 2 * query:numel() * key:size(dim)
end

function MultiheadAttention:extra_repr()
  return ("%d, %d"):format(self.embed_dim, self.num_heads)
end

return {
  SelfAttention2d = SelfAttention2d, MultiheadAttention = MultiheadAttention,
}
