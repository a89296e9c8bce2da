/* Reading images at places that are tensors themselves.
 *
 * <grid_sample(x, grid), g> is linear in x and in g: those two partials are
 * rows, each the other's rule. In the grid it is bilinear in the fractions of
 * the places, so that partial is written in plain ops, and with it all orders
 * (ADA, Karras et al. 2020, differentiates twice through this). */
#include <inttypes.h>
#include <string.h>
#include <tgmath.h>

#include "../pool.h"
#include "indices.h"

enum { BILINEAR, NEAREST };
enum { ZEROS, BORDER, REFLECTION };

/* How places are read along one axis. */
typedef struct Axis {
  int64_t size, padding;
  bool align;
} Axis;

/* ---- places ---- */

/* -1 and 1 are the centres of the corner elements, or their outer edges. */
static real unscaled(const Axis *a, real at) {
  real size = (real)a->size;
  return a->align ? (at + 1) / 2 * (size - 1) : ((at + 1) * size - 1) / 2;
}

static real low_edge(const Axis *a) { return a->align ? 0 : (real)-0.5; }
static real reach(const Axis *a) {
  return (real)(a->align ? a->size - 1 : a->size);
}

static real mirrored(const Axis *a, real p) {
  real low = low_edge(a), span = reach(a);
  if (span == 0) return 0;
  real far = fabs(p - low), flips = floor(far / span);
  real extra = far - flips * span;
  bool odd = floor(flips / 2) * 2 != flips;
  return odd ? span - extra + low : extra + low;
}

/* The place of grid value `at` in elements from 0. NaN, of which the value is
 * NaN, is put at -1. */
static real place(const Axis *a, real at) {
  real p = unscaled(a, isnan(at) ? -1 : at);
  if (a->padding == ZEROS) return p;
  if (a->padding == REFLECTION) p = isinf(p) ? 0 : mirrored(a, p);
  real last = (real)(a->size - 1);
  return p > last ? last : p > 0 ? p : 0;
}

/* Its derivative. At the limits of border and reflection it is 0, as
 * PyTorch's. */
static real place_slope(const Axis *a, real at) {
  if (isnan(at)) return at;
  real p = unscaled(a, at), slope = reach(a) / 2;
  if (a->padding == ZEROS) return slope;
  if (a->padding == REFLECTION) {
    real low = low_edge(a), span = reach(a);
    if (!(span > 0) || isinf(p)) return 0;
    bool odd = fmod(floor(fabs(p - low) / span), 2) != 0;
    if ((p < low) != odd) slope = -slope;
    p = mirrored(a, p);
  }
  return p > 0 && p < (real)(a->size - 1) ? slope : 0;
}

/* The element below a place; far outside when it is not a sensible number. */
static int64_t floor_of(real p) {
  if (!(fabs(p) < LARGEST_SIZE)) return -2;
  int64_t i = (int64_t)p;
  return i - (p < (real)i);
}
static int64_t nearest_of(real p) {
  return fabs(p) < LARGEST_SIZE ? llrint(p) : -2;
}

/* ---- shapes ---- */

/* The list holds the image's height and width. */
static bool image_list(const Attrs *a) {
  if (a->n != 2) return error_set("sizes has %d entries, 2 are wanted", a->n);
  return shape_within("height", a->list[0], 1) &&
         shape_within("width", a->list[1], 1);
}

static bool grid_shape(const Tensor *grid) {
  const Shape *s = &grid->shape;
  char text[SHAPE_TEXT];
  return (s->rank == 4 && s->size[3] == 2) ||
         error_set("a grid of n, h, w, 2 is wanted, got %s",
                   shape_text(s, text));
}

/* The axis of coordinate k (x, then y) of an image h,w. */
static Axis axis_of(const int64_t *size, int k, int64_t padding,
                    int64_t align) {
  return (Axis){size[1 - k], padding, align};
}

/* ---- fractions, slopes and indices ---- */

static bool grid_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return grid_shape(c->x[0]) && image_list(c->a);
}

static void each_coordinate(Call *c, real (*f)(const Axis *, real)) {
  const Attrs *a = c->a;
  Axis axis[2];
  for (int k = 0; k < 2; k++) axis[k] = axis_of(a->list, k, a->i[0], a->i[1]);
  for (int64_t i = 0; i < tensor_count(c->y); i++)
    tensor_data(c->y)[i] = f(&axis[i % 2], tensor_data(c->x[0])[i]);
}

static real beyond(real p) { return isfinite(p) ? p - floor(p) : 0; }
static real fraction(const Axis *a, real at) {
  return isnan(at) ? at : beyond(place(a, at));
}

static void grid_fraction_forward(Call *c) { each_coordinate(c, fraction); }
static void grid_slope_forward(Call *c) { each_coordinate(c, place_slope); }

static void grid_fraction_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_mul_no_nan(g, t_call(&op, "grid_slope", c->x, 1, c->a));
}

static bool grid_index_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!grid_infer(c)) return false;
  if (c->a->i[0] < 0 || c->a->i[0] > 3)
    return error_set("corner %" PRId64 " of 4", c->a->i[0] + 1);
  for (int k = 0; k < 2; k++)
    if (!indices_reach(c->a->list[k])) return false;
  if (!indices_reach(c->a->list[0] * c->a->list[1])) return false;
  c->y->shape = (Shape){2, {s->size[0], s->size[1] * s->size[2]}};
  return true;
}

static void grid_index_forward(Call *c) {
  const Attrs *a = c->a;
  int64_t h = a->list[0], w = a->list[1];
  Axis across = axis_of(a->list, 0, a->i[1], a->i[2]);
  Axis down = axis_of(a->list, 1, a->i[1], a->i[2]);
  const real *grid = tensor_data(c->x[0]);
  for (int64_t i = 0; i < tensor_count(c->y); i++) {
    int64_t x = floor_of(place(&across, grid[2 * i])) + a->i[0] % 2;
    int64_t y = floor_of(place(&down, grid[2 * i + 1])) + a->i[0] / 2;
    bool inside = x >= 0 && x < w && y >= 0 && y < h;
    tensor_data(c->y)[i] = inside ? (real)(y * w + x + 1) : 0;
  }
}

/* ---- grid_sample and its adjoint ---- */

enum { AT_MODE, AT_PADDING, AT_ALIGN }; /* in Attrs.i */

static bool grid_sample_infer(Call *c) {
  const Shape *x = &c->x[0]->shape, *g = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (x->rank != 4 || g->rank != 4 || x->size[0] != g->size[0])
    return error_set("n, c, h, w and a grid of n, h, w, 2 are wanted; got %s "
                     "and %s",
                     shape_text(x, a), shape_text(g, b));
  c->y->shape = (Shape){4, {x->size[0], x->size[1], g->size[1], g->size[2]}};
  return grid_shape(c->x[1]) && shape_within("height", x->size[2], 1) &&
         shape_within("width", x->size[3], 1);
}

static bool grid_sample_adjoint_infer(Call *c) {
  const Shape *g = &c->x[0]->shape, *grid = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!grid_shape(c->x[1]) || !image_list(c->a)) return false;
  if (g->rank != 4 || g->size[0] != grid->size[0] ||
      g->size[2] != grid->size[1] || g->size[3] != grid->size[2])
    return error_set("n, c, h, w for a grid of n, h, w, 2 is wanted; got %s "
                     "and %s",
                     shape_text(g, a), shape_text(grid, b));
  c->y->shape = *g;
  memcpy(c->y->shape.size + 2, c->a->list, 2 * sizeof *c->a->list);
  return true;
}

typedef struct Sampling {
  int64_t channels, in, out; /* elements of a plane of x and of y */
  int64_t w, h, mode;
  Axis across, down;
  const real *grid;
  real *x, *y; /* one of them is written */
} Sampling;

static Sampling sampling_of(const Call *c, const Shape *x, const Shape *y) {
  const int64_t *i = c->a->i;
  return (Sampling){
      .channels = x->size[1],
      .in = x->size[2] * x->size[3],
      .out = y->size[2] * y->size[3],
      .h = x->size[2],
      .w = x->size[3],
      .mode = i[AT_MODE],
      .grid = tensor_data(c->x[1]),
      .across = axis_of(x->size + 2, 0, i[AT_PADDING], i[AT_ALIGN]),
      .down = axis_of(x->size + 2, 1, i[AT_PADDING], i[AT_ALIGN])};
}

/* The elements that one place reads, -1 where there is none. */
typedef struct Spot {
  int64_t at[4];
  real weight[4];
} Spot;

static int64_t element(const Sampling *s, int64_t x, int64_t y) {
  return x >= 0 && x < s->w && y >= 0 && y < s->h ? y * s->w + x : -1;
}

static Spot spot_of(const Sampling *s, const real *grid) {
  if (isnan(grid[0]) || isnan(grid[1]))
    return (Spot){{0, -1, -1, -1}, {NAN, 0, 0, 0}};
  real px = place(&s->across, grid[0]), py = place(&s->down, grid[1]);
  if (s->mode == NEAREST) {
    int64_t at = element(s, nearest_of(px), nearest_of(py));
    return (Spot){{at, -1, -1, -1}, {1, 0, 0, 0}};
  }
  int64_t x = floor_of(px), y = floor_of(py);
  real tx = beyond(px), ty = beyond(py);
  return (Spot){{element(s, x, y), element(s, x + 1, y), element(s, x, y + 1),
                 element(s, x + 1, y + 1)},
                {(1 - tx) * (1 - ty), tx * (1 - ty), (1 - tx) * ty, tx * ty}};
}

static inline real read_spot(const Spot *p, int taps, const real *x) {
  real total = 0;
  for (int k = 0; k < taps; k++)
    if (p->at[k] >= 0) total += p->weight[k] * x[p->at[k]];
  return total;
}

static inline void write_spot(const Spot *p, int taps, real *x, real g) {
  for (int k = 0; k < taps; k++)
    if (p->at[k] >= 0) x[p->at[k]] += p->weight[k] * g;
}

/* One channel x of an image, at n spots, to or (adjoint) from y. */
static inline __attribute__((always_inline)) void walk_spots(
    const Spot *spot, int64_t n, int taps, real *x, real *y, bool adjoint) {
  for (int64_t i = 0; i < n; i++)
    if (adjoint) write_spot(&spot[i], taps, x, y[i]);
    else y[i] = read_spot(&spot[i], taps, x);
}

static void walk_channel(const Spot *spot, int64_t n, int64_t mode, real *x,
                         real *y, bool adjoint) {
  if (mode == NEAREST && adjoint) walk_spots(spot, n, 1, x, y, true);
  else if (mode == NEAREST) walk_spots(spot, n, 1, x, y, false);
  else if (adjoint) walk_spots(spot, n, 4, x, y, true);
  else walk_spots(spot, n, 4, x, y, false);
}

enum { SPOTS = 64 }; /* found at a time, then used for every channel */

/* Sample n: reads x into y, or (adjoint) adds y to x. */
static void walk_sample(const Sampling *s, int64_t n, bool adjoint) {
  Spot spot[SPOTS];
  real *x = s->x + n * s->channels * s->in;
  real *y = s->y + n * s->channels * s->out;
  const real *grid = s->grid + n * s->out * 2;
  for (int64_t first = 0; first < s->out; first += SPOTS) {
    int64_t many = s->out - first < SPOTS ? s->out - first : SPOTS;
    for (int64_t i = 0; i < many; i++)
      spot[i] = spot_of(s, grid + 2 * (first + i));
    for (int64_t c = 0; c < s->channels; c++)
      walk_channel(spot, many, s->mode, x + c * s->in, y + c * s->out + first,
                   adjoint);
  }
}

static void read_chunk(void *context, int64_t n) {
  walk_sample(context, n, false);
}

static void write_chunk(void *context, int64_t n) {
  const Sampling *s = context;
  memset(s->x + n * s->channels * s->in, 0,
         (size_t)(s->channels * s->in) * sizeof(real));
  walk_sample(s, n, true);
}

static void grid_sample_forward(Call *c) {
  Sampling s = sampling_of(c, &c->x[0]->shape, &c->y->shape);
  s.x = tensor_data(c->x[0]);
  s.y = tensor_data(c->y);
  pool_run(read_chunk, &s, c->y->shape.size[0]);
}

static void grid_sample_adjoint_forward(Call *c) {
  Sampling s = sampling_of(c, &c->y->shape, &c->x[0]->shape);
  s.x = tensor_data(c->y);
  s.y = tensor_data(c->x[0]);
  pool_run(write_chunk, &s, c->y->shape.size[0]);
}

/* ---- their rules ---- */

/* n,k: the sum over channels of g (n,c,k) times x where a corner reads it. */
static Tensor *corner_sum(Tensor *x, Tensor *grid, Tensor *g, const Attrs *a,
                          int64_t corner) {
  static const Op *index, *pick;
  Attrs at = *a;
  at.i[0] = corner;
  at.i[1] = a->i[AT_PADDING];
  at.i[2] = a->i[AT_ALIGN];
  Tensor *where = t_call(&index, "grid_index", &grid, 1, &at);
  return t_sum(t_mul(g, t_call2(&pick, "pick", x, where)), 1u << 1, false);
}

/* Coordinate k of the fractions, as n,k. */
static Tensor *coordinate(Tensor *f, int64_t k, const Shape *flat) {
  return t_reshape(t_narrow(f, 3, k, 1), flat);
}

static Tensor *lerp(Tensor *from, Tensor *to, Tensor *by) {
  return t_add(from, t_mul(by, t_sub(to, from)));
}

/* The cotangent of the grid: of <grid_sample(x, grid), g>, of which the
 * corners' sums are bilinear in the two fractions. */
static Tensor *grid_cotangent(Tensor *x, Tensor *grid, Tensor *g,
                              const Attrs *given) {
  static const Op *fraction_op, *slope_op, *stack;
  const Shape *s = &x->shape, *o = &grid->shape;
  int64_t k = o->size[1] * o->size[2];
  Attrs a = {.n = 2, .list = {s->size[2], s->size[3]}}, bare = a;
  memcpy(a.i, given->i, (AT_ALIGN + 1) * sizeof *a.i);
  bare.i[0] = a.i[AT_PADDING];
  bare.i[1] = a.i[AT_ALIGN];
  Shape flat = {2, {s->size[0], k}};
  Tensor *sum[4];
  int64_t area = s->size[2] * s->size[3];
  x = t_reshape(x, &(Shape){3, {s->size[0], s->size[1], area}});
  g = t_reshape(g, &(Shape){3, {s->size[0], s->size[1], k}});
  for (int n = 0; n < 4; n++) sum[n] = corner_sum(x, grid, g, &a, n);
  Tensor *f = t_call(&fraction_op, "grid_fraction", &grid, 1, &bare);
  Tensor *across = lerp(t_sub(sum[1], sum[0]), t_sub(sum[3], sum[2]),
                        coordinate(f, 1, &flat));
  Tensor *down = lerp(t_sub(sum[2], sum[0]), t_sub(sum[3], sum[1]),
                      coordinate(f, 0, &flat));
  Tensor *both = t_call(&stack, "stack", (Tensor *[]){across, down}, 2,
                        &(Attrs){.i = {-1}});
  return t_mul_no_nan(t_reshape(both, o),
                      t_call(&slope_op, "grid_slope", &grid, 1, &bare));
}

static void grid_sample_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs a = {.n = 2};
  memcpy(a.i, c->a->i, (AT_ALIGN + 1) * sizeof *a.i);
  memcpy(a.list, c->x[0]->shape.size + 2, 2 * sizeof *a.list);
  if (c->need[0])
    gx[0] = t_call(&op, "grid_sample_adjoint", (Tensor *[]){g, c->x[1]}, 2, &a);
  if (c->need[1] && a.i[AT_MODE] == BILINEAR)
    gx[1] = grid_cotangent(c->x[0], c->x[1], g, c->a);
}

static void grid_sample_adjoint_rule(const Call *c, Tensor *u, Tensor **gx) {
  static const Op *op;
  Attrs a = {.n = 0};
  memcpy(a.i, c->a->i, (AT_ALIGN + 1) * sizeof *a.i);
  if (c->need[0])
    gx[0] = t_call(&op, "grid_sample", (Tensor *[]){u, c->x[1]}, 2, &a);
  if (c->need[1] && a.i[AT_MODE] == BILINEAR)
    gx[1] = grid_cotangent(u, c->x[1], c->x[0], c->a);
}

/* ---- rows ---- */

#define PLACES \
  "padding_mode: zeros|border|reflection = zeros, " \
  "align_corners: bool = false}"
#define SAMPLING "{mode: bilinear|nearest = bilinear, " PLACES

Op grid_ops[] = {
    {"grid_sample", "x, grid, " SAMPLING, grid_sample_infer,
     grid_sample_forward, grid_sample_rule,
     .sample = "x(2, 2, 3, 4), x(2, 2, 3, 2); x(1, 2, 4, 3), "
               "x(1, 2, 3, 2), {padding_mode = 'border', align_corners "
               "= true}; x(1, 2, 3, 3), x(1, 3, 2, 2), {padding_mode = "
               "'reflection'}; x(1, 2, 3, 3), x(1, 3, 2, 2), {mode = "
               "'nearest'}",
     .doc = "x (n, c, h, w) read at the places of grid (n, h', w', 2: x, then "
            "y; -1 and 1 are the edges, with align_corners the corners' "
            "centres), with bilinear weights or the nearest element; outside "
            "there are zeros, the border, or mirror images. y: n, c, h', w'."},
    {"grid_sample_adjoint", "g, grid, sizes: ints, " SAMPLING,
     grid_sample_adjoint_infer, grid_sample_adjoint_forward,
     grid_sample_adjoint_rule,
     .sample = "x(1, 2, 2, 3), x(1, 2, 3, 2), {3, 4}; x(1, 2, 3, 2), "
               "x(1, 3, 2, 2), {3, 3}, {padding_mode = 'reflection', "
               "align_corners = true}",
     .doc = "The adjoint of grid_sample in x, whose height and width are "
            "given."},
    {"grid_fraction", "grid, sizes: ints, {" PLACES, grid_infer,
     grid_fraction_forward, grid_fraction_rule,
     .sample = "x(1, 2, 3, 2), {3, 4}; x(1, 2, 3, 2), {3, 4}, "
               "{padding_mode = 'reflection', align_corners = true}",
     .doc = "How far each place of a grid lies beyond the element before it, "
            "in an image of sizes {h, w}."},
    {"grid_slope", "grid, sizes: ints, {" PLACES, grid_infer,
     grid_slope_forward,
     .doc = "Elements of an image of sizes {h, w} for one unit of the grid, "
            "negative where it is mirrored, 0 beyond a border. No "
            "derivative."},
    {"grid_index", "grid, corner: index, sizes: ints, {" PLACES,
     grid_index_infer, grid_index_forward,
     .doc = "Which element of an image of sizes {h, w}, from 1 in row-major "
            "order, each place of a grid (n, h', w', 2) reads as one of four "
            "corners (2 and 4 are to the right, 3 and 4 below); 0 outside. "
            "Result: n, h' w'. No derivative."},
    {0}};
