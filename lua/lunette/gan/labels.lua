--- ln.gan.labels: labels that are not all the same, for the losses that take
--- them (bce, minimax, least_squares).

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

local labels = {}

local function uniform(x, o)
  return engine.create.rand(x:size(), {generator = o.generator})
end

local read_noisy = options.reader("labels.noisy", "generator: any?")

--- labels.noisy(x, low, high, {generator = ...}): as x, uniform in [low, high);
--- (0.7, 1.2) for real outputs and (0, 0.3) for fake ones are a habit. Raises
--- when high is below low.
function labels.noisy(x, low, high, given)
  local o = read_noisy(given)
  options.check("labels.noisy", "x", x, "tensor")
  low = options.check("labels.noisy", "low", low, "real")
  high = options.check("labels.noisy", "high", high, "real")
  if not (low <= high) then
    raise("labels.noisy: low is %.14g and high %.14g; high must not be lower",
          low, high)
  end
  return low + (high - low) * uniform(x, o)
end

local read_flipped = options.reader("labels.flipped",
                                    "other: real?, generator: any?")

--- labels.flipped(x, label, probability, {other = 1 - label, generator = ...}):
--- as x, each `label` or, with that probability, `other`.
function labels.flipped(x, label, probability, given)
  local o = read_flipped(given)
  options.check("labels.flipped", "x", x, "tensor")
  options.check("labels.flipped", "label", label, "real")
  options.check("labels.flipped", "probability", probability, "share")
  local other = o.other or 1 - label
  return label + (other - label) * uniform(x, o):lt(probability)
end

return labels
