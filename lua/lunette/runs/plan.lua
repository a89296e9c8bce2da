--- What is trained on pictures when little is said: the size, the preset, its
--- width and how many steps, by what the machine does in a second where there
--- is a time to keep.

local clock = require "lunette.dist.agree".clock -- all ranks decide alike
local data = require "lunette.data"
local engine = require "lunette.engine"
local folder = require "lunette.data.folder"
local image = require "lunette.image"
local presets = require "lunette.gan.presets"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local Trainer = require "lunette.gan.trainer".Trainer
require "lunette.generator" -- for undisturbed

local plan = {}

local STEPS = 20000
local SMALLEST, LARGEST = 16, 64
local LOOKED_AT = 32 -- pictures, at most, that size and channels are chosen by
-- Images that a preset should have learnt from to be worth a look: of dcgan,
-- digits are to be read after as many.
local ENOUGH = {dcgan = 50000, r3gan = 500000, stylegan2 = 500000}
-- Seconds that are measured of each candidate, a fortieth of the time where
-- that is less; the share of the time after which the fastest is taken; the
-- share that is for steps, the rest being samples and checkpoints.
local MEASURED, LOOKING, SHARE = 1.5, 0.25, 0.9

-- ---- the pictures ----

local function is_digits(target)
  return target == "digits" and not engine.io.exists(target)
end

-- Channels of the pictures, and the least of their sides, by some of them.
local function look_into(target)
  if is_digits(target) then return 1, 28 end
  if not engine.io.list_folder(target) then
    local c, h, w = table.unpack(data.images(target).sizes)
    return c, math.min(h, w)
  end
  local names, channels, side = folder.pictures(target), 1, math.huge
  for k = 1, #names, math.ceil(#names / LOOKED_AT) do
    local ok, x = pcall(image.load, target .. "/" .. names[k])
    if ok then
      channels = x:size(1) > 2 and 3 or channels
      side = math.min(side, x:size(2), x:size(3))
    end
  end
  if side < math.huge then return channels, side end
  raise("train: %s: its pictures cannot be read", target)
end

-- The power of two that is nearest.
local function size_for(side)
  local size = 1 << math.floor(math.log(side, 2) + 0.5)
  return math.max(SMALLEST, math.min(LARGEST, size))
end

-- The digits that come with the library, at a plan's size.
local function digits(p)
  local set = data.digits()
  local mapped = data.map(set, function(x, labels)
    x = x:interpolate {size = {p.size, p.size}, mode = "bilinear"}
    return x, p.labels and labels or nil
  end)
  return mapped, #set.classes
end

--- The pictures of a plan, and how many classes they have, or nil.
function plan.open(p)
  if is_digits(p.target) then return digits(p) end
  local set = data.images(p.target, {
    size = p.size, channels = p.channels, skip_bad = p.skip_bad,
    labels = p.labels and "folders" or false})
  return set, set.classes and #set.classes
end

-- ---- what one step takes ----

--- Options of a trainer for a plan and its pictures, but for the folder; and
--- the reasons for them.
function plan.options(p, set, classes)
  if p.labels and not classes then
    raise("train: %s has no folders within it, which are its classes", p.target)
  end
  local options, reasons = presets.presets {
    name = p.preset, size = p.size, channels = p.channels, count = #set,
    classes = p.labels and classes or nil, filters = p.filters,
    batch_size = p.batch_size, steps = p.steps, gamma = p.gamma, lr = p.lr}
  options.seed = p.seed
  function options.make_data()
    return data.Loader(set, {batch_size = options.batch_size, shuffle = true,
                             drop_last = true})
  end
  return options, reasons
end

-- Images a second; what the first step says, which is the slowest, where that
-- is far from the rate that is wanted.
local function rate_of(p, wanted, seconds, set, classes)
  local options = plan.options(p, set, classes)
  options.folder, options.resume = p.folder, false
  local trainer, size = Trainer(options), options.batch_size
  local ada = (options.objects or {}).ada
  if ada then ada.p:fill_(0.1) end -- at 0 it costs nothing, but not for long
  local function step()
    trainer.step = trainer.step + 1
    trainer:train_step()
    options.on_step(trainer)
  end
  local started, steps = clock(), 0
  step()
  local first = size / (clock() - started)
  if first < wanted / 4 then return first end
  started = clock()
  repeat
    step()
    steps = steps + 1
  until clock() - started >= seconds
  return steps * size / (clock() - started)
end

-- ---- what fits into a time ----

local function with(p, more)
  local copy = {}
  for key, value in pairs(p) do copy[key] = value end
  for key, value in pairs(more) do copy[key] = value end
  return copy
end

local function preset_for(p, count)
  return p.preset or presets.choose {size = p.size, count = count,
                                     classes = p.labels}
end

-- From the best to the fastest; what was asked for stays as it is.
local function candidates(p, asked, set)
  local list = {}
  local half = p.size // 2
  local sizes = {p.size, not asked.size and half >= SMALLEST and half or nil}
  for _, size in ipairs(sizes) do
    local first = preset_for(with(p, {size = size}), #set)
    local cheap = not (p.preset or p.labels or first == "dcgan") and "dcgan"
    for _, name in ipairs {first, cheap or nil} do
      local full = p.filters or presets.filters[name]
      for _, filters in ipairs {full, not p.filters and full // 2 or nil} do
        list[#list + 1] = with(p, {size = size, preset = name,
                                   filters = filters})
      end
    end
  end
  return list
end

local function text_of(p)
  return ("%s of %d x %d, %d filters"):format(p.preset, p.size, p.size,
                                              p.filters)
end

-- The first plan that sees enough in time, else the one that comes nearest to
-- that, with its rate.
local function fit(p, asked, seconds, started)
  local best, best_rate, most = nil, nil, 0
  local size, set, classes = p.size, plan.open(p)
  local list, k = candidates(p, asked, set), 1
  while k <= #list and most < 1 do
    local one = list[k]
    local enough = ENOUGH[one.preset]
    if one.size ~= size then size, set, classes = one.size, plan.open(one) end
    local spent = clock() - started
    local left = (seconds - spent) * SHARE
    local rate = rate_of(one, enough / left, math.min(MEASURED, seconds / 40),
                         set, classes)
    progress.say(("measured: %s: %.0f images/s, %.0f of %d that it wants"
                 ):format(text_of(one), rate, rate * left, enough))
    local seen = rate * left / enough
    if not best or seen > most then best, best_rate, most = one, rate, seen end
    k = spent > LOOKING * seconds and math.max(#list, k + 1) or k + 1
  end
  best.count = #set
  return best, best_rate
end

-- Steps and seconds that are left of the time.
local function timed(p, asked, started)
  local _ <close> = engine.default_generator:undisturbed()
  local whole = asked.minutes * 60
  local best, rate = fit(p, asked, whole, started)
  local left = whole - (clock() - started)
  best.seconds = math.max(1, left * (1 + SHARE) // 2)
  local batch = best.batch_size or
                math.min(presets.batches[best.preset], best.count)
  best.steps = asked.steps or
               math.max(1, math.floor(left * SHARE * rate / batch))
  progress.say(("taken: %s, for %d steps"):format(text_of(best), best.steps))
  return best
end

--- What is to be trained on the pictures of `target` and how, as data, from
--- what was asked: target, folder, preset, size, channels, filters, batch_size,
--- labels, skip_bad, seed, steps and, where minutes were given, seconds.
--- Without minutes also the pictures and their classes, as plan.open has them.
function plan.make(target, asked, folder_of_run)
  local started = clock()
  local channels, side = look_into(target)
  local p = {target = target, folder = folder_of_run, preset = asked.preset,
             size = asked.size or size_for(side), channels = channels,
             filters = asked.filters, batch_size = asked.batch_size,
             labels = asked.labels, skip_bad = asked.skip_bad,
             seed = asked.seed or 1, steps = asked.steps or STEPS}
  if asked.minutes then return timed(p, asked, started) end
  local set, classes = plan.open(p)
  p.preset = preset_for(p, #set)
  p.filters = p.filters or presets.filters[p.preset]
  return p, set, classes
end

return plan
