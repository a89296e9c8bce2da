/* Loops over two rows of n numbers whose differences are compared: with the
 * vectors of an instruction set that has selections of its own. */
#ifndef LUNETTE_DISTANCE_H
#define LUNETTE_DISTANCE_H

#include "kernel.h"

enum { DISTANCE_BEYOND = 16 };

typedef struct DistanceLoops {
  /* The largest |a - b|, NaN where one is; 0 for none. */
  real (*most)(int64_t n, const real *a, const real *b);
  /* The places where |a - b| is `most`, in order; returns their number. Up to
   * DISTANCE_BEYOND more are written. */
  int64_t (*places)(int64_t n, const real *a, const real *b, real most,
                    Whole *at);
} DistanceLoops;

#endif
