-- Which rate of Adam does each arm of ring.lua and grid.lua want? Chosen by a
-- distance, as counts of modes are what these two are about.
--   lunette experiment examples/experiments/tune.lua
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

local RATES = {1e-4, 3e-4, 1e-3}
-- so that none of the seeds of the experiments is seen
local OTHER_SEEDS = 100

local arms = {}
for _, set in ipairs {"ring", "grid"} do
  for _, arm in ipairs(mixtures.arms) do
    for _, lr in ipairs(RATES) do
      local one = {set = set, lr = lr, steps = 5000,
                   name = ("%s-%s-%.0e"):format(set, arm.name, lr)}
      for key, v in pairs(arm) do one[key] = one[key] or v end
      arms[#arms + 1] = one
    end
  end
end

return {
  hypothesis = "No one rate is best for all arms.",
  protocol = [[
Every arm of ring.lua and grid.lua with three rates of both players, two seeds
that those do not have, 5,000 steps, half of theirs. Judged by the sliced
Wasserstein distance of 2,500 samples from 2,500 fresh ones of the mixture; the
rate with the smallest mean is the arm's.]],
  arms = arms,
  seeds = 2,
  quick = {steps = 2},
  run = function(run)
    local other = setmetatable({arm = run.arm, seed = run.seed + OTHER_SEEDS},
                               getmetatable(run))
    local set = mixtures.sets[run.arm.set]()
    return {distance = mixtures.distance(other, set)}
  end,
}
