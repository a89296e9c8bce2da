/* The folds of fold.h, in lanes that a compiler keeps in vectors. */
#include <stdbool.h>
#include <string.h>
#include <tgmath.h>

#include "fold.h"
#include "kernel.h"
#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

enum { LANES = 64, RUN = 1024 };

typedef real (*Take)(real total, real v);

/* With `take` known where it is called. */
#define INLINE static inline __attribute__((always_inline))

/* The steps at the end are written out, as vectors of known sizes. */
INLINE real run_of(int64_t n, const real *x, real start, Take take) {
  real lane[LANES];
  int64_t i = 0;
  for (int k = 0; k < LANES; k++) lane[k] = start;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) lane[k] = take(lane[k], x[i + k]);
  for (int k = 0; i < n; i++, k++) lane[k] = take(lane[k], x[i]);
  for (int k = 0; k < 32; k++) lane[k] = take(lane[k], lane[k + 32]);
  for (int k = 0; k < 16; k++) lane[k] = take(lane[k], lane[k + 16]);
  for (int k = 0; k < 8; k++) lane[k] = take(lane[k], lane[k + 8]);
  for (int k = 0; k < 4; k++) lane[k] = take(lane[k], lane[k + 4]);
  return take(take(lane[0], lane[2]), take(lane[1], lane[3]));
}

INLINE void rows_of(int64_t n, real *total, int64_t rows, const real *x,
                    int64_t step, Take take) {
  enum { SIDE = 128 };
  int64_t i = 0;
  for (; i + SIDE <= n; i += SIDE) {
    real lane[SIDE];
    for (int k = 0; k < SIDE; k++) lane[k] = total[i + k];
    for (int64_t r = 0; r < rows; r++)
      for (int k = 0; k < SIDE; k++)
        lane[k] = take(lane[k], x[r * step + i + k]);
    for (int k = 0; k < SIDE; k++) total[i + k] = lane[k];
  }
  for (int64_t r = 0; r < rows; r++)
    for (int64_t k = i; k < n; k++) total[k] = take(total[k], x[r * step + k]);
}

static inline real plus(real total, real v) { return total + v; }

/* ---- extremes and products ---- */

/* What is no number times 0 is NaN: then, and only then, `take` passes over
 * nothing. */
INLINE real extreme_of(int64_t n, const real *x, real start, Take number,
                       Take take) {
  real lane[LANES], zero[LANES] = {0};
  int64_t i = 0;
  if (n < 4 * LANES) return run_of(n, x, start, take);
  for (int k = 0; k < LANES; k++) lane[k] = start;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) {
      lane[k] = number(lane[k], x[i + k]);
      zero[k] += 0 * x[i + k];
    }
  if (run_of(LANES, zero, 0, plus) != 0) return run_of(n, x, start, take);
  return take(run_of(LANES, lane, start, number),
              run_of(n - i, x + i, start, take));
}

static inline real larger_number(real total, real v) {
  return v > total ? v : total;
}
static inline real larger(real total, real v) {
  return (v > total) | (v != v) ? v : total;
}
static real largest_run(int64_t n, const real *x) {
  return extreme_of(n, x, -INFINITY, larger_number, larger);
}
static void largest_rows(int64_t n, real *total, int64_t rows, const real *x,
                         int64_t step) {
  rows_of(n, total, rows, x, step, larger);
}

static inline real smaller_number(real total, real v) {
  return v < total ? v : total;
}
static inline real smaller(real total, real v) {
  return (v < total) | (v != v) ? v : total;
}
static real smallest_run(int64_t n, const real *x) {
  return extreme_of(n, x, INFINITY, smaller_number, smaller);
}
static void smallest_rows(int64_t n, real *total, int64_t rows, const real *x,
                          int64_t step) {
  rows_of(n, total, rows, x, step, smaller);
}

static inline real product(real total, real v) { return total * v; }
static real product_run(int64_t n, const real *x) {
  return run_of(n, x, 1, product);
}
static void product_rows(int64_t n, real *total, int64_t rows, const real *x,
                         int64_t step) {
  rows_of(n, total, rows, x, step, product);
}

/* ---- what is not 0 ---- */

static real any_run(int64_t n, const real *x) {
  Whole any = 0; /* as wide as x, so that both come in the same vectors */
  for (int64_t i = 0; i < n; i++) any |= x[i] != 0;
  return any != 0;
}
static inline real either(real total, real v) {
  return (total != 0) | (v != 0);
}
static void any_rows(int64_t n, real *total, int64_t rows, const real *x,
                     int64_t step) {
  rows_of(n, total, rows, x, step, either);
}

static real all_run(int64_t n, const real *x) {
  Whole zero = 0;
  for (int64_t i = 0; i < n; i++) zero |= x[i] == 0;
  return zero == 0;
}
static inline real both(real total, real v) { return (total != 0) & (v != 0); }
static void all_rows(int64_t n, real *total, int64_t rows, const real *x,
                     int64_t step) {
  rows_of(n, total, rows, x, step, both);
}

static real count_run(int64_t n, const real *x) {
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) total += x[i] != 0;
  return (real)total;
}
static inline real counted(real total, real v) { return total + (v != 0); }
static void count_rows(int64_t n, real *total, int64_t rows, const real *x,
                       int64_t step) {
  rows_of(n, total, rows, x, step, counted);
}

/* ---- sums ---- */

static inline real plus_number(real total, real v) {
  real more = total + v;
  return v == v ? more : total;
}
static real nansum_run(int64_t n, const real *x) {
  real total = 0;
  for (int64_t at = 0; at < n; at += RUN)
    total += run_of(n - at < RUN ? n - at : RUN, x + at, 0, plus_number);
  return total;
}
static void nansum_rows(int64_t n, real *total, int64_t rows, const real *x,
                        int64_t step) {
  rows_of(n, total, rows, x, step, plus_number);
}

static inline real plus_square(real total, real v) { return total + v * v; }
static real squares_run(int64_t n, const real *x) {
  real total = 0;
  for (int64_t at = 0; at < n; at += RUN) {
    int64_t end = n - at < RUN ? n : at + RUN, i = at;
    real lane[LANES] = {0};
    for (; i + LANES <= end; i += LANES)
      for (int k = 0; k < LANES; k++) lane[k] += x[i + k] * x[i + k];
    for (int k = 0; i < end; i++, k++) lane[k] += x[i] * x[i];
    total += run_of(LANES, lane, 0, plus);
  }
  return total;
}
static void squares_rows(int64_t n, real *total, int64_t rows, const real *x,
                         int64_t step) {
  rows_of(n, total, rows, x, step, plus_square);
}

static void add_rows(int64_t n, real *total, int64_t rows, const real *x,
                     int64_t step) {
  rows_of(n, total, rows, x, step, plus);
}

typedef real Vec __attribute__((vector_size(VECTOR_BYTES)));
enum { VEC = VECTOR_BYTES / sizeof(real), VECTORS = FOLD_SIDE / VEC };

/* Halves are added to halves. */
static inline real sum_of_side(const Vec *v) {
  real half[FOLD_SIDE];
  memcpy(half, v, sizeof half);
  for (int k = 0; k < FOLD_SIDE / 2; k++) half[k] += half[k + FOLD_SIDE / 2];
  for (int k = 0; k < FOLD_SIDE / 4; k++) half[k] += half[k + FOLD_SIDE / 4];
  for (int k = 0; k < FOLD_SIDE / 8; k++) half[k] += half[k + FOLD_SIDE / 8];
  return FOLD_SIDE == 8 ? half[0] : half[0] + half[1];
}

INLINE void lines_of(int64_t lines, real *y, int64_t n, const real *x,
                     int64_t step, const bool squares) {
  for (int64_t i = 0; i < lines; i++, x += step) {
    Vec total[VECTORS] = {{0}};
    for (int64_t k = 0; k < n; k += FOLD_SIDE)
#pragma GCC unroll 4
      for (int v = 0; v < VECTORS; v++) {
        Vec one;
        memcpy(&one, x + k + v * VEC, sizeof one);
        total[v] += squares ? one * one : one;
      }
    y[i] = sum_of_side(total);
  }
}

static void sum_lines(int64_t lines, real *y, int64_t n, const real *x,
                      int64_t step, bool squares) {
  if (squares) lines_of(lines, y, n, x, step, true);
  else lines_of(lines, y, n, x, step, false);
}

/* ---- the table ---- */

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const FoldLoops NAME(fold);
const FoldLoops NAME(fold) = {
    .add = add_rows,
    .sum_lines = sum_lines,
    .largest = {-INFINITY, largest_run, largest_rows, largest_rows},
    .smallest = {INFINITY, smallest_run, smallest_rows, smallest_rows},
    .product = {1, product_run, product_rows, product_rows},
    .any = {0, any_run, any_rows, any_rows},
    .all = {1, all_run, all_rows, all_rows},
    .count = {0, count_run, count_rows, add_rows},
    .nansum = {0, nansum_run, nansum_rows, add_rows},
    .squares = {0, squares_run, squares_rows, add_rows}};
