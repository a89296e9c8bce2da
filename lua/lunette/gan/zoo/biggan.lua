local conditional = require "lunette.gan.zoo.conditional"
local engine = require "lunette.engine"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local function wrap(layer)
  nn.init.orthogonal_(layer.weight)
  return nn.spectral_norm(layer)
end

--- ConditionalGenerator with one embedding of the label for all blocks and a
--- chunk of z for the linear layer and for each block: the condition of block k
--- is [embedding, chunk k + 1].
--- @class BigGANGenerator: ConditionalGenerator
local Generator = conditional.Generator:extend "BigGANGenerator"

function Generator:init(o, doublings)
  local width = o.shared + o.chunk
  local function norm(channels)
    local layer = nn.ConditionalBatchNorm2d(channels, width, {vector = true})
    wrap(layer.gain)
    wrap(layer.shift)
    return layer
  end
  conditional.Generator.init(self, o, doublings, norm, wrap)
  self.chunk = o.chunk
  self.shared = nn.Embedding(o.classes, o.shared)
end

function Generator:conditions(z, labels)
  local chunk, wanted = self.chunk, self.chunk * (#self.blocks + 1)
  if z:size(-1) ~= wanted then
    raise("%s: z of %d numbers is wanted, got %s", self.__name, wanted,
          repr.shape(z))
  end
  local class = self.shared(labels)
  return z:narrow(2, 1, chunk), function(k)
    return engine.functions.cat({class, z:narrow(2, k * chunk + 1, chunk)}, 2)
  end
end

--- BigGAN (Brock et al. 2019, arXiv 1809.11096, appendix B; there 96 filters
--- and size 128 and more): SAGAN's networks with one class embedding of
--- `shared` numbers for all conditional norms, and z cut into chunks for the
--- first layer and each block (hierarchical latent space); orthogonal starts,
--- attention where the maps are `attention` high (size / 2). size: a power of
--- two from 16, with b = log2(size / 4) blocks latent is chunk (b + 1). G: z
--- n,latent and n labels to n,channels,size,size in tanh; D: images and labels
--- to n,1. Loss: gan.losses.hinge, two steps of D for one of G, Adam with lr
--- 5e-5 for G and 2e-4 for D, betas {0, 0.999}; sample from gan.EMA of G.
--- Returns {generator, discriminator, latent, classes}.
---
---   local net = ln.gan.zoo.biggan {classes = 10, size = 16, filters = 8}
---   local labels = ln.tensor {1, 10}
---   local images = net.generator(ln.randn(2, net.latent), labels)
---   print(net.discriminator(images, labels):size())   -- {2, 1}
--- @return { generator: BigGANGenerator, discriminator:
---   ProjectionDiscriminator, latent: integer, classes: integer }
local biggan = parts.entry("biggan",
  "{classes: count, size: count = 32, channels: count = 3, " ..
  "filters: count = 64, chunk: count = 20, shared: count = 128, " ..
  "attention: count?}", function(o)
  local doublings = parts.doublings("zoo.biggan", o.size)
  o.attention, o.first = o.attention or o.size // 2, o.chunk
  o.place = conditional.attention_place("zoo.biggan", o, doublings)
  return {
    generator = Generator(o, doublings),
    discriminator = conditional.Discriminator(o, doublings, wrap),
    latent = o.chunk * (doublings + 1), classes = o.classes,
  }
end)

return biggan
