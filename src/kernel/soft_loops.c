/* The loops of soft.h. Short lines are taken in whole vectors, what is left
 * over being padded; in long ones, and across lines side by side, the totals of
 * stretches are added up in double. */
#include <stdbool.h>
#include <tgmath.h>

#include "exp.h"
#include "side.h"
#include "soft.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

enum { LANES = 32, RUN = 1024, LINE = 256 };

/* ---- vectors ---- */

static inline Side larger(Side a, Side b) {
  Places above = b > a;
  return (Side)(((Places)b & above) | ((Places)a & ~above));
}

/* Of whole vectors of elements. */
static inline real most_in(int64_t whole, const real *x) {
  Side v = (Side){0} - INFINITY;
  for (int64_t i = 0; i < whole; i += SIDE) v = larger(v, side_load(x + i));
  if (SIDE > 8) v = larger(v, side_turned(v, 8));
  if (SIDE > 4) v = larger(v, side_turned(v, 4));
  if (SIDE > 2) v = larger(v, side_turned(v, 2));
  return larger(v, side_turned(v, 1))[0];
}
/* ---- long lines ---- */

static real most(int64_t n, const real *x) {
  real lane[LANES];
  int64_t i = 0;
  for (int k = 0; k < LANES; k++) lane[k] = -INFINITY;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++)
      lane[k] = x[i + k] > lane[k] ? x[i + k] : lane[k];
  for (int k = 0; i < n; i++, k++) lane[k] = x[i] > lane[k] ? x[i] : lane[k];
  return most_in(LANES, lane);
}

static void exp_of(int64_t n, real *y, const real *x, real shift) {
  for (int64_t i = 0; i < n; i++) y[i] = exp_below(x[i] - shift);
}

static real run_sum(int64_t n, const real *x) {
  enum { PAIR = 2 };
  Side lane[PAIR] = {{0}};
  real rest = 0;
  int64_t i = 0;
  for (; i + PAIR * SIDE <= n; i += PAIR * SIDE)
    for (int k = 0; k < PAIR; k++) lane[k] += side_load(x + i + k * SIDE);
  for (; i < n; i++) rest += x[i];
  return side_sum(lane[0] + lane[1]) + rest;
}

/* The sum of exp(x - shift), no x above it; they go to y where there is one. */
static real exp_to(int64_t n, real *y, const real *x, real shift) {
  real some[RUN];
  double total = 0;
  for (int64_t at = 0; at < n; at += RUN) {
    int64_t run = n - at < RUN ? n - at : RUN;
    real *to = y ? y + at : some;
    exp_of(run, to, x + at, shift);
    total += (double)run_sum(run, to);
  }
  return (real)total;
}

static void softmax_long(int64_t n, real *y, const real *x) {
  real share = 1 / exp_to(n, y, x, most(n, x));
  for (int64_t i = 0; i < n; i++) y[i] *= share;
}

static void log_softmax_long(int64_t n, real *y, const real *x) {
  real shift = most(n, x), log_total = log(exp_to(n, NULL, x, shift));
  for (int64_t i = 0; i < n; i++) y[i] = x[i] - shift - log_total;
}

/* Of a line with an infinity: that, unless there is a NaN as well. */
static real endless(int64_t n, const real *x) {
  for (int64_t i = 0; i < n; i++)
    if (isnan(x[i])) return x[i];
  return INFINITY;
}

/* Where all are -inf nothing is taken off, as exp() then says what is meant. */
static void logsumexp_long(int64_t n, real *y, const real *x) {
  real best = most(n, x), shift = isinf(best) ? 0 : best;
  *y = best == INFINITY ? endless(n, x)
                        : log(exp_to(n, NULL, x, shift)) + shift;
}

/* ---- short lines ---- */

/* e = exp(x - shift), no x above it, and its sum. */
static inline real exp_in(int64_t whole, real *restrict e, const real *x,
                          real shift) {
  for (int64_t i = 0; i < whole; i += LANES)
    for (int k = 0; k < LANES; k++) e[i + k] = exp_below(x[i + k] - shift);
  return side_sum_of(whole, e);
}

/* x in whole vectors: where it lies, or a copy with -inf behind. */
static inline const real *in_whole(int64_t n, const real *x, real *copy) {
  if (n % LANES == 0) return x;
  for (int k = 0; k < LANES; k++) copy[n / LANES * LANES + k] = -INFINITY;
  return memcpy(copy, x, (size_t)n * sizeof *x);
}

static int64_t whole_of(int64_t n) { return (n + LANES - 1) / LANES * LANES; }

static real sum_exp(int64_t n, const real *x, real shift) {
  real e[LINE], copy[LINE];
  if (n > LINE) return exp_to(n, NULL, x, shift);
  return exp_in(whole_of(n), e, in_whole(n, x, copy), shift);
}

#define INLINE static inline __attribute__((always_inline))

typedef void (*ShortLine)(int64_t n, int64_t whole, real *y, const real *x);

INLINE void softmax_short(int64_t n, int64_t whole, real *y, const real *x) {
  real e[LINE], share = 1 / exp_in(whole, e, x, most_in(whole, x));
  for (int64_t i = 0; i < whole; i += LANES)
    for (int k = 0; k < LANES; k++) e[i + k] *= share;
  memcpy(y, e, (size_t)n * sizeof *y);
}

INLINE void log_softmax_short(int64_t n, int64_t whole, real *y,
                              const real *x) {
  real e[LINE], shift = most_in(whole, x);
  real log_total = log(exp_in(whole, e, x, shift));
  for (int64_t i = 0; i < whole; i += LANES)
    for (int k = 0; k < LANES; k++) e[i + k] = x[i + k] - shift - log_total;
  memcpy(y, e, (size_t)n * sizeof *y);
}

INLINE void logsumexp_short(int64_t n, int64_t whole, real *y, const real *x) {
  real e[LINE], best = most_in(whole, x), shift = isinf(best) ? 0 : best;
  *y = best == INFINITY ? endless(n, x)
                        : log(exp_in(whole, e, x, shift)) + shift;
}

/* Lines one after another, of which each gives `made` numbers. */
INLINE void each_line(const SoftRows *r, int64_t made, ShortLine brief,
                      void (*lengthy)(int64_t, real *, const real *)) {
  int64_t whole = whole_of(r->n);
  real copy[LINE];
  for (int64_t k = 0; k < r->width; k++) {
    const real *x = r->x + k * r->step;
    real *y = r->y + k * made;
    if (whole > LINE) lengthy(r->n, y, x);
    else brief(r->n, whole, y, in_whole(r->n, x, copy));
  }
}

static void softmax_lines(const SoftRows *r) {
  each_line(r, r->n, softmax_short, softmax_long);
}
static void log_softmax_lines(const SoftRows *r) {
  each_line(r, r->n, log_softmax_short, log_softmax_long);
}
static void logsumexp_lines(const SoftRows *r) {
  each_line(r, 1, logsumexp_short, logsumexp_long);
}

/* ---- side by side ---- */

/* The largest of each line, NaN passed over. */
static void most_of_rows(const SoftRows *r, real *best) {
  for (int k = 0; k < SOFT_SIDE; k++) best[k] = -INFINITY;
  for (int64_t i = 0; i < r->n; i++) {
    const real *x = r->x + i * r->step;
    for (int64_t k = 0; k < r->width; k++)
      best[k] = x[k] > best[k] ? x[k] : best[k];
  }
}

/* Adds up exp(x - shift) of each line, which y gets where there is one: in
 * double over stretches of rows. */
static void sum_exp_rows(const SoftRows *r, const real *shift, real *y,
                         double *total) {
  enum { STRETCH = 16 };
  for (int64_t k = 0; k < r->width; k++) total[k] = 0;
  for (int64_t at = 0; at < r->n; at += STRETCH) {
    real part[SOFT_SIDE] = {0};
    int64_t end = at + STRETCH < r->n ? at + STRETCH : r->n;
    for (int64_t i = at; i < end; i++) {
      real *to = y ? y + i * r->step : NULL;
      const real *x = r->x + i * r->step;
      real e[SOFT_SIDE];
      for (int64_t k = 0; k < r->width; k++) e[k] = exp1(x[k] - shift[k]);
      for (int64_t k = 0; k < r->width; k++) part[k] += e[k];
      for (int64_t k = 0; to && k < r->width; k++) to[k] = e[k];
    }
    for (int64_t k = 0; k < r->width; k++) total[k] += (double)part[k];
  }
}

static void softmax_beside(const SoftRows *r) {
  real shift[SOFT_SIDE], share[SOFT_SIDE];
  double total[SOFT_SIDE];
  most_of_rows(r, shift);
  sum_exp_rows(r, shift, r->y, total);
  for (int64_t k = 0; k < r->width; k++) share[k] = 1 / (real)total[k];
  for (int64_t i = 0; i < r->n; i++)
    for (int64_t k = 0; k < r->width; k++) r->y[i * r->step + k] *= share[k];
}

static void log_softmax_beside(const SoftRows *r) {
  real shift[SOFT_SIDE], log_total[SOFT_SIDE];
  double total[SOFT_SIDE];
  most_of_rows(r, shift);
  sum_exp_rows(r, shift, NULL, total);
  for (int64_t k = 0; k < r->width; k++) log_total[k] = log((real)total[k]);
  for (int64_t i = 0; i < r->n; i++) {
    const real *x = r->x + i * r->step;
    real *y = r->y + i * r->step;
    for (int64_t k = 0; k < r->width; k++)
      y[k] = x[k] - shift[k] - log_total[k];
  }
}

static void logsumexp_beside(const SoftRows *r) {
  real shift[SOFT_SIDE];
  double total[SOFT_SIDE];
  most_of_rows(r, shift);
  for (int64_t k = 0; k < r->width; k++)
    shift[k] = isinf(shift[k]) ? 0 : shift[k];
  sum_exp_rows(r, shift, NULL, total);
  for (int64_t k = 0; k < r->width; k++)
    r->y[k] = log((real)total[k]) + shift[k];
}

/* ---- slopes: what is summed up is g x (`products`) or g ---- */

static inline real softmax_slope(real g, real x, real total) {
  return x * (g - total);
}
static inline real log_softmax_slope(real g, real x, real total) {
  return g - exp1(x) * total;
}

typedef real (*Slope)(real g, real x, real total);

static real products_run(int64_t n, const real *g, const real *x) {
  Side sum = {0};
  real rest = 0;
  int64_t i = 0;
  for (; i + SIDE <= n; i += SIDE) sum += side_load(g + i) * side_load(x + i);
  for (; i < n; i++) rest += g[i] * x[i];
  return side_sum(sum) + rest;
}

INLINE real sum_parts(int64_t n, const real *g, const real *x, bool products) {
  double total = 0;
  for (int64_t at = 0; at < n; at += RUN) {
    int64_t run = n - at < RUN ? n - at : RUN;
    total += (double)(products ? products_run(run, g + at, x + at)
                               : run_sum(run, g + at));
  }
  return (real)total;
}

INLINE void slope_lines(const SoftRows *r, bool products, Slope slope) {
  for (int64_t k = 0; k < r->width; k++) {
    const real *x = r->x + k * r->step, *g = r->g + k * r->step;
    real *y = r->y + k * r->step, total = sum_parts(r->n, g, x, products);
    for (int64_t i = 0; i < r->n; i++) y[i] = slope(g[i], x[i], total);
  }
}

INLINE void slope_beside(const SoftRows *r, bool products, Slope slope) {
  enum { STRETCH = 16 };
  double sum[SOFT_SIDE] = {0};
  real total[SOFT_SIDE];
  for (int64_t at = 0; at < r->n; at += STRETCH) {
    real some[SOFT_SIDE] = {0};
    for (int64_t i = at; i < r->n && i < at + STRETCH; i++) {
      const real *x = r->x + i * r->step, *g = r->g + i * r->step;
      for (int64_t k = 0; k < r->width; k++)
        some[k] += products ? g[k] * x[k] : g[k];
    }
    for (int64_t k = 0; k < r->width; k++) sum[k] += (double)some[k];
  }
  for (int k = 0; k < SOFT_SIDE; k++) total[k] = (real)sum[k];
  for (int64_t i = 0; i < r->n; i++) {
    const real *x = r->x + i * r->step, *g = r->g + i * r->step;
    real *y = r->y + i * r->step;
    for (int64_t k = 0; k < r->width; k++) y[k] = slope(g[k], x[k], total[k]);
  }
}

static void softmax_grad_lines(const SoftRows *r) {
  slope_lines(r, true, softmax_slope);
}
static void softmax_grad_beside(const SoftRows *r) {
  slope_beside(r, true, softmax_slope);
}
static void log_softmax_grad_lines(const SoftRows *r) {
  slope_lines(r, false, log_softmax_slope);
}
static void log_softmax_grad_beside(const SoftRows *r) {
  slope_beside(r, false, log_softmax_slope);
}

#define NAME2(isa) soft_##isa
#define NAME(isa) NAME2(isa)

extern const SoftLoops NAME(KERNEL_ISA);
const SoftLoops NAME(KERNEL_ISA) = {
    .most = most,
    .sum_exp = sum_exp,
    .exp_shifted = exp_of,
    .softmax = {softmax_beside, softmax_lines},
    .log_softmax = {log_softmax_beside, log_softmax_lines},
    .logsumexp = {logsumexp_beside, logsumexp_lines},
    .softmax_grad = {softmax_grad_beside, softmax_grad_lines},
    .log_softmax_grad = {log_softmax_grad_beside, log_softmax_grad_lines}};
