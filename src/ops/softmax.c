/* softmax, log_softmax and logsumexp along one axis. */
#include <string.h>
#include <tgmath.h>

#include "../grad.h"
#include "../kernel/soft.h"
#include "../pool.h"
#include "indices.h"
#include "lines.h"

static int axis_of(const Call *c) {
  return shape_axis(c->x[0]->shape.rank, c->a->i[0]);
}

/* ---- the three ways of lines ----
 *
 * Those that lie side by side are taken so; of the others, those of adjacent
 * elements where they lie, unless they are very short: these, in tiles, and
 * those of few neighbours, one by one, are copied first. */

typedef struct Soft {
  const SoftForm *form;
  const real *x, *g; /* g: of slopes, or NULL */
  real *y;
  int64_t n, made, step; /* elements of a line of x and of y, and between */
  int64_t lines, batch;  /* in all; those of a chunk */
  int64_t blocks;        /* of lines side by side */
} Soft;

enum { FEW = 8, BESIDE = 16, CHUNK = 32768 };

static void beside_chunk(void *context, int64_t chunk) {
  const Soft *s = context;
  int64_t outer = chunk / s->blocks * s->step;
  int64_t start = chunk % s->blocks * SOFT_SIDE, left = s->step - start;
  int64_t at = outer * s->n + start;
  s->form->beside(&(SoftRows){
      s->n, s->step, left < SOFT_SIDE ? left : SOFT_SIDE, s->x + at,
      s->g ? s->g + at : NULL, s->y + outer * s->made + start});
}

/* n rows of `width` from those columns, which lie n apart. */
static void turn(int64_t n, int64_t width, real *to, const real *from) {
  for (int64_t i = 0; i < n; i++)
    for (int64_t k = 0; k < width; k++) to[i * SOFT_SIDE + k] = from[k * n + i];
}

static void few_chunk(void *context, int64_t chunk) {
  const Soft *s = context;
  real x[FEW * SOFT_SIDE], g[FEW * SOFT_SIDE], y[FEW * SOFT_SIDE];
  int64_t start = chunk * SOFT_SIDE, left = s->lines - start;
  int64_t width = left < SOFT_SIDE ? left : SOFT_SIDE;
  real *to = s->y + start * s->made;
  turn(s->n, width, x, s->x + start * s->n);
  if (s->g) turn(s->n, width, g, s->g + start * s->n);
  s->form->beside(&(SoftRows){s->n, SOFT_SIDE, width, x, g, y});
  for (int64_t k = 0; k < width; k++)
    for (int64_t i = 0; i < s->made; i++)
      to[k * s->made + i] = y[i * SOFT_SIDE + k];
}

static void lines_chunk(void *context, int64_t chunk) {
  const Soft *s = context;
  int64_t start = chunk * s->batch, left = s->lines - start, at = start * s->n;
  s->form->lines(&(SoftRows){
      s->n, s->n, left < s->batch ? left : s->batch, s->x + at,
      s->g ? s->g + at : NULL, s->y + start * s->made});
}

/* Of a line of none, logsumexp makes one number. */
static size_t softmax_scratch(const Call *c) {
  int axis = axis_of(c);
  bool apart = axis >= 0 && axis < c->x[0]->shape.rank - 1;
  return apart ? (3 * (size_t)c->x[0]->shape.size[axis] + 1) * sizeof(real) : 0;
}

static const real *gathered(const Soft *s, real *to, const real *from) {
  if (!from) return NULL;
  for (int64_t i = 0; i < s->n; i++) to[i] = from[i * s->step];
  return to;
}

static void apart_chunk(void *context, int64_t chunk) {
  const Soft *s = context;
  real *x = pool_scratch(), *g = x + s->n, *made = g + s->n;
  int64_t end = (chunk + 1) * s->batch;
  for (int64_t k = chunk * s->batch; k < end && k < s->lines; k++) {
    int64_t outer = k / s->step * s->step, at = outer * s->n + k % s->step;
    real *y = s->y + outer * s->made + k % s->step;
    s->form->lines(&(SoftRows){s->n, s->n, 1, gathered(s, x, s->x + at),
                               gathered(s, g, s->g ? s->g + at : NULL), made});
    for (int64_t i = 0; i < s->made; i++) y[i * s->step] = made[i];
  }
}

static void soft_run(const Call *c, const SoftForm *form) {
  const Shape *x = &c->x[0]->shape;
  int64_t all = tensor_count(c->x[0]);
  Soft s = {.form = form,
            .x = tensor_data(c->x[0]),
            .g = c->n > 1 ? tensor_data(c->x[1]) : NULL,
            .y = tensor_data(c->y),
            .n = x->rank ? x->size[axis_of(c)] : 1,
            .step = x->rank ? shape_product(x, axis_of(c) + 1, x->rank) : 1};
  s.lines = s.n > 0 ? all / s.n : tensor_count(c->y);
  if (s.lines == 0) return;
  s.made = tensor_count(c->y) / s.lines;
  s.blocks = (s.step + SOFT_SIDE - 1) / SOFT_SIDE;
  s.batch = CHUNK / (s.n + 1) + 1;
  int64_t chunks = (s.lines + s.batch - 1) / s.batch, work = 4 * s.n;
  if (s.step >= BESIDE)
    pool_run_pieces(beside_chunk, &s, s.lines / s.step * s.blocks,
                    work * SOFT_SIDE);
  else if (s.step > 1) pool_run(apart_chunk, &s, chunks);
  else if (s.n > FEW || s.n == 0) pool_run(lines_chunk, &s, chunks);
  else
    pool_run_pieces(few_chunk, &s, (s.lines + SOFT_SIDE - 1) / SOFT_SIDE,
                    work * SOFT_SIDE);
}

/* ---- ops ---- */

static bool softmax_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return axis_of(c) >= 0;
}

static void softmax_forward(Call *c) { soft_run(c, &kernels->soft->softmax); }
static void log_softmax_forward(Call *c) {
  soft_run(c, &kernels->soft->log_softmax);
}

static unsigned axis_bit(const Call *c) { return 1u << axis_of(c); }

static void softmax_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[] = {c->y, g};
  gx[0] = t_call(&op, "softmax_grad", x, 2, c->a);
}

static void log_softmax_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[] = {c->y, g};
  gx[0] = t_call(&op, "log_softmax_grad", x, 2, c->a);
}

/* ---- their slopes, of results y and cotangents g ---- */

static bool slope_infer(Call *c) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!softmax_infer(c)) return false;
  return shape_equal(&c->x[0]->shape, &c->x[1]->shape) ||
         error_set("y is %s, g %s", shape_text(&c->x[0]->shape, a),
                   shape_text(&c->x[1]->shape, b));
}

static void softmax_grad_forward(Call *c) {
  soft_run(c, &kernels->soft->softmax_grad);
}
static void log_softmax_grad_forward(Call *c) {
  soft_run(c, &kernels->soft->log_softmax_grad);
}

static Tensor *softmax_grad_compose(const Call *c) {
  Tensor *y = c->x[0], *g = c->x[1];
  return t_mul(y, t_sub(g, t_sum(t_mul(g, y), axis_bit(c), true)));
}
static void softmax_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, softmax_grad_compose);
}

static Tensor *log_softmax_grad_compose(const Call *c) {
  Tensor *y = c->x[0], *g = c->x[1];
  return t_sub(g, t_mul(t_exp(y), t_sum(g, axis_bit(c), true)));
}
static void log_softmax_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, log_softmax_grad_compose);
}

/* ---- logsumexp ---- */

static bool line_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = axis_of(c);
  if (axis < 0) return false;
  for (int k = 0; k < s->rank; k++)
    if (k != axis || c->a->i[1])
      c->y->shape.size[c->y->shape.rank++] = k == axis ? 1 : s->size[k];
  return true;
}

static void line_forward(Call *c) { soft_run(c, &kernels->soft->logsumexp); }

/* Where all of a line are -inf none has a share: the derivative is 0. */
static void line_rule(const Call *c, Tensor *g, Tensor **gx) {
  const Shape *s = &c->x[0]->shape;
  static const Op *op;
  Tensor *zero = t_number(0), *none = t_eq(c->y, t_number(-INFINITY));
  Tensor *x = t_where(t_spread(none, s, axis_bit(c)), zero, c->x[0]);
  Tensor *share = t_call(&op, "softmax", &x, 1, c->a);
  g = t_where(none, zero, g);
  gx[0] = t_mul_no_nan(share, t_spread(g, s, axis_bit(c)));
}

/* Axis by axis, from the last one on: those before it keep their places. */
static Tensor *logsumexp_compose(const Call *c) {
  static const Op *op;
  Tensor *y = c->x[0];
  unsigned axes;
  if (!shape_axes(c->x[0]->shape.rank, c->a->n, c->a->list, &axes)) return NULL;
  for (int k = MAX_DIMS - 1; k >= 0; k--)
    if (axes >> k & 1)
      y = t_call(&op, "logsumexp_along", &y, 1, &(Attrs){.i = {k, c->a->i[0]}});
  return axes ? y : t_alias(y);
}

/* ---- log_softmax at one class of a dimension ---- */

/* The shape of x without its channels. */
static Shape classes_shape(const Shape *x) {
  Shape s = {0};
  for (int k = 0; k < x->rank; k++)
    if (k != 1) s.size[s.rank++] = x->size[k];
  return s;
}

static bool at_infer(Call *c) {
  const Shape *x = &c->x[0]->shape, *t = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  c->y->shape = classes_shape(x);
  if (x->rank < 2 || !shape_equal(t, &c->y->shape))
    return error_set("scores are %s and classes %s; n x c and n, or n x c x "
                     "... and n x ... are wanted",
                     shape_text(x, a), shape_text(t, b));
  return indices_check(c->x[1], x->size[1]);
}

static int64_t row_of(const Call *c, const Line *l) {
  return (l->x - tensor_data(c->x[0])) / l->n;
}

static void at_line(const Call *c, const Line *l) {
  int64_t class = (int64_t)tensor_data(c->x[1])[row_of(c, l)] - 1;
  real shift = kernels->soft->most(l->n, l->x);
  *l->y = l->x[class] - shift - log(kernels->soft->sum_exp(l->n, l->x, shift));
}

static void at_grad_line(const Call *c, const Line *l) {
  int64_t row = row_of(c, l);
  real g = tensor_data(c->x[2])[row];
  if (g == 0) { /* a row that does not count, whatever stands there */
    for (int64_t i = 0; i < l->n; i++) l->y[i] = 0;
    return;
  }
  kernels->soft->exp_shifted(l->n, l->y, l->x, kernels->soft->most(l->n, l->x));
  real share = -g / kernels->sum(l->n, l->y);
  for (int64_t i = 0; i < l->n; i++) l->y[i] *= share;
  l->y[(int64_t)tensor_data(c->x[1])[row] - 1] += g;
}

/* Where more dimensions follow the channels: blocks of up to NEIGHBOURS places
 * of one sample, whose scores lie `rest` apart from channel to channel. */
enum { NEIGHBOURS = 512 };

typedef struct Block {
  int64_t c, rest, n; /* n places */
  const real *x, *class, *g;
  real *y;
  Loop take, power, log_of;
} Block;

static void block_exp(const Block *b, real *y, const real *x,
                      const real *most) {
  b->take(b->n, y, (const real *const[]){x, most}, &(double){1});
  b->power(b->n, y, (const real *const[]){y}, NULL);
}

/* The largest score of each place, and the sum of exp(x - most). */
static void block_sums(const Block *b, real *most, real *total) {
  real e[NEIGHBOURS];
  for (int64_t i = 0; i < b->n; i++) most[i] = -INFINITY, total[i] = 0;
  for (int64_t k = 0; k < b->c; k++)
    for (int64_t i = 0; i < b->n; i++) {
      real v = b->x[k * b->rest + i];
      most[i] = v > most[i] ? v : most[i];
    }
  for (int64_t k = 0; k < b->c; k++) {
    block_exp(b, e, b->x + k * b->rest, most);
    kernels->add(b->n, total, e);
  }
}

static void at_block(const Block *b) {
  real most[NEIGHBOURS], total[NEIGHBOURS];
  block_sums(b, most, total);
  b->log_of(b->n, total, (const real *const[]){total}, NULL);
  for (int64_t i = 0; i < b->n; i++) {
    int64_t class = (int64_t)b->class[i] - 1;
    b->y[i] = b->x[class * b->rest + i] - most[i] - total[i];
  }
}

static void at_grad_block(const Block *b) {
  real most[NEIGHBOURS], share[NEIGHBOURS];
  block_sums(b, most, share);
  for (int64_t i = 0; i < b->n; i++) share[i] = -b->g[i] / share[i];
  for (int64_t k = 0; k < b->c; k++) {
    real *y = b->y + k * b->rest;
    block_exp(b, y, b->x + k * b->rest, most);
    for (int64_t i = 0; i < b->n; i++) {
      real v = y[i] * share[i];
      y[i] = b->g[i] != 0 ? v : 0; /* whatever stands there */
    }
  }
  for (int64_t i = 0; i < b->n; i++)
    b->y[((int64_t)b->class[i] - 1) * b->rest + i] += b->g[i];
}

typedef struct Blocks {
  Block of;     /* of all */
  int64_t each; /* blocks a sample */
} Blocks;

static void blocks_chunk(void *context, int64_t chunk) {
  const Blocks *all = context;
  Block b = all->of;
  int64_t sample = chunk / all->each, from = chunk % all->each * NEIGHBOURS;
  int64_t scores = sample * b.c * b.rest + from, at = sample * b.rest + from;
  b.n = b.rest - from < NEIGHBOURS ? b.rest - from : NEIGHBOURS;
  b.x += scores;
  b.class += at;
  b.y += b.g ? scores : at;
  if (b.g) b.g += at;
  if (b.g) at_grad_block(&b);
  else at_block(&b);
}

static void blocks_run(const Call *c) {
  static const Op *sub, *exponential, *logarithm;
  const Shape *s = &c->x[0]->shape;
  Block of = {.c = s->size[1],
              .rest = shape_product(s, 2, s->rank),
              .x = tensor_data(c->x[0]),
              .class = tensor_data(c->x[1]),
              .g = c->n > 2 ? tensor_data(c->x[2]) : NULL,
              .y = tensor_data(c->y),
              .take = op_cached(&sub, "sub")->loop,
              .power = op_cached(&exponential, "exp")->loop,
              .log_of = op_cached(&logarithm, "log")->loop};
  Blocks all = {of, (of.rest + NEIGHBOURS - 1) / NEIGHBOURS};
  pool_run_pieces(blocks_chunk, &all, s->size[0] * all.each, of.c * NEIGHBOURS);
}

static bool is_flat(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  return shape_product(s, 2, s->rank) == 1;
}

static void at_forward(Call *c) {
  if (is_flat(c)) lines_run(c, 1, at_line);
  else blocks_run(c);
}
static void at_grad_forward(Call *c) {
  if (is_flat(c)) lines_run(c, 1, at_grad_line);
  else blocks_run(c);
}

static Tensor *at_grad(Tensor *x, Tensor *classes, Tensor *g) {
  static const Op *op;
  return t_call3(&op, "log_softmax_at_grad", (Tensor *[]){x, classes, g});
}

static void at_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) gx[0] = at_grad(c->x[0], c->x[1], g);
}

static bool at_grad_infer(Call *c) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!at_infer(c)) return false;
  c->y->shape = c->x[0]->shape;
  return shape_equal(&c->x[2]->shape, &c->x[1]->shape) ||
         error_set("a cotangent of %s for classes of %s",
                   shape_text(&c->x[2]->shape, a),
                   shape_text(&c->x[1]->shape, b));
}

static Tensor *at_grad_compose(const Call *c) {
  static const Op *hot, *soft;
  const Shape *s = &c->x[0]->shape;
  Shape one = *s;
  int64_t order[MAX_DIMS] = {0, s->rank - 1}; /* one_hot has channels last */
  for (int k = 2; k < s->rank; k++) order[k] = k - 1;
  one.size[1] = 1;
  Tensor *mark = t_call(&hot, "one_hot", &c->x[1], 1,
                        &(Attrs){.i = {s->size[1]}});
  Tensor *share = t_call(&soft, "softmax", c->x, 1, &(Attrs){.i = {1}});
  return t_mul_no_nan(t_sub(t_permute(mark, order), share),
                      t_reshape(c->x[2], &one));
}

static void at_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, at_grad_compose);
}

/* ---- x itself at one class of a dimension ---- */

typedef struct Classes {
  int64_t n, c, rest; /* samples, classes, places of each */
  const real *class;
} Classes;

static Classes classes_of(const Call *c, const Shape *x) {
  return (Classes){x->size[0], x->size[1], shape_product(x, 2, x->rank),
                   tensor_data(c->x[1])};
}

/* Where the element of place i of sample s is. */
static int64_t place_of(const Classes *k, int64_t s, int64_t i) {
  int64_t class = (int64_t)k->class[s * k->rest + i] - 1;
  return (s * k->c + class) * k->rest + i;
}

static void pick_forward(Call *c) {
  Classes k = classes_of(c, &c->x[0]->shape);
  const real *x = tensor_data(c->x[0]);
  real *y = tensor_data(c->y);
  for (int64_t s = 0; s < k.n; s++)
    for (int64_t i = 0; i < k.rest; i++)
      y[s * k.rest + i] = x[place_of(&k, s, i)];
}

static void pick_grad_forward(Call *c) {
  Classes k = classes_of(c, &c->y->shape);
  const real *g = tensor_data(c->x[0]);
  real *y = tensor_data(c->y);
  memset(y, 0, (size_t)tensor_count(c->y) * sizeof *y);
  for (int64_t s = 0; s < k.n; s++)
    for (int64_t i = 0; i < k.rest; i++)
      y[place_of(&k, s, i)] = g[s * k.rest + i];
}

static void pick_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[] = {g, c->x[1]};
  Attrs a = {.i = {c->x[0]->shape.size[1]}};
  if (c->need[0]) gx[0] = t_call(&op, "pick_classes_grad", x, 2, &a);
}

static bool pick_grad_infer(Call *c) {
  const Shape *g = &c->x[0]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (g->rank < 1 || !shape_equal(g, &c->x[1]->shape))
    return error_set("a cotangent of %s for classes of %s", shape_text(g, a),
                     shape_text(&c->x[1]->shape, b));
  c->y->shape = (Shape){2, {g->size[0], c->a->i[0]}};
  for (int k = 1; k < g->rank && k + 1 < MAX_DIMS; k++)
    c->y->shape.size[c->y->shape.rank++] = g->size[k];
  return shape_valid(&c->y->shape) && indices_check(c->x[1], c->a->i[0]);
}

static void pick_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[] = {g, c->x[1]};
  if (c->need[0]) gx[0] = t_call(&op, "pick_classes", x, 2, c->a);
}

Op softmax_ops[] = {
    {"log_softmax_at", "x, classes", at_infer, at_forward, at_rule,
     .sample = "x(3, 4), arange(2, 4); x(2, 4, 1, 2), ones(2, 1, 2)",
     .doc = "log_softmax(x, 2) at the class of each sample, or of each of its "
            "places, without the rest. x: n,c or n,c,...; classes: n or n,..., "
            "from 1; y: as classes. Minus it is the cross entropy of scores "
            "x."},
    {"log_softmax_at_grad", "x, classes, g", at_grad_infer, at_grad_forward,
     at_grad_rule,
     .sample = "x(3, 4), arange(2, 4), x(3); "
               "x(2, 4, 1, 2), ones(2, 1, 2), x(2, 1, 2)",
     .doc = "The gradient of log_softmax_at in x: g (one_hot(classes) - "
            "softmax(x, 2)), of each place. g: as classes; y: as x."},
    {"pick_classes", "x, classes", at_infer, pick_forward, pick_rule,
     .sample = "x(3, 4), arange(2, 4); x(2, 4, 1, 2), ones(2, 1, 2)",
     .doc =
         "x at the class of each sample, or of each of its places. x: n,c or "
         "n,c,...; classes: n or n,..., from 1; y: as classes."},
    {"pick_classes_grad", "g, classes, count: int", pick_grad_infer,
     pick_grad_forward, pick_grad_rule,
     .sample = "x(3), arange(2, 4), 4; x(2, 1, 2), ones(2, 1, 2), 4",
     .doc = "The gradient of pick_classes in x, which has `count` classes: g "
            "where they were picked, 0 elsewhere. g: as classes."},
    {"softmax", "x, dim: dim", softmax_infer, softmax_forward, softmax_rule,
     .reads = READS_RESULT, .scratch = softmax_scratch,
     .sample = "x(3, 4), 2; x(2, 3, 4), 2",
     .doc = "exp(x) over its sum along dim."},
    {"log_softmax", "x, dim: dim", softmax_infer, log_softmax_forward,
     log_softmax_rule, .reads = READS_RESULT, .scratch = softmax_scratch,
     .sample = "x(3, 4), 2; x(2, 3, 4), 2",
     .doc = "x - logsumexp(x) along dim."},
    {"softmax_grad", "y, g, dim: dim", slope_infer, softmax_grad_forward,
     softmax_grad_rule, .scratch = softmax_scratch,
     .sample = "x(3, 4), x(3, 4), 2; x(2, 3, 4), x(2, 3, 4), 2",
     .doc =
         "The gradient of softmax at its result y: y (g - sum(g y)), the sum "
         "along dim."},
    {"log_softmax_grad", "y, g, dim: dim", slope_infer,
     log_softmax_grad_forward, log_softmax_grad_rule,
     .scratch = softmax_scratch,
     .sample = "x(3, 4), x(3, 4), 2; x(2, 3, 4), x(2, 3, 4), 2",
     .doc = "The gradient of log_softmax at its result y: g - exp(y) sum(g), "
            "the sum along dim."},
    {"logsumexp_along", "x, dim: dim, {keepdim: bool = false}", line_infer,
     line_forward, line_rule, .reads = READS_ALL, .scratch = softmax_scratch,
     .sample = "x(3, 4), 2; x(2, 3, 4), 2, {keepdim = true}",
     .doc = "logsumexp along one dimension."},
    {"logsumexp", "x, dim: dims, {keepdim: bool = false}",
     .compose = logsumexp_compose,
     .sample = "x(3, 4), 2; x(2, 3, 4), {1, 3}, {keepdim = true}",
     .doc = "log(sum(exp(x))) over dim, without overflow."},
    {0}};
