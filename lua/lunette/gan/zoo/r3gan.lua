local arguments = require "lunette.arguments"
local create = require "lunette.engine".create
local functions = require "lunette.engine".functions
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parameter = require "lunette.nn.parameter"
local parts = require "lunette.gan.zoo.parts"

-- Of a block: how much wider it is inside, and channels of a group there; the
-- filter of resampling, [1, 2, 1] convolved with [1, 1].
local EXPANSION, GROUP, FILTER = 2, 16, {1, 3, 3, 1}
local SLOPE = 0.2
local GAIN = math.sqrt(2 / (1 + SLOPE ^ 2))

-- ---- layers ----

-- Weights of variance gain^2 / fan in ("MSR": He et al. 2015), without a bias.
local function drawn(layer, gain)
  local fan_in = layer.weight:numel() // layer.weight:size(1)
  nn.init.normal_(layer.weight, 0, gain / math.sqrt(fan_in))
  return layer
end

local function pointwise(in_channels, out_channels, gain)
  return drawn(nn.Conv2d(in_channels, out_channels, 1, {bias = false}),
               gain or 1)
end

--- leaky_relu(x + bias, 0.2), with a bias for each channel that starts at 0.
--- @class BiasedLeakyReLU: Module
local BiasedLeakyReLU = Module:extend "BiasedLeakyReLU"

function BiasedLeakyReLU:init(channels)
  self.bias = parameter.Parameter(create.zeros(1, channels, 1, 1))
end

function BiasedLeakyReLU:forward(x)
  return x:biased_leaky_relu(self.bias, nil, {negative_slope = SLOPE})
end

-- As many groups as fill them, or the next fewer that divide the channels.
local function groups_of(channels)
  local groups = math.max(1, channels // GROUP)
  while channels % groups > 0 do groups = groups - 1 end
  return groups
end

--- x + conv3(act2(conv2(act1(conv1(x))))): 1 x 1 to twice the channels, 3 x 3
--- in groups, 1 x 1 back, which starts at 0. total: blocks of the network, by
--- which the others' weights are scaled, that the sum of all blocks keeps its
--- variance (Zhang et al. 2019, arXiv 1901.09321).
--- @class R3GANBlock: Module
local Block = Module:extend "R3GANBlock"

function Block:init(channels, total)
  local wide = channels * EXPANSION
  local gain = GAIN * total ^ (-1 / 4) -- -1 / (2 L - 2), L = 3 convolutions
  self.conv1 = pointwise(channels, wide, gain)
  self.act1 = BiasedLeakyReLU(wide)
  self.conv2 = drawn(nn.Conv2d(wide, wide, 3, {
    padding = 1, groups = groups_of(wide), bias = false}), gain)
  self.act2 = BiasedLeakyReLU(wide)
  self.conv3 = pointwise(wide, channels)
  nn.init.zeros_(self.conv3.weight)
end

function Block:forward(x)
  local h = self.conv2(self.act1(self.conv1(x)))
  return x + self.conv3(self.act2(h))
end

--- Maps n,channels,4,4 of z: a learnt map for each channel, times what a linear
--- layer makes of z.
--- @class R3GANBasis: Module
local Basis = Module:extend "R3GANBasis"

function Basis:init(latent, channels)
  self.basis = parameter.Parameter(create.randn(channels, 4, 4))
  self.linear = drawn(nn.Linear(latent, channels, {bias = false}), 1)
end

function Basis:forward(z)
  return self.basis * self.linear(z):unsqueeze(3):unsqueeze(4)
end

-- ---- networks ----

-- Channels of maps of 4 2^level: `filters` up to 32 x 32, then half as many for
-- each doubling.
local function width(o, level)
  return math.max(1, o.filters >> math.max(0, level - 3))
end

local function add_blocks(body, o, level, total)
  for _ = 1, o.blocks do body:append(Block(width(o, level), total)) end
end

local function embedding(o, columns, gain)
  local layer = nn.Embedding(o.classes, columns)
  nn.init.normal_(layer.weight, 0, gain / math.sqrt(o.classes))
  return layer
end

--- R3GANGenerator: body(z), or body of z joined to embedding(labels).
--- @class R3GANGenerator: Module
local Generator = Module:extend "R3GANGenerator"

function Generator:init(o, doublings)
  local inner, total = o.latent, o.blocks * (doublings + 1)
  if o.classes then
    self.embedding, inner = embedding(o, o.latent, 1), 2 * o.latent
  end
  self.body = nn.Sequential {Basis(inner, width(o, 0))}
  add_blocks(self.body, o, 0, total)
  for level = 1, doublings do
    local before, now = width(o, level - 1), width(o, level)
    if before ~= now then self.body:append(pointwise(before, now)) end
    self.body:append(nn.Blur(FILTER, {up = 2}))
    add_blocks(self.body, o, level, total)
  end
  self.body:append(pointwise(width(o, doublings), o.channels))
end

function Generator:forward(z, labels)
  if not self.embedding then return self.body(z) end
  arguments.check(self.__name, "z", z, "tensor")
  arguments.check(self.__name, "labels", labels, "tensor")
  return self.body(functions.cat({z, self.embedding(labels)}, 2))
end

--- R3GANDiscriminator: body(x), or with labels its product with
--- embedding(labels), of each sample.
--- @class R3GANDiscriminator: Module
local Discriminator = Module:extend "R3GANDiscriminator"

function Discriminator:init(o, doublings)
  local outputs, total = 1, o.blocks * (doublings + 1)
  self.channels, self.size = o.channels, o.size
  if o.classes then
    outputs = o.filters
    self.embedding = embedding(o, outputs, 1 / math.sqrt(outputs))
  end
  self.body = nn.Sequential {pointwise(o.channels, width(o, doublings))}
  for level = doublings, 1, -1 do
    local now, after = width(o, level), width(o, level - 1)
    add_blocks(self.body, o, level, total)
    self.body:append(nn.Blur(FILTER, {down = 2}))
    if now ~= after then self.body:append(pointwise(now, after)) end
  end
  local last = width(o, 0)
  add_blocks(self.body, o, 0, total)
  self.body:append(drawn(nn.Conv2d(last, last, 4, {groups = last,
                                                   bias = false}), 1))
  self.body:append(nn.Flatten())
  self.body:append(drawn(nn.Linear(last, outputs, {bias = false}), 1))
end

function Discriminator:forward(x, labels)
  parts.check_images(self.__name, x, self.channels, self.size)
  local y = self.body(x)
  if not self.embedding then return y end
  arguments.check(self.__name, "labels", labels, "tensor")
  return (y * self.embedding(labels)):sum(2, {keepdim = true})
end

--- R3GAN (Huang et al. 2024, arXiv 2501.05441, section 4; there 768 filters for
--- size 32 and 2 blocks a stage): residual networks without normalisation,
--- grouped convolutions, biased leaky ReLUs and filtered resampling, both
--- players alike. Blocks keep the variance by how they start, and each starts
--- as the identity. Maps have `filters` channels up to 32 x 32 and half as many
--- at each doubling beyond. size: a power of two from 8; classes: G(z, labels)
--- and D(x, labels).
---   local net = ln.gan.zoo.r3gan {size = 16, filters = 16}
---   local D, real = net.discriminator, ln.randn(4, 3, 16, 16)
---   local fake = net.generator(ln.randn(4, net.latent)):detach()
---   local loss = ln.gan.losses.relativistic.discriminator(D(real), D(fake)) +
---                ln.gan.penalties.r1(D, real, {weight = 0.05}) +
---                ln.gan.penalties.r2(D, fake, {weight = 0.05})
--- G: z n,latent to n,channels,size,size without nonlinearity; D: images to
--- logits n,1. Loss: gan.losses.relativistic with gan.penalties.r1 and r2 of
--- one weight; Adam with betas {0, 0.99}; sample from gan.EMA of G. gan.presets
--- has all of it.
--- Returns {generator, discriminator, latent, classes}.
--- @return { generator: R3GANGenerator, discriminator: R3GANDiscriminator,
---   latent: integer, classes: integer? }
local r3gan = parts.entry("r3gan",
  "{size: count = 32, channels: count = 3, filters: count = 64, " ..
  "blocks: count = 2, latent: count = 64, classes: count?}", function(o)
  local doublings = parts.doublings("zoo.r3gan", o.size, 4, 1)
  return {generator = Generator(o, doublings), latent = o.latent,
          discriminator = Discriminator(o, doublings), classes = o.classes}
end)

return r3gan
