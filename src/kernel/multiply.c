/* See multiply.h. A task makes a block of c, rows by columns:
 *   for each `depth` of the k steps
 *     pack b, where its columns do not lie side by side and that pays
 *     for each tile of columns, for each MULTIPLY_ROWS rows: sums, into c
 * The first pass takes beta c, the later ones add to c. */
#include "multiply.h"

#include <math.h>
#include <string.h>

#include "../pool.h"
#include "kernel.h"
#include "patch.h"
#include "sizes.h"

enum {
  DEPTH = 128,                /* steps whose tile of b stays in the cache */
  DEEP = 4096 / sizeof(real), /* the same along steps */
  ROWS = 384,                 /* the most in a task; columns are */
  WIDE = 16,                  /* tiles that one row goes along together */
  TILES = 2,                  /* so many tiles, or what WORK asks for */
  WORK = 1 << 19,             /* products worth a task of its own */
  PACKED = DEPTH * TILES * MULTIPLY_COLUMNS
};

_Static_assert(PACKED >= MULTIPLY_ROWS * DEEP, "room for rows of a");

/* ---- the plain loops ---- */

enum { PLAIN = 4 };

static void plain(const MultiplyTile *t, int64_t step, int64_t column) {
  for (int64_t i = 0; i < t->rows; i++)
    for (int64_t j = 0; j < t->columns; j++) {
      const real *a = t->a + i * t->a_row, *b = t->b + j * column;
      real sum = 0;
      for (int64_t s = 0; s < t->steps; s++)
        sum += a[s * t->a_step] * b[s * step];
      real *to = t->sum + i * t->sum_row + j;
      *to = t->add ? *to + sum : sum;
    }
}

static void plain_spread(const MultiplyTile *t) {
  for (int64_t i = 0; i < t->rows; i++)
    for (int64_t j = 0; j < t->columns; j++) {
      const real *a = t->a + i * t->a_row;
      const real *b = t->b + t->vector[j / PLAIN] + j % PLAIN;
      real *to = t->sum + i * t->sum_row + j, sum = t->add ? *to : 0;
      for (int64_t s = 0; s < t->steps; s++)
        sum += a[s * t->a_step] * b[t->at[s]];
      *to = sum;
    }
}

static void plain_over(const MultiplyTile *t) { plain(t, t->b_step, 1); }
static void plain_along(const MultiplyTile *t) { plain(t, 1, t->b_step); }

static void plain_put(const MultiplyTile *t, int64_t skipped, const Gemm *g,
                      real beta, real *c) {
  for (int64_t i = 0; i < t->rows; i++)
    for (int64_t j = skipped; j < t->columns; j++) {
      real *y = c + i * g->c_row + (j - skipped) * g->c_column;
      real sum = g->alpha * t->sum[i * t->sum_row + j];
      *y = beta == 0 ? sum : sum + beta * *y;
    }
}

static void plain_scaled(int64_t n, real alpha, real a, const real *b,
                         real *c) {
  for (int64_t j = 0; j < n; j++) c[j] = alpha * (a * b[j]);
}

static int64_t plain_peak(int64_t rounds) {
  volatile real sum = 0;
  for (int64_t i = 0; i < rounds; i++) sum = sum * (real)0.5 + 1;
  return 2 * rounds;
}

const MultiplyLoops multiply_plain = {
    PLAIN,       plain_over, plain_over,   plain_spread,
    plain_along, plain_put,  plain_scaled, plain_peak};

/* ---- the plan ---- */

/* How b is read: as it lies over columns or along steps, or packed. */
typedef enum Way { OVER, ALONG, PACK } Way;

typedef struct Plan {
  Gemm g;
  Way way;
  int64_t tile;          /* columns of one */
  int64_t rows, columns; /* of a task */
  int64_t down, across;  /* tasks of a product */
} Plan;

/* Over columns, a last tile that is no whole number of vectors is read from
 * before its first column on, in the step before where there is no other. */
static bool can(const Gemm *g, Way way) {
  int64_t lanes = kernels->multiply->lanes;
  bool apart = g->n % lanes == 0 || g->b.row >= lanes;
  if (way == OVER) return g->b.column == 1 && g->n >= lanes && apart;
  return way == PACK || (g->b.row == 1 && g->k >= lanes);
}

/* What it takes, in multiply-adds of vectors of 64 bytes, of which a core makes
 * 7.5 in a nanosecond; measured on one. */
static double cost(const Gemm *g, Way way) {
  double lanes = (double)kernels->multiply->lanes;
  double m = (double)g->m, n = (double)g->n, k = (double)g->k;
  double wide = (double)round_up(g->n, kernels->multiply->lanes);
  double passes = (double)divide_up(g->k, way == ALONG ? DEEP : DEPTH);
  double moved = k * (m + wide) / 4;
  double into_c = m * n * passes * (g->c_column == 1 ? 0.125 : 8);
  if (way == OVER) return m * k * wide / lanes + moved + into_c;
  if (way == ALONG)
    return m * k * n * (g->a.column == 1 ? 1.1 : 2.1) / lanes + moved + into_c +
           m * n * passes * 8;
  double packing = g->b.column == 1 ? 0.5 : g->b.row == 1 ? 2 : 8;
  return m * k * wide / lanes + moved + into_c +
         k * wide * packing * (double)divide_up(g->m, ROWS);
}

/* As it is or turned, in the cheapest way; of two, with more columns than
 * rows. */
static Plan choose(const Gemm *g) {
  Gemm side[2] = {*g, gemm_transposed(g)};
  Plan best = {0};
  double lowest = INFINITY;
  bool turned = g->m > g->n;
  for (int k = 0; k < 2; k++, turned = !turned)
    for (Way way = OVER; way <= PACK; way++) {
      if (!can(&side[turned], way)) continue;
      double price = cost(&side[turned], way);
      if (price < lowest) best = (Plan){.g = side[turned], .way = way};
      lowest = fmin(lowest, price);
    }
  return best;
}

static Plan plan(const Gemm *g) {
  Plan p = choose(g);
  p.tile = MULTIPLY_VECTORS * kernels->multiply->lanes;
  if (p.g.m == 1 && p.way == OVER) p.tile *= WIDE;
  p.down = divide_up(p.g.m, ROWS);
  p.rows = round_up(divide_up(p.g.m, p.down), MULTIPLY_ROWS);
  p.down = divide_up(p.g.m, p.rows);
  int64_t work = times(times(least(p.rows, p.g.m), p.g.k), p.tile);
  p.columns = p.tile * most(TILES, WORK / most(1, work));
  p.across = divide_up(p.g.n, p.columns);
  return p;
}

/* ---- a block of c ---- */

/* Rows by columns from a, b and c on; the first column is number `from`. */
typedef struct Block {
  const Plan *p;
  Way way;
  const real *a, *b;
  real *c;
  int64_t rows, columns, from;
  int64_t wide; /* columns in `packed` */
  real sum[MULTIPLY_ROWS * MULTIPLY_COLUMNS], packed[PACKED];
} Block;

static void pack_b(Block *t, int64_t first, int64_t steps) {
  const Matrix *m = &t->p->g.b;
  const real *b = t->b + first * m->row;
  t->wide = round_up(t->columns, kernels->multiply->lanes);
  if (t->wide > t->columns)
    memset(t->packed, 0, (size_t)(steps * t->wide) * sizeof(real));
  if (m->row == 1) {
    kernels->patch->transpose(t->columns, steps, b, m->column, t->packed,
                              t->wide);
    return;
  }
  for (int64_t s = 0; s < steps; s++, b += m->row) {
    real *to = t->packed + s * t->wide;
    if (m->column == 1) memcpy(to, b, (size_t)t->columns * sizeof(real));
    else
      for (int64_t j = 0; j < t->columns; j++) to[j] = b[j * m->column];
  }
}

static void pack_a(Block *t, MultiplyTile *f) {
  for (int64_t i = 0; i < f->rows; i++)
    for (int64_t s = 0; s < f->steps; s++)
      t->packed[i * DEEP + s] = f->a[i * f->a_row + s * f->a_step];
  f->a = t->packed;
  f->a_row = DEEP;
  f->a_step = 1;
}

/* Whose sums are made where b would be packed. */
static bool is_row(const Block *t, Way way) {
  return way == OVER && t->p->g.m == 1;
}

typedef void (*TileLoop)(const MultiplyTile *t);

static TileLoop loop_of(const Block *t, Way way) {
  const MultiplyLoops *loops = kernels->multiply;
  if (way == ALONG) return loops->along;
  return is_row(t, way) ? loops->row : loops->over;
}

/* Of columns j .. j + n - 1. What would be read beyond the last of b is read
 * before j instead: those sums are skipped. */
static void tile(Block *t, int64_t j, int64_t n, int64_t first, int64_t steps) {
  const Gemm *g = &t->p->g;
  Way way = t->way;
  int64_t skipped = 0;
  if (way == OVER && t->from + j + n == g->n)
    skipped = round_up(n, kernels->multiply->lanes) - n;
  const real *b = t->b + first * g->b.row + (j - skipped) * g->b.column;
  MultiplyTile f = {.columns = n + skipped,
                    .steps = steps,
                    .sum = is_row(t, way) ? t->packed : t->sum,
                    .sum_row = MULTIPLY_COLUMNS};
  int64_t rows = divide_up(t->rows, divide_up(t->rows, MULTIPLY_ROWS));
  for (int64_t i = 0; i < t->rows; i += rows) {
    f.rows = least(rows, t->rows - i);
    f.a = t->a + i * g->a.row + first * g->a.column;
    f.a_row = g->a.row;
    f.a_step = g->a.column;
    f.b = way == PACK ? t->packed + j : b;
    f.b_step = way == PACK ? t->wide : way == OVER ? g->b.row : g->b.column;
    if (way == ALONG && f.a_step != 1) pack_a(t, &f);
    loop_of(t, way)(&f);
    real *c = t->c + i * g->c_row + j * g->c_column;
    kernels->multiply->put(&f, skipped, g, first == 0 ? g->beta : 1, c);
  }
}

/* Of `left` steps, none of so few that `along` cannot take them. */
static int64_t take(int64_t left, int64_t depth) {
  return left <= depth ? left : left < 2 * depth ? left / 2 : depth;
}

/* Is there nothing of b before its first step that may be read? */
static bool is_bare(const Block *t) {
  const Gemm *g = &t->p->g;
  return t->way == OVER && t->from == 0 && t->columns == g->n && g->k > 0 &&
         g->n % kernels->multiply->lanes != 0;
}

/* The first step, from a copy. */
static void begin(Block *t) {
  t->way = PACK;
  pack_b(t, 0, 1);
  int64_t width = MULTIPLY_VECTORS * kernels->multiply->lanes;
  for (int64_t j = 0; j < t->columns; j += width)
    tile(t, j, least(width, t->columns - j), 0, 1);
  t->way = OVER;
}

static void make(Block *t) {
  int64_t k = t->p->g.k, steps = 0, s = 0;
  int64_t depth = t->p->way == ALONG ? DEEP : DEPTH;
  if (is_bare(t)) begin(t), s = 1;
  for (; s < k || s == 0; s += most(steps, 1)) {
    steps = take(k - s, depth);
    if (t->way == PACK) pack_b(t, s, steps);
    for (int64_t j = 0; j < t->columns; j += t->p->tile)
      tile(t, j, least(t->p->tile, t->columns - j), s, steps);
  }
}

static void chunk(void *context, int64_t index) {
  const Plan *p = context;
  const Gemm *g = &p->g;
  int64_t each = p->down * p->across, item = index / each;
  int64_t i = index % each / p->across * p->rows;
  int64_t j = index % p->across * p->columns;
  int64_t end = least(g->n, j + p->columns);
  Block t;
  t.p = p;
  t.way = p->way;
  t.rows = least(p->rows, g->m - i);
  t.a = g->a.data + item * g->a.batch + i * g->a.row;
  for (int64_t n; j < end; j += n) {
    n = least(p->way == PACK ? TILES * p->tile : p->tile, end - j);
    t.columns = n;
    t.from = j;
    t.b = g->b.data + item * g->b.batch + j * g->b.column;
    t.c = g->c + item * g->c_batch + i * g->c_row + j * g->c_column;
    make(&t);
  }
}

/* ---- all of it ---- */

/* ---- of one step ---- */

static void outer_row(void *context, int64_t index) {
  const Gemm *g = context;
  int64_t item = index / g->m, i = index % g->m;
  real a = g->a.data[item * g->a.batch + i * g->a.row];
  kernels->multiply->scaled(g->n, g->alpha, a, g->b.data + item * g->b.batch,
                            g->c + item * g->c_batch + i * g->c_row);
}

/* Are its rows multiples of b's row, which is worth a loop of its own? */
static bool is_outer(const Gemm *g) {
  return g->k == 1 && g->beta == 0 && g->b.column == 1 && g->c_column == 1 &&
         g->n >= MULTIPLY_VECTORS * kernels->multiply->lanes;
}

void multiply_run(const Gemm *g) {
  if (is_outer(g)) {
    pool_run_pieces(outer_row, (void *)g, g->batch * g->m, g->n);
    return;
  }
  Plan p = plan(g);
  int64_t rows = least(p.rows, p.g.m), columns = least(p.columns, p.g.n);
  pool_run_pieces(chunk, &p, g->batch * p.down * p.across,
                  times(times(rows, columns), p.g.k));
}

/* ---- a tile of packed panels ---- */

static void run_tile(int64_t steps, const real *wide, const real *narrow,
                     int64_t lanes, int64_t rows, bool add, real *c,
                     int64_t c_row) {
  kernels->multiply->over(&(MultiplyTile){
      .rows = rows,
      .columns = lanes,
      .steps = steps,
      .a = narrow,
      .b = wide,
      .a_row = 1,
      .a_step = MULTIPLY_ROWS,
      .b_step = MULTIPLY_VECTORS * kernels->multiply->lanes,
      .sum = c,
      .sum_row = c_row,
      .add = add});
}

void multiply_tile_sizes(GemmTile *t) {
  int64_t wide = MULTIPLY_VECTORS * kernels->multiply->lanes;
  *t = (GemmTile){
      .wide = wide,
      .narrow = MULTIPLY_ROWS,
      .wide_grain = kernels->multiply->lanes,
      .narrow_grain = 1,
      .wide_step = wide,
      .narrow_step = MULTIPLY_ROWS,
      .depth = 2 * DEPTH,
      .run = run_tile};
}
