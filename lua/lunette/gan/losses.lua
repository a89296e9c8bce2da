--- Losses of the two players: each a function of the discriminator's outputs
--- on real and generated samples, giving one number to minimise.

local options = require "lunette.options"

local losses = {}

-- The mean of binary cross entropy from logits against one label; stable, and
-- exact for the labels 0 and 1 however large the logits are.
local function bce(logits, label)
  if label == 1 then return (-logits):softplus(1, math.huge):mean() end
  if label == 0 then return logits:softplus(1, math.huge):mean() end
  return label * bce(logits, 1) + (1 - label) * bce(logits, 0)
end

-- losses[name], whose arguments are checked; signatures: the options of both.
local function define(name, signatures, discriminator, generator)
  local d, g = name .. ".discriminator", name .. ".generator"
  local read_d = options.reader(d, signatures[1])
  local read_g = options.reader(g, signatures[2])
  losses[name] = {
    discriminator = function(real, fake, given)
      options.check(d, "real_logits", real, "tensor")
      options.check(d, "fake_logits", fake, "tensor")
      return discriminator(real, fake, read_d(given))
    end,
    generator = function(fake, given)
      local o = read_g(given)
      options.check(g, "fake_logits", fake, "tensor")
      return generator(fake, o)
    end,
  }
end

--- Goodfellow et al. 2014 (arXiv 1406.2661), equation 1 and section 3, from
--- logits.
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4).
--- generator(fake): -mean log s(fake), which does not saturate.
define("bce", {"real_label: share = 1, fake_label: share = 0", ""},
  function(real, fake, o)
    return bce(real, o.real_label) + bce(fake, o.fake_label)
  end,
  function(fake) return bce(fake, 1) end)

--- Arjovsky et al. 2017 (arXiv 1701.07875), equation 2.
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
define("wasserstein", {"", ""},
  function(real, fake) return fake:mean() - real:mean() end,
  function(fake) return -fake:mean() end)

--- Lim and Ye 2017 (arXiv 1705.02894); Miyato et al. 2018 (arXiv 1802.05957),
--- equations 16 and 17.
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 + D(fake)).
--- generator(fake): -mean D(fake).
define("hinge", {"", ""},
  function(real, fake)
    return (1 - real):relu():mean() + (1 + fake):relu():mean()
  end,
  function(fake) return -fake:mean() end)

--- Mao et al. 2017 (arXiv 1611.04076), equation 2 with b = c =
--- real_label and a = fake_label.
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
define("least_squares",
  {"real_label: real = 1, fake_label: real = 0", "real_label: real = 1"},
  function(real, fake, o)
    return (real - o.real_label):square():mean() / 2 +
           (fake - o.fake_label):square():mean() / 2
  end,
  function(fake, o) return (fake - o.real_label):square():mean() / 2 end)

return losses
