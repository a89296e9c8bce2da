/* The loops of KernelTable, written so that a compiler makes vectors of them:
 * no branches, no calls. Those of plain arithmetic stand in
 * arithmetic_loops.c. Each pointwise loop has a plain form beside its op's
 * row, and the spec holds one against the other.
 *
 * The polynomials are those of Cephes' single-precision functions (Moshier), of
 * asin, acos, atan and atan2 minimax fits. Largest errors seen over the whole
 * range, in units of the last place: exp 1.1, log 0.9, log2 1.4, log10 1.8,
 * tanh 1.4, sigmoid 2.5, softplus 1.9, sin and cos 1.6, tan 1.9, asin 1.3, acos
 * 1.1, atan and atan2 1.6, erf 5.5, expm1 3.4, log1p 1.5, silu 2.4, mish 4.2,
 * logsigmoid 1.9, sinh 3.2, cosh 2.6, gelu above 0 3.1, erfinv 3.3; gelu below
 * 0 loses what its formula cancels, at most 3e-7 |x|. fmod and remainder are
 * exact, and powers, made in double, within 0.6, but -0.5 within 1.
 * In double, those and units of straight pieces are left to the plain loops. */
#if defined __AVX2__
#include <immintrin.h>
#elif defined __ARM_NEON
#include <arm_neon.h>
#endif
#include <stdbool.h>
#include <string.h>
#include <tgmath.h>

#include "kernel.h"
#include "exp.h"
#include "distance.h"
#include "factor.h"
#include "fold.h"
#include "fourier.h"
#include "minibatch.h"
#include "multiply.h"
#include "norm.h"
#include "order.h"
#include "patch.h"
#include "side.h"
#include "soft.h"
#include "update.h"
#include "vector.h"
#include "window.h"
#include "winograd.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

/* ---- in float only: what double leaves to the plain loops ---- */

#if !REAL_IS_DOUBLE

/* y[i] = f(x[0][i]), in blocks that are vectors throughout: what is left over
 * is a block of its own, so that there is no second, scalar loop. */
enum { BLOCK = 32 };

static inline __attribute__((always_inline)) void
each(int64_t n, float *y, const float *const *x, float (*f)(float)) {
  float rest[BLOCK] = {0};
  for (int64_t at = 0; at < n; at += BLOCK) {
    int64_t left = n - at;
    const float *a = x[0] + at;
    float *to = left < BLOCK ? rest : y + at;
    if (left < BLOCK) a = memcpy(rest, a, (size_t)left * sizeof *a);
#pragma GCC ivdep
    for (int i = 0; i < BLOCK; i++) to[i] = f(a[i]);
    if (left < BLOCK) memcpy(y + at, rest, (size_t)left * sizeof *a);
  }
}

/* y[i] = f(x[0][i], x[1][i]). */
static inline __attribute__((always_inline)) void
pairs(int64_t n, float *y, const float *const *x, float (*f)(float, float)) {
  float rest[2][BLOCK] = {{0}};
  for (int64_t at = 0; at < n; at += BLOCK) {
    int64_t left = n - at;
    const float *a = x[0] + at, *b = x[1] + at;
    float *to = left < BLOCK ? rest[0] : y + at;
    if (left < BLOCK) a = memcpy(rest[0], a, (size_t)left * sizeof *a);
    if (left < BLOCK) b = memcpy(rest[1], b, (size_t)left * sizeof *b);
#pragma GCC ivdep
    for (int i = 0; i < BLOCK; i++) to[i] = f(a[i], b[i]);
    if (left < BLOCK) memcpy(y + at, rest[0], (size_t)left * sizeof *a);
  }
}

static inline float reciprocal1(float x) { return 1 / x; }
static inline float root1(float x) { return sqrt(x); }
static inline float over_root1(float x) { return 1 / sqrt(x); }
static void reciprocal(int64_t n, float *y, const float *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, reciprocal1);
}
static void root(int64_t n, float *y, const float *const *x, const double *r) {
  (void)r;
  each(n, y, x, root1);
}
static void over_root(int64_t n, float *y, const float *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, over_root1);
}

/* ---- straight pieces ---- */

static void hardtanh(int64_t n, real *y, const real *const *x,
                     const double *r) {
  const real *a = x[0];
  real low = (float)r[0], high = (float)r[1];
  for (int64_t i = 0; i < n; i++) {
    real v = a[i] < low ? low : a[i];
    y[i] = v > high ? high : v;
  }
}
static inline real ramp(real x) {
  real v = x + 3, most = v > 6 ? 6 : v;
  return most < 0 ? 0 : most;
}
static inline real hardsigmoid1(real x) { return ramp(x) / 6; }
static inline real hardswish1(real x) { return x * (ramp(x) / 6); }
static inline real hardswish_grad1(real g, real x) {
  real slope = x / 3 + 0.5f, part = x >= 3 ? 1 : slope, whole = g * part;
  return x < -3 ? 0 : whole;
}
static void hardsigmoid(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  each(n, y, x, hardsigmoid1);
}
static void hardswish(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, hardswish1);
}
static void hardswish_grad(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  pairs(n, y, x, hardswish_grad1);
}
static void softshrink(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *a = x[0];
  real lambd = (float)r[0];
  for (int64_t i = 0; i < n; i++) {
    real v = a[i], size = fabs(v) - lambd, drawn = copysign(size, v);
    y[i] = size <= 0 ? 0 : drawn;
  }
}
static void hardshrink(int64_t n, real *y, const real *const *x,
                       const double *r) {
  const real *a = x[0];
  real lambd = (float)r[0];
  for (int64_t i = 0; i < n; i++) {
    real v = a[i];
    y[i] = (v >= -lambd) & (v <= lambd) ? 0 : v;
  }
}
/* r: low, high, scale, outside. */
static void band_grad(int64_t n, real *y, const real *const *x,
                      const double *r) {
  const real *g = x[0], *a = x[1];
  real low = (float)r[0], high = (float)r[1], scale = (float)r[2];
  if (r[3] != 0)
    for (int64_t i = 0; i < n; i++) {
      real v = a[i], part = scale * g[i];
      y[i] = (v >= low) & (v <= high) ? 0 : part;
    }
  else
    for (int64_t i = 0; i < n; i++) {
      real v = a[i], part = scale * g[i];
      y[i] = (v <= low) | (v >= high) ? 0 : part;
    }
}

static inline real leaky_relu_by1(real x, real slope) {
  real part = x * slope, below = slope != 0 ? part : 0;
  return x > 0 ? x : below;
}
static void leaky_relu_by(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  pairs(n, y, x, leaky_relu_by1);
}
static void leaky_relu_by_number(int64_t n, real *y, const real *const *x,
                                 const double *r) {
  const real *a = x[0];
  real slope = *x[1];
  (void)r;
#pragma GCC ivdep
  for (int64_t i = 0; i < n; i++) y[i] = leaky_relu_by1(a[i], slope);
}
static void huber(int64_t n, real *y, const real *const *x, const double *r) {
  const real *a = x[0], *b = x[1];
  real delta = (float)r[0];
  for (int64_t i = 0; i < n; i++) {
    real d = fabs(a[i] - b[i]), near = d < delta ? d : delta;
    y[i] = near * (d - near / 2);
  }
}

/* ---- exp and its like ---- */

/* x as 2^k (1 + m), 1 + m between sqrt(0.5) and sqrt(2): log(1 + m) is m - m^2
 * / 2 and what comes back. */
static inline float log_rest(float x, float *k, float *m) {
  float tiny = x < 1.17549435e-38f ? 8388608.0f : 1.0f;
  float shift = x < 1.17549435e-38f ? -23.0f : 0.0f;
  int32_t bits = to_bits(x * tiny);
  int32_t e = (bits >> 23) - 126;
  float v = from_bits((bits & 0x007FFFFF) | 0x3F000000); /* 0.5 .. 1 */
  float low = v < 0.707106781f ? 1.0f : 0.0f;
  v = v + (low != 0 ? v : 0.0f) - 1.0f;
  float p = 7.0376836292e-2f;
  p = p * v - 1.1514610310e-1f;
  p = p * v + 1.1676998740e-1f;
  p = p * v - 1.2420140846e-1f;
  p = p * v + 1.4249322787e-1f;
  p = p * v - 1.6668057665e-1f;
  p = p * v + 2.0000714765e-1f;
  p = p * v - 2.4999993993e-1f;
  p = p * v + 3.3333331174e-1f;
  *k = (float)e - low + shift;
  *m = v;
  return p * v * (v * v);
}

/* The logarithm y of x in any base, made right at 0, inf, below 0 and NaN. */
static inline float log_edges(float x, float y) {
  y = x > 3.4028235e38f ? x : y;
  y = x == 0 ? -INFINITY : y;
  return x >= 0 ? y : NAN;
}

static inline float log1(float x) {
  float k, m, rest = log_rest(x, &k, &m);
  float y = rest - 2.12194440e-4f * k - 0.5f * (m * m) + m + 0.693359375f * k;
  return log_edges(x, y);
}

/* Of log2(e) what is above 1, of log10(e) and log10(2) a short leading part, so
 * that its products are exact. */
static inline float log2_1(float x) {
  float k, m, rest = log_rest(x, &k, &m) - 0.5f * (m * m);
  float y = rest * 0.442695041f + m * 0.442695041f + rest + m + k;
  return log_edges(x, y);
}
static inline float log10_1(float x) {
  float k, m, rest = log_rest(x, &k, &m) - 0.5f * (m * m);
  float y = (m + rest) * 7.00731903e-4f + rest * 4.3359375e-1f;
  y = y + m * 4.3359375e-1f + k * 2.48745664e-4f + k * 3.0078125e-1f;
  return log_edges(x, y);
}

/* log(1 + u) for u in 0 .. 1: what the sum rounds away is put back. */
static inline float log1p1(float u) {
  float w = 1.0f + u, lost = u - (w - 1.0f);
  return log1(w) + lost / w;
}

/* tanh(x) - x where |x| is below 0.625. */
static inline float tanh_rest(float x) {
  float z = x * x, p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  return p * z * x;
}
static inline float tanh_far(float x) {
  return copysignf(1.0f - 2.0f / (exp1(2.0f * fabsf(x)) + 1.0f), x);
}
static inline float tanh1(float x) {
  return fabsf(x) < 0.625f ? tanh_rest(x) + x : tanh_far(x);
}
static inline float tanhshrink1(float x) {
  return fabsf(x) < 0.625f ? -tanh_rest(x) : x - tanh_far(x);
}

/* exp(x) - 1: near 0 the polynomial of exp1 itself. */
static inline float expm11(float x) {
  float p = 1.9875691500e-4f;
  p = p * x + 1.3981999507e-3f;
  p = p * x + 8.3334519073e-3f;
  p = p * x + 4.1665795894e-2f;
  p = p * x + 1.6666665459e-1f;
  p = p * x + 5.0000001201e-1f;
  p = p * x * x + x;
  return fabsf(x) < 0.34f ? p : exp1(x) - 1.0f;
}

/* A rational function on -4 .. 4, beyond which erf is 1 in float. The
 * coefficients are those of Eigen. */
static inline float erf1(float x) {
  float v = x < -4.0f ? -4.0f : x;
  v = v > 4.0f ? 4.0f : v;
  float z = v * v;
  float p = -2.72614225801306e-10f;
  p = p * z + 2.77068142495902e-08f;
  p = p * z - 2.10102402082508e-06f;
  p = p * z - 5.69250639462346e-05f;
  p = p * z - 7.34990630326855e-04f;
  p = p * z - 2.95459980854025e-03f;
  p = p * z - 1.60960333262415e-02f;
  float q = -1.45660718464996e-05f;
  q = q * z - 2.13374055278905e-04f;
  q = q * z - 1.68282697438203e-03f;
  q = q * z - 7.37332916720468e-03f;
  q = q * z - 1.42647390514189e-02f;
  return v * p / q;
}

/* x less the nearest multiple of pi / 2, and that multiple modulo 4 as -2 .. 2.
 * In double, where n pi / 2 is nearly exact while |x| is below FAR. */
#define FAR 1e6f

static inline double quarter_turn(float x, float *quadrant) {
  const double magic = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds */
  double v = x, n = (v * 0.63661977236758134 + magic) - magic;
  double turns = (n * 0.25 + magic) - magic;
  *quadrant = (float)(n - 4.0 * turns);
  return (v - n * 1.57079632673412561417) - n * 6.07710050650619224932e-11;
}

static inline float sin_near(float t) {
  float z = t * t;
  return ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) *
             z * t +
         t;
}

static inline float cos_near(float t) {
  float z = t * t;
  return ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z +
          4.166664568298827e-2f) *
             z * z -
         0.5f * z + 1.0f;
}

#define HALF_PI 1.57079637f
#define HALF_PI_REST (-4.37113883e-8f)

/* The angle of the point (x, y), neither below 0: the arctangent of a number up
 * to 1, or pi / 2 less one. */
static inline float angle1(float y, float x) {
  float low = y < x ? y : x, high = y < x ? x : y, t = low / high;
  t = low == high ? 1.0f : t; /* of two infinities */
  t = high == 0 ? low : t;
  float z = t * t, p = -1.7936202930e-3f;
  p = p * z + 1.0914599523e-2f;
  p = p * z - 3.1177833676e-2f;
  p = p * z + 5.7957582176e-2f;
  p = p * z - 8.4034495056e-2f;
  p = p * z + 1.0952185839e-1f;
  p = p * z - 1.4264242351e-1f;
  p = p * z + 1.9998548925e-1f;
  p = p * z - 3.3333298564e-1f;
  float a = p * z * t + t;
  return y > x ? HALF_PI_REST - a + HALF_PI : a;
}

/* The arcsine of |x| where that is at most 0.7; beyond, half the arccosine:
 * that of sqrt((1 - |x|) / 2). */
static inline float arc1(float x, bool *far) {
  float a = fabsf(x), half = 0.5f * (1.0f - a), root = sqrtf(half);
  *far = a > 0.7f;
  float s = *far ? root : a, z = *far ? half : a * a;
  float p = 1.2611465156e-1f;
  p = p * z - 1.3996793330e-1f;
  p = p * z + 1.1032977700e-1f;
  p = p * z - 8.0576436594e-3f;
  p = p * z + 3.5991188139e-2f;
  p = p * z + 4.4081781060e-2f;
  p = p * z + 7.5026825070e-2f;
  p = p * z + 1.6666622460e-1f;
  return p * z * s + s;
}

/* With what t loses in float. */
static inline float tan_near(double turn) {
  float t = (float)turn, lost = (float)(turn - (double)t);
  float z = t * t, p = 9.3866493553e-3f;
  p = p * z + 3.1178400386e-3f;
  p = p * z + 2.4431414902e-2f;
  p = p * z + 5.3410928696e-2f;
  p = p * z + 1.3338804245e-1f;
  p = p * z + 3.3333155513e-1f;
  float rest = p * z * t, y = rest + t;
  return (lost * (1.0f + y * y) + rest) + t;
}

/* ---- their loops ---- */

static void exp_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  each(n, y, x, exp1);
}
static void log_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  each(n, y, x, log1);
}
static void log2_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, log2_1);
}
static void log10_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, log10_1);
}
static void tanh_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, tanh1);
}
static void tanhshrink(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, tanhshrink1);
}
static inline float sigmoid1(float x) { return 1.0f / (1.0f + exp1(-x)); }
static void sigmoid(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  each(n, y, x, sigmoid1);
}
static void softplus(int64_t n, real *y, const real *const *x,
                     const double *r) {
  const float *a = x[0];
  float beta = (float)r[0], threshold = (float)r[1], over = 1 / beta;
  for (int64_t i = 0; i < n; i++) {
    float v = beta * a[i];
    float soft = ((v > 0 ? v : 0) + log1p1(exp1(-fabsf(v)))) * over;
    y[i] = v > threshold ? a[i] : v == v ? soft : v;
  }
}

static inline float sin1(float x) {
  float q, t = (float)quarter_turn(x, &q), s = sin_near(t), c = cos_near(t);
  float v = fabsf(q) == 1.0f ? c : s;
  return q < 0 || q > 1.5f ? -v : v;
}
static inline float cos1(float x) {
  float q, t = (float)quarter_turn(x, &q), s = sin_near(t), c = cos_near(t);
  float v = fabsf(q) == 1.0f ? s : c;
  return q > 0.5f || q < -1.5f ? -v : v;
}
static inline float tan1(float x) {
  float q, v = tan_near(quarter_turn(x, &q));
  return fabsf(q) == 1.0f ? -1.0f / v : v;
}

static bool far_out(int64_t n, const float *x) {
  int any = 0;
  for (int64_t i = 0; i < n; i++) any |= fabsf(x[i]) > FAR;
  return any;
}

static void sin_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  if (!far_out(n, x[0])) each(n, y, x, sin1);
  else
    for (int64_t i = 0; i < n; i++) y[i] = sinf(x[0][i]);
}
static void cos_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  if (!far_out(n, x[0])) each(n, y, x, cos1);
  else
    for (int64_t i = 0; i < n; i++) y[i] = cosf(x[0][i]);
}
static void tan_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  if (!far_out(n, x[0])) each(n, y, x, tan1);
  else
    for (int64_t i = 0; i < n; i++) y[i] = tanf(x[0][i]);
}

static inline float asin1(float x) {
  bool far;
  float v = arc1(x, &far), over = HALF_PI_REST - 2.0f * v + HALF_PI;
  return copysignf(far ? over : v, x);
}
static inline float acos1(float x) {
  bool far;
  float v = arc1(x, &far), w = 2.0f * v;
  float left = 2.0f * HALF_PI_REST - w + 2.0f * HALF_PI;
  float near = HALF_PI_REST - copysignf(v, x) + HALF_PI;
  float side = x < 0 ? left : w;
  return far ? side : near;
}
static inline float atan1(float x) {
  return copysignf(angle1(fabsf(x), 1.0f), x);
}
static inline float atan2_1(float y, float x) {
  float v = angle1(fabsf(y), fabsf(x));
  float left = 2.0f * HALF_PI_REST - v + 2.0f * HALF_PI;
  return copysignf(to_bits(x) < 0 ? left : v, y);
}
static void asin_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, asin1);
}
static void acos_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, acos1);
}
static void atan_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, atan1);
}
static void atan2_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  pairs(n, y, x, atan2_1);
}

static inline float log1p_1(float x) {
  float w = 1.0f + x, lost = (x - (w - 1.0f)) / w, log_w = log1(w);
  return w > 0 && w <= 3.4028235e38f ? log_w + lost : log_w;
}
/* By exp(|x| / 2), which does not overflow before the results do. */
static inline float sinh1(float x) {
  float v = fabsf(x), e = expm11(v), t = exp1(0.5f * v);
  float small = 0.5f * (e + e / (e + 1.0f));
  float large = 0.5f * t * t - 0.5f / (t * t);
  return copysignf(v < 1.0f ? small : large, x);
}
static inline float cosh1(float x) {
  float t = exp1(0.5f * fabsf(x));
  return 0.5f * t * t + 0.5f / (t * t);
}
static void expm1_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, expm11);
}
static void log1p_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, log1p_1);
}
static void erf_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  each(n, y, x, erf1);
}
static void sinh_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, sinh1);
}
static void cosh_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  each(n, y, x, cosh1);
}

/* Is every quotient small, so that its product with the divisor is exact in
 * double, and rest() with it? */
static bool near_quotients(int64_t n, const float *a, const float *b) {
  int all = 1;
  for (int64_t i = 0; i < n; i++)
    all &= (fabsf(a[i] / b[i]) < 0x1p27f) & (fabsf(b[i]) <= 3.4028235e38f);
  return all;
}
static inline float rest(float a, float b) {
  double quotient = trunc((double)a / (double)b);
  return copysignf((float)((double)a - quotient * (double)b), a);
}
static inline float sign_as(float rest, float b) {
  return (rest != 0) & ((rest < 0) != (b < 0)) ? rest + b : rest;
}
static inline float remainder1(float a, float b) {
  return sign_as(rest(a, b), b);
}
static void fmod_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  const float *a = x[0], *b = x[1];
  (void)r;
  if (near_quotients(n, a, b)) pairs(n, y, x, rest);
  else
    for (int64_t i = 0; i < n; i++) y[i] = fmodf(a[i], b[i]);
}
static void remainder_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  const float *a = x[0], *b = x[1];
  (void)r;
  if (near_quotients(n, a, b)) pairs(n, y, x, remainder1);
  else
    for (int64_t i = 0; i < n; i++) y[i] = sign_as(fmodf(a[i], b[i]), b[i]);
}

/* ---- powers ---- */

/* log2(x) for x >= 0, in 33 bits: of m = x / 2^e between sqrt(0.5) and sqrt(2)
 * by the series in (m - 1) / (m + 1). */
static inline double log2_exact(double x) {
  uint64_t bits = to_bits64(x);
  uint64_t e = (bits + (0x3FF0000000000000u - 0x3FE6A09E667F3BCDu)) >> 52;
  double m = from_bits64(bits - ((e - 1023) << 52));
  double k = from_bits64(e | 0x4330000000000000u) - (0x1p52 + 1023);
  double s = (m - 1) / (m + 1), z = s * s;
  double p = 0.26230818925253880;
  p = p * z + 0.32059889797532522;
  p = p * z + 0.41219858311113242;
  p = p * z + 0.57707801635558535;
  p = p * z + 0.96179669392597560;
  p = p * z + 2.8853900817779268;
  double y = x > 0 ? p * s + k : (double)-INFINITY;
  return x <= 3.4028234663852886e38 ? y : x; /* inf, NaN */
}

/* 2^t, from t = -200 on and up to 200, in 27 bits. */
static inline double exp2_exact(double t) {
  const double magic = 0x1.8p52; /* adding it rounds */
  t = t < -200 ? -200 : t;
  t = t > 200 ? 200 : t;
  double u = t + magic, f = t - (u - magic);
  double p = 1.5252733804059841e-5;
  p = p * f + 1.5403530393381609e-4;
  p = p * f + 1.3333558146428443e-3;
  p = p * f + 9.6181291076284772e-3;
  p = p * f + 5.5504108664821580e-2;
  p = p * f + 2.4022650695910071e-1;
  p = p * f + 6.9314718055994531e-1;
  p = p * f + 1;
  return p * from_bits64((to_bits64(u) << 52) + 0x3FF0000000000000u);
}

static inline float power_size(float x, float b) {
  return (float)exp2_exact((double)b * log2_exact(fabs((double)x)));
}

/* The power of x from that of |x|, and what C's pow says at the edges. */
static inline float power_edges(float x, float b, float y) {
  float half = 0.5f * b, turned = copysignf(y, x);
  bool whole = rintf(b) == b, odd = whole & (rintf(half) != half);
  bool one = (b == 0) | (x == 1) | ((x == -1) & (fabsf(b) > 3.4028235e38f));
  bool none = (x < 0) & (x >= -3.4028235e38f) & !whole;
  y = odd ? turned : y;
  y = none ? NAN : y;
  return one ? 1.0f : y;
}

static inline float power1(float x, float b) {
  return power_edges(x, b, power_size(x, b));
}
static inline float same1(float x) { return x; }
static inline float square1(float x) { return x * x; }
static inline float cube1(float x) { return x * x * x; }
/* The power 0.5: at -inf inf, and at -0 0. */
static inline float root_of1(float x) {
  float y = sqrtf(x + 0.0f);
  return fabsf(x) > 3.4028235e38f ? fabsf(x) : y;
}
static inline float root_below1(float x) { return 1.0f / root_of1(x); }

/* r[0]: the exponent where that is one number, else NaN. */
static void pow_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  if (r[0] == 1) each(n, y, x, same1);
  else if (r[0] == 2) each(n, y, x, square1);
  else if (r[0] == 3) each(n, y, x, cube1);
  else if (r[0] == 0.5) each(n, y, x, root_of1);
  else if (r[0] == -1) each(n, y, x, reciprocal1);
  else if (r[0] == -0.5) each(n, y, x, root_below1);
  else pairs(n, y, x, power1);
}

/* erfinv(x) is x times a function of -log(1 - x^2), by minimax fits (Giles,
 * "Approximating the erfinv function", 2011, has ones of less degree). */
static inline float erfinv1(float x) {
  float w = -log1((1.0f - x) * (1.0f + x)), a = w - 2.5f, s = sqrtf(w) - 3.0f;
  float p = -8.79105647e-9f, q = 1.21553194e-4f;
  p = p * a + 2.32326443e-8f, q = q * s - 3.14383027e-4f;
  p = p * a + 4.66170664e-7f, q = q * s - 6.52168545e-5f;
  p = p * a - 3.46270476e-6f, q = q * s + 1.49080864e-3f;
  p = p * a - 4.96334785e-6f, q = q * s - 3.59305529e-3f;
  p = p * a + 2.18344439e-4f, q = q * s + 5.68491396e-3f;
  p = p * a - 1.25274188e-3f, q = q * s - 7.63817957e-3f;
  p = p * a - 4.17738678e-3f, q = q * s + 9.44550949e-3f;
  p = p * a + 2.46640286e-1f, q = q * s + 1.00167502f;
  p = p * a + 1.50140936f, q = q * s + 2.83297680f;
  float y = (w < 5.0f ? p : q) * x;
  return fabsf(x) == 1.0f ? x * INFINITY : y;
}
static void erfinv_loop(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  each(n, y, x, erfinv1);
}

static void elu(int64_t n, real *y, const real *const *x, const double *r) {
  const float *a = x[0];
  float alpha = (float)r[0];
  for (int64_t i = 0; i < n; i++) {
    float below = alpha * expm11(a[i]);
    y[i] = a[i] > 0 ? a[i] : below;
  }
}

static inline float silu1(float x) { return x / (1.0f + exp1(-x)); }
/* With e = exp(x), tanh(log(1 + e)) is e (e + 2) over that plus 2. */
static inline float mish1(float x) {
  float e = exp1(x > 30.0f ? 30.0f : x), m = e * (e + 2.0f);
  return x * (m / (m + 2.0f));
}
static inline float logsigmoid1(float x) {
  float soft = log1p1(exp1(-fabsf(x)));
  return (x > 0 ? 0.0f : x) - soft;
}
static inline float logistic_loss1(float x, float target) {
  float v = fabsf(x), wrong = x > 0 ? 1.0f - target : target;
  float part = v * wrong;
  return (wrong != 0 ? part : 0.0f) + log1p1(exp1(-v));
}
static inline float gelu1(float x) {
  return 0.5f * x * (1.0f + erf1(0.707106781f * x));
}
static inline float gelu_tanh(float x) {
  float u = x + 0.044715f * x * x * x;
  return x / (1.0f + exp1(-1.59576912f * u));
}
static inline float gelu_grad1(float g, float x) {
  float share = 0.5f + 0.5f * erf1(0.707106781f * x);
  return g * (share + 0.398942280f * x * exp1(-0.5f * x * x));
}
static inline float silu_grad1(float g, float x) {
  float s = 1.0f / (1.0f + exp1(-x));
  return g * s * (1.0f + x * (1.0f - s));
}
static void silu(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  each(n, y, x, silu1);
}
static void mish(int64_t n, real *y, const real *const *x, const double *r) {
  (void)r;
  each(n, y, x, mish1);
}
static void logsigmoid(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  each(n, y, x, logsigmoid1);
}
static void logistic_loss(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  pairs(n, y, x, logistic_loss1);
}
/* r[0]: 1 for the approximation by tanh. */
static void gelu(int64_t n, real *y, const real *const *x, const double *r) {
  if (r[0] != 0) each(n, y, x, gelu_tanh);
  else each(n, y, x, gelu1);
}
static void gelu_grad(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  pairs(n, y, x, gelu_grad1);
}
static void silu_grad(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  pairs(n, y, x, silu_grad1);
}

#endif

static const KernelLoop loops[] = {
#if !REAL_IS_DOUBLE
    {"reciprocal", reciprocal, NULL},
    {"sqrt", root, NULL},
    {"root", root, NULL},
    {"rsqrt", over_root, NULL},
    {"hardtanh", hardtanh, NULL},
    {"hardsigmoid", hardsigmoid, NULL},
    {"hardswish", hardswish, NULL},
    {"hardswish_grad", hardswish_grad, NULL},
    {"softshrink", softshrink, NULL},
    {"hardshrink", hardshrink, NULL},
    {"band_grad", band_grad, NULL},
    {"huber", huber, NULL},
    {"leaky_relu_by", leaky_relu_by, leaky_relu_by_number},
    {"exp", exp_loop, NULL},
    {"log", log_loop, NULL},
    {"log2", log2_loop, NULL},
    {"log10", log10_loop, NULL},
    {"tanh", tanh_loop, NULL},
    {"tanhshrink", tanhshrink, NULL},
    {"sigmoid", sigmoid, NULL},
    {"softplus", softplus, NULL},
    {"sin", sin_loop, NULL},
    {"cos", cos_loop, NULL},
    {"tan", tan_loop, NULL},
    {"asin", asin_loop, NULL},
    {"acos", acos_loop, NULL},
    {"atan", atan_loop, NULL},
    {"atan2", atan2_loop, NULL},
    {"expm1", expm1_loop, NULL},
    {"log1p", log1p_loop, NULL},
    {"erf", erf_loop, NULL},
    {"sinh", sinh_loop, NULL},
    {"cosh", cosh_loop, NULL},
    {"pow", pow_loop, NULL},
    {"erfinv", erfinv_loop, NULL},
    {"fmod", fmod_loop, NULL},
    {"remainder", remainder_loop, NULL},
    {"elu", elu, NULL},
    {"silu", silu, NULL},
    {"mish", mish, NULL},
    {"logsigmoid", logsigmoid, NULL},
    {"logistic_loss", logistic_loss, NULL},
    {"gelu", gelu, NULL},
    {"gelu_grad", gelu_grad, NULL},
    {"silu_grad", silu_grad, NULL},
#endif
    {0}};

/* ---- sums ---- */

enum { LANES = 32, RUN = 1024 };

static real run_sum(int64_t n, const real *x) {
  real lane[LANES] = {0}, total = 0;
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) lane[k] += x[i + k];
  for (; i < n; i++) total += x[i];
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int k = 0; k < half; k++) lane[k] += lane[k + half];
  return lane[0] + total;
}

static void add_to(int64_t n, real *y, const real *x) {
  for (int64_t i = 0; i < n; i++) y[i] += x[i];
}

static void fill(int64_t n, real *y, real value) {
  for (int64_t i = 0; i < n; i++) y[i] = value;
}

static bool are_indices(int64_t n, const real *v, real size) {
  Whole wrong = 0;
  if (size < 1) return n == 0; /* 0 would pass below as what it is cut to */
  for (int64_t i = 0; i < n; i++) {
    real low = v[i] >= 1 ? v[i] : 1, inside = low <= size ? low : size;
    wrong |= (real)(Whole)inside == v[i] ? 0 : 1;
  }
  return !wrong;
}

static void wholes(int64_t n, Whole *y, const real *v) {
  for (int64_t i = 0; i < n; i++) y[i] = (Whole)v[i];
}

/* Counted in 32 bits, which vectors turn into doubles. */
static void line(int64_t n, real *y, double first, double step) {
  enum { STRETCH = 1 << 20 };
  for (int64_t at = 0; at < n; at += STRETCH) {
    int some = n - at < STRETCH ? (int)(n - at) : STRETCH;
    double passed = (double)at;
    for (int i = 0; i < some; i++)
      y[at + i] = (real)(first + step * (passed + (double)i));
  }
}

/* In registers, four vectors of a row at a time. */
enum { SPAN = 16 };
typedef real Span __attribute__((vector_size(SPAN * sizeof(real))));
static inline Span span_at(const real *x) {
  Span v;
  memcpy(&v, x, sizeof v);
  return v;
}
static void add_rows(int64_t d, real *y, const real *x, int64_t n,
                     const int64_t *at) {
  int64_t j = 0;
  for (; j + 4 * SPAN <= d; j += 4 * SPAN) {
    Span lane[4];
    memcpy(lane, y + j, sizeof lane);
    for (int64_t i = 0; i < n; i++) {
      const real *row = x + at[i] + j;
      lane[0] += span_at(row);
      lane[1] += span_at(row + SPAN);
      lane[2] += span_at(row + 2 * SPAN);
      lane[3] += span_at(row + 3 * SPAN);
    }
    memcpy(y + j, lane, sizeof lane);
  }
  for (int64_t i = 0; i < n; i++)
    for (int64_t k = j; k < d; k++) y[k] += x[at[i] + k];
}

static real sum(int64_t n, const real *x) {
  if (n <= RUN) return run_sum(n, x);
  int64_t half = n / 2 / LANES * LANES;
  return sum(half, x) + sum(n - half, x + half);
}

/* ---- random numbers ---- */

/* A block in each 64-bit lane, of which the lower half counts: the product of
 * two halves is one instruction then, which compilers do not find. */
#if defined(__AVX512F__)
typedef uint64_t Wide __attribute__((vector_size(WIDE)));
static inline Wide times(Wide a, uint64_t by) {
  return (Wide)_mm512_mul_epu32((__m512i)a, _mm512_set1_epi64((int64_t)by));
}
#elif defined(__AVX2__)
typedef uint64_t Wide __attribute__((vector_size(WIDE)));
static inline Wide times(Wide a, uint64_t by) {
  return (Wide)_mm256_mul_epu32((__m256i)a, _mm256_set1_epi64x((int64_t)by));
}
#else
typedef uint64_t Wide __attribute__((vector_size(WIDE)));
static inline Wide times(Wide a, uint64_t by) {
#ifdef __ARM_NEON
  return (Wide)vmull_n_u32(vmovn_u64((uint64x2_t)a), (uint32_t)by);
#else
  return (a & 0xFFFFFFFFu) * by;
#endif
}
#endif

enum { BLOCKS = WIDE / 8 };

static inline void put(uint32_t *out, Wide c) {
  typedef uint32_t Half __attribute__((vector_size(WIDE / 2)));
  Half low = __builtin_convertvector(c, Half);
  memcpy(out, &low, sizeof low);
}

static void words(uint64_t seed, uint64_t counter, uint32_t *out) {
  Wide step = {0};
  for (int k = 0; k < BLOCKS; k++) step[k] = (uint64_t)k;
  for (int b = 0; b < RNG_LANES; b += BLOCKS) {
    Wide c0 = step + (counter + (uint64_t)b), c1 = c0 >> 32;
    Wide c2 = {0}, c3 = {0};
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
      Wide p = times(c0, 0xD2511F53u), q = times(c2, 0xCD9E8D57u);
      c0 = (q >> 32) ^ c1 ^ (uint64_t)k0;
      c1 = q;
      c2 = (p >> 32) ^ c3 ^ (uint64_t)k1;
      c3 = p;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    put(out + b, c0);
    put(out + b + RNG_LANES, c1);
    put(out + b + 2 * RNG_LANES, c2);
    put(out + b + 3 * RNG_LANES, c3);
  }
}

#if REAL_IS_DOUBLE

static double unit(uint32_t high, uint32_t low) {
  return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53;
}

static void uniform(const uint32_t *w, real *y) {
  for (int i = 0; i < RNG_BATCH; i++) y[i] = unit(w[i], w[i + RNG_BATCH]);
}

/* Box and Muller. */
static void normal(const uint32_t *w, real *y) {
  for (int i = 0; i < RNG_LANES; i++) {
    double u = unit(w[i], w[i + RNG_LANES]) + 0x1p-53;
    double v = unit(w[i + 2 * RNG_LANES], w[i + 3 * RNG_LANES]);
    double radius = sqrt(-2 * log(u)), angle = 6.283185307179586 * v;
    y[i] = radius * cos(angle);
    y[i + RNG_LANES] = radius * sin(angle);
  }
}

#else

static void uniform(const uint32_t *w, real *y) {
  for (int i = 0; i < RNG_BATCH; i++)
    y[i] = (float)(int32_t)(w[i] >> 8) * 0x1p-24f;
}

/* Box and Muller. The angle is a whole word: its two leading bits choose the
 * quadrant, the rest an angle within an eighth of a turn of its middle. */
static void normal(const uint32_t *w, real *y) {
  enum { HALF = RNG_BATCH / 2 };
  for (int i = 0; i < HALF; i++) {
    float u = ((float)(int32_t)(w[i] >> 1) + 0.5f) * 0x1p-31f;
    uint32_t turn = w[i + HALF], quadrant = (turn + 0x20000000u) >> 30;
    float t = (float)(int32_t)(turn - (quadrant << 30)) * 1.46291807927e-9f;
    float radius = sqrtf(-2.0f * log1(u));
    float s = sin_near(t), c = cos_near(t);
    float first = quadrant & 1 ? s : c, second = quadrant & 1 ? c : s;
    first = (quadrant + 1) & 2 ? -first : first;
    second = quadrant & 2 ? -second : second;
    y[i] = radius * first;
    y[i + HALF] = radius * second;
  }
}

#endif

/* ---- transposes ---- */

typedef real Line __attribute__((vector_size(VECTOR_BYTES)));
typedef Whole Lanes __attribute__((vector_size(VECTOR_BYTES)));
enum { LINE = VECTOR_BYTES / sizeof(real) };

/* A square of LINE lines, in registers. Lines half of them apart are woven into
 * two, which come to stand side by side: once for each bit of LINE. */
static inline __attribute__((always_inline)) void
transpose_square(real *y, int64_t y_step, const real *x, int64_t x_step) {
  Line a[LINE], b[LINE];
  Lanes low, high;
  for (int k = 0; k < LINE; k++) low[k] = k / 2 + k % 2 * LINE;
  high = low + LINE / 2;
#pragma GCC unroll 16
  for (int k = 0; k < LINE; k++) memcpy(&a[k], x + k * x_step, sizeof *a);
#pragma GCC unroll 4
  for (int bit = 1; bit < LINE; bit *= 2) {
#pragma GCC unroll 8
    for (int k = 0; k < LINE / 2; k++) {
      b[2 * k] = __builtin_shuffle(a[k], a[k + LINE / 2], low);
      b[2 * k + 1] = __builtin_shuffle(a[k], a[k + LINE / 2], high);
    }
#pragma GCC unroll 16
    for (int k = 0; k < LINE; k++) a[k] = b[k];
  }
#pragma GCC unroll 16
  for (int k = 0; k < LINE; k++) memcpy(y + k * y_step, &a[k], sizeof *a);
}

/* A square whose lines are those of a cache, which are read and written whole:
 * what is a power of 2 apart has few places there. */
enum { WHOLE_LINE = 64 / sizeof(real) };

static inline void transpose_lines(real *y, int64_t y_step, const real *x,
                                   int64_t x_step) {
  real lines[WHOLE_LINE][WHOLE_LINE];
  if ((int)LINE == (int)WHOLE_LINE) {
    transpose_square(y, y_step, x, x_step);
    return;
  }
  for (int k = 0; k < WHOLE_LINE; k++)
    memcpy(lines[k], x + k * x_step, sizeof *lines);
  for (int i = 0; i < WHOLE_LINE; i += LINE)
    for (int j = 0; j < WHOLE_LINE; j += LINE)
      transpose_square(y + i * y_step + j, y_step, &lines[j][i], WHOLE_LINE);
}

static void transpose(int64_t rows, int64_t columns, real *y, int64_t y_step,
                      const real *x, int64_t x_step) {
  int64_t i = 0, j;
  for (; i + WHOLE_LINE <= rows; i += WHOLE_LINE) {
    for (j = 0; j + WHOLE_LINE <= columns; j += WHOLE_LINE)
      transpose_lines(y + i * y_step + j, y_step, x + j * x_step + i, x_step);
    for (; j < columns; j++)
      for (int k = 0; k < WHOLE_LINE; k++)
        y[(i + k) * y_step + j] = x[j * x_step + i + k];
  }
  for (; i < rows; i++)
    for (j = 0; j < columns; j++) y[i * y_step + j] = x[j * x_step + i];
}

/* ---- the table ---- */

#define TEXT2(isa) #isa
#define TEXT(isa) TEXT2(isa)
#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const KernelLoop NAME(arithmetic)[], NAME(special)[];
extern const NormLoops NAME(norm);
extern const MinibatchLoops NAME(minibatch);
extern const FourierLoops NAME(fourier);
extern const MultiplyLoops NAME(multiply);
extern const PatchLoops NAME(patch);
extern const FoldLoops NAME(fold);
extern const OrderLoops NAME(order);
extern const DistanceLoops NAME(distance);
extern const FactorLoops NAME(factor);
extern const SoftLoops NAME(soft);
extern const UpdateLoops NAME(update);
extern const WindowLoops NAME(window);
extern const WinogradLoops NAME(winograd);

extern const KernelTable NAME(kernel_table);
const KernelTable NAME(kernel_table) = {
    .isa = TEXT(KERNEL_ISA),
    .loops = {NAME(arithmetic), NAME(special), loops},
    .add = add_to,
    .fill = fill,
    .line = line,
    .are_indices = are_indices,
    .wholes = wholes,
    .add_rows = add_rows,
    .transpose = transpose,
    .sum = sum,
    .words = words,
    .uniform = uniform,
    .normal = normal,
    .norm = &NAME(norm),
    .minibatch = &NAME(minibatch),
    .fourier = &NAME(fourier),
    .multiply = &NAME(multiply),
    .patch = &NAME(patch),
    .fold = &NAME(fold),
    .order = &NAME(order),
    .distance = &NAME(distance),
    .factor = &NAME(factor),
    .soft = &NAME(soft),
    .update = &NAME(update),
    .window = &NAME(window),
    .winograd = &NAME(winograd)};
