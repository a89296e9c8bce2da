--- Numbers of a run that may be schedules: what they are in the step that runs.

local arguments = require "lunette.arguments"
local is_schedule = require "lunette.gan.schedule".is_schedule
local raise = require "lunette.errors".raise

local moving = {}

--- The number, or what its schedule gives.
function moving.now(self, value)
  if not is_schedule(value) then return value end
  return value(math.max(self.step - 1, 0), self.state.began)
end

-- A list of numbers with those of schedules at their start, such as betas.
local function first_of(value)
  if is_schedule(value) then return value(0, 0) end
  if type(value) ~= "table" or getmetatable(value) then return value end
  local list = {}
  for k, part in pairs(value) do
    list[k] = is_schedule(part) and part(0, 0) or part
  end
  return list
end

local function has_schedule(value)
  if is_schedule(value) then return true end
  if type(value) ~= "table" or getmetatable(value) then return false end
  for _, part in pairs(value) do
    if is_schedule(part) then return true end
  end
  return false
end

--- What an optimiser is made of, {"Adam", lr = ...}, with numbers in place of
--- schedules, and the options that have them; anything else as it is.
function moving.options(given)
  if type(given) ~= "table" or arguments.is_callable(given) or given.step then
    return given, {}
  end
  local first, options = {}, {}
  for key, value in pairs(given) do
    first[key] = first_of(value)
    if has_schedule(value) then options[key] = value end
  end
  return first, options
end

--- Raises where a player's rate has two masters.
function moving.check(player, options)
  if options.lr and player.schedule then
    raise("Trainer: %s: lr is a gan.schedule, and %s is given too",
          player.told.optimizer, player.told.schedule)
  end
end

-- What an option is now.
local function option_now(self, value)
  if is_schedule(value) then return moving.now(self, value) end
  local list = {}
  for k, part in pairs(value) do list[k] = moving.now(self, part) end
  return list
end

--- Sets the options of all optimisers for the step that runs.
function moving.set(self)
  self.state.began = self.state.images
  for name, options in pairs(self.moving) do
    for key, value in pairs(options) do
      local now = option_now(self, value)
      if key == "lr" then now = now * self.state.rate end
      for _, group in ipairs(self.optimizers[name].param_groups) do
        group[key] = now
      end
    end
  end
end

-- ---- the average ----

local read_average = arguments.reader("Trainer: ema",
  "decay: share|schedule?, half_life: positive|schedule?, ramp_up: positive?")

--- The options of an average, from a decay, a schedule of it or a table, and
--- the decay to begin with, if any.
function moving.average(given)
  if type(given) == "number" or is_schedule(given) then
    given = {decay = given}
  end
  local o = read_average(given)
  if o.decay and o.half_life then
    raise "Trainer: ema: decay and half_life are both given"
  elseif o.ramp_up and not o.half_life then
    raise "Trainer: ema: ramp_up is of half_life, which is not given"
  end
  return o, first_of(o.decay)
end

--- The decay of this step, or nil where it stays as it is. half_life is in
--- images, as in StyleGAN2 (Karras et al. 2020, arXiv 1912.04958, training loop
--- of the authors' code): 0.5^(images of the step / half_life), where half_life
--- is at most ramp_up times the images seen before.
function moving.decay(self, o)
  if is_schedule(o.decay) then return moving.now(self, o.decay) end
  if not o.half_life then return nil end
  local half, before = moving.now(self, o.half_life), self.state.began
  if o.ramp_up then half = math.min(half, before * o.ramp_up) end
  return 0.5 ^ ((self.state.images - before) / math.max(half, 1e-8))
end

return moving
