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

#define NAME2(isa) norm_##isa
#define NAME(isa) NAME2(isa)

extern const NormLoops NAME(KERNEL_ISA);
const NormLoops NAME(KERNEL_ISA) = {spread, products};
