local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local options = require "lunette.options"
local parts = require "lunette.gan.zoo.parts"

local read = options.reader("zoo.pix2pix", "size: count = 256, " ..
  "in_channels: count = 3, out_channels: count = 3, filters: count = 64, " ..
  "dropout: share = 0.5, layers: count = 3")

-- [x, layer k's result]: layer k takes maps of size 2^(steps - k + 1) through
-- one of half the size and back, with what lies between them inside.
local function u_block(o, k, steps)
  local width = o.filters << math.min(k - 1, 3)
  local in_channels = k == 1 and o.in_channels or
                      o.filters << math.min(k - 2, 3)
  local out_channels = k == 1 and o.out_channels or in_channels
  local innermost = k == steps
  local halve = {stride = 2, padding = 1}
  local layer = nn.Sequential {}
  if k > 1 then layer:append(nn.LeakyReLU(0.2)) end
  -- A bias before a norm would do nothing.
  halve.bias = k == 1 or innermost
  layer:append(nn.Conv2d(in_channels, width, 4, halve))
  if not innermost then
    if k > 1 then layer:append(nn.BatchNorm2d(width)) end
    layer:append(u_block(o, k + 1, steps))
  end
  halve.bias = k == 1
  layer:append(nn.ReLU())
  layer:append(nn.ConvTranspose2d(innermost and width or 2 * width,
                                  out_channels, 4, halve))
  if k == 1 then return layer:append(nn.Tanh()) end
  layer:append(nn.BatchNorm2d(out_channels))
  -- The three outermost of the inner layers with 8 filters have dropout.
  if k > 4 and k < steps and o.dropout > 0 then
    layer:append(nn.Dropout(o.dropout))
  end
  return nn.Concat {nn.Identity(), layer}
end

--- PairDiscriminator: body([a, b]) of an input and an image of it.
--- @class PairDiscriminator: Module
local PairDiscriminator = Module:extend "PairDiscriminator"

function PairDiscriminator:init(body) self.body = body end

function PairDiscriminator:forward(a, b)
  options.check(self.__name, "a", a, "tensor")
  options.check(self.__name, "b", b, "tensor")
  return self.body(engine.functions.cat({a, b}, 2))
end

--- gan.zoo.pix2pix {size = 256, in_channels = 3, out_channels = 3,
---   filters = 64, dropout = 0.5, layers = 3}
---
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
local function pix2pix(given)
  local o = read(given)
  local doublings = parts.doublings("zoo.pix2pix", o.size)
  parts.check_patches("zoo.pix2pix", o)
  local patches = parts.patches(o.in_channels + o.out_channels, o.filters,
                                o.layers, nn.BatchNorm2d)
  return {
    generator = nn.init.dcgan(u_block(o, 1, doublings + 2)),
    discriminator = nn.init.dcgan(PairDiscriminator(patches)),
  }
end

return pix2pix
