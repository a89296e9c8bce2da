/* Whole slices at the indices of one dimension: put, compared, and summed by
 * bags. index_select and index_add stand in index.c. */
#include <inttypes.h>
#include <string.h>

#include "../kernel/sizes.h"
#include "../pool.h"
#include "../walk.h"
#include "indices.h"

/* What is written at the indices: an array of outer x n x inner for one of
 * outer x size x inner. */
typedef struct Slices {
  int64_t outer, size, n, inner;
  const real *index;
} Slices;

static Slices slices_open(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  Slices l = {.size = s->size[axis], .n = tensor_count(c->x[1])};
  l.inner = shape_product(s, axis + 1, s->rank);
  l.outer = shape_product(s, 0, axis);
  l.index = tensor_data(c->x[1]);
  return l;
}

/* Where slice k of the outer row i stands in y. */
static int64_t slice_at(const Slices *l, int64_t i, int64_t k) {
  return (i * l->size + (int64_t)l->index[k] - 1) * l->inner;
}

static bool vector_wanted(const Tensor *index) {
  char text[SHAPE_TEXT];
  return index->shape.rank <= 1 ||
         error_set("indices are %s; one dimension is wanted",
                   shape_text(&index->shape, text));
}

/* Has source the sizes of x, but n along the axis? */
static bool source_due(const Tensor *x, int axis, int64_t n,
                       const Tensor *source) {
  Shape due = x->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (due.rank > 0) due.size[axis] = n;
  return shape_equal(&source->shape, &due) ||
         error_set("source is %s, %s is due", shape_text(&source->shape, a),
                   shape_text(&due, b));
}

static bool slices_infer(Call *c, bool number) {
  const Tensor *x = c->x[0], *index = c->x[1];
  int axis = shape_axis(x->shape.rank, c->a->i[0]);
  if (axis < 0 || !vector_wanted(index)) return false;
  c->a->i[0] = axis;
  c->y->shape = x->shape;
  if (!number && !source_due(x, axis, tensor_count(index), c->x[2]))
    return false;
  return indices_check(index, x->shape.size[axis]);
}

static Tensor *select_slices(Tensor *x, const Call *c) {
  static const Op *op;
  return t_call(&op, "index_select", (Tensor *[]){x, c->x[1]}, 2,
                &(Attrs){.i = {c->a->i[0]}});
}

/* ---- put: index_assign ---- */

static bool index_assign_infer(Call *c) {
  return slices_infer(c, c->x[2]->shape.rank == 0);
}

/* One number for all, or a slice each. */
static void index_assign_forward(Call *c) {
  Slices l = slices_open(c);
  real *y = tensor_data(c->y);
  const real *from = tensor_data(c->x[2]);
  bool number = c->x[2]->shape.rank == 0;
  int64_t step = number ? 0 : l.inner;
  tensor_pack(c->x[0], y);
  for (int64_t i = 0; i < l.outer; i++)
    for (int64_t k = 0; k < l.n; k++, from += step) {
      real *to = y + slice_at(&l, i, k);
      if (l.inner == 1) *to = *from; /* a call would cost more */
      else if (!number) memcpy(to, from, (size_t)l.inner * sizeof *to);
      else
        for (int64_t j = 0; j < l.inner; j++) to[j] = *from;
    }
}

static void index_assign_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->need[0])
    gx[0] = op_apply(c->op, (Tensor *[]){g, c->x[1], t_number(0)}, 3, c->a);
  if (c->need[2]) gx[2] = t_sum_to(select_slices(g, c), &c->x[2]->shape);
}

/* Negative indices count from the end, and a number is a line of one. */
static Tensor *assign(const Call *c, Tensor *source) {
  static const Op *op;
  const Shape *s = &c->x[0]->shape;
  Shape line = s->rank ? *s : (Shape){1, {1}};
  int axis = shape_axis(line.rank, c->a->i[0]);
  if (axis < 0) return NULL;
  Tensor *index = indices_from_front(c->x[1], line.size[axis]);
  Shape flat = {1, {tensor_count(c->x[1])}};
  Tensor *in[] = {t_reshape(c->x[0], &line), t_reshape(index, &flat), source};
  return t_reshape(t_call(&op, "index_assign", in, 3, &(Attrs){.i = {axis}}),
                   s);
}

static Tensor *index_fill_compose(const Call *c) {
  Tensor *value = c->x[2];
  char text[SHAPE_TEXT];
  if (!vector_wanted(c->x[1])) return NULL;
  if (value->shape.rank == 0) return assign(c, value);
  error_set("value is %s, a number is wanted", shape_text(&value->shape, text));
  return NULL;
}

static Tensor *index_copy_compose(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = shape_axis(s->rank ? s->rank : 1, c->a->i[0]);
  int64_t n = tensor_count(c->x[1]);
  if (axis < 0 || !vector_wanted(c->x[1]) ||
      !source_due(c->x[0], axis, n, c->x[2]))
    return NULL;
  return assign(c, s->rank ? c->x[2] : t_reshape(c->x[2], &(Shape){1, {1}}));
}

/* ---- compared: index_extreme ---- */

static bool index_extreme_infer(Call *c) { return slices_infer(c, false); }

/* By the loops of maximum and minimum, in which NaN wins too. */
static void index_extreme_forward(Call *c) {
  static const Op *ops[2];
  static const char *const names[] = {"maximum", "minimum"};
  int64_t which = c->a->i[1];
  Loop choose = op_cached(&ops[which], names[which])->loop;
  Slices l = slices_open(c);
  const real *from = tensor_data(c->x[2]);
  tensor_pack(c->x[0], tensor_data(c->y));
  for (int64_t i = 0; i < l.outer; i++)
    for (int64_t k = 0; k < l.n; k++, from += l.inner) {
      real *to = tensor_data(c->y) + slice_at(&l, i, k);
      choose(l.inner, to, (const real *[]){from, to}, NULL);
    }
}

/* Those that are equal share. */
static void index_extreme_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *add;
  Tensor *y = tensor_detach(c->y);
  if (!y) return;
  Tensor *own = t_eq(c->x[0], y), *won = t_eq(c->x[2], select_slices(y, c));
  Tensor *count = t_call(&add, "index_add", (Tensor *[]){own, c->x[1], won}, 3,
                         &(Attrs){.r = {1}, .i = {c->a->i[0]}});
  Tensor *share = t_div(g, count);
  gx[0] = t_mul_chosen(share, own, y);
  if (c->need[2]) gx[2] = t_mul_chosen(select_slices(share, c), won, y);
}

/* ---- summed by bags: bag_sum ---- */

/* y[bag[i]] is the sum of factor[i] times row index[i] of x. */
static bool bag_sum_infer(Call *c) {
  const Tensor *x = c->x[0], *factor = c->x[3];
  int64_t n = tensor_count(c->x[1]);
  if (x->shape.rank != 2) return error_set("x has to be a matrix");
  if (!vector_wanted(c->x[1]) || !vector_wanted(c->x[2])) return false;
  if (tensor_count(c->x[2]) != n || (factor && tensor_count(factor) != n))
    return error_set("as many bags and factors as indices are wanted");
  c->y->shape = (Shape){2, {c->a->i[0], x->shape.size[1]}};
  return indices_check(c->x[1], x->shape.size[0]) &&
         indices_check(c->x[2], c->a->i[0]);
}

/* Rows that go to one bag are added together. */
static void add_bags(const Call *c, const real *index, const real *bag) {
  enum { SOME = 64 };
  int64_t d = c->y->shape.size[1], n = tensor_count(c->x[1]), at[SOME];
  for (int64_t i = 0, k; i < n; i += k) {
    for (k = 0; k < SOME && i + k < n && bag[i + k] == bag[i]; k++)
      at[k] = ((int64_t)index[i + k] - 1) * d;
    kernels->add_rows(d, tensor_data(c->y) + ((int64_t)bag[i] - 1) * d,
                      tensor_data(c->x[0]), k, at);
  }
}

static void bag_sum_forward(Call *c) {
  const real *index = tensor_data(c->x[1]), *bag = tensor_data(c->x[2]);
  const real *factor = c->x[3] ? tensor_data(c->x[3]) : NULL;
  int64_t d = c->y->shape.size[1], n = tensor_count(c->x[1]);
  memset(tensor_data(c->y), 0, (size_t)tensor_count(c->y) * sizeof(real));
  if (!factor) {
    add_bags(c, index, bag);
    return;
  }
  for (int64_t i = 0; i < n; i++) {
    const real *x = tensor_data(c->x[0]) + ((int64_t)index[i] - 1) * d;
    real *restrict to = tensor_data(c->y) + ((int64_t)bag[i] - 1) * d;
    for (int64_t j = 0; j < d; j++) to[j] += factor[i] * x[j];
  }
}

static Tensor *rows_at(Tensor *x, Tensor *index) {
  static const Op *op;
  return t_call(&op, "index_select", (Tensor *[]){x, index}, 2,
                &(Attrs){.i = {0}});
}

/* Bags and indices change places. */
static void bag_sum_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *index = c->x[1], *bag = c->x[2], *factor = c->x[3];
  Attrs back = {.i = {c->x[0]->shape.size[0]}};
  if (c->need[0])
    gx[0] = op_apply(c->op, (Tensor *[]){g, bag, index, factor}, 4, &back);
  if (!factor || !c->need[3]) return;
  Tensor *both = t_mul(rows_at(c->x[0], index), rows_at(g, bag));
  gx[3] = t_reshape(t_sum_to(both, &(Shape){2, {tensor_count(index), 1}}),
                    &factor->shape);
}

/* ---- counted: bincount ---- */

/* The largest of x, all of which have to be whole numbers from 1 (to 2^24); -1
 * with an error where one is not. */
static int64_t most_counted(const Tensor *x) {
  enum { SOME = 256 };
  real some[SOME];
  Whole whole[SOME], most = 0;
  const real limit = (real)(1 << 24);
  Walk w;
  walk_open(&w, &x->shape, x->stride);
  for (int64_t at = 0; at < w.count; at += SOME) {
    int64_t n = least(w.count - at, SOME), i = 0;
    walk_pack(&w, tensor_data(x), at, n, some);
    if (!kernels->are_indices(n, some, limit)) {
      while (kernels->are_indices(1, some + i, limit)) i++;
      error_set("%.9g is among what is counted, whole numbers from 1 are "
                "wanted",
                (double)some[i]);
      return -1;
    }
    kernels->wholes(n, whole, some);
    for (i = 0; i < n; i++) most = whole[i] > most ? whole[i] : most;
  }
  return most;
}

static bool bincount_infer(Call *c) {
  const Tensor *x = c->x[0], *weights = c->x[1];
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  int64_t bins = c->a->i[0];
  if (bins < 0)
    return error_set("minlength is %" PRId64 ", from 0 up is wanted", bins);
  if (x->shape.rank != 1)
    return error_set("a list of numbers is wanted, this is %s",
                     shape_text(&x->shape, a));
  if (weights && !shape_equal(&weights->shape, &x->shape))
    return error_set("weights are %s for %s", shape_text(&weights->shape, a),
                     shape_text(&x->shape, b));
  int64_t most = most_counted(x);
  c->y->shape = (Shape){1, {most > bins ? most : bins}};
  return most >= 0;
}

static size_t bincount_scratch(const Call *c) {
  return (size_t)tensor_count(c->y) * sizeof(double);
}

static void bincount_forward(Call *c) {
  const real *x = tensor_data(c->x[0]);
  const real *w = c->x[1] ? tensor_data(c->x[1]) : NULL;
  double *sum = pool_scratch();
  int64_t bins = tensor_count(c->y), n = tensor_count(c->x[0]);
  memset(sum, 0, (size_t)bins * sizeof *sum);
  if (w)
    for (int64_t i = 0; i < n; i++) sum[(int64_t)x[i] - 1] += (double)w[i];
  else
    for (int64_t i = 0; i < n; i++) sum[(int64_t)x[i] - 1] += 1;
  for (int64_t k = 0; k < bins; k++) tensor_data(c->y)[k] = (real)sum[k];
}

static void bincount_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->x[1] && c->need[1]) gx[1] = rows_at(g, c->x[0]);
}

/* ---- rows ---- */

Op slices_ops[] = {
    {"index_assign", "x, dim: dim, index, src", index_assign_infer,
     index_assign_forward, index_assign_rule,
     .sample =
         "x(3, 4), 2, arange(2, 3), x(3, 2); x(3, 4), 1, ones(1), x(1)[1]",
     .doc = "x with the slices of src, or the number src, where index (from 1) "
            "says along dim. Where an index comes twice the last one stands, "
            "and the derivative takes no notice of it."},
    {"index_fill", "x, dim: dim, index, value", .compose = index_fill_compose,
     .sample =
         "x(3, 4), 2, ones(2) * 3, 2.5; x(3, 4), 1, arange(1, 2), x(1)[1]",
     .doc = "x with value, a number or a tensor of one, at the indices of "
            "dimension dim, negative ones from the end."},
    {"index_copy", "x, dim: dim, index, source", .compose = index_copy_compose,
     .sample = "x(3, 4), 2, arange(2, 3), x(3, 2)",
     .doc = "x with the slices of source at the indices of dimension dim, "
            "negative ones from the end; where an index comes twice the last "
            "one stands."},
    {"index_extreme",
     "x, dim: dim, index, src, {which: largest|smallest = largest}",
     index_extreme_infer, index_extreme_forward, index_extreme_rule,
     .reads = READS_ALL,
     .sample = "x(3, 4), 2, ones(3), x(3, 3); x(3, 4), 1, arange(1, 2), "
               "x(2, 4), {which = 'smallest'}",
     .doc = "x with the largest, or the smallest, of itself and the slices of "
            "src that meet where index says. Equal ones share the gradient."},
    {"bag_sum", "x, index, bag, factor?, bags: int", bag_sum_infer,
     bag_sum_forward, bag_sum_rule,
     .sample = "x(4, 3), arange(2, 4), ones(3), nil, 2; "
               "x(4, 3), ones(3) * 2, arange(1, 3), x(3), 3",
     .doc = "bags rows, of which row bag[i] gets factor[i] (1) times row "
            "index[i] of x added."},
    {"bincount", "x: tensor, weights?, minlength: int = 0", bincount_infer,
     bincount_forward, bincount_rule, .scratch = bincount_scratch,
     .sample = "arange(3), x(3)",
     .doc = "How often each whole number, from 1 to the largest in x or to "
            "minlength, stands in the list x; with weights, the sum of those "
            "that stand beside it."},
    {0}};
