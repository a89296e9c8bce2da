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

local read_none = options.reader("bce.generator", "")

local read = options.reader("bce.discriminator",
                            "real_label: share = 1, fake_label: share = 0")

--- Goodfellow et al. 2014 (arXiv 1406.2661), equation 1 and section 3, from
--- logits.
losses.bce = {
  --- mean H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the
  --- sigmoid and H the cross entropy. {real_label = 0.9} is one-sided label
  --- smoothing (Salimans et al. 2016, section 3.4).
  discriminator = function(real_logits, fake_logits, given)
    options.check("bce.discriminator", "real_logits", real_logits, "tensor")
    options.check("bce.discriminator", "fake_logits", fake_logits, "tensor")
    local o = read(given)
    return bce(real_logits, o.real_label) + bce(fake_logits, o.fake_label)
  end,

  --- -mean log s(fake): the generator's loss that does not saturate.
  generator = function(fake_logits, given)
    read_none(given)
    options.check("bce.generator", "fake_logits", fake_logits, "tensor")
    return bce(fake_logits, 1)
  end,
}

return losses
