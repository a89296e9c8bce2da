--- How often values fall into bins, as steps over a faint ground. All of a
--- panel have the same bins.

local palette = require "lunette.plot.palette"
local path = require "lunette.plot.path"
local summary = require "lunette.metrics.summary"

local histogram = {}

local MOST = 200

-- Values that have places, as the scale has them, sorted.
local function sorted(mark, xs)
  local list = {}
  for _, v in ipairs(mark.values) do
    if xs:takes(v) then list[#list + 1] = xs:inner(v) end
  end
  table.sort(list)
  return list
end

-- The width by Freedman and Diaconis (1981), twice the distance between the
-- quartiles over the cube root of n, but no fewer bins than Sturges' (1926)
-- log2(n) + 1; that is NumPy's "auto".
local function bins_for(list, low, high)
  local n = #list
  if n == 0 or low == high then return 1 end
  local half = high / 2 - low / 2
  local between = summary.quantile(list, 0.75) - summary.quantile(list, 0.25)
  local width = 2 * between / n ^ (1 / 3)
  local bins = math.ceil(math.log(n, 2) + 1)
  if width > 0 then bins = math.max(bins, 2 * half / width) end
  return math.ceil(math.min(bins, MOST))
end

local function counted(list, low, high, bins)
  local counts, half = {}, high / 2 - low / 2
  for k = 1, bins do counts[k] = 0 end
  for _, v in ipairs(list) do
    local share = half > 0 and (v / 2 - low / 2) / half or 0
    local k = math.min(bins, math.floor(share * bins) + 1)
    counts[k] = counts[k] + 1
  end
  return counts
end

-- Ends of the bins, in the axis' own numbers.
local function edges_of(xs, low, high, bins)
  if low == high then
    local room = xs.log and 0.25 or low == 0 and 0.5 or
                 math.max(math.abs(low) * 0.05, 1e-300)
    low, high = low - room, high + room
  end
  local edges = {}
  for k = 0, bins do
    local v = low * (1 - k / bins) + high * (k / bins)
    edges[k + 1] = xs.log and 10.0 ^ v or v
  end
  return edges
end

function histogram.include(marks, xs, ys)
  local lists, low, high, bins = {}, math.huge, -math.huge, 1
  for k, mark in ipairs(marks) do
    lists[k] = sorted(mark, xs)
    low = math.min(low, lists[k][1] or low)
    high = math.max(high, lists[k][#lists[k]] or high)
  end
  if low > high then low, high = 0, 1 end
  for k, mark in ipairs(marks) do
    bins = math.max(bins, mark.bins or bins_for(lists[k], low, high))
  end
  local edges = edges_of(xs, low, high, bins)
  xs:include {edges[1], edges[#edges]}
  ys:stop(0)
  for k, mark in ipairs(marks) do
    mark.edges, mark.counts = edges, counted(lists[k], low, high, bins)
    ys:include(mark.counts)
  end
end

-- The corners of the steps, from the ground and back to it.
local function corners(mark, area)
  local words, number = {}, path.number
  local ground = area:ground()
  local function add(x, y) words[#words + 1] = number(x) .. " " .. number(y) end
  add(area.x(mark.edges[1]), ground)
  for k, count in ipairs(mark.counts) do
    local y = area.ys:takes(count) and area.y(count) or ground
    add(area.x(mark.edges[k]), y)
    add(area.x(mark.edges[k + 1]), y)
  end
  add(area.x(mark.edges[#mark.edges]), ground)
  return "M" .. table.concat(words, "L")
end

local function style(mark)
  return ('class="c%d" fill="currentColor" fill-opacity="0.25" ' ..
          'stroke="currentColor"%s'):format(mark.colour,
                                            palette.stroke(mark, 1.5))
end

function histogram.draw(mark, area)
  area:add(('<path %s d="%s"/>'):format(style(mark), corners(mark, area)))
end

function histogram.sample(mark, x, y)
  return ('<path %s d="M%g %gh22v10h-22z"/>'):format(style(mark), x + 1, y)
end

function histogram.dots(mark, canvas)
  local ground = canvas:ground()
  local x, y = canvas.x(mark.edges[1]), ground
  for k, count in ipairs(mark.counts) do
    local to_x = canvas.x(mark.edges[k + 1])
    local to_y = canvas.ys:takes(count) and canvas.y(count) or ground
    canvas:line(x, y, x, to_y, mark)
    canvas:line(x, to_y, to_x, to_y, mark)
    x, y = to_x, to_y
  end
  canvas:line(x, y, x, ground, mark)
end

return histogram
