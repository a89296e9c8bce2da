local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise

local function generator(o)
  local f, s = o.filters, o.size // 16
  local width = 4 * f
  local G = nn.Sequential {
    nn.Linear(o.latent, width * s * s, {bias = false}),
    nn.Unflatten(2, {width, s, s}), nn.BatchNorm2d(width), nn.ReLU(),
  }
  for _, layer in ipairs {{4 * f, 2}, {4 * f, 1}, {4 * f, 2}, {4 * f, 1},
                          {2 * f, 2}, {f, 2}} do
    local next_width, stride = table.unpack(layer)
    G:append(nn.ConvTranspose2d(width, next_width, 3, {
      stride = stride, padding = 1, output_padding = stride - 1,
      bias = false}))
    width = next_width
    G:append(nn.BatchNorm2d(width)):append(nn.ReLU())
  end
  G:append(nn.ConvTranspose2d(f, o.channels, 3, {padding = 1}))
  return G:append(nn.Tanh())
end

local function discriminator(o)
  local f, s = o.filters, o.size // 16
  local D = parts.ImageSequential({
    nn.Conv2d(o.channels, f, 5, {stride = 2, padding = 2}), nn.LeakyReLU(0.2),
  }, "zoo.lsgan", o.channels, o.size)
  for k = 1, 3 do
    local width = f << k
    D:append(nn.Conv2d(width // 2, width, 5, {
      stride = 2, padding = 2, bias = false}))
    D:append(nn.BatchNorm2d(width)):append(nn.LeakyReLU(0.2))
  end
  D:append(nn.Flatten())
  return D:append(nn.Linear(8 * f * s * s, 1))
end

--- LSGAN (Mao et al. 2017, arXiv 1611.04076, the scene model, whose size is
--- 112): seven transposed 3 x 3 convolutions, two of them of stride 1, against
--- four 5 x 5 convolutions, batch normalisation in both, weights from N(0,
--- 0.02). size: a multiple of 16. G: z n,latent to n,channels,size,size in
--- tanh; D: images to n,1. Loss: gan.losses.least_squares, Adam with lr 1e-3
--- and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
--- @return { generator: Sequential, discriminator: ImageSequential, latent:
---   integer }
local lsgan = parts.entry("lsgan",
  "{size: count = 32, channels: count = 3, filters: count = 64, " ..
  "latent: count = 1024}", function(o)
  if o.size % 16 ~= 0 then
    raise("zoo.lsgan: size is %d, a multiple of 16 is wanted", o.size)
  end
  return {generator = parts.normal(generator(o), 0.02), latent = o.latent,
          discriminator = parts.normal(discriminator(o), 0.02)}
end)

return lsgan
