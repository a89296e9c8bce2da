local engine = require "lunette.engine"
local Optimizer = require "lunette.optim.optimizer"
local rule = require "lunette.optim.rules".sgd

--- v = momentum v + (1 - dampening) g (at first v = g), p = p - lr v, or with
--- nesterov p = p - lr (g + momentum v). lr has no default.
---
---   local x = ln.nn.Parameter(ln.tensor {1})
---   local opt = ln.optim.SGD({x}, {lr = 0.1, momentum = 0.9})
---   x:square():sum():backward()
---   opt:step()
---   print(x:detach())   -- {0.8000}
--- @class SGD: Optimizer
local SGD = Optimizer:extend(rule.name, rule.signature, rule.check)
SGD.keeps = rule.keeps

-- Lists for the engine: parameters at their first step, and the others.
local function batches(self, params, grads)
  local first, later = {first = true}, {first = false}
  for _, batch in ipairs {first, later} do
    batch.params, batch.grads, batch.momentum_buffers = {}, {}, {}
  end
  for k, p in ipairs(params) do
    local s, batch = self.state[p], later
    if not s then
      batch, s = first, {momentum_buffer = engine.create.zeros_like(p)}
      self.state[p] = s
    end
    local at = #batch.params + 1
    batch.params[at], batch.grads[at] = p, grads[k]
    batch.momentum_buffers[at] = s.momentum_buffer
  end
  return {first, later}
end

function SGD:update(group, params, grads)
  local list = {{params = params, grads = grads}}
  if group.momentum ~= 0 then list = batches(self, params, grads) end
  for _, batch in ipairs(list) do
    if #batch.params > 0 then
      batch.lr, batch.momentum = group.lr, group.momentum
      batch.dampening, batch.nesterov = group.dampening, group.nesterov
      batch.weight_decay = group.weight_decay
      batch.maximize = group.maximize
      engine.update.sgd(batch)
    end
  end
end

return {SGD = SGD}
