/* norm.h as it reads. */
#include "norm.h"

#include <stddef.h>

static double plain_spread(int64_t n, const real *x, real mean) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++)
    sum += (double)((x[i] - mean) * (x[i] - mean));
  return sum;
}

static void plain_products(int64_t n, const real *const gwx[3], real mean,
                           double sum[2]) {
  for (int64_t i = 0; i < n; i++) {
    real g = gwx[1] ? gwx[0][i] * gwx[1][i] : gwx[0][i];
    sum[0] += (double)(g * (gwx[2][i] - mean));
    sum[1] += (double)g;
  }
}

static void plain_columns(int64_t n, int64_t width, int64_t step, const real *x,
                          const real *mean, double *sum) {
  for (int64_t i = 0; i < n; i++, x += step)
    for (int64_t k = 0; k < width; k++) {
      real v = mean ? (x[k] - mean[k]) * (x[k] - mean[k]) : x[k];
      sum[k] += (double)v;
    }
}

static void plain_column_products(int64_t n, int64_t width, int64_t step,
                                  const real *const gx[2], const real *mean,
                                  double *const sum[2]) {
  const real *g = gx[0], *x = gx[1];
  double *by = sum[0], *of = sum[1];
  for (int64_t i = 0; i < n; i++, g += step, x += step)
    for (int64_t k = 0; k < width; k++) {
      by[k] += (double)(g[k] * (x[k] - mean[k]));
      of[k] += (double)g[k];
    }
}

static void plain_rescale(int64_t n, int64_t width, real *y, const real *x,
                          const real *const by[2]) {
  const real *scale = by[0], *shift = by[1];
  for (int64_t i = 0; i < n; i++, y += width, x += width) {
    for (int64_t k = 0; k < width; k++) y[k] = scale[k] * x[k] + shift[k];
  }
}

static void plain_pull_back(int64_t n, int64_t width, real *y,
                            const real *const gx[2], const real *const by[4]) {
  const real *weight = by[0], *level = by[1], *slope = by[2], *mean = by[3];
  const real *g = gx[0], *x = gx[1];
  for (int64_t i = 0; i < n; i++, y += width, g += width, x += width) {
    for (int64_t k = 0; k < width; k++)
      y[k] = weight[k] * (g[k] - level[k] - (x[k] - mean[k]) * slope[k]);
  }
}

static void plain_scale_row(int64_t n, real *y, const real *const xwb[3],
                            const real by[3]) {
  const real *x = xwb[0], *w = xwb[1], *b = xwb[2];
  for (int64_t i = 0; i < n; i++)
    y[i] = (x[i] - by[0]) * by[1] * (w ? w[i] : 1) + (b ? b[i] : 0) + by[2];
}

static void plain_pull_row(int64_t n, real *y, const real *const gwx[3],
                           const real by[5]) {
  const real *g = gwx[0], *w = gwx[1], *x = gwx[2];
  for (int64_t i = 0; i < n; i++)
    y[i] = by[1] *
           (g[i] * by[2] * (w ? w[i] : 1) - by[3] - (x[i] - by[0]) * by[4]);
}

static void plain_row_products(int64_t n, int64_t width, int64_t step,
                               const real *const gx[2], const real *const by[2],
                               real *const sum[2]) {
  const real *g = gx[0], *x = gx[1];
  for (int64_t i = 0; i < n; i++, g += step, x += step)
    for (int64_t k = 0; k < width; k++) {
      sum[0][k] += g[k] * (x[k] - by[0][i]) * by[1][i];
      sum[1][k] += g[k];
    }
}

const NormLoops norm_plain = {
    plain_spread,          plain_products, plain_columns,
    plain_column_products, plain_rescale,  plain_pull_back,
    plain_scale_row,       plain_pull_row, plain_row_products};
