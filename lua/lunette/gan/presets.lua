--- Options of gan.Trainer that suit a set of pictures.

local arguments = require "lunette.arguments"
local augment = require "lunette.gan.augment"
local nn = require "lunette.nn"
local penalties = require "lunette.gan.penalties"
local raise = require "lunette.errors".raise
local zoo = require "lunette.gan.zoo"

-- Fewer pictures than this are augmented.
local FEW = 5000
-- gamma at 64 x 64: by the square of the size it is 160 at 256 x 256, where
-- R3GAN's authors have 150, and what is left of theirs at the end. StyleGAN2
-- learns from its penalty at every so many steps.
local GAMMA, LAST_GAMMA, LAZY = 10, 0.1, 16
-- R3GAN's rate, at first and at the end: five times its authors', whose runs
-- are far longer. With theirs, and gamma 0.125, what was to be digits of 16 x
-- 16 were shreds after 46,000 images; with these they are strokes after 62,000.
local R3GAN_RATE, R3GAN_LAST_SHARE = 1e-3, 1 / 4
-- The half-life of the average: at most so many images, or that share of those
-- of the run.
local HALF_LIFE, HALF_SHARE = 500000, 1 / 20
-- DCGAN's rate with these, and StyleGAN2's.
local DCGAN_RATE, STYLEGAN2_RATE = 1e-3, 2e-3
-- ADA's speed: p goes from 0 to 1 in so many images, or in that share of them.
local ADA_IMAGES, ADA_SHARE = 500000, 1 / 2

-- ---- schedules ----

-- From `first` to `last` on a cosine over the steps of the run.
local function cosine(t, first, last)
  local share = math.min(1, t.step / t.options.steps)
  return last + (first - last) * (1 + math.cos(math.pi * share)) / 2
end

local function half_life_of(o)
  return math.min(HALF_LIFE, o.steps * o.batch_size * HALF_SHARE)
end

-- The average reaches back further as the run goes on, as R3GAN's does.
local function follow(t)
  local half_life = cosine(t, 0, half_life_of(t.options))
  t.average.decay = half_life > 0 and
                    0.5 ^ (t.options.batch_size / half_life) or 0
end

-- gamma grows with the pixels of an image, unless it is given.
local function gamma_of(o) return o.gamma or GAMMA * (o.size / 64) ^ 2 end

-- ---- the three ----

-- Networks of the zoo, made when the trainer first asks, from its seed.
local function players(options, make)
  local nets
  for _, player in ipairs {"generator", "discriminator"} do
    options[player] = function()
      nets = nets or make()
      return nets[player]
    end
  end
  return options
end

-- Adaptive augmentation, for discriminators whose outputs have a zero.
local function with_ada(o, options)
  local ada
  if o.count < FEW then
    ada = augment.ADA {images = math.min(
      ADA_IMAGES, math.ceil(o.steps * o.batch_size * ADA_SHARE))}
    options.augment, options.objects = ada, {ada = ada}
  end
  options.on_start = follow
  function options.on_step(t)
    follow(t)
    if ada then ada:update(t.seen.real_logits) end
  end
  return options
end

local makers = {}

-- Mini-batch features (Salimans et al. 2016): so many kernels of so many
-- dimensions, beside what DCGAN's convolutions see in each image. Without batch
-- norm, for the penalty is on the slope at each image by itself.
local KERNELS, DIMENSIONS = 50, 5

local function dcgan_discriminator(o)
  local D, c, width = nn.Sequential {}, o.channels, o.filters
  for _ = 1, math.tointeger(math.log(o.size // 4, 2)) do
    D:append(nn.Conv2d(c, width, 4, {stride = 2, padding = 1}))
    D:append(nn.LeakyReLU(0.2))
    c, width = width, 2 * width
  end
  D:append(nn.Flatten())
  D:append(nn.MinibatchDiscrimination(16 * c, KERNELS, DIMENSIONS))
  return D:append(nn.Linear(16 * c + KERNELS, 1))
end

function makers.dcgan(o)
  local options = with_ada(o, {
    latent = 100, loss = "logistic",
    penalties = {{"r1", weight = gamma_of(o), every = 4}},
    optimizers = {"Adam", lr = o.lr or DCGAN_RATE, betas = {0.5, 0.999}},
  })
  function options.generator()
    return zoo.dcgan({size = o.size, channels = o.channels,
                      filters = o.filters}).generator
  end
  function options.discriminator() return dcgan_discriminator(o) end
  return options
end

function makers.stylegan2(o)
  -- the rates of Karras et al. 2020 (arXiv 1912.04958, section 3.1) where the
  -- penalty is lazy
  local c, lr = LAZY / (LAZY + 1), o.lr or STYLEGAN2_RATE
  local options = with_ada(o, {
    latent = 2 * o.filters, loss = "logistic",
    penalties = {{"r1", weight = gamma_of(o), every = LAZY}},
    optimizers = {discriminator = {"Adam", lr = lr * c,
                                   betas = {0, 0.99 ^ c}},
                  generator = {"Adam", lr = lr, betas = {0, 0.99}}},
  })
  return players(options, function()
    return zoo.stylegan2 {
      size = o.size, channels = o.channels, filters = o.filters,
      latent = 2 * o.filters, style = 2 * o.filters, layers = 2,
      group_size = math.min(4, o.batch_size)}
  end)
end

-- R1 and R2 of one weight, which sinks to a tenth.
local function both_penalties(o)
  local gamma = gamma_of(o)
  return function(t, batch)
    local weight = cosine(t, gamma, gamma * LAST_GAMMA)
    local function of_real(x) return t:judge(x, batch.labels) end
    local function of_fake(x) return t:judge(x, batch.fake_labels) end
    return penalties.r1(of_real, batch.real, {weight = weight}) +
           penalties.r2(of_fake, batch.fake, {weight = weight})
  end
end

-- R3GAN's schedules but gamma's: rates, beta2 and the average.
local function adjust(t, lr)
  follow(t)
  for _, player in ipairs {"generator", "discriminator"} do
    for _, group in ipairs(t.optimizers[player].param_groups) do
      group.lr = cosine(t, lr, lr * R3GAN_LAST_SHARE)
      group.betas = {0, cosine(t, 0.9, 0.99)}
    end
  end
end

function makers.r3gan(o)
  local lr = o.lr or R3GAN_RATE
  local options = {
    latent = 64, classes = o.classes, loss = "relativistic",
    penalties = {{both_penalties(o)}},
    optimizers = {"Adam", lr = lr, betas = {0, 0.9}},
  }
  if o.count < FEW then
    -- its outputs have no zero that ADA could go by: a schedule instead
    local p = 0
    function options.augment(x) return augment.pipeline(x, p) end
    function options.on_step(t)
      adjust(t, lr)
      p = cosine(t, 0, 0.3)
    end
  else
    function options.on_step(t) adjust(t, lr) end
  end
  options.on_start = options.on_step
  return players(options, function()
    return zoo.r3gan {size = o.size, channels = o.channels,
                      filters = o.filters, classes = o.classes}
  end)
end

-- ---- what is chosen ----

local filters = {dcgan = 64, r3gan = 32, stylegan2 = 32}
local batches = {dcgan = 64, r3gan = 32, stylegan2 = 16}

-- The name that is not given, and why it is this one.
local function choose(o)
  if o.classes then return "r3gan", "it is told the classes" end
  if o.size > 64 then
    return "stylegan2", "its penalty is due at one step of 16, which counts " ..
                        "beyond 64 x 64"
  elseif o.size <= 32 and o.count >= FEW then
    return "dcgan", ("%d pictures of %d x %d do for the cheapest"):format(
      o.count, o.size, o.size)
  end
  return "r3gan", ("its pairing loss with R1 and R2 bears %s"):format(
    o.count < FEW and "few pictures" or "pictures of " .. o.size)
end

local function reasons_of(o, why)
  local list = {"preset " .. o.name .. (why and ": " .. why or "")}
  local function say(...) list[#list + 1] = string.format(...) end
  say("%d filters, batches of %d", o.filters, o.batch_size)
  say("gamma %g: %s", gamma_of(o), o.gamma and "as given" or
      ("%g at 64 x 64, and as the number of pixels"):format(GAMMA))
  if o.count < FEW then
    say("augmented: %d pictures are fewer than %d", o.count, FEW)
  end
  say("average: half-life of %.0f images at the end", half_life_of(o))
  return list
end

--- Options of gan.Trainer for `count` pictures of channels x size x size, by
--- name, to which data and a folder are added:
---   dcgan      zoo.dcgan's generator against its convolutions without norms,
---              with mini-batch discrimination and R1 at every 4th step
---              (Radford et al. 2015; Salimans et al. 2016)
---   r3gan      zoo.r3gan, relativistic loss, R1 and R2, and the authors'
---              schedules over the run for rates, five times theirs, beta2,
---              gamma, average and augmentation (Huang et al. 2024, arXiv
---              2501.05441)
---   stylegan2  zoo.stylegan2, small, logistic loss, R1 at every 16th step
---              (Karras et al. 2020)
--- Without a name: r3gan; beyond 64 x 64 stylegan2, whose penalty is cheaper;
--- dcgan for 5000 pictures or more up to 32 x 32. gamma of R1 and R2 is 10 at
--- 64 x 64, and grows with the number of pixels; lr, of both optimisers, is
--- 1e-3, of stylegan2 2e-3. Fewer than 5000
--- pictures are augmented: by ADA, in r3gan with a probability that rises to
--- 0.3. All have an EMA whose half-life rises to a twentieth of the run, at
--- most 500,000 images. classes: r3gan alone.
---   local options, reasons = ln.gan.presets {size = 32, count = 2000}
---   options.data = ln.data.Loader(ln.data.shapes {size = 32},
---                                 {batch_size = options.batch_size})
---   options.folder = "runs/shapes"
---   local trainer = ln.gan.Trainer(options)
--- Returns the options and a list of texts: what was chosen, and why.
--- @return table
local presets = arguments.define("presets",
  "{size: count, count: count, channels: count = 3, classes: count?, " ..
  "name: dcgan|r3gan|stylegan2?, filters: count?, batch_size: count?, " ..
  "steps: count = 20000, gamma: nonnegative?, lr: positive?}", function(o)
  local name, why = choose(o)
  if o.name and o.name ~= name then name, why = o.name, nil end
  if o.classes and name ~= "r3gan" then
    raise("presets: %s has no classes, %d are given; r3gan has", name,
          o.classes)
  end
  o.name, o.filters = name, o.filters or filters[name]
  o.batch_size = o.batch_size or math.min(batches[name], o.count)
  local options = makers[name](o)
  options.batch_size, options.steps, options.ema = o.batch_size, o.steps, 0
  return options, reasons_of(o, why)
end)

-- What chooses and writes by the same numbers: runs/plan, runs/script.
return {presets = presets, choose = choose, gamma_of = gamma_of, FEW = FEW,
        filters = filters, batches = batches}
