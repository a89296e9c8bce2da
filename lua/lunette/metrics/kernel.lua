--- The kernel distance of two sets of features.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local pairs_of = require "lunette.metrics.pairs"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local summary = require "lunette.metrics.summary"

local kernel = {}

local function polynomial(products, o, d)
  return (products * (o.gamma or 1 / d) + o.coef0) ^ o.degree
end

local function sum_of(k)
  local sum = 0
  for _, v in ipairs(k:sum(-1):view(-1):totable()) do sum = sum + v end
  return sum
end

-- The sum of k(a_i, b_j) over all pairs, or with `own` (b is a) over i /= j.
local function total(a, b, o, own)
  local sum, d = 0, a:size(2)
  for x, y in pairs_of.parts(a, b) do
    sum = sum + sum_of(polynomial(x:matmul(y:t()), o, d))
  end
  if own then sum = sum - sum_of(polynomial(a:square():sum(2), o, d)) end
  return sum
end

-- The unbiased estimate of the squared maximum mean discrepancy.
local function discrepancy(x, y, o)
  local n, m = x:size(1), y:size(1)
  return total(x, x, o, true) / (n * (n - 1)) +
    total(y, y, o, true) / (m * (m - 1)) - 2 * total(x, y, o) / (n * m)
end

-- `size` different rows, in no order.
local function some(x, size, generator)
  local order = engine.create.randperm(x:size(1), {generator = generator})
  return x:index_select(1, order:narrow(1, 1, size))
end

--- The kernel inception distance of features n,d and m,d (Binkowski et al.
--- 2018, arXiv 1801.01401): the unbiased estimate of MMD^2 (Gretton et al.
--- 2012, lemma 6) with k(x, y) = (gamma x.y + coef0)^degree, over as many pairs
--- of random subsets. Gives their mean and their standard deviation (divided by
--- subsets). Being unbiased, it falls below 0 as often as above when the sets
--- are alike. gamma is 1 / d unless given, subset_size 1000, or the size of a
--- set that has less; subsets that are whole sets are all the same.
---
---   local real, near, far = ln.randn(200, 2), ln.randn(200, 2),
---                           ln.randn(200, 2) + 3
---   print(ln.metrics.kid(real, near) < ln.metrics.kid(real, far))   -- true
--- @return number
--- @return number
kernel.kid = arguments.define("kid", "real: tensor, fake: tensor, " ..
  "{subsets: count = 100, subset_size: count?, degree: count = 3, " ..
  "gamma: real?, coef0: real = 1, generator: generator?}",
  function(real, fake, o)
  local _ <close> = recording.no_grad()
  real, fake = checks.pair("kid", real, fake, 2)
  local most = math.min(real:size(1), fake:size(1))
  local size = o.subset_size or math.min(1000, most)
  if size > most or size < 2 then
    raise("kid: subset_size is %d; there are %d real and %d fake samples", size,
          real:size(1), fake:size(1))
  end
  local values = {}
  for k = 1, o.subsets do
    values[k] = discrepancy(some(real, size, o.generator),
                            some(fake, size, o.generator), o)
  end
  return summary.mean_std(values)
end)

return kernel
