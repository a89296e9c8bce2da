local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

--- The residual networks of WGAN-GP for CIFAR-10 (Gulrajani et al. 2017, arXiv
--- 1704.00028, appendix): `filters` channels throughout, batch normalisation in
--- the generator and none in the critic, whose last two blocks stay at 8 x 8.
--- size: a power of two from 16. G: z n,latent to n,channels,size,size in
--- tanh; critic: images to n,1. Loss: gan.losses.wasserstein with 10
--- gan.penalties.gradient, 5 steps of the critic for one of the generator, Adam
--- with lr 2e-4 and betas {0, 0.9}.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.wgan_gp {size = 16, filters = 4}
---   local critic, real = net.discriminator, ln.rand(2, 3, 16, 16) * 2 - 1
---   local fake = net.generator(ln.randn(2, net.latent)):detach()
---   local losses, penalties = ln.gan.losses.wasserstein, ln.gan.penalties
---   local loss = losses.discriminator(critic(real), critic(fake)) +
---                penalties.gradient(critic, real, fake, {weight = 10})
---   loss:backward()
--- @return { generator: Sequential, discriminator: ImageSequential, latent:
---   integer }
local wgan_gp = parts.entry("wgan_gp",
  "{size: count = 32, channels: count = 3, filters: count = 128, " ..
  "latent: count = 128}", function(o)
  local doublings = parts.doublings("zoo.wgan_gp", o.size)
  local f = o.filters
  o.owner, o.doublings = "zoo.wgan_gp", doublings
  local critic = parts.residual_features(o, f, parts.convs {},
                                         nn.GlobalAvgPool())
  return {generator = parts.residual_generator(o, f, doublings),
          discriminator = critic:append(nn.Linear(f, 1)), latent = o.latent}
end)

return wgan_gp
