--- What a trainer consists of, made from its options: put into the trainer,
--- `self`, by the functions that take it, and returned by the others.

local arguments = require "lunette.arguments"
local Checkpoint = require "lunette.checkpoint".Checkpoint
local check = require "lunette.gan.trainer.check"
local EMA = require "lunette.gan.ema".EMA
local moving = require "lunette.gan.trainer.moving"
local optim = require "lunette.optim"
local parts = require "lunette.gan.trainer.parts"
local penalties = require "lunette.gan.penalties"
local raise = require "lunette.errors".raise
local remembered = require "lunette.gan.trainer.remembered"
local turns = require "lunette.gan.trainer.turns"

local make = {}

make.default_optimizer = {"Adam", lr = 2e-4, betas = {0.5, 0.999}}

--- Puts the optimiser that is used where none is given in the options.
function make.default_optimizers(o)
  if not o.players then
    o.optimizers = o.optimizers or make.default_optimizer
    return
  end
  local list = {}
  for key, player in ipairs(o.players) do
    list[key] = player
    if type(player) == "table" and not player.optimizer then
      list[key] = {optimizer = make.default_optimizer}
      for name, value in pairs(player) do list[key][name] = value end
    end
  end
  o.players = list
end

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

-- Puts what a user's function made, which says nothing of it, in the
-- configuration, if it can be read.
local function tell_made(self, what, name, given, object)
  local by_name = type(given) == "table" and given[1] ~= nil
  local meta = getmetatable(object)
  local readable = type(meta) == "table" and meta.__tostring
  if object == nil or by_name or not readable then return end
  self.config[what] = self.config[what] or {}
  self.config[what][name] = tostring(object)
end

-- A player's optimiser, schedule, limits and penalties.
local function equip(self, player)
  local name, plan = player.name, player.schedule
  local given, options = moving.options(player.optimizer or
                                        make.default_optimizer)
  moving.check(player, options)
  local opt = parts.stepper(player.told.optimizer, optim, given,
                            turns.parameters(self, player))
  self.optimizers[name], self.moving[name] = opt, options
  self.schedules[name] = plan and
    parts.stepper(player.told.schedule, optim.lr_scheduler, plan, opt)
  tell_made(self, "optimizers_made", name, given, opt)
  tell_made(self, "schedules_made", name, plan, self.schedules[name])
  self.clip[name] = limits(player.clip)
  self.penalties[name] = make.penalties(player.penalties, player.judge)
end

--- What the players of a list are made with, by their names.
function make.players(self, list)
  self.optimizers, self.schedules, self.clip, self.penalties = {}, {}, {}, {}
  self.moving = {}
  self.players, self.players_by_name = list, {}
  for _, player in ipairs(list) do
    self.players_by_name[player.name] = player
    equip(self, player)
  end
end

--- The average of the generator, from a decay or options, or none.
function make.average(self, given)
  if given == nil then return end
  local decay
  self.averaging, decay = moving.average(given)
  if not self.generator then
    raise "Trainer: ema: there is no network by the name of generator"
  end
  self.average = EMA(self.generator, {decay = decay})
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
local function named_penalty(name, rest, judge)
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
    local function D(x) return judge(self, x, batch[labels]) end
    local x = {}
    for k, key in ipairs(keys) do x[k] = batch[key] end
    x[#x + 1] = rest
    return f(D, table.unpack(x))
  end
end

local read_penalty = arguments.reader("Trainer: penalties",
  "weight: real|schedule = 1, every: count = 1, player: string?")

-- Those of a penalty's keys that are ours, and its own options.
local function split_penalty(key, given)
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
  return read_penalty(own), rest, by_name
end

--- Raises unless it is a list of penalties; what is ours of each.
function make.check_penalties(list)
  local own = {}
  -- also what is no entry of the list, and ipairs would pass over
  for key, given in pairs(list or {}) do
    own[key] = split_penalty(key, given)
  end
  return own
end

--- A list of {weight, every, f}, with f(trainer, batch), of a player's.
function make.penalties(list, judge)
  local made = make.check_penalties(list)
  for key, given in ipairs(list or {}) do
    local _, rest, by_name = split_penalty(key, given)
    made[key].f = by_name and named_penalty(given[1], rest, judge) or given[1]
  end
  return made
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
-- ones have fewer numbers.
local function state_object(self)
  return {
    state_dict = function()
      return {numbers = self.state, measured = self.measured,
              config = self.config}
    end,
    load_state_dict = function(_, saved)
      local state = remembered.read(saved)
      self.state = state.numbers
      for name, value in pairs {rollbacks = 0, rate = 1, images = 0,
                                began = 0} do
        self.state[name] = self.state[name] or value
      end
      self.measured = state.measured
    end,
  }
end

-- What the trainer saves, by name.
local function own_objects(self)
  local objects = {trainer = state_object(self), average = self.average}
  if parts.method(self.data, "state_dict") then objects.data = self.data end
  for _, player in ipairs(self.players) do
    objects["optimizer_" .. player.name] = self.optimizers[player.name]
    objects["schedule_" .. player.name] = self.schedules[player.name]
  end
  for name, network in pairs(self.networks) do
    if objects[name] then
      raise("Trainer: networks.%s: the checkpoint has something else of " ..
            "this name", name)
    end
    objects[name] = network
  end
  return objects
end

--- The checkpoint of all that has a state.
function make.checkpoint(self, o)
  local objects = own_objects(self)
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
