--- optim.lr_scheduler: learning rates over time, PyTorch's.
---
---   local layer = ln.nn.Linear(2, 1)
---   local opt = ln.optim.SGD(layer:parameters(), {lr = 0.5})
---   local scheduler = ln.optim.lr_scheduler.StepLR(opt, 2, {gamma = 0.5})
---   local rates = {}
---   for epoch = 1, 4 do
---     opt:step()
---     scheduler:step()
---     rates[epoch] = opt.param_groups[1].lr
---   end
---   print(table.concat(rates, "  "))   -- 0.5  0.25  0.25  0.125
--
-- A scheduler sets group.lr of the optimiser's groups when it is made and at
-- each step(), to be called after the optimiser's. t counts the steps from 0.
-- Several on one optimiser multiply, as each goes on from the rate it finds;
-- the rate they started from is kept in group.initial_lr.

local arguments = require "lunette.arguments"
local scheduler = require "lunette.optim.scheduler"

local schedulers = {}

local function define(name, ...)
  schedulers[name] = scheduler.define(name, ...)
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

--- Times gamma at each t of the list.
define("MultiStepLR", "milestones: wholes, {gamma: real = 0.1}", {
  rate = function(o, t, lr)
    return lr * o.gamma ^ (scheduler.passed(o.milestones, t))
  end,
  closed = function(o, t, _, base)
    local _, all = scheduler.passed(o.milestones, t)
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

-- ---- by functions ----

-- lr_lambda(t), of the k-th group.
local function lambda(o, t, k)
  local f = o.lr_lambda
  if not arguments.is_callable(f) then f = f[k] end
  return arguments.check("lr_lambda", "what it gives", f(t), "real")
end

local function one_for_each(self, o)
  if arguments.is_callable(o.lr_lambda) then return end
  o.lr_lambda = scheduler.for_groups(self.__name, "lr_lambda", o.lr_lambda,
                           self.optimizer.param_groups)
end

--- The first rate times lr_lambda(t), a function or a list of them, one for
--- each group.
---
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local schedulers = ln.optim.lr_scheduler
---   local warm = schedulers.LambdaLR(opt, function(t) return (t + 1) / 4 end)
---   print(opt.param_groups[1].lr)   -- 0.25
define("LambdaLR", "lr_lambda: callable|callables", {
  prepare = one_for_each,
  rate = function(o, t, _, base, k) return base * lambda(o, t, k) end,
})

--- Times lr_lambda(t) each time, a function or a list of them, one for each
--- group.
define("MultiplicativeLR", "lr_lambda: callable|callables", {
  prepare = one_for_each,
  rate = function(o, t, lr, _, k)
    return t > 0 and lr * lambda(o, t, k) or lr
  end,
})

for _, part in ipairs {require "lunette.optim.cycles",
                       require "lunette.optim.combined",
                       (require "lunette.optim.plateau")} do
  for name, class in pairs(part) do schedulers[name] = class end
end

return schedulers
