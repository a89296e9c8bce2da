-- What runs while memory is refused: name -> f(folder), whose results (numbers,
-- texts, tensors, lists of those) are to be the same whenever it is run anew.
-- What is needed beforehand is made on the first call, which is not refused
-- anything.
local engine = require "lunette.engine"
local files = require "spec.files"
local graph = require "lunette.graph"
local limited = require "lunette.limited"
local ln = require "lunette"
local samples = require "spec.support.samples"
local nn, gan, optim = ln.nn, ln.gan, ln.optim

local scripts = {}

-- ---- ops ----

local function both_orders(row, found)
  for sample in row.sample:gmatch "[^;]+" do
    local leaves, call = samples.prepare(row, sample, samples.plain,
                                         samples.itself)
    local y = call()
    found[#found + 1] = y
    if y:requires_grad() then
      local o = {create_graph = true, allow_unused = true}
      local g = ln.grad(samples.probe(y, 5), leaves, o)
      if g[1] and g[1]:requires_grad() then
        samples.probe(g[1], 17):backward()
      end
      for _, x in ipairs(leaves) do found[#found + 1] = x.grad or 0 end
    end
  end
end

for _, row in ipairs(engine.ops()) do
  local name = "ops of " .. row.family
  local earlier = scripts[name]
  if row.sample then
    scripts[name] = function()
      local found = earlier and earlier() or {}
      both_orders(row, found)
      return found
    end
  end
end

for _, name in ipairs {"einsum", "sort", "median", "eigh", "stft", "svd", "var_mean", "chunk"} do
  local sample = require "spec.functions.samples"[name]
  scripts["ln." .. name] = function()
    local found = {}
    both_orders({name = name, sample = sample, call = ln[name]}, found)
    return found
  end
end

-- ---- layers, losses, optimisers ----

local function learn(net, ...)
  local y = net(...)
  if type(y) == "table" then y = y[1] end
  local loss = samples.probe(y, 3)
  loss:backward()
  local found = {loss}
  for _, p in ipairs(net:parameters()) do found[#found + 1] = p.grad end
  return found
end

function scripts.layers()
  return learn(nn.Sequential {
    nn.Conv2d(1, 4, 3, {padding = 1}), nn.BatchNorm2d(4), nn.LeakyReLU(0.2), nn.Upsample {scale_factor = 2},
    nn.ConvTranspose2d(4, 3, 4, {stride = 2, padding = 1}), nn.InstanceNorm2d(3), nn.MaxPool2d(2), nn.GroupNorm(3, 3),
    nn.Dropout(0.3), nn.Flatten(), nn.spectral_norm(nn.Linear(192, 6)), nn.MinibatchDiscrimination(6, 3, 2),
    nn.LayerNorm(9),
  }, ln.randn(3, 1, 4, 4))
end

-- larger: stores of pages, threads at work, scratch
scripts["larger layers"] = function()
  return learn(nn.Sequential {
    nn.Conv2d(3, 32, 3, {padding = 1}), nn.ReLU(), nn.Conv2d(32, 32, 4, {stride = 2, padding = 1}), nn.Tanh(),
    nn.ConvTranspose2d(32, 16, 4, {stride = 2, padding = 1}), nn.Flatten(), nn.Linear(16 * 32 * 32, 8)},
    ln.randn(8, 3, 32, 32))
end

scripts["recurrent layers"] = function()
  local found = learn(nn.LSTM(3, 4), ln.randn(5, 2, 3))
  for _, x in ipairs(learn(nn.GRU(3, 4), ln.randn(5, 2, 3))) do found[#found + 1] = x end
  return found
end

function scripts.attention()
  return learn(nn.TransformerEncoderLayer(8, 2, {dim_feedforward = 8}), ln.randn(3, 2, 8))
end

function scripts.losses()
  local D, found = nn.Linear(2, 1), {}
  local real, fake = ln.randn(6, 2), ln.randn(6, 2, {requires_grad = true})
  for _, name in ipairs {"bce", "hinge", "wasserstein", "relativistic", "least_squares"} do
    local loss = gan.losses[name]
    found[#found + 1] = loss.discriminator(D(real), D(fake))
    found[#found + 1] = loss.generator(D(fake), name:find "^relat" and D(real) or nil)
    found[#found]:backward(nil, {retain_graph = true})
  end
  found[#found + 1] = fake.grad
  found[#found + 1] = nn.CrossEntropyLoss()(ln.randn(4, 3), ln.tensor {1, 2, 3, 1})
  return found
end

function scripts.penalties()
  local D = nn.Sequential {nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1)}
  local real, fake = ln.randn(6, 2), ln.randn(6, 2)
  local loss = gan.penalties.gradient(D, real, fake) + gan.penalties.r1(D, real) + gan.penalties.dragan(D, real)
  loss:backward()
  return {loss, D:parameters()[1].grad}
end

function scripts.unrolled()
  local G, D = nn.Linear(2, 3), nn.Linear(3, 1)
  local real, fake, bce = ln.randn(6, 3), G(ln.randn(6, 2)), gan.losses.bce
  local critic = gan.unrolled(D, function(d) return bce.discriminator(d(real), d(fake)) end, 2, {options = {lr = 0.1}})
  bce.generator(critic(fake)):backward()
  return {G:parameters()[1].grad}
end

function scripts.optimisers()
  local found = {}
  for _, name in ipairs {"SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "NAdam", "LBFGS"} do
    local p = ln.randn({3}, {requires_grad = true})
    local opt = optim[name]({p}, {lr = 0.01})
    local function loss()
      opt:zero_grad()
      local value = p:square():sum()
      value:backward()
      return value
    end
    if name ~= "LBFGS" then loss() end
    opt:step(name == "LBFGS" and loss or nil)
    optim.lr_scheduler.StepLR(opt, 1):step()
    found[#found + 1] = p
  end
  return found
end

-- ---- data and pictures ----

local function pictures(folder)
  for k = 1, 6 do
    ln.image.save(("%s/pictures/%s/%d.png"):format(folder, k % 2 == 0 and "a" or "b", k), ln.rand(3, 9, 8))
  end
end

scripts["a loader with workers"] = function(folder)
  pictures(folder)
  local set = ln.data.images(folder .. "/pictures", {size = 6, workers = 2})
  local loader = ln.data.Loader(set, {batch_size = 2, shuffle = true})
  local x, labels = loader:next()
  return {x, labels, loader:next()}
end

function scripts.packs(folder)
  pictures(folder)
  ln.data.pack(folder .. "/pictures", folder .. "/pack", {size = 5, force = true})
  local set = ln.data.images(folder .. "/pack", {workers = 1})
  return {set:batch {1, 3, 2}}
end

scripts["pictures of all kinds"] = function(folder)
  local x = ln.rand(4, 3, 12, 10)
  ln.image.save_grid(folder .. "/grid.png", x)
  local found = {ln.image.load(folder .. "/grid.png")}
  for _, case in ipairs(require "spec.pictures") do
    local bytes = case.file:gsub("%x%x", function(two) return string.char(tonumber(two, 16)) end)
    files.write(folder .. "/x", bytes)
    found[#found + 1] = ln.image.load(folder .. "/x")
  end
  return found
end

function scripts.films(folder)
  local x = ln.rand(3, 3, 6, 5)
  ln.image.save_film(folder .. "/a.png", x)
  ln.image.save_film(folder .. "/a.gif", x)
  return {files.read(folder .. "/a.png"), files.read(folder .. "/a.gif")}
end

scripts["tables of text"] = function(folder)
  files.write(folder .. "/x.csv", "a,b,c\n1,x,0.5\n2,y,\n3,x,2.5\n")
  local t = ln.data.read_csv(folder .. "/x.csv")
  return {t.columns[1].values, t.columns[2].values, t.columns[3].values}
end

-- ---- files of models ----

local function small()
  return nn.Sequential {
    nn.Linear(4, 12), nn.ReLU(), nn.Unflatten(2, {3, 2, 2}), nn.ConvTranspose2d(3, 1, 2, {stride = 2}), nn.Tanh()}
end

scripts["model files"] = function(folder)
  local G, path = small(), folder .. "/model.safetensors"
  ln.save_model(path, G)
  return {ln.load_model(path)(ln.ones(2, 4))}
end

function scripts.safetensors(folder)
  ln.save(folder .. "/x", {a = ln.randn(3, 4), deep = {1, "two", b = ln.ones(2)}})
  local back = ln.load(folder .. "/x")
  return {back.a, back.deep.b, back.deep[2]}
end

function scripts.npz(folder)
  ln.save_npz(folder .. "/x.npz", {a = ln.randn(3, 4), b = ln.ones(2)})
  ln.save_npy(folder .. "/x.npy", ln.randn(3))
  local back = ln.load_npz(folder .. "/x.npz")
  return {back.a, back.b, ln.load_npy(folder .. "/x.npy")}
end

function scripts.traces()
  local calls, y = graph.trace(function(x) return x * 2 end, ln.ones(2))
  return {#calls, y}
end

-- The limit of memory afterwards, which is that of before.
function scripts.limits()
  local y = limited(1 << 20, ln.ones, 2)
  local most = engine.limit_memory(0)
  engine.limit_memory(most)
  return {y, most}
end

-- How many calls of a layer are told, of one that is watched and one that is not.
local told = 0
scripts["watched layers"] = function()
  local layer = nn.ReLU()
  local y = nn.Module.watched(function() told = told + 1 end, function() return layer(ln.ones(2)) end)
  told = 0
  layer(y)
  return {y, told}
end

scripts["ONNX out and in"] = function(folder)
  ln.onnx.export(small():eval(), folder .. "/x.onnx", {input = {1, 4}})
  local net = ln.onnx.load(folder .. "/x.onnx")
  return {files.read(folder .. "/x.onnx"), (net(ln.ones(1, 4)))}
end

scripts["files of PyTorch"] = function()
  local state, old = ln.load "spec/reference/torch/state.pt", ln.load "spec/reference/torch/state_old.pt"
  local found = {}
  for _, t in ipairs {state, old} do
    local names = {}
    for name, x in pairs(t) do
      if ln.is_tensor(x) then names[#names + 1] = name end
    end
    table.sort(names)
    for _, name in ipairs(names) do found[#found + 1] = t[name] end
  end
  return found
end

scripts["files of Torch7"] = function(folder)
  local t7 = require "spec.support.torch7"
  local path, found = folder .. "/x.t7", {}
  for _, form in ipairs {"binary", "ascii"} do
    files.write(path, t7.file(t7.object("nn.Linear", {
      weight = t7.tensor("Float", {2, 3}, {1, 2, 3, 4, 5, 6}), bias = t7.tensor("Double", {2}, {7, 8})}), form))
    found[#found + 1] = ln.from_torch7(ln.load(path))(ln.ones(1, 3))
  end
  return found
end

function scripts.exports(folder)
  local G, found = small():eval(), {}
  for _, to in ipairs {"c", "lua", "html"} do
    ln.export(G, folder .. "/x." .. to, {to = to, latent = 4})
    found[#found + 1] = files.read(folder .. "/x." .. to)
  end
  return found
end

-- ---- what tells of a run ----

function scripts.metrics()
  local m, x, y = ln.metrics, ln.randn(12, 3), ln.randn(12, 3)
  local found = {m.kid(x, y), m.precision_recall(x, y), m.accuracy(ln.randn(4, 3), ln.tensor {1, 2, 3, 1}),
                 m.modes(x[{{}, {1, 2}}], ln.data.ring()).major_modes}
  if not require "spec.support.lapack".missing() then found[#found + 1] = m.fid(x, y) end
  return found
end

function scripts.plot(folder)
  local figure = ln.plot.figure {title = "x"}
  figure:panel():lines({1, 2, 3}, {name = "a"})
  figure:panel():scatter(ln.randn(5, 2)):histogram({1, 2, 2})
  figure:save(folder .. "/x.svg")
  return {files.read(folder .. "/x.svg"), figure:text()}
end

function scripts.report(folder)
  local report <close> = ln.report(folder .. "/mine", {config = {lr = 0.5}})
  report:log {step = 1, loss = 2, seconds = 0.5}
  report:pictures(1, ln.ones(4, 1, 2, 2), {range = {0, 1}})
  report:log {step = 2, loss = 1}
end

function scripts.tensorboard(folder)
  local writer <close> = ln.SummaryWriter(folder .. "/board")
  writer:add_scalar("loss", 0.5, 1)
  writer:add_image("x", ln.rand(3, 4, 4), 1)
  writer:add_histogram("h", ln.randn(20), 1)
end

local function trainer(folder, steps)
  return gan.Trainer {
    generator = function() return nn.Sequential {nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2)} end,
    discriminator = function() return nn.Sequential {nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1)} end,
    data = ln.data.ring(), batch_size = 8, latent = 3, seed = 5, steps = steps, folder = folder .. "/run", ema = 0.9,
    samples = 4, samples_every = 2, checkpoint_every = 2, log_every = 1, penalties = {{"r1", weight = 0.1}},
    metrics = {mean = function(t) return t:sample(5):mean():item() end}, metrics_every = 2, best = {"mean", "lowest"},
  }
end

scripts["a trainer that goes on"] = function(folder)
  trainer(folder, 3):run()
  local t = trainer(folder, 5)
  t:run()
  return t.generator:parameters()
end

function scripts.profile()
  local profile <close> = ln.profile {print = false}
  local x = ln.randn(3, 3):matmul(ln.randn(3, 3))
  profile:close()
  return {x, profile:rows()[1].op}
end

return scripts
