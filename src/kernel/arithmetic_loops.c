/* Pointwise loops of arithmetic, comparisons and choices: what a compiler makes
 * vectors of as it stands, in float and double. Conditions are joined by & and
 * |, and both sides of a choice are read: there are no branches. */
#include <float.h>
#include <stdbool.h>
#include <stddef.h>
#include <tgmath.h>

#include "kernel.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

#if REAL_IS_DOUBLE
#define MOST DBL_MAX
#else
#define MOST FLT_MAX
#endif

/* y[i] = f(x[0][i], ...): y may be one of x, so an element is read before it is
 * written, and no other one is. */
static inline __attribute__((always_inline)) void
each(int64_t n, real *y, const real *const *x, real (*f)(real)) {
  const real *a = x[0];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = f(a[i]);
}
static inline __attribute__((always_inline)) void
pairs(int64_t n, real *y, const real *const *x, real (*f)(real, real)) {
  const real *a = x[0], *b = x[1];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = f(a[i], b[i]);
}

/* y[i] = f(x[0][i], *x[1]). */
static inline __attribute__((always_inline)) void
by_number(int64_t n, real *y, const real *const *x, real (*f)(real, real)) {
  const real *a = x[0];
  real b = *x[1];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = f(a[i], b);
}

/* ---- of one ---- */

static inline real neg1(real x) { return -x; }
static inline real abs1(real x) { return fabs(x); }
static inline real sign1(real x) {
  real y = (real)((x > 0) - (x < 0));
  return x == x ? y : x;
}
static inline real square1(real x) { return x * x; }
static inline real relu1(real x) { return x < 0 ? 0 : x; }
static inline real softsign1(real x) { return x / (1 + fabs(x)); }
static inline real floor1(real x) { return floor(x); }
static inline real ceil1(real x) { return ceil(x); }
static inline real round1(real x) { return rint(x); }
static inline real trunc1(real x) { return trunc(x); }
static inline real not1(real x) { return x == 0 ? 1 : 0; }
static inline real isnan1(real x) { return x != x ? 1 : 0; }
static inline real isinf1(real x) { return fabs(x) > MOST ? 1 : 0; }
static inline real isfinite1(real x) { return fabs(x) <= MOST ? 1 : 0; }

static void neg(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  each(n, y, x, neg1);
}
static void abs_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  each(n, y, x, abs1);
}
static void sign(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  each(n, y, x, sign1);
}
static void square(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  each(n, y, x, square1);
}
static void relu(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  each(n, y, x, relu1);
}
static void softsign(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  each(n, y, x, softsign1);
}
static void floor_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, floor1);
}
static void ceil_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, ceil1);
}
static void round_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, round1);
}
static void trunc_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, trunc1);
}
static void logical_not(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  each(n, y, x, not1);
}
static void isnan_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, isnan1);
}
static void isinf_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, isinf1);
}
static void isfinite_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  each(n, y, x, isfinite1);
}
static void leaky_relu(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *a = x[0];
  real slope = (real)r[0];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = a[i] > 0 ? a[i] : slope * a[i];
}
static inline real leaky1(real v, real slope, real scale) {
  real below = slope * v;
  return scale * (v > 0 ? v : below);
}
/* Of bias and noise, either may be NULL. r: the slope, scale. */
static void biased_leaky_relu(int64_t n, real *y, const real *const *x,
                              const double *r) {
  const real *a = x[0], *b = x[1] ? x[1] : x[2], *noise = x[2];
  real slope = (real)r[0], scale = (real)r[1];
  if (x[1] && noise)
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++)
      y[i] = leaky1(a[i] + b[i] + noise[i], slope, scale);
  else if (b)
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) y[i] = leaky1(a[i] + b[i], slope, scale);
  else
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) y[i] = leaky1(a[i], slope, scale);
}
/* One bias for all. */
static void biased_leaky_relu_number(int64_t n, real *y, const real *const *x,
                                     const double *r) {
  const real *a = x[0], *noise = x[2];
  real slope = (real)r[0], scale = (real)r[1];
  real bias = x[1] ? *x[1] : 0;
  if (noise)
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++)
      y[i] = leaky1(a[i] + bias + noise[i], slope, scale);
  else
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) y[i] = leaky1(a[i] + bias, slope, scale);
}
static void threshold(int64_t n, real *y, const real *const *x,
                      const double *r) {
  const real *a = x[0];
  real limit = (real)r[0], value = (real)r[1];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) {
    real v = a[i];
    y[i] = v <= limit ? value : v;
  }
}
static void nan_to_num(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *a = x[0];
  real nan = (real)r[0], high = isnan(r[1]) ? MOST : (real)r[1];
  real low = isnan(r[2]) ? -MOST : (real)r[2];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) {
    real v = a[i], above = v > MOST ? high : v, w = v < -MOST ? low : above;
    y[i] = v != v ? nan : w;
  }
}

/* ---- of two ---- */

static inline real mul1(real a, real b) { return a * b; }
static inline real no_nan1(real a, real b) {
  real v = a * b;
  return b != 0 ? v : 0;
}
static inline real div1(real a, real b) { return a / b; }
static inline real maximum1(real a, real b) {
  real v = b > a ? b : a;
  return b == b ? v : b;
}
static inline real minimum1(real a, real b) {
  real v = b < a ? b : a;
  return b == b ? v : b;
}
static inline real squared_error1(real a, real b) { return (a - b) * (a - b); }
/* g (1 - t^2), by factors that cancel nothing near 1 */
static inline real tanh_grad1(real g, real t) {
  return g * ((1 - t) * (1 + t));
}
static inline real sigmoid_grad1(real g, real s) { return g * s * (1 - s); }
static inline real gt1(real a, real b) { return a > b ? 1 : 0; }
static inline real ge1(real a, real b) { return a >= b ? 1 : 0; }
static inline real lt1(real a, real b) { return a < b ? 1 : 0; }
static inline real le1(real a, real b) { return a <= b ? 1 : 0; }
static inline real eq1(real a, real b) { return a == b ? 1 : 0; }
static inline real ne1(real a, real b) { return a != b ? 1 : 0; }
static inline real and1(real a, real b) { return (a != 0) & (b != 0) ? 1 : 0; }
static inline real or1(real a, real b) { return (a != 0) | (b != 0) ? 1 : 0; }
static inline real xor1(real a, real b) {
  real first = a != 0 ? 1 : 0, second = b != 0 ? 1 : 0;
  return first != second ? 1 : 0;
}

/* r[0]: alpha. With 1 the product is exact, and so is the sum. */
static void add(int64_t n, real *y, const real *const *x, const double *r) {
  const real *a = x[0], *b = x[1];
  real alpha = (real)r[0];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = a[i] + alpha * b[i];
}
static void sub(int64_t n, real *y, const real *const *x, const double *r) {
  const real *a = x[0], *b = x[1];
  real alpha = (real)r[0];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = a[i] - alpha * b[i];
}
static void mul(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, mul1);
}
static void no_nan(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, no_nan1);
}
static void quotient(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  pairs(n, y, x, div1);
}
static void maximum(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, maximum1);
}
static void minimum(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, minimum1);
}
static void squared_error(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  pairs(n, y, x, squared_error1);
}
static void tanh_grad(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  pairs(n, y, x, tanh_grad1);
}
static void sigmoid_grad(int64_t n, real *y, const real *const *x,
                         const double *r) {
  (void)r;
  pairs(n, y, x, sigmoid_grad1);
}
static void leaky_relu_grad(int64_t n, real *y, const real *const *x,
                            const double *r) {
  const real *g = x[0], *a = x[1];
  real slope = (real)r[0];
  if (slope == 0) /* whatever comes back: inf * 0 is not 0 */
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) {
      real v = g[i];
      y[i] = a[i] <= 0 ? 0 : v;
    }
  else
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) y[i] = a[i] <= 0 ? slope * g[i] : g[i];
}
static void gt(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, gt1);
}
static void ge(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, ge1);
}
static void lt(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, lt1);
}
static void le(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, le1);
}
static void eq(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, eq1);
}
static void ne(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, ne1);
}
static void logical_and(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  pairs(n, y, x, and1);
}
static void logical_or(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  pairs(n, y, x, or1);
}
static void logical_xor(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  pairs(n, y, x, xor1);
}

/* ---- of one and a number ---- */

static void add_number(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *a = x[0];
  real alpha = (real)r[0], b = *x[1];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = a[i] + alpha * b;
}
static void sub_number(int64_t n, real *y, const real *const *x,
                       const double *r) {
  add_number(n, y, x, &(double){-r[0]});
}
static void mul_number(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  by_number(n, y, x, mul1);
}
static void no_nan_number(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  by_number(n, y, x, no_nan1);
}
static void quotient_number(int64_t n, real *y, const real *const *x,
                            const double *r) {
  (void)r;
  by_number(n, y, x, div1);
}
static void maximum_number(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  by_number(n, y, x, maximum1);
}
static void minimum_number(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  by_number(n, y, x, minimum1);
}
static void gt_number(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  by_number(n, y, x, gt1);
}
static void ge_number(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  by_number(n, y, x, ge1);
}
static void lt_number(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  by_number(n, y, x, lt1);
}
static void le_number(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  by_number(n, y, x, le1);
}
static void eq_number(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  by_number(n, y, x, eq1);
}
static void ne_number(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  by_number(n, y, x, ne1);
}

/* ---- of three ---- */

static void where_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *condition = x[0], *a = x[1], *b = x[2];
  (void)r;
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) {
    real yes = a[i], no = b[i];
    y[i] = condition[i] != 0 ? yes : no;
  }
}
/* One number where the condition holds. */
static void where_number(int64_t n, real *y, const real *const *x,
                         const double *r) {
  const real *condition = x[0], *b = x[2];
  real yes = *x[1];
  (void)r;
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) {
    real no = b[i];
    y[i] = condition[i] != 0 ? yes : no;
  }
}
static void masked_fill(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  where_loop(n, y, (const real *const[]){x[1], x[2], x[0]}, r);
}

/* NaN of x stays, and that of a limit comes through. */
static inline real at_least(real x, real low) {
  real v = x < low ? low : x;
  return low == low ? v : low;
}
static inline real at_most(real x, real high) {
  real v = x > high ? high : x;
  return high == high ? v : high;
}
static void clamp(int64_t n, real *y, const real *const *x, const double *r) {
  const real *a = x[0], *low = x[1], *high = x[2];
  (void)r;
  if (!low) pairs(n, y, (const real *const[]){a, high}, at_most);
  else if (!high) pairs(n, y, x, at_least);
  else
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++)
      y[i] = at_most(at_least(a[i], low[i]), high[i]);
}

/* r: delta, scale. */
static void huber_grad(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *g = x[0], *a = x[1], *b = x[2];
  real delta = (real)r[0], scale = (real)r[1];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) {
    real d = a[i] - b[i], v = d < -delta ? -delta : d;
    y[i] = scale * g[i] * (v > delta ? delta : v);
  }
}

/* From the nearer end, so that weights 0 and 1 give x and end themselves. */
static void lerp(int64_t n, real *y, const real *const *x, const double *r) {
  const real *a = x[0], *b = x[1], *weight = x[2];
  (void)r;
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) {
    real w = weight[i], from = a[i], to = b[i], way = to - from;
    real near = from + w * way, far = to - way * (1 - w);
    y[i] = fabs(w) < (real)0.5 ? near : far;
  }
}
/* r[0]: value. */
static void addcmul(int64_t n, real *y, const real *const *x, const double *r) {
  const real *a = x[0], *b = x[1], *c = x[2];
  real value = (real)r[0];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = a[i] + value * b[i] * c[i];
}
/* b is a number. */
static void addcmul_number(int64_t n, real *y, const real *const *x,
                           const double *r) {
  const real *a = x[0], *c = x[2];
  real b = (real)r[0] * *x[1];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = a[i] + b * c[i];
}
static void addcdiv(int64_t n, real *y, const real *const *x, const double *r) {
  const real *a = x[0], *b = x[1], *c = x[2];
  real value = (real)r[0];
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = a[i] + value * (b[i] / c[i]);
}

/* ---- the table ---- */

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const KernelLoop NAME(arithmetic)[];
const KernelLoop NAME(arithmetic)[] = {
    {"add", add, add_number},
    {"sub", sub, sub_number},
    {"mul", mul, mul_number},
    {"multiply_no_nan", no_nan, no_nan_number},
    {"div", quotient, quotient_number},
    {"neg", neg, NULL},
    {"abs", abs_loop, NULL},
    {"sign", sign, NULL},
    {"square", square, NULL},
    {"squared_error", squared_error, NULL},
    {"huber_grad", huber_grad, NULL},
    {"maximum", maximum, maximum_number},
    {"minimum", minimum, minimum_number},
    {"clamp", clamp, NULL},
    {"relu", relu, NULL},
    {"leaky_relu", leaky_relu, NULL},
    {"biased_leaky_relu", biased_leaky_relu, biased_leaky_relu_number},
    {"leaky_relu_grad", leaky_relu_grad, NULL},
    {"threshold", threshold, NULL},
    {"softsign", softsign, NULL},
    {"tanh_grad", tanh_grad, NULL},
    {"sigmoid_grad", sigmoid_grad, NULL},
    {"where", where_loop, where_number},
    {"masked_fill", masked_fill, NULL},
    {"floor", floor_loop, NULL},
    {"ceil", ceil_loop, NULL},
    {"round", round_loop, NULL},
    {"trunc", trunc_loop, NULL},
    {"lerp", lerp, NULL},
    {"addcmul", addcmul, addcmul_number},
    {"add_outer", addcmul, addcmul_number},
    {"addcdiv", addcdiv, NULL},
    {"nan_to_num", nan_to_num, NULL},
    {"gt", gt, gt_number},
    {"ge", ge, ge_number},
    {"lt", lt, lt_number},
    {"le", le, le_number},
    {"eq", eq, eq_number},
    {"ne", ne, ne_number},
    {"logical_and", logical_and, NULL},
    {"logical_or", logical_or, NULL},
    {"logical_xor", logical_xor, NULL},
    {"logical_not", logical_not, NULL},
    {"isnan", isnan_loop, NULL},
    {"isinf", isinf_loop, NULL},
    {"isfinite", isfinite_loop, NULL},
    {0}};
