local files = require "spec.files"
local ln = require "lunette"
local numbers = require "spec.support.numbers"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local schedule = gan.schedule

describe("gan.schedule", function()
  it("goes from one number to another, and stays there", function()
    local s = schedule {from = 2, to = 10, steps = 4, after = 3}
    local found = {}
    for step = 0, 9 do found[step + 1] = s(step, 1e9) end
    assert.same({2, 2, 2, 2, 4, 6, 8, 10, 10, 10}, found)
    assert.near(2 + 8 * (1 - math.cos(math.pi / 4)) / 2,
                schedule({from = 2, to = 10, steps = 4, shape = "cosine"})(1, 0), 1e-12)
    local falling = schedule {from = 8, to = 1, steps = 3, shape = "exponential"}
    for step, wanted in ipairs {4, 2, 1, 1} do assert.near(wanted, falling(step, 0), 1e-12) end
    assert.equal(-4, schedule({from = -2, to = -8, steps = 2, shape = "exponential"})(1, 0))
  end)

  it("goes by images seen", function()
    local s = schedule {from = 0, to = 1, images = 100, after = 100}
    assert.same({0, 0, 0.5, 1}, {s(50, 0), s(0, 100), s(0, 150), s(0, 900)})
  end)

  it("says what is wrong with what it is given", function()
    local function fails(wanted, given)
      local ok, message = pcall(schedule, given)
      assert.is_false(ok)
      assert.truthy(message:find(wanted, 1, true), message)
      assert.truthy(message:find("schedule_spec.lua", 1, true), message)
    end
    fails("schedule: neither is given; one of steps and images is wanted", {from = 0, to = 1})
    fails("schedule: both are given; one of steps and images", {from = 0, to = 1, steps = 1, images = 1})
    fails("exponential goes between numbers of the same sign, not from 1 to 0",
          {from = 1, to = 0, steps = 1, shape = "exponential"})
    fails("schedule: shape is \"round\"", {from = 1, to = 0, steps = 1, shape = "round"})
    fails("schedule: to is missing", {from = 1, steps = 1})
  end)
end)

describe("a trainer with schedules", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function generator() return nn.Sequential {nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2)} end
  local function discriminator() return nn.Sequential {nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1)} end

  local function small(more)
    local o = {generator = generator, discriminator = discriminator, data = ln.data.ring {}, batch_size = 8, latent = 3,
               seed = 5, steps = 10, folder = folder, collapse = false, samples = 4}
    for key, value in pairs(more) do o[key] = value end
    return gan.Trainer(o)
  end

  -- All that can move, as functions of the steps made and of the images seen before.
  local function lr(step) return 0.02 * (1 - math.min(step / 8, 1)) + 0.01 * math.min(step / 8, 1) end
  local function beta(images) return 0.5 + 0.4 * math.min(math.max(images - 16, 0) / 32, 1) end
  local function gamma(step) return 4 * 0.25 ^ math.min(step / 6, 1) end
  local function strength(images) return math.min(images / 64, 1) end

  local options = {
    optimizers = {generator = {"Adam", lr = 0.01},
                  discriminator = {"Adam", lr = schedule {from = 0.02, to = 0.01, steps = 8},
                                   betas = {schedule {from = 0.5, to = 0.9, images = 32, after = 16}, 0.99}}},
    penalties = {{"r1", weight = schedule {from = 4, to = 1, steps = 6, shape = "exponential"}, every = 2}},
    augment = function(x, p) return x * (1 + p) end,
    augment_strength = schedule {from = 0, to = 1, images = 64},
    ema = {half_life = 20, ramp_up = 0.5},
  }

  it("has in every step what they give, as a loop by hand", function()
    ln.manual_seed(5)
    local G, D = generator(), discriminator()
    local data, bce = ln.data.ring {}, gan.losses.bce
    local opt_g, opt_d = optim.Adam(G:parameters(), {lr = 0.01}), optim.Adam(D:parameters(), {lr = 0.02})
    local average = gan.EMA(G)
    for step = 0, 9 do
      local images = 8 * step
      local group = opt_d.param_groups[1]
      group.lr, group.betas = lr(step), {beta(images), 0.99}
      local function judge(x) return D(x * (1 + strength(images))) end
      local real = data:sample(8)
      local fake = G(ln.randn(8, 3))
      opt_d:zero_grad()
      local loss = bce.discriminator(judge(real), judge(fake:detach()))
      if step % 2 == 0 then loss = loss + gan.penalties.r1(judge, real) * gamma(step) * 2 end
      loss:backward()
      opt_d:step()
      opt_g:zero_grad()
      bce.generator(judge(fake)):backward()
      opt_g:step()
      -- StyleGAN2: ema_nimg = min(half_life, cur_nimg ema_rampup), beta = 0.5^(batch / max(ema_nimg, 1e-8))
      average.decay = 0.5 ^ (8 / math.max(math.min(20, images * 0.5), 1e-8))
      average:update()
    end
    local trainer = small(options)
    trainer:run()
    local wanted, found = numbers(G, D, average), numbers(trainer.generator, trainer.discriminator, trainer.average)
    for name, values in pairs(wanted) do
      local gap = (ln.tensor(values) - ln.tensor(found[name])):abs():amax():item()
      assert.near(0, gap, 1e-5, name) -- rounding: 4 0.25^(n/6) in another order
    end
    assert.equal(0.01, trainer.optimizers.discriminator.param_groups[1].lr)
    assert.same({0.9, 0.99}, trainer.optimizers.discriminator.param_groups[1].betas)
    assert.equal(80, trainer.state.images)
  end)

  it("goes on exactly, and its rates are halved with the rest", function()
    local whole = small(options)
    whole:run()
    local wanted = numbers(whole.generator, whole.discriminator, whole.average)
    local picture = files.read(folder .. "/samples/step-000010.csv")
    files.remove_folder()
    options.checkpoint_every = 4
    options.on_step = function(t) if t.step == 7 then error "crash" end end
    assert.is_false((pcall(function() small(options):run() end)))
    options.checkpoint_every, options.on_step = nil, nil
    local other = small(options)
    other:run()
    assert.same(wanted, numbers(other.generator, other.discriminator, other.average))
    assert.equal(picture, files.read(folder .. "/samples/step-000010.csv"))
    other.state.rate = 0.5
    other.step = 5
    other:train_step()
    assert.near(lr(4) / 2, other.optimizers.discriminator.param_groups[1].lr, 1e-12)
  end)

  it("draws the noise of samples nearer to the middle", function()
    local truncation = schedule {from = 1, to = 0.5, steps = 4}
    local trainer = small {generator = nn.Identity(), discriminator = nn.Linear(3, 1), truncation = truncation,
                           data = function(n) return ln.randn(n, 3) end, samples = ln.ones(2, 3), seed = 1,
                           optimizers = {discriminator = {"SGD", lr = 1},
                                         generator = function() return optim.SGD({ln.zeros(1)}, {lr = 1}) end}}
    trainer.step = 3 -- 2 steps made
    ln.manual_seed(2)
    local z = ln.randn(4, 3)
    ln.manual_seed(2)
    assert.same((z * 0.75):totable(), trainer:sample(4):totable())
    trainer:write_samples()
    assert.equal("0.75,0.75,0.75\n0.75,0.75,0.75\n", files.read(folder .. "/samples/step-000003.csv"))
  end)

  it("says what is wrong with what it is given", function()
    local function fails(wanted, more)
      local ok, message = pcall(small, more)
      assert.is_false(ok)
      assert.truthy(message:find(wanted, 1, true), message)
      assert.truthy(message:find("schedule_spec.lua", 1, true), message)
    end
    local s = schedule {from = 1, to = 2, steps = 3}
    fails("Trainer: optimizers.generator: lr is a gan.schedule, and schedules.generator is given too",
          {optimizers = {"Adam", lr = s}, schedules = {"StepLR", 3}})
    fails("Trainer: ema: decay and half_life are both given", {ema = {decay = 0.5, half_life = 3}})
    fails("Trainer: ema: ramp_up is of half_life, which is not given", {ema = {ramp_up = 0.5}})
    fails("Trainer: augment_strength without augment", {augment_strength = 0.5})
    fails("Trainer: truncation is \"no\", a number or a gan.schedule is wanted", {truncation = "no"})
    fails("Adam: lr is -1", {optimizers = {"Adam", lr = schedule {from = -1, to = 2, steps = 3}}})
    small({penalties = {{"r1", weight = s}}, steps = 1}):run()
    fails("penalties.1.weight.to was 2, is 3",
          {penalties = {{"r1", weight = schedule {from = 1, to = 3, steps = 3}}}})
  end)
end)
