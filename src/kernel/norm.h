/* The sums of normalisation, over n adjacent elements or columns. */
#ifndef LUNETTE_NORM_H
#define LUNETTE_NORM_H

#include "../real.h"

typedef struct NormLoops {
  /* The sum of (x - mean)^2. */
  double (*spread)(int64_t n, const real *x, real mean);
  /* Adds the sums of g w (x - mean) and of g w to sum[0] and sum[1]; w may be
   * NULL, which is 1. */
  void (*products)(int64_t n, const real *const gwx[3], real mean,
                   double sum[2]);
  /* Of n rows `step` apart, column by column, `width` of them: adds the sums of
   * x, or with mean of (x - mean)^2; and the sums of g (x - mean) and of g. */
  void (*columns)(int64_t n, int64_t width, int64_t step, const real *x,
                  const real *mean, double *sum);
  void (*column_products)(int64_t n, int64_t width, int64_t step,
                          const real *const gx[2], const real *mean,
                          double *const sum[2]);
  /* Of n rows of `width`, each column with coefficients of its own: y = scale x
   * + shift, of {scale, shift}; y = weight (g - level - (x - mean) slope), of
   * {weight, level, slope, mean}. */
  void (*rescale)(int64_t n, int64_t width, real *y, const real *x,
                  const real *const by[2]);
  void (*pull_back)(int64_t n, int64_t width, real *y, const real *const gx[2],
                    const real *const by[4]);
  /* Of one row: y = (x - mean) scale w + b + shift, of {mean, scale, shift},
   * and y = scale (g weight w - level - (x - mean) slope), of {mean, scale,
   * weight, level, slope}; w and b are rows or NULL, which is 1 and 0. */
  void (*scale_row)(int64_t n, real *y, const real *const xwb[3],
                    const real by[3]);
  void (*pull_row)(int64_t n, real *y, const real *const gwx[3],
                   const real by[5]);
  /* Of n rows `step` apart, each with a mean and a scale of its own, column by
   * column: adds the sums of g (x - mean) scale and of g. */
  void (*row_products)(int64_t n, int64_t width, int64_t step,
                       const real *const gx[2], const real *const by[2],
                       real *const sum[2]);
} NormLoops;

extern const NormLoops norm_plain;

#endif
