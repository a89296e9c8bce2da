--- Schedulers in curves: half a cosine, or up and down with the momentum the
--- other way.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local scheduler = require "lunette.optim.scheduler"

local cycles = {}

local for_groups = scheduler.for_groups

local function define(name, ...)
  cycles[name] = scheduler.define(name, ...)
end

-- ---- cosines ----

-- From the top to the bottom as part goes from 0 to 1.
local function cosine(top, bottom, part)
  return bottom + (top - bottom) * (1 + math.cos(math.pi * part)) / 2
end

--- Half a cosine down to eta_min in T_max, and up again (Loshchilov and Hutter
--- 2017, arXiv 1608.03983, without restarts).
---
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local half = ln.optim.lr_scheduler.CosineAnnealingLR(opt, 100)
---   for _ = 1, 50 do
---     opt:step()
---     half:step()
---   end
---   print(("%.2f"):format(opt.param_groups[1].lr))   -- 0.50
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

-- ---- cycles ----

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

local function check_momentum(name, o, optimizer)
  local group = optimizer.param_groups[1]
  if o.cycle_momentum and not (group.momentum or group.betas) then
    raise("%s: the optimiser has no momentum; give {cycle_momentum = false}",
          name)
  end
end

--- Smith and Topin 2019 (arXiv 1708.07120): up from max_lr / div_factor to
--- max_lr, then down to the first over final_div_factor; the momentum (or
--- betas[1]) goes the other way. epochs and steps_per_epoch may be given in
--- place of total_steps; max_lr may be a list, one for each group.
---
---   local opt = ln.optim.Adam(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local schedulers = ln.optim.lr_scheduler
---   local cycle = schedulers.OneCycleLR(opt, 1, {total_steps = 100})
---   print(opt.param_groups[1].lr)   -- 0.04
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
    check_momentum("OneCycleLR", o, optimizer)
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

local scales = {
  triangular = function() return 1 end,
  triangular2 = function(_, cycle) return 1 / 2 ^ (cycle - 1) end,
  exp_range = function(o, _, t) return o.gamma ^ t end,
}

-- From 0 at the foot of a cycle to at most 1 at its top.
local function height(o, t)
  local length = o.step_size_up + o.step_size_down
  local cycle, part = t // length + 1, t % length
  local up = part <= o.step_size_up and part / o.step_size_up or
             (length - part) / o.step_size_down
  if not o.scale_fn then return up * scales[o.mode](o, cycle, t) end
  local at = o.scale_mode == "cycle" and cycle or t
  return up * arguments.check("CyclicLR", "what scale_fn gives",
                              o.scale_fn(at), "real")
end

--- Smith 2017 (arXiv 1506.01186): up from base_lr to max_lr in step_size_up
--- steps and down in step_size_down (as many), again and again; each cycle half
--- as high as the one before with mode "triangular2", lower by gamma^t with
--- "exp_range", or times scale_fn of the cycle, from 1 (scale_mode
--- "iterations": of t). The momentum (or betas[1]) goes the other way.
define("CyclicLR", "base_lr: real|reals, max_lr: real|reals, " ..
  "{step_size_up: count = 2000, step_size_down: count = step_size_up, " ..
  "mode: triangular|triangular2|exp_range = triangular, gamma: real = 1, " ..
  "scale_fn: callable?, scale_mode: cycle|iterations = cycle, " ..
  "cycle_momentum: bool = true, base_momentum: real = 0.8, " ..
  "max_momentum: real = 0.9}", {
  check = function(o, optimizer) check_momentum("CyclicLR", o, optimizer) end,
  prepare = function(self, o)
    local groups = self.optimizer.param_groups
    local base = for_groups("CyclicLR", "base_lr", o.base_lr, groups)
    o.max_lr = for_groups("CyclicLR", "max_lr", o.max_lr, groups)
    for k, group in ipairs(groups) do group.initial_lr = base[k] end
  end,
  rate = function(o, t, _, base, k)
    return base + (o.max_lr[k] - base) * height(o, t)
  end,
  on_group = function(self, group)
    local o = self.options
    if not o.cycle_momentum then return end
    local range = o.max_momentum - o.base_momentum
    set_momentum(group, o.max_momentum - range * height(o, self.last_epoch))
  end,
})

return cycles
