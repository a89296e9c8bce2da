--- Losses as functions, part of lunette.nn.functional. All have the option
--- reduction: "mean" (the default), "sum" or "none". Input and target must be
--- of one size, or the target a number.

local arguments = require "lunette.arguments"
local classes = require "lunette.nn.classes"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local losses = {}

local function reduce(x, reduction)
  if reduction == "none" then return x end
  return reduction == "sum" and x:sum() or x:mean()
end

-- Raises unless x, called `name`, has the sizes wanted, which are those of the
-- first input; a target that is a number (rank 0) goes with all.
local function check_sizes(owner, name, x, first, wanted)
  local here, there = repr.sizes(x:size()), repr.sizes(wanted)
  if here == there or name == "target" and x:dim() == 0 then return end
  raise("%s: %s is %s and %s %s; sizes must be equal", owner,
        first == "x" and "input" or first, there, name, here)
end

local REDUCTION = "reduction: none|mean|sum = mean"

-- A loss element by element: f(o, inputs...) is reduced. The inputs are of one
-- size, but a target may be a number; what is not among the first `equal` (all,
-- unless given) is left to f. `signature`: of the options, with a comma.
local function define(name, inputs, signature, f, equal)
  local text = ("%s, {%s%s}"):format(inputs, signature, REDUCTION)
  local places = arguments.parse(name, text).places
  equal = equal or #places
  losses[name] = arguments.define(name, text, function(first, ...)
    for k = 2, equal do
      check_sizes(name, places[k].name, (select(k - 1, ...)), places[1].name,
                  first:size())
    end
    local o = select(#places, ...)
    return reduce(f(o, first, ...), o.reduction)
  end)
end

local pair = "x: tensor, target"

-- ---- distances ----

--- (x - target)^2.
define("mse_loss", pair, "", function(_, x, target)
  return (x - target):square()
end)

--- |x - target|.
define("l1_loss", pair, "", function(_, x, target)
  return (x - target):abs()
end)

-- d^2 / 2 within `limit` of 0, limit (|d| - limit / 2) beyond.
local function huber(d, limit)
  local size = d:abs()
  local near = size:hardtanh(-limit, limit)
  return near * (size - near * 0.5)
end

--- With d = x - target: d^2 / (2 beta) where |d| < beta, else |d| - beta / 2
--- (Girshick 2015).
define("smooth_l1_loss", pair, "beta: nonnegative = 1, ",
       function(o, x, target)
  if o.beta == 0 then return (x - target):abs() end
  return huber(x - target, o.beta) / o.beta
end)

--- With d = x - target: d^2 / 2 where |d| < delta, else delta (|d| - delta / 2)
--- (Huber 1964).
define("huber_loss", pair, "delta: positive = 1, ", function(o, x, target)
  return huber(x - target, o.delta)
end)

-- ---- two classes ----

local SMALLEST_LOG = -100

-- log x, at least -100; where it is less its derivative is 0.
local function bounded_log(x)
  local tiny = x:le(math.exp(SMALLEST_LOG))
  return tiny:where(SMALLEST_LOG, tiny:where(1, x):log())
end

--- -target log x - (1 - target) log(1 - x) for probabilities x, each logarithm
--- at least -100. From logits, binary_cross_entropy_with_logits is exact.
define("binary_cross_entropy", pair, "weight: tensor?, ", function(o, x, target)
  if x:lt(0):add(x:gt(1)):sum():item() > 0 then
    raise("binary_cross_entropy: x has elements outside 0 to 1")
  end
  local loss = -(bounded_log(x) * target + bounded_log(1 - x) * (1 - target))
  return o.weight and loss:multiply_no_nan(o.weight) or loss
end)

--- -target log s(x) - (1 - target) log(1 - s(x)) with s the sigmoid, from the
--- logits x without overflow: target softplus(-x) + (1 - target) softplus(x).
--- pos_weight multiplies its first term.
define("binary_cross_entropy_with_logits", pair,
       "weight: tensor?, pos_weight: tensor?, ", function(o, x, target)
  local yes = (-x):softplus(1, math.huge)
  if o.pos_weight then yes = yes * o.pos_weight end
  local no = x:softplus(1, math.huge)
  local loss = yes:multiply_no_nan(target) + no:multiply_no_nan(1 - target)
  return o.weight and loss:multiply_no_nan(o.weight) or loss
end)

-- ---- distributions ----

-- t log t, 0 at 0.
local function entropy(t)
  local some = t:gt(0)
  return some:where(t * some:where(t, 1):log(), 0)
end

--- target (log target - x) for log-probabilities x, 0 where target is 0;
--- {log_target = true} takes log target. "mean" divides by the number of
--- elements; {reduction = "batchmean"}, by that of samples, is the divergence.
losses.kl_div = arguments.define("kl_div", "x: tensor, target: tensor, " ..
  "{log_target: bool = false, reduction: none|mean|sum|batchmean = mean}",
  function(x, target, o)
  check_sizes("kl_div", "target", target, "x", x:size())
  local loss
  if o.log_target then
    loss = (target - x):multiply_no_nan(target:exp())
  else
    loss = entropy(target) - x:multiply_no_nan(target)
  end
  if o.reduction == "batchmean" then
    return loss:sum() / (loss:dim() > 0 and loss:size(1) or 1)
  end
  return reduce(loss, o.reduction)
end)

-- The variance as the shape of x broadcasts against: it may lack the last
-- dimension, or have 1 there.
local function spread_var(x, var)
  if var:dim() == 0 then return var end
  local spread = var:dim() == x:dim() - 1 and var:unsqueeze(-1) or var
  local wanted, last = x:size(), x:dim()
  if spread:dim() == last and spread:size(-1) == 1 then wanted[last] = 1 end
  check_sizes("gaussian_nll_loss", "var", spread, "x", wanted)
  return spread
end

--- (log v + (x - target)^2 / v) / 2 with v = max(var, eps), whose derivative is
--- that of var; {full = true} adds log(2 pi) / 2.
define("gaussian_nll_loss", pair .. ", var: tensor",
       "full: bool = false, eps: real = 1e-6, ", function(o, x, target, var)
  if var:lt(0):sum():item() > 0 then
    raise("gaussian_nll_loss: var has elements below 0")
  end
  var = spread_var(x, var)
  var = var + (var:detach():clamp(o.eps) - var:detach())
  local loss = (var:log() + (x - target):square() / var) * 0.5
  return o.full and loss + 0.5 * math.log(2 * math.pi) or loss
end, 2)

-- Stirling's log target!, for targets above 1.
local function log_factorial(target)
  local some = target:gt(1)
  local t = some:where(target, 1)
  return some:where(t * t:log() - t + (t * (2 * math.pi)):log() * 0.5, 0)
end

--- exp(x) - target x for x the log of the rate, or with {log_input = false}
--- x - target log(x + eps); {full = true} adds log target!, by Stirling.
define("poisson_nll_loss", pair,
       "log_input: bool = true, full: bool = false, eps: real = 1e-8, ",
       function(o, x, target)
  local loss
  if o.log_input then
    loss = x:exp() - x:multiply_no_nan(target)
  else
    loss = x - (x + o.eps):log():multiply_no_nan(target)
  end
  return o.full and loss + log_factorial(target) or loss
end)

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
  return (x1 * x2):sum(-1) / (square(x1) * square(x2)):sqrt()
end

--- With c the cosine of the angle between input1 and input2 (n,k or k): 1 - c
--- where target is 1, max(0, c - margin) where it is -1. Raises on others.
define("cosine_embedding_loss", "input1: tensor, input2: tensor, target",
       "margin: real = 0, ", function(o, x1, x2, target)
  local c = cosine(x1, x2)
  check_sizes("cosine_embedding_loss", "target", target, "the cosine", c:size())
  classes.check_signs("cosine_embedding_loss", target)
  return (1 - c):multiply_no_nan(target:eq(1)) +
         (c - o.margin):relu():multiply_no_nan(target:eq(-1))
end, 2)

--- |x1 - x2 + eps|_p along the last dimension.
losses.pairwise_distance = arguments.define("pairwise_distance",
  "x1: tensor, x2: tensor, p: real = 2, eps: real = 1e-6, " ..
  "{keepdim: bool = false}", function(x1, x2, p, eps, o)
  return (x1 - x2 + eps):norm(p, -1, {keepdim = o.keepdim})
end)

--- max(0, margin + d(anchor, positive) - d(anchor, negative)) with d the
--- pairwise_distance of order p; with swap the smaller of d(anchor, negative)
--- and d(positive, negative) (Balntas et al. 2016).
define("triplet_margin_loss",
  "anchor: tensor, positive: tensor, negative: tensor",
  "margin: real = 1, p: real = 2, eps: real = 1e-6, swap: bool = false, ",
  function(o, anchor, positive, negative)
    local d = losses.pairwise_distance
    local far = d(anchor, negative, o.p, o.eps)
    if o.swap then far = far:minimum(d(positive, negative, o.p, o.eps)) end
    return (o.margin + d(anchor, positive, o.p, o.eps) - far):relu()
  end)

--- x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along a dimension.
losses.cosine_similarity = arguments.define("cosine_similarity",
  "x1: tensor, x2: tensor, dim: dim = 2, {eps: real = 1e-8}",
  function(x1, x2, dim, o)
  local sizes = (x1 * x2):size()
  local function unit(x)
    x = x:expand(sizes)
    return x / x:norm(2, dim, {keepdim = true}):maximum(o.eps)
  end
  return (unit(x1) * unit(x2)):sum(dim)
end)

--- x / max(|x|_p, eps) along a dimension.
losses.normalize = arguments.define("normalize",
  "x: tensor, p: real = 2, dim: dim = 2, {eps: real = 1e-12}",
  function(x, p, dim, o)
  return x / x:norm(p, dim, {keepdim = true}):maximum(o.eps)
end)

-- ---- classes ----

-- The input as n, c, ... with target n, ...: one sample becomes a batch of one.
local function with_batch(x, target)
  if x:dim() ~= 1 then return x, target end
  return x:unsqueeze(1), target:unsqueeze(1)
end

-- target with class 1 where it is ignore_index, and where it is not, as a mask
-- (nil for everywhere). Raises on what is no class from 1 to n.
local function read_classes(name, target, n, ignored)
  local outside = ignored < 1 or ignored > n
  if outside and not classes.strays(target, n) then return target end
  local live = target:ne(ignored)
  return classes.check(name, live:where(target, 1), n), live
end

-- The losses -log_p, at(class) giving log_p at the classes of target, and their
-- weights (nil for 1 everywhere): both 0 where target is ignore_index.
local function picked(name, n, target, o, at)
  local class, weight = read_classes(name, target, n, o.ignore_index)
  local log_p = at(class)
  if o.weight then
    local all = o.weight:index_select(1, class:flatten()):reshape(class:size())
    weight = weight and weight * all or all
  end
  return -(weight and log_p:multiply_no_nan(weight) or log_p), weight
end

local function gathered(log_p)
  return function(class)
    return log_p:gather(2, class:unsqueeze(2)):squeeze(2)
  end
end

-- The same of log_softmax(x), which is not made.
local function gathered_softmax(x)
  return function(class)
    if x:dim() > 2 then x = x:flatten(3):transpose(2, 3):flatten(1, 2) end
    return x:log_softmax_at(class:flatten()):reshape(class:size())
  end
end

local function sizes_of(x) return repr.sizes(x:size()) end

local function check_classes(name, x, target)
  if x:dim() < 2 then raise("%s: scores are a number; c is wanted", name) end
  local wanted = x:size()
  table.remove(wanted, 2)
  wanted = repr.sizes(wanted)
  if wanted ~= sizes_of(target) then
    raise("%s: classes are %s for scores of %s; %s is wanted", name,
          sizes_of(target), sizes_of(x), wanted)
  end
end

local function weighted(loss, weight, reduction)
  if reduction == "mean" and weight then return loss:sum() / weight:sum() end
  return reduce(loss, reduction)
end

local class_options = "weight: tensor?, ignore_index: int = -100, " ..
                      REDUCTION

--- -x at the class of each sample. x, logarithms of probabilities: n,c or
--- n,c,...; target: n or n,..., classes from 1. weight: c; "mean" divides by
--- the sum of the weights that were used.
losses.nll_loss = arguments.define("nll_loss",
  ("x: tensor, target: tensor, {%s}"):format(class_options),
  function(x, target, o)
  x, target = with_batch(x, target)
  check_classes("nll_loss", x, target)
  local loss, weight = picked("nll_loss", x:size(2), target, o, gathered(x))
  return weighted(loss, weight, o.reduction)
end)

-- log_p times the weights of its classes, if there are any.
local function over_classes(log_p, weight)
  if not weight then return log_p end
  if log_p:dim() > 1 then
    local shape = {1, log_p:size(2)}
    for k = 3, log_p:dim() do shape[k] = 1 end
    weight = weight:reshape(shape)
  end
  return log_p:multiply_no_nan(weight)
end

-- Against probabilities of the shape of the scores.
local function soft_cross_entropy(log_p, target, o)
  local dim = log_p:dim() == 1 and 1 or 2
  local epsilon = o.label_smoothing
  target = target * (1 - epsilon) + epsilon / log_p:size(dim)
  local loss = -over_classes(log_p:multiply_no_nan(target), o.weight):sum(dim)
  return reduce(loss, o.reduction)
end

-- Against classes, of which a share is the uniform distribution.
local function smooth_cross_entropy(x, target, o)
  local log_p, share = x:log_softmax(2), o.label_smoothing
  local n = log_p:size(2)
  local loss, weight = picked("cross_entropy", n, target, o, gathered(log_p))
  local live = target:ne(o.ignore_index)
  local smooth = -over_classes(log_p, o.weight):sum(2):multiply_no_nan(live)
  weight = weight or live
  return (1 - share) * weighted(loss, weight, o.reduction) +
         share / n * weighted(smooth, weight, o.reduction)
end

--- The cross entropy of scores (logits) x: n,c or n,c,... against classes from
--- 1 (n or n,...) or against probabilities of the shape of x. label_smoothing
--- mixes that share of the uniform distribution into the target.
losses.cross_entropy = arguments.define("cross_entropy",
  ("x: tensor, target: tensor, {%s, label_smoothing: share = 0}"):format(
    class_options), function(x, target, o)
  local name = "cross_entropy"
  if x:dim() > 0 and sizes_of(x) == sizes_of(target) then
    local log_p = x:log_softmax(x:dim() == 1 and 1 or 2)
    return soft_cross_entropy(log_p, target, o)
  end
  x, target = with_batch(x, target)
  check_classes(name, x, target)
  if o.label_smoothing > 0 then return smooth_cross_entropy(x, target, o) end
  local loss, weight = picked(name, x:size(2), target, o, gathered_softmax(x))
  return weighted(loss, weight, o.reduction)
end)

return {functions = losses}
