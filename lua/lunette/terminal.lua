--- What a terminal shows of pixels: its width and colours, and blocks of two
--- pixels each.

local terminal = {}

--- Characters in a line: COLUMNS, or 80 where that is not set.
function terminal.columns()
  local columns = math.tointeger(tonumber(os.getenv "COLUMNS"))
  return columns and columns > 0 and columns or 80
end

--- The colours of the standard output: "rgb" where COLORTERM tells of 24 bits,
--- "palette" of 256 on other terminals, "none" where it is no terminal or TERM
--- is dumb.
function terminal.colours()
  if os.getenv "TERM" == "dumb" or not os.execute "[ -t 1 ]" then
    return "none"
  end
  local more = os.getenv "COLORTERM"
  local rgb = more == "truecolor" or more == "24bit"
  return rgb and "rgb" or "palette"
end

-- ---- colours ----

--- Red, green and blue of the pixel that stands at byte `at`, over black.
function terminal.pixel(p, at)
  local a, b, c, d = p.pixels:byte(at, at + p.channels - 1)
  if p.channels == 1 then return a, a, a end
  if p.channels == 2 then
    a = (a * b + 127) // 255
    return a, a, a
  elseif p.channels == 4 then
    return (a * d + 127) // 255, (b * d + 127) // 255, (c * d + 127) // 255
  end
  return a, b, c
end

-- The nearest of the levels 0, 95, 135, 175, 215, 255 of xterm's cube, 0 to 5.
local function level(v)
  return v < 48 and 0 or v < 115 and 1 or (v - 35) // 40
end

local function distance(r, g, b, to_r, to_g, to_b)
  return (r - to_r) ^ 2 + (g - to_g) ^ 2 + (b - to_b) ^ 2
end

local LEVELS = {[0] = 0, 95, 135, 175, 215, 255}

--- Of xterm's 256 colours the nearest: of its cube, or of its grays 8, 18, ...
function terminal.nearest(r, g, b)
  local i, j, k = level(r), level(g), level(b)
  local gray = math.max(0, math.min(23, ((r + g + b) // 3 - 3) // 10))
  local v = 8 + 10 * gray
  if distance(r, g, b, v, v, v) <
     distance(r, g, b, LEVELS[i], LEVELS[j], LEVELS[k]) then
    return 232 + gray
  end
  return 16 + 36 * i + 6 * j + k
end

--- The words that make letters (38) or their ground (48) of that colour.
function terminal.colour(where, r, g, b, mode)
  if mode == "rgb" then
    return ("\27[%d;2;%d;%d;%dm"):format(where, r, g, b)
  end
  return ("\27[%d;5;%dm"):format(where, terminal.nearest(r, g, b))
end

-- ---- blocks ----

local shades = {" ", "░", "▒", "▓", "█"}

-- Bright as the eye has it (ITU-R BT.601), 0 to 1.
local function brightness(r, g, b)
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255
end

local function gray_line(p, y)
  local parts, bytes = {}, p.channels
  for x = 0, p.width - 1 do
    local at = (y * p.width + x) * bytes + 1
    local v = brightness(terminal.pixel(p, at))
    if y + 1 < p.height then
      local below = brightness(terminal.pixel(p, at + p.width * bytes))
      v = (v + below) / 2
    end
    parts[x + 1] = shades[math.min(5, v * 5 // 1 + 1)]
  end
  return table.concat(parts)
end

local function colour_line(p, y, mode)
  local parts, bytes, before = {}, p.channels, nil
  for x = 0, p.width - 1 do
    local at = (y * p.width + x) * bytes + 1
    local r, g, b = terminal.pixel(p, at)
    local words = terminal.colour(38, r, g, b, mode)
    if y + 1 < p.height then
      r, g, b = terminal.pixel(p, at + p.width * bytes)
      words = words .. terminal.colour(48, r, g, b, mode)
    end
    parts[#parts + 1] = (words ~= before and words or "") .. "▀"
    before = words
  end
  return table.concat(parts) .. "\27[0m"
end

--- p, {pixels, width, height, channels}, as lines of text, a character for two
--- pixels: the upper half is one, the ground the other; without colours (mode
--- "none") one of five shades.
function terminal.blocks(p, mode)
  local lines = {}
  for y = 0, p.height - 1, 2 do
    lines[#lines + 1] = mode == "none" and gray_line(p, y) or
                        colour_line(p, y, mode)
  end
  return table.concat(lines, "\n")
end

return terminal
