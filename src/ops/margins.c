/* Losses of many scores beside each other: of n samples with c classes, of
 * which target lists each sample's own, from 1, up to the first below 1. A
 * sample is a task; what it needs beside its result is c numbers and c more. */
#include <inttypes.h>
#include <string.h>

#include "../kernel/sizes.h"
#include "../pool.h"
#include "../walk.h"
#include "../notation.h"

enum { LANES = 16 };

/* One sample: the scores of classes that are not listed, side by side, and
 * which they are. */
typedef struct Others {
  int64_t n;
  real *score;
  int64_t *place;
} Others;

static size_t margin_scratch(const Call *c) {
  size_t classes = (size_t)c->x[c->n - 1]->shape.size[1];
  return classes * (2 * sizeof(real) + sizeof(int64_t));
}

static int64_t listed(const real *target, int64_t classes) {
  int64_t n = 0;
  while (n < classes && target[n] >= 1) n++;
  return n;
}

static Others others_of(const real *x, const real *target, int64_t own,
                        int64_t classes) {
  Others o = {.place = pool_scratch()};
  o.score = (real *)(o.place + classes);
  real *taken = o.score + classes;
  memset(taken, 0, (size_t)classes * sizeof *taken);
  for (int64_t k = 0; k < own; k++) taken[(int64_t)target[k] - 1] = 1;
  for (int64_t k = 0; k < classes; k++) {
    if (taken[k] != 0) continue;
    o.place[o.n] = k;
    o.score[o.n++] = x[k];
  }
  return o;
}

/* The sum of max(0, score + shift). */
static real above(const Others *o, real shift) {
  real lane[LANES] = {0}, total = 0;
  int64_t i = 0;
  for (; i + LANES <= o->n; i += LANES)
    for (int k = 0; k < LANES; k++) {
      real v = o->score[i + k] + shift;
      lane[k] += v < 0 ? 0 : v;
    }
  for (; i < o->n; i++) {
    real v = o->score[i] + shift;
    total += v < 0 ? 0 : v;
  }
  for (int k = 0; k < LANES; k++) total += lane[k];
  return total;
}

/* ---- multilabel_margin ---- */

/* Are those that each row lists classes, of which there are as many as columns?
 */
static bool classes_known(const Tensor *target) {
  enum { SOME = 256 };
  real some[SOME];
  int64_t classes = target->shape.size[1];
  bool listing = true;
  Walk w;
  walk_open(&w, &target->shape, target->stride);
  for (int64_t at = 0; at < w.count; at++) {
    if (at % SOME == 0)
      walk_pack(&w, tensor_data(target), at, least(w.count - at, SOME), some);
    real v = some[at % SOME];
    listing = (listing || at % classes == 0) && v >= 1;
    if (listing && !(v <= (real)classes && (real)(int64_t)v == v))
      return error_set("class %.9g; classes count from 1 to %" PRId64,
                       (double)v, classes);
  }
  return true;
}

static bool margin_shapes(const Tensor *x, const Tensor *target) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (x->shape.rank == 2 && shape_equal(&x->shape, &target->shape))
    return classes_known(target);
  return error_set("x is %s and target %s; both are n x c",
                   shape_text(&x->shape, a), shape_text(&target->shape, b));
}

static bool margin_infer(Call *c) {
  c->y->shape = (Shape){1, {c->x[0]->shape.size[0]}};
  return margin_shapes(c->x[0], c->x[1]);
}

static void margin_task(void *context, int64_t i) {
  const Call *c = context;
  int64_t classes = c->x[0]->shape.size[1];
  const real *x = tensor_data(c->x[0]) + i * classes;
  const real *target = tensor_data(c->x[1]) + i * classes;
  int64_t own = listed(target, classes);
  Others o = others_of(x, target, own, classes);
  double total = 0;
  for (int64_t k = 0; k < own; k++)
    total += (double)above(&o, 1 - x[(int64_t)target[k] - 1]);
  tensor_data(c->y)[i] = (real)total;
}

static void margin_forward(Call *c) {
  pool_run(margin_task, c, tensor_count(c->y));
}

static Tensor *slopes(Tensor *g, Tensor *x, Tensor *target) {
  static const Op *op;
  return t_call3(&op, "multilabel_margin_grad", (Tensor *[]){g, x, target});
}

static void margin_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) gx[0] = slopes(g, c->x[0], c->x[1]);
}

/* ---- its gradient: linear in g, flat in x ---- */

static bool margin_grad_infer(Call *c) {
  char text[SHAPE_TEXT];
  c->y->shape = c->x[1]->shape;
  if (!margin_shapes(c->x[1], c->x[2])) return false;
  Shape due = {1, {c->x[1]->shape.size[0]}};
  return shape_equal(&c->x[0]->shape, &due) ||
         error_set("g is %s for %" PRId64 " samples",
                   shape_text(&c->x[0]->shape, text), due.size[0]);
}

/* Each own class as often as others come within 1 of it, these once each. */
static void margin_grad_task(void *context, int64_t i) {
  const Call *c = context;
  int64_t classes = c->x[1]->shape.size[1];
  const real *x = tensor_data(c->x[1]) + i * classes,
             g = tensor_data(c->x[0])[i];
  const real *target = tensor_data(c->x[2]) + i * classes;
  real *y = tensor_data(c->y) + i * classes;
  int64_t own = listed(target, classes);
  Others o = others_of(x, target, own, classes);
  real *times = o.score + classes; /* those taken are in o by now */
  memset(times, 0, (size_t)classes * sizeof *times);
  memset(y, 0, (size_t)classes * sizeof *y);
  for (int64_t k = 0; k < own; k++) {
    int64_t at = (int64_t)target[k] - 1;
    real shift = 1 - x[at];
    int32_t near = 0;
    for (int64_t j = 0; j < o.n; j++) {
      int inside = o.score[j] + shift > 0;
      times[j] += (real)inside;
      near += inside;
    }
    y[at] -= g * (real)near;
  }
  for (int64_t j = 0; j < o.n; j++) y[o.place[j]] = g * times[j];
}

static void margin_grad_forward(Call *c) {
  pool_run(margin_grad_task, c, c->y->shape.size[0]);
}

static void margin_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *one = t_expand(t_number(1), &c->x[0]->shape);
  Shape column = {2, {c->x[0]->shape.size[0], 1}};
  if (!c->need[0]) return;
  Tensor *sum = t_sum_to(t_mul(g, slopes(one, c->x[1], c->x[2])), &column);
  gx[0] = t_reshape(sum, &c->x[0]->shape);
}

/* ---- rows ---- */

Op margins_ops[] = {
    {"multilabel_margin", "x, target", margin_infer, margin_forward,
     margin_rule, .scratch = margin_scratch, .sample = "x(3, 4), mask(3, 4)",
     .doc = "The sum over the classes t that a row of target lists and all "
            "other classes k of max(0, 1 - x_t + x_k). x, target: n,c; y: n."},
    {"multilabel_margin_grad", "g, x, target", margin_grad_infer,
     margin_grad_forward, margin_grad_rule, .scratch = margin_scratch,
     .sample = "x(3), x(3, 4), mask(3, 4)",
     .doc = "The gradient of multilabel_margin in x, where its own has g. g: "
            "n; y: n,c."},
    {0}};
