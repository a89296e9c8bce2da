--- Losses with a margin: of embeddings, and of the scores of classes.

local arguments = require "lunette.arguments"
local classes = require "lunette.nn.classes"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local reduction = require "lunette.nn.functional.reduction"
local repr = require "lunette.repr"
local similarity = require "lunette.nn.functional.similarity"

local margins = {}
local define, reduce = reduction.definer(margins), reduction.reduce

local pair = "x: tensor, target"

-- ---- embeddings ----

--- x where target is 1, max(0, margin - x) where it is -1. Raises on others.
define("hinge_embedding_loss", pair, "margin: real = 1, ",
       function(o, x, target)
  classes.check_signs("hinge_embedding_loss", target)
  local near = x:multiply_no_nan(target:ne(-1))
  return near + (o.margin - x):relu():multiply_no_nan(target:ne(1))
end)

--- max(0, margin - target (input1 - input2)), target 1 when input1 should be
--- the larger, -1 when input2. Raises on others.
define("margin_ranking_loss", "input1: tensor, input2: tensor, target",
       "margin: real = 0, ", function(o, x1, x2, target)
  classes.check_signs("margin_ranking_loss", target)
  return (o.margin - (x1 - x2) * target):relu()
end)

-- Along the last dimension.
local function cosine(x1, x2)
  local function square(x) return x:square():sum(-1) + 1e-12 end
  return (x1 * x2):sum(-1) / square(x1):sqrt() / square(x2):sqrt()
end

--- With c the cosine of the angle between input1 and input2 (n,k or k): 1 - c
--- where target is 1, max(0, c - margin) where it is -1. Raises on others.
define("cosine_embedding_loss", "input1: tensor, input2: tensor, target",
       "margin: real = 0, ", function(o, x1, x2, target)
  local c = cosine(x1, x2)
  reduction.check_sizes("cosine_embedding_loss", "target", target,
                        "the cosine", c:size())
  classes.check_signs("cosine_embedding_loss", target)
  return (1 - c):multiply_no_nan(target:eq(1)) +
         (c - o.margin):relu():multiply_no_nan(target:eq(-1))
end, 2)

-- max(0, margin + d(anchor, positive) - d(anchor, negative)).
local function triplet(o, d, anchor, positive, negative)
  local near, far = d(anchor, positive), d(anchor, negative)
  if o.swap then far = far:minimum(d(positive, negative)) end
  return (o.margin + near - far):relu()
end

--- max(0, margin + d(anchor, positive) - d(anchor, negative)) with d the
--- pairwise_distance of order p; with swap the smaller of d(anchor, negative)
--- and d(positive, negative) (Balntas et al. 2016).
define("triplet_margin_loss",
  "anchor: tensor, positive: tensor, negative: tensor",
  "margin: real = 1, p: real = 2, eps: real = 1e-6, swap: bool = false, ",
  function(o, anchor, positive, negative)
    return triplet(o, function(a, b)
      return similarity.pairwise_distance(a, b, o.p, o.eps)
    end, anchor, positive, negative)
  end)

--- As triplet_margin_loss, with distance_function(a, b) for d, which gives a
--- tensor: one number for each sample. pairwise_distance, unless given.
define("triplet_margin_with_distance_loss",
  "anchor: tensor, positive: tensor, negative: tensor",
  "distance_function: callable?, margin: real = 1, swap: bool = false, ",
  function(o, ...)
    local d = o.distance_function or similarity.pairwise_distance
    return triplet(o, function(a, b)
      return arguments.check("triplet_margin_with_distance_loss",
                             "what distance_function gives", d(a, b), "tensor")
    end, ...)
  end)

-- ---- scores of classes ----

-- The scores as n,c with target n: one sample becomes a batch of one, and what
-- makes of its loss a number.
local function with_batch(name, x, target, rank)
  if x:dim() ~= 1 and x:dim() ~= 2 or target:dim() ~= x:dim() - 1 + rank then
    raise("%s: x n, c or c and its target are wanted, got %s and %s", name,
          repr.shape(x), repr.shape(target))
  end
  if x:dim() == 2 then return x, target, function(loss) return loss end end
  return x:unsqueeze(1), target:unsqueeze(1), function(loss)
    return loss:squeeze(1)
  end
end

--- The sum over the other classes k of weight_t max(0, margin - x_t + x_k)^p /
--- c, with t the target, a class from 1; x: n,c or c, target: n or a number,
--- weight: c.
margins.multi_margin_loss = arguments.define("multi_margin_loss",
  "x: tensor, target, {p: int = 1, margin: real = 1, weight: tensor?, " ..
  reduction.OPTION .. "}", function(scores, classes_of, o)
  if o.p ~= 1 and o.p ~= 2 then
    raise("multi_margin_loss: p is %d, 1 or 2 is wanted", o.p)
  end
  local x, target, shaped = with_batch("multi_margin_loss", scores, classes_of,
                                       0)
  local c = x:size(2)
  target = classes.check("multi_margin_loss", target, c)
  local own = x:gather(2, target:unsqueeze(2))
  local above = (o.margin - own + x):relu()
  if o.p == 2 then above = above:square() end
  local others = 1 - engine.functions.one_hot(target, c)
  local loss = (above * others):sum(2) / c
  if o.weight then loss = loss * o.weight:index_select(1, target) end
  return reduce(shaped(loss), o.reduction)
end)

--- The sum over the target's classes t and all other classes k of max(0, 1 -
--- x_t + x_k) / c. target, of the sizes of x: n,c or c, lists each sample's
--- classes, from 1, up to the first that is below 1.
margins.multilabel_margin_loss = arguments.define("multilabel_margin_loss",
  "x: tensor, target: tensor, {" .. reduction.OPTION .. "}",
  function(scores, listed, o)
  local name = "multilabel_margin_loss"
  reduction.check_sizes(name, "target", listed, "x", scores:size())
  local x, target, shaped = with_batch(name, scores, listed, 1)
  local c = x:size(2)
  local some = target:ge(1):cumprod(2)
  classes.check(name, some:where(target, 1), c)
  local loss = x:multilabel_margin(some:where(target, 0))
  return reduce(shaped(loss / c), o.reduction)
end)

return margins
