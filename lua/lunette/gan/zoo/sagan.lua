local conditional = require "lunette.gan.zoo.conditional"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

local function wrap(layer)
  nn.init.xavier_uniform_(layer.weight)
  return nn.spectral_norm(layer)
end

--- SAGAN (Zhang et al. 2019, arXiv 1805.08318): residual networks with
--- self-attention where the maps are `attention` high (size / 4), spectral
--- normalisation in both players, conditional batch normalisation in the
--- generator and a projection discriminator; `filters` channels at the image
--- and up to size / 8 times as many inwards (the paper: size 128). size: a
--- power of two from 16. G: z n,latent and n labels to n,channels,size,size in
--- tanh; D: images and labels to n,1. Loss: gan.losses.hinge; Adam with lr 1e-4
--- for G, 4e-4 for D, betas {0, 0.9}.
--- Returns {generator, discriminator, latent, classes}.
---
---   local net = ln.gan.zoo.sagan {classes = 10, size = 16, filters = 8}
---   local labels = ln.tensor {1, 10}
---   local images = net.generator(ln.randn(2, net.latent), labels)
---   print(net.discriminator(images, labels):size())   -- {2, 1}
--- @return { generator: ConditionalGenerator, discriminator:
---   ProjectionDiscriminator, latent: integer, classes: integer }
local sagan = parts.entry("sagan",
  "{classes: count, size: count = 32, channels: count = 3, " ..
  "filters: count = 64, latent: count = 128, attention: count?}", function(o)
  local doublings = parts.doublings("zoo.sagan", o.size)
  o.attention = o.attention or math.max(8, o.size // 4)
  o.first = o.latent
  o.place = conditional.attention_place("zoo.sagan", o, doublings)
  local function norm(channels)
    return nn.ConditionalBatchNorm2d(channels, o.classes)
  end
  return {
    generator = conditional.Generator(o, doublings, norm, wrap),
    discriminator = conditional.Discriminator(o, doublings, wrap),
    latent = o.latent, classes = o.classes,
  }
end)

return sagan
