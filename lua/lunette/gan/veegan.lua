--- VEEGAN (Srivastava et al. 2017, arXiv 1705.07761): against mode collapse, a
--- reconstructor F from samples to latents, and a discriminator of pairs
--- D(z, x). Its output grows where (z, G(z)) is likelier than (F(x), x).
---
---   local G, F = ln.nn.Linear(2, 2), ln.nn.Linear(2, 2)
---   local judge = ln.nn.Linear(4, 1)
---   local function D(z, x) return judge(ln.cat({z, x}, 2)) end
---   local x, z = ln.randn(64, 2), ln.randn(64, 2)
---   local fake, veegan = G(z), ln.gan.veegan
---   local loss_d = veegan.discriminator(D(F(x), x), D(z, fake))
---   local loss_g = veegan.generator(D(z, fake), z, F(fake))  -- for G and F

local arguments = require "lunette.arguments"
local player = require "lunette.gan.losses.player"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local veegan = {}

--- mean softplus(real) + mean softplus(-fake), of D's outputs for the pairs
--- (F(x), x) and (z, G(z)).
veegan.discriminator = player("veegan.discriminator",
  {"real_logits", "fake_logits"}, "", function(real, fake)
    return real:softplus(1, math.huge):mean() +
           (-fake):softplus(1, math.huge):mean()
  end)

-- mean |z - restored|^2.
local function distance(owner, z, restored)
  local here = repr.shape(z)
  local there = repr.shape(restored)
  if here ~= there or z:dim() == 0 then
    raise("%s: latents are %s, restored ones %s", owner, here, there)
  end
  return (z - restored):square():sum() / z:size(1)
end

--- mean fake + weight mean |z - restored|^2, of D(z, G(z)) and of restored =
--- F(G(z)). The same loss trains the reconstructor, which only its second part
--- depends on.
veegan.generator = arguments.define("veegan.generator",
  "fake_logits: tensor, z: tensor, restored: tensor, {weight: real = 1}",
  function(fake, z, restored, o)
  return fake:mean() + o.weight * distance("veegan.generator", z, restored)
end)

--- mean |z - restored|^2 over samples, for a step of F alone.
veegan.reconstructor = arguments.define("veegan.reconstructor",
  "z: tensor, restored: tensor", function(z, restored)
  return distance("veegan.reconstructor", z, restored)
end)

return veegan
