local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise

local plain, double = {bias = false}, {stride = 2, padding = 1, bias = false}

local function generator(o, latent)
  local f, s = o.filters, o.size // 4
  return nn.Sequential {
    nn.Linear(latent, o.hidden, plain), nn.BatchNorm1d(o.hidden), nn.ReLU(),
    nn.Linear(o.hidden, 2 * f * s * s, plain), nn.Unflatten(2, {2 * f, s, s}),
    nn.BatchNorm2d(2 * f), nn.ReLU(),
    nn.ConvTranspose2d(2 * f, f, 4, double), nn.BatchNorm2d(f), nn.ReLU(),
    nn.ConvTranspose2d(f, o.channels, 4, {stride = 2, padding = 1}), nn.Tanh(),
  }
end

--- InfoGANDiscriminator: the logits n,1 and what they are made of, n,hidden.
--- @class InfoGANDiscriminator: Module
local Discriminator = Module:extend "InfoGANDiscriminator"

function Discriminator:init(o)
  local f, s = o.filters, o.size // 4
  self.body = nn.Sequential {
    nn.Conv2d(o.channels, f, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.1),
    nn.Conv2d(f, 2 * f, 4, double), nn.BatchNorm2d(2 * f), nn.LeakyReLU(0.1),
    nn.Flatten(), nn.Linear(2 * f * s * s, o.hidden, plain),
    nn.BatchNorm1d(o.hidden), nn.LeakyReLU(0.1),
  }
  self.head = nn.Linear(o.hidden, 1)
  self.channels, self.size = o.channels, o.size
end

function Discriminator:forward(x)
  parts.check_images(self.__name, x, self.channels, self.size)
  local h = self.body(x)
  return self.head(h), h
end

--- InfoGANQ: of features n,hidden a list of logits, one for each categorical
--- code, then mean and variance n,continuous of the continuous ones.
--- @class InfoGANQ: Module
local Q = Module:extend "InfoGANQ"

function Q:init(o)
  self.body = nn.Sequential {
    nn.Linear(o.hidden, 128, plain), nn.BatchNorm1d(128), nn.LeakyReLU(0.1),
  }
  self.categorical = nn.ModuleList {}
  for _, n in ipairs(o.categories) do
    self.categorical:append(nn.Linear(128, n))
  end
  self.mean = nn.Linear(128, o.continuous)
  self.log_variance = nn.Linear(128, o.continuous)
end

function Q:forward(features)
  local h, logits = self.body(features), {}
  for k, layer in ipairs(self.categorical) do logits[k] = layer(h) end
  return logits, self.mean(h), self.log_variance(h):exp()
end

-- n draws: z, the list of labels, the continuous codes.
local function sample(o, n)
  local create, labels = engine.create, {}
  local list = {create.randn(n, o.noise)}
  for k, size in ipairs(o.categories) do
    labels[k] = create.randint(1, size, {n})
    list[k + 1] = engine.functions.one_hot(labels[k], size)
  end
  local codes = create.rand(n, o.continuous) * 2 - 1
  list[#list + 1] = codes
  return engine.functions.cat(list, 2), labels, codes
end

--- InfoGAN (Chen et al. 2016, arXiv 1606.03657, appendix C.1, MNIST; tanh in
--- place of its sigmoid): z is noise, a one-hot code for each of `categories`
--- (a list of how many values each has) and `continuous` codes from -1 to 1.
---   local net = ln.gan.zoo.infogan()
---   local z, labels, codes = net.sample(64)
--- draws them. G: z n,latent to n,channels,size,size; D: images to logits n,1
--- and features n,hidden; Q: features to a list of logits, means and variances
--- of the codes. size: a multiple of 4. Loss: gan.losses.bce and, for G, Q and
--- the body of D together, the cross entropy of each list entry with its labels
--- and the Gaussian negative log likelihood of the codes; Adam with lr 2e-4 for
--- D and 1e-3 for the others, betas {0.5, 0.999}.
--- Returns {generator, discriminator, q, sample, latent}.
--- @return { generator: Sequential, discriminator: InfoGANDiscriminator,
---   latent: integer, q: InfoGANQ, sample: function }
local infogan = parts.entry("infogan",
  "{size: count = 28, channels: count = 1, filters: count = 64, " ..
  "hidden: count = 1024, noise: count = 62, categories: counts = {10}, " ..
  "continuous: count = 2}", function(o)
  parts.filled("zoo.infogan", "categories", o.categories)
  if o.size % 4 ~= 0 then
    raise("zoo.infogan: size is %d, a multiple of 4 is wanted", o.size)
  end
  local latent = o.noise + o.continuous
  for _, n in ipairs(o.categories) do latent = latent + n end
  return {
    generator = nn.init.dcgan(generator(o, latent)), latent = latent,
    discriminator = nn.init.dcgan(Discriminator(o)), q = nn.init.dcgan(Q(o)),
    sample = function(n) return sample(o, n) end,
  }
end)

return infogan
