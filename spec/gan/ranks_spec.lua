-- Runs of the trainer on several ranks, against those of one process.
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local ranks = require "spec.support.ranks"

local double = ln.real == "double"

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

local function test(name, f)
  it(name, function()
    if ranks.missing() then pending(ranks.missing()) end
    f()
  end)
end

-- The script on n ranks; on one, without mpirun. `words` are its arguments.
local function run(n, script, words)
  files.write(folder .. "/script.lua", script)
  local start = n > 1 and ranks.mpirun:format(n) or ""
  local status, said = ranks.shell(folder, ("%s lua5.4 script.lua %s"):format(start, words or ""))
  return status, said
end

local function runs(n, script, words)
  local status, said = run(n, script, words)
  assert(status == 0, said)
  return said
end

-- The largest difference between what two runs have saved: networks, and what optimisers hold of gradients, which
-- are large where D's are; measured against the largest of a tensor, or 1.
local function difference(one, other)
  local worst = 0
  local function walk(a, b)
    if type(a) == "userdata" then
      worst = math.max(worst, (a - b):abs():max():item() / math.max(1, a:abs():max():item()))
    end
    if type(a) ~= "table" then return end
    for key, v in pairs(a) do walk(v, b[key]) end
  end
  local function saved(name) return ln.load(folder .. "/" .. name .. "/checkpoint.safetensors").objects end
  local a, b = saved(one), saved(other)
  for key, v in pairs(a) do
    if key ~= "trainer" then walk(v, b[key]) end
  end
  return worst
end

local function log_of(name)
  local list = {}
  for line in io.lines(("%s/%s/log.jsonl"):format(folder, name)) do list[#list + 1] = json.decode(line) end
  return list
end
local function last_hash(name)
  local list = log_of(name)
  return assert(list[#list].hash)
end

-- ---- the same run ----

-- Smooth, but for the distances of mini-batch discrimination, which are few: where
-- a rounding turns a ReLU or a distance round, float has another run.
local EQUAL = [[
local ln = require "lunette"
local nn, gan, n = ln.nn, ln.gan, ln.dist.size()
local function run(name, o)
  o.folder = ("%s-%d"):format(name, n)
  o.steps, o.batch_size, o.seed, o.samples, o.hash_every = 50, 64, 1, 4, 10
  o.optimizers = {"Adam", lr = 2e-4, betas = {0.5, 0.999}}
  gan.Trainer(o):run()
end
local function points()
  return nn.Sequential {nn.Linear(2, 32), nn.SiLU(), nn.Linear(32, 2)}
end

run("dcgan", {
  generator = function() return nn.Sequential {
    nn.Unflatten(2, {8, 1, 1}), nn.ConvTranspose2d(8, 16, 4, {bias = false}), nn.SyncBatchNorm(16), nn.SiLU(),
    nn.ConvTranspose2d(16, 8, 4, {stride = 2, padding = 1, bias = false}), nn.SyncBatchNorm(8), nn.SiLU(),
    nn.ConvTranspose2d(8, 1, 4, {stride = 2, padding = 1}), nn.Tanh()} end,
  discriminator = function() return nn.Sequential {
    nn.Conv2d(1, 8, 4, {stride = 2, padding = 1}), nn.SiLU(),
    nn.Conv2d(8, 16, 4, {stride = 2, padding = 1, bias = false}), nn.SyncBatchNorm(16), nn.SiLU(),
    nn.Conv2d(16, 1, 4), nn.Flatten()} end,
  latent = 8, data = function(m) return ln.randn(m, 1, 16, 16):tanh() end, ema = 0.9})
run("discrimination", {
  generator = points, discriminator = function() return nn.Sequential {
    nn.Linear(2, 32), nn.SiLU(), nn.MinibatchDiscrimination(32, 2, 1), nn.Linear(34, 1)} end,
  latent = 2, data = ln.data.ring {modes = 8}})
run("penalty", {
  generator = points, discriminator = function() return nn.Sequential {
    nn.Linear(2, 32), nn.SiLU(), nn.Linear(32, 32), nn.SiLU(), nn.Linear(32, 1)} end,
  latent = 2, make_data = function()
    return ln.data.Loader(ln.data.ring {modes = 8}:sample(640), {batch_size = 64, shuffle = true})
  end, loss = "wasserstein", penalties = {{"gradient", weight = 10}}, discriminator_steps = 5, accumulate = 2})
]]

describe("a run on several ranks", function()
  test("is that of one process with the whole batch", function()
    for _, n in ipairs {1, 2, 4} do runs(n, EQUAL) end
    for _, name in ipairs {"dcgan", "discrimination", "penalty"} do
      for _, n in ipairs {2, 4} do
        local most = difference(name .. "-1", ("%s-%d"):format(name, n))
        assert(most < (double and 1e-10 or 1e-5), ("%s on %d: %g"):format(name, n, most))
      end
      for k, record in ipairs(log_of(name .. "-1")) do
        local other = log_of(name .. "-2")[k]
        assert.equal(record.step, other.step)
        for _, key in ipairs {"discriminator", "generator", "crowding"} do
          if record[key] then assert.near(record[key], other[key], 1e-4 * math.max(1, math.abs(record[key]))) end
        end
      end
    end
  end)
end)

-- ---- going on ----

-- Two modes; what is drawn is drawn for all ranks.
local SMALL = [[
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local rank = ln.dist.rank()
local function options(name, steps)
  return {
    generator = function()
      return nn.Sequential {nn.Linear(2, 8, {bias = false}), nn.BatchNorm1d(8), nn.SiLU(), nn.Linear(8, 2)}
    end,
    discriminator = function() return nn.Sequential {nn.Linear(2, 8), nn.SiLU(), nn.MinibatchDiscrimination(8, 3, 2),
      nn.Linear(11, 1)} end,
    make_data = function()
      ln.manual_seed(2)
      local x = ln.randn(60, 2)
      return ln.data.Loader(x, {batch_size = 12, shuffle = true})
    end,
    latent = 2, steps = steps, folder = name, seed = 7, samples = 4, ema = {half_life = 100, ramp_up = 0.5},
    hash_every = 5, log_every = 5, checkpoint_every = 5,
    optimizers = {"Adam", lr = 1e-3, betas = {0.5, 0.9}}}
end
]]
local GO = SMALL .. "\ngan.Trainer(options(arg[1], tonumber(arg[2]))):run()\n"

describe("a run that goes on", function()
  local function copy(from, to) assert(os.execute(("cd %s && cp -r %s %s"):format(folder, from, to))) end

  test("on as many ranks ends as the one that was not ended, bit for bit, and on others to rounding", function()
    runs(2, GO, "whole 20")
    runs(2, GO, "part 10")
    for _, n in ipairs {1, 2, 3} do
      copy("part", "on-" .. n)
      local said = runs(n, GO, ("on-%d 20"):format(n))
      local _, count = said:gsub("goes on from step 10 of 20", "")
      assert.equal(1, count, said)
      assert.is_true(difference("whole", "on-" .. n) < (double and 1e-10 or 1e-5))
    end
    assert.equal(last_hash "whole", last_hash "on-2")
    assert.equal(0, difference("whole", "on-2"))
  end)

  test("was interrupted by a signal to one of the ranks", function()
    runs(2, GO, "whole 20")
    local said
    local status
    status, said = run(2, SMALL .. [[
      local o = options("cut", 20)
      function o.on_step(t)
        if rank == 1 and t.step == 7 then os.execute "kill -TERM $PPID" end
      end
      gan.Trainer(o):run()
      print "not here"
    ]])
    assert.is_true(status > 0, said)
    assert.matches("step 7: interrupted; cut/checkpoint.safetensors has all of it", said, 1, true)
    assert.falsy(said:find("ends the job", 1, true), said)
    assert.falsy(said:find("not here", 1, true), said)
    runs(2, GO, "cut 20")
    assert.equal(last_hash "whole", last_hash "cut")
  end)

  test("rolls back on all ranks where one has a loss that is no number", function()
    local told = ranks.run(folder, 2, SMALL:gsub("^local ln.-\n.-\n.-\n", "local gan = ln.gan\n") .. [[
      local o, broken = options("back", 15), false
      o.on_nan = "rollback"
      local bce = gan.losses.bce
      o.loss = {discriminator = function(real, fake)
        local y = bce.discriminator(real, fake)
        if rank == 1 and not broken and o.at == 8 then
          broken = true
          y = y * (0 / 0)
        end
        return y
      end, generator = bce.generator}
      o.on_step = function(t) o.at = t.step + 1 end
      local t = gan.Trainer(o)
      local result = t:run()
      tell("result", {result.step, result.reason, t.state.rollbacks, t.optimizers.generator.param_groups[1].lr})
    ]])
    -- o.at is an option that nobody reads
    for r = 0, 1 do assert.same({15, "steps", 1, 5e-4}, told[r].result) end
  end)
end)

-- ---- who writes ----

describe("of the ranks of a run", function()
  test("the first alone writes, speaks and measures", function()
    local told, said = ranks.run(folder, 2, SMALL:gsub("^local ln.-\n.-\n.-\n", "local gan = ln.gan\n") .. [[
      local o = options("run-" .. rank, 10)
      o.metrics = {level = function(t) return 10 * rank + t:sample(8):numel() end}
      o.metrics_every, o.samples_every, o.tensorboard = 5, 5, true
      o.best = {"level", "lowest"}
      o.stop = function(t) return rank == 0 and t.step == 10 and "enough" end
      local result = gan.Trainer(o):run()
      tell("result", {result.metrics.level, result.best, result.reason})
      local pipe = io.popen("ls run-" .. rank .. " 2>/dev/null")
      dist.barrier()
      tell("files", (pipe:read "a"))
    ]])
    for r = 0, 1 do assert.same({16, 16, "stop"}, told[r].result) end
    assert.equal("", told[1].files)
    for _, name in ipairs {"best.safetensors", "checkpoint.safetensors", "model.safetensors", "log.jsonl",
                           "report.html", "samples", "events"} do
      assert.truthy(told[0].files:find(name, 1, true), name)
    end
    local _, count = said:gsub("enough", "")
    assert.is_true(count <= 1, said)
  end)

  test("all that have parted are found, and the parameter named", function()
    local status, said = run(3, SMALL .. [[
      local o = options("parted", 20)
      function o.on_step(t)
        if rank == 2 and t.step == 7 then
          local _ <close> = ln.no_grad()
          t.discriminator[1].weight[1][2] = t.discriminator[1].weight[1][2]:item() + 1e-3
        end
      end
      gan.Trainer(o):run()
    ]])
    assert.is_true(status > 0)
    assert.matches("Trainer: step 10: discriminator 1.weight of rank 2 is not that of rank 0", said, 1, true)
  end)

  test("none takes a batch that they do not divide", function()
    local status, said = run(2, SMALL:gsub("batch_size = 12", "batch_size = 15") ..
                             'gan.Trainer(options("odd", 2)):run()')
    assert.is_true(status > 0)
    assert.matches("script.lua:%d+: Trainer: a batch of 15 is not shared evenly by 2 ranks", said)
  end)

  test("all have the same networks whatever they draw, and the same strength of augmentation", function()
    local told = ranks.run(folder, 3, SMALL:gsub("^local ln.-\n.-\n.-\n", "local gan = ln.gan\n") .. [[
      local ada = gan.augment.ADA {images = 200, target = 0.1, interval = 2}
      local o = {
        generator = function() return nn.Sequential {nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.2),
          nn.Linear(16, 64), nn.Unflatten(2, {1, 8, 8})} end,
        discriminator = function() return nn.Sequential {
          nn.spectral_norm(nn.Conv2d(1, 4, 4, {stride = 2, padding = 1})),
          nn.LeakyReLU(0.2), nn.MinibatchStdDev(), nn.Flatten(), nn.Dropout(0.2), nn.Linear(80, 1)}
        end,
        data = function(m) return ln.rand(m, 1, 8, 8) end, batch_size = 12, latent = 4, steps = 12, folder = "drawn",
        seed = 3, accumulate = 2, exact = true, clip = {norm = 1}, ema = 0.9, penalties = {{"r1", every = 2}},
        augment = ada, objects = {ada = ada}, on_step = function(t) ada:update(t.seen.real_logits) end,
        schedules = {"StepLR", 5}, hash_every = 1, loss = "relativistic", samples = 4, mode = "train"}
      local t = gan.Trainer(o)
      t:run()
      tell("strength", ada.p)
      tell("seen", {t.seen.real:size(1), t.seen.real_logits:size(1), t.state.images})
      tell("own", t.seen.fake:sum():item())
    ]])
    assert.is_true(told[0].own ~= told[1].own)
    for r = 0, 2 do
      assert.equal(told[0].strength, told[r].strength)
      assert.same({8, 24, 288}, told[r].seen) -- of 12 steps, 2 batches of 12
    end
  end)

  test("lunette train makes one plan, which all follow, and rank 0 speaks and writes", function()
    local root = io.popen "pwd":read "l"
    local words = "env LUNETTE_REAL=" .. ln.real .. " " .. root .. "/bin/lunette train digits --filters 4 --steps %d"
    local start = ranks.mpirun:format(2) .. " "
    local status, said = ranks.shell(folder, start .. words:format(2))
    assert.equal(0, status, said)
    local _, count = said:gsub("preset dcgan", "")
    assert.equal(1, count, said)
    local record = json.decode(files.read(folder .. "/runs/digits/run.json"))
    assert.equal(2, record.plan.steps)
    status, said = ranks.shell(folder, start .. words:format(3))
    assert.equal(0, status, said)
    assert.truthy(said:find("goes on from step 2 of 3", 1, true), said)
    -- a plan of what the machine does in a time is of rank 0's clock
    status, said = ranks.shell(folder, start .. words:gsub("%-%-steps %%d", "--minutes 0.05 --folder timed"))
    assert.equal(0, status, said)
    assert.truthy(said:find("timed: ", 1, true), said)
  end)

  test("commands that write for themselves are for one process, and say so", function()
    local root = io.popen "pwd":read "l"
    local words = ranks.mpirun:format(2) .. " " .. root .. "/bin/lunette sample somewhere"
    local status, said = ranks.shell(folder, words)
    assert.equal(2, status, said)
    assert.truthy(said:find("lunette: sample is done by one process, and there are 2: start it without mpirun\n", 1,
                            true), said)
    assert.is_nil(io.open(folder .. "/samples.png"))
  end)

  test("a run remembers of how many ranks it is, as one process has other sums", function()
    local root = io.popen "pwd":read "l"
    local lunette = "env LUNETTE_REAL=" .. ln.real .. " " .. root .. "/bin/lunette "
    files.write(folder .. "/my.lua", [[
      local ln = require "lunette"
      ln.gan.Trainer {
        folder = "runs/my", seed = 1, steps = 6, data = ln.data.ring(), batch_size = 8, latent = 2, hash_every = 2,
        log_every = 2, generator = function() return ln.nn.Linear(2, 2) end,
        discriminator = function() return ln.nn.Linear(2, 1) end,
      }:run()
    ]])
    local status, said = ranks.shell(folder, ranks.mpirun:format(2) .. " " .. lunette .. "train my.lua")
    assert.equal(0, status, said)
    local record = json.decode(files.read(folder .. "/runs/my/run.json"))
    assert.equal(2, record.parts[1].versions.ranks)
    for words, verb in pairs {["replay runs/my"] = "replay", ["fork runs/my --at 3"] = "fork"} do
      status, said = ranks.shell(folder, lunette .. words)
      assert.equal(1, status, said)
      assert.truthy(said:find(verb .. ": runs/my: the steps from 1 on are of 2 ranks, which add in another order " ..
        "than the 1 of here", 1, true), said)
    end
    status, said = ranks.shell(folder, lunette .. "fork runs/my --steps 8")
    assert.equal(0, status, said)
  end)
end)
