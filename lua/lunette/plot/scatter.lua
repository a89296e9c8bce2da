--- Points: each by its shape, or, where there are many, cells that are the
--- darker the more points they hold.

local path = require "lunette.plot.path"

local scatter = {}

-- From so many points on, cells of so many pixels are shaded.
local MANY, CELL = 2000, 3
-- Steps of shade, from one point to the most that a cell holds.
local SHADES = 8

--- Shapes around 0, 0: where each begins, and the rest of its path.
scatter.shapes = {
  {-2.5, 0, "a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"},
  {-2.3, -2.3, "h4.6v4.6h-4.6z"},
  {0, -3.2, "l3 5.4h-6z"},
  {0, -3.4, "l3.4 3.4l-3.4 3.4l-3.4-3.4z"},
  {-0.8, -3, "h1.6v2.2h2.2v1.6h-2.2v2.2h-1.6v-2.2h-2.2v-1.6h2.2z"},
}

function scatter.include(marks, xs, ys)
  for _, mark in ipairs(marks) do
    xs:include(mark.x)
    ys:include(mark.y)
  end
end

-- Calls each(x, y) with the points that have places.
local function each_point(mark, area, each)
  local xs, ys, at_x, at_y = area.xs, area.ys, area.x, area.y
  for k, x in ipairs(mark.x) do
    local y = mark.y[k]
    if xs:takes(x) and ys:takes(y) then each(at_x(x), at_y(y)) end
  end
end

local function shape_at(mark, x, y)
  local shape = scatter.shapes[mark.shape]
  return ("M%s %s%s"):format(path.number(x + shape[1]),
                             path.number(y + shape[2]), shape[3])
end

local function draw_points(mark, area)
  local parts = {}
  each_point(mark, area, function(x, y)
    parts[#parts + 1] = shape_at(mark, x, y)
  end)
  area:add(('<path class="c%d" fill="currentColor" fill-opacity="0.75" ' ..
            'd="%s"/>'):format(mark.colour, table.concat(parts)))
end

-- Points in each cell that has some, by row and column, and the most.
local function count_cells(mark, area)
  local rows, most = {}, 0
  each_point(mark, area, function(x, y)
    local r, c = y // CELL, x // CELL
    local row = rows[r] or {}
    rows[r], row[c] = row, (row[c] or 0) + 1
    if row[c] > most then most = row[c] end
  end)
  return rows, most
end

-- 1 for one point, SHADES for the most, by the logarithm.
local function shade_of(count, most)
  if most == 1 then return SHADES end
  return 1 + math.floor((SHADES - 1) * math.log(count) / math.log(most) + 0.5)
end

-- Adds the row's cells to the paths of their shades, neighbours as one.
local function add_row(paths, row, r, columns, most)
  local c = 0
  while c < columns do
    local shade, first = row[c] and shade_of(row[c], most), c
    repeat c = c + 1 until not row[c] or shade_of(row[c], most) ~= shade
    if shade then
      local list = paths[shade]
      list[#list + 1] = ("M%d %dh%dv%dh-%dz"):format(first * CELL, r * CELL,
                          (c - first) * CELL, CELL, (c - first) * CELL)
    else
      while c < columns and not row[c] do c = c + 1 end
    end
  end
end

local function draw_cells(mark, area)
  local rows, most = count_cells(mark, area)
  local paths = {}
  for k = 1, SHADES do paths[k] = {} end
  for r = 0, area.height // CELL do
    if rows[r] then add_row(paths, rows[r], r, area.width // CELL + 1, most) end
  end
  for k, list in ipairs(paths) do
    if #list > 0 then
      area:add(('<path class="c%d" fill="currentColor" fill-opacity="%.2f" ' ..
                'd="%s"/>'):format(mark.colour, 0.1 + 0.75 * k / SHADES,
                                   table.concat(list)))
    end
  end
end

function scatter.draw(mark, area)
  if #mark.x >= MANY then draw_cells(mark, area)
  else draw_points(mark, area) end
end

function scatter.sample(mark, x, y)
  return ('<path class="c%d" fill="currentColor" d="%s"/>'):format(
    mark.colour, shape_at(mark, x + 12, y + 5))
end

function scatter.dots(mark, canvas)
  each_point(mark, canvas, function(x, y) canvas:dot(x, y, mark.colour) end)
end

return scatter
