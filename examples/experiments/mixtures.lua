-- What the scripts about mixtures of Gaussians share: a GAN of MLPs, trained as
-- an arm says, and how it is judged.
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local steps = dofile(here .. "/steps.lua")

local mixtures = {}

-- ---- the sets ----

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
               kernels = 64, dims = 4, networks = "small"}

mixtures.arms = {
  {name = "plain"},
  {name = "mbd", layer = "mbd"},
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
}

local function with(t, more)
  local copy = {}
  for key, v in pairs(t) do copy[key] = v end
  for key, v in pairs(more) do copy[key] = v end
  return copy
end

--- The arms with what they all take over, and with the rates for a set.
function mixtures.arms_of(set, more)
  local list = {}
  for k, arm in ipairs(mixtures.arms) do
    local lr = rates[arm.name][set == "ring" and 1 or 2]
    list[k] = with(with(arm, {lr = lr}), more or {})
  end
  return list
end

-- What a discriminator has behind its features, and how many it adds.
local layers = {
  mbd = function(o)
    return nn.MinibatchDiscrimination(o.width, o.kernels, o.dims), o.kernels
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

-- ---- judging ----

local SAMPLES, LOST = 2500, 0.5

-- Samples from the same noise at every look.
local function samples(G, o, run)
  local _ <close> = ln.no_grad()
  local _ <close> = G:evaluating()
  return G(ln.randn(SAMPLES, o.latent, {generator = run:generator "judge"}))
end

-- Of 2,500 samples by the metrics of VEEGAN and PacGAN.
local function judge(G, o, run, set)
  local m = ln.metrics.modes(samples(G, o, run), set)
  return {modes = m.modes, major = m.major_modes, high_quality = m.high_quality,
          reverse_kl = m.reverse_kl, total_variation = m.total_variation}
end

--- Trains one arm with one seed on a mixture; what it comes to, at the end and
--- on the way.
function mixtures.run(run, set)
  local o = with(usual, run.arm)
  local G, D = networks(run, o)
  local curve, lost, found = {}, 0, nil
  train(run, o, set, G, D, function(step)
    found = judge(G, o, run, set)
    curve[#curve + 1] = {step, found.major, found.high_quality}
    -- the first tenth is the way there
    if step > o.steps / 10 and found.major < LOST * set.modes then lost = 1 end
  end)
  found = judge(G, o, run, set)
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
