--- optim.lr_scheduler: learning rates over time, PyTorch's.
--
-- A scheduler sets group.lr of the optimiser's groups when it is made and at
-- each step(), to be called after the optimiser's. t counts the steps from 0.
-- Several on one optimiser multiply, as each goes on from the rate it finds;
-- the rate they started from is kept in group.initial_lr.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.raise".raise
local repr = require "lunette.repr"

require "lunette.optim.optimizer" -- adds the kind "optimizer"

local schedulers = {}

local method = arguments.define

--- @class Scheduler
--- @field optimizer Optimizer
--- @field last_epoch integer t
--- @field base_lrs number[] the rate of each group at first
local Scheduler = {}
Scheduler.__index = Scheduler

-- Sets the rates for t: rate(o, t, lr, base, k) of each group.
local function set_rates(self, rate)
  local groups = self.optimizer.param_groups
  for k, base in ipairs(self.base_lrs) do
    local group = groups[k]
    group.lr = rate(self.options, self.last_epoch, group.lr, base, k)
    if self.on_group then self:on_group(group, k) end
  end
end

-- Puts the scheduler at its start, with the rates as they are.
local function begin(self)
  self.last_epoch = 0
  set_rates(self, self.rate)
end

-- Puts it at its start, whatever the rates are.
local function restart(self)
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
  begin(self)
  return self
end

-- StepLR(t = 3, lr = {0.1}, {gamma = 0.5, step_size = 2})
local function text(self)
  local o = self.options
  local given = o and ", " .. repr.fields(o, repr.names(o)) or ""
  return ("t = %d, lr = %s%s"):format(self.last_epoch,
                                      repr.value(self:get_last_lr()), given)
end

--- The next rates.
Scheduler.step = method("scheduler:step", "self", function(self)
  self.last_epoch = self.last_epoch + 1
  set_rates(self, self.rate)
end)

--- The rate of each group, as a list.
Scheduler.get_last_lr = method("scheduler:get_last_lr", "self", function(self)
  local list = {}
  for k, group in ipairs(self.optimizer.param_groups) do list[k] = group.lr end
  return list
end)

--- How far it is, the rates at first and now. What it was made with is not
--- part of it.
Scheduler.state_dict = method("scheduler:state_dict", "self", function(self)
  return repr.state {
    last_epoch = self.last_epoch, last_lrs = self:get_last_lr(),
    base_lrs = table.move(self.base_lrs, 1, #self.base_lrs, 1, {})}
end)

-- A list of a rate for each of n groups.
local function check_rates(self, dict, key, n)
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

local function check_state(self, dict)
  check_rates(self, dict, "base_lrs", #self.base_lrs)
  check_rates(self, dict, "last_lrs", #self.optimizer.param_groups)
  arguments.check(self.__name, "state.last_epoch", dict.last_epoch, "whole")
end

local function put_rates(self, rates)
  for k, group in ipairs(self.optimizer.param_groups) do
    group.lr = rates[k]
    if self.on_group and self.base_lrs[k] then self:on_group(group, k) end
  end
end

--- Goes on from a state: the optimiser's rates are those of then, whether its
--- own state was loaded or not, before or after. Raises, changing nothing, when
--- the number of groups is another or something is missing.
Scheduler.load_state_dict = method("scheduler:load_state_dict",
  "self, state_dict: table", function(self, dict)
  check_state(self, dict)
  self.last_epoch = dict.last_epoch
  self.base_lrs = table.move(dict.base_lrs, 1, #dict.base_lrs, 1, {})
  for k, base in ipairs(self.base_lrs) do
    self.optimizer.param_groups[k].initial_lr = base
  end
  put_rates(self, dict.last_lrs)
end)

-- signature: of what is given after the optimiser, options of the scheduler by
-- place or by name. rate(o, t, lr, base, k) goes on from the rate lr; closed
-- does not look at it.
local function define(name, signature, methods)
  local class = setmetatable(methods, {__index = Scheduler})
  class.__name, class.__index = name, class
  local takes = "self, optimizer: optimizer, " .. signature
  local s = arguments.parse(name, takes)
  local n = #s.places
  local function new(_, optimizer, ...)
    local o = #s.options > 0 and select(n, ...) or {}
    for k = 2, n do o[s.places[k].name] = select(k - 1, ...) end
    if class.check then class.check(o, optimizer) end
    return start(setmetatable({}, class), optimizer, o)
  end
  schedulers[name] = repr.class(class, text, method(name, takes, new))
end

-- ---- steps ----

--- Times gamma every step_size.
define("StepLR", "step_size: count, {gamma: real = 0.1}", {
  rate = function(o, t, lr)
    return t > 0 and t % o.step_size == 0 and lr * o.gamma or lr
  end,
  closed = function(o, t, _, base)
    return base * o.gamma ^ (t // o.step_size)
  end,
})

-- Milestones at t, and up to t.
local function passed(milestones, t)
  local now, all = 0, 0
  for _, m in ipairs(milestones) do
    if m == t then now = now + 1 end
    if m <= t then all = all + 1 end
  end
  return now, all
end

--- Times gamma at each t of the list.
define("MultiStepLR", "milestones: wholes, {gamma: real = 0.1}", {
  rate = function(o, t, lr)
    return lr * o.gamma ^ (passed(o.milestones, t))
  end,
  closed = function(o, t, _, base)
    local _, all = passed(o.milestones, t)
    return base * o.gamma ^ all
  end,
})

--- Times gamma each time.
define("ExponentialLR", "gamma: real", {
  rate = function(o, t, lr) return t > 0 and lr * o.gamma or lr end,
  closed = function(o, t, _, base) return base * o.gamma ^ t end,
})

local function constant(o, t, _, base)
  return t < o.total_iters and base * o.factor or base
end

--- Times factor until t = total_iters.
define("ConstantLR", "{factor: share = 1/3, total_iters: int = 5}", {
  rate = function(o, t, lr, base)
    if o.factor == 0 then return constant(o, t, lr, base) end
    if t == 0 then return lr * o.factor end
    return t == o.total_iters and lr / o.factor or lr
  end,
  closed = constant,
})

-- ---- curves ----

local function line(o, t, _, base)
  local part = math.min(t, o.total_iters) / o.total_iters
  return base * (o.start_factor + (o.end_factor - o.start_factor) * part)
end

--- Warm-up: the factor goes in a line from start_factor to end_factor.
define("LinearLR", "{start_factor: share = 1/3, end_factor: share = 1, " ..
       "total_iters: count = 5}", {
  rate = function(o, t, lr, base)
    if t == 0 then return lr * o.start_factor end
    if t > o.total_iters then return lr end
    local rise = o.end_factor - o.start_factor
    local below = o.total_iters * o.start_factor + (t - 1) * rise
    -- from 0 there is nothing to multiply
    if below == 0 then return line(o, t, lr, base) end
    return lr * (1 + rise / below)
  end,
  closed = line,
})

--- Times (1 - t / total_iters)^power.
define("PolynomialLR", "{total_iters: count = 5, power: real = 1}", {
  rate = function(o, t, lr)
    if t == 0 or t > o.total_iters then return lr end
    local n = o.total_iters
    return lr * ((1 - t / n) / (1 - (t - 1) / n)) ^ o.power
  end,
  closed = function(o, t, _, base)
    return base * (1 - math.min(t, o.total_iters) / o.total_iters) ^ o.power
  end,
})

-- From the top to the bottom as part goes from 0 to 1.
local function cosine(top, bottom, part)
  return bottom + (top - bottom) * (1 + math.cos(math.pi * part)) / 2
end

--- Half a cosine down to eta_min in T_max, and up again (Loshchilov and Hutter
--- 2017, arXiv 1608.03983, without restarts).
define("CosineAnnealingLR", "T_max: count, {eta_min: real = 0}", {
  rate = function(o, t, lr, base)
    if t == 0 then return lr end
    local low, n = o.eta_min, o.T_max
    if (t - 1 - n) % (2 * n) == 0 then
      return lr + (base - low) * (1 - math.cos(math.pi / n)) / 2
    end
    local function height(at) return 1 + math.cos(math.pi * at / n) end
    return height(t) / height(t - 1) * (lr - low) + low
  end,
  closed = function(o, t, _, base)
    return cosine(base, o.eta_min, t / o.T_max)
  end,
})

--- Half a cosine from the start again after T_0, then T_0 T_mult, ... (the
--- paper of CosineAnnealingLR, equation 5).
define("CosineAnnealingWarmRestarts",
       "T_0: count, {T_mult: count = 1, eta_min: real = 0}", {
  rate = function(o, t, _, base)
    local length = o.T_0
    if o.T_mult == 1 then t = t % length end
    while t >= length do t, length = t - length, length * o.T_mult end
    return cosine(base, o.eta_min, t / length)
  end,
})

-- ---- one cycle ----

-- A list of one for each group, of one for all or of a list.
local function for_groups(name, option, value, groups)
  local is_list, list = type(value) == "table", {}
  if is_list and #value ~= #groups then
    raise("%s: %d of %s for %d groups", name, #value, option, #groups)
  end
  for k = 1, #groups do list[k] = is_list and value[k] or value end
  return list
end

-- Ends of the phases, and which of {initial, highest, lowest} each goes from
-- and to; momentum goes the other way, and stays up in the last of three.
local function phases_of(o)
  local first, last = o.pct_start * o.total_steps - 1, o.total_steps - 1
  if not o.three_phase then
    return {{first, 1, 2, "high", "low"}, {last, 2, 3, "low", "high"}}
  end
  return {{first, 1, 2, "high", "low"},
          {2 * o.pct_start * o.total_steps - 2, 2, 1, "low", "high"},
          {last, 1, 3, "high", "high"}}
end

local function between(o, from, to, part)
  if o.anneal_strategy == "cos" then return cosine(from, to, part) end
  return from + (to - from) * part
end

-- The phase of t and how much of it has passed.
local function phase_at(o, t)
  local from, phases = 0, phases_of(o)
  for k, phase in ipairs(phases) do
    if t <= phase[1] or k == #phases then
      return phase, (t - from) / (phase[1] - from)
    end
    from = phase[1]
  end
end

local function set_momentum(group, value)
  if group.betas then group.betas = {value, group.betas[2]}
  else group.momentum = value end
end

--- Smith and Topin 2019 (arXiv 1708.07120): up from max_lr / div_factor to
--- max_lr, then down to the first over final_div_factor; the momentum (or
--- betas[1]) goes the other way. epochs and steps_per_epoch may be given in
--- place of total_steps; max_lr may be a list, one for each group.
define("OneCycleLR", "max_lr: real|reals, " ..
  "{total_steps: count?, epochs: count?, steps_per_epoch: count?, " ..
  "pct_start: share = 0.3, anneal_strategy: cos|linear = cos, " ..
  "cycle_momentum: bool = true, base_momentum: real = 0.85, " ..
  "max_momentum: real = 0.95, div_factor: positive = 25, " ..
  "final_div_factor: positive = 1e4, three_phase: bool = false}", {
  check = function(o, optimizer)
    if not o.total_steps then
      if not (o.epochs and o.steps_per_epoch) then
        raise("OneCycleLR: total_steps, or epochs and steps_per_epoch, " ..
              "must be given")
      end
      o.total_steps = o.epochs * o.steps_per_epoch
    end
    local group = optimizer.param_groups[1]
    if o.cycle_momentum and not (group.momentum or group.betas) then
      raise("OneCycleLR: the optimiser has no momentum; give " ..
            "{cycle_momentum = false}")
    end
  end,
  prepare = function(self, o)
    local groups = self.optimizer.param_groups
    o.max_lr = for_groups("OneCycleLR", "max_lr", o.max_lr, groups)
    for k, group in ipairs(groups) do
      group.initial_lr = o.max_lr[k] / o.div_factor
    end
  end,
  rate = function(o, t, _, base, k)
    if t > o.total_steps then
      raise("OneCycleLR: step %d of %d", t, o.total_steps)
    end
    local phase, part = phase_at(o, t)
    local ends = {base, o.max_lr[k], base / o.final_div_factor}
    return between(o, ends[phase[2]], ends[phase[3]], part)
  end,
  on_group = function(self, group)
    local o = self.options
    if not o.cycle_momentum then return end
    local phase, part = phase_at(o, self.last_epoch)
    local ends = {low = o.base_momentum, high = o.max_momentum}
    set_momentum(group, between(o, ends[phase[4]], ends[phase[5]], part))
  end,
})

-- ---- by functions and by others ----

--- The first rate times lr_lambda(t), a function or a list of them, one for
--- each group.
define("LambdaLR", "lr_lambda: callable|callables", {
  prepare = function(self, o)
    local given = o.lr_lambda
    if arguments.is_callable(given) then return end
    o.lr_lambda = for_groups("LambdaLR", "lr_lambda", given,
                             self.optimizer.param_groups)
  end,
  rate = function(o, t, _, base, k)
    local f = o.lr_lambda
    if not arguments.is_callable(f) then f = f[k] end
    return base * arguments.check("LambdaLR", "what lr_lambda gives", f(t),
                                  "real")
  end,
})

local SequentialLR = setmetatable({__name = "SequentialLR"},
                                  {__index = Scheduler})
SequentialLR.__index = SequentialLR

local function check_sequence(optimizer, list, milestones)
  local name = "SequentialLR"
  if #list == 0 then raise("%s: schedulers is empty", name) end
  if #milestones ~= #list - 1 then
    raise("SequentialLR: %d schedulers need %d milestones, got %d", #list,
          #list - 1, #milestones)
  end
  for k = 2, #milestones do
    if milestones[k] <= milestones[k - 1] then
      raise("%s: milestones %d and %d are not in order", name,
            milestones[k - 1], milestones[k])
    end
  end
  for k, scheduler in ipairs(list) do
    if type(scheduler) ~= "table" or
       rawget(scheduler, "optimizer") ~= optimizer or not scheduler.rate then
      raise("SequentialLR: schedulers[%d] is not one of this optimiser", k)
    end
  end
end

--- The first scheduler until t is the first milestone, where the second starts,
--- and so on.
schedulers.SequentialLR = SequentialLR

local function sequence(class, optimizer, list, milestones)
  check_sequence(optimizer, list, milestones)
  local self = setmetatable({optimizer = optimizer, last_epoch = 0,
                             schedulers = list, milestones = milestones}, class)
  for _, group in ipairs(optimizer.param_groups) do
    group.lr = group.initial_lr
  end
  begin(list[1])
  return self
end

--- The next rates, of the scheduler whose turn it is.
SequentialLR.step = method("scheduler:step", "self", function(self)
  self.last_epoch = self.last_epoch + 1
  local now, all = passed(self.milestones, self.last_epoch)
  local scheduler = self.schedulers[all + 1]
  if now > 0 then restart(scheduler) else scheduler:step() end
end)

--- How far it and its schedulers are.
SequentialLR.state_dict = method("scheduler:state_dict", "self", function(self)
  local parts = {}
  for k, scheduler in ipairs(self.schedulers) do
    parts[k] = scheduler:state_dict()
  end
  return repr.state {last_epoch = self.last_epoch, schedulers = parts}
end)

--- Goes on from a state. Raises when it has another number of schedulers.
SequentialLR.load_state_dict = method("scheduler:load_state_dict",
  "self, state_dict: table", function(self, dict)
  local parts = arguments.check("SequentialLR", "state.schedulers",
                                dict.schedulers, "table")
  if #parts ~= #self.schedulers then
    raise("SequentialLR: load_state_dict: %d schedulers here and %d in the " ..
          "state", #self.schedulers, #parts)
  end
  arguments.check("SequentialLR", "state.last_epoch", dict.last_epoch, "whole")
  for k, part in ipairs(parts) do
    arguments.check("SequentialLR", ("state.schedulers[%d]"):format(k), part,
                    "table")
    check_state(self.schedulers[k], part)
  end
  self.last_epoch = dict.last_epoch
  local _, all = passed(self.milestones, self.last_epoch)
  for k, part in ipairs(parts) do self.schedulers[k]:load_state_dict(part) end
  -- the one whose turn it is has the last word, on the momentum too
  self.schedulers[all + 1]:load_state_dict(parts[all + 1])
end)

repr.class(SequentialLR, text, method("SequentialLR",
  "self, optimizer: optimizer, schedulers: list, milestones: wholes", sequence))

-- ---- by a measure ----

local Plateau = setmetatable({__name = "ReduceLROnPlateau"},
                             {__index = Scheduler})
Plateau.__index = Plateau

--- step(metrics) multiplies the rates by factor when the measure has not
--- improved for more than patience steps.
schedulers.ReduceLROnPlateau = Plateau

local function plateau(class, optimizer, o)
  if o.factor >= 1 then
    raise("ReduceLROnPlateau: factor is %.14g; it must be below 1", o.factor)
  end
  o.min_lr = for_groups("ReduceLROnPlateau", "min_lr", o.min_lr,
                        optimizer.param_groups)
  local best = o.mode == "min" and math.huge or -math.huge
  return setmetatable({optimizer = optimizer, options = o, last_epoch = 0,
                       best = best, bad = 0, cooling = 0}, class)
end

local function is_better(o, value, best)
  local sign = o.mode == "min" and -1 or 1
  local bar = best + sign * o.threshold
  if o.threshold_mode == "rel" then bar = best * (1 + sign * o.threshold) end
  return sign * value > sign * bar
end

local function reduce(self)
  for k, group in ipairs(self.optimizer.param_groups) do
    local lr = math.max(group.lr * self.options.factor, self.options.min_lr[k])
    if group.lr - lr > self.options.eps then group.lr = lr end
  end
end

--- metrics: the measure, a number or a tensor of one.
Plateau.step = method("scheduler:step", "self, metrics: real|tensor",
                      function(self, measure)
  if engine.is_tensor(measure) then measure = measure:item() end
  local o = self.options
  self.last_epoch = self.last_epoch + 1
  if is_better(o, measure, self.best) then
    self.best, self.bad = measure, 0
  else
    self.bad = self.bad + 1
  end
  if self.cooling > 0 then self.cooling, self.bad = self.cooling - 1, 0 end
  if self.bad > o.patience then
    reduce(self)
    self.cooling, self.bad = o.cooldown, 0
  end
end)

local progress = {last_epoch = "whole", best = "real", bad = "whole",
                  cooling = "whole"}

--- The best measure so far, how long ago it was, and the rates now.
Plateau.state_dict = method("scheduler:state_dict", "self", function(self)
  local dict = {last_lrs = self:get_last_lr()}
  for key in pairs(progress) do dict[key] = self[key] end
  return repr.state(dict)
end)

--- Goes on from a state: the optimiser's rates are those of then. Raises,
--- changing nothing, when something is missing.
Plateau.load_state_dict = method("scheduler:load_state_dict",
  "self, state_dict: table", function(self, dict)
  for key, kind in pairs(progress) do
    arguments.check("ReduceLROnPlateau", "state." .. key, dict[key], kind)
  end
  check_rates(self, dict, "last_lrs", #self.optimizer.param_groups)
  for key in pairs(progress) do self[key] = dict[key] end
  put_rates(self, dict.last_lrs)
end)

repr.class(Plateau, text, method("ReduceLROnPlateau",
  "self, optimizer: optimizer, " ..
  "{mode: min|max = min, factor: real = 0.1, patience: whole = 10, " ..
  "threshold: real = 1e-4, threshold_mode: rel|abs = rel, " ..
  "cooldown: whole = 0, min_lr: real|reals = 0, eps: real = 1e-8}", plateau))

return schedulers
