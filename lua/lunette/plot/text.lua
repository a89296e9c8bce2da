--- A figure as text: curves and points in the dots of braille, two by four to a
--- character, between axes with their numbers; images and heat maps in blocks.

local page = require "lunette.plot.page"
local numbers = require "lunette.plot.numbers"
local pixels = require "lunette.pixels"
local svg = require "lunette.plot.svg"
local terminal = require "lunette.terminal"

local text = {}

-- ---- the canvas ----

-- Of Unicode's braille (U+2800 and on) the bit of a dot, by row and column.
local BITS = {[0] = {[0] = 0x01, 0x08}, {[0] = 0x02, 0x10}, {[0] = 0x04, 0x20},
              {[0] = 0x40, 0x80}}
-- Dots on and off along x, by the number of a mark's dashes.
local DASHES = {{1, 0}, {4, 2}, {1, 2}, {5, 3}, {2, 2}}
-- Of xterm's 256 colours those near a light palette's, on any ground.
local COLOURS = {33, 166, 36, 175, 178, 117, 245}

local Canvas = {}
Canvas.__index = Canvas

-- Of so many characters.
local function new_canvas(panel, columns, rows)
  local canvas = page.places(panel, 2 * columns - 1, 4 * rows - 1)
  canvas.columns, canvas.rows, canvas.bits, canvas.colours = columns, rows, {},
                                                            {}
  return setmetatable(canvas, Canvas)
end

Canvas.ground = page.ground

function Canvas:dot(x, y, colour)
  x, y = math.floor(x + 0.5), math.floor(y + 0.5)
  if x < 0 or y < 0 or x > self.width or y > self.height then return end
  local at = y // 4 * self.columns + x // 2
  self.bits[at] = (self.bits[at] or 0) | BITS[y % 4][x % 2]
  self.colours[at] = colour
end

--- Dots from one place to another, those that the mark's dashes have.
function Canvas:line(x0, y0, x1, y1, mark)
  local steps = math.ceil(math.max(math.abs(x1 - x0), math.abs(y1 - y0), 1))
  local dash = DASHES[mark.dash]
  local length = dash[1] + dash[2]
  for k = 0, steps do
    local x = x0 + (x1 - x0) * k / steps
    if math.floor(x + 0.5) % length < dash[1] then
      self:dot(x, y0 + (y1 - y0) * k / steps, mark.colour)
    end
  end
end

-- Row r, from 0, as text.
local function row_text(canvas, r, mode)
  local parts, before = {}, nil
  for c = 0, canvas.columns - 1 do
    local at = r * canvas.columns + c
    local bits = canvas.bits[at]
    local colour = bits and canvas.colours[at]
    if mode ~= "none" and colour ~= before then
      parts[#parts + 1] = colour and ("\27[38;5;%dm"):format(COLOURS[colour]) or
                          "\27[0m"
      before = colour
    end
    parts[#parts + 1] = bits and utf8.char(0x2800 + bits) or " "
  end
  if before then parts[#parts + 1] = "\27[0m" end
  return table.concat(parts)
end

-- ---- axes ----

local function length(s) return utf8.len(s) end

local function pad_left(s, n) return (" "):rep(n - length(s)) .. s end

-- As much of a label as n characters hold.
local function cut(s, n)
  s = svg.clean(s)
  if length(s) <= n then return s end
  return s:sub(1, utf8.offset(s, n) - 1) .. "…"
end

-- Ticks of y by the row they stand in, and how wide their texts are.
local function rows_of(panel, rows)
  local places, texts = panel.ys:ticks(math.max(2, rows // 3))
  local at_y = panel.ys:map(4 * rows - 1, not panel.ys.reversed)
  local by_row, widest = {}, 0
  for k, v in ipairs(places) do
    by_row[math.floor(at_y(v) + 0.5) // 4] = texts[k]
    widest = math.max(widest, length(texts[k]))
  end
  return by_row, widest
end

-- Ticks of x that stand clear of each other: {column, text}.
local function columns_of(panel, columns)
  local most = math.max(2, columns // 10)
  local places, texts = panel.xs:ticks(most)
  local at_x, list, free = panel.xs:map(2 * columns - 1), {}, 0
  local room = panel.xs.labels and columns // math.max(1, #places) - 1 or
               columns
  for k, v in ipairs(places) do
    local s = cut(texts[k], math.max(1, room))
    local column = math.floor(at_x(v) + 0.5) // 2
    local from = math.max(0, math.min(columns - length(s),
                                      column - length(s) // 2))
    if from >= free then
      list[#list + 1] = {column = column, from = from, text = s}
      free = from + length(s) + 1
    end
  end
  return list
end

local function axis_line(ticks, columns)
  local parts = {}
  for c = 1, columns do parts[c] = "─" end
  for _, tick in ipairs(ticks) do parts[tick.column + 1] = "┬" end
  return table.concat(parts)
end

local function tick_line(ticks)
  local line, used = {}, 0
  for _, tick in ipairs(ticks) do
    line[#line + 1] = (" "):rep(tick.from - used) .. tick.text
    used = tick.from + length(tick.text)
  end
  return table.concat(line)
end

-- ---- panels ----

local function sample(mark, mode)
  local canvas = setmetatable({columns = 4, width = 7, height = 3, bits = {},
                               colours = {}}, Canvas)
  canvas:line(0, 2, 7, 2, mark)
  return row_text(canvas, 0, mode)
end

local function add_legend(lines, panel, indent, room, mode)
  for _, mark in ipairs(panel.marks) do
    if mark.name then
      lines[#lines + 1] = indent .. sample(mark, mode) .. " " ..
                          cut(mark.name, room - 5)
    end
  end
end

local function add_axes(lines, panel, columns, rows, mode)
  local by_row, left = rows_of(panel, rows)
  local room = math.max(10, columns - left - 2)
  local canvas = new_canvas(panel, room, rows)
  for _, mark in ipairs(panel.marks) do mark.kind.dots(mark, canvas) end
  for r = 0, rows - 1 do
    local tick = by_row[r]
    lines[#lines + 1] = pad_left(tick or "", left) .. (tick and " ┤" or " │") ..
                        row_text(canvas, r, mode):gsub(" +$", "")
  end
  local indent, ticks = (" "):rep(left + 2), columns_of(panel, room)
  lines[#lines + 1] = (" "):rep(left + 1) .. "└" .. axis_line(ticks, room)
  lines[#lines + 1] = indent .. tick_line(ticks)
  if panel.x_label then
    local label = cut(panel.x_label, room)
    lines[#lines + 1] = indent .. pad_left(label, (room + length(label)) // 2)
  end
  add_legend(lines, panel, indent, room, mode)
end

local function add_blocks(lines, panel, columns, mode)
  local mark = panel.marks[1]
  lines[#lines + 1] = terminal.blocks(pixels.shrunk(mark, columns), mode)
  if mark.low then
    lines[#lines + 1] = ("%s%s is dark, %s light"):format(
      panel.bar.name and cut(panel.bar.name, columns) .. ": " or "",
      numbers.short(mark.low), numbers.short(mark.high))
  end
end

local function add_panel(lines, panel, columns, rows, mode)
  if panel.title then lines[#lines + 1] = cut(panel.title, columns) end
  if panel.y_label then lines[#lines + 1] = cut(panel.y_label, columns) end
  local first = panel.marks[1]
  if first and first.alone then add_blocks(lines, panel, columns, mode)
  else add_axes(lines, panel, columns, rows, mode) end
  for _, note in ipairs(panel.notes) do
    lines[#lines + 1] = cut(note, columns)
  end
end

--- The settled figure as lines of at most so many characters, its panels one
--- after the other, each with `rows` lines of dots.
function text.of(fig, columns, rows, mode)
  local lines = {}
  if fig.title then lines[1] = cut(fig.title, columns) end
  for k, panel in ipairs(fig.panels) do
    if k > 1 then lines[#lines + 1] = "" end
    add_panel(lines, panel, columns, rows, mode)
  end
  return table.concat(lines, "\n")
end

return text
