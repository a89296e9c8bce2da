/* Normalisation of a sample by itself: layer_norm and group_norm.
 *
 * To both, x is rows of m adjacent elements, each row with its own mean and
 * variance. A row is `segments` runs of `inner` elements, and each run has one
 * weight and bias: segment s of row r those at (r mod period) segments + s.
 * layer_norm has runs of one element and period 1; group_norm runs of one
 * channel and as many rows in a period as there are groups. */
#include <inttypes.h>
#include <stddef.h>
#include <tgmath.h>

#include "../grad.h"
#include "../kernel/norm.h"
#include "../pool.h"
#include "../notation.h"

typedef struct RowNorm {
  int64_t rows, m, segments, inner, period;
  int64_t batch; /* rows a chunk, or weights a chunk */
  double eps;
  const NormLoops *loops;
  const real *x, *g, *w, *b, *stats; /* stats: means, then variances */
  real *y;
} RowNorm;

enum { COLUMNS = 128, GROUP = 64, CHUNK = 1 << 14 };

static RowNorm rows_of(int64_t count, int64_t rows, int64_t weights,
                       int64_t period) {
  RowNorm r = {.rows = rows,
               .m = rows ? count / rows : 0,
               .period = period,
               .segments = weights / period,
               .loops = kernels->norm};
  r.inner = r.segments ? r.m / r.segments : 0;
  r.batch = CHUNK / (r.m + 1) + 1;
  return r;
}

static void run_rows(PoolTask task, RowNorm *r) {
  pool_run(task, r, (r->rows + r->batch - 1) / r->batch);
}

static int64_t last_row(const RowNorm *r, int64_t chunk) {
  int64_t end = (chunk + 1) * r->batch;
  return end < r->rows ? end : r->rows;
}

static const real *data_of(const Tensor *x) {
  return x ? tensor_data(x) : NULL;
}

/* ---- forward ---- */

/* Runs of one element have weights that lie as they do; of others each is a
 * call, whose weight is a number. */
static void normalise_row(const RowNorm *r, int64_t row, real mean, real rstd) {
  const real *x = r->x + row * r->m;
  real *y = r->y + row * r->m;
  int64_t at = row % r->period * r->segments;
  const real *w = r->w ? r->w + at : NULL, *b = r->b ? r->b + at : NULL;
  if (r->inner == 1 || !(w || b)) {
    r->loops->scale_row(r->m, y, (const real *const[]){x, w, b},
                        (real[]){mean, rstd, 0});
    return;
  }
  for (int64_t s = 0; s < r->segments; s++, x += r->inner, y += r->inner)
    r->loops->scale_row(r->inner, y, (const real *const[]){x, NULL, NULL},
                        (real[]){mean, w ? rstd * w[s] : rstd, b ? b[s] : 0});
}

/* A row whose sums do not fit, in double. */
static void normalise_far(const RowNorm *r, int64_t row) {
  const real *x = r->x + row * r->m;
  int64_t at = row % r->period * r->segments;
  double n = (double)r->m, mean = 0, var = 0;
  for (int64_t i = 0; i < r->m; i++) mean += (double)x[i] / n;
  for (int64_t i = 0; i < r->m; i++)
    var += ((double)x[i] - mean) * ((double)x[i] - mean) / n;
  for (int64_t i = 0; i < r->m; i++) {
    int64_t s = at + i / r->inner;
    double v = ((double)x[i] - mean) / sqrt(var + r->eps);
    if (r->w) v *= (double)r->w[s];
    r->y[row * r->m + i] = (real)(r->b ? v + (double)r->b[s] : v);
  }
}

static void forward_chunk(void *context, int64_t chunk) {
  const RowNorm *r = context;
  int64_t end = last_row(r, chunk);
  for (int64_t i = chunk * r->batch; i < end; i++) {
    const real *x = r->x + i * r->m;
    real mean = kernels->sum(r->m, x) / (real)r->m;
    double var = r->loops->spread(r->m, x, mean) / (double)r->m;
    if (isfinite(var))
      normalise_row(r, i, mean, (real)(1 / sqrt(var + r->eps)));
    else normalise_far(r, i);
  }
}

static void row_forward(Call *c, RowNorm *r) {
  r->eps = c->a->r[0];
  r->x = tensor_data(c->x[0]);
  r->w = data_of(c->x[1]);
  r->b = data_of(c->x[2]);
  r->y = tensor_data(c->y);
  run_rows(forward_chunk, r);
}

/* ---- the cotangent of x ---- */

/* dx = (g w - mean(g w) - xhat mean(g w xhat)) / std */
static void grad_row(const RowNorm *r, int64_t row, real level, real slope) {
  const real *x = r->x + row * r->m, *g = r->g + row * r->m;
  const real *w = r->w ? r->w + row % r->period * r->segments : NULL;
  real *y = r->y + row * r->m, mean = r->stats[row];
  real rstd = (real)(1 / sqrt((double)r->stats[r->rows + row] + r->eps));
  if (r->inner == 1 || !w) {
    r->loops->pull_row(r->m, y, (const real *const[]){g, w, x},
                       (real[]){mean, rstd, 1, level, slope});
    return;
  }
  for (int64_t s = 0; s < r->segments; s++) {
    int64_t at = s * r->inner;
    r->loops->pull_row(r->inner, y + at,
                       (const real *const[]){g + at, NULL, x + at},
                       (real[]){mean, rstd, w[s], level, slope});
  }
}

/* Sums of g w (x - mean) and of g w over a row. */
static void sum_row(const RowNorm *r, int64_t row, double sum[2]) {
  const real *x = r->x + row * r->m, *g = r->g + row * r->m;
  const real *w = r->w ? r->w + row % r->period * r->segments : NULL;
  real mean = r->stats[row];
  if (r->inner == 1 || !w) {
    r->loops->products(r->m, (const real *const[]){g, w, x}, mean, sum);
    return;
  }
  for (int64_t s = 0; s < r->segments; s++) {
    double part[2] = {0};
    int64_t at = s * r->inner;
    r->loops->products(r->inner, (const real *const[]){g + at, NULL, x + at},
                       mean, part);
    sum[0] += part[0] * (double)w[s];
    sum[1] += part[1] * (double)w[s];
  }
}

static void grad_chunk(void *context, int64_t chunk) {
  const RowNorm *r = context;
  int64_t end = last_row(r, chunk);
  for (int64_t i = chunk * r->batch; i < end; i++) {
    double sum[2] = {0}, var = (double)r->stats[r->rows + i] + r->eps;
    sum_row(r, i, sum);
    grad_row(r, i, (real)(sum[1] / (double)r->m),
             (real)(sum[0] / (double)r->m / var));
  }
}

/* ---- the cotangents of weight and bias ---- */

/* Runs of several elements: one weight at a time. */
static void sum_weight(const RowNorm *r, int64_t a) {
  int64_t weights = r->period * r->segments;
  double total[2] = {0};
  for (int64_t row = a / r->segments; row < r->rows; row += r->period) {
    double sum[2] = {0}, var = (double)r->stats[r->rows + row] + r->eps;
    int64_t at = row * r->m + a % r->segments * r->inner;
    r->loops->products(r->inner,
                       (const real *const[]){r->g + at, NULL, r->x + at},
                       r->stats[row], sum);
    total[0] += sum[0] / sqrt(var);
    total[1] += sum[1];
  }
  r->y[a] = (real)total[0];
  r->y[weights + a] = (real)total[1];
}

/* Runs of one element, period 1: weights from .. from + n - 1 at once, rows in
 * groups so that little is added to much. */
static void sum_columns(const RowNorm *r, int64_t from, int64_t n) {
  double total[2][COLUMNS] = {{0}};
  for (int64_t top = 0; top < r->rows; top += GROUP) {
    real by[COLUMNS] = {0}, of[COLUMNS] = {0}, rstd[GROUP];
    int64_t rows = r->rows - top < GROUP ? r->rows - top : GROUP;
    const real *var = r->stats + r->rows + top;
    for (int64_t i = 0; i < rows; i++)
      rstd[i] = (real)(1 / sqrt((double)var[i] + r->eps));
    int64_t at = top * r->m + from;
    r->loops->row_products(rows, n, r->m,
                           (const real *const[]){r->g + at, r->x + at},
                           (const real *const[]){r->stats + top, rstd},
                           (real *const[]){by, of});
    for (int64_t k = 0; k < n; k++) {
      total[0][k] += (double)by[k];
      total[1][k] += (double)of[k];
    }
  }
  for (int64_t k = 0; k < n; k++) {
    r->y[from + k] = (real)total[0][k];
    r->y[r->segments + from + k] = (real)total[1][k];
  }
}

static void sums_chunk(void *context, int64_t chunk) {
  const RowNorm *r = context;
  int64_t weights = r->period * r->segments, from = chunk * r->batch;
  int64_t n = weights - from < r->batch ? weights - from : r->batch;
  if (r->inner == 1 && r->period == 1) sum_columns(r, from, n);
  else
    for (int64_t k = 0; k < n; k++) sum_weight(r, from + k);
}

/* ---- the backward pass as rows ---- */

enum { G, X, STATS, WEIGHT };

/* stats is 2 x rows, rows divide x, and `weights` fit into their runs. */
static bool backward_fits(const Call *c, int64_t weights, int64_t period) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  const Tensor *x = c->x[X], *stats = c->x[STATS];
  int64_t count = tensor_count(x);
  if (!shape_equal(&c->x[G]->shape, &x->shape))
    return error_set("the cotangent is %s, the input %s",
                     shape_text(&c->x[G]->shape, a), shape_text(&x->shape, b));
  int64_t rows = stats->shape.rank == 2 ? stats->shape.size[1] : 0;
  if (stats->shape.rank != 2 || stats->shape.size[0] != 2 || rows < 1 ||
      count % rows)
    return error_set("statistics are %s for an input of %s; 2 x rows is wanted",
                     shape_text(&stats->shape, a), shape_text(&x->shape, b));
  if (period < 1 || rows % period || weights < 1 || weights % period ||
      (count / rows) % (weights / period))
    return error_set("%" PRId64 " weights of period %" PRId64 " for %" PRId64
                     " rows of %" PRId64,
                     weights, period, rows, count / rows);
  return true;
}

static RowNorm backward_rows(const Call *c, int64_t weights) {
  RowNorm r = rows_of(tensor_count(c->x[X]), c->x[STATS]->shape.size[1],
                      weights, c->a->i[0]);
  r.eps = c->a->r[0];
  r.g = tensor_data(c->x[G]);
  r.x = tensor_data(c->x[X]);
  r.stats = tensor_data(c->x[STATS]);
  r.y = tensor_data(c->y);
  return r;
}

static int64_t weights_of(const Call *c) {
  return c->x[WEIGHT] ? tensor_count(c->x[WEIGHT]) : c->a->i[0];
}

static bool row_grad_infer(Call *c) {
  c->y->shape = c->x[X]->shape;
  return backward_fits(c, weights_of(c), c->a->i[0]);
}

static void row_grad_forward(Call *c) {
  RowNorm r = backward_rows(c, weights_of(c));
  r.w = data_of(c->x[WEIGHT]);
  if (r.m > 0) run_rows(grad_chunk, &r);
}

static bool row_sums_infer(Call *c) {
  if (!backward_fits(c, c->a->i[1], c->a->i[0])) return false;
  c->y->shape = (Shape){2, {2, c->a->i[1]}};
  return true;
}

static void row_sums_forward(Call *c) {
  RowNorm r = backward_rows(c, c->a->i[1]);
  r.batch = r.inner == 1 && r.period == 1 ? COLUMNS : 1;
  pool_run(sums_chunk, &r, (c->a->i[1] + r.batch - 1) / r.batch);
}

/* ---- what the two have in common ---- */

/* x as rows, runs and elements of a run; weights as they stand against it. */
static Shape shape_in_full(const RowNorm *r) {
  return (Shape){4, {r->rows / r->period, r->period, r->segments, r->inner}};
}

static Tensor *row_compose(const Call *c, const RowNorm *r) {
  Shape full = shape_in_full(r), shape = c->x[0]->shape;
  Shape weights = {4, {1, r->period, r->segments, 1}};
  Tensor *y = t_standardise(t_reshape(c->x[0], &full), 12, c->a->r[0]);
  if (c->x[1]) y = t_mul(y, t_reshape(c->x[1], &weights));
  if (c->x[2]) y = t_add(y, t_reshape(c->x[2], &weights));
  return t_reshape(y, &shape);
}

static Tensor *stats_of(Tensor *x, const RowNorm *r) {
  static const Op *op;
  Shape s = {3, {1, r->rows, r->m}};
  return t_call1(&op, "batch_norm_stats", t_reshape(x, &s));
}

static void fused_rule(const Call *c, Tensor *g, Tensor **gx, const RowNorm *r,
                       Tensor *stats) {
  static const Op *grad_op, *sums_op;
  Tensor *x[] = {g, c->x[0], stats, c->x[1]};
  Attrs a = {.r = {c->a->r[0]}, .i = {r->period, r->period * r->segments}};
  if (c->need[0]) gx[0] = t_call(&grad_op, "row_norm_grad", x, 4, &a);
  if (!(c->x[1] && c->need[1]) && !(c->x[2] && c->need[2])) return;
  Tensor *sums = t_call(&sums_op, "row_norm_sums", x, 3, &a);
  for (int k = 1; k <= 2; k++)
    if (c->x[k] && c->need[k])
      gx[k] = t_reshape(t_narrow(sums, 0, k - 1, 1), &c->x[k]->shape);
}

/* weight and bias, where given, have this shape. */
static bool affine_fits(const Call *c, const Shape *s) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  for (int k = 1; k <= 2; k++)
    if (c->x[k] && !shape_equal(&c->x[k]->shape, s))
      return error_set("%s is %s, %s is wanted", k == 1 ? "weight" : "bias",
                       shape_text(&c->x[k]->shape, a), shape_text(s, b));
  return true;
}

/* Nothing depends on the values of the bias: they may have changed. */
static void plain_rule(const Call *c, Tensor *g, Tensor **gx, const RowNorm *r,
                       Tensor *(*compose)(const Call *c)) {
  Shape full = shape_in_full(r);
  Tensor *x[] = {c->x[0], c->x[1], NULL};
  Call inner = *c;
  inner.x = x;
  grad_composed(&inner, g, gx, compose);
  if (!c->x[2] || !c->need[2]) return;
  gx[2] = t_reshape(t_sum(t_reshape(g, &full), 9, false), &c->x[2]->shape);
}

static void rule(const Call *c, Tensor *g, Tensor **gx, const RowNorm *r,
                 Tensor *(*compose)(const Call *c)) {
  bool plain = op_recording() || !r->rows;
  Tensor *stats = plain ? NULL : stats_of(c->x[0], r);
  bool fits = stats && tensor_is_finite(stats);
  if (!fits) plain_rule(c, g, gx, r, compose);
  else fused_rule(c, g, gx, r, stats);
}

static bool is_affine(const Call *c) { return c->x[1] || c->x[2]; }

/* ---- layer_norm ---- */

static Shape last_sizes(const Call *c) {
  Shape s = {.rank = c->a->n};
  for (int k = 0; k < s.rank; k++) s.size[k] = c->a->list[k];
  return s;
}

static bool layer_norm_infer(Call *c) {
  const Shape *x = &c->x[0]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  int n = c->a->n;
  bool fits = n > 0 && n <= x->rank;
  for (int k = 0; k < n && fits; k++)
    fits = c->a->list[k] == x->size[x->rank - n + k];
  c->y->shape = *x;
  if (!fits) {
    Shape wanted = {0};
    if (n <= MAX_DIMS) wanted = last_sizes(c);
    return error_set("the last sizes of %s are not %s", shape_text(x, a),
                     n > 0 && n <= MAX_DIMS ? shape_text(&wanted, b) : "these");
  }
  Shape s = last_sizes(c);
  return affine_fits(c, &s);
}

static RowNorm layer_rows(const Call *c) {
  Shape s = last_sizes(c);
  int64_t m = shape_count(&s), count = tensor_count(c->x[0]);
  return rows_of(count, m ? count / m : 0, is_affine(c) ? m : 1, 1);
}

static void layer_norm_forward(Call *c) {
  RowNorm r = layer_rows(c);
  row_forward(c, &r);
}

static Tensor *layer_norm_compose(const Call *c) {
  RowNorm r = layer_rows(c);
  return r.rows ? row_compose(c, &r) : t_alias(c->x[0]);
}

static void layer_norm_rule(const Call *c, Tensor *g, Tensor **gx) {
  RowNorm r = layer_rows(c);
  rule(c, g, gx, &r, layer_norm_compose);
}

/* ---- group_norm ---- */

static bool group_norm_infer(Call *c) {
  const Shape *x = &c->x[0]->shape;
  char text[SHAPE_TEXT];
  int64_t groups = c->a->i[0];
  c->y->shape = *x;
  if (x->rank < 2 || groups < 1 || x->size[1] < 1 || x->size[1] % groups)
    return error_set("%" PRId64 " groups of the channels of %s (n, channels, "
                     "...)",
                     groups, shape_text(x, text));
  return affine_fits(c, &(Shape){1, {x->size[1]}});
}

static RowNorm group_rows(const Call *c) {
  const Shape *x = &c->x[0]->shape;
  int64_t count = tensor_count(c->x[0]), groups = c->a->i[0];
  return rows_of(count, count ? x->size[0] * groups : 0,
                 is_affine(c) ? x->size[1] : groups, groups);
}

static void group_norm_forward(Call *c) {
  RowNorm r = group_rows(c);
  row_forward(c, &r);
}

static Tensor *group_norm_compose(const Call *c) {
  RowNorm r = group_rows(c);
  return r.rows ? row_compose(c, &r) : t_alias(c->x[0]);
}

static void group_norm_rule(const Call *c, Tensor *g, Tensor **gx) {
  RowNorm r = group_rows(c);
  rule(c, g, gx, &r, group_norm_compose);
}

/* ---- rows ---- */

Op row_norm_ops[] = {
    {"layer_norm",
     "x, normalized_shape: ints, weight?, bias?, "
     "{eps: real = 1e-5}",
     layer_norm_infer, layer_norm_forward, layer_norm_rule,
     .sample = "x(3, 4), 4, x(4), x(4); x(2, 3, 4), {3, 4}, x(3, 4); "
               "x(3, 4), 4",
     .doc = "(x - mean) / sqrt(var + eps) weight + bias, with mean and biased "
            "variance over the last dimensions, whose sizes are "
            "normalized_shape, as those of weight and bias (Ba, Kiros and "
            "Hinton 2016, equation 4)."},
    {"group_norm", "x, num_groups: int, weight?, bias?, {eps: real = 1e-5}",
     group_norm_infer, group_norm_forward, group_norm_rule,
     .sample = "x(2, 4, 3), 2, x(4), x(4); x(3, 4), 2, x(4); "
               "x(2, 3, 4), 3, nil, x(3)",
     .doc = "As layer_norm over each group of adjacent channels and all "
            "positions of a sample, with a weight and bias for each channel. "
            "x: n, c, ... (Wu and He 2018, equation 7)."},
    {"row_norm_grad",
     "g, x, stats, weight?, {period: int = 1, eps: real = 1e-5}",
     row_grad_infer, row_grad_forward,
     .doc = "The cotangent of x in layer_norm or group_norm: x is rows, stats "
            "their means and variances, 2 x rows, and the weights begin again "
            "every `period` rows. No derivative: a recorded sweep "
            "differentiates plain ops."},
    {"row_norm_sums",
     "g, x, stats, {period: int = 1, weights: int = 1, eps: real = 1e-5}",
     row_sums_infer, row_sums_forward,
     .doc = "Sums of g xhat and of g for every weight, 2 x weights: what the "
            "backward pass of layer_norm and group_norm needs. No derivative."},
    {0}};
