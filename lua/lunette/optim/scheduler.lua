--- What schedulers share, and how one is made of its formula.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

require "lunette.optim.optimizer" -- adds the kind "optimizer"

local scheduler = {}

local method = arguments.define

--- @class Scheduler
--- @field optimizer Optimizer
--- @field last_epoch integer t
--- @field base_lrs number[] the rate of each group at first
local Scheduler = {__name = "Scheduler"}
Scheduler.__index = Scheduler
scheduler.class = Scheduler

-- Sets the rates for t: rate(o, t, lr, base, k) of each group.
local function set_rates(self, rate)
  local groups = self.optimizer.param_groups
  for k, base in ipairs(self.base_lrs) do
    local group = groups[k]
    group.lr = rate(self.options, self.last_epoch, group.lr, base, k)
    if self.on_group then self:on_group(group, k) end
  end
end

--- Puts the scheduler at its start, with the rates as they are.
function scheduler.begin(self)
  self.last_epoch = 0
  set_rates(self, self.rate)
end

--- Puts it at its start, whatever the rates are.
function scheduler.restart(self)
  self.last_epoch = 0
  set_rates(self, self.closed or self.rate)
end

local function start(self, optimizer, o)
  self.optimizer, self.options, self.base_lrs = optimizer, o, {}
  if self.prepare then self:prepare(o) end
  for k, group in ipairs(optimizer.param_groups) do
    group.initial_lr = group.initial_lr or group.lr
    self.base_lrs[k] = group.initial_lr
  end
  scheduler.begin(self)
  return self
end

--- StepLR(t = 3, lr = {0.1}, {gamma = 0.5, step_size = 2})
function scheduler.text(self)
  local o = self.options
  local given = o and ", " .. repr.fields(o, repr.names(o)) or ""
  return ("t = %d, lr = %s%s"):format(self.last_epoch,
                                      repr.value(self:get_last_lr()), given)
end

--- The next rates.
--- @return nil
Scheduler.step = method("scheduler:step", "self", function(self)
  self.last_epoch = self.last_epoch + 1
  set_rates(self, self.rate)
end)

--- The rate of each group, as a list.
--- @return number[]
Scheduler.get_last_lr = method("scheduler:get_last_lr", "self", function(self)
  local list = {}
  for k, group in ipairs(self.optimizer.param_groups) do list[k] = group.lr end
  return list
end)

--- How far it is, the rates at first and now. What it was made with is not
--- part of it.
--- @return table
Scheduler.state_dict = method("scheduler:state_dict", "self", function(self)
  return repr.state {
    last_epoch = self.last_epoch, last_lrs = self:get_last_lr(),
    base_lrs = table.move(self.base_lrs, 1, #self.base_lrs, 1, {})}
end)

--- dict[key] must be a list of a rate for each of n groups.
function scheduler.check_rates(self, dict, key, n)
  local name = self.__name
  local list = arguments.check(name, "state." .. key, dict[key], "table")
  if #list ~= n then
    raise("%s: load_state_dict: %d groups here and %d in the state", name, n,
          #list)
  end
  for k, rate in ipairs(list) do
    arguments.check(name, ("state.%s[%d]"):format(key, k), rate, "nonnegative")
  end
end

function scheduler.check_state(self, dict)
  scheduler.check_rates(self, dict, "base_lrs", #self.base_lrs)
  scheduler.check_rates(self, dict, "last_lrs", #self.optimizer.param_groups)
  arguments.check(self.__name, "state.last_epoch", dict.last_epoch, "whole")
end

function scheduler.put_rates(self, rates)
  for k, group in ipairs(self.optimizer.param_groups) do
    group.lr = rates[k]
    if self.on_group and self.base_lrs[k] then self:on_group(group, k) end
  end
end

--- Goes on from a state: the optimiser's rates are those of then, whether its
--- own state was loaded or not, before or after. Raises, changing nothing, when
--- the number of groups is another or something is missing.
--- @return nil
Scheduler.load_state_dict = method("scheduler:load_state_dict",
  "self, state_dict: table", function(self, dict)
  scheduler.check_state(self, dict)
  self.last_epoch = dict.last_epoch
  self.base_lrs = table.move(dict.base_lrs, 1, #dict.base_lrs, 1, {})
  for k, base in ipairs(self.base_lrs) do
    self.optimizer.param_groups[k].initial_lr = base
  end
  scheduler.put_rates(self, dict.last_lrs)
end)

--- Milestones at t, and up to t.
function scheduler.passed(milestones, t)
  local now, all = 0, 0
  for _, m in ipairs(milestones) do
    if m == t then now = now + 1 end
    if m <= t then all = all + 1 end
  end
  return now, all
end

-- ---- making one ----

--- A list of one for each group, of one for all or of a list.
function scheduler.for_groups(name, option, value, groups)
  local is_list, list = type(value) == "table", {}
  if is_list and #value ~= #groups then
    raise("%s: %d of %s for %d groups", name, #value, option, #groups)
  end
  for k = 1, #groups do list[k] = is_list and value[k] or value end
  return list
end

--- A class. signature: of what is given after the optimiser, options of the
--- scheduler by place or by name. rate(o, t, lr, base, k) goes on from the rate
--- lr; closed does not look at it.
function scheduler.define(name, signature, methods)
  local class = setmetatable(methods, {__index = Scheduler})
  class.__name, class.__index = name, class
  local takes = "self, optimizer: optimizer, " .. signature
  local s = arguments.parse(name, takes)
  local n = #s.places
  return repr.class(class, scheduler.text, method(name, takes,
    function(_, optimizer, ...)
    local o = #s.options > 0 and select(n, ...) or {}
    for k = 2, n do o[s.places[k].name] = select(k - 1, ...) end
    if class.check then class.check(o, optimizer) end
    return start(setmetatable({}, class), optimizer, o)
  end))
end

return scheduler
