-- Grid of 25 Gaussians: as ring.lua, on the mixture that is harder to cover.
--   lunette experiment examples/experiments/grid.lua
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

return {
  hypothesis = [[
As ring.lua: mini-batch discrimination ends with more of the 25 modes than the
plain discriminator, at the same networks, rates and steps.]],
  protocol = [[
Grid of VEEGAN and PacGAN (arXiv 1705.07761, 1712.04086): 5 x 5 modes, spacing
2, sigma 0.05; all else as ring.lua.]],
  arms = mixtures.arms_of "grid",
  seeds = 10,
  quick = {steps = 30},
  columns = {
    {name = "modes", title = "modes of 25", digits = 1},
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
       plain = {modes = "17.3 +- 0.8", high_quality = "0.948",
                reverse_kl = "0.70"},
       pac2 = {modes = "23.8 +- 0.7", high_quality = "0.913",
               reverse_kl = "0.13"},
       pac3 = {modes = "24.6 +- 0.4", high_quality = "0.942",
               reverse_kl = "0.06"},
       pac4 = {modes = "24.8 +- 0.2", high_quality = "0.936",
               reverse_kl = "0.04"},
     }},
    {source = "VEEGAN, arXiv 1705.07761",
     differs = "other networks and rates; means of 5 runs. How far the " ..
       "unrolled GAN looks ahead is not known to us.",
     arms = {
       plain = {modes = "3.3", high_quality = "0.005"},
       unrolled5 = {modes = "23.6", high_quality = "0.16"},
     }},
  },
  run = function(run)
    return mixtures.run(run, mixtures.sets.grid())
  end,
}
