/* See conv_scatter.h. A task takes a block of channels of one image:
 *   patches: pixels, (channels, taps), the product
 *   image: channels, extent; with what patches reach outside the result */
#include "conv_scatter.h"

#include <assert.h>
#include <string.h>

#include "../gemm.h"
#include "../pool.h"
#include "conv_winograd.h"
#include "kernel.h"
#include "multiply.h"
#include "patch.h"
#include "sizes.h"

enum {
  FEW = 4,        /* channels of the result that panels do not suit */
  MANY = 64,      /* of the source, beside which adding is little */
  ROOM = 1 << 16, /* reals in the patches of a channel, or of a task */
  COLUMNS = 256   /* (channels, taps) of a task, where these have room */
};

/* The source is y of ConvShape, the result x. */
typedef struct Scatter {
  const ConvShape *s;
  int64_t pixels, taps;      /* of the source; of the kernel */
  int64_t channels, blocks;  /* of the result in a task; tasks of a group */
  int64_t extent[3], volume; /* of a result with all that patches reach */
  size_t row, patches, image, size; /* byte offsets in scratch */
} Scatter;

/* Of a result with all that patches reach. */
static int64_t extent_of(const ConvShape *s, int i) {
  int64_t reach = (s->w[i] - 1) * s->dilation[i];
  return most((s->y[i] - 1) * s->stride[i] + reach + 1,
              s->padding[i] + s->x[i]);
}

/* Packing a weight costs as much as some pixels do, adding up a patch as much
 * as some channels of the source, less where rows of 4 are added at once; short
 * vectors wait for weights that are not packed. Measured. */
static bool pays(const ConvShape *s) {
  bool fours = s->w[2] == 4;
  bool wide = kernels->multiply->lanes * (int64_t)sizeof(real) == 64;
  bool fewer = winograd_maps(s, CONV_INPUT_GRAD) != NULL; /* products */
  int64_t even = !wide || fewer ? s->k / 4 : fours ? 2 * s->k : s->k;
  return times(s->n, volume(s->y)) <= even ||
         (fours && s->c <= FEW && s->k >= MANY);
}

bool scatter_takes(const ConvShape *s, ConvPart part) {
  int64_t extent[3];
  for (int i = 0; i < 3; i++) extent[i] = extent_of(s, i);
  return part == CONV_INPUT_GRAD && !s->bf16 && s->dilation[2] == 1 &&
         times(volume(s->y), volume(s->w)) <= ROOM && volume(extent) <= ROOM &&
         pays(s);
}

static Scatter plan(const ConvShape *s) {
  Scatter p = {.s = s, .pixels = volume(s->y), .taps = volume(s->w)};
  for (int i = 0; i < 3; i++) p.extent[i] = extent_of(s, i);
  p.volume = volume(p.extent);
  assert(p.taps > 0 && p.volume > 0);
  int64_t room = ROOM / most(p.pixels * p.taps, p.volume);
  p.blocks = divide_up(s->c, most(least(COLUMNS / p.taps, room), 1));
  p.channels = divide_up(s->c, p.blocks);
  p.blocks = divide_up(s->c, p.channels);
  p.row = reserve(&p.size, s->w[0] * s->w[1], sizeof(int64_t));
  p.patches = reserve(&p.size, p.pixels * p.channels * p.taps, sizeof(real));
  p.image = reserve(&p.size, p.channels * p.volume, sizeof(real));
  return p;
}

size_t scatter_scratch(const ConvShape *s) { return plan(s).size; }

typedef struct ScatterTask {
  const Scatter *p;
  real *x;
  const real *g, *w, *b;
} ScatterTask;

/* A task's: `channels` of a group of an image, from `channel` on. */
typedef struct ScatterBlock {
  const ScatterTask *t;
  int64_t image, group, channel, channels;
  int64_t *row; /* where in an image the rows of a patch start */
  real *patches, *sums;
} ScatterBlock;

static ScatterBlock open_block(const ScatterTask *t, int64_t chunk) {
  const Scatter *p = t->p;
  const ConvShape *s = p->s;
  char *scratch = pool_scratch();
  ScatterBlock b = {
      .t = t,
      .image = chunk % s->n,
      .group = chunk / s->n / p->blocks,
      .channel = chunk / s->n % p->blocks * p->channels,
      .row = (int64_t *)(void *)(scratch + p->row),
      .patches = (real *)(void *)(scratch + p->patches),
      .sums = (real *)(void *)(scratch + p->image)};
  b.channels = least(p->channels, s->c - b.channel);
  for (int64_t i = 0; i < s->w[0] * s->w[1]; i++)
    b.row[i] = (i / s->w[1] * s->dilation[0] * p->extent[1] +
                i % s->w[1] * s->dilation[1]) *
               p->extent[2];
  return b;
}

static void make_patches(const ScatterBlock *b) {
  const Scatter *p = b->t->p;
  const ConvShape *s = p->s;
  int64_t source = b->image * s->groups + b->group;
  int64_t weight = b->group * s->k * s->c + b->channel;
  gemm_run(&(Gemm){
      .batch = 1,
      .m = p->pixels,
      .n = b->channels * p->taps,
      .k = s->k,
      .alpha = 1,
      .a = {b->t->g + source * s->k * p->pixels, 1, p->pixels, 0},
      .b = {b->t->w + weight * p->taps, s->c * p->taps, 1, 0},
      .c = b->patches,
      .c_row = b->channels * p->taps,
      .c_column = 1});
}

static void add_patches(const ScatterBlock *b) {
  const Scatter *p = b->t->p;
  const ConvShape *s = p->s;
  Patches patches = {.channels = b->channels,
                     .rows = s->w[0] * s->w[1],
                     .n = s->w[2],
                     .row = b->row,
                     .channel = p->volume};
  memset(b->sums, 0, (size_t)(b->channels * p->volume) * sizeof(real));
  for (int64_t i = 0; i < p->pixels; i++) {
    int64_t z = i / s->y[2], at = z / s->y[1] * s->stride[0] * p->extent[1];
    at = (at + z % s->y[1] * s->stride[1]) * p->extent[2];
    kernels->patch->add_patch(&patches, b->patches + i * b->channels * p->taps,
                              b->sums + at + i % s->y[2] * s->stride[2]);
  }
}

static void write_back(const ScatterBlock *b) {
  const Scatter *p = b->t->p;
  const int64_t *x = p->s->x, *e = p->extent, *padding = p->s->padding;
  int64_t first = (b->image * p->s->groups + b->group) * p->s->c + b->channel;
  for (int64_t c = 0; c < b->channels; c++) {
    int64_t of_group = b->group * p->s->c + b->channel + c;
    const real *sums = b->sums + c * p->volume;
    for (int64_t i = 0; i < x[0]; i++) {
      int64_t at = ((padding[0] + i) * e[1] + padding[1]) * e[2] + padding[2];
      kernels->patch->raise(x[1], x[2], sums + at, e[2],
                            b->t->b ? b->t->b[of_group] : 0,
                            b->t->x + ((first + c) * x[0] + i) * x[1] * x[2],
                            x[2]);
    }
  }
}

static void scatter_chunk(void *context, int64_t chunk) {
  ScatterBlock b = open_block(context, chunk);
  make_patches(&b);
  add_patches(&b);
  write_back(&b);
}

void scatter_run(const ConvShape *s, real *x, const real *g, const real *w,
                 const real *b) {
  Scatter p = plan(s);
  ScatterTask t = {.p = &p, .x = x, .g = g, .w = w, .b = b};
  pool_run(scatter_chunk, &t, s->n * s->groups * p.blocks);
}
