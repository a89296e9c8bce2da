/* Normalisation. The statistics of a batch are an op of their own, so that a
 * layer can keep running ones without computing them twice; the rules go
 * through them all the same, for they are a function of x. */
#include <inttypes.h>
#include <string.h>
#include <tgmath.h>

#include "../pool.h"
#include "../grad.h"
#include "../kernel/norm.h"
#include "../notation.h"

/* x as n, c, inner: inner is everything after the channels. */
typedef struct Layout {
  int64_t n, c, inner;
} Layout;

static Layout layout_of(const Shape *s) {
  return (Layout){s->size[0], s->size[1], shape_product(s, 2, s->rank)};
}

static bool has_channels(const Tensor *x) {
  char text[SHAPE_TEXT];
  return x->shape.rank >= 2 ||
         error_set("n, channels, ... is wanted, the input is %s",
                   shape_text(&x->shape, text));
}

/* Axes other than the channels. */
static unsigned batch_axes(const Tensor *x) {
  return ((1u << x->shape.rank) - 1) & ~2u;
}

/* ---- sums over a channel ---- */

/* A task is a block of channels: with inner == 1, where they are adjacent, and
 * where they are small; a large one is a task by itself. Totals are kept in
 * double. */
typedef struct Sums {
  Layout l;
  const real *x, *g, *mean, *rstd;
  real *y; /* 2 x c */
} Sums;

enum { BLOCK = 64 };

typedef void (*Channels)(const Sums *s, int64_t from, int64_t width,
                         double (*total)[2]);

static double sum_of(int64_t n, const real *x) {
  return (double)(n == 1 ? *x : kernels->sum(n, x));
}

/* Adds x, or x and the squared distance from the mean. */
static void add_moments(const Sums *s, int64_t from, int64_t width,
                        double (*total)[2]) {
  const NormLoops *loops = kernels->norm;
  for (int64_t i = 0; i < s->l.n; i++)
    for (int64_t c = 0; c < width; c++) {
      const real *x = s->x + (i * s->l.c + from + c) * s->l.inner;
      if (!s->mean) {
        total[c][0] += sum_of(s->l.inner, x);
        continue;
      }
      real mean = s->mean[from + c];
      total[c][0] += s->l.inner == 1 ? (double)((*x - mean) * (*x - mean))
                                     : loops->spread(s->l.inner, x, mean);
    }
}

/* Adds g, and g times the normalised x. */
static void add_cotangents(const Sums *s, int64_t from, int64_t width,
                           double (*total)[2]) {
  const NormLoops *loops = kernels->norm;
  for (int64_t i = 0; i < s->l.n; i++)
    for (int64_t c = 0; c < width; c++) {
      int64_t at = (i * s->l.c + from + c) * s->l.inner;
      const real *x = s->x + at, *g = s->g + at;
      real mean = s->mean[from + c];
      double sum[2] = {(double)(*g * (*x - mean)), (double)*g};
      if (s->l.inner > 1) {
        sum[0] = sum[1] = 0;
        loops->products(s->l.inner, (const real *const[]){g, NULL, x}, mean,
                        sum);
      }
      total[c][0] += sum[0] * (double)s->rstd[from + c];
      total[c][1] += sum[1];
    }
}

static int64_t width_of(const Layout *l) {
  int64_t width = (1 << 15) / (l->n * l->inner + 1) + 1;
  return l->inner == 1 || width > BLOCK ? BLOCK : width;
}

static int64_t chunks_of(const Layout *l) {
  return (l->c + width_of(l) - 1) / width_of(l);
}

static int64_t some_of(const Layout *l, int64_t from) {
  return l->c - from < width_of(l) ? l->c - from : width_of(l);
}

/* ---- mean and variance ---- */

static bool stats_infer(Call *c) {
  if (!has_channels(c->x[0])) return false;
  c->y->shape = (Shape){2, {2, c->x[0]->shape.size[1]}};
  return true;
}

static void stats_chunk(void *context, int64_t chunk) {
  Sums s = *(const Sums *)context;
  int64_t from = chunk * width_of(&s.l), width = some_of(&s.l, from);
  double count = (double)(s.l.n * s.l.inner), total[BLOCK][2] = {{0}};
  add_moments(&s, from, width, total);
  for (int64_t c = 0; c < width; c++) {
    s.y[from + c] = (real)(total[c][0] / count);
    total[c][0] = 0;
  }
  s.mean = s.y;
  add_moments(&s, from, width, total);
  for (int64_t c = 0; c < width; c++)
    s.y[s.l.c + from + c] = (real)(total[c][0] / count);
}

static void stats_forward(Call *c) {
  Sums s = {.l = layout_of(&c->x[0]->shape),
            .x = tensor_data(c->x[0]),
            .y = tensor_data(c->y)};
  pool_run(stats_chunk, &s, chunks_of(&s.l));
}

static Tensor *stats_compose(const Call *c) {
  static const Op *stack;
  Tensor *x = c->x[0];
  unsigned axes = batch_axes(x);
  Tensor *mean = t_mean(x, axes, true);
  Tensor *var = t_mean(t_square(t_sub(x, mean)), axes, false);
  Shape s = {1, {x->shape.size[1]}};
  Tensor *both[] = {t_reshape(mean, &s), var};
  return t_call(&stack, "stack", both, 2, &(Attrs){.i = {0}});
}

static void stats_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, stats_compose);
}

/* ---- y = (x - mean) / sqrt(var + eps) weight + bias ---- */

enum { X, STATS, WEIGHT, BIAS };

static bool channel_vector(const Call *c, int k, const char *what) {
  const Tensor *v = c->x[k];
  int64_t channels = c->x[X]->shape.size[1];
  char text[SHAPE_TEXT];
  return !v || (v->shape.rank == 1 && v->shape.size[0] == channels) ||
         error_set("%s is %s for %" PRId64 " channels", what,
                   shape_text(&v->shape, text), channels);
}

static bool batch_norm_infer(Call *c) {
  const Tensor *x = c->x[X], *stats = c->x[STATS];
  char text[SHAPE_TEXT];
  if (!has_channels(x)) return false;
  if (stats->shape.rank != 2 || stats->shape.size[0] != 2 ||
      stats->shape.size[1] != x->shape.size[1])
    return error_set("statistics are %s for %" PRId64 " channels; 2 x channels "
                     "is wanted",
                     shape_text(&stats->shape, text), x->shape.size[1]);
  c->y->shape = x->shape;
  return channel_vector(c, WEIGHT, "weight") && channel_vector(c, BIAS, "bias");
}

/* Planes of inner elements; `rows` of them a chunk. */
typedef struct Planes {
  const Call *call;
  Layout l;
  int64_t rows;
  const real *g, *sums; /* of the backward pass */
} Planes;

static Planes planes_of(const Call *c, const Tensor *x) {
  Planes p = {.call = c, .l = layout_of(&x->shape)};
  p.rows = (1 << 14) / (p.l.inner + 1) + 1;
  return p;
}

static int64_t plane_chunks(const Planes *p) {
  return (p->l.n * p->l.c + p->rows - 1) / p->rows;
}

static real rstd_of(const Call *c, int64_t channel, int64_t channels) {
  real var = tensor_data(c->x[STATS])[channels + channel];
  return 1 / sqrt(var + (real)c->a->r[0]);
}

static void batch_norm_chunk(void *context, int64_t chunk) {
  const Planes *p = context;
  const Call *c = p->call;
  int64_t end = (chunk + 1) * p->rows, all = p->l.n * p->l.c;
  for (int64_t i = chunk * p->rows; i < end && i < all; i++) {
    int64_t channel = i % p->l.c;
    real scale = rstd_of(c, channel, p->l.c);
    if (c->x[WEIGHT]) scale *= tensor_data(c->x[WEIGHT])[channel];
    real shift = -scale * tensor_data(c->x[STATS])[channel];
    if (c->x[BIAS]) shift += tensor_data(c->x[BIAS])[channel];
    const real *x = tensor_data(c->x[X]) + i * p->l.inner;
    real *y = tensor_data(c->y) + i * p->l.inner;
    for (int64_t j = 0; j < p->l.inner; j++) y[j] = scale * x[j] + shift;
  }
}

static void batch_norm_forward(Call *c) {
  Planes p = planes_of(c, c->x[X]);
  pool_run(batch_norm_chunk, &p, plane_chunks(&p));
}

/* Statistics of x itself when a->i[0] says so: then they are computed again
 * here, so that the derivative goes through them. */
static Tensor *batch_norm_compose(const Call *c) {
  Tensor *x = c->x[X], *stats = c->x[STATS];
  Shape s = {.rank = x->shape.rank};
  for (int k = 0; k < s.rank; k++) s.size[k] = k == 1 ? x->shape.size[1] : 1;
  unsigned axes = batch_axes(x);
  Tensor *mean = c->a->i[0] ? t_mean(x, axes, true)
                            : t_reshape(t_narrow(stats, 0, 0, 1), &s);
  Tensor *apart = t_sub(x, mean);
  Tensor *var = c->a->i[0] ? t_mean(t_square(apart), axes, true)
                           : t_reshape(t_narrow(stats, 0, 1, 1), &s);
  Tensor *y = t_div(apart, t_sqrt(t_shift(var, c->a->r[0])));
  if (c->x[WEIGHT]) y = t_mul(y, t_reshape(c->x[WEIGHT], &s));
  return c->x[BIAS] ? t_add(y, t_reshape(c->x[BIAS], &s)) : y;
}

/* ---- its fused backward, for sweeps that are not recorded ---- */

/* g has the shape of x, and stats holds `rows` numbers a channel. */
static bool backward_fits(const Tensor *g, const Tensor *x, const Tensor *stats,
                          int rows) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!has_channels(x)) return false;
  if (!shape_equal(&g->shape, &x->shape))
    return error_set("the cotangent is %s, the input %s",
                     shape_text(&g->shape, a), shape_text(&x->shape, b));
  return (stats->shape.rank == 2 && stats->shape.size[0] == rows &&
          stats->shape.size[1] == x->shape.size[1]) ||
         error_set("%s for %" PRId64 " channels, %d x channels is wanted",
                   shape_text(&stats->shape, a), x->shape.size[1], rows);
}

static bool sums_infer(Call *c) {
  c->y->shape = c->x[2]->shape;
  return backward_fits(c->x[0], c->x[1], c->x[2], 2) &&
         backward_fits(c->x[0], c->x[1], c->x[3], 1);
}

static void sums_chunk(void *context, int64_t chunk) {
  const Sums *s = context;
  int64_t from = chunk * width_of(&s->l), width = some_of(&s->l, from);
  double total[BLOCK][2] = {{0}};
  add_cotangents(s, from, width, total);
  for (int64_t c = 0; c < width; c++) {
    s->y[from + c] = (real)total[c][0];
    s->y[s->l.c + from + c] = (real)total[c][1];
  }
}

static void sums_forward(Call *c) {
  Sums s = {.l = layout_of(&c->x[1]->shape),
            .g = tensor_data(c->x[0]),
            .x = tensor_data(c->x[1]),
            .mean = tensor_data(c->x[2]),
            .rstd = tensor_data(c->x[3]),
            .y = tensor_data(c->y)};
  pool_run(sums_chunk, &s, chunks_of(&s.l));
}

enum { G, OF_X, OF_STATS, OF_WEIGHT, SUMS };

static bool batch_norm_grad_infer(Call *c) {
  const Tensor *x = c->x[OF_X], *w = c->x[OF_WEIGHT];
  c->y->shape = x->shape;
  return backward_fits(c->x[G], x, c->x[OF_STATS], 2) &&
         backward_fits(c->x[G], x, c->x[SUMS], 2) &&
         ((!w || tensor_count(w) == x->shape.size[1]) ||
          error_set("weight for %" PRId64 " channels is wanted",
                    x->shape.size[1]));
}

/* dx = weight / std (g - mean(g) - xhat mean(g xhat)) */
static void batch_norm_grad_chunk(void *context, int64_t chunk) {
  const Planes *p = context;
  const Call *c = p->call;
  int64_t end = (chunk + 1) * p->rows, channels = p->l.c;
  real count = (real)(p->l.n * p->l.inner);
  const real *stats = tensor_data(c->x[OF_STATS]);
  for (int64_t i = chunk * p->rows; i < end && i < p->l.n * channels; i++) {
    int64_t k = i % channels, at = i * p->l.inner;
    real rstd = 1 / sqrt(stats[channels + k] + (real)c->a->r[0]);
    real w = c->x[OF_WEIGHT] ? tensor_data(c->x[OF_WEIGHT])[k] * rstd : rstd;
    real slope = p->sums[k] / count * rstd;
    real level = p->sums[channels + k] / count;
    const real *x = tensor_data(c->x[OF_X]) + at, *g = p->g + at;
    real *y = tensor_data(c->y) + at;
    for (int64_t j = 0; j < p->l.inner; j++)
      y[j] = w * (g[j] - level - (x[j] - stats[k]) * slope);
  }
}

static void batch_norm_grad_forward(Call *c) {
  Planes p = planes_of(c, c->x[OF_X]);
  p.g = tensor_data(c->x[G]);
  p.sums = tensor_data(c->x[SUMS]);
  pool_run(batch_norm_grad_chunk, &p, plane_chunks(&p));
}

static void fused_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *sums_op, *grad_op;
  Tensor *var = t_narrow(c->x[STATS], 0, 1, 1);
  Shape one = {1, {c->x[X]->shape.size[1]}};
  Tensor *rstd = t_reciprocal(t_sqrt(t_shift(var, c->a->r[0])));
  Tensor *given[] = {g, c->x[X], c->x[STATS], rstd};
  Tensor *sums = t_call(&sums_op, "batch_norm_sums", given, 4, NULL);
  if (c->need[X]) {
    Tensor *x[] = {g, c->x[X], c->x[STATS], c->x[WEIGHT], sums};
    gx[X] = t_call(&grad_op, "batch_norm_grad", x, 5,
                   &(Attrs){.r = {c->a->r[0]}});
  }
  if (c->x[WEIGHT] && c->need[WEIGHT])
    gx[WEIGHT] = t_reshape(t_narrow(sums, 0, 0, 1), &one);
  if (c->x[BIAS] && c->need[BIAS])
    gx[BIAS] = t_reshape(t_narrow(sums, 0, 1, 1), &one);
}

/* Nothing depends on the values of the bias: they may have changed. */
static void plain_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x[] = {c->x[X], c->x[STATS], c->x[WEIGHT], NULL};
  Call inner = *c;
  inner.x = x;
  grad_composed(&inner, g, gx, batch_norm_compose);
  if (c->x[BIAS] && c->need[BIAS])
    gx[BIAS] = t_sum(g, batch_axes(c->x[X]), false);
}

static void batch_norm_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (op_recording() || !c->a->i[0]) plain_rule(c, g, gx);
  else fused_rule(c, g, gx);
}

/* ---- rows ---- */

Op norm_ops[] = {
    {"batch_norm_stats", "x", stats_infer, stats_forward, stats_rule,
     .sample = "x(3, 2); x(2, 3, 4)",
     .doc = "Mean and variance (over n, not n - 1) of every channel, 2 x c, "
            "over all other dimensions. x: n, c, ..."},
    {"batch_norm",
     "x, stats, weight?, bias?, "
     "{eps: real = 1e-5, batch_stats: bool = false}",
     batch_norm_infer, batch_norm_forward, batch_norm_rule,
     .sample = "x(4, 2), positive(2, 2), x(2), x(2); "
               "x(2, 3, 4), positive(2, 3)",
     .doc = "(x - mean) / sqrt(var + eps) weight + bias for every channel "
            "(arXiv 1502.03167). x: n, c, ...; stats: 2 x c, mean and "
            "variance. batch_stats says that stats is batch_norm_stats(x): "
            "the derivative then goes through x into them."},
    {"batch_norm_sums", "g, x, stats, rstd", sums_infer, sums_forward,
     .doc = "Sums of g xhat and of g for every channel, 2 x c: what the "
            "backward pass of batch_norm needs. No derivative."},
    {"batch_norm_grad",
     "g, x, stats, weight?, sums, {eps: real = "
     "1e-5}",
     batch_norm_grad_infer, batch_norm_grad_forward,
     .doc = "The cotangent of x in batch_norm with batch_stats. No "
            "derivative: a recorded sweep differentiates plain ops."},
    {0}};
