-- How near pointwise loops come to the C library's functions in double, which
-- Lua's math has: over the whole range, and at its edges.
local ln = require "lunette"

local BITS, LEAST = 52, -1022
if ln.real == "float" then BITS, LEAST = 23, -126 end

-- The distance of y from r in units of the last place of r.
local function units(y, r)
  if y == r or y ~= y and r ~= r then return 0 end
  local size, e = math.abs(r), LEAST
  if size == math.huge or y ~= y or r ~= r then return math.huge end
  while 2.0 ^ (e + 1) <= size do e = e + 1 end
  return math.abs(y - r) / 2.0 ^ (e - BITS)
end

-- Numbers of all sizes and both signs, as the engine has them.
local function spread(count, base, smallest)
  local list = {}
  for k = 0, count - 1 do
    list[#list + 1] = base ^ k * smallest
    list[#list + 1] = -base ^ k * smallest
  end
  return ln.tensor(list):totable()
end

local EDGES = {0.0, -0.0, math.huge, -math.huge, 0 / 0, 1, -1, 0.5, -0.5, 2, 1e-40, -1e-40, 1e38}
local WIDE = spread(1500, 1.123, 1e-38) -- to 1e37
local NARROW = spread(1500, 1.00921, 1.06e-6) -- to 1

local function same_sign(a, b) return 1 / a == 1 / b end

local function check(name, values, f, most)
  for _, list in ipairs {values, ln.tensor(EDGES):totable()} do
    local y = ln[name](ln.tensor(list)):totable()
    for k, x in ipairs(list) do
      local r = f(x)
      local near = units(y[k], r) <= most and (r ~= 0 or same_sign(y[k], r))
      if not near then error(("%s(%.9g) is %.9g, not %.9g"):format(name, x, y[k], r)) end
    end
  end
end

describe("pointwise loops", function()
  it("are within 2 units in the last place", function()
    check("tan", WIDE, math.tan, 2)
    check("atan", WIDE, math.atan, 2)
    check("asin", NARROW, math.asin, 2)
    check("acos", NARROW, math.acos, 2)
    check("log2", WIDE, function(x) return math.log(x, 2) end, 2)
    check("log10", WIDE, function(x) return math.log(x, 10) end, 2)
  end)

  it("know the angle of any point, by the signs of zeros and infinities", function()
    local some = {1e-3, -1e-3, 0.7, -3, 1e20}
    for _, x in ipairs(EDGES) do some[#some + 1] = x end
    local a, b = {}, {}
    for _, y in ipairs(some) do
      for _, x in ipairs(some) do a[#a + 1], b[#b + 1] = y, x end
    end
    a, b = ln.tensor(a), ln.tensor(b)
    local y = ln.atan2(a, b):totable()
    a, b = a:totable(), b:totable()
    for k, v in ipairs(y) do
      local r = math.atan(a[k], b[k])
      local near = units(v, r) <= 2 and (r ~= 0 or same_sign(v, r))
      if not near then error(("atan2(%g, %g) is %.9g, not %.9g"):format(a[k], b[k], v, r)) end
    end
  end)
end)
