/* Activations: pointwise, but for the few that choose among channels.
 *
 * Slopes at the corners are PyTorch's. A rule that would take a line of algebra
 * is left to grad_composed. */
#include <inttypes.h>
#include <tgmath.h>

#include "../grad.h"
#include "pass.h"

/* ---- tanh, sigmoid and relu ---- */

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
    y[i] = x[0][i] * ((1 - x[1][i]) * (1 + x[1][i]));
}
static void tanh_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) pass_give(c, gx, 0, tanh_grad(g, c->x[1]));
  if (c->need[1])
    pass_give(c, gx, 1, t_scale(t_mul(g, t_mul(c->x[0], c->x[1])), -2));
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
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] * x[1][i] * (1 - x[1][i]);
}
static void sigmoid_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) pass_give(c, gx, 0, sigmoid_grad(g, c->x[1]));
  if (c->need[1])
    pass_give(c, gx, 1,
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
/* The result is above 0 where x is, so that x need not be kept. */
static void relu_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = leaky_relu_grad(g, c->y, 0);
}
/* ... unless the slope turns the sign. */
static bool by_result(const Call *c) { return c->a->r[0] >= 0; }

static bool leaky_relu_infer(Call *c) {
  c->reads = by_result(c) ? READS_RESULT : READS_INPUTS;
  return pass_infer(c);
}
static void leaky_relu_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = leaky_relu_grad(g, by_result(c) ? c->y : c->x[0], c->a->r[0]);
}

static void leaky_relu_grad_loop(int64_t n, real *y, const real *const *x,
                                 const double *r) {
  real slope = (real)r[0];
  for (int64_t i = 0; i < n; i++)
    y[i] = !(x[1][i] <= 0) ? x[0][i] : slope != 0 ? slope * x[0][i] : 0;
}
static void leaky_relu_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) pass_give(c, gx, 0, leaky_relu_grad(g, c->x[1], c->a->r[0]));
}

/* r: negative_slope, scale; bias and noise may be left out. */
static void biased_leaky_relu_loop(int64_t n, real *y, const real *const *x,
                                   const double *r) {
  real slope = (real)r[0], scale = (real)r[1];
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i] + (x[1] ? x[1][i] : 0) + (x[2] ? x[2][i] : 0);
    y[i] = scale * (v > 0 ? v : slope * v);
  }
}
/* So that the result has the sign of the sum, which need not be kept. */
static bool biased_leaky_relu_infer(Call *c) {
  const double *r = c->a->r;
  if (!(r[0] >= 0))
    return error_set("negative_slope is %.9g; it is at least 0", r[0]);
  if (!(r[1] > 0)) return error_set("scale is %.9g; it is above 0", r[1]);
  return pass_infer(c);
}
static void biased_leaky_relu_rule(const Call *c, Tensor *g, Tensor **gx) {
  const double *r = c->a->r;
  if (r[1] != 1) g = t_scale(g, r[1]);
  g = leaky_relu_grad(g, c->y, r[0]);
  for (int k = 0; k < c->n; k++)
    if (c->x[k] && c->need[k]) pass_give(c, gx, k, g);
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

/* ---- exponential units ---- */

static void elu_loop(int64_t n, real *y, const real *const *x,
                     const double *r) {
  real alpha = (real)r[0];
  for (int64_t i = 0; i < n; i++)
    y[i] = x[0][i] > 0 ? x[0][i] : alpha * expm1(x[0][i]);
}
static void elu_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->a->r[0] == 0) {
    gx[0] = leaky_relu_grad(g, c->x[0], 0);
    return;
  }
  Tensor *below = t_shift(c->y, c->a->r[0]), *one = t_number(1);
  gx[0] = t_mul(g, t_where(t_gt(c->x[0], t_number(0)), one, below));
}

static Tensor *elu(Tensor *x, double alpha) {
  static const Op *op;
  return t_call(&op, "elu", &x, 1, &(Attrs){.r = {alpha}});
}

static Tensor *celu_compose(const Call *c) {
  double alpha = c->a->r[0];
  if (!(alpha > 0)) {
    error_set("alpha is %.9g; it is above 0", alpha);
    return NULL;
  }
  if (alpha == 1) return elu(c->x[0], 1);
  Tensor *x = t_scale(c->x[0], 1 / alpha);
  Tensor *below = t_scale(elu(x, 1), alpha);
  return t_where(t_gt(c->x[0], t_number(0)), c->x[0], below);
}

static Tensor *selu_compose(const Call *c) {
  return t_scale(elu(c->x[0], 1.6732632423543772848), 1.0507009873554804934);
}

/* ---- smooth units ---- */

static Tensor *call(const char *name, Tensor *x) {
  const Op *op = op_find(name);
  return t_call1(&op, name, x);
}

enum { GELU_EXACT, GELU_TANH };

static bool gelu_infer(Call *c) {
  c->a->r[0] = (double)c->a->i[0]; /* loops see reals only */
  return pass_infer(c);
}

static void gelu_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  const real half = (real)M_SQRT1_2, scale = (real)(M_SQRT1_2 * M_2_SQRTPI);
  const real cubic = (real)0.044715;
  if (r[0] == GELU_EXACT) {
    for (int64_t i = 0; i < n; i++) y[i] = x[0][i] / 2 * erfc(x[0][i] * -half);
    return;
  }
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    y[i] = v / (1 + exp(-2 * scale * (v + cubic * v * v * v)));
  }
}

/* x held within `most` of 0, beyond which what is made of it is flat. */
static Tensor *held(Tensor *x, double most) {
  static const Op *op;
  return t_call(&op, "hardtanh", &x, 1, &(Attrs){.r = {-most, most}});
}

/* (1 + tanh(v)) / 2 as sigmoid(2 v), which does not cancel below 0. */
static Tensor *gelu_by_tanh(const Call *c) {
  Tensor *x = held(c->x[0], 30), *cube = t_mul(x, t_square(x));
  Tensor *v = t_scale(t_add(x, t_scale(cube, 0.044715)),
                      2 * M_SQRT1_2 * M_2_SQRTPI);
  return t_mul(c->x[0], t_sigmoid(v));
}

static Tensor *gelu_grad(Tensor *g, Tensor *x) {
  static const Op *op;
  return t_call2(&op, "gelu_grad", g, x);
}
static void gelu_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->a->i[0] == GELU_TANH) grad_composed(c, g, gx, gelu_by_tanh);
  else gx[0] = gelu_grad(g, c->x[0]);
}

/* Phi(x) + x phi(x), the distribution and density of the normal law; the
 * derivative of that is (2 - x^2) phi(x). */
static void gelu_grad_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  const real half = (real)M_SQRT1_2, level = (real)(M_SQRT1_2 * M_2_SQRTPI / 2);
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[1][i], share = erfc(v * -half) / 2;
    y[i] = x[0][i] * (share + v * level * exp(-v * v / 2));
  }
}
static void gelu_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) pass_give(c, gx, 0, gelu_grad(g, c->x[1]));
  if (!c->need[1]) return;
  Tensor *square = t_square(held(c->x[1], 40));
  Tensor *bell = t_exp(t_scale(square, -0.5));
  Tensor *turn = t_mul(t_sub(t_number(2), square), bell);
  Tensor *scaled = t_scale(turn, M_SQRT1_2 * M_2_SQRTPI / 2);
  pass_give(c, gx, 1, t_mul(t_mul(g, c->x[0]), scaled));
}

static void silu_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] / (1 + exp(-x[0][i]));
}
static Tensor *silu_grad(Tensor *g, Tensor *x) {
  static const Op *op;
  return t_call2(&op, "silu_grad", g, x);
}
static void silu_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = silu_grad(g, c->x[0]);
}

static void silu_grad_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[1][i], s = 1 / (1 + exp(-v));
    y[i] = x[0][i] * s * (1 + v * (1 - s));
  }
}
/* With s = sigmoid(x) the slope s (1 + x (1 - s)) has the derivative
 * s (1 - s) (2 + x (1 - 2 s)). */
static void silu_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) pass_give(c, gx, 0, silu_grad(g, c->x[1]));
  if (!c->need[1]) return;
  Tensor *x = c->x[1], *s = t_sigmoid(x);
  Tensor *tilt = t_shift(t_mul(x, t_shift(t_scale(s, -2), 1)), 2);
  Tensor *turn = t_mul(sigmoid_grad(tilt, s), c->x[0]);
  pass_give(c, gx, 1, t_mul(g, turn));
}

static void mish_loop(int64_t n, real *y, const real *const *x,
                      const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] * tanh(log1p(exp(x[0][i])));
}
static Tensor *mish_plain(const Call *c) {
  return t_mul(c->x[0],
               call("tanh", t_neg(call("logsigmoid", t_neg(c->x[0])))));
}
static void mish_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, mish_plain);
}

static void logsigmoid_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    y[i] = (v > 0 ? 0 : v) - log1p(exp(-fabs(v)));
  }
}
static void logsigmoid_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_sigmoid(t_neg(c->x[0])));
}

/* softplus(x) - target x, in the form that neither cancels nor meets inf - inf:
 * |x| times what the class should not have been, and what softplus adds. */
static void logistic_loss_loop(int64_t n, real *y, const real *const *x,
                               const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i], wrong = v > 0 ? 1 - x[1][i] : x[1][i];
    y[i] = (wrong != 0 ? fabs(v) * wrong : 0) + log1p(exp(-fabs(v)));
  }
}
static void logistic_loss_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *target = c->x[1];
  if (c->need[0]) pass_give(c, gx, 0, t_mul(g, t_sub(t_sigmoid(x), target)));
  if (c->need[1]) pass_give(c, gx, 1, t_neg(t_mul(g, x)));
}

static void softsign_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] / (1 + fabs(x[0][i]));
}
static void softsign_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *size = t_shift(call("abs", c->x[0]), 1);
  gx[0] = t_div(g, t_square(size));
}

/* x - tanh(x): near 0 by the continued fraction of tanh, x / (1 + z / (3 + z /
 * (5 + ...))) with z = x^2, of which nothing cancels. */
static void tanhshrink_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i], z = v * v, d = 13;
    for (int k = 11; k > 1; k -= 2) d = (real)k + z / d;
    y[i] = fabs(v) < 1 ? v * z / (d + z) : v - tanh(v);
  }
}
static void tanhshrink_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_square(call("tanh", c->x[0])));
}

/* ---- units of straight pieces ---- */

/* scale g where x is between low and high, or with `outside` where it is beyond
 * them; 0 elsewhere, and at both. What is NaN gets g; a limit that is NaN is
 * none. */
typedef struct Band {
  double low, high, scale;
  bool outside;
} Band;

static Tensor *band_grad(Tensor *g, Tensor *x, Band b) {
  static const Op *op;
  return t_call(&op, "band_grad", (Tensor *[]){g, x}, 2,
                &(Attrs){.r = {b.low, b.high, b.scale}, .i = {b.outside}});
}

static bool band_grad_infer(Call *c) {
  c->a->r[3] = (double)c->a->i[0]; /* loops see reals only */
  return pass_infer(c);
}
static void band_grad_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  real low = (real)r[0], high = (real)r[1], scale = (real)r[2];
  for (int64_t i = 0; i < n; i++) {
    real v = x[1][i];
    bool none = r[3] != 0 ? v >= low && v <= high : v <= low || v >= high;
    y[i] = none ? 0 : scale * x[0][i];
  }
}
static void band_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  const double *r = c->a->r;
  Band b = {r[0], r[1], r[2], c->a->i[0]};
  if (c->need[0]) pass_give(c, gx, 0, band_grad(g, c->x[1], b));
}

static void hardtanh_loop(int64_t n, real *y, const real *const *x,
                          const double *r) {
  real low = (real)r[0], high = (real)r[1];
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i] < low ? low : x[0][i];
    y[i] = v > high ? high : v;
  }
}
static void hardtanh_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = band_grad(g, c->x[0], (Band){c->a->r[0], c->a->r[1], 1, false});
}

static Tensor *hardtanh(Tensor *x, double low, double high) {
  static const Op *op;
  return t_call(&op, "hardtanh", &x, 1, &(Attrs){.r = {low, high}});
}

static Tensor *relu6_compose(const Call *c) { return hardtanh(c->x[0], 0, 6); }

static real ramp(real x) {
  real v = x + 3;
  return v < 0 ? 0 : v > 6 ? 6 : v;
}
static void hardsigmoid_loop(int64_t n, real *y, const real *const *x,
                             const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = ramp(x[0][i]) / 6;
}
static void hardsigmoid_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = band_grad(g, c->x[0], (Band){-3, 3, 1.0 / 6, false});
}

static void hardswish_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] * (ramp(x[0][i]) / 6);
}
static Tensor *hardswish_grad(Tensor *g, Tensor *x) {
  static const Op *op;
  return t_call2(&op, "hardswish_grad", g, x);
}
static void hardswish_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = hardswish_grad(g, c->x[0]);
}
static void hardswish_grad_loop(int64_t n, real *y, const real *const *x,
                                const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[1][i], slope = v >= 3 ? 1 : v / 3 + (real)0.5;
    y[i] = v < -3 ? 0 : x[0][i] * slope;
  }
}
static void hardswish_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0]) pass_give(c, gx, 0, hardswish_grad(g, c->x[1]));
  if (!c->need[1]) return;
  double low = (double)nextafter((real)-3, (real)-4); /* -3 is inside */
  Band bend = {low, 3, 1.0 / 3, false};
  pass_give(c, gx, 1, band_grad(t_mul(g, c->x[0]), c->x[1], bend));
}

static void threshold_loop(int64_t n, real *y, const real *const *x,
                           const double *r) {
  real threshold = (real)r[0], value = (real)r[1];
  for (int64_t i = 0; i < n; i++) y[i] = x[0][i] <= threshold ? value : x[0][i];
}
static void threshold_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = band_grad(g, c->x[0], (Band){c->a->r[0], NAN, 1, false});
}

static void softshrink_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  real lambd = (real)r[0];
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    y[i] = v > lambd ? v - lambd : v < -lambd ? v + lambd : v * 0;
  }
}
static bool softshrink_infer(Call *c) {
  if (!(c->a->r[0] >= 0))
    return error_set("lambd is %.9g; it is at least 0", c->a->r[0]);
  return pass_infer(c);
}

static void hardshrink_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  real lambd = (real)r[0];
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i];
    y[i] = v >= -lambd && v <= lambd ? 0 : v;
  }
}
static void shrink_rule(const Call *c, Tensor *g, Tensor **gx) {
  double lambd = c->a->r[0];
  gx[0] = band_grad(g, c->x[0], (Band){-lambd, lambd, 1, true});
}

static void huber_loop(int64_t n, real *y, const real *const *x,
                       const double *r) {
  real delta = (real)r[0];
  for (int64_t i = 0; i < n; i++) {
    real d = fabs(x[0][i] - x[1][i]), near = d < delta ? d : delta;
    y[i] = near * (d - near / 2);
  }
}
/* scale g (x - target), that difference held within delta. */
static void huber_grad_loop(int64_t n, real *y, const real *const *x,
                            const double *r) {
  real delta = (real)r[0], scale = (real)r[1];
  for (int64_t i = 0; i < n; i++) {
    real d = x[1][i] - x[2][i], v = d < -delta ? -delta : d;
    y[i] = scale * x[0][i] * (v > delta ? delta : v);
  }
}
static Tensor *huber_grad(Tensor *g, const Call *c, double delta,
                          double scale) {
  static const Op *op;
  Tensor **pair = c->x + c->n - 2;
  return t_call(&op, "huber_grad", (Tensor *[]){g, pair[0], pair[1]}, 3,
                &(Attrs){.r = {delta, scale}});
}
static void huber_grad_rule(const Call *c, Tensor *g, Tensor **gx) {
  double delta = c->a->r[0], scale = c->a->r[1];
  if (c->need[0]) pass_give(c, gx, 0, huber_grad(g, c, delta, scale));
  if (!c->need[1] && !c->need[2]) return;
  Tensor *part = band_grad(t_mul(g, c->x[0]), t_sub(c->x[1], c->x[2]),
                           (Band){-delta, delta, scale, false});
  if (c->need[1]) pass_give(c, gx, 1, part);
  if (c->need[2]) pass_give(c, gx, 2, t_neg(part));
}

static void give_both(const Call *c, Tensor **gx, Tensor *part) {
  if (c->need[0]) pass_give(c, gx, 0, part);
  if (c->need[1]) pass_give(c, gx, 1, t_neg(part));
}
static void huber_rule(const Call *c, Tensor *g, Tensor **gx) {
  give_both(c, gx, huber_grad(g, c, c->a->r[0], 1));
}

static void squared_error_loop(int64_t n, real *y, const real *const *x,
                               const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++)
    y[i] = (x[0][i] - x[1][i]) * (x[0][i] - x[1][i]);
}
static void squared_error_rule(const Call *c, Tensor *g, Tensor **gx) {
  give_both(c, gx, huber_grad(g, c, INFINITY, 2));
}

/* ---- of channels ---- */

/* weight as it broadcasts against x: one number, or one for each channel. */
static Tensor *by_channel(Tensor *weight, Tensor *x) {
  Shape to = {0};
  int64_t n = tensor_count(weight);
  int64_t channels = x->shape.rank > 1 ? x->shape.size[1] : 1;
  if (n != 1 && n != channels) {
    char a[SHAPE_TEXT], b[SHAPE_TEXT];
    error_set("weight is %s, one number or one for each channel of %s is due",
              shape_text(&weight->shape, a), shape_text(&x->shape, b));
    return NULL;
  }
  if (n != 1)
    for (to.rank = 0; to.rank < x->shape.rank; to.rank++)
      to.size[to.rank] = to.rank == 1 ? n : 1;
  return t_reshape(weight, &to);
}

/* leaky_relu with a tensor of slopes; 0 times infinity is 0 there. */
static void leaky_relu_by_loop(int64_t n, real *y, const real *const *x,
                               const double *r) {
  (void)r;
  for (int64_t i = 0; i < n; i++) {
    real v = x[0][i], slope = x[1][i];
    y[i] = v > 0 ? v : slope != 0 ? v * slope : 0;
  }
}
static Tensor *leaky_relu_by_plain(const Call *c) {
  Tensor *x = c->x[0];
  return t_where(t_gt(x, t_number(0)), x, t_mul_no_nan(x, c->x[1]));
}
static void leaky_relu_by_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, leaky_relu_by_plain);
}

static Tensor *prelu_compose(const Call *c) {
  static const Op *op;
  Tensor *slope = by_channel(c->x[1], c->x[0]);
  return t_call2(&op, "leaky_relu_by", c->x[0], slope);
}

static Tensor *glu_compose(const Call *c) {
  Tensor *x = c->x[0];
  char text[SHAPE_TEXT];
  int axis = shape_axis(x->shape.rank, c->a->i[0]);
  if (axis < 0) return NULL;
  int64_t n = x->shape.rank ? x->shape.size[axis] : 1, half = n / 2;
  if (n % 2) {
    error_set("dimension %d of %s has no two halves", axis + 1,
              shape_text(&x->shape, text));
    return NULL;
  }
  Tensor *gate = t_sigmoid(t_narrow(x, axis, half, half));
  return t_mul(t_narrow(x, axis, 0, half), gate);
}

static Tensor *maxout_compose(const Call *c) {
  static const Op *op;
  const Shape *s = &c->x[0]->shape;
  int64_t pieces = c->a->i[0];
  int axis = shape_axis(s->rank, c->a->i[1]);
  char text[SHAPE_TEXT];
  if (axis < 0) return NULL;
  if (s->rank == 0 || pieces < 1 || s->size[axis] % pieces) {
    error_set("%s has no groups of %" PRId64 " in dimension %d",
              shape_text(s, text), pieces, axis + 1);
    return NULL;
  }
  Shape cut = {0};
  for (int k = 0; k < s->rank; k++) {
    int64_t size = k == axis ? s->size[k] / pieces : s->size[k];
    if (!shape_push(&cut, size)) return NULL;
    if (k == axis && !shape_push(&cut, pieces)) return NULL;
  }
  Tensor *groups = t_reshape(c->x[0], &cut);
  return t_call(&op, "amax", &groups, 1, &(Attrs){.n = 1, .list = {axis + 1}});
}

/* ---- rows ---- */

Op activation_ops[] = {
    {"tanh", "x", POINTWISE, .loop = tanh_loop, .rule = tanh_rule,
     .reads = READS_RESULT, .sample = "x(3, 4)", .doc = "Hyperbolic tangent."},
    {"tanh_grad", "g, y", POINTWISE, .loop = tanh_grad_loop,
     .rule = tanh_grad_rule, .sample = "x(3, 4), x(3, 4)",
     .doc = "g (1 - y^2): the cotangent of tanh, y its result."},
    {"sigmoid", "x", POINTWISE, .loop = sigmoid_loop, .rule = sigmoid_rule,
     .reads = READS_RESULT, .sample = "x(3, 4)", .doc = "1 / (1 + exp(-x))."},
    {"sigmoid_grad", "g, y", POINTWISE, .loop = sigmoid_grad_loop,
     .rule = sigmoid_grad_rule, .sample = "x(3, 4), x(3, 4)",
     .doc = "g y (1 - y): the cotangent of sigmoid, y its result."},
    {"relu", "x", POINTWISE, .loop = relu_loop, .rule = relu_rule,
     .reads = READS_RESULT, .sample = "away(3, 4)",
     .doc = "max(x, 0); its derivative at 0 is 0."},
    {"leaky_relu", "x, negative_slope: real = 0.01", leaky_relu_infer,
     pass_forward, leaky_relu_rule, .flags = OP_STRIDED,
     .loop = leaky_relu_loop, .sample = "away(3, 4), 0.2; away(3, 4), -0.5",
     .doc = "x above 0, negative_slope x below."},
    {"biased_leaky_relu",
     "x, bias?, noise?, {negative_slope: real = 0.2, scale: real = 1}",
     biased_leaky_relu_infer, pass_forward, biased_leaky_relu_rule,
     .reads = READS_RESULT, .flags = OP_STRIDED, .loop = biased_leaky_relu_loop,
     .sample = "away(2, 3, 4), positive(3, 1), positive(2, 1, 4), {scale = 2}; "
               "away(3, 4), nil, x(); away(3, 4)",
     .doc = "scale leaky_relu(x + bias + noise, negative_slope), in one pass: "
            "the units of StyleGAN2, whose scale is sqrt(2) (Karras et al. "
            "2020, arXiv 1912.04958, figure 2)."},
    {"leaky_relu_grad", "g, x, negative_slope: real = 0", POINTWISE,
     .loop = leaky_relu_grad_loop, .rule = leaky_relu_grad_rule,
     .reads = READS_OTHER, .sample = "x(3, 4), away(3, 4), 0.2",
     .doc = "g where x is above 0, negative_slope g elsewhere: the cotangent "
            "of relu and leaky_relu."},
    {"softplus", "x, beta: real = 1, threshold: real = 20", POINTWISE,
     .loop = softplus_loop, .rule = softplus_rule, .sample = "x(3, 4), 2",
     .doc = "log(1 + exp(beta x)) / beta, without overflow; x itself where "
            "beta x is above threshold."},
    {"elu", "x, alpha: real = 1", POINTWISE, .loop = elu_loop, .rule = elu_rule,
     .reads = READS_ALL, .sample = "away(3, 4), 0.7",
     .doc = "x above 0, alpha (exp(x) - 1) below (Clevert, Unterthiner and "
            "Hochreiter 2015, equation 16)."},
    {"celu", "x, alpha: real = 1", .compose = celu_compose,
     .sample = "away(3, 4), 0.7",
     .doc = "x above 0, alpha (exp(x / alpha) - 1) below: elu whose slope is "
            "continuous at 0 (Barron 2017)."},
    {"selu", "x", .compose = selu_compose, .sample = "away(3, 4)",
     .doc = "1.0507 elu(x, 1.6733), whose results keep mean 0 and variance 1 "
            "(Klambauer et al. 2017, equation 2)."},
    {"gelu", "x, {approximate: none|tanh = none}", .infer = gelu_infer,
     .forward = pass_forward, .flags = OP_STRIDED, .loop = gelu_loop,
     .rule = gelu_rule, .sample = "x(3, 4); x(3, 4), {approximate = 'tanh'}",
     .doc = "x Phi(x), Phi the distribution function of the normal law, or "
            "its approximation by tanh (Hendrycks and Gimpel 2016, section "
            "2)."},
    {"gelu_grad", "g, x", POINTWISE, .loop = gelu_grad_loop,
     .rule = gelu_grad_rule, .sample = "x(3, 4), x(3, 4)",
     .doc = "g times the slope of gelu at x: its cotangent in one pass."},
    {"silu", "x", POINTWISE, .loop = silu_loop, .rule = silu_rule,
     .sample = "x(3, 4)",
     .doc = "x sigmoid(x), also called swish (Elfwing, Uchibe and Doya "
            "2017)."},
    {"silu_grad", "g, x", POINTWISE, .loop = silu_grad_loop,
     .rule = silu_grad_rule, .sample = "x(3, 4), x(3, 4)",
     .doc = "g times the slope of silu at x: its cotangent in one pass."},
    {"mish", "x", POINTWISE, .loop = mish_loop, .rule = mish_rule,
     .sample = "x(3, 4)", .doc = "x tanh(softplus(x)) (Misra 2019)."},
    {"logsigmoid", "x", POINTWISE, .loop = logsigmoid_loop,
     .rule = logsigmoid_rule, .sample = "x(3, 4)",
     .doc = "log(sigmoid(x)), without overflow."},
    {"logistic_loss", "x, target", POINTWISE, .loop = logistic_loss_loop,
     .rule = logistic_loss_rule,
     .sample = "x(3, 4), x(3, 4); x(3, 4), x(4); x(3, 1), 0.3",
     .doc = "-target log(sigmoid(x)) - (1 - target) log(sigmoid(-x)), without "
            "overflow."},
    {"softsign", "x", POINTWISE, .loop = softsign_loop, .rule = softsign_rule,
     .sample = "away(3, 4)", .doc = "x / (1 + |x|)."},
    {"tanhshrink", "x", POINTWISE, .loop = tanhshrink_loop,
     .rule = tanhshrink_rule, .sample = "x(3, 4)", .doc = "x - tanh(x)."},
    {"hardtanh", "x, min_val: real = -1, max_val: real = 1", POINTWISE,
     .loop = hardtanh_loop, .rule = hardtanh_rule,
     .sample = "x(3, 4), -0.5, 0.7",
     .doc = "x limited to min_val .. max_val, as clamp; at the limits the "
            "derivative is 0, where that of clamp is 1."},
    {"relu6", "x", .compose = relu6_compose, .sample = "away(3, 4)",
     .doc = "x limited to 0 .. 6."},
    {"band_grad",
     "g, x, low: real, high: real, scale: real = 1, {outside: bool = false}",
     .infer = band_grad_infer, .forward = pass_forward, .flags = OP_STRIDED,
     .loop = band_grad_loop, .rule = band_grad_rule,
     .sample = "x(3, 4), x(3, 4), -0.5, 0.7; "
               "x(3, 4), x(3, 4), -0.5, 0.7, 2, {outside = true}",
     .doc = "scale g where x is between low and high, or with outside where "
            "it is beyond them, else 0: the cotangent of what has straight "
            "pieces."},
    {"hardsigmoid", "x", POINTWISE, .loop = hardsigmoid_loop,
     .rule = hardsigmoid_rule, .sample = "x(3, 4)", .doc = "relu6(x + 3) / 6."},
    {"hardswish", "x", POINTWISE, .loop = hardswish_loop,
     .rule = hardswish_rule, .sample = "x(3, 4)",
     .doc = "x relu6(x + 3) / 6 (Howard et al. 2019, section 5.2)."},
    {"hardswish_grad", "g, x", POINTWISE, .loop = hardswish_grad_loop,
     .rule = hardswish_grad_rule, .sample = "x(3, 4), x(3, 4)",
     .doc = "g times the slope of hardswish at x: its cotangent in one "
            "pass."},
    {"threshold", "x, threshold: real, value: real", POINTWISE,
     .loop = threshold_loop, .rule = threshold_rule,
     .sample = "away(3, 4), 0.05, 2",
     .doc = "x where it is above threshold, value elsewhere."},
    {"softshrink", "x, lambd: real = 0.5", .infer = softshrink_infer,
     .forward = pass_forward, .flags = OP_STRIDED, .loop = softshrink_loop,
     .rule = shrink_rule, .sample = "x(3, 4); away(3, 4), 0.05",
     .doc = "x drawn towards 0 by lambd, 0 within lambd of it."},
    {"hardshrink", "x, lambd: real = 0.5", POINTWISE, .loop = hardshrink_loop,
     .rule = shrink_rule, .sample = "x(3, 4); away(3, 4), 0.05",
     .doc = "x, but 0 within lambd of 0."},
    {"squared_error", "x, target", POINTWISE, .loop = squared_error_loop,
     .rule = squared_error_rule, .sample = "x(3, 4), x(3, 4); x(3, 1), x(4)",
     .doc = "(x - target)^2."},
    {"huber_grad", "g, x, target, delta: real = 1, scale: real = 1", POINTWISE,
     .loop = huber_grad_loop, .rule = huber_grad_rule,
     .sample = "x(3, 4), x(3, 4), x(3, 4); x(3, 1), x(4), x(3, 4), 0.4, 2",
     .doc = "scale times g times x - target, which is held between -delta and "
            "delta: the slope of huber and, without a delta, of "
            "squared_error."},
    {"huber", "x, target, delta: real = 1", POINTWISE, .loop = huber_loop,
     .rule = huber_rule, .sample = "x(3, 4), x(3, 4), 0.7; x(4), x(3, 1)",
     .doc = "With d = x - target: d^2 / 2 within delta of 0, delta (|d| - "
            "delta / 2) beyond (Huber 1964)."},
    {"leaky_relu_by", "x, slope", POINTWISE, .loop = leaky_relu_by_loop,
     .rule = leaky_relu_by_rule,
     .sample = "away(3, 4), x(3, 4); away(2, 3, 4), x(3, 1); away(3, 4), x()",
     .doc = "x above 0, slope x below: leaky_relu with a tensor of slopes."},
    {"prelu", "x, weight", .compose = prelu_compose,
     .sample = "away(3, 4), x(4); away(2, 3, 4), x(3); away(3, 4), x(1)",
     .doc = "x above 0, weight x below; weight is one number or one for each "
            "channel, dimension 2 (He et al. 2015, equation 1)."},
    {"glu", "x, dim: dim = -1", .compose = glu_compose,
     .sample = "x(3, 4); x(4, 3), 1",
     .doc = "The first half of x along dim times the sigmoid of the second "
            "(Dauphin et al. 2016, section 2)."},
    {"maxout", "x, pieces: int, dim: dim = 2", .compose = maxout_compose,
     .sample = "x(3, 4), 2; x(6, 2, 2), 3, 1",
     .doc = "The largest of each `pieces` neighbours along dim, which becomes "
            "as much shorter (Goodfellow et al. 2013, section 2)."},
    {0}};
