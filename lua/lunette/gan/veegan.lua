--- VEEGAN (Srivastava et al. 2017, arXiv 1705.07761): against mode collapse, a
--- reconstructor F from samples to latents, and a discriminator of pairs
--- D(z, x). Its output grows where (z, G(z)) is likelier than (F(x), x).
---
---   local fake = G(z)
---   veegan.discriminator(D(F(x), x), D(z, fake))
---   veegan.generator(D(z, fake), z, F(fake))      for G and F together

local options = require "lunette.options"
local player = require "lunette.gan.losses.player"
local raise = require "lunette.raise".raise

local veegan = {}

--- veegan.discriminator(real, fake): mean softplus(real) + mean softplus(-fake),
--- of its outputs for the pairs (F(x), x) and (z, G(z)).
veegan.discriminator = player("veegan.discriminator",
  {"real_logits", "fake_logits"}, "", function(_, real, fake)
    return real:softplus(1, math.huge):mean() +
           (-fake):softplus(1, math.huge):mean()
  end)

-- mean |z - restored|^2.
local function distance(owner, z, restored)
  options.check(owner, "z", z, "tensor")
  options.check(owner, "restored", restored, "tensor")
  local here = options.sizes_text(z:size())
  local there = options.sizes_text(restored:size())
  if here ~= there or z:dim() == 0 then
    raise("%s: latents are %s, restored ones %s", owner, here, there)
  end
  return (z - restored):square():sum() / z:size(1)
end

local read_generator = options.reader("veegan.generator", "weight: real = 1")

--- veegan.generator(fake, z, restored, {weight = 1}): mean fake + weight mean
--- |z - restored|^2, of D(z, G(z)) and of restored = F(G(z)). The same loss
--- trains the reconstructor, which only its second part depends on.
function veegan.generator(fake, z, restored, given)
  local o = read_generator(given)
  options.check("veegan.generator", "fake_logits", fake, "tensor")
  return fake:mean() + o.weight * distance("veegan.generator", z, restored)
end

--- veegan.reconstructor(z, restored): mean |z - restored|^2 over samples, for a
--- step of F alone.
function veegan.reconstructor(z, restored)
  return distance("veegan.reconstructor", z, restored)
end

return veegan
