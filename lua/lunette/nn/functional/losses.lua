--- Losses as functions, part of lunette.nn.functional. All have the option
--- reduction: "mean" (the default), "sum" or "none". Input and target must be
--- of one size, or the target a number.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local reduction = require "lunette.nn.functional.reduction"

local losses = {}
local define = reduction.definer(losses)
local reduce, check_sizes = reduction.reduce, reduction.check_sizes

local pair = "x: tensor, target"

-- ---- distances ----

--- (x - target)^2.
---
---   local x, target = ln.tensor {1, 2}, ln.tensor {1, 4}
---   print(ln.nn.functional.mse_loss(x, target):item())   -- 2
define("mse_loss", pair, "", function(_, x, target)
  return x:squared_error(target)
end)

--- |x - target|.
define("l1_loss", pair, "", function(_, x, target)
  return (x - target):abs()
end)

--- With d = x - target: d^2 / (2 beta) where |d| < beta, else |d| - beta / 2
--- (Girshick 2015).
define("smooth_l1_loss", pair, "beta: nonnegative = 1, ",
       function(o, x, target)
  if o.beta == 0 then return (x - target):abs() end
  local loss = x:huber(target, o.beta)
  return o.beta == 1 and loss or loss / o.beta
end)

--- With d = x - target: d^2 / 2 where |d| < delta, else delta (|d| - delta / 2)
--- (Huber 1964).
define("huber_loss", pair, "delta: positive = 1, ", function(o, x, target)
  return x:huber(target, o.delta)
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
---
---   local F = ln.nn.functional
---   local loss = F.binary_cross_entropy_with_logits(ln.zeros(4), ln.ones(4))
---   print(("%.4f"):format(loss:item()))   -- 0.6931
define("binary_cross_entropy_with_logits", pair,
       "weight: tensor?, pos_weight: tensor?, ", function(o, x, target)
  local loss
  if o.pos_weight then
    local yes = (-x):softplus(1, math.huge) * o.pos_weight
    local no = x:softplus(1, math.huge)
    loss = yes:multiply_no_nan(target) + no:multiply_no_nan(1 - target)
  else
    loss = x:logistic_loss(target)
  end
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

-- ---- signs and labels ----

--- log(1 + exp(-target x)) for targets of 1 and -1.
define("soft_margin_loss", pair, "", function(_, x, target)
  return (-(x * target)):softplus(1, math.huge)
end)

--- The mean over classes, the last dimension, of -target log s(x) - (1 -
--- target) log(1 - s(x)) with s the sigmoid: each sample may have several
--- classes, target 1, or none; x: n,c or c. weight: c.
define("multilabel_soft_margin_loss", pair, "weight: tensor?, ",
       function(o, x, target)
  if x:dim() == 0 then
    raise "multilabel_soft_margin_loss: scores are a number; c is wanted"
  end
  local loss = (-x):softplus(1, math.huge):multiply_no_nan(target) +
               x:softplus(1, math.huge):multiply_no_nan(1 - target)
  return (o.weight and loss:multiply_no_nan(o.weight) or loss):mean(-1)
end)

return losses
