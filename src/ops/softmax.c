/* softmax, log_softmax and logsumexp along one axis. */
#include <string.h>
#include <tgmath.h>

#include "../pool.h"
#include "notation.h"

/* ---- the driver: lines of n elements `step` apart ---- */

typedef void (*Line)(int64_t n, int64_t step, real *y, const real *x);

typedef struct Lines {
  Line line;
  int64_t n, step, count, batch; /* batch lines a chunk */
  bool reduces;                  /* a line gives one number */
  real *y;
  const real *x;
} Lines;

static void lines_chunk(void *context, int64_t chunk) {
  const Lines *l = context;
  int64_t end = (chunk + 1) * l->batch;
  if (end > l->count) end = l->count;
  for (int64_t i = chunk * l->batch; i < end; i++) {
    int64_t at = i / l->step * l->step * l->n + i % l->step;
    l->line(l->n, l->step, l->reduces ? l->y + i : l->y + at, l->x + at);
  }
}

static int axis_of(const Call *c) {
  return shape_axis(c->x[0]->shape.rank, c->a->i[0]);
}

static void run_lines(Call *c, Line line, bool reduces) {
  const Shape *s = &c->x[0]->shape;
  int axis = axis_of(c);
  Lines l = {.line = line, .reduces = reduces, .step = 1,
             .y = tensor_data(c->y), .x = tensor_data(c->x[0])};
  for (int k = axis + 1; k < s->rank; k++) l.step *= s->size[k];
  l.n = s->rank ? s->size[axis] : 1;
  l.count = l.n > 0 ? tensor_count(c->x[0]) / l.n : tensor_count(c->y);
  l.batch = 4096 / (l.n + 1) + 1;
  pool_run(lines_chunk, &l, (l.count + l.batch - 1) / l.batch);
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

static void softmax_line(int64_t n, int64_t step, real *y, const real *x) {
  real shift = most_of(n, step, x), total = 0;
  for (int64_t i = 0; i < n; i++) {
    y[i * step] = exp(x[i * step] - shift);
    total += y[i * step];
  }
  for (int64_t i = 0; i < n; i++) y[i * step] /= total;
}

static void log_softmax_line(int64_t n, int64_t step, real *y, const real *x) {
  real shift = most_of(n, step, x);
  real log_total = log(sum_exp(n, step, x, shift));
  for (int64_t i = 0; i < n; i++) y[i * step] = x[i * step] - shift - log_total;
}

static void logsumexp_line(int64_t n, int64_t step, real *y, const real *x) {
  real shift = shift_of(n, step, x);
  *y = log(sum_exp(n, step, x, shift)) + shift;
}

/* ---- ops ---- */

static bool softmax_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return axis_of(c) >= 0;
}

static void softmax_forward(Call *c) { run_lines(c, softmax_line, false); }
static void log_softmax_forward(Call *c) {
  run_lines(c, log_softmax_line, false);
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

static void logsumexp_forward(Call *c) { run_lines(c, logsumexp_line, true); }

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
