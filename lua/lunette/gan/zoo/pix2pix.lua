local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

-- Filters of layer k on the way in.
local function width(o, k) return o.filters << math.min(k - 1, 3) end

local u_block

-- From maps of a width to those of half the size: LeakyReLU, convolution, norm,
-- then, if it is not the innermost, all that lies below.
local function inwards(o, k, steps)
  local innermost, below = k == steps, nil
  if not innermost then below = u_block(o, k + 1, steps) end
  return {
    nn.LeakyReLU(0.2),
    -- A bias before a norm would do nothing.
    nn.Conv2d(width(o, k - 1), width(o, k), 4, {
      stride = 2, padding = 1, bias = innermost}),
    not innermost and nn.BatchNorm2d(width(o, k)) or nil, below,
  }
end

-- [x, layer k's result], k from 2: it takes maps through others of half the
-- size and back.
function u_block(o, k, steps)
  local layer, innermost = nn.Sequential(inwards(o, k, steps)), k == steps
  local out_channels = width(o, k - 1)
  layer:append(nn.ReLU())
  layer:append(nn.ConvTranspose2d((innermost and 1 or 2) * width(o, k),
                                  out_channels, 4, {
    stride = 2, padding = 1, bias = false}))
  layer:append(nn.BatchNorm2d(out_channels))
  if k > 4 and not innermost and o.dropout > 0 then
    layer:append(nn.Dropout(o.dropout))
  end
  return nn.Concat {nn.Identity(), layer}
end

local function generator(o, steps)
  local f, halve = o.filters, {stride = 2, padding = 1}
  return parts.ImageSequential({
    nn.Conv2d(o.in_channels, f, 4, halve), u_block(o, 2, steps), nn.ReLU(),
    nn.ConvTranspose2d(2 * f, o.out_channels, 4, halve), nn.Tanh(),
  }, "zoo.pix2pix", o.in_channels, o.size)
end

--- PairDiscriminator: body([a, b]) of an input and an image of it.
--- @class PairDiscriminator: Module
local PairDiscriminator = Module:extend "PairDiscriminator"

function PairDiscriminator:init(o, body)
  self.in_channels, self.out_channels = o.in_channels, o.out_channels
  self.size, self.body = o.size, body
end

function PairDiscriminator:forward(a, b)
  arguments.check(self.__name, "a", a, "tensor")
  arguments.check(self.__name, "b", b, "tensor")
  parts.check_images(self.__name .. ": a", a, self.in_channels, self.size)
  parts.check_images(self.__name .. ": b", b, self.out_channels, self.size)
  return self.body(engine.functions.cat({a, b}, 2))
end

--- pix2pix (Isola et al. 2017, arXiv 1611.07004, appendix 6.1): a U-Net down to
--- 1 x 1 whose encoder has f, 2 f, 4 f, 8 f, 8 f, ... filters, with dropout
--- where there are 8 f on the way back, and a PatchGAN of `layers` convolutions
--- of stride 2 and two of stride 1 that judges each patch (70 x 70 pixels with
--- 3). Weights start at N(0, 0.02). size: a power of two from 16 and from 4
--- 2^layers. G: images n,in_channels,size,size to n,out_channels,size,size in
--- tanh, each block [x, what lies below it]; D: D(a, b) of the input and an
--- image to logits n,1,h,w. Loss: gan.losses.bce (D halved) and for G 100 mean
--- |b - G(a)|; Adam with lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator}.
---
---   local net = ln.gan.zoo.pix2pix {size = 32, filters = 4, in_channels = 1}
---   local a = ln.rand(1, 1, 32, 32) * 2 - 1
---   local b = net.generator(a)
---   print(b:size())   -- {1, 3, 32, 32}
---   local logits = net.discriminator(a, b)
--- @return { generator: ImageSequential, discriminator: PairDiscriminator }
local pix2pix = parts.entry("pix2pix",
  "{size: count = 256, in_channels: count = 3, out_channels: count = 3, " ..
  "filters: count = 64, dropout: share = 0.5, layers: count = 3}", function(o)
  local doublings = parts.doublings("zoo.pix2pix", o.size)
  parts.check_patches("zoo.pix2pix", o)
  local patches = parts.patches(o.in_channels + o.out_channels, o.filters,
                                o.layers, nn.BatchNorm2d)
  return {
    generator = nn.init.dcgan(generator(o, doublings + 2)),
    discriminator = nn.init.dcgan(PairDiscriminator(o, patches)),
  }
end)

return pix2pix
