/* Special functions, pointwise. What no library has is computed in double, for
 * float as well; kernel/special_loops.c has vectors of most.
 *
 * A slope meets its cotangent in t_mul_no_nan: where the cotangent is 0, as in
 * a branch that is not taken, nothing comes through, whatever the slope is. */
#include <inttypes.h>
#include <tgmath.h>

#include "pass.h"

/* ---- inverse hyperbolic functions ---- */

static void asinh_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = asinh(x[0][i]);
}
static void asinh_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *length = t_call2(&op, "hypot", c->x[0], t_number(1));
  gx[0] = t_mul_no_nan(t_reciprocal(length), g);
}

static void acosh_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = acosh(x[0][i]);
}
static void acosh_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *low = t_call1(&op, "rsqrt", t_shift(c->x[0], -1));
  Tensor *high = t_call1(&op, "rsqrt", t_shift(c->x[0], 1));
  gx[0] = t_mul_no_nan(t_mul(low, high), g);
}

static void atanh_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = atanh(x[0][i]);
}
static void atanh_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op; /* 1 - x^2, which loses nothing near 1 */
  Tensor *leg = t_call2(&op, "tanh_grad", t_number(1), c->x[0]);
  gx[0] = t_mul_no_nan(t_reciprocal(leg), g);
}

/* ---- of two ---- */

static void hypot_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = hypot(x[0][i], x[1][i]);
}
/* At 0 the derivative is 0, as a norm's is. */
static void hypot_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *none = t_eq(c->y, t_number(0));
  Tensor *length = t_where(none, t_number(1), c->y);
  for (int k = 0; k < 2; k++)
    if (c->need[k])
      pass_give(c, gx, k, t_mul_no_nan(t_div(c->x[k], length), g));
}

static void copysign_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = copysign(x[0][i], x[1][i]);
}
static void copysign_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *turn = t_call2(&op, "copysign", t_number(1), c->x[1]);
  if (c->need[0])
    pass_give(c, gx, 0, t_mul_no_nan(g, t_mul(t_sign(c->x[0]), turn)));
}

static void nextafter_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = nextafter(x[0][i], x[1][i]);
}

static void logaddexp_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i], gap = a == b ? 0 : a - b;
    y[i] = (a > b ? a : b) + log1p(exp(-fabs(gap)));
  }
}
static void logaddexp2_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i], gap = a == b ? 0 : a - b;
    y[i] = (a > b ? a : b) + log1p(exp2(-fabs(gap))) * (real)M_LOG2E;
  }
}
enum { BASE_E, BASE_2 }; /* variants of the two rows */

/* The shares of the two are sigmoids of their gap; that of two equal infinities
 * is none. */
static void logaddexp_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *sigmoid, *isinf;
  Tensor *a = c->x[0], *b = c->x[1];
  Tensor *none = t_mul(t_eq(a, b), t_call1(&isinf, "isinf", a));
  Tensor *gap = t_where(none, t_number(0), t_sub(a, b));
  if (c->op->variant == BASE_2) gap = t_scale(gap, M_LN2);
  for (int k = 0; k < 2; k++) {
    if (!c->need[k]) continue;
    Tensor *share = t_call1(&sigmoid, "sigmoid", k ? t_neg(gap) : gap);
    pass_give(c, gx, k, t_mul(g, share));
  }
}

static void xlogy_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[1][i];
    y[i] = x[0][i] == 0 && !isnan(v) ? 0 : x[0][i] * log(v);
  }
}
/* Where x is 0 and log(other) is not finite the slopes are 0. */
static void xlogy_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *either;
  Tensor *x = c->x[0], *v = c->x[1], *zero = t_number(0);
  Tensor *edge = t_call2(&either, "logical_or", t_ge(zero, v),
                         t_eq(v, t_number(INFINITY)));
  Tensor *dead = t_mul(t_eq(x, zero), edge);
  Tensor *safe = t_where(dead, t_number(1), v);
  if (c->need[0]) pass_give(c, gx, 0, t_mul(g, t_log(safe)));
  if (!c->need[1]) return;
  Tensor *slope = t_where(dead, zero, t_div(x, safe));
  pass_give(c, gx, 1, t_mul(g, slope));
}

/* ---- of one ---- */

static void exp2_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = exp2(x[0][i]);
}
static void exp2_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_scale(c->y, M_LN2));
}

static void logit_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  real low = (real)r[0], high = (real)(1 - r[0]);
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    v = v < low ? low : v > high ? high : v; /* they are NaN without eps */
    y[i] = (real)(log((double)v) - log1p(-(double)v));
  }
}
static void logit_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *one = t_number(1);
  Tensor *slope = t_reciprocal(t_mul(x, t_sub(one, x)));
  double eps = c->a->r[0];
  if (!isnan(eps)) {
    Tensor *high = t_number((real)(1 - eps));
    Tensor *inside = t_mul(t_ge(x, t_number((real)eps)), t_ge(high, x));
    slope = t_where(inside, slope, t_number(0));
  }
  gx[0] = t_mul_no_nan(slope, g);
}

static void entr_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    y[i] = v < 0 ? -(real)INFINITY : v == 0 ? 0 : -v * log(v);
  }
}
/* At 0 and below the slope is 0. */
static void entr_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *zero = t_number(0), *dead = t_ge(zero, c->x[0]);
  Tensor *log_x = t_log(t_where(dead, t_number(1), c->x[0]));
  Tensor *slope = t_where(dead, zero, t_neg(t_shift(log_x, 1)));
  gx[0] = t_mul(g, slope);
}

/* ---- derivatives of any order ---- */

static bool order_infer(Call *c) {
  if (c->a->i[0] < 0 || c->a->i[0] >= INT32_MAX)
    return error_set("order is %" PRId64 ", 0 to %d are known", c->a->i[0],
                     INT32_MAX - 1);
  c->a->r[0] = (double)c->a->i[0]; /* loops see reals only */
  return pass_infer(c);
}

/* Where a derivative's work or loss of digits grows with its order. */
enum { ORDERS = 20 };

static bool few_infer(Call *c) {
  if (c->a->i[0] > ORDERS)
    return error_set("order is %" PRId64 ", 0 to %d are known", c->a->i[0],
                     ORDERS);
  return order_infer(c);
}

/* ---- the error function's tails ---- */

static void erfc_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = erfc(x[0][i]);
}
static void erfc_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *bell = t_exp(t_neg(t_square(c->x[0])));
  gx[0] = t_mul_no_nan(t_scale(bell, -M_2_SQRTPI), g);
}

static void ndtr_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++)
    y[i] = (real)(erfc((double)x[0][i] * -M_SQRT1_2) / 2);
}
static void ndtr_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *bell = t_exp(t_scale(t_square(c->x[0]), -0.5));
  gx[0] = t_mul_no_nan(t_scale(bell, M_SQRT1_2 * M_2_SQRTPI / 2), g);
}

/* exp(x^2) erfc(x): as it stands, with the rounding of x^2 made good, and from
 * 5 on Laplace's continued fraction. */
static double erfcx_of(double x) {
  if (x < -27) return INFINITY;
  if (x < 5) {
    double square = x * x, rest = fma(x, x, -square);
    return exp(square) * (1 + rest) * erfc(x);
  }
  double y = x;
  for (int k = 50; k > 0; k--) y = x + k / (2 * y);
  return M_2_SQRTPI / 2 / y;
}
static void erfcx_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (real)erfcx_of((double)x[0][i]);
}
static Tensor *erfcx(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "erfcx", x);
}

/* The n-th derivative, (-2)^n n! times exp(x^2) times the n-th integral of
 * erfc: by the continued fraction of their ratios, or where x is small by f(n)
 * = 2 x f(n - 1) + 2 (n - 1) f(n - 2). */
static double erfcx_slope(double x, int n) {
  if (n == 0) return erfcx_of(x);
  if (x < 1) {
    double before = erfcx_of(x), y = 2 * x * before - M_2_SQRTPI;
    for (int k = 1; k < n; k++) {
      double next = 2 * (x * y + k * before);
      before = y;
      y = next;
    }
    return y;
  }
  double y = M_2_SQRTPI, ratio = 0;
  for (int k = n + 200; k >= 0; k--) {
    ratio = 1 / (2 * (x + (k + 1) * ratio));
    if (k <= n) y *= k == 0 ? ratio : -2 * k * ratio;
  }
  return y;
}
static void erfcx_slope_loop(int64_t n, real *y, const real *const *x,
                             const double *r) {
  for (int64_t i = 0; i < n; i++)
    y[i] = (real)erfcx_slope((double)x[0][i], (int)r[0]);
}
static Tensor *erfcx_derivative(Tensor *x, int64_t order) {
  static const Op *op;
  return t_call(&op, "erfcx_derivative", &x, 1, &(Attrs){.i = {order}});
}
static void erfcx_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul_no_nan(erfcx_derivative(c->x[0], 1), g);
}
static void erfcx_slope_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul_no_nan(erfcx_derivative(c->x[0], c->a->i[0] + 1), g);
}

static double log_ndtr_of(double x) {
  double v = x * M_SQRT1_2;
  if (x < -1) return log(erfcx_of(-v) / 2) - x * x / 2;
  return log1p(-erfc(v) / 2);
}
static void log_ndtr_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (real)log_ndtr_of((double)x[0][i]);
}
/* The slope is density over distribution: below 0 by erfcx, which loses
 * nothing, above it as exp(log density - y), which does not overflow. */
static void log_ndtr_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  const double level = M_SQRT1_2 * M_2_SQRTPI; /* sqrt(2 / pi) */
  Tensor *x = c->x[0], *zero = t_number(0), *left = t_gt(zero, x);
  Tensor *tail = erfcx(t_scale(t_where(left, x, zero), -M_SQRT1_2));
  Tensor *low = t_div(t_number(level), tail);
  Tensor *right = t_where(left, zero, x);
  Tensor *gap = t_sub(t_scale(t_square(right), -0.5),
                      t_call1(&op, "log_ndtr", right));
  Tensor *high = t_scale(t_exp(gap), level / 2);
  gx[0] = t_mul_no_nan(t_where(left, low, high), g);
}

/* ---- the gamma function ---- */

static void lgamma_loop(int64_t n, real *y, const real *const *x,
                        const double *r) {
  int sign; /* lgamma alone would write it to a global */
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (real)lgamma_r((double)x[0][i], &sign);
}

/* Up to 10 by psi(x) = psi(x + 1) - 1 / x, from there by Stirling's series. */
static double digamma_of(double x) {
  double before = 0;
  if (x == 0) return copysign(INFINITY, -x);
  if (x < 0) {
    double part = x - rint(x);
    return part == 0 ? NAN : digamma_of(1 - x) - M_PI / tan(M_PI * part);
  }
  while (x < 10) before += 1 / x++;
  double z = 1 / (x * x);
  double series = 1.0 / 132 - z * (691.0 / 32760 - z / 12);
  series = 1.0 / 252 - z * (1.0 / 240 - z * series);
  series = z * (1.0 / 12 - z * (1.0 / 120 - z * series));
  return log(x) - 0.5 / x - series - before;
}

/* The sum of (x + k)^-s over k >= 0, for x > 0, s > 1: ten terms, the rest by
 * Euler and Maclaurin. */
static double hurwitz(double s, double x) {
  static const double share[] = {
      1.0 / 12,          -1.0 / 720,
      1.0 / 30240,       -1.0 / 1209600,
      1.0 / 47900160,    -691.0 / 1307674368000,
      1.0 / 74724249600, -3617.0 / 10670622842880000};
  double total = 0;
  for (int k = 0; k < 10; k++) total += pow(x + k, -s);
  double end = x + 10, last = pow(end, -s);
  total += pow(end, 1 - s) / (s - 1) + last / 2;
  double term = s * last / end;
  for (int k = 0; k < 8; k++) {
    total += share[k] * term;
    term *= (s + 2 * k + 1) * (s + 2 * k + 2) / (end * end);
  }
  return total;
}

/* That sum for any x: below 0 it is the sum over all whole numbers less what
 * lies beneath x. */
static double zeta(double s, double x) {
  double part = x - floor(x), sign = fmod(s, 2) != 0 ? -1 : 1;
  if (x > 0) return hurwitz(s, x);
  if (part == 0) return INFINITY;
  return hurwitz(s, part) + sign * (hurwitz(s, 1 - part) - hurwitz(s, 1 - x));
}

static double polygamma_of(double x, double n) {
  if (n == 0) return digamma_of(x);
  double size = tgamma(n + 1) * zeta(n + 1, x);
  return fmod(n, 2) != 0 ? size : -size;
}

static void digamma_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  for (int64_t i = 0; i < n; i++)
    y[i] = (real)polygamma_of((double)x[0][i], r[0]);
}
static Tensor *digamma(Tensor *x, int64_t order) {
  static const Op *op;
  return t_call(&op, "digamma_derivative", &x, 1, &(Attrs){.i = {order}});
}
static void lgamma_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul_no_nan(digamma(c->x[0], 0), g);
}
static void digamma_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul_no_nan(digamma(c->x[0], c->a->i[0] + 1), g);
}

/* ---- sin(pi x) / (pi x) ---- */

/* sin(pi x + quarters pi / 2), 0 where it is. */
static double turned_sin(double x, int quarters) {
  double turn = rint(2 * x), v = M_PI * (x - turn / 2);
  int at = (quarters + (int)fmod(turn, 4) + 4) % 4;
  double y = at % 2 ? cos(v) : sin(v);
  return at < 2 ? y : -y;
}

/* The n-th derivative of sin(t) / t, t = pi x, which is the integral of
 * u^n cos(t u + n pi / 2) over 0 .. 1: by its series where t is small, else by
 * t s(n) = sin(t + n pi / 2) - n s(n - 1). */
static double sinc_of(double x, int n) {
  double t = M_PI * x, y = 0;
  if (!isfinite(x)) return NAN;
  if (fabs(t) <= 2 + n / 2.0) {
    double term = n % 2 ? t : 1;
    for (int k = n % 2; k < 60; k += 2) {
      y += ((n + k) / 2 % 2 ? -term : term) / (n + k + 1);
      term *= t * t / ((k + 1) * (k + 2));
    }
    return y;
  }
  for (int k = 0; k <= n; k++) y = (turned_sin(x, k) - k * y) / t;
  return y;
}

static void sinc_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  double scale = pow(M_PI, r[0]);
  for (int64_t i = 0; i < n; i++)
    y[i] = (real)(scale * sinc_of((double)x[0][i], (int)r[0]));
}

/* Fast loops know the first two orders. */
enum { ERFCX, DIGAMMA, SINC }; /* variants of the rows */
static void order_forward(Call *c) {
  static const Loop plain[] = {erfcx_slope_loop, digamma_loop, sinc_loop};
  pass_run(c, c->a->i[0] < 2 ? c->op->loop : plain[c->op->variant]);
}

static void sinc_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs next = {.i = {c->a->i[0] + 1}};
  Tensor *slope = t_call(&op, "sinc_derivative", c->x, 1, &next);
  gx[0] = t_mul_no_nan(slope, g);
}

/* ---- rows ---- */

Op special_ops[] = {
    {"asinh", "x", POINTWISE, .loop = asinh_loop, .rule = asinh_rule,
     .sample = "x(3, 4)", .doc = "The number whose hyperbolic sine is x."},
    {"acosh", "x", POINTWISE, .loop = acosh_loop, .rule = acosh_rule,
     .sample = "positive(3, 4) + 1",
     .doc = "The number of 0 or above whose hyperbolic cosine is x; NaN where "
            "x is below 1."},
    {"atanh", "x", POINTWISE, .loop = atanh_loop, .rule = atanh_rule,
     .sample = "unit(3, 4)",
     .doc = "The number whose hyperbolic tangent is x; infinite at -1 and 1, "
            "NaN beyond."},
    {"hypot", "x, other", POINTWISE, .loop = hypot_loop, .rule = hypot_rule,
     .reads = READS_ALL, .sample = "away(3, 4), x(3, 4); away(4), x(3, 1)",
     .doc = "sqrt(x^2 + other^2), without overflow; its derivative at 0 is "
            "0, where PyTorch has NaN."},
    {"copysign", "x, other", POINTWISE, .loop = copysign_loop,
     .rule = copysign_rule, .sample = "away(3, 4), x(3, 4); away(4), x(3, 1)",
     .doc = "|x| with the sign of other, that of -0 counted; the derivative in "
            "x is that of |x| times the sign, in other it is 0."},
    {"nextafter", "x, other", POINTWISE, .loop = nextafter_loop,
     .doc = "The number next to x towards other, in the scalar type there is. "
            "No derivative."},
    {"logaddexp", "x, other", POINTWISE, .loop = logaddexp_loop,
     .rule = logaddexp_rule, .variant = BASE_E,
     .sample = "x(3, 4), x(4); x(3, 4), 0",
     .doc = "log(exp(x) + exp(other)), without overflow."},
    {"logaddexp2", "x, other", POINTWISE, .loop = logaddexp2_loop,
     .rule = logaddexp_rule, .variant = BASE_2, .sample = "x(3, 4), x(4)",
     .doc = "log2(2^x + 2^other), without overflow."},
    {"xlogy", "x, other", POINTWISE, .loop = xlogy_loop, .rule = xlogy_rule,
     .sample = "x(3, 4), positive(4); holed(3, 4), positive(3, 4)",
     .doc = "x log(other), and 0 where x is 0, unless other is NaN."},
    {"exp2", "x", POINTWISE, .loop = exp2_loop, .rule = exp2_rule,
     .reads = READS_RESULT, .sample = "x(3, 4)", .doc = "2 to the power of x."},
    {"logit", "x, eps: real = nan", POINTWISE, .loop = logit_loop,
     .rule = logit_rule, .sample = "x(3, 4):sigmoid(); unit(3, 4), 0.25",
     .doc = "log(x / (1 - x)), the inverse of sigmoid; NaN outside 0 .. 1. "
            "With eps, x is first limited to eps .. 1 - eps."},
    {"entr", "x", POINTWISE, .loop = entr_loop, .rule = entr_rule,
     .sample = "positive(3, 4)", .doc = "-x log x, 0 at 0 and -inf below."},
    {"ndtr", "x", POINTWISE, .loop = ndtr_loop, .rule = ndtr_rule,
     .sample = "x(3, 4)",
     .doc = "The normal distribution function: the share of a standard normal "
            "number that is at most x."},
    {"erfc", "x", POINTWISE, .loop = erfc_loop, .rule = erfc_rule,
     .sample = "x(3, 4)", .doc = "1 - erf(x), exact where that is small."},
    {"erfcx", "x", POINTWISE, .loop = erfcx_loop, .rule = erfcx_rule,
     .sample = "x(3, 4)", .doc = "exp(x^2) erfc(x), without underflow."},
    {"erfcx_derivative", "x, order: int", few_infer, order_forward,
     erfcx_slope_rule, .flags = OP_STRIDED, .variant = ERFCX,
     .loop = erfcx_slope_loop, .sample = "positive(3, 4), 1; unit(3, 4), 3",
     .doc = "The derivative of that order, up to 20, of erfcx."},
    {"log_ndtr", "x", POINTWISE, .loop = log_ndtr_loop, .rule = log_ndtr_rule,
     .sample = "away(3, 4)",
     .doc = "The logarithm of the normal distribution function ndtr, exact in "
            "both tails."},
    {"lgamma", "x", POINTWISE, .loop = lgamma_loop, .rule = lgamma_rule,
     .sample = "positive(3, 4); away(3, 4) - 0.05",
     .doc = "The logarithm of the size of the gamma function; infinite at 0 "
            "and whole numbers below."},
    {"digamma_derivative", "x, order: int", order_infer, order_forward,
     digamma_rule, .flags = OP_STRIDED, .variant = DIGAMMA,
     .loop = digamma_loop, .sample = "positive(3, 4), 0; positive(3, 4), 2",
     .doc = "The derivative of that order of digamma, and with 0 digamma "
            "itself."},
    {"sinc_derivative", "x, order: int", few_infer, order_forward, sinc_rule,
     .flags = OP_STRIDED, .variant = SINC, .loop = sinc_loop,
     .sample = "x(3, 4), 0; holed(3, 4), 0; x(3, 4), 3",
     .doc = "The derivative of that order, up to 20, of sinc, and with 0 sinc "
            "itself."},
    {0}};
