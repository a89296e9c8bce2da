-- Ring of 8 and grid of 25 with PacGAN's own networks and rates: are the modes
-- of its table found here, and what has mini-batch discrimination there?
--   lunette experiment examples/experiments/pacgan.lua
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

local arms = {}
for _, set in ipairs {"ring", "grid"} do
  for _, arm in ipairs(mixtures.arms) do
    local name = arm.name
    if name == "plain" or name == "mbd" or name == "pac2" then
      local one = {set = set, networks = "pacgan", width = 200, lr = 1e-4,
                   beta1 = 0.8, batch = 100, steps = 20000,
                   simultaneous = true}
      for key, v in pairs(arm) do one[key] = v end
      one.name = set .. "-" .. name
      arms[#arms + 1] = one
    end
  end
end

return {
  hypothesis = [[
At PacGAN's setting too, mini-batch discrimination ends with more modes than the
plain discriminator, and with no fewer than packing by two.]],
  protocol = [[
PacGAN's (arXiv 1712.04086): G of 4 layers of 400 without biases, batch norm and
ReLU; D of 3 maxout layers of 200 x 5; weights N(0, 0.02), z of 2, Adam 1e-4,
beta1 0.8, batch 100, both players step from the same point; ring and grid as
in ring.lua and grid.lua, 2,500 samples, in evaluation mode. Scaled down: 20,000
steps (400,000), 3 seeds (10 trials). The layer: 64 kernels of 4 before D's last
layer. Nothing was tuned.]],
  arms = arms,
  seeds = 3,
  quick = {steps = 2},
  run = function(run)
    return mixtures.run(run, mixtures.sets[run.arm.set]())
  end,
}
