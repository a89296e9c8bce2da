--- A window of its own for each image of a batch.

local engine = require "lunette.engine"

-- Positions first + 0, 1, ..., size - 1 for each of n: n x size.
local function run(first, size)
  return first:unsqueeze(2) + engine.create.arange(0, size - 1)
end

--- y[i] is x[i] from row top[i] and column left[i] (n integers each, from 1),
--- height x width; x: n,c,h,w, y: n,c,height,width. Linear in x, and
--- differentiable. The windows lie within the images.
return function(x, top, left, height, width)
  local n, c = x:size(1), x:size(2)
  local rows = run(top, height):reshape(n, 1, height, 1)
    :expand(n, c, height, x:size(4))
  local columns = run(left, width):reshape(n, 1, 1, width)
    :expand(n, c, height, width)
  return x:gather(3, rows):gather(4, columns)
end
