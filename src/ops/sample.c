/* Resizing: linear in x and separable, so a map along each axis in turn, and
 * repeating elements whole times. Each row's rule is its transpose. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "../kernel/taps.h"
#include "../pool.h"
#include "../notation.h"

/* ---- resample and its adjoint, along one axis ---- */

enum { DIM, SIZE, MODE, ALIGN }; /* in Attrs.i; the scale is r[0] */
enum { NEAREST, LINEAR, CUBIC, AREA };

typedef struct Map {
  const Attrs *a;
  int64_t in, out;
  double scale; /* input elements for one of the output */
} Map;

/* A scale that is given was 1 / scale already; else the sizes tell. */
static Map map_of(const Attrs *a, int64_t in, int64_t out) {
  Map m = {a, in, out, a->r[0] > 0 ? a->r[0] : (double)in / (double)out};
  if (a->i[ALIGN] && a->i[MODE] != NEAREST)
    m.scale = out > 1 ? (double)(in - 1) / (double)(out - 1) : 0;
  return m;
}

static int64_t most_taps(const Map *m) {
  static const int most[] = {1, 2, 4};
  return m->a->i[MODE] == AREA ? m->in / m->out + 2 : most[m->a->i[MODE]];
}

static double source_of(const Map *m, int64_t i) {
  if (m->a->i[ALIGN]) return m->scale * (double)i;
  return m->scale * ((double)i + 0.5) - 0.5;
}

static int64_t clip(int64_t i, int64_t size) {
  return i < 0 ? 0 : i >= size ? size - 1 : i;
}

static void linear_taps(Taps *t, const Map *m, int64_t i) {
  double at = fmax(source_of(m, i), 0);
  int64_t low = clip((int64_t)at, m->in);
  double part = fmin(fmax(at - (double)low, 0), 1);
  taps_add(t, i, low, 1 - part);
  taps_add(t, i, clip(low + 1, m->in), part);
}

/* Cubic convolution with a = -3/4 (Keys 1981), edges repeated. */
static double cubic_weight(double d) {
  const double a = -0.75;
  d = fabs(d);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
}

static void cubic_taps(Taps *t, const Map *m, int64_t i) {
  double at = source_of(m, i), low = floor(at);
  for (int k = -1; k <= 2; k++)
    taps_add(t, i, clip((int64_t)low + k, m->in), cubic_weight(at - low - k));
}

static void area_taps(Taps *t, const Map *m, int64_t i) {
  int64_t from = i * m->in / m->out;
  int64_t to = ((i + 1) * m->in + m->out - 1) / m->out;
  for (int64_t k = from; k < to; k++)
    taps_add(t, i, k, 1 / (double)(to - from));
}

static Taps resample_taps(const Map *m) {
  Taps t = taps_open(pool_scratch(), m->in, m->out, most_taps(m));
  for (int64_t i = 0; i < m->out; i++) {
    switch (m->a->i[MODE]) {
      case LINEAR: linear_taps(&t, m, i); break;
      case CUBIC: cubic_taps(&t, m, i); break;
      case AREA: area_taps(&t, m, i); break;
      default: taps_add(&t, i, clip((int64_t)(m->scale * (double)i), m->in), 1);
    }
    taps_end(&t, i);
  }
  return t;
}

/* y has the given size along dim. An axis without elements has nothing to be
 * sampled, nor anywhere to be spread from. */
static bool resample_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (s->rank == 0) return error_set("a number has no dimensions");
  int axis = shape_axis(s->rank, c->a->i[DIM]);
  if (axis < 0 || !shape_within("size", c->a->i[SIZE], 1) ||
      !shape_within("a size", s->size[axis], 1))
    return false;
  double scale = c->a->r[0];
  if (!(scale >= 0 && scale <= LARGEST_SIZE))
    return error_set("scale is %g", scale);
  c->a->i[DIM] = axis;
  c->y->shape = *s;
  c->y->shape.size[axis] = c->a->i[SIZE];
  return true;
}

static Map forward_map(const Call *c) {
  int64_t axis = c->a->i[DIM];
  return map_of(c->a, c->x[0]->shape.size[axis], c->y->shape.size[axis]);
}
static Map adjoint_map(const Call *c) {
  int64_t axis = c->a->i[DIM];
  return map_of(c->a, c->y->shape.size[axis], c->x[0]->shape.size[axis]);
}

static size_t resample_scratch(const Call *c) {
  Map m = forward_map(c);
  return taps_bytes(m.out, most_taps(&m));
}
static size_t resample_adjoint_scratch(const Call *c) {
  Map m = adjoint_map(c);
  return taps_bytes(m.out, most_taps(&m));
}

static void resample_forward(Call *c) {
  Map m = forward_map(c);
  Taps t = resample_taps(&m);
  int axis = (int)c->a->i[DIM];
  taps_apply(&t, shape_product(&c->y->shape, 0, axis),
             shape_product(&c->y->shape, axis + 1, c->y->shape.rank),
             tensor_data(c->y), tensor_data(c->x[0]));
}

static void resample_adjoint_forward(Call *c) {
  Map m = adjoint_map(c);
  Taps t = resample_taps(&m);
  int axis = (int)c->a->i[DIM];
  taps_spread(&t, shape_product(&c->y->shape, 0, axis),
              shape_product(&c->y->shape, axis + 1, c->y->shape.rank),
              tensor_data(c->y), tensor_data(c->x[0]));
}

static Attrs back_to(const Call *c) {
  Attrs a = {.n = 0, .r = {c->a->r[0]}};
  memcpy(a.i, c->a->i, (ALIGN + 1) * sizeof *a.i);
  a.i[SIZE] = c->x[0]->shape.size[c->a->i[DIM]];
  return a;
}

static void resample_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs a = back_to(c);
  gx[0] = t_call(&op, "resample_adjoint", &g, 1, &a);
}

static void resample_adjoint_rule(const Call *c, Tensor *u, Tensor **gx) {
  static const Op *op;
  Attrs a = back_to(c);
  gx[0] = t_call(&op, "resample", &u, 1, &a);
}

/* ---- upsample and block_sum: the last axes by whole factors ---- */

typedef struct Blocks {
  int64_t size[3], by[3]; /* small sizes and factors of three axes */
  real *large, *small;    /* one of them is written */
} Blocks;

/* `small` is the tensor with one element a block. */
static Blocks blocks_of(const Attrs *a, const Shape *small) {
  Blocks b = {{1, 1, 1}, {1, 1, 1}, NULL, NULL};
  for (int k = 0; k < a->n; k++) {
    b.size[3 - a->n + k] = small->size[small->rank - a->n + k];
    b.by[3 - a->n + k] = a->list[k];
  }
  return b;
}

static bool factors(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (c->a->n > 3 || c->a->n > s->rank)
    return error_set("%d factors for the last dimensions of a tensor with %d; "
                     "3 are possible",
                     c->a->n, s->rank);
  for (int k = 0; k < c->a->n; k++)
    if (!shape_within("a factor", c->a->list[k], 1) ||
        !shape_within("a size", s->size[s->rank - c->a->n + k], 0))
      return false;
  return true;
}

static bool upsample_infer(Call *c) {
  if (!factors(c)) return false;
  Shape *y = &c->y->shape;
  *y = c->x[0]->shape;
  for (int k = 0; k < c->a->n; k++)
    y->size[y->rank - c->a->n + k] *= c->a->list[k];
  return true;
}

static bool block_sum_infer(Call *c) {
  if (!factors(c)) return false;
  Shape *y = &c->y->shape;
  *y = c->x[0]->shape;
  for (int k = 0; k < c->a->n; k++) {
    int64_t *size = &y->size[y->rank - c->a->n + k];
    if (*size % c->a->list[k])
      return error_set("size %" PRId64 " is not made of blocks of %" PRId64,
                       *size, c->a->list[k]);
    *size /= c->a->list[k];
  }
  return true;
}

static void repeat_row(int64_t n, int64_t by, real *restrict y,
                       const real *restrict x) {
  if (by == 2)
    for (int64_t j = 0; j < n; j++) y[2 * j] = y[2 * j + 1] = x[j];
  else
    for (int64_t j = 0; j < n; j++)
      for (int64_t k = 0; k < by; k++) y[j * by + k] = x[j];
}

static void sum_row(int64_t n, int64_t by, real *restrict y,
                    const real *restrict x) {
  if (by == 1)
    for (int64_t j = 0; j < n; j++) y[j] += x[j];
  else if (by == 2)
    for (int64_t j = 0; j < n; j++) y[j] += x[2 * j] + x[2 * j + 1];
  else if (by > 64) /* long: in pairs */
    for (int64_t j = 0; j < n; j++) y[j] += kernels->sum(by, x + j * by);
  else
    for (int64_t j = 0; j < n; j++)
      for (int64_t k = 0; k < by; k++) y[j] += x[j * by + k];
}

/* One plane: small d,h,w and large by as much. */
static void upsample_chunk(void *context, int64_t plane) {
  const Blocks *b = context;
  int64_t h = b->size[1], w = b->size[2], row = w * b->by[2];
  int64_t sheet = h * b->by[1] * row;
  const real *x = b->small + plane * b->size[0] * h * w;
  real *y = b->large + plane * b->size[0] * b->by[0] * sheet;
  for (int64_t d = 0; d < b->size[0]; d++) {
    real *first = y;
    for (int64_t i = 0; i < h; i++, x += w, y += b->by[1] * row) {
      repeat_row(w, b->by[2], y, x);
      for (int64_t k = 1; k < b->by[1]; k++)
        memcpy(y + k * row, y, (size_t)row * sizeof(real));
    }
    for (int64_t k = 1; k < b->by[0]; k++, y += sheet)
      memcpy(y, first, (size_t)sheet * sizeof(real));
  }
}

static void block_sum_chunk(void *context, int64_t plane) {
  const Blocks *b = context;
  int64_t h = b->size[1], w = b->size[2], row = w * b->by[2];
  real *y = b->small + plane * b->size[0] * h * w;
  const real *x = b->large + plane * b->size[0] * b->by[0] * h * b->by[1] * row;
  memset(y, 0, (size_t)(b->size[0] * h * w) * sizeof(real));
  for (int64_t d = 0; d < b->size[0] * b->by[0]; d++)
    for (int64_t i = 0; i < h * b->by[1]; i++, x += row)
      sum_row(w, b->by[2], y + (d / b->by[0] * h + i / b->by[1]) * w, x);
}

static void upsample_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  Blocks b = blocks_of(c->a, s);
  b.small = tensor_data(c->x[0]);
  b.large = tensor_data(c->y);
  int64_t planes = shape_product(s, 0, s->rank - c->a->n);
  int64_t all = tensor_count(c->y);
  if (all > 0) pool_run_pieces(upsample_chunk, &b, planes, all / planes);
}

static void block_sum_forward(Call *c) {
  const Shape *s = &c->y->shape;
  Blocks b = blocks_of(c->a, s);
  b.small = tensor_data(c->y);
  b.large = tensor_data(c->x[0]);
  int64_t planes = shape_product(s, 0, s->rank - c->a->n);
  int64_t all = tensor_count(c->x[0]);
  if (all > 0) pool_run_pieces(block_sum_chunk, &b, planes, all / planes);
}

static void upsample_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "block_sum", &g, 1, c->a);
}

static void block_sum_rule(const Call *c, Tensor *u, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "upsample", &u, 1, c->a);
}

/* ---- interpolate ---- */

enum { INTERPOLATE_MODE, INTERPOLATE_ALIGN };
enum { BY_NEAREST, BY_LINEAR, BY_BILINEAR, BY_BICUBIC, BY_AREA };

/* The spatial sizes wanted, in out[dims]. */
static bool wanted_sizes(const Call *c, int dims, int64_t *out) {
  const Shape *s = &c->x[0]->shape;
  const Attrs *a = c->a;
  double by = a->r[0];
  if ((a->n >= 0) == (by != 0))
    return error_set("one of size and scale_factor is wanted");
  if (a->n >= 0 && a->n != 1 && a->n != dims)
    return error_set("size has %d entries for %d spatial dimensions", a->n,
                     dims);
  for (int k = 0; k < dims; k++) {
    int64_t size = s->size[2 + k];
    double scaled = floor((double)size * by);
    if (a->n < 0 && !(by > 0 && scaled >= 1 && scaled <= LARGEST_SIZE))
      return error_set("scale_factor is %g for a size of %" PRId64, by, size);
    out[k] = a->n < 0 ? (int64_t)scaled : a->list[a->n == 1 ? 0 : k];
    if (!shape_within("size", out[k], 1) || !shape_within("a size", size, 1))
      return false;
  }
  return true;
}

static bool mode_fits(const Attrs *a, int dims) {
  static const int most[] = {3, 1, 2, 2, 3}, least[] = {1, 1, 2, 2, 1};
  int64_t mode = a->i[INTERPOLATE_MODE];
  if (dims < least[mode] || dims > most[mode])
    return error_set("this mode is for %d to %d spatial dimensions after n and "
                     "c, not %d",
                     least[mode], most[mode], dims < 0 ? 0 : dims);
  return !a->i[INTERPOLATE_ALIGN] || (mode != BY_NEAREST && mode != BY_AREA) ||
         error_set("align_corners is for linear, bilinear and bicubic");
}

/* Nearest elements by whole factors: the factors, or false (no error). */
static bool whole_factors(const Call *c, int dims, const int64_t *size,
                          Attrs *out) {
  const Shape *s = &c->x[0]->shape;
  double by = c->a->r[0];
  out->n = dims;
  for (int k = 0; k < dims; k++) {
    out->list[k] = size[k] / s->size[2 + k];
    if (out->list[k] * s->size[2 + k] != size[k]) return false;
    if (by > 0 && by != (double)out->list[k]) return false;
  }
  return c->a->i[INTERPOLATE_MODE] == BY_NEAREST;
}

/* The scale that counts along an axis, 0 for the quotient of the sizes. Linear
 * interpolation leaves an axis that keeps its size, as PyTorch does. */
static double scale_along(const Attrs *a, int64_t in, int64_t out) {
  int64_t mode = a->i[INTERPOLATE_MODE];
  bool linear = mode == BY_LINEAR || mode == BY_BILINEAR;
  if (a->r[0] <= 0 || mode == BY_AREA || (linear && in == out)) return 0;
  return 1 / a->r[0];
}

static Tensor *interpolate_compose(const Call *c) {
  static const Op *resample, *upsample;
  static const int mode_of[] = {NEAREST, LINEAR, LINEAR, CUBIC, AREA};
  Tensor *y = c->x[0];
  int dims = y->shape.rank - 2;
  int64_t size[3];
  Attrs a = {.n = 0};
  if (!mode_fits(c->a, dims) || !wanted_sizes(c, dims, size)) return NULL;
  if (whole_factors(c, dims, size, &a))
    return t_call(&upsample, "upsample", &y, 1, &a);
  int64_t mode = mode_of[c->a->i[INTERPOLATE_MODE]];
  a = (Attrs){.i = {0, 0, mode, c->a->i[INTERPOLATE_ALIGN]}};
  bool shrinks = size[0] < y->shape.size[2];
  for (int k = 0; y && k < dims; k++) {
    int d = shrinks ? k : dims - 1 - k; /* the small array crosswise */
    a.i[DIM] = 2 + d;
    a.i[SIZE] = size[d];
    a.r[0] = scale_along(c->a, y->shape.size[2 + d], size[d]);
    if (size[d] != y->shape.size[2 + d] || a.r[0] > 0)
      y = t_call(&resample, "resample", &y, 1, &a);
  }
  return y == c->x[0] ? t_alias(y) : y;
}

/* ---- rows ---- */

#define RESAMPLE \
  ", dim: dim, size: int, {mode: nearest|linear|cubic|area = " \
  "linear, align_corners: bool = false, scale: real = 0}"

Op sample_ops[] = {
    {"resample", "x" RESAMPLE, resample_infer, resample_forward, resample_rule,
     .scratch = resample_scratch,
     .sample = "x(2, 5), 2, 8; x(4, 3), 1, 3, {mode = 'cubic'}; "
               "x(2, 5, 2), 2, 3, {mode = 'area'}; "
               "x(5), 1, 7, {align_corners = true}",
     .doc = "x resized along dim, as interpolate does. scale: elements of x "
            "for one of the result, when it is not the quotient of the "
            "sizes."},
    {"resample_adjoint", "g" RESAMPLE, resample_infer, resample_adjoint_forward,
     resample_adjoint_rule, .scratch = resample_adjoint_scratch,
     .sample = "x(2, 8), 2, 5; x(3, 3), 1, 4, {mode = 'cubic'}; "
               "x(2, 3, 2), 2, 5, {mode = 'area'}",
     .doc = "The adjoint of resample: size is that of its x."},
    {"upsample", "x, factors: ints", upsample_infer, upsample_forward,
     upsample_rule, .sample = "x(2, 2, 3), {3, 2}; x(2, 1, 2, 2), {2, 1, 2}",
     .doc = "Each element repeated: the last dimensions (up to 3) become as "
            "many times larger as factors say."},
    {"block_sum", "x, factors: ints", block_sum_infer, block_sum_forward,
     block_sum_rule, .sample = "x(2, 4, 6), {2, 3}; x(1, 4, 2, 2), {2, 1, 2}",
     .doc = "The sums of the blocks of these sizes that the last dimensions "
            "(up to 3) are made of: the adjoint of upsample."},
    {"interpolate",
     "x, size: ints?, scale_factor: real = 0, mode: "
     "nearest|linear|bilinear|bicubic|area = nearest, align_corners: bool = "
     "false",
     .compose = interpolate_compose,
     .sample = "x(1, 2, 3, 2), {scale_factor = 2}; x(1, 1, 3, 4), {size = "
               "{5, 3}, mode = 'bilinear'}; x(1, 2, 5), {size = {3}, mode = "
               "'linear', align_corners = true}; x(1, 1, 3, 3), "
               "{scale_factor = 1.5, mode = 'bicubic'}",
     .doc = "x (n, c, one to three spatial sizes) resized to size, or by "
            "scale_factor (sizes rounded down). linear is for one spatial "
            "dimension, bilinear and bicubic (a = -3/4) for two; area is "
            "adaptive averaging. align_corners: the corner elements keep "
            "their places, else the edges do."},
    {0}};
