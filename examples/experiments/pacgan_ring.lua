-- Ring of 8 with PacGAN's own networks and rates: are the modes of its table
-- found here, and how many has mini-batch discrimination there?
--   lunette experiment examples/experiments/pacgan_ring.lua
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

return {
  hypothesis = [[
At PacGAN's setting too, mini-batch discrimination ends with more modes than the
plain discriminator, and with no fewer than packing by two.]],
  protocol = [[
PacGAN's (arXiv 1712.04086): G of 4 layers of 400 without biases, batch norm and
ReLU; D of 3 maxout layers of 200 x 5; weights N(0, 0.02), z of 2, Adam 1e-4,
beta1 0.8, batch 100, both players step from the same point; the ring of
ring.lua, 2,500 samples, in evaluation mode. Scaled down: 20,000 steps
(400,000), 3 seeds (10 trials). The layer: 64 kernels of 4 before D's last
layer. Nothing was tuned.]],
  arms = mixtures.pacgan_arms(),
  seeds = 3,
  quick = {steps = 2},
  columns = mixtures.columns(8),
  published = mixtures.published_by_pacgan "ring",
  finding = [[
It does not hold. With these networks, batch norm in G and three maxout layers
in D, the plain GAN loses no half of its modes at any look, and finds all eight
in each of three seeds; all six runs with mini-batch discrimination lose half of
them at some look, and end with 5.3 (sums) and 7.3 (means). The intervals of
three seeds are wide: no arm's modes differ from the plain one's at the end.
After a twentieth of PacGAN's steps packing is where its table has it, and the
plain GAN above that; it may lose modes later.]],
  run = function(run)
    return mixtures.run(run, mixtures.sets.ring())
  end,
}
