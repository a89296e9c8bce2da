local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise

--- ACGANGenerator: body([z, label as 0 and 1]).
--- @class ACGANGenerator: Module
local Generator = Module:extend "ACGANGenerator"

function Generator:init(o, doublings)
  local width, body = o.filters, nn.Sequential {}
  local up = {stride = 2, padding = 2, output_padding = 1, bias = false}
  body:append(nn.Linear(o.latent + o.classes, width * 16)):append(nn.ReLU())
  body:append(nn.Unflatten(2, {width, 4, 4}))
  for _ = 2, doublings do
    body:append(nn.ConvTranspose2d(width, width // 2, 5, up))
    width = width // 2
    body:append(nn.BatchNorm2d(width)):append(nn.ReLU())
  end
  up.bias = true
  body:append(nn.ConvTranspose2d(width, o.channels, 5, up))
  self.classes, self.body = o.classes, body:append(nn.Tanh())
end

function Generator:forward(z, labels)
  arguments.check(self.__name, "labels", labels, "tensor")
  local class = engine.functions.one_hot(labels, self.classes)
  return self.body(engine.functions.cat({z, class}, 2))
end

--- ACGANDiscriminator: the logit n,1 of a real image and the logits n,classes
--- of the label.
--- @class ACGANDiscriminator: Module
local Discriminator = Module:extend "ACGANDiscriminator"

function Discriminator:init(o, doublings)
  local body, width, next_width = nn.Sequential {}, o.channels,
                                  o.discriminator_filters
  for k = 1, 2 * doublings do
    body:append(nn.Conv2d(width, next_width, 3, {
      stride = 1 + k % 2, padding = 1, bias = k == 1}))
    if k > 1 then body:append(nn.BatchNorm2d(next_width)) end
    body:append(nn.LeakyReLU(0.2)):append(nn.Dropout(o.dropout))
    width, next_width = next_width, 2 * next_width
  end
  self.channels, self.size = o.channels, o.size
  self.body = body:append(nn.Flatten())
  self.source = nn.Linear(width * 16, 1)
  self.class = nn.Linear(width * 16, o.classes)
end

function Discriminator:forward(x)
  parts.check_images(self.__name, x, self.channels, self.size)
  local h = self.body(x)
  return self.source(h), self.class(h)
end

--- AC-GAN (Odena et al. 2017, arXiv 1610.09585, the CIFAR-10 models of the
--- appendix): the generator is given the label beside z, and the discriminator
--- has a second head that classifies. G has `filters` channels at 4 x 4 and
--- half as many at each step; D has discriminator_filters after the first
--- convolution and twice as many after each other. size: a power of two from
--- 16. G: z n,latent and n labels to n,channels,size,size in tanh; D: images to
--- logits n,1 and logits n,classes. Loss: gan.losses.bce of the first, and for
--- both players the cross entropy of the second with the labels, of real and
--- generated images; Adam with lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent, classes}.
---
---   local net = ln.gan.zoo.acgan {classes = 10, size = 16, filters = 8}
---   local images = net.generator(ln.randn(2, net.latent), ln.tensor {1, 10})
---   local logits, class_logits = net.discriminator(images)
---   print(logits:size(), class_logits:size())   -- {2, 1}  {2, 10}
--- @return { generator: ACGANGenerator, discriminator: ACGANDiscriminator,
---   latent: integer, classes: integer }
local acgan = parts.entry("acgan",
  "{classes: count, size: count = 32, channels: count = 3, " ..
  "latent: count = 100, filters: count = 384, " ..
  "discriminator_filters: count = 16, dropout: share = 0.5}", function(o)
  local doublings = parts.doublings("zoo.acgan", o.size)
  if o.filters % (1 << doublings - 1) ~= 0 then
    raise("zoo.acgan: filters is %d, which cannot be halved %d times",
          o.filters, doublings - 1)
  end
  return {
    generator = nn.init.dcgan(Generator(o, doublings)),
    discriminator = nn.init.dcgan(Discriminator(o, doublings)),
    latent = o.latent, classes = o.classes,
  }
end)

return acgan
