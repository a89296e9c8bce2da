--- Laplacian pyramids of pictures (Burt and Adelson 1983).

local engine = require "lunette.engine"

local pyramid = {}

local LINE = {1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16}

-- x: n,1,h,w, smoothed by LINE both ways, mirrored at its edges; every
-- stride-th pixel of each line.
local function smooth(x, stride)
  local line = engine.create.tensor(LINE)
  return x:pad({2, 2, 2, 2}, {mode = "reflect"})
    :conv2d(line:view(1, 1, 5, 1), nil, {stride = {stride, 1}})
    :conv2d(line:view(1, 1, 1, 5), nil, {stride = {1, stride}})
end

-- x: n,1,h,w; y: n,1,2h,2w, with 0 between the pixels, smoothed.
local function up(x)
  local n, h, w = x:size(1), x:size(3), x:size(4)
  local wide = x:reshape(n * h * w, 1):pad {0, 1}
  wide = wide:view(n * h, 1, 2 * w):pad {0, 0, 0, 1}
  return smooth(wide:view(n, 1, 2 * h, 2 * w), 1) * 4
end

--- The parts of pictures x: n,c,h,w at each scale, finest first: each half as
--- large as the one before, and what is left of the pictures last. h and w
--- divide by 2^(levels - 1).
function pyramid.laplacian(x, levels)
  local n, c, parts = x:size(1), x:size(2), {}
  x = x:reshape(n * c, 1, x:size(3), x:size(4))
  for k = 1, levels do
    local coarse = k < levels and smooth(x, 2)
    local part = coarse and x - up(coarse) or x
    parts[k] = part:view(n, c, part:size(3), part:size(4))
    x = coarse
  end
  return parts
end

return pyramid
