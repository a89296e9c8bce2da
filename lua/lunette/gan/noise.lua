--- ln.gan.noise: noise on what the discriminator sees.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

local noise = {}

local read = options.reader("instance", "step: real?, steps: real?, " ..
                            "generator: any?")

--- noise.instance(x, std, {step = ..., steps = ..., generator = ...})
---
--- x + s z, z from N(0, 1) element by element: instance noise, on real and
--- generated samples alike (Sonderby et al. 2017, arXiv 1610.04490; Arjovsky and
--- Bottou 2017, arXiv 1701.04862, section 3). s = std, or with step and steps
--- std max(0, 1 - step / steps), which fades to none.
function noise.instance(x, std, given)
  options.check("instance", "x", x, "tensor")
  std = options.check("instance", "std", std, "real")
  local o = read(given)
  if std < 0 then raise("instance: std is %.14g", std) end
  if (o.step == nil) ~= (o.steps == nil) then
    raise("instance: step and steps come together")
  end
  if o.steps then
    if o.steps <= 0 then raise("instance: steps is %.14g", o.steps) end
    std = std * math.min(1, math.max(0, 1 - o.step / o.steps))
  end
  if std == 0 then return x end
  return x + engine.create.randn(x:size(), {generator = o.generator}) * std
end

return noise
