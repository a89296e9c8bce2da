--- Points of curves as the words of an SVG path, thinned without a loss that
--- can be seen.

local path = {}

--- A coordinate in pixels, to a tenth.
local function number(v)
  local text = ("%.1f"):format(v)
  if text:sub(-2) == ".0" then text = text:sub(1, -3) end
  return text == "-0" and "0" or text
end
path.number = number

--- A list of {first, last}: the runs within 1 to n of indices that ok(k) likes.
function path.runs(n, ok)
  local runs, first = {}, nil
  for k = 1, n + 1 do
    local there = k <= n and ok(k)
    if there and not first then first = k end
    if first and not there then
      runs[#runs + 1] = {first, k - 1}
      first = nil
    end
  end
  return runs
end

-- Adds points i, j, k, l, in that order, each once.
local function add(out, x, y, i, j, k, l)
  if j > k then j, k = k, j end
  local before
  for at = 1, 4 do
    local this = at == 1 and i or at == 2 and j or at == 3 and k or l
    if this ~= before then
      out[#out + 1] = number(x[this]) .. " " .. number(y[this])
      before = this
    end
  end
end

--- Adds to `out` the points first to last of pixels x, y, as "x y". Of those
--- that follow each other in one column of pixels the first, the lowest, the
--- highest and the last are kept, which draw the same line.
function path.thin(out, x, y, first, last)
  local column, from, low, high = x[first] // 1, first, first, first
  for k = first + 1, last do
    local here = x[k] // 1
    if here ~= column then
      add(out, x, y, from, low, high, k - 1)
      column, from, low, high = here, k, k, k
    else
      local v = y[k]
      if v < y[low] then low = k end
      if v > y[high] then high = k end
    end
  end
  add(out, x, y, from, low, high, last)
end

return path
