--- Arithmetic, comparisons and special functions, element by element.

local pointwise = {}

-- Rows that ONNX has under a name of its own.
for row, op in pairs {
  mul = "Mul", neg = "Neg", reciprocal = "Reciprocal", sqrt = "Sqrt",
  root = "Sqrt", abs = "Abs", sign = "Sign", maximum = "Max", minimum = "Min",
  exp = "Exp", log = "Log", sin = "Sin", cos = "Cos", tan = "Tan",
  asin = "Asin", acos = "Acos", atan = "Atan", sinh = "Sinh", cosh = "Cosh",
  asinh = "Asinh", acosh = "Acosh", atanh = "Atanh", erf = "Erf",
  floor = "Floor", ceil = "Ceil", pow = "Pow",
} do
  pointwise[row] = function(b, v)
    return b:node(op, b:inputs(v))
  end
end

-- Those that compare: of floats, to a mask.
for row, op in pairs {
  gt = "Greater", ge = "GreaterOrEqual", lt = "Less", le = "LessOrEqual",
  eq = "Equal", isnan = "IsNaN", isinf = "IsInf",
} do
  pointwise[row] = function(b, v)
    return b:node(op, b:inputs(v)), "bool"
  end
end

function pointwise.ne(b, v)
  return b:node("Not", {b:equal(b:input(v, 1), b:input(v, 2))}), "bool"
end

for row, op in pairs {logical_and = "And", logical_or = "Or",
                      logical_xor = "Xor"} do
  pointwise[row] = function(b, v)
    return b:node(op, {b:input(v, 1, "bool"), b:input(v, 2, "bool")}), "bool"
  end
end

function pointwise.logical_not(b, v)
  return b:node("Not", {b:input(v, 1, "bool")}), "bool"
end

function pointwise.isfinite(b, v)
  local x = b:input(v, 1)
  local far = b:node("Or", {b:node("IsNaN", {x}), b:node("IsInf", {x})})
  return b:node("Not", {far}), "bool"
end

-- ---- sums and products ----

function pointwise.add(b, v)
  return b:add(b:input(v, 1), b:scaled(b:input(v, 2), v.attributes.alpha))
end

function pointwise.sub(b, v)
  return b:sub(b:input(v, 1), b:scaled(b:input(v, 2), v.attributes.alpha))
end

local function truncated(b, x)
  return b:mul(b:node("Sign", {x}),
               b:node("Floor", {b:node("Abs", {x})}))
end

function pointwise.div(b, v)
  local y, mode = b:div(b:input(v, 1), b:input(v, 2)),
                  v.attributes.rounding_mode
  if mode == "trunc" then return truncated(b, y) end
  return mode == "floor" and b:node("Floor", {y}) or y
end

function pointwise.floor_divide(b, v)
  return b:node("Floor", {b:div(b:input(v, 1), b:input(v, 2))})
end

function pointwise.trunc_divide(b, v)
  return truncated(b, b:div(b:input(v, 1), b:input(v, 2)))
end

function pointwise.trunc(b, v) return truncated(b, b:input(v, 1)) end

function pointwise.frac(b, v)
  local x = b:input(v, 1)
  return b:sub(x, truncated(b, x))
end

function pointwise.remainder(b, v)
  local x, y = b:input(v, 1), b:input(v, 2)
  return b:sub(x, b:mul(y, b:node("Floor", {b:div(x, y)})))
end

function pointwise.fmod(b, v)
  return b:node("Mod", {b:input(v, 1), b:input(v, 2)}, {fmod = 1})
end

function pointwise.round(b, v)
  local x, scale = b:input(v, 1), 10.0 ^ v.attributes.decimals
  local y = b:node("Round", {b:scaled(x, scale)})
  return scale == 1 and y or b:div(y, b:number(scale))
end

function pointwise.square(b, v)
  local x = b:input(v, 1)
  return b:mul(x, x)
end

function pointwise.squared_error(b, v)
  local gap = b:sub(b:input(v, 1), b:input(v, 2))
  return b:mul(gap, gap)
end

function pointwise.rsqrt(b, v)
  return b:node("Reciprocal", {b:node("Sqrt", {b:input(v, 1)})})
end

function pointwise.hypot(b, v)
  local x, y = b:input(v, 1), b:input(v, 2)
  return b:node("Sqrt", {b:add(b:mul(x, x), b:mul(y, y))})
end

function pointwise.lerp(b, v)
  local x, other = b:input(v, 1), b:input(v, 2)
  return b:add(x, b:mul(b:input(v, 3), b:sub(other, x)))
end

function pointwise.addcmul(b, v)
  local y = b:mul(b:input(v, 2), b:input(v, 3))
  return b:add(b:input(v, 1), b:scaled(y, v.attributes.value))
end
pointwise.add_outer = pointwise.addcmul

function pointwise.addcdiv(b, v)
  local y = b:div(b:input(v, 2), b:input(v, 3))
  return b:add(b:input(v, 1), b:scaled(y, v.attributes.value))
end

-- ---- choices ----

local function where(b, mask, x, y) return b:node("Where", {mask, x, y}) end

function pointwise.where(b, v)
  return where(b, b:input(v, 1, "bool"), b:input(v, 2), b:input(v, 3))
end

function pointwise.masked_fill(b, v)
  return where(b, b:input(v, 2, "bool"), b:input(v, 3), b:input(v, 1))
end

-- The other one where one is NaN.
for row, op in pairs {fmax = "Max", fmin = "Min"} do
  pointwise[row] = function(b, v)
    local x, y = b:input(v, 1), b:input(v, 2)
    local both = where(b, b:node("IsNaN", {y}), x, b:node(op, {x, y}))
    return where(b, b:node("IsNaN", {x}), y, both)
  end
end

function pointwise.multiply_no_nan(b, v)
  local product = b:mul(b:input(v, 1), b:input(v, 2))
  return where(b, b:input(v, 2, "bool"), product, b:number(0))
end

function pointwise.heaviside(b, v)
  local x, zero = b:input(v, 1), b:number(0)
  local above = where(b, b:node("Greater", {x, zero}), b:number(1), zero)
  return where(b, b:equal(x, zero), b:input(v, 2), above)
end

function pointwise.clamp(b, v)
  local x = b:input(v, 1)
  if v.inputs[2] then x = b:max(x, b:input(v, 2)) end
  return v.inputs[3] and b:node("Min", {x, b:input(v, 3)}) or x
end

-- ---- powers and logarithms ----

function pointwise.expm1(b, v)
  return b:sub(b:node("Exp", {b:input(v, 1)}), b:number(1))
end

function pointwise.log1p(b, v)
  return b:node("Log", {b:add(b:input(v, 1), b:number(1))})
end

for row, base in pairs {log2 = 2, log10 = 10} do
  pointwise[row] = function(b, v)
    return b:div(b:node("Log", {b:input(v, 1)}), b:number(math.log(base)))
  end
end

function pointwise.exp2(b, v)
  return b:node("Pow", {b:number(2), b:input(v, 1)})
end

-- The larger of the two and log(1 + exp(-gap)), which is softplus of it.
function pointwise.logaddexp(b, v)
  local x, y = b:input(v, 1), b:input(v, 2)
  local gap = b:node("Neg", {b:node("Abs", {b:sub(x, y)})})
  return b:add(b:max(x, y), b:node("Softplus", {gap}))
end

function pointwise.logit(b, v)
  local x, eps = b:input(v, 1), v.attributes.eps
  if eps == eps then
    x = b:node("Clip", {x, b:number(eps), b:number(1 - eps)})
  end
  return b:node("Log", {b:div(x, b:sub(b:number(1), x))})
end

function pointwise.xlogy(b, v)
  local x = b:input(v, 1)
  local y = b:mul(x, b:node("Log", {b:input(v, 2)}))
  return where(b, b:equal(x, b:number(0)), b:number(0), y)
end

function pointwise.entr(b, v)
  local x = b:input(v, 1)
  local y = b:node("Neg", {b:mul(x, b:node("Log", {x}))})
  return where(b, b:equal(x, b:number(0)), b:number(0), y)
end

function pointwise.erfc(b, v)
  return b:sub(b:number(1), b:node("Erf", {b:input(v, 1)}))
end

function pointwise.ndtr(b, v)
  local y = b:node("Erf", {b:mul(b:input(v, 1), b:number(math.sqrt(0.5)))})
  return b:mul(b:add(y, b:number(1)), b:number(0.5))
end

return pointwise
