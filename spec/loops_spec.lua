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

-- erfinv of what both builds hold exactly, by SciPy 1.10.
local ERFINV = {
  {8.6736173798840355e-19, 7.6867932631282357e-19},
  {9.5367431640625e-07, 8.4517185731217288e-07},
  {0.015625, 0.01384818089091429},
  {0.140625, 0.12527798184486597},
  {0.25, 0.2253120550121781},
  {0.5, 0.47693627620446988},
  {0.625, 0.6273073477885589},
  {0.75, 0.81341984759761843},
  {0.875, 1.0847870400692832},
  {0.9375, 1.3171503349861309},
  {0.984375, 1.7094723742995117},
  {0.9921875, 1.8809517454731393},
  {0.99609375, 2.0404520146056093},
  {0.9990234375, 2.3314677736219478},
  {0.99993896484375, 2.8346302855713938},
  {0.99999618530273438, 3.2677037785896181},
  {0.9999997615814209, 3.653322423990244},
  {0.99999994039535522, 3.8325068569007117},
}

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

  -- C's pow in double, which Lua's ^ is
  it("have the powers of all numbers within a unit", function()
    local a, b = {}, {}
    local exponents = {0.1, -0.1, 1.7, -2.5, 4, 5, -7, 11, 1 / 3, 1e-3, 40.5, -33, 1e5, -1e5 - 1, 1e9}
    for _, x in ipairs(EDGES) do exponents[#exponents + 1] = x end
    local bases = spread(60, 4.37, 1e-38)
    for _, x in ipairs(EDGES) do bases[#bases + 1] = x end
    for k = 1, 40 do bases[#bases + 1] = 1 + (k - 20) * 1.001 ^ k / 2 ^ 18 end
    for _, x in ipairs(bases) do
      for _, e in ipairs(exponents) do a[#a + 1], b[#b + 1] = x, e end
    end
    a, b = ln.tensor(a), ln.tensor(b)
    local y = (a ^ b):totable()
    a, b = a:totable(), b:totable()
    for k, v in ipairs(y) do
      local r = ln.tensor(a[k] ^ b[k]):item() -- rounded, to inf and to 0 too
      local near = units(v, r) <= 1 and (r ~= 0 or same_sign(v, r))
      if not near then error(("%.9g ^ %.9g is %.9g, not %.9g"):format(a[k], b[k], v, r)) end
    end
  end)

  it("have the inverse of erf, in float within 4 units", function()
    -- in double by what the rounding of erf near 1 leaves
    local most = ln.real == "float" and 4 or 1e-9 * 2.0 ^ BITS
    for _, case in ipairs(ERFINV) do
      local x, r = case[1], case[2]
      local y = ln.tensor({x, -x}):erfinv():totable()
      assert.is_true(units(y[1], r) <= most and y[2] == -y[1], ("erfinv(%.17g) is %.17g, not %.17g"):format(x, y[1], r))
    end
    local y = ln.tensor({1, -1, 1.5, -2, 0 / 0, 0.0, -0.0, math.huge}):erfinv():totable()
    assert.same({math.huge, -math.huge}, {y[1], y[2]})
    for _, k in ipairs {3, 4, 5, 8} do assert.is_true(y[k] ~= y[k]) end
    assert.is_true(same_sign(y[6], 0.0) and same_sign(y[7], -0.0))
  end)
end)
