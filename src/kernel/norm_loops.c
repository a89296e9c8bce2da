/* norm.h in vectors. Runs of RUN elements are summed in the scalar type, their
 * totals in double. */
#include <stddef.h>

#include "norm.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

enum { LANES = 32, RUN = 2048 };

static real total(real *lane) {
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int k = 0; k < half; k++) lane[k] += lane[k + half];
  return lane[0];
}

static real spread_run(int64_t n, const real *x, real mean) {
  real lane[LANES] = {0}, rest = 0;
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++)
      lane[k] += (x[i + k] - mean) * (x[i + k] - mean);
  for (; i < n; i++) rest += (x[i] - mean) * (x[i] - mean);
  return total(lane) + rest;
}

static double spread(int64_t n, const real *x, real mean) {
  double sum = 0;
  for (int64_t i = 0; i < n; i += RUN)
    sum += (double)spread_run(n - i < RUN ? n - i : RUN, x + i, mean);
  return sum;
}

static void products_run(int64_t n, const real *g, const real *x, real mean,
                         double sum[2]) {
  real by[LANES] = {0}, of[LANES] = {0}, rest[2] = {0};
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) {
      by[k] += g[i + k] * (x[i + k] - mean);
      of[k] += g[i + k];
    }
  for (; i < n; i++) {
    rest[0] += g[i] * (x[i] - mean);
    rest[1] += g[i];
  }
  sum[0] += (double)(total(by) + rest[0]);
  sum[1] += (double)(total(of) + rest[1]);
}

/* products_run with g w for g. */
static void weighed_run(int64_t n, const real *const gwx[3], real mean,
                        double sum[2]) {
  real g[RUN];
  for (int64_t i = 0; i < n; i++) g[i] = gwx[0][i] * gwx[1][i];
  products_run(n, g, gwx[2], mean, sum);
}

static void products(int64_t n, const real *const gwx[3], real mean,
                     double sum[2]) {
  for (int64_t i = 0; i < n; i += RUN) {
    int64_t run = n - i < RUN ? n - i : RUN;
    const real *g = gwx[0] + i, *x = gwx[2] + i;
    if (!gwx[1]) products_run(run, g, x, mean, sum);
    else weighed_run(run, (const real *const[]){g, gwx[1] + i, x}, mean, sum);
  }
}

static void columns(int64_t n, int64_t width, int64_t step, const real *x,
                    const real *mean, double *restrict sum) {
  for (int64_t i = 0; i < n; i++, x += step)
    for (int64_t k = 0; k < width; k++) {
      real v = mean ? (x[k] - mean[k]) * (x[k] - mean[k]) : x[k];
      sum[k] += (double)v;
    }
}

static void column_products(int64_t n, int64_t width, int64_t step,
                            const real *const gx[2], const real *mean,
                            double *const sum[2]) {
  const real *g = gx[0], *x = gx[1];
  double *restrict by = sum[0], *restrict of = sum[1];
  for (int64_t i = 0; i < n; i++, g += step, x += step)
    for (int64_t k = 0; k < width; k++) {
      by[k] += (double)(g[k] * (x[k] - mean[k]));
      of[k] += (double)g[k];
    }
}

static void rescale(int64_t n, int64_t width, real *y, const real *x,
                    const real *const by[2]) {
  const real *scale = by[0], *shift = by[1];
  for (int64_t i = 0; i < n; i++, y += width, x += width) {
    real *restrict row = y;
    for (int64_t k = 0; k < width; k++) row[k] = scale[k] * x[k] + shift[k];
  }
}

static void pull_back(int64_t n, int64_t width, real *y,
                      const real *const gx[2], const real *const by[4]) {
  const real *weight = by[0], *level = by[1], *slope = by[2], *mean = by[3];
  const real *g = gx[0], *x = gx[1];
  for (int64_t i = 0; i < n; i++, y += width, g += width, x += width) {
    real *restrict row = y;
    for (int64_t k = 0; k < width; k++)
      row[k] = weight[k] * (g[k] - level[k] - (x[k] - mean[k]) * slope[k]);
  }
}

static void scale_row(int64_t n, real *restrict y, const real *const xwb[3],
                      const real by[3]) {
  const real *x = xwb[0], *w = xwb[1], *b = xwb[2];
  real mean = by[0], scale = by[1], shift = by[2];
  if (w && b)
    for (int64_t i = 0; i < n; i++)
      y[i] = (x[i] - mean) * scale * w[i] + b[i] + shift;
  else if (w)
    for (int64_t i = 0; i < n; i++) y[i] = (x[i] - mean) * scale * w[i] + shift;
  else if (b)
    for (int64_t i = 0; i < n; i++) y[i] = (x[i] - mean) * scale + b[i] + shift;
  else
    for (int64_t i = 0; i < n; i++) y[i] = (x[i] - mean) * scale + shift;
}

static void pull_row(int64_t n, real *restrict y, const real *const gwx[3],
                     const real by[5]) {
  const real *g = gwx[0], *w = gwx[1], *x = gwx[2];
  real mean = by[0], scale = by[1], weight = by[2];
  real level = by[3], slope = by[4];
  if (w)
    for (int64_t i = 0; i < n; i++)
      y[i] = scale * (g[i] * weight * w[i] - level - (x[i] - mean) * slope);
  else
    for (int64_t i = 0; i < n; i++)
      y[i] = scale * (g[i] * weight - level - (x[i] - mean) * slope);
}

static void row_products(int64_t n, int64_t width, int64_t step,
                         const real *const gx[2], const real *const by[2],
                         real *const sum[2]) {
  real *restrict weighed = sum[0], *restrict plain = sum[1];
  for (int64_t i = 0; i < n; i++) {
    const real *g = gx[0] + i * step, *x = gx[1] + i * step;
    real mean = by[0][i], scale = by[1][i];
    for (int64_t k = 0; k < width; k++) {
      weighed[k] += g[k] * (x[k] - mean) * scale;
      plain[k] += g[k];
    }
  }
}

#define NAME2(isa) norm_##isa
#define NAME(isa) NAME2(isa)

extern const NormLoops NAME(KERNEL_ISA);
const NormLoops NAME(KERNEL_ISA) = {
    spread,    products,  columns,  column_products, rescale,
    pull_back, scale_row, pull_row, row_products};
