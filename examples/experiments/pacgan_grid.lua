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
  run = function(run)
    return mixtures.run(run, mixtures.sets.grid())
  end,
}
