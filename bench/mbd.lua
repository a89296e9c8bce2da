--- Forward and backward of one layer of mini-batch discrimination.
local ln = require "lunette"

return function(n, a, b, c)
  local layer = ln.nn.MinibatchDiscrimination(a, b, c, {
    reduction = "sum", weight_norm = false, bias = false})
  local x = ln.randn({n, a}, {requires_grad = true})
  return {step = function()
    layer:zero_grad()
    x.grad = nil
    layer(x):sum():backward()
  end}
end
