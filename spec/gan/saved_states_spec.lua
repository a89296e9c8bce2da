-- Checkpoints with a part of another kind, as somebody may write them by hand or an older version has: each is refused
-- on the user's line, with the file's name, or taken. In float: kinds are no numbers.
if require("lunette").real == "double" then return end

local files = require "spec.files"
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

local function run_of_everything()
  local ada = gan.augment.ADA {images = 300, target = 0.1, interval = 3}
  local pool = gan.ImagePool(6)
  return gan.Trainer {
    generator = function() return nn.Sequential {nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)} end,
    discriminator = function() return nn.Sequential {nn.spectral_norm(nn.Linear(2, 4)), nn.Linear(4, 1)} end,
    make_data = function() return ln.data.Loader(ln.rand(10, 2), {batch_size = 4, shuffle = true}) end,
    latent = 2, steps = 2, seed = 5, folder = folder, samples = 2, ema = 0.9, collapse = false,
    optimizers = {generator = {"Adam", lr = 1e-3}, discriminator = {"SGD", lr = 1e-2, momentum = 0.9}},
    schedules = {generator = {"StepLR", 1}, discriminator = {"CosineAnnealingLR", 9}},
    metrics = {mean = function() return 1 end}, metrics_every = 1, best = {"mean", "lowest"},
    objects = {ada = ada, pool = pool}, on_step = function(t) pool:query(t.seen.fake:detach()) end,
  }
end

local kinds = {true, -1.5, "x", {}, {1}, {a = 1}, {[true] = 1}, ln.ones(2), 0 / 0}

-- Calls f(path, change) for each part of the value, where change(v) puts v in its place until it is called again; not
-- for what is in `leave`.
local function each_part(value, path, leave, f)
  for key, part in pairs(value) do
    local inner = path .. "." .. tostring(key)
    f(inner, function(v) value[key] = v end)
    value[key] = part
    if type(part) == "table" and not leave[inner] then each_part(part, inner, leave, f) end
  end
end

local function is_fine(message)
  local ours = message:find("/checkpoint.safetensors: ", 1, true) or message:find("begun with other options: ", 1, true)
  return ours and message:find "^spec/gan/saved_states_spec.lua:%d+: " and not message:find("attempt to", 1, true) and
         not message:find("bad argument", 1, true) and not message:find "%.lua:%d+: .*%.lua:%d+: "
end

describe("a checkpoint of which a part is another", function()
  -- Which parts are refused with other words than they should be, by what they became, one of `each` kinds; and how
  -- many are refused.
  local function refused(each, objects, leave, try)
    local bad, count, seen = {}, 0, 0
    each_part(objects, "objects", leave, function(path, change)
      seen = seen + 1
      for k = 1 + seen % each, #kinds, each do
        change(kinds[k])
        local ok, message = pcall(try)
        if not ok then count = count + 1 end
        if not (ok or is_fine(message)) then bad[#bad + 1] = ("%s as kind %d: %s"):format(path, k, message) end
      end
    end)
    return bad, count
  end

  local function restored(each)
    local trainer = run_of_everything()
    files.said_by(function() trainer:run() end)
    local saved = trainer.checkpoint:read()
    local leave = {["objects.trainer.config"] = true, ["objects.average"] = true}
    return refused(each, saved.objects, leave, function() trainer.checkpoint:restore(saved) end)
  end

  local function made(each)
    local first = run_of_everything()
    files.said_by(function() first:run() end)
    local path, leave = first.checkpoint.path, {["objects.trainer.config.layers"] = true}
    local whole = ln.load(path)
    return refused(each, {trainer = whole.objects.trainer}, leave, function()
      ln.save(path, whole)
      run_of_everything()
    end)
  end

  it("is refused by its name, whatever part it is", function()
    for _, f in ipairs {restored, made} do
      local bad, count = f(5)
      assert.same({}, bad)
      assert.is_true(count > 30, count)
    end
  end)

  it("is refused by its name, whatever part of whatever kind it is #hard", function()
    for _, f in ipairs {restored, made} do
      local bad, count = f(1)
      assert.same({}, bad)
      assert.is_true(count > 150, count)
    end
  end)
end)
