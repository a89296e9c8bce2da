-- The run of tools/long.lua: a small GAN of pictures that workers load, with an
-- average, a penalty, a metric, samples, checkpoints and a page. Goes on where
-- its folder has been, and also once D tells all samples apart, as it does
-- after minutes.
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan

local o = ln.settings {steps = 100000000, lr = 2e-4}

local function data()
  local set = ln.data.images("pictures", {channels = 1, workers = 2})
  return ln.data.Loader(set, {batch_size = 8, shuffle = true})
end

gan.Trainer {
  generator = nn.Sequential {
    nn.Linear(8, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Unflatten(2, {4, 4, 4}),
    nn.ConvTranspose2d(4, 1, 4, {stride = 4}), nn.Tanh(),
  },
  discriminator = nn.Sequential {
    nn.Conv2d(1, 8, 4, {stride = 4}), nn.LeakyReLU(0.2), nn.Flatten(),
    nn.MinibatchDiscrimination(128, 4, 4), nn.Linear(132, 1),
  },
  make_data = data, latent = 8, seed = 1, steps = o.steps, folder = "run",
  optimizers = {"Adam", lr = o.lr, betas = {0.5, 0.9}}, ema = 0.99,
  penalties = {{"r1", weight = 0.1, every = 16}},
  metrics = {mean = function(t) return t:sample(8):mean():item() end},
  metrics_every = 100, best = {"mean", "lowest"}, samples = 16,
  samples_every = 200, checkpoint_every = 100, log_every = 5, hash_every = 50,
  stuck = false,
}:run()
