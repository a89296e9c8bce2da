"""Writes ends.lua: pointwise functions at the ends of what numbers can be, from
the smallest of float to 1e38, by SymPy and mpmath with 700 digits.

    python3 spec/reference/ends/ends.py

A case is {row, what stands behind x, {{x, f, f', f''}, ...}}, and of two
{row, {{a, b, f, f_a, f_b, f_aa, f_ab, f_bb}, ...}}. All arguments are floats.
"""
import os
import struct

import mpmath
import sympy as s

mpmath.mp.dps = 700
x, a, b = s.Symbol("x"), s.Symbol("a"), s.Symbol("b")
HERE = os.path.dirname(os.path.abspath(__file__))


def as_float(v):
    return struct.unpack("f", struct.pack("f", v))[0]


SIZES = [2.0 ** -149, 1e-40, 1e-30, 1e-18, 1e-9, 1e-5, 1e-3, 0.07, 0.4, 0.75,
         1, 1.3, 2.5, 3.7, 6, 9, 14, 19, 25, 40, 80, 95, 300, 700, 800, 3e3,
         1e5, 1e8, 1e15, 3e19, 1e30, 1e38]
ABOVE = [as_float(v) for v in SIZES]
ALL = [-v for v in reversed(ABOVE)] + ABOVE
UNIT = [v for v in ALL if abs(v) < 1]
UNIT += [as_float(v) for v in (0.96, -0.96, 1 - 2e-4, -1 + 2e-4, 1 - 2e-7)]

logistic = 1 / (1 + s.exp(-x))
softplus = s.log(1 + s.exp(x))
normal = s.erfc(-x / s.sqrt(2)) / 2
GELU = s.sqrt(2 / s.pi) * (x + s.Rational("0.044715") * x ** 3)

# {row: (formula, arguments)}; what has two pieces is (below 0, from 0 on)
ONE = {
    "exp": (s.exp(x), ALL), "expm1": (s.exp(x) - 1, ALL),
    "exp2": (2 ** x, ALL), "log": (s.log(x), ABOVE),
    "log2": (s.log(x, 2), ABOVE), "log10": (s.log(x, 10), ABOVE),
    "log1p": (s.log(1 + x), [v for v in ALL if v > -0.99]),
    "sqrt": (s.sqrt(x), ABOVE), "rsqrt": (1 / s.sqrt(x), ABOVE),
    "root": (s.sqrt(x), ABOVE), "square": (x ** 2, ALL),
    "reciprocal": (1 / x, ALL), "sin": (s.sin(x), ALL),
    "cos": (s.cos(x), ALL), "tan": (s.tan(x), ALL),
    "asin": (s.asin(x), UNIT), "acos": (s.acos(x), UNIT),
    "atan": (s.atan(x), ALL), "sinh": (s.sinh(x), ALL),
    "cosh": (s.cosh(x), ALL), "asinh": (s.asinh(x), ALL),
    "acosh": (s.acosh(x), [v for v in ABOVE if v > 1] + [1 + 2.0 ** -20]),
    "atanh": (s.atanh(x), UNIT), "erf": (s.erf(x), ALL),
    "erfc": (s.erfc(x), ALL), "erfcx": (s.exp(x ** 2) * s.erfc(x), ALL),
    "erfinv": (s.erfinv(x), UNIT), "ndtr": (normal, ALL),
    "log_ndtr": (s.log(normal), ALL),
    "lgamma": (s.loggamma(x), ABOVE), "entr": (-x * s.log(x), ABOVE),
    "logit": (s.log(x / (1 - x)), [v for v in UNIT if v > 0]),
    "sinc": (s.sin(s.pi * x) / (s.pi * x), ALL),
    "tanh": (s.tanh(x), ALL), "sigmoid": (logistic, ALL),
    "softplus": (softplus, ALL), "logsigmoid": (-s.log(1 + s.exp(-x)), ALL),
    "silu": (x * logistic, ALL), "mish": (x * s.tanh(softplus), ALL),
    "gelu": (x * normal, ALL),
    "gelu 'tanh'": (x / 2 * (1 + s.tanh(GELU)), ALL),
    "softsign": ((x / (1 - x), x / (1 + x)), ALL),
    "tanhshrink": (x - s.tanh(x), ALL),
    "elu": ((s.exp(x) - 1, x), ALL), "celu 2": ((2 * s.exp(x / 2) - 2, x), ALL),
    "selu": ((s.Rational("1.0507009873554804934")
              * s.Rational("1.6732632423543772848") * (s.exp(x) - 1),
              s.Rational("1.0507009873554804934") * x), ALL),
    "softplus 0.5": (2 * s.log(1 + s.exp(x / 2)), ALL),
}
for n in (2, 3, 0.5, -1, -0.5, 4, 1.5, -3):
    some = ALL if n == int(n) else ABOVE
    ONE["pow %g" % n] = (x ** s.Rational(n), some)

# of two: both run over these, of either sign where the formula has them
FEW = [as_float(v) for v in (2.0 ** -149, 1e-9, 0.4, 9, 95, 1e5, 1e38)]
SIGNS = [-v for v in reversed(FEW)] + FEW
distance = s.sqrt(a ** 2 + b ** 2)
TWO = {
    "mul": (a * b, SIGNS, SIGNS), "div": (a / b, SIGNS, SIGNS),
    "pow": (a ** b, FEW, SIGNS), "hypot": (distance, SIGNS, FEW),
    "atan2": (s.atan(a / b), SIGNS, FEW),
    "logaddexp": (s.log(s.exp(a) + s.exp(b)), SIGNS, SIGNS),
    "logaddexp2": (s.log(2 ** a + 2 ** b, 2), SIGNS, SIGNS),
    "xlogy": (a * s.log(b), SIGNS, FEW),
    "squared_error": ((a - b) ** 2, SIGNS, FEW),
    "logistic_loss": (softplus.subs(x, a) - b * a, SIGNS, SIGNS),
}

LARGEST = mpmath.mpf(2) ** 1024
LEAST = mpmath.mpf(2) ** -1074


def number(v):
    """As Lua writes it; what double does not hold is what it rounds to."""
    v = mpmath.mpf(v)
    if abs(v) >= LARGEST:
        return "-INF" if v < 0 else "INF"
    if abs(v) < LEAST / 2:
        return "0"
    return "%.10g" % float(mpmath.nstr(v, 20))


def functions(formula, symbols, orders):
    out = []
    for order in orders:
        f = formula
        for symbol in order:
            f = s.diff(f, symbol)
        out.append(s.lambdify(symbols, f, "mpmath"))
    return out


def value(f, *at):
    """Digits enough that what cancels leaves 30 of them, of any exponent."""
    at = [mpmath.mpf(v) for v in at]
    try:
        y = f(*at)
    except (ZeroDivisionError, OverflowError):
        return None
    return y.real if hasattr(y, "imag") else y


def one(name, formula, points):
    pieces = formula if isinstance(formula, tuple) else (formula, formula)
    made = [functions(p, [x], [(), (x,), (x, x)]) for p in pieces]
    lines = []
    for v in points:
        row = [value(f, v) for f in made[v >= 0]]
        if None not in row:
            lines.append("{%s}" % ", ".join([repr(v)] + [number(y) for y in row]))
    return '  {"%s", {\n    %s}},\n' % (name, ",\n    ".join(lines))


def two(name, formula, first, second):
    orders = [(), (a,), (b,), (a, a), (a, b), (b, b)]
    made = functions(formula, [a, b], orders)
    lines = []
    for v in first:
        for w in second:
            row = [value(f, v, w) for f in made]
            if None not in row:
                lines.append("{%s}" % ", ".join(
                    [repr(v), repr(w)] + [number(y) for y in row]))
    return '  {"%s", {\n    %s}},\n' % (name, ",\n    ".join(lines))


if __name__ == "__main__":
    with open(os.path.join(HERE, "ends.lua"), "w") as out:
        out.write("-- Written by ends.py beside this file; do not edit.\n"
                  "local INF = math.huge\nreturn {one = {\n")
        for name, case in ONE.items():
            out.write(one(name, *case))
        out.write("}, two = {\n")
        for name, case in TWO.items():
            out.write(two(name, *case))
        out.write("}}\n")
