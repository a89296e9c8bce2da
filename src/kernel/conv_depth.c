/* See conv_depth.h. A task takes one plane, block of pixels by block:
 *   slab: the source of the block with its padding, each row split into the
 *         phases of the stride, so that neighbours stay neighbours
 *   flat: the pixels, in rows that lie as far apart as the slab's, so that many
 *         rows are one run; what falls between them is left behind, or is 0 */
#include "conv_depth.h"

#include <string.h>

#include "../pool.h"
#include "bf16.h"
#include "kernel.h"
#include "patch.h"
#include "sizes.h"

enum { PIXELS = 4096 /* in a block, about */ };

bool depth_takes(const ConvShape *s, ConvPart part) {
  bool strided = s->stride[0] > 1 || s->stride[1] > 1 || s->stride[2] > 1;
  return s->c == 1 && s->k == 1 && !(strided && part == CONV_INPUT_GRAD);
}

/* ---- the plan ---- */

static void set_axis(Depth *p, int i) {
  const ConvShape *s = p->s;
  int64_t reach = (s->w[i] - 1) * s->dilation[i];
  p->src[i] = p->backward ? s->y[i] : s->x[i];
  p->dst[i] = p->backward ? s->x[i] : s->y[i];
  p->stride[i] = s->y[i] > 1 ? s->stride[i] : 1;
  p->low[i] = p->backward ? s->padding[i] - reach : -s->padding[i];
}

void depth_plan(Depth *p, const ConvShape *s, ConvPart part) {
  *p = (Depth){.s = s, .backward = part == CONV_INPUT_GRAD};
  p->planes = times(s->n, s->groups);
  p->taps = volume(s->w);
  for (int i = 0; i < 3; i++) set_axis(p, i);
  p->blocks = blocks_cut(1, p->dst, PIXELS, 1);
  for (int i = 0; i < 3; i++)
    p->extent[i] = (p->blocks.box[i] - 1) * p->stride[i] +
                   (s->w[i] - 1) * s->dilation[i] + 1;
  p->pitch = round_up(p->extent[2], p->stride[2]);
  if (part == CONV_WEIGHT_GRAD)
    reserve(&p->shared, times(p->planes, p->taps), sizeof(real));
  int64_t slab = times(times(p->extent[0], p->extent[1]), p->pitch);
  if (slab > INT32_MAX) slab = TOO_MUCH; /* taps far out in the padding */
  int64_t rows = times(p->blocks.box[0], p->blocks.box[1]);
  DepthScratch *at = &p->at;
  at->base = reserve(&at->size, p->taps, sizeof(int64_t));
  at->weight = reserve(&at->size, p->taps, sizeof(real));
  at->slab = reserve(&at->size, slab + 2 * PATCH_SLACK, sizeof(real));
  at->flat = reserve(&at->size, times(rows, p->pitch) + 2 * PATCH_SLACK,
                     sizeof(real));
}

/* ---- one block ---- */

typedef struct DepthTask {
  const Depth *p;
  real *y;
  const real *x, *w, *b;
  real *sums; /* of the weights' gradient: planes, taps */
} DepthTask;

typedef struct DepthBlock {
  const Depth *p;
  const PatchLoops *loops;
  Block block;
  int64_t *base;
  real *weight, *slab, *flat;
} DepthBlock;

static DepthBlock open_block(const Depth *p) {
  char *scratch = (char *)pool_scratch() + p->shared;
  return (DepthBlock){
      .p = p,
      .loops = kernels->patch,
      .base = (int64_t *)(void *)(scratch + p->at.base),
      .weight = (real *)(void *)(scratch + p->at.weight),
      .slab = (real *)(void *)(scratch + p->at.slab),
      .flat = (real *)(void *)(scratch + p->at.flat)};
}

/* Where in the slab the taps of the first pixel lie. */
static void find_base(const DepthBlock *b) {
  const Depth *p = b->p;
  const ConvShape *s = p->s;
  int64_t split = p->stride[2], phase = p->pitch / split, *base = b->base;
  for (int64_t i = 0; i < s->w[0]; i++)
    for (int64_t j = 0; j < s->w[1]; j++)
      for (int64_t k = 0; k < s->w[2]; k++) {
        int64_t row = i * s->dilation[0] * p->extent[1] + j * s->dilation[1];
        int64_t at = k * s->dilation[2];
        *base++ = row * p->pitch + at % split * phase + at / split;
      }
}

/* Backward, the last tap comes first. */
static void find_weight(const DepthBlock *b, const real *w) {
  const Depth *p = b->p;
  for (int64_t i = 0; i < p->taps; i++)
    b->weight[i] = w[p->backward ? p->taps - 1 - i : i];
  if (p->s->bf16) kernels->bf16->round(p->taps, b->weight);
}

static void clear(real *x, int64_t n) {
  memset(x, 0, (size_t)n * sizeof(real));
}

static void split_row(const DepthBlock *b, int64_t from, int64_t count,
                      const real *x, real *row) {
  int64_t split = b->p->stride[2], phase = b->p->pitch / split;
  for (int64_t k = from; k < from + count; k++)
    row[k % split * phase + k / split] = *x++;
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
    else
      for (int64_t j = 0; j < rows; j++)
        split_row(b, from[2], count, src + from[2] + j * n[2],
                  to + j * p->pitch);
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

/* Where in a plane row i of axis 0 of the block's pixels starts. */
static int64_t pixels_at(const DepthBlock *b, int64_t i) {
  const int64_t *at = b->block.at, *n = b->p->dst;
  return ((at[0] + i) * n[1] + at[1]) * n[2] + at[2];
}

/* ---- sums of taps ---- */

static void write_back(const DepthBlock *b, real *y, real bias) {
  const Depth *p = b->p;
  const int64_t *size = b->block.size;
  for (int64_t i = 0; i < size[0]; i++)
    b->loops->raise(size[1], size[2], b->flat + i * size[1] * p->pitch,
                    p->pitch, bias, y + pixels_at(b, i), p->dst[2]);
}

static void run_chunk(void *context, int64_t plane) {
  const DepthTask *t = context;
  const Depth *p = t->p;
  DepthBlock b = open_block(p);
  int64_t channel = plane % p->s->groups;
  find_base(&b);
  find_weight(&b, t->w + channel * p->taps);
  for (int64_t k = 0; k < p->blocks.count; k++) {
    b.block = blocks_get(&p->blocks, k);
    fill_slab(&b, t->x + plane * volume(p->src));
    Runs r = runs_of(&b);
    for (int64_t i = 0; i < r.count; i++)
      b.loops->direct(&(Direct){
          .steps = p->taps,
          .outputs = 1,
          .n = r.n,
          .base = b.base,
          .src = run_source(&b, &r, i),
          .w = b.weight,
          .c = b.flat + i * r.rows * p->pitch});
    write_back(&b, t->y + plane * volume(p->dst), t->b ? t->b[channel] : 0);
  }
}

void depth_run(const Depth *p, real *y, const real *x, const real *w,
               const real *b) {
  DepthTask t = {.p = p, .y = y, .x = x, .w = w, .b = b};
  pool_run_pieces(run_chunk, &t, p->planes, times(volume(p->dst), p->taps));
}

/* ---- the gradient in the weights ---- */

/* One run at the head of `flat`, 0 between its rows and after the last. */
static void fill_flat(const DepthBlock *b, const Runs *r, int64_t run,
                      const real *g) {
  const Depth *p = b->p;
  int64_t row = run * r->rows, rows = b->block.size[1];
  clear(b->flat, r->n + PATCH_SLACK);
  b->loops->place(r->rows, b->block.size[2],
                  g + pixels_at(b, row / rows) + row % rows * p->dst[2],
                  p->dst[2], b->flat, p->pitch);
  if (p->s->bf16) kernels->bf16->round(r->n, b->flat);
}

static void weight_chunk(void *context, int64_t plane) {
  const DepthTask *t = context;
  const Depth *p = t->p;
  DepthBlock b = open_block(p);
  real *sum = t->sums + plane * p->taps;
  find_base(&b);
  clear(sum, p->taps);
  for (int64_t k = 0; k < p->blocks.count; k++) {
    b.block = blocks_get(&p->blocks, k);
    fill_slab(&b, t->x + plane * volume(p->src));
    Runs r = runs_of(&b);
    for (int64_t i = 0; i < r.count; i++) {
      fill_flat(&b, &r, i, t->w + plane * volume(p->dst));
      b.loops->dots(p->taps, b.base, r.n, run_source(&b, &r, i), b.flat, sum);
    }
  }
}

void depth_weight(const Depth *p, real *w, const real *x, const real *g) {
  DepthTask t = {.p = p, .x = x, .w = g, .sums = pool_scratch()};
  int64_t count = p->s->groups * p->taps;
  pool_run_pieces(weight_chunk, &t, p->planes, times(volume(p->dst), p->taps));
  memcpy(w, t.sums, (size_t)count * sizeof(real));
  for (int64_t n = 1; n < p->s->n; n++)
    for (int64_t i = 0; i < count; i++) w[i] += t.sums[n * count + i];
}
