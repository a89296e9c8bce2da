--- Pixels as an element of SVG: a PNG within the page.

local base64 = require "lunette.base64"
local engine = require "lunette.engine"
local errors = require "lunette.errors"

local embed = {}

-- The most that a pixel is enlarged, to a square.
local MOST = 16

-- The pixels as squares of factor by factor: programs that blur what they
-- enlarge, as rsvg-convert does, blur no more than the edges of these.
local function enlarged(p, factor)
  local rows, size = {}, p.channels
  for y = 0, p.height - 1 do
    local row = {}
    for x = 0, p.width - 1 do
      local at = (y * p.width + x) * size
      row[x + 1] = p.pixels:sub(at + 1, at + size):rep(factor)
    end
    rows[y + 1] = table.concat(row):rep(factor)
  end
  return table.concat(rows), p.width * factor, p.height * factor
end

--- p, {pixels, width, height, channels}, stretched over the box at x, y.
function embed.image(p, x, y, width, height)
  local factor = math.ceil(2 * math.max(width / p.width, height / p.height))
  local bytes, w, h = enlarged(p, math.min(factor, MOST))
  local png = errors.check(engine.io.png_pack(bytes, w, h, p.channels))
  return ('<image x="%.5g" y="%.5g" width="%.5g" height="%.5g" ' ..
          'preserveAspectRatio="none" class="pixels" href="data:image/png;' ..
          'base64,%s"/>'):format(x, y, width, height, base64(png))
end

return embed
