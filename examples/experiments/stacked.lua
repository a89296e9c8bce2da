-- Stacked digits, a thousand modes: which of them does a small DCGAN find?
--   lunette experiment examples/experiments/stacked.lua
local ln = require "lunette"
local nn = ln.nn
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local steps = dofile(here .. "/steps.lua")

-- VEEGAN's DCGAN with a fourth of the filters: 64 there, 16 here.
local usual = {steps = 4000, batch = 64, latent = 100, filters = 16, lr = 2e-4,
               beta1 = 0.5, d_steps = 1, pack = 1, loss = "bce",
               samples = 26000, stacks = 128000}

local function halve(inner, outer, norm)
  local conv = nn.Conv2d(inner, outer, 4, {stride = 2, padding = 1})
  return nn.Sequential {conv, norm and nn.BatchNorm2d(outer) or nn.Identity(),
                        nn.LeakyReLU(0.2)}
end

-- z to 28 x 28 pictures of 3 channels.
local function generator(o)
  local f = o.filters
  return nn.Sequential {
    nn.Linear(o.latent, 4 * f * 7 * 7), nn.Unflatten(2, {4 * f, 7, 7}),
    nn.BatchNorm2d(4 * f), nn.ReLU(),
    nn.ConvTranspose2d(4 * f, 2 * f, 4, {stride = 2, padding = 1}),
    nn.BatchNorm2d(2 * f), nn.ReLU(),
    nn.ConvTranspose2d(2 * f, f, 4, {stride = 2, padding = 1}),
    nn.BatchNorm2d(f), nn.ReLU(),
    nn.Conv2d(f, 3, 3, {padding = 1}), nn.Tanh(),
  }
end

-- Batch norm but where a penalty is on the slope at each picture by itself.
local function discriminator(o)
  local f, norm = o.filters, not (o.gp or o.r1)
  local D = nn.Sequential {
    halve(3 * o.pack, f, false), halve(f, 2 * f, norm),
    halve(2 * f, 4 * f, norm),
    nn.Flatten(),
  }
  local features = 4 * f * 3 * 3
  if o.layer == "mbd" then
    D:append(nn.MinibatchDiscrimination(features, 50, 5,
      {reduction = o.reduction or "sum"}))
    features = features + 50
  elseif o.layer == "stddev" then
    D[3]:append(nn.MinibatchStdDev(4))
    features = features + 3 * 3
  end
  return D:append(nn.Linear(features, 1))
end

-- Of `count` pictures, a part at a time.
local function judge(G, o, run, count)
  local _ <close> = ln.no_grad()
  local _ <close> = G:evaluating()
  local classify = ln.metrics.features("mnist").probabilities
  local from, parts = run:generator "judge", {}
  for k = 1, count, 1000 do
    local n = math.min(1000, count - k + 1)
    parts[#parts + 1] = G(ln.randn(n, o.latent, {generator = from}))
  end
  local found = ln.metrics.stacked_modes(classify, ln.cat(parts, 1))
  return {modes = found.modes, kl = found.kl,
          total_variation = found.total_variation}
end

local function train(run, o)
  ln.manual_seed(run:seed_of "generator")
  local G = generator(o)
  ln.manual_seed(run:seed_of "discriminator")
  local D = discriminator(o)
  local noise = run:generator "noise"
  local set = ln.data.stacked_digits {count = o.stacks,
                                      generator = run:generator "stacks"}
  local loader = ln.data.Loader(set, {batch_size = o.batch, shuffle = true,
                                      generator = run:generator "order"})
  ln.manual_seed(run:seed_of "steps")
  local rates = {lr = o.lr, betas = {o.beta1, 0.999}}
  local opt_g = ln.optim.Adam(G:parameters(), rates)
  local opt_d = ln.optim.Adam(D:parameters(), rates)
  local curve = {}
  for step = 1, o.steps do
    local real, fake
    for _ = 1, o.d_steps do
      real = loader:next()
      fake = G(ln.randn(o.batch, o.latent, {generator = noise}))
      steps.discriminator(D, opt_d, o, real, fake)
    end
    steps.generator(D, opt_g, o, real, fake)
    if step % math.max(1, o.steps // 4) == 0 and step < o.steps then
      curve[#curve + 1] = {step, judge(G, o, run, o.samples // 5).modes}
    end
  end
  return G, curve
end

return {
  hypothesis = [[
With mini-batch discrimination the DCGAN that loses modes keeps more of the
1,000 than without, with a smaller KL; packing and WGAN-GP do so too. Of R3GAN's
four arms the relativistic one with R1 and R2 has the most modes.]],
  protocol = [[
VEEGAN's (arXiv 1705.07761): 128,000 stacks of three digits, batches of 64,
26,000 samples, a classifier of digits for each channel, modes and KL to equal
shares. Scaled down: digits are the 10,000 of ln.data.digits, 28 x 28, filters
16 (64), 4,000 steps of G (100,000); three looks on the way at 5,200 samples.
Adam 2e-4, beta1 0.5 (0 with R1). The classifier is the one of
ln.metrics.features, trained by this library. Samples are made in evaluation
mode. The layer: 50 kernels of 5 before D's last layer, sums over the batch or
(mbd_mean) means. Arms of a seed share G's weights, batches and noise. Nothing
was tuned: weights of the penalties are 10 for WGAN-GP (its paper) and 1 for R1
and R2, of sums over the picture.]],
  arms = {
    {name = "plain"},
    {name = "mbd", layer = "mbd"},
    {name = "mbd_mean", layer = "mbd", reduction = "mean"},
    {name = "stddev", layer = "stddev"},
    {name = "pac2", pack = 2},
    {name = "wgan_gp", loss = "wasserstein", gp = 10, d_steps = 5, beta1 = 0},
    {name = "plain_r1", loss = "logistic", r1 = 1, beta1 = 0},
    {name = "plain_r1_r2", loss = "logistic", r1 = 1, r2 = 1, beta1 = 0},
    {name = "relativistic_r1", loss = "relativistic", r1 = 1, beta1 = 0},
    {name = "relativistic_r1_r2", loss = "relativistic", r1 = 1, r2 = 1,
     beta1 = 0},
  },
  seeds = 3,
  quick = {steps = 2, samples = 100, stacks = 200},
  finding = [[
Not as meant, for nothing collapses at this size: the plain DCGAN has 984 modes
after 4,000 steps, where one of 64 filters had 79 after 100,000. Sums of the
layer do harm here, 795 modes and a KL of 1.75 against 0.53; means do none, 987
and 0.43, the least of all arms, though three seeds do not tell it from the
plain one's. Packing is slower, 888. Of R3GAN's four the relativistic ones have
more modes than the others, 932 and 923 against 864 and 893; R1 alone does not
diverge, and none is better than no penalty. WGAN-GP, 987, has five steps of D
to one.]],
  columns = {
    {name = "modes", title = "modes of 1,000", digits = 1},
    {name = "kl", title = "KL", digits = 3},
    {name = "total_variation", title = "total variation", digits = 3},
  },
  published = {
    {source = "PacGAN, arXiv 1712.04086",
     differs = "64 filters, 50 epochs of 128,000 stacks, all of MNIST; +- a " ..
       "standard error.",
     arms = {
       plain = {modes = "78.9 +- 6.5", kl = "4.50"},
       pac2 = {modes = "1000", kl = "0.06"},
       wgan_gp = {modes = "959", kl = "0.73"},
     }},
    {source = "VEEGAN, arXiv 1705.07761",
     differs = "64 filters, 50 epochs of 128,000 stacks, all of MNIST; 5 runs.",
     arms = {plain = {modes = "99", kl = "3.4"}}},
    {source = "R3GAN, arXiv 2501.05441, figure 2",
     differs = "networks and steps of its own; the code is not published.",
     arms = {
       plain_r1 = {modes = "diverges"}, relativistic_r1 = {modes = "diverges"},
       plain_r1_r2 = {modes = "693", kl = "0.927"},
       relativistic_r1_r2 = {modes = "1000", kl = "0.078"},
     }},
  },
  run = function(run)
    local o = {}
    for key, v in pairs(usual) do o[key] = v end
    for key, v in pairs(run.arm) do o[key] = v end
    local G, curve = train(run, o)
    local found = judge(G, o, run, o.samples)
    found.curve = curve
    return found
  end,
}
