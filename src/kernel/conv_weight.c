/* See conv_weight.h. dw: k by (tap, c), a sum over the pixels of g:
 *   patches: pixels by (tap, c); x is laid out channels last in a slab, so that
 *            a pixel's patch is a few runs of it
 *   cotangents: pixels by k
 * A task adds a few blocks of pixels to one tile of dw. Where dw has few tiles
 * the pixels are shared out among slots, each with its own sums, added up in
 * order at the end; where a tile has too many pixels for one task, rounds of
 * tasks follow each other. */
#include "conv_weight.h"

#include <string.h>

#include "../pool.h"
#include "bf16.h"
#include "conv_tile.h"
#include "kernel.h"
#include "multiply.h"
#include "patch.h"
#include "sizes.h"

/* What it is worth that most patches on the wide side need no packing. */
#define IN_PLACE 1.2

enum {
  WORK = 20000000, /* products in a task: about 0.2 ms; in bf16, twice */
  ROWS = 288,      /* patch rows in a tile, about; in bf16, twice */
  CHANNELS = 128,  /* of g in a tile, about; in bf16, twice */
  PIXELS = 256,    /* the most in a block: the depth of a product */
  TASKS = 16       /* at least so many at a time, where there are so many */
};

/* ---- the plan ---- */

static double filled(int64_t n, int64_t tile) {
  return (double)n / (double)round_up(n, tile);
}

/* Of a square tile the patches are the wide side, as bf16.h's pack wants. */
static void choose_sides(Weight *p) {
  const GemmTile *t = &p->tile;
  int64_t rows = p->taps * p->s->c, k = p->s->k;
  p->patches_wide = filled(rows, t->wide_grain) * filled(k, t->narrow_grain) *
                        IN_PLACE >=
                    filled(rows, t->narrow_grain) * filled(k, t->wide_grain);
  p->patch_tile = p->patches_wide ? t->wide : t->narrow;
  p->patch_step = p->patches_wide ? t->wide_step : t->narrow_step;
  p->k_tile = p->patches_wide ? t->narrow : t->wide;
  p->k_step = p->patches_wide ? t->narrow_step : t->wide_step;
  p->k_seal = p->patches_wide ? t->seal_narrow : t->seal_wide;
}

static void cut_tiles(Weight *p) {
  const ConvShape *s = p->s;
  int64_t scale = s->bf16 ? 2 : 1;
  int64_t lanes = least(s->c, PATCH_LANES), room = scale * ROWS;
  p->tap_block = share(p->taps, most(room / lanes, 1), 1);
  p->c_block = share(s->c, most(room / p->tap_block, 1), 1);
  if (p->c_block < s->c && p->c_block > PATCH_LANES)
    p->c_block = p->c_block / PATCH_LANES * PATCH_LANES;
  p->k_block = least(share(s->k, scale * CHANNELS, p->k_tile), s->k);
  p->tap_blocks = divide_up(p->taps, p->tap_block);
  p->c_blocks = divide_up(s->c, p->c_block);
  p->k_blocks = divide_up(s->k, p->k_block);
  p->rows = p->tap_block * p->c_block;
  p->tiles = s->groups * p->tap_blocks * p->c_blocks * p->k_blocks;
  int64_t rows = round_up(p->rows, p->patch_tile);
  int64_t k = round_up(p->k_block, p->k_tile);
  p->sum_row = (p->patches_wide ? rows : k) + PATCH_LANES;
  p->sum_tile = p->sum_row * (p->patches_wide ? k : rows);
}

static void cut_pixels(Weight *p) {
  const ConvShape *s = p->s;
  p->blocks = blocks_cut(s->n, s->y, least(PIXELS, p->tile.depth), 1);
  int64_t blocks = most(p->blocks.count, 1);
  int64_t work = most(p->blocks.pixels, 1) * p->rows * p->k_block;
  p->slots = least(most(TASKS / p->tiles, 1), blocks);
  p->slot_blocks = divide_up(blocks, p->slots);
  p->slots = divide_up(blocks, p->slot_blocks);
  int64_t limit = s->bf16 ? 2 * WORK : WORK;
  p->round_blocks = least(most(limit / work, 1), p->slot_blocks);
  for (int i = 0; i < 3; i++)
    p->extent[i] = (p->blocks.box[i] - 1) * s->stride[i] +
                   (s->w[i] - 1) * s->dilation[i] + 1;
}

void weight_plan(Weight *p, const ConvShape *s) {
  memset(p, 0, sizeof *p);
  (s->bf16 ? kernels->bf16->tile_sizes : multiply_tile_sizes)(&p->tile);
  p->s = s;
  p->taps = volume(s->w);
  choose_sides(p);
  cut_tiles(p);
  cut_pixels(p);
  reserve(&p->shared, times(p->slots * p->tiles, p->sum_tile), sizeof(real));
  WeightScratch *at = &p->at;
  int64_t panels = divide_up(p->rows, p->patch_tile);
  int64_t k_panels = divide_up(p->k_block, p->k_tile), n = p->blocks.pixels;
  int64_t slab = times(volume(p->extent), p->blocks.images * p->c_block);
  if (slab > INT32_MAX) slab = TOO_MUCH; /* what windows count with */
  at->base = reserve(&at->size, n, sizeof(int64_t));
  at->windows = reserve(&at->size,
                        panels * divide_up(p->patch_tile, PATCH_LANES),
                        sizeof(Window));
  at->slab = reserve(&at->size, slab + 2 * PATCH_SLACK, sizeof(real));
  at->patches = reserve(&at->size,
                        (p->patches_wide ? 1 : panels) * n * p->patch_step +
                            PATCH_SLACK,
                        sizeof(real));
  at->cotangents = reserve(&at->size, k_panels * n * p->k_step + PATCH_SLACK,
                           sizeof(real));
}

/* ---- one task ---- */

typedef struct WeightTask {
  const Weight *p;
  real *w;
  const real *x, *g;
  real *sums; /* slots, tiles, sum_tile */
  int64_t round;
} WeightTask;

typedef struct WeightTile {
  const WeightTask *t;
  const Weight *p;
  const PatchLoops *loops;
  Block block;
  int64_t group, c, c_count, tap, tap_count, k, k_count;
  int64_t *base;
  Window *windows;
  real *slab, *patches, *cotangents, *sums;
} WeightTile;

/* Channels last: images, extent, c_count. */
static void fill_slab(const WeightTile *b) {
  const Weight *p = b->p;
  const ConvShape *s = p->s;
  const int64_t *e = p->extent;
  int64_t size = volume(s->x), cell = volume(e) * b->c_count, z[3];
  memset(b->slab, 0, (size_t)(cell * b->block.images) * sizeof(real));
  for (int i = 0; i < 3; i++)
    z[i] = b->block.at[i] * s->stride[i] - s->padding[i];
  int64_t first = most(-z[2], 0), end = least(s->x[2] - z[2], e[2]);
  for (int64_t n = 0; n < b->block.images && first < end; n++) {
    int64_t image = (b->block.image + n) * s->groups + b->group;
    const real *x = b->t->x + (image * s->c + b->c) * size;
    for (int64_t i = most(-z[0], 0); i < least(s->x[0] - z[0], e[0]); i++)
      for (int64_t j = most(-z[1], 0); j < least(s->x[1] - z[1], e[1]); j++) {
        int64_t from = ((z[0] + i) * s->x[1] + z[1] + j) * s->x[2] + z[2];
        int64_t to = n * cell + ((i * e[1] + j) * e[2] + first) * b->c_count;
        b->loops->transpose(b->c_count, end - first, x + from + first, size,
                            b->slab + to, b->c_count);
      }
  }
  if (s->bf16) kernels->bf16->compact(cell * b->block.images, b->slab);
}

/* Row (tap, c) of a tile: where a patch has it, from where the patch starts. */
static int64_t row_offset(const WeightTile *b, int64_t row) {
  const ConvShape *s = b->p->s;
  const int64_t *e = b->p->extent;
  int64_t tap = b->tap + row / b->c_count, at[3];
  for (int i = 2; i >= 0; i--) {
    at[i] = tap % s->w[i] * s->dilation[i];
    tap /= s->w[i];
  }
  return ((at[0] * e[1] + at[1]) * e[2] + at[2]) * b->c_count +
         row % b->c_count;
}

/* Lanes past the last row repeat it; a panel starts with a window. */
static void find_windows(const WeightTile *b) {
  const Weight *p = b->p;
  int64_t rows = b->tap_count * b->c_count;
  Window *w = b->windows;
  for (int64_t panel = 0; panel < rows; panel += p->patch_tile)
    for (int64_t i = 0; i < p->patch_tile; i += PATCH_LANES, w++) {
      for (int64_t lane = 0; lane < PATCH_LANES; lane++) {
        int64_t row = least(panel + i + lane, rows - 1);
        w->offset[lane] = (int32_t)row_offset(b, row);
      }
      b->loops->window(w);
    }
}

static void find_base(const WeightTile *b) {
  const ConvShape *s = b->p->s;
  const int64_t *e = b->p->extent;
  Pixel x = block_pixel(&b->block, 0);
  for (int64_t i = 0; i < b->block.pixels; i++, block_next(&b->block, &x)) {
    int64_t at = x.image * e[0] + x.at[0] * s->stride[0];
    at = at * e[1] + x.at[1] * s->stride[1];
    b->base[i] = (at * e[2] + x.at[2] * s->stride[2]) * b->c_count;
  }
}

/* On the narrow side; those on the wide side are packed when they are used. */
static void pack_patches(const WeightTile *b) {
  const Weight *p = b->p;
  int64_t windows = divide_up(p->patch_tile, PATCH_LANES);
  int64_t rows = b->tap_count * b->c_count, steps = b->block.pixels;
  for (int64_t i = 0; i * p->patch_tile < rows; i++)
    (p->s->bf16 ? kernels->bf16->pack : b->loops->pack)(
        b->slab, b->base, steps, b->windows + i * windows, windows,
        b->patches + i * steps * p->patch_step, p->patch_step);
}

/* One run of pixels, neighbours in g too, into every panel. */
static void pack_run(const WeightTile *b, const real *g, int64_t start,
                     int64_t count) {
  const Weight *p = b->p;
  int64_t steps = b->block.pixels, size = volume(p->s->y);
  for (int64_t j = 0; j < b->k_count; j += p->k_tile) {
    int64_t k = least(p->k_tile, b->k_count - j);
    real *panel = b->cotangents + j / p->k_tile * steps * p->k_step;
    b->loops->transpose(k, count, g + j * size, size, panel + start * p->k_step,
                        p->k_step);
  }
}

static void pack_cotangents(const WeightTile *b) {
  const Weight *p = b->p;
  const ConvShape *s = p->s;
  const Block *block = &b->block;
  int64_t size = volume(s->y), last = b->k_count / p->k_tile;
  if (b->k_count % p->k_tile != 0 || p->k_tile != p->k_step)
    memset(b->cotangents + last * block->pixels * p->k_step, 0,
           (size_t)(block->pixels * p->k_step) * sizeof(real));
  bool rows_whole = block->size[2] == s->y[2];
  bool whole = rows_whole && block->size[1] == s->y[1];
  int64_t run = block->size[2];
  if (rows_whole) run *= block->size[1];
  if (whole) run *= block->size[0];
  for (int64_t i = 0; i < block->pixels;) {
    Pixel x = block_pixel(block, i);
    int64_t into = (x.at[0] * block->size[1] + x.at[1]) * block->size[2];
    into = (into + x.at[2]) % run;
    int64_t count = least(run - into, block->pixels - i);
    int64_t image = (block->image + x.image) * s->groups + b->group;
    int64_t at = (block->at[0] + x.at[0]) * s->y[1] + block->at[1] + x.at[1];
    at = at * s->y[2] + block->at[2] + x.at[2];
    pack_run(b, b->t->g + (image * s->k + b->k) * size + at, i, count);
    i += count;
  }
  for (int64_t j = 0; j * p->k_tile < b->k_count; j++)
    gemm_seal(p->k_seal, block->pixels, p->k_step,
              b->cotangents + j * block->pixels * p->k_step);
}

static void multiply(const WeightTile *b, bool add) {
  const Weight *p = b->p;
  const GemmTile *t = &p->tile;
  int64_t steps = b->block.pixels, rows = b->tap_count * b->c_count;
  gemm_begin(t, steps);
  for (int64_t i = 0; i < b->k_count && !p->patches_wide; i += t->wide)
    for (int64_t j = 0; j < rows; j += t->narrow)
      t->run(steps, b->cotangents + i / t->wide * steps * t->wide_step,
             b->patches + j / t->narrow * steps * t->narrow_step,
             least(t->wide, b->k_count - i), least(t->narrow, rows - j), add,
             b->sums + j * p->sum_row + i, p->sum_row);
  for (int64_t i = 0; i < rows && p->patches_wide; i += t->wide)
    conv_tile(&(ConvTile){
        .tile = t,
        .bf16 = p->s->bf16,
        .add = add,
        .steps = steps,
        .lanes = least(t->wide, rows - i),
        .rows = b->k_count,
        .slab = b->slab,
        .base = b->base,
        .windows = b->windows + i / PATCH_LANES,
        .patches = b->patches,
        .narrow = b->cotangents,
        .panel = steps * t->narrow_step,
        .step = t->narrow_step,
        .row = 1,
        .c = b->sums + i,
        .c_row = p->sum_row});
  gemm_end(t);
}

static void set_tile(WeightTile *b, int64_t tile) {
  const Weight *p = b->p;
  const ConvShape *s = p->s;
  b->k = tile % p->k_blocks * p->k_block;
  tile /= p->k_blocks;
  b->tap = tile % p->tap_blocks * p->tap_block;
  tile /= p->tap_blocks;
  b->c = tile % p->c_blocks * p->c_block;
  b->group = tile / p->c_blocks;
  b->k_count = least(p->k_block, s->k - b->k);
  b->tap_count = least(p->tap_block, p->taps - b->tap);
  b->c_count = least(p->c_block, s->c - b->c);
}

static WeightTile open_tile(const WeightTask *t, int64_t chunk) {
  const Weight *p = t->p;
  char *scratch = (char *)pool_scratch() + p->shared;
  WeightTile b = {.t = t, .p = p, .loops = kernels->patch};
  set_tile(&b, chunk % p->tiles);
  b.base = (int64_t *)(void *)(scratch + p->at.base);
  b.windows = (Window *)(void *)(scratch + p->at.windows);
  b.slab = (real *)(void *)(scratch + p->at.slab);
  b.patches = (real *)(void *)(scratch + p->at.patches);
  b.cotangents = (real *)(void *)(scratch + p->at.cotangents);
  b.sums = t->sums + chunk * p->sum_tile;
  return b;
}

static void weight_chunk(void *context, int64_t chunk) {
  const WeightTask *t = context;
  const Weight *p = t->p;
  WeightTile b = open_tile(t, chunk);
  int64_t slot = chunk / p->tiles * p->slot_blocks;
  int64_t first = t->round * p->round_blocks;
  int64_t end = least(first + p->round_blocks, p->slot_blocks);
  find_windows(&b);
  for (int64_t i = first; i < end && slot + i < p->blocks.count; i++) {
    b.block = blocks_get(&p->blocks, slot + i);
    find_base(&b);
    fill_slab(&b);
    if (!p->patches_wide) pack_patches(&b);
    pack_cotangents(&b);
    multiply(&b, i > 0);
  }
}

/* ---- the end ---- */

/* One tile of dw: the sums of all slots, in order, to k, c, tap. */
static void finish_tile(void *context, int64_t chunk) {
  const WeightTask *t = context;
  const Weight *p = t->p;
  const ConvShape *s = p->s;
  WeightTile b = {.t = t, .p = p, .loops = kernels->patch};
  set_tile(&b, chunk);
  real *sum = t->sums + chunk * p->sum_tile;
  for (int64_t i = 1; i < p->slots; i++) {
    const real *more = sum + i * p->tiles * p->sum_tile;
    for (int64_t j = 0; j < p->sum_tile; j++) sum[j] += more[j];
  }
  for (int64_t k = 0; k < b.k_count; k++) {
    int64_t channel = (b.group * s->k + b.k + k) * s->c + b.c;
    real *w = t->w + channel * p->taps + b.tap;
    if (p->patches_wide) {
      b.loops->transpose(b.tap_count, b.c_count, sum + k * p->sum_row,
                         b.c_count, w, p->taps);
      continue;
    }
    for (int64_t tap = 0; tap < b.tap_count; tap++)
      for (int64_t c = 0; c < b.c_count; c++)
        w[c * p->taps + tap] = sum[(tap * b.c_count + c) * p->sum_row + k];
  }
}

void weight_run(const Weight *p, real *w, const real *x, const real *g) {
  WeightTask t = {.p = p, .w = w, .x = x, .g = g, .sums = pool_scratch()};
  if (p->blocks.count == 0) {
    const ConvShape *s = p->s;
    int64_t count = s->groups * s->k * s->c * p->taps;
    memset(w, 0, (size_t)count * sizeof(real));
    return;
  }
  int64_t rounds = divide_up(p->slot_blocks, p->round_blocks);
  for (t.round = 0; t.round < rounds; t.round++)
    pool_run(weight_chunk, &t, p->slots * p->tiles);
  pool_run(finish_tile, &t, p->tiles);
}
