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

/* Adds x, or the squared distance from the mean. */
static void add_moments(const Sums *s, int64_t from, int64_t width,
                        double *total) {
  const NormLoops *loops = kernels->norm;
  const real *mean = s->mean ? s->mean + from : NULL;
  if (s->l.inner == 1) {
    loops->columns(s->l.n, width, s->l.c, s->x + from, mean, total);
    return;
  }
  for (int64_t i = 0; i < s->l.n; i++)
    for (int64_t c = 0; c < width; c++) {
      const real *x = s->x + (i * s->l.c + from + c) * s->l.inner;
      total[c] += mean ? loops->spread(s->l.inner, x, mean[c])
                       : (double)kernels->sum(s->l.inner, x);
    }
}

/* Adds g times the normalised x, and g. */
static void add_cotangents(const Sums *s, int64_t from, int64_t width,
                           double (*total)[BLOCK]) {
  const NormLoops *loops = kernels->norm;
  const real *mean = s->mean + from;
  for (int64_t i = 0; i < s->l.n && s->l.inner > 1; i++)
    for (int64_t c = 0; c < width; c++) {
      int64_t at = (i * s->l.c + from + c) * s->l.inner;
      double sum[2] = {0};
      loops->products(s->l.inner,
                      (const real *const[]){s->g + at, NULL, s->x + at},
                      mean[c], sum);
      total[0][c] += sum[0] * (double)s->rstd[from + c];
      total[1][c] += sum[1];
    }
  if (s->l.inner != 1) return;
  loops->column_products(s->l.n, width, s->l.c,
                         (const real *const[]){s->g + from, s->x + from}, mean,
                         (double *const[]){total[0], total[1]});
  for (int64_t c = 0; c < width; c++) total[0][c] *= (double)s->rstd[from + c];
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

/* The mean of x in a channel, or with one of its squared distance from that,
 * in double: for what does not fit on the way. */
static double far_moment(const Sums *s, int64_t channel, const real *mean) {
  double n = (double)(s->l.n * s->l.inner), sum = 0;
  for (int64_t i = 0; i < s->l.n; i++) {
    const real *x = s->x + (i * s->l.c + channel) * s->l.inner;
    for (int64_t j = 0; j < s->l.inner; j++) {
      double v = mean ? (double)x[j] - (double)*mean : (double)x[j];
      sum += (mean ? v * v : v) / n;
    }
  }
  return sum;
}

static real moment(const Sums *s, int64_t channel, double total) {
  const real *mean = s->mean ? s->mean + channel : NULL;
  if (!isfinite(total)) return (real)far_moment(s, channel, mean);
  return (real)(total / (double)(s->l.n * s->l.inner));
}

static void stats_chunk(void *context, int64_t chunk) {
  Sums s = *(const Sums *)context;
  int64_t from = chunk * width_of(&s.l), width = some_of(&s.l, from);
  double total[BLOCK] = {0};
  add_moments(&s, from, width, total);
  for (int64_t c = 0; c < width; c++) {
    s.y[from + c] = moment(&s, from + c, total[c]);
    total[c] = 0;
  }
  s.mean = s.y;
  add_moments(&s, from, width, total);
  for (int64_t c = 0; c < width; c++)
    s.y[s.l.c + from + c] = moment(&s, from + c, total[c]);
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

/* Planes of inner elements, `rows` of them a chunk, or with inner == 1 samples,
 * which are affine or pulled back by coefficients of their channels. */
typedef struct Planes {
  const Call *call;
  Layout l;
  int64_t rows;
  const real *g, *sums; /* of the backward pass */
  real *by[4];          /* each of c */
} Planes;

static size_t planes_scratch(const Call *c) {
  return 4 * (size_t)c->y->shape.size[1] * sizeof(real);
}

static Planes planes_of(const Call *c, const Tensor *x) {
  Planes p = {.call = c, .l = layout_of(&x->shape)};
  int64_t row = p.l.inner == 1 ? p.l.c : p.l.inner;
  p.rows = (1 << 14) / (row + 1) + 1;
  for (int k = 0; k < 4; k++) p.by[k] = (real *)pool_scratch() + k * p.l.c;
  return p;
}

static void planes_run(Planes *p, PoolTask planes, PoolTask samples) {
  bool each = p->l.inner == 1;
  int64_t all = each ? p->l.n : p->l.n * p->l.c;
  pool_run(each ? samples : planes, p, (all + p->rows - 1) / p->rows);
}

/* The samples of a chunk: how many, and where the first begins. */
static int64_t samples_of(const Planes *p, int64_t chunk, int64_t *at) {
  int64_t from = chunk * p->rows, left = p->l.n - from;
  *at = from * p->l.c;
  return left < p->rows ? left : p->rows;
}

/* 1 / sqrt(var + eps), also where the variance of x itself is no number. */
static real rstd_of(const Planes *p, int64_t channel) {
  const Call *c = p->call;
  const real *stats = tensor_data(c->x[STATS]);
  real var = stats[p->l.c + channel];
  Sums s = {.l = p->l, .x = tensor_data(c->x[X])};
  if (c->a->i[0] && isinf(var) && isfinite(stats[channel]))
    return (real)(1 / sqrt(far_moment(&s, channel, stats + channel)));
  return 1 / sqrt(var + (real)c->a->r[0]);
}

/* y = by[0] x + by[1] in a channel. */
static void set_affine(const Planes *p, int64_t channel) {
  const Call *c = p->call;
  real scale = rstd_of(p, channel);
  if (c->x[WEIGHT]) scale *= tensor_data(c->x[WEIGHT])[channel];
  real shift = -scale * tensor_data(c->x[STATS])[channel];
  if (c->x[BIAS]) shift += tensor_data(c->x[BIAS])[channel];
  p->by[0][channel] = scale, p->by[1][channel] = shift;
}

static void batch_norm_chunk(void *context, int64_t chunk) {
  const Planes *p = context;
  const Call *c = p->call;
  int64_t end = (chunk + 1) * p->rows, all = p->l.n * p->l.c;
  for (int64_t i = chunk * p->rows; i < end && i < all; i++) {
    real scale = p->by[0][i % p->l.c], shift = p->by[1][i % p->l.c];
    const real *x = tensor_data(c->x[X]) + i * p->l.inner;
    real *y = tensor_data(c->y) + i * p->l.inner;
    for (int64_t j = 0; j < p->l.inner; j++) y[j] = scale * x[j] + shift;
  }
}

static void batch_norm_samples(void *context, int64_t chunk) {
  const Planes *p = context;
  int64_t at, n = samples_of(p, chunk, &at);
  kernels->norm->rescale(n, p->l.c, tensor_data(p->call->y) + at,
                         tensor_data(p->call->x[X]) + at,
                         (const real *const *)p->by);
}

static void batch_norm_forward(Call *c) {
  Planes p = planes_of(c, c->x[X]);
  for (int64_t k = 0; k < p.l.c; k++) set_affine(&p, k);
  planes_run(&p, batch_norm_chunk, batch_norm_samples);
}

/* Statistics of x itself when a->i[0] says so: then they are computed again
 * here, so that the derivative goes through them. */
static Tensor *batch_norm_compose(const Call *c) {
  Tensor *x = c->x[X], *stats = c->x[STATS];
  Shape s = {.rank = x->shape.rank};
  for (int k = 0; k < s.rank; k++) s.size[k] = k == 1 ? x->shape.size[1] : 1;
  Tensor *y;
  if (c->a->i[0]) y = t_standardise(x, batch_axes(x), c->a->r[0]);
  else {
    Tensor *apart = t_sub(x, t_reshape(t_narrow(stats, 0, 0, 1), &s));
    Tensor *var = t_reshape(t_narrow(stats, 0, 1, 1), &s);
    y = t_div(apart, t_sqrt(t_shift(var, c->a->r[0])));
  }
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
  double total[2][BLOCK] = {{0}};
  add_cotangents(s, from, width, total);
  for (int64_t c = 0; c < width; c++) {
    s->y[from + c] = (real)total[0][c];
    s->y[s->l.c + from + c] = (real)total[1][c];
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

/* dx = weight / std (g - mean(g) - xhat mean(g xhat)) = by[0] (g - by[1] -
 * (x - by[3]) by[2]) in a channel. */
static void set_back(const Planes *p, int64_t k) {
  const Call *c = p->call;
  int64_t channels = p->l.c;
  real count = (real)(p->l.n * p->l.inner);
  const real *stats = tensor_data(c->x[OF_STATS]);
  real rstd = 1 / sqrt(stats[channels + k] + (real)c->a->r[0]);
  real w = c->x[OF_WEIGHT] ? tensor_data(c->x[OF_WEIGHT])[k] : 1;
  p->by[0][k] = w * rstd, p->by[1][k] = p->sums[channels + k] / count;
  p->by[2][k] = p->sums[k] / count * rstd, p->by[3][k] = stats[k];
}

static void batch_norm_grad_chunk(void *context, int64_t chunk) {
  const Planes *p = context;
  int64_t end = (chunk + 1) * p->rows, all = p->l.n * p->l.c;
  for (int64_t i = chunk * p->rows; i < end && i < all; i++) {
    int64_t at = i * p->l.inner, k = i % p->l.c;
    real weight = p->by[0][k], level = p->by[1][k];
    real slope = p->by[2][k], mean = p->by[3][k];
    const real *x = tensor_data(p->call->x[OF_X]) + at, *g = p->g + at;
    real *y = tensor_data(p->call->y) + at;
    for (int64_t j = 0; j < p->l.inner; j++)
      y[j] = weight * (g[j] - level - (x[j] - mean) * slope);
  }
}

static void batch_norm_grad_samples(void *context, int64_t chunk) {
  const Planes *p = context;
  int64_t at, n = samples_of(p, chunk, &at);
  const real *gx[] = {p->g + at, tensor_data(p->call->x[OF_X]) + at};
  kernels->norm->pull_back(n, p->l.c, tensor_data(p->call->y) + at, gx,
                           (const real *const *)p->by);
}

static void batch_norm_grad_forward(Call *c) {
  Planes p = planes_of(c, c->x[OF_X]);
  p.g = tensor_data(c->x[G]);
  p.sums = tensor_data(c->x[SUMS]);
  for (int64_t k = 0; k < p.l.c; k++) set_back(&p, k);
  planes_run(&p, batch_norm_grad_chunk, batch_norm_grad_samples);
}

/* The cotangent of x where the statistics are others: the layer, of g, without
 * mean and bias. */
static Tensor *scaled(const Call *c, Tensor *g) {
  static const Op *op;
  Tensor *var = t_narrow(c->x[STATS], 0, 1, 1);
  Tensor *x[] = {g, t_widen(var, 0, 1, 2), c->x[WEIGHT], NULL};
  return t_call(&op, "batch_norm", x, 4, &(Attrs){.r = {c->a->r[0]}});
}

static Tensor *through_stats(const Call *c, Tensor *g, Tensor *sums) {
  static const Op *op;
  Tensor *x[] = {g, c->x[X], c->x[STATS], c->x[WEIGHT], sums};
  return t_call(&op, "batch_norm_grad", x, 5, &(Attrs){.r = {c->a->r[0]}});
}

static void fused_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  bool weight = c->x[WEIGHT] && c->need[WEIGHT];
  bool bias = c->x[BIAS] && c->need[BIAS];
  Tensor *sums = NULL, *var = t_narrow(c->x[STATS], 0, 1, 1);
  Shape one = {1, {c->x[X]->shape.size[1]}};
  if (weight || bias || c->a->i[0]) {
    Tensor *rstd = t_reciprocal(t_sqrt(t_shift(var, c->a->r[0])));
    sums = t_call(&op, "batch_norm_sums",
                  (Tensor *[]){g, c->x[X], c->x[STATS], rstd}, 4, NULL);
  }
  if (c->need[X]) gx[X] = c->a->i[0] ? through_stats(c, g, sums) : scaled(c, g);
  if (weight) gx[WEIGHT] = t_reshape(t_narrow(sums, 0, 0, 1), &one);
  if (bias) gx[BIAS] = t_reshape(t_narrow(sums, 0, 1, 1), &one);
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
  bool plain = c->a->i[0] ? !tensor_is_finite(c->x[STATS]) : c->need[STATS];
  if (op_recording() || plain) plain_rule(c, g, gx);
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
     .scratch = planes_scratch,
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
     batch_norm_grad_infer, batch_norm_grad_forward, .scratch = planes_scratch,
     .doc = "The cotangent of x in batch_norm with batch_stats. No "
            "derivative: a recorded sweep differentiates plain ops."},
    {0}};
