--- Pixels as sixels (DEC VT330/VT340 Programmer Reference Manual, volume 2,
--- chapter 14): six rows at a time, for each colour a line of characters whose
--- bits say where it is.

local terminal = require "lunette.terminal"

local sixel = {}

-- 6 levels of each of red, green and blue, or, of gray images, 216 grays.
local LEVELS = 6
local COLOURS = LEVELS ^ 3 // 1

local function step(v, n) return (v * (n - 1) + 127) // 255 end

-- The number of a colour, and what it is in percent, as sixels have it.
local function number_of(p, at)
  local r, g, b = terminal.pixel(p, at)
  if p.channels < 3 then return step(r, COLOURS) end
  return (step(r, LEVELS) * LEVELS + step(g, LEVELS)) * LEVELS + step(b, LEVELS)
end

local function percent(k, n) return (100 * k + (n - 1) // 2) // (n - 1) end

local function defined(p, k)
  local r, g, b = k, k, k
  local n = COLOURS
  if p.channels >= 3 then
    n = LEVELS
    r, g, b = k // (n * n), k // n % n, k % n
  end
  return ("#%d;2;%d;%d;%d"):format(k, percent(r, n), percent(g, n),
                                   percent(b, n))
end

-- Characters, those that repeat as "!12?".
local function packed(line, width)
  local parts, x = {}, 0
  while x < width do
    local bits, first = line[x] or 0, x
    repeat x = x + 1 until x >= width or (line[x] or 0) ~= bits
    local c, n = string.char(63 + bits), x - first
    parts[#parts + 1] = n > 3 and ("!%d%s"):format(n, c) or c:rep(n)
  end
  return table.concat(parts)
end

-- By colour, the bits of each column in rows y to y + 5.
local function band_of(p, y)
  local lines = {}
  for row = 0, math.min(5, p.height - 1 - y) do
    for x = 0, p.width - 1 do
      local k = number_of(p, ((y + row) * p.width + x) * p.channels + 1)
      local line = lines[k] or {}
      lines[k], line[x] = line, (line[x] or 0) | 1 << row
    end
  end
  return lines
end

local function sorted_keys(t)
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = k end
  table.sort(keys)
  return keys
end

--- p, {pixels, width, height, channels}, as what a terminal with sixels draws,
--- a pixel for each, in at most 216 colours.
function sixel.encode(p)
  local bands, used = {}, {}
  for y = 0, p.height - 1, 6 do
    local lines, parts = band_of(p, y), {}
    for _, k in ipairs(sorted_keys(lines)) do
      used[k] = true
      parts[#parts + 1] = ("#%d%s"):format(k, packed(lines[k], p.width))
    end
    bands[#bands + 1] = table.concat(parts, "$")
  end
  local colours = sorted_keys(used)
  for i, k in ipairs(colours) do colours[i] = defined(p, k) end
  return ('\27P0;1q"1;1;%d;%d'):format(p.width, p.height) ..
         table.concat(colours) .. table.concat(bands, "-") .. "\27\\"
end

return sixel
