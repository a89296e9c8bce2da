/* Reading a strided array in row-major order, in blocks.
 *
 * A walk is the array with its axes merged where the strides allow, so that a
 * contiguous array is one run and a broadcast row is one run for each row. */
#ifndef LUNETTE_WALK_H
#define LUNETTE_WALK_H

#include <stdbool.h>
#include <string.h>

#include "real.h"
#include "shape.h"

typedef struct Walk {
  int rank; /* at least 1 */
  int64_t size[MAX_DIMS], stride[MAX_DIMS];
  int64_t count;
} Walk;

void walk_open(Walk *w, const Shape *shape, const int64_t *stride);

/* True when element i stands at address i. */
bool walk_flat(const Walk *w);

/* Does another axis than the last have the short strides, as in a transpose?
 * Then it is best copied in parts (below). */
bool walk_across(const Walk *w);

/* Do its elements stand in rows of `part`, from each to the next *step? */
bool walk_rows(const Walk *w, int64_t part, int64_t *step);

/* Copies a run: a short one without a call, which would cost more than it, by
 * blocks from both ends. Of a loop GCC would make that call again. */
static inline void walk_copy(int64_t n, real *restrict y,
                             const real *restrict x) {
  enum { FEW = 16 / sizeof(real) };
  if (n >= 8 * FEW) memcpy(y, x, (size_t)n * sizeof *y);
  else if (n >= 4 * FEW) {
    memcpy(y, x, 64);
    memcpy(y + n - 4 * FEW, x + n - 4 * FEW, 64);
  } else if (n >= 2 * FEW) {
    memcpy(y, x, 32);
    memcpy(y + n - 2 * FEW, x + n - 2 * FEW, 32);
  } else if (n >= FEW) {
    memcpy(y, x, 16);
    memcpy(y + n - FEW, x + n - FEW, 16);
  } else { /* FEW is 4 or 2 */
    if (n > 0) y[0] = x[0];
    if (n > 1) y[1] = x[1];
    if (n > 2) y[2] = x[2];
  }
}

/* Copies elements start .. start + n - 1 to y. */
void walk_pack(const Walk *w, const real *x, int64_t start, int64_t n, real *y);

/* Copies x to those elements; the inverse of walk_pack. */
void walk_unpack(const Walk *w, real *y, int64_t start, int64_t n,
                 const real *x);

/* The same for the whole array, in parts that may be run in any order and at
 * the same time. Where the last axis has long strides and another has short
 * ones, as in a transpose, a part is made of square tiles, so that every line
 * of memory is fetched once. */
int64_t walk_parts(const Walk *w);
void walk_pack_part(const Walk *w, const real *x, int64_t part, real *y);
void walk_unpack_part(const Walk *w, real *y, int64_t part, const real *x);

#endif
