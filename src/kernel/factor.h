/* Factors of matrices and triangular systems, in blocks: small ones by loops of
 * their own, all else by products (gemm.h). Matrices are row-major, with rows
 * `row` apart. Results depend on sizes only, not on the number of threads. */
#ifndef LUNETTE_FACTOR_H
#define LUNETTE_FACTOR_H

#include <stdbool.h>

#include "../gemm.h"

/* Of the blocks that the loops take, and of the columns that they go over. */
enum { FACTOR_SIDE = 16 };

/* Compiled once for each instruction set. */
typedef struct FactorLoops {
  /* The factors of m x n elements with pivots, column j at t + j step, of at
   * most FACTOR_SIDE columns; pivots are counted from 0. Columns are 0 from m
   * to `step`, a multiple of FACTOR_SIDE, and there is room for one more.
   * Returns the first pivot that is 0, from 1, or 0. */
  int64_t (*panel)(int64_t m, int64_t n, real *t, int64_t step,
                   int64_t *pivots);
  /* b (n x FACTOR_SIDE, rows b_row apart) becomes the y of a y = b for a lower
   * triangular a of n <= FACTOR_SIDE rows, FACTOR_SIDE apart; with unit its
   * diagonal is 1. */
  void (*lower)(int64_t n, const real *a, bool unit, real *b, int64_t b_row);
  /* a (n x n, n <= FACTOR_SIDE, rows FACTOR_SIDE apart, symmetric) becomes the
   * upper u of a = u^T u; what is below the diagonal is left over. Returns the
   * order of the first minor that is not above 0, or 0. */
  int64_t (*cholesky)(int64_t n, real *a);
} FactorLoops;

/* A matrix that is written. */
typedef struct Part {
  real *at;
  int64_t row, column; /* strides */
} Part;

/* Which part of a square matrix is read: below its diagonal, or above it; and
 * the diagonal, unless it is 1 (unit). */
typedef struct Triangle {
  Matrix a;
  bool upper, unit;
} Triangle;

/* b (n x r) becomes the y of a y = b. It must not overlap a. */
void factor_solve(int64_t n, int64_t r, const Triangle *a, Part b);

/* How many reals factor_lu wants as room for m rows. */
int64_t factor_room(int64_t m);

/* a (m x n) becomes the lower factor, of diagonal 1, below the diagonal and the
 * upper one on and above it, of its rows in another order: row i is exchanged
 * with row pivots[i] (from 0), for each of min(m, n) in turn. Returns the first
 * pivot that is 0, from 1, or 0; all of a is factored nonetheless. */
int64_t factor_lu(int64_t m, int64_t n, real *a, int64_t row, int64_t *pivots,
                  real *room);

/* Rows of n elements are exchanged as pivots say, in turn. */
void factor_exchange(int64_t n, real *a, int64_t row, int64_t count,
                     const int64_t *pivots);

/* a (n x n, symmetric) becomes the lower l of a = l l^T; above the diagonal is
 * what was left over. Returns the order of the first minor that is not above 0,
 * or 0. */
int64_t factor_cholesky(int64_t n, real *a, int64_t row);

#endif
