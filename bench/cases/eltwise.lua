-- tanh(x) y + leaky_relu(x), 2048x2048, forward and backward.
local ln = require "lunette"
local x, y = ln.randn({2048, 2048}, {requires_grad = true}),
  ln.randn(2048, 2048)
-- bytes: tanh 2, times 3, leaky_relu 2, plus 3, sum 1; back: leaky 3, times 3,
-- tanh 3, added 3 arrays
return {bytes = 23 * 4 * 2048 ^ 2, step = function()
  x.grad = nil;
  (x:leaky_relu(0.2) + x:tanh() * y):sum():backward()
end}
