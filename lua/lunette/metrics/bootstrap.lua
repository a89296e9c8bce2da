--- How far a measure would move with other samples.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"
local summary = require "lunette.metrics.summary"

local bootstrap = {}

local read = options.reader("bootstrap",
                            "n: count = 200, level: share = 0.95, generator: any?")

-- The sets, each a tensor of samples along dimension 1.
local function sets_of(samples)
  local sets = engine.is_tensor(samples) and {samples} or samples
  options.check("bootstrap", "samples", sets, "table")
  if #sets == 0 then raise("bootstrap: no samples") end
  for k, x in ipairs(sets) do
    options.check("bootstrap", "set " .. k, x, "tensor")
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
    drawn[k] = x:index_select(1, engine.create.randint(1, n, {n}, {generator = generator}))
  end
  return drawn
end

--- bootstrap(f, samples, {n = 200, level = 0.95, generator = ...}): the interval
--- in which a measure lies at this level, by the percentiles of n draws with
--- replacement (Efron and Tibshirani 1993, chapter 13). samples: a tensor, or a
--- list of tensors that are drawn from one by one; f(tensor, ...) gives a
--- number. Result: {value = f of the samples as they are, low, high, std (of
--- the draws), values (sorted)}. A measure that looks for neighbours, or is
--- biased by few samples (fid, precision_recall), takes repeated samples amiss:
--- for those trust the width more than the place.
function bootstrap.bootstrap(f, samples, given)
  local o = read(given)
  options.check("bootstrap", "f", f, "function")
  local sets, values = sets_of(samples), {}
  local _ <close> = recording.no_grad()
  local value = f(table.unpack(sets))
  for k = 1, o.n do
    local drawn = f(table.unpack(redrawn(sets, o.generator)))
    if engine.is_tensor(drawn) then drawn = drawn:item() end
    values[k] = options.check("bootstrap", "what f returns", drawn, "real")
  end
  if engine.is_tensor(value) then value = value:item() end
  table.sort(values)
  local _, std = summary.mean_std(values)
  return {value = value, low = summary.quantile(values, (1 - o.level) / 2),
          high = summary.quantile(values, (1 + o.level) / 2), std = std,
          values = values}
end

return bootstrap
