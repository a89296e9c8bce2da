--- Schedulers made of others.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local scheduler = require "lunette.optim.scheduler"

local combined = {}

local method = arguments.define

-- Of several schedulers of one optimiser.
local function check_parts(name, optimizer, list)
  if #list == 0 then raise("%s: schedulers is empty", name) end
  for k, part in ipairs(list) do
    local own = type(part) == "table" and rawget(part, "optimizer")
    if not own or own ~= (optimizer or own) or not part.rate then
      raise("%s: schedulers[%d] is not one of this optimiser", name, k)
    end
    optimizer = own
  end
end

-- Schedulers made of others, `schedulers`.
local Compound = setmetatable({}, {__index = scheduler.class})

--- How far it and its schedulers are.
Compound.state_dict = method("scheduler:state_dict", "self", function(self)
  local parts = {}
  for k, part in ipairs(self.schedulers) do parts[k] = part:state_dict() end
  return repr.state {last_epoch = self.last_epoch, schedulers = parts}
end)

local function check_part_states(self, dict)
  local name = self.__name
  local parts = arguments.check(name, "state.schedulers", dict.schedulers,
                                "table")
  if #parts ~= #self.schedulers then
    raise("%s: load_state_dict: %d schedulers here and %d in the state", name,
          #self.schedulers, #parts)
  end
  arguments.check(name, "state.last_epoch", dict.last_epoch, "whole")
  for k, part in ipairs(parts) do
    arguments.check(name, ("state.schedulers[%d]"):format(k), part, "table")
    scheduler.check_state(self.schedulers[k], part)
  end
end

-- The place of the one whose turn it is, and whether it has just begun.
local function turn_of(self)
  local now, all = scheduler.passed(self.milestones, self.last_epoch)
  return all + 1, now > 0
end

-- The place of the one that sets the momentum last.
local function last_word(self)
  return self.milestones and (turn_of(self)) or #self.schedulers
end

--- Goes on from a state. Raises when it has another number of schedulers.
Compound.load_state_dict = method("scheduler:load_state_dict",
  "self, state_dict: table", function(self, dict)
  check_part_states(self, dict)
  self.last_epoch = dict.last_epoch
  local parts, last = dict.schedulers, last_word(self)
  for k, part in ipairs(parts) do
    self.schedulers[k]:load_state_dict(part)
  end
  self.schedulers[last]:load_state_dict(parts[last])
end)

local function compound(name, signature, methods, new)
  local class = setmetatable(methods, {__index = Compound})
  class.__name, class.__index = name, class
  combined[name] = repr.class(class, scheduler.text,
                              method(name, signature, new))
end

local Sequential = {
  --- The next rates, of the scheduler whose turn it is.
  --- @return nil
  step = method("scheduler:step", "self", function(self)
    self.last_epoch = self.last_epoch + 1
    local at, begins = turn_of(self)
    local now = self.schedulers[at]
    if begins then scheduler.restart(now) else now:step() end
  end),
}

local function check_milestones(list, milestones)
  if #milestones ~= #list - 1 then
    raise("SequentialLR: %d schedulers need %d milestones, got %d", #list,
          #list - 1, #milestones)
  end
  for k = 2, #milestones do
    if milestones[k] <= milestones[k - 1] then
      raise("SequentialLR: milestones %d and %d are not in order",
            milestones[k - 1], milestones[k])
    end
  end
end

--- The first scheduler until t is the first milestone, where the second starts,
--- and so on.
---
---   local s = ln.optim.lr_scheduler
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local warm = s.LinearLR(opt, {start_factor = 0.25, total_iters = 4})
---   local fall = s.CosineAnnealingLR(opt, 100)
---   local scheduler = s.SequentialLR(opt, {warm, fall}, {4})
compound("SequentialLR",
  "self, optimizer: optimizer, schedulers: list, milestones: wholes",
  Sequential, function(class, optimizer, list, milestones)
  check_parts("SequentialLR", optimizer, list)
  check_milestones(list, milestones)
  local self = setmetatable({optimizer = optimizer, last_epoch = 0,
                             schedulers = list, milestones = milestones}, class)
  for _, group in ipairs(optimizer.param_groups) do
    group.lr = group.initial_lr
  end
  scheduler.begin(list[1])
  return self
end)

local Chained = {
  --- The next rates: every scheduler goes on from those of the one before it.
  --- @return nil
  step = method("scheduler:step", "self", function(self)
    self.last_epoch = self.last_epoch + 1
    for _, part in ipairs(self.schedulers) do part:step() end
  end),
}

--- Several schedulers of one optimiser, stepped together, as one.
compound("ChainedScheduler", "self, schedulers: list", Chained,
  function(class, list)
  check_parts("ChainedScheduler", nil, list)
  return setmetatable({optimizer = list[1].optimizer, last_epoch = 0,
                       schedulers = list}, class)
end)

return combined
