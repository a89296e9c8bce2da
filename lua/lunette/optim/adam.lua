local engine = require "lunette.engine"
local composed = require "lunette.optim.composed"
local Optimizer = require "lunette.optim.optimizer"
local rules = require "lunette.optim.rules"

-- Parameters whose number of steps is the same, as lists for the engine; a
-- parameter that had no gradient for a while is behind the others.
local function batches(self, params, grads)
  local by_step = {}
  for k, p in ipairs(params) do
    local s = self.state[p]
    if not s then
      local zeros_like = engine.create.zeros_like
      s = {step = 0, exp_avg = zeros_like(p), exp_avg_sq = zeros_like(p)}
      self.state[p] = s
    end
    s.step = s.step + 1
    local batch = by_step[s.step] or {params = {}, grads = {}, m = {}, v = {}}
    by_step[s.step] = batch
    local at = #batch.params + 1
    batch.params[at], batch.grads[at] = p, grads[k]
    batch.m[at], batch.v[at] = s.exp_avg, s.exp_avg_sq
  end
  return by_step
end

-- Fused in the engine, but for amsgrad.
local function update(self, group, params, grads)
  if group.amsgrad then return composed.update(self, group, params, grads) end
  for step, batch in pairs(batches(self, params, grads)) do
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
