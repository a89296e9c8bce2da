local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

local function add(model, in_channels, out_channels, stride)
  model:append(nn.Conv2d(in_channels, out_channels, 3, {
    stride = stride, padding = 1}))
  model:append(nn.ELU())
end

-- From vectors n,width to images.
local function decoder(o, doublings, width)
  local f = o.filters
  local model = nn.Sequential {nn.Linear(width, f * 64),
                               nn.Unflatten(2, {f, 8, 8})}
  for k = 0, doublings do
    if k > 0 then model:append(nn.Upsample {scale_factor = 2}) end
    for _ = 1, 2 do add(model, f, f, 1) end
  end
  return model:append(nn.Conv2d(f, o.channels, 3, {padding = 1}))
end

-- From images to codes n,code.
local function encoder(o, doublings)
  local f, width = o.filters, o.filters
  local model = nn.Sequential {}
  add(model, o.channels, f, 1)
  for _ = 1, doublings do
    for _ = 1, 2 do add(model, width, width, 1) end
    add(model, width, width + f, 2)
    width = width + f
  end
  for _ = 1, 2 do add(model, width, width, 1) end
  model:append(nn.Flatten())
  return model:append(nn.Linear(width * 64, o.code))
end

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, figure 1): the discriminator
--- is an autoencoder, [1] the encoder to n,code with f, 2 f, ... filters at
--- each size down to 8 x 8, and [2] a decoder of the generator's form; all 3 x
--- 3 convolutions and ELU. size: 16, 32, 64 and so on. G: z n,latent (uniform
--- from -1 to 1) to n,channels,size,size without nonlinearity; D: images to
--- images. Loss: with L(x) = mean |x - D(x)|, D minimises L(x) - k L(G(z)) and
--- G L(G(z)); after each step k moves by 0.001 (gamma L(x) - L(G(z))) within 0
--- and 1, from 0, with gamma 0.5. Adam with lr 1e-4.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.began {size = 16, filters = 4}
---   local D = net.discriminator
---   local function energy(x) return (x - D(x)):abs():mean() end
---   local real = ln.rand(2, 3, 16, 16) * 2 - 1
---   local fake = net.generator(ln.rand(2, net.latent) * 2 - 1)
---   local loss, k = ln.gan.losses.began.discriminator(
---     energy(real), energy(fake:detach()), {k = 0})
--- @return { generator: Sequential, discriminator: ImageSequential, latent:
---   integer }
local began = parts.entry("began",
  "{size: count = 32, channels: count = 3, filters: count = 64, " ..
  "latent: count = 64, code: count = 64}", function(o)
  local doublings = parts.doublings("zoo.began", o.size, 8, 1)
  return {
    generator = decoder(o, doublings, o.latent), latent = o.latent,
    discriminator = parts.ImageSequential(
      {encoder(o, doublings), decoder(o, doublings, o.code)}, "zoo.began",
      o.channels, o.size),
  }
end)

return began
