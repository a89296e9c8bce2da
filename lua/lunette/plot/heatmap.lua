--- A matrix as cells of colour, its first row on top: pixels, which stand in
--- the figure as PNG.

local embed = require "lunette.plot.embed"
local engine = require "lunette.engine"
local palette = require "lunette.plot.palette"

local heatmap = {}

-- x, h,w, as pixels of red, green, blue and alpha: low is the dark end of
-- viridis, high the light one. What is not finite is clear.
local function coloured(x, low, high)
  local there = x:isfinite()
  local half = high / 2 - low / 2
  local t = engine.functions.where(there, x, low) / 2 - low / 2
  local r, g, b = palette.viridis((t / half):clamp(0, 1))
  return (engine.functions.stack({r, g, b, there}, 3) * 255):to_bytes "u8"
end

-- The least and the largest of the finite values, apart from each other.
local function range_of(values)
  local low, high = math.huge, -math.huge
  for _, v in ipairs(values) do
    if v - v == 0 then low, high = math.min(low, v), math.max(high, v) end
  end
  if low > high then return 0, 1 end
  if low < high then return low, high end
  local room = low == 0 and 1 or math.abs(low) * 0.1
  return low - room, high + room
end

--- Reads x, h,w, which has the numbers `values`, for the mark.
function heatmap.read(mark, x, values, range)
  mark.height, mark.width = x:size(1), x:size(2)
  if range then mark.low, mark.high = range[1], range[2]
  else mark.low, mark.high = range_of(values) end
  mark.channels = 4
  mark.pixels = coloured(x:detach(), mark.low, mark.high)
end

function heatmap.include(marks, xs, ys)
  local mark = marks[1]
  xs.whole, ys.whole, ys.reversed = true, true, true
  for _, edge in ipairs {{xs, mark.width}, {ys, mark.height}} do
    edge[1]:stop(0.5)
    edge[1]:stop(edge[2] + 0.5)
  end
end

function heatmap.draw(mark, area)
  local left, right = area.x(0.5), area.x(mark.width + 0.5)
  local top, bottom = area.y(0.5), area.y(mark.height + 0.5)
  area:add(embed.image(mark, left, top, right - left, bottom - top))
end

--- The colours of a bar, the low end below, as pixels of one column.
function heatmap.bar()
  local steps = 128
  local t = engine.create.linspace(1, 0, steps):reshape(steps, 1)
  return {pixels = coloured(t, 0, 1), width = 1, height = steps, channels = 4}
end

return heatmap
