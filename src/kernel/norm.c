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

const NormLoops norm_plain = {plain_spread, plain_products};
