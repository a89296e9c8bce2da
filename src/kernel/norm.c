/* norm.h as it reads, and the choice. */
#include "norm.h"

#include <stddef.h>
#include <string.h>

#include "kernel.h"

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

static const NormLoops plain = {plain_spread, plain_products};

extern const NormLoops norm_baseline;
#ifdef KERNEL_X86
extern const NormLoops norm_avx2, norm_avx512;
#endif

const NormLoops *norm_loops(void) {
  const char *isa = kernel_isa();
#ifdef KERNEL_X86
  if (!strcmp(isa, "avx512")) return &norm_avx512;
  if (!strcmp(isa, "avx2")) return &norm_avx2;
#endif
  return strcmp(isa, "plain") ? &norm_baseline : &plain;
}
