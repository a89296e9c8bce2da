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
  columns = mixtures.columns(25),
  published = mixtures.published "grid",
  finding = [[
It holds, and is not the point: after 10,000 steps most arms are on their way
still, 6 % of the plain GAN's samples are near a mode. Only penalties on the
slope of D have arrived: R1, R3GAN's and WGAN-GP. The distance by which rates
were chosen forgives samples between modes, and so chose the smallest rate in
ten arms of thirteen. grid_long.lua goes on from here.]],
  run = function(run)
    return mixtures.run(run, mixtures.sets.grid())
  end,
}
