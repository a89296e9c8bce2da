/* See panels.h. A task makes a block of c, rows by columns:
 *   for each `depth` of the k steps
 *     wide: panels of columns of b; narrow: panels of rows of a
 *     multiply them, tile by tile, into c */
#include "panels.h"

#include <string.h>

#include "../pool.h"
#include "bf16.h"
#include "kernel.h"
#include "patch.h"
#include "sizes.h"

enum {
  TINY = 1 << 13, /* products that panels do not suit */
  ROWS = 192,     /* the most in a block, and columns */
  COLUMNS = 256,
  DEPTH = 256,    /* both sides stay in the second cache */
  WORK = 1 << 22, /* the least products worth a task of its own */
  TASKS = 4,      /* so many, where there is so much */
  SUM = 1 << 12   /* at least a tile */
};

typedef struct Plan {
  Gemm g;
  GemmTile tile;
  int64_t rows, columns; /* of a block */
  int64_t down, across;  /* blocks */
  int64_t depth;
} Plan;

/* Reals of the panels of n lanes, whole lines of the cache. */
static int64_t side_size(int64_t n, int64_t lanes, int64_t step,
                         int64_t depth) {
  return round_up(divide_up(n, lanes) * step * depth, PATCH_LANES);
}

/* Elements of the tiles that cover m by n. */
static int64_t covered(const GemmTile *t, int64_t m, int64_t n) {
  return round_up(m, t->narrow) * round_up(n, t->wide);
}

static Plan plan(const Gemm *g) {
  Plan p = {.g = *g};
  kernels->bf16->tile_sizes(&p.tile);
  p.depth = least(p.tile.depth, DEPTH);
  if (covered(&p.tile, g->n, g->m) < covered(&p.tile, g->m, g->n))
    p.g = gemm_transposed(g);
  int64_t rows = ROWS, columns = COLUMNS;
  for (;;) {
    p.rows = share(p.g.m, rows, p.tile.narrow);
    p.columns = share(p.g.n, columns, p.tile.wide);
    p.down = divide_up(p.g.m, p.rows);
    p.across = divide_up(p.g.n, p.columns);
    if (p.g.batch * p.down * p.across >= TASKS ||
        p.rows * p.columns * p.g.k < 2 * WORK)
      return p;
    int64_t *side = p.rows >= p.columns ? &rows : &columns;
    if (*side <= 64) return p;
    *side /= 2;
  }
}

/* ---- one task ---- */

/* One side of a block: `count` lanes that are `along` apart in x, of steps that
 * are `deep` apart; a panel takes `lanes` of them. */
typedef struct Side {
  const real *x;
  int64_t count, along, deep, lanes, step;
  GemmSeal seal;
  real *panels;
} Side;

static void pack(const Side *s, int64_t first, int64_t steps) {
  real *panel = s->panels;
  for (int64_t i = 0; i < s->count; i += s->lanes, panel += steps * s->step) {
    const real *x = s->x + i * s->along + first * s->deep;
    int64_t count = least(s->lanes, s->count - i);
    if (s->along == 1) {
      s->seal(steps, count, x, s->deep, panel, s->step);
      continue;
    }
    if (count < s->step)
      memset(panel, 0, (size_t)(steps * s->step) * sizeof(real));
    if (s->deep == 1)
      kernels->patch->transpose(count, steps, x, s->along, panel, s->step);
    else
      for (int64_t k = 0; k < steps; k++)
        for (int64_t j = 0; j < count; j++)
          panel[k * s->step + j] = x[j * s->along + k * s->deep];
    gemm_seal(s->seal, steps, s->step, panel);
  }
}

typedef struct Product {
  const Plan *p;
  Side wide, narrow;
  real *c, *sum; /* sum: one tile, for those that do not fit c */
} Product;

/* Adds to beta c one tile at i, j of the block. */
static void tile(const Product *b, int64_t i, int64_t j, int64_t steps,
                 real beta) {
  const Gemm *g = &b->p->g;
  const GemmTile *t = &b->p->tile;
  const real *wide = b->wide.panels, *narrow = b->narrow.panels;
  wide += j / t->wide * steps * t->wide_step;
  narrow += i / t->narrow * steps * t->narrow_step;
  real *c = b->c + i * g->c_row + j * g->c_column;
  int64_t m = least(t->narrow, b->narrow.count - i);
  int64_t n = least(t->wide, b->wide.count - j);
  if (m == t->narrow && n == t->wide && g->c_column == 1 && g->alpha == 1 &&
      (beta == 0 || beta == 1)) {
    t->run(steps, wide, narrow, n, m, beta == 1, c, g->c_row);
    return;
  }
  t->run(steps, wide, narrow, n, m, false, b->sum, t->wide);
  for (int64_t k = 0; k < m; k++)
    for (int64_t l = 0; l < n; l++) {
      real *y = c + k * g->c_row + l * g->c_column;
      *y = g->alpha * b->sum[k * t->wide + l] + (beta == 0 ? 0 : beta * *y);
    }
}

static Product open_block(const Plan *p, int64_t chunk) {
  const Gemm *g = &p->g;
  const GemmTile *t = &p->tile;
  int64_t each = p->down * p->across, item = chunk / each;
  int64_t i = chunk % each / p->across * p->rows;
  int64_t j = chunk % p->across * p->columns;
  Product b = {.p = p, .sum = pool_scratch()};
  b.narrow = (Side){
      g->a.data + item * g->a.batch + i * g->a.row,
      least(p->rows, g->m - i),
      g->a.row,
      g->a.column,
      t->narrow,
      t->narrow_step,
      t->seal_narrow,
      b.sum + SUM};
  b.wide = (Side){
      g->b.data + item * g->b.batch + j * g->b.column,
      least(p->columns, g->n - j),
      g->b.column,
      g->b.row,
      t->wide,
      t->wide_step,
      t->seal_wide,
      b.narrow.panels +
          side_size(p->rows, t->narrow, t->narrow_step, p->depth)};
  b.c = g->c + item * g->c_batch + i * g->c_row + j * g->c_column;
  return b;
}

static void panels_chunk(void *context, int64_t chunk) {
  const Plan *p = context;
  const GemmTile *t = &p->tile;
  Product b = open_block(p, chunk);
  for (int64_t s = 0; s < p->g.k; s += p->depth) {
    int64_t steps = least(p->depth, p->g.k - s);
    real beta = s > 0 ? 1 : p->g.beta;
    pack(&b.wide, s, steps);
    pack(&b.narrow, s, steps);
    gemm_begin(t, steps);
    for (int64_t j = 0; j < b.wide.count; j += t->wide)
      for (int64_t i = 0; i < b.narrow.count; i += t->narrow)
        tile(&b, i, j, steps, beta);
    gemm_end(t);
  }
}

/* ---- all of it ---- */

static void plain(void *context, int64_t item) {
  const Gemm *g = context;
  for (int64_t i = 0; i < g->m; i++)
    for (int64_t j = 0; j < g->n; j++) {
      const real *a = g->a.data + item * g->a.batch + i * g->a.row;
      const real *b = g->b.data + item * g->b.batch + j * g->b.column;
      real *c = g->c + item * g->c_batch + i * g->c_row + j * g->c_column;
      real total = 0;
      for (int64_t k = 0; k < g->k; k++)
        total += bf16_nearest(a[k * g->a.column]) *
                 bf16_nearest(b[k * g->b.row]);
      *c = g->alpha * total + (g->beta == 0 ? 0 : g->beta * *c);
    }
}

size_t panels_scratch(void) {
  GemmTile t;
  kernels->bf16->tile_sizes(&t);
  int64_t size = SUM + side_size(ROWS, t.narrow, t.narrow_step, DEPTH) +
                 side_size(COLUMNS, t.wide, t.wide_step, DEPTH);
  return (size_t)(size + PATCH_SLACK) * sizeof(real);
}

void panels_run(const Gemm *g) {
  if (g->batch == 0 || g->m == 0 || g->n == 0) return;
  Gemm copy = *g;
  if (g->m * g->n * g->k < TINY) {
    pool_run_pieces(plain, &copy, g->batch, g->m * g->n * g->k);
    return;
  }
  Plan p = plan(g);
  pool_run(panels_chunk, &p, g->batch * p.down * p.across);
}
