--- Losses that hold the two sides' outputs against each other.

local engine = require "lunette.engine"
local player = require "lunette.gan.losses.player"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local contrast = {}

-- What is asked of a difference that should be large.
local wish = {
  bce = function(d) return (-d):softplus(1, math.huge):mean() end,
  least_squares = function(d) return (d - 1):square():mean() end,
  hinge = function(d) return (1 - d):relu():mean() end,
}

local kinds = "kind: bce|least_squares|hinge = bce"
local sides = {{"real_logits", "fake_logits"}, {"fake_logits", "real_logits"}}

local function define(name, signatures, discriminator, generator)
  contrast[name] = {
    discriminator = player(name .. ".discriminator", sides[1], signatures[1],
                           discriminator),
    generator = player(name .. ".generator", sides[2], signatures[2],
                       generator),
    compares = true,
  }
end

-- x is to stand above y; the first argument of a player is its own side.
local function above(owner)
  return function(x, y, o)
    local here = repr.shape(x)
    local there = repr.shape(y)
    if here ~= there then
      raise("%s: the outputs are compared in pairs, and are %s and %s", owner,
            here, there)
    end
    return wish[o.kind](x - y)
  end
end

--- Relativistic GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734):
--- real outputs should be above the fake ones they are paired with.
--- With f(d) = -log s(d) for kind "bce", (d - 1)^2 for "least_squares" and
--- max(0, 1 - d) for "hinge":
--- discriminator(real, fake, {kind = "bce"}): mean f(real - fake).
--- generator(fake, real, {kind = "bce"}): mean f(fake - real).
---
---   local relativistic = ln.gan.losses.relativistic
---   local real, fake = ln.tensor {2, 0}, ln.tensor {0, 0}
---   local options = {kind = "hinge"}
---   print(relativistic.discriminator(real, fake, options):item())   -- 0.5
---   print(relativistic.generator(fake, real, options):item())   -- 2
define("relativistic", {kinds, kinds}, above "relativistic.discriminator",
       above "relativistic.generator")

local function above_average(x, y, o)
  local f = wish[o.kind]
  return f(x - y:mean()) + f(x:mean() - y)
end

--- Relativistic average GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734;
--- RaSGAN, RaLSGAN, RaHingeGAN): each output against the mean of
--- the other side. With f as relativistic has it:
--- discriminator(real, fake, {kind = "bce"}):
--- mean f(real - mean fake) + mean f(mean real - fake).
--- generator(fake, real, {kind = "bce"}):
--- mean f(fake - mean real) + mean f(mean fake - real).
--- The author's code halves both.
define("relativistic_average", {kinds, kinds}, above_average, above_average)

-- mean log of the share of each x against itself and all of y: n and m outputs.
local function picked(x, y)
  local n, m = x:numel(), y:numel()
  local all = engine.functions.cat({x:reshape(n, 1),
                                    y:reshape(1, m):expand(n, m)}, 2)
  return (x:flatten() - all:logsumexp(2)):mean()
end

local function told_apart(real, fake)
  return picked(real, fake) + picked(-fake, -real)
end

--- Dual contrastive loss (Yu et al. 2021, arXiv 2103.16748):
--- each real output against all fake ones and each fake output against all real
--- ones. With a(x, Y) = mean log(e^x / (e^x + sum over Y of e^y)):
--- discriminator(real, fake): -a(real, fake) - a(-fake, -real).
--- generator(fake, real, {saturating = true}): the discriminator's with the
--- other sign, or, not saturating, the discriminator's of the sides exchanged.
define("dual_contrastive", {"", "saturating: bool = true"},
  function(real, fake) return -told_apart(real, fake) end,
  function(fake, real, o)
    if o.saturating then return told_apart(real, fake) end
    return -told_apart(fake, real)
  end)

return contrast
