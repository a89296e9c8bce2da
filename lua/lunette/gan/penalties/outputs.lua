--- Penalties on what the players return.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local penalties = {}

local function check_pair(owner, name, a, b, other)
  local here, there = repr.shape(a), repr.shape(b)
  if here ~= there or a:dim() == 0 or a:numel() == 0 then
    raise("%s: %s is %s, %s %s; as many samples of one size are wanted", owner,
          name, here, other, there)
  end
end

-- The mean over samples of |a - b|^2.
local function apart(a, b)
  return (a - b):square():sum() / a:size(1)
end

--- weight mean |D(x) - D(T(x))|^2, of what D returns for samples and for the
--- same samples augmented. Of real ones: consistency regularisation (Zhang et
--- al. 2020, arXiv 1910.12027, weight 10). Of G(z) and of G(z + noise): the
--- discriminator's part of zCR (Zhao et al. 2020, arXiv 2002.04724), whose
--- other part is latent_diversity.
---
---   local D, augment = ln.nn.Linear(2, 1), ln.gan.noise.instance
---   local real = ln.randn(16, 2)
---   local penalty = ln.gan.penalties.consistency(
---     D(real), D(augment(real, 0.1)), {weight = 10})
penalties.consistency = arguments.define("penalties.consistency",
  "outputs: tensor, moved: tensor, {weight: real = 1}",
  function(outputs, moved, o)
  check_pair("penalties.consistency", "outputs", outputs, moved, "moved")
  return o.weight * apart(outputs, moved)
end)

--- bCR (Zhao et al. 2020, arXiv 2002.04724, weights 10): the sum over both
--- sides of weight mean |D(x) - D(T(x))|^2. Arguments are what D returns.
penalties.balanced_consistency = arguments.define(
  "penalties.balanced_consistency",
  "real: tensor, moved_real: tensor, fake: tensor, moved_fake: tensor, " ..
  "{real_weight: real = 1, fake_weight: real = 1}",
  function(real, moved_real, fake, moved_fake, o)
  local owner = "penalties.balanced_consistency"
  check_pair(owner, "real", real, moved_real, "moved_real")
  check_pair(owner, "fake", fake, moved_fake, "moved_fake")
  return o.real_weight * apart(real, moved_real) +
         o.fake_weight * apart(fake, moved_fake)
end)

--- The generator's part of zCR (Zhao et al. 2020, arXiv 2002.04724, weight
--- 0.5): -weight mean |G(z) - G(z + noise)|^2, the square a sum over all of a
--- sample.
---
---   local fake, moved = ln.tensor {{1, 1}}, ln.tensor {{0, 0}}
---   local diversity = ln.gan.penalties.latent_diversity
---   print(diversity(fake, moved, {weight = 0.5}):item())   -- -1
penalties.latent_diversity = arguments.define("penalties.latent_diversity",
  "fake: tensor, moved: tensor, {weight: real = 1}", function(fake, moved, o)
  check_pair("penalties.latent_diversity", "fake", fake, moved, "moved")
  return -o.weight * apart(fake, moved)
end)

--- For the generator, whose samples of different latents should differ (Mao et
--- al. 2019, arXiv 1903.05628), as its authors compute it: weight / (d + eps)
--- with d = mean |fake - other| / mean |z - other_z|.
---
---   local G, penalties = ln.nn.Linear(8, 2), ln.gan.penalties
---   local z, other_z = ln.randn(16, 8), ln.randn(16, 8)
---   local penalty = penalties.mode_seeking(G(z), G(other_z), z, other_z)
penalties.mode_seeking = arguments.define("penalties.mode_seeking",
  "fake: tensor, other: tensor, z: tensor, other_z: tensor, " ..
  "{weight: real = 1, eps: real = 1e-5}",
  function(fake, other, z, other_z, o)
  local owner = "penalties.mode_seeking"
  check_pair(owner, "fake", fake, other, "other")
  check_pair(owner, "z", z, other_z, "other_z")
  local ratio = (fake - other):abs():mean() / (z - other_z):abs():mean()
  return o.weight / (ratio + o.eps)
end)

local function toward(mean, outputs, decay)
  local now = outputs:mean():item()
  return mean and decay * mean + (1 - decay) * now or now
end

local function checked(means)
  for _, side in ipairs {"real", "fake"} do
    arguments.check("penalties.lecam", "means." .. side, means[side], "real")
  end
  return means
end

--- LeCam regularisation for few data (Tseng et al. 2021, arXiv 2104.03310), of
--- what D returns for both sides:
--- weight (mean (real - m_fake)^2 + mean (fake - m_real)^2)
--- with the running means of its outputs, {real = m_real, fake = m_fake}; nil
--- at first, which takes those of this batch. one_sided, as in the authors'
--- code: only real - m_fake and m_real - fake above 0 count.
--- Returns the penalty and the new means, to give the next time.
---
---   local hinge, D, means = ln.gan.losses.hinge, ln.nn.Linear(2, 1), nil
---   for _ = 1, 3 do
---     local real, fake = D(ln.randn(8, 2)), D(ln.randn(8, 2))
---     local penalty
---     penalty, means = ln.gan.penalties.lecam(real, fake, means)
---     local loss = hinge.discriminator(real, fake) + penalty * 0.3
---   end
--- @return Tensor
--- @return { real: number, fake: number }
penalties.lecam = arguments.define("penalties.lecam",
  "real: tensor, fake: tensor, means: table?, " ..
  "{weight: real = 1, decay: share = 0.99, one_sided: bool = false}",
  function(real, fake, means, o)
  local old = means and checked(means) or {}
  local new = {real = toward(old.real, real, o.decay),
               fake = toward(old.fake, fake, o.decay)}
  local up = real - (old.fake or new.fake)
  local down = (old.real or new.real) - fake
  if o.one_sided then up, down = up:relu(), down:relu() end
  return o.weight * (up:square():mean() + down:square():mean()), new
end)

return penalties
