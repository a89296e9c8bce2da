local arguments = require "lunette.arguments"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- A bias before a norm would do nothing.
local plain = {bias = false}
local halve = {stride = 2, padding = 1, bias = false}
local double = {stride = 2, padding = 1, output_padding = 1, bias = false}

local function residual(width)
  return nn.Residual(nn.Sequential {
    nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3, plain),
    nn.InstanceNorm2d(width), nn.ReLU(),
    nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3, plain),
    nn.InstanceNorm2d(width),
  })
end

--- CycleGANGenerator: nn.Sequential for images whose h and w are multiples of
--- 4; others would come back in another size.
--- @class CycleGANGenerator: Sequential
local Generator = nn.Sequential:extend "CycleGANGenerator"

function Generator:forward(x)
  arguments.check(self.__name, "images", x, "tensor")
  if x:dim() ~= 4 or x:size(3) % 4 ~= 0 or x:size(4) % 4 ~= 0 then
    raise("%s: images n,c,h,w with h and w multiples of 4 are wanted, got %s",
          self.__name, repr.shape(x))
  end
  return nn.Sequential.forward(self, x)
end

local function generator(in_channels, out_channels, o)
  local f = o.filters
  local G = Generator {
    nn.ReflectionPad2d(3), nn.Conv2d(in_channels, f, 7, plain),
    nn.InstanceNorm2d(f), nn.ReLU(),
    nn.Conv2d(f, 2 * f, 3, halve), nn.InstanceNorm2d(2 * f), nn.ReLU(),
    nn.Conv2d(2 * f, 4 * f, 3, halve), nn.InstanceNorm2d(4 * f), nn.ReLU(),
  }
  for _ = 1, o.blocks do G:append(residual(4 * f)) end
  for _, width in ipairs {2 * f, f} do
    G:append(nn.ConvTranspose2d(2 * width, width, 3, double))
    G:append(nn.InstanceNorm2d(width)):append(nn.ReLU())
  end
  G:append(nn.ReflectionPad2d(3)):append(nn.Conv2d(f, out_channels, 7))
  return parts.normal(G:append(nn.Tanh()), 0.02)
end

local function discriminator(channels, o)
  local function norm(width) return nn.InstanceNorm2d(width) end
  return parts.normal(parts.patches(channels, o.filters, o.layers, norm), 0.02)
end

--- CycleGAN (Zhu et al. 2017, arXiv 1703.10593, appendix 7.2; 6 blocks for
--- images of 128): generators of `blocks` residual blocks between two
--- convolutions of stride 2 and two transposed ones, with instance
--- normalisation and reflection padding, and PatchGANs of `layers` convolutions
--- of stride 2. Weights start at N(0, 0.02). generator: images of domain a,
--- n,a_channels,h,w, to b in tanh, back_generator the other way; h and w are
--- multiples of 4, and at least 4 2^layers for the discriminators:
--- discriminator of images of b, back_discriminator of a, to logits n,1,h',w'.
--- Loss: gan.losses.least_squares both ways and for the generators 10 mean
--- |back(G(a)) - a| and the same of b; D is shown older images too; Adam with
--- lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator, back_generator, back_discriminator}. A
--- film of pictures of a, what they become, and what comes back:
---   local net = ln.gan.zoo.cyclegan {filters = 4, blocks = 1}
---   local a = ln.rand(8, 3, 32, 32) * 2 - 1
---   local b = net.generator(a)
---   local frames = {a, b, net.back_generator(b)}
---   ln.image.save_film("cycle.apng", frames, {fps = 1, range = {-1, 1}})
--- @return { generator: CycleGANGenerator, discriminator: Sequential,
---   back_generator: CycleGANGenerator, back_discriminator: Sequential }
local cyclegan = parts.entry("cyclegan",
  "{a_channels: count = 3, b_channels: count = 3, filters: count = 64, " ..
  "blocks: count = 9, layers: count = 3}", function(o)
  return {
    generator = generator(o.a_channels, o.b_channels, o),
    back_generator = generator(o.b_channels, o.a_channels, o),
    discriminator = discriminator(o.b_channels, o),
    back_discriminator = discriminator(o.a_channels, o),
  }
end)

return cyclegan
