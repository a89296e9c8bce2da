--- What can go wrong with a run, said in words. Those that judge return what to
--- say, or nil; what they have to remember is in trainer.state.

local arguments = require "lunette.arguments"
local collapse = require "lunette.gan.collapse"
local engine = require "lunette.engine"
local repr = require "lunette.repr"

local monitor = {}

local function is_finite(v) return v == v and math.abs(v) < math.huge end

--- A loss that is not a number. losses: by player; players: in order.
function monitor.bad_loss(players, losses)
  for _, player in ipairs(players) do
    local v = losses[player.name]
    if v and not is_finite(v) then
      return ("the loss of the %s is %s; its weights were left as they were " ..
              "before"):format(player.name, repr.number(v))
    end
  end
end

--- Parameters that are not numbers. networks: by name.
function monitor.bad_parameters(networks)
  for _, name in ipairs(repr.names(networks)) do
    for path, p in networks[name]:named_parameters() do
      if p:isfinite():all():item() == 0 then
        return ("%s of the %s is not finite; the checkpoint of before was kept")
          :format(path, name)
      end
    end
  end
end

monitor.read_stuck = arguments.reader("Trainer: stuck",
  "below: positive = 1e-4, steps: count = 500")

--- A discriminator's loss that stays at zero; to be asked once a step.
function monitor.stuck(state, rule, losses)
  local loss = losses.discriminator
  if not loss or math.abs(loss) >= rule.below then
    state.stuck = 0
    return nil
  end
  state.stuck = state.stuck + 1
  if state.stuck < rule.steps then return nil end
  return ("the loss of the discriminator has been below %g for %d steps: it " ..
          "tells all samples apart, and the generator learns nothing from it")
    :format(rule.below, state.stuck)
end

monitor.read_collapse = arguments.reader("Trainer: collapse",
  "every: count = 100, ratio: positive = 3, times: count = 3, " ..
  "after: whole = 500, stop: bool = false")

--- How much closer fakes are to each other than reals, of the batches at hand:
--- the ratio of gan.collapse.monitor. Its projection is always the same, and
--- leaves the default generator alone.
function monitor.crowding(real, fake)
  local of_batch = collapse.monitor(real, {generator = engine.Generator(1)})
  return (of_batch:watch(fake))
end

--- Fakes that have crowded for rule.times looks in a row, after step
--- rule.after; said once of a row. ratio: what crowding gave, at every look.
--- state.good: the step of the last look at fakes that did not.
function monitor.collapse(state, rule, step, ratio)
  if ratio <= rule.ratio or step <= rule.after then
    state.crowded, state.good = 0, step
    return nil
  end
  state.crowded = state.crowded + 1
  if state.crowded ~= rule.times then return nil end
  return ("collapse: the fakes of a batch have been more than %.3g times as " ..
          "close to each other as the reals for %d looks (%.3g times now)")
    :format(rule.ratio, rule.times, ratio)
end

return monitor
