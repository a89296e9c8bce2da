--- How good the generator of a run is, in numbers.

local arguments = require "lunette.arguments"
local columns = require "lunette.runs.columns"
local engine = require "lunette.engine"
local generator = require "lunette.runs.generator"
local metrics = require "lunette.metrics"
local model = require "lunette.model"
local errors = require "lunette.errors"
local raise = errors.raise
local json = require "lunette.json"
local jsonl = require "lunette.runs.jsonl"
local recording = require "lunette.recording"
local reference = require "lunette.runs.reference"
local repr = require "lunette.repr"
require "lunette.generator" -- for undisturbed

local MOST = 1000 -- samples, unless more are asked for
local USUAL = {"kid", "precision_recall", "density_coverage"}
-- Of a normal distribution, this many std to either side have 95 %.
local NORMAL = 1.959963984540054

-- ---- what is measured ----

-- By name: f(real, fake, seed) and the numbers that it gives; and whether it
-- takes pictures, n,c,h,w, rather than features, n,d.
local measures = {
  kid = {"kid", f = function(real, fake, seed)
    -- one subset, which is all
    return (metrics.kid(real, fake, {subsets = 1, subset_size = real:size(1),
                                     generator = engine.Generator(seed)}))
  end},
  minibatch_similarity = {"minibatch_similarity", f = function(real, fake)
    return metrics.minibatch_similarity(real, fake).ratio
  end},
  sliced_wasserstein = {"sliced_wasserstein", of_pictures = true,
                        f = function(real, fake, seed)
    return metrics.sliced_wasserstein(real, fake, {
      generator = engine.Generator(seed)})
  end},
  patch_wasserstein = {"patch_wasserstein", of_pictures = true,
                       f = function(real, fake, seed)
    return select(2, metrics.patch_wasserstein(real, fake, {
      generator = engine.Generator(seed)}))
  end},
}
for name, numbers in pairs {fid = {"fid"}, nearest_accuracy =
    {"nearest_accuracy"}, precision_recall = {"precision", "recall"},
    density_coverage = {"density", "coverage"}} do
  local measure = metrics[name]
  numbers.f = function(real, fake) return measure(real, fake) end
  measures[name] = numbers
end

local function check_names(names)
  for _, name in ipairs(names) do
    if not measures[name] then
      local known = repr.names(measures)
      raise("eval: no metric is called %s; known: %s%s", tostring(name),
            table.concat(known, ", "), arguments.near_text(name, known))
    end
  end
  if #names == 0 then raise("eval: metrics is empty") end
end

-- What the measure gives, a list, of the samples as they are; and the standard
-- deviation of each over the draws of the bootstrap, where there are any.
local function measured(measure, real, fake, o)
  local lists = {}
  local function f(a, b)
    lists[#lists + 1] = {measure.f(a, b, o.seed)}
    return lists[#lists][1]
  end
  if o.draws == 0 then
    f(real, fake)
    return lists[1], {}
  end
  metrics.bootstrap(f, {real, fake}, {
    n = o.draws, generator = engine.Generator(o.seed)})
  local stds = {}
  for k in ipairs(measure) do
    local drawn = engine.create.zeros(o.draws)
    for i = 1, o.draws do drawn[i] = lists[i + 1][k] end
    stds[k] = drawn:std({correction = 0}):item()
  end
  return lists[1], stds
end

-- All numbers by name. real: what gives features and pictures of both halves,
-- fake: those of the samples.
local function measure_all(names, real, fake, o)
  local found = {}
  for _, name in ipairs(names) do
    local measure = measures[name]
    local kind = measure.of_pictures and "pictures" or "features"
    local first, second = real(kind)
    local values, stds = measured(measure, first, fake(kind), o)
    local floors = {measure.f(first, second, o.seed)}
    for k, number in ipairs(measure) do
      local v, std = values[k], stds[k]
      found[number] = {value = v, std = std, floor = floors[k],
                       low = std and v - NORMAL * std,
                       high = std and v + NORMAL * std}
    end
  end
  return found
end

-- ---- samples and pictures ----

-- n samples in [-1, 1], cut off there as in a file, or what f makes of them.
local function samples_of(path, network, about, n, o, f)
  local low, high = table.unpack(generator.range(path, about))
  local _ <close> = recording.no_grad()
  network:train(o.mode == "train")
  return generator.samples(network, generator.noise(path, about, n, o),
                           generator.labels(path, about, o, n), o.seed,
                           function(x)
    if x:dim() ~= 4 then
      raise("eval: %s: samples of %s are no pictures", path, repr.shape(x))
    end
    x = ((x - low) * (2 / (high - low)) - 1):clamp(-1, 1)
    return f and f(x) or x
  end)
end

-- Half of the pictures, at most so many as are asked for.
local function count_of(set, target, asked)
  local half = #set // 2
  if half < 2 or asked and asked > half then
    raise("eval: n is %d; %s has %d pictures, which are compared by halves " ..
          "of %d", asked or MOST, target, #set, half)
  end
  return asked or math.min(MOST, half)
end

-- What is judged and by what: samples(n, f), set, n, features, ...
local function subject(run, o)
  local path = generator.path(run, o.best and "best" or "model")
  local network, about = model.load(path)
  local s = {path = path, folder = generator.folder(run), about = about}
  function s.samples(n, f)
    return samples_of(path, network, about, n, o, f)
  end
  s.sizes = s.samples(2)[1]:size()
  s.set, s.target = reference.open(run, s.folder, s.sizes, o)
  s.n = count_of(s.set, s.target, o.n)
  s.features = reference.features(
    o.features or (s.target == "digits" and "mnist" or "fashion_mnist"))
  return s
end

-- What gives both halves of the n real pictures by kind, read when first
-- wanted; and what says which they are, as text.
local function halves_of(set, n, features, path)
  local indices, known = reference.some(set, n), {}
  local key = reference.key(set, indices, features)
  return function(kind)
    if not known[kind] and kind == "pictures" then
      known[kind] = reference.pictures(set, indices)
    elseif not known[kind] then
      known[kind] = reference.cached(path, key, set, indices, features)
    end
    return known[kind]:narrow(1, 1, n // 2),
           known[kind]:narrow(1, n // 2 + 1, n // 2)
  end, key
end

-- The same of samples: make(f) gives what f makes of them.
local function kinds_of(make, features)
  local known = {}
  return function(kind)
    known[kind] = known[kind] or make(kind == "features" and features.of or nil)
    return known[kind]
  end
end

-- ---- the result ----

local Evaluation = {}

local MODES = {
  eval = "evaluation mode (batch norm by its running statistics)",
  train = "training mode (batch norm by each batch of %d)",
}

local function interval_text(m)
  return m.low and ("%.4g to %.4g"):format(m.low, m.high) or ""
end

function Evaluation.__tostring(e)
  local rows = {{"metric", "value", "95 % interval", "real against real"}}
  for _, name in ipairs(repr.names(e.metrics)) do
    local m = e.metrics[name]
    rows[#rows + 1] = {name, ("%.4g"):format(m.value), interval_text(m),
                       ("%.4g"):format(m.floor)}
  end
  return errors.printable(table.concat({
    ("%s%s: %s"):format(e.file, e.step and ", step " .. e.step or "",
                        e.average and "the average of its weights (EMA)" or
                        "weights as they were trained"),
    ("%d samples of %s, seed %d%s, in %s"):format(
      e.n, e.size, e.seed, e.classes and ", of all classes in turn" or "",
      MODES[e.mode]:format(generator.TOGETHER)),
    ("against %d of the %d pictures of %s; real against real: as many others"
     ):format(e.n, e.pictures, e.against),
    "features: " .. e.features_text,
    e.draws > 0 and ("intervals: by %d draws of samples and pictures"):format(
      e.draws) or "intervals: none were asked for",
    "", table.concat(columns(rows), "\n"),
    "", "A generator that cannot be told from the pictures gives what real " ..
    "gives against real.",
  }, "\n"))
end

-- Adds it to what the run has of such.
local function keep(folder, e)
  local record = {}
  for key, value in pairs(e) do record[key] = value end
  record.features_text = nil
  jsonl.append(folder .. "/eval.jsonl", record)
end

--- Judges the generator of a run's folder, or of a model file, by n samples and
--- as many real pictures: those that it was trained on, where run.json says
--- so, or others.
---   against    a folder of pictures, a file of ln.data.pack, or "digits"
---   metrics    by name: kid, precision_recall and density_coverage unless
---              given; fid, nearest_accuracy, minibatch_similarity;
---              sliced_wasserstein and patch_wasserstein, which take pictures
---              themselves, and the latter its time
---   n          samples; half of the pictures, at most 1000, unless given
---   seed       of the noise and of the draws
---   mode       eval, or train: batch norm by each batch of 64
---   features   the network of metrics.features that gives them, mnist or
---              fashion_mnist: of each channel, brought to 28 x 28; mnist for
---              digits, the other for all else, unless given. Or a file for
---              metrics.inception, by whose network papers measure
---   draws      of the bootstrap; 0: no intervals
---   best       best.safetensors of a run, not the last one
---   skip_bad   of `against`: leaves out what cannot be read
--- Each value comes with an interval and with what as many other real pictures
--- get. The interval is 1.96 standard deviations of the bootstrap to either
--- side (Efron and Tibshirani 1993, section 12.5): percentiles would lie beside
--- the value, for samples that are drawn twice are neighbours. Numbers of one
--- set, n and network can be compared with each other only. Of other data than
--- digits and clothes the network sees edges and shapes, and kid hardly sees
--- which colours go together; sliced_wasserstein does.
---
--- In a run's folder a line is added to eval.jsonl, which `compare` reads, and
--- reference.safetensors keeps features of the pictures for the next time, by
--- checksums of their pixels. Returns what was measured, which prints as text:
--- {file, step, n, metrics = {kid = {value, low, high, std, floor}, ...}, ...}.
---   lunette eval runs/photos
---   lunette eval runs/photos --metrics kid,fid --against others/
---   lunette eval runs/photos --features pt_inception.safetensors
--- @return table
local eval = arguments.define("eval",
  "run: string, {against: string?, metrics: list?, n: count?, " ..
  "seed: whole = 1, mode: eval|train = eval, " ..
  "features: string?, draws: whole = 100, best: bool = false, " ..
  "skip_bad: bool = false}", function(run, o)
  local names = o.metrics or USUAL
  check_names(names)
  local _ <close> = engine.default_generator:undisturbed()
  local s = subject(run, o)
  local cache = s.folder and s.folder .. "/reference.safetensors"
  local real, key = halves_of(s.set, 2 * s.n, s.features, cache)
  local fake = kinds_of(function(f) return s.samples(s.n, f) end, s.features)
  local e = {file = s.path, step = json.integer(s.about.step),
             average = s.about.average or false,
             classes = s.about.classes ~= nil or nil, against = s.target,
             pictures = #s.set, n = s.n, seed = o.seed, mode = o.mode,
             size = repr.sizes(s.sizes), features = s.features.name,
             reference = ("%08x"):format(engine.io.crc32(key)),
             features_text = s.features.text, draws = o.draws,
             metrics = measure_all(names, real, fake, o)}
  if s.folder then keep(s.folder, e) end
  return setmetatable(e, Evaluation)
end)

return eval
