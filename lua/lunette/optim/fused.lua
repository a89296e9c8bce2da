--- Optimisers whose step is one pass of the engine over all their parameters.
--- What their formulas (lunette.optim.rules) make of numbers alone, corrections
--- of biases and schedules, is worked out here.

local engine = require "lunette.engine"
local Optimizer = require "lunette.optim.optimizer"
local rules = require "lunette.optim.rules"

local create = engine.create

-- ---- the numbers of a step, from the state of a parameter and its group ----

-- Adam's, whose direction is a sum of m and g: without the biases of m and v.
local function moments(o, s, share, own)
  local bias = math.sqrt(1 - o.betas[2] ^ s.step)
  return {lr = o.lr * share, own = o.lr * own, beta1 = o.betas[1],
          beta2 = o.betas[2], scale = 1 / bias, eps = o.eps,
          weight_decay = o.weight_decay}
end

local function adam(o, s)
  return moments(o, s, 1 / (1 - o.betas[1] ^ s.step), 0)
end

local function adamw(o, s)
  local f = adam(o, s)
  f.weight_decay, f.shrink = 0, o.lr * o.weight_decay
  return f
end

local function mu(o, t)
  return o.betas[1] * (1 - 0.5 * 0.96 ^ (t * o.momentum_decay))
end

local function nadam(o, s)
  local later = mu(o, s.step + 1)
  return moments(o, s, later / (1 - s.mu_product * later),
                 (1 - mu(o, s.step)) / (1 - s.mu_product))
end

local function radam(o, s)
  local f, beta2 = adam(o, s), o.betas[2] ^ s.step
  local most = 2 / (1 - o.betas[2]) - 1
  local rho = most - 2 * s.step * beta2 / (1 - beta2)
  f.scale = 1
  if rho <= 5 then
    f.scale, f.eps = 0, 1
    return f
  end
  f.lr = f.lr * math.sqrt((1 - beta2) * (rho - 4) * (rho - 2) * most /
                          ((most - 4) * (most - 2) * rho))
  return f
end

local function adagrad(o, s)
  return {lr = o.lr / (1 + (s.step - 1) * o.lr_decay), alpha = 1, gain = 1,
          eps = o.eps, weight_decay = o.weight_decay}
end

local function adadelta(o)
  return {lr = o.lr, rho = o.rho, eps = o.eps, weight_decay = o.weight_decay}
end

local function adamax(o, s)
  return {lr = o.lr / (1 - o.betas[1] ^ s.step), beta1 = o.betas[1],
          beta2 = o.betas[2], eps = o.eps, weight_decay = o.weight_decay}
end

-- ---- steps ----

-- The state of p before its next step, what is kept being 0 at first.
local function state_of(self, p, group)
  local s = self.state[p]
  if not s then
    s = {step = self.pass.counts and 0 or nil}
    for _, name in pairs(self.pass.lists) do s[name] = create.zeros_like(p) end
    if group.initial_accumulator_value then
      s.sum = s.sum + group.initial_accumulator_value
    end
    self.state[p] = s
  end
  if group.amsgrad and not s.max_exp_avg_sq then
    s.max_exp_avg_sq = create.zeros_like(p)
  end
  return s
end

local function advance(s, group)
  if s.step then s.step = s.step + 1 end
  if group.momentum_decay then
    s.mu_product = (s.mu_product or 1) * mu(group, s.step)
  end
end

-- Lists for the engine, and the numbers of the state that all of them share.
local function new_batch(self, s, group)
  local batch = self.pass.numbers(group, s)
  batch.maximize, batch.params, batch.grads = group.maximize, {}, {}
  for list in pairs(self.pass.lists) do batch[list] = {} end
  if group.amsgrad then batch.most_v = {} end
  return batch
end

local function put(self, batch, p, g, s)
  local at = #batch.params + 1
  batch.params[at], batch.grads[at] = p, g
  for list, name in pairs(self.pass.lists) do batch[list][at] = s[name] end
  if batch.most_v then batch.most_v[at] = s.max_exp_avg_sq end
end

-- Neighbours with equal numbers are stepped together; a parameter that had no
-- gradient for a while is behind the others.
local function update(self, group, params, grads)
  local run, batch, step, product = engine.update[self.pass.engine]
  for k, p in ipairs(params) do
    local s = state_of(self, p, group)
    advance(s, group)
    if not batch or s.step ~= step or s.mu_product ~= product then
      if batch then run(batch) end
      batch = new_batch(self, s, group)
      step, product = s.step, s.mu_product
    end
    put(self, batch, p, grads[k], s)
  end
  run(batch)
end

-- lists: the engine's name of what the state of that name holds.
local function define(key, engine_name, numbers, lists)
  local rule = rules[key]
  local class = Optimizer:extend(rule.name, rule.signature, rule.check)
  class.rule, class.keeps, class.update = rule, rule.keeps, update
  class.pass = {engine = engine_name, numbers = numbers, lists = lists,
                counts = rule.keeps:find "step: " ~= nil}
  return class
end

local MOMENTS = {m = "exp_avg", v = "exp_avg_sq"}

--- Kingma and Ba 2015, algorithm 1, with the bias corrections; weight_decay is
--- added to the gradient. params: a list of parameters, or of groups
--- {params = {...}, lr = ...}.
---
---   local G, D = ln.nn.Linear(8, 2), ln.nn.Linear(2, 1)
---   local opt = ln.optim.Adam(G:parameters(), {lr = 2e-4,
---                                              betas = {0.5, 0.999}})
---   opt:zero_grad()
---   ln.gan.losses.bce.generator(D(G(ln.randn(16, 8)))):backward()
---   opt:step()
--- @class Adam: Optimizer
local Adam = define("adam", "adam", adam, MOMENTS)

--- Adam with weight_decay taken off the parameters, not added to the gradient
--- (Loshchilov and Hutter 2019, arXiv 1711.05101).
--- @class AdamW: Optimizer
local AdamW = define("adamw", "adam", adamw, MOMENTS)

return {
  Adam = Adam, AdamW = AdamW,
  NAdam = define("nadam", "adam", nadam, MOMENTS),
  RAdam = define("radam", "adam", radam, MOMENTS),
  Adamax = define("adamax", "adamax", adamax,
                  {m = "exp_avg", u = "exp_inf"}),
  Adagrad = define("adagrad", "rmsprop", adagrad, {square_avgs = "sum"}),
  Adadelta = define("adadelta", "adadelta", adadelta,
                    {v = "square_avg", u = "acc_delta"}),
}
