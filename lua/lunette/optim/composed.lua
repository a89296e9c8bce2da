--- Optimisers whose step is their formula (lunette.optim.rules), in plain ops.

local Optimizer = require "lunette.optim.optimizer"
local recording = require "lunette.recording"
local rules = require "lunette.optim.rules"

local composed = {}

--- The step of a class with a `rule`. States are replaced, never written to.
function composed.update(self, group, params, grads)
  local _ <close> = recording.no_grad()
  for k, p in ipairs(params) do
    local value, state = self.rule.step(p, grads[k], self.state[p], group)
    p:copy_(value)
    self.state[p] = state
  end
end

-- Those whose steps the engine has in one pass.
local fused = "sgd rmsprop adam adamw nadam radam adamax adagrad adadelta"

for key, rule in pairs(rules) do
  if not fused:find("%f[%w]" .. key .. "%f[%W]") then
    local class = Optimizer:extend(rule.name, rule.signature, rule.check)
    class.rule, class.keeps = rule, rule.keeps
    class.update = composed.update
    composed[rule.name] = class
  end
end

return composed
