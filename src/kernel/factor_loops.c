/* The loops of factor.h. */
#include <string.h>
#include <tgmath.h>

#include "factor.h"
#include "kernel.h"
#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

enum { SIDE = FACTOR_SIDE, LANES = VECTOR_BYTES / sizeof(real) };
typedef Whole Wholes __attribute__((vector_size(VECTOR_BYTES)));
typedef real Vec __attribute__((vector_size(VECTOR_BYTES)));

/* ---- lu ---- */

static const Whole lane[SIDE] = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* The numbers of the rows from i on, one for each lane. */
static inline Wholes rows_from(int64_t i) {
  Wholes at;
  memcpy(&at, lane, sizeof at);
  return at + (Whole)i;
}

static inline Wholes either(Wholes take, Wholes a, Wholes b) {
  return (a & take) | (b & ~take);
}

/* The least of v; halves are compared with halves. */
static inline Whole least_of(Wholes v) {
  Whole x[LANES];
  memcpy(x, &v, sizeof x);
  for (int h = LANES / 2; h > 0; h /= 2)
    for (int k = 0; k < h; k++) x[k] = x[k + h] < x[k] ? x[k + h] : x[k];
  return x[0];
}

/* The first of the largest |x| from row `from` on: without their signs, reals
 * are in the order of their bits. */
static int64_t largest(int64_t from, int64_t step, const real *x) {
  const Whole sign = (Whole)((uint64_t)1 << (8 * sizeof(Whole) - 1));
  int64_t start = from / LANES * LANES;
  Wholes row = rows_from(start), at = row, least = row - row, bits;
  for (int64_t i = start; i < step; i += LANES, row += LANES) {
    memcpy(&bits, x + i, sizeof bits);
    bits = -(bits & ~sign) - 1; /* below 0, the largest first */
    Wholes take = (Wholes)(bits < least) & (Wholes)(row >= (Whole)from);
    least = either(take, bits, least);
    at = either(take, row, at);
  }
  Wholes same = (Wholes)(least == least_of(least));
  return least_of(either(same, at, at - at + (Whole)step));
}

/* x becomes x / by below row j; and so does y, which is 0 above. */
static void divide(int64_t j, int64_t step, real by, real *x, real *y) {
  int64_t start = j / LANES * LANES;
  Wholes row = rows_from(start);
  for (int64_t i = start; i < step; i += LANES, row += LANES) {
    Vec v, share;
    Wholes below = (Wholes)(row > (Whole)j), kept, put;
    memcpy(&v, x + i, sizeof v);
    share = v / by;
    memcpy(&kept, &v, sizeof kept);
    memcpy(&put, &share, sizeof put);
    kept = either(below, put, kept);
    put &= below;
    memcpy(x + i, &kept, sizeof kept);
    memcpy(y + i, &put, sizeof put);
  }
}

static inline void swap_rows(int64_t n, real *a, real *b, int64_t step) {
  for (int64_t k = 0; a != b && k < n; k++, a += step, b += step) {
    real kept = *a;
    *a = *b;
    *b = kept;
  }
}

static int64_t panel(int64_t m, int64_t n, real *t, int64_t step,
                     int64_t *pivots) {
  int64_t zero = 0;
  real *by = t + n * step;
  for (int64_t j = 0; j < n && j < m; j++) {
    real *x = t + j * step;
    int64_t p = pivots[j] = largest(j, step, x);
    if (x[p] == 0) {
      if (zero == 0) zero = j + 1;
      continue;
    }
    swap_rows(n, t + j, t + p, step);
    divide(j, step, x[j], x, by);
    for (int64_t k = j + 1; k < n; k++) {
      real *y = t + k * step, f = y[j];
      for (int64_t i = j / LANES * LANES; i < step; i += LANES)
        for (int l = 0; l < LANES; l++) y[i + l] -= f * by[i + l];
    }
  }
  return zero;
}

/* ---- triangles ---- */

enum { VECTORS = SIDE / LANES };

static inline void load(Vec *y, const real *x) {
  memcpy(y, x, SIDE * sizeof *x);
}

static void lower(int64_t n, const real *a, bool unit, real *b, int64_t b_row) {
  for (int64_t i = 0; i < n; i++) {
    Vec y[VECTORS], one[VECTORS];
    load(y, b + i * b_row);
    for (int64_t k = 0; k < i; k++) {
      load(one, b + k * b_row);
      for (int v = 0; v < VECTORS; v++) y[v] -= a[i * SIDE + k] * one[v];
    }
    for (int v = 0; v < VECTORS && !unit; v++) y[v] /= a[i * SIDE + i];
    memcpy(b + i * b_row, y, sizeof y);
  }
}

static int64_t cholesky(int64_t n, real *a) {
  for (int64_t k = 0; k < n; k++) {
    real *x = a + k * SIDE, pivot = x[k];
    Vec own[VECTORS], y[VECTORS];
    if (!(pivot > 0)) return k + 1;
    load(own, x);
    for (int v = 0; v < VECTORS; v++) own[v] /= sqrt(pivot);
    memcpy(x, own, sizeof own);
    for (int64_t i = k + 1; i < n; i++) {
      load(y, a + i * SIDE);
      for (int v = 0; v < VECTORS; v++) y[v] -= x[i] * own[v];
      memcpy(a + i * SIDE, y, sizeof y);
    }
  }
  return 0;
}

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const FactorLoops NAME(factor);
const FactorLoops NAME(factor) = {panel, lower, cholesky};
