local engine = require "lunette.engine"
local Optimizer = require "lunette.optim.optimizer"
local rule = require "lunette.optim.rules".rmsprop

--- v = alpha v + (1 - alpha) g^2, p = p - lr g / (sqrt(v) + eps) (Graves 2013,
--- arXiv 1308.0850, equations 38 to 45); centered: less the squared running
--- mean of g under the root.
--- @class RMSprop: Optimizer
local RMSprop = Optimizer:extend(rule.name, rule.signature, rule.check)
RMSprop.keeps = rule.keeps

-- The list of a state of all parameters, 0 at first.
local function states(self, params, key)
  local list = {}
  for k, p in ipairs(params) do
    local s = self.state[p] or {}
    self.state[p] = s
    s[key] = s[key] or engine.create.zeros_like(p)
    list[k] = s[key]
  end
  return list
end

function RMSprop:update(group, params, grads)
  engine.update.rmsprop {
    params = params, grads = grads,
    square_avgs = states(self, params, "square_avg"),
    grad_avgs = group.centered and states(self, params, "grad_avg") or nil,
    momentum_buffers = group.momentum > 0 and
                       states(self, params, "momentum_buffer") or nil,
    lr = group.lr, alpha = group.alpha, gain = 1 - group.alpha,
    eps = group.eps, weight_decay = group.weight_decay,
    momentum = group.momentum, maximize = group.maximize,
  }
end

return {RMSprop = RMSprop}
