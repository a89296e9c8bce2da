--- What is drawn by chance: elements and channels left out, slopes, classes.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local dropout = {}
local create = engine.create

-- x with what uniform() - drawn in [0, 1), to broadcast - leaves of it.
local function drop(x, p, training, uniform)
  if not training or p == 0 then return x end
  if p == 1 then return x:multiply_no_nan(0) end
  return x:multiply_no_nan(uniform():ge(p) * (1 / (1 - p)))
end

local drop_signature = "x: tensor, p: share = 0.5, training: bool = true"

--- Each element is 0 with probability p, the others are divided by 1 - p; x
--- itself unless training.
dropout.dropout = arguments.define("dropout", drop_signature,
                                   function(x, p, training)
  return drop(x, p, training, function() return create.rand_like(x) end)
end)

-- Numbers drawn for the first `kept` dimensions of x, to broadcast.
local function rand_for(x, kept)
  local shape = {}
  for k = 1, x:dim() do shape[k] = k <= kept and x:size(k) or 1 end
  return create.rand(shape)
end

-- As dropout, for whole channels of x: n,c and `places` more dimensions. One
-- dimension less is c,l and c,d,h,w; over two places it is n,c,l, as PyTorch's.
local function drop_channels(name, places)
  return arguments.define(name, drop_signature, function(x, p, training)
    local rank = x:dim()
    if rank ~= places + 2 and rank ~= places + 1 then
      raise("%s: %d or %d dimensions are wanted, got %s", name, places + 1,
            places + 2, repr.shape(x))
    end
    local kept = (rank == places + 2 or places == 2) and 2 or 1
    return drop(x, p, training, function() return rand_for(x, kept) end)
  end)
end

--- nn.functional.dropout1d, nn.functional.dropout2d, nn.functional.dropout3d:
--- as dropout, for whole channels of x: n,c,h,w or n,c,l. dropout1d takes n,c,l
--- or c,l, dropout3d n,c,d,h,w or c,d,h,w.
for d = 1, 3 do
  local name = ("dropout%dd"):format(d)
  dropout[name] = drop_channels(name, d)
end

-- ---- for selu ----

-- selu's limit at -inf is -ALPHA.
local ALPHA = 1.7580993408473766

-- x where uniform() keeps it, else -ALPHA, scaled and moved so that mean 0 and
-- variance 1 stay.
local function alpha_drop(x, p, training, uniform)
  if not training or p == 0 then return x end
  if p == 1 then return x:multiply_no_nan(0) end
  local a = 1 / math.sqrt((ALPHA ^ 2 * p + 1) * (1 - p))
  local keep = uniform():ge(p)
  return x:multiply_no_nan(keep * a) + (keep - (1 - p)) * (ALPHA * a)
end

local alpha_signature = "x: tensor, p: share = 0.5, training: bool = false"

--- Each element is -1.7581, selu's limit, with probability p; a (x + 1.7581 p)
--- and a (-1.7581 + 1.7581 p) with a = ((1 - p) (1 + 1.7581^2 p))^(-1/2) keep
--- mean 0 and variance 1 (Klambauer et al. 2017, arXiv 1706.02515); x itself
--- unless training.
dropout.alpha_dropout = arguments.define("alpha_dropout", alpha_signature,
                                         function(x, p, training)
  return alpha_drop(x, p, training, function() return create.rand_like(x) end)
end)

--- As alpha_dropout, for whole channels of x: n,c,....
dropout.feature_alpha_dropout = arguments.define("feature_alpha_dropout",
  alpha_signature, function(x, p, training)
  if x:dim() < 2 then
    raise("feature_alpha_dropout: n, c, ... is wanted, got %s",
          repr.shape(x))
  end
  return alpha_drop(x, p, training, function() return rand_for(x, 2) end)
end)

-- ---- slopes and classes ----

--- x above 0, a x below, with a drawn from U(lower, upper) for each element in
--- training, their mean otherwise (Xu et al. 2015, arXiv 1505.00853).
dropout.rrelu = arguments.define("rrelu", "x: tensor, lower: real = 1/8, " ..
  "upper: real = 1/3, training: bool = false, {generator: generator?}",
  function(x, lower, upper, training, o)
  if lower > upper then
    raise("rrelu: lower is %g, upper %g", lower, upper)
  end
  if not training then return x:leaky_relu((lower + upper) / 2) end
  local share = create.rand_like(x, {generator = o.generator})
  return x:gt(0):where(x, x * (share * (upper - lower) + lower))
end)

-- 1 at the largest along dim, 0 elsewhere.
local function one_at_largest(y, dim)
  local largest = y:argmax(dim, {keepdim = true})
  return (y * 0):scatter(dim, largest, create.ones(largest:size()))
end

--- softmax((logits + g) / tau) along dim, with g = -log(-log u) drawn anew, u
--- uniform: a sample of the classes that can be differentiated (Jang et al.
--- 2017, arXiv 1611.01144). hard: one-hot, with the derivative of the former.
---
---   local F = ln.nn.functional
---   local draw = F.gumbel_softmax(ln.zeros(3, 4), 0.5, true)
---   print(draw:sum(2):round())   -- {1, 1, 1}
dropout.gumbel_softmax = arguments.define("gumbel_softmax",
  "logits: tensor, tau: positive = 1, hard: bool = false, dim: dim = -1, " ..
  "{generator: generator?}", function(logits, tau, hard, dim, o)
  local u = create.rand_like(logits, {generator = o.generator})
  local soft = ((logits - (-u:log()):log()) / tau):softmax(dim)
  if not hard then return soft end
  return one_at_largest(soft:detach(), dim) + (soft - soft:detach())
end)

return dropout
