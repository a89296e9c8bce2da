/* Pointwise ops: y[i] = f(x[i], ...), inputs broadcast against each other.
 * A row has a loop over contiguous reals; pass.c runs it. Activations stand in
 * activation.c. */
#include <float.h>
#include <tgmath.h>

#include "pass.h"

/* ---- arithmetic ---- */

enum { PLUS, MINUS }; /* variants of the two rows; r: alpha */

static void add_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  real alpha = (real)r[0];
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] + alpha * x[1][i];
}
static void sub_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  real alpha = (real)r[0];
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] - alpha * x[1][i];
}
static void sum_rule(const Call *c, Tensor *g, Tensor **gx) {
  double alpha = c->a->r[0];
  if (c->need[0]) pass_give(c, gx, 0, g);
  if (!c->need[1]) return;
  Tensor *part = t_sum_to(g, &c->x[1]->shape);
  if (c->op->variant == MINUS) part = t_neg(part);
  gx[1] = alpha == 1 ? part : t_scale(part, alpha);
}

static void mul_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] * x[1][i];
}
static void mul_rule(const Call *c, Tensor *g, Tensor **gx) {
  for (int k = 0; k < 2; k++)
    if (c->need[k]) pass_give(c, gx, k, t_mul(g, c->x[1 - k]));
}

/* Where a factor is 0 on purpose - a branch that is not taken - nothing comes
 * through, not even an infinity: the rule says the same of its own factors. */
static void no_nan_loop(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[1][i] != 0 ? x[0][i] * x[1][i] : 0;
}
static void no_nan_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) pass_give(c, gx, 0, t_mul_no_nan(g, c->x[1]));
  if (c->need[1]) pass_give(c, gx, 1, t_mul_no_nan(c->x[0], g));
}

static void div_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] / x[1][i];
}

static void trunc_div_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = trunc(x[0][i] / x[1][i]);
}
/* floor(a / b) as if a / b had not been rounded. */
static real floor_quotient(real a, real b) {
  if (b == 0) return a / b;
  real rest = fmod(a, b), v = (a - rest) / b;
  if (rest != 0 && (b < 0) != (rest < 0)) v -= 1;
  return v == 0 ? copysign((real)0, a / b) : rint(v);
}
static void floor_div_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = floor_quotient(x[0][i], x[1][i]);
}
enum { TRUNC, FLOOR }; /* values of rounding_mode */

static void div_forward(Call *c) {
  static const Op *rounded[2];
  static const char *const names[] = {"trunc_divide", "floor_divide"};
  int64_t mode = c->a->i[0];
  if (mode == ATTR_NONE) pass_forward(c);
  else pass_run(c, op_cached(&rounded[mode], names[mode])->loop);
}
static void div_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->a->i[0] != ATTR_NONE) return;
  Tensor *over = t_div(g, c->x[1]);
  if (c->need[0]) pass_give(c, gx, 0, over);
  if (!c->need[1]) return;
  Tensor *part = t_sum_to(t_mul(over, c->x[0]), &c->x[1]->shape);
  pass_give(c, gx, 1, t_neg(t_div(part, c->x[1])));
}

static inline real root(real x) {
  return isinf(x) ? fabs(x) : sqrt(x + 0); /* -0: 0 */
}
static inline real power(real x, real b) {
  if (b == 1) return x;
  if (b == 2) return x * x;
  if (b == 3) return x * x * x;
  if (b == (real)0.5) return root(x);
  if (b == -1) return 1 / x;
  if (b == (real)-0.5) return 1 / root(x);
  return pow(x, b);
}
static inline void powers(int64_t n, real *y, const real *x, real b) {
  for (int64_t i = 0; i < n; i++) y[i] = power(x[i], b);
}
/* r[0]: the exponent where that is one number, else NaN. */
static void pow_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  if (r[0] == 1) powers(n, y, x[0], 1);
  else if (r[0] == 2) powers(n, y, x[0], 2);
  else if (r[0] == 3) powers(n, y, x[0], 3);
  else if (r[0] == 0.5) powers(n, y, x[0], (real)0.5);
  else if (r[0] == -1) powers(n, y, x[0], -1);
  else if (r[0] == -0.5) powers(n, y, x[0], (real)-0.5);
  else
    for (int64_t i = 0; i < n; i++) y[i] = power(x[0][i], x[1][i]);
}
static bool pow_infer(Call *c) {
  bool number = tensor_count(c->x[1]) == 1;
  c->a->r[0] = number ? (double)*tensor_data(c->x[1]) : NAN;
  return pass_infer(c);
}
/* By a simple power of one number the exponents are not read. */
static void pow_forward(Call *c) {
  static const double simple[] = {1, 2, 3, 0.5, -1, -0.5};
  Call power = *c;
  for (int k = 0; k < 6; k++)
    if (c->a->r[0] == simple[k]) power.n = 1;
  pass_forward(&power);
}
/* 0^0 is 1 whatever the base is, so its derivatives in the base are 0, and 0^b
 * is 0 for any b > 0: both would come out as NaN, if not at once then at a
 * higher order. */
static Tensor *pow_slope(const Call *c) {
  Tensor *x = c->x[0], *b = c->x[1];
  double number = c->a->r[0];
  if (!b->requires_grad && number == number && number != 0)
    return t_scale(t_pow(x, t_number(number - 1)), number);
  Tensor *base = t_where(t_eq(b, t_number(0)), t_number(1), x);
  return t_mul(b, t_pow(base, t_shift(b, -1)));
}
static void pow_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *b = c->x[1], *zero = t_number(0);
  Tensor *slope = c->need[0] ? pow_slope(c) : NULL;
  if (slope) pass_give(c, gx, 0, t_mul_no_nan(g, slope));
  if (c->need[1]) {
    Tensor *dead = t_mul(t_eq(x, zero), t_ge(b, zero));
    Tensor *log_x = t_log(t_where(dead, t_number(1), x));
    pass_give(c, gx, 1, t_mul(g, t_mul(c->y, log_x)));
  }
}

static void neg_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = -x[0][i];
}
static void neg_rule(const Call *c, Tensor *g, Tensor **gx) {
  (void)c;
  gx[0] = t_neg(g);
}

static void reciprocal_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = 1 / x[0][i];
}
static void reciprocal_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_neg(t_mul(g, t_square(c->y)));
}

static void square_loop(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] * x[0][i];
}
static void square_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_scale(t_mul(g, c->x[0]), 2);
}

static void sqrt_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = sqrt(x[0][i]);
}
static void sqrt_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(t_scale(g, 0.5), c->y);
}

static void rsqrt_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = 1 / sqrt(x[0][i]);
}
static void rsqrt_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_scale(t_mul(g, t_mul(c->y, t_square(c->y))), -0.5);
}

/* sqrt for norms: what is inside is a sum of squares, whose own derivative is 0
 * where the root's is infinite, and the product is taken as 0. */
static void root_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *zero = t_eq(c->y, t_number(0));
  Tensor *slope = t_div(t_number(0.5), t_where(zero, t_number(1), c->y));
  gx[0] = t_mul_no_nan(g, t_where(zero, t_number(0), slope));
}

static void abs_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = fabs(x[0][i]);
}
static void abs_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul_no_nan(g, t_sign(c->x[0]));
}

static void sign_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    y[i] = isnan(v) ? v : (real)((v > 0) - (v < 0));
  }
}
/* Flat almost everywhere: the cotangent is zero. */
static void flat_rule(const Call *c, Tensor *g, Tensor **gx) {
  (void)c, (void)g, (void)gx;
}

/* NaN wins, and where both are equal each side gets half, as in PyTorch. */
static void maximum_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i];
    y[i] = a > b || isnan(a) ? a : b;
  }
}
static void minimum_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i];
    y[i] = a < b || isnan(a) ? a : b;
  }
}
enum { SMALLER, LARGER }; /* variants of the rows */

/* Half of the cotangent where neither is more, for they are alike or NaN. */
static void choose_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x = c->x[0], *other = c->x[1];
  bool max = c->op->variant == LARGER;
  Tensor *of[] = {t_number(0.5), t_sub(t_gt(x, other), t_lt(x, other))};
  for (int k = 0; k < 2; k++)
    if (c->need[k]) {
      Attrs half = {.r = {max == (k == 0) ? 0.5 : -0.5}};
      Tensor *share = t_call(&op, "add", of, 2, &half);
      pass_give(c, gx, k, t_mul_no_nan(g, share));
    }
}

static void fmax_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i];
    y[i] = a >= b || isnan(b) ? a : b;
  }
}
static void fmin_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i];
    y[i] = a <= b || isnan(b) ? a : b;
  }
}
static void prefer_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *either, *isnan_op;
  Tensor *a = c->x[0], *b = c->x[1], *zero = t_number(0);
  Tensor *wins = c->op->variant == LARGER ? t_ge(a, b) : t_ge(b, a);
  Tensor *lone = t_call1(&isnan_op, "isnan", b);
  Tensor *first = t_call2(&either, "logical_or", wins, lone);
  if (c->need[0]) pass_give(c, gx, 0, t_where(first, g, zero));
  if (c->need[1]) pass_give(c, gx, 1, t_where(first, zero, g));
}

static void heaviside_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  const real *a = x[0], *values = x[1];
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = values[i], side = a[i] > 0 ? 1 : 0;
    y[i] = a[i] == 0 ? v : isnan(a[i]) ? a[i] : side;
  }
}
static void heaviside_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *zero = t_number(0), *edge = t_eq(c->x[0], zero);
  if (c->need[1]) pass_give(c, gx, 1, t_where(edge, g, zero));
}

static void frac_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] - trunc(x[0][i]);
}
static void frac_rule(const Call *c, Tensor *g, Tensor **gx) {
  (void)c;
  gx[0] = g;
}

/* ---- transcendental ---- */

static void exp_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = exp(x[0][i]);
}
static void exp_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, c->y);
}

static void log_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = log(x[0][i]);
}
static void log_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(g, c->x[0]);
}

static void sin_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = sin(x[0][i]);
}
static void sin_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_cos(c->x[0]));
}

static void cos_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = cos(x[0][i]);
}
static void cos_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_neg(t_mul(g, t_sin(c->x[0])));
}

static void expm1_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = expm1(x[0][i]);
}
static void expm1_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_exp(c->x[0])); /* y + 1 has lost it far below 0 */
}

static void log1p_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = log1p(x[0][i]);
}
static void log1p_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(g, t_shift(c->x[0], 1));
}

static void log2_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = log2(x[0][i]);
}
static void log2_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(t_scale(g, M_LOG2E), c->x[0]);
}

static void log10_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = log10(x[0][i]);
}
static void log10_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(t_scale(g, M_LOG10E), c->x[0]);
}

static void tan_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = tan(x[0][i]);
}
static void tan_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_shift(t_square(c->y), 1));
}

/* 1 / sqrt(1 - x^2), of which tanh_grad loses nothing near 1. */
static Tensor *over_leg(Tensor *x) {
  static const Op *less, *rsqrt_op;
  Tensor *leg = t_call2(&less, "tanh_grad", t_number(1), x);
  return t_call1(&rsqrt_op, "rsqrt", leg);
}

static void asin_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = asin(x[0][i]);
}
static void asin_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, over_leg(c->x[0]));
}

static void acos_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = acos(x[0][i]);
}
static void acos_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_neg(t_mul(g, over_leg(c->x[0])));
}

static void atan_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = atan(x[0][i]);
}
static void atan_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(g, t_shift(t_square(c->x[0]), 1));
}

static void atan2_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = atan2(x[0][i], x[1][i]);
}
/* Over the square of the length, which may be too large where that is not. */
static void atan2_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *a = c->x[0], *b = c->x[1];
  Tensor *length = t_call2(&op, "hypot", a, b), *over = t_div(g, length);
  if (c->need[0]) pass_give(c, gx, 0, t_mul(over, t_div(b, length)));
  if (c->need[1]) pass_give(c, gx, 1, t_neg(t_mul(over, t_div(a, length))));
}

static void sinh_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = sinh(x[0][i]);
}
static void sinh_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_mul(g, t_call1(&op, "cosh", c->x[0]));
}

static void cosh_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = cosh(x[0][i]);
}
static void cosh_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_mul(g, t_call1(&op, "sinh", c->x[0]));
}

static void erf_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = erf(x[0][i]);
}
static void erf_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *bell = t_exp(t_neg(t_square(c->x[0])));
  gx[0] = t_mul(g, t_scale(bell, M_2_SQRTPI));
}

/* A rational start, good to 1e-3, and two steps of Newton's method. */
static double erfinv_of(double v) {
  double a = fabs(v), z, y;
  if (!(a < 1)) return a == 1 ? v * INFINITY : NAN;
  if (a <= 0.7) {
    z = v * v;
    y = v * (((-0.140543331 * z + 0.914624893) * z - 1.645349621) * z +
             0.886226899);
    y /= (((0.012229801 * z - 0.329097515) * z + 1.442710462) * z -
          2.118377725) *
             z +
         1;
  } else {
    z = sqrt(-log((1 - a) / 2));
    y = ((1.641345311 * z + 3.429567803) * z - 1.624906493) * z - 1.970840454;
    y = copysign(y / ((1.637067800 * z + 3.543889200) * z + 1), v);
  }
  for (int k = 0; k < 2; k++) y -= (erf(y) - v) / (M_2_SQRTPI * exp(-y * y));
  return y;
}
static void erfinv_loop(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (real)erfinv_of((double)x[0][i]);
}
static void erfinv_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *over_bell = t_exp(t_square(c->y));
  gx[0] = t_mul(g, t_scale(over_bell, 1 / M_2_SQRTPI));
}

/* ---- whole numbers and remainders ---- */

static void floor_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = floor(x[0][i]);
}
static void ceil_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = ceil(x[0][i]);
}
static void round_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = rint(x[0][i]);
}
/* To decimals; r: 10^|decimals|, and whether they are negative. */
static void decimals_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  real scale = (real)r[0];
  if (r[1] != 0)
    for (int64_t i = 0; i < n; i++) y[i] = rint(x[0][i] / scale) * scale;
  else
    for (int64_t i = 0; i < n; i++) y[i] = rint(x[0][i] * scale) / scale;
}
static bool round_infer(Call *c) {
  c->a->r[0] = pow(10.0, fabs((double)c->a->i[0]));
  c->a->r[1] = c->a->i[0] < 0;
  return pass_infer(c);
}
static void round_forward(Call *c) {
  if (c->a->i[0] == 0) pass_forward(c);
  else pass_run(c, decimals_loop);
}
static void trunc_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = trunc(x[0][i]);
}

/* The whole number q of which y = x - q other is what is left: x / other, when
 * rounded, may stand on the other side of one. */
static void rest_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  if (c->need[0]) pass_give(c, gx, 0, g);
  if (!c->need[1]) return;
  Tensor *q = t_div(t_sub(c->x[0], c->y), c->x[1]);
  q = t_call(&op, "round", &q, 1, &(Attrs){.i = {0}});
  pass_give(c, gx, 1, t_neg(t_mul(g, q)));
}

static void remainder_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real rest = fmod(x[0][i], x[1][i]);
    y[i] = rest != 0 && (rest < 0) != (x[1][i] < 0) ? rest + x[1][i] : rest;
  }
}

static void fmod_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = fmod(x[0][i], x[1][i]);
}

/* ---- of three ---- */

/* From the nearer end, so that weights 0 and 1 give x and end themselves. */
static void lerp_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real w = x[2][i], way = x[1][i] - x[0][i];
    y[i] = fabs(w) < (real)0.5 ? x[0][i] + w * way : x[1][i] - way * (1 - w);
  }
}
static void lerp_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *w = c->x[2];
  if (c->need[0]) pass_give(c, gx, 0, t_mul(g, t_sub(t_number(1), w)));
  if (c->need[1]) pass_give(c, gx, 1, t_mul(g, w));
  if (c->need[2]) pass_give(c, gx, 2, t_mul(g, t_sub(c->x[1], c->x[0])));
}

static void addcmul_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  real value = (real)r[0];
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] + value * x[1][i] * x[2][i];
}
static void addcmul_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *part = t_scale(g, c->a->r[0]);
  if (c->need[0]) pass_give(c, gx, 0, g);
  if (c->need[1]) pass_give(c, gx, 1, t_mul(part, c->x[2]));
  if (c->need[2]) pass_give(c, gx, 2, t_mul(part, c->x[1]));
}

/* Of a column and a row: their cotangents are products of matrices. */
static void add_outer_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *part = c->a->r[0] == 1 ? g : t_scale(g, c->a->r[0]);
  if (c->need[0]) pass_give(c, gx, 0, g);
  if (c->need[1]) gx[1] = t_matmul(part, t_transpose(c->x[2], 0, 1));
  if (c->need[2]) gx[2] = t_matmul(t_transpose(c->x[1], 0, 1), part);
}

/* The result has the size of the product, to which x expands. */
static bool add_outer_infer(Call *c) {
  const Shape *x = &c->x[0]->shape, *a = &c->x[1]->shape, *b = &c->x[2]->shape;
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  int64_t stride[MAX_DIMS];
  if (a->rank != 2 || b->rank != 2 || a->size[1] != 1 || b->size[0] != 1)
    return error_set("a column and a row are wanted: %s by %s",
                     shape_text(a, left), shape_text(b, right));
  c->y->shape = (Shape){2, {a->size[0], b->size[1]}};
  return shape_expand(x, c->x[0]->stride, &c->y->shape, stride);
}

static void addcdiv_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  real value = (real)r[0];
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] + value * (x[1][i] / x[2][i]);
}
static void addcdiv_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *part = t_div(t_scale(g, c->a->r[0]), c->x[2]);
  if (c->need[0]) pass_give(c, gx, 0, g);
  if (c->need[1]) pass_give(c, gx, 1, part);
  if (c->need[2])
    pass_give(c, gx, 2, t_neg(t_mul(part, t_div(c->x[1], c->x[2]))));
}

/* ---- truth ---- */

static void logical_and_loop(int64_t n, real *y, const real *const *x,
                             const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] != 0 && x[1][i] != 0;
}
static void logical_or_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] != 0 || x[1][i] != 0;
}
static void logical_xor_loop(int64_t n, real *y, const real *const *x,
                             const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (x[0][i] != 0) != (x[1][i] != 0);
}
static void logical_not_loop(int64_t n, real *y, const real *const *x,
                             const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] == 0;
}
static void signbit_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = signbit(x[0][i]) ? 1 : 0;
}
static void isnan_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (real)(isnan(x[0][i]));
}
static void isinf_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (real)(isinf(x[0][i]) != 0);
}
static void isfinite_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = (real)(isfinite(x[0][i]));
}

/* |x - other| <= atol + rtol |other|; r: rtol, atol, equal_nan. */
static void isclose_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  real rtol = (real)r[0], atol = (real)r[1];
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i], gap = fabs(a - b);
    bool near = isfinite(gap) && gap <= atol + fabs(rtol * b);
    y[i] = near || a == b || (r[2] != 0 && isnan(a) && isnan(b));
  }
}
static bool isclose_infer(Call *c) {
  double *r = c->a->r;
  for (int k = 0; k < 2; k++)
    if (!(r[k] >= 0)) {
      error_set("%s is %g, 0 or above is wanted", k ? "atol" : "rtol", r[k]);
      return false;
    }
  r[2] = (double)c->a->i[0];
  return pass_infer(c);
}

static void nan_to_num_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  const real most = REAL_IS_DOUBLE ? (real)DBL_MAX : (real)FLT_MAX;
  real high = isnan(r[1]) ? most : (real)r[1];
  real low = isnan(r[2]) ? -most : (real)r[2];
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    y[i] = isnan(v) ? (real)r[0] : isinf(v) ? (v > 0 ? high : low) : v;
  }
}
static void nan_to_num_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_mul_no_nan(g, t_call1(&op, "isfinite", c->x[0]));
}

/* ---- choices ---- */

static void gt_loop(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] > x[1][i];
}
static void ge_loop(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] >= x[1][i];
}
static void lt_loop(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] < x[1][i];
}
static void le_loop(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] <= x[1][i];
}
static void eq_loop(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] == x[1][i];
}
static void ne_loop(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] != x[1][i];
}

static void where_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] != 0 ? x[1][i] : x[2][i];
}
static void where_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *zero = t_number(0);
  if (c->need[1]) pass_give(c, gx, 1, t_where(c->x[0], g, zero));
  if (c->need[2]) pass_give(c, gx, 2, t_where(c->x[0], zero, g));
}

static bool masked_fill_infer(Call *c) {
  char text[SHAPE_TEXT];
  if (c->x[2]->shape.rank > 0)
    return error_set("value is %s, a number is wanted; where(mask, value, x) "
                     "takes others",
                     shape_text(&c->x[2]->shape, text));
  return pass_infer(c);
}
static void masked_fill_loop(int64_t n, real *y, const real *const *x,
                             const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[1][i] != 0 ? x[2][i] : x[0][i];
}
static void masked_fill_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *zero = t_number(0);
  if (c->need[0]) pass_give(c, gx, 0, t_where(c->x[1], zero, g));
  if (c->need[2]) pass_give(c, gx, 2, t_where(c->x[1], g, zero));
}

/* NaN of x stays, and that of a limit comes through. */
static void clamp_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *v = x[0], *low = x[1], *high = x[2];
  (void)r;
  for (int64_t i = 0; low && i < n; i++)
    y[i] = v[i] >= low[i] || isnan(v[i]) ? v[i] : low[i];
  if (low) v = y;
  for (int64_t i = 0; high && i < n; i++)
    y[i] = v[i] <= high[i] || isnan(v[i]) ? v[i] : high[i];
}
static bool clamp_infer(Call *c) {
  return c->x[1] || c->x[2] ? pass_infer(c)
                            : error_set("min or max is wanted, or both");
}
/* A limit as a number: `none` where there is none, NaN where it is another. */
static double limit_of(const Tensor *limit, double none) {
  if (!limit) return none;
  return tensor_count(limit) == 1 ? (double)*tensor_data(limit) : NAN;
}
static void clamp_forward(Call *c) {
  static const Op *hardtanh;
  double low = limit_of(c->x[1], -INFINITY), high = limit_of(c->x[2], INFINITY);
  Call of_one = *c;
  Attrs limits = {.r = {low, high}};
  of_one.n = 1;
  of_one.a = &limits;
  if (isnan(low) || isnan(high)) pass_forward(c);
  else pass_run(&of_one, op_cached(&hardtanh, "hardtanh")->loop);
}
/* x and the limits have the cotangent but where comparisons say that they are
 * not the result: where one is NaN, it has it, and others may. */
static void clamp_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *low = c->x[1], *high = c->x[2], *zero = t_number(0);
  if (c->need[0]) {
    Tensor *lost = low ? t_lt(x, low) : t_gt(x, high);
    if (low && high) lost = t_add(lost, t_gt(x, high));
    pass_give(c, gx, 0, t_where(lost, zero, g));
  }
  if (low && c->need[1]) {
    Tensor *lost = t_ge(x, low);
    if (high) lost = t_add(lost, t_ge(low, high));
    pass_give(c, gx, 1, t_where(lost, zero, g));
  }
  if (high && c->need[2]) {
    Tensor *lost = t_ge(high, x);
    if (low) lost = t_mul(lost, t_ge(high, low));
    pass_give(c, gx, 2, t_where(lost, zero, g));
  }
}

/* ---- rows ---- */

Op pointwise_ops[] = {
    {"add", "x, other, {alpha: real = 1}", POINTWISE, .rule = sum_rule,
     .reads = READS_NONE, .loop = add_loop, .variant = PLUS,
     .sample = "x(3, 4), x(3, 4); x(3, 4), x(4); x(3, 1), x(1, 4); "
               "x(3, 4), x(4), {alpha = -2}",
     .doc = "x + alpha other."},
    {"sub", "x, other, {alpha: real = 1}", POINTWISE, .rule = sum_rule,
     .reads = READS_NONE, .loop = sub_loop, .variant = MINUS,
     .sample = "x(3, 4), x(3, 4); x(4), x(3, 1); x(4), x(3, 1), {alpha = 3}",
     .doc = "x - alpha other."},
    {"mul", "x, other", .infer = pass_infer, .forward = pass_forward,
     .flags = OP_STRIDED | OP_OF_MASKS | OP_COMMUTES, .loop = mul_loop,
     .rule = mul_rule, .reads = READS_OTHER,
     .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)", .doc = "x times other."},
    {"multiply_no_nan", "x, other", POINTWISE, .loop = no_nan_loop,
     .rule = no_nan_rule, .reads = READS_OTHER,
     .sample = "x(3, 4), x(3, 4); x(3, 4), mask(4); x(4), holed(3, 1)",
     .doc = "x times other, but 0 where other is 0, even if x is infinite or "
            "NaN: for masks."},
    {"div", "x, other, {rounding_mode: trunc|floor?}", pass_infer, div_forward,
     div_rule, .flags = OP_STRIDED, .loop = div_loop,
     .sample = "x(3, 4), away(3, 4); x(4), away(3, 1)",
     .doc = "x / other; with a rounding_mode rounded towards 0 or down, and "
            "the derivative is 0."},
    {"floor_divide", "x, other", POINTWISE, .loop = floor_div_loop,
     .rule = flat_rule, .reads = READS_NONE,
     .sample = "x(3, 4), away(3, 4); x(4), away(3, 1)",
     .doc = "floor(x / other), of the quotient before it is rounded to a "
            "number: of 1 and 0.1 it is 9. The derivative is 0."},
    {"trunc_divide", "x, other", POINTWISE, .loop = trunc_div_loop,
     .rule = flat_rule, .reads = READS_NONE,
     .sample = "x(3, 4), away(3, 4); x(4), away(3, 1)",
     .doc = "x / other without its fraction; the derivative is 0."},
    {"pow", "x, exponent", pow_infer, pow_forward, pow_rule,
     .flags = OP_STRIDED, .loop = pow_loop, .reads = READS_ALL,
     .sample = "positive(3, 4), x(3, 4); away(3, 4), 3",
     .doc = "x to the power of exponent; 0^0 is 1."},
    {"neg", "x", POINTWISE, .loop = neg_loop, .rule = neg_rule,
     .reads = READS_NONE, .sample = "x(3, 4)", .doc = "-x."},
    {"reciprocal", "x", POINTWISE, .loop = reciprocal_loop,
     .rule = reciprocal_rule, .reads = READS_RESULT, .sample = "away(3, 4)",
     .doc = "1 / x."},
    {"square", "x", POINTWISE, .loop = square_loop, .rule = square_rule,
     .sample = "x(3, 4)", .doc = "x times x."},
    {"sqrt", "x", POINTWISE, .loop = sqrt_loop, .rule = sqrt_rule,
     .reads = READS_RESULT, .sample = "positive(3, 4)",
     .doc = "Square root; NaN below 0. The derivative at 0 is infinite."},
    {"rsqrt", "x", POINTWISE, .loop = rsqrt_loop, .rule = rsqrt_rule,
     .reads = READS_RESULT, .sample = "positive(3, 4)", .doc = "1 / sqrt(x)."},
    {"root", "x", POINTWISE, .loop = sqrt_loop, .rule = root_rule,
     .reads = READS_RESULT, .sample = "positive(3, 4)",
     .doc = "Square root whose derivative at 0 is 0, as norms need it."},
    {"abs", "x", POINTWISE, .loop = abs_loop, .rule = abs_rule,
     .sample = "away(3, 4)", .doc = "|x|; its derivative at 0 is 0."},
    {"sign", "x", POINTWISE, .loop = sign_loop, .rule = flat_rule,
     .reads = READS_NONE, .sample = "away(3, 4)",
     .doc = "-1, 0 or 1; its derivative is 0 everywhere."},
    {"maximum", "x, other", OF_MASKS, .loop = maximum_loop, .variant = LARGER,
     .rule = choose_rule, .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)",
     .doc = "The larger of the two; NaN if either is. Equal values share "
            "the gradient."},
    {"minimum", "x, other", OF_MASKS, .loop = minimum_loop, .variant = SMALLER,
     .rule = choose_rule, .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)",
     .doc = "The smaller of the two; NaN if either is. Equal values share "
            "the gradient."},
    {"fmax", "x, other", OF_MASKS, .loop = fmax_loop, .variant = LARGER,
     .rule = prefer_rule, .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)",
     .doc = "The larger of the two, and the other one where one is NaN. Of "
            "equal ones x has the gradient."},
    {"fmin", "x, other", OF_MASKS, .loop = fmin_loop, .variant = SMALLER,
     .rule = prefer_rule, .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)",
     .doc = "The smaller of the two, and the other one where one is NaN. Of "
            "equal ones x has the gradient."},
    {"heaviside", "x, values", OF_MASKS, .loop = heaviside_loop,
     .rule = heaviside_rule, .sample = "x(3, 4), x(4); mask(3, 4), x(4)",
     .doc = "0 below 0, 1 above, values at 0."},
    {"exp", "x", POINTWISE, .loop = exp_loop, .rule = exp_rule,
     .reads = READS_RESULT, .sample = "x(3, 4)", .doc = "e to the power of x."},
    {"log", "x", POINTWISE, .loop = log_loop, .rule = log_rule,
     .sample = "positive(3, 4)", .doc = "Natural logarithm."},
    {"expm1", "x", POINTWISE, .loop = expm1_loop, .rule = expm1_rule,
     .sample = "x(3, 4)", .doc = "exp(x) - 1, exact near 0."},
    {"log1p", "x", POINTWISE, .loop = log1p_loop, .rule = log1p_rule,
     .sample = "positive(3, 4)", .doc = "log(1 + x), exact near 0."},
    {"log2", "x", POINTWISE, .loop = log2_loop, .rule = log2_rule,
     .sample = "positive(3, 4)", .doc = "Logarithm to base 2."},
    {"log10", "x", POINTWISE, .loop = log10_loop, .rule = log10_rule,
     .sample = "positive(3, 4)", .doc = "Logarithm to base 10."},
    {"sin", "x", POINTWISE, .loop = sin_loop, .rule = sin_rule,
     .sample = "x(3, 4)", .doc = "Sine of x radians."},
    {"cos", "x", POINTWISE, .loop = cos_loop, .rule = cos_rule,
     .sample = "x(3, 4)", .doc = "Cosine of x radians."},
    {"tan", "x", POINTWISE, .loop = tan_loop, .rule = tan_rule,
     .reads = READS_RESULT, .sample = "unit(3, 4)",
     .doc = "Tangent of x radians."},
    {"asin", "x", POINTWISE, .loop = asin_loop, .rule = asin_rule,
     .sample = "unit(3, 4)",
     .doc = "The angle between -pi/2 and pi/2 whose sine is x; NaN where |x| "
            "is above 1."},
    {"acos", "x", POINTWISE, .loop = acos_loop, .rule = acos_rule,
     .sample = "unit(3, 4)",
     .doc = "The angle between 0 and pi whose cosine is x; NaN where |x| is "
            "above 1."},
    {"atan", "x", POINTWISE, .loop = atan_loop, .rule = atan_rule,
     .sample = "x(3, 4)",
     .doc = "The angle between -pi/2 and pi/2 whose tangent is x."},
    {"atan2", "x, other", POINTWISE, .loop = atan2_loop, .rule = atan2_rule,
     .sample = "x(3, 4), away(3, 4); x(4), away(3, 1)",
     .doc = "The angle of the point (other, x), between -pi and pi."},
    {"sinh", "x", POINTWISE, .loop = sinh_loop, .rule = sinh_rule,
     .sample = "x(3, 4)", .doc = "Hyperbolic sine."},
    {"cosh", "x", POINTWISE, .loop = cosh_loop, .rule = cosh_rule,
     .sample = "x(3, 4)", .doc = "Hyperbolic cosine."},
    {"erf", "x", POINTWISE, .loop = erf_loop, .rule = erf_rule,
     .sample = "x(3, 4)",
     .doc = "The error function, 2 / sqrt(pi) times the integral of exp(-t^2) "
            "from 0 to x."},
    {"erfinv", "x", POINTWISE, .loop = erfinv_loop, .rule = erfinv_rule,
     .reads = READS_RESULT, .sample = "unit(3, 4)",
     .doc = "The inverse of erf; infinite at -1 and 1, NaN beyond."},
    {"floor", "x", POINTWISE, .loop = floor_loop, .rule = flat_rule,
     .reads = READS_NONE, .sample = "x(3, 4)",
     .doc = "The largest whole number not above x; its derivative is 0."},
    {"ceil", "x", POINTWISE, .loop = ceil_loop, .rule = flat_rule,
     .reads = READS_NONE, .sample = "x(3, 4)",
     .doc = "The smallest whole number not below x; its derivative is 0."},
    {"round", "x, {decimals: int = 0}", round_infer, round_forward, flat_rule,
     .reads = READS_NONE, .flags = OP_STRIDED, .loop = round_loop,
     .sample = "x(3, 4)",
     .doc = "The nearest whole number, of two the even one, or the nearest "
            "multiple of 10^-decimals; its derivative is 0."},
    {"trunc", "x", POINTWISE, .loop = trunc_loop, .rule = flat_rule,
     .reads = READS_NONE, .sample = "x(3, 4)",
     .doc = "x without its fraction; its derivative is 0."},
    {"frac", "x", POINTWISE, .loop = frac_loop, .rule = frac_rule,
     .reads = READS_NONE, .sample = "x(3, 4)",
     .doc = "x - trunc(x): what stands after the point, with the sign of x."},
    {"remainder", "x, other", POINTWISE, .loop = remainder_loop,
     .rule = rest_rule, .reads = READS_ALL,
     .sample = "x(3, 4), away(3, 4); x(4), away(3, 1)",
     .doc = "x - other floor(x / other): the remainder with the sign of "
            "other, as % in Lua."},
    {"fmod", "x, other", POINTWISE, .loop = fmod_loop, .rule = rest_rule,
     .reads = READS_ALL, .sample = "x(3, 4), away(3, 4); x(4), away(3, 1)",
     .doc = "x - other trunc(x / other): the remainder with the sign of x."},
    {"lerp", "x, end, weight", POINTWISE, .loop = lerp_loop, .rule = lerp_rule,
     .sample = "x(3, 4), x(3, 4), x(3, 4); x(3, 4), x(4), x(3, 1); "
               "x(4), x(4), 0.3",
     .doc = "x + weight (end - x)."},
    {"addcmul", "x, tensor1, tensor2, {value: real = 1}", POINTWISE,
     .loop = addcmul_loop, .rule = addcmul_rule,
     .sample = "x(3, 4), x(3, 4), x(3, 4); x(4), x(3, 1), x(4), {value = 0.5}",
     .doc = "x + value tensor1 tensor2."},
    {"add_outer", "x, column, row, {value: real = 1}", .flags = OP_STRIDED,
     .infer = add_outer_infer, .forward = pass_forward, .loop = addcmul_loop,
     .rule = add_outer_rule,
     .sample = "x(3, 4), x(3, 1), x(1, 4); x(4), x(3, 1), x(1, 4), {value = "
               "-2}",
     .doc = "x + value column row, for a column n, 1 and a row 1, m; x expands "
            "to their product. What addr is made of."},
    {"addcdiv", "x, tensor1, tensor2, {value: real = 1}", POINTWISE,
     .loop = addcdiv_loop, .rule = addcdiv_rule,
     .sample = "x(3, 4), x(3, 4), away(3, 4); "
               "x(4), x(3, 1), away(4), {value = 0.5}",
     .doc = "x + value tensor1 / tensor2."},
    {"gt", "x, other", MASKING, .loop = gt_loop,
     .doc = "1 where x > other, else 0. No derivative."},
    {"ge", "x, other", MASKING, .loop = ge_loop,
     .doc = "1 where x >= other, else 0. No derivative."},
    {"lt", "x, other", MASKING, .loop = lt_loop,
     .doc = "1 where x < other, else 0. No derivative."},
    {"le", "x, other", MASKING, .loop = le_loop,
     .doc = "1 where x <= other, else 0. No derivative."},
    {"eq", "x, other", MASKING, .loop = eq_loop,
     .doc = "1 where x equals other, else 0. No derivative."},
    {"ne", "x, other", MASKING, .loop = ne_loop,
     .doc = "1 where x differs from other, else 0. No derivative."},
    {"logical_and", "x, other", MASKING, .loop = logical_and_loop,
     .doc = "1 where neither is 0, else 0. No derivative."},
    {"logical_or", "x, other", MASKING, .loop = logical_or_loop,
     .doc = "1 where one is not 0, else 0. No derivative."},
    {"logical_xor", "x, other", MASKING, .loop = logical_xor_loop,
     .doc = "1 where just one is not 0, else 0. No derivative."},
    {"logical_not", "x", MASKING, .loop = logical_not_loop,
     .doc = "1 where x is 0, else 0. No derivative."},
    {"signbit", "x", MASKING, .loop = signbit_loop,
     .doc = "1 where x is below 0, or -0, else 0. No derivative."},
    {"isnan", "x", MASKING, .loop = isnan_loop,
     .doc = "1 where x is NaN, else 0. No derivative."},
    {"isinf", "x", MASKING, .loop = isinf_loop,
     .doc = "1 where x is inf or -inf, else 0. No derivative."},
    {"isfinite", "x", MASKING, .loop = isfinite_loop,
     .doc = "1 where x is neither infinite nor NaN, else 0. No derivative."},
    {"isclose",
     "x, other, {rtol: real = 1e-5, atol: real = 1e-8, "
     "equal_nan: bool = false}",
     .infer = isclose_infer, .forward = pass_forward,
     .flags = OP_STRIDED | OP_MASK, .loop = isclose_loop,
     .doc = "1 where |x - other| <= atol + rtol |other|, and where the two are "
            "equal, else 0; NaN is close to NaN with equal_nan. No "
            "derivative."},
    {"nan_to_num", "x, nan: real = 0, posinf: real = nan, neginf: real = nan",
     POINTWISE, .loop = nan_to_num_loop, .rule = nan_to_num_rule,
     .sample = "x(3, 4)",
     .doc = "x with NaN, inf and -inf replaced; posinf and neginf, when left "
            "out, are the largest and the least finite number. The derivative "
            "is 0 where something was replaced."},
    {"where", "condition, x, other", OF_MASKS, .loop = where_loop,
     .rule = where_rule, .sample = "mask(3, 4), x(3, 4), x(4)",
     .doc = "x where condition is not 0, other elsewhere."},
    {"masked_fill", "x, mask, value", masked_fill_infer, pass_forward,
     masked_fill_rule, .flags = OP_STRIDED, .loop = masked_fill_loop,
     .sample = "x(3, 4), mask(4), 2; x(3, 4), mask(4), x()",
     .doc = "value, one number, where mask is not 0, x elsewhere."},
    {"clamp", "x, min?, max?", clamp_infer, clamp_forward, clamp_rule,
     .flags = OP_STRIDED, .loop = clamp_loop,
     .sample = "x(3, 4), -0.5, 0.7; x(3, 4), x(4), x(3, 1); "
               "x(3, 4), nil, x(4)",
     .doc = "x limited to min .. max, numbers or tensors, of which one may be "
            "left out; max where min is above it. NaN stays NaN. The "
            "derivative at a limit is 1 in x."},
    {0}};
