local arguments = require "lunette.arguments"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise

-- Channels of the maps of a level: `filters` up to 32 x 32, then half as many
-- for each doubling.
local function width(o, level)
  return math.max(1, o.filters >> math.max(0, level - 4))
end

-- The level in use, and whether another is faded in; raises on what a user set
-- wrongly.
local function state_of(self, levels)
  local level = arguments.check(self.__name, "level", self.level, "count")
  local alpha = arguments.check(self.__name, "alpha", self.alpha, "share")
  if level > levels then
    raise("%s: level is %d of %d", self.__name, level, levels)
  end
  return level, alpha < 1 and level > 1 and alpha
end

local function to_or_from(in_channels, out_channels, gain)
  return nn.EqualConv2d(in_channels, out_channels, 1, {gain = gain})
end

--- ProGANGenerator: blocks[k] gives maps of 4 2^(k - 1), to_rgb[k] images of
--- them. Fields for the user to set: level, how many blocks run, and alpha, the
--- share of the last of them in the image; the rest is the image of the one
--- before, upsampled.
--- @class ProGANGenerator: Module
--- @field level integer blocks that run; all of them at first
--- @field alpha number from 0 to 1, at first 1
local Generator = Module:extend "ProGANGenerator"

local function add_conv(block, in_channels, out_channels)
  block:append(nn.EqualConv2d(in_channels, out_channels, 3, {padding = 1}))
  block:append(nn.LeakyReLU(0.2)):append(nn.PixelNorm())
end

function Generator:init(o, levels)
  self.blocks, self.to_rgb = nn.ModuleList {}, nn.ModuleList {}
  self.up = nn.Upsample {scale_factor = 2}
  local first = width(o, 1)
  local block = nn.Sequential {
    nn.PixelNorm(),
    nn.EqualLinear(o.latent, first * 16, {gain = math.sqrt(2) / 4}),
    nn.Unflatten(2, {first, 4, 4}), nn.LeakyReLU(0.2), nn.PixelNorm(),
  }
  for level = 1, levels do
    local w = width(o, level)
    if level > 1 then
      block = nn.Sequential {nn.Upsample {scale_factor = 2}}
      add_conv(block, width(o, level - 1), w)
    end
    add_conv(block, w, w)
    self.blocks:append(block)
    self.to_rgb:append(to_or_from(w, o.channels, 1))
  end
  self.level, self.alpha = levels, 1
end

function Generator:forward(z)
  local level, alpha = state_of(self, #self.blocks)
  local x, before = z, nil
  for k = 1, level do x, before = self.blocks[k](x), x end
  local image = self.to_rgb[level](x)
  if not alpha then return image end
  local old = self.up(self.to_rgb[level - 1](before))
  return old + (image - old) * alpha
end

--- ProGANDiscriminator: blocks[k] takes maps of 4 2^(k - 1), which from_rgb[k]
--- makes of images, to the maps of the next smaller, blocks[1] to n,1. level
--- and alpha as in the generator, to be set to the same.
--- @class ProGANDiscriminator: Module
--- @field level integer blocks that run; all of them at first
--- @field alpha number from 0 to 1, at first 1
local Discriminator = Module:extend "ProGANDiscriminator"

local function last_block(w)
  return nn.Sequential {
    nn.MinibatchStdDev(4), nn.EqualConv2d(w + 1, w, 3, {padding = 1}),
    nn.LeakyReLU(0.2), nn.EqualConv2d(w, w, 4), nn.LeakyReLU(0.2),
    nn.Flatten(), nn.EqualLinear(w, 1, {gain = 1}),
  }
end

local function down_block(w, next_width)
  return nn.Sequential {
    nn.EqualConv2d(w, w, 3, {padding = 1}), nn.LeakyReLU(0.2),
    nn.EqualConv2d(w, next_width, 3, {padding = 1}), nn.LeakyReLU(0.2),
    nn.AvgPool2d(2),
  }
end

function Discriminator:init(o, levels)
  self.blocks, self.from_rgb = nn.ModuleList {}, nn.ModuleList {}
  self.down, self.channels = nn.AvgPool2d(2), o.channels
  for level = 1, levels do
    local w = width(o, level)
    self.blocks:append(level == 1 and last_block(w) or
                       down_block(w, width(o, level - 1)))
    self.from_rgb:append(nn.Sequential {to_or_from(o.channels, w),
                                        nn.LeakyReLU(0.2)})
  end
  self.level, self.alpha = levels, 1
end

function Discriminator:forward(image)
  local level, alpha = state_of(self, #self.blocks)
  parts.check_images(self.__name, image, self.channels, 2 << level)
  local x = self.blocks[level](self.from_rgb[level](image))
  if alpha then
    local old = self.from_rgb[level - 1](self.down(image))
    x = old + (x - old) * alpha
  end
  for k = level - 1, 1, -1 do x = self.blocks[k](x) end
  return x
end

--- ProGAN (Karras et al. 2018, arXiv 1710.10196, table 2; there 512 filters and
--- size 1024): equalised layers, pixel normalisation in the generator,
--- minibatch standard deviation in the discriminator, and growth: with the
--- field level of both at k images are 4 2^(k - 1) high, and alpha from 0 to 1
--- fades level k in.
---   local net = ln.gan.zoo.progan()
---   local G, D = net.generator, net.discriminator
---   G.level, D.level, G.alpha, D.alpha = 2, 2, 0.3, 0.3
--- They start at all levels and 1. Maps have `filters` channels up to 32 x 32
--- and half as many at each doubling beyond. size: 8, 16, 32 and so on. G: z
--- n,latent to n,channels,s,s without nonlinearity; D: such images to n,1.
--- Loss: gan.losses.wasserstein with 10 gan.penalties.gradient and 0.001 mean
--- D(real)^2, Adam with lr 1e-3 and betas {0, 0.99}; sample from gan.EMA of G.
--- Returns {generator, discriminator, latent, levels}.
--- @return { generator: ProGANGenerator, discriminator: ProGANDiscriminator,
---   latent: integer, levels: integer }
local progan = parts.entry("progan",
  "{size: count = 32, channels: count = 3, filters: count = 64, " ..
  "latent: count = filters}", function(o)
  local levels = parts.doublings("zoo.progan", o.size, 4, 1) + 1
  return {generator = Generator(o, levels), latent = o.latent, levels = levels,
          discriminator = Discriminator(o, levels)}
end)

return progan
