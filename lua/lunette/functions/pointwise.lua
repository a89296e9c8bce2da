--- Functions of each element, made of ops.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local define, functions = arguments.define, engine.functions
local pointwise = {}
local INF = math.huge

-- ---- arithmetic ----

--- other - alpha x.
pointwise.rsub = define("rsub", "x, other, {alpha: real = 1}",
  function(x, other, o)
    if o.alpha == 1 then return functions.sub(other, x) end
    return functions.sub(other, x, {alpha = o.alpha})
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

--- x in degrees, in radians.
pointwise.deg2rad = define("deg2rad", "x", function(x)
  return x * (math.pi / 180)
end)

--- x in radians, in degrees.
pointwise.rad2deg = define("rad2deg", "x", function(x)
  return x * (180 / math.pi)
end)

-- ---- choices ----

--- 1 where x is inf, else 0. No derivative.
pointwise.isposinf = define("isposinf", "x", function(x) return x:eq(INF) end)

--- 1 where x is -inf, else 0. No derivative.
pointwise.isneginf = define("isneginf", "x", function(x) return x:eq(-INF) end)

-- ---- exponentials and logarithms ----

--- x 2^other.
pointwise.ldexp = define("ldexp", "x, other", function(x, other)
  return x * functions.exp2(other)
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

--- The inverse of ndtr: the number below which a share p of standard normal
--- numbers lies; -inf at 0, inf at 1.
pointwise.ndtri = define("ndtri", "p", function(p)
  return (p * 2 - 1):erfinv() * math.sqrt(2)
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
