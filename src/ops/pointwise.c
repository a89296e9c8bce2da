/* Pointwise ops: y[i] = f(x[i], ...), inputs broadcast against each other.
 *
 * A row has a loop over contiguous reals; what walks strides and shares the
 * work among threads is one function here, for all of them. */
#include <string.h>
#include <tgmath.h>

#include "../pool.h"
#include "../walk.h"
#include "notation.h"

/* ---- the one driver ---- */

enum { OPERANDS = 4, BLOCK = 1024, CHUNK = 1 << 14 };

typedef struct Pass {
  const Call *call;
  Walk walk[OPERANDS];
  const real *x[OPERANDS];
  bool flat[OPERANDS];
  bool all_flat;
} Pass;

/* Elements start .. start + n - 1 of operand k: in place, or copied. */
static const real *operand(const Pass *p, int k, int64_t start, int64_t n,
                           real *copy) {
  if (p->flat[k]) return p->x[k] + start;
  walk_pack(&p->walk[k], p->x[k], start, n, copy);
  return copy;
}

static void pass_blocks(const Pass *p, int64_t start, int64_t end) {
  real copy[OPERANDS][BLOCK];
  const real *x[OPERANDS];
  real *y = tensor_data(p->call->y);
  for (int64_t at = start; at < end; at += BLOCK) {
    int64_t n = end - at < BLOCK ? end - at : BLOCK;
    for (int k = 0; k < p->call->n; k++) {
      bool same_number = p->walk[k].rank == 1 && p->walk[k].stride[0] == 0;
      if (same_number && at > start) continue;
      int64_t whole = same_number && end - start > BLOCK ? BLOCK : n;
      x[k] = operand(p, k, at, whole, copy[k]);
    }
    p->call->op->loop(n, y + at, x, p->call->a->r);
  }
}

static void pass_chunk(void *context, int64_t chunk) {
  const Pass *p = context;
  int64_t start = chunk * CHUNK, end = start + CHUNK;
  int64_t count = tensor_count(p->call->y);
  if (end > count) end = count;
  if (!p->all_flat) {
    pass_blocks(p, start, end);
    return;
  }
  const real *x[OPERANDS];
  for (int k = 0; k < p->call->n; k++) x[k] = p->x[k] + start;
  p->call->op->loop(end - start, tensor_data(p->call->y) + start, x,
                    p->call->a->r);
}

static void pointwise_forward(Call *c) {
  Pass p = {.call = c, .all_flat = true};
  for (int k = 0; k < c->n; k++) {
    int64_t stride[MAX_DIMS];
    p.x[k] = tensor_data(c->x[k]);
    shape_expand(&c->x[k]->shape, c->x[k]->stride, &c->y->shape, stride);
    walk_open(&p.walk[k], &c->y->shape, stride);
    p.flat[k] = walk_flat(&p.walk[k]);
    p.all_flat = p.all_flat && p.flat[k];
  }
  pool_run(pass_chunk, &p, (tensor_count(c->y) + CHUNK - 1) / CHUNK);
}

void t_accumulate(Tensor *y, Tensor *x) {
  static const Op *op;
  if (error_pending() || !op_cached(&op, "add")) return;
  Call c = {.op = op, .n = 2, .x = (Tensor *[]){y, x}, .y = y, .a = &y->attrs};
  tensor_touch(y);
  pointwise_forward(&c);
}

static bool pointwise_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  for (int k = 1; k < c->n; k++)
    if (!shape_broadcast(&c->y->shape, &c->x[k]->shape)) return false;
  return true;
}

/* The cotangent of input k, from one of the result's shape. */
static void give(const Call *c, Tensor **gx, int k, Tensor *g) {
  gx[k] = t_sum_to(g, &c->x[k]->shape);
}

/* ---- arithmetic ---- */

static void add_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] + x[1][i];
}
static void add_rule(const Call *c, Tensor *g, Tensor **gx) {
  for (int k = 0; k < 2; k++)
    if (c->need[k]) give(c, gx, k, g);
}

static void sub_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] - x[1][i];
}
static void sub_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) give(c, gx, 0, g);
  if (c->need[1]) gx[1] = t_neg(t_sum_to(g, &c->x[1]->shape));
}

static void mul_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] * x[1][i];
}
static void mul_rule(const Call *c, Tensor *g, Tensor **gx) {
  for (int k = 0; k < 2; k++)
    if (c->need[k]) give(c, gx, k, t_mul(g, c->x[1 - k]));
}

static void div_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] / x[1][i];
}
static void div_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *over = t_div(g, c->x[1]);
  if (c->need[0]) give(c, gx, 0, over);
  if (c->need[1]) give(c, gx, 1, t_neg(t_mul(over, t_div(c->x[0], c->x[1]))));
}

static void pow_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++)
    y[i] = x[1][i] == 2 ? x[0][i] * x[0][i] : pow(x[0][i], x[1][i]);
}
/* 0^0 is 1 whatever the base is, so its derivative in the base is 0, and 0^b
 * is 0 for any b > 0: both would come out as NaN. */
static void pow_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *b = c->x[1], *zero = t_number(0);
  if (c->need[0]) {
    Tensor *slope = t_mul(b, t_pow(x, t_shift(b, -1)));
    give(c, gx, 0, t_mul(g, t_where(t_eq(b, zero), zero, slope)));
  }
  if (c->need[1]) {
    Tensor *dead = t_mul(t_eq(x, zero), t_ge(b, zero));
    Tensor *log_x = t_log(t_where(dead, t_number(1), x));
    give(c, gx, 1, t_mul(g, t_mul(c->y, log_x)));
  }
}

static void neg_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = -x[0][i];
}
static void neg_rule(const Call *c, Tensor *g, Tensor **gx) {
  (void)c;
  gx[0] = t_neg(g);
}

static void reciprocal_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = 1 / x[0][i];
}
static void reciprocal_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_neg(t_mul(g, t_square(c->y)));
}

static void square_loop(int64_t n, real *y, const real *const *x,
                        const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] * x[0][i];
}
static void square_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_scale(t_mul(g, c->x[0]), 2);
}

static void sqrt_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = sqrt(x[0][i]);
}
static void sqrt_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(t_scale(g, 0.5), c->y);
}

/* sqrt for norms: what is inside is a sum of squares, whose own derivative is 0
 * where the root's is infinite, and the product is taken as 0. */
static void root_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *zero = t_eq(c->y, t_number(0));
  Tensor *slope = t_div(t_number(0.5), t_where(zero, t_number(1), c->y));
  gx[0] = t_mul(g, t_where(zero, t_number(0), slope));
}

static void abs_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = fabs(x[0][i]);
}
static void abs_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_sign(c->x[0]));
}

static void sign_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++)
    y[i] = (real)((x[0][i] > 0) - (x[0][i] < 0));
}
/* Flat almost everywhere: the cotangent is zero. */
static void flat_rule(const Call *c, Tensor *g, Tensor **gx) {
  (void)c, (void)g, (void)gx;
}

/* NaN wins, and where both are equal each side gets half, as in PyTorch. */
static void maximum_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i];
    y[i] = a > b || isnan(a) ? a : b;
  }
}
static void minimum_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real a = x[0][i], b = x[1][i];
    y[i] = a < b || isnan(a) ? a : b;
  }
}
static void choose_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *half = t_scale(t_eq(c->x[0], c->x[1]), 0.5);
  Tensor *one = t_number(1);
  bool max = !strcmp(c->op->name, "maximum");
  Tensor *first = max ? t_gt(c->x[0], c->x[1]) : t_gt(c->x[1], c->x[0]);
  Tensor *share = t_add(first, half);
  if (c->need[0]) give(c, gx, 0, t_mul(g, share));
  if (c->need[1]) give(c, gx, 1, t_mul(g, t_sub(one, share)));
}

/* ---- transcendental ---- */

static void exp_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = exp(x[0][i]);
}
static void exp_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, c->y);
}

static void log_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = log(x[0][i]);
}
static void log_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_div(g, c->x[0]);
}

static void sin_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = sin(x[0][i]);
}
static void sin_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_cos(c->x[0]));
}

static void cos_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = cos(x[0][i]);
}
static void cos_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_neg(t_mul(g, t_sin(c->x[0])));
}

/* ---- activations ---- */

static void tanh_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = tanh(x[0][i]);
}
static Tensor *tanh_grad(Tensor *g, Tensor *y) {
  static const Op *op;
  return t_call2(&op, "tanh_grad", g, y);
}
static void tanh_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = tanh_grad(g, c->y);
}

static void tanh_grad_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++)
    y[i] = x[0][i] * (1 - x[1][i] * x[1][i]);
}
static void tanh_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) give(c, gx, 0, tanh_grad(g, c->x[1]));
  if (c->need[1])
    give(c, gx, 1, t_scale(t_mul(g, t_mul(c->x[0], c->x[1])), -2));
}

static void sigmoid_loop(int64_t n, real *y, const real *const *x,
                         const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = 1 / (1 + exp(-x[0][i]));
}
static Tensor *sigmoid_grad(Tensor *g, Tensor *y) {
  static const Op *op;
  return t_call2(&op, "sigmoid_grad", g, y);
}
static void sigmoid_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = sigmoid_grad(g, c->y);
}

static void sigmoid_grad_loop(int64_t n, real *y, const real *const *x,
                              const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++)
    y[i] = x[0][i] * x[1][i] * (1 - x[1][i]);
}
static void sigmoid_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) give(c, gx, 0, sigmoid_grad(g, c->x[1]));
  if (c->need[1])
    give(c, gx, 1,
         t_mul(t_mul(g, c->x[0]), t_shift(t_scale(c->x[1], -2), 1)));
}

static void relu_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] < 0 ? 0 : x[0][i];
}
static void leaky_relu_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  real slope = (real)r[0];
  for (int64_t i = 0; i < n; i++)
    y[i] = x[0][i] > 0 ? x[0][i] : slope * x[0][i];
}
static Tensor *leaky_relu_grad(Tensor *g, Tensor *x, double slope) {
  static const Op *op;
  return t_call(&op, "leaky_relu_grad", (Tensor *[]){g, x}, 2,
                &(Attrs){.r = {slope}});
}
static void relu_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = leaky_relu_grad(g, c->x[0], 0);
}
static void leaky_relu_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = leaky_relu_grad(g, c->x[0], c->a->r[0]);
}

static void leaky_relu_grad_loop(int64_t n, real *y, const real *const *x,
                                 const double *r) {
  real slope = (real)r[0];
  for (int64_t i = 0; i < n; i++)
    y[i] = x[1][i] > 0 ? x[0][i] : slope * x[0][i];
}
static void leaky_relu_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) give(c, gx, 0, leaky_relu_grad(g, c->x[1], c->a->r[0]));
}

static void softplus_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  real beta = (real)r[0], threshold = (real)r[1];
  for (int64_t i = 0; i < n; i++) {
    real v = beta * x[0][i];
    y[i] = v > threshold ? x[0][i]
                         : ((v > 0 ? v : 0) + log1p(exp(-fabs(v)))) / beta;
  }
}
static void softplus_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *v = t_scale(c->x[0], c->a->r[0]);
  Tensor *slope = t_where(t_gt(v, t_number(c->a->r[1])), t_number(1),
                          t_sigmoid(v));
  gx[0] = t_mul(g, slope);
}

/* ---- choices ---- */

static void gt_loop(int64_t n, real *y, const real *const *x,
                    const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] > x[1][i];
}
static void ge_loop(int64_t n, real *y, const real *const *x,
                    const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] >= x[1][i];
}
static void lt_loop(int64_t n, real *y, const real *const *x,
                    const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] < x[1][i];
}
static void le_loop(int64_t n, real *y, const real *const *x,
                    const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] <= x[1][i];
}
static void eq_loop(int64_t n, real *y, const real *const *x,
                    const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] == x[1][i];
}
static void ne_loop(int64_t n, real *y, const real *const *x,
                    const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] != x[1][i];
}

static void where_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] != 0 ? x[1][i] : x[2][i];
}
static void where_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *zero = t_number(0);
  if (c->need[1]) give(c, gx, 1, t_where(c->x[0], g, zero));
  if (c->need[2]) give(c, gx, 2, t_where(c->x[0], zero, g));
}

static void masked_fill_loop(int64_t n, real *y, const real *const *x,
                             const double *r) {
  real value = (real)r[0];
  for (int64_t i = 0; i < n; i++) y[i] = x[1][i] != 0 ? value : x[0][i];
}
static void masked_fill_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) give(c, gx, 0, t_where(c->x[1], t_number(0), g));
}

static void clamp_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  real low = (real)r[0], high = (real)r[1];
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i] < low ? low : x[0][i];
    y[i] = v > high ? high : v;
  }
}
static void clamp_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *above = t_ge(c->x[0], t_number(c->a->r[0]));
  Tensor *below = t_ge(t_number(c->a->r[1]), c->x[0]);
  gx[0] = t_mul(g, t_mul(above, below));
}

/* ---- rows ---- */

#define POINTWISE .infer = pointwise_infer, .forward = pointwise_forward, \
                  .flags = OP_STRIDED

Op pointwise_ops[] = {
    {"add", "x, other", POINTWISE, .loop = add_loop, .rule = add_rule,
     .sample = "x(3, 4), x(3, 4); x(3, 4), x(4); x(3, 1), x(1, 4)",
     .doc = "x + other."},
    {"sub", "x, other", POINTWISE, .loop = sub_loop, .rule = sub_rule,
     .sample = "x(3, 4), x(3, 4); x(4), x(3, 1)", .doc = "x - other."},
    {"mul", "x, other", POINTWISE, .loop = mul_loop, .rule = mul_rule,
     .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)", .doc = "x times other."},
    {"div", "x, other", POINTWISE, .loop = div_loop, .rule = div_rule,
     .sample = "x(3, 4), away(3, 4); x(4), away(3, 1)",
     .doc = "x / other."},
    {"pow", "x, exponent", POINTWISE, .loop = pow_loop, .rule = pow_rule,
     .sample = "positive(3, 4), x(3, 4); away(3, 4), 3",
     .doc = "x to the power of exponent; 0^0 is 1."},
    {"neg", "x", POINTWISE, .loop = neg_loop, .rule = neg_rule,
     .sample = "x(3, 4)", .doc = "-x."},
    {"reciprocal", "x", POINTWISE, .loop = reciprocal_loop,
     .rule = reciprocal_rule, .sample = "away(3, 4)", .doc = "1 / x."},
    {"square", "x", POINTWISE, .loop = square_loop, .rule = square_rule,
     .sample = "x(3, 4)", .doc = "x times x."},
    {"sqrt", "x", POINTWISE, .loop = sqrt_loop, .rule = sqrt_rule,
     .sample = "positive(3, 4)",
     .doc = "Square root; NaN below 0. The derivative at 0 is infinite."},
    {"root", "x", POINTWISE, .loop = sqrt_loop, .rule = root_rule,
     .sample = "positive(3, 4)",
     .doc = "Square root whose derivative at 0 is 0, as norms need it."},
    {"abs", "x", POINTWISE, .loop = abs_loop, .rule = abs_rule,
     .sample = "away(3, 4)", .doc = "|x|; its derivative at 0 is 0."},
    {"sign", "x", POINTWISE, .loop = sign_loop, .rule = flat_rule,
     .sample = "away(3, 4)",
     .doc = "-1, 0 or 1; its derivative is 0 everywhere."},
    {"maximum", "x, other", POINTWISE, .loop = maximum_loop,
     .rule = choose_rule, .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)",
     .doc = "The larger of the two; NaN if either is. Equal values share "
            "the gradient."},
    {"minimum", "x, other", POINTWISE, .loop = minimum_loop,
     .rule = choose_rule, .sample = "x(3, 4), x(3, 4); x(3, 4), x(4)",
     .doc = "The smaller of the two; NaN if either is. Equal values share "
            "the gradient."},
    {"exp", "x", POINTWISE, .loop = exp_loop, .rule = exp_rule,
     .sample = "x(3, 4)", .doc = "e to the power of x."},
    {"log", "x", POINTWISE, .loop = log_loop, .rule = log_rule,
     .sample = "positive(3, 4)", .doc = "Natural logarithm."},
    {"sin", "x", POINTWISE, .loop = sin_loop, .rule = sin_rule,
     .sample = "x(3, 4)", .doc = "Sine of x radians."},
    {"cos", "x", POINTWISE, .loop = cos_loop, .rule = cos_rule,
     .sample = "x(3, 4)", .doc = "Cosine of x radians."},
    {"tanh", "x", POINTWISE, .loop = tanh_loop, .rule = tanh_rule,
     .sample = "x(3, 4)", .doc = "Hyperbolic tangent."},
    {"tanh_grad", "g, y", POINTWISE, .loop = tanh_grad_loop,
     .rule = tanh_grad_rule, .sample = "x(3, 4), x(3, 4)",
     .doc = "g (1 - y^2): the cotangent of tanh, y its result."},
    {"sigmoid", "x", POINTWISE, .loop = sigmoid_loop, .rule = sigmoid_rule,
     .sample = "x(3, 4)", .doc = "1 / (1 + exp(-x))."},
    {"sigmoid_grad", "g, y", POINTWISE,
     .loop = sigmoid_grad_loop, .rule = sigmoid_grad_rule,
     .sample = "x(3, 4), x(3, 4)",
     .doc = "g y (1 - y): the cotangent of sigmoid, y its result."},
    {"relu", "x", POINTWISE, .loop = relu_loop, .rule = relu_rule,
     .sample = "away(3, 4)", .doc = "max(x, 0); its derivative at 0 is 0."},
    {"leaky_relu", "x, negative_slope: real = 0.01", POINTWISE,
     .loop = leaky_relu_loop, .rule = leaky_relu_rule,
     .sample = "away(3, 4), 0.2", .doc = "x above 0, negative_slope x below."},
    {"leaky_relu_grad", "g, x, negative_slope: real = 0",
     POINTWISE, .loop = leaky_relu_grad_loop,
     .rule = leaky_relu_grad_rule, .sample = "x(3, 4), away(3, 4), 0.2",
     .doc = "g where x is above 0, negative_slope g elsewhere: the cotangent "
            "of relu and leaky_relu."},
    {"softplus", "x, beta: real = 1, threshold: real = 20", POINTWISE,
     .loop = softplus_loop, .rule = softplus_rule, .sample = "x(3, 4), 2",
     .doc = "log(1 + exp(beta x)) / beta, without overflow; x itself where "
            "beta x is above threshold."},
    {"gt", "x, other", POINTWISE, .loop = gt_loop,
     .doc = "1 where x > other, else 0. No derivative."},
    {"ge", "x, other", POINTWISE, .loop = ge_loop,
     .doc = "1 where x >= other, else 0. No derivative."},
    {"lt", "x, other", POINTWISE, .loop = lt_loop,
     .doc = "1 where x < other, else 0. No derivative."},
    {"le", "x, other", POINTWISE, .loop = le_loop,
     .doc = "1 where x <= other, else 0. No derivative."},
    {"eq", "x, other", POINTWISE, .loop = eq_loop,
     .doc = "1 where x equals other, else 0. No derivative."},
    {"ne", "x, other", POINTWISE, .loop = ne_loop,
     .doc = "1 where x differs from other, else 0. No derivative."},
    {"where", "condition, x, other", POINTWISE, .loop = where_loop,
     .rule = where_rule, .sample = "mask(3, 4), x(3, 4), x(4)",
     .doc = "x where condition is not 0, other elsewhere."},
    {"masked_fill", "x, mask, value: real", POINTWISE,
     .loop = masked_fill_loop, .rule = masked_fill_rule,
     .sample = "x(3, 4), mask(4), 2",
     .doc = "value where mask is not 0, x elsewhere."},
    {"clamp", "x, min: real = -inf, max: real = inf", POINTWISE,
     .loop = clamp_loop, .rule = clamp_rule, .sample = "x(3, 4), -0.5, 0.7",
     .doc = "x limited to min .. max; NaN stays NaN."},
    {0}};
