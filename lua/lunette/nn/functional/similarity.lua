--- How far apart vectors are, and what is made of two of them.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local similarity = {}

--- |x1 - x2 + eps|_p along the last dimension.
similarity.pairwise_distance = arguments.define("pairwise_distance",
  "x1: tensor, x2: tensor, p: real = 2, eps: real = 1e-6, " ..
  "{keepdim: bool = false}", function(x1, x2, p, eps, o)
  return (x1 - x2 + eps):norm(p, -1, {keepdim = o.keepdim})
end)

--- x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along a dimension.
similarity.cosine_similarity = arguments.define("cosine_similarity",
  "x1: tensor, x2: tensor, dim: dim = 2, {eps: real = 1e-8}",
  function(x1, x2, dim, o)
  local products = x1 * x2
  local function size_of(x)
    return x:expand(products:size()):norm(2, dim):maximum(o.eps)
  end
  return products:sum(dim) / size_of(x1) / size_of(x2)
end)

--- x / max(|x|_p, eps) along a dimension.
---
---   local F = ln.nn.functional
---   print(F.normalize(ln.tensor {{3, 4}}))   -- {{0.6000, 0.8000}}
similarity.normalize = arguments.define("normalize",
  "x: tensor, p: real = 2, dim: dim = 2, {eps: real = 1e-12}",
  function(x, p, dim, o)
  return x / x:norm(p, dim, {keepdim = true}):maximum(o.eps)
end)

--- y_k = input1^T W_k input2 + bias_k; input1: ..., in1, input2: ..., in2, y:
--- ..., out; weight: out x in1 x in2, bias: out.
similarity.bilinear = arguments.define("bilinear",
  "input1: tensor, input2: tensor, weight: tensor, bias: tensor?",
  function(a, b, weight, bias)
  local fits = weight:dim() == 3 and a:dim() > 0 and b:dim() > 0 and
               a:size(-1) == weight:size(2) and b:size(-1) == weight:size(3)
  if not fits then
    raise("bilinear: weight out, in1, in2 is wanted for inputs of ..., in1 " ..
          "and ..., in2; got %s for %s and %s", repr.shape(weight),
          repr.shape(a), repr.shape(b))
  end
  local pairs_of = (a:unsqueeze(-1) * b:unsqueeze(-2)):flatten(-2)
  return engine.functions.linear(pairs_of, weight:flatten(2), bias)
end)

return similarity
