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

/* ---- lu ---- */

/* The first of the largest |x| from row `from` on: without their signs, reals
 * are in the order of their bits. */
static int64_t largest(int64_t from, int64_t step, const real *x) {
  const Whole sign = (Whole)((uint64_t)1 << (8 * sizeof(Whole) - 1));
  Wholes best, at = {0}, place, bits;
  for (int k = 0; k < LANES; k++) {
    best[k] = -1;
    place[k] = (Whole)(from / LANES * LANES) + k;
  }
  for (int64_t i = from / LANES * LANES; i < step; i += LANES) {
    memcpy(&bits, x + i, sizeof bits);
    bits &= ~sign;
    Wholes take = (Wholes)(bits > best) & (Wholes)(place >= (Whole)from);
    best = (bits & take) | (best & ~take);
    at = (place & take) | (at & ~take);
    place += LANES;
  }
  int found = 0;
  for (int k = 1; k < LANES; k++)
    if (best[k] > best[found] || (best[k] == best[found] && at[k] < at[found]))
      found = k;
  return at[found];
}

/* y, from row `from` on, becomes x / by below row j, and 0 above. */
static void divided(int64_t j, int64_t step, const real *x, real by, real *y) {
  int64_t i = j / SIDE * SIDE;
  for (int k = 0; k < SIDE; k++) y[i + k] = i + k > j ? x[i + k] / by : 0;
  for (i += SIDE; i < step; i += SIDE)
    for (int k = 0; k < SIDE; k++) y[i + k] = x[i + k] / by;
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
    for (int64_t k = 0; k < n; k++) {
      real kept = t[k * step + j];
      t[k * step + j] = t[k * step + p];
      t[k * step + p] = kept;
    }
    divided(j, step, x, x[j], by);
    memcpy(x + j + 1, by + j + 1, (size_t)(m - j - 1) * sizeof *x);
    for (int64_t k = j + 1; k < n; k++) {
      real *y = t + k * step, f = y[j];
      for (int64_t i = j / SIDE * SIDE; i < step; i += SIDE)
        for (int l = 0; l < SIDE; l++) y[i + l] -= f * by[i + l];
    }
  }
  return zero;
}

/* ---- triangles ---- */

static void lower(int64_t n, const real *a, real *b, int64_t b_row) {
  for (int64_t i = 0; i < n; i++) {
    real y[SIDE];
    memcpy(y, b + i * b_row, sizeof y);
    for (int64_t k = 0; k < i; k++)
      for (int j = 0; j < SIDE; j++) y[j] -= a[i * SIDE + k] * b[k * b_row + j];
    for (int j = 0; j < SIDE; j++) y[j] /= a[i * SIDE + i];
    memcpy(b + i * b_row, y, sizeof y);
  }
}

static int64_t cholesky(int64_t n, real *a) {
  for (int64_t k = 0; k < n; k++) {
    real *x = a + k * SIDE, root = sqrt(x[k]);
    if (!(x[k] > 0)) return k + 1;
    for (int j = 0; j < SIDE; j++) x[j] /= root;
    for (int64_t i = k + 1; i < n; i++)
      for (int j = 0; j < SIDE; j++) a[i * SIDE + j] -= x[i] * x[j];
  }
  return 0;
}

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const FactorLoops NAME(factor);
const FactorLoops NAME(factor) = {panel, lower, cholesky};
