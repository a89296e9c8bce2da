/* Matrix products. They are cut into tasks that depend on sizes and strides
 * only (kernel/multiply.h). */
#ifndef LUNETTE_GEMM_H
#define LUNETTE_GEMM_H

#include <stdbool.h>

#include "real.h"

typedef struct Matrix {
  const real *data;
  int64_t row, column, batch; /* strides, in elements; any sign, or 0 */
} Matrix;

/* c = alpha a b + beta c for each of batch; a: m x k, b: k x n. With beta 0 c
 * is not read; with k 0 the product is 0. c must not overlap a or b. */
typedef struct Gemm {
  int64_t batch, m, n, k;
  real alpha, beta;
  Matrix a, b;
  real *c;
  int64_t c_row, c_column, c_batch;
  real *parts; /* room for gemm_parts x m x n, or NULL */
} Gemm;

/* Into how many parts k is cut, 1 where it is short: with room for them, each
 * is a product of its own, and they are added in pairs, so that the rounding of
 * a long sum stays small. Without room k is one sum. */
int64_t gemm_parts(int64_t m, int64_t n, int64_t k);

void gemm_run(const Gemm *g);

/* The same product with c's columns as rows. */
static inline Gemm gemm_transposed(const Gemm *g) {
  Gemm t = *g;
  t.m = g->n;
  t.n = g->m;
  t.a = (Matrix){g->b.data, g->b.column, g->b.row, g->b.batch};
  t.b = (Matrix){g->a.data, g->a.column, g->a.row, g->a.batch};
  t.c_row = g->c_column;
  t.c_column = g->c_row;
  return t;
}

/* Makes a sealed panel, of which step s of `lanes` rows lies at x + s x_step;
 * the rows from there to `step` are 0. x may be the panel itself, packed. */
typedef void (*GemmSeal)(int64_t steps, int64_t lanes, const real *x,
                         int64_t x_step, real *panel, int64_t step);

/* A loop for products whose panels are packed by their owner.
 * A panel of `wide` (or `narrow`) rows holds step s of row i at
 * panel[s * wide_step + i]; 64-byte aligned; the steps between wide and
 * wide_step are not used. Panels are then sealed: what a run takes together,
 * steps from the first on, is sealed together. */
typedef struct GemmTile {
  int64_t wide, narrow;             /* sizes of a tile of c */
  int64_t wide_grain, narrow_grain; /* of which it computes whole ones */
  int64_t wide_step, narrow_step;   /* of the panels */
  int64_t depth;                    /* steps that stay in the nearest cache */
  /* c[j * c_row + i] (+)= sum over s of wide[s][i] narrow[s][j], i < lanes,
   * j < rows; c has room for a whole tile, which may be written. */
  void (*run)(int64_t steps, const real *wide, const real *narrow,
              int64_t lanes, int64_t rows, bool add, real *c, int64_t c_row);
  GemmSeal seal_wide, seal_narrow; /* NULL: a packed panel is sealed */
  /* What a thread does before its runs of that many steps, and after them; or
   * NULL. */
  void (*begin)(int64_t steps);
  void (*end)(void);
} GemmTile;

/* A packed panel, in place. */
static inline void gemm_seal(GemmSeal seal, int64_t steps, int64_t step,
                             real *panel) {
  if (seal) seal(steps, step, panel, step, panel, step);
}

static inline void gemm_begin(const GemmTile *t, int64_t steps) {
  if (t->begin) t->begin(steps);
}
static inline void gemm_end(const GemmTile *t) {
  if (t->end) t->end();
}

#endif
