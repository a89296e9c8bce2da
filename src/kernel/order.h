/* Elements as unsigned integers of the same order, and picking those between
 * two. 0 and -0 are equal, NaN is above all; in descending order all is turned
 * round. */
#ifndef LUNETTE_ORDER_H
#define LUNETTE_ORDER_H

#include <stdbool.h>

#include "../real.h"
#include "kernel.h"

#if REAL_IS_DOUBLE
typedef uint64_t Key;
#else
typedef uint32_t Key;
#endif

/* Places are counted in Keys as well, so that both come in the same vectors. */
typedef struct Keys {
  Key *key, *place;
} Keys;

/* What is written beyond the last key that was picked. */
enum { KEYS_BEYOND = 16 };

/* The most keys that are ranked together. */
enum { KEYS_RANKED = 64 };

enum { ORDER_COLUMNS = 64 };

typedef struct OrderLoops {
  int64_t run; /* up to so many, ranking is faster than merging */
  /* The keys of n elements, and their places from `place` on. */
  void (*load)(int64_t n, Keys to, const real *x, Key place, bool descending);
  /* Copies the keys from low to high, and their places, in their order;
   * returns their number, and adds that of those below low to *below. */
  int64_t (*pick)(int64_t n, Keys from, Key low, Key high, Keys to,
                  int64_t *below);
  /* How many of n keys (at most KEYS_RANKED) are smaller than each. The keys
   * and the ranks have room for KEYS_RANKED. */
  void (*rank)(int64_t n, const Key *key, Key *rank);
  /* Where each of n would stand among `count` numbers, sorted, from 1: after
   * those below it, with right after those not above it. NaN is the largest. */
  void (*search)(int64_t n, const real *x, int64_t count, const real *sorted,
                 bool right, real *y);
  /* The place, from 0, of the first largest of n > 0 elements, or smallest
   * unless most; NaN is both. */
  int64_t (*extreme)(int64_t n, const real *x, bool most);
  /* The same of columns side by side (at most ORDER_COLUMNS), from 1, whose
   * elements are `step` apart. */
  void (*extremes)(int64_t n, int64_t columns, const real *x, int64_t step,
                   bool most, real *y);
  /* y[i]: the place, from 1, of the last largest of x[0 .. i], or smallest;
   * NaN is both. */
  void (*running)(int64_t n, const real *x, bool most, real *y);
  /* The same of columns side by side, in x and in y. */
  void (*runnings)(int64_t n, int64_t columns, const real *x, int64_t step,
                   bool most, real *y);
} OrderLoops;

#endif
