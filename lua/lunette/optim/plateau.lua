--- A scheduler that waits for a measure to stand still.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local scheduler = require "lunette.optim.scheduler"

local method = arguments.define

local Plateau = setmetatable({__name = "ReduceLROnPlateau"},
                             {__index = scheduler.class})
Plateau.__index = Plateau

local function plateau(class, optimizer, o)
  if o.factor >= 1 then
    raise("ReduceLROnPlateau: factor is %.14g; it must be below 1", o.factor)
  end
  o.min_lr = scheduler.for_groups("ReduceLROnPlateau", "min_lr", o.min_lr,
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
--- @return nil
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
--- @return table
Plateau.state_dict = method("scheduler:state_dict", "self", function(self)
  local dict = {last_lrs = self:get_last_lr()}
  for key in pairs(progress) do dict[key] = self[key] end
  return repr.state(dict)
end)

--- Goes on from a state: the optimiser's rates are those of then. Raises,
--- changing nothing, when something is missing.
--- @return nil
Plateau.load_state_dict = method("scheduler:load_state_dict",
  "self, state_dict: table", function(self, dict)
  for key, kind in pairs(progress) do
    arguments.check("ReduceLROnPlateau", "state." .. key, dict[key], kind)
  end
  scheduler.check_rates(self, dict, "last_lrs", #self.optimizer.param_groups)
  for key in pairs(progress) do self[key] = dict[key] end
  scheduler.put_rates(self, dict.last_lrs)
end)

--- step(metrics) multiplies the rates by factor when the measure has not
--- improved for more than patience steps.
---
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local schedulers = ln.optim.lr_scheduler
---   local scheduler = schedulers.ReduceLROnPlateau(opt, {patience = 1})
---   for _, fid in ipairs {9, 8, 8, 8} do scheduler:step(fid) end
---   print(opt.param_groups[1].lr)   -- 0.1
local ReduceLROnPlateau = repr.class(Plateau, scheduler.text,
  method("ReduceLROnPlateau", "self, optimizer: optimizer, " ..
  "{mode: min|max = min, factor: real = 0.1, patience: whole = 10, " ..
  "threshold: real = 1e-4, threshold_mode: rel|abs = rel, " ..
  "cooldown: whole = 0, min_lr: real|reals = 0, eps: real = 1e-8}", plateau))

return {ReduceLROnPlateau = ReduceLROnPlateau}
