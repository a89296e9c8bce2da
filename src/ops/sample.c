/* Resizing: linear in x and separable, so a map along each axis in turn, and
 * repeating elements whole times. Each row's rule is its transpose. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "../kernel/taps.h"
#include "../pool.h"
#include "../notation.h"

/* ---- resample and its adjoint, along one axis ---- */

enum { DIM, SIZE, MODE, ALIGN, SMOOTH, FIELDS }; /* in Attrs.i; r[0]: scale */
enum { NEAREST, LINEAR, CUBIC, AREA, EXACT };

typedef struct Map {
  const Attrs *a;
  int64_t in, out;
  double scale; /* input elements for one of the output */
} Map;

/* A scale that is given was 1 / scale already; else the sizes tell. */
static Map map_of(const Attrs *a, int64_t in, int64_t out) {
  Map m = {a, in, out, a->r[0] > 0 ? a->r[0] : (double)in / (double)out};
  if (a->i[ALIGN] && a->i[MODE] != NEAREST && a->i[MODE] != EXACT)
    m.scale = out > 1 ? (double)(in - 1) / (double)(out - 1) : 0;
  return m;
}

/* How far an antialiased result sees to either side. */
static double support(const Map *m) {
  return (m->a->i[MODE] == CUBIC ? 2 : 1) * fmax(m->scale, 1);
}

static int64_t most_taps(const Map *m) {
  static const int most[] = {1, 2, 4, 0, 1};
  int64_t mode = m->a->i[MODE];
  if (mode == AREA) return m->in / m->out + 2;
  if (!m->a->i[SMOOTH]) return most[mode];
  double wide = 2 * support(m) + 2;
  return wide < (double)m->in ? (int64_t)wide : m->in;
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

/* Cubic convolution (Keys 1981), which is 0 beyond 2. */
static double cubic_weight(double d, double a) {
  d = fabs(d);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

/* With a = -3/4, edges repeated. */
static void cubic_taps(Taps *t, const Map *m, int64_t i) {
  double at = source_of(m, i), low = floor(at);
  for (int k = -1; k <= 2; k++)
    taps_add(t, i, clip((int64_t)low + k, m->in),
             cubic_weight(at - low - k, -0.75));
}

/* Weights as wide as what one result stands for, scaled to sum 1; a = -1/2, as
 * Pillow's and PyTorch's. */
static void smooth_taps(Taps *t, const Map *m, int64_t i) {
  double centre = m->scale * ((double)i + 0.5), far = support(m);
  double narrow = 1 / fmax(m->scale, 1), total = 0;
  int64_t from = (int64_t)fmax(centre - far + 0.5, 0);
  int64_t to = (int64_t)fmin(centre + far + 0.5, (double)m->in);
  for (int pass = 0; pass < 2; pass++)
    for (int64_t k = from; k < to; k++) {
      double d = ((double)k - centre + 0.5) * narrow;
      double w = m->a->i[MODE] == CUBIC ? cubic_weight(d, -0.5)
                                        : fmax(1 - fabs(d), 0);
      if (pass == 0) total += w;
      else taps_add(t, i, k, total != 0 ? w / total : w);
    }
}

static void area_taps(Taps *t, const Map *m, int64_t i) {
  int64_t from = i * m->in / m->out;
  int64_t to = ((i + 1) * m->in + m->out - 1) / m->out;
  for (int64_t k = from; k < to; k++)
    taps_add(t, i, k, 1 / (double)(to - from));
}

static Taps resample_taps(const Map *m) {
  Taps t = taps_open(pool_scratch(), m->in, m->out, most_taps(m));
  double half = m->a->i[MODE] == EXACT ? 0.5 : 0;
  for (int64_t i = 0; i < m->out; i++) {
    if (m->a->i[SMOOTH]) smooth_taps(&t, m, i);
    else if (m->a->i[MODE] == LINEAR) linear_taps(&t, m, i);
    else if (m->a->i[MODE] == CUBIC) cubic_taps(&t, m, i);
    else if (m->a->i[MODE] == AREA) area_taps(&t, m, i);
    else
      taps_add(&t, i, clip((int64_t)(m->scale * ((double)i + half)), m->in), 1);
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
  int64_t mode = c->a->i[MODE];
  if (c->a->i[SMOOTH] && mode != LINEAR && mode != CUBIC)
    return error_set("antialias is for linear and cubic");
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
  memcpy(a.i, c->a->i, FIELDS * sizeof *a.i);
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

/* ---- rows ---- */

#define RESAMPLE \
  ", dim: dim, size: int, {mode: nearest|linear|cubic|area|nearest-exact = " \
  "linear, align_corners: bool = false, antialias: bool = false, " \
  "scale: real = 0}"

Op sample_ops[] = {
    {"resample", "x" RESAMPLE, resample_infer, resample_forward, resample_rule,
     .reads = READS_NONE, .scratch = resample_scratch,
     .sample = "x(2, 5), 2, 8; x(4, 3), 1, 3, {mode = 'cubic'}; "
               "x(2, 5, 2), 2, 3, {mode = 'area'}; "
               "x(5), 1, 7, {align_corners = true}; "
               "x(7), 1, 3, {mode = 'cubic', antialias = true}",
     .doc = "x resized along dim, as interpolate does. scale: elements of x "
            "for one of the result, when it is not the quotient of the "
            "sizes."},
    {"resample_adjoint", "g" RESAMPLE, resample_infer, resample_adjoint_forward,
     resample_adjoint_rule, .reads = READS_NONE,
     .scratch = resample_adjoint_scratch,
     .sample = "x(2, 8), 2, 5; x(3, 3), 1, 4, {mode = 'cubic'}; "
               "x(2, 3, 2), 2, 5, {mode = 'area'}",
     .doc = "The adjoint of resample: size is that of its x."},
    {"upsample", "x, factors: ints", upsample_infer, upsample_forward,
     upsample_rule, .reads = READS_NONE, .flags = OP_OF_MASKS,
     .sample = "x(2, 2, 3), {3, 2}; x(2, 1, 2, 2), {2, 1, 2}",
     .doc = "Each element repeated: the last dimensions (up to 3) become as "
            "many times larger as factors say."},
    {"block_sum", "x, factors: ints", block_sum_infer, block_sum_forward,
     block_sum_rule, .reads = READS_NONE,
     .sample = "x(2, 4, 6), {2, 3}; x(1, 4, 2, 2), {2, 1, 2}",
     .doc = "The sums of the blocks of these sizes that the last dimensions "
            "(up to 3) are made of: the adjoint of upsample."},
    {0}};
