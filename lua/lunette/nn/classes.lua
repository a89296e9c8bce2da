--- Labels: classes counted from 1, carried in tensors.

local raise = require "lunette.errors".raise

local classes = {}

-- The place and the value of the first element that a mask marks.
local function first_of(mask, target)
  local k = mask:flatten():argmax(1):item()
  return target:flatten()[k]:item(), k
end

--- Which elements of target are no class from 1 to n, as a mask; nil for none.
function classes.strays(target, n)
  local mask = target:ne(target:floor():clamp(1, n))
  return mask:sum():item() > 0 and mask or nil
end

--- The target, when all of it are classes from 1 to n; else it raises with the
--- first that is not.
function classes.check(owner, target, n)
  local mask = classes.strays(target, n)
  if mask then
    local value, k = first_of(mask:gt(0), target)
    raise("%s: class %.9g (element %d); classes count from 1 to %d", owner,
          value, k, n)
  end
  return target
end

--- Raises unless all of target are 1 or -1.
function classes.check_signs(owner, target)
  local mask = target:abs():ne(1)
  if mask:sum():item() == 0 then return end
  raise("%s: target %.9g (element %d); 1 or -1 is wanted", owner,
        first_of(mask, target))
end

return classes
