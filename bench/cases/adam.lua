-- One step over 10 million parameters.
local ln = require "lunette"
local list = {}
for k = 1, 10 do
  list[k] = ln.nn.Parameter(ln.randn(1000, 1000))
  list[k].grad = ln.randn(1000, 1000)
end
local opt = ln.optim.Adam(list, {lr = 1e-3})
return {bytes = 7 * 4 * 1e7, step = function() opt:step() end}
