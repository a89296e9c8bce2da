-- What the scripts about mixtures of Gaussians share: a GAN of MLPs, trained as
-- an arm says, and how it is judged.
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local steps = dofile(here .. "/steps.lua")

local mixtures = {}

-- ---- sets ----

mixtures.sets = {
  ring = function()
    return ln.data.ring {modes = 8, radius = 1, std = 0.01}
  end,
  grid = function()
    return ln.data.grid {side = 5, spacing = 2, std = 0.05}
  end,
}

-- ---- networks ----

-- Two layers of o.width each.
local small = {}
mixtures.small = small

function small.generator(o)
  return nn.Sequential {
    nn.Linear(o.latent, o.width), nn.ReLU(),
    nn.Linear(o.width, o.width), nn.ReLU(),
    nn.Linear(o.width, 2),
  }
end

-- Of o.pack points at once, to o.width features.
function small.features(o)
  local function linear(inner, outer)
    local made = nn.Linear(inner, outer)
    return o.spectral and nn.spectral_norm(made) or made
  end
  return nn.Sequential {
    linear(2 * o.pack, o.width), nn.LeakyReLU(0.2),
    linear(o.width, o.width), nn.LeakyReLU(0.2),
  }
end

-- Those of PacGAN: weights are N(0, 0.02), G has no biases but its last.
local pacgan = {}

local function start(net)
  return net:apply(function(m)
    local weight = m.weight
    if weight and weight:dim() == 2 then nn.init.normal_(weight, 0, 0.02) end
    if m.bias then nn.init.zeros_(m.bias) end
  end)
end

function pacgan.generator(o)
  local G, inner = nn.Sequential {}, o.latent
  for _ = 1, 4 do
    G:append(nn.Linear(inner, 400, {bias = false})):append(nn.BatchNorm1d(400))
    G:append(nn.ReLU())
    inner = 400
  end
  return start(G:append(nn.Linear(400, 2)))
end

function pacgan.features(o)
  return start(nn.Sequential {
    nn.Maxout(2 * o.pack, 200, 5), nn.Maxout(200, 200, 5),
    nn.Maxout(200, 200, 5),
  })
end

local families = {small = small, pacgan = pacgan}

-- ---- arms ----

-- What all have, unless an arm says otherwise.
local usual = {latent = 2, width = 128, batch = 128, steps = 10000,
               beta1 = 0.5, d_steps = 1, pack = 1, unroll = 0, loss = "bce",
               kernels = 64, dims = 4, reduction = "sum", networks = "small"}

mixtures.arms = {
  {name = "plain"},
  {name = "mbd", layer = "mbd"},
  {name = "mbd_mean", layer = "mbd", reduction = "mean"},
  {name = "stddev", layer = "stddev"},
  {name = "pac2", pack = 2}, {name = "pac3", pack = 3},
  {name = "pac4", pack = 4},
  {name = "unrolled1", unroll = 1}, {name = "unrolled5", unroll = 5},
  {name = "wgan_gp", loss = "wasserstein", gp = 0.1, d_steps = 5, beta1 = 0},
  {name = "sn_hinge", loss = "hinge", spectral = true},
  {name = "r1", loss = "logistic", r1 = 0.1},
  {name = "r3", loss = "relativistic", r1 = 0.1, r2 = 0.1, beta1 = 0},
}

-- Adam's rates of both players that tune.lua has found, for ring and grid.
local rates = {
  plain = {3e-4, 1e-4},
  mbd = {3e-4, 1e-4},
  mbd_mean = {1e-3, 1e-4},
  stddev = {1e-4, 1e-4},
  pac2 = {1e-3, 1e-4},
  pac3 = {1e-3, 1e-4},
  pac4 = {1e-3, 1e-4},
  unrolled1 = {1e-4, 1e-4},
  unrolled5 = {1e-4, 1e-4},
  wgan_gp = {1e-3, 1e-3},
  sn_hinge = {1e-4, 1e-4},
  r1 = {3e-4, 1e-3},
  r3 = {1e-3, 1e-3},
}

local function with(t, more)
  local copy = {}
  for key, v in pairs(t) do copy[key] = v end
  for key, v in pairs(more) do copy[key] = v end
  return copy
end

--- The arms with what they all take over, and with the rates for a set.
function mixtures.arms_of(set)
  local list = {}
  for k, arm in ipairs(mixtures.arms) do
    local lr = rates[arm.name][set == "ring" and 1 or 2]
    list[k] = with(arm, {lr = lr})
  end
  table.insert(list, {name = "real", real = true})
  return list
end

local chosen = {plain = true, mbd = true, mbd_mean = true, pac2 = true}

--- Those of the arms that pacgan_ring.lua and pacgan_grid.lua have, with
--- PacGAN's networks and rates.
function mixtures.pacgan_arms()
  local list = {}
  for _, arm in ipairs(mixtures.arms) do
    list[#list + 1] = chosen[arm.name] and
      with(arm, {networks = "pacgan", width = 200, lr = 1e-4, beta1 = 0.8,
                 batch = 100, steps = 20000, simultaneous = true}) or nil
  end
  return list
end

-- What a discriminator has behind its features, and how many it adds.
local layers = {
  mbd = function(o)
    return nn.MinibatchDiscrimination(o.width, o.kernels, o.dims,
      {reduction = o.reduction or "sum"}), o.kernels
  end,
  stddev = function() return nn.MinibatchStdDev(4), 1 end,
}

-- The networks: those of one seed have the same weights wherever they have the
-- same layers, as each part is drawn from a seed of its own.
local function networks(run, o)
  local family = families[o.networks]
  ln.manual_seed(run:seed_of "generator")
  local G = family.generator(o)
  ln.manual_seed(run:seed_of "discriminator")
  local D = family.features(o)
  ln.manual_seed(run:seed_of "end")
  local more = 0
  if o.layer then
    local layer
    layer, more = layers[o.layer](o)
    D:append(layer)
  end
  local last = nn.Linear(o.width + more, 1)
  return G, D:append(o.spectral and nn.spectral_norm(last) or last)
end

-- ---- training ----

-- D as G meets it: as it is, or as it will be after some steps.
local function critic(D, o, real, fake)
  if o.unroll == 0 then return D end
  local loss = gan.losses[o.loss]
  local options = {lr = o.lr, betas = {o.beta1, 0.999}}
  return (gan.unrolled(D, function(c)
    return loss.discriminator(c(gan.pack(real, o.pack)),
                              c(gan.pack(fake, o.pack)))
  end, o.unroll, {rule = "adam", options = options}))
end

-- One step of G, and what comes before it; batch() gives reals and fakes.
local function step_both(o, D, opt_g, opt_d, batch)
  local real, fake
  if o.simultaneous then
    real, fake = batch()
    return steps.simultaneous(D, opt_g, opt_d, o, real, fake)
  end
  for _ = 1, o.d_steps do
    real, fake = batch()
    steps.discriminator(D, opt_d, o, real, fake)
  end
  steps.generator(critic(D, o, real, fake), opt_g, o, real, fake)
end

-- G's and D's steps from 1 to o.steps; each_look(step) twenty times.
local function train(run, o, set, G, D, each_look)
  local data, noise = run:generator "data", run:generator "noise"
  ln.manual_seed(run:seed_of "steps")
  local options = {lr = o.lr, betas = {o.beta1, 0.999}}
  local opt_g = ln.optim.Adam(G:parameters(), options)
  local opt_d = ln.optim.Adam(D:parameters(), options)
  -- packs of 3 do not divide 128
  local count = o.batch // o.pack * o.pack
  local function batch()
    return set:sample(count, {generator = data}),
           G(ln.randn(count, o.latent, {generator = noise}))
  end
  for step = 1, o.steps do
    step_both(o, D, opt_g, opt_d, batch)
    if step % math.max(1, o.steps // 20) == 0 then each_look(step) end
  end
end

-- ---- tables ----

function mixtures.columns(modes)
  return {
    {name = "major", title = "modes with 1 % each", digits = 1},
    {name = "modes", title = ("modes of %d"):format(modes), digits = 1},
    {name = "high_quality", title = "high quality", digits = 3},
    {name = "reverse_kl", title = "reverse KL", digits = 3},
    {name = "total_variation", title = "total variation", digits = 3},
    {name = "ever_collapsed", title = "collapsed on the way", digits = 2},
  }
end

local function of_pacgan(differs, arms)
  return {source = "PacGAN, arXiv 1712.04086", arms = arms,
          differs = differs .. "10 trials, +- a standard error."}
end

local function of_veegan(arms)
  return {source = "VEEGAN, arXiv 1705.07761", arms = arms,
          differs = "other networks and rates; means of 5 runs. How far the " ..
            "unrolled GAN looks ahead is not known to us."}
end

-- What PacGAN's and VEEGAN's tables say.
local tables = {
  ring = {
    {plain = {modes = "6.3 +- 0.5", high_quality = "0.982",
              reverse_kl = "0.45"},
     pac2 = {modes = "7.9 +- 0.1", high_quality = "0.956",
             reverse_kl = "0.07"},
     pac3 = {modes = "7.8 +- 0.1", high_quality = "0.977",
             reverse_kl = "0.10"},
     pac4 = {modes = "7.8 +- 0.1", high_quality = "0.959",
             reverse_kl = "0.07"}},
    {plain = {modes = "1", high_quality = "0.993"},
     unrolled5 = {modes = "7.6", high_quality = "0.356"}},
  },
  grid = {
    {plain = {modes = "17.3 +- 0.8", high_quality = "0.948",
              reverse_kl = "0.70"},
     pac2 = {modes = "23.8 +- 0.7", high_quality = "0.913",
             reverse_kl = "0.13"},
     pac3 = {modes = "24.6 +- 0.4", high_quality = "0.942",
             reverse_kl = "0.06"},
     pac4 = {modes = "24.8 +- 0.2", high_quality = "0.936",
             reverse_kl = "0.04"}},
    {plain = {modes = "3.3", high_quality = "0.005"},
     unrolled5 = {modes = "23.6", high_quality = "0.16"}},
  },
}

-- Those of an experiment that has these arms; all unless given.
local function of_arms(arms, names)
  local list = {}
  for name, numbers in pairs(arms) do
    list[name] = (not names or names[name]) and numbers or nil
  end
  return list
end

--- The published numbers beside those of small networks.
function mixtures.published(set, names)
  return {
    of_pacgan("G of 4 layers of 400 with batch norm, D of 3 of maxout (200 " ..
              "x 5), Adam 1e-4 with beta1 0.8, batches of 100, 400,000 " ..
              "steps; ", of_arms(tables[set][1], names)),
    of_veegan(of_arms(tables[set][2], names)),
  }
end

--- The published numbers beside those of PacGAN's networks.
function mixtures.published_by_pacgan(set)
  return {of_pacgan("400,000 steps; ", of_arms(tables[set][1], chosen))}
end

-- ---- judging ----

local SAMPLES, LOST = 2500, 0.5

-- Samples from the same noise at every look.
local function samples(G, o, run)
  local _ <close> = ln.no_grad()
  local _ <close> = G:evaluating()
  return G(ln.randn(SAMPLES, o.latent, {generator = run:generator "judge"}))
end

-- 2,500 samples by the metrics of VEEGAN and PacGAN.
local function judged(x, set)
  local m = ln.metrics.modes(x, set)
  return {modes = m.modes, major = m.major_modes, high_quality = m.high_quality,
          reverse_kl = m.reverse_kl, total_variation = m.total_variation}
end

function mixtures.judge(G, o, run, set)
  return judged(samples(G, o, run), set)
end

-- What the mixture itself would come to.
local function perfect(run, set)
  return judged(set:sample(SAMPLES, {generator = run:generator "fresh"}), set)
end

--- Trains one arm with one seed on a mixture; what it comes to, at the end and
--- on the way.
function mixtures.run(run, set)
  if run.arm.real then return perfect(run, set) end
  local o = with(usual, run.arm)
  local G, D = networks(run, o)
  local curve, lost, found = {}, 0, nil
  train(run, o, set, G, D, function(step)
    found = mixtures.judge(G, o, run, set)
    curve[#curve + 1] = {step, found.major, found.high_quality}
    -- the first tenth is the way there
    if step > o.steps / 10 and found.major < LOST * set.modes then lost = 1 end
  end)
  found = mixtures.judge(G, o, run, set)
  found.ever_collapsed, found.curve = lost, curve
  return found
end

--- As run, and how far samples are from fresh ones of the mixture: no count of
--- modes, by which rates are chosen.
function mixtures.distance(run, set)
  local o = with(usual, run.arm)
  local G, D = networks(run, o)
  train(run, o, set, G, D, function() end)
  local real = set:sample(SAMPLES, {generator = run:generator "fresh"})
  return ln.metrics.sliced_wasserstein(real, samples(G, o, run),
    {generator = run:generator "directions"})
end

return mixtures
