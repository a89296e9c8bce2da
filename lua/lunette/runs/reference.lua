--- The real pictures that a generator is judged by, and their features.

local engine = require "lunette.engine"
local metrics = require "lunette.metrics"
local plan = require "lunette.runs.plan"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local jsonl = require "lunette.runs.jsonl"
local repr = require "lunette.repr"
local json = require "lunette.json"
local state = require "lunette.state"
local version = require "lunette.version"

local reference = {}

local BLOCK = 64 -- pictures read at a time
local SIDE = 28 -- of what the networks for features take

local function is_there(target)
  return target == "digits" or engine.io.exists(target)
end

-- ---- which pictures ----

-- Those that the run was trained on, as `train` has written it.
local function own_set(run, folder)
  local path = folder and folder .. "/run.json"
  local record = path and jsonl.object(path)
  if not record or type(record.plan) ~= "table" then
    raise("eval: %s: what it was trained on is not known: %s; {against = " ..
          "...} names pictures", run, record and
          path .. " has no plan, as that of a script" or
          "there is no run.json, as `train` writes it")
  end
  local p = record.plan
  if not is_there(p.target) then
    raise("eval: %s was trained on %s, which is not there; {against = ...} " ..
          "says where it is", run, p.target)
  end
  return plan.open(p), p.target
end

-- Others, brought to what samples are: sizes c, h, w.
local function other_set(target, sizes, skip_bad)
  local c, h, w = table.unpack(sizes)
  if not is_there(target) then raise("eval: %s: is not there", target) end
  if target == "digits" and h ~= w then
    raise("eval: samples are %d x %d, digits are as high as wide", h, w)
  end
  return plan.open {target = target, size = h == w and h or {h, w},
                    channels = c, skip_bad = skip_bad}, target
end

--- The pictures that a run is to be judged by, of the sizes c,h,w of its
--- samples, and what they are called. o: against, skip_bad.
function reference.open(run, folder, sizes, o)
  local set, target
  if o.against then
    set, target = other_set(o.against, sizes, o.skip_bad)
  else
    set, target = own_set(run, folder)
  end
  local own = repr.shape((set:batch {1})[1])
  if own ~= repr.sizes(sizes) then
    raise("eval: samples are %s, the pictures of %s are %s",
          repr.sizes(sizes), target, own)
  end
  return set, target
end

--- Indices of n different pictures of the set: the same for every run and seed.
function reference.some(set, n)
  local order = engine.create.randperm(#set, {generator = engine.Generator(1)})
  local list = order:narrow(1, 1, n):totable()
  for k, i in ipairs(list) do list[k] = math.tointeger(i) end
  return list
end

-- for x in blocks(set, indices) do: the pictures, some at a time.
local function blocks(set, indices)
  local first = 1 - BLOCK
  return function()
    first = first + BLOCK
    if first > #indices then return nil end
    local last = math.min(first + BLOCK - 1, #indices)
    return (set:batch(table.move(indices, first, last, 1, {})))
  end
end

-- What f gives of all pictures, along dimension 1.
local function of_all(set, indices, f)
  local list = {}
  for x in blocks(set, indices) do list[#list + 1] = f(x) end
  return engine.functions.cat(list, 1)
end

--- The pictures listed, n,c,h,w.
function reference.pictures(set, indices)
  return of_all(set, indices, function(x) return x end)
end

-- ---- features ----

local function checksum(x)
  return ("%08x"):format(engine.io.crc32(x:to_bytes "f32"))
end

-- Of all that a network's results depend on.
local function checksums(network)
  local sums, weights = {}, network:state_dict()
  for k, name in ipairs(repr.names(weights)) do
    sums[k] = checksum(weights[name])
  end
  return sums
end

-- Of a network that comes with Lunette: of each channel, n x 128 c.
local function shipped(name)
  local network = metrics.features(name)
  local function of(x)
    local n, c, h, w = table.unpack(x:size())
    if h ~= SIDE or w ~= SIDE then
      x = x:interpolate {size = {SIDE, SIDE}, mode = "bilinear",
                         antialias = true}
    end
    return network.features(x:reshape(n * c, 1, SIDE, SIDE)):reshape(n, -1)
  end
  return {name = name, of = of, sums = checksums(network.network),
          text = ("the network %q of ln.metrics.features, on each channel, " ..
                  "brought to %d x %d"):format(name, SIDE, SIDE)}
end

-- Of the published network, with the weights of a file: n x 2048.
local function published(path)
  local network = metrics.inception(path)
  return {name = "inception", of = network.features,
          sums = checksums(network.network),
          text = ("ln.metrics.inception of %s, on pictures brought to 299 x " ..
                  "299 as clean-fid does"):format(path)}
end

--- What gives features of pictures in [-1, 1], by the name of a network of
--- metrics.features or a file of metrics.inception: name; of(x: n,c,h,w), a row
--- for each; text, what it does.
function reference.features(name)
  if name == "mnist" or name == "fashion_mnist" then return shipped(name) end
  if not engine.io.exists(name) then
    raise("eval: features is %q; mnist, fashion_mnist, or a file for " ..
          "ln.metrics.inception that is there, is wanted", name)
  end
  return published(name)
end

--- All that the features of the pictures listed depend on, as text.
function reference.key(set, indices, features)
  local sums = {}
  for x in blocks(set, indices) do sums[#sums + 1] = checksum(x) end
  return json.encode {pictures = sums, n = #indices, features = features.sums,
                      name = features.name, real = engine.real,
                      version = version}
end

local function is_rows(x, n)
  return engine.is_tensor(x) and x:dim() == 2 and x:size(1) == n
end

-- What the file has of them, n rows, or nil; a file that is of others, or is
-- damaged, is told.
local function kept(path, key, n)
  if not engine.io.exists(path) then return nil end
  local ok, found = pcall(state.read, path)
  if not ok then
    progress.say("passed over: " .. tostring(found):gsub("^[^\n:]*:%d+: ", ""))
  elseif found.key ~= key or not is_rows(found.features, n) then
    progress.say(path .. ": passed over: it is of other pictures or features")
  else
    return found.features
  end
end

--- The features of the pictures listed, n,d: of the file at `path`, which may
--- be nil, where it has those of this key; else computed, and kept there.
function reference.cached(path, key, set, indices, features)
  local found = path and kept(path, key, #indices)
  if found then return found end
  found = of_all(set, indices, features.of)
  if path then state.save(path, {key = key, features = found}) end
  return found
end

return reference
