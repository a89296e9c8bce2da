local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local ModulatedConv2d = require "lunette.gan.zoo.modulated_conv"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parameter = require "lunette.nn.parameter"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local create, SQRT2 = engine.create, math.sqrt(2)

-- Channels of maps of 4 2^level: `filters` up to 64 x 64, then half as many for
-- each doubling.
local function width(o, level)
  return math.max(1, o.filters >> math.max(0, level - 4))
end

-- ---- layers ----

--- sqrt(2) leaky_relu(x, 0.2), which keeps the variance; of x + bias + noise,
--- where they are given.
--- @class ScaledLeakyReLU: Module
local ScaledLeakyReLU = Module:extend "ScaledLeakyReLU"

function ScaledLeakyReLU:forward(x, bias, noise)
  return x:biased_leaky_relu(bias, noise, {scale = SQRT2})
end

--- A 3 x 3 modulated convolution, of x upsampled if so, noise (none when the
--- field is nil), bias, activation.
--- @class StyledConv: Module
local StyledConv = Module:extend "StyledConv"

function StyledConv:init(in_channels, out_channels, style_dim, up)
  self.up = up and nn.Blur({1, 3, 3, 1}, {up = 2}) or nil
  self.conv = ModulatedConv2d(in_channels, out_channels, 3, style_dim)
  self.noise = parts.NoiseInjection()
  self.bias = parameter.Parameter(create.zeros(1, out_channels, 1, 1))
  self.activation = ScaledLeakyReLU()
end

function StyledConv:forward(x, style)
  if self.up then x = self.up(x) end
  local y = self.conv(x, style)
  return self.activation(y, self.bias, self.noise and self.noise:drawn(y))
end

--- A 1 x 1 modulated convolution without demodulation, and a bias.
--- @class ToRGB: Module
local ToRGB = Module:extend "ToRGB"

function ToRGB:init(in_channels, channels, style_dim)
  self.conv = ModulatedConv2d(in_channels, channels, 1, style_dim,
                              {demodulate = false})
  self.bias = parameter.Parameter(create.zeros(1, channels, 1, 1))
end

function ToRGB:forward(x, style) return self.conv(x, style) + self.bias end

-- ---- generator ----

local function slowed_bias(layer, _, field)
  return layer.bias_orig * field.rate
end

-- An equalised layer whose weight and bias move at `rate` of the pace; it
-- starts as if the rate were 1.
local function slowed(layer, rate)
  nn.equalized(layer, {gain = rate})
  nn.init.normal_(layer.weight_orig, 0, 1 / rate)
  layer.bias_orig = layer:compute_field("bias", {
    kind = "slowed", compute = slowed_bias, rate = rate})
  return layer
end

local function mapping(o)
  local model, w = nn.Sequential {nn.PixelNorm()}, o.latent
  for _ = 1, o.layers do
    model:append(slowed(nn.Linear(w, o.style), o.rate))
    model:append(ScaledLeakyReLU())
    w = o.style
  end
  return model
end

--- Synthesis: images of styles. Of convs[1], then two for each doubling, and of
--- to_rgb[k] at 4 2^(k - 1), whose images are added up, each upsampled to the
--- next. It takes one style for a sample, n,style, or one for each layer,
--- n,layers,style: the first for convs[1], then to_rgb[k] shares its own with
--- the convolution after it.
--- @class Synthesis: Module
--- @field layers integer styles of a sample
local Synthesis = Module:extend "Synthesis"

function Synthesis:init(o, doublings)
  local w = width(o, 0)
  self.constant = parameter.Parameter(create.randn(1, w, 4, 4))
  self.convs = nn.ModuleList {StyledConv(w, w, o.style)}
  self.to_rgb = nn.ModuleList {ToRGB(w, o.channels, o.style)}
  for level = 1, doublings do
    local next_width = width(o, level)
    self.convs:append(StyledConv(w, next_width, o.style, true))
    self.convs:append(StyledConv(next_width, next_width, o.style))
    self.to_rgb:append(ToRGB(next_width, o.channels, o.style))
    w = next_width
  end
  self.up = nn.Blur({1, 3, 3, 1}, {up = 2})
  self.layers = 2 * doublings + 2
end

-- A function that gives the k-th style.
local function styles_of(self, w)
  arguments.check(self.__name, "w", w, "tensor")
  if w:dim() == 2 then return function() return w end end
  if w:dim() ~= 3 or w:size(2) ~= self.layers then
    raise("%s: n,style or n,%d,style is wanted, got %s", self.__name,
          self.layers, repr.shape(w))
  end
  return function(k) return w:select(2, k) end
end

function Synthesis:forward(w)
  local style, c = styles_of(self, w), self.constant
  local x = c:expand(w:size(1), c:size(2), 4, 4)
  x = self.convs[1](x, style(1))
  local image = self.to_rgb[1](x, style(2))
  for k = 2, #self.to_rgb do
    x = self.convs[2 * k - 2](x, style(2 * k - 2))
    x = self.convs[2 * k - 1](x, style(2 * k - 1))
    image = self.up(image) + self.to_rgb[k](x, style(2 * k))
  end
  return image
end

--- StyleGAN2Generator: synthesis(mapping(z)). G(z, other, crossover) mixes
--- styles: layers after the first `crossover` (drawn from 1 to layers - 1 when
--- it is left out) get those of the latent `other`.
--- @class StyleGAN2Generator: Module
--- @field mapping Module from latents to styles
--- @field synthesis Module from styles to images
local Generator = Module:extend "StyleGAN2Generator"

function Generator:init(o, doublings)
  self.mapping = mapping(o)
  self.synthesis = Synthesis(o, doublings)
end

-- n,layers,style: w up to the crossover, then other.
local function mixed(self, w, other, crossover)
  local layers = self.synthesis.layers
  crossover = crossover or create.randint(1, layers - 1, {1}):item()
  arguments.check(self.__name, "crossover", crossover, "count")
  if crossover >= layers then
    raise("%s: crossover is %d of %d layers", self.__name, crossover, layers)
  end
  local n, k = w:size(1), w:size(2)
  return engine.functions.cat({
    w:unsqueeze(2):expand(n, crossover, k),
    other:unsqueeze(2):expand(n, layers - crossover, k)}, 2)
end

function Generator:forward(z, other, crossover)
  local w = self.mapping(z)
  if other then w = mixed(self, w, self.mapping(other), crossover) end
  return self.synthesis(w)
end

-- ---- discriminator ----

local equal = {padding = 1, gain = 1}

--- Two convolutions, the second of stride 2 on a blurred input, and a blurred 1
--- x 1 shortcut; their sum over sqrt(2).
--- @class ResidualDown: Module
local ResidualDown = Module:extend "ResidualDown"

function ResidualDown:init(in_channels, out_channels)
  self.layer = nn.Sequential {
    nn.EqualConv2d(in_channels, in_channels, 3, equal), ScaledLeakyReLU(),
    nn.Blur {1, 3, 3, 1},
    nn.EqualConv2d(in_channels, out_channels, 3, {
      padding = 1, stride = 2, gain = 1}),
    ScaledLeakyReLU(),
  }
  self.shortcut = nn.Sequential {
    nn.Blur({1, 3, 3, 1}, {down = 2}),
    nn.EqualConv2d(in_channels, out_channels, 1, {bias = false, gain = 1}),
  }
end

function ResidualDown:forward(x)
  return (self.layer(x) + self.shortcut(x)) / SQRT2
end

local function discriminator(o, doublings)
  local w = width(o, doublings)
  local D = parts.ImageSequential({
    nn.EqualConv2d(o.channels, w, 1, {gain = 1}), ScaledLeakyReLU(),
  }, "zoo.stylegan2", o.channels, o.size)
  for level = doublings - 1, 0, -1 do
    D:append(ResidualDown(w, width(o, level)))
    w = width(o, level)
  end
  D:append(nn.MinibatchStdDev(o.group_size))
  D:append(nn.EqualConv2d(w + 1, w, 3, equal)):append(ScaledLeakyReLU())
  D:append(nn.Flatten()):append(nn.EqualLinear(w * 16, w, {gain = 1}))
  return D:append(ScaledLeakyReLU()):append(nn.EqualLinear(w, 1, {gain = 1}))
end

--- StyleGAN2 (Karras et al. 2020, arXiv 1912.04958, figures 2 and 7; there size
--- 1024 and 512 for filters, latent and style): a mapping network of `layers`
--- that learn at `rate`, modulated convolutions (gan.zoo.ModulatedConv2d),
--- noise, images added up over sizes, against a residual discriminator with
--- minibatch standard deviation over group_size. Maps have `filters` channels
--- up to 64 x 64 and half as many at each doubling beyond. size: a power of two
--- from 16.
---   local net = ln.gan.zoo.stylegan2 {filters = 8}
---   local G, z = net.generator, ln.randn(4, net.latent)
---   local images = G(z)
---   local mixed = G(z, ln.randn(4, net.latent))  -- styles of both
---   local w = G.mapping(z)
---   local same = G.synthesis(w)                   -- as G(z) but for the noise
--- G: z n,latent to n,channels,size,size without nonlinearity; w n,style or
--- n,G.synthesis.layers,style; D: images to logits n,1. Loss: gan.losses.bce
--- with gan.penalties.r1 of weight 10 and gan.penalties.path_length of
--- G.synthesis, styles mixed for 0.9 of the batches, Adam with lr 2e-3 and
--- betas {0, 0.99}; sample from gan.EMA of G.
--- Returns {generator, discriminator, latent}.
--- @return { generator: StyleGAN2Generator, discriminator: ImageSequential,
---   latent: integer }
local stylegan2 = parts.entry("stylegan2",
  "{size: count = 32, channels: count = 3, filters: count = 64, " ..
  "latent: count = 64, style: count = 64, layers: count = 8, " ..
  "rate: positive = 0.01, group_size: count = 4}", function(o)
  local doublings = parts.doublings("zoo.stylegan2", o.size)
  return {generator = Generator(o, doublings), latent = o.latent,
          discriminator = discriminator(o, doublings)}
end)

return stylegan2
