/* See conv_winograd.h. A task makes a block of tiles of a block of channels:
 *   for each block of source channels
 *     slab: the source with its padding; even and odd columns apart, so that
 *           neighbours among tiles are neighbours
 *     source: B^T d B of each channel, 16 elements of the tiles side by side
 *     sums: for each element, source by packed weights
 *   then A^T sums A, and the pixels written where they belong. */
#include "conv_winograd.h"

#include <string.h>

#include "../pool.h"
#include "kernel.h"
#include "multiply.h"
#include "patch.h"
#include "sizes.h"
#include "winograd.h"

enum {
  TILES = MULTIPLY_COLUMNS, /* in a block */
  NARROW = MULTIPLY_ROWS,   /* channels of a panel of weights */
  TAPS = 9,
  DEPTH = 32,             /* source channels in a block, at most */
  CHANNELS = 22 * NARROW, /* of the result in a task, about */
  FEW_CHANNELS = 16,      /* that do not earn the maps */
  FEW_TILES = 48          /* that do not earn the weights' */
};

/* ---- the plan ---- */

static bool is_flat(const ConvShape *s) {
  return s->x[0] == 1 && s->y[0] == 1 && s->w[0] == 1 && s->padding[0] == 0;
}

bool winograd_takes(const ConvShape *s, ConvPart part) {
  if (s->bf16 || s->groups != 1 || !is_flat(s)) return false;
  for (int i = 1; i < 3; i++)
    if (s->w[i] != 3 || s->stride[i] != 1 || s->dilation[i] != 1) return false;
  const int64_t *size = part == CONV_INPUT_GRAD ? s->x : s->y;
  int64_t tiles = times(divide_up(size[1], 2), divide_up(size[2], 2));
  return s->c >= FEW_CHANNELS && s->k >= FEW_CHANNELS &&
         times(s->n, tiles) >= FEW_TILES;
}

static void set_roles(Winograd *p, const ConvShape *s, ConvPart part) {
  p->backward = part == CONV_INPUT_GRAD;
  p->n = s->n;
  p->from = p->backward ? s->k : s->c;
  p->to = p->backward ? s->c : s->k;
  p->w_from = p->backward ? s->c * TAPS : TAPS;
  p->w_to = p->backward ? TAPS : s->c * TAPS;
  for (int i = 0; i < 2; i++) {
    p->src[i] = p->backward ? s->y[1 + i] : s->x[1 + i];
    p->dst[i] = p->backward ? s->x[1 + i] : s->y[1 + i];
    p->low[i] = p->backward ? s->padding[1 + i] - 2 : -s->padding[1 + i];
  }
}

static void cut(Winograd *p) {
  int64_t grid[3] = {1, divide_up(p->dst[0], 2), divide_up(p->dst[1], 2)};
  p->blocks = blocks_cut(p->n, grid, TILES, TILES);
  p->pitch = p->blocks.box[2] + 1;
  p->plane = times(2 * p->blocks.box[1] + 2, p->pitch);
  p->channel = 2 * p->plane;
  p->from_blocks = divide_up(p->from, DEPTH);
  p->from_block = divide_up(p->from, p->from_blocks);
  p->from_blocks = divide_up(p->from, p->from_block);
  p->to_blocks = divide_up(p->to, CHANNELS);
  p->to_block = round_up(divide_up(p->to, p->to_blocks), NARROW);
  p->to_blocks = divide_up(p->to, p->to_block);
  p->panels = divide_up(p->to, NARROW);
  /* a line more, as all would share the lines of few places in the cache */
  p->source_step = p->from_block * TILES + PATCH_LANES;
  p->sum_step = p->to_block * TILES + PATCH_LANES;
}

void winograd_plan(Winograd *p, const ConvShape *s, ConvPart part) {
  memset(p, 0, sizeof *p);
  set_roles(p, s, part);
  cut(p);
  int64_t weights = times(p->panels * NARROW, p->from);
  reserve(&p->shared, times(weights, WINOGRAD) + PATCH_SLACK, sizeof(real));
  int64_t slab = times(times(p->channel, p->blocks.images), p->from_block);
  if (slab > INT32_MAX) slab = TOO_MUCH; /* what windows count with */
  WinogradScratch *at = &p->at;
  at->windows = reserve(&at->size, TILES / PATCH_LANES, sizeof(Window));
  at->segments = reserve(&at->size, 2 * TILES, sizeof(Segment));
  int64_t taps = 2 * TAPS * NARROW * p->from_block;
  at->rows = reserve(&at->size, most(p->channel, taps) + PATCH_SLACK,
                     sizeof(real));
  at->slab = reserve(&at->size, slab + 2 * PATCH_SLACK, sizeof(real));
  at->pixels = reserve(&at->size, WINOGRAD * TILES + PATCH_SLACK, sizeof(real));
  at->source = reserve(&at->size, WINOGRAD * p->source_step, sizeof(real));
  at->sums = reserve(&at->size, WINOGRAD * p->sum_step, sizeof(real));
  at->made = reserve(&at->size, 6 * TILES + PATCH_SLACK, sizeof(real));
}

/* ---- the weights ---- */

typedef struct WinogradTask {
  const Winograd *p;
  real *y;
  const real *x, *w, *b;
  real *weights; /* blocks of source channels, element, panel, step, narrow */
} WinogradTask;

static real *own_scratch(const Winograd *p, size_t at) {
  return (real *)(void *)((char *)pool_scratch() + p->shared + at);
}

static int64_t source_channels(const Winograd *p, int64_t from) {
  return least(p->from_block, p->from - from);
}

/* Of a block of source channels. */
static real *weights_of(const WinogradTask *t, int64_t from) {
  return t->weights + from * WINOGRAD * t->p->panels * NARROW;
}

/* rows: step, tap, narrow. */
static void turn_weights(const WinogradTask *t, const real *w, int64_t count,
                         int64_t steps, real *rows) {
  const Winograd *p = t->p;
  if (count < NARROW)
    memset(rows, 0, (size_t)(steps * TAPS * NARROW) * sizeof(real));
  if (!p->backward) {
    kernels->patch->transpose(count, steps * TAPS, w, p->w_to, rows, NARROW);
    return;
  }
  for (int64_t c = 0; c < steps; c++)
    kernels->patch->transpose(count, TAPS, w + c * p->w_from, p->w_to,
                              rows + c * TAPS * NARROW, NARROW);
}

/* G w G^T of a panel of a block of source channels; backward, of w turned
 * round. */
static void map_weights(void *context, int64_t chunk) {
  const WinogradTask *t = context;
  const Winograd *p = t->p;
  int64_t panel = chunk % p->panels, first = chunk / p->panels * p->from_block;
  int64_t steps = source_channels(p, first), size = steps * NARROW;
  int64_t from[TAPS], to[WINOGRAD];
  real *rows = own_scratch(p, p->at.rows), *taps = rows + TAPS * size;
  const real *w = t->w + panel * NARROW * p->w_to + first * p->w_from;
  turn_weights(t, w, least(NARROW, p->to - panel * NARROW), steps, rows);
  for (int64_t r = 0; r < TAPS; r++) {
    int64_t tap = p->backward ? TAPS - 1 - r : r;
    from[r] = r * size;
    kernels->patch->place(steps, NARROW, rows + tap * NARROW, TAPS * NARROW,
                          taps + r * size, NARROW);
  }
  for (int64_t e = 0; e < WINOGRAD; e++) to[e] = (e * p->panels + panel) * size;
  kernels->winograd->kernel(size, taps, from, weights_of(t, first), to);
}

/* ---- one task ---- */

typedef struct WinogradBlock {
  const WinogradTask *t;
  const Winograd *p;
  const PatchLoops *loops;
  Block block;
  int64_t to, to_count; /* channels of the result */
  int64_t from, from_count;
  int64_t windows_count, lanes;
  Window *windows;
  Segment *segments;
  real *rows, *slab, *pixels, *source, *sums, *made;
} WinogradBlock;

static void fill_slab(const WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t z[2], first[2], end[2], size = p->src[0] * p->src[1];
  for (int i = 0; i < 2; i++) {
    z[i] = 2 * b->block.at[1 + i] + p->low[i];
    first[i] = most(-z[i], 0);
    end[i] = least(2 * b->block.size[1 + i] + 2, p->src[i] - z[i]);
  }
  int64_t height = 2 * b->block.size[1] + 2, width = 2 * p->pitch;
  memset(b->rows, 0, (size_t)(height * width) * sizeof(real));
  for (int64_t n = 0; n < b->block.images; n++)
    for (int64_t c = 0; c < b->from_count; c++) {
      const real *x = b->t->x +
                      ((b->block.image + n) * p->from + b->from + c) * size;
      if (first[0] < end[0] && first[1] < end[1])
        b->loops->place(end[0] - first[0], end[1] - first[1],
                        x + (z[0] + first[0]) * p->src[1] + z[1] + first[1],
                        p->src[1], b->rows + first[0] * width + first[1],
                        width);
      b->loops->split(height * p->pitch, 2, b->rows,
                      b->slab + (n * p->from_block + c) * p->channel, p->plane);
    }
}

/* Where each tile begins in the slab; lanes past the last one repeat it. */
static void find_windows(WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t at = 0, image = p->from_block * p->channel;
  Pixel x = block_pixel(&b->block, 0);
  b->windows_count = divide_up(b->block.pixels, PATCH_LANES);
  b->lanes = b->windows_count * PATCH_LANES;
  for (int64_t i = 0; i < b->lanes; i++) {
    for (; at < least(i, b->block.pixels - 1); at++) block_next(&b->block, &x);
    int64_t offset = x.image * image + 2 * x.at[1] * p->pitch + x.at[2];
    b->windows[i / PATCH_LANES].offset[i % PATCH_LANES] = (int32_t)offset;
  }
  for (int64_t i = 0; i < b->windows_count; i++)
    b->loops->window(&b->windows[i]);
}

static void map_source(const WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t base[WINOGRAD], from[WINOGRAD], to[WINOGRAD];
  for (int64_t e = 0; e < WINOGRAD; e++) {
    base[e] = e % 2 * p->plane + e / 4 * p->pitch + e % 4 / 2;
    from[e] = e * TILES;
    to[e] = e * p->source_step;
  }
  for (int64_t c = 0; c < b->from_count; c++) {
    b->loops->pack(b->slab + c * p->channel, base, WINOGRAD, b->windows,
                   b->windows_count, b->pixels, TILES);
    kernels->winograd->source(b->lanes, b->pixels, from, b->source + c * TILES,
                              to);
  }
}

static void multiply(const WinogradBlock *b) {
  const Winograd *p = b->p;
  const MultiplyLoops *loops = kernels->multiply;
  int64_t panel = b->from_count * NARROW,
          wide = MULTIPLY_VECTORS * loops->lanes;
  const real *w = weights_of(b->t, b->from) + b->to / NARROW * panel;
  for (int64_t e = 0; e < WINOGRAD; e++, w += p->panels * panel)
    for (int64_t j = 0; j < b->to_count; j += NARROW)
      for (int64_t i = 0; i < b->lanes; i += wide)
        loops->over(&(MultiplyTile){
            .rows = least(NARROW, b->to_count - j),
            .columns = least(wide, b->lanes - i),
            .steps = b->from_count,
            .a = w + j / NARROW * panel,
            .a_row = 1,
            .a_step = NARROW,
            .b = b->source + e * p->source_step + i,
            .b_step = TILES,
            .sum = b->sums + e * p->sum_step + j * TILES + i,
            .sum_row = TILES,
            .add = b->from > 0});
}

/* The runs of tiles that are neighbours in rows 2 i + row of the result. */
static int64_t find_segments(const WinogradBlock *b, int64_t row, Segment *s) {
  const Winograd *p = b->p;
  int64_t count = 0, image = p->to * p->dst[0] * p->dst[1];
  Pixel x = block_pixel(&b->block, 0);
  for (int64_t i = 0, run; i < b->block.pixels; i += run) {
    run = least(b->block.size[2] - x.at[2], b->block.pixels - i);
    int64_t at[2] = {2 * (b->block.at[1] + x.at[1]) + row,
                     2 * (b->block.at[2] + x.at[2])};
    if (at[0] < p->dst[0])
      s[count++] = (Segment){
          .from = 2 * i,
          .to = (b->block.image + x.image) * image + at[0] * p->dst[1] + at[1],
          .count = least(2 * run, p->dst[1] - at[1])};
    x.at[2] += run - 1;
    block_next(&b->block, &x);
  }
  return count;
}

static void write_back(const WinogradBlock *b) {
  const Winograd *p = b->p;
  const int64_t made[4] = {0, TILES, 2 * TILES, 3 * TILES};
  int64_t from[WINOGRAD], counts[2], size = p->dst[0] * p->dst[1];
  real *joined = b->made + 4 * TILES;
  for (int64_t e = 0; e < WINOGRAD; e++) from[e] = e * p->sum_step;
  for (int64_t i = 0; i < 2; i++)
    counts[i] = find_segments(b, i, b->segments + i * TILES);
  for (int64_t k = 0; k < b->to_count; k++) {
    real bias = b->t->b ? b->t->b[b->to + k] : 0;
    real *y = b->t->y + (b->to + k) * size;
    kernels->winograd->result(b->lanes, b->sums + k * TILES, from, b->made,
                              made);
    for (int64_t i = 0; i < 2; i++) {
      b->loops->join(b->lanes, 2, b->made + made[2 * i], TILES, bias, joined);
      b->loops->move(b->segments + i * TILES, counts[i], joined, 0, y);
    }
  }
}

static WinogradBlock open_block(const WinogradTask *t, int64_t chunk) {
  const Winograd *p = t->p;
  const WinogradScratch *at = &p->at;
  WinogradBlock b = {.t = t, .p = p, .loops = kernels->patch};
  b.block = blocks_get(&p->blocks, chunk % p->blocks.count);
  b.to = chunk / p->blocks.count * p->to_block;
  b.to_count = least(p->to_block, p->to - b.to);
  b.windows = (Window *)(void *)own_scratch(p, at->windows);
  b.segments = (Segment *)(void *)own_scratch(p, at->segments);
  b.rows = own_scratch(p, at->rows);
  b.slab = own_scratch(p, at->slab);
  b.pixels = own_scratch(p, at->pixels);
  b.source = own_scratch(p, at->source);
  b.sums = own_scratch(p, at->sums);
  b.made = own_scratch(p, at->made);
  return b;
}

static void winograd_chunk(void *context, int64_t chunk) {
  const WinogradTask *t = context;
  const Winograd *p = t->p;
  WinogradBlock b = open_block(t, chunk);
  find_windows(&b);
  for (b.from = 0; b.from < p->from; b.from += p->from_block) {
    b.from_count = source_channels(p, b.from);
    fill_slab(&b);
    map_source(&b);
    multiply(&b);
  }
  write_back(&b);
}

void winograd_run(const Winograd *p, real *y, const real *x, const real *w,
                  const real *b) {
  WinogradTask t =
      {.p = p, .y = y, .x = x, .w = w, .b = b, .weights = pool_scratch()};
  pool_run(map_weights, &t, p->panels * p->from_blocks);
  pool_run(winograd_chunk, &t, p->to_blocks * p->blocks.count);
}
