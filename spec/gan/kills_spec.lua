-- Runs that are killed or interrupted at any moment, go on, and end as the one that was not.
local files = require "spec.files"
local host = require "spec.support.host"
local json = require "lunette.json"
local ln = require "lunette"
local plain = require "spec.support.plain"

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

local STEPS = 40

-- Loader workers, an average, schedules, adaptive augmentation, two optimisers, batches that do not divide the set,
-- spectral norm, a historical average, fakes of before, and noise from a generator of its own.
local SCRIPT = [[
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local ada = gan.augment.ADA {images = 300, target = 0.1, interval = 3}
local pool, noise, mean = gan.ImagePool(8), ln.Generator(3), nil
local function generator()
  local net = nn.Sequential {nn.Linear(4, 64), nn.BatchNorm1d(64), nn.Tanh(), nn.Unflatten(2, {1, 8, 8})}
  mean = gan.HistoricalAverage(net)
  return net
end
local past = setmetatable({}, {__index = function(_, name)
  return name:find "state_dict" and function(_, ...) return mean[name](mean, ...) end or nil
end})
local trainer = gan.Trainer {
  generator = generator,
  discriminator = function() return nn.Sequential {
    nn.spectral_norm(nn.Conv2d(1, 4, 4, {stride = 2, padding = 1})), nn.LeakyReLU(0.2), nn.Dropout(0.2), nn.Flatten(),
    nn.Linear(64, 1)} end,
  make_data = function()
    local set = ln.data.images("pictures", {channels = 1, workers = 2})
    return ln.data.Loader(set, {batch_size = 6, shuffle = true})
  end,
  latent = function(n) return ln.randn(n, 4, {generator = noise}) end, seed = 11, steps = %d, folder = arg[1],
  discriminator_steps = 2, accumulate = 2, reuse_fakes = false,
  optimizers = {generator = {"Adam", lr = gan.schedule {from = 1e-2, to = 1e-3, steps = 40}},
                discriminator = {"RMSprop", lr = 1e-3}},
  schedules = {discriminator = {"StepLR", 9}}, ema = {half_life = 100, ramp_up = 0.5}, augment = ada,
  penalties = {{function(t, batch)
    return t:judge(pool:query(batch.fake:detach())):square():mean()
  end, weight = 0.1}, {function() return mean:penalty() end, weight = 0.01, player = "generator"}},
  objects = {ada = ada, pool = pool, noise = noise, past = past},
  on_step = function(t) ada:update(t.seen.real_logits) mean:update() end,
  metrics = {mean = function(t) return t:sample(5):mean():item() end}, metrics_every = 4, best = {"mean", "lowest"},
  samples_every = 15, samples = 4, checkpoint_every = 7, log_every = 1, hash_every = 5,
}
trainer:run()
]]

local killer

local function prepare()
  killer = host.faults(folder)
  for k = 1, 20 do ln.image.save(("%s/pictures/%02d.png"):format(folder, k), ln.rand(1, 8, 8)) end
  files.write(folder .. "/run.lua", SCRIPT:format(STEPS))
end

-- Runs the script behind the words of bash, which may set -m; its status.
local function run(name, before, after)
  local line = "cd %s; export LUNETTE_PROGRESS=off; set -m; %s lua5.4 run.lua %s 2>>errors & p=$!; %s " ..
               "wait $p; echo $?"
  files.write(folder .. "/run.sh", line:format(folder, before or "", name, after or ""))
  local pipe <close> = assert(io.popen("bash " .. folder .. "/run.sh 2>/dev/null"))
  return tonumber(pipe:read "a":match "(%d+)%s*$")
end

-- All that a run leaves which is no time.
local function left_by(name)
  local all = {saved = plain(ln.load(("%s/%s/checkpoint.safetensors"):format(folder, name))), log = {}}
  all.saved.objects.trainer.numbers.seconds = nil
  all.saved.objects.trainer.config.folder = nil
  for line in io.lines(("%s/%s/log.jsonl"):format(folder, name)) do
    local record = json.decode(line)
    record.seconds = nil
    all.log[#all.log + 1] = record
  end
  local model = ln.load_model(("%s/%s/model.safetensors"):format(folder, name))
  all.model = plain(model:state_dict())
  all.samples = files.list(("%s/%s/samples"):format(folder, name))
  return all
end

local NUMBERS = {INT = 2, KILL = 9, TERM = 15}
local STATUS = {INT = 130, KILL = 137, TERM = 143}

-- Ends the run with the signal: before the call-th of its calls to the disk; or once its log has so many lines, and a
-- moment after. Its status.
local function kill(name, signal, draw)
  if draw(2) == 1 then
    return run(name, ("%s CALL=%d SIGNAL=%d"):format(killer, draw(600), NUMBERS[signal]))
  end
  local wait = "while kill -0 $p 2>&- && [ $(cat %s/log.jsonl 2>&- | wc -l) -lt %d ]; do sleep 0.01; done; " ..
               "sleep 0.0%02d; kill -%s $p;"
  return run(name, "", wait:format(name, draw(STEPS - 2), draw(30), signal))
end

-- Of so many runs those that end otherwise than the one that nobody killed.
local function differing(count, seed)
  prepare()
  assert(run "whole" == 0, files.read(folder .. "/errors"))
  local wanted, bad, ended = left_by "whole", {}, {}
  assert.equal(STEPS, #wanted.log)
  local random = ln.Generator(seed)
  local function draw(n) return math.tointeger(ln.randint(1, n, {1}, {generator = random}):item()) end
  local signals = {"KILL", "INT", "TERM"}
  for k = 1, count do
    local name = "run" .. k
    for turn = 0, draw(3) do
      local signal = signals[(k + turn) % 3 + 1]
      local status = kill(name, signal, draw)
      ended[status] = (ended[status] or 0) + 1
      -- 1: of lua5.4 itself, before the run begins
      local fine = status == 0 or status == STATUS[signal] or signal == "INT" and status == 1
      assert(fine, name .. ": " .. status .. ": " .. files.read(folder .. "/errors"))
    end
    assert.equal(0, run(name), files.read(folder .. "/errors"))
    if not pcall(assert.same, wanted, left_by(name)) then bad[#bad + 1] = name end
    assert.is_nil(files.list(("%s/%s"):format(folder, name)):find "tmp")
  end
  return bad, ended
end

describe("a run of everything, ended at any moment,", function()
  it("goes on to the same end: 3 of 3", function()
    local bad, ended = differing(3, 4)
    assert.same({}, bad)
    assert.is_not_nil(ended[STATUS.KILL])
  end)

  it("goes on to the same end: 20 of 20 #hard", function()
    local bad, ended = differing(20, 8)
    assert.same({}, bad)
    for signal, status in pairs(STATUS) do assert.is_not_nil(ended[status], signal) end
  end)
end)
