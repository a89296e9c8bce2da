/* Pointwise loops of special functions, as those of loops.c. In float they are
 * worked out in double, so that what they return is at most 0.7 units of the
 * last place off; in double they are left to the plain loops. The polynomials
 * are Chebyshev sums fitted to the functions, as powers. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "bits.h"
#include "kernel.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

/* ---- choices and quotients ---- */

static void fmax_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  const real *a = x[0], *b = x[1];
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = a[i], w = b[i];
    y[i] = (v >= w) | (w != w) ? v : w;
  }
}
static void fmin_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  const real *a = x[0], *b = x[1];
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = a[i], w = b[i];
    y[i] = (v <= w) | (w != w) ? v : w;
  }
}

#if !REAL_IS_DOUBLE

static void frac_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  const real *a = x[0];
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = a[i] - truncf(a[i]);
}
static void trunc_divide(int64_t n, real *y, const real *const *x,
                         const double *r) {
  const real *a = x[0], *b = x[1];
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = truncf(a[i] / b[i]);
}

/* y[i] = f(x[0][i]), in blocks that are vectors throughout. */
enum { BLOCK = 32 };

static inline __attribute__((always_inline)) void
each(int64_t n, float *y, const float *const *x, double (*f)(double)) {
  float rest[BLOCK] = {0};
  for (int64_t at = 0; at < n; at += BLOCK) {
    int64_t left = n - at;
    const float *a = x[0] + at;
    float *to = left < BLOCK ? rest : y + at;
    if (left < BLOCK) a = memcpy(rest, a, (size_t)left * sizeof *a);
#pragma GCC ivdep
    for (int i = 0; i < BLOCK; i++) to[i] = (float)f((double)a[i]);
    if (left < BLOCK) memcpy(y + at, rest, (size_t)left * sizeof *a);
  }
}

/* y[i] = f(x[0][i], x[1][i]). */
static inline __attribute__((always_inline)) void
pairs(int64_t n, float *y, const float *const *x, double (*f)(double, double)) {
  float rest[2][BLOCK] = {{0}};
  for (int64_t at = 0; at < n; at += BLOCK) {
    int64_t left = n - at;
    const float *a = x[0] + at, *b = x[1] + at;
    float *to = left < BLOCK ? rest[0] : y + at;
    if (left < BLOCK) a = memcpy(rest[0], a, (size_t)left * sizeof *a);
    if (left < BLOCK) b = memcpy(rest[1], b, (size_t)left * sizeof *b);
#pragma GCC ivdep
    for (int i = 0; i < BLOCK; i++)
      to[i] = (float)f((double)a[i], (double)b[i]);
    if (left < BLOCK) memcpy(y + at, rest[0], (size_t)left * sizeof *a);
  }
}

/* floor(a / b): in double the quotient of floats is never rounded to a whole
 * number that it does not reach, while it is below 2^27. */
static inline double floor_quotient(double a, double b) {
  double v = floor(a / b), beyond = (a != 0) & ((a < 0) != (b < 0)) ? -1 : v;
  v = fabs(b) > 3.5e38 ? beyond : v; /* from below 0 to 0 */
  v = (b != 0) & (fabs(a) > 3.5e38) ? (double)NAN : v;
  return a != a ? a : b != b ? b : v;
}
static void floor_divide(int64_t n, float *y, const float *const *x,
                         const double *r) {
  (void)r;
  pairs(n, y, x, floor_quotient);
}

/* ---- in double: exp, log, sin and cos ---- */

/* 2^x between 2^-1000 and 2^1000. */
static inline double exp2_of(double x) {
  const double magic = 0x1.8p52; /* adding it rounds */
  x = x < -1000 ? -1000 : x;
  x = x > 1000 ? 1000 : x;
  double t = x + magic, f = x - (t - magic);
  double p = 1.325964625027045e-6;
  p = p * f + 1.531008114313815e-5;
  p = p * f + 1.5403433746224196e-4;
  p = p * f + 1.3333450560384466e-3;
  p = p * f + 9.6181291939421675e-3;
  p = p * f + 5.5504109412154528e-2;
  p = p * f + 0.240226506956403;
  p = p * f + 0.69314718054593048;
  p = p * f + 1;
  return p * from_bits64((to_bits64(t) << 52) + 0x3FF0000000000000u);
}
static inline double exp_of(double x) { return exp2_of(x * M_LOG2E); }

/* log(x): k log(2) + log(m) for x = 2^k m, m between sqrt(0.5) and sqrt(2), of
 * which s = (m - 1) / (m + 1) gives 2 s + 2 s^3 / 3 + ... */
static inline double log_of(double x) {
  uint64_t bits = to_bits64(x);
  uint64_t e = (bits + (0x3FF0000000000000u - 0x3FE6A09E667F3BCDu)) >> 52;
  double m = from_bits64(bits - ((e - 1023) << 52));
  double k = from_bits64(e | 0x4330000000000000u) - (0x1p52 + 1023);
  double s = (m - 1) / (m + 1), z = s * s;
  double p = 0.1461722010170369;
  p = p * z + 0.15331654528864482;
  p = p * z + 0.18182891314269001;
  p = p * z + 0.22222211101879029;
  p = p * z + 0.28571428626199111;
  p = p * z + 0.39999999999898949;
  p = p * z + 0.66666666666666697;
  double y = k * M_LN2 + (2 * s + p * z * s);
  y = x > 0 ? y : x == 0 ? (double)-INFINITY : (double)NAN;
  return x > 1.7e308 ? x : y;
}

/* sin and cos of pi x for x between -1/2 and 1/2. */
static inline double sin_pi(double x) {
  double z = x * x, p = -2.1133714e-5;
  p = p * z + 4.659870919775173e-4;
  p = p * z - 7.3703643527182011e-3;
  p = p * z + 8.214587882077492e-2;
  p = p * z - 0.59926452882561472;
  p = p * z + 2.5501640398618839;
  p = p * z - 5.1677127800497861;
  p = p * z + 3.1415926535897929;
  return p * x;
}
static inline double cos_pi(double x) {
  double z = x * x, p = -1.0041692e-4;
  p = p * z + 1.927870511963925e-3;
  p = p * z - 2.580653213381588e-2;
  p = p * z + 0.23533058834009698;
  p = p * z - 1.3352627661841194;
  p = p * z + 4.058712126333393;
  p = p * z - 4.9348022005436874;
  p = p * z + 0.99999999999999806;
  return p;
}

/* ---- exponentials and logarithms ---- */

static void exp2_loop(int64_t n, float *y, const float *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, exp2_of);
}

/* The larger, and what the smaller adds; the gap of two equal infinities is
 * none. */
static inline double log_more(double e) { /* log(1 + e) */
  double w = 1 + e;
  return log_of(w) + (e - (w - 1)) / w;
}
static inline double log_add(double a, double b) {
  double gap = a == b ? 0 : a - b, more = a > b ? a : b;
  return more + log_more(exp_of(-fabs(gap)));
}
static inline double log_add2(double a, double b) {
  double gap = a == b ? 0 : a - b, more = a > b ? a : b;
  return more + M_LOG2E * log_more(exp2_of(-fabs(gap)));
}
static void logaddexp(int64_t n, float *y, const float *const *x,
                      const double *r) {
  (void)r;
  pairs(n, y, x, log_add);
}
static void logaddexp2(int64_t n, float *y, const float *const *x,
                       const double *r) {
  (void)r;
  pairs(n, y, x, log_add2);
}

static inline double logit_of(double x) { return log_of(x / (1 - x)); }
/* r[0]: eps, or NaN. */
static void logit(int64_t n, float *y, const float *const *x, const double *r) {
  const float *limited = y;
  if (r[0] == r[0]) {
    float low = (float)r[0], high = (float)(1 - r[0]);
    for (int64_t i = 0; i < n; i++) {
      float v = x[0][i], most = v < low ? low : v;
      y[i] = most > high ? high : most;
    }
    x = &limited;
  }
  each(n, y, x, logit_of);
}

static inline double entropy_of(double x) {
  double y = -x * log_of(x);
  y = x == 0 ? 0 : y;
  return x < 0 ? (double)-INFINITY : y;
}
static void entr(int64_t n, float *y, const float *const *x, const double *r) {
  (void)r;
  each(n, y, x, entropy_of);
}

static inline double x_log_y(double x, double v) {
  double y = x * log_of(v);
  y = x == 0 ? 0 : y;
  return v != v ? v : y;
}
static void xlogy(int64_t n, float *y, const float *const *x, const double *r) {
  (void)r;
  pairs(n, y, x, x_log_y);
}

static inline double length_of(double a, double b) {
  double y = sqrt(a * a + b * b);
  bool far = (fabs(a) > 3.5e38) | (fabs(b) > 3.5e38);
  return far ? (double)INFINITY : y; /* beside NaN, too */
}
static void hypot_loop(int64_t n, float *y, const float *const *x,
                       const double *r) {
  (void)r;
  pairs(n, y, x, length_of);
}

/* ---- inverse hyperbolic functions: near 0 by their series ---- */

static inline double asinh_of(double x) {
  double v = fabs(x), near = v - v * v * v / 6;
  double far = log_of(v + sqrt(v * v + 1));
  return copysign(v < 1e-4 ? near : far, x);
}
static inline double acosh_of(double x) {
  double y = log_of(x + sqrt(x * x - 1));
  return x >= 1 ? y : (double)NAN;
}
static inline double atanh_of(double x) {
  double near = x + x * x * x / 3, far = log_of((1 + x) / (1 - x)) / 2;
  return fabs(x) < 1e-4 ? near : far;
}
static void asinh_loop(int64_t n, float *y, const float *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, asinh_of);
}
static void acosh_loop(int64_t n, float *y, const float *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, acosh_of);
}
static void atanh_loop(int64_t n, float *y, const float *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, atanh_of);
}

/* ---- the error function's tails ---- */

/* exp(x^2) erfc(x) for x >= 0, a polynomial in (x - 3) / (x + 3) over 1 + 2 x;
 * and its derivative, one over the square of that. */
static inline double tail(double x) {
  double t = 1 - 6 / (x + 3), p = 3.8618483816511325e-6;
  p = p * t + 7.7310241975150969e-5;
  p = p * t - 1.041307120131255e-4;
  p = p * t - 7.2645363782365399e-4;
  p = p * t + 1.8881128621050828e-3;
  p = p * t + 2.4991168687418632e-3;
  p = p * t - 2.3770334674255293e-2;
  p = p * t + 6.8316567771540531e-2;
  p = p * t - 0.11927369132093518;
  p = p * t + 0.1296441143440116;
  p = p * t - 4.7562292695636031e-2;
  p = p * t - 0.13562106940027048;
  p = p * t + 1.2530080582534237;
  return p / (1 + 2 * x);
}
static inline double tail_slope(double x) {
  double t = 1 - 6 / (x + 3), p = 8.0743087503481468e-4;
  p = p * t - 3.8103833789428165e-4;
  p = p * t - 7.2112532104307274e-3;
  p = p * t + 1.0070166336645526e-2;
  p = p * t + 3.1246559673667692e-2;
  p = p * t - 0.12560176154073487;
  p = p * t + 0.16904926880798685;
  p = p * t + 1.9299963879790111e-2;
  p = p * t - 0.47195723183580545;
  p = p * t + 0.86627272697438306;
  p = p * t - 0.6936067272643274;
  p = p * t - 0.20547046784682485;
  p = p * t + 2.6642407232378044;
  return -p / ((1 + 2 * x) * (1 + 2 * x));
}

static inline double erfc_of(double x) {
  double y = exp_of(-x * x) * tail(fabs(x));
  return x < 0 ? 2 - y : y;
}
static inline double ndtr_of(double x) { return erfc_of(x * -M_SQRT1_2) / 2; }
static inline double erfcx_of(double x) {
  double y = tail(fabs(x)), left = 2 * exp_of(x * x) - y;
  return x < 0 ? left : y;
}
static inline double erfcx_slope(double x) {
  double y = tail_slope(fabs(x)), left = 4 * x * exp_of(x * x) + y;
  return x < 0 ? left : y;
}
/* With e = erfc(|x| / sqrt(2)) / 2 log(1 - e) above 0, below it log(e). */
static inline double log_ndtr_of(double x) {
  double half = tail(fabs(x) * M_SQRT1_2) / 2, bell = -x * x / 2;
  double e = exp_of(bell) * half, w = 1 - e, lost = ((w - 1) + e) / w;
  double y = log_of(x < 0 ? half : w);
  return y + (x < 0 ? bell : -lost);
}
static void erfc_loop(int64_t n, float *y, const float *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, erfc_of);
}
static void ndtr(int64_t n, float *y, const float *const *x, const double *r) {
  (void)r;
  each(n, y, x, ndtr_of);
}
static void erfcx(int64_t n, float *y, const float *const *x, const double *r) {
  (void)r;
  each(n, y, x, erfcx_of);
}
/* r[0], here and below: the order, 0 or 1. */
static void erfcx_derivative(int64_t n, float *y, const float *const *x,
                             const double *r) {
  if (r[0] == 0) each(n, y, x, erfcx_of);
  else each(n, y, x, erfcx_slope);
}
static void log_ndtr(int64_t n, float *y, const float *const *x,
                     const double *r) {
  (void)r;
  each(n, y, x, log_ndtr_of);
}

/* ---- the gamma function ---- */

/* Below 8 all goes by eight factors, z (z + 1) ... (z + 7): in pairs, with u =
 * z (z + 7), they are the product D of u + c, c = 0, 6, 10, 12. Below 0 by what
 * is known of 1 - x. */
static inline double factors(double u) {
  return u * (u + 6) * (u + 10) * (u + 12);
}
/* The sum of 1 / (u + c), D' / D. */
static inline double inverses(double u) {
  return (((4 * u + 84) * u + 504) * u + 720) / factors(u);
}

static inline double lgamma_of(double x) {
  double z = x < 0 ? 1 - x : x, w = z < 8 ? z + 8 : z, v = 1 / (w * w);
  double p = z < 8 ? factors(z * (z + 7)) : 1;
  double flipped = p * M_PI / fabs(sin_pi(x - rint(x)));
  double s = 1.0 / 156;
  s = s * v - 691.0 / 360360;
  s = s * v + 1.0 / 1188;
  s = s * v - 1.0 / 1680;
  s = s * v + 1.0 / 1260;
  s = s * v - 1.0 / 360;
  s = s * v + 1.0 / 12;
  double high = (w - 0.5) * log_of(w) - w + (s / w + 0.91893853320467274);
  double low = log_of(x < 0 ? flipped : p), y = high - low;
  y = x < 0 ? -y : y;
  y = (x == 1) | (x == 2) ? 0 : y;
  return fabs(x) > 3.5e38 ? (double)INFINITY : y;
}

static inline double digamma_of(double x) {
  double z = x < 0 ? 1 - x : x, w = z < 8 ? z + 8 : z, v = 1 / (w * w);
  double before = (2 * z + 7) * inverses(z * (z + 7));
  double s = 1.0 / 12, part = x - rint(x);
  s = s * v - 691.0 / 32760;
  s = s * v + 1.0 / 132;
  s = s * v - 1.0 / 240;
  s = s * v + 1.0 / 252;
  s = s * v - 1.0 / 120;
  s = s * v + 1.0 / 12;
  double y = log_of(w) - 0.5 / w - s * v - (z < 8 ? before : 0);
  double flipped = y - M_PI * cos_pi(part) / sin_pi(part);
  flipped = part == 0 ? (double)NAN : flipped;
  return x < 0 ? flipped : y;
}

/* The sum of (z + k)^-2 over the eight is that of (2 z + 7)^2 / (u + c)^2 - 2 /
 * (u + c). */
static inline double trigamma_of(double x) {
  double z = x < 0 ? 1 - x : x, w = z < 8 ? z + 8 : z, v = 1 / (w * w);
  double u = z * (z + 7), one = inverses(u), edge = 2 * z + 7;
  double squares = one * one - ((12 * u + 168) * u + 504) / factors(u);
  double before = edge * edge * squares - 2 * one;
  double s = 7.0 / 6;
  s = s * v - 691.0 / 2730;
  s = s * v + 5.0 / 66;
  s = s * v - 1.0 / 30;
  s = s * v + 1.0 / 42;
  s = s * v - 1.0 / 30;
  s = s * v + 1.0 / 6;
  double y = (s * v + 0.5 / w + 1) / w + (z < 8 ? before : 0);
  double sine = sin_pi(x - rint(x)), flipped = M_PI * M_PI / (sine * sine) - y;
  y = x < 0 ? flipped : y;
  return x == 0 ? (double)INFINITY : y;
}

static void lgamma_loop(int64_t n, float *y, const float *const *x,
                        const double *r) {
  (void)r;
  each(n, y, x, lgamma_of);
}
static void digamma_derivative(int64_t n, float *y, const float *const *x,
                               const double *r) {
  if (r[0] == 0) each(n, y, x, digamma_of);
  else each(n, y, x, trigamma_of);
}

/* ---- sin(pi x) / (pi x) ---- */

/* -1 where n is odd. */
static inline double turn(double n) {
  double half = n * 0.5;
  return half == rint(half) ? 1 : -1;
}
static inline double sinc_of(double x) {
  double n = rint(x), y = turn(n) * sin_pi(x - n) / (M_PI * x);
  return x == 0 ? 1 : y;
}
static inline double sinc_slope(double x) {
  double n = rint(x), z = M_PI * M_PI * x * x;
  double near = z * (-1.0 / 3 + z * (1.0 / 30 - z / 840));
  double far = turn(n) * (cos_pi(x - n) - sin_pi(x - n) / (M_PI * x));
  double y = (z < 1e-3 ? near : far) / x;
  return x == 0 ? 0 : y;
}
static void sinc_derivative(int64_t n, float *y, const float *const *x,
                            const double *r) {
  if (r[0] == 0) each(n, y, x, sinc_of);
  else each(n, y, x, sinc_slope);
}

/* ---- the next number ---- */

static void nextafter_loop(int64_t n, float *y, const float *const *x,
                           const double *r) {
  const float *a = x[0], *b = x[1];
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    float v = a[i], to = b[i], sum = v + to, least, next;
    int32_t bits, step = (v < to) == (v > 0) ? 1 : -1;
    memcpy(&bits, &v, sizeof bits);
    bits += step;
    memcpy(&next, &bits, sizeof next);
    least = copysignf(0x1p-149f, to);
    next = v == 0 ? least : next;
    next = v == to ? to : next;
    y[i] = (v != v) | (to != to) ? sum : next;
  }
}

#endif

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const KernelLoop NAME(special)[];
const KernelLoop NAME(special)[] = {
    {"fmax", fmax_loop, NULL},
    {"fmin", fmin_loop, NULL},
#if !REAL_IS_DOUBLE
    {"frac", frac_loop, NULL},
    {"trunc_divide", trunc_divide, NULL},
    {"floor_divide", floor_divide, NULL},
    {"exp2", exp2_loop, NULL},
    {"logaddexp", logaddexp, NULL},
    {"logaddexp2", logaddexp2, NULL},
    {"logit", logit, NULL},
    {"entr", entr, NULL},
    {"xlogy", xlogy, NULL},
    {"hypot", hypot_loop, NULL},
    {"asinh", asinh_loop, NULL},
    {"acosh", acosh_loop, NULL},
    {"atanh", atanh_loop, NULL},
    {"erfc", erfc_loop, NULL},
    {"ndtr", ndtr, NULL},
    {"erfcx", erfcx, NULL},
    {"erfcx_derivative", erfcx_derivative, NULL},
    {"log_ndtr", log_ndtr, NULL},
    {"lgamma", lgamma_loop, NULL},
    {"digamma_derivative", digamma_derivative, NULL},
    {"sinc_derivative", sinc_derivative, NULL},
    {"nextafter", nextafter_loop, NULL},
#endif
    {NULL, NULL, NULL}};
