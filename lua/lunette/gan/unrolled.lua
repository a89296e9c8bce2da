--- Unrolled GANs.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
require "lunette.nn.module" -- for the kind "layer"

local unrolled = {}

local function rule_of(name)
  local rule = rawget(require "lunette.optim.functional", name)
  if not rule then
    raise("unrolled: no rule %q; those of optim.functional are wanted", name)
  end
  return rule
end

local function critic_of(D, params)
  local call = require "lunette.nn.functional".functional_call
  return function(...) return call(D, params, ...) end
end

local function step(rule, D, loss, params, state, o)
  local value = arguments.check("unrolled", "what loss returns",
                                loss(critic_of(D, params)), "tensor")
  local grads = engine.grad(value, params,
                            {create_graph = true, allow_unused = true})
  return rule(params, grads, state, o)
end

--- The discriminator as it will be after some steps of its optimiser, for the
--- generator to answer (Metz et al. 2017, arXiv 1611.02163): its
--- loss, computed from what this returns, is differentiated through the steps.
---   local bce = ln.gan.losses.bce
---   local G, D = ln.nn.Linear(2, 2), ln.nn.Linear(2, 1)
---   local real, fake = ln.randn(64, 2), G(ln.randn(64, 2))
---   local critic = ln.gan.unrolled(D, function(critic)
---     return bce.discriminator(critic(real), critic(fake))
---   end, 5, {rule = "adam", options = {lr = 1e-4}})
---   bce.generator(critic(fake)):backward()
--- loss(critic) is the loss of the discriminator, critic being called in D's
--- place; rule, options and state are those of optim.functional. D stays as it
--- is, but for what its layers do to their buffers. Returns the critic, a
--- function; its parameters, in the order of D:parameters(); and the state of
--- the optimiser.
--- @return function
--- @return Tensor[]
--- @return table
unrolled.unrolled = arguments.define("unrolled",
  "D: layer, loss: callable, steps: whole, " ..
  "{rule: string = sgd, options: table?, state: table?}",
  function(D, loss, steps, o)
  local rule, params, state = rule_of(o.rule), D:parameters(), o.state
  local _ <close> = recording.enable_grad()
  for _ = 1, steps do
    params, state = step(rule, D, loss, params, state, o.options)
  end
  return critic_of(D, params), params, state
end)

return unrolled
