--- Which series is which: a list right of a panel, or, where names are long or
--- many, lines below it. It never covers data.

local svg = require "lunette.plot.svg"

local legend = {}

local SIZE, LINE, SAMPLE, GAP = 11, 17, 30, 16
-- Of a panel's width, what a list on the right may take.
local SHARE = 0.28

local function names_of(panel)
  local entries, widest = {}, 0
  for _, mark in ipairs(panel.marks) do
    if mark.name then
      local name = svg.clean(mark.name)
      entries[#entries + 1] = {mark = mark, name = name}
      widest = math.max(widest, svg.width(name, SIZE))
    end
  end
  return entries, widest
end

-- The entries in lines, in columns of one width that fit into `room`.
local function flow(entries, widest, room)
  local width = SAMPLE + math.min(widest, room - SAMPLE) + GAP
  local columns, lines = (room + GAP) // width, {}
  for k, entry in ipairs(entries) do
    local column = (k - 1) % columns
    if column == 0 then lines[#lines + 1] = {} end
    entry.x = column * width
    table.insert(lines[#lines], entry)
  end
  return lines
end

--- What the panel's legend takes: {entries, right = pixels right of the area,
--- below = pixels under the panel}, for a panel of that size.
function legend.measure(panel, width, height)
  local entries, widest = names_of(panel)
  local l = {entries = entries, right = 0, below = 0, room = width}
  if #entries == 0 then return l end
  local fits = widest + SAMPLE <= width * SHARE and
               #entries * LINE <= height * 0.75
  if fits and not panel.bar then
    l.right = widest + SAMPLE + 12
  else
    l.lines = flow(entries, widest, width)
    l.below = #l.lines * LINE + 6
  end
  return l
end

local function draw_entry(out, entry, x, y, room)
  local mark = entry.mark
  out[#out + 1] = mark.kind.sample(mark, x, y - 5)
  out[#out + 1] = svg.text(x + SAMPLE, y + 4, entry.name,
                           {size = SIZE, more = ' class="ink"', room = room})
end

--- Draws it at x, y: the upper left corner of its list, or of its lines.
function legend.draw(out, l, x, y)
  if not l.lines then
    for k, entry in ipairs(l.entries) do
      draw_entry(out, entry, x + 12, y + (k - 0.5) * LINE)
    end
    return
  end
  for k, line in ipairs(l.lines) do
    for _, entry in ipairs(line) do
      draw_entry(out, entry, x + entry.x, y + (k - 0.5) * LINE + 4,
                 l.room - SAMPLE)
    end
  end
end

return legend
