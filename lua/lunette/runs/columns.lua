--- Rows of texts as lines.

local printable = require "lunette.errors".printable

-- A part on its line, whatever is in it.
local function part_text(part) return (printable(part):gsub("[\n\t]", " ")) end

--- Lines in which the parts of all rows stand below each other, two blanks
--- apart; a part may be "", and a row of one part is a title.
local function columns(rows)
  local widths, lines = {}, {}
  for _, row in ipairs(rows) do
    for k, part in ipairs(row) do
      part = part_text(part)
      local room = #row > 1 and (utf8.len(part) or #part) or 0
      widths[k] = math.max(widths[k] or 0, room)
    end
  end
  for n, row in ipairs(rows) do
    local parts = {}
    for k, part in ipairs(row) do
      part = part_text(part)
      parts[k] = part .. (" "):rep(widths[k] - (utf8.len(part) or #part))
    end
    lines[n] = (table.concat(parts, "  "):gsub("%s+$", ""))
  end
  return lines
end

return columns
