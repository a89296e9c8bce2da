--- Unrolled GANs.

local engine = require "lunette.engine"
local options = require "lunette.options"
local Module = require "lunette.nn.module"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local unrolled = {}

local read = options.reader("unrolled",
  "rule: string = sgd, options: table?, state: table?")

local function rule_of(name)
  local rule = require "lunette.optim.functional"[name]
  if not rule then
    raise("unrolled: no rule %q; those of optim.functional are wanted", name)
  end
  return rule
end

local function check(D, loss, steps)
  if not Module.is_layer(D) then raise("unrolled: D is not a layer") end
  options.check("unrolled", "loss", loss, "function")
  steps = options.check("unrolled", "steps", steps, "int")
  if steps < 0 then raise("unrolled: steps is %d, below 0", steps) end
  return steps
end

local function critic_of(D, params)
  local call = require "lunette.nn.functional".functional_call
  return function(...) return call(D, params, ...) end
end

local function step(rule, D, loss, params, state, o)
  local value = loss(critic_of(D, params))
  options.check("unrolled", "what loss returns", value, "tensor")
  local grads = engine.grad(value, params,
                            {create_graph = true, allow_unused = true})
  return rule(params, grads, state, o)
end

--- unrolled(D, loss, steps, {rule = "sgd", options = ..., state = ...})
---
--- The discriminator as it will be after some steps of its optimiser, for the
--- generator to answer (Metz et al. 2017, arXiv 1611.02163): its
--- loss, computed from what this returns, is differentiated through the steps.
---   local critic = gan.unrolled(D, function(critic)
---     return bce.discriminator(critic(real), critic(fake))
---   end, 5, {rule = "adam", options = {lr = 1e-4}})
---   bce.generator(critic(fake)):backward()
--- loss(critic) is the loss of the discriminator, critic being called in D's
--- place; rule, options and state are those of optim.functional. D stays as it
--- is, but for what its layers do to their buffers. Returns the critic, a
--- function; its parameters, in the order of D:parameters(); and the state of the
--- optimiser.
function unrolled.unrolled(D, loss, steps, given)
  local o = read(given)
  steps = check(D, loss, steps)
  local rule, params, state = rule_of(o.rule), D:parameters(), o.state
  local _ <close> = recording.enable_grad()
  for _ = 1, steps do
    params, state = step(rule, D, loss, params, state, o.options)
  end
  return critic_of(D, params), params, state
end

return unrolled
