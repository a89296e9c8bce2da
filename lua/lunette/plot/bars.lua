--- Bars, one for each label, with errors as whiskers. Several series of a panel
--- stand beside each other; hatching tells them apart without colours.

local path = require "lunette.plot.path"

local bars = {}

-- Of the distance of two labels, what the bars of one take.
local SHARE = 0.8
local HATCH = 6

--- Directions of hatching, by series: up, down, across and upright.
bars.hatches = {{}, {"up"}, {"down"}, {"up", "down"}, {"across"}, {"upright"}}

local function labels_of(marks)
  local labels, n = {}, 0
  for _, mark in ipairs(marks) do
    n = math.max(n, #mark.values)
    for k, label in ipairs(mark.labels or {}) do labels[k] = label end
  end
  for k = 1, n do labels[k] = labels[k] or ("%d"):format(k) end
  return labels
end

function bars.include(marks, xs, ys)
  xs.labels, xs.places = labels_of(marks), {}
  for k = 1, #xs.labels do xs.places[k] = k end
  xs:stop(0.5)
  xs:stop(#xs.labels + 0.5)
  ys:stop(0)
  for at, mark in ipairs(marks) do
    mark.at, mark.of = at, #marks
    ys:include(mark.values)
    local ends = {}
    for k, e in ipairs(mark.errors or {}) do
      ends[#ends + 1] = mark.values[k] - e
      ends[#ends + 1] = mark.values[k] + e
    end
    ys:include(ends)
  end
end

-- Left and right end of the k-th bar.
local function sides(mark, k)
  local width = SHARE / mark.of
  local left = k - SHARE / 2 + (mark.at - 1) * width
  return left, left + width
end

-- Calls each(x, y, width, height, k) with the bars that have places.
local function each_bar(mark, area, each)
  local ground = area:ground()
  for k, v in ipairs(mark.values) do
    if area.ys:takes(v) then
      local left, right = sides(mark, k)
      local x, y = area.x(left), area.y(v)
      each(x, math.min(y, ground), area.x(right) - x, math.abs(y - ground), k)
    end
  end
end

-- Lines x + d y = c through the box, c a multiple of HATCH, as a path.
local function slanted(x, y, w, h, d)
  local parts, number = {}, path.number
  local low, high = x + math.min(d * y, d * (y + h)),
                    x + w + math.max(d * y, d * (y + h))
  for c = math.ceil(low / HATCH) * HATCH, high, HATCH do
    local x0 = math.max(x, math.min(x + w, c - d * y))
    local x1 = math.max(x, math.min(x + w, c - d * (y + h)))
    if x0 ~= x1 then
      parts[#parts + 1] = ("M%s %sL%s %s"):format(number(x0),
        number((c - x0) * d), number(x1), number((c - x1) * d))
    end
  end
  return table.concat(parts)
end

-- Lines along one axis through the other's multiples of HATCH, as a path; put
-- gives the line at one.
local function stripes(from, length, put)
  local parts, number = {}, path.number
  for at = math.ceil(from / HATCH) * HATCH, from + length, HATCH do
    parts[#parts + 1] = put(number(at))
  end
  return table.concat(parts)
end

local hatchings = {
  up = function(x, y, w, h) return slanted(x, y, w, h, 1) end,
  down = function(x, y, w, h) return slanted(x, y, w, h, -1) end,
  across = function(x, y, w, h)
    local left, along = path.number(x), path.number(w)
    return stripes(y, h, function(at)
      return ("M%s %sh%s"):format(left, at, along)
    end)
  end,
  upright = function(x, y, w, h)
    local top, along = path.number(y), path.number(h)
    return stripes(x, w, function(at)
      return ("M%s %sv%s"):format(at, top, along)
    end)
  end,
}

-- A box, filled, with its hatching.
local function box(mark, x, y, w, h)
  local number, lines = path.number, {}
  for k, name in ipairs(bars.hatches[mark.hatch]) do
    lines[k] = hatchings[name](x, y, w, h)
  end
  local shape = ('<path class="c%d" fill="currentColor" ' ..
                 'd="M%s %sh%sv%sh-%sz"/>'):format(mark.colour, number(x),
                 number(y), number(w), number(h), number(w))
  if #lines == 0 then return shape end
  return shape .. ('<path class="hatch" fill="none" stroke-width="1.5" ' ..
                   'd="%s"/>'):format(table.concat(lines))
end

-- A whisker from y0 to y1.
local function whisker(area, x, y0, y1)
  local number = path.number
  area:add(('<path class="error" fill="none" stroke-width="1.2" ' ..
            'd="M%s %sh8m-4 0V%sm-4 0h8"/>'):format(number(x - 4), number(y0),
                                                    number(y1)))
end

function bars.draw(mark, area)
  each_bar(mark, area, function(x, y, w, h) area:add(box(mark, x, y, w, h)) end)
  area:add(('<path class="axis" d="M0 %sH%s"/>'):format(
    path.number(area:ground()), path.number(area.width)))
  if not mark.errors then return end
  each_bar(mark, area, function(x, _, w, _, k)
    local v, e, ys = mark.values[k], mark.errors[k], area.ys
    if e - e ~= 0 then return end
    local low = ys:takes(v - e) and area.y(v - e) or area.height
    if ys:takes(v + e) then whisker(area, x + w / 2, area.y(v + e), low) end
  end)
end

function bars.sample(mark, x, y) return box(mark, x + 1, y, 22, 10) end

function bars.dots(mark, canvas)
  each_bar(mark, canvas, function(x, y, w, h)
    for at = math.ceil(x), math.max(math.ceil(x), math.ceil(x + w) - 1) do
      canvas:line(at, y, at, y + h, mark)
    end
  end)
end

return bars
