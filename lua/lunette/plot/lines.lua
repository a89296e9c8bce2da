--- Curves: through points in the order given, smoothed if wanted, with a band
--- for an interval around them.

local palette = require "lunette.plot.palette"
local path = require "lunette.plot.path"

local lines = {}

--- The exponential moving average of Adam (Kingma and Ba, arXiv 1412.6980,
--- section 3), each divided by 1 - beta^t: m_t = beta m_(t-1) + (1 - beta) y_t.
--- A gap stays one, and does not count.
function lines.smoothed(y, beta)
  local smooth, m, rest = {}, 0, 1
  for k, v in ipairs(y) do
    if v - v == 0 then
      m, rest = beta * m + (1 - beta) * v, rest * beta
      v = m / (1 - rest)
    end
    smooth[k] = v
  end
  return smooth
end

function lines.include(marks, xs, ys)
  for _, mark in ipairs(marks) do
    xs:include(mark.x)
    for _, values in ipairs {mark.y, mark.raw or {}, mark.low or {},
                              mark.high or {}} do
      ys:include(values)
    end
  end
end

-- The values that have places, in pixels; and those runs of them.
local function placed(area, x, y)
  local px, py, at_x, at_y = {}, {}, area.x, area.y
  local xs, ys = area.xs, area.ys
  local runs = path.runs(#x, function(k)
    return xs:takes(x[k]) and ys:takes(y[k])
  end)
  for _, run in ipairs(runs) do
    for k = run[1], run[2] do px[k], py[k] = at_x(x[k]), at_y(y[k]) end
  end
  return px, py, runs
end

local function draw_curve(area, mark, y, how)
  local px, py, runs = placed(area, mark.x, y)
  local parts, dots = {}, {}
  for _, run in ipairs(runs) do
    if run[1] == run[2] then
      dots[#dots + 1] = ('<circle class="c%d" fill="currentColor" r="2.2" ' ..
        'cx="%s" cy="%s"/>'):format(mark.colour, path.number(px[run[1]]),
                                    path.number(py[run[1]]))
    else
      local words = {}
      path.thin(words, px, py, run[1], run[2])
      parts[#parts + 1] = "M" .. table.concat(words, "L")
    end
  end
  if #parts > 0 then
    area:add(('<path class="c%d" fill="none" stroke="currentColor" ' ..
              'stroke-linejoin="round"%s d="%s"/>'):format(mark.colour, how,
                                                    table.concat(parts)))
  end
  area:add(table.concat(dots))
end

local function backwards(words)
  for k = 1, #words // 2 do
    local other = #words + 1 - k
    words[k], words[other] = words[other], words[k]
  end
  return words
end

local function draw_band(area, mark)
  local px, low = placed(area, mark.x, mark.low)
  local _, high = placed(area, mark.x, mark.high)
  local runs = path.runs(#mark.x, function(k) return low[k] and high[k] end)
  for _, run in ipairs(runs) do
    local above, below = {}, {}
    path.thin(above, px, high, run[1], run[2])
    path.thin(below, px, low, run[1], run[2])
    area:add(('<path class="c%d" fill="currentColor" fill-opacity="0.2" ' ..
              'd="M%sL%sZ"/>'):format(mark.colour, table.concat(above, "L"),
                                      table.concat(backwards(below), "L")))
  end
end

function lines.draw(mark, area)
  if mark.low then draw_band(area, mark) end
  if mark.raw then
    draw_curve(area, mark, mark.raw, ' stroke-width="1" stroke-opacity="0.3"')
  end
  draw_curve(area, mark, mark.y, palette.stroke(mark, 1.6))
end

--- What stands for it in a legend, in a box of 24 by 10 pixels at x, y.
function lines.sample(mark, x, y)
  return ('<path class="c%d" fill="none" stroke="currentColor"%s ' ..
          'd="M%g %gh24"/>'):format(mark.colour, palette.stroke(mark, 2), x,
                                    y + 5)
end

function lines.dots(mark, canvas)
  for _, run in ipairs(select(3, placed(canvas, mark.x, mark.y))) do
    local px, py = canvas.x, canvas.y
    local x, y = px(mark.x[run[1]]), py(mark.y[run[1]])
    canvas:dot(x, y, mark.colour)
    for k = run[1] + 1, run[2] do
      local to_x, to_y = px(mark.x[k]), py(mark.y[k])
      canvas:line(x, y, to_x, to_y, mark)
      x, y = to_x, to_y
    end
  end
end

return lines
