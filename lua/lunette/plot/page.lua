--- A figure as SVG: panels in rows and columns, areas in line with each other.

local axes = require "lunette.plot.axes"
local legend = require "lunette.plot.legend"
local svg = require "lunette.plot.svg"

local page = {}

-- Pixels around the figure and between panels, and for its title.
local EDGE, GAP, TITLE = 12, 18, 30

local Area = {}
Area.__index = Area

--- Where bars stand in an area or a canvas: at 0, or at the nearest shown.
function page.ground(area)
  local y = area.ys:takes(0) and area.y(0) or area.height
  return math.max(0, math.min(area.height, y))
end
Area.ground = page.ground

function Area:add(text) self.out[#self.out + 1] = text end

--- Places of a panel's values in pixels, {x, y, xs, ys, width, height}, of
--- which an area or a canvas is made.
function page.places(panel, width, height)
  local xs, ys = panel.xs, panel.ys
  return {width = width, height = height, xs = xs, ys = ys,
          x = xs:map(width), y = ys:map(height, not ys.reversed)}
end

-- ---- layout ----

local function widen(list, k, v) list[k] = math.max(list[k] or 0, v) end

-- What all panels of a column, and all of a row, have of room beside the area.
local function measure(fig)
  local m = {left = {}, right = {}, top = {}, bottom = {}, below = {}}
  for k, panel in ipairs(fig.panels) do
    local c = (k - 1) % fig.columns + 1
    local left, right = axes.sides(panel, fig.height - 60)
    panel.legend = legend.measure(panel, fig.width, fig.height - 60)
    widen(m.left, c, left)
    widen(m.right, c, math.max(right, panel.legend.right))
  end
  for k, panel in ipairs(fig.panels) do
    local c, r = (k - 1) % fig.columns + 1, (k - 1) // fig.columns + 1
    local top, bottom = axes.ends(panel, fig.width - m.left[c] - m.right[c])
    widen(m.top, r, top)
    widen(m.bottom, r, bottom)
    widen(m.below, r, panel.legend.below + axes.notes(panel))
  end
  return m
end

-- ---- drawing ----

local function draw_panel(out, panel, box, margins)
  local area = setmetatable(page.places(panel, box.width, box.height), Area)
  area.out = out
  out[#out + 1] = ('<g transform="translate(%.5g %.5g)">'):format(box.x, box.y)
  axes.draw(out, panel, area, margins)
  out[#out + 1] = ('<svg width="%.5g" height="%.5g">'):format(box.width,
                                                             box.height)
  for _, mark in ipairs(panel.marks) do mark.kind.draw(mark, area) end
  out[#out + 1] = "</svg>"
  axes.frame(out, panel, area)
  if panel.legend.lines then
    legend.draw(out, panel.legend, -margins.left, box.height + margins.bottom)
  else
    legend.draw(out, panel.legend, box.width, 0)
  end
  axes.draw_notes(out, panel, -margins.left, box.height + margins.bottom +
                  panel.legend.below, box.width + margins.left + margins.right)
  out[#out + 1] = "</g>"
end

-- A row of panels, from y on; returns where it ends.
local function draw_row(out, fig, m, r, y)
  local margins = {top = m.top[r], bottom = m.bottom[r]}
  local height = math.max(30, fig.height - m.top[r] - m.bottom[r])
  for c = 1, fig.columns do
    local panel = fig.panels[(r - 1) * fig.columns + c]
    if panel then
      margins.left, margins.right = m.left[c], m.right[c]
      draw_panel(out, panel, {
        x = EDGE + (c - 1) * (fig.width + GAP) + m.left[c], y = y + m.top[r],
        width = math.max(30, fig.width - m.left[c] - m.right[c]),
        height = height}, margins)
    end
  end
  return y + m.top[r] + height + m.bottom[r] + m.below[r]
end

local HEAD = '<svg xmlns="http://www.w3.org/2000/svg" class="lunette-plot" ' ..
  'width="%d" height="%d" viewBox="0 0 %d %d" role="img" ' ..
  'font-family="Helvetica, Arial, DejaVu Sans, sans-serif">%s%s' ..
  '<rect class="ground" width="%d" height="%d"/>'

--- The figure as the text of an SVG file.
function page.svg(fig)
  local out, m, y = {""}, measure(fig), EDGE
  local columns = math.min(fig.columns, #fig.panels)
  local width = 2 * EDGE + columns * (fig.width + GAP) - GAP
  local tip = ""
  if fig.title then
    tip = "<title>" .. svg.escape(fig.title) .. "</title>"
    out[2] = svg.text(width / 2, EDGE + 14, fig.title, {size = 16,
      anchor = "middle", more = ' class="ink" font-weight="bold"',
      room = width - 2 * EDGE})
    y = y + TITLE
  end
  for r = 1, #m.top do
    y = draw_row(out, fig, m, r, r > 1 and y + GAP or y)
  end
  local height = math.ceil(y + EDGE)
  out[1] = HEAD:format(width, height, width, height, tip, svg.style, width,
                       height)
  out[#out + 1] = "</svg>\n"
  return table.concat(out, "\n")
end

return page
