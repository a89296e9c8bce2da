--- Losses of the scores of classes, which count from 1.

local arguments = require "lunette.arguments"
local classes = require "lunette.nn.classes"
local raise = require "lunette.errors".raise
local reduction = require "lunette.nn.functional.reduction"
local repr = require "lunette.repr"

local scores = {}
local reduce = reduction.reduce

-- Is there one class for each place of x: n,c,... or c?
local function fits(x, target)
  if target:dim() ~= x:dim() - 1 then return false end
  for k = 1, target:dim() do
    if target:size(k) ~= x:size(k == 1 and 1 or k + 1) then return false end
  end
  return true
end

local function check_classes(name, x, target)
  if fits(x, target) then return end
  if x:dim() < 1 then raise("%s: scores are a number; c is wanted", name) end
  local wanted = x:size()
  table.remove(wanted, x:dim() == 1 and 1 or 2)
  raise("%s: classes are %s for scores of %s; %s is wanted", name,
        repr.shape(target), repr.shape(x), repr.sizes(wanted))
end

-- f(x, target) for n, c, ... and n, ...: one sample becomes a batch of one,
-- whose loss is a number. Raises where there is not one class for each place.
local function with_batch(name, x, target, f)
  check_classes(name, x, target)
  if x:dim() ~= 1 then return f(x, target) end
  local loss = f(x:unsqueeze(1), target:unsqueeze(1))
  return loss:dim() == 1 and loss:squeeze(1) or loss
end

-- target with class 1 where it is ignore_index, and where it is not, as a mask.
-- Raises on what is no class from 1 to n.
local function read_classes(name, target, n, ignored)
  local live = target:ne(ignored)
  return classes.check(name, live:where(target, 1), n), live
end

-- The losses -log_p, x[pick](x, class) giving log_p at the classes of target,
-- and their weights (nil for 1 everywhere): both 0 where target is
-- ignore_index. What picks refuses a target in which any is ignored.
local function picked(name, x, pick, target, o)
  local n, class, weight = x:size(2), target, nil
  local ok, log_p = pcall(x[pick], x, class)
  if not ok or o.ignore_index >= 1 and o.ignore_index <= n then
    class, weight = read_classes(name, target, n, o.ignore_index)
    log_p = x[pick](x, class)
  end
  if o.weight then
    local all = o.weight:index_select(1, class:flatten()):reshape(class:size())
    weight = weight and weight * all or all
  end
  return -(weight and log_p:multiply_no_nan(weight) or log_p), weight
end

local function weighted(loss, weight, how)
  if how == "mean" and weight then return loss:sum() / weight:sum() end
  return reduce(loss, how)
end

local class_options = "weight: tensor?, ignore_index: int = -100, " ..
                      reduction.OPTION

--- -x at the class of each sample. x, logarithms of probabilities: n,c or
--- n,c,...; target: n or n,..., classes from 1. weight: c; "mean" divides by
--- the sum of the weights that were used.
scores.nll_loss = arguments.define("nll_loss",
  ("x: tensor, target, {%s}"):format(class_options),
  function(scores_of, classes_of, o)
  return with_batch("nll_loss", scores_of, classes_of, function(x, target)
    local loss, weight = picked("nll_loss", x, "pick_classes", target, o)
    return weighted(loss, weight, o.reduction)
  end)
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
  local loss, weight = picked("cross_entropy", log_p, "pick_classes", target,
                              o)
  local live = target:ne(o.ignore_index)
  local smooth = -over_classes(log_p, o.weight):sum(2):multiply_no_nan(live)
  weight = weight or live
  return (1 - share) * weighted(loss, weight, o.reduction) +
         share / n * weighted(smooth, weight, o.reduction)
end

local function hard_cross_entropy(x, target, o)
  if o.label_smoothing > 0 then return smooth_cross_entropy(x, target, o) end
  local loss, weight = picked("cross_entropy", x, "log_softmax_at", target, o)
  return weighted(loss, weight, o.reduction)
end

--- The cross entropy of scores (logits) x: n,c or n,c,... against classes from
--- 1 (n or n,...) or against probabilities of the shape of x. label_smoothing
--- mixes that share of the uniform distribution into the target.
---
---   local scores = ln.tensor {{0, 0}, {0, 0}}   -- 2 samples, 2 classes
---   local loss = ln.nn.functional.cross_entropy(scores, ln.tensor {1, 2})
---   print(("%.4f"):format(loss:item()))   -- 0.6931
scores.cross_entropy = arguments.define("cross_entropy",
  ("x: tensor, target, {%s, label_smoothing: share = 0}"):format(class_options),
  function(x, target, o)
  if x:dim() > 0 and x:dim() == target:dim() and
     repr.shape(x) == repr.shape(target) then
    local log_p = x:log_softmax(x:dim() == 1 and 1 or 2)
    return soft_cross_entropy(log_p, target, o)
  end
  return with_batch("cross_entropy", x, target, function(all, classes_of)
    return hard_cross_entropy(all, classes_of, o)
  end)
end)

return scores
