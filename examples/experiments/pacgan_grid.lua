-- Grid of 25 with PacGAN's own networks and rates, as pacgan_ring.lua.
--   lunette experiment examples/experiments/pacgan_grid.lua
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

return {
  hypothesis = [[
As pacgan_ring.lua: at PacGAN's setting too, mini-batch discrimination ends
with more modes than the plain discriminator, and with no fewer than packing by
two.]],
  protocol = "The grid of grid.lua; all else as pacgan_ring.lua.",
  arms = mixtures.pacgan_arms(),
  seeds = 3,
  quick = {steps = 2},
  columns = mixtures.columns(25),
  published = mixtures.published_by_pacgan "grid",
  finding = [[
Three seeds and a twentieth of the steps do not tell the arms apart: 19.3 modes
of 25 plain, 21.0 by sums, 20.3 by means, 23.0 with packing by two, whose
reverse KL is the least, 0.07 against 0.41, with 0 just within the interval of
the difference. None has arrived: 0.29 to 0.56 of the samples are near a mode,
0.91 and more in PacGAN's table.]],
  run = function(run)
    return mixtures.run(run, mixtures.sets.grid())
  end,
}
