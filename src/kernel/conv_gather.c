/* See conv_gather.h. A task makes a block of pixels of a block of channels:
 *   for each block of source channels
 *     slab: images, channels, planes, cell; the source with its padding
 *     for each phase: multiply patches by weights, which are read as they lie
 *                     forward, but packed for vectors of 16 bytes
 *   then write the sums where they belong.
 * With few channels panels do not pay: then the products run over the slab as
 * it lies, padding and all, and what falls between rows is left behind. */
#include "conv_gather.h"

#include <string.h>

#include "../pool.h"
#include "bf16.h"
#include "conv_tile.h"
#include "kernel.h"
#include "multiply.h"
#include "patch.h"
#include "sizes.h"

enum {
  WORK = 40000000, /* products in a task: about 0.3 ms; in bf16, twice */
  FEW = 4,         /* channels of the result that panels do not suit */
  SLAB = 1 << 16,  /* reals in a slab, where it can be */
  MOST_PIXELS = 256,
  LEAST_PIXELS = 64,
  LEAST_TASKS = 16,
  LEAST_WORK = 5000000, /* products of panels, below which tasks do not pay */
  AHEAD = 4 /* source channels whose weights are asked for beforehand */
};

/* ---- the plan ---- */

/* Tap r of one axis, for pixels of a phase: the plane and the shift in it. */
static bool axis_tap(const Gather *p, int axis, int64_t phase, int64_t r,
                     int64_t *plane, int64_t *shift) {
  int64_t reach = r * p->dilation[axis];
  if (!p->backward) {
    *plane = reach % p->split[axis];
    *shift = reach / p->split[axis];
    return true;
  }
  int64_t stride = p->join[axis], d = phase + p->padding[axis] - reach;
  *plane = 0;
  *shift = d / stride;
  return d % stride == 0;
}

/* The one phase in which tap r of an axis takes part. */
static int64_t phase_of(const Gather *p, int axis, int64_t r) {
  int64_t stride = p->join[axis];
  int64_t d = (r * p->dilation[axis] - p->padding[axis]) % stride;
  return d < 0 ? d + stride : d;
}

static void find_halo(Gather *p, int axis) {
  int64_t low = INT64_MAX, high = INT64_MIN, plane, shift;
  for (int64_t r = 0; r < p->kernel[axis]; r++) {
    axis_tap(p, axis, phase_of(p, axis, r), r, &plane, &shift);
    low = least(low, shift);
    high = most(high, shift);
  }
  p->low[axis] = low <= high ? low : 0;
  p->halo[axis] = low <= high ? high - low : 0;
}

static int64_t common_divisor(int64_t a, int64_t b) {
  return b == 0 ? a : common_divisor(b, a % b);
}

/* The most taps of an axis that share a phase: phases come round again. */
static int64_t axis_taps(const Gather *p, int axis) {
  int64_t stride = p->join[axis];
  int64_t round = stride / common_divisor(stride, p->dilation[axis]);
  return divide_up(p->kernel[axis], round);
}

/* A stride that is never taken does not matter, but phases and planes are as
 * many as it says. */
static int64_t stride_of(const ConvShape *s, int i, bool backward) {
  if (s->y[i] > 1) return s->stride[i];
  return backward ? least(s->stride[i], most(s->x[i], 1)) : 1;
}

static void set_roles(Gather *p, const ConvShape *s, ConvPart part) {
  int64_t kernel = volume(s->w);
  p->backward = part == CONV_INPUT_GRAD;
  p->bf16 = s->bf16;
  p->n = s->n;
  p->groups = s->groups;
  p->from = p->backward ? s->k : s->c;
  p->to = p->backward ? s->c : s->k;
  p->w_from = p->backward ? s->c * kernel : kernel;
  p->w_to = p->backward ? kernel : s->c * kernel;
  p->w_group = s->k * s->c * kernel;
  for (int i = 0; i < 3; i++) {
    p->src[i] = p->backward ? s->y[i] : s->x[i];
    p->dst[i] = p->backward ? s->x[i] : s->y[i];
    p->split[i] = p->backward ? 1 : stride_of(s, i, false);
    p->join[i] = p->backward ? stride_of(s, i, true) : 1;
    p->kernel[i] = s->w[i];
    p->dilation[i] = s->dilation[i];
    p->padding[i] = s->padding[i];
  }
  p->taps = kernel;
  p->phases = volume(p->join);
}

/* Products worth a task, of so many pixels. */
static int64_t work_of(const Gather *p, int64_t pixels) {
  int64_t all = p->taps * p->from * p->to * pixels;
  int64_t lowest = p->direct ? 1 : LEAST_WORK;
  return least(p->bf16 ? 2 * WORK : WORK, most(all / LEAST_TASKS, lowest));
}

/* How many pixels and channels a task makes. */
static void cut(Gather *p) {
  int64_t grid[3], most_taps = 1, pixels = p->n;
  for (int i = 0; i < 3; i++) {
    most_taps *= axis_taps(p, i);
    grid[i] = divide_up(p->dst[i], p->join[i]);
    pixels *= grid[i];
  }
  p->most_taps = most_taps;
  int64_t wide = p->tile.wide, narrow = p->tile.narrow;
  int64_t each = most(p->taps * p->from, 1); /* products a pixel a channel */
  int64_t area = most(work_of(p, pixels) / each, 1);
  int64_t grain = p->direct ? 1 : wide;
  if (p->direct) {
    p->to_block = p->to;
    narrow = p->to;
  } else {
    int64_t beside = most(least(LEAST_PIXELS, pixels), 1);
    int64_t channels = round_up(most(area / beside, 1), narrow);
    p->to_block = least(most(channels, 4 * narrow), p->to);
  }
  p->to_blocks = divide_up(p->to, p->to_block);
  p->to_block = round_up(divide_up(p->to, p->to_blocks), narrow);
  p->to_blocks = divide_up(p->to, p->to_block);
  p->panels = divide_up(p->to, narrow);
  int64_t room = most(area / p->to_block, LEAST_PIXELS);
  int64_t limit = p->direct ? 4 * MOST_PIXELS : MOST_PIXELS;
  p->blocks = blocks_cut(p->n, grid, least(room / grain * grain, limit), grain);
}

static void set_slab(Gather *p) {
  for (int i = 0; i < 3; i++) p->cell[i] = p->blocks.box[i] + p->halo[i];
  p->plane = volume(p->cell);
  p->channel = times(p->plane, volume(p->split));
  int64_t all = times(p->channel, p->blocks.images);
  int64_t channels = p->tile.depth / p->most_taps;
  channels = most(least(channels, SLAB / all), 1);
  int64_t parts = divide_up(most(p->from, 1), channels);
  p->from_block = divide_up(most(p->from, 1), parts);
  p->depth = least(p->tile.depth, p->from_block * p->most_taps);
  if (p->direct) {
    p->lanes = times(p->blocks.images, round_up(p->plane, PATCH_LANES));
    p->sum_row = p->lanes + PATCH_SLACK;
  } else {
    p->lanes = round_up(p->blocks.pixels, p->tile.wide);
    p->sum_row = p->lanes + PATCH_LANES;
  }
}

static void lay_out(Gather *p) {
  GatherScratch *at = &p->at;
  int64_t all = times(times(p->channel, p->blocks.images), p->from_block);
  int64_t rows = times(p->plane, p->split[2]);
  if (all > INT32_MAX) all = TOO_MUCH; /* what windows count with */
  at->size = 0;
  at->base = reserve(&at->size, p->depth, sizeof(int64_t));
  int64_t windows = divide_up(p->tile.wide, PATCH_LANES);
  windows *= p->direct ? 0 : p->lanes / p->tile.wide;
  at->windows = reserve(&at->size, windows, sizeof(Window));
  at->segments = reserve(&at->size, most(p->blocks.pixels, p->taps),
                         sizeof(Segment));
  at->slab = reserve(&at->size, all + 2 * PATCH_SLACK, sizeof(real));
  rows = most(rows, times(p->taps, p->direct ? p->to : p->tile.narrow_step));
  at->rows = reserve(&at->size, rows + PATCH_SLACK, sizeof(real));
  int64_t panels = p->direct ? 0 : p->depth * p->tile.wide_step;
  at->panels = reserve(&at->size, panels + PATCH_SLACK, sizeof(real));
  int64_t sums = times(times(p->phases, p->to_block), p->sum_row);
  at->sums = reserve(&at->size, sums + PATCH_SLACK, sizeof(real));
  int64_t joined = times(p->sum_row, p->join[2]) + 2 * PATCH_SLACK;
  at->joined = reserve(&at->size, joined, sizeof(real));
}

void gather_plan(Gather *p, const ConvShape *s, ConvPart part) {
  memset(p, 0, sizeof *p);
  (s->bf16 ? kernels->bf16->tile_sizes : multiply_tile_sizes)(&p->tile);
  set_roles(p, s, part);
  for (int i = 0; i < 3; i++) find_halo(p, i);
  p->direct = p->to <= FEW;
  bool wide = kernels->multiply->lanes * (int64_t)sizeof(real) > 16;
  p->as_lies = !p->backward && !p->bf16 && !p->direct && wide;
  cut(p);
  set_slab(p);
  lay_out(p);
  p->packed = 0;
  reserve(&p->packed, p->phases, sizeof(Phase));
  reserve(&p->packed, p->taps, sizeof(Tap));
  int64_t narrow = p->direct ? p->to : p->tile.narrow_step;
  int64_t weights = times(p->groups * p->panels, p->taps * p->from * narrow);
  if (p->as_lies) weights = 0;
  p->shared = p->packed;
  reserve(&p->shared, weights + PATCH_SLACK, sizeof(real));
}

static void clear(real *x, int64_t n) {
  memset(x, 0, (size_t)n * sizeof(real));
}

/* ---- what tasks share ---- */

typedef struct GatherTask {
  const Gather *p;
  real *y;
  const real *x, *w, *b;
  Phase *phase;
  Tap *tap;
  real *weights; /* groups, phases, panels, steps, narrow */
  int64_t narrow, narrow_step;
  int64_t group_weights;
} GatherTask;

static void find_taps(GatherTask *t, Phase *f, int64_t first) {
  const Gather *p = t->p;
  int64_t r[3], plane[3], shift[3];
  f->tap = first;
  f->taps = 0;
  for (r[0] = 0; r[0] < p->kernel[0]; r[0]++)
    for (r[1] = 0; r[1] < p->kernel[1]; r[1]++)
      for (r[2] = 0; r[2] < p->kernel[2]; r[2]++) {
        bool here = true;
        for (int i = 0; i < 3; i++) {
          here = axis_tap(p, i, f->at[i], r[i], &plane[i], &shift[i]) && here;
          shift[i] -= p->low[i];
        }
        if (!here) continue;
        int64_t at = (plane[0] * p->split[1] + plane[1]) * p->split[2];
        int64_t in = (shift[0] * p->cell[1] + shift[1]) * p->cell[2];
        t->tap[first + f->taps++] = (Tap){
            .offset = (at + plane[2]) * p->plane + in + shift[2],
            .kernel = (r[0] * p->kernel[1] + r[1]) * p->kernel[2] + r[2]};
      }
}

static void find_phases(GatherTask *t) {
  const Gather *p = t->p;
  int64_t tap = 0, weights = 0;
  for (int64_t i = 0; i < p->phases; i++) {
    Phase *f = &t->phase[i];
    f->at[2] = i % p->join[2];
    f->at[1] = i / p->join[2] % p->join[1];
    f->at[0] = i / p->join[2] / p->join[1];
    find_taps(t, f, tap);
    f->weights = weights;
    tap += f->taps;
    weights += f->taps * p->from * p->panels * t->narrow_step;
  }
  t->group_weights = weights;
}

static real *panel_of(const GatherTask *t, const Phase *f, int64_t group,
                      int64_t panel) {
  int64_t size = f->taps * t->p->from * t->narrow_step;
  return t->weights + group * t->group_weights + f->weights + panel * size;
}

/* Where the taps of channel 0, a row each, go: to their phases. */
static void find_tap_rows(const GatherTask *t, int64_t panel, int64_t count,
                          Segment *s) {
  const Gather *p = t->p;
  int64_t step = t->narrow_step, at = 0;
  for (const Phase *f = t->phase; f < t->phase + p->phases; f++)
    for (int64_t i = 0; i < f->taps; i++)
      s[at++] = (Segment){
          .from = t->tap[f->tap + i].kernel * step,
          .to = panel_of(t, f, 0, panel) - t->weights + i * step,
          .count = count};
}

/* Panel `panel` of every phase, of `count` channels: steps (from, tap) by
 * narrow. w is read once, channel by channel, and its taps sorted by phase;
 * channels lie too far apart for the processor to ask for the next itself. */
static void pack_phases(const GatherTask *t, int64_t panel, int64_t count,
                        const real *w, real *y) {
  const Gather *p = t->p;
  char *scratch = (char *)pool_scratch() + p->shared;
  real *rows = (real *)(void *)(scratch + p->at.rows);
  Segment *s = (Segment *)(void *)(scratch + p->at.segments);
  find_tap_rows(t, panel, count, s);
  for (int64_t c = 0; c < p->from; c++) {
    for (int64_t i = 0; i < count * p->taps; i += PATCH_LANES)
      __builtin_prefetch(w + least(c + AHEAD, p->from - 1) * p->w_from + i);
    kernels->patch->transpose(count, p->taps, w + c * p->w_from, p->w_to, rows,
                              t->narrow_step);
    kernels->patch->move(s, p->taps, rows, 0, y);
    for (const Phase *f = t->phase; f < t->phase + p->phases; f++)
      for (int64_t i = 0; i < f->taps; i++)
        s[f->tap + i].to += f->taps * t->narrow_step;
  }
}

/* Steps are sealed as phase_sums takes them. */
static void seal_panel(const GatherTask *t, const Phase *f, real *y) {
  const Gather *p = t->p;
  int64_t step = t->narrow_step;
  for (int64_t c = 0; c < p->from; c += p->from_block) {
    int64_t steps = least(p->from_block, p->from - c) * f->taps;
    for (int64_t s = 0; s < steps; s += p->depth)
      gemm_seal(p->tile.seal_narrow, least(p->depth, steps - s), step,
                y + (c * f->taps + s) * step);
  }
}

static void pack_weights(void *context, int64_t chunk) {
  const GatherTask *t = context;
  const Gather *p = t->p;
  int64_t panel = chunk % p->panels, group = chunk / p->panels;
  int64_t first = panel * t->narrow, step = t->narrow_step;
  int64_t count = least(t->narrow, p->to - first);
  const real *w = t->w + group * p->w_group + first * p->w_to;
  for (const Phase *f = t->phase; f < t->phase + p->phases && count < step; f++)
    clear(panel_of(t, f, group, panel), f->taps * p->from * step);
  if (!p->backward)
    kernels->patch->transpose(count, p->taps * p->from, w, p->w_to,
                              panel_of(t, t->phase, group, panel), step);
  else pack_phases(t, panel, count, w, t->weights + group * t->group_weights);
  for (const Phase *f = t->phase; f < t->phase + p->phases; f++) {
    real *y = panel_of(t, f, group, panel);
    if (!p->direct) seal_panel(t, f, y);
    else if (p->bf16) kernels->bf16->round(f->taps * p->from * step, y);
  }
}

/* ---- one task ---- */

typedef struct GatherBlock {
  const GatherTask *t;
  const Gather *p;
  const PatchLoops *loops;
  Block block;
  int64_t group, to, to_count; /* channels of the result, in the group */
  int64_t from, from_count;    /* those of the source, in the slab */
  int64_t *base;
  Window *windows;
  Segment *segments;
  real *slab, *rows, *panels, *sums, *joined;
} GatherBlock;

/* Which i in [0, extent) have 0 <= (i + at) split + plane - padding < size. */
static void inside(const GatherBlock *b, int axis, int64_t plane,
                   int64_t *first, int64_t *end) {
  const Gather *p = b->p;
  int64_t split = p->split[axis];
  int64_t shift = (b->block.at[axis] + p->low[axis]) * split + plane -
                  (p->backward ? 0 : p->padding[axis]);
  int64_t extent = b->block.size[axis] + p->halo[axis];
  *first = shift < 0 ? divide_up(-shift, split) : 0;
  *end = shift < p->src[axis] ? divide_up(p->src[axis] - shift, split) : 0;
  *end = least(*end, extent);
  *first = least(*first, *end);
}

/* Where the rows of planes (p0, p1, all) lie in a channel of the source, and
 * where they go among whole rows: with their padding, the planes not yet
 * split. */
typedef struct SlabRows {
  int64_t rows[2];         /* how many: along axes 0 and 1 */
  int64_t from, to, count; /* the first row */
  int64_t from_step[2], to_step[2];
} SlabRows;

static SlabRows find_rows(const GatherBlock *b, int64_t p0, int64_t p1) {
  const Gather *p = b->p;
  int64_t first[3], end[3], z[3], plane[3] = {p0, p1, 0};
  for (int i = 0; i < 3; i++) {
    int64_t padding = p->backward ? 0 : p->padding[i];
    z[i] = (b->block.at[i] + p->low[i]) * p->split[i] + plane[i] - padding;
    inside(b, i, plane[i], &first[i], &end[i]);
  }
  int64_t split = p->split[2], start = most(-z[2], 0);
  int64_t width = (b->block.size[2] + p->halo[2]) * split;
  for (int i = 0; i < 2; i++) z[i] += first[i] * p->split[i];
  SlabRows r = {
      .rows = {end[0] - first[0], end[1] - first[1]},
      .count = least(width, p->src[2] - z[2]) - start,
      .from_step = {p->split[0] * p->src[1] * p->src[2],
                    p->split[1] * p->src[2]},
      .to_step = {p->cell[1] * p->cell[2] * split, p->cell[2] * split}};
  r.from = (z[0] * p->src[1] + z[1]) * p->src[2] + z[2] + start;
  r.to = first[0] * r.to_step[0] + first[1] * r.to_step[1] + start;
  return r;
}

static void fill_planes(const GatherBlock *b, const SlabRows *r, const real *x,
                        real *slab) {
  const Gather *p = b->p;
  real *rows = p->split[2] == 1 ? slab : b->rows;
  for (int64_t i = 0; i < r->rows[0] && r->count > 0; i++)
    b->loops->place(r->rows[1], r->count, x + r->from + i * r->from_step[0],
                    r->from_step[1], rows + r->to + i * r->to_step[0],
                    r->to_step[1]);
  if (p->split[2] > 1)
    b->loops->split(p->plane, p->split[2], rows, slab, p->plane);
}

static void fill_slab(const GatherBlock *b) {
  const Gather *p = b->p;
  int64_t size = volume(p->src), image = p->groups * p->from * size;
  const real *x = b->t->x + b->block.image * image +
                  (b->group * p->from + b->from) * size;
  if (p->split[2] == 1)
    clear(b->slab, b->block.images * p->from_block * p->channel);
  for (int64_t i = 0; i < p->split[0] * p->split[1]; i++) {
    SlabRows r = find_rows(b, i / p->split[1], i % p->split[1]);
    if (p->split[2] > 1) clear(b->rows, p->plane * p->split[2]);
    real *slab = b->slab + i * p->split[2] * p->plane;
    for (int64_t n = 0; n < b->block.images; n++)
      for (int64_t c = 0; c < b->from_count; c++)
        fill_planes(b, &r, x + n * image + c * size,
                    slab + (n * p->from_block + c) * p->channel);
  }
  if (p->bf16)
    (p->direct ? kernels->bf16->round : kernels->bf16->compact)(
        b->block.images * p->from_block * p->channel, b->slab);
}

static int64_t slab_offset(const GatherBlock *b, const Pixel *x) {
  const Gather *p = b->p;
  int64_t image = b->p->from_block * p->channel;
  return x->image * image + (x->at[0] * p->cell[1] + x->at[1]) * p->cell[2] +
         x->at[2];
}

/* Every panel starts with a window; lanes past the last pixel repeat it. */
static void find_windows(const GatherBlock *b) {
  int64_t wide = b->p->tile.wide, pixels = b->block.pixels, at = 0;
  Pixel x = block_pixel(&b->block, 0);
  Window *w = b->windows;
  for (int64_t panel = 0; panel < pixels; panel += wide)
    for (int64_t i = panel; i < panel + wide; i += PATCH_LANES, w++) {
      for (int64_t lane = 0; lane < PATCH_LANES; lane++) {
        int64_t want = least(i + lane, least(panel + wide, pixels) - 1);
        for (; at < want; at++) block_next(&b->block, &x);
        w->offset[lane] = (int32_t)slab_offset(b, &x);
      }
      b->loops->window(w);
    }
}

static void find_base(const GatherBlock *b, const Phase *f, int64_t start,
                      int64_t steps) {
  const Tap *tap = b->t->tap + f->tap;
  int64_t c = start / f->taps, i = start % f->taps;
  for (int64_t s = 0; s < steps; s++) {
    b->base[s] = c * b->p->channel + tap[i].offset;
    if (++i == f->taps) i = 0, c++;
  }
}

/* sums (+)= patches by weights, for steps of one phase. */
static void multiply(const GatherBlock *b, const real *w, int64_t w_panel,
                     int64_t steps, real *sums, bool add) {
  const Gather *p = b->p;
  const GatherTask *t = b->t;
  int64_t wide = p->tile.wide, windows = divide_up(wide, PATCH_LANES);
  gemm_begin(&p->tile, steps);
  for (int64_t i = 0; i * wide < b->block.pixels; i++)
    conv_tile(&(ConvTile){
        .tile = &p->tile,
        .bf16 = p->bf16,
        .add = add,
        .steps = steps,
        .lanes = least(wide, b->block.pixels - i * wide),
        .rows = b->to_count,
        .slab = b->slab,
        .base = b->base,
        .windows = b->windows + i * windows,
        .patches = b->panels,
        .narrow = w,
        .panel = w_panel,
        .step = p->as_lies ? 1 : t->narrow_step,
        .row = p->as_lies ? p->w_to : 1,
        .c = sums + i * wide,
        .c_row = p->sum_row});
  gemm_end(&p->tile);
}

static void multiply_direct(const GatherBlock *b, const real *w, int64_t steps,
                            real *sums, bool add) {
  const Gather *p = b->p;
  const int64_t *size = b->block.size;
  int64_t row = round_up(p->plane, PATCH_LANES);
  int64_t n = ((size[0] - 1) * p->cell[1] + size[1] - 1) * p->cell[2] + size[2];
  for (int64_t i = 0; i < b->block.images; i++)
    b->loops->direct(&(Direct){
        .steps = steps,
        .outputs = p->to,
        .n = n,
        .base = b->base,
        .src = b->slab + i * p->from_block * p->channel,
        .w = w,
        .c = sums + i * row,
        .c_row = p->sum_row,
        .add = add});
}

static void phase_sums(const GatherBlock *b, const Phase *f, real *sums) {
  const Gather *p = b->p;
  const GatherTask *t = b->t;
  int64_t steps = b->from_count * f->taps, step = t->narrow_step;
  int64_t panel = p->from * f->taps * step;
  const real *w = t->weights + b->group * t->group_weights + f->weights +
                  b->to / t->narrow * panel + b->from * f->taps * step;
  if (p->as_lies) {
    step = 1;
    panel = t->narrow * p->w_to;
    w = t->w + b->group * p->w_group + b->to * p->w_to + b->from * p->w_from;
  }
  if (steps == 0 && b->from == 0) clear(sums, p->to_block * p->sum_row);
  for (int64_t s = 0; s < steps; s += p->depth) {
    int64_t count = least(p->depth, steps - s);
    bool add = b->from > 0 || s > 0;
    find_base(b, f, s, count);
    if (p->direct) multiply_direct(b, w + s * step, count, sums, add);
    else multiply(b, w + s * step, panel, count, sums, add);
  }
}

/* The runs of pixels, in sums of one phase row (joined), that are neighbours
 * in the result too. */
static int64_t find_segments(const GatherBlock *b, const Phase *f) {
  const Gather *p = b->p;
  int64_t count = 0, join = p->join[2], size = volume(p->dst);
  int64_t image = p->groups * p->to * size, row = b->block.size[2];
  int64_t cell = round_up(p->plane, PATCH_LANES);
  Pixel x = block_pixel(&b->block, 0);
  for (int64_t i = 0; i < b->block.pixels;) {
    int64_t run = least(row - x.at[2], b->block.pixels - i), at[3];
    for (int a = 0; a < 3; a++)
      at[a] = (b->block.at[a] + x.at[a]) * p->join[a] + (a < 2 ? f->at[a] : 0);
    int64_t from = i;
    if (p->direct)
      from = x.image * cell + (x.at[0] * p->cell[1] + x.at[1]) * p->cell[2] +
             x.at[2];
    Segment s = {.from = from * join,
                 .to = (b->block.image + x.image) * image +
                       (at[0] * p->dst[1] + at[1]) * p->dst[2] + at[2],
                 .count = least(run * join, p->dst[2] - at[2])};
    i += run;
    x.at[2] += run - 1;
    block_next(&b->block, &x);
    if (at[0] >= p->dst[0] || at[1] >= p->dst[1]) continue;
    Segment *last = &b->segments[count - 1];
    if (count > 0 && last->from + last->count == s.from &&
        last->to + last->count == s.to)
      last->count += s.count;
    else b->segments[count++] = s;
  }
  return count;
}

static void write_back(const GatherBlock *b) {
  const Gather *p = b->p;
  int64_t join = p->join[2], plane = p->to_block * p->sum_row;
  int64_t size = volume(p->dst);
  for (int64_t f = 0; f < p->phases; f += join) {
    int64_t count = find_segments(b, &b->t->phase[f]);
    for (int64_t k = 0; k < b->to_count; k++) {
      int64_t channel = b->group * p->to + b->to + k;
      const real *sums = b->sums + f * plane + k * p->sum_row;
      real bias = b->t->b ? b->t->b[channel] : 0;
      if (join > 1) {
        b->loops->join(p->lanes, join, sums, plane, bias, b->joined);
        sums = b->joined;
        bias = 0;
      }
      b->loops->move(b->segments, count, sums, bias, b->t->y + channel * size);
    }
  }
}

static GatherBlock open_block(const GatherTask *t, int64_t chunk) {
  const Gather *p = t->p;
  const GatherScratch *at = &p->at;
  char *scratch = (char *)pool_scratch() + p->shared;
  GatherBlock b = {.t = t, .p = p, .loops = kernels->patch};
  b.block = blocks_get(&p->blocks, chunk % p->blocks.count);
  b.to = chunk / p->blocks.count % p->to_blocks * p->to_block;
  b.to_count = least(p->to_block, p->to - b.to);
  b.group = chunk / p->blocks.count / p->to_blocks;
  b.base = (int64_t *)(void *)(scratch + at->base);
  b.windows = (Window *)(void *)(scratch + at->windows);
  b.segments = (Segment *)(void *)(scratch + at->segments);
  b.slab = (real *)(void *)(scratch + at->slab);
  b.rows = (real *)(void *)(scratch + at->rows);
  b.panels = (real *)(void *)(scratch + at->panels);
  b.sums = (real *)(void *)(scratch + at->sums);
  b.joined = (real *)(void *)(scratch + at->joined);
  return b;
}

static void gather_chunk(void *context, int64_t chunk) {
  const GatherTask *t = context;
  const Gather *p = t->p;
  GatherBlock b = open_block(t, chunk);
  if (!p->direct) find_windows(&b);
  for (b.from = 0; b.from < p->from; b.from += p->from_block) {
    b.from_count = least(p->from_block, p->from - b.from);
    fill_slab(&b);
    for (int64_t f = 0; f < p->phases; f++)
      phase_sums(&b, &t->phase[f], b.sums + f * p->to_block * p->sum_row);
  }
  write_back(&b);
}

void gather_run(const Gather *p, real *y, const real *x, const real *w,
                const real *b) {
  char *shared = pool_scratch();
  GatherTask t = {.p = p, .y = y, .x = x, .w = w, .b = b};
  size_t tables = 0;
  t.phase = (Phase *)(void *)shared;
  reserve(&tables, p->phases, sizeof(Phase));
  t.tap = (Tap *)(void *)(shared + tables);
  t.weights = (real *)(void *)(shared + p->packed);
  t.narrow = p->direct ? p->to : p->tile.narrow;
  t.narrow_step = p->direct ? p->to : p->tile.narrow_step;
  find_phases(&t);
  if (!p->as_lies) pool_run(pack_weights, &t, p->groups * p->panels);
  pool_run(gather_chunk, &t, p->groups * p->to_blocks * p->blocks.count);
}
