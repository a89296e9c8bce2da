-- ln.gan.Trainer: the usual loop as one table. It logs, measures, draws, saves,
-- goes on where it was when run again, and stops by itself; the other examples
-- are what it does, written out.
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local steps, folder = tonumber(arg[1]) or 2000, arg[2] or "runs/trainer"

local ring = ln.data.ring {modes = 8, radius = 1, std = 0.05}

local trainer = gan.Trainer {
  folder = folder, seed = 1, steps = steps,
  data = ring, batch_size = 256, latent = 2,

  generator = function()
    return nn.Sequential {
      nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(),
      nn.Linear(128, 2),
    }
  end,
  discriminator = function()
    return nn.Sequential {
      nn.Linear(2, 128), nn.LeakyReLU(0.2), nn.Linear(128, 128),
      nn.LeakyReLU(0.2),
      nn.MinibatchDiscrimination(128, 32, 8), nn.Linear(128 + 32, 1),
    }
  end,

  loss = "bce", loss_options = {discriminator = {real_label = 0.9}},
  penalties = {{"r1", weight = 0.05, every = 4}},
  optimizers = {"Adam", lr = 1e-3, betas = {0.5, 0.999}},
  schedules = {"CosineAnnealingLR", steps},
  ema = 0.99,

  samples = 1000, samples_every = 500,
  metrics = {
    ring = function(t) return ln.metrics.modes(t:sample(2500), ring) end,
  },
  metrics_every = 250,
  best = {"ring.high_quality", "highest"},
  on_metrics = function(t, found)
    print(("step %d: %d of 8 modes, %.1f%% of samples within 3 sigma"):format(
      t.step, found["ring.major_modes"], 100 * found["ring.high_quality"]))
  end,
}

local result = trainer:run()
print(("%s after %d steps in %.1f s: %s"):format(
  result.reason, result.step, result.seconds, result.message))
if result.best then
  print(("best: %.1f%% within 3 sigma at step %d"):format(
    100 * result.best, result.best_step))
end
print("config, log, samples, checkpoint and best weights: " .. folder)
