--- Ops of each element by itself.

local engine = require "lunette.engine"
local integers = require "lunette.onnx.load.integers"
local nn = require "lunette.nn"
local ops = require "lunette.onnx.load.ops"
local raise = require "lunette.errors".raise
local tensor = require "lunette.onnx.load.tensor"

local define, functions = ops.define, engine.functions

-- ---- one operand ----

for name, f in pairs {
  Relu = "relu", Sigmoid = "sigmoid", Tanh = "tanh", Softplus = "softplus",
  Softsign = "softsign", Erf = "erf", Sqrt = "sqrt", Exp = "exp", Log = "log",
  Reciprocal = "reciprocal", Floor = "floor", Ceil = "ceil", Round = "round",
  Sin = "sin", Cos = "cos", Tan = "tan", Asin = "asin", Acos = "acos",
  Atan = "atan", Sinh = "sinh", Cosh = "cosh", Asinh = "asinh",
  Acosh = "acosh", Atanh = "atanh", HardSwish = "hardswish", IsNaN = "isnan",
} do
  define(name, "x: tensor", "", function(_, x) return functions[f](x) end)
end

local function sign(v) return v > 0 and 1 or v < 0 and -1 or 0 end

-- An op of tensors, and its like of integers.
for name, f in pairs {
  Neg = {"neg", function(v) return -v end}, Abs = {"abs", math.abs},
  Sign = {"sign", sign}, Not = {"logical_not", function(v) return 1 - v end},
} do
  define(name, "x: value", "", function(_, x)
    if integers.is(x) then return integers.map(f[2], x) end
    return functions[f[1]](x)
  end)
end

define("LeakyRelu", "x: tensor", "alpha: float = 0.01", function(o, x)
  return x:leaky_relu(o.alpha)
end)

define("Elu", "x: tensor", "alpha: float = 1", function(o, x)
  return x:elu(o.alpha)
end)

define("Celu", "x: tensor", "alpha: float = 1", function(o, x)
  return x:celu(o.alpha)
end)

define("Selu", "x: tensor",
       "alpha: float = 1.6732632, gamma: float = 1.0507010",
       function(o, x) return x:elu(o.alpha) * o.gamma end)

define("ThresholdedRelu", "x: tensor", "alpha: float = 1", function(o, x)
  return x:threshold(o.alpha, 0)
end)

define("HardSigmoid", "x: tensor", "alpha: float = 0.2, beta: float = 0.5",
       function(o, x) return (x * o.alpha + o.beta):clamp(0, 1) end)

define("PRelu", "x: tensor, slope: tensor", "", function(_, x, slope)
  return x:relu() - (-x):relu() * slope
end)

define("Identity", "x: value", "", function(_, x) return x end)

-- In training mode as nn.Dropout, by the ratio that the node has.
define("Dropout", "x: tensor, ratio: constant?, training_mode: value?",
       "ratio: float = 0.5, seed: int", function(o, x, ratio)
  local p = ratio and ratio:item() or o.ratio
  return o.training and nn.functional.dropout(x, p, true) or x
end)

local function bound(x) return x and integers.as_tensor(x):item() end

define("Clip", "x: value, min: value?, max: value?", "min: float, max: float",
       function(o, x, min, max)
  if integers.is(x) then
    min, max = bound(min) or math.mininteger, bound(max) or math.maxinteger
    return integers.map(function(v)
      return math.tointeger(math.min(math.max(v, min), max))
    end, x)
  end
  min, max = bound(min) or o.min, bound(max) or o.max
  return (min or max) and x:clamp(min, max) or x
end)

-- ---- two ----

local function whole_quotient(a, b)
  if b == 0 then raise "an integer is divided by 0" end
  local q = a // b
  return a % b ~= 0 and (a < 0) ~= (b < 0) and q + 1 or q
end

local function remainder(a, b)
  return b == 0 and raise "an integer is divided by 0" or a % b
end

local function power(a, b)
  return math.tointeger(a ^ b) or raise("%d ^ %d is no integer", a, b)
end

local function bit(condition) return condition and 1 or 0 end

-- f of tensors, or g of integers where all are that.
local function pair(f, g)
  return function(a, b)
    if integers.is(a) and integers.is(b) then return integers.map(g, a, b) end
    return functions[f](integers.as_tensor(a), integers.as_tensor(b))
  end
end

local pairs_of = {
  Add = pair("add", function(a, b) return a + b end),
  Sub = pair("sub", function(a, b) return a - b end),
  Mul = pair("mul", function(a, b) return a * b end),
  Div = pair("div", whole_quotient),
  Equal = pair("eq", function(a, b) return bit(a == b) end),
  Less = pair("lt", function(a, b) return bit(a < b) end),
  Greater = pair("gt", function(a, b) return bit(a > b) end),
  LessOrEqual = pair("le", function(a, b) return bit(a <= b) end),
  GreaterOrEqual = pair("ge", function(a, b) return bit(a >= b) end),
  And = pair("logical_and", function(a, b) return a & b end),
  Or = pair("logical_or", function(a, b) return a | b end),
  Xor = pair("logical_xor", function(a, b) return a ~ b end),
}
for name, f in pairs(pairs_of) do
  define(name, "a: value, b: value", "", function(_, a, b) return f(a, b) end)
end

-- The remainder has the sign of b, with fmod that of a.
local mod, fmod = pair("remainder", remainder), pair("fmod", function(a, b)
  return remainder(a, b) and math.fmod(a, b)
end)
define("Mod", "a: value, b: value", "fmod: int = 0", function(o, a, b)
  return (o.fmod == 0 and mod or fmod)(a, b)
end)

-- A number for exponent: x may be negative then, whose logarithm is none.
local pow = pair("pow", power)
define("Pow", "a: value, b: value", "", function(_, a, b)
  if integers.is(a) then return pow(a, b) end
  b = integers.as_tensor(b)
  local is_number = b:numel() == 1 and not b:requires_grad()
  return a:pow(is_number and b:dim() <= a:dim() and b:item() or b)
end)

-- ---- any number of them ----

for name, f in pairs {
  Min = pair("minimum", math.min), Max = pair("maximum", math.max),
  Sum = pairs_of.Add,
} do
  define(name, "x: value, more: value...", "", function(_, x, ...)
    for _, y in ipairs {...} do x = f(x, y) end
    return x
  end)
end

define("Mean", "x: tensor, more: tensor...", "", function(_, x, ...)
  local all = {...}
  for _, y in ipairs(all) do x = x + y end
  return x / (#all + 1)
end)

define("Where", "condition: tensor, x: value, y: value", "",
       function(_, condition, x, y)
  if integers.is(x) ~= integers.is(y) then
    x, y = integers.as_tensor(x), integers.as_tensor(y)
  end
  return integers.moved(0, function(a, b)
    return functions.where(condition, a, b)
  end, x, y)
end)

-- ---- types ----

-- All floating point is the engine's; integers are not cut to their bits.
define("Cast", "x: value", "to: int!", function(o, x)
  local kind = tensor.kind(o.to)
  if not kind then raise("type %d to cast to is not known", o.to) end
  if kind == "float" then return integers.as_tensor(x) end
  local is_bool = kind == "bool"
  if not integers.is(x) then
    return is_bool and x:ne(0) or integers.of(x:detach():trunc())
  end
  return is_bool and integers.map(function(v) return bit(v ~= 0) end, x) or x
end)
