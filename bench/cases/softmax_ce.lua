-- Cross entropy of 4096x1000 scores, forward and backward.
local ln = require "lunette"
local x = ln.randn({4096, 1000}, {requires_grad = true})
local classes = ln.randint(1, 1000, {4096})
return {bytes = 5 * 4 * 4096 * 1000, step = function()
  x.grad = nil
  ln.nn.functional.cross_entropy(x, classes):backward()
end}
