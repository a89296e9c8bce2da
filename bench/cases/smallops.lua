-- 1000 ops on 4x4, forward and backward: what an op costs beside its work.
local ln = require "lunette"
local x = ln.randn({4, 4}, {requires_grad = true})
return {step = function()
  x.grad = nil
  local y = x
  for _ = 1, 500 do y = (y * 1.01) + 0.001 end
  y:sum():backward()
end}
