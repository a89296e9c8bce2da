--- Dimensions that are meant, from the front.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise

local axes = {}

--- The dimension of x meant by `dim`, from 1, and its size. A number has one,
--- of size 1.
function axes.one(owner, x, dim)
  if math.type(dim) ~= "integer" then
    dim = arguments.check(owner, "dim", dim, "int")
  end
  local rank = math.max(x:dim(), 1)
  local from_front = dim < 0 and dim + rank + 1 or dim
  if from_front < 1 or from_front > rank then
    raise("%s: dimension %d of a tensor with %d", owner, dim, x:dim())
  end
  return from_front, x:dim() > 0 and x:size(from_front) or 1
end

--- Those listed, each once; and which they are: axis -> true.
function axes.distinct(owner, x, dims)
  local list, taken = {}, {}
  for k, dim in ipairs(dims) do
    local axis = axes.one(owner, x, dim)
    if taken[axis] then
      raise("%s: dimension %d is given twice", owner, axis)
    end
    list[k], taken[axis] = axis, true
  end
  return list, taken
end

return axes
