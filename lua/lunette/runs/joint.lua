--- Where a run forks: the options of its optimisers, which the checkpoint has
--- as they were, become what they are made with now.

local record = require "lunette.runs.record"

local joint = {}

-- Options as they are now, without parameters.
local function copied(group)
  local copy = {}
  for key, value in pairs(group) do
    if key ~= "params" then
      copy[key] = type(value) == "table" and
                  table.move(value, 1, #value, 1, {}) or value
    end
  end
  return copy
end

--- What the optimisers of a trainer that was just made go by: by player, a
--- table for each group.
function joint.rates(trainer)
  local rates = {}
  for name, opt in pairs(trainer.optimizers) do
    rates[name] = {}
    for k, group in ipairs(opt.param_groups or {}) do
      rates[name][k] = copied(group)
    end
  end
  return rates
end

-- A rate that a schedule, or a rollback, has brought elsewhere goes on from
-- there by as much as the first one changed.
local function moved(now, was, new)
  local by_share = type(now) == "number" and type(was) == "number" and
                   now ~= was and was ~= 0
  return by_share and now * (new / was) or new
end

-- The first rates of a schedule, and of those that it is made of.
local function tell_schedule(schedule, groups)
  if not schedule then return end
  for k in ipairs(schedule.base_lrs or {}) do
    schedule.base_lrs[k] = groups[k].initial_lr or groups[k].lr
  end
  for _, part in ipairs(schedule.schedulers or {}) do
    tell_schedule(part, groups)
  end
end

--- Gives the optimisers of a trainer whose checkpoint was put back what is
--- `new`, where that is not as it `was`: both as rates() gave them.
function joint.apply(trainer, was, new)
  for name, opt in pairs(trainer.optimizers) do
    for k, group in ipairs(opt.param_groups or {}) do
      local before, after = was[name][k], new[name][k]
      for key, value in pairs(after) do
        if not record.same(before[key], value) then
          group[key] = moved(group[key], before[key], value)
        end
      end
    end
    tell_schedule(trainer.schedules[name], opt.param_groups)
  end
end

return joint
