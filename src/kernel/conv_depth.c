/* See conv_depth.h. A task takes one plane, block of pixels by block:
 *   slab: the source of the block with its padding, each row split into the
 *         pixels a stride apart, so that neighbours stay neighbours
 *   flat: the pixels of each phase of a row, in rows that lie as far apart as
 *         the slab's, so that many rows are one run; what falls between them is
 *         left behind, or is 0
 *   joined: those of all phases of a row; or a row before it is split */
#include "conv_depth.h"

#include <assert.h>
#include <string.h>

#include "../pool.h"
#include "bf16.h"
#include "kernel.h"
#include "patch.h"
#include "sizes.h"

enum { PIXELS = 4096 /* in a block, about */ };

/* Phases without taps are left to others. */
bool depth_takes(const ConvShape *s, ConvPart part) {
  bool few = part != CONV_INPUT_GRAD || volume(s->stride) <= volume(s->w);
  return s->c == 1 && s->k == 1 && few;
}

/* ---- the plan ---- */

/* a / b, rounded up. */
static int64_t ceiling(int64_t a, int64_t b) {
  return a < 0 ? a / b : divide_up(a, b);
}

static void set_axis(Depth *p, int i) {
  const ConvShape *s = p->s;
  int64_t reach = (s->w[i] - 1) * s->dilation[i];
  p->src[i] = p->backward ? s->y[i] : s->x[i];
  p->dst[i] = p->backward ? s->x[i] : s->y[i];
  p->stride[i] = p->backward || s->y[i] == 1 ? 1 : s->stride[i];
  p->join[i] = p->backward ? s->stride[i] : 1;
  p->low[i] = p->backward ? ceiling(s->padding[i] - reach, p->join[i])
                          : -s->padding[i];
}

static void cut(Depth *p) {
  const ConvShape *s = p->s;
  int64_t grid[3];
  for (int i = 0; i < 3; i++) grid[i] = divide_up(p->dst[i], p->join[i]);
  p->blocks = blocks_cut(1, grid, PIXELS, 1);
  for (int i = 0; i < 3; i++) {
    int64_t halo = p->backward ? ceiling(s->padding[i], p->join[i]) - p->low[i]
                               : (s->w[i] - 1) * s->dilation[i];
    p->extent[i] = (p->blocks.box[i] - 1) * p->stride[i] + halo + 1;
  }
  p->pitch = round_up(p->extent[2], p->stride[2]);
  int64_t rows = times(p->blocks.box[0], p->blocks.box[1]);
  p->lanes = times(rows, p->pitch) + 2 * PATCH_SLACK;
}

static void lay_out(Depth *p) {
  DepthScratch *at = &p->at;
  int64_t slab = times(times(p->extent[0], p->extent[1]), p->pitch);
  if (slab > INT32_MAX) slab = TOO_MUCH; /* taps far out in the padding */
  at->base = reserve(&at->shared, p->taps, sizeof(int64_t));
  at->order = reserve(&at->shared, p->taps, sizeof(int64_t));
  at->first = reserve(&at->shared, p->phases + 1, sizeof(int64_t));
  at->weight = reserve(&at->size, p->taps, sizeof(real));
  at->slab = reserve(&at->size, slab + 2 * PATCH_SLACK, sizeof(real));
  at->flat = reserve(&at->size, times(p->lanes, p->join[2]), sizeof(real));
  at->joined = reserve(&at->size, times(p->lanes, p->join[2]), sizeof(real));
}

void depth_plan(Depth *p, const ConvShape *s, ConvPart part) {
  *p = (Depth){.s = s, .backward = part == CONV_INPUT_GRAD};
  p->planes = times(s->n, s->groups);
  p->taps = volume(s->w);
  for (int i = 0; i < 3; i++) set_axis(p, i);
  p->phases = volume(p->join);
  cut(p);
  lay_out(p);
  int64_t sums = part == CONV_WEIGHT_GRAD ? times(p->planes, p->taps) : 0;
  p->at.sums = reserve(&p->at.shared, sums, sizeof(real));
}

size_t depth_scratch(const Depth *p) { return p->at.shared + p->at.size; }

/* ---- what tasks share ---- */

typedef struct DepthTask {
  const Depth *p;
  real *y;
  const real *x, *w, *b;
  int64_t *base;  /* where in the slab the taps of the first pixel lie */
  int64_t *order; /* which they are, in the kernel */
  int64_t *first; /* of each phase, among them */
  real *sums;     /* of the weights' gradient: planes, taps */
} DepthTask;

/* Where tap `r` of an axis lies in the slab; false in another phase. */
static bool axis_tap(const Depth *p, int i, int64_t phase, int64_t r,
                     int64_t *at) {
  int64_t reach = r * p->s->dilation[i];
  int64_t d = phase + p->s->padding[i] - reach;
  *at = p->backward ? d / p->join[i] - p->low[i] : reach;
  return !p->backward || d % p->join[i] == 0;
}

/* Backward, the last tap comes first. */
static void find_taps(const DepthTask *t) {
  const Depth *p = t->p;
  const int64_t *w = p->s->w, *join = p->join;
  int64_t split = p->stride[2], part = p->pitch / split, n = 0, at[3];
  for (int64_t f = 0; f < p->phases; f++) {
    t->first[f] = n;
    for (int64_t i = 0; i < p->taps; i++) {
      int64_t r = p->backward ? p->taps - 1 - i : i;
      bool here = axis_tap(p, 0, f / join[2] / join[1], r / w[2] / w[1], at);
      here &= axis_tap(p, 1, f / join[2] % join[1], r / w[2] % w[1], at + 1);
      here &= axis_tap(p, 2, f % join[2], r % w[2], at + 2);
      if (!here) continue;
      t->base[n] = (at[0] * p->extent[1] + at[1]) * p->pitch +
                   at[2] % split * part + at[2] / split;
      t->order[n++] = r;
    }
  }
  t->first[p->phases] = n;
}

static DepthTask open_task(const Depth *p) {
  char *shared = pool_scratch();
  DepthTask t = {.p = p,
                 .base = (int64_t *)(void *)(shared + p->at.base),
                 .order = (int64_t *)(void *)(shared + p->at.order),
                 .first = (int64_t *)(void *)(shared + p->at.first),
                 .sums = (real *)(void *)(shared + p->at.sums)};
  find_taps(&t);
  return t;
}

/* ---- one block ---- */

typedef struct DepthBlock {
  const DepthTask *t;
  const Depth *p;
  const PatchLoops *loops;
  Block block;
  real *weight, *slab, *flat, *joined;
} DepthBlock;

static DepthBlock open_block(const DepthTask *t) {
  const Depth *p = t->p;
  char *scratch = (char *)pool_scratch() + p->at.shared;
  return (DepthBlock){
      .t = t,
      .p = p,
      .loops = kernels->patch,
      .weight = (real *)(void *)(scratch + p->at.weight),
      .slab = (real *)(void *)(scratch + p->at.slab),
      .flat = (real *)(void *)(scratch + p->at.flat),
      .joined = (real *)(void *)(scratch + p->at.joined)};
}

static void find_weight(const DepthBlock *b, const real *w) {
  const Depth *p = b->p;
  for (int64_t i = 0; i < p->taps; i++) b->weight[i] = w[b->t->order[i]];
  if (p->s->bf16) kernels->bf16->round(p->taps, b->weight);
}

static void clear(real *x, int64_t n) {
  memset(x, 0, (size_t)n * sizeof(real));
}

/* Rows whose first `from` and last pixels are padding, split. */
static void split_rows(const DepthBlock *b, int64_t rows, int64_t from,
                       int64_t count, const real *x, real *slab) {
  const Depth *p = b->p;
  int64_t split = p->stride[2], part = p->pitch / split;
  clear(b->joined, p->pitch);
  for (int64_t j = 0; j < rows; j++) {
    b->loops->place(1, count, x + j * p->src[2], 0, b->joined + from, 0);
    b->loops->split(part, split, b->joined, slab + j * p->pitch, part);
  }
}

static void fill_slab(const DepthBlock *b, const real *x) {
  const Depth *p = b->p;
  const int64_t *e = p->extent, *n = p->src;
  int64_t size = e[0] * e[1] * p->pitch, z[3], from[3], end[3];
  clear(b->slab, size + PATCH_SLACK);
  for (int i = 0; i < 3; i++) {
    z[i] = b->block.at[i] * p->stride[i] + p->low[i];
    from[i] = most(-z[i], 0);
    end[i] = least(n[i] - z[i], e[i]);
  }
  int64_t rows = end[1] - from[1], count = end[2] - from[2];
  for (int64_t i = from[0]; i < end[0] && rows > 0 && count > 0; i++) {
    const real *src = x + ((z[0] + i) * n[1] + z[1] + from[1]) * n[2] + z[2];
    real *to = b->slab + (i * e[1] + from[1]) * p->pitch;
    if (p->stride[2] == 1)
      b->loops->place(rows, count, src + from[2], n[2], to + from[2], p->pitch);
    else split_rows(b, rows, from[2], count, src + from[2], to);
  }
  if (p->s->bf16) kernels->bf16->round(size, b->slab);
}

/* Runs of pixels, as they lie in `flat`: rows a pitch apart. */
typedef struct Runs {
  int64_t count, rows; /* rows in a run */
  int64_t n;           /* pixels, and what falls between */
} Runs;

static Runs runs_of(const DepthBlock *b) {
  const int64_t *size = b->block.size;
  int64_t rows = b->p->stride[1] == 1 ? size[1] : 1;
  assert(rows > 0);
  return (Runs){size[0] * size[1] / rows, rows,
                (rows - 1) * b->p->pitch + size[2]};
}

/* Where in the slab a run's first window starts. */
static const real *run_source(const DepthBlock *b, const Runs *r, int64_t run) {
  const Depth *p = b->p;
  int64_t row = run * r->rows, rows = b->block.size[1];
  int64_t at = row / rows * p->stride[0] * p->extent[1];
  return b->slab + (at + row % rows * p->stride[1]) * p->pitch;
}

/* ---- sums of taps ---- */

static void phase_sums(const DepthBlock *b, int64_t phase, real *flat) {
  const Depth *p = b->p;
  const int64_t *first = b->t->first + phase;
  Runs r = runs_of(b);
  for (int64_t i = 0; i < r.count; i++)
    b->loops->direct(&(Direct){
        .steps = first[1] - first[0],
        .outputs = 1,
        .n = r.n,
        .base = b->t->base + first[0],
        .src = run_source(b, &r, i),
        .w = b->weight + first[0],
        .c = flat + i * r.rows * p->pitch});
}

/* Rows of axes 0 and 1 of phase `phase` and of those that share its rows. */
static void write_back(const DepthBlock *b, int64_t phase, real *y, real bias) {
  const Depth *p = b->p;
  const int64_t *size = b->block.size, *join = p->join, *n = p->dst;
  const real *sums = b->flat;
  int64_t pitch = p->pitch * join[2], q[3];
  for (int i = 0; i < 3; i++) q[i] = b->block.at[i] * join[i];
  q[0] += phase / join[2] / join[1];
  q[1] += phase / join[2] % join[1];
  int64_t rows = least(size[1], divide_up(n[1] - q[1], join[1]));
  int64_t count = least(size[2] * join[2], n[2] - q[2]);
  if (join[2] > 1) {
    sums = b->joined;
    b->loops->join(size[0] * size[1] * p->pitch, join[2], b->flat, p->lanes, 0,
                   b->joined);
  }
  for (int64_t i = 0; i < size[0] && q[0] < n[0]; i++, q[0] += join[0])
    if (rows > 0)
      b->loops->raise(rows, count, sums + i * size[1] * pitch, pitch, bias,
                      y + (q[0] * n[1] + q[1]) * n[2] + q[2], join[1] * n[2]);
}

static void run_chunk(void *context, int64_t plane) {
  const DepthTask *t = context;
  const Depth *p = t->p;
  DepthBlock b = open_block(t);
  int64_t channel = plane % p->s->groups, row = p->join[2];
  real *y = t->y + plane * volume(p->dst);
  find_weight(&b, t->w + channel * p->taps);
  for (int64_t k = 0; k < p->blocks.count; k++) {
    b.block = blocks_get(&p->blocks, k);
    fill_slab(&b, t->x + plane * volume(p->src));
    for (int64_t f = 0; f < p->phases; f += row) {
      for (int64_t i = 0; i < row; i++)
        phase_sums(&b, f + i, b.flat + i * p->lanes);
      write_back(&b, f, y, t->b ? t->b[channel] : 0);
    }
  }
}

void depth_run(const Depth *p, real *y, const real *x, const real *w,
               const real *b) {
  DepthTask t = open_task(p);
  t.y = y, t.x = x, t.w = w, t.b = b;
  pool_run_pieces(run_chunk, &t, p->planes, times(volume(p->dst), p->taps));
}

/* ---- the gradient in the weights ---- */

/* One run at the head of `flat`, 0 between its rows and after the last. */
static void fill_flat(const DepthBlock *b, const Runs *r, int64_t run,
                      const real *g) {
  const Depth *p = b->p;
  const int64_t *at = b->block.at, *n = p->dst, rows = b->block.size[1];
  int64_t row = run * r->rows;
  int64_t first = (at[0] + row / rows) * n[1] + at[1] + row % rows;
  clear(b->flat, r->n + PATCH_SLACK);
  b->loops->place(r->rows, b->block.size[2], g + first * n[2] + at[2], n[2],
                  b->flat, p->pitch);
  if (p->s->bf16) kernels->bf16->round(r->n, b->flat);
}

static void weight_chunk(void *context, int64_t plane) {
  const DepthTask *t = context;
  const Depth *p = t->p;
  DepthBlock b = open_block(t);
  real *sum = t->sums + plane * p->taps;
  clear(sum, p->taps);
  for (int64_t k = 0; k < p->blocks.count; k++) {
    b.block = blocks_get(&p->blocks, k);
    fill_slab(&b, t->x + plane * volume(p->src));
    Runs r = runs_of(&b);
    for (int64_t i = 0; i < r.count; i++) {
      fill_flat(&b, &r, i, t->w + plane * volume(p->dst));
      b.loops->dots(p->taps, t->base, r.n, run_source(&b, &r, i), b.flat, sum);
    }
  }
}

void depth_weight(const Depth *p, real *w, const real *x, const real *g) {
  DepthTask t = open_task(p);
  t.x = x, t.w = g;
  int64_t count = p->s->groups * p->taps;
  pool_run_pieces(weight_chunk, &t, p->planes, times(volume(p->dst), p->taps));
  memcpy(w, t.sums, (size_t)count * sizeof(real));
  for (int64_t n = 1; n < p->s->n; n++)
    for (int64_t i = 0; i < count; i++) w[i] += t.sums[n * count + i];
}
