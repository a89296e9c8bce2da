--- The frame of one panel: ticks with their numbers, grid, labels, colour bar;
--- how much room they take, and how they are drawn.

local embed = require "lunette.plot.embed"
local heatmap = require "lunette.plot.heatmap"
local scale = require "lunette.plot.scale"
local svg = require "lunette.plot.svg"

local axes = {}

local TICK, LABEL, TITLE, NOTE = 11, 12, 13, 10
local BAR = 12
-- Pixels of an axis for one tick, at least, upright and along.
local ROW, COLUMN = 36, 48
-- What numbers of y may take, and labels that are turned.
local WIDEST, TURNED = 150, 110

-- ---- room ----

local function widest(texts)
  local most = 0
  for _, text in ipairs(texts) do
    most = math.max(most, svg.width(svg.clean(text), TICK))
  end
  return most
end

-- The bar's own axis.
local function bar_scale(bar)
  local s = scale.new "linear"
  s:settle {bar.low, bar.high}
  return s
end

local function bar_width(bar)
  local _, texts = bar_scale(bar):ticks(5)
  return 14 + BAR + 6 + widest(texts) + (bar.name and LABEL + 8 or 0)
end

--- Pixels left and right of the area, for a panel of that height.
function axes.sides(panel, height)
  if panel.bare then return 0, 0 end
  local _, texts = panel.ys:ticks(math.max(2, height // ROW))
  local left = math.min(widest(texts), WIDEST) + 8 +
               (panel.y_label and LABEL + 8 or 2)
  return left, panel.bar and bar_width(panel.bar) or 12
end

-- Is there room between the texts, in the middle of their places?
local function is_clear(at, places, texts)
  local free = -math.huge
  for k, v in ipairs(places) do
    local half = svg.width(svg.clean(texts[k]), TICK) / 2
    if at(v) - half < free then return false end
    free = at(v) + half + 8
  end
  return true
end

-- Ticks along the axis that stand clear of each other; the places that labels
-- are turned by, where they cannot.
local function choose_x(xs, width)
  local most = math.max(4, width // COLUMN)
  while true do
    local places, texts = xs:ticks(most)
    local free = is_clear(xs:map(width), places, texts)
    if free or xs.labels or most == 1 then
      return places, texts, not free and xs.labels ~= nil
    end
    most = most - 1
  end
end

--- Pixels above and below the area of that width; settles the ticks of x.
function axes.ends(panel, width)
  local top = panel.title and TITLE + 12 or 8
  if panel.bare then return top, 4 end
  local below
  panel.x_places, panel.x_texts, panel.turned = choose_x(panel.xs, width)
  if panel.turned then
    below = math.min(widest(panel.x_texts), TURNED) * 0.7 + 16
  else
    below = TICK + 10
  end
  return top, below + (panel.x_label and LABEL + 8 or 2)
end

--- Pixels of the notes below the panel.
function axes.notes(panel)
  return #panel.notes > 0 and #panel.notes * (NOTE + 4) + 4 or 0
end

-- ---- drawing ----

local function draw_x(out, panel, area, margins)
  local y = area.height
  for k, v in ipairs(panel.x_places) do
    local x = area.x(v)
    if not panel.xs.labels then
      out[#out + 1] = svg.line(x, 0, x, y, "grid")
    end
    local o = {size = TICK, anchor = "middle", more = ' class="ink"'}
    local at = y + TICK + 6
    if panel.turned then
      at = y + TICK + 3
      o.anchor, o.room = "end", math.min(TURNED, (x + margins.left) * 1.4)
      o.more = (' class="ink" transform="rotate(-45 %.5g %.5g)"'):format(x, at)
    end
    out[#out + 1] = svg.text(x, at, panel.x_texts[k], o)
  end
end

local function draw_y(out, panel, area)
  local places, texts = panel.ys:ticks(math.max(2, area.height // ROW))
  for k, v in ipairs(places) do
    local y = area.y(v)
    out[#out + 1] = svg.line(0, y, area.width, y, "grid")
    out[#out + 1] = svg.text(-6, y + 4, texts[k],
      {size = TICK, anchor = "end", more = ' class="ink"', room = WIDEST})
  end
end

local function turned(x, y)
  return (' class="ink" transform="rotate(-90 %.5g %.5g)"'):format(x, y)
end

local function draw_labels(out, panel, area, margins)
  local w, h = area.width, area.height
  if panel.x_label then
    out[#out + 1] = svg.text(w / 2, h + margins.bottom - 6, panel.x_label,
      {size = LABEL, anchor = "middle", more = ' class="ink"', room = w})
  end
  if panel.y_label then
    local x = -margins.left + LABEL
    out[#out + 1] = svg.text(x, h / 2, panel.y_label, {size = LABEL,
      anchor = "middle", more = turned(x, h / 2), room = h})
  end
end

--- The colour bar, right of the area.
local function draw_bar(out, bar, area)
  local s, x, h = bar_scale(bar), area.width + 14, area.height
  local at = s:map(h, true)
  out[#out + 1] = embed.image(heatmap.bar(), x, 0, BAR, h)
  local places, texts = s:ticks(math.max(2, h // ROW))
  for k, v in ipairs(places) do
    out[#out + 1] = svg.line(x + BAR, at(v), x + BAR + 3, at(v), "axis")
    out[#out + 1] = svg.text(x + BAR + 6, at(v) + 4, texts[k],
                             {size = TICK, more = ' class="ink"'})
  end
  if bar.name then
    x = x + bar_width(bar) - 14 - 4
    out[#out + 1] = svg.text(x, h / 2, bar.name, {size = LABEL,
      anchor = "middle", more = turned(x, h / 2), room = h})
  end
end

--- Everything behind the data, with the area's upper left corner at 0, 0.
function axes.draw(out, panel, area, margins)
  if panel.title then
    local x = panel.bare and area.width / 2 or 0
    out[#out + 1] = svg.text(x, -9, panel.title, {size = TITLE,
      anchor = panel.bare and "middle", room = area.width + margins.right,
      more = ' class="ink" font-weight="bold"'})
  end
  if panel.bare then return end
  draw_x(out, panel, area, margins)
  draw_y(out, panel, area)
  draw_labels(out, panel, area, margins)
  if panel.bar then draw_bar(out, panel.bar, area) end
end

--- What stands above the data: the two axes.
function axes.frame(out, panel, area)
  if panel.bare then return end
  out[#out + 1] = ('<path class="axis" fill="none" d="M0 0V%.5gH%.5g"/>')
    :format(area.height, area.width)
end

--- The notes, the first of them at x, y.
function axes.draw_notes(out, panel, x, y, room)
  for k, note in ipairs(panel.notes) do
    out[#out + 1] = svg.text(x, y + k * (NOTE + 4), note,
      {size = NOTE, more = ' class="faint"', room = room})
  end
end

return axes
