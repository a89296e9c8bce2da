local engine = require "lunette.engine"
local Optimizer = require "lunette.optim.optimizer"
local rules = require "lunette.optim.rules"

-- What is kept of p, 0 at first.
local function state_of(self, p, amsgrad)
  local s, zeros_like = self.state[p], engine.create.zeros_like
  if not s then
    s = {step = 0, exp_avg = zeros_like(p), exp_avg_sq = zeros_like(p)}
    self.state[p] = s
  end
  if amsgrad and not s.max_exp_avg_sq then s.max_exp_avg_sq = zeros_like(p) end
  return s
end

-- Parameters whose number of steps is the same, as lists for the engine; a
-- parameter that had no gradient for a while is behind the others.
local function batches(self, params, grads, amsgrad)
  local by_step = {}
  for k, p in ipairs(params) do
    local s = state_of(self, p, amsgrad)
    s.step = s.step + 1
    local batch = by_step[s.step] or
                  {params = {}, grads = {}, m = {}, v = {}, most_v = {}}
    by_step[s.step] = batch
    local at = #batch.params + 1
    batch.params[at], batch.grads[at] = p, grads[k]
    batch.m[at], batch.v[at] = s.exp_avg, s.exp_avg_sq
    batch.most_v[at] = amsgrad and s.max_exp_avg_sq or nil
  end
  return by_step
end

local function update(self, group, params, grads)
  for step, batch in pairs(batches(self, params, grads, group.amsgrad)) do
    if not group.amsgrad then batch.most_v = nil end
    batch.step, batch.lr, batch.eps = step, group.lr, group.eps
    batch.beta1, batch.beta2 = group.betas[1], group.betas[2]
    batch.weight_decay, batch.decoupled = group.weight_decay, self.decoupled
    batch.maximize = group.maximize
    engine.update.adam(batch)
  end
end

local function define(key)
  local rule = rules[key]
  local class = Optimizer:extend(rule.name, rule.signature, rule.check)
  class.rule, class.keeps, class.update = rule, rule.keeps, update
  class.decoupled = key == "adamw"
  return class
end

--- Kingma and Ba 2015, algorithm 1, with the bias corrections; weight_decay is
--- added to the gradient. params: a list of parameters, or of groups
--- {params = {...}, lr = ...}.
--- @class Adam: Optimizer
local Adam = define "adam"

--- Adam with weight_decay taken off the parameters, not added to the gradient
--- (Loshchilov and Hutter 2019, arXiv 1711.05101).
--- @class AdamW: Optimizer
local AdamW = define "adamw"

return {Adam = Adam, AdamW = AdamW}
