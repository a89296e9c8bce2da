--- The game of two: a generator and a discriminator, as players.

local arguments = require "lunette.arguments"
local config = require "lunette.gan.trainer.config"
local engine = require "lunette.engine"
local in_pieces = require "lunette.nn.pieces".in_pieces
local make = require "lunette.gan.trainer.make"
local moving = require "lunette.gan.trainer.moving"
local parts = require "lunette.gan.trainer.parts"
local raise = require "lunette.errors".raise
local ranks = require "lunette.gan.trainer.ranks"
local recording = require "lunette.recording"
local turns = require "lunette.gan.trainer.turns"

local pair = {}

local gave = turns.gave

-- Raises where the game is another one.
local function check_form(self, name)
  if not self.options.players then return end
  raise("%s: it is of a generator and a discriminator, and this run has " ..
        "players: trainer.networks are theirs", name)
end

-- What the network gives, in pieces of a batch where they are one.
local function call(self, network, ...)
  if not self.options.exact then return ranks.apart(network, ...) end
  return ranks.apart(in_pieces, network, self.batch_size, ...)
end

--- What the discriminator says of x, augmented where there is `augment`; labels
--- count where there are classes.
--- @return Tensor
pair.judge = arguments.define("trainer:judge",
  "self, x: tensor, labels: tensor?", function(self, x, labels)
  check_form(self, "judge")
  if self.options.augment then
    local strength = moving.now(self, self.options.augment_strength)
    x = gave("augment", (ranks.apart(self.options.augment, x, strength)))
  end
  if self.options.classes then
    return call(self, self.discriminator, x, labels)
  end
  return call(self, self.discriminator, x)
end)

-- How many samples are judged at a time, and how many such batches a step has.
local function batches_of(self)
  local o = self.options
  if o.exact then return self.batch_size * o.accumulate, 1 end
  return self.batch_size, o.accumulate
end

--- n fakes: {fake = ..., noise = ..., fake_labels = ...}.
--- @return table
pair.generate = arguments.define("trainer:generate",
  "self, n: count?", function(self, n)
  check_form(self, "generate")
  local batch = {noise = ranks.rows(self.noise, n or batches_of(self))}
  if not self.options.classes then
    batch.fake = gave("the generator", (call(self, self.generator,
                                             batch.noise)))
    return batch
  end
  batch.fake_labels = ranks.rows(function(count)
    return engine.create.randint(1, self.options.classes, {count})
  end, batch.noise:size(1))
  batch.fake = gave("the generator", (call(self, self.generator, batch.noise,
                                           batch.fake_labels)))
  return batch
end)

-- Reals, and their labels.
local function draw_real(self)
  local count = self.options.exact and self.options.accumulate or 1
  local reals, labels = {}, {}
  for k = 1, count do
    reals[k], labels[k] = self.draw()
    gave("data", reals[k])
    self.state.images = self.state.images + ranks.count(reals[k]:size(1))
  end
  if count == 1 then return reals[1], labels[1] end
  local cat = engine.functions.cat
  return cat(reals, 1), labels[1] and cat(labels, 1)
end

-- A batch of reals and of fakes, which are recorded when G is to learn from
-- them.
local function draw_batch(self, recorded)
  local real, labels = draw_real(self)
  local batch
  if recorded then
    batch = self:generate()
  else
    local _ <close> = recording.no_grad()
    batch = self:generate()
  end
  batch.real, batch.labels = real, labels
  self.seen = batch
  return batch
end

local function loss_options(self, player)
  return (self.options.loss_options or {})[player]
end

local function discriminator_loss(self, batch)
  local real = self:judge(batch.real, batch.labels)
  local fake = self:judge(batch.fake:detach(), batch.fake_labels)
  batch.real_logits = ranks.gather(real)
  return self.loss_functions.discriminator(real, fake,
                                           loss_options(self, "discriminator"))
end

local function generator_loss(self, batch)
  local fake = self:judge(batch.fake, batch.fake_labels)
  local loss, given = self.loss_functions.generator,
                      loss_options(self, "generator")
  if not self.compares then return loss(fake, given) end
  if not batch.real then batch.real, batch.labels = draw_real(self) end
  local real = self:judge(batch.real, batch.labels)
  return loss(fake, real, given)
end

-- The generator learns from those of the last turn, where they are reused.
local function discriminator_batch(self, turn, k)
  local o = self.options
  local batch = draw_batch(self, turn == o.discriminator_steps and
                                 o.reuse_fakes)
  self.batches[k] = batch
  return batch
end

local function generator_batch(self, _, k)
  return self.options.reuse_fakes and self.batches[k] or self:generate()
end

--- One step of the discriminator. Returns its batches, `accumulate` of them, or
--- false when the loss is not a number. With `recorded` the generator can learn
--- from their fakes.
--- @return table[]
pair.discriminator_step = arguments.define("trainer:discriminator_step",
  "self, recorded: bool = false", function(self, recorded)
  check_form(self, "discriminator_step")
  self.parameters = {}
  local batches = {}
  local player = self.players_by_name.discriminator
  local fine = turns.descend(self, player, function(k)
    batches[k] = draw_batch(self, recorded)
    return batches[k]
  end)
  return fine and batches
end)

-- The k-th batch of those given, or another.
local function batch_of(self, batches, k)
  local batch = batches and batches[k]
  if batch == nil then return self:generate() end
  local name, check_kind = ("batches[%d]"):format(k), arguments.check
  check_kind("generator_step", name, batch, "table")
  check_kind("generator_step", name .. ".fake", batch.fake, "tensor")
  return batch
end

--- One step of the generator, from the recorded fakes of the discriminator's
--- batches, or from new ones.
--- Returns false when the loss is not a number.
--- @return boolean
pair.generator_step = arguments.define("trainer:generator_step",
  "self, batches: list?", function(self, batches)
  check_form(self, "generator_step")
  self.parameters = {}
  return turns.descend(self, self.players_by_name.generator, function(k)
    return batch_of(self, batches, k)
  end)
end)

-- ---- making ----

-- The list of penalties of each player.
local function sorted_penalties(list)
  local by_player = {generator = {}, discriminator = {}}
  for key, given in ipairs(make.check_penalties(list)) do
    local player = given.player or "discriminator"
    if not by_player[player] then
      raise("Trainer: penalties: player is %s; generator or discriminator " ..
            "is wanted", arguments.show(player))
    end
    table.insert(by_player[player], list[key])
  end
  return by_player
end

local function player_of(self, o, name, own)
  own.name, own.label, own.learns = name, "loss." .. name, {name}
  own.count, own.judge = select(2, batches_of(self)), pair.judge
  own.told = {optimizer = "optimizers." .. name,
              schedule = "schedules." .. name}
  own.optimizer = parts.of_player("optimizers", o.optimizers, name)
  own.schedule = parts.of_player("schedules", o.schedules, name)
  own.clip = parts.of_player("clip", o.clip, name)
  return own
end

--- The two networks, in the order in which they may draw from the default
--- generator; the configuration has what came of them.
function pair.networks(self, o)
  for _, name in ipairs {"generator", "discriminator"} do
    if o[name] == nil then raise("Trainer: %s is missing", name) end
    self.networks[name] = parts.network(name, o[name])
    self[name] = self.networks[name]
    self.config[name] = config.describe(self[name])
  end
end

--- The two players.
function pair.players(self, o)
  self.loss_functions, self.compares = parts.loss(o.loss)
  parts.check_loss_options(self.loss_functions, o.loss_options)
  local own = sorted_penalties(o.penalties)
  return {
    player_of(self, o, "generator", {
      turns = 1, penalties = own.generator, batch = generator_batch,
      loss = generator_loss, short = "g"}),
    player_of(self, o, "discriminator", {
      turns = o.discriminator_steps, penalties = own.discriminator,
      batch = discriminator_batch, loss = discriminator_loss, short = "d"}),
  }
end

--- Their turns in a step.
pair.phases = {{players = {"discriminator", "generator"}}}

return pair
