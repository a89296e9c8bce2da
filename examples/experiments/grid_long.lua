-- Grid of 25 for ten times as many steps, as ten thousand of grid.lua were too
-- few for most arms to arrive.
--   lunette experiment examples/experiments/grid_long.lua
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

local chosen = {plain = true, mbd = true, mbd_mean = true, stddev = true,
                pac2 = true, r1 = true, real = true}

local arms = {}
for _, arm in ipairs(mixtures.arms_of "grid") do
  arm.steps = 100000
  arms[#arms + 1] = chosen[arm.name] and arm or nil
end

return {
  hypothesis = [[
When all have arrived, mini-batch discrimination, as packing by two, has more of
the 25 modes than the plain discriminator.]],
  protocol = [[
As grid.lua, with its rates, for 100,000 steps and on 5 seeds. Written after the
results of grid.lua, where most arms were on their way still, and a look at one
other seed of plain and pac2.]],
  arms = arms,
  seeds = 5,
  quick = {steps = 30},
  columns = mixtures.columns(25),
  published = mixtures.published "grid",
  run = function(run)
    return mixtures.run(run, mixtures.sets.grid())
  end,
}
