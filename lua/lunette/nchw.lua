--- Batches of images: n,c,h,w.

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local nchw = {}

--- Raises unless x has these four dimensions.
function nchw.check(owner, x)
  if x:dim() ~= 4 then
    raise("%s: sizes are %s, n,c,h,w are wanted", owner, repr.shape(x))
  end
end

-- Positions first + 0, 1, ..., size - 1 for each of n: n x size.
local function run(first, size)
  return first:unsqueeze(2) + engine.create.arange(0, size - 1)
end

--- Of each image a part of its own: y[i] is x[i] from row top[i] and column
--- left[i] (n integers each, from 1), height x width; y: n,c,height,width.
--- Linear in x, and differentiable. The parts lie within the images.
function nchw.crop(x, top, left, height, width)
  local n, c = x:size(1), x:size(2)
  local rows = run(top, height):reshape(n, 1, height, 1)
    :expand(n, c, height, x:size(4))
  local columns = run(left, width):reshape(n, 1, 1, width)
    :expand(n, c, height, width)
  return x:gather(3, rows):gather(4, columns)
end

return nchw
