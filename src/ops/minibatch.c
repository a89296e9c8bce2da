/* Mini-batch discrimination (Salimans et al. 2016, arXiv 1606.03498, section
 * 3.2).
 *
 * Three rows in closed form (kernel/minibatch.h has the formulas), one kernel
 * of the layer a chunk; the rule of each is made of the others. A row's
 * `others` left out means that the batch is compared with itself: then h is g
 * and v is u. From the third order on plain ops do. */
#include "../grad.h"
#include "../kernel/kernel.h"
#include "../kernel/minibatch.h"
#include "../kernel/sizes.h"

#include <string.h>

#include "../pool.h"
#include "../notation.h"

/* Inputs, by place: the discrimination has the first two, the turns add u and
 * v, the pulls g and h as well. */
enum { X, OTHERS, U, V, G, H };

/* ---- checks ---- */

static bool features(const Tensor *m, const char *what) {
  char text[SHAPE_TEXT];
  return m->shape.rank == 3 ||
         error_set("%s are %s; n x kernels x dimensions is wanted", what,
                   shape_text(&m->shape, text));
}

static const Tensor *others_of(const Call *c) {
  return c->x[OTHERS] ? c->x[OTHERS] : c->x[X];
}

static bool same_kernels(const Call *c) {
  const Tensor *x = c->x[X], *y = others_of(c);
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!features(x, "rows") || !features(y, "others")) return false;
  if (y == x && c->a->i[0])
    return error_set("an offset of %lld without others", (long long)c->a->i[0]);
  return (x->shape.size[1] == y->shape.size[1] &&
          x->shape.size[2] == y->shape.size[2]) ||
         error_set("kernels differ: %s and %s", shape_text(&x->shape, a),
                   shape_text(&y->shape, b));
}

/* x[k], where it was given, has as many dimensions of `like`. */
static bool agrees(const Call *c, int k, const Tensor *like, int rank) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  Shape wanted = like->shape;
  wanted.rank = rank;
  if (k >= c->n || !c->x[k] || shape_equal(&c->x[k]->shape, &wanted))
    return true;
  return error_set("%s is %s, %s is wanted", c->op->takes.param[k].name,
                   shape_text(&c->x[k]->shape, a), shape_text(&wanted, b));
}

static bool second_operands(const Call *c) {
  if (!c->x[OTHERS] && (c->x[V] || (c->n > H && c->x[H])))
    return error_set("v and h belong to others, which are missing");
  return agrees(c, U, c->x[X], 3) && agrees(c, V, others_of(c), 3) &&
         agrees(c, G, c->x[X], 2) && agrees(c, H, others_of(c), 2);
}

static bool sums_infer(Call *c) {
  if (!same_kernels(c) || (c->n > U && !second_operands(c))) return false;
  c->y->shape = (Shape){2, {c->x[X]->shape.size[0], c->x[X]->shape.size[1]}};
  return true;
}

static bool pulls_infer(Call *c) {
  if (!same_kernels(c) || !second_operands(c)) return false;
  c->y->shape = c->x[X]->shape;
  return true;
}

/* ---- a kernel a chunk ---- */

enum { PANELS = 9 };

static int64_t step_of(const Tensor *x) {
  return ((x->shape.size[0] - 1) / MINIBATCH_LANES + 1) * MINIBATCH_LANES;
}

static size_t minibatch_scratch(const Call *c) {
  int64_t step = step_of(c->x[X]), m_step = step_of(others_of(c));
  if (m_step > step) step = m_step;
  int64_t panel = times(step, c->x[X]->shape.size[2] + 1);
  size_t size = 0;
  reserve(&size, times(PANELS, panel), sizeof(real));
  return size;
}

static real *take(real **free, int64_t n) {
  real *taken = *free;
  *free += n;
  return taken;
}

/* Kernel b of input k as `rows` rows of `step`, the rest of each 0; NULL when
 * it was not given. */
static const real *panel(const Call *c, int k, int64_t b, int64_t rows,
                         int64_t step, real **free) {
  const Tensor *x = k < c->n ? c->x[k] : NULL;
  if (!x) return NULL;
  real *to = take(free, rows * step);
  int64_t n = x->shape.size[0];
  for (int64_t r = 0; r < rows; r++) {
    const real *from = tensor_data(x) + b * x->stride[1];
    if (x->shape.rank == 3) from += r * x->stride[2];
    for (int64_t i = 0; i < n; i++) to[r * step + i] = from[i * x->stride[0]];
    memset(to + r * step + n, 0, (size_t)(step - n) * sizeof(real));
  }
  return to;
}

static void open_kernel(const Call *c, int64_t b, Minibatch *p, real *free) {
  const Tensor *x = c->x[X], *y = others_of(c);
  *p = (Minibatch){.n = x->shape.size[0],
                   .m = y->shape.size[0],
                   .c = x->shape.size[2],
                   .n_step = step_of(x),
                   .m_step = step_of(y),
                   .offset = c->a->i[0],
                   .mutual = x == y};
  p->near = take(&free, MINIBATCH_ROWS * p->m_step);
  p->turn = take(&free, p->m_step);
  p->out = take(&free, (c->y->shape.rank == 3 ? p->c : 1) * p->n_step);
  p->x = panel(c, X, b, p->c, p->n_step, &free);
  p->u = panel(c, U, b, p->c, p->n_step, &free);
  p->g = panel(c, G, b, 1, p->n_step, &free);
  p->y = p->mutual ? p->x : panel(c, OTHERS, b, p->c, p->m_step, &free);
  p->v = p->mutual ? p->u : panel(c, V, b, p->c, p->m_step, &free);
  p->h = p->mutual ? p->g : panel(c, H, b, 1, p->m_step, &free);
}

static void close_kernel(const Call *c, int64_t b, const Minibatch *p) {
  int64_t rows = c->y->shape.rank == 3 ? p->c : 1;
  real *y = tensor_data(c->y) + b * rows;
  int64_t row = c->y->stride[0];
  for (int64_t i = 0; i < p->n; i++)
    for (int64_t r = 0; r < rows; r++)
      y[i * row + r] = p->out[r * p->n_step + i];
}

static void kernel_chunk(void *context, int64_t b) {
  const Call *c = context;
  Minibatch p;
  open_kernel(c, b, &p, pool_scratch());
  if (c->y->shape.rank == 3) kernels->minibatch->pulls(&p);
  else kernels->minibatch->sums(&p);
  close_kernel(c, b, &p);
}

static void minibatch_forward(Call *c) {
  const Shape *s = &c->x[X]->shape;
  int64_t pairs = s->size[0] * others_of(c)->shape.size[0];
  pool_run_pieces(kernel_chunk, c, s->size[1], pairs * s->size[2] / 8);
}

/* ---- the second to third order and beyond: plain ops ---- */

static Tensor *blown(Tensor *x, int64_t n, int64_t m, int64_t b, int64_t c) {
  return x ? t_reshape(x, &(Shape){4, {n, m, b, c}}) : NULL;
}

/* a_i + b_j, or a_i - b_j. */
static Tensor *pairs(const Call *c, int a, int b, double sign) {
  const Shape *s = &c->x[X]->shape;
  int64_t n = s->size[0], m = others_of(c)->shape.size[0];
  bool alone = !c->x[OTHERS];
  Tensor *rows = c->x[a], *columns = alone ? c->x[a] : c->x[b];
  int64_t last = a == G ? 1 : s->size[2];
  rows = blown(rows, n, 1, s->size[1], last);
  columns = blown(columns, 1, m, s->size[1], last);
  if (columns && sign < 0) columns = t_neg(columns);
  if (rows && columns) return t_add(rows, columns);
  return rows ? rows : columns ? columns : t_number(0);
}

/* 1, but 0 where pair i, j is a sample and itself: n,m,1,1. */
static Tensor *others_mask(const Call *c) {
  int64_t n = c->x[X]->shape.size[0], m = others_of(c)->shape.size[0];
  Tensor *y = tensor_new(&(Shape){4, {n, m, 1, 1}});
  for (int64_t i = 0; y && i < n; i++)
    for (int64_t j = 0; j < m; j++)
      tensor_data(y)[i * m + j] = j != i + c->a->i[0];
  return y;
}

/* e_ij, times -t_ij where there is one: n,m,b,1; and s_ij: n,m,b,c. */
static Tensor *pair_weights(const Call *c, Tensor **signs) {
  static const Op *abs_op;
  const Shape *s = &c->x[X]->shape;
  int64_t n = s->size[0], m = others_of(c)->shape.size[0];
  Tensor *y = c->x[OTHERS] ? c->x[OTHERS] : c->x[X];
  Tensor *apart = t_sub(blown(c->x[X], n, 1, s->size[1], s->size[2]),
                        blown(y, 1, m, s->size[1], s->size[2]));
  Tensor *far = t_sum(t_call1(&abs_op, "abs", apart), 1u << 3, true);
  Tensor *near = t_mul_no_nan(t_exp(t_neg(far)), others_mask(c));
  *signs = t_sign(apart);
  if (!c->x[U] && !c->x[V]) return near;
  Tensor *turn = t_sum(t_mul(*signs, pairs(c, U, V, -1)), 1u << 3, true);
  return t_neg(t_mul(near, turn));
}

static Tensor *turns_compose(const Call *c) {
  Tensor *signs, *weights = pair_weights(c, &signs);
  Tensor *sum = t_sum(weights, 1u << 1, false);
  return sum ? t_reshape(sum, &c->y->shape) : NULL;
}

static Tensor *pulls_compose(const Call *c) {
  Tensor *signs, *weights = pair_weights(c, &signs);
  weights = t_mul(t_mul(weights, pairs(c, G, H, 1)), signs);
  Tensor *sum = t_neg(t_sum(weights, 1u << 1, false));
  return sum ? t_expand(sum, &c->y->shape) : NULL;
}

/* ---- rules ---- */

static Tensor *turns(Tensor *x, Tensor *others, Tensor *u, Tensor *v,
                     int64_t offset) {
  static const Op *op;
  return t_call(&op, "minibatch_turns", (Tensor *[]){x, others, u, v}, 4,
                &(Attrs){.i = {offset}});
}

/* in: u, v, g, h. */
static Tensor *pulls(Tensor *x, Tensor *others, Tensor *const in[4],
                     int64_t offset) {
  static const Op *op;
  Tensor *all[] = {x, others, in[0], in[1], in[2], in[3]};
  return t_call(&op, "minibatch_pulls", all, 6, &(Attrs){.i = {offset}});
}

static void discrimination_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[X], *y = c->x[OTHERS];
  int64_t offset = c->a->i[0];
  if (c->need[X])
    gx[X] = pulls(x, y, (Tensor *[]){NULL, NULL, g, NULL}, offset);
  if (y && c->need[OTHERS])
    gx[OTHERS] = pulls(y, x, (Tensor *[]){NULL, NULL, NULL, g}, -offset);
}

static void turns_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, turns_compose);
}

/* w is the cotangent: it moves x_i, so it is the u of what follows. */
static void pulls_rule(const Call *c, Tensor *w, Tensor **gx) {
  Tensor *x = c->x[X], *y = c->x[OTHERS], *g = c->x[G], *h = c->x[H];
  int64_t offset = c->a->i[0];
  if (c->x[U] || c->x[V]) {
    grad_composed(c, w, gx, pulls_compose);
    return;
  }
  if (c->need[X]) gx[X] = pulls(x, y, (Tensor *[]){w, NULL, g, h}, offset);
  if (y && c->need[OTHERS])
    gx[OTHERS] = pulls(y, x, (Tensor *[]){NULL, w, h, g}, -offset);
  if (g && c->need[G]) gx[G] = turns(x, y, w, NULL, offset);
  if (h && c->need[H]) gx[H] = turns(y, x, NULL, w, -offset);
}

/* Distances and signs; the exp() of a pair counts as 16. */
static int64_t pair_flops(const Call *c) {
  const Shape *s = &c->x[X]->shape;
  int64_t pairs = s->size[0] * others_of(c)->shape.size[0] * s->size[1];
  return pairs * (16 + 3 * s->size[2] * (c->y->shape.rank - 1));
}

#define CLOSED \
  .scratch = minibatch_scratch, .flags = OP_STRIDED, .flops = pair_flops

Op minibatch_ops[] = {
    {"minibatch_discrimination", "x, others?, {offset: int = 0}", sums_infer,
     minibatch_forward, discrimination_rule, CLOSED,
     .sample = "x(4, 2, 3); x(3, 2, 3), x(4, 2, 3), {offset = 1}",
     .doc = "o[i][b] = sum over j of exp(-|x[i][b] - others[j][b]|_1), without "
            "the pair j = i + offset, which is the sample and itself. x: n, "
            "kernels, dimensions; others: m, kernels, dimensions, or x; o: n, "
            "kernels (Salimans et al. 2016, arXiv 1606.03498, section 3.2)."},
    {"minibatch_turns", "x, others?, u?, v?, {offset: int = 0}", sums_infer,
     minibatch_forward, turns_rule, CLOSED,
     .sample = "x(4, 2, 3), nil, x(4, 2, 3); x(3, 2, 3), x(4, 2, 3), "
               "x(3, 2, 3), x(4, 2, 3), {offset = 1}",
     .doc = "The derivative of minibatch_discrimination along u and v: -sum "
            "over j of exp(-|x[i][b] - others[j][b]|_1) t, with t = sign(x[i]"
            "[b] - others[j][b]) . (u[i][b] - v[j][b]). Without others, v is "
            "u."},
    {"minibatch_pulls",
     "x, others?, u?, v?, g?, h?, "
     "{offset: int = 0}",
     pulls_infer, minibatch_forward, pulls_rule, CLOSED,
     .sample = "x(4, 2, 3), nil, nil, nil, x(4, 2); x(3, 2, 3), x(4, 2, 3), "
               "nil, nil, x(3, 2), x(4, 2), {offset = 1}; x(3, 2, 3), "
               "x(4, 2, 3), x(3, 2, 3), x(4, 2, 3), x(3, 2), x(4, 2)",
     .doc = "The gradient of minibatch_discrimination in x for the cotangents "
            "g of x's and h of others' rows: -sum over j of (g[i] + h[j]) "
            "exp(-|x[i][b] - others[j][b]|_1) sign(x[i][b] - others[j][b]); "
            "with u or v its derivative along them in turn, each term times "
            "-t (minibatch_turns). Without others, h is g and v is u."},
    {0}};
