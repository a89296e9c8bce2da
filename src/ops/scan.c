/* Along one axis: running sums, products and extremes. */
#include <string.h>
#include <tgmath.h>

#include "../grad.h"
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

/* ---- sums ---- */

static void cumsum_line(const Call *c, const Line *l) {
  double total = 0;
  (void)c;
  for (int64_t i = 0; i < l->n * l->step; i += l->step) {
    total += (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void cumsum_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], cumsum_line);
}
static void cumsum_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "suffix_sum", &g, 1, c->a);
}

static void suffix_sum_line(const Call *c, const Line *l) {
  double total = 0;
  (void)c;
  for (int64_t i = (l->n - 1) * l->step; i >= 0; i -= l->step) {
    total += (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void suffix_sum_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], suffix_sum_line);
}
static void suffix_sum_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "cumsum", &g, 1, c->a);
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
  for (int64_t i = 0; i < l->n * l->step; i += l->step) {
    total *= (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void cumprod_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], cumprod_line);
}
static Tensor *cumprod_plain(const Call *c) { return doubled(c, t_mul); }
static void cumprod_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, cumprod_plain);
}

static double log_add(double a, double b) {
  double most = a > b || isnan(a) ? a : b, least = a > b ? b : a;
  return isinf(most) ? most : most + log1p(exp(least - most));
}

static void logcumsumexp_line(const Call *c, const Line *l) {
  double total = -INFINITY;
  (void)c;
  for (int64_t i = 0; i < l->n * l->step; i += l->step) {
    total = log_add(total, (double)l->x[i]);
    l->y[i] = (real)total;
  }
}
static void logcumsumexp_forward(Call *c) {
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

/* The index of the extreme so far, of equal ones the last; NaN is one. */
static void extreme_line(const Call *c, const Line *l) {
  bool most = c->op->variant == LARGEST;
  int64_t best = 0;
  for (int64_t i = 0; i < l->n; i++) {
    real v = l->x[i * l->step], b = l->x[best * l->step];
    if (isnan(v) || (most ? v >= b : v <= b)) best = i;
    l->y[i * l->step] = (real)best + 1;
  }
}
static bool extreme_infer(Call *c) {
  return scan_infer(c) && indices_reach(length_of(c));
}
static void extreme_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], extreme_line);
}

/* ---- rows ---- */

#define SAMPLES "x(3, 4), 2; x(2, 5, 2), 2"

Op scan_ops[] = {
    {"cumsum", "x, dim: dim", scan_infer, cumsum_forward, cumsum_rule,
     .sample = SAMPLES, .doc = "Along dim, the sum of all up to each element."},
    {"suffix_sum", "x, dim: dim", scan_infer, suffix_sum_forward,
     suffix_sum_rule, .sample = SAMPLES,
     .doc = "Along dim, the sum of all from each element on: the adjoint of "
            "cumsum."},
    {"cumprod", "x, dim: dim", scan_infer, cumprod_forward, cumprod_rule,
     .sample = SAMPLES "; holed(7, 2), 1",
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
