--- How a generator covers the modes of a mixture.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local pairs_of = require "lunette.metrics.pairs"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local shares = require "lunette.metrics.shares"

local mixture = {}

-- Samples by nearest of k modes: all of them, and those within `reach` of it.
local function count(distances, nearest, k, reach)
  local all, close = {}, {}
  for mode = 1, k do all[mode], close[mode] = 0, 0 end
  distances = distances:flatten():totable()
  nearest = nearest:flatten():totable()
  for i, mode in ipairs(nearest) do
    mode = math.tointeger(mode)
    all[mode] = all[mode] + 1
    if distances[i] <= reach then close[mode] = close[mode] + 1 end
  end
  return all, close
end

-- The share of a normal distribution in d dimensions within 3 std of its
-- centre, by recursion in steps of two: P(d + 2) = P(d) - 4.5^(d/2) exp(-4.5)
-- / gamma(d/2 + 1).
local function within_three(d)
  local odd = d % 2 == 1
  local at, p = odd and 1 or 2, odd and 0.99730020393674 or 1 - math.exp(-4.5)
  local gamma = odd and math.sqrt(math.pi) / 2 or 1 -- of at / 2 + 1
  while at < d do
    p = p - 4.5 ^ (at / 2) * math.exp(-4.5) / gamma
    at = at + 2
    gamma = gamma * at / 2
  end
  return p
end

-- What n samples of the mixture itself get on average, where modes lie apart.
local function perfect(k, d, n)
  local quality = within_three(d)
  local variation, kl = shares.expected(k, n)
  return {modes = shares.expected_holding(k, n, quality / k),
          high_quality = quality, total_variation = variation, reverse_kl = kl}
end

-- The centres of a mixture, k,d, and its std.
local function read_mixture(set)
  local centres = arguments.check("modes", "set.centres", set.centres, "tensor")
  if centres:dim() ~= 2 or centres:numel() == 0 then
    raise("modes: set.centres is %s, k x d is wanted",
          repr.shape(centres))
  end
  return centres, arguments.check("modes", "set.std", set.std, "nonnegative")
end

--- How a generator covers a mixture (ln.data.ring, ln.data.grid, or any
--- {centres = k,d, std = ...}), from samples: n,d, as VEEGAN (arXiv 1705.07761)
--- and PacGAN (arXiv 1712.04086) count:
---   modes            with at least one sample within 3 std of the centre
---   major_modes      with at least 1 % of the samples there: a stricter count
---   high_quality     the share of samples within 3 std of the nearest centre
---   total_variation  0 to 1, between the shares of samples nearest to each
---                    centre and equal shares
---   reverse_kl       KL(those shares | equal shares), in nats
---   counts           samples nearest to each centre
---   perfect          modes, high_quality, total_variation and reverse_kl of as
---                    many samples of the mixture itself, on average:
---                    high_quality is 1 - exp(-9/2) = 0.98889 in two
---                    dimensions, so that more is too narrow a generator
---
---   local ring = ln.data.ring {modes = 8}
---   local found = ln.metrics.modes(ring:sample(2000), ring)
---   print(found.modes, ln.metrics.modes(ln.ones(10, 2), ring).modes)   -- 8  0
--- @return table<string, any>
mixture.modes = arguments.define("modes", "samples: tensor, set: table",
                                 function(samples, set)
  local centres, std = read_mixture(set)
  samples = checks.rows("modes", "samples", samples, 1)
  local n, d = samples:size(1), samples:size(2)
  if d ~= centres:size(2) then
    raise("modes: samples are %d x %d, n x %d is wanted", n, d, centres:size(2))
  end
  local _ <close> = recording.no_grad()
  local distances, nearest = pairs_of.nearest(samples, centres, 1)
  local all, close = count(distances, nearest, centres:size(1), 3 * std)
  local variation, kl = shares.unevenness(all, n)
  return {modes = shares.holding(close, n, 0),
          major_modes = shares.holding(close, n, 0.01),
          high_quality = shares.sum(close) / n, total_variation = variation,
          reverse_kl = kl, counts = all, perfect = perfect(#all, d, n)}
end)

return mixture
