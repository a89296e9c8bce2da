--- How far a measure would move with other samples.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local summary = require "lunette.metrics.summary"

local bootstrap = {}

-- The sets, each a tensor of samples along dimension 1.
local function sets_of(samples)
  local sets = engine.is_tensor(samples) and {samples} or samples
  if #sets == 0 then raise("bootstrap: no samples") end
  for k, x in ipairs(sets) do
    if x:dim() == 0 or x:size(1) == 0 then
      raise("bootstrap: set %d has no samples", k)
    end
  end
  return sets
end

-- As many samples, each drawn from all.
local function redrawn(sets, generator)
  local drawn = {}
  for k, x in ipairs(sets) do
    local n = x:size(1)
    local rows = engine.create.randint(1, n, {n}, {generator = generator})
    drawn[k] = x:index_select(1, rows)
  end
  return drawn
end

-- What f gives for the sets, a number.
local function measured(f, sets)
  local value = f(table.unpack(sets))
  local one = engine.is_tensor(value) and value:numel() == 1
  if one then value = value:item() end
  return arguments.check("bootstrap", "what f returns", value, "real")
end

--- The interval in which a measure lies at this level, by the percentiles of n
--- draws with replacement (Efron and Tibshirani 1993, chapter 13). samples: a
--- tensor, or a list of tensors that are drawn from one by one; f(tensor, ...)
--- gives a number. Result: {value = f of the samples as they are, low, high,
--- std (of the draws), values (sorted)}. A measure that looks for neighbours,
--- or is biased by few samples (fid, precision_recall), takes repeated samples
--- amiss: for those trust the width more than the place.
---
---   local found = ln.metrics.bootstrap(function(x) return x:mean():item() end,
---                                      ln.randn(100))
---   print(found.low < found.value and found.value < found.high)   -- true
--- @return { value: number, std: number, low: number, high: number, values:
---   number[] }
bootstrap.bootstrap = arguments.define("bootstrap",
  "f: callable, samples: tensor|tensors, " ..
  "{n: count = 200, level: share = 0.95, generator: generator?}",
  function(f, samples, o)
  local sets, values = sets_of(samples), {}
  local _ <close> = recording.no_grad()
  local value = measured(f, sets)
  for k = 1, o.n do values[k] = measured(f, redrawn(sets, o.generator)) end
  table.sort(values)
  local _, std = summary.mean_std(values)
  return {value = value, low = summary.quantile(values, (1 - o.level) / 2),
          high = summary.quantile(values, (1 + o.level) / 2), std = std,
          values = values}
end)

return bootstrap
