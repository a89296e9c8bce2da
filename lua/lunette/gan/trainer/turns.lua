--- A turn of a player: one step of its optimiser.
--
-- A player is {name, label, short, learns, turns, count, batch, loss, judge}:
-- learns are the networks that its optimiser steps, by name; a turn has `count`
-- batches, batch(trainer, turn, k), and goes down loss(trainer, batch), which
-- `label` names in messages, and `short` on the progress bar; judge(trainer, x,
-- labels) is D for penalties by name. What its optimizer, schedule, clip and
-- penalties were given as is there too; what they are made into is in tables of
-- the trainer, by the player's name: optimizers, schedules, clip, penalties.
-- `told` names the first two in messages.

local arguments = require "lunette.arguments"
local frozen = require "lunette.nn.frozen"
local moving = require "lunette.gan.trainer.moving"
local ranks = require "lunette.gan.trainer.ranks"
local penalties = require "lunette.gan.penalties"
local utils = require "lunette.nn.utils"

local turns = {}

--- What a part of the user's gave, which must be a tensor.
function turns.gave(part, value)
  return arguments.check("Trainer", "what " .. part .. " gave", value, "tensor")
end

-- The parameters of a network, found once a step: to find them takes as long
-- as some ops do.
local function parameters_of(self, name)
  local list = self.parameters[name] or self.networks[name]:parameters()
  self.parameters[name] = list
  return list
end

--- The parameters that a player learns, each once.
function turns.parameters(self, player)
  local list, taken = {}, {}
  for _, name in ipairs(player.learns) do
    for _, p in ipairs(parameters_of(self, name)) do
      if not taken[p] then list[#list + 1], taken[p] = p, true end
    end
  end
  return list, taken
end

-- A scope in which what the player does not learn stands still.
local function others_frozen(self, player)
  local list, _, own = {}, turns.parameters(self, player)
  for name in pairs(self.networks) do
    for _, p in ipairs(parameters_of(self, name)) do
      if not own[p] then list[#list + 1] = p end
    end
  end
  return frozen(list)
end

-- The loss and what is due of the player's penalties.
local function penalised(self, player, loss, batch)
  for _, p in ipairs(self.penalties[player.name]) do
    loss = loss + penalties.every(self.step, p.every, function()
      local penalty = p.f(self, batch)
      penalty = arguments.check("Trainer", "what a penalty gave", penalty,
                                "tensor|real")
      return moving.now(self, p.weight) * penalty
    end)
  end
  return loss
end

local function clip_gradients(self, player)
  local limits = self.clip[player.name]
  if not limits then return end
  local params = turns.parameters(self, player)
  if limits.norm then utils.clip_grad_norm_(params, limits.norm) end
  if limits.value then utils.clip_grad_value_(params, limits.value) end
end

-- The gradients of the k-th of n batches, added to those of before; its share
-- of the loss.
local function add_gradients(self, player, batch, k, n)
  local _ <close> = others_frozen(self, player)
  local _ <close> = ranks.paused(self, k < n)
  local loss = turns.gave(player.label, (player.loss(self, batch)))
  loss = penalised(self, player, loss, batch)
  local value = ranks.mean(loss:item()) / n
  if n > 1 then loss = loss / n end
  if k == 1 then self.optimizers[player.name]:zero_grad() end
  loss:backward()
  return value
end

-- The optimiser's step; at steps of samples its layers are looked at.
local function step(self, player)
  local looked, report = {}, self.report
  for _, name in ipairs(player.learns) do looked[name] = self.networks[name] end
  local wanted = report and self.step % self.options.samples_every == 0
  local _ <close> = wanted and report:stepping(self.step, looked)
  self.optimizers[player.name]:step()
end

--- The player's turn-th turn of a step; false when its loss is not a number.
function turns.take(self, player, turn)
  return turns.descend(self, player, function(k)
    return player.batch(self, turn, k)
  end)
end

--- One step of the player's optimiser down the mean of its losses of the
--- batches batch_of(k). False, and no step, when the mean is not a number.
function turns.descend(self, player, batch_of)
  local mean, n = 0, player.count
  for k = 1, n do
    mean = mean + add_gradients(self, player, batch_of(k), k, n)
  end
  self.losses[player.name] = mean
  if mean ~= mean or math.abs(mean) == math.huge then return false end
  clip_gradients(self, player)
  step(self, player)
  return true
end

return turns
