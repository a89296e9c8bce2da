/* See conv_winograd_weight.h. A task adds its blocks of tiles to one part of
 * the sums, elements of planes of x, each k by c:
 *   pixels, g: those of x and of y that a block sees, channels last, with
 *              their padding
 *   source:     B^T d B, and
 *   cotangents: A g A^T, elements of tiles by channels
 * Where dw has few parts the tiles are shared out among slots, each with its
 * own sums, added up in order at the end. */
#include "conv_winograd_weight.h"

#include <string.h>

#include "../pool.h"
#include "conv_winograd.h"
#include "kernel.h"
#include "multiply.h"
#include "patch.h"
#include "sizes.h"
#include "winograd.h"

enum {
  TILES = 32,               /* in a block: what is summed at a time */
  LANES = MULTIPLY_COLUMNS, /* channels of x in a part, at most */
  SUMS = 2400,              /* elements of channels of y in a part, at most */
  GROUP = 8, /* blocks whose sums are added apart, so that no sum is long */
  TASKS = 8  /* at least so many, where there are so many blocks */
};

/* ---- the plan ---- */

static void cut(WinogradWeight *p) {
  const ConvShape *s = p->s;
  int64_t grid[3] = {1, divide_up(s->y[1], 2), divide_up(s->y[2], 2)};
  p->blocks = blocks_cut(s->n, grid, TILES, 1);
  for (int i = 0; i < 2; i++)
    p->extent[i] = 2 * p->stride * p->blocks.box[1 + i] + p->halo;
  p->c_block = least(share(s->c, LANES, PATCH_LANES), s->c);
  int64_t room = SUMS / p->elements / p->planes;
  p->k_block = least(share(s->k, room, MULTIPLY_ROWS), s->k);
  p->c_blocks = divide_up(s->c, p->c_block);
  p->k_blocks = divide_up(s->k, p->k_block);
  p->parts = p->c_blocks * p->k_blocks;
  int64_t slots = least(most(TASKS / p->parts, 1), p->blocks.count);
  p->slot_blocks = divide_up(p->blocks.count, slots);
  p->slots = divide_up(p->blocks.count, p->slot_blocks);
  /* a line more, as all would share the lines of few places in the cache */
  p->source_step = p->blocks.pixels * LANES + PATCH_LANES;
  p->cotangent_step = p->blocks.pixels * p->k_block + PATCH_LANES;
  p->sum_step = round_up(p->k_block, MULTIPLY_ROWS) * LANES + PATCH_LANES;
}

static void lay_out(WinogradWeight *p) {
  const ConvShape *s = p->s;
  int64_t sums = times(p->slots * p->parts,
                       p->planes * p->elements * p->sum_step);
  reserve(&p->shared, sums, sizeof(real));
  int64_t images = p->blocks.images, height = p->extent[0];
  int64_t width = p->extent[1];
  WinogradWeightScratch *at = &p->at;
  at->pixels = reserve(
      &at->size, times(times(height, width), images * p->c_block) + PATCH_SLACK,
      sizeof(real));
  int64_t tiles = times(p->blocks.box[1], p->blocks.box[2]);
  at->g = reserve(&at->size,
                  times(4 * tiles, images * p->k_block) + PATCH_SLACK,
                  sizeof(real));
  at->source = reserve(&at->size, p->elements * p->source_step, sizeof(real));
  at->cotangents = reserve(&at->size, p->elements * p->cotangent_step,
                           sizeof(real));
  at->sums = reserve(&at->size, p->planes * p->elements * p->sum_step,
                     sizeof(real));
  at->taps = reserve(&at->size, s->w[1] * s->w[2] * LANES, sizeof(real));
}

void winograd_weight_plan(WinogradWeight *p, const ConvShape *s) {
  memset(p, 0, sizeof *p);
  p->s = s;
  p->maps = winograd_maps(s, CONV_WEIGHT_GRAD);
  p->elements = p->maps->side * p->maps->side;
  p->stride = s->stride[1];
  p->halo = s->w[1] - p->stride;
  p->phases = s->w[1] / p->maps->taps;
  p->apart = p->stride > 1 ? 1 : p->maps->taps;
  p->planes = p->phases * p->phases;
  cut(p);
  lay_out(p);
}

/* ---- one task ---- */

typedef struct WeightsTask {
  const WinogradWeight *p;
  real *w;
  const real *x, *g;
  real *totals; /* slots, parts, plane of x, element, k, lanes */
} WeightsTask;

typedef struct WeightsBlock {
  const WeightsTask *t;
  const WinogradWeight *p;
  Block block;
  int64_t c, c_count, k, k_count;
  real *pixels, *g, *source, *cotangents, *sums, *taps, *totals;
} WeightsBlock;

/* Some channels of some images, those of one image `image` apart, to rows of
 * `size`, channels last, from pixel `at` on; 0 outside. */
typedef struct Turn {
  const real *from;
  int64_t images, image, channels, whole[2]; /* whole: the sizes of from */
  int64_t at[2], size[2];
} Turn;

static void turn(const Turn *t, real *to) {
  int64_t first[2], end[2], plane = t->whole[0] * t->whole[1];
  int64_t row = t->size[1] * t->channels, all = t->size[0] * row;
  memset(to, 0, (size_t)(t->images * all) * sizeof(real));
  for (int i = 0; i < 2; i++) {
    first[i] = most(-t->at[i], 0);
    end[i] = least(t->whole[i] - t->at[i], t->size[i]);
  }
  if (first[1] >= end[1]) return;
  for (int64_t n = 0; n < t->images; n++)
    for (int64_t i = first[0]; i < end[0]; i++)
      kernels->patch->transpose(
          t->channels, end[1] - first[1],
          t->from + n * t->image + (t->at[0] + i) * t->whole[1] + t->at[1] +
              first[1],
          plane, to + n * all + i * row + first[1] * t->channels, t->channels);
}

static void turn_pixels(const WeightsBlock *b) {
  const ConvShape *s = b->p->s;
  const Block *k = &b->block;
  int64_t size = s->x[1] * s->x[2], cells = 2 * b->p->stride;
  int64_t halo = b->p->halo;
  turn(&(Turn){.from = b->t->x + (k->image * s->c + b->c) * size,
               .images = k->images,
               .image = s->c * size,
               .channels = b->c_count,
               .whole = {s->x[1], s->x[2]},
               .at = {cells * k->at[1] - s->padding[1],
                      cells * k->at[2] - s->padding[2]},
               .size = {cells * k->size[1] + halo, cells * k->size[2] + halo}},
       b->pixels);
}

static void turn_g(const WeightsBlock *b) {
  const ConvShape *s = b->p->s;
  const Block *k = &b->block;
  int64_t size = s->y[1] * s->y[2];
  turn(&(Turn){.from = b->t->g + (k->image * s->k + b->k) * size,
               .images = k->images,
               .image = s->k * size,
               .channels = b->k_count,
               .whole = {s->y[1], s->y[2]},
               .at = {2 * k->at[1], 2 * k->at[2]},
               .size = {2 * k->size[1], 2 * k->size[2]}},
       b->g);
}

/* Of each tile, from squares of `side` pixels, `stride` apart, of `channels`
 * that lie last in rows of `width`; tiles are 2 strides apart. */
typedef struct TileMap {
  WinogradMap map;
  int64_t side, stride, height, width, channels;
  real *to;
  int64_t step, row; /* between elements, between tiles */
} TileMap;

static void map_tiles(const WeightsBlock *b, const TileMap *m,
                      const real *from) {
  int64_t in[WINOGRAD_MOST], out[WINOGRAD_MOST];
  for (int64_t e = 0; e < m->side * m->side; e++) {
    int64_t pixel = e / m->side * m->width + e % m->side;
    in[e] = m->stride * pixel * m->channels;
  }
  for (int64_t e = 0; e < b->p->elements; e++) out[e] = e * m->step;
  Pixel x = block_pixel(&b->block, 0);
  for (int64_t i = 0; i < b->block.pixels; i++, block_next(&b->block, &x)) {
    int64_t row = x.image * m->height + 2 * m->stride * x.at[1];
    int64_t at = row * m->width + 2 * m->stride * x.at[2];
    m->map(m->channels, from + at * m->channels, in, m->to + i * m->row, out);
  }
}

static void map_source(const WeightsBlock *b, int64_t plane) {
  const WinogradWeight *p = b->p;
  int64_t cells = 2 * p->stride, width = cells * b->block.size[2] + p->halo;
  int64_t at = plane / p->phases * width + plane % p->phases;
  map_tiles(b,
            &(TileMap){.map = p->maps->source,
                       .side = p->maps->side,
                       .stride = p->stride,
                       .height = cells * b->block.size[1] + p->halo,
                       .width = width,
                       .channels = b->c_count,
                       .to = b->source,
                       .step = p->source_step,
                       .row = LANES},
            b->pixels + at * p->apart * b->c_count);
}

static void map_cotangents(const WeightsBlock *b) {
  const WinogradWeight *p = b->p;
  map_tiles(b,
            &(TileMap){.map = p->maps->cotangent,
                       .side = 2,
                       .stride = 1,
                       .height = 2 * b->block.size[1],
                       .width = 2 * b->block.size[2],
                       .channels = b->k_count,
                       .to = b->cotangents,
                       .step = p->cotangent_step,
                       .row = p->k_block},
            b->g);
}

static void multiply(const WeightsBlock *b, int64_t plane, bool add) {
  const WinogradWeight *p = b->p;
  const MultiplyLoops *loops = kernels->multiply;
  int64_t wide = MULTIPLY_VECTORS * loops->lanes;
  real *sums = b->sums + plane * p->elements * p->sum_step;
  for (int64_t e = 0; e < p->elements; e++)
    for (int64_t j = 0; j < b->k_count; j += MULTIPLY_ROWS)
      for (int64_t i = 0; i < b->c_count; i += wide)
        loops->over(&(MultiplyTile){
            .rows = least(MULTIPLY_ROWS, b->k_count - j),
            .columns = least(wide, b->c_count - i),
            .steps = b->block.pixels,
            .a = b->cotangents + e * p->cotangent_step + j,
            .a_row = 1,
            .a_step = p->k_block,
            .b = b->source + e * p->source_step + i,
            .b_step = LANES,
            .sum = sums + e * p->sum_step + j * LANES + i,
            .sum_row = LANES,
            .add = add});
}

static real *own_scratch(const WinogradWeight *p, size_t at) {
  return (real *)(void *)((char *)pool_scratch() + p->shared + at);
}

static WeightsBlock open_part(const WeightsTask *t, int64_t chunk) {
  const WinogradWeight *p = t->p;
  const WinogradWeightScratch *at = &p->at;
  WeightsBlock b = {.t = t, .p = p};
  int64_t part = chunk % p->parts;
  b.k = part % p->k_blocks * p->k_block;
  b.c = part / p->k_blocks * p->c_block;
  b.k_count = least(p->k_block, p->s->k - b.k);
  b.c_count = least(p->c_block, p->s->c - b.c);
  b.pixels = own_scratch(p, at->pixels);
  b.g = own_scratch(p, at->g);
  b.source = own_scratch(p, at->source);
  b.cotangents = own_scratch(p, at->cotangents);
  b.taps = own_scratch(p, at->taps);
  b.sums = own_scratch(p, at->sums);
  b.totals = t->totals + chunk * p->planes * p->elements * p->sum_step;
  return b;
}

static void add_group(const WeightsBlock *b, bool first) {
  const WinogradWeight *p = b->p;
  int64_t n = p->planes * p->elements * p->sum_step;
  if (first) memcpy(b->totals, b->sums, (size_t)n * sizeof(real));
  else kernels->add(n, b->totals, b->sums);
}

static void weights_chunk(void *context, int64_t chunk) {
  const WeightsTask *t = context;
  const WinogradWeight *p = t->p;
  WeightsBlock b = open_part(t, chunk);
  int64_t slot = chunk / p->parts * p->slot_blocks;
  int64_t end = least(slot + p->slot_blocks, p->blocks.count);
  for (int64_t i = slot; i < end; i++) {
    b.block = blocks_get(&p->blocks, i);
    turn_pixels(&b);
    turn_g(&b);
    map_cotangents(&b);
    for (int64_t k = 0; k < p->planes; k++) {
      map_source(&b, k);
      multiply(&b, k, (i - slot) % GROUP > 0);
    }
    if ((i - slot) % GROUP == GROUP - 1 || i == end - 1)
      add_group(&b, i - slot < GROUP);
  }
}

/* ---- the end ---- */

/* G^T sums G of row k of a part: to its taps. */
static void map_weight(const WeightsBlock *b, int64_t k) {
  const WinogradWeight *p = b->p;
  int64_t from[WINOGRAD_MOST], to[WINOGRAD_MOST], taps = p->maps->taps;
  for (int64_t e = 0; e < p->elements; e++) from[e] = e * p->sum_step;
  for (int64_t i = 0; i < p->planes; i++) {
    for (int64_t r = 0; r < taps * taps; r++) {
      int64_t row = r / taps * p->stride + i / p->phases * p->apart;
      int64_t column = r % taps * p->stride + i % p->phases * p->apart;
      to[r] = (row * p->s->w[2] + column) * LANES;
    }
    p->maps->weight(b->c_count,
                    b->totals + i * p->elements * p->sum_step + k * LANES, from,
                    b->taps, to);
  }
}

/* One part of dw: the sums of all slots, in order. */
static void finish_part(void *context, int64_t part) {
  const WeightsTask *t = context;
  const WinogradWeight *p = t->p;
  WeightsBlock b = open_part(t, part);
  int64_t size = p->planes * p->elements * p->sum_step;
  int64_t taps = p->s->w[1] * p->s->w[2];
  for (int64_t i = 1; i < p->slots; i++)
    kernels->add(size, b.totals, b.totals + i * p->parts * size);
  for (int64_t k = 0; k < b.k_count; k++) {
    map_weight(&b, k);
    kernels->patch->transpose(taps, b.c_count, b.taps, LANES,
                              t->w + ((b.k + k) * p->s->c + b.c) * taps, taps);
  }
}

void winograd_weight_run(const WinogradWeight *p, real *w, const real *x,
                         const real *g) {
  WeightsTask t = {.p = p, .w = w, .x = x, .g = g, .totals = pool_scratch()};
  pool_run(weights_chunk, &t, p->slots * p->parts);
  pool_run(finish_part, &t, p->parts);
}
