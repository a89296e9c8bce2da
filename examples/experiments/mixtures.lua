-- What the scripts ring.lua and grid.lua share: a GAN of small MLPs on a
-- mixture of Gaussians, trained as an arm says, and how it is judged.
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local steps = dofile(here .. "/steps.lua")

local mixtures = {}

-- ---- networks ----

local function generator(o)
  return nn.Sequential {
    nn.Linear(o.latent, o.width), nn.ReLU(),
    nn.Linear(o.width, o.width), nn.ReLU(),
    nn.Linear(o.width, 2),
  }
end

-- o.pack points at once; the features go through `layer`, if there is one,
-- which adds `more` of them.
local function discriminator(o, layer, more)
  local function linear(inner, outer)
    local made = nn.Linear(inner, outer)
    return o.spectral and nn.spectral_norm(made) or made
  end
  local D = nn.Sequential {
    linear(2 * (o.pack or 1), o.width), nn.LeakyReLU(0.2),
    linear(o.width, o.width), nn.LeakyReLU(0.2),
  }
  if layer then D:append(layer) end
  return D:append(linear(o.width + (more or 0), 1))
end

-- ---- arms ----

-- What all have, unless an arm says otherwise: Adam with beta1 0.5, the rate of
-- both that gan.zoo.mlp's users start from.
local usual = {latent = 2, width = 128, batch = 128, steps = 10000, lr = 1e-3,
               beta1 = 0.5, d_steps = 1, pack = 1, unroll = 0, loss = "bce",
               kernels = 64, dims = 4}

mixtures.arms = {
  {name = "plain"},
  {name = "mbd", layer = "mbd"},
  {name = "stddev", layer = "stddev"},
  {name = "pac2", pack = 2}, {name = "pac3", pack = 3},
  {name = "pac4", pack = 4},
  {name = "unrolled1", unroll = 1}, {name = "unrolled5", unroll = 5},
  {name = "wgan_gp", loss = "wasserstein", gp = 0.1, d_steps = 5,
   beta1 = 0, lr = 5e-4},
  {name = "sn_hinge", loss = "hinge", spectral = true},
  {name = "r1", loss = "logistic", r1 = 0.1},
  {name = "r3", loss = "relativistic", r1 = 0.1, r2 = 0.1, beta1 = 0},
}

local function options_of(arm)
  local o = {}
  for key, v in pairs(usual) do o[key] = v end
  for key, v in pairs(arm) do o[key] = v end
  return o
end

-- The networks: those of one seed have the same weights wherever they have the
-- same layers, as each is drawn from a generator of its own.
local function networks(run, o)
  ln.manual_seed(run:seed_of "generator")
  local G = generator(o)
  ln.manual_seed(run:seed_of "discriminator")
  local D
  if o.layer == "mbd" then
    local trunk = discriminator(o)
    ln.manual_seed(run:seed_of "mbd")
    D = discriminator(o, nn.MinibatchDiscrimination(o.width, o.kernels, o.dims),
                      o.kernels)
    for _, k in ipairs {1, 3} do
      D[k]:load_state_dict(trunk[k]:state_dict())
    end
  elseif o.layer == "stddev" then
    D = discriminator(o, nn.MinibatchStdDev(o.group or 4), 1)
  else
    D = discriminator(o)
  end
  return G, D
end

-- ---- training ----

-- D as G meets it: as it is, or as it will be after some steps.
local function critic(D, o, real, fake)
  if o.unroll == 0 then return D end
  local rates, loss = {lr = o.lr, betas = {o.beta1, 0.999}}, gan.losses[o.loss]
  return (gan.unrolled(D, function(c)
    return loss.discriminator(c(gan.pack(real, o.pack)),
                              c(gan.pack(fake, o.pack)))
  end, o.unroll, {rule = "adam", options = rates}))
end

-- ---- judging ----

local SAMPLES, LOOKS, LOST = 2500, 20, 0.5

-- Of 2,500 samples by the metrics of VEEGAN and PacGAN, from the same noise at
-- every look.
local function judge(G, o, run, set)
  local _ <close> = ln.no_grad()
  local z = ln.randn(SAMPLES, o.latent, {generator = run:generator "judge"})
  local m = ln.metrics.modes(G(z), set)
  return {modes = m.modes, major = m.major_modes, high_quality = m.high_quality,
          reverse_kl = m.reverse_kl, total_variation = m.total_variation}
end

--- Trains one arm with one seed on a mixture; what it comes to, at the end and
--- on the way.
function mixtures.run(run, set)
  local o = options_of(run.arm)
  local G, D = networks(run, o)
  local data, noise = run:generator "data", run:generator "noise"
  ln.manual_seed(run:seed_of "steps")
  local rates = {lr = o.lr, betas = {o.beta1, 0.999}}
  local opt_g = ln.optim.Adam(G:parameters(), rates)
  local opt_d = ln.optim.Adam(D:parameters(), rates)
  -- packs of 3 do not divide 128
  local batch = o.batch // o.pack * o.pack
  local curve, lost = {}, 0
  local every = math.max(1, o.steps // LOOKS)
  for step = 1, o.steps do
    local real, fake
    for _ = 1, o.d_steps do
      real = set:sample(batch, {generator = data})
      fake = G(ln.randn(batch, o.latent, {generator = noise}))
      steps.discriminator(D, opt_d, o, real, fake)
    end
    steps.generator(critic(D, o, real, fake), opt_g, o, real, fake)
    if step % every == 0 then
      local found = judge(G, o, run, set)
      table.insert(curve, {step, found.major, found.high_quality})
      -- the first tenth is the way there
      if step > o.steps / 10 and found.major < LOST * set.modes then
        lost = 1
      end
    end
  end
  local found = judge(G, o, run, set)
  found.ever_collapsed, found.curve = lost, curve
  return found
end

return mixtures
