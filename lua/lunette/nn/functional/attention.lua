--- Shares of a whole: of the least, and of values by how keys meet a query.

local arguments = require "lunette.arguments"
local dropout = require "lunette.nn.functional.dropout"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local attention = {}

--- softmax(-x) along dim.
attention.softmin = arguments.define("softmin", "x: tensor, dim: dim",
                                     function(x, dim)
  return (-x):softmax(dim)
end)

local function check_inputs(query, key, value)
  local q, k, v = query:size(), key:size(), value:size()
  local fit = #q > 1 and #k > 1 and #v > 1 and q[#q] == k[#k] and
              k[#k - 1] == v[#v - 1]
  if not fit then
    raise("scaled_dot_product_attention: query ..., l, e, key ..., s, e and " ..
          "value ..., s, v are wanted; got %s, %s and %s", repr.sizes(q),
          repr.sizes(k), repr.sizes(v))
  end
end

-- A mask of 1 and 0 would be added without a word.
local function check_mask(mask)
  local numbers = mask:ne(0) * mask:ne(1)
  if mask:any():item() == 1 and numbers:any():item() == 0 then
    raise("scaled_dot_product_attention: attn_mask is of 1 and 0, and it is " ..
          "added to the scores; masked_fill makes 0 and -inf of it")
  end
end

-- What is added to the scores: -inf where attention is refused; or nil.
local function added(query, key, mask, is_causal)
  if mask and is_causal then
    raise "scaled_dot_product_attention: attn_mask does not go with is_causal"
  end
  if mask then
    check_mask(mask)
    return mask
  end
  if not is_causal then return nil end
  local l, s = query:size(-2), key:size(-2)
  local behind = engine.create.ones(l, s):triu(1)
  return engine.create.zeros(l, s):masked_fill(behind, -math.huge)
end

-- The shares of the keys, zeros for a query to which all are refused.
local function shares(scores)
  local none = scores:amax(-1, {keepdim = true}):eq(-math.huge)
  return scores:masked_fill(none, 0):softmax(-1):masked_fill(none, 0)
end

--- softmax(query key^T / sqrt(e) + attn_mask) value; query: ..., l, e, key:
--- ..., s, e, value: ..., s, v, y: ..., l, v. attn_mask, which broadcasts to
--- ..., l, s, is -inf where attention is refused, as PyTorch's of numbers; a
--- mask of 1 and 0 is an error: ln.zeros(l, s):masked_fill(mask:eq(0),
--- -math.huge) makes one of it. is_causal refuses the keys behind the query's
--- own place. Where all are refused y is 0. dropout_p falls on the shares.
--- scale stands for 1 / sqrt(e) (Vaswani et al. 2017, arXiv 1706.03762, eq. 1).
attention.scaled_dot_product_attention = arguments.define(
  "scaled_dot_product_attention", "query: tensor, key: tensor, value: " ..
  "tensor, attn_mask: tensor?, dropout_p: share = 0, is_causal: bool = " ..
  "false, {scale: real?}",
  function(query, key, value, mask, dropout_p, is_causal, o)
  check_inputs(query, key, value)
  local scale = o.scale or 1 / math.sqrt(query:size(-1))
  local scores = (query * scale):matmul(key:transpose(-1, -2))
  local more = added(query, key, mask, is_causal)
  local weights = more and shares(scores + more) or scores:softmax(-1)
  return dropout.dropout(weights, dropout_p):matmul(value)
end)

return attention
