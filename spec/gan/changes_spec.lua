-- A run that goes on with other options than it was begun with: nothing of that is taken in silence.
local arguments = require "lunette.arguments"
local config = require "lunette.gan.trainer.config"
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan

describe("options of layers", function()
  -- A value of the kind, and another than v.
  local values = {count = 4, index = 2, real = 1.5, positive = 1.5, nonnegative = 1.5, share = 0.5, bool = true,
                  int = 1, int2 = 2, whole = 1, dim = 2}
  local function value_of(kind) return values[kind] or kind:find "count" and 2 or kind:find "whole" and 1 or nil end
  local function other_than(v, kind)
    if type(v) == "boolean" then return not v end
    if math.type(v) == "integer" then return v + 1 end
    if type(v) == "number" then return v == 0 and 0.25 or v / 2 end
    if type(v) == "table" and math.type(v[1]) == "integer" then return v[1] + 1 end
    if type(v) ~= "string" then return nil end
    for word in kind:gmatch "[^|]+" do
      if word ~= v and not word:find "%d" then return word end
    end
  end

  local given = {
    Softmax = {dim = 2}, LogSoftmax = {dim = 2}, Softmin = {dim = 2}, Upsample = {scale_factor = 2},
    SelfAttention2d = {channels = 8}, Unflatten = {dim = 2, sizes = {2, 2}}, FractionalMaxPool2d = {output_size = 3},
    FractionalMaxPool3d = {output_size = 3}, UpsamplingNearest2d = {scale_factor = 2},
    UpsamplingBilinear2d = {scale_factor = 2}, Blur = {kernel = {1, 2, 1}},
  }
  -- What is only how a layer starts, or the same layer said otherwise here: stride as the kernel, kdim as embed_dim.
  local starts = {["MinibatchDiscrimination.std"] = true, ["PReLU.init"] = true}
  for name in ("AvgPool1d AvgPool2d AvgPool3d MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d " ..
               "LPPool1d LPPool2d"):gmatch "%S+" do
    starts[name .. ".stride"] = true
  end
  for _, name in ipairs {"kdim", "vdim"} do starts["MultiheadAttention." .. name] = true end

  local function start_of(name, s)
    local o = {}
    for _, field in ipairs(s.places) do
      if not (field.default or field.optional) then o[field.name] = value_of(field.kind) end
    end
    for key, value in pairs(given[name] or {}) do o[key] = value end
    return o
  end

  it("are all in what is compared", function()
    local seen, silent = 0, {}
    local function try(name, class, o, field)
      local now = o[field.name]
      if now == nil then now = arguments.default_of(field) end
      local other
      if now ~= nil then other = other_than(now, field.kind)
      elseif field.optional then other = value_of(field.kind) end
      if other == nil then return end
      local changed = {}
      for key, value in pairs(o) do changed[key] = value end
      changed[field.name] = other
      local ok, layer = pcall(class, changed)
      if not ok then return end
      seen = seen + 1
      local same = pcall(assert.same, config.layers(class(o)), config.layers(layer))
      if same and not starts[name .. "." .. field.name] then silent[#silent + 1] = name .. "." .. field.name end
    end
    for name in pairs(nn) do
      local class = nn[name]
      local s = type(class) == "table" and rawget(class, "init") and arguments.of(class.init)
      local o = s and start_of(name, s)
      if o and pcall(class, o) then
        for _, list in ipairs {s.places, s.options} do
          for _, field in ipairs(list) do try(name, class, o, field) end
        end
      end
    end
    assert.same({}, silent)
    assert.is_true(seen > 400, seen) -- of 434
  end)

  it("are those of what computes a weight, too", function()
    local layer = nn.spectral_norm(nn.Linear(2, 2), {n_power_iterations = 2})
    local other = nn.spectral_norm(nn.Linear(2, 2), {n_power_iterations = 3})
    assert.are_not.same(config.layers(layer), config.layers(other))
    assert.are_not.same(config.layers(layer), config.layers(nn.Linear(2, 2)))
  end)
end)

describe("a run that goes on with others", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function small(more)
    local o = {
      generator = function() return nn.Sequential {nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2)} end,
      discriminator = function() return nn.Linear(2, 1) end, make_data = function() return ln.data.ring {} end,
      batch_size = 8, latent = 3, seed = 5, steps = 2, folder = folder, collapse = false, samples = 4,
    }
    for key, value in pairs(more or {}) do o[key] = value end
    return gan.Trainer(o)
  end

  -- With `before`, then with `after`: refused, or told, with these words.
  local function refuses(wanted, before, after)
    files.said_by(function() small(before):run() end)
    local ok, message = pcall(small, after)
    assert.is_false(ok, wanted)
    assert.truthy(message:find(wanted, 1, true), message)
    files.remove_folder()
  end
  local function tells(wanted, before, after)
    files.said_by(function() small(before):run() end)
    after.steps = 3
    local _, said = files.said_by(function() small(after):run() end)
    assert.truthy(said:find(folder .. ": goes on with other options: " .. wanted, 1, true), said)
    files.remove_folder()
  end

  it("is refused for a layer's size, class or option, by name and with both values", function()
    local function G(first, norm, act)
      return {generator = function() return nn.Sequential {first, norm, act, nn.Linear(4, 2)} end}
    end
    local L, B = nn.Linear(3, 4), nn.BatchNorm1d(4)
    refuses("generator was (1): Linear(3, 4), is (1): Linear(3, 4, {bias = false})", {},
            G(nn.Linear(3, 4, {bias = false}), B, nn.ReLU()))
    refuses("generator was (3): ReLU(), is (3): LeakyReLU(0.2)", {}, G(L, B, nn.LeakyReLU(0.2)))
    refuses("layers.generator.2.eps was 1e-05, is 0.001", {}, G(L, nn.BatchNorm1d(4, {eps = 1e-3}), nn.ReLU()))
    refuses("layers.generator.2.momentum was 0.1, is 0.5", {}, G(L, nn.BatchNorm1d(4, {momentum = 0.5}), nn.ReLU()))
    local Own = nn.Linear:extend "Own"
    refuses("discriminator was Linear(2, 1), is Own(2, 1)", {}, {discriminator = Own(2, 1)})
  end)

  it("is refused for what a function makes", function()
    local function sgd(lr) return function(params) return optim.SGD(params, {lr = lr}) end end
    refuses("optimizers_made.generator was SGD(6 parameters, {lr = 0.1}), is SGD(6 parameters, {lr = 0.2})",
            {optimizers = sgd(0.1)}, {optimizers = sgd(0.2)})
    refuses("optimizers was function", {optimizers = sgd(0.1)}, {optimizers = {"SGD", lr = 0.1}})
  end)

  it("is told of its data, schedules, augmentation and noise", function()
    tells("data.std was 0.05, is 0.1", {}, {make_data = function() return ln.data.ring {std = 0.1} end})
    local function step_lr(size)
      return function(opt) return optim.lr_scheduler.StepLR(opt, size) end
    end
    tells("schedules_made.discriminator was StepLR(t = 0, lr = {0.0002}, {gamma = 0.1, step_size = 2})",
          {schedules = step_lr(2)}, {schedules = step_lr(3)})
    local function Own(slope) return {augment = nn.LeakyReLU(slope)} end
    tells("augment was LeakyReLU(1), is LeakyReLU(0.5)", Own(1), Own(0.5))
    local function ADA(images) return {augment = nn.Sequential {nn.Identity(), nn.LayerNorm(2, {eps = images})}} end
    tells("augment_layers.2.eps was 1, is 2", ADA(1), ADA(2))
    tells("samples was tensor 4x3, crc32 ", {samples = ln.zeros(4, 3)}, {samples = ln.ones(4, 3)})
  end)

  it("goes on from a checkpoint that is older than some of what is compared", function()
    small():run()
    local path = folder .. "/checkpoint.safetensors"
    local saved = ln.load(path)
    local was = saved.objects.trainer.config
    was.layers, was.optimizers_made, was.real = nil, nil, nil
    saved.objects.trainer.numbers.images, saved.objects.trainer.numbers.rate = nil, nil
    ln.save(path, saved)
    local result, said = files.said_by(function() return small({steps = 4}):run() end)
    assert.equal(4, result.step)
    assert.is_nil(said:find("other options", 1, true), said)
    assert.is_table(json.decode(files.read(folder .. "/config.json")).layers)
  end)
end)
