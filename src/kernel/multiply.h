/* Matrix products by loops of our own, which read their factors where they lie
 * as long as that pays: gemm_run's contract. Results depend on sizes and
 * strides only, not on the number of threads. */
#ifndef LUNETTE_MULTIPLY_H
#define LUNETTE_MULTIPLY_H

#include "../gemm.h"

enum {
  MULTIPLY_ROWS = 6,
  MULTIPLY_VECTORS = 4,
  MULTIPLY_COLUMNS = 256 / sizeof(real)
};

/* sum[i * sum_row + j] = the sum over s of a[i * a_row + s * a_step] b(s, j),
 * of 1 to MULTIPLY_ROWS rows and 1 to MULTIPLY_VECTORS times `lanes` columns.
 */
typedef struct MultiplyTile {
  int64_t rows, columns, steps;
  const real *a, *b;
  int64_t a_row, a_step, b_step;
  real *sum;
  int64_t sum_row;
  bool add;                   /* to what sum holds; `along` does not */
  const int64_t *at, *vector; /* for `spread` */
} MultiplyTile;

typedef struct MultiplyLoops {
  int64_t lanes;
  /* b(s, j) = b[s * b_step + j]; columns are read, and sums made, up to the
   * next multiple of `lanes`. */
  void (*over)(const MultiplyTile *t);
  /* The same of one row and of any columns: along b's rows, a few at a time. */
  void (*row)(const MultiplyTile *t);
  /* The same of columns anywhere: lane i of vector v is
   * b[at[s] + vector[v] + i]. */
  void (*spread)(const MultiplyTile *t);
  /* b(s, j) = b[j * b_step + s]; a_step is 1, and steps are `lanes` or more. */
  void (*along)(const MultiplyTile *t);
  /* c = alpha sum + beta c, of g's strides and alpha; the first `skipped`
   * columns of sum have no place in c. */
  void (*put)(const MultiplyTile *t, int64_t skipped, const Gemm *g, real beta,
              real *c);
  /* c[j] = alpha (a b[j]) */
  void (*scaled)(int64_t n, real alpha, real a, const real *b, real *c);
  /* Multiply-adds in registers, the most there can be: how many operations. */
  int64_t (*peak)(int64_t rounds);
} MultiplyLoops;

extern const MultiplyLoops multiply_plain;

void multiply_run(const Gemm *g);

/* `over` of packed panels. */
void multiply_tile_sizes(GemmTile *t);

#endif
