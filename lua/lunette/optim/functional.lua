--- optim.functional: steps of optimisers as functions that are recorded, so
--- that what follows can be differentiated through them (unrolled GANs, Metz et
--- al. 2017, arXiv 1611.02163).
---
---   local params = {ln.tensor({1, 2}, {requires_grad = true})}
---   local state
---   for _ = 1, 3 do
---     local loss = params[1]:square():sum()
---     local grads = ln.grad(loss, params, {create_graph = true})
---     params, state = ln.optim.functional.adam(params, grads, state,
---                                              {lr = 0.1})
---   end
---
--- Each has the name of an optimiser in small letters, and takes its options.

local arguments = require "lunette.arguments"
local entries = require "lunette.optim.entries"
local raise = require "lunette.errors".raise
local rules = require "lunette.optim.rules"
local repr = require "lunette.repr"

local functional = {}

local function check_gradient(owner, p, g, k)
  arguments.check(owner, ("grads[%d]"):format(k), g, "tensor")
  local here, there = repr.shape(p), repr.shape(g)
  if here ~= there then
    raise("%s: parameter %d is %s, its gradient %s", owner, k, here, there)
  end
end

-- The state of a parameter, nil for one that was never stepped.
local function read_state(owner, rule, s, k)
  if s == nil then return nil end
  owner = ("%s: state[%d]"):format(owner, k)
  arguments.check(owner, "it", s, "table")
  if entries.is_start(s) then return nil end
  entries.check(rule.keeps, s, {}, owner)
  return s
end

local function define(key, rule)
  local owner = "optim.functional." .. key
  --- One step of the optimiser of that name, with its options. params and grads
  --- are lists; a parameter without a gradient stays as it is. state is nil at
  --- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
  --- is. Returns new lists of parameters and states; nothing is changed.
  --- @return Tensor[]
  --- @return table[]
  functional[key] = arguments.define(owner,
    ("params: tensors, grads: slots, state: slots?, {%s}"):format(
      rule.signature),
    function(params, grads, state, o)
    rule.check(o, owner)
    local new_params, new_state = {}, {}
    for k, p in ipairs(params) do
      local s, g = read_state(owner, rule, (state or {})[k], k), grads[k]
      new_params[k], new_state[k] = p, s
      if g ~= nil then
        check_gradient(owner, p, g, k)
        new_params[k], new_state[k] = rule.step(p, g, s, o)
      end
    end
    return new_params, new_state
  end)
end

for key, rule in pairs(rules) do define(key, rule) end

return functional
