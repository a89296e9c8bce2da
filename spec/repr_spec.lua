-- What print shows of objects and classes.
local catalogue = require "lunette.docs.catalogue"
local engine = require "lunette.engine"
local files = require "spec.files"
local ln = require "lunette"

local data, gan, nn, optim = ln.data, ln.gan, ln.nn, ln.optim

describe("classes as text", function()
  it("are their names, all of them", function()
    local seen = 0
    for _, entry in ipairs(catalogue.get().entries) do
      if entry.kind == "class" and type(entry.value) == "table" and entry.value ~= engine.metatable then
        local last = entry.name:match "[^.]+$"
        assert.equal("class " .. last, tostring(entry.value), entry.name)
        seen = seen + 1
      end
    end
    assert.is_true(seen > 150)
  end)

  it("are those of one's own, too", function()
    assert.equal("class Net", tostring(nn.Module:extend "Net"))
    assert.equal("class Swish", tostring(ln.Function:extend "Swish"))
    assert.equal("class Mine", tostring(optim.Optimizer:extend("Mine", "lr: real = 1", function() end)))
  end)
end)

describe("objects as text:", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  local net = nn.Sequential {nn.Linear(2, 3)}
  local function adam() return optim.Adam(net:parameters(), {lr = 0.5}) end

  local function shows(expected, value) assert.equal(expected, tostring(value)) end

  it("data sets and loaders", function()
    local set = data.tensors(ln.zeros(10, 3, 2), ln.ones(10))
    shows("TensorSet(10 samples: 10x3x2, 10)", set)
    shows("MappedSet(TensorSet(10 samples: 10x3x2, 10))", data.map(set, print))
    shows("Subset(2 to 5 of TensorSet(10 samples: 10x3x2, 10))", data.subset(set, 2, 5))
    shows("Images(10000 images: 1x28x28, 10 classes)", data.digits())
    shows("Shapes(4 images: 3x16x16, 3 classes)", data.shapes {count = 4, size = 16})
    shows("StackedDigits(5 images: 3x28x28, 1000 modes)", data.stacked_digits {count = 5})
    local loader = data.Loader(ln.zeros(10, 2), {batch_size = 4})
    loader:next()
    shows("Loader(TensorSet(10 samples: 10x2), {batch_size = 4, shuffle = false, drop_last = false}, " ..
          "at sample 4 of 10)", loader)
    ln.image.save(folder .. "/a.png", ln.zeros(3, 4, 5))
    shows("ImageFolder(1 images: 3x4x5)", data.images(folder))
  end)

  it("sources", function()
    shows("Mixture(8 modes, std = 0.05)", data.ring {})
    shows("Sines({length = 24, features = 5, components = 1, frequency = 1})", data.sines {})
    shows("Autoregressive({length = 24, features = 5, phi = 0.8, sigma = 0.8})", data.autoregressive {})
    shows("MixedTable({modes = 3, std = 0.1, purity = 0.9})", data.mixed_table {})
  end)

  it("tables", function()
    local rows = data.mixed_table {}:sample(50)
    shows("Table(50 rows; position: number, parity: number, noise: number, label: 3 categories)", rows)
    assert.matches("^ModeNormalizer%(4 columns as %d+ numbers%)$", tostring(data.ModeNormalizer(rows)))
  end)

  it("averages, watchers, runs", function()
    shows("EMA({decay = 0.5}, Sequential(\n  (1): Linear(2, 3)\n))", gan.EMA(net, {decay = 0.5}))
    shows("HistoricalAverage(2 parameters, 1 updates)", gan.HistoricalAverage(net))
    shows("CollapseMonitor({limit = 2})", gan.collapse.monitor(ln.randn(9, 3)))
    shows(("Checkpoint(%s/checkpoint.safetensors: net, opt)"):format(folder),
          ln.Checkpoint(folder, {net = net, opt = adam()}))
    shows(("Trainer(%s/run, step 0 of 7)"):format(folder), gan.Trainer {
      generator = nn.Linear(2, 2), discriminator = nn.Linear(2, 1), data = data.ring {}, batch_size = 8,
      latent = 2, steps = 7, folder = folder .. "/run"})
  end)

  it("optimisers and schedulers", function()
    shows("Adam(2 parameters, {lr = 0.5})", adam())
    shows("Adam(2 parameters, {betas = {0.5, 0.999}, lr = 0.1})",
          optim.Adam(net:parameters(), {lr = 0.1, betas = {0.5, 0.999}}))
    shows("Lookahead(Adam(2 parameters, {lr = 0.5}), {k = 5, alpha = 0.5})", optim.Lookahead(adam()))
    local scheduler = optim.lr_scheduler.StepLR(adam(), 1, {gamma = 0.5})
    scheduler:step()
    shows("StepLR(t = 1, lr = {0.25}, {gamma = 0.5, step_size = 1})", scheduler)
    shows("LambdaLR(t = 0, lr = {1}, {lr_lambda = function})",
          optim.lr_scheduler.LambdaLR(adam(), function() return 2 end))
    local opt = adam()
    shows("SequentialLR(t = 0, lr = {0.5})", optim.lr_scheduler.SequentialLR(opt, {
      optim.lr_scheduler.StepLR(opt, 2), optim.lr_scheduler.StepLR(opt, 3)}, {4}))
    assert.matches('^ReduceLROnPlateau%(t = 0, lr = {0.5}, {cooldown = 0, .*mode = "min"',
                   tostring(optim.lr_scheduler.ReduceLROnPlateau(adam())))
  end)

  it("generators, scopes, hooks", function()
    shows("Generator(seed = 3)", ln.Generator(3))
    local scope <close> = ln.no_grad()
    shows("Scope", scope)
    shows("Hook", ln.ones(1):requires_grad_():register_hook(print))
    local handle <close> = net:register_forward_hook(print)
    shows("Handle", handle)
    for _, bar in ln.progress(3) do -- luacheck: ignore (it opens the bar)
      shows("Bar(0 of 3)", bar)
      break
    end
  end)

  it("states, a line for each entry", function()
    shows("1.bias: 3\n1.weight: 3x2", net:state_dict())
    shows("1.bias: 3\n1.weight: 3x2", gan.EMA(net):state_dict())
    local opt = optim.SGD(net:parameters(), {lr = 0.5, momentum = 0.5})
    net(ln.ones(1, 2)):sum():backward()
    opt:step()
    assert.matches("\nstate:\n  1:\n    momentum_buffer: 3\n  2:\n    momentum_buffer: 3x2$",
                   tostring(opt:state_dict()))
    assert.matches("^base_lrs: {0.5}\nlast_epoch: 0\nlast_lrs: {0.5}$",
                   tostring(optim.lr_scheduler.StepLR(opt, 2):state_dict()))
    ln.save(folder .. "/x", {a = ln.ones(2), b = {c = {1, 2}, d = true, e = "x"}})
    shows('a: 2\nb:\n  c: {1, 2}\n  d: true\n  e: "x"', ln.load(folder .. "/x"))
  end)
end)
