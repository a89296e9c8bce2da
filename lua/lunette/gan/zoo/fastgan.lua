local create = require "lunette.engine".create
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

-- Channels of maps of that size, for 64 filters as the authors' code has them.
local shares = {[4] = 16, [8] = 8, [16] = 4, [32] = 2, [64] = 2}

local function width(o, size)
  return math.max(1, math.floor(o.filters * (shares[size] or 128 / size)))
end

-- A convolution with spectral normalisation; no bias, for a norm follows most.
local function conv(in_channels, out_channels, kernel_size, stride, padding)
  local layer = nn.Conv2d(in_channels, out_channels, kernel_size, {
    stride = stride or 1, padding = padding or 0, bias = false})
  nn.init.normal_(layer.weight, 0, 0.02)
  return nn.spectral_norm(layer)
end

-- ---- generator ----

local function add_conv(block, in_channels, out_channels, noisy)
  block:append(conv(in_channels, 2 * out_channels, 3, 1, 1))
  if noisy then block:append(parts.NoiseInjection()) end
  block:append(nn.BatchNorm2d(2 * out_channels)):append(nn.GLU(2))
end

-- h and w doubled; every other block has two convolutions, with noise.
local function up_block(in_channels, out_channels, noisy)
  local block = nn.Sequential {nn.Upsample {scale_factor = 2}}
  add_conv(block, in_channels, out_channels, noisy)
  if noisy then add_conv(block, out_channels, out_channels, true) end
  return block
end

-- Shares for the channels of a large map, from a small one.
local function excitation(in_channels, out_channels)
  return nn.Sequential {
    nn.AdaptiveAvgPool2d(4), conv(in_channels, out_channels, 4), nn.SiLU(),
    conv(out_channels, out_channels, 1), nn.Sigmoid(),
  }
end

--- FastGANGenerator: blocks[k] gives maps of 4 2^(k - 1); excite[k], where
--- there is one, scales the channels of block k by what the maps `gap` blocks
--- before say (skip-layer excitation).
--- @class FastGANGenerator: Module
local Generator = Module:extend "FastGANGenerator"

function Generator:init(o, doublings)
  local w = width(o, 4)
  local first = nn.ConvTranspose2d(o.latent, 2 * w, 4, {bias = false})
  nn.init.normal_(first.weight, 0, 0.02)
  self.blocks = nn.ModuleList {nn.Sequential {
    nn.Unflatten(2, {o.latent, 1, 1}), nn.spectral_norm(first),
    nn.BatchNorm2d(2 * w), nn.GLU(2)}}
  self.gap, self.excite = math.min(4, doublings - 1), {}
  for k = 2, doublings + 1 do
    local next_width, from = width(o, 2 << k), k - self.gap
    self.blocks:append(up_block(w, next_width, k % 2 == 0))
    if from >= 1 then
      self.excite[k] = excitation(width(o, 2 << from), next_width)
    end
    w = next_width
  end
  self.image = nn.Sequential {conv(w, o.channels, 3, 1, 1), nn.Tanh()}
end

function Generator:forward(z)
  local maps = {}
  for k, block in ipairs(self.blocks) do
    maps[k] = block(maps[k - 1] or z)
    if self.excite[k] then
      maps[k] = maps[k] * self.excite[k](maps[k - self.gap])
    end
  end
  return self.image(maps[#maps])
end

-- ---- discriminator ----

--- h and w halved, the mean of two convolutions and of a pooled 1 x 1 one.
--- @class FastGANDown: Module
local Down = Module:extend "FastGANDown"

function Down:init(in_channels, out_channels)
  self.main = nn.Sequential {
    conv(in_channels, out_channels, 4, 2, 1), nn.BatchNorm2d(out_channels),
    nn.LeakyReLU(0.2), conv(out_channels, out_channels, 3, 1, 1),
    nn.BatchNorm2d(out_channels), nn.LeakyReLU(0.2),
  }
  self.direct = nn.Sequential {
    nn.AvgPool2d(2), conv(in_channels, out_channels, 1),
    nn.BatchNorm2d(out_channels), nn.LeakyReLU(0.2),
  }
end

function Down:forward(x) return (self.main(x) + self.direct(x)) / 2 end

-- From maps n,w,8,8 to images n,channels,size,size.
local function decoder(o, w, size)
  local model, s = nn.Sequential {}, 8
  while s < size do
    s = 2 * s
    local next_width = math.max(1, width(o, s) // 2)
    model:append(up_block(w, next_width, false))
    w = next_width
  end
  model:append(conv(w, o.channels, 3, 1, 1))
  return model:append(nn.Tanh())
end

--- FastGANDiscriminator: logits n,1,5,5, and the maps n,c,8,8 and n,c,16,16
--- that they are made of: `local logits, whole, maps = D(x)`.
--- @class FastGANDiscriminator: Module
local Discriminator = Module:extend "FastGANDiscriminator"

function Discriminator:init(o)
  local size = o.size // 2
  local w = width(o, size)
  self.body = nn.Sequential {conv(o.channels, w, 4, 2, 1), nn.LeakyReLU(0.2)}
  while size > 16 do
    size = size // 2
    self.body:append(Down(w, width(o, size)))
    w = width(o, size)
  end
  self.last = Down(w, width(o, 8))
  self.head = nn.Sequential {
    conv(width(o, 8), width(o, 8), 1), nn.BatchNorm2d(width(o, 8)),
    nn.LeakyReLU(0.2), conv(width(o, 8), 1, 4),
  }
  self.channels, self.image_size = o.channels, o.size
  self.size = math.min(128, o.size // 2)
  self.whole_decoder = decoder(o, width(o, 8), self.size)
  self.part_decoder = decoder(o, w, self.size)
end

function Discriminator:forward(x)
  parts.check_images(self.__name, x, self.channels, self.image_size)
  local maps = self.body(x)
  local whole = self.last(maps)
  return self.head(whole), whole, maps
end

local function quarter(x, k)
  local h, w = x:size(3) // 2, x:size(4) // 2
  return x:narrow(3, k > 2 and h + 1 or 1, h)
          :narrow(4, k % 2 == 0 and w + 1 or 1, w)
end

--- D:reconstruction(x, whole, maps, quadrant): how far the images x are from
--- what the two decoders make of D's maps of them: the mean squared error of
--- the whole image and of a quadrant (1 to 4, row by row; drawn when it is left
--- out), both at size / 2. A number to add to D's loss on real images.
function Discriminator:reconstruction(x, whole, maps, quadrant)
  local k = quadrant or create.randint(1, 4, {1}):item()
  local function off(image, of)
    return (image:adaptive_avg_pool2d(self.size) - of):square():mean()
  end
  return off(x, self.whole_decoder(whole)) +
         off(quarter(x, k), self.part_decoder(quarter(maps, k)))
end

--- The lightweight GAN for few images (Liu et al. 2021, arXiv 2101.04775; there
--- size 256 to 1024): a generator of gated convolutions and noise whose large
--- maps are scaled, channel by channel, by what small maps say (skip-layer
--- excitation, from maps min(16, size / 8) times smaller), and a discriminator
--- that is trained as an autoencoder of real images too. size: a power of two
--- from 32. G: z n,latent to n,channels,size,size in tanh; D: images to logits
--- n,1,5,5 and two maps. Loss: gan.losses.hinge, for D on real images with
--- D:reconstruction (the paper compares by features of a classifier there),
--- images augmented; Adam with lr 2e-4 and betas {0.5, 0.999}; sample from
--- gan.EMA of G.
---   local net = ln.gan.zoo.fastgan {size = 32, filters = 4}
---   local D, real = net.discriminator, ln.data.shapes():batch {1, 2}
---   local fake = net.generator(ln.randn(2, net.latent)):detach()
---   local real_logits, whole, maps = D(real)
---   local loss = ln.gan.losses.hinge.discriminator(real_logits, (D(fake))) +
---                D:reconstruction(real, whole, maps)
--- Returns {generator, discriminator, latent}.
--- @return { generator: FastGANGenerator, discriminator: FastGANDiscriminator,
---   latent: integer }
local fastgan = parts.entry("fastgan",
  "{size: count = 64, channels: count = 3, filters: count = 32, " ..
  "latent: count = 256}", function(o)
  local doublings = parts.doublings("zoo.fastgan", o.size, 4, 3)
  return {generator = Generator(o, doublings), latent = o.latent,
          discriminator = Discriminator(o)}
end)

return fastgan
