-- Element by element. `end` is a word of Lua's, so arguments go by place.
local case, each = ...

each([[neg square abs sign exp expm1 exp2 sin cos tan atan sinh cosh asinh erf
  erfc floor ceil round trunc frac deg2rad rad2deg positive sinc nan_to_num
  isnan isinf isfinite isposinf isneginf signbit logical_not]], "ln.%s(x)")
each("reciprocal sqrt rsqrt log log1p log2 log10 lgamma digamma",
     "ln.%s(p)", "p")
case("ln.mvlgamma(a, 2)", "a")
each("asin acos atanh erfinv logit", "ln.%s(u)", "u")
case("ln.acosh(a)", "a")
each("ndtr log_ndtr erfcx", "ln.%s(x)", "x", "torch.special.%s(x)")
each("ndtri entr", "ln.%s(u)", "u", "torch.special.%s(u)")
case("ln.polygamma(1, p)", "p")

each("add sub mul maximum minimum fmax fmin atan2 hypot copysign rsub",
     "ln.%s(x, y)", "x, y")
each("logaddexp logaddexp2 heaviside ldexp nextafter", "ln.%s(x, y)", "x, y")
each("div xlogy", "ln.%s(x, p)", "x, p")
case("ln.xlog1py(x, p)", "x, p", {torch = "torch.special.xlog1py(x, p)"})
each("fmod remainder floor_divide", "ln.%s(x, r)", "x, r")
case('ln.div(x, r, {rounding_mode = "trunc"})', "x, r")
each("gt ge lt le eq ne logical_and logical_or logical_xor isclose",
     "ln.%s(t, t2)", "t, t2")

case("x + 2.5")
case("x * 2.5")
case("2.5 - x")
case("2.5 / p", "p")
case("x + y", "x NxN, y N")
case("x * y", "x NxN, y Nx1")
case("x * y", "x Nx1, y 1xN")
case("x + y:t()", "x, y")
case("x * y", "x 16x64x32x32, y 16x64x1x1")
case("x ^ 2")
case("x ^ 3")
case("p ^ 2.5", "p")
case("p ^ 0.5", "p")
case("2 ^ x")
case("ln.pow(p, x)", "p, x")

case("ln.lerp(x, y, u)", "x, y, u")
case("ln.lerp(x, y, 0.3)", "x, y")
case("ln.addcmul(x, y, z, {value = 0.5})", "x, y, z")
case("ln.addcdiv(x, y, p, {value = 0.5})", "x, y, p")
case("x:clamp(-1, 1)")
case("x:clamp_min(0)")
case("x:clamp_max(0)")
case("ln.where(mask, x, y)", "mask, x, y")
case("ln.where(mask, x, 0)", "mask, x",
     {torch = "torch.where(mask, x, torch.zeros(()))"})
case("x:masked_fill(mask, 0.5)", "x, mask")
