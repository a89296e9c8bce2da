-- ln.runs.eval, by hand and against PyTorch and SciPy.
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local near = require "spec.near"
local reference = dofile "spec/reference/metrics/eval.lua"
local some = require "lunette.runs.reference".some
local nn, m = ln.nn, ln.metrics

local folder, run
before_each(function()
  folder = files.new_folder()
  run = folder .. "/run"
end)
after_each(files.remove_folder)

-- Picture k of those that eval.py has, 28 x 28.
local function bytes_of(k)
  local lines = {}
  for y = 0, 27 do
    local line = {}
    for x = 0, 27 do line[x + 1] = string.char(math.floor(127.5 + 127.5 * math.sin(k * (x + 1) / 9 + y * k / 13))) end
    lines[y + 1] = table.concat(line)
  end
  return files.png(28, 28, 8, 0, lines)
end

local function write_pictures(n)
  os.execute("mkdir -p " .. folder .. "/photos")
  for k = 1, n do files.write(("%s/photos/%02d.png"):format(folder, k), bytes_of(k)) end
end

local function write_record(plan)
  os.execute("mkdir -p " .. run)
  files.write(run .. "/run.json", json.encode {command = "train", target = plan.target, plan = plan})
end

-- A run that was trained on the first n pictures, with such a generator.
local function write_run(n, G, about)
  write_pictures(n)
  write_record {target = folder .. "/photos", size = 28, channels = 1}
  local said = {latent = 3, range = {-1, 1}, step = 7, average = true}
  for key, value in pairs(about or {}) do said[key] = value end
  ln.save_model(run .. "/model.safetensors", G, said)
end

-- A generator of 28 x 28 gray pictures of which each is another.
local function varied()
  ln.manual_seed(4)
  return nn.Sequential {nn.Linear(3, 784), nn.Tanh(), nn.Unflatten(2, {1, 28, 28})}
end

-- One that gives the same picture, whatever the noise.
local function constant()
  local G = nn.Sequential {nn.Linear(3, 784), nn.Unflatten(2, {1, 28, 28})}
  local y, x = ln.arange(0, 27):view(28, 1), ln.arange(0, 27)
  G[1].weight:detach():zero_()
  G[1].bias:detach():copy_(((x / 5 + y / 7):cos() / 2):flatten())
  return G
end

local function fails(part, ...)
  local ok, message = pcall(ln.runs.eval, ...)
  assert.is_false(ok)
  assert.truthy(tostring(message):find(part, 1, true), message)
end

-- The real pictures, both halves, and samples of n by the seed.
local function by_hand(G, n, seed)
  local set = ln.data.images(folder .. "/photos", {channels = 1})
  local x = set:batch(some(set, 2 * n))
  local _ <close> = ln.no_grad()
  local z = ln.randn({n, 3}, {generator = ln.Generator(seed)})
  return x:narrow(1, 1, n), x:narrow(1, n + 1, n), G(z):clamp(-1, 1)
end

describe("runs.eval", function()
  it("finds what PyTorch and SciPy find", function()
    write_run(24, constant())
    local e = ln.runs.eval(run, {draws = 0})
    assert.equal(12, e.n)
    for name, value in pairs(reference.value) do
      near(e.metrics[name].value, {value}, 2e-4)
      near(e.metrics[name].floor, {reference.floor[name]}, 2e-4)
      assert.is_nil(e.metrics[name].low)
    end
  end)

  it("gives what ln.metrics gives of the same samples and pictures", function()
    local G = varied()
    write_run(20, G)
    local e = ln.runs.eval(run, {
      seed = 5, draws = 0,
      metrics = {"fid", "nearest_accuracy", "minibatch_similarity", "sliced_wasserstein", "patch_wasserstein"}})
    local real, other, fake = by_hand(G, 10, 5)
    local features = m.features("fashion_mnist").features
    local a, b, c = features(real), features(other), features(fake)
    local function lines() return {generator = ln.Generator(5)} end
    local wanted = {
      fid = {m.fid(a, c), m.fid(a, b)},
      nearest_accuracy = {m.nearest_accuracy(a, c), (m.nearest_accuracy(a, b))},
      minibatch_similarity = {m.minibatch_similarity(a, c).ratio, m.minibatch_similarity(a, b).ratio},
      sliced_wasserstein = {m.sliced_wasserstein(real, fake, lines()), m.sliced_wasserstein(real, other, lines())},
      patch_wasserstein = {(select(2, m.patch_wasserstein(real, fake, lines()))),
                           (select(2, m.patch_wasserstein(real, other, lines())))},
    }
    wanted.nearest_accuracy[1] = (m.nearest_accuracy(a, c))
    for name, pair in pairs(wanted) do
      near(e.metrics[name].value, {pair[1]}, 1e-4)
      near(e.metrics[name].floor, {pair[2]}, 1e-4)
    end
  end)

  it("has intervals of 1.96 standard deviations of the bootstrap", function()
    local G = varied()
    write_run(20, G)
    local e = ln.runs.eval(run, {seed = 5, draws = 30, n = 8, metrics = {"precision_recall", "kid"}})
    local real, _, fake = by_hand(G, 8, 5)
    local features = m.features("fashion_mnist").features
    local sets = {features(real), features(fake)}
    for name, f in pairs {
      recall = function(a, b) return (select(2, m.precision_recall(a, b))) end,
      precision = function(a, b) return (m.precision_recall(a, b)) end,
      kid = function(a, b) return (m.kid(a, b, {subsets = 1})) end} do
      local found = m.bootstrap(f, sets, {n = 30, generator = ln.Generator(5)})
      local got = e.metrics[name]
      near(ln.tensor {got.value, got.std}, {found.value, found.std}, 1e-4)
      near(got.high - got.value, {reference.normal * got.std}, 1e-9)
      near(got.value - got.low, {reference.normal * got.std}, 1e-9)
    end
  end)

  it("counts what neighbours tell of pictures that were worked out by hand", function()
    -- all fakes are picture 3: balls about them have no radius, so that the reals within are picture 3 itself,
    -- which is 1 of the 12 of one half; the 12 fakes are that real sample
    local G, k = constant(), some(setmetatable({}, {__len = function() return 24 end}), 12)[3]
    write_run(24, G)
    local pixels = ln.data.images(folder .. "/photos", {channels = 1}):batch {k}
    G[1].bias:detach():copy_(pixels:flatten())
    ln.save_model(run .. "/model.safetensors", G, {latent = 3})
    local e = ln.runs.eval(run, {draws = 0, metrics = {"precision_recall"}})
    near(e.metrics.precision.value, {1})
    near(e.metrics.recall.value, {1 / 12})
  end)

  it("gives a generator of classes all of them in turn", function()
    write_run(12, ln.gan.zoo.r3gan({size = 16, channels = 1, filters = 2, latent = 3, classes = 3}).generator,
              {classes = {"a", "b", "c"}})
    write_record {target = folder .. "/photos", size = 16, channels = 1}
    local e = ln.runs.eval(run, {draws = 0, metrics = {"sliced_wasserstein"}})
    assert.truthy(tostring(e):find("6 samples of 1x16x16, seed 1, of all classes in turn, in evaluation", 1, true))
    local network = ln.load_model(run .. "/model.safetensors"):eval()
    local set = ln.data.images(folder .. "/photos", {channels = 1, size = 16})
    local _ <close> = ln.no_grad()
    local z = ln.randn({6, 3}, {generator = ln.Generator(1)})
    local fake = network(z, ln.tensor {1, 2, 3, 1, 2, 3}):clamp(-1, 1)
    local real = set:batch(some(set, 12)):narrow(1, 1, 6)
    near(e.metrics.sliced_wasserstein.value,
         {m.sliced_wasserstein(real, fake, {generator = ln.Generator(1)})}, 1e-4)
  end)

  it("adds a line to eval.jsonl, and goes on after one that was cut", function()
    write_run(12, varied())
    local e = ln.runs.eval(run, {draws = 4, metrics = {"kid"}})
    files.write(run .. "/eval.jsonl", files.read(run .. "/eval.jsonl") .. '{"cut')
    ln.runs.eval(run, {draws = 0, metrics = {"kid"}, seed = 9})
    local text = files.read(run .. "/eval.jsonl")
    local first, cut, last = text:match "^([^\n]*)\n([^\n]*)\n([^\n]*)\n$"
    assert.equal('{"cut', cut)
    first, last = json.decode(first), json.decode(last)
    assert.same({7, 6, 12, 1, "eval", 4, "fashion_mnist", "1x28x28", true},
                {first.step, first.n, first.pictures, first.seed, first.mode, first.draws, first.features, first.size,
                 first.average})
    assert.equal(e.metrics.kid.value, first.metrics.kid.value)
    assert.same({9, 0}, {last.seed, last.draws})
    assert.equal(first.reference, last.reference)
  end)

  it("keeps features of the pictures, and takes them where nothing has changed", function()
    write_run(12, varied())
    local options, path = {draws = 0, metrics = {"kid"}}, run .. "/reference.safetensors"
    local before = ln.runs.eval(run, options).metrics.kid
    local kept = ln.load(path)
    assert.same({12, 128}, kept.features:size())
    -- what is there is used: features that were changed behind its back change what is found
    kept.features:add_(kept.features)
    ln.save(path, {key = kept.key, features = kept.features})
    local _, said = files.said_by(function()
      assert.is_true(math.abs(ln.runs.eval(run, options).metrics.kid.floor - before.floor) > 1e-3)
    end)
    assert.equal("", said)
  end)

  it("takes features of the Inception network, by a file of its weights", function()
    local inception = require "lunette.metrics.inception"
    local weights, whole = folder .. "/narrow.safetensors", m.inception
    ln.save(weights, require("lunette.metrics.inception_network")(16):state_dict())
    local network = inception.of(inception.network(weights, 16), "clean")
    finally(function() m.inception = whole end)
    m.inception = function(path) -- of one channel in 16
      assert.equal(weights, path)
      return network
    end
    local G = varied()
    write_run(12, G)
    local options = {draws = 0, features = weights, metrics = {"kid", "precision_recall"}}
    local e = ln.runs.eval(run, options)
    local real, other, fake = by_hand(G, 6, 1)
    real, other, fake = network.features(real), network.features(other), network.features(fake)
    local all = {subsets = 1, subset_size = 6}
    near(e.metrics.kid.value, {(m.kid(real, fake, all))}, 1e-4)
    near(e.metrics.kid.floor, {(m.kid(real, other, all))}, 1e-4)
    near(e.metrics.recall.value, {(select(2, m.precision_recall(real, fake)))}, 0)
    assert.equal("inception", e.features)
    assert.truthy(tostring(e):find("features: ln.metrics.inception of " .. weights, 1, true))
    assert.same({12, 128}, ln.load(run .. "/reference.safetensors").features:size())
    -- statistics that batch normalisation keeps are part of what features depend on
    network.network.Mixed_7c.branch_pool.bn.running_mean:add_(1)
    local _, said = files.said_by(function() ln.runs.eval(run, options) end)
    assert.truthy(said:find("it is of other pictures or features", 1, true))
  end)

  it("passes over features of other pictures, of others asked for, and of a file that was cut", function()
    write_run(12, varied())
    local path = run .. "/reference.safetensors"
    local function floor(options)
      options.draws, options.metrics = 0, {"kid"}
      return files.said_by(function() return ln.runs.eval(run, options).metrics.kid.floor end)
    end
    local before = floor {}
    files.write(folder .. "/photos/05.png", bytes_of(40)) -- of the same length
    local after, said = floor {}
    assert.equal(path .. ": passed over: it is of other pictures or features\n", said)
    os.remove(path)
    assert.equal(after, (floor {}))
    assert.is_true(math.abs(after - before) > 1e-6)
    assert.truthy(select(2, floor {n = 4}):find("it is of other pictures", 1, true))
    assert.truthy(select(2, floor {features = "mnist"}):find("it is of other pictures", 1, true))
    floor {}
    files.write(path, files.read(path):sub(1, 3000))
    local again, told = floor {}
    assert.equal(after, again)
    assert.truthy(told:find("passed over: " .. path .. ": safetensors: ", 1, true), told)
    for _, features in ipairs {7, ln.ones(3), ln.ones(11, 128)} do -- of 12 pictures
      ln.save(path, {key = ln.load(path).key, features = features})
      again, told = floor {}
      assert.equal(after, again)
      assert.equal(path .. ": passed over: it is of other pictures or features\n", told)
    end
    assert.equal("", select(2, floor {}))
  end)

  it("judges in evaluation mode, or by each batch", function()
    -- batch norm over one number a channel: by its own statistics it is x; by the batch's it has mean 0
    local G = nn.Sequential {nn.Linear(3, 784), nn.BatchNorm1d(784), nn.Unflatten(2, {1, 28, 28})}
    G[1].weight:detach():mul_(0.1)
    G[1].bias:detach():fill_(0.9)
    write_run(12, G, {average = false})
    local function darkness(mode)
      local e = ln.runs.eval(run, {draws = 0, metrics = {"sliced_wasserstein"}, mode = mode})
      return e.metrics.sliced_wasserstein.value
    end
    local real, _, fake = by_hand(G:eval(), 6, 1)
    local lines = {generator = ln.Generator(1)}
    near(darkness "eval", {m.sliced_wasserstein(real, fake, lines)}, 1e-4)
    near(darkness(), {darkness "eval"}, 1e-6)
    local _, _, by_batch = by_hand(G:train(), 6, 1)
    near(darkness "train", {m.sliced_wasserstein(real, by_batch, {generator = ln.Generator(1)})}, 1e-4)
    assert.is_true(math.abs(darkness "train" - darkness "eval") > 0.01)
    -- as an average is saved
    write_run(12, G:eval(), {average = false})
    near(darkness "train", {m.sliced_wasserstein(real, by_batch, {generator = ln.Generator(1)})}, 1e-4)
    assert.truthy(tostring(ln.runs.eval(run, {draws = 0, mode = "train"})):find(
      "weights as they were trained\n6 samples of 1x28x28, seed 1, in training mode (batch norm by each batch of 64)",
      1, true))
  end)

  it("draws the noise within a network by the seed, too, and disturbs no other numbers", function()
    local G = ln.gan.zoo.stylegan2({size = 16, channels = 1, filters = 4, latent = 3, style = 8, layers = 1}).generator
    for name, p in pairs(G:state_dict()) do
      if name:find "noise" and not p:requires_grad() then p:fill_(1) end
    end
    write_run(12, G)
    write_record {target = folder .. "/photos", size = 16, channels = 1}
    local function value(seed)
      local e = ln.runs.eval(run, {draws = 0, metrics = {"sliced_wasserstein"}, seed = seed})
      return e.metrics.sliced_wasserstein.value
    end
    ln.manual_seed(1)
    local first = value(3)
    local drawn = ln.rand(1):item()
    ln.manual_seed(2)
    assert.equal(first, value(3))
    assert.is_true(first ~= value(4))
    ln.manual_seed(1)
    assert.equal(drawn, ln.rand(1):item())
    ln.manual_seed(1)
    local x = ln.runs.sample(run, {n = 2, out = folder .. "/1.npy"})
    assert.is_true(x:equal(ln.runs.sample(run, {n = 2, out = folder .. "/2.npy"})))
  end)

  it("scales other ranges to that of the pictures", function()
    local G = varied()
    write_run(12, G)
    local options = {draws = 0, metrics = {"sliced_wasserstein"}}
    local before = ln.runs.eval(run, options).metrics.sliced_wasserstein.value
    local half = nn.Sequential {nn.Linear(3, 784), nn.Tanh(), nn.Unflatten(2, {1, 28, 28}),
                                nn.Conv2d(1, 1, 1)} -- x / 2 + 1/2, from 0 to 1
    half[1]:load_state_dict(G[1]:state_dict())
    half[4].weight:detach():fill_(0.5)
    half[4].bias:detach():fill_(0.5)
    ln.save_model(run .. "/model.safetensors", half, {latent = 3, range = {0, 1}})
    near(ln.runs.eval(run, options).metrics.sliced_wasserstein.value, {before}, 1e-4)
  end)

  it("takes digits, a pack and a folder for others, and a model file of no run", function()
    local G = varied()
    write_run(12, G)
    local path = folder .. "/alone.safetensors"
    ln.save_model(path, G, {latent = 3})
    local e = ln.runs.eval(path, {against = "digits", n = 20, draws = 0})
    assert.same({"digits", 10000, 20, "mnist"}, {e.against, e.pictures, e.n, e.features})
    ln.data.pack(folder .. "/photos", folder .. "/p.pack", {channels = 1})
    local one = ln.runs.eval(path, {against = folder .. "/p.pack", draws = 0})
    local two = ln.runs.eval(path, {against = folder .. "/photos", draws = 0})
    assert.equal(two.metrics.kid.value, one.metrics.kid.value)
    assert.equal("alone.safetensors p.pack photos run", files.list(folder))
    assert.equal("model.safetensors run.json", files.list(run))
    ln.runs.eval(run .. "/model.safetensors", {draws = 0, metrics = {"kid"}})
    assert.equal("eval.jsonl model.safetensors reference.safetensors run.json", files.list(run))
  end)

  it("prints a table", function()
    write_run(12, varied())
    local text = tostring(ln.runs.eval(run, {draws = 5, metrics = {"kid", "precision_recall"}}))
    for _, part in ipairs {run .. "/model.safetensors, step 7: the average of its weights (EMA)\n",
                           "6 samples of 1x28x28, seed 1, in evaluation mode (batch norm by its running statistics)\n",
                           "against 6 of the 12 pictures of " .. folder .. "/photos; real against real: as many others",
                           'features: the network "fashion_mnist" of ln.metrics.features',
                           "intervals: by 5 draws of samples and pictures\n"} do
      assert.truthy(text:find(part, 1, true), part .. "\n" .. text)
    end
    assert.truthy(text:find "\nmetric     value +95 %% interval +real against real\nkid +%-?[%d.e-]+ +%-?[%d.e-]+ to ")
    assert.truthy(text:find "\nprecision  %d")
    assert.truthy(text:find "\nrecall     %d")
  end)

  it("says what is not there, not known or not enough", function()
    write_run(12, varied())
    fails("eval: no metric is called kidd; known: density_coverage, fid, kid, ", run, {metrics = {"kidd"}})
    fails("patch_wasserstein, precision_recall, sliced_wasserstein; near it: kid", run, {metrics = {"kidd"}})
    fails("eval: metrics is empty", run, {metrics = {}})
    for range, text in pairs {["7"] = "7", ['"x"'] = '"x"', ["{1}"] = "a table", ["{1, -1}"] = "{1, -1}"} do
      local value = load("return " .. range)()
      write_run(12, varied(), {range = value})
      fails("model.safetensors: about.range is " .. text .. "; {low, high}, two finite numbers", run)
      local ok, message = pcall(ln.runs.sample, run, {out = folder .. "/s.png"})
      assert.is_false(ok)
      assert.truthy(message:find("about.range is " .. text, 1, true), message)
    end
    write_run(12, varied())
    fails('eval: features is "cifar"; mnist, fashion_mnist, or a file for ln.metrics.inception that is there, is', run,
          {features = "cifar"})
    fails("eval: n is 7; " .. folder .. "/photos has 12 pictures, which are compared by halves of 6", run, {n = 7})
    fails("eval: samples are 1x28x28, the pictures of " .. folder .. "/p.pack are 3x28x28", run,
          {against = (function()
            ln.data.pack(folder .. "/photos", folder .. "/p.pack", {size = 28})
            return folder .. "/p.pack"
          end)()})
    fails("eval: " .. folder .. "/none: is not there", run, {against = folder .. "/none"})
    write_record {target = folder .. "/gone", size = 28, channels = 1}
    fails("was trained on " .. folder .. "/gone, which is not there; {against = ...} says where it is", run)
    files.write(run .. "/run.json", '{"command": "train", "target": "my.lua"}')
    fails("what it was trained on is not known: " .. run .. "/run.json has no plan, as that of a script; {against", run)
    os.remove(run .. "/run.json")
    fails("what it was trained on is not known: there is no run.json, as `train` writes it; {against = ...}", run)
    ln.save_model(run .. "/model.safetensors", nn.Linear(3, 2), {latent = 3})
    fails("samples of 2x2 are no pictures", run, {against = "digits"})
    assert.is_nil(io.open(run .. "/eval.jsonl"))
  end)
end)
