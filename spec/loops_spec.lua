-- How near pointwise loops come to the C library's functions in double, which
-- Lua's math has: over the whole range, and at its edges.
local ln = require "lunette"

local INF, NAN = math.huge, 0 / 0
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

  it("have powers by one number that are as C's, those that are simple too", function()
    local bases = ln.cat {ln.tensor(WIDE), ln.tensor(EDGES)}
    for _, e in ipairs {1, 2, 3, 0.5, -1, -0.5} do
      local y = (bases ^ e):totable()
      for k, x in ipairs(bases:totable()) do
        local r = ln.tensor(x ^ e):item()
        local near = units(y[k], r) <= 1 and (r ~= 0 or same_sign(y[k], r))
        if not near then error(("%.9g ^ %.9g is %.9g, not %.9g"):format(x, e, y[k], r)) end
      end
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

-- {row and order, {{x, f(x)}, ...}}, by mpmath 1.2.1 with 60 digits: the inverse hyperbolic functions; 2^x; erfc(x);
-- erfc(-x / sqrt(2)) / 2; exp(x^2) erfc(x), and 2 x times that - 2 / sqrt(pi); log(erfc(-x / sqrt(2)) / 2);
-- log|gamma(x)|; psi(0, x) and psi(1, x); sin(pi x) / (pi x) and cos(pi x) / x - sin(pi x) / (pi x^2);
-- log(x / (1 - x)); -x log(x). All of x are floats.
local SPECIAL = {
  {"asinh", {{-100000.0, -12.206072645555174}, {-0.375, -0.36672460423013677},
    {0.0001220703125, 0.0001220703121968351}, {3.0517578125e-05, 3.0517578120263048e-5}, {2.5, 1.6472311463710957}}},
  {"acosh", {{1.0000001192092896, 0.00048828124514936172}, {1.5, 0.96242365011920689},
    {100000.0, 12.206072645505174}}},
  {"atanh", {{-0.99609375, -3.1181847951018522}, {0.0001220703125, 0.00012207031310632981},
    {3.0517578125e-05, 3.0517578134473903e-5}, {0.5, 0.54930614433405485}}},
  {"exp2", {{-130.5, 5.1950001669557374e-40}, {-0.375, 0.77110541270397041}, {0.625, 1.5422108254079408},
    {100.25, 1.5074991131288804e+30}}},
  {"erfc", {{-3, 1.9999779095030014}, {-0.25, 1.2763263901682369}, {0.5, 0.47950012218695346},
    {2.75, 0.00010062192211963684}, {9, 4.1370317465138102e-37}}},
  {"ndtr", {{-12, 1.776482112077679e-33}, {-1.5, 0.066807201268858066}, {0.25, 0.59870632568292372},
    {3, 0.99865010196836991}}},
  {"erfcx", {{-9, 3.0121946291700611e+35}, {-0.5, 1.9523604891825571}, {0.125, 0.87322184508215081},
    {3, 0.17900115118138995}, {5.5, 0.10096221839949909}, {50, 0.011281536265323773}}},
  {"erfcx_derivative 1", {{-9, -5.42195033250611e+36}, {-0.5, -3.0807396562780697}, {0.125, -0.91007370582497487},
    {3, -0.054372260007172871}, {5.5, -0.017794764701022603}, {50, -0.00022554056313532388}}},
  {"log_ndtr", {{-40, -804.60844201375379}, {-1.5, -2.7059444008238898}, {-0.0625, -0.74426716160764088},
    {0.25, -0.51298407540943043}, {12, -1.776482112077679e-33}}},
  {"lgamma", {{-18.25, -35.635296061054183}, {-2.5, -0.056243716497674051}, {-0.0078125, 4.8565901527814217},
    {0.0078125, 4.8475707758816649}, {1.00390625, -0.0022422226599611501}, {1.9921875, -0.003283288599221334},
    {7.875, 8.2742521191104781}, {8.125, 8.7781509644917099}, {1000, 5905.2204232091812}}},
  {"digamma_derivative 0", {{-9.75, -0.81391901598111466}, {-0.0078125, 127.40985939998568},
    {0.0078125, -128.56443747297673}, {1.5, 0.036489973978576521}, {7.875, 1.9988595242685322},
    {8.125, 2.0321468378463377}, {1000, 6.9072551956488121}}},
  {"digamma_derivative 1", {{-9.75, 19.641724953976865}, {-0.0078125, 16385.663916382173},
    {0.0078125, 16385.626348148032}, {1.5, 0.93480220054467931}, {7.875, 0.13538679222109249},
    {8.125, 0.13096068292590501}, {1000, 0.0010005001666666333}}},
  {"sinc_derivative 0", {{0.0078125, 0.99989960421614178}, {-0.75, 0.30010543871903536},
    {9.625, -0.030553765074410537}, {1000.5, 0.00031815081077840147}}},
  {"sinc_derivative 1", {{0.0009765625, -0.003212758825337777}, {-0.015625, 0.051391804448427914},
    {-0.75, 1.3429496265407772}, {9.625, 0.042933734798909123}, {1000.5, -3.1799181487096599e-07}}},
  {"logit", {{0.0078125, -4.8441870864585913}, {0.5009765625, 0.0039062549670651}, {0.99609375, 5.5412635451584261}}},
  {"entr", {{0.0078125, 0.037906486436872009}, {1.00390625, -0.0039138694797809844}, {1000, -6907.7552789821371}}},
}

-- What is known of the edges: {f, arguments, value}.
local SPECIAL_EDGES = {
  {"asinh", {-INF}, -INF}, {"asinh", {0}, 0}, {"acosh", {1}, 0}, {"acosh", {0.5}, NAN}, {"acosh", {-INF}, NAN},
  {"acosh", {INF}, INF}, {"atanh", {1}, INF}, {"atanh", {-1}, -INF}, {"atanh", {2}, NAN}, {"atanh", {NAN}, NAN},
  {"exp2", {-INF}, 0}, {"exp2", {INF}, INF}, {"exp2", {NAN}, NAN},
  {"erfc", {-INF}, 2}, {"erfc", {INF}, 0}, {"erfc", {NAN}, NAN}, {"ndtr", {-INF}, 0}, {"ndtr", {INF}, 1},
  {"erfcx", {-INF}, INF}, {"erfcx", {INF}, 0}, {"erfcx", {NAN}, NAN},
  {"log_ndtr", {-INF}, -INF}, {"log_ndtr", {INF}, 0}, {"log_ndtr", {NAN}, NAN},
  {"lgamma", {0}, INF}, {"lgamma", {-3}, INF}, {"lgamma", {INF}, INF}, {"lgamma", {-INF}, INF},
  {"lgamma", {1}, 0}, {"lgamma", {NAN}, NAN}, {"digamma", {0.0}, -INF}, {"digamma", {-0.0}, INF},
  {"digamma", {-2}, NAN}, {"digamma", {INF}, INF}, {"digamma", {NAN}, NAN}, {"polygamma", {0, 1}, INF},
  {"polygamma", {-2, 1}, INF}, {"polygamma", {INF, 1}, 0}, {"sinc", {0}, 1}, {"sinc", {3}, 0}, {"sinc", {INF}, NAN},
  {"logit", {0}, -INF}, {"logit", {1}, INF}, {"logit", {-1}, NAN}, {"logit", {2}, NAN},
  {"logit", {0.1, 0.5}, 0}, {"logit", {NAN, 0.5}, NAN},
  {"entr", {-1}, -INF}, {"entr", {0}, 0}, {"entr", {INF}, -INF}, {"xlogy", {0, 0}, 0}, {"xlogy", {0, NAN}, NAN},
  {"xlogy", {2, 0}, -INF}, {"hypot", {INF, NAN}, INF}, {"hypot", {1, NAN}, NAN},
  {"logaddexp", {INF, INF}, INF}, {"logaddexp", {-INF, -INF}, -INF}, {"logaddexp", {-INF, 2}, 2},
  {"logaddexp", {1, NAN}, NAN}, {"logaddexp2", {3, 3}, 4}, {"fmax", {NAN, 1}, 1}, {"fmax", {1, NAN}, 1},
  {"fmin", {NAN, 1}, 1}, {"fmin", {NAN, NAN}, NAN}, {"frac", {-2.75}, -0.75}, {"heaviside", {0, 7}, 7},
  {"heaviside", {-2, 7}, 0}, {"heaviside", {2, 7}, 1}, {"signbit", {-0.0}, 1}, {"signbit", {0.0}, 0},
  {"floor_divide", {-1, INF}, -1}, {"floor_divide", {1, INF}, 0}, {"floor_divide", {INF, 2}, NAN},
  {"floor_divide", {1, 0}, INF}, {"floor_divide", {-7, 2}, -4}, {"floor_divide", {7, -2}, -4},
  {"floor_divide", {1, NAN}, NAN}, {"trunc_divide", {-7, 2}, -3}, {"trunc_divide", {1, 0}, INF},
}

describe("special functions", function()
  it("are within a unit of the last place, in float", function()
    if ln.real ~= "float" then return end
    for _, case in ipairs(SPECIAL) do
      local name, order = case[1]:match "^(%S+) ?(%d*)$"
      for _, point in ipairs(case[2]) do
        local y = ln[name](ln.tensor {point[1]}, tonumber(order)):item()
        local what = ("%s(%.9g) is %.9g, not %.9g"):format(case[1], point[1], y, point[2])
        assert(units(y, point[2]) <= 1, what)
      end
    end
  end)

  it("have their limits", function()
    for _, case in ipairs(SPECIAL_EDGES) do
      local x, other = table.unpack(case[2])
      local y = ln[case[1]](ln.tensor {x}, other):item()
      local same = y == case[3] or y ~= y and case[3] ~= case[3]
      assert(same, ("%s(%g, %s) is %g, not %g"):format(case[1], x, other, y, case[3]))
    end
  end)
end)
