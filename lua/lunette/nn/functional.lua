--- Functions of tensors: every op, and what is composed of several.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local scope = require "lunette.scope"
local tree = require "lunette.nn.tree"

local functional = {}

-- ---- layers ----

local function replaced(entries, params)
  local values = {}
  for k, entry in ipairs(entries) do
    local value = params[k] or params[entry.path]
    if value then
      local here = options.sizes_text(entry.value:size())
      local there = options.sizes_text(value:size())
      if here ~= there then
        raise("functional_call: %s is %s here and %s given", entry.path, here,
              there)
      end
    end
    values[k] = value or entry.value
  end
  return values
end

--- model(...) with other tensors in place of its parameters, which stay as
--- they are: a list of them in the order of model:parameters(), or some by path
--- ("1.weight"). What is computed depends on the tensors given, so that it can
--- be differentiated through the steps that made them (optim.functional). A
--- parameter that two layers share is replaced in the first.
function functional.functional_call(model, params, ...)
  options.check("functional_call", "params", params, "table")
  local entries = tree.of_kind(model, "parameter")
  local values = replaced(entries, params)
  local function put(list)
    for k, entry in ipairs(entries) do entry.owner[entry.key] = list[k] end
  end
  local own = {}
  for k, entry in ipairs(entries) do own[k] = entry.value end
  local _ <close> = scope.open(function() put(values) end,
                               function() put(own) end)
  return model(...)
end

local read_dropout = options.reader("dropout", "training: bool = true")

-- x with what uniform() - drawn in [0, 1), to broadcast - leaves of it.
local function drop(x, p, given, uniform)
  p = options.check("dropout", "p", p == nil and 0.5 or p, "share")
  local o = read_dropout(given)
  if not o.training or p == 0 then return x end
  if p == 1 then return x * 0 end
  return x * (uniform():ge(p) * (1 / (1 - p)))
end

--- Each element is 0 with probability p, the others are divided by 1 - p; x
--- itself with {training = false}.
function functional.dropout(x, p, given)
  return drop(x, p, given, function() return engine.create.rand_like(x) end)
end

--- As dropout, for whole channels of x: n,c,...
function functional.channel_dropout(x, p, given)
  return drop(x, p, given, function()
    local shape = {x:size(1), x:size(2)}
    for k = 3, x:dim() do shape[k] = 1 end
    return engine.create.rand(shape)
  end)
end

-- ---- losses ----

local function check(owner, ...)
  for k = 1, select("#", ...) do
    options.check(owner, "argument " .. k, (select(k, ...)), "tensor")
  end
end

local function reduce(x, reduction)
  if reduction == "none" then return x end
  return reduction == "sum" and x:sum() or x:mean()
end

local read_mse = options.reader("mse_loss", "reduction: none|mean|sum = mean")

--- (x - target)^2, its mean by default.
function functional.mse_loss(x, target, given)
  check("mse_loss", x)
  return reduce((x - target):square(), read_mse(given).reduction)
end

local read_l1 = options.reader("l1_loss", "reduction: none|mean|sum = mean")

--- |x - target|, its mean by default.
function functional.l1_loss(x, target, given)
  check("l1_loss", x)
  return reduce((x - target):abs(), read_l1(given).reduction)
end

local read_bce = options.reader("binary_cross_entropy_with_logits",
  "reduction: none|mean|sum = mean, weight: tensor?, pos_weight: tensor?")

--- -target log s(x) - (1 - target) log(1 - s(x)) with s the sigmoid, from the
--- logits x without overflow: target softplus(-x) + (1 - target) softplus(x).
--- target: a number or a tensor; pos_weight multiplies its first term.
function functional.binary_cross_entropy_with_logits(x, target, given)
  local o = read_bce(given)
  check("binary_cross_entropy_with_logits", x)
  local yes = (-x):softplus(1, math.huge)
  if o.pos_weight then yes = yes * o.pos_weight end
  local loss = target * yes + (1 - target) * x:softplus(1, math.huge)
  if o.weight then loss = loss * o.weight end
  return reduce(loss, o.reduction)
end

-- ---- classes ----

-- The input as n, c, ... with target n, ...: one sample becomes a batch of one.
local function with_batch(x, target)
  if x:dim() ~= 1 then return x, target end
  return x:unsqueeze(1), target:unsqueeze(1)
end

-- Elements of log_p at the classes of target, negated and weighted, and those
-- weights; both 0 where target is ignore_index.
local function picked(log_p, target, o)
  local live = target:ne(o.ignore_index)
  local class = live:where(target, 1)
  local weight = live
  if o.weight then
    local all = o.weight:index_select(1, class:flatten())
    weight = live * all:reshape(class:size())
  end
  local loss = log_p:gather(2, class:unsqueeze(2)):squeeze(2)
  return -(loss * weight), weight
end

local function sizes(x) return options.sizes_text(x:size()) end

local function check_classes(name, x, target)
  local wanted = x:size()
  table.remove(wanted, 2)
  wanted = options.sizes_text(wanted)
  if wanted ~= sizes(target) then
    raise("%s: classes are %s for scores of %s; %s is wanted", name,
          sizes(target), sizes(x), wanted)
  end
end

local function weighted(loss, weight, reduction)
  if reduction == "mean" then return loss:sum() / weight:sum() end
  return reduce(loss, reduction)
end

local class_options = "weight: tensor?, ignore_index: int = -100, " ..
                      "reduction: none|mean|sum = mean"

local read_nll = options.reader("nll_loss", class_options)

--- -log_p at the class of each sample. log_p: n,c or n,c,...; target: n or
--- n,..., classes from 1. weight: c; "mean" divides by the sum of the weights
--- that were used.
function functional.nll_loss(log_p, target, given)
  local o = read_nll(given)
  check("nll_loss", log_p, target)
  log_p, target = with_batch(log_p, target)
  check_classes("nll_loss", log_p, target)
  local loss, weight = picked(log_p, target, o)
  return weighted(loss, weight, o.reduction)
end

-- The weights of the classes, to broadcast against the scores x.
local function over_classes(weight, x)
  if not weight then return 1 end
  if x:dim() == 1 then return weight end
  local shape = {1, x:size(2)}
  for k = 3, x:dim() do shape[k] = 1 end
  return weight:reshape(shape)
end

-- Against probabilities of the shape of the scores.
local function soft_cross_entropy(log_p, target, o)
  local dim = log_p:dim() == 1 and 1 or 2
  local classes = log_p:size(dim)
  local epsilon = o.label_smoothing
  target = target * (1 - epsilon) + epsilon / classes
  local loss = -(log_p * target * over_classes(o.weight, log_p)):sum(dim)
  return reduce(loss, o.reduction)
end

local read_cross = options.reader("cross_entropy", class_options ..
                                  ", label_smoothing: share = 0")

--- The cross entropy of scores (logits) x: n,c or n,c,... against classes from
--- 1 (n or n,...) or against probabilities of the shape of x. label_smoothing
--- mixes that share of the uniform distribution into the target.
function functional.cross_entropy(x, target, given)
  local o = read_cross(given)
  check("cross_entropy", x, target)
  local log_p = x:log_softmax(x:dim() == 1 and 1 or 2)
  if sizes(x) == sizes(target) then
    return soft_cross_entropy(log_p, target, o)
  end
  log_p, target = with_batch(log_p, target)
  check_classes("cross_entropy", log_p, target)
  local loss, weight = picked(log_p, target, o)
  local hard = weighted(loss, weight, o.reduction)
  if o.label_smoothing == 0 then return hard end
  local live = target:ne(o.ignore_index)
  local smooth = -(log_p * over_classes(o.weight, log_p)):sum(2) * live
  local share = o.label_smoothing
  return (1 - share) * hard +
         share / log_p:size(2) * weighted(smooth, weight, o.reduction)
end

return setmetatable(functional, {__index = engine.functions})
