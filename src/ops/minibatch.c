/* Mini-batch discrimination (Salimans et al. 2016, arXiv 1606.03498, section
 * 3.2). */
#include "notation.h"

static bool features(const Tensor *m, const char *what) {
  char text[SHAPE_TEXT];
  return m->shape.rank == 3 ||
         error_set("%s are %s; n x kernels x dimensions is wanted", what,
                   shape_text(&m->shape, text));
}

/* n,1,m with 0 where pair i, j is a sample and itself. */
static Tensor *others_mask(int64_t n, int64_t m, int64_t offset) {
  Tensor *y = tensor_new(&(Shape){3, {n, m, 1}});
  if (!y) return NULL;
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < m; j++)
      tensor_data(y)[i * m + j] = j != i + offset;
  return y;
}

/* In plain ops: n x m x kernels x dimensions numbers. */
static Tensor *minibatch_compose(const Call *c) {
  static const Op *abs_op;
  Tensor *x = c->x[0], *y = c->x[1] ? c->x[1] : x;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!features(x, "rows") || !features(y, "others")) return NULL;
  if (x->shape.size[1] != y->shape.size[1] ||
      x->shape.size[2] != y->shape.size[2]) {
    error_set("kernels differ: %s and %s", shape_text(&x->shape, a),
              shape_text(&y->shape, b));
    return NULL;
  }
  int64_t n = x->shape.size[0], m = y->shape.size[0];
  Shape rows = {4, {n, 1, x->shape.size[1], x->shape.size[2]}};
  Shape columns = {4, {1, m, x->shape.size[1], x->shape.size[2]}};
  Tensor *apart = t_sub(t_reshape(x, &rows), t_reshape(y, &columns));
  Tensor *far = t_sum(t_call1(&abs_op, "abs", apart), 1u << 3, false);
  Tensor *close = t_mul(t_exp(t_neg(far)), others_mask(n, m, c->a->i[0]));
  return t_sum(close, 1u << 1, false);
}

Op minibatch_ops[] = {
    {"minibatch_discrimination", "x, others: tensor?, {offset: int = 0}",
     .compose = minibatch_compose,
     .sample = "x(4, 2, 3); x(3, 2, 3), x(4, 2, 3), {offset = 1}",
     .doc = "o[i][b] = sum over j of exp(-|x[i][b] - others[j][b]|_1), without "
            "the pair j = i + offset, which is the sample and itself. x: n, "
            "kernels, dimensions; others: m, kernels, dimensions, or x; o: n, "
            "kernels."},
    {0}};
