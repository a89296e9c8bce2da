local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan

-- Everything that the tables of states hold, in one, as plain numbers.
local function numbers(...)
  local list = {}
  for k, owner in ipairs {...} do
    for name, x in pairs(owner:state_dict()) do list[k .. name] = x:totable() end
  end
  return list
end

local function layers(n_in, n_out)
  return nn.Sequential {nn.Linear(n_in, 8), nn.LeakyReLU(0.2), nn.Linear(8, n_out)}
end

local set = setmetatable({batch = function(_, indices)
  local x = ln.tensor(indices):unsqueeze(2) / 40
  return ln.cat({x, 1 - x}, 2), ln.tensor(indices):fmod(3) + 1
end}, {__len = function() return 40 end})

local function loader() return ln.data.Loader(set, {batch_size = 8, shuffle = true}) end

describe("Trainer", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  -- A small run; `more` are options on top.
  local function small(more)
    local given = {
      generator = function() return nn.Sequential {nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2)} end,
      discriminator = function() return layers(2, 1) end,
      make_data = loader, latent = 3, seed = 5, steps = 12, folder = folder, collapse = false, samples = 4,
    }
    for key, value in pairs(more or {}) do given[key] = value end
    return gan.Trainer(given)
  end

  it("reproduces the contract's digits.lua, to the last bit", function()
    local steps = 3
    local function parts()
      ln.manual_seed(7)
      local data = ln.data.Loader(ln.data.digits(), {batch_size = 64, shuffle = true})
      local G = nn.Sequential {
        nn.Linear(100, 128 * 7 * 7), nn.Unflatten(2, {128, 7, 7}), nn.BatchNorm2d(128), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(64), nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 4, {stride = 2, padding = 1}), nn.Tanh(),
      }
      local D = nn.Sequential {
        nn.Conv2d(1, 64, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
        nn.Conv2d(64, 128, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(128), nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.MinibatchDiscrimination(128 * 7 * 7, 50, 5),
        nn.Linear(128 * 7 * 7 + 50, 1),
      }
      return data, G, D
    end
    local adam = {lr = 2e-4, betas = {0.5, 0.999}}

    local data, G, D = parts()
    local opt_g, opt_d = optim.Adam(G:parameters(), adam), optim.Adam(D:parameters(), adam)
    local watch = ln.randn(64, 100, {generator = ln.Generator(3)})
    for step = 1, steps do
      local real = data:next()
      local fake = G(ln.randn(64, 100))
      opt_d:zero_grad()
      gan.losses.bce.discriminator(D(real), D(fake:detach()), {real_label = 0.9}):backward()
      opt_d:step()
      opt_g:zero_grad()
      gan.losses.bce.generator(D(fake)):backward()
      opt_g:step()
      if step == steps then
        local _ <close> = ln.no_grad()
        G(watch)
      end
    end
    local wanted = numbers(G, D)

    data, G, D = parts()
    gan.Trainer {
      generator = G, discriminator = D, data = data, latent = 100, loss = "bce",
      loss_options = {discriminator = {real_label = 0.9}},
      optimizers = {"Adam", lr = 2e-4, betas = {0.5, 0.999}},
      samples = watch, samples_every = 100, mode = "train", steps = steps, folder = folder,
    }:run()
    assert.same(wanted, numbers(G, D))
    assert.equal("\x89PNG", files.read(folder .. "/samples/step-000003.png"):sub(1, 4))
  end)

  it("is what one writes by hand, with everything that can be asked for", function()
    ln.manual_seed(5)
    local data = loader()
    local G, D = layers(3, 2), layers(2, 1)
    local opt_g = optim.SGD(G:parameters(), {lr = 0.1})
    local opt_d = optim.RMSprop(D:parameters(), {lr = 0.01})
    local plan = optim.lr_scheduler.StepLR(opt_g, 2, {gamma = 0.5})
    local average = gan.EMA(G, {decay = 0.9})
    local function seen(x) return D(x * 2) end
    for step = 1, 5 do
      for _ = 1, 2 do
        opt_d:zero_grad()
        for _ = 1, 3 do
          local real = data:next()
          local fake = G(ln.randn(8, 3)):detach()
          local loss = gan.losses.wasserstein.discriminator(seen(real), seen(fake))
          local slope = gan.penalties.gradient(seen, real, fake, {one_sided = true}) * 10
          if step % 2 == 1 then slope = slope + D[3].weight:square():sum() * (0.1 * 2) end
          ((loss + slope) / 3):backward()
        end
        optim.clip_grad_norm_(D:parameters(), 0.5)
        opt_d:step()
      end
      opt_g:zero_grad()
      for _ = 1, 3 do
        (gan.losses.wasserstein.generator(seen(G(ln.randn(8, 3)))) / 3):backward()
      end
      opt_g:step()
      average:update()
      plan:step()
    end
    local trainer = small {
      generator = function() return layers(3, 2) end, steps = 5, loss = "wasserstein", reuse_fakes = false,
      discriminator_steps = 2, accumulate = 3, ema = 0.9, clip = {discriminator = {norm = 0.5}},
      optimizers = {generator = {"SGD", lr = 0.1}, discriminator = {"RMSprop", lr = 0.01}},
      schedules = {generator = {"StepLR", 2, gamma = 0.5}}, augment = function(x) return x * 2 end,
      penalties = {{"gradient", weight = 10, one_sided = true},
                   {function(t) return t.discriminator[3].weight:square():sum() end, weight = 0.1, every = 2}},
    }
    trainer:run()
    assert.same(numbers(G, D, average), numbers(trainer.generator, trainer.discriminator, trainer.average))
    assert.equal(0.025, trainer.optimizers.generator.param_groups[1].lr)
  end)

  it("gives the reals to losses that compare, and the outputs on them to adaptive augmentation", function()
    local function run(options)
      options.steps, options.resume, options.discriminator_steps = 3, false, 2
      options.optimizers = {"SGD", lr = 0.1}
      local trainer = small(options)
      trainer:run()
      return numbers(trainer.generator, trainer.discriminator), trainer
    end
    local by_hand = {discriminator = function(real, fake) return -(real - fake):sigmoid():log():mean() end,
                     generator = function(fake, real) return -(fake - real):sigmoid():log():mean() end, compares = true}
    for _, reuse in ipairs {true, false} do
      local wanted, gaps = run {loss = by_hand, reuse_fakes = reuse}, {}
      local found = run {loss = "relativistic", reuse_fakes = reuse}
      for name, values in pairs(wanted) do
        gaps[#gaps + 1] = (ln.tensor(values) - ln.tensor(found[name])):abs():amax():item()
      end
      assert.near(0, math.max(table.unpack(gaps)), 1e-5)
    end
    local logits = {}
    local _, trainer = run {augment = nn.Identity(), on_step = function(t) logits[t.step] = t.seen.real_logits end}
    assert.equal(3, #logits)
    assert.same({8, 1}, trainer.seen.real_logits:size())
  end)

  it("gives labels to both, and draws those of the fakes", function()
    local seen = {}
    local D = nn.Module:extend "D"
    function D:init() self.body, self.table = layers(2, 1), nn.Embedding(3, 1) end
    function D:forward(x, labels)
      seen[#seen + 1] = labels:totable()
      return self.body(x) + self.table(labels)
    end
    local G = nn.Module:extend "G"
    function G:init() self.body = layers(6, 2) end
    function G:forward(z, labels) return self.body(ln.cat({z, nn.functional.one_hot(labels, 3)}, 2)) end
    local trainer = small {generator = G, discriminator = D, classes = 3, steps = 1}
    trainer:run()
    local data = (function() ln.manual_seed(5) return loader() end)()
    local _, labels = data:next()
    assert.same(labels:totable(), seen[1])
    assert.same(seen[2], seen[3])
    assert.same({7, 2}, trainer:sample(7):size())
  end)

  it("goes on bit for bit after a crash, and its log with it", function()
    local more = {log_every = 1, checkpoint_every = 5, ema = 0.9, metrics_every = 3,
                  schedules = {"StepLR", 4}, metrics = {mean = function(t) return t:sample(9):mean():item() end}}
    local whole = small(more)
    whole:run()
    local wanted = numbers(whole.generator, whole.discriminator, whole.average)
    local function told()
      local list = {}
      for line in io.lines(folder .. "/log.jsonl") do
        local record = json.decode(line)
        record.seconds = nil
        list[#list + 1] = record
      end
      return list
    end
    local log = told()
    assert.equal(12, #log)
    files.remove_folder()

    more.on_step = function(t) if t.step == 8 then error "crash" end end
    assert.is_false(pcall(function() small(more):run() end))
    more.on_step = nil
    local other = small(more)
    ln.randn(3)
    local result = other:run()
    assert.same(wanted, numbers(other.generator, other.discriminator, other.average))
    assert.same(log, told())
    assert.equal(12, result.step)
    local again = small(more):run()
    assert.equal("all 12 steps were done before", again.message)
  end)

  it("is not changed by being looked at", function()
    local quiet = small {}
    quiet:run()
    local watched = small {
      resume = false, samples_every = 1, metrics_every = 1, log_every = 1, checkpoint_every = 1,
      collapse = {every = 1}, metrics = {d = function(t) return t:sample(5):std():item() end},
    }
    watched:run()
    assert.same(numbers(quiet.generator, quiet.discriminator), numbers(watched.generator, watched.discriminator))
  end)

  it("writes what it was given, a log as JSON and CSV, and samples", function()
    small {steps = 4, log_every = 2, metrics_every = 4,
           metrics = {fit = function() return {a = 1, b = 0.5, list = {}} end}}:run()
    local config = json.decode(files.read(folder .. "/config.json"))
    assert.equal(4, config.steps)
    assert.matches("trainer_spec.lua:%d+$", config.metrics.fit)
    assert.matches("BatchNorm1d%(8", config.generator)
    local lines = {}
    for line in io.lines(folder .. "/log.csv") do lines[#lines + 1] = line end
    assert.equal("step,seconds,discriminator,fit.a,fit.b,generator,message,stopped", lines[1])
    assert.equal(3, #lines)
    assert.matches("^2,[%d.e-]+,[%d.]+,,,[%d.]+,,$", lines[2])
    assert.matches("^4,[%d.e-]+,[%d.]+,1,0.5,[%d.]+,all 4 steps are done,steps$", lines[3])
    local rows = files.read(folder .. "/samples/step-000004.csv")
    assert.equal(4, select(2, rows:gsub("[^\n,]+,[^\n,]+\n", "")))
    assert.same({3, 256, 256}, ln.image.load(folder .. "/samples/step-000004.png"):size())
  end)

  it("keeps the best weights", function()
    local values = {3, 1, 2}
    local best
    local result = small {
      steps = 3, metrics_every = 1, metrics = {fid = function(t) return values[t.step] end}, best = {"fid", "lowest"},
      on_metrics = function(t) if t.step == 2 then best = numbers(t.generator) end end,
    }:run()
    assert.equal(1, result.best)
    assert.equal(2, result.best_step)
    local model = nn.Sequential {nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2)}
    model:load_state_dict(ln.load(folder .. "/best.safetensors"))
    assert.same(best, numbers(model))
  end)

  it("tells what happens, and stops when asked", function()
    local heard = {}
    local function hear(name)
      return function(t, what) heard[#heard + 1] = name .. t.step .. type(what) end
    end
    local result = small {
      samples_every = 2, checkpoint_every = 2, on_start = hear "start", on_step = hear "step",
      on_samples = hear "samples", on_checkpoint = hear "checkpoint", on_stop = hear "stop",
      stop = function(t) return t.step == 3 and "enough" end,
    }:run()
    assert.equal("start0nil step1table step2table samples2table checkpoint2string step3table samples3table " ..
                 "checkpoint3string stop3table", (table.concat(heard, " "):gsub("userdata", "table")))
    assert.equal("stop", result.reason)
    assert.equal("enough", result.message)
    local function falling(stop)
      return small {resume = false, metrics_every = 2, stop = stop,
                    metrics = {fid = function(t) return 10 - t.step end}}
    end
    result = falling({"fid", below = 5}):run()
    assert.equal(6, result.step)
    assert.equal("fid is 4, below 5", result.message)
    assert.equal("fid is 8, above 7.5", falling({"fid", above = 7.5}):run().message)
    local ok, message = pcall(function() falling({"fdi", below = 5}):run() end)
    assert.is_false(ok)
    assert.truthy(message:find("Trainer: a metric is fdi; known: fid", 1, true), message)
    assert.equal("time", small({resume = false, seconds = 1e-9}):run().reason)
  end)

  -- What is written to the error output meanwhile.
  local function complaints(f)
    local before, text = io.stderr, {}
    rawset(io, "stderr", {write = function(_, ...) text[#text + 1] = table.concat {...} end, flush = function() end})
    local ok, result = pcall(f)
    rawset(io, "stderr", before)
    assert(ok, result)
    return result, table.concat(text)
  end

  it("stops at a loss that is not a number, with good weights", function()
    local function broken(t) return t.discriminator[1].weight:sum() * (t.step == 3 and 0 / 0 or 0) end
    local at_two
    local trainer = small {penalties = {{broken}},
                           on_step = function(t) at_two = numbers(t.discriminator) end}
    local result, text = complaints(function() return trainer:run() end)
    assert.equal("nan", result.reason)
    assert.equal(3, result.step)
    assert.same(at_two, numbers(trainer.discriminator))
    assert.matches("step 3: stopped: the loss of the discriminator is %-?nan", text)
  end)

  it("does not save weights that are not numbers", function()
    local function spoil(t)
      local _ <close> = ln.no_grad()
      t.generator[1].bias:fill_(math.huge)
    end
    local result = complaints(function() return small {checkpoint_every = 1, on_step = spoil}:run() end)
    assert.equal("1.bias of the generator is not finite; the checkpoint of before was kept", result.message)
    assert.is_nil(io.open(folder .. "/checkpoint.safetensors"))
  end)

  it("stops when the discriminator tells all apart", function()
    local loss = {discriminator = function(real, fake) return (real:sum() + fake:sum()) * 0 end,
                  generator = gan.losses.bce.generator}
    local result, text = complaints(function()
      return small {loss = loss, stuck = {steps = 4}}:run()
    end)
    assert.equal("stuck", result.reason)
    assert.equal(4, result.step)
    assert.matches("has been below 0.0001 for 4 steps", text)
  end)

  it("names collapse, and stops there if wanted", function()
    local G = function()
      local G = layers(3, 2)
      G[3].weight = nn.Parameter(G[3].weight:detach() * 1e-3)
      return G
    end
    local heard
    local result, text = complaints(function()
      return small {generator = G, collapse = {every = 1, times = 2, after = 3, stop = true},
                    on_collapse = function(_, ratio) heard = ratio end}:run()
    end)
    assert.equal("collapse", result.reason)
    assert.equal(5, result.step)
    assert.is_true(heard > 3)
    assert.matches("step 5: collapse: the fakes of a batch have been more than 3 times as close", text)
  end)

  it("says what is wrong with what it is given", function()
    local function fails(wanted, more)
      local ok, message = pcall(small, more)
      assert.is_false(ok)
      assert.truthy(message:find(wanted, 1, true), message)
      assert.truthy(message:find("trainer_spec.lua", 1, true), message)
    end
    fails("Trainer: unknown option leraning_rate; known: generator, discriminator, data, make_data, latent",
          {leraning_rate = 1})
    fails("Trainer: loss is bec; known: bce", {loss = "bec"})
    fails("Trainer: loss began gives k for the next step; give a table of two functions", {loss = "began"})
    fails("Trainer: a penalty is r3; known: ", {penalties = {{"r3"}}})
    fails("Trainer: penalty path_length takes more than samples", {penalties = {{"path_length"}}})
    fails("Trainer: optimizers.generator is Adma; known: ", {optimizers = {"Adma"}})
    fails("Adam: unknown option rate", {optimizers = {"Adam", rate = 1}})
    fails("Trainer: generator is not a layer", {generator = 3})
    fails("Trainer: latent is a size", {latent = "big"})
    fails("Trainer: batch_size is missing", {make_data = function() return ln.data.ring {} end})
    fails("Trainer: stuck: unknown option under", {stuck = {under = 1}})
  end)
end)
