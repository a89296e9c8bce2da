--- ln.gan.noise: noise on what the discriminator sees.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local noise = {}

--- x + s z, z from N(0, 1) element by element: instance noise, on real and
--- generated samples alike (Sonderby et al. 2017, arXiv 1610.04490; Arjovsky
--- and Bottou 2017, arXiv 1701.04862, section 3). s = std, or with step and
--- steps std max(0, 1 - step / steps), which fades to none.
---
---   local x = ln.zeros(4, 2)
---   local y = ln.gan.noise.instance(x, 0.1, {step = 50, steps = 50})
---   print(y:equal(x))   -- true
noise.instance = arguments.define("instance",
  "x: tensor, std: nonnegative, " ..
  "{step: real?, steps: positive?, generator: generator?}", function(x, std, o)
  if (o.step == nil) ~= (o.steps == nil) then
    raise("instance: step and steps come together")
  end
  if o.steps then
    std = std * math.min(1, math.max(0, 1 - o.step / o.steps))
  end
  if std == 0 then return x end
  return x + engine.create.randn(x:size(), {generator = o.generator}) * std
end)

return noise
