/* The sums of normalisation, over n adjacent elements. */
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
} NormLoops;

extern const NormLoops norm_plain;

#endif
