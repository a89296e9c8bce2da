--- Measures of what a generator makes.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local metrics = {}

-- For each sample the nearest centre (from 1) and the squared distance to it.
local function nearest(samples, centres)
  local _ <close> = recording.no_grad()
  local gaps = samples:detach():unsqueeze(2) - centres:unsqueeze(1)
  local squared = gaps:square():sum(3)
  return squared:argmin(2):totable(), squared:amin(2):totable()
end

-- Samples by nearest mode: all of them, and those within `reach` of it.
local function count(samples, set, reach)
  local all, close = {}, {}
  for k = 1, set.modes do all[k], close[k] = 0, 0 end
  local mode, squared = nearest(samples, set.centres)
  for i, k in ipairs(mode) do
    k = math.tointeger(k)
    all[k] = all[k] + 1
    if squared[i] <= reach * reach then close[k] = close[k] + 1 end
  end
  return all, close
end

-- How many modes hold at least `share` of n samples (and one).
local function holding(counts, n, share)
  local found = 0
  for _, c in ipairs(counts) do
    if c > 0 and c >= share * n then found = found + 1 end
  end
  return found
end

-- Distances of the shares counts / n from equal ones.
local function unevenness(counts, n)
  local variation, kl, k = 0, 0, #counts
  for _, c in ipairs(counts) do
    local p = c / n
    variation = variation + math.abs(p - 1 / k) / 2
    if p > 0 then kl = kl + p * math.log(p * k) end
  end
  return variation, kl
end

local function sum(list)
  local total = 0
  for _, v in ipairs(list) do total = total + v end
  return total
end

--- How a generator covers a mixture (ln.data.ring, ln.data.grid), from samples:
--- n x 2, as VEEGAN (arXiv 1705.07761) and PacGAN (arXiv 1712.04086) count:
---   modes            with at least one sample within 3 std of the centre
---   major_modes      with at least 1 % of the samples there: a stricter count
---   high_quality     the share of samples within 3 std of the nearest centre
---                    (a perfect sampler has 0.98889)
---   total_variation  0 to 1, between the shares of samples nearest to each
---                    centre and equal shares
---   reverse_kl       KL(those shares | equal shares), in nats
---   counts           samples nearest to each centre
function metrics.modes(samples, set)
  options.check("modes", "samples", samples, "tensor")
  if type(set) ~= "table" or not engine.is_tensor(set.centres) then
    raise("modes: a mixture is wanted, such as ln.data.ring {}")
  end
  if samples:dim() ~= 2 or samples:size(2) ~= set.centres:size(2) or
     samples:size(1) == 0 then
    raise("modes: samples are %s, n x %d is wanted",
          options.sizes_text(samples:size()), set.centres:size(2))
  end
  local n = samples:size(1)
  local all, close = count(samples, set, 3 * set.std)
  local variation, kl = unevenness(all, n)
  return {modes = holding(close, n, 0), major_modes = holding(close, n, 0.01),
          high_quality = sum(close) / n, total_variation = variation,
          reverse_kl = kl, counts = all}
end

return metrics
