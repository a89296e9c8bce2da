--- optim.functional: steps of optimisers as functions that are recorded, so
--- that what follows can be differentiated through them (unrolled GANs, Metz et
--- al. 2017, arXiv 1611.02163).
---
---   local grads = ln.grad(loss, params, {create_graph = true})
---   params, state = optim.functional.adam(params, grads, state, {lr = 1e-3})
---
--- sgd, adam, adamw, rmsprop, adagrad, adadelta, adamax, nadam, radam and
--- optimisticadam take the options of the optimisers. params and grads are
--- lists; a parameter without a gradient stays as it is. state is nil at first,
--- or {[k] = opt.state[params[k]]} to go on from where an optimiser is. New
--- lists are returned and nothing is changed.

local options = require "lunette.options"
local Optimizer = require "lunette.optim.optimizer"
local raise = require "lunette.raise".raise
local rules = require "lunette.optim.rules"

local functional = {}

local function check(owner, params, grads, state)
  options.check(owner, "params", params, "table")
  options.check(owner, "grads", grads, "table")
  if state then options.check(owner, "state", state, "table") end
  for k, p in ipairs(params) do
    options.check(owner, ("params[%d]"):format(k), p, "tensor")
    local here = options.sizes_text(p:size())
    local there = grads[k] and options.sizes_text(grads[k]:size())
    if there and here ~= there then
      raise("%s: parameter %d is %s, its gradient %s", owner, k, here, there)
    end
  end
end

for key, rule in pairs(rules) do
  local owner = "optim.functional." .. key
  local read = Optimizer.reader(owner, rule.signature)
  functional[key] = function(params, grads, state, given)
    check(owner, params, grads, state)
    local o = read(given)
    rule.check(o, owner)
    local new_params, new_state = {}, {}
    for k, p in ipairs(params) do
      local s = state and state[k]
      new_params[k], new_state[k] = p, s
      if grads[k] then
        new_params[k], new_state[k] = rule.step(p, grads[k], s, o)
      end
    end
    return new_params, new_state
  end
end

return functional
