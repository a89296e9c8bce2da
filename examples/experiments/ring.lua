-- Ring of eight Gaussians: which remedies keep a small GAN from losing modes?
--   lunette experiment examples/experiments/ring.lua
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

return {
  hypothesis = [[
A discriminator that sees its whole batch, by mini-batch discrimination, ends
with more modes than the plain one, and loses them less often on the way, at the
same networks, rates and steps; packing and gradient penalties do so too.]],
  protocol = [[
Ring of VEEGAN and PacGAN (arXiv 1705.07761, 1712.04086): 8 modes, radius 1,
sigma 0.01. G and D: MLPs of two layers of 128, z of 2; Adam, beta1 0.5 (0 for
WGAN-GP and R3GAN), batch 128, 10,000 steps of G. Judged on 2,500 samples: modes
with one sample within 3 sigma (VEEGAN), modes with 1 % of the samples there
(major), share of high quality, reverse KL, total variation; 20 looks on the
way; ever_collapsed: a look after the first tenth had fewer than half of the
modes as major ones. All arms of a seed share G's weights, D's where they have
the same layers, batches and noise. The rate of each arm is the best of three by
a distance that counts no modes, with other seeds (tune.lua); weights of
penalties are 0.1, as in the toy problems of WGAN-GP's code. real: 2,500 samples
of the mixture itself.]],
  arms = mixtures.arms_of "ring",
  seeds = 10,
  quick = {steps = 30},
  columns = mixtures.columns(8),
  published = mixtures.published "ring",
  finding = [[
It holds in part. On the way: all ten plain runs had a look with fewer than half
of the modes after the first tenth; three of ten had with mini-batch
discrimination, two with R1, and seven or more in every other arm. At the end
ten seeds do not tell: 6.8 of 8 modes with 1 % against 7.6; the plain GAN had
lost all in one seed of ten, mini-batch discrimination in none. Packs of 2 end
with 7.9. Spectral norm with the hinge loss and one unrolled step do worse than
plain at the best of their three rates.]],
  run = function(run)
    return mixtures.run(run, mixtures.sets.ring())
  end,
}
