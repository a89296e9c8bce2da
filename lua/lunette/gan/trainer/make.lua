--- What a trainer consists of, made from its options: put into the trainer,
--- `self`, by the functions that take it, and returned by the others.

local arguments = require "lunette.arguments"
local Checkpoint = require "lunette.checkpoint".Checkpoint
local check = require "lunette.gan.trainer.check"
local EMA = require "lunette.gan.ema".EMA
local optim = require "lunette.optim"
local parts = require "lunette.gan.trainer.parts"
local penalties = require "lunette.gan.penalties"
local raise = require "lunette.errors".raise

local make = {}

local players = {"generator", "discriminator"}

make.default_optimizer = {"Adam", lr = 2e-4, betas = {0.5, 0.999}}

local read_clip = arguments.reader("Trainer: clip",
                                   "norm: positive?, value: positive?")

-- Limits of gradients, or nil.
local function limits(given)
  if given == nil then return nil end
  local o = read_clip(given)
  if not (o.norm or o.value) then
    raise "Trainer: clip is {norm = 1} or {value = 1}; neither is given"
  end
  return o
end

--- Optimisers, schedules and limits of gradients, by player.
function make.optimizers(self, o)
  self.optimizers, self.schedules, self.clip = {}, {}, {}
  for _, player in ipairs(players) do
    local given = parts.of_player("optimizers", o.optimizers, player) or
                  make.default_optimizer
    local opt = parts.stepper("optimizers." .. player, optim, given,
                              self[player]:parameters())
    local plan = parts.of_player("schedules", o.schedules, player)
    self.optimizers[player] = opt
    self.schedules[player] = plan and
      parts.stepper("schedules." .. player, optim.lr_scheduler, plan, opt)
    self.clip[player] = limits(parts.of_player("clip", o.clip, player))
  end
end

--- The average of the generator, from a decay or options, or none.
function make.average(self, given)
  if given == nil then return end
  local own = type(given) == "number" and {decay = given} or given
  self.average = EMA(self.generator, own)
end

-- Which of a batch's samples a penalty takes after D, as its signature says;
-- nil when it takes anything else before its options.
local function samples_of(f)
  local keys, signature = {}, arguments.of(f)
  for k, place in ipairs(signature and signature.places or {}) do
    local wanted = k == 1 and place.name == "D" or
                   k > 1 and (place.name == "real" or place.name == "fake")
    if not wanted then return nil end
    keys[k - 1] = place.name
  end
  return keys[1] and keys
end

-- A penalty by name as a function of the trainer and a batch.
local function named_penalty(name, rest)
  local f = parts.named("a penalty", penalties, name)
  local keys = samples_of(f)
  if not keys then
    raise("Trainer: penalty %s takes more than samples; give a " ..
          "function of the trainer and the batch that calls it", name)
  end
  arguments.check_names(f, rest)
  -- What mixes reals and fakes is judged under the labels of the reals.
  local labels = keys[1] == "real" and "labels" or "fake_labels"
  return function(self, batch)
    local function D(x) return self:judge(x, batch[labels]) end
    local x = {}
    for k, key in ipairs(keys) do x[k] = batch[key] end
    x[#x + 1] = rest
    return f(D, table.unpack(x))
  end
end

local read_penalty = arguments.reader("Trainer: penalties",
  "weight: real = 1, every: count = 1, " ..
  "player: generator|discriminator = discriminator")

-- One of the list as {weight, every, player, f}.
local function penalty(key, given)
  if math.type(key) ~= "integer" or type(given) ~= "table" then
    raise('Trainer: penalties.%s is %s; a list of tables is wanted, ' ..
          '{{"r1", weight = 10}, ...}', tostring(key),
          type(given) == "string" and ("%q"):format(given) or
          "a " .. type(given))
  end
  local own, rest, by_name = {}, {}, not arguments.is_callable(given[1])
  for name, value in pairs(given) do
    -- A function takes no options: what stands beside it is all for us.
    local ours = name == "weight" or name == "every" or name == "player" or
                 not by_name
    if name ~= 1 then (ours and own or rest)[name] = value end
  end
  local o = read_penalty(own)
  o.f = by_name and named_penalty(given[1], rest) or given[1]
  return o
end

--- Lists of {weight, every, f}, by player; f(trainer, batch).
function make.penalties(self, list)
  self.penalties = {generator = {}, discriminator = {}}
  -- also what is no entry of the list, and ipairs would pass over
  for key in pairs(list or {}) do penalty(key, list[key]) end
  for key, given in ipairs(list or {}) do
    local o = penalty(key, given)
    table.insert(self.penalties[o.player], o)
  end
end

--- The rule that a reader makes of a table or, with its defaults, of true; nil
--- of false.
function make.rule(reader, given)
  return given and reader(given ~= true and given or nil) or nil
end

local read_limit = arguments.reader("Trainer: stop",
                                    "below: real?, above: real?")

--- f(trainer), which gives why to stop or nothing, from such a function, from
--- {"metric", below = ..., above = ...} or from nothing.
function make.stop(given, metrics)
  if arguments.is_callable(given) then return given end
  if given == nil then return function() end end
  local name, limit = given[1], {}
  check.metric("stop", metrics, name)
  for key, value in pairs(given) do
    if key ~= 1 then limit[key] = value end
  end
  local o = read_limit(limit)
  if not (o.below or o.above) then
    raise('Trainer: stop is {"metric", below = 20}, or above; neither ' ..
          "is given")
  end
  return function(self)
    local v = next(self.measured) and self:metric(name)
    if v and o.below and v < o.below then
      return ("%s is %.6g, below %.6g"):format(name, v, o.below)
    elseif v and o.above and v > o.above then
      return ("%s is %.6g, above %.6g"):format(name, v, o.above)
    end
  end
end

-- What the trainer itself remembers, as an object for the checkpoint. Older
-- ones have only numbers.
local function state_object(self)
  return {
    state_dict = function()
      return {numbers = self.state, measured = self.measured,
              config = self.config}
    end,
    load_state_dict = function(_, state)
      self.state = state.numbers or state
      self.measured = state.measured or {}
    end,
  }
end

--- The checkpoint of all that has a state.
function make.checkpoint(self, o)
  local objects = {generator = self.generator,
                   discriminator = self.discriminator,
                   trainer = state_object(self)}
  for _, player in ipairs(players) do
    objects["optimizer_" .. player] = self.optimizers[player]
    objects["schedule_" .. player] = self.schedules[player]
  end
  objects.average = self.average
  if parts.method(self.data, "state_dict") then objects.data = self.data end
  for name, object in pairs(o.objects or {}) do
    if objects[name] then
      raise("Trainer: objects.%s: the trainer saves one of this name",
            tostring(name))
    end
    objects[name] = object
  end
  self.checkpoint = Checkpoint(self.folder, objects, {keep = o.keep})
end

return make
