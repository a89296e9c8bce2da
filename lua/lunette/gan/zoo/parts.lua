--- What several architectures of the zoo are made of.

local arguments = require "lunette.arguments"
local create = require "lunette.engine".create
local kinds = require "lunette.nn.kinds"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local origin = require "lunette.nn.origin"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local parts = {}

--- arguments.define for the entry zoo[name], f(options): the networks that it
--- gives remember that they come from there.
function parts.entry(name, signature, f)
  return arguments.define("zoo." .. name, signature, function(o)
    local given = origin.copy(o)
    local nets = f(o)
    origin.note_entry(nets, name, given)
    return nets
  end)
end

--- How often `start`, 4 unless given, is doubled to give `size`: exactly and
--- `least` times, 2 unless given, or more, or it raises.
function parts.doublings(owner, size, start, least)
  start, least = start or 4, least or 2
  local d, s = 0, start
  while s < size and s > 0 do d, s = d + 1, 2 * s end
  if s ~= size or d < least then
    raise("%s: size is %d; %d, %d, %d and so on are possible", owner, size,
          start << least, start << least + 1, start << least + 2)
  end
  return d
end

--- The list; raises when it is empty.
function parts.filled(owner, name, list)
  if #list == 0 then raise("%s: %s is empty", owner, name) end
  return list
end

--- Raises unless x is a batch of images n,channels,size,size: layers that take
--- others as well would judge them by patches, or in part, without a word.
function parts.check_images(owner, x, channels, size)
  arguments.check(owner, "images", x, "tensor")
  if x:dim() ~= 4 or x:size(2) ~= channels or x:size(3) ~= size or
     x:size(4) ~= size then
    raise("%s: images of n,%d,%d,%d are wanted, got %s", owner, channels, size,
          size, repr.shape(x))
  end
end

--- nn.Sequential for images n,channels,size,size; it raises on others in the
--- name of `owner`.
--- @class ImageSequential: Sequential
local ImageSequential = nn.Sequential:extend "ImageSequential"
parts.ImageSequential = ImageSequential

function ImageSequential:init(layers, owner, channels, size)
  nn.Sequential.init(self, layers)
  self.owner, self.channels, self.size = owner, channels, size
end

function ImageSequential:forward(x)
  parts.check_images(self.owner, x, self.channels, self.size)
  return nn.Sequential.forward(self, x)
end

function ImageSequential:extra_repr()
  return ("%d channels, %d x %d"):format(self.channels, self.size, self.size)
end

--- Draws the weight of every convolution and linear layer of a model anew from
--- N(0, std), with biases at 0; returns the model.
function parts.normal(model, std)
  for _, layer in ipairs(model:modules()) do
    if layer:is_a(kinds.Affine) then
      nn.init.normal_(layer.weight, 0, std)
      if layer.bias then nn.init.zeros_(layer.bias) end
    end
  end
  return model
end

--- Raises unless a patch discriminator of o.layers fits images of o.size.
function parts.check_patches(owner, o)
  local least = 4 * 2.0 ^ o.layers
  if o.size < least then
    raise("%s: size is %d, %d layers of stride 2 want %.0f or more", owner,
          o.size, o.layers, least)
  end
end

--- The PatchGAN (Isola et al. 2017, arXiv 1611.07004, appendix 6.1.2): `layers`
--- 4 x 4 convolutions of stride 2 and two of stride 1, f, 2 f, 4 f, 8 f, 8 f,
--- ... filters, norm(channels) after all but the first and last: images to
--- logits n,1,h,w.
function parts.patches(channels, filters, layers, norm)
  local D = nn.Sequential {
    nn.Conv2d(channels, filters, 4, {stride = 2, padding = 1}),
    nn.LeakyReLU(0.2),
  }
  local width = filters
  for k = 1, layers do
    local next_width = filters << math.min(k, 3)
    D:append(nn.Conv2d(width, next_width, 4, {
      stride = k < layers and 2 or 1, padding = 1, bias = false}))
    D:append(norm(next_width)):append(nn.LeakyReLU(0.2))
    width = next_width
  end
  return D:append(nn.Conv2d(width, 1, 4, {padding = 1}))
end

--- A function (in_channels, out_channels, kernel_size) that makes convolutions
--- which keep the size; `wrap` is given each and returns what to use.
function parts.convs(given, wrap)
  return function(in_channels, out_channels, kernel_size)
    local layer = nn.Conv2d(in_channels, out_channels, kernel_size, {
      padding = kernel_size // 2, bias = given.bias})
    return wrap and wrap(layer) or layer
  end
end

--- n,c,... to n,c.
--- @class GlobalSumPool: Module
local GlobalSumPool = Module:extend "GlobalSumPool"
parts.GlobalSumPool = GlobalSumPool

function GlobalSumPool:forward(x) return x:flatten(3):sum(3) end

--- x: n,c,h,w plus weight times normal noise n,1,h,w, drawn anew in each call;
--- weight is one number that starts at 0. layer(x, noise) takes the noise
--- given.
--- @class NoiseInjection: Module
local NoiseInjection = Module:extend "NoiseInjection"
parts.NoiseInjection = NoiseInjection

function NoiseInjection:init()
  self.weight = parameter.Parameter(create.zeros(1))
end

-- What is added to x.
function NoiseInjection:drawn(x)
  return self.weight * create.randn(x:size(1), 1, x:size(3), x:size(4))
end

function NoiseInjection:forward(x, noise)
  return x + (noise and self.weight * noise or self:drawn(x))
end

--- A residual block that doubles h and w: norm, ReLU, upsampling, convolution,
--- norm, ReLU, convolution, and beside it a 1 x 1 convolution, upsampled.
--- norm(channels) and conv(in, out, kernel) make its layers. A condition goes
--- to the norms: block(x, condition).
--- @class UpBlock: Module
local UpBlock = Module:extend "UpBlock"
parts.UpBlock = UpBlock

function UpBlock:init(in_channels, out_channels, norm, conv)
  self.norm1, self.norm2 = norm(in_channels), norm(out_channels)
  self.conv1 = conv(in_channels, out_channels, 3)
  self.conv2 = conv(out_channels, out_channels, 3)
  self.shortcut = conv(in_channels, out_channels, 1)
  self.up = nn.Upsample {scale_factor = 2}
end

function UpBlock:forward(x, ...)
  local h = self.conv1(self.up(self.norm1(x, ...):relu()))
  h = self.conv2(self.norm2(h, ...):relu())
  -- A 1 x 1 convolution may as well come before the upsampling.
  return h + self.up(self.shortcut(x))
end

--- A residual block without norms: ReLU (not in the first block of a model),
--- convolution, ReLU, convolution, mean of 2 x 2; the shortcut is a 1 x 1
--- convolution of the mean, or nothing when {down = false} and the channels
--- agree.
--- @class DownBlock: Module
local DownBlock = Module:extend "DownBlock"
parts.DownBlock = DownBlock

DownBlock.init = arguments.define("DownBlock:init",
  "self, in_channels: count, out_channels: count, conv: callable, " ..
  "{down: bool = true, first: bool = false}",
  function(self, in_channels, out_channels, conv, o)
  self.conv1 = conv(in_channels, out_channels, 3)
  self.conv2 = conv(out_channels, out_channels, 3)
  if o.down or in_channels ~= out_channels then
    self.shortcut = conv(in_channels, out_channels, 1)
  end
  self.pool = o.down and nn.AvgPool2d(2) or nil
  self.first = o.first
end)

function DownBlock:forward(x)
  local h = self.conv1(self.first and x or x:relu())
  h = self.conv2(h:relu())
  if self.pool then h, x = self.pool(h), self.pool(x) end
  return h + (self.shortcut and self.shortcut(x) or x)
end

function DownBlock:extra_repr() return self.first and "first" or "" end

--- The generator of WGAN-GP and SNGAN: a linear layer to 4 x 4, an UpBlock with
--- batch normalisation for each doubling, tanh; o: {latent, channels}.
function parts.residual_generator(o, filters, doublings)
  local G = nn.Sequential {nn.Linear(o.latent, filters * 16),
                           nn.Unflatten(2, {filters, 4, 4})}
  -- A bias before a norm would do nothing.
  local conv = parts.convs {bias = false}
  for _ = 1, doublings do
    G:append(UpBlock(filters, filters, nn.BatchNorm2d, conv))
  end
  G:append(nn.BatchNorm2d(filters)):append(nn.ReLU())
  G:append(nn.Conv2d(filters, o.channels, 3, {padding = 1}))
  return G:append(nn.Tanh())
end

--- Their discriminator of images of o.size up to the features, n,filters: down
--- to 8 x 8, two blocks there, and `pool` over positions. o: {owner, channels,
--- size, doublings}.
function parts.residual_features(o, filters, conv, pool)
  local D = ImageSequential({
    DownBlock(o.channels, filters, conv, {first = true}),
  }, o.owner, o.channels, o.size)
  for _ = 3, o.doublings do D:append(DownBlock(filters, filters, conv)) end
  for _ = 1, 2 do
    D:append(DownBlock(filters, filters, conv, {down = false}))
  end
  return D:append(nn.ReLU()):append(pool)
end

return parts
