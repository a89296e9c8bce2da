--- Losses of each output by itself.

local engine = require "lunette.engine"
local player = require "lunette.gan.losses.player"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local plain = {}

local function define(name, signatures, discriminator, generator)
  plain[name] = {
    discriminator = player(name .. ".discriminator",
                           {"real_logits", "fake_logits"}, signatures[1],
                           discriminator),
    generator = player(name .. ".generator", {"fake_logits"}, signatures[2],
                       generator),
  }
end

-- log(1 + exp(x)), exact however large x is.
local function softplus(x) return x:softplus(1, math.huge) end

-- The mean of binary cross entropy from logits against a label, or against one
-- for each.
local function cross_entropy(logits, label)
  if label == 1 then return softplus(-logits):mean() end
  if label == 0 then return softplus(logits):mean() end
  return (label * softplus(-logits) + (1 - label) * softplus(logits)):mean()
end

-- n labels for outputs n,1 would make n,n of them.
local function check_label(owner, name, label, x)
  if engine.is_tensor(label) and not pcall(label.expand_as, label, x) then
    raise("%s: %s is %s, the outputs %s; one for each is wanted", owner, name,
          repr.shape(label), repr.shape(x))
  end
end

local function check_labels(owner, o, real, fake)
  check_label(owner, "real_label", o.real_label, real)
  check_label(owner, "fake_label", o.fake_label, fake)
end

local function from_labels(owner)
  return function(real, fake, o)
    check_labels(owner, o, real, fake)
    return cross_entropy(real, o.real_label) + cross_entropy(fake, o.fake_label)
  end
end

local function fools(fake) return cross_entropy(fake, 1) end

local labels = "real_label: tensor|share = 1, fake_label: tensor|share = 0"

--- Cross entropy, from logits (Goodfellow et al. 2014, arXiv 1406.2661,
--- equation 1 and section 3).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4). A label may be a
--- tensor, one for each output: noisy or flipped ones (gan.labels).
--- generator(fake): -mean log s(fake), which does not saturate.
---
---   local bce, logits = ln.gan.losses.bce, ln.zeros(8, 1)   -- D cannot tell
---   local loss = bce.discriminator(logits, logits)
---   print(("%.4f"):format(loss:item()))   -- 1.3863
---   print(("%.4f"):format(bce.generator(logits):item()))   -- 0.6931
define("bce", {labels, ""}, from_labels "bce.discriminator", fools)

--- The game of Goodfellow et al. 2014 (arXiv 1406.2661), equation 1, as it
--- stands: the discriminator of bce, and a generator whose loss goes flat where
--- the discriminator is sure.
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): that of bce.
--- generator(fake): mean log(1 - s(fake)).
define("minimax", {labels, ""}, from_labels "minimax.discriminator",
  function(fake) return -softplus(fake):mean() end)

--- The loss of StyleGAN (Karras et al. 2019, arXiv 1812.04948), which is bce
--- without labels.
--- discriminator(real, fake): mean softplus(-real) + mean softplus(fake).
--- generator(fake): mean softplus(-fake).
define("logistic", {"", ""},
  function(real, fake)
    return cross_entropy(real, 1) + cross_entropy(fake, 0)
  end, fools)

local function raises(fake) return -fake:mean() end

--- WGAN: the critic's distance (Arjovsky et al. 2017, arXiv 1701.07875,
--- equation 2).
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
---
---   local wasserstein = ln.gan.losses.wasserstein
---   local real, fake = ln.tensor {1, 3}, ln.tensor {0, 1}
---   print(wasserstein.discriminator(real, fake):item())   -- -1.5
---   print(wasserstein.generator(fake):item())   -- -0.5
define("wasserstein", {"", ""},
  function(real, fake) return fake:mean() - real:mean() end, raises)

--- Hinges at -1 and 1 (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018,
--- arXiv 1802.05957, equations 16 and 17).
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 +
--- D(fake)).
--- generator(fake): -mean D(fake).
---
---   local hinge = ln.gan.losses.hinge
---   local real, fake = ln.tensor {2, 0.5}, ln.tensor {-2, 0}
---   print(hinge.discriminator(real, fake):item())   -- 0.75
---   print(hinge.generator(fake):item())   -- 1
define("hinge", {"", ""},
  function(real, fake)
    return (1 - real):relu():mean() + (1 + fake):relu():mean()
  end, raises)

--- Squared distances from the labels (Mao et al. 2017, arXiv 1611.04076,
--- equation 2 with b = c = real_label and a = fake_label).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
--- A label may be a tensor, one for each output (gan.labels).
---
---   local squares = ln.gan.losses.least_squares
---   local real, fake = ln.tensor {1, 0}, ln.tensor {0, 1}
---   print(squares.discriminator(real, fake):item())   -- 0.5
---   print(squares.generator(fake):item())   -- 0.25
define("least_squares",
  {"real_label: tensor|real = 1, fake_label: tensor|real = 0",
   "real_label: real = 1"},
  function(real, fake, o)
    check_labels("least_squares.discriminator", o, real, fake)
    return (real - o.real_label):square():mean() / 2 +
           (fake - o.fake_label):square():mean() / 2
  end,
  function(fake, o) return (fake - o.real_label):square():mean() / 2 end)

return plain
