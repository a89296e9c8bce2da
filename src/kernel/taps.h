/* Sparse linear maps along one axis, and their transposes.
 *
 * Element i of the result is the sum of weight[k] x[index[k]] over k from
 * start[i] to start[i + 1] - 1. Resizing and averaging are such maps, axis by
 * axis. Arrays are outer,size,inner in row-major order. */
#ifndef LUNETTE_TAPS_H
#define LUNETTE_TAPS_H

#include <stddef.h>

#include "../real.h"

typedef struct Taps {
  int64_t in, out;        /* sizes of the axis */
  int64_t *start, *index; /* start: out + 1 */
  real *weight;
} Taps;

/* Bytes for `out` results of at most `most` taps each. */
size_t taps_bytes(int64_t out, int64_t most);
/* Empty ones in that much memory; results are then filled in order, from 0,
 * each by any number of taps_add and one taps_end. */
Taps taps_open(void *memory, int64_t in, int64_t out, int64_t most);

static inline void taps_add(Taps *t, int64_t i, int64_t index, double weight) {
  int64_t k = t->start[i + 1]++;
  t->index[k] = index;
  t->weight[k] = (real)weight;
}

static inline void taps_end(Taps *t, int64_t i) {
  if (i + 1 < t->out) t->start[i + 2] = t->start[i + 1];
}

/* y: outer,out,inner from x: outer,in,inner. */
void taps_apply(const Taps *t, int64_t outer, int64_t inner, real *y,
                const real *x);
/* The transpose, x from y: each element of y added where it was read. */
void taps_spread(const Taps *t, int64_t outer, int64_t inner, real *x,
                 const real *y);

#endif
