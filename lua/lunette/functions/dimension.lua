local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise

--- The dimension of x meant by `dim`, from 1, and its size. A number has one,
--- of size 1.
return function(owner, x, dim)
  dim = arguments.check(owner, "dim", dim, "int")
  local rank = math.max(x:dim(), 1)
  local from_front = dim < 0 and dim + rank + 1 or dim
  if from_front < 1 or from_front > rank then
    raise("%s: dimension %d of a tensor with %d", owner, dim, x:dim())
  end
  return from_front, x:dim() > 0 and x:size(from_front) or 1
end
