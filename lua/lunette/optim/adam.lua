local engine = require "lunette.engine"
local Optimizer = require "lunette.optim.optimizer"
local raise = require "lunette.raise".raise

local function check(name)
  return function(o)
    local betas = o.betas
    if #betas ~= 2 or type(betas[1]) ~= "number" or
       type(betas[2]) ~= "number" then
      raise("%s: betas must be a table of two numbers", name)
    end
    for k = 1, 2 do
      Optimizer.bounded(name, ("betas[%d]"):format(k), betas[k], 0, 1)
    end
    for _, key in ipairs {"lr", "eps", "weight_decay"} do
      Optimizer.bounded(name, key, o[key], 0)
    end
  end
end

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

local function update(self, group, params, grads)
  for step, batch in pairs(batches(self, params, grads)) do
    batch.step, batch.lr, batch.eps = step, group.lr, group.eps
    batch.beta1, batch.beta2 = group.betas[1], group.betas[2]
    batch.weight_decay, batch.decoupled = group.weight_decay, self.decoupled
    engine.update.adam(batch)
  end
end

--- optim.Adam(params, {lr = 1e-3, betas = {0.9, 0.999}, eps = 1e-8,
---                     weight_decay = 0})
---
--- Kingma and Ba 2015, algorithm 1, with the bias corrections; weight_decay is
--- added to the gradient. params: a list of parameters, or of groups
--- {params = {...}, lr = ...}.
--- @class Adam: Optimizer
local Adam = Optimizer:extend("Adam", "lr: real = 1e-3, betas: table?, " ..
                              "eps: real = 1e-8, weight_decay: real = 0",
                              check "Adam")
Adam.update, Adam.decoupled = update, false

--- optim.AdamW: Adam with weight_decay (0.01) taken off the parameters, not
--- added to the gradient (Loshchilov and Hutter 2019).
--- @class AdamW: Optimizer
local AdamW = Optimizer:extend("AdamW", "lr: real = 1e-3, betas: table?, " ..
                               "eps: real = 1e-8, weight_decay: real = 1e-2",
                               check "AdamW")
AdamW.update, AdamW.decoupled = update, true

for _, class in ipairs {Adam, AdamW} do
  local read = class.read
  class.read = function(given)
    local o = read(given)
    local betas = o.betas or {0.9, 0.999}
    o.betas = {betas[1], betas[2]}
    return o
  end
end

return {Adam = Adam, AdamW = AdamW}
