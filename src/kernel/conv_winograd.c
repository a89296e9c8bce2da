/* See conv_winograd.h. A task makes a block of tiles of a block of channels:
 *   for each block of source channels
 *     slab: the source with its padding, its columns split among planes, as
 *           many as a tile has, so that neighbours among tiles are neighbours
 *     for each plane of the result
 *       source: B^T d B of each plane of each channel, by elements of tiles
 *       sums: for each element, source by packed weights
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
  DEPTH = 32,               /* terms that are summed at a time, at most */
  GROUP = 8,                /* blocks of terms whose sums are added apart */
  SUMS = 2400,              /* elements of channels of the result in a task */
  FEW_CHANNELS = 16,        /* that do not earn the maps */
  FEW_BLOCKS = 2, /* of tiles: each makes its weights where it needs them */
  LEAST_TASKS = 4,
  LEAST_PANELS = 8,
  FEW_TILES = 16 /* those of the weights; of 4 x 4, twice as many */
};

_Static_assert(FEW_CHANNELS >= (int)PATCH_LANES, "lanes of a map");

/* One of a block: its image, and its place in the box. */
typedef struct Tile {
  int64_t image, y, x;
} Tile;

/* ---- the plan ---- */

const WinogradMaps *winograd_maps(const ConvShape *s, ConvPart part) {
  const WinogradLoops *loops = kernels->winograd;
  bool flat = s->x[0] == 1 && s->y[0] == 1 && s->w[0] == 1 && !s->padding[0];
  int64_t stride = s->stride[1], kernel = s->w[1], tiles = s->n;
  if (stride > 2 || kernel > 4 || kernel < 2 + stride) return NULL;
  if (s->bf16 || s->groups != 1 || !flat) return NULL;
  if (s->c < FEW_CHANNELS || s->k < FEW_CHANNELS) return NULL;
  for (int i = 1; i < 3; i++) {
    if (s->stride[i] != stride || s->dilation[i] != 1) return NULL;
    if (s->w[i] != kernel) return NULL;
    tiles = times(tiles, part == CONV_INPUT_GRAD
                             ? divide_up(s->x[i], 2 * stride)
                             : divide_up(s->y[i], 2));
  }
  int64_t few = FEW_TILES * (kernel - 2);
  if (tiles < (part == CONV_WEIGHT_GRAD ? 2 : 1) * few) return NULL;
  return kernel == 3 ? &loops->three : &loops->two;
}

static void set_roles(Winograd *p, const ConvShape *s, ConvPart part) {
  int64_t stride = s->stride[1];
  p->backward = part == CONV_INPUT_GRAD;
  p->maps = winograd_maps(s, part);
  p->elements = p->maps->side * p->maps->side;
  p->n = s->n;
  p->from = p->backward ? s->k : s->c;
  p->to = p->backward ? s->c : s->k;
  p->kernel = s->w[1];
  p->split = p->backward ? 1 : stride;
  p->join = p->backward ? stride : 1;
  p->halo = p->kernel - stride;
  p->phases = p->kernel / p->maps->taps;
  p->apart = stride > 1 ? 1 : p->maps->taps;
  p->inner = p->join > 1 ? 1 : p->phases * p->phases;
  p->outer = p->join * p->join;
  int64_t taps = p->kernel * p->kernel;
  p->w_from = p->backward ? s->c * taps : taps;
  p->w_to = p->backward ? taps : s->c * taps;
  for (int i = 0; i < 2; i++) {
    p->src[i] = p->backward ? s->y[1 + i] : s->x[1 + i];
    p->dst[i] = p->backward ? s->x[1 + i] : s->y[1 + i];
    p->padding[i] = s->padding[1 + i];
  }
}

static void cut(Winograd *p) {
  int64_t grid[3] = {1, divide_up(p->dst[0], 2 * p->join),
                     divide_up(p->dst[1], 2 * p->join)};
  p->blocks = blocks_cut(p->n, grid, TILES, TILES);
  p->cells = 2 * p->split;
  p->pitch = p->blocks.box[2] + divide_up(p->halo, p->cells);
  p->row = times(p->blocks.images, p->pitch);
  p->plane = times(p->cells * p->blocks.box[1] + p->halo, p->row);
  p->channel = times(p->cells, p->plane);
  p->from_block = share(p->from, DEPTH / p->inner, 1);
  p->from_blocks = divide_up(p->from, p->from_block);
  int64_t room = most(p->to * p->blocks.count / LEAST_TASKS,
                      LEAST_PANELS * NARROW);
  room = least(room, SUMS / p->elements / p->outer);
  p->to_block = share(p->to, most(room, NARROW), NARROW);
  p->to_blocks = divide_up(p->to, p->to_block);
  p->panels = p->to_block / NARROW;
  /* a line more, as all would share the lines of few places in the cache */
  p->source_step = p->from_block * p->inner * TILES + PATCH_LANES;
  p->sum_step = p->to_block * TILES + PATCH_LANES;
}

static void plan_weights(Winograd *p) {
  int64_t weights = times(p->to_block, p->from_block * p->inner * p->outer);
  p->weights = times(weights, p->elements);
  p->own = p->blocks.count <= FEW_BLOCKS;
  if (!p->own)
    reserve(&p->shared, times(p->to_blocks * p->from_blocks, p->weights),
            sizeof(real));
}

static void lay_out(Winograd *p) {
  int64_t slab = times(p->channel, p->from_block);
  if (slab > INT32_MAX) slab = TOO_MUCH; /* what windows count with */
  int64_t taps = 2 * p->kernel * p->kernel * NARROW * p->from_block;
  int64_t rows = 2 * p->join;
  WinogradScratch *at = &p->at;
  at->weights = reserve(&at->size, p->own ? p->weights : 0, sizeof(real));
  at->tiles = reserve(&at->size, TILES, sizeof(Tile));
  at->windows = reserve(&at->size, TILES / PATCH_LANES, sizeof(Window));
  at->segments = reserve(&at->size, rows * TILES, sizeof(Segment));
  at->rows = reserve(&at->size, most(p->channel, taps) + PATCH_SLACK,
                     sizeof(real));
  at->slab = reserve(&at->size, slab + 2 * PATCH_SLACK, sizeof(real));
  at->pixels = reserve(&at->size, p->elements * TILES + PATCH_SLACK,
                       sizeof(real));
  at->source = reserve(&at->size, p->elements * p->source_step, sizeof(real));
  int64_t sums = p->outer * p->elements * p->sum_step;
  at->sums = reserve(&at->size, sums, sizeof(real));
  at->totals = reserve(&at->size, p->from_blocks > GROUP ? sums : 0,
                       sizeof(real));
  at->made = reserve(&at->size, rows * (rows + 1) * TILES + PATCH_SLACK,
                     sizeof(real));
}

void winograd_plan(Winograd *p, const ConvShape *s, ConvPart part) {
  memset(p, 0, sizeof *p);
  set_roles(p, s, part);
  cut(p);
  plan_weights(p);
  lay_out(p);
}

/* Of plane `phase` along an axis: the pixel of the source that its first tile
 * begins with. */
static int64_t first_pixel(const Winograd *p, int axis, int64_t phase) {
  int64_t padding = p->padding[axis];
  if (p->join > 1) return (phase + padding) / p->join - (p->maps->taps - 1);
  return phase * p->apart +
         (p->backward ? padding - (p->kernel - 1) : -padding);
}

/* Which row or column of the kernel its tap number i is. */
static int64_t tap_of(const Winograd *p, int axis, int64_t phase, int64_t i) {
  if (p->join > 1)
    return (phase + p->padding[axis]) % p->join +
           p->join * (p->maps->taps - 1 - i);
  int64_t tap = p->split * i + phase * p->apart;
  return p->backward ? p->kernel - 1 - tap : tap;
}

/* ---- the weights ---- */

typedef struct WinogradTask {
  const Winograd *p;
  real *y;
  const real *x, *w, *b;
  /* blocks of channels of the result, of the source, each: planes of the
   * result, element, panel, step (channel and plane of the source), narrow */
  real *weights;
} WinogradTask;

static real *own_scratch(const Winograd *p, size_t at) {
  return (real *)(void *)((char *)pool_scratch() + p->shared + at);
}

static int64_t source_channels(const Winograd *p, int64_t from) {
  return least(p->from_block, p->from - from);
}

/* rows: channel, tap, narrow. */
static void turn_weights(const WinogradTask *t, const real *w, int64_t count,
                         int64_t channels, real *rows) {
  const Winograd *p = t->p;
  int64_t taps = p->kernel * p->kernel;
  if (count < NARROW)
    memset(rows, 0, (size_t)(channels * taps * NARROW) * sizeof(real));
  if (!p->backward) {
    kernels->patch->transpose(count, channels * taps, w, p->w_to, rows, NARROW);
    return;
  }
  for (int64_t c = 0; c < channels; c++)
    kernels->patch->transpose(count, taps, w + c * p->w_from, p->w_to,
                              rows + c * taps * NARROW, NARROW);
}

/* The taps of one plane: to their steps, which are `inner` apart. */
static void place_taps(const Winograd *p, int64_t plane, int64_t channels,
                       const real *rows, real *taps) {
  int64_t r = p->maps->taps, apart = p->kernel * p->kernel * NARROW;
  int64_t phases = p->phases, step = p->inner * NARROW;
  for (int64_t i = 0; i < r * r; i++) {
    int64_t row = tap_of(p, 0, plane / phases, i / r);
    int64_t tap = row * p->kernel + tap_of(p, 1, plane % phases, i % r);
    kernels->patch->place(channels, NARROW, rows + tap * NARROW, apart,
                          taps + i * channels * step, step);
  }
}

/* G w G^T of the panel of channels from `to` on, and of the block of source
 * channels from `first` on: to its place among the weights of two blocks. */
static void map_panel(const WinogradTask *t, int64_t to, int64_t first,
                      real *weights) {
  const Winograd *p = t->p;
  int64_t channels = source_channels(p, first);
  int64_t size = channels * p->inner * NARROW,
          panel = to % p->to_block / NARROW;
  int64_t from[WINOGRAD_MOST], at[WINOGRAD_MOST];
  real *rows = own_scratch(p, p->at.rows);
  real *taps = rows + channels * p->kernel * p->kernel * NARROW;
  const real *w = t->w + to * p->w_to + first * p->w_from;
  turn_weights(t, w, least(NARROW, p->to - to), channels, rows);
  for (int64_t e = 0; e < p->elements; e++) {
    from[e] = e * size;
    at[e] = (e * p->panels + panel) * size;
  }
  for (int64_t k = 0; k < p->outer; k++) {
    for (int64_t i = 0; i < p->inner; i++)
      place_taps(p, k + i, channels, rows, taps + i * NARROW);
    p->maps->kernel(size, taps, from,
                    weights + k * p->elements * p->panels * size, at);
  }
}

static void map_weights(void *context, int64_t chunk) {
  const WinogradTask *t = context;
  const Winograd *p = t->p;
  int64_t block = chunk / p->panels, to = block / p->from_blocks * p->to_block;
  to += chunk % p->panels * NARROW;
  if (to < p->to)
    map_panel(t, to, block % p->from_blocks * p->from_block,
              t->weights + block * p->weights);
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
  Tile *tiles;
  Window *windows;
  Segment *segments;
  real *weights, *rows, *slab, *pixels, *source, *sums, *totals, *made;
} WinogradBlock;

/* The weights of its block of source channels. */
static void find_weights(WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t block = b->to / p->to_block * p->from_blocks +
                  b->from / p->from_block;
  b->weights = p->own ? own_scratch(p, p->at.weights)
                      : b->t->weights + block * p->weights;
  for (int64_t k = 0; k < b->to_count && p->own; k += NARROW)
    map_panel(b->t, b->to + k, b->from, b->weights);
}

/* A channel of the images, with their padding: row by row, image by image. */
typedef struct SlabRows {
  int64_t height, width; /* of all rows of an image */
  int64_t rows, columns; /* of those that are not padding */
  int64_t from, to;      /* where they begin */
} SlabRows;

static SlabRows find_rows(const WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t z[2], first[2], end[2];
  for (int i = 0; i < 2; i++) {
    z[i] = p->cells * b->block.at[1 + i] + first_pixel(p, i, 0);
    first[i] = most(-z[i], 0);
    end[i] = least(p->cells * b->block.size[1 + i] + p->halo, p->src[i] - z[i]);
  }
  return (SlabRows){.height = p->cells * b->block.size[1] + p->halo,
                    .width = p->cells * p->pitch,
                    .rows = end[0] - first[0],
                    .columns = end[1] - first[1],
                    .from = (z[0] + first[0]) * p->src[1] + z[1] + first[1],
                    .to = first[0] * p->cells * p->row + first[1]};
}

static void fill_slab(const WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t size = p->src[0] * p->src[1], image = p->from * size;
  const real *x = b->t->x + b->block.image * image + b->from * size;
  SlabRows r = find_rows(b);
  bool inside = r.rows > 0 && r.columns > 0;
  memset(b->rows, 0, (size_t)(r.height * p->cells * p->row) * sizeof(real));
  for (int64_t c = 0; c < b->from_count; c++, x += size) {
    for (int64_t n = 0; n < b->block.images && inside; n++)
      b->loops->place(r.rows, r.columns, x + n * image + r.from, p->src[1],
                      b->rows + r.to + n * r.width, p->cells * p->row);
    b->loops->split(r.height * p->row, p->cells, b->rows,
                    b->slab + c * p->channel, p->plane);
  }
}

/* Row by row, and there image by image, so that those of small images, too,
 * have neighbours in the slab. */
static void find_tiles(WinogradBlock *b) {
  const Block *k = &b->block;
  Tile *to = b->tiles;
  for (int64_t y = 0; y < k->size[1]; y++)
    for (int64_t n = 0; n < k->images; n++)
      for (int64_t x = 0; x < k->size[2]; x++) {
        int64_t index = (n * k->size[1] + y) * k->size[2] + x - k->first;
        if (index >= 0 && index < k->pixels) *to++ = (Tile){n, y, x};
      }
}

/* Where each tile begins in the slab; lanes past the last one repeat it. */
static void find_windows(WinogradBlock *b) {
  const Winograd *p = b->p;
  b->windows_count = divide_up(b->block.pixels, PATCH_LANES);
  b->lanes = b->windows_count * PATCH_LANES;
  for (int64_t i = 0; i < b->lanes; i++) {
    const Tile *t = &b->tiles[least(i, b->block.pixels - 1)];
    int64_t offset = p->cells * t->y * p->row + t->image * p->pitch + t->x;
    b->windows[i / PATCH_LANES].offset[i % PATCH_LANES] = (int32_t)offset;
  }
  for (int64_t i = 0; i < b->windows_count; i++)
    b->loops->window(&b->windows[i]);
}

/* B^T d B of one plane, of each channel: to every `inner`th step from `to`. */
static void map_source(const WinogradBlock *b, int64_t plane, real *to) {
  const Winograd *p = b->p;
  int64_t base[WINOGRAD_MOST], from[WINOGRAD_MOST], out[WINOGRAD_MOST], at[2];
  int64_t phases = p->phases, side = p->maps->side;
  at[0] = first_pixel(p, 0, plane / phases) - first_pixel(p, 0, 0);
  at[1] = first_pixel(p, 1, plane % phases) - first_pixel(p, 1, 0);
  for (int64_t e = 0; e < p->elements; e++) {
    int64_t row = at[0] + e / side * p->split;
    int64_t column = at[1] + e % side * p->split;
    base[e] = column % p->cells * p->plane + row * p->row + column / p->cells;
    from[e] = e * TILES;
    out[e] = e * p->source_step;
  }
  for (int64_t c = 0; c < b->from_count; c++, to += p->inner * TILES) {
    b->loops->pack(b->slab + c * p->channel, base, p->elements, b->windows,
                   b->windows_count, b->pixels, TILES);
    p->maps->source(b->lanes, b->pixels, from, to, out);
  }
}

/* For one plane of the result. */
static void multiply(const WinogradBlock *b, int64_t plane) {
  const Winograd *p = b->p;
  const MultiplyLoops *loops = kernels->multiply;
  int64_t steps = b->from_count * p->inner, panel = steps * NARROW;
  int64_t wide = MULTIPLY_VECTORS * loops->lanes;
  const real *w = b->weights + plane * p->elements * p->panels * panel;
  real *sums = b->sums + plane * p->elements * p->sum_step;
  for (int64_t e = 0; e < p->elements; e++, w += p->panels * panel)
    for (int64_t j = 0; j < b->to_count; j += NARROW)
      for (int64_t i = 0; i < b->lanes; i += wide)
        loops->over(&(MultiplyTile){
            .rows = least(NARROW, b->to_count - j),
            .columns = least(wide, b->lanes - i),
            .steps = steps,
            .a = w + j / NARROW * panel,
            .a_row = 1,
            .a_step = NARROW,
            .b = b->source + e * p->source_step + i,
            .b_step = TILES,
            .sum = sums + e * p->sum_step + j * TILES + i,
            .sum_row = TILES,
            .add = b->from / p->from_block % GROUP > 0});
}

/* Is the block of terms the last one of a group? Then its sums go to the
 * totals, so that no sum is long. */
static void add_group(const WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t n = p->outer * p->elements * p->sum_step;
  int64_t block = b->from / p->from_block;
  if (b->totals == b->sums) return;
  if (block % GROUP < GROUP - 1 && block < p->from_blocks - 1) return;
  if (block < GROUP) memcpy(b->totals, b->sums, (size_t)n * sizeof(real));
  else kernels->add(n, b->totals, b->sums);
}

/* How many tiles from number i on are neighbours. */
static int64_t run_of(const WinogradBlock *b, int64_t i) {
  const Tile *t = b->tiles;
  int64_t n = 1;
  while (i + n < b->block.pixels && t[i + n].image == t[i].image &&
         t[i + n].y == t[i].y)
    n++;
  return n;
}

/* The runs of tiles that are neighbours in the result, in row `row` of theirs.
 */
static int64_t find_segments(const WinogradBlock *b, int64_t row, Segment *s) {
  const Winograd *p = b->p;
  int64_t count = 0, image = p->to * p->dst[0] * p->dst[1], side = 2 * p->join;
  for (int64_t i = 0, run; i < b->block.pixels; i += run) {
    const Tile *t = &b->tiles[i];
    run = run_of(b, i);
    int64_t y = side * (b->block.at[1] + t->y) + row;
    int64_t x = side * (b->block.at[2] + t->x);
    if (y >= p->dst[0]) continue;
    s[count] = (Segment){
        .from = side * i,
        .to = (b->block.image + t->image) * image + y * p->dst[1] + x,
        .count = least(side * run, p->dst[1] - x)};
    count++;
  }
  return count;
}

/* A^T sums A of a channel: made has its rows and columns of pixels of tiles. */
static void map_result(const WinogradBlock *b, const real *sums) {
  const Winograd *p = b->p;
  int64_t from[WINOGRAD_MOST], to[4], join = p->join;
  for (int64_t e = 0; e < p->elements; e++) from[e] = e * p->sum_step;
  for (int64_t k = 0; k < p->outer; k++) {
    for (int64_t i = 0; i < 4; i++) {
      int64_t row = i / 2 * join + k / join, column = i % 2 * join + k % join;
      to[i] = (row * 2 * join + column) * TILES;
    }
    p->maps->result(b->lanes, sums + k * p->elements * p->sum_step, from,
                    b->made, to);
  }
}

static void write_back(const WinogradBlock *b) {
  const Winograd *p = b->p;
  int64_t counts[4], size = p->dst[0] * p->dst[1], side = 2 * p->join;
  real *joined = b->made + side * side * TILES;
  for (int64_t i = 0; i < side; i++)
    counts[i] = find_segments(b, i, b->segments + i * TILES);
  for (int64_t k = 0; k < b->to_count; k++) {
    real bias = b->t->b ? b->t->b[b->to + k] : 0;
    real *y = b->t->y + (b->to + k) * size;
    map_result(b, b->totals + k * TILES);
    for (int64_t i = 0; i < side; i++) {
      b->loops->join(b->lanes, side, b->made + i * side * TILES, TILES, bias,
                     joined);
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
  b.tiles = (Tile *)(void *)own_scratch(p, at->tiles);
  b.windows = (Window *)(void *)own_scratch(p, at->windows);
  b.segments = (Segment *)(void *)own_scratch(p, at->segments);
  b.rows = own_scratch(p, at->rows);
  b.slab = own_scratch(p, at->slab);
  b.pixels = own_scratch(p, at->pixels);
  b.source = own_scratch(p, at->source);
  b.sums = own_scratch(p, at->sums);
  b.totals = p->from_blocks > GROUP ? own_scratch(p, at->totals) : b.sums;
  b.made = own_scratch(p, at->made);
  return b;
}

static void winograd_chunk(void *context, int64_t chunk) {
  const WinogradTask *t = context;
  const Winograd *p = t->p;
  WinogradBlock b = open_block(t, chunk);
  find_tiles(&b);
  find_windows(&b);
  for (b.from = 0; b.from < p->from; b.from += p->from_block) {
    b.from_count = source_channels(p, b.from);
    find_weights(&b);
    fill_slab(&b);
    for (int64_t k = 0; k < p->outer; k++) {
      for (int64_t i = 0; i < p->inner; i++)
        map_source(&b, k + i, b.source + i * TILES);
      multiply(&b, k);
    }
    add_group(&b);
  }
  write_back(&b);
}

void winograd_run(const Winograd *p, real *y, const real *x, const real *w,
                  const real *b) {
  WinogradTask t =
      {.p = p, .y = y, .x = x, .w = w, .b = b, .weights = pool_scratch()};
  if (!p->own)
    pool_run(map_weights, &t, p->to_blocks * p->from_blocks * p->panels);
  pool_run(winograd_chunk, &t, p->to_blocks * p->blocks.count);
}
