-- What quality_mnist.lua and quality_fashion.lua share: a small DCGAN with the
-- techniques that an arm names, and how its pictures are judged.
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local bce = gan.losses.bce

local quality = {}

-- ---- arms ----

local usual = {steps = 2000, batch = 64, latent = 100, filters = 16,
               lr = 1e-3, beta1 = 0.5, samples = 10000}

-- The five, each by the option that an arm without it lacks: weights of feature
-- matching and of historical averaging, kernels of mini-batch discrimination,
-- the label of the reals, size of the reference batch of virtual batch norm.
local five = {matching = 1, history = 0.1, kernels = 50, real_label = 0.9,
              reference = 64}

local function all_but(option, name)
  local arm = {name = name}
  for key, v in pairs(five) do
    if key ~= option then arm[key] = v end
  end
  return arm
end

quality.arms = {
  all_but(nil, "all"),
  all_but("matching", "no_matching"),
  all_but("kernels", "no_minibatch"),
  all_but("history", "no_history"),
  all_but("real_label", "no_smoothing"),
  all_but("reference", "no_virtual"),
  {name = "none"},
  {name = "real", real = true},
}

-- What tables of the results show.
quality.columns = {
  {name = "fid", title = "FID", digits = 1},
  {name = "kid", title = "KID", digits = 2},
  {name = "inception_score", title = "Inception score", digits = 2},
  {name = "precision", digits = 2}, {name = "recall", digits = 2},
}

-- ---- networks ----

-- z to 28 x 28 pictures.
local function generator(o)
  local f = o.filters
  local function norm(channels)
    return o.reference and nn.VirtualBatchNorm(channels, o.reference) or
      nn.BatchNorm2d(channels)
  end
  return nn.Sequential {
    nn.Linear(o.latent, 4 * f * 7 * 7), nn.Unflatten(2, {4 * f, 7, 7}),
    norm(4 * f), nn.ReLU(),
    nn.ConvTranspose2d(4 * f, 2 * f, 4, {stride = 2, padding = 1}),
    norm(2 * f), nn.ReLU(),
    nn.ConvTranspose2d(2 * f, f, 4, {stride = 2, padding = 1}),
    norm(f), nn.ReLU(),
    nn.Conv2d(f, 1, 3, {padding = 1}), nn.Tanh(),
  }
end

local function halve(inner, outer)
  return nn.Sequential {nn.Conv2d(inner, outer, 4, {stride = 2, padding = 1}),
                        nn.LeakyReLU(0.2)}
end

-- D[1] gives the features that are matched, D[2] what is made of them. Without
-- batch norm: of reals and fakes apart, it would make their means alike.
local function discriminator(run, o)
  ln.manual_seed(run:seed_of "discriminator")
  local f = o.filters
  local features = 4 * f * 3 * 3
  local body = nn.Sequential {halve(1, f), halve(f, 2 * f),
                              halve(2 * f, 4 * f), nn.Flatten()}
  ln.manual_seed(run:seed_of "head")
  if not o.kernels then
    return nn.Sequential {body, nn.Linear(features, 1)}
  end
  return nn.Sequential {body, nn.Sequential {
    nn.MinibatchDiscrimination(features, o.kernels, 5, {reduction = "sum"}),
    nn.Linear(features + o.kernels, 1),
  }}
end

-- Pictures of z, after the reference batch where there is one.
local function make(G, reference, z)
  if not reference then return G(z) end
  return G(ln.cat {reference, z}):narrow(1, reference:size(1) + 1, z:size(1))
end

-- ---- training ----

-- A player: its network, its optimiser and, with a weight, its history.
local function player(network, o)
  local p = {network = network, opt = ln.optim.Adam(network:parameters(), {
    lr = o.lr, betas = {o.beta1, 0.999}})}
  p.history = o.history and gan.HistoricalAverage(network)
  function p.step(loss)
    if p.history then loss = loss + p.history:penalty {weight = o.history} end
    p.opt:zero_grad()
    loss:backward()
    p.opt:step()
    if p.history then p.history:update() end
  end
  return p
end

local function generator_loss(D, o, real, fake)
  local features = D[1](fake)
  local loss = bce.generator(D[2](features))
  if not o.matching then return loss end
  return loss + o.matching *
    gan.feature_matching(D[1](real), features, {kind = "l1"})
end

-- A trained G, as a function of z.
local function train(run, o, set)
  ln.manual_seed(run:seed_of "generator")
  local G, D = generator(o), discriminator(run, o)
  local noise = run:generator "noise"
  local reference = o.reference and
    ln.randn(o.reference, o.latent, {generator = run:generator "reference"})
  local loader = ln.data.Loader(set, {batch_size = o.batch, shuffle = true,
    drop_last = true, generator = run:generator "order"})
  local first = loader:next()
  if o.kernels then D[2][1]:initialise(D[1](first)) end
  local g, d = player(G, o), player(D, o)
  for _ = 1, o.steps do
    local real = loader:next()
    local fake = make(G, reference, ln.randn(o.batch, o.latent,
                                             {generator = noise}))
    d.step(bce.discriminator(D(real), D(fake:detach()),
                             {real_label = o.real_label}))
    local _ <close> = D:frozen()
    g.step(generator_loss(D, o, real, fake))
  end
  G:eval()
  return function(z) return make(G, reference, z) end
end

-- ---- judging ----

-- o.samples pictures, a part at a time.
local function sample(made, o, run)
  local _ <close> = ln.no_grad()
  local from, parts = run:generator "judge", {}
  for k = 1, o.samples, 500 do
    local n = math.min(500, o.samples - k + 1)
    parts[#parts + 1] = made(ln.randn(n, o.latent, {generator = from}))
  end
  return ln.cat(parts, 1)
end

-- As many real pictures as made ones. KID is of all pairs.
local function judge(classifier, real, fake)
  local _ <close> = ln.no_grad()
  local wanted, got = classifier.features(real), classifier.features(fake)
  local shares = classifier.network[2](got):softmax(2)
  local precision, recall = ln.metrics.precision_recall(wanted, got)
  return {
    inception_score = (ln.metrics.inception_score(shares)),
    fid = ln.metrics.fid(wanted, got),
    kid = (ln.metrics.kid(wanted, got, {subsets = 1,
                                        subset_size = got:size(1)})),
    precision = precision, recall = recall,
  }
end

-- 3 x 3 pixels for each
local function draw(path, images)
  local large = images:repeat_interleave(3, 3):repeat_interleave(3, 4)
  ln.image.save_grid(path, large, {range = {-1, 1}})
end

--- Trains one arm with one seed on the set of this name, which ln.data and
--- ln.metrics.features have; what its pictures are worth beside as many of the
--- set. 64 of them go to run.folder. Those of the arm `real` are the set's own,
--- for tests: no generator can be asked for more.
function quality.run(run, name)
  local o = {}
  for key, v in pairs(usual) do o[key] = v end
  for key, v in pairs(run.arm) do o[key] = v end
  local set = ln.data[name]()
  local fake
  if o.real then
    fake = ln.data[name] {train = false}:batch(ln.arange(1, o.samples))
  else
    fake = sample(train(run, o, set), o, run)
  end
  draw(run.folder .. "/samples.png", fake:narrow(1, 1, 64))
  local order = ln.randperm(#set, {generator = run:generator "real"})
  local real = set:batch(order:narrow(1, 1, o.samples))
  return judge(ln.metrics.features(name), real, fake)
end

return quality
