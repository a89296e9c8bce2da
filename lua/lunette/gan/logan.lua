--- Latent optimisation.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local latent = {}

local OWNER = "latent_step"

local function slope(D, G, z)
  local x = arguments.check(OWNER, "what G returns", G(z), "tensor")
  local y = arguments.check(OWNER, "what D returns", D(x), "tensor")
  return engine.grad(y:sum(), {z}, {create_graph = true})[1]
end

--- LOGAN (Wu et al. 2019, arXiv 1912.00953): latents z: n,... moved towards
--- what D likes better, by
---   rate / (damping + |g|^2) g,  g = the gradient of D(G(z)) in z:
--- each sample's, a step of natural gradient, or by rate g with rule
--- "gradient". Both players then train on G(z'), through the step. Returns z',
--- held within -limit and limit (math.huge for none), and the step, whose
--- squared norm the authors add to the generator's loss.
---
---   local nn, bce = ln.nn, ln.gan.losses.bce
---   local G, D, z = nn.Linear(8, 2), nn.Linear(2, 1), ln.rand(16, 8) * 2 - 1
---   local better, step = ln.gan.latent_step(D, G, z)
---   local loss = bce.generator(D(G(better))) + step:square():sum() * 300
--- @return Tensor
--- @return Tensor
latent.latent_step = arguments.define(OWNER,
  "D: callable, G: callable, z: tensor, " ..
  "{rule: natural|gradient = natural, rate: real = 0.9, damping: real = 5, " ..
  "limit: nonnegative = 1}", function(D, G, z, o)
  if z:dim() < 2 or z:numel() == 0 then
    raise("%s: z is %s; samples along dimension 1 are wanted", OWNER,
          repr.shape(z))
  end
  local _ <close> = recording.enable_grad()
  z = z:detach():requires_grad_()
  local g = slope(D, G, z)
  local step = o.rate * g
  if o.rule == "natural" then
    local sizes = {z:size(1)}
    for k = 2, z:dim() do sizes[k] = 1 end
    local squares = g:flatten(2):square():sum(2)
    step = step / (o.damping + squares:reshape(sizes))
  end
  return (z + step):clamp(-o.limit, o.limit), step
end)

return latent
