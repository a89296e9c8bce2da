--- Samples on disk: a grid of images, or rows of numbers and a scatter plot.

local engine = require "lunette.engine"
local file = require "lunette.file"
local image = require "lunette.image"
local scope = require "lunette.scope"

local samples = {}

local SIDE = 256

local function write_csv(path, rows)
  local _ <close> = scope.decimal_point()
  local lines = {}
  for k, row in ipairs(rows:totable()) do
    for j, v in ipairs(row) do row[j] = ("%.9g"):format(v) end
    lines[k] = table.concat(row, ",")
  end
  file.write(path, table.concat(lines, "\n") .. "\n")
end

-- Of each axis the lowest value shown and the length: the reals' range and a
-- quarter of it on either side.
local function frame(real)
  local axes = {}
  for k = 1, 2 do
    local x = real:select(2, k)
    local low, high = x:amin():item(), x:amax():item()
    local room = math.max(high - low, 1e-6)
    axes[k] = {low - room / 4, room * 1.5}
  end
  return axes
end

-- Sets channel c of the pixels that points fall on.
local function mark(pixels, points, axes, c, value)
  for _, p in ipairs(points:totable()) do
    local x = (p[1] - axes[1][1]) / axes[1][2] * SIDE
    local y = SIDE - (p[2] - axes[2][1]) / axes[2][2] * SIDE
    if x >= 0 and x < SIDE and y >= 0 and y < SIDE then
      pixels[((c - 1) * SIDE + y // 1) * SIDE + x // 1 + 1] = value
    end
  end
end

-- Reals in blue, fakes in red, on black.
local function scatter(path, fake, real)
  local pixels, axes = {}, frame(real)
  for k = 1, 3 * SIDE * SIDE do pixels[k] = 0 end
  mark(pixels, real, axes, 3, 1)
  mark(pixels, fake, axes, 1, 1)
  local x = engine.create.tensor(pixels)
  return image.save(path, x:reshape(3, SIDE, SIDE))
end

--- Writes samples, x, to `base` and an ending: images n,c,h,w as a grid in PNG;
--- all else as CSV, a row each, and points n,2 as a scatter plot too, in red
--- over the points `real` in blue. Returns the path.
function samples.write(base, x, real, given)
  if x:dim() == 4 and x:size(2) <= 4 then
    image.save_grid(base .. ".png", x, given)
    return base .. ".png"
  end
  write_csv(base .. ".csv", x:reshape(x:size(1), -1))
  if x:dim() == 2 and x:size(2) == 2 and real then
    scatter(base .. ".png", x, real)
  end
  return base .. ".csv"
end

return samples
