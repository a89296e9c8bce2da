/* The steps of optimisers, each in one pass over n elements. */
#ifndef LUNETTE_KERNEL_UPDATE_H
#define LUNETTE_KERNEL_UPDATE_H

#include <stdbool.h>

#include "../real.h"

/* d = sign g + pull p is the gradient that all begin with; what a step does not
 * name it does not read. The gains are 1 - beta, made in double: of a float
 * near 1 it would have 5 digits. */
typedef struct UpdateFactors {
  real sign, pull, rate, eps;
  real beta1, gain1, beta2, gain2; /* of running means: beta mean + gain new */
  real own, scale, keep, momentum;
  bool nesterov;
} UpdateFactors;

/* x: the parameter p, which is written, then what is kept of it, also written,
 * or NULL. */
typedef void (*UpdateLoop)(const UpdateFactors *f, int64_t n, real *const x[4],
                           const real *g);

typedef struct UpdateLoops {
  /* b = beta1 b + gain1 d, p -= rate b, or with nesterov
   * rate (d + momentum b); without b, p -= rate d. */
  UpdateLoop sgd;
  /* The means m of d and v of d^2; w = v, or the largest v so far where there
   * is a fourth; p = keep p - (rate m + own d) / (sqrt(w) scale + eps), or
   * over eps where scale is 0, whatever w is: then there is no fourth. */
  UpdateLoop adam;
  /* v = beta2 v + gain2 d^2, w = v; with m, the mean of d in the same way, w
   * less m^2; d / (sqrt(w) + eps) is e, with b: b = momentum b + e, and e = b;
   * p -= rate e. x: p, v, m, b. */
  UpdateLoop rmsprop;
  /* m = beta1 m + gain1 d, u = max(beta2 u, |d| + eps), p -= rate m / u. */
  UpdateLoop adamax;
  /* v = beta2 v + gain2 d^2, e = sqrt(u + eps) / sqrt(v + eps) d,
   * u = beta2 u + gain2 e^2, p -= rate e. x: p, v, u. */
  UpdateLoop adadelta;
} UpdateLoops;

#endif
