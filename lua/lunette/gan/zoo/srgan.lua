local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise

-- A bias before a norm would do nothing.
local same = {padding = 1, bias = false}

local function residual(f)
  return nn.Residual(nn.Sequential {
    nn.Conv2d(f, f, 3, same), nn.BatchNorm2d(f), nn.PReLU(),
    nn.Conv2d(f, f, 3, same), nn.BatchNorm2d(f),
  })
end

local function generator(o)
  local f, body = o.filters, nn.Sequential {}
  for _ = 1, o.blocks do body:append(residual(f)) end
  body:append(nn.Conv2d(f, f, 3, same)):append(nn.BatchNorm2d(f))
  local G = nn.Sequential {nn.Conv2d(o.channels, f, 9, {padding = 4}),
                           nn.PReLU(), nn.Residual(body)}
  local scale = 1
  while scale < o.scale do
    G:append(nn.Conv2d(f, 4 * f, 3, {padding = 1}))
    G:append(nn.PixelShuffle(2)):append(nn.PReLU())
    scale = 2 * scale
  end
  if scale ~= o.scale then
    raise("zoo.srgan: scale is %d, a power of two is wanted", o.scale)
  end
  G:append(nn.Conv2d(f, o.channels, 9, {padding = 4}))
  return G:append(nn.Tanh())
end

local function discriminator(o)
  local f, s = o.filters, o.size // 16
  local D = parts.ImageSequential({
    nn.Conv2d(o.channels, f, 3, {padding = 1}), nn.LeakyReLU(0.2),
  }, "zoo.srgan", o.channels, o.size)
  local width = f
  for k = 2, 8 do
    local next_width = f << (k - 1) // 2
    D:append(nn.Conv2d(width, next_width, 3, {
      stride = 2 - k % 2, padding = 1, bias = false}))
    D:append(nn.BatchNorm2d(next_width)):append(nn.LeakyReLU(0.2))
    width = next_width
  end
  D:append(nn.Flatten()):append(nn.Linear(width * s * s, o.hidden))
  return D:append(nn.LeakyReLU(0.2)):append(nn.Linear(o.hidden, 1))
end

--- SRGAN (Ledig et al. 2017, arXiv 1609.04802, figure 4): `blocks` residual
--- blocks and one skip around them all, then pixel shuffles that make images
--- `scale` times as high, against eight convolutions of f, f, 2 f, 2 f, ... 8 f
--- filters and `hidden` units. G: small images n,channels,h,w to
--- n,channels,scale h,scale w in tanh, of any size; D: images
--- n,channels,size,size, size a multiple of 16, to logits n,1. Loss:
--- gan.losses.bce, for G 1e-3 of it beside the mean squared error of the pixels
--- (SRResNet trains with that alone, first) or of the features of a classifier;
--- Adam with lr 1e-4.
--- Returns {generator, discriminator}.
---
---   local net = ln.gan.zoo.srgan {size = 32, filters = 4, blocks = 1}
---   local large = net.generator(ln.rand(1, 3, 8, 8) * 2 - 1)
---   local logits = net.discriminator(large)
---   print(large:size(), logits:size())   -- {1, 3, 32, 32}  {1, 1}
--- @return { generator: Sequential, discriminator: ImageSequential }
local srgan = parts.entry("srgan",
  "{size: count = 96, scale: count = 4, channels: count = 3, " ..
  "filters: count = 64, blocks: count = 16, hidden: count = 1024}", function(o)
  if o.size % 16 ~= 0 then
    raise("zoo.srgan: size is %d, a multiple of 16 is wanted", o.size)
  end
  return {generator = generator(o), discriminator = discriminator(o)}
end)

return srgan
