#include "notation.h"

#include <string.h>

Tensor *t_call(const Op **op, const char *name, Tensor **x, int n,
               const Attrs *a) {
  const Op *found = op_cached(op, name);
  return found ? op_apply(found, x, n, a) : NULL;
}

Tensor *t_call_over(const Op **op, const char *name, Tensor **x, int n,
                    const Attrs *a) {
  const Op *row = op_cached(op, name);
  if (!row || error_pending()) return NULL;
  return (op_recording() ? op_apply : op_apply_over)(row, x, n, a);
}

Tensor *t_call1(const Op **op, const char *name, Tensor *x) {
  return t_call(op, name, &x, 1, NULL);
}

Tensor *t_call2(const Op **op, const char *name, Tensor *a, Tensor *b) {
  return t_call(op, name, (Tensor *[]){a, b}, 2, NULL);
}

Tensor *t_call3(const Op **op, const char *name, Tensor *const x[3]) {
  return t_call(op, name, (Tensor *[]){x[0], x[1], x[2]}, 3, NULL);
}

Tensor *t_number(double value) {
  return error_pending() ? NULL : tensor_scalar((real)value);
}

Tensor *t_zeros(const Shape *shape) {
  Tensor *y = error_pending() ? NULL : tensor_new(shape);
  if (y) memset(tensor_data(y), 0, (size_t)tensor_count(y) * sizeof(real));
  return y;
}

/* ---- pointwise ---- */

/* What their rows have when nothing is said. */
static const Attrs once_alpha = {.r = {1}}, not_rounded = {.i = {ATTR_NONE}};

Tensor *t_add(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call(&op, "add", (Tensor *[]){a, b}, 2, &once_alpha);
}
Tensor *t_sub(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call(&op, "sub", (Tensor *[]){a, b}, 2, &once_alpha);
}
Tensor *t_mul(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "mul", a, b);
}
Tensor *t_div(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call(&op, "div", (Tensor *[]){a, b}, 2, &not_rounded);
}
Tensor *t_mul_no_nan(Tensor *x, Tensor *mask) {
  static const Op *op;
  return t_call2(&op, "multiply_no_nan", x, mask);
}
Tensor *t_mul_chosen(Tensor *share, Tensor *chosen, const Tensor *y) {
  const real *v = tensor_data(y);
  int64_t n = tensor_count(y);
  bool any_nan = false;
  for (int64_t i = 0; i < n; i++) any_nan |= v[i] != v[i];
  return any_nan ? t_mul(share, chosen) : t_mul_no_nan(share, chosen);
}
Tensor *t_pow(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "pow", a, b);
}
Tensor *t_scale(Tensor *x, double by) { return t_mul(x, t_number(by)); }
Tensor *t_shift(Tensor *x, double by) { return t_add(x, t_number(by)); }
Tensor *t_neg(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "neg", x);
}
Tensor *t_exp(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "exp", x);
}
Tensor *t_log(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "log", x);
}
Tensor *t_sqrt(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "sqrt", x);
}
Tensor *t_square(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "square", x);
}
Tensor *t_reciprocal(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "reciprocal", x);
}
Tensor *t_sign(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "sign", x);
}
Tensor *t_sin(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "sin", x);
}
Tensor *t_cos(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "cos", x);
}
Tensor *t_sigmoid(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "sigmoid", x);
}
Tensor *t_lt(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "lt", a, b);
}
Tensor *t_gt(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "gt", a, b);
}
Tensor *t_ge(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "ge", a, b);
}
Tensor *t_eq(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "eq", a, b);
}
Tensor *t_where(Tensor *condition, Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call3(&op, "where", (Tensor *[]){condition, a, b});
}

/* ---- views ---- */

static Tensor *call_sizes(const Op **op, const char *name, Tensor *x,
                          const Shape *shape) {
  if (error_pending()) return NULL;
  Attrs a;
  a.n = shape->rank;
  memcpy(a.list, shape->size, sizeof shape->size);
  return t_call(op, name, &x, 1, &a);
}

Tensor *t_alias(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "alias", x);
}
Tensor *t_contiguous(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "contiguous", x);
}
Tensor *t_clone(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "clone", x);
}

Tensor *t_reshape(Tensor *x, const Shape *shape) {
  static const Op *op;
  return call_sizes(&op, "reshape", x, shape);
}

Tensor *t_expand(Tensor *x, const Shape *shape) {
  static const Op *op;
  if (error_pending()) return NULL;
  if (shape_equal(&x->shape, shape)) return x;
  return call_sizes(&op, "expand", x, shape);
}

Tensor *t_permute(Tensor *x, const int64_t *order) {
  static const Op *op;
  if (error_pending()) return NULL;
  Shape as_list = {.rank = x->shape.rank};
  memcpy(as_list.size, order, (size_t)as_list.rank * sizeof *order);
  return call_sizes(&op, "permute", x, &as_list);
}

Tensor *t_transpose(Tensor *x, int64_t a, int64_t b) {
  static const Op *op;
  return t_call(&op, "transpose", &x, 1, &(Attrs){.i = {a, b}});
}

Tensor *t_narrow(Tensor *x, int64_t axis, int64_t start, int64_t length) {
  static const Op *op;
  return t_call(&op, "narrow", &x, 1, &(Attrs){.i = {axis, start, length}});
}

Tensor *t_widen(Tensor *x, int64_t axis, int64_t start, int64_t size) {
  static const Op *op;
  return t_call(&op, "widen", &x, 1, &(Attrs){.i = {axis, start, size}});
}

/* ---- reductions ---- */

static Tensor *call_reduce(const Op *op, Tensor *x, unsigned axes,
                           bool keepdim) {
  if (!op || error_pending()) return NULL;
  Attrs a = {.n = 0, .i = {keepdim}};
  for (int k = 0; k < MAX_DIMS; k++)
    if (axes >> k & 1) a.list[a.n++] = k;
  return op_apply(op, &x, 1, &a);
}

Tensor *t_sum(Tensor *x, unsigned axes, bool keepdim) {
  static const Op *op;
  return call_reduce(op_cached(&op, "sum"), x, axes, keepdim);
}

Tensor *t_mean(Tensor *x, unsigned axes, bool keepdim) {
  static const Op *op;
  return call_reduce(op_cached(&op, "mean"), x, axes, keepdim);
}

Tensor *t_sum_to(Tensor *x, const Shape *shape) {
  static const Op *op;
  if (error_pending()) return NULL;
  if (shape_equal(&x->shape, shape)) return x;
  return call_sizes(&op, "sum_to", x, shape);
}

Tensor *t_spread(Tensor *g, const Shape *shape, unsigned axes) {
  if (error_pending()) return NULL;
  Shape kept = *shape;
  for (int k = 0; k < kept.rank; k++)
    if (axes >> k & 1) kept.size[k] = 1;
  return t_expand(t_reshape(g, &kept), shape);
}

/* A factor that makes x small where its variance is not finite, else 1; NULL
 * where all are finite. */
static Tensor *shrinking(Tensor *var) {
  static const Op *op;
  if (!var || tensor_is_finite(var)) return NULL;
  Tensor *finite = t_call1(&op, "isfinite", tensor_detach(var));
  return t_where(finite, t_number(1), t_number((double)REAL_DOWN));
}

Tensor *t_standardise(Tensor *x, unsigned axes, double eps) {
  Tensor *apart = t_sub(x, t_mean(x, axes, true)), *room = t_number(eps);
  Tensor *var = t_mean(t_square(apart), axes, true), *by = shrinking(var);
  if (by) {
    x = t_mul(x, by);
    apart = t_sub(x, t_mean(x, axes, true));
    var = t_mean(t_square(apart), axes, true);
    room = t_scale(t_square(by), eps);
  }
  return t_div(apart, t_sqrt(t_add(var, room)));
}

/* ---- products ---- */

Tensor *t_matmul(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "matmul", a, b);
}
