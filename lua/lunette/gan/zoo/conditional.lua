--- The residual networks of SAGAN and BigGAN, which are told the class.

local arguments = require "lunette.arguments"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise

local conditional = {}

--- nn.SelfAttention2d with spectral normalisation.
function conditional.attention(channels)
  local layer = nn.SelfAttention2d(channels)
  for _, name in ipairs {"query", "key", "value", "out"} do
    nn.spectral_norm(layer[name])
  end
  return layer
end

--- After how many doublings of 4 the maps have the size o.attention; it must be
--- one that is both in the generator and in the discriminator.
function conditional.attention_place(owner, o, doublings)
  for k = 1, doublings - 1 do
    if 4 << k == o.attention then return k end
  end
  raise("%s: attention is %d; maps of 8, 16 and so on up to %d can have it",
        owner, o.attention, o.size // 2)
end

--- Generator(o, doublings, norm, wrap)
---
--- G(z, labels): a linear layer to 4 x 4, UpBlocks with filters 2^(doublings -
--- k) channels after the k-th, attention after one of them, norm, ReLU,
--- convolution, tanh. o: {channels, filters, first = width of the linear
--- layer's input, place = the block before attention}; norm(channels) makes a
--- norm with a condition, wrap(layer) draws and wraps a layer. Which condition
--- goes where is said by conditions().
--- @class ConditionalGenerator: Module
local Generator = Module:extend "ConditionalGenerator"
conditional.Generator = Generator

function Generator:init(o, doublings, norm, wrap)
  local width = o.filters << (doublings - 1)
  -- A bias before a norm would do nothing.
  local conv = parts.convs({bias = false}, wrap)
  self.linear = wrap(nn.Linear(o.first, width * 16))
  self.unflatten = nn.Unflatten(2, {width, 4, 4})
  self.blocks, self.place = nn.ModuleList {}, o.place
  for k = 1, doublings do
    local next_width = o.filters << (doublings - k)
    self.blocks:append(parts.UpBlock(width, next_width, norm, conv))
    width = next_width
    if k == o.place then self.attention = conditional.attention(width) end
  end
  self.norm = nn.BatchNorm2d(width)
  self.conv = wrap(nn.Conv2d(width, o.channels, 3, {padding = 1}))
end

--- What the linear layer is given, and the condition of block k as a function.
function Generator:conditions(z, labels)
  return z, function() return labels end
end

function Generator:forward(z, labels)
  arguments.check(self.__name, "z", z, "tensor")
  arguments.check(self.__name, "labels", labels, "tensor")
  local first, condition = self:conditions(z, labels)
  local x = self.unflatten(self.linear(first))
  for k, block in ipairs(self.blocks) do
    x = block(x, condition(k))
    if k == self.place then x = self.attention(x) end
  end
  return self.conv(self.norm(x):relu()):tanh()
end

--- D(x, labels) = w . h + b + e(label) . h, y: n,1 (Miyato and Koyama 2018,
--- arXiv 1802.05637, equation 4), with h: n,c the sum over positions of
--- DownBlocks down to 4 x 4 and one more, filters 2^(k - 1) channels after the
--- k-th, and attention where the generator has it.
--- @class ProjectionDiscriminator: Module
local Discriminator = Module:extend "ProjectionDiscriminator"
conditional.Discriminator = Discriminator

function Discriminator:init(o, doublings, wrap)
  local conv, width, body = parts.convs({}, wrap), o.channels, nn.Sequential {}
  for k = 1, doublings do
    local next_width = o.filters << (k - 1)
    body:append(parts.DownBlock(width, next_width, conv, {first = k == 1}))
    width = next_width
    if k == doublings - o.place then
      body:append(conditional.attention(width))
    end
  end
  body:append(parts.DownBlock(width, width, conv, {down = false}))
  self.body = body:append(nn.ReLU()):append(parts.GlobalSumPool())
  self.linear = wrap(nn.Linear(width, 1))
  self.embedding = wrap(nn.Embedding(o.classes, width))
  self.channels, self.size = o.channels, o.size
end

function Discriminator:forward(x, labels)
  parts.check_images(self.__name, x, self.channels, self.size)
  arguments.check(self.__name, "labels", labels, "tensor")
  local h = self.body(x)
  return self.linear(h) +
         (self.embedding(labels) * h):sum(2, {keepdim = true})
end

return conditional
