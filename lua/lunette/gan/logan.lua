--- Latent optimisation.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local latent = {}

local OWNER = "latent_step"

local read = options.reader(OWNER,
  "rule: natural|gradient = natural, rate: real = 0.9, damping: real = 5, " ..
  "limit: real = 1")

local function check_player(what, f)
  local class = getmetatable(f)
  if type(f) ~= "function" and not (type(class) == "table" and class.__call) then
    raise("%s: %s is not a layer or a function", OWNER, what)
  end
end

local function slope(D, G, z)
  local y = D(G(z))
  options.check(OWNER, "what D returns", y, "tensor")
  return engine.grad(y:sum(), {z}, {create_graph = true})[1]
end

--- latent_step(D, G, z, {rule = "natural", rate = 0.9, damping = 5, limit = 1})
---
--- LOGAN (Wu et al. 2019, arXiv 1912.00953): latents z: n,... moved towards what
--- D likes better, by
---   rate / (damping + |g|^2) g,  g = the gradient of D(G(z)) in z: each sample's,
--- a step of natural gradient, or by rate g with rule "gradient". Both players
--- then train on G(z'), through the step. Returns z', held within [-limit, limit]
--- (math.huge for none), and the step, whose squared norm the authors add to the
--- generator's loss.
function latent.latent_step(D, G, z, given)
  local o = read(given)
  check_player("D", D)
  check_player("G", G)
  options.check(OWNER, "z", z, "tensor")
  if z:dim() < 2 or z:numel() == 0 then
    raise("%s: z is %s; samples along dimension 1 are wanted", OWNER,
          options.sizes_text(z:size()))
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
end

return latent
