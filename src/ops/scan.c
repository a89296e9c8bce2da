/* Along one axis: running sums, products and extremes. */
#include <tgmath.h>

#include "../grad.h"
#include "../kernel/fold.h"
#include "../kernel/order.h"
#include "../kernel/soft.h"
#include "../pool.h"
#include "indices.h"
#include "lines.h"

static bool scan_infer(Call *c) {
  int axis = shape_axis(c->x[0]->shape.rank, c->a->i[0]);
  c->a->i[0] = axis;
  c->y->shape = c->x[0]->shape;
  return axis >= 0;
}

static int64_t length_of(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  return s->rank ? s->size[c->a->i[0]] : 1;
}

/* Lines beside each other are gone along together. */
static void scan(Call *c, LineTask line, ColumnsTask columns) {
  int axis = (int)c->a->i[0];
  if (lines_beside(c, axis)) columns_run(c, axis, columns);
  else lines_run(c, axis, line);
}

/* ---- sums ---- */

static void cumsum_line(const Call *c, const Line *l) {
  double total = 0;
  (void)c;
  for (int64_t i = 0; i < l->n; i++) {
    total += (double)l->x[i];
    l->y[i] = (real)total;
  }
}

/* From row `from` on, towards the last or the first one. */
static void sum_columns(const Columns *t, int64_t from, int64_t step) {
  double total[COLUMNS] = {0};
  const real *x = t->x + from;
  real *y = t->y + from;
  for (int64_t i = 0; i < t->n; i++, x += step, y += step)
    for (int64_t k = 0; k < t->columns; k++) {
      total[k] += (double)x[k];
      y[k] = (real)total[k];
    }
}
static void cumsum_columns(const Call *c, const Columns *t) {
  (void)c;
  sum_columns(t, 0, t->step);
}
static void cumsum_forward(Call *c) { scan(c, cumsum_line, cumsum_columns); }
static void cumsum_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "suffix_sum", &g, 1, c->a);
}

static void suffix_sum_line(const Call *c, const Line *l) {
  double total = 0;
  (void)c;
  for (int64_t i = l->n - 1; i >= 0; i--) {
    total += (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void suffix_columns(const Call *c, const Columns *t) {
  (void)c;
  sum_columns(t, (t->n - 1) * t->step, -t->step);
}
static void suffix_sum_forward(Call *c) {
  scan(c, suffix_sum_line, suffix_columns);
}
static void suffix_sum_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "cumsum", &g, 1, c->a);
}

/* ---- weighted sums ----
 *
 * y[i] = x[i] + w[i] y[i - 1], and its adjoint in x, which goes the other way:
 * y[i] = x[i] + w[i + 1] y[i + 1]. The rule of each is made of the other. */

enum { FORWARD, BACKWARD }; /* variants of the rows */
enum { SIDE = 64 };         /* lines that are done side by side */

typedef struct Weighted {
  const real *x, *w;
  real *y;
  bool back;
  int64_t n, step, blocks; /* of a line, and blocks of lines beside others */
} Weighted;

/* Of `width` lines that begin at `at`. */
static inline void weighted_lines(const Weighted *r, int64_t at,
                                  int64_t width) {
  double total[SIDE] = {0};
  for (int64_t i = 0; i < r->n; i++) {
    int64_t row = at + (r->back ? r->n - 1 - i : i) * r->step;
    const real *x = r->x + row, *w = r->w + row + (r->back ? r->step : 0);
    for (int64_t k = 0; k < width && i > 0; k++)
      total[k] = (double)x[k] + (double)w[k] * total[k];
    for (int64_t k = 0; k < width && i == 0; k++) total[k] = (double)x[k];
    for (int64_t k = 0; k < width; k++) r->y[row + k] = (real)total[k];
  }
}

static void weighted_chunk(void *context, int64_t chunk) {
  const Weighted *r = context;
  int64_t at = chunk / r->blocks * r->n * r->step;
  int64_t first = chunk % r->blocks * SIDE, left = r->step - first;
  if (r->step == 1) weighted_lines(r, at, 1);
  else weighted_lines(r, at + first, left < SIDE ? left : SIDE);
}

static bool weighted_infer(Call *c) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!scan_infer(c)) return false;
  return shape_equal(&c->x[0]->shape, &c->x[1]->shape) ||
         error_set("x is %s and its weights are %s",
                   shape_text(&c->x[0]->shape, a),
                   shape_text(&c->x[1]->shape, b));
}

static void weighted_forward(Call *c) {
  const Shape *s = &c->y->shape;
  Weighted r = {.x = tensor_data(c->x[0]),
                .w = tensor_data(c->x[1]),
                .y = tensor_data(c->y),
                .back = c->op->variant == BACKWARD};
  if (tensor_count(c->y) == 0) return;
  r.n = length_of(c);
  r.step = shape_product(s, (int)c->a->i[0] + 1, s->rank);
  r.blocks = (r.step + SIDE - 1) / SIDE;
  int64_t outer = tensor_count(c->y) / (r.n * r.step);
  pool_run_pieces(weighted_chunk, &r, outer * r.blocks,
                  r.n * (r.step < SIDE ? r.step : SIDE));
}

static Tensor *weighted(bool back, Tensor *x, Tensor *w, const Attrs *a) {
  static const Op *forward, *backward;
  return t_call(back ? &backward : &forward,
                back ? "suffix_weighted_sum" : "weighted_cumsum",
                (Tensor *[]){x, w}, 2, a);
}

/* later[i] before[i - 1] for each i; 0 for the first. */
static Tensor *neighbours(Tensor *later, Tensor *before, int64_t axis) {
  if (!later || !before || before->shape.rank == 0) return NULL;
  int64_t n = before->shape.size[axis];
  if (n < 2) return NULL;
  Tensor *pairs = t_mul(t_narrow(later, axis, 1, n - 1),
                        t_narrow(before, axis, 0, n - 1));
  return t_widen(pairs, axis, 1, n);
}

static void weighted_rule(const Call *c, Tensor *g, Tensor **gx) {
  bool back = c->op->variant == BACKWARD;
  gx[0] = weighted(!back, g, c->x[1], c->a);
  if (c->need[1])
    gx[1] = neighbours(back ? c->y : gx[0], back ? gx[0] : c->y, c->a->i[0]);
}

/* ---- other scans ---- */

/* The scan of an associative `join` in plain ops: after k steps an element
 * holds the 2^k that end with it (Hillis and Steele 1986). */
static Tensor *doubled(const Call *c, Tensor *(*join)(Tensor *, Tensor *)) {
  static const Op *op;
  Tensor *y = t_alias(c->x[0]);
  int64_t axis = c->a->i[0], n = length_of(c);
  for (int64_t d = 1; d < n; d *= 2) {
    Tensor *before = t_narrow(y, axis, 0, n - d);
    Tensor *rest = join(before, t_narrow(y, axis, d, n - d));
    y = t_call(&op, "cat", (Tensor *[]){t_narrow(y, axis, 0, d), rest}, 2,
               &(Attrs){.i = {axis}});
  }
  return y;
}

static void cumprod_line(const Call *c, const Line *l) {
  double total = 1;
  (void)c;
  for (int64_t i = 0; i < l->n; i++) {
    total *= (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void cumprod_columns(const Call *c, const Columns *t) {
  double total[COLUMNS];
  (void)c;
  for (int64_t k = 0; k < t->columns; k++) total[k] = 1;
  for (int64_t i = 0; i < t->n * t->step; i += t->step)
    for (int64_t k = 0; k < t->columns; k++) {
      total[k] *= (double)t->x[i + k];
      t->y[i + k] = (real)total[k];
    }
}
static void cumprod_forward(Call *c) { scan(c, cumprod_line, cumprod_columns); }

/* Of all that is before i, by what each from i on has of x[i]: nothing is ever
 * divided by, so that zeros need no care. */
static void cumprod_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  int64_t axis = c->a->i[0], n = length_of(c);
  gx[0] = weighted(true, g, c->x[0], c->a);
  if (n < 2) return;
  Tensor *rest = t_mul(t_narrow(c->y, axis, 0, n - 1),
                       t_narrow(gx[0], axis, 1, n - 1));
  gx[0] = t_call(&op, "cat", (Tensor *[]){t_narrow(gx[0], axis, 0, 1), rest}, 2,
                 &(Attrs){.i = {axis}});
}

static double log_add(double a, double b) {
  double most = a > b || isnan(a) ? a : b, least = a > b ? b : a;
  return isinf(most) ? most : most + log1p(exp(least - most));
}

/* Of n elements `step` apart, after those whose logarithm is total. */
static double log_sums(int64_t n, int64_t step, const real *x, real *y,
                       double total) {
  for (int64_t i = 0; i < n * step; i += step) {
    total = log_add(total, (double)x[i]);
    y[i] = (real)total;
  }
  return total;
}

static const Op *logarithm; /* found before the work is shared */

/* Of adjacent ones, by exponentials that are summed up, where all (and total,
 * where there is one) are so near each other that these keep their digits. */
static double log_sums_near(int64_t n, const real *x, real *y, double total) {
  const double reach = 20;
  double most = (double)kernels->fold->largest.run(n, x);
  double least = (double)kernels->fold->smallest.run(n, x);
  bool begun = total != (double)-INFINITY;
  if (begun && total > most) most = total;
  if (begun && total < least) least = total;
  if (!(most - least < reach)) return log_sums(n, 1, x, y, total);
  real shift = (real)most;
  double sum = exp(total - (double)shift);
  kernels->soft->exp_shifted(n, y, x, shift);
  for (int64_t i = 0; i < n; i++) y[i] = (real)(sum += (double)y[i]);
  logarithm->loop(n, y, (const real *const[]){y}, NULL);
  for (int64_t i = 0; i < n; i++) y[i] += shift;
  return log(sum) + (double)shift;
}

static void logcumsumexp_line(const Call *c, const Line *l) {
  enum { BLOCK = 256 };
  double total = -INFINITY;
  (void)c;
  if (l->step > 1) log_sums(l->n, l->step, l->x, l->y, total);
  for (int64_t i = 0; l->step == 1 && i < l->n; i += BLOCK)
    total = log_sums_near(l->n - i < BLOCK ? l->n - i : BLOCK, l->x + i,
                          l->y + i, total);
}
static void logcumsumexp_forward(Call *c) {
  op_cached(&logarithm, "log");
  lines_run(c, (int)c->a->i[0], logcumsumexp_line);
}

/* b - log(sigmoid(b - a)), where the two are apart by a number at all. */
static Tensor *t_log_add(Tensor *a, Tensor *b) {
  static const Op *finite_op, *log_op;
  Tensor *apart = t_sub(b, a), *finite = t_call1(&finite_op, "isfinite", apart);
  Tensor *safe = t_where(finite, apart, t_number(0));
  Tensor *sum = t_sub(b, t_call1(&log_op, "logsigmoid", safe));
  return t_where(finite, sum, t_where(t_gt(a, b), a, b));
}
static Tensor *logcumsumexp_plain(const Call *c) {
  return doubled(c, t_log_add);
}
static void logcumsumexp_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, logcumsumexp_plain);
}

/* ---- running extremes ---- */

enum { SMALLEST, LARGEST }; /* variants of the two rows */

static void extreme_line(const Call *c, const Line *l) {
  kernels->order->running(l->n, l->x, c->op->variant == LARGEST, l->y);
}
static void extreme_columns(const Call *c, const Columns *t) {
  kernels->order->runnings(t->n, t->columns, t->x, t->step,
                           c->op->variant == LARGEST, t->y);
}
static bool extreme_infer(Call *c) {
  return scan_infer(c) && indices_reach(length_of(c));
}
static void extreme_forward(Call *c) {
  if (length_of(c) > 0) scan(c, extreme_line, extreme_columns);
}

/* ---- rows ---- */

#define SAMPLES "x(3, 4), 2; x(2, 5, 2), 2"

Op scan_ops[] = {
    {"cumsum", "x, dim: dim", scan_infer, cumsum_forward, cumsum_rule,
     .reads = READS_NONE, .sample = SAMPLES,
     .doc = "Along dim, the sum of all up to each element."},
    {"suffix_sum", "x, dim: dim", scan_infer, suffix_sum_forward,
     suffix_sum_rule, .reads = READS_NONE, .sample = SAMPLES,
     .doc = "Along dim, the sum of all from each element on: the adjoint of "
            "cumsum."},
    {"weighted_cumsum", "x, weight, dim: dim", weighted_infer, weighted_forward,
     weighted_rule, .reads = READS_ALL, .variant = FORWARD,
     .sample = "x(3, 4), x(3, 4), 2; x(2, 5, 2), x(2, 5, 2), 2",
     .doc = "y[i] = x[i] + weight[i] y[i - 1] along dim; y[1] = x[1]."},
    {"suffix_weighted_sum", "x, weight, dim: dim", weighted_infer,
     weighted_forward, weighted_rule, .reads = READS_ALL, .variant = BACKWARD,
     .sample = "x(3, 4), x(3, 4), 2; x(2, 5, 2), x(2, 5, 2), 2",
     .doc = "y[i] = x[i] + weight[i + 1] y[i + 1] along dim, from the end on: "
            "the adjoint of weighted_cumsum in x."},
    {"cumprod", "x, dim: dim", scan_infer, cumprod_forward, cumprod_rule,
     .reads = READS_ALL, .sample = SAMPLES "; holed(7, 2), 1",
     .doc = "Along dim, the product of all up to each element."},
    {"logcumsumexp", "x, dim: dim", scan_infer, logcumsumexp_forward,
     logcumsumexp_rule, .sample = SAMPLES,
     .doc = "log(cumsum(exp(x))) along dim, without overflow."},
    {"argcummax", "x, dim: dim", extreme_infer, extreme_forward,
     .variant = LARGEST,
     .doc = "Along dim, the index from 1 of the largest element up to each, of "
            "equal ones the last; NaN counts as largest. No derivative."},
    {"argcummin", "x, dim: dim", extreme_infer, extreme_forward,
     .variant = SMALLEST,
     .doc = "Along dim, the index from 1 of the smallest element up to each, "
            "of equal ones the last; NaN counts as smallest. No derivative."},
    {0}};
