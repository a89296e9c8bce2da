local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

local halve = {stride = 2, padding = 1, bias = false}

local function generator(o, doublings)
  local width = o.filters << (doublings - 1)
  local G = nn.Sequential {
    nn.Unflatten(2, {o.latent, 1, 1}),
    nn.ConvTranspose2d(o.latent, width, 4, {bias = false}),
    nn.BatchNorm2d(width), nn.ReLU(),
  }
  while width > o.filters do
    G:append(nn.ConvTranspose2d(width, width // 2, 4, halve))
    width = width // 2
    G:append(nn.BatchNorm2d(width)):append(nn.ReLU())
  end
  G:append(nn.ConvTranspose2d(width, o.channels, 4, halve))
  return G:append(nn.Tanh())
end

local function discriminator(o, doublings)
  local width = o.filters
  local D = parts.ImageSequential({
    nn.Conv2d(o.channels, width, 4, halve), nn.LeakyReLU(0.2),
  }, "zoo.dcgan", o.channels, o.size)
  for _ = 2, doublings do
    D:append(nn.Conv2d(width, 2 * width, 4, halve))
    width = 2 * width
    D:append(nn.BatchNorm2d(width)):append(nn.LeakyReLU(0.2))
  end
  return D:append(nn.Conv2d(width, 1, 4, {bias = false})):append(nn.Flatten())
end

--- DCGAN (Radford et al. 2015, arXiv 1511.06434), with the filters of its code:
--- 4 x 4 convolutions and transposed ones of stride 2 from 4 x 4 to size (a
--- power of two from 16), `filters` at the image and twice as many at each step
--- inwards, batch normalisation, weights from N(0, 0.02). G: z n,latent to
--- n,channels,size,size in tanh; D: images to logits n,1. Loss: gan.losses.bce,
--- Adam with lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.dcgan {size = 32, channels = 1, filters = 8}
---   local images = net.generator(ln.randn(2, net.latent))
---   local logits = net.discriminator(images)
---   print(images:size(), logits:size())   -- {2, 1, 32, 32}  {2, 1}
--- @return { generator: Sequential, discriminator: ImageSequential, latent:
---   integer }
local dcgan = parts.entry("dcgan",
  "{size: count = 64, channels: count = 3, filters: count = 64, " ..
  "latent: count = 100}", function(o)
  local doublings = parts.doublings("zoo.dcgan", o.size)
  return {
    generator = nn.init.dcgan(generator(o, doublings)), latent = o.latent,
    discriminator = nn.init.dcgan(discriminator(o, doublings)),
  }
end)

return dcgan
