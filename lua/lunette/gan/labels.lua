--- ln.gan.labels: labels that are not all the same, for the losses that take
--- them (bce, minimax, least_squares).

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local labels = {}

local function uniform(x, o)
  return engine.create.rand(x:size(), {generator = o.generator})
end

--- As x, uniform in [low, high); (0.7, 1.2) for real outputs and (0, 0.3) for
--- fake ones are a habit. Raises when high is below low.
---
---   local bce = ln.gan.losses.bce
---   local real, fake = ln.randn(8, 1), ln.randn(8, 1)
---   local loss = bce.discriminator(real, fake, {
---     real_label = ln.gan.labels.noisy(real, 0.7, 1.2)})
labels.noisy = arguments.define("labels.noisy",
  "x: tensor, low: real, high: real, {generator: generator?}",
  function(x, low, high, o)
  local ordered = low <= high
  if not ordered then
    raise("labels.noisy: low is %.14g and high %.14g; high must not be lower",
          low, high)
  end
  return low + (high - low) * uniform(x, o)
end)

--- As x, each `label` or, with that probability, `other`, which is 1 - label
--- unless given.
---
---   local x = ln.randn(8, 1)
---   print(ln.gan.labels.flipped(x, 1, 0):mean():item())   -- 1
labels.flipped = arguments.define("labels.flipped",
  "x: tensor, label: real, probability: share, " ..
  "{other: real?, generator: generator?}", function(x, label, probability, o)
  local other = o.other or 1 - label
  return label + (other - label) * uniform(x, o):lt(probability)
end)

return labels
