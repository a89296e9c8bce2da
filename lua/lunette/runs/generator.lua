--- The generator of a run's folder, or of a model file, and its samples.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local latent = require "lunette.gan.latent"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
require "lunette.generator" -- for undisturbed

local generator = {}

local create, exists = engine.create, engine.io.exists

--- How many samples are made at a time.
generator.TOGETHER = 64

local since = {model = "a run of gan.Trainer has one from its first " ..
                       "checkpoint on",
               best = "a run of gan.Trainer that is given `best` has one"}

--- The model file of a run, `which` is "model" or "best", or the file itself.
function generator.path(path, which)
  local inside = ("%s/%s.safetensors"):format(path, which)
  if exists(inside) then return inside end
  file.need(path)
  if engine.io.list_folder(path) then
    raise("%s: there is no %s.safetensors; %s", path, which, since[which])
  end
  return path
end

--- The folder of the run that the path is, or that the model file lies in; nil
--- of a file that no run has left.
function generator.folder(path)
  if engine.io.list_folder(path) then return file.plain(path) end
  local folder = path:match "^(.*)/[^/]*$" or "."
  for _, name in ipairs {"run.json", "log.jsonl"} do
    if exists(folder .. "/" .. name) then return folder end
  end
end

--- The sizes of its noise, without the batch.
function generator.sizes(path, about)
  local v = about.latent
  if math.type(v) == "integer" and v > 0 then return {v} end
  if type(v) == "table" and #v > 0 then return v end
  raise("%s: it does not say what its noise is: about.latent is %s", path,
        arguments.show(v))
end

--- The range of its samples, {low, high}, from -1 to 1 unless about says other.
function generator.range(path, about)
  local r = about.range or {-1, 1}
  local low, high = table.unpack(type(r) == "table" and r or {})
  local are_numbers = type(low) == "number" and type(high) == "number"
  if are_numbers and low - low == 0 and high - high == 0 and low < high then
    return {low, high}
  end
  raise("%s: about.range is %s; {low, high}, two finite numbers, low < high," ..
        " are wanted", path, are_numbers and
        ("{%g, %g}"):format(low, high) or arguments.show(r))
end

-- The label of a class, from 1, by number or by name.
local function label_of(path, about, class)
  local count = math.type(about.classes) == "integer" and about.classes or
                type(about.classes) == "table" and #about.classes
  if not count then raise("%s: the network has no classes", path) end
  local k = math.tointeger(tonumber(class))
  for i, name in ipairs(type(about.classes) == "table" and about.classes or {})
  do
    if name == class then k = i end
  end
  if k and k >= 1 and k <= count then return k, count end
  local names = type(about.classes) == "table" and
                ": " .. table.concat(about.classes, ", ") or ""
  raise("%s: class is %s; there are %d%s", path, tostring(class), count, names)
end

--- Labels of n samples: the class asked for, or all in turn, each for o.walk
--- steps; nil without any.
function generator.labels(path, about, o, n)
  if o.class then
    local label = label_of(path, about, o.class)
    return create.full({n}, label)
  elseif about.classes then
    local _, count = label_of(path, about, 1)
    return (create.arange(0, n - 1) // (o.walk or 1)):fmod(count) + 1
  end
end

-- From one to the next and back to the first, each once.
local function round(ends, steps)
  local z = latent.interpolate(ends, ends:roll(-1, 1), steps + 1,
                               {mode = "spherical"})
  local count, dim = table.unpack(ends:size())
  return z:reshape(count, steps + 1, dim):narrow(2, 1, steps)
    :reshape(count * steps, dim)
end

--- The noise of n samples, by o.seed: each by itself, or o.walk steps from one
--- to the next, and where it is closed from the last to the first.
function generator.noise(path, about, n, o, closed)
  local sizes = generator.sizes(path, about)
  local from = {generator = engine.Generator(o.seed)}
  local function draw(count)
    local z = create.randn({count, table.unpack(sizes)}, from)
    return o.truncation and z * o.truncation or z
  end
  if not o.walk then return draw(n) end
  if #sizes > 1 then
    raise("sample: a walk goes between vectors; the noise is %s",
          repr.sizes(sizes))
  end
  if closed then return round(draw(math.max(2, n // o.walk)), o.walk) end
  local ends = draw(math.max(2, n // o.walk + 1))
  local count = ends:size(1)
  local z = latent.interpolate(ends:narrow(1, 1, count - 1),
                               ends:narrow(1, 2, count - 1), o.walk,
                               {mode = "spherical"})
  return z
end

--- Samples of the network, or what f makes of them, some at a time. What the
--- network draws itself is of the seed too.
function generator.samples(network, z, labels, seed, f)
  local default, list = engine.default_generator, {}
  local together = generator.TOGETHER
  local _ <close> = default:undisturbed()
  default:manual_seed(seed)
  for from = 1, z:size(1), together do
    local count = math.min(together, z:size(1) - from + 1)
    local own = labels and labels:narrow(1, from, count)
    local x = network(z:narrow(1, from, count), own)
    list[#list + 1] = f and f(x) or x
  end
  return engine.functions.cat(list, 1)
end

--- The same, one at a time, of which the network draws the same for each: what
--- changes from frame to frame of a film is z alone.
function generator.frames(network, z, labels, seed)
  local list = {}
  for k = 1, z:size(1) do
    local own = labels and labels:narrow(1, k, 1)
    list[k] = generator.samples(network, z:narrow(1, k, 1), own, seed)
  end
  return engine.functions.cat(list, 1)
end

return generator
