--- Losses for discriminators that are autoencoders: what they return for a
--- sample is how badly it is restored, its energy.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local player = require "lunette.gan.losses.player"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local energy = {}

-- ---- BEGAN ----

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4), of energies
--- |x - D(x)|.
--- discriminator(real, fake, {k = 0, gamma = 0.5, rate = 0.001}):
--- mean real - k mean fake, k for the next step, and the measure of
--- convergence. k moves by rate (gamma mean real - mean fake), within 0 and 1;
--- the measure is mean real + |gamma mean real - mean fake|. Both are numbers:
--- give k again the next time.
--- generator(fake): mean fake.
---
---   local began, k = ln.gan.losses.began, 0
---   for _ = 1, 3 do
---     local real, fake = ln.rand(8), ln.rand(8)   -- |x - D(x)| of both
---     local loss, convergence
---     loss, k, convergence = began.discriminator(real, fake, {k = k})
---   end
--- @return Tensor
--- @return number
--- @return number
energy.began = {
  discriminator = arguments.define("began.discriminator",
    "real: tensor, fake: tensor, " ..
    "{k: share = 0, gamma: real = 0.5, rate: real = 0.001}",
    function(real, fake, o)
    local on_real, on_fake = real:mean(), fake:mean()
    local level = on_real:item()
    local off = o.gamma * level - on_fake:item()
    local k = math.min(math.max(o.k + o.rate * off, 0), 1)
    return on_real - o.k * on_fake, k, level + math.abs(off)
  end),
  generator = arguments.define("began.generator", "fake: tensor",
                               function(fake) return fake:mean() end),
  gives = "k for the next step",
}

-- ---- EBGAN ----

-- The mean over pairs i, j of different rows of cos^2(s_i, s_j).
local function pulling_away(s)
  if s:dim() < 2 or s:size(1) < 2 then
    raise("ebgan.generator: features are %s; 2 samples or more along " ..
          "dimension 1 are wanted", repr.shape(s))
  end
  local n, rows = s:size(1), s:flatten(2)
  local unit = rows / rows:norm(2, 2, {keepdim = true}):clamp(1e-12)
  local cosines = unit:matmul(unit:t()) * (1 - engine.create.eye(n))
  return cosines:square():sum() / (n * (n - 1))
end

--- EBGAN (Zhao et al. 2016, arXiv 1609.03126), of
--- energies that are at least 0.
--- discriminator(real, fake, {margin = 1}): mean real + mean max(0, margin -
--- fake).
--- generator(fake, {features = ..., weight = 0.1}): mean fake. With features s
--- of the fakes (n,...: the encoder's) weight times the pulling-away term is
--- added: the mean over pairs i, j of different samples of
--- (s_i . s_j / (|s_i| |s_j|))^2.
---
---   local ebgan = ln.gan.losses.ebgan
---   local real, fake = ln.tensor {1}, ln.tensor {0.25}
---   print(ebgan.discriminator(real, fake):item())   -- 1.75
energy.ebgan = {
  discriminator = player("ebgan.discriminator", {"real", "fake"},
    "margin: real = 1", function(real, fake, o)
      return real:mean() + (o.margin - fake):relu():mean()
    end),
  generator = player("ebgan.generator", {"fake"},
    "features: tensor?, weight: real = 0.1", function(fake, o)
      if not o.features then return fake:mean() end
      return fake:mean() + o.weight * pulling_away(o.features)
    end),
}

return energy
