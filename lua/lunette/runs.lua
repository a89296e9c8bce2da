--- ln.runs: what the command lunette does: training from one line, and what can
--- be done with a run's folder, or a model file, without the script that made
--- it.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local image = require "lunette.image"
local json = require "lunette.json"
local latent = require "lunette.gan.latent"
local model = require "lunette.model"
local npy = require "lunette.npy"
local raise = errors.raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local runs = {}

local create = engine.create

-- ---- models ----

local function exists(path) return engine.io.exists(path) end

-- The model file of a run, or the file itself.
local function model_path(path, which)
  local inside = ("%s/%s.safetensors"):format(path, which)
  if exists(inside) then return inside end
  local is_folder = engine.io.list_folder(path) ~= nil
  if is_folder or not exists(path) then
    raise("%s: there is no %s.safetensors; a run of gan.Trainer has one " ..
          "from its first checkpoint on", path, which)
  end
  return path
end

local function sizes_of_latent(path, about)
  local v = about.latent
  if math.type(v) == "integer" and v > 0 then return {v} end
  if type(v) == "table" and #v > 0 then return v end
  raise("%s: it does not say what its noise is: about.latent is %s", path,
        arguments.show(v))
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

-- Labels of n samples: the class asked for, or all in turn; nil without any.
local function labels_of(path, about, o, n)
  if o.class then
    local label = label_of(path, about, o.class)
    return create.full({n}, label)
  elseif about.classes then
    local _, count = label_of(path, about, 1)
    return (create.arange(1, n) - 1):fmod(count) + 1
  end
end

-- ---- sampling ----

-- Noise: each by itself, or steps from one to the next and back to the first.
local function noise_of(sizes, n, o)
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
  local ends = draw(math.max(2, n // o.walk + 1))
  local count = ends:size(1)
  local z = latent.interpolate(ends:narrow(1, 1, count - 1),
                               ends:narrow(1, 2, count - 1), o.walk,
                               {mode = "spherical"})
  return z
end

-- Samples of the generator, some at a time.
local function made(network, z, labels, size)
  local list = {}
  for from = 1, z:size(1), size do
    local count = math.min(size, z:size(1) - from + 1)
    local own = labels and labels:narrow(1, from, count)
    list[#list + 1] = (network(z:narrow(1, from, count), own))
  end
  return engine.functions.cat(list, 1)
end

local function check_free(path, force)
  if exists(path) and not force then
    raise("%s: is there already; {force = true} writes over it", path)
  end
end

-- Single files, 00001.png and on, in a folder.
local function write_singles(folder, x, range, force)
  for k = 1, x:size(1) do
    local path = ("%s%05d.png"):format(folder, k)
    check_free(path, force)
    image.save(path, x[k], {range = range})
  end
end

local function write_samples(x, o, range)
  if o.out:find "/$" then
    return write_singles(o.out, x, range, o.force)
  end
  check_free(o.out, o.force)
  if o.out:find "%.npy$" then return npy.save(o.out, x) end
  if x:dim() ~= 4 then
    raise("%s: samples of %s are no pictures; a path that ends in .npy " ..
          "takes them as numbers", o.out, repr.shape(x))
  end
  image.save_grid(o.out, x, {columns = o.columns, range = range})
end

--- Samples of the generator that a run's folder has, or of a model file, in
--- evaluation mode: pictures in a grid, in `out`; one by one, where out is a
--- folder, which ends in "/"; or as an array n,c,h,w, where it ends in .npy.
---   n           how many; with classes they take turns
---   seed        of the noise; the same seed gives the same samples
---   class       the one wanted, by name or number
---   truncation  the noise is multiplied by it: below 1 the samples are more
---               alike
---   walk        steps from one sample to the next, on the sphere between them
---   columns     of the grid
---   best        best.safetensors of a run, not the last one
---   force       files that are there are written over
--- Returns the samples.
---   lunette sample runs/photos -n 64 -o grid.png
runs.sample = arguments.define("sample",
  "run: string, {n: count = 64, out: string = samples.png, " ..
  "seed: whole = 1, class: string|count?, truncation: nonnegative?, " ..
  "walk: count?, columns: count = 8, best: bool = false, " ..
  "force: bool = false}", function(run, o)
  local path = model_path(run, o.best and "best" or "model")
  local network, about = model.load(path)
  local _ <close> = recording.no_grad()
  local _ <close> = network:evaluating()
  local z = noise_of(sizes_of_latent(path, about), o.n, o)
  local labels = labels_of(path, about, o, z:size(1))
  local x = made(network, z, labels, 64)
  write_samples(x, o, about.range or {-1, 1})
  return x
end)

-- ---- what is known ----

local function last_line(path)
  local last
  local handle <close> = io.open(path)
  for line in handle and handle:lines() or function() end do last = line end
  return last and json.decode(last)
end

local Info = {}

-- Names first, then what each is; lines of other tables below.
function Info.__tostring(info)
  local lines = {}
  for _, key in ipairs(repr.names(info)) do
    local text = type(info[key]) == "table" and tostring(repr.state(info[key]))
                 or tostring(info[key])
    lines[#lines + 1] = text:find "\n" and
      key .. ":\n  " .. text:gsub("\n", "\n  ") or key .. ": " .. text
  end
  return table.concat(lines, "\n")
end

--- What a run's folder or a model file says of itself: the network, what there
--- is to be known of it, and of a run the last line of its log. Prints as text.
---   lunette info runs/photos
runs.info = arguments.define("info", "run: string", function(run)
  local path = model_path(run, "model")
  local network, about = model.load(path)
  local count = 0
  for _, p in ipairs(network:parameters()) do count = count + p:numel() end
  local info = {file = path, network = tostring(network), parameters = count}
  for key, value in pairs(about) do
    if key ~= "config" then info[key] = value end
  end
  if path ~= run then info.last = last_line(run .. "/log.jsonl") end
  return setmetatable(info, Info)
end)

runs.train = require "lunette.runs.train"
runs.new = require "lunette.runs.script"

return runs
