--- Games of any number of players, and their phases.

local arguments = require "lunette.arguments"
local config = require "lunette.gan.trainer.config"
local log = require "lunette.gan.trainer.log"
local parts = require "lunette.gan.trainer.parts"
local raise = require "lunette.errors".raise
local ranks = require "lunette.gan.trainer.ranks"
local repr = require "lunette.repr"

local players = {}

-- ---- batches ----

-- What the data give, by name; a tensor is `real`, one beside it its labels.
local function draw(self)
  local real, labels = self.draw()
  if type(real) ~= "table" then real = {real = real, labels = labels} end
  local batch = {}
  for name, x in pairs(real) do
    batch[name] = arguments.check("Trainer", "what data gave as " ..
                                  tostring(name), x, "tensor")
  end
  if next(batch) == nil then raise "Trainer: data gave nothing" end
  self.state.images = self.state.images + ranks.count(self.batch_size)
  return batch
end

-- The k-th batch of a turn, the same for every player.
local function batch_of(self, turn, k)
  local list = self.batches[turn] or {}
  self.batches[turn] = list
  list[k] = list[k] or draw(self)
  self.seen = list[k]
  return list[k]
end

-- ---- making ----

local read_player = arguments.reader("Trainer: players",
  "name: string, learns: list?, loss: callable, turns: count = 1, " ..
  "optimizer: table|callable?, schedule: table|callable?, clip: table?, " ..
  "penalties: table?")

--- The networks by name, made in the order of their names; the configuration
--- has what came of them.
function players.networks(self, o)
  self.config.networks = {}
  for _, name in ipairs(repr.names(o.networks)) do
    local what = "networks." .. name
    local given = arguments.check("Trainer", what, o.networks[name],
                                  "layer|callable")
    self.networks[name] = parts.network(what, given)
    self.config.networks[name] = config.describe(self.networks[name])
  end
  self.generator = self.networks.generator
end

local function check_name(name, taken)
  if log.own[name] or taken[name] then
    raise("Trainer: players.%s: %s of this name", name, taken[name] and
          "there is another" or "the log has a column")
  end
end

-- What D is to penalties by name: the one network that the player learns.
local function judge_of(self, name, learns)
  local network = self.networks[learns[1]]
  return function(_, x)
    if #learns ~= 1 then
      raise("Trainer: players.%s.penalties: it learns %d networks; give a " ..
            "function of the trainer and the batch", name, #learns)
    end
    return network(x)
  end
end

local function read_one(self, key, given, taken)
  arguments.check("Trainer", ("players[%s]"):format(key), given, "table")
  local player = read_player(given)
  local name = player.name
  check_name(name, taken)
  player.learns = player.learns or {name}
  for _, network in ipairs(player.learns) do
    parts.named(("players.%s.learns"):format(name), self.networks, network)
  end
  local what = "players." .. name
  local loss = player.loss
  player.loss = function(...) return ranks.apart(loss, ...) end
  player.label, player.short = what .. ".loss", name
  player.told = {optimizer = what .. ".optimizer",
                 schedule = what .. ".schedule"}
  player.count, player.batch = self.options.accumulate, batch_of
  player.judge = judge_of(self, name, player.learns)
  return player
end

--- The players, in their order in a step.
function players.players(self, o)
  local list, taken = {}, {}
  for key, given in ipairs(o.players) do
    list[key] = read_one(self, key, given, taken)
    taken[list[key].name] = true
  end
  if #list == 0 then raise "Trainer: players is empty" end
  return list
end

-- ---- phases ----

local read_phase = arguments.reader("Trainer: phases",
                                    "steps: count?, players: list")

-- The turns of a step, {player, which of its turns}, from names in order.
local function order_of(self, names, playing)
  local order, count = {}, {}
  for _, name in ipairs(names) do
    local player = parts.named("a player of a phase", self.players_by_name,
                               name)
    playing[name] = true
    for _ = 1, player.turns do
      count[name] = (count[name] or 0) + 1
      order[#order + 1] = {player, count[name]}
    end
  end
  return order
end

local function names_of(list)
  local names = {}
  for k, player in ipairs(list) do names[k] = player.name end
  return names
end

--- The phases, {steps, order}, of which the last has no end.
function players.make_phases(self, given)
  local phases, playing = {}, {}
  given = given or {{players = names_of(self.players)}}
  for key, entry in ipairs(given) do
    local phase = read_phase(entry)
    if (phase.steps == nil) ~= (key == #given) then
      raise("Trainer: phases[%d]: steps %s", key, phase.steps and
            "are given; the last phase goes on to the end" or "is missing")
    end
    phases[key] = {steps = phase.steps,
                   order = order_of(self, phase.players, playing)}
  end
  for _, name in ipairs(names_of(self.players)) do
    if not playing[name] then
      raise("Trainer: phases: the player %s is in none", name)
    end
  end
  return phases
end

--- The turns of the step that runs, in order.
function players.order(self)
  local step = self.step
  for _, phase in ipairs(self.phases) do
    if not phase.steps or step <= phase.steps then return phase.order end
    step = step - phase.steps
  end
end

return players
