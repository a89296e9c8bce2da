/* softmax and its like along lines, and their slopes. */
#ifndef LUNETTE_SOFT_H
#define LUNETTE_SOFT_H

#include "../real.h"

/* `width` lines of n elements. Side by side, at most SOFT_SIDE of them: element
 * i of line k is x[i * step + k]. One after another: x[k * step + i]. So are
 * y's, but where a line gives one number; g is for slopes. */
enum { SOFT_SIDE = 64 };
typedef struct SoftRows {
  int64_t n, step, width;
  const real *x, *g;
  real *y;
} SoftRows;

typedef struct SoftForm {
  void (*beside)(const SoftRows *r);
  void (*lines)(const SoftRows *r);
} SoftForm;

typedef struct SoftLoops {
  /* The largest of x, NaN passed over (-inf for none); the sum of
   * exp(x - shift), and y = exp(x - shift). */
  real (*most)(int64_t n, const real *x);
  real (*sum_exp)(int64_t n, const real *x, real shift);
  void (*exp_shifted)(int64_t n, real *y, const real *x, real shift);
  /* y = exp(x) over its sum; x less the logarithm of that; that logarithm, one
   * for each line (y[k]). */
  SoftForm softmax, log_softmax, logsumexp;
  /* The cotangents of x for the results x: x (g - sum(g x)), and
   * g - exp(x) sum(g). */
  SoftForm softmax_grad, log_softmax_grad;
} SoftLoops;

#endif
