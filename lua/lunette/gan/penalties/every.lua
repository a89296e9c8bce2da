--- Penalties that are not computed at every step.

local options = require "lunette.options"

--- every(step, interval, penalty): lazy regularisation (Karras et al. 2020,
--- arXiv 1912.04958, section 3.1). At the steps 1, 1 + interval, ... it is
--- interval times what the function `penalty` returns, so that its mean over
--- steps is that of the penalty itself; at others 0, and nothing is called.
---   loss = loss + penalties.every(step, 16, function()
---     return penalties.r1(D, real, {weight = 10})
---   end)
--- Where the penalty has a step of its own, they multiply Adam's lr by c and
--- raise its betas to the power c, with c = interval / (interval + 1).
return function(step, interval, penalty)
  local owner = "penalties.every"
  step = options.check(owner, "step", step, "count")
  interval = options.check(owner, "interval", interval, "count")
  options.check(owner, "penalty", penalty, "function")
  if (step - 1) % interval ~= 0 then return 0 end
  return interval * penalty()
end
