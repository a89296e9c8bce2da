--- The mean and the covariance of features: of any number, and in files.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local npy = require "lunette.npy"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local statistics = {}

-- ---- sums ----

-- Adds x to sum.high + sum.low, of which low is what rounding takes from high
-- (Knuth 1997, section 4.2.2, theorem B).
local function add(sum, x)
  local high = sum.high + x
  local part = high - sum.high
  sum.low:add_((sum.high - (high - part)) + (x - part))
  sum.high = high
end

local function zero(...)
  return {high = engine.create.zeros(...), low = engine.create.zeros(...)}
end

--- The mean and the covariance of the rows that next_block gives, block by
--- block, and how many there are; nil where there are none. Sums are of
--- differences to `centre`, near the mean: the first block's, unless given.
function statistics.of(next_block, centre)
  local n, sums, products = 0, nil, nil
  for x in next_block do
    if n == 0 then
      centre = centre or x:mean(1)
      sums, products = zero(x:size(2)), zero(x:size(2), x:size(2))
    end
    x, n = x - centre, n + x:size(1)
    add(sums, x:sum(1))
    add(products, x:t():matmul(x))
  end
  if n == 0 then return nil, 0 end
  local off = (sums.high + sums.low) / n -- the mean from the centre
  add(products, off:outer(off) * -n)
  local covariance = (products.high + products.low) / (n - 1)
  return {mean = centre + off, covariance = covariance}, n
end

-- ---- rows ----

local ROWS = 256 -- of a block: the longest sums that are rounded as they go

--- The same of a tensor n,d.
function statistics.of_rows(x)
  local first = 1 - ROWS
  local function next_block()
    first = first + ROWS
    if first > x:size(1) then return nil end
    return x:narrow(1, first, math.min(ROWS, x:size(1) - first + 1))
  end
  return (statistics.of(next_block, x:mean(1)))
end

local function check_part(x, d)
  x = checks.rows("statistics", "what features gives", x, 1)
  if d and x:size(2) ~= d then
    raise("statistics: features gives rows of %d elements, and %d before",
          x:size(2), d)
  end
  return x
end

-- Parts that a function gives, joined to blocks of ROWS rows or some more.
local function joined(give)
  local d
  return function()
    local list, count = {}, 0
    while count < ROWS do
      local x = give()
      if x == nil then break end
      arguments.check("statistics", "what features gives", x, "tensor")
      x = check_part(x, d)
      d, count, list[#list + 1] = x:size(2), count + x:size(1), x
    end
    return #list > 0 and engine.functions.cat(list, 1) or nil
  end
end

--- The mean and the covariance of features n,d, divided by n - 1, as {mean = d,
--- covariance = d,d}: what fid takes in place of features. features may be a
--- function that gives n,d of one batch after the other, of any sizes, and nil
--- at the end: then there are never more than a batch and 256 of them at once.
--- Blocks of 256 are summed with twice the engine's digits; what is given has
--- those of the engine.
---
---   local stats = ln.metrics.statistics(ln.randn(100, 3))
---   ln.metrics.save_statistics("real.npz", stats)
---   local again = ln.metrics.load_statistics "real.npz"
---   print(again.covariance:size())   -- {3, 3}
--- @return { mean: Tensor, covariance: Tensor }
statistics.statistics = arguments.define("statistics",
  "features: tensor|callable", function(features)
  local _ <close> = recording.no_grad()
  if engine.is_tensor(features) then
    return statistics.of_rows(checks.rows("statistics", "features", features,
                                          2))
  end
  local found, n = statistics.of(joined(arguments.is_callable(features)))
  if n < 2 then
    raise("statistics: features gives %d rows; it takes 2 or more", n)
  end
  return found
end)

-- ---- files ----

--- Raises unless x is what `statistics` gives: mean d, covariance d,d.
function statistics.check(owner, name, x)
  local check = arguments.check
  local mean = check(owner, name .. ".mean", x.mean, "tensor")
  local covariance = check(owner, name .. ".covariance", x.covariance, "tensor")
  local d = mean:numel()
  if mean:dim() ~= 1 or covariance:dim() ~= 2 or covariance:size(1) ~= d or
     covariance:size(2) ~= d then
    raise("%s: %s has a mean of %s and a covariance of %s", owner, name,
          repr.shape(mean), repr.shape(covariance))
  end
end

--- Writes what metrics.statistics gives as an npz file of pytorch-fid and
--- clean-fid, its arrays mu and sigma of float64; in the float engine their
--- values have float's 24 bits. Returns true.
--- @return boolean
statistics.save_statistics = arguments.define("save_statistics",
  "path: string, statistics: table", function(path, x)
  statistics.check("save_statistics", "statistics", x)
  return npy.save_npz(path, {mu = x.mean, sigma = x.covariance},
                      {float64 = true})
end)

--- The {mean = d, covariance = d,d} of such a file, which pytorch-fid,
--- clean-fid or save_statistics wrote; in the float engine rounded to float.
--- They go with the same features only, resized in the same way. Raises "path:
--- ..." when it is no such file.
--- @return { mean: Tensor, covariance: Tensor }
statistics.load_statistics = arguments.define("load_statistics",
  "path: string", function(path)
  local arrays = npy.load_npz(path)
  if not (arrays.mu and arrays.sigma) then
    raise("%s: statistics: it has %s; mu and sigma are wanted", path,
          table.concat(repr.names(arrays), ", "))
  end
  local found = {mean = arrays.mu, covariance = arrays.sigma}
  statistics.check(path, "statistics", found)
  return found
end)

return statistics
