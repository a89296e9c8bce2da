--- Statistics: quantiles, covariances, counts and distances, made of ops.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local create, functions = engine.create, engine.functions
local define = arguments.define
local statistics = {}

--- The mean over dim, or over everything, of what is not NaN; NaN where there
--- is nothing else.
statistics.nanmean = define("nanmean",
  "x: tensor, dim: dims?, {keepdim: bool = false}", function(x, dim, o)
    return x:nansum(dim, o) / x:isnan():logical_not():sum(dim, o)
  end)

-- ---- quantiles ----

-- How far from an element each kind of interpolation goes to the one above it.
local share = {
  linear = function(rank) return rank, rank - rank:floor() end,
  lower = function(rank) return rank:floor(), 0 end,
  higher = function(rank) return rank:ceil(), 0 end,
  nearest = function(rank) return rank:round(), 0 end,
  midpoint = function(rank) return rank, 0.5 end,
}

-- The elements at ranks, from 0, of ordered lines along the last dimension.
local function at_rank(ordered, rank, interpolation)
  local place, weight = share[interpolation](rank)
  local low = ordered:gather(-1, place:floor() + 1)
  if weight == 0 then return low end
  return low:lerp(ordered:gather(-1, place:ceil() + 1), weight)
end

-- Of lines along the last dimension, the last rank that counts; NaN counts
-- only without `ignore`, and then it is all that does.
local function last_rank(line, ignore)
  local n = line:size(-1)
  local broken = line:isnan()
  if ignore then
    return (n - 1 - broken:sum(-1, {keepdim = true})):clamp(0), nil
  end
  return n - 1, broken:any(-1, {keepdim = true})
end

local function ranks_of(line, q, ignore)
  local last, broken = last_rank(line, ignore)
  local sizes = line:size()
  sizes[#sizes] = q:numel()
  local rank = (q:reshape(-1) * last):expand(sizes)
  return broken and broken:where(last, rank) or rank
end

local function check_q(owner, q)
  if q:dim() > 1 then
    raise("%s: q is %s, a number or a list of them is wanted", owner,
          repr.shape(q))
  end
  if q:ge(0):logical_and(q:le(1)):all():item() == 0 then
    raise("%s: q lies from %.9g to %.9g, 0 to 1 is wanted", owner,
          q:amin():item(), q:amax():item())
  end
end

-- The sizes of x with `dim` (all of them without) of size 1.
local function reduced(x, dim)
  local sizes = x:size()
  for k = 1, #sizes do
    if not dim or k == dim then sizes[k] = 1 end
  end
  return sizes
end

local function quantile(owner, ignore)
  return function(x, q, dim, keepdim, o)
    check_q(owner, q)
    if dim then dim = dimension(owner, x, dim) end
    local line = dim and x:dim() > 0 and x:movedim(dim, -1) or x:reshape(-1)
    if line:size(-1) == 0 then
      raise("%s: no elements to choose from: %s", owner, repr.shape(x))
    end
    local rank = ranks_of(line, q, ignore)
    local y = at_rank((line:sort(-1)), rank, o.interpolation):movedim(-1, 1)
    local sizes = keepdim and reduced(x, dim) or line:select(-1, 1):size()
    if q:dim() == 1 then table.insert(sizes, 1, q:numel()) end
    return y:reshape(sizes)
  end
end

local QUANTILE = "x: tensor, q, dim: dim?, keepdim: bool = false, " ..
  "{interpolation: linear|lower|higher|midpoint|nearest = linear}"

--- The q-quantile along dim, or of all elements: what stands at place
--- q (n - 1), from 0, of those in order, between two of them as interpolation
--- says. q is a number from 0 to 1, or a tensor of them, whose results lie
--- along a new first dimension. NaN where there is one.
---
---   print(ln.quantile(ln.tensor {1, 2, 3, 4, 5}, 0.25):item())   -- 2
statistics.quantile = define("quantile", QUANTILE, quantile("quantile", false))

--- As quantile, of what is not NaN; NaN where nothing else is.
statistics.nanquantile = define("nanquantile", QUANTILE,
                                quantile("nanquantile", true))

-- ---- covariances ----

local function check_weights(name, w, n)
  if not w then return end
  if w:dim() ~= 1 or w:numel() ~= n then
    raise("cov: %s is %s for %d observations", name, repr.shape(w), n)
  end
  if w:lt(0):any():item() == 1 then
    raise("cov: %s has elements below 0", name)
  end
end

-- What the sum of products is divided by.
local function observations(n, w, o)
  if not w then return n - o.correction end
  local total = w:sum()
  if not o.aweights or o.correction == 0 then return total - o.correction end
  return total - (w * o.aweights):sum() * o.correction / total
end

local COV = "x: tensor, {correction: int = 1, fweights: tensor?, " ..
  "aweights: tensor?}"

--- The covariances of the variables in the rows of x, whose columns are
--- observations; of one row given as a list its variance. fweights says how
--- often each observation counts, aweights how much. x: v,n; y: v,v.
statistics.cov = define("cov", COV, function(x, o)
  if x:dim() > 2 then
    raise("cov: rows of observations are wanted, this is %s", repr.shape(x))
  end
  local rows = x:dim() == 2 and x or x:reshape(1, -1)
  local n = rows:size(2)
  check_weights("fweights", o.fweights, n)
  check_weights("aweights", o.aweights, n)
  local w = o.fweights or o.aweights
  if o.fweights and o.aweights then w = o.fweights * o.aweights end
  local mean = w and (rows * w):sum(2, {keepdim = true}) / w:sum() or
               rows:mean(2, {keepdim = true})
  local apart = rows - mean
  local y = (w and apart * w or apart):matmul(apart:t())
  y = y / functions.clamp(observations(n, w, o), 0)
  return x:dim() == 2 and y or y:reshape {}
end)

--- The correlation coefficients of the variables in the rows of x, between -1
--- and 1. x: v,n; y: v,v.
statistics.corrcoef = define("corrcoef", "x: tensor", function(x)
  local c = statistics.cov(x)
  if c:dim() == 0 then return c / c end
  local deviation = c:diagonal():sqrt()
  return (c / deviation:unsqueeze(2) / deviation:unsqueeze(1)):clamp(-1, 1)
end)

-- ---- counts ----

-- The limits of a histogram: those given, or where they are equal the least and
-- the largest element, and one number has room on both sides.
local function limits(x, min, max)
  if min == max and x:numel() > 0 then
    min, max = x:amin():item(), x:amax():item()
  end
  if min == max then min, max = min - 1, max + 1 end
  if not (max - min > 0 and max - min < math.huge) then
    raise("histc: from %.9g to %.9g are no bins", min, max)
  end
  return min, max
end

--- How many elements lie in each of `bins` equal parts of min .. max; with min
--- equal to max those of the least and the largest element. What lies outside
--- is not counted. No derivative. y: bins.
statistics.histc = define("histc",
  "x: tensor, bins: count = 100, min: real = 0, max: real = 0",
  function(x, bins, min, max)
    x = x:detach():reshape(-1)
    min, max = limits(x, min, max)
    x = x:masked_select(x:ge(min):logical_and(x:le(max)))
    local bin = ((x - min) / (max - min) * bins):floor():clamp(0, bins - 1)
    return create.zeros(bins):scatter_add(1, bin + 1, create.ones_like(x))
  end)

-- ---- distances ----

--- The norm of x - other, (sum |x - other|^p)^(1/p).
statistics.dist = define("dist", "x, other, p: real = 2",
  function(x, other, p) return (x - other):norm(p) end)

--- x, with the parts that lie along dim (its rows, for 1) scaled down to the
--- p-norm maxnorm where theirs is above it.
statistics.renorm = define("renorm",
  "x: tensor, p: positive, dim: dim, maxnorm: nonnegative",
  function(x, p, dim, maxnorm)
    if x:dim() < 2 then
      raise("renorm: at least two dimensions are wanted, this is %s",
            repr.shape(x))
    end
    dim = dimension("renorm", x, dim)
    local others = {}
    for k = 1, x:dim() do
      if k ~= dim then others[#others + 1] = k end
    end
    local size = x:norm(p, others, {keepdim = true})
    return x * size:le(maxnorm):where(1, maxnorm / (size + 1e-7))
  end)

return statistics
