--- Functions of each element, made of ops.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local define, functions = arguments.define, engine.functions
local pointwise = {}
local LN2, INF = math.log(2), math.huge

-- ---- arithmetic ----

--- other - alpha x.
pointwise.rsub = define("rsub", "x, other, {alpha: real = 1}",
  function(x, other, o)
    return functions.sub(other, x, {alpha = o.alpha})
  end)

--- floor(x / other), of the quotient before it is rounded to a number: of 1 and
--- 0.1 it is 9. The derivative is 0.
pointwise.floor_divide = define("floor_divide", "x, other",
  function(x, other)
    return functions.div(x, other, {rounding_mode = "floor"})
  end)

--- x, and min where x is below it.
pointwise.clamp_min = define("clamp_min", "x, min", function(x, min)
  return functions.clamp(x, min)
end)

--- x, and max where x is above it.
pointwise.clamp_max = define("clamp_max", "x, max", function(x, max)
  return functions.clamp(x, nil, max)
end)

--- x itself.
pointwise.positive = define("positive", "x", function(x) return x end)

--- x - trunc(x): what stands after the point, with the sign of x.
pointwise.frac = define("frac", "x", function(x) return x - x:trunc() end)

--- x in degrees, in radians.
pointwise.deg2rad = define("deg2rad", "x", function(x)
  return x * (math.pi / 180)
end)

--- x in radians, in degrees.
pointwise.rad2deg = define("rad2deg", "x", function(x)
  return x * (180 / math.pi)
end)

-- ---- choices ----

--- The larger of the two, and the other one where one is NaN. Of equal ones x
--- has the gradient.
pointwise.fmax = define("fmax", "x, other", function(x, other)
  return x:ge(other):logical_or(other:isnan()):where(x, other)
end)

--- The smaller of the two, and the other one where one is NaN. Of equal ones x
--- has the gradient.
pointwise.fmin = define("fmin", "x, other", function(x, other)
  return x:le(other):logical_or(other:isnan()):where(x, other)
end)

--- 0 below 0, 1 above, values at 0.
pointwise.heaviside = define("heaviside", "x, values", function(x, values)
  return x:eq(0):where(values, x:gt(0))
end)

--- 1 where x is inf, else 0. No derivative.
pointwise.isposinf = define("isposinf", "x", function(x) return x:eq(INF) end)

--- 1 where x is -inf, else 0. No derivative.
pointwise.isneginf = define("isneginf", "x", function(x) return x:eq(-INF) end)

--- 1 where x is below 0, or -0, else 0. No derivative.
pointwise.signbit = define("signbit", "x", function(x)
  return functions.copysign(1, x):lt(0)
end)

-- ---- exponentials and logarithms ----

--- 2 to the power of x.
pointwise.exp2 = define("exp2", "x", function(x) return functions.pow(2, x) end)

--- x 2^other.
pointwise.ldexp = define("ldexp", "x, other", function(x, other)
  return x * functions.pow(2, other)
end)

--- log(exp(x) + exp(other)), without overflow.
pointwise.logaddexp = define("logaddexp", "x, other", function(x, other)
  -- the gap of two equal infinities is none
  local none = x:eq(other):logical_and(x:isinf())
  local gap = none:where(0, x - other)
  return x:ge(other):where(x - gap:logsigmoid(), other - (-gap):logsigmoid())
end)

--- log2(2^x + 2^other), without overflow.
pointwise.logaddexp2 = define("logaddexp2", "x, other", function(x, other)
  return pointwise.logaddexp(x * LN2, other * LN2) / LN2
end)

--- log(x / (1 - x)), the inverse of sigmoid; NaN outside 0 .. 1. With eps, x
--- is first limited to eps .. 1 - eps.
pointwise.logit = define("logit", "x, eps: real?", function(x, eps)
  if eps then x = x:clamp(eps, 1 - eps) end
  return x:log() - (-x):log1p()
end)

--- x log(other), and 0 where x is 0, unless other is NaN.
pointwise.xlogy = define("xlogy", "x, other", function(x, other)
  local dead = x:eq(0):logical_and(other:le(0):logical_or(other:eq(INF)))
  return x * dead:where(1, other):log()
end)

--- x log(1 + other), and 0 where x is 0, unless other is NaN.
pointwise.xlog1py = define("xlog1py", "x, other", function(x, other)
  local dead = x:eq(0):logical_and(other:le(-1):logical_or(other:eq(INF)))
  return x * dead:where(0, other):log1p()
end)

-- ---- special functions ----

--- sin(pi x) / (pi x), and 1 at 0. Derivatives of every order are those of the
--- function, at 0 as well, where PyTorch's are 0.
pointwise.sinc = define("sinc", "x", function(x)
  return x:sinc_derivative(0)
end)

--- The normal distribution function: the share of a standard normal number
--- that is at most x.
pointwise.ndtr = define("ndtr", "x", function(x)
  return (x * -math.sqrt(0.5)):erfc() * 0.5
end)

--- The inverse of ndtr: the number below which a share p of standard normal
--- numbers lies; -inf at 0, inf at 1.
pointwise.ndtri = define("ndtri", "p", function(p)
  return (p * 2 - 1):erfinv() * math.sqrt(2)
end)

--- -x log x, 0 at 0 and -inf below.
pointwise.entr = define("entr", "x", function(x)
  return x:lt(0):where(-INF, -pointwise.xlogy(x:relu(), x:relu()))
end)

--- The derivative of lgamma; at 0 infinite, NaN at whole numbers below.
pointwise.digamma = define("digamma", "x", function(x)
  return x:digamma_derivative(0)
end)

--- The n-th derivative of digamma at x, n from 0: ln.polygamma(n, x), or
--- x:polygamma(n).
pointwise.polygamma = define("polygamma", "n: whole|tensor, x: tensor|whole",
  function(n, x)
    if engine.is_tensor(n) then n, x = x, n end
    if engine.is_tensor(n) or not engine.is_tensor(x) then
      raise "polygamma: one order and one tensor are wanted"
    end
    return x:digamma_derivative(n)
  end)

--- The logarithm of the multivariate gamma function of dimension p,
--- p (p - 1) / 4 log(pi) plus lgamma(x - k / 2) for k from 0 to p - 1. It is
--- meant for x above (p - 1) / 2.
pointwise.mvlgamma = define("mvlgamma", "x, p: count", function(x, p)
  local y = x:lgamma() + p * (p - 1) / 4 * math.log(math.pi)
  for k = 1, p - 1 do y = y + (x - k / 2):lgamma() end
  return y
end)

return pointwise
