local files = require "spec.files"
local gap = require "spec.support.gap"
local json = require "lunette.json"
local ln = require "lunette"
local numbers = require "spec.support.numbers"
local nn, optim, gan = ln.nn, ln.optim, ln.gan

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

  -- Seven steps of the same run with the loss, or penalty, under another name.
  local function run_of(options)
    options.steps, options.resume = 7, false
    local trainer = small(options)
    trainer:run()
    return numbers(trainer.generator, trainer.discriminator)
  end

  it("asks a loss, not its name, whether it compares and what it takes and gives", function()
    local losses = ln.gan.losses
    finally(function() losses.mine = nil end)
    for _, name in ipairs {"relativistic_average", "dual_contrastive"} do
      losses.mine = losses[name]
      assert.same(run_of {loss = name}, run_of {loss = "mine"})
    end
    for name, text in pairs {began = "gives k for the next step", multi_hinge = "takes labels"} do
      losses.mine = losses[name]
      local message = select(2, pcall(small, {loss = "mine"}))
      assert.truthy(message:find("Trainer: loss mine " .. text .. "; give a table", 1, true), message)
    end
  end)

  it("asks a penalty, not its name, what it takes", function()
    local penalties = ln.gan.penalties
    finally(function() penalties.mine = nil end)
    for _, name in ipairs {"gradient", "dragan", "r1", "r2"} do
      penalties.mine = penalties[name]
      assert.same(run_of {penalties = {{name, weight = 2}}}, run_of {penalties = {{"mine", weight = 2}}})
    end
    for name in pairs(penalties) do
      local served = ("gradient dragan r1 r2 mine"):find(name, 1, true) ~= nil
      local ok, message = pcall(small, {penalties = {{name}}, resume = false})
      assert.equal(served, ok, name)
      assert.truthy(ok or message:find("Trainer: penalty " .. name .. " takes more than samples", 1, true), message)
    end
    function penalties.mine() end
    assert.is_false((pcall(small, {penalties = {{"mine"}}, resume = false})))
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

  it("gives a penalty by name the labels of its samples, and mixtures those of the reals", function()
    local seen = {}
    local D = nn.Module:extend "D"
    function D:init() self.body, self.table = layers(2, 1), nn.Embedding(100, 1) end
    function D:forward(x, labels)
      seen[#seen + 1] = labels:totable()
      return self.body(x) + self.table(labels)
    end
    local G = nn.Module:extend "G"
    function G:init() self.body = nn.Linear(3, 2) end
    function G:forward(z) return self.body(z) end
    small {generator = G, discriminator = D, classes = 100, steps = 1,
           penalties = {{"r1"}, {"r2"}, {"gradient"}}}:run()
    local real, fake = seen[1], seen[2] -- as the loss had them judged
    assert.are_not.same(real, fake)
    assert.same({real, fake, real}, {seen[3], seen[4], seen[5]})
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
    assert.equal("step,seconds,discriminator,generator,fit.a,fit.b,message,stopped", lines[1])
    assert.equal(3, #lines)
    assert.matches("^2,[%d.e-]+,[%d.]+,[%d.]+,,,,$", lines[2])
    assert.matches("^4,[%d.e-]+,[%d.]+,[%d.]+,1,0.5,all 4 steps are done,steps$", lines[3])
    local rows = files.read(folder .. "/samples/step-000004.csv")
    assert.equal(4, select(2, rows:gsub("[^\n,]+,[^\n,]+\n", "")))
    assert.same({3, 256, 256}, ln.image.load(folder .. "/samples/step-000004.png"):size())
  end)

  it("writes a hash of all networks, which another run of the same seed has and others do not", function()
    local function hashes(more)
      local list = {}
      more.hash_every, more.resume, more.steps = 2, false, 6
      local trainer = small(more)
      trainer:run()
      for line in io.lines(folder .. "/log.jsonl") do
        local record = json.decode(line)
        if record.hash then list[#list + 1] = record.step .. " " .. record.hash end
      end
      return list, trainer
    end
    -- CRC-32, a bit at a time (ISO 3309, reflected)
    local function crc_of(text)
      local crc = 0xffffffff
      for k = 1, #text do
        crc = crc ~ text:byte(k)
        for _ = 1, 8 do crc = crc & 1 == 1 and crc >> 1 ~ 0xedb88320 or crc >> 1 end
      end
      return ("%08x"):format(crc ~ 0xffffffff)
    end
    local found, trainer = hashes {}
    local bytes, format = {}, ln.real == "double" and "<d" or "<f"
    for _, name in ipairs {"discriminator", "generator"} do
      local state, paths = trainer[name]:state_dict(), {}
      for path in pairs(state) do paths[#paths + 1] = path end
      table.sort(paths)
      for _, path in ipairs(paths) do
        local flat = state[path]:flatten():totable()
        for _, v in ipairs(type(flat) == "table" and flat or {flat}) do bytes[#bytes + 1] = format:pack(v) end
      end
    end
    assert.equal(3, #found)
    assert.equal("6 " .. crc_of(table.concat(bytes)), found[3])
    assert.same(found, (hashes {}))
    assert.same(found, (hashes {samples_every = 1, log_every = 1}))
    local other = hashes {seed = 6}
    for k = 1, 3 do assert.are_not.equal(found[k], other[k]) end
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

  it("names the classes in it as the pictures' folders do", function()
    for k, class in ipairs {"cat", "dog"} do
      for i = 1, 4 do
        ln.image.save(("%s/set/%s/%d.png"):format(folder, class, i), ln.full({1, 4, 4}, k / 3))
      end
    end
    local G, D = nn.Module:extend "G", nn.Module:extend "D"
    function G:init() self.table = nn.Embedding(2, 48) end
    function G:forward(z, labels) return (self.table(labels) + z:mean(2, {keepdim = true})):reshape(-1, 3, 4, 4) end
    function D:init() self.linear = nn.Linear(48, 1) end
    function D:forward(x) return self.linear(x:flatten(2)) end
    nn.register("TrainerSpecG", G)
    small {
      generator = G(), discriminator = D(), classes = 2, steps = 1, samples = 4, collapse = false,
      make_data = function()
        return ln.data.Loader(ln.data.images(folder .. "/set"), {batch_size = 4, shuffle = true})
      end,
    }:run()
    local model, about = ln.load_model(folder .. "/model.safetensors")
    assert.same({"cat", "dog"}, about.classes)
    local x = ln.runs.sample(folder, {n = 3, class = "dog", out = folder .. "/dogs.png"})
    assert.same({3, 3, 4, 4}, x:size())
    assert(x[1]:sub(model(ln.zeros(1, 3), ln.full({1}, 2))[1]):std():item() < 1e-5)
  end)

  it("accumulates exactly: the steps of one large batch", function()
    local function networks()
      ln.manual_seed(11)
      return nn.Sequential {nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2)},
             nn.Sequential {nn.Linear(2, 6), nn.BatchNorm1d(6), nn.LeakyReLU(0.2),
                            nn.MinibatchDiscrimination(6, 3, 2), nn.Linear(9, 1)}
    end
    -- the same data and noise, in batches of any size
    local function stream(width, seed)
      local all, at = ln.randn({400, width}, {generator = ln.Generator(seed)}), 0
      return function(n)
        at = at + n
        return all:narrow(1, at - n + 1, n)
      end
    end
    local function trained(batch_size, more)
      local G, D = networks()
      local o = {generator = G, discriminator = D, data = stream(2, 1), latent = stream(3, 2), steps = 2,
                 batch_size = batch_size, samples = ln.zeros(1, 3), collapse = false,
                 penalties = {{"r1", weight = 0.5}}, optimizers = {"SGD", lr = 0.05}, resume = false}
      for key, value in pairs(more) do o[key] = value end
      o.folder = folder
      ln.gan.Trainer(o):run()
      return {G:state_dict(), D:state_dict()}
    end
    local whole, pieces = trained(24, {}), trained(8, {accumulate = 3, exact = true})
    gap(whole, pieces)
  end)

  it("keeps the generator, with what there is to be known of it, as a model file", function()
    local trainer = small {steps = 2, ema = 0.9, range = {0, 1}}
    trainer:run()
    local model, about = ln.load_model(folder .. "/model.safetensors")
    assert.same(numbers(trainer.average.model), numbers(model))
    assert.equal(tostring(trainer.generator), tostring(model))
    assert.same({3, {0, 1}, true, 2, "eval"}, {about.latent, about.range, about.average, about.step, about.mode})
    assert.equal(about.config.steps, 2)
    assert.equal(ln.version, about.version)
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
    assert.equal("time", small({resume = false, seconds = 1e-9}):run().reason)
  end)

  it("stops at a loss that is not a number, with good weights", function()
    local function broken(t) return t.discriminator[1].weight:sum() * (t.step == 3 and 0 / 0 or 0) end
    local at_two
    local trainer = small {penalties = {{broken}},
                           on_step = function(t) at_two = numbers(t.discriminator) end}
    local result, text = files.said_by(function() return trainer:run() end)
    assert.equal("nan", result.reason)
    assert.equal(3, result.step)
    assert.same(at_two, numbers(trainer.discriminator))
    assert.matches("step 3: stopped: the loss of the discriminator is %-?nan", text)
    -- `stop` is not asked what is to be done about it
    local asked = 0
    result = files.said_by(function()
      return small({resume = false, penalties = {{broken}}, stop = function() asked = asked + 1 end}):run()
    end)
    assert.same({"nan", 2}, {result.reason, asked})
  end)

  it("does not save weights that are not numbers", function()
    local function spoil(t)
      local _ <close> = ln.no_grad()
      t.generator[1].bias:fill_(math.huge)
    end
    local result = files.said_by(function() return small {checkpoint_every = 1, on_step = spoil}:run() end)
    assert.equal("1.bias of the generator is not finite; the checkpoint of before was kept", result.message)
    assert.is_nil(io.open(folder .. "/checkpoint.safetensors"))
  end)

  it("stops when the discriminator tells all apart", function()
    local loss = {discriminator = function(real, fake) return (real:sum() + fake:sum()) * 0 end,
                  generator = gan.losses.bce.generator}
    local result, text = files.said_by(function()
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
    local result, text = files.said_by(function()
      return small {generator = G, collapse = {every = 1, times = 2, after = 3, stop = true},
                    on_collapse = function(_, ratio) heard = ratio end}:run()
    end)
    assert.equal("collapse", result.reason)
    assert.equal(5, result.step)
    assert.is_true(heard > 3)
    assert.matches("step 5: collapse: the fakes of a batch have been more than 3 times as close", text)
  end)

  it("says on the user's line that a metric gives no number, and keeps the steps that are done", function()
    local trainer = small {metrics_every = 4, metrics = {fid = function() return "low" end}}
    local ok, message = pcall(function() trainer:run() end)
    assert.is_false(ok)
    assert.matches("trainer_spec.lua:%d+: Trainer: metrics.fid gave a string; a number or a table", message)
    assert.equal(4, ln.load(folder .. "/checkpoint.safetensors").step)
  end)

  it("has what was found in the log where a function that hears of it raises, and goes on from there", function()
    local function failing(name, raises)
      return small {steps = 6, metrics_every = 4, metrics = {fid = function(trainer) return trainer.step / 8 end},
                    samples_every = 4, [name] = function(trainer)
        if raises and trainer.step == 4 then error "not today" end
      end}
    end
    for _, name in ipairs {"on_metrics", "on_samples"} do
      files.remove_folder()
      folder = files.new_folder()
      local ok, message = pcall(function() failing(name, true):run() end)
      assert.is_false(ok)
      assert.matches("not today", message)
      assert.equal(4, ln.load(folder .. "/checkpoint.safetensors").step)
      assert.equal("steps", select(1, files.said_by(function() return failing(name):run() end)).reason)
      local found = {}
      for line in io.lines(folder .. "/log.jsonl") do
        local row = json.decode(line)
        found[#found + 1] = ("%d %s"):format(row.step, row.fid)
      end
      assert.same({"4 0.5", "6 0.75"}, found)
    end
  end)

  it("measures in the order of names, so that what metrics draw is the same in every process", function()
    local metrics, called = {}, {}
    for name in ("hgfedcba"):gmatch "." do
      metrics[name] = function() called[#called + 1] = name return 1 end
    end
    small({metrics = metrics}):measure()
    assert.equal("abcdefgh", table.concat(called))
  end)

  it("does not go on with options that make another run of it, and names both values", function()
    local given = {steps = 2, seed = 5, penalties = {{"r1", weight = 1}}, clip = {norm = 1},
                   optimizers = {"Adam", lr = 0.01}, loss_options = {discriminator = {real_label = 0.9}}}
    small(given):run()
    local config = files.read(folder .. "/config.json")
    local saved = files.read(folder .. "/checkpoint.safetensors")
    for wanted, other in pairs {
      ["optimizers.lr was 0.01, is 0.02"] = {optimizers = {"Adam", lr = 0.02}},
      ["optimizers.1 was Adam, is SGD"] = {optimizers = {"SGD", lr = 0.01}},
      ["optimizers.betas was not given, is {0, 0.9}"] = {optimizers = {"Adam", lr = 0.01, betas = {0.0, 0.9}}},
      ["loss was bce, is hinge"] = {loss = "hinge", loss_options = {}},
      ["loss_options.discriminator.real_label was 0.9, is 1"] = {loss_options = {discriminator = {real_label = 1}}},
      ["seed was 5, is 6"] = {seed = 6},
      ["latent was 3, is 4"] = {latent = 4, generator = function() return layers(4, 2) end},
      ["penalties.1.weight was 1, is 2"] = {penalties = {{"r1", weight = 2}}},
      ["clip.norm was 1, is not given; clip.value was not given, is 1"] = {clip = {value = 1}},
      ["discriminator_steps was 1, is 2"] = {discriminator_steps = 2},
      ["accumulate was 1, is 2"] = {accumulate = 2},
      ["reuse_fakes was true, is false"] = {reuse_fakes = false},
      ["ema was not given, is 0.9"] = {ema = 0.9},
      ["schedules was not given, is {StepLR, 4}"] = {schedules = {"StepLR", 4}},
      ["batch_size was 8, is 4"] = {make_data = function() return ln.data.Loader(set, {batch_size = 4}) end},
      ["discriminator was (1): Linear(2, 8), is (1): Linear(2, 9)"] = {discriminator = function()
        return nn.Sequential {nn.Linear(2, 9), nn.LeakyReLU(0.2), nn.Linear(9, 1)}
      end},
    } do
      local more = {}
      for key, value in pairs(given) do more[key] = value end
      for key, value in pairs(other) do more[key] = value end
      local ok, message = pcall(small, more)
      assert.is_false(ok, wanted)
      assert.truthy(message:find(wanted, 1, true), message)
      assert.truthy(message:find("Trainer: " .. folder .. " was begun with other options: ", 1, true), message)
      assert.truthy(message:find("trainer_spec.lua", 1, true), message)
    end
    assert.equal(config, files.read(folder .. "/config.json"))
    assert.equal(saved, files.read(folder .. "/checkpoint.safetensors"))
    given.seed, given.resume = 6, false
    assert.equal(2, small(given):run().step)
    -- nothing of the old run is left to go back to
    local now = ln.load(folder .. "/checkpoint.safetensors")
    assert.equal(6, now.objects.trainer.config.seed)
    assert.is_nil(files.list(folder):find("checkpoint.before", 1, true))
  end)

  it("forgets which was the best when that is asked of another metric", function()
    local function run(steps, name, value)
      local given = {steps = steps, best = {name, "lowest"}, metrics_every = 1,
                     metrics = {fid = function() return 1 end, kid = function() return value end}}
      return (files.said_by(function() return small(given):run() end))
    end
    assert.equal(1, run(2, "fid", 5).best_step)
    local result = run(4, "kid", 5)
    assert.equal(5, result.best)
    assert.equal(3, result.best_step)
  end)

  it("says from where it goes on, and which options have changed", function()
    local metrics = {fid = function() return 1 end}
    local function run(more)
      more.metrics = metrics
      return select(2, files.said_by(function() return small(more):run() end))
    end
    local started = run {steps = 2}
    assert.is_nil(started:find(folder, 1, true))
    local more = run {steps = 4, samples_every = 1, log_every = 1, on_step = function() end}
    assert.truthy(more:find(folder .. ": goes on from step 2 of 4\n", 1, true), more)
    assert.is_nil(more:find("other options", 1, true))
    assert.equal("", run {steps = 4})
    assert.equal(folder .. ": nothing is to be done: it is at step 4, steps is 3\n", run {steps = 3})
    run {steps = 5, ema = 0.9, objects = {}, metrics_every = 3, schedules = {"StepLR", 4}, resume = false}
    more = run {steps = 6, ema = 0.5, metrics_every = 2, schedules = {"StepLR", 5}, best = {"fid", "lowest"}}
    assert.truthy(more:find(folder .. ": goes on with other options: best was not given, is {fid, lowest}; " ..
                            "ema was 0.9, is 0.5; metrics_every was 3, is 2; schedules.2 was 4, is 5\n", 1, true), more)
    assert.equal(0.5, json.decode(files.read(folder .. "/config.json")).ema)
  end)

  it("is what its folder says before it runs", function()
    local trainer = small {ema = 0.9, metrics = {fid = function() return 7 end}}
    trainer:run()
    local wanted = trainer:sample(16):totable()
    ln.manual_seed(3)
    local x = ln.randn(3):totable()
    ln.manual_seed(3)
    local other = small {ema = 0.9, seed = nil, metrics = {fid = function() return 8 end}}
    assert.equal(12, other.step)
    ln.manual_seed(5)
    trainer.noise = function(n) return ln.ones(n, 3) end
    other.noise = trainer.noise
    assert.same(trainer:sample(16):totable(), other:sample(16):totable())
    assert.equal(7, other:metric "fid")
    assert.same({fid = 7}, other:run().metrics)
    assert.equal(3, #x)
    assert.equal(16, #wanted)
  end)

  it("writes the log before the checkpoint that counts on it", function()
    local steps = {}
    small {steps = 4, log_every = 1, checkpoint_every = 2, on_checkpoint = function(t)
      local last
      for line in io.lines(folder .. "/log.jsonl") do last = json.decode(line).step end
      steps[#steps + 1] = {t.step, last}
    end}:run()
    assert.same({{2, 2}, {4, 4}}, steps)
  end)

  it("brings the log to the disk before every checkpoint, and before that of a metric that fails", function()
    local order = {}
    local trainer = small {
      steps = 4, checkpoint_every = 2, metrics_every = 3, metrics = {fid = function() error "no" end},
      on_start = function(t)
        local settle, save = t.log.settle, t.checkpoint.save
        function t.log.settle(...) order[#order + 1] = "log" return settle(...) end
        function t.checkpoint.save(...) order[#order + 1] = "checkpoint" return save(...) end
      end,
    }
    assert.is_false((pcall(trainer.run, trainer)))
    assert.equal(3, ln.load(folder .. "/checkpoint.safetensors").step)
    assert.equal("log checkpoint log checkpoint", table.concat(order, " "))
  end)

  it("passes foreign and cut lines of the log over, and says so", function()
    small {steps = 4, log_every = 1}:run()
    local path = folder .. "/log.jsonl"
    local text = files.read(path)
    local foreign = 'not JSON\n[1,2]\n3\n{"step":"two"}\n{"stop":1}\n'
    files.write(path, foreign .. text .. '{"step":5,"gen')
    local _, said = files.said_by(function() return small {steps = 6, log_every = 1}:run() end)
    assert.truthy(said:find(path .. ": passed over, for they are no records of a run: 6 of 10 lines, the first is " ..
                            "line 1\n", 1, true), said)
    local now = files.read(path)
    assert.equal(foreign .. text .. '{"step":5,"gen\n', now:sub(1, #foreign + #text + 15))
    assert.equal(2, select(2, now:sub(#foreign + #text + 16):gsub('"step":[56]', "")))
    assert.equal(7, select(2, files.read(folder .. "/log.csv"):gsub("\n", "")))
  end)

  it("leaves the log alone where nothing of it is done again", function()
    small {steps = 4, log_every = 1}:run()
    local path = folder .. "/log.jsonl"
    local text = files.read(path)
    assert(os.execute(("ln %s %s/same"):format(path, folder)))
    small {steps = 6, log_every = 1}:run()
    assert.equal(files.read(path), files.read(folder .. "/same")) -- the same file, grown
    assert.equal(text, files.read(path):sub(1, #text))
  end)

  it("goes on from the save before when the last one is damaged, to the same end", function()
    local more = {checkpoint_every = 4, log_every = 1}
    local whole = small(more)
    whole:run()
    local wanted = numbers(whole.generator, whole.discriminator)
    local path = folder .. "/checkpoint.safetensors"
    local bytes = files.read(path)
    files.write(path, files.flip(bytes, #bytes - 5, 2))
    local other, said = files.said_by(function()
      local trainer = small(more)
      trainer:run()
      return trainer
    end)
    assert.matches("checkpoint.safetensors: safetensors: is damaged: .* going on from step 8, ", said)
    assert.matches(": goes on from step 8 of 12\n", said)
    assert.same(wanted, numbers(other.generator, other.discriminator))
    local steps = {}
    for line in io.lines(folder .. "/log.jsonl") do steps[#steps + 1] = json.decode(line).step end
    assert.same({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, steps)
  end)

  -- A script of a run; `more` are options as text.
  local function script(more)
    return ([[
      local ln = require "lunette"
      local nn = ln.nn
      local function signal(name) -- not by os.execute, which ignores interrupts meanwhile
        io.popen("kill -" .. name .. " " .. io.open "/proc/self/stat":read "n"):close()
      end
      local trainer = ln.gan.Trainer {
        generator = function() return nn.Linear(3, 2) end, discriminator = function() return nn.Linear(2, 1) end,
        data = ln.data.ring {}, batch_size = 8, latent = 3, seed = 5, steps = 12, folder = "%s", collapse = false,
        samples = 4, log_every = 1, %s
      }
      trainer:run()
      print("went", "on")
    ]]):format(folder, more)
  end

  local function state_of(path)
    local objects = ln.load(path .. "/checkpoint.safetensors").objects
    return numbers({state_dict = function() return objects.generator end},
                   {state_dict = function() return objects.discriminator end})
  end

  it("ends at Ctrl-C with a word, a checkpoint and status 130, and goes on to the same end", function()
    assert.equal(0, (files.run(script "")))
    local wanted = state_of(folder)
    os.execute("rm -r " .. folder .. "/*")
    local status, said = files.run(script [[
      on_step = function(t) if t.step == 3 then signal "INT" end end,
      on_stop = function(t, result) io.stderr:write("told ", result.reason, "\n") end,
    ]])
    assert.equal(130, status)
    assert.truthy(said:find("interrupted: this step is ended first (Ctrl-C again: at once)", 1, true), said)
    assert.truthy(said:find("step 3: interrupted; " .. folder .. "/checkpoint.safetensors has all of it", 1, true),
                  said)
    assert.truthy(said:find("told interrupt", 1, true), said)
    assert.is_nil(said:find "traceback")
    assert.is_nil(said:find "%.lua:%d")
    assert.equal(3, ln.load(folder .. "/checkpoint.safetensors").step)
    assert.is_nil(files.list(folder):find "lock")
    status, said = files.run(script "")
    assert.equal(0, status)
    assert.truthy(said:find("goes on from step 3 of 12", 1, true), said)
    assert.same(wanted, state_of(folder))
    local _, lines = files.read(folder .. "/log.jsonl"):gsub("\n", "")
    assert.equal(12, lines)
  end)

  it("ends at the second Ctrl-C at once, with the checkpoint of before", function()
    for second, wanted in pairs {INT = 130, TERM = 143} do
      local status, said = files.run(script(([[
        resume = false,
        checkpoint_every = 2, on_step = function(t) if t.step == 5 then signal "INT" signal "%s" end end,
      ]]):format(second)))
      assert.equal(wanted, status)
      assert.is_nil(said:find "traceback")
      assert.equal(4, ln.load(folder .. "/checkpoint.safetensors").step)
    end
  end)

  it("ends at SIGTERM as at Ctrl-C, with status 143, however often that is sent", function()
    local status, said = files.run(script [[
      on_step = function(t) if t.step == 3 then signal "TERM" signal "TERM" end end,
    ]])
    assert.equal(143, status)
    assert.truthy(said:find("terminated: this step is ended first\n", 1, true), said)
    assert.truthy(said:find("step 3: interrupted; " .. folder .. "/checkpoint.safetensors has all of it", 1, true),
                  said)
    assert.equal(3, ln.load(folder .. "/checkpoint.safetensors").step)
    -- a Ctrl-C after it is a second one
    status = files.run(script "on_step = function(t) if t.step == 7 then signal 'TERM' signal 'INT' end end")
    assert.equal(130, status)
    assert.equal(3, ln.load(folder .. "/checkpoint.safetensors").step)
    assert.equal(0, (files.run(script "")))
  end)

  it("ends so when the terminal is gone, or nobody reads what it prints, after a Ctrl-C too", function()
    -- whoever runs the specs may have these ignored, as nohup does, and they stay so
    local heeded = "env --default-signal=HUP,INT,PIPE"
    for name, wanted in pairs {HUP = 129, PIPE = 141} do
      local step = "resume = false, on_step = function(t) if t.step == 3 then signal '%s' end end"
      local status = files.run(script(step:format(name)), heeded)
      assert.equal(wanted, status)
      assert.equal(3, ln.load(folder .. "/checkpoint.safetensors").step)
      status = files.run(script(([[
        resume = false, on_step = function(t) if t.step == 4 then signal "INT" signal "%s" end end
      ]]):format(name)), heeded)
      assert.equal(130, status)
      assert.equal(4, ln.load(folder .. "/checkpoint.safetensors").step)
    end
    -- what is printed into a pipe whose reader has gone
    files.write(folder .. "/run.lua", script [[
      resume = false, on_step = function() print(("x"):rep(1000)) io.flush() end,
    ]])
    local run = "cd %s; { %s lua5.4 run.lua 2>/dev/null; echo $? >status; } | true"
    os.execute(run:format(folder, heeded))
    assert.equal("141\n", files.read(folder .. "/status"))
    assert.is_true(ln.load(folder .. "/checkpoint.safetensors").step >= 1)
    assert.is_nil(files.list(folder):find "lock")
  end)

  it("says that its folder is gone, and makes no other", function()
    local gone = folder .. "/gone"
    for _, instead in ipairs {"", "; touch " .. gone} do
      local status, said = files.run((script(([[
        on_step = function(t) if t.step == 3 then os.execute "rm -r %s%s" end end
      ]]):format(gone, instead)):gsub('folder = "[^"]*"', ("folder = %q"):format(gone))))
      assert.equal(1, status)
      assert.matches("lua5.4: /tmp/%S+:%d+: " .. gone .. "/log.jsonl: No[t ].*director", said)
      assert.is_nil(said:find "in function")
      assert.equal(instead == "" and "" or "gone", files.list(folder))
      os.remove(gone)
    end
  end)

  it("prints nothing into its files where the error output is closed", function()
    local status = files.run(script [[
      on_step = function(t)
        io.stderr:write "some words\n"
        os.execute("cp " .. t.folder .. "/lock " .. t.folder .. "/copy")
      end
    ]], "exec 2>&-;")
    assert.equal(0, status)
    assert.matches("^process %d+ on [^\n]*\n$", files.read(folder .. "/copy"))
  end)

  it("leaves Ctrl-C as it was when the run is over", function()
    local status, said = files.run(script "steps = 2" .. '\nsignal "INT" for _ = 1, 1e6 do end')
    assert.equal(1, status)
    assert.truthy(said:find("interrupted!", 1, true), said) -- of lua5.4 itself
  end)

  it("raises at Lua's prompt instead of ending the session", function()
    local lines = script [[
      on_step = function(t) if t.step == 3 then signal "INT" end end,
    ]]
    lines = lines:gsub("%-%- not by[^\n]*", ""):gsub("\n", " ") .. "\nprint('still', 'here')\n"
    local path = files.write(folder .. "/line", lines)
    local f <close> = assert(io.popen("lua5.4 -i <" .. path .. " 2>/dev/null"))
    local text = f:read "a"
    assert.is_nil(text:find "went\ton")
    assert.truthy(text:find("still\there", 1, true), text)
    assert.equal(3, ln.load(folder .. "/checkpoint.safetensors").step)
  end)

  it("refuses a second process on its folder, by its number", function()
    local status, said
    small {steps = 2, on_step = function() status, said = files.run(script "") end}:run()
    assert.equal(1, status)
    assert.matches(("lock: is held by process %d on .*: another run writes to this folder"):format(files.process()),
                   said)
    assert.is_nil(files.list(folder):find "lock")
    assert.equal(0, (files.run(script "resume = false")))
  end)

  it("refuses a second run of its process on its folder, and loses no row", function()
    local said = {}
    local function again(t)
      if t.step ~= 3 or #said > 0 then return end
      for k, other in ipairs {t, small {steps = 2}} do said[k] = select(2, pcall(other.run, other)) end
    end
    small {steps = 4, log_every = 1, on_step = again}:run()
    for k = 1, 2 do
      assert.matches("trainer_spec.lua:%d+: " .. folder:gsub("%p", "%%%0") ..
                     ": a run of this process is under way in this folder$", said[k])
    end
    local steps = {}
    for line in io.lines(folder .. "/log.jsonl") do steps[#steps + 1] = json.decode(line).step end
    assert.same({1, 2, 3, 4}, steps)
    assert.equal("steps", small {steps = 5}:run().reason)
  end)

  it("lets go of its folder with the coroutine that it was left in", function()
    local function left(t) coroutine.yield(t.step) end
    assert.equal(1, coroutine.wrap(function() small {on_step = left}:run() end)())
    assert.equal(2, small {steps = 2}:run().step)
  end)

  it("loses nothing on a full disk, and says so", function()
    assert.equal(0, (files.run(script "steps = 200, checkpoint_every = 100")))
    local before = {}
    before["log.jsonl"] = files.read(folder .. "/log.jsonl")
    -- to be done again from step 100: lines of the log are to go
    files.write(folder .. "/checkpoint.safetensors", files.read(folder .. "/checkpoint.before.safetensors"))
    local status, said = files.run(script "steps = 200", "trap '' XFSZ; ulimit -f 8;")
    assert.equal(1, status)
    assert.truthy(said:find("log.jsonl: File too large", 1, true), said)
    assert.equal(before["log.jsonl"], files.read(folder .. "/log.jsonl"))
    -- nor is there room for a new config
    before["config.json"] = files.read(folder .. "/config.json")
    status, said = files.run(script "steps = 300", "trap '' XFSZ; ulimit -f 0;")
    assert.equal(1, status)
    assert.truthy(said:find("config.json: File too large", 1, true), said)
    assert.equal(before["config.json"], files.read(folder .. "/config.json"))
    assert.equal(0, (files.run(script "steps = 200")))
    assert.same(200, select(2, files.read(folder .. "/log.jsonl"):gsub("\n", "")))
  end)

  it("takes penalties of either player", function()
    local names = {}
    local function penalty(name)
      return {function(t)
        names[#names + 1] = tostring(name) .. t.step
        return ln.zeros(1):sum()
      end, player = name}
    end
    small {steps = 2, penalties = {penalty "generator", penalty "discriminator", penalty()}}:run()
    assert.equal("discriminator1 nil1 generator1 discriminator2 nil2 generator2", table.concat(names, " "))
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
    fails('Trainer: penalties: player is "g"; generator or discriminator is wanted',
          {penalties = {{"r1", player = "g"}}})
    fails("Trainer: penalty path_length takes more than samples", {penalties = {{"path_length"}}})
    fails("Trainer: optimizers.generator is Adma; known: ", {optimizers = {"Adma"}})
    fails("Adam: unknown option rate", {optimizers = {"Adam", rate = 1}})
    fails("Trainer: generator is 3, a layer or a function is wanted", {generator = 3})
    fails("Trainer: what generator() gave is missing, a layer is wanted", {generator = function() end})
    fails("Trainer: latent is a size", {latent = "big"})
    fails('Trainer: latent[2] is "x", an integer above 0 is wanted', {latent = {3, "x"}})
    fails("Trainer: batch_size is missing", {make_data = function() return ln.data.ring {} end})
    fails("Trainer: stuck: unknown option under", {stuck = {under = 1}})
    -- what would else be found out after hours, or never
    local metrics = {fid = function() return 1 end}
    fails('Trainer: metrics is {name = f(trainer)}; entry 1 is "fid"', {metrics = {"fid"}})
    fails('Trainer: metrics.fid is "fid", a function is wanted', {metrics = {fid = "fid"}})
    fails("Trainer: metrics.step: the log has a column of this name", {metrics = {step = metrics.fid}})
    fails('Trainer: best: the order is "higest", one of lowest, highest is wanted',
          {metrics = metrics, best = {"fid", "higest"}})
    fails("Trainer: best: the order is missing", {metrics = metrics, best = {"fid"}})
    fails("Trainer: best: a metric is kid; known: fid", {metrics = metrics, best = {"kid", "lowest"}})
    fails("Trainer: best: a metric is fid; known: none", {best = {"fid", "lowest"}})
    fails("Trainer: best: a metric is fidelity; known: fid", {metrics = metrics, best = {"fidelity", "lowest"}})
    fails('Trainer: best is {"metric", "lowest"}; entry every is too much',
          {metrics = metrics, best = {"fid", "lowest", every = 3}})
    fails("Trainer: stop: a metric is fdi; known: fid", {metrics = metrics, stop = {"fdi", below = 5}})
    fails("Trainer: stop: unknown option belwo", {metrics = metrics, stop = {"fid", belwo = 5}})
    fails('Trainer: stop is {"metric", below = 20}, or above; neither is given', {metrics = metrics, stop = {"fid"}})
    fails('Trainer: penalties.1 is "r1"; a list of tables is wanted, {{"r1", weight = 10}, ...}',
          {penalties = {"r1"}})
    fails("Trainer: penalties.weight is a number; a list of tables is wanted", {penalties = {{"r1"}, weight = 10}})
    fails("Trainer: penalties: unknown option weigth", {penalties = {{function() return 0 end, weigth = 1}}})
    fails("penalties.r1: unknown option taget; known: D, real, weight", {penalties = {{"r1", every = 9, taget = 1}}})
    fails("penalties.gradient: target is \"one\", ", {penalties = {{"gradient", target = "one"}}})
    fails("Trainer: clip: unknown option nrom", {clip = {nrom = 1}})
    fails("Trainer: clip: norm is -1, a number above 0 is wanted", {clip = {discriminator = {norm = -1}}})
    fails("Trainer: clip: norm is nan, ", {clip = {norm = 0 / 0}})
    fails("Trainer: clip is {norm = 1} or {value = 1}; neither is given", {clip = {}})
    fails("Trainer: loss_options.real_label: known are generator and discriminator",
          {loss_options = {real_label = 0.9}})
    fails("bce.discriminator: unknown option real_lable; known: real_logits, fake_logits, real_label",
          {loss_options = {discriminator = {real_lable = 0.9}}})
    fails("Trainer: optimizers.discrimnator: known are generator and discriminator",
          {optimizers = {generator = {"SGD", lr = 1}, discrimnator = {"SGD", lr = 1}}})
    fails('Trainer: loss.generator is "bce", a function is wanted',
          {loss = {discriminator = print, generator = "bce"}})
    fails("Trainer: augment is 3, a function is wanted", {augment = 3})
    fails("Trainer: on_stop is 3, a function is wanted", {on_stop = 3})
    fails("Trainer: range is a table", {range = {0}})
    fails("Trainer: range is from 1 to 0", {range = {1, 0}})
    fails("Trainer: seconds is ", {seconds = 0 / 0})
    fails("Trainer: batch_size is 16, that of the data 8", {batch_size = 16})
    fails("Trainer: data and make_data are both given", {data = loader()})
    fails("Trainer: objects.generator: the trainer saves one of this name",
          {objects = {generator = nn.Linear(1, 1)}})
    fails("Trainer: samples is noise of 4x2; n times 3 is wanted", {samples = ln.zeros(4, 2)})
    fails("Trainer: samples is noise of 3; n times 3 is wanted", {samples = ln.zeros(3)})
    fails("Trainer: loss_options.generator is 1, a table is wanted", {loss_options = {generator = 1}})
    assert.equal("", files.list(folder)) -- nothing was begun
  end)

  it("names the part of a user's that gave no tensor, on the line that runs it", function()
    local function fails(wanted, more)
      local trainer = small(more)
      local ok, message
      files.said_by(function() ok, message = pcall(trainer.run, trainer) end)
      assert.is_false(ok)
      assert.truthy(message:find(wanted .. ", a tensor", 1, true), message)
      assert.matches("trainer_spec.lua:%d+: Trainer: what ", message)
      files.remove_folder()
    end
    local function nothing() end
    local Nothing = nn.Module:extend "Nothing"
    function Nothing:init() self.layer = nn.Linear(1, 1) end
    function Nothing.forward() return 3 end
    fails("what the generator gave is 3", {generator = Nothing})
    fails("what data gave is missing", {make_data = function() return nothing end, batch_size = 8})
    fails("what augment gave is missing", {augment = nothing})
    fails("what a penalty gave is missing", {penalties = {{nothing}}})
    fails("what loss.discriminator gave is missing", {loss = {discriminator = nothing, generator = nothing}})
    fails("what loss.generator gave is missing",
          {loss = {discriminator = gan.losses.hinge.discriminator, generator = nothing}})
  end)

  it("takes batches of its own making alone", function()
    local trainer = small {}
    for wanted, batch in pairs {["batches[1] is 1, a table"] = 1, ["batches[1].fake is missing, a tensor"] = {}} do
      local ok, message = pcall(trainer.generator_step, trainer, {batch})
      assert.is_false(ok)
      assert.truthy(message:find("generator_step: " .. wanted .. " is wanted", 1, true), message)
    end
    assert.is_true(trainer:generator_step(trainer:discriminator_step(true)))
  end)

  it("says how a method is called", function()
    local trainer = small {}
    for _, name in ipairs {"run", "sample", "metric", "measure", "write_samples", "train_step", "best_generator",
                           "judge", "generate", "discriminator_step", "generator_step"} do
      local ok, message = pcall(trainer[name])
      assert.is_false(ok)
      assert.truthy(message:find(name .. ": call it with a colon, trainer:" .. name .. "(", 1, true), message)
    end
    for _, name in ipairs {"save", "read", "restore", "resume"} do
      local ok, message = pcall(trainer.checkpoint[name], 3)
      assert.is_false(ok)
      assert.truthy(message:find(name .. ": call it with a colon, checkpoint:" .. name .. "(", 1, true), message)
    end
  end)

  it("says so in its own words, on the user's line, whatever an option is given", function()
    local ok, known = pcall(small, {nothing = 1})
    assert.is_false(ok)
    local names = {}
    for name in known:match "known: (.*)$":gmatch "[%w_]+" do names[#names + 1] = name end
    assert.is_true(#names > 30)
    local hostile = {true, 0, -1, 1.5, 0 / 0, math.huge, "", "r1", {}, {1}, {"x"}, {{}}, {x = 1}, {{"x"}}, {1, "x"},
                     ln.zeros(2), coroutine.create(print), io.stdout, {generator = 1}, {generator = {"x"}},
                     {discriminator = {}}}
    local refused = 0
    local function attempt(given, runs)
      local fine, result = pcall(small, given)
      if not fine or not runs then return fine, result end
      files.said_by(function() fine, result = pcall(result.run, result) end)
      return fine, result
    end
    for _, name in ipairs(names) do
      for k, value in ipairs(hostile) do
        local message
        ok, message = attempt({[name] = value, folder = name == "folder" and value or folder .. "/" .. name .. k},
                              name ~= "folder" and name ~= "steps")
        if not ok then
          refused = refused + 1
          local told = ("%s %d: %s"):format(name, k, message)
          assert.matches("spec/gan/trainer_spec.lua:%d+: ", message, told)
          assert.is_nil(message:find "attempt to" or message:find "bad argument", told)
        elseif name == "folder" then
          os.remove(value)
        end
      end
    end
    assert.is_true(refused > 500, refused)
  end)
end)
