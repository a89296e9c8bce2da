/* softmax, log_softmax and logsumexp along one axis. */
#include <tgmath.h>

#include "lines.h"

static int axis_of(const Call *c) {
  return shape_axis(c->x[0]->shape.rank, c->a->i[0]);
}

/* ---- lines ---- */

static real most_of(int64_t n, int64_t step, const real *x) {
  real most = -INFINITY;
  for (int64_t i = 0; i < n; i++)
    if (x[i * step] > most || isnan(x[i * step])) most = x[i * step];
  return most;
}

/* Where all are -inf (or one is inf) nothing is taken off, as exp() then says
 * what is meant. */
static real shift_of(int64_t n, int64_t step, const real *x) {
  real most = most_of(n, step, x);
  return isinf(most) ? 0 : most;
}

static real sum_exp(int64_t n, int64_t step, const real *x, real shift) {
  double total = 0;
  for (int64_t i = 0; i < n; i++) total += (double)exp(x[i * step] - shift);
  return (real)total;
}

static void softmax_line(const Call *c, const Line *l) {
  int64_t n = l->n, step = l->step;
  const real *x = l->x;
  real *y = l->y;
  (void)c;
  real shift = most_of(n, step, x), total = 0;
  for (int64_t i = 0; i < n; i++) {
    y[i * step] = exp(x[i * step] - shift);
    total += y[i * step];
  }
  for (int64_t i = 0; i < n; i++) y[i * step] /= total;
}

static void log_softmax_line(const Call *c, const Line *l) {
  int64_t n = l->n, step = l->step;
  const real *x = l->x;
  real *y = l->y;
  (void)c;
  real shift = most_of(n, step, x);
  real log_total = log(sum_exp(n, step, x, shift));
  for (int64_t i = 0; i < n; i++) y[i * step] = x[i * step] - shift - log_total;
}

static void logsumexp_line(const Call *c, const Line *l) {
  real shift = shift_of(l->n, l->step, l->x);
  (void)c;
  *l->y = log(sum_exp(l->n, l->step, l->x, shift)) + shift;
}

/* ---- ops ---- */

static bool softmax_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return axis_of(c) >= 0;
}

static void softmax_forward(Call *c) {
  lines_run(c, axis_of(c), softmax_line, false);
}
static void log_softmax_forward(Call *c) {
  lines_run(c, axis_of(c), log_softmax_line, false);
}

static unsigned axis_bit(const Call *c) { return 1u << axis_of(c); }

static void softmax_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *weighed = t_sum(t_mul(g, c->y), axis_bit(c), true);
  gx[0] = t_mul(c->y, t_sub(g, weighed));
}

static void log_softmax_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *total = t_sum(g, axis_bit(c), true);
  gx[0] = t_sub(g, t_mul(t_exp(c->y), total));
}

static bool logsumexp_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = axis_of(c);
  if (axis < 0) return false;
  for (int k = 0; k < s->rank; k++)
    if (k != axis || c->a->i[1])
      c->y->shape.size[c->y->shape.rank++] = k == axis ? 1 : s->size[k];
  return true;
}

static void logsumexp_forward(Call *c) {
  lines_run(c, axis_of(c), logsumexp_line, true);
}

static void logsumexp_rule(const Call *c, Tensor *g, Tensor **gx) {
  const Shape *s = &c->x[0]->shape;
  static const Op *op;
  Tensor *share = t_call(&op, "softmax", c->x, 1, c->a);
  gx[0] = t_mul(share, t_spread(g, s, axis_bit(c)));
}

Op softmax_ops[] = {
    {"softmax", "x, dim: dim", softmax_infer, softmax_forward, softmax_rule,
     .sample = "x(3, 4), 2; x(2, 3, 4), 2",
     .doc = "exp(x) over its sum along dim."},
    {"log_softmax", "x, dim: dim", softmax_infer, log_softmax_forward,
     log_softmax_rule, .sample = "x(3, 4), 2; x(2, 3, 4), 2",
     .doc = "x - logsumexp(x) along dim."},
    {"logsumexp", "x, dim: dim, {keepdim: bool = false}", logsumexp_infer,
     logsumexp_forward, logsumexp_rule,
     .sample = "x(3, 4), 2; x(2, 3, 4), 2, {keepdim = true}",
     .doc = "log(sum(exp(x))) along dim, without overflow."},
    {0}};
