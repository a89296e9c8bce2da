/* What a reduction does to its elements: each fold takes them in any order, as
 * rows or as runs, and its totals are joined. */
#ifndef LUNETTE_FOLD_H
#define LUNETTE_FOLD_H

#include <stdbool.h>

#include "../real.h"

/* Takes x[r * step + i] into total[i], of each row r < rows in turn. */
typedef void (*FoldRows)(int64_t n, real *total, int64_t rows, const real *x,
                         int64_t step);

typedef struct Fold {
  real start;
  real (*run)(int64_t n, const real *x); /* of contiguous x */
  FoldRows rows;
  FoldRows join; /* of other totals */
} Fold;

enum { FOLD_SIDE = 64 / sizeof(real) };

/* The extremes are NaN where one is; nansum passes over them. any, all and
 * count are of elements that are not 0; squares is the sum of them. */
typedef struct FoldLoops {
  FoldRows add;
  /* The sums of lines of n numbers, `step` apart, or of their squares; n is a
   * multiple of FOLD_SIDE. */
  void (*sum_lines)(int64_t lines, real *y, int64_t n, const real *x,
                    int64_t step, bool squares);
  Fold largest, smallest, product, any, all, count, nansum, squares;
} FoldLoops;

#endif
