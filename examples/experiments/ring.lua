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
penalties are 0.1, as in the toy problems of WGAN-GP's paper.]],
  arms = mixtures.arms_of "ring",
  seeds = 10,
  quick = {steps = 30},
  columns = {
    {name = "modes", title = "modes of 8", digits = 1},
    {name = "major", title = "with 1 % each", digits = 1},
    {name = "high_quality", title = "high quality", digits = 3},
    {name = "reverse_kl", title = "reverse KL", digits = 3},
    {name = "total_variation", title = "total variation", digits = 3},
    {name = "ever_collapsed", title = "collapsed on the way", digits = 2},
  },
  published = {
    {source = "PacGAN, arXiv 1712.04086",
     differs = "G of 4 layers of 400 with batch norm, D of 3 of maxout (200 " ..
       "x 5), Adam 1e-4 with beta1 0.8, batches of 100, 400,000 steps; 10 " ..
       "trials, +- a standard error.",
     arms = {
       plain = {modes = "6.3 +- 0.5", high_quality = "0.982",
                reverse_kl = "0.45"},
       pac2 = {modes = "7.9 +- 0.1", high_quality = "0.956",
               reverse_kl = "0.07"},
       pac3 = {modes = "7.8 +- 0.1", high_quality = "0.977",
               reverse_kl = "0.10"},
       pac4 = {modes = "7.8 +- 0.1", high_quality = "0.959",
               reverse_kl = "0.07"},
     }},
    {source = "VEEGAN, arXiv 1705.07761",
     differs = "other networks and rates; means of 5 runs. How far the " ..
       "unrolled GAN looks ahead is not known to us.",
     arms = {
       plain = {modes = "1", high_quality = "0.993"},
       unrolled5 = {modes = "7.6", high_quality = "0.356"},
     }},
  },
  run = function(run)
    return mixtures.run(run, mixtures.sets.ring())
  end,
}
