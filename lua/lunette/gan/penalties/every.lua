--- Penalties that are not computed at every step.

local arguments = require "lunette.arguments"

--- Lazy regularisation, every so many steps (Karras et al. 2020,
--- arXiv 1912.04958, section 3.1). At the steps 1, 1 + interval, ... it is
--- interval times what the function `penalty` returns, so that its mean over
--- steps is that of the penalty itself; at others 0, and nothing is called.
---   local penalties = ln.gan.penalties
---   local D, real = ln.nn.Linear(2, 1), ln.randn(64, 2)
---   for step = 1, 32 do
---     local loss = D(real):mean() + penalties.every(step, 16, function()
---       return penalties.r1(D, real, {weight = 10})
---     end)
---   end
--- Where the penalty has a step of its own, they multiply Adam's lr by c and
--- raise its betas to the power c, with c = interval / (interval + 1).
local every = arguments.define("penalties.every",
  "step: count, interval: count, penalty: callable",
  function(step, interval, penalty)
  if (step - 1) % interval ~= 0 then return 0 end
  return interval * arguments.check("penalties.every", "what penalty returns",
                                    penalty(), "tensor|real")
end)

return every
