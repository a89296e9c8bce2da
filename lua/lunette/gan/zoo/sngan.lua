local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

local function residual(o, doublings)
  local f = o.discriminator_filters or 128
  local conv = parts.convs({}, nn.spectral_norm)
  o.owner, o.doublings = "zoo.sngan", doublings
  local D = parts.residual_features(o, f, conv, parts.GlobalSumPool())
  return parts.residual_generator(o, o.filters or 256, doublings),
         D:append(nn.spectral_norm(nn.Linear(f, 1)))
end

local function conv_generator(o, doublings)
  local width = (o.filters or 64) << doublings
  local G = nn.Sequential {nn.Linear(o.latent, width * 16),
                           nn.Unflatten(2, {width, 4, 4})}
  for _ = 1, doublings do
    G:append(nn.ConvTranspose2d(width, width // 2, 4, {
      stride = 2, padding = 1, bias = false}))
    width = width // 2
    G:append(nn.BatchNorm2d(width)):append(nn.ReLU())
  end
  G:append(nn.Conv2d(width, o.channels, 3, {padding = 1}))
  return G:append(nn.Tanh())
end

local function conv_discriminator(o, doublings)
  local D = parts.ImageSequential({}, "zoo.sngan", o.channels, o.size)
  local width = o.channels
  local next_width = o.discriminator_filters or 64
  local function add(kernel_size, stride)
    D:append(nn.spectral_norm(nn.Conv2d(width, next_width, kernel_size, {
      stride = stride, padding = 1})))
    D:append(nn.LeakyReLU(0.1))
    width = next_width
  end
  for _ = 1, doublings do
    add(3, 1)
    add(4, 2)
    next_width = 2 * next_width
  end
  add(3, 1)
  D:append(nn.Flatten())
  return D:append(nn.spectral_norm(nn.Linear(width * 16, 1)))
end

--- SNGAN (Miyato et al. 2018, arXiv 1802.05957, tables 3 and 4): batch
--- normalisation in the generator, spectral normalisation of every layer of the
--- discriminator. form: "resnet", `filters` (256) and `discriminator_filters`
--- (128) channels throughout, or "conv", where both are 64 unless given, at the
--- image, and twice as many at each step inwards. size: a power of two from 16.
--- G: z n,latent to n,channels,size,size in tanh; D: images to n,1. Loss:
--- gan.losses.hinge (resnet, 5 steps of D for one of G) or gan.losses.bce; Adam
--- with lr 2e-4 and betas {0, 0.9} (resnet) or {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.sngan {form = "conv", size = 16, filters = 4}
---   local images = net.generator(ln.randn(2, net.latent))
---   print(images:size())   -- {2, 3, 16, 16}
--- @return { generator: Sequential, discriminator: ImageSequential, latent:
---   integer }
local sngan = parts.entry("sngan",
  "{form: resnet|conv = resnet, size: count = 32, channels: count = 3, " ..
  "latent: count = 128, filters: count?, discriminator_filters: count?}",
  function(o)
  local doublings = parts.doublings("zoo.sngan", o.size)
  local G, D
  if o.form == "conv" then
    G, D = conv_generator(o, doublings), conv_discriminator(o, doublings)
  else
    G, D = residual(o, doublings)
  end
  return {generator = G, discriminator = D, latent = o.latent}
end)

return sngan
