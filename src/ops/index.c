/* Reading and adding through indices. Indices are whole numbers from 1 carried
 * in tensors; they are checked here, before anything is computed. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "../walk.h"
#include "notation.h"

/* ---- checks ---- */

/* Whole numbers of this size and beyond are not exact in a real. */
#define LARGEST (REAL_IS_DOUBLE ? 0x1p53 : 0x1p24)

static bool check_indices(const Tensor *index, int64_t size) {
  enum { BLOCK = 256 };
  real block[BLOCK];
  Walk w;
  walk_open(&w, &index->shape, index->stride);
  if ((double)size > LARGEST)
    return error_set("a dimension of size %" PRId64 " is too large for "
                     "indices in tensors", size);
  for (int64_t at = 0; at < w.count; at += BLOCK) {
    int64_t n = w.count - at < BLOCK ? w.count - at : BLOCK;
    walk_pack(&w, tensor_data(index), at, n, block);
    for (int64_t i = 0; i < n; i++)
      if (!(block[i] >= 1 && (double)block[i] <= (double)size) ||
          (double)block[i] != floor((double)block[i]))
        return error_set("index %.9g (element %" PRId64 ") of a dimension of "
                         "size %" PRId64, (double)block[i], at + i + 1, size);
  }
  return true;
}

static bool axis_at(Call *c, const Shape *s) {
  if (s->rank == 0) return error_set("a number has no dimensions");
  int axis = shape_axis(s->rank, c->a->i[0]);
  c->a->i[0] = axis;
  return axis >= 0;
}

static int64_t inner_of(const Shape *s, int axis) {
  int64_t n = 1;
  for (int k = axis + 1; k < s->rank; k++) n *= s->size[k];
  return n;
}

/* ---- whole slices: index_select and its adjoint index_add ---- */

static bool index_vector(const Tensor *index) {
  char text[SHAPE_TEXT];
  return index->shape.rank == 1 ||
         error_set("indices are %s; one dimension is wanted",
                   shape_text(&index->shape, text));
}

static bool index_select_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!axis_at(c, s) || !index_vector(c->x[1])) return false;
  c->y->shape = *s;
  c->y->shape.size[c->a->i[0]] = c->x[1]->shape.size[0];
  return check_indices(c->x[1], s->size[c->a->i[0]]);
}

static void index_select_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  int64_t inner = inner_of(s, axis), n = c->x[1]->shape.size[0];
  int64_t size = s->size[axis];
  int64_t outer = size * inner > 0 ? tensor_count(c->x[0]) / (size * inner) : 0;
  const real *index = tensor_data(c->x[1]);
  for (int64_t i = 0; i < outer; i++)
    for (int64_t k = 0; k < n; k++)
      memcpy(tensor_data(c->y) + (i * n + k) * inner,
             tensor_data(c->x[0]) + (i * size + (int64_t)index[k] - 1) * inner,
             (size_t)inner * sizeof(real));
}

static Tensor *zeros_plus(const char *name, const Shape *s, Tensor *index,
                          Tensor *g, int64_t axis) {
  Tensor *x[] = {t_zeros(s), index, g};
  const Op *op = op_find(name);
  return x[0] ? op_apply(op, x, 3, &(Attrs){.i = {axis}}) : NULL;
}

static void index_select_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = zeros_plus("index_add", &c->x[0]->shape, c->x[1], g, c->a->i[0]);
}

static bool index_add_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!axis_at(c, s) || !index_vector(c->x[1])) return false;
  Shape due = *s;
  due.size[c->a->i[0]] = c->x[1]->shape.size[0];
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!shape_equal(&due, &c->x[2]->shape))
    return error_set("source is %s, %s is due", shape_text(&c->x[2]->shape, a),
                     shape_text(&due, b));
  c->y->shape = *s;
  return check_indices(c->x[1], s->size[c->a->i[0]]);
}

static void index_add_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  int64_t inner = inner_of(s, axis), n = c->x[1]->shape.size[0];
  int64_t size = s->size[axis], all = tensor_count(c->y);
  const real *index = tensor_data(c->x[1]), *from = tensor_data(c->x[2]);
  memcpy(tensor_data(c->y), tensor_data(c->x[0]), (size_t)all * sizeof(real));
  for (int64_t i = 0; i < (all > 0 ? all / (size * inner) : 0); i++)
    for (int64_t k = 0; k < n; k++, from += inner) {
      real *to = tensor_data(c->y) + (i * size + (int64_t)index[k] - 1) * inner;
      for (int64_t j = 0; j < inner; j++) to[j] += from[j];
    }
}

static void index_add_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = g;
  if (c->need[2])
    gx[2] = t_call(&op, "index_select", (Tensor *[]){g, c->x[1]}, 2,
                   &(Attrs){.i = {c->a->i[0]}});
}

/* ---- single elements: gather and its adjoint scatter_add ---- */

/* The index has x's number of axes, and no more than its size outside dim. */
static bool fits_inside(const Call *c, const Tensor *index, const Shape *s) {
  const Shape *i = &index->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  bool fits = i->rank == s->rank;
  for (int k = 0; fits && k < s->rank; k++)
    fits = k == c->a->i[0] || i->size[k] <= s->size[k];
  return fits || error_set("indices are %s for %s", shape_text(i, a),
                           shape_text(s, b));
}

static bool gather_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!axis_at(c, s) || !fits_inside(c, c->x[1], s)) return false;
  c->y->shape = c->x[1]->shape;
  return check_indices(c->x[1], s->size[c->a->i[0]]);
}

/* The address in an array of shape s of element i of the index. */
static int64_t place_of(const Shape *s, const Shape *index, int64_t i,
                        int axis, int64_t chosen) {
  int64_t at = 0, step = 1;
  for (int k = s->rank - 1; k >= 0; k--) {
    at += (k == axis ? chosen : i % index->size[k]) * step;
    i /= index->size[k];
    step *= s->size[k];
  }
  return at;
}

static void gather_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const real *index = tensor_data(c->x[1]), *x = tensor_data(c->x[0]);
  int axis = (int)c->a->i[0];
  for (int64_t i = 0; i < tensor_count(c->y); i++)
    tensor_data(c->y)[i] =
        x[place_of(s, shape, i, axis, (int64_t)index[i] - 1)];
}

static void gather_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = zeros_plus("scatter_add", &c->x[0]->shape, c->x[1], g, c->a->i[0]);
}

static bool scatter_add_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!axis_at(c, s) || !fits_inside(c, c->x[1], s)) return false;
  if (!shape_equal(&c->x[1]->shape, &c->x[2]->shape))
    return error_set("indices are %s, the source is %s",
                     shape_text(&c->x[1]->shape, a),
                     shape_text(&c->x[2]->shape, b));
  c->y->shape = *s;
  return check_indices(c->x[1], s->size[c->a->i[0]]);
}

static void scatter_add_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const real *index = tensor_data(c->x[1]), *from = tensor_data(c->x[2]);
  real *y = tensor_data(c->y);
  memcpy(y, tensor_data(c->x[0]), (size_t)tensor_count(c->y) * sizeof(real));
  for (int64_t i = 0; i < tensor_count(c->x[1]); i++)
    y[place_of(s, shape, i, (int)c->a->i[0], (int64_t)index[i] - 1)] += from[i];
}

static void scatter_add_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = g;
  if (c->need[2])
    gx[2] = t_call(&op, "gather", (Tensor *[]){g, c->x[1]}, 2,
                   &(Attrs){.i = {c->a->i[0]}});
}

/* ---- classes ---- */

static bool one_hot_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return shape_push(&c->y->shape, c->a->i[0]) &&
         check_indices(c->x[0], c->a->i[0]);
}

static void one_hot_forward(Call *c) {
  int64_t n = tensor_count(c->x[0]), classes = c->a->i[0];
  real *y = tensor_data(c->y);
  memset(y, 0, (size_t)(n * classes) * sizeof(real));
  for (int64_t i = 0; i < n; i++)
    y[i * classes + (int64_t)tensor_data(c->x[0])[i] - 1] = 1;
}

/* ---- rows ---- */

Op index_ops[] = {
    {"index_select", "x, dim: dim, index", index_select_infer,
     index_select_forward, index_select_rule,
     .sample = "x(3, 4), 2, ones(2) * 3; x(3, 4), 1, arange(1, 3)",
     .doc = "The slices of x along dim that index (one dimension, from 1) "
            "names, in that order; one may come twice."},
    {"index_add", "x, dim: dim, index, source", index_add_infer,
     index_add_forward, index_add_rule,
     .sample = "x(3, 4), 2, ones(2) * 3, x(3, 2)",
     .doc = "x with the slices of source added where index says: the adjoint "
            "of index_select."},
    {"gather", "x, dim: dim, index", gather_infer, gather_forward, gather_rule,
     .sample = "x(3, 4), 2, ones(3, 2) * 3; x(3, 4), 1, ones(2, 4) * 2",
     .doc = "y[i][j] = x[i][index[i][j]] for dim 2, and so for any dim; y has "
            "the shape of index."},
    {"scatter_add", "x, dim: dim, index, source", scatter_add_infer,
     scatter_add_forward, scatter_add_rule,
     .sample = "x(3, 4), 2, ones(3, 2) * 3, x(3, 2)",
     .doc = "x with source[i][j] added at [i][index[i][j]] for dim 2, and so "
            "for any dim: the adjoint of gather."},
    {"one_hot", "index, num_classes: int", one_hot_infer, one_hot_forward,
     .doc = "A last dimension of num_classes, 1 at the class (from 1), 0 "
            "elsewhere. No derivative."},
    {0}};
