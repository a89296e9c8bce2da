/* Shapes: views of the same store where strides allow, and joining.
 *
 * Every view's rule is a view or its adjoint, so no view reads values. */
#include <inttypes.h>
#include <string.h>

#include "../pool.h"
#include "../walk.h"
#include "../notation.h"

static void copy_forward(Call *c) { tensor_pack(c->x[0], tensor_data(c->y)); }

/* The cotangent under the shape of the input. */
static void shape_back_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_reshape(g, &c->x[0]->shape);
}

/* ---- the same elements under other sizes ---- */

/* Strides that show x as `to` without a copy, or false (no error). Axes of x
 * are taken in groups, each with as many elements as a group of `to`. */
static bool view_strides(const Tensor *x, const Shape *to, int64_t *stride) {
  Walk w;
  int k = to->rank - 1;
  walk_open(&w, &x->shape, x->stride);
  shape_strides(to, stride);
  if (w.count == 0 || walk_flat(&w)) return true;
  for (int m = w.rank - 1; m >= 0; m--) {
    int64_t left = w.size[m], step = w.stride[m];
    for (; k >= 0 && (left > 1 || to->size[k] == 1); k--) {
      if (left % to->size[k]) return false;
      stride[k] = step;
      step *= to->size[k];
      left /= to->size[k];
    }
    if (left > 1) return false;
  }
  return true;
}

/* y shows x as the sizes it has; it becomes a view when strides allow. */
static bool show_as(Call *c, const Shape *to) {
  int64_t stride[MAX_DIMS];
  c->y->shape = *to;
  if (!view_strides(c->x[0], to, stride)) return true;
  tensor_alias(c->y, c->x[0]);
  c->y->shape = *to;
  memcpy(c->y->stride, stride, sizeof stride);
  return true;
}

static bool reshape_infer(Call *c) {
  Shape to;
  return shape_reshape(&c->x[0]->shape, c->a->n, c->a->list, &to) &&
         show_as(c, &to);
}

static bool view_infer(Call *c) {
  if (!reshape_infer(c)) return false;
  return c->y->store ||
         error_set("the elements are not in an order that a view can show; "
                   "reshape copies them");
}

static bool flatten_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int from = shape_axis(s->rank, c->a->i[0]);
  int to = from < 0 ? -1 : shape_axis(s->rank, c->a->i[1]);
  if (to < 0) return false;
  if (from > to)
    return error_set("start_dim %d comes after end_dim %d", from + 1, to + 1);
  Shape flat = {0};
  for (int k = 0; k < s->rank; k++)
    if (k > from && k <= to) flat.size[flat.rank - 1] *= s->size[k];
    else flat.size[flat.rank++] = s->size[k];
  if (flat.rank == 0) flat = (Shape){1, {1}};
  return show_as(c, &flat);
}

static bool unflatten_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = shape_axis(s->rank, c->a->i[0]);
  Shape one = {1, {0}}, part, to = {0};
  if (axis < 0) return false;
  one.size[0] = s->rank ? s->size[axis] : 1;
  if (!shape_reshape(&one, c->a->n, c->a->list, &part)) return false;
  for (int k = 0; k < axis; k++) shape_push(&to, s->size[k]);
  for (int k = 0; k < part.rank; k++)
    if (!shape_push(&to, part.size[k])) return false;
  for (int k = axis + 1; k < s->rank; k++)
    if (!shape_push(&to, s->size[k])) return false;
  return show_as(c, &to);
}

static bool squeeze_infer(Call *c) {
  const Tensor *x = c->x[0];
  unsigned mask;
  if (!shape_axes(x->shape.rank, c->a->n, c->a->list, &mask)) return false;
  tensor_alias(c->y, c->x[0]);
  c->y->shape.rank = 0;
  for (int k = 0; k < x->shape.rank; k++) {
    if (x->shape.size[k] == 1 && mask >> k & 1) continue;
    c->y->stride[c->y->shape.rank] = x->stride[k];
    c->y->shape.size[c->y->shape.rank++] = x->shape.size[k];
  }
  return true;
}

static bool unsqueeze_infer(Call *c) {
  const Tensor *x = c->x[0];
  int axis = shape_axis(x->shape.rank + 1, c->a->i[0]);
  if (axis < 0) return false;
  tensor_alias(c->y, c->x[0]);
  if (!shape_push(&c->y->shape, 1)) return false;
  for (int k = x->shape.rank; k > axis; k--) {
    c->y->shape.size[k] = x->shape.size[k - 1];
    c->y->stride[k] = x->stride[k - 1];
  }
  c->y->shape.size[axis] = 1;
  c->y->stride[axis] = 1;
  return true;
}

/* ---- the axes in another order ---- */

static bool permute_infer(Call *c) {
  Tensor *x = c->x[0];
  unsigned mask;
  if (c->a->n != x->shape.rank)
    return error_set("%d dimensions given, the tensor has %d", c->a->n,
                     x->shape.rank);
  if (!shape_axes(x->shape.rank, c->a->n, c->a->list, &mask)) return false;
  tensor_alias(c->y, x);
  for (int k = 0; k < x->shape.rank; k++) {
    int axis = shape_axis(x->shape.rank, c->a->list[k]);
    c->a->list[k] = axis;
    c->y->shape.size[k] = x->shape.size[axis];
    c->y->stride[k] = x->stride[axis];
  }
  return true;
}

static void permute_rule(const Call *c, Tensor *g, Tensor **gx) {
  int64_t back[MAX_DIMS];
  for (int k = 0; k < c->a->n; k++) back[c->a->list[k]] = k;
  gx[0] = t_permute(g, back);
}

static void swap_axes(Tensor *y, int a, int b) {
  int64_t size = y->shape.size[a], stride = y->stride[a];
  y->shape.size[a] = y->shape.size[b];
  y->stride[a] = y->stride[b];
  y->shape.size[b] = size;
  y->stride[b] = stride;
}

static bool transpose_infer(Call *c) {
  int rank = c->x[0]->shape.rank;
  int a = shape_axis(rank, c->a->i[0]);
  int b = a < 0 ? -1 : shape_axis(rank, c->a->i[1]);
  if (b < 0) return false;
  tensor_alias(c->y, c->x[0]);
  if (rank > 0) swap_axes(c->y, a, b);
  return true;
}

static void transpose_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_transpose(g, c->a->i[0], c->a->i[1]);
}

static bool t_infer(Call *c) {
  int rank = c->x[0]->shape.rank;
  if (rank > 2)
    return error_set("a matrix is wanted, this has %d dimensions; see "
                     "transpose and permute",
                     rank);
  tensor_alias(c->y, c->x[0]);
  if (rank == 2) swap_axes(c->y, 0, 1);
  return true;
}

static void t_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = c->x[0]->shape.rank == 2 ? t_transpose(g, 0, 1) : g;
}

/* ---- repeating, and its adjoint in the reductions ---- */

static bool expand_infer(Call *c) {
  const Tensor *x = c->x[0];
  Shape to = {0};
  int extra = c->a->n - x->shape.rank;
  for (int k = 0; k < c->a->n; k++) {
    int64_t size = c->a->list[k];
    if (size == -1 && k >= extra) size = x->shape.size[k - extra];
    if (!shape_push(&to, size)) return false;
  }
  int64_t stride[MAX_DIMS];
  if (!shape_valid(&to) || !shape_expand(&x->shape, x->stride, &to, stride))
    return false;
  tensor_alias(c->y, c->x[0]);
  c->y->shape = to;
  memcpy(c->y->stride, stride, sizeof stride);
  return true;
}

static void expand_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_sum_to(g, &c->x[0]->shape);
}

typedef struct Strided {
  Walk walk;
  const real *x;
  real *y;
} Strided;

static void copy_part(void *context, int64_t part) {
  const Strided *s = context;
  walk_pack_part(&s->walk, s->x, part, s->y);
}

static void copy_strided(Call *c, const real *x, const int64_t *stride) {
  Strided s = {.x = x, .y = tensor_data(c->y)};
  walk_open(&s.walk, &c->y->shape, stride);
  pool_run(copy_part, &s, walk_parts(&s.walk));
}

/* x as p x 1 x q elements, each run of q repeated n times. */
static Tensor *repeat_runs(Tensor *x, int64_t p, int64_t q, int64_t n) {
  Shape thin = {3, {p, 1, q}}, wide = {3, {p, n, q}};
  return shape_valid(&wide) ? t_expand(t_reshape(x, &thin), &wide) : NULL;
}

/* The same for q = 1, where an expansion would be read two or three at a time.
 */
static Tensor *repeat_each(Tensor *x, int64_t p, int64_t n) {
  static const Op *op;
  Tensor *line = t_reshape(x, &(Shape){1, {p}});
  return t_call(&op, "upsample", &line, 1, &(Attrs){.n = 1, .list = {n}});
}

/* x, of shape s, with axis k laid side by side times[k] times, in one copy. */
static Tensor *tile_at_once(Tensor *x, const Shape *s, const int64_t *times) {
  Shape thin = {0}, wide = {0}, whole = *s;
  for (int k = 0; k < s->rank; k++) {
    shape_push(&thin, 1);
    shape_push(&thin, s->size[k]);
    shape_push(&wide, times[k]);
    shape_push(&wide, s->size[k]);
    if (!shape_multiply(&whole.size[k], times[k])) return NULL;
  }
  if (!shape_valid(&wide)) return NULL;
  return t_reshape(t_expand(t_reshape(x, &thin), &wide), &whole);
}

/* The same from the last axis on, so that what is copied more than once is
 * small. */
static Tensor *tile_by_axis(Tensor *x, Shape s, const int64_t *times) {
  for (int k = s.rank - 1; k >= 0; k--) {
    if (times[k] == 1) continue;
    x = repeat_runs(x, shape_product(&s, 0, k), shape_product(&s, k, s.rank),
                    times[k]);
    if (!x || !shape_multiply(&s.size[k], times[k])) return NULL;
    x = t_reshape(x, &s);
  }
  return x;
}

static Tensor *tile_compose(const Call *c) {
  enum { LONG = 64 }; /* runs that are worth a copy each */
  Tensor *x = c->x[0];
  Shape s = x->shape;
  int64_t times[MAX_DIMS];
  for (int k = 0; k < c->a->n; k++)
    if (c->a->list[k] < 0) {
      error_set("%" PRId64 " times", c->a->list[k]);
      return NULL;
    }
  while (s.rank < c->a->n) {
    memmove(s.size + 1, s.size, (size_t)s.rank++ * sizeof *s.size);
    s.size[0] = 1;
  }
  int extra = s.rank - c->a->n, repeated = 0;
  for (int k = 0; k < s.rank; k++) {
    times[k] = k < extra ? 1 : c->a->list[k - extra];
    repeated += times[k] != 1;
  }
  if (repeated == 0) return t_clone(t_reshape(x, &s));
  bool at_once = 2 * s.rank <= MAX_DIMS && s.size[s.rank - 1] >= LONG;
  return at_once ? tile_at_once(x, &s, times) : tile_by_axis(x, s, times);
}

static Tensor *repeat_all(Tensor *x, Shape s, int axis, int64_t times) {
  int64_t p = shape_product(&s, 0, axis + 1);
  int64_t q = shape_product(&s, axis + 1, s.rank);
  bool each = q == 1 && times > 0 && p <= LARGEST_SIZE;
  Tensor *y = each ? repeat_each(x, p, times) : repeat_runs(x, p, q, times);
  return y && shape_multiply(&s.size[axis], times) ? t_reshape(y, &s) : NULL;
}

static bool counts_fit(const Tensor *counts, int64_t size, int64_t *total) {
  const real *n = tensor_data(counts);
  char text[SHAPE_TEXT];
  *total = 0;
  for (int64_t k = 0; k < tensor_count(counts); *total += (int64_t)n[k++])
    if (!(n[k] >= 0 && n[k] <= LARGEST_SIZE) || n[k] != (real)(int64_t)n[k])
      return error_set("%.9g times", (double)n[k]);
  bool fits = tensor_count(counts) == 1 || tensor_count(counts) == size;
  return (fits && counts->shape.rank < 2) ||
         error_set("repeats is %s for a dimension of size %" PRId64,
                   shape_text(&counts->shape, text), size);
}

/* Element k of an axis counts[k] times. */
static Tensor *repeat_counts(Tensor *x, int axis, const Tensor *counts,
                             int64_t total) {
  static const Op *op;
  Tensor *index = tensor_new(&(Shape){1, {total}});
  real *to = index ? tensor_data(index) : NULL;
  for (int64_t k = 0; to && k < tensor_count(counts); k++)
    for (int64_t i = 0; i < (int64_t)tensor_data(counts)[k]; i++)
      *to++ = (real)(k + 1);
  return t_call(&op, "index_select", (Tensor *[]){x, index}, 2,
                &(Attrs){.i = {axis}});
}

static Tensor *repeat_interleave_compose(const Call *c) {
  Tensor *x = c->x[0], *counts = tensor_contiguous(c->x[1]);
  bool flat = c->a->i[0] == ATTR_NONE;
  Shape s = flat || x->shape.rank == 0 ? (Shape){1, {tensor_count(x)}}
                                       : x->shape;
  int axis = shape_axis(s.rank, flat ? 0 : c->a->i[0]);
  int64_t total;
  if (axis < 0 || !counts || !counts_fit(counts, s.size[axis], &total))
    return NULL;
  return tensor_count(counts) == 1
             ? repeat_all(x, s, axis, total)
             : repeat_counts(t_reshape(x, &s), axis, counts, total);
}

/* ---- in reverse ---- */

static bool flip_infer(Call *c) {
  unsigned mask;
  c->y->shape = c->x[0]->shape;
  return shape_axes(c->x[0]->shape.rank, c->a->n, c->a->list, &mask);
}

static void flip_forward(Call *c) {
  const Tensor *x = c->x[0];
  const real *first = tensor_data(x);
  int64_t stride[MAX_DIMS];
  unsigned mask;
  shape_axes(x->shape.rank, c->a->n, c->a->list, &mask);
  for (int k = 0; k < x->shape.rank; k++) {
    stride[k] = mask >> k & 1 ? -x->stride[k] : x->stride[k];
    if (mask >> k & 1) first += (x->shape.size[k] - 1) * x->stride[k];
  }
  if (tensor_count(x) > 0) copy_strided(c, first, stride);
}

static void flip_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = op_apply(c->op, &g, 1, c->a);
}

/* ---- moved round ---- */

static bool roll_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  c->a->i[1] = shape_axis(s->rank, c->a->i[1]);
  c->y->shape = *s;
  return c->a->i[1] >= 0;
}

static void roll_forward(Call *c) {
  const Shape *s = &c->y->shape;
  int axis = (int)c->a->i[1];
  const real *x = tensor_data(c->x[0]);
  real *y = tensor_data(c->y);
  int64_t size = s->rank ? s->size[axis] : 1, all = tensor_count(c->y);
  int64_t inner = shape_product(s, axis + 1, s->rank);
  if (all == 0) return;
  int64_t by = c->a->i[0] % size * inner;
  if (by < 0) by += size * inner;
  int64_t line = size * inner;
  for (int64_t at = 0; at < all; at += line) {
    walk_copy(line - by, y + at + by, x + at);
    walk_copy(by, y + at, x + at + line - by);
  }
}

static void roll_rule(const Call *c, Tensor *g, Tensor **gx) {
  Attrs back = {.i = {c->a->i[0], c->a->i[1]}};
  int64_t size = g->shape.rank ? g->shape.size[back.i[1]] : 1;
  back.i[0] = size > 0 ? -(back.i[0] % size) : 0;
  gx[0] = op_apply(c->op, &g, 1, &back);
}

/* ---- the sizes of another ---- */

static Tensor *expand_as_compose(const Call *c) {
  Attrs a = {.n = c->x[1]->shape.rank};
  static const Op *op;
  memcpy(a.list, c->x[1]->shape.size, (size_t)a.n * sizeof *a.list);
  return t_call(&op, "expand", c->x, 1, &a);
}

static Tensor *view_as_compose(const Call *c) {
  Attrs a = {.n = c->x[1]->shape.rank};
  static const Op *op;
  memcpy(a.list, c->x[1]->shape.size, (size_t)a.n * sizeof *a.list);
  return t_call(&op, "view", c->x, 1, &a);
}

static Tensor *reshape_as_compose(const Call *c) {
  return t_reshape(c->x[0], &c->x[1]->shape);
}

/* ---- parts ---- */

static bool narrow_infer(Call *c) {
  Tensor *x = c->x[0];
  int axis = shape_axis(x->shape.rank, c->a->i[0]);
  if (axis < 0) return false;
  int64_t size = x->shape.rank ? x->shape.size[axis] : 1;
  int64_t start = c->a->i[1], length = c->a->i[2];
  if (start < 0) start += size;
  if (length < 0 || length > size)
    return error_set("%" PRId64 " elements of a dimension of size %" PRId64,
                     length, size);
  if (start < 0 || start > size - length)
    return error_set("%" PRId64 " elements from %" PRId64
                     " on, of a dimension of size %" PRId64,
                     length, start < 0 ? start - size : start + 1, size);
  tensor_alias(c->y, x);
  c->a->i[0] = axis;
  c->a->i[1] = start;
  if (x->shape.rank == 0) return true;
  c->y->shape.size[axis] = length;
  c->y->offset += start * x->stride[axis];
  return true;
}

static void narrow_rule(const Call *c, Tensor *g, Tensor **gx) {
  const Shape *s = &c->x[0]->shape;
  int64_t axis = c->a->i[0];
  gx[0] = s->rank ? t_widen(g, axis, c->a->i[1], s->size[axis]) : g;
}

static bool select_infer(Call *c) {
  Tensor *x = c->x[0];
  if (x->shape.rank == 0) return error_set("a number has no dimensions");
  int axis = shape_axis(x->shape.rank, c->a->i[0]);
  if (axis < 0) return false;
  int64_t size = x->shape.size[axis], index = c->a->i[1];
  if (index < 0) index += size;
  if (index < 0 || index >= size)
    return error_set("index %" PRId64 " of a dimension of size %" PRId64,
                     c->a->i[1] < 0 ? c->a->i[1] : c->a->i[1] + 1, size);
  tensor_alias(c->y, x);
  c->a->i[0] = axis;
  c->a->i[1] = index;
  c->y->offset += index * x->stride[axis];
  c->y->shape.rank--;
  for (int k = axis; k < c->y->shape.rank; k++) {
    c->y->shape.size[k] = x->shape.size[k + 1];
    c->y->stride[k] = x->stride[k + 1];
  }
  return true;
}

static void select_rule(const Call *c, Tensor *g, Tensor **gx) {
  Shape one = c->x[0]->shape;
  int64_t axis = c->a->i[0], size = one.size[axis];
  one.size[axis] = 1;
  gx[0] = t_widen(t_reshape(g, &one), axis, c->a->i[1], size);
}

/* Windows of `size`, a step apart, as a new last axis. */
static bool unfold_infer(Call *c) {
  Tensor *x = c->x[0];
  int axis = shape_axis(x->shape.rank, c->a->i[0]);
  int64_t size = c->a->i[1], step = c->a->i[2];
  if (axis < 0) return false;
  int64_t all = x->shape.rank ? x->shape.size[axis] : 1;
  int64_t stride = x->shape.rank ? x->stride[axis] : 1;
  if (size < 0 || size > all)
    return error_set("windows of %" PRId64 " of a dimension of size %" PRId64,
                     size, all);
  if (!shape_within("step", step, 1)) return false;
  c->a->i[0] = axis;
  tensor_alias(c->y, x);
  if (!shape_push(&c->y->shape, size)) return false;
  c->y->stride[x->shape.rank] = stride;
  if (x->shape.rank == 0) return true;
  c->y->shape.size[axis] = (all - size) / step + 1;
  c->y->stride[axis] = stride * step;
  return true;
}

/* g, of windows that do not meet: each made as long as the step, and what is
 * past the end cut. */
static Tensor *lay_apart(Tensor *g, int axis, int64_t step, const Shape *s) {
  int64_t order[MAX_DIMS], all = s->size[axis], windows = g->shape.size[axis];
  Shape line = *s;
  if (windows == 1) step = g->shape.size[s->rank]; /* any would do */
  for (int k = 0; k <= s->rank; k++)
    order[k] = k <= axis ? k : k == axis + 1 ? s->rank : k - 1;
  line.size[axis] = windows * step;
  g = t_widen(t_permute(g, order), axis + 1, 0, step);
  g = t_reshape(g, &line);
  return line.size[axis] > all ? t_narrow(g, axis, 0, all)
                               : t_widen(g, axis, 0, all);
}

/* Where the windows meet the cotangents add up. */
static void unfold_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  int64_t size = c->a->i[1], step = c->a->i[2];
  if (s->rank && step >= size) {
    gx[0] = lay_apart(g, axis, step, s);
    return;
  }
  Attrs a = {.i = {axis, s->rank ? s->size[axis] : 1, step}};
  Shape one = {2, {1, size}};
  Tensor *windows = s->rank ? g : t_reshape(g, &one);
  gx[0] = t_reshape(t_call(&op, "unfold_back", &windows, 1, &a), s);
}

static bool unfold_back_infer(Call *c) {
  const Shape *x = &c->x[0]->shape;
  int axis = shape_axis(x->rank - 1, c->a->i[0]), last = x->rank - 1;
  int64_t n = c->a->i[1], step = c->a->i[2];
  if (axis < 0 || last < 1) return error_set("windows have two dimensions");
  int64_t windows = x->size[axis], size = x->size[last];
  if (!shape_within("step", step, 1)) return false;
  if (n < size || windows != (n - size) / step + 1)
    return error_set("%" PRId64 " windows of %" PRId64 ", %" PRId64
                     " apart, are no windows of %" PRId64,
                     windows, size, step, n);
  c->a->i[0] = axis;
  c->y->shape = *x;
  c->y->shape.rank--;
  c->y->shape.size[axis] = n;
  return true;
}

/* Windows of `size` as they lie: outer, windows, inner, size; and what they are
 * added up in: outer, n, inner, in blocks of n. */
typedef struct Overlap {
  int64_t n, windows, inner, size, step, blocks;
  const real *x;
  real *y;
} Overlap;

enum { SUMS = 256 }; /* numbers of a block */

/* Number `first` to `end` of y, line r of inner, from all windows there. */
static void overlap_some(const Overlap *t, int64_t outer, int64_t first,
                         int64_t end, int64_t r) {
  double total[SUMS] = {0};
  int64_t w = first < t->size ? 0 : (first - t->size) / t->step + 1;
  for (; w < t->windows && w * t->step < end; w++) {
    int64_t line = (outer * t->windows + w) * t->inner + r, at = w * t->step;
    const real *x = t->x + line * t->size - at;
    int64_t from = at > first ? at : first;
    int64_t to = at + t->size < end ? at + t->size : end;
    for (int64_t i = from; i < to; i++) total[i - first] += (double)x[i];
  }
  real *y = t->y + (outer * t->n + first) * t->inner + r;
  for (int64_t i = 0; i < end - first; i++) y[i * t->inner] = (real)total[i];
}

static void overlap_task(void *context, int64_t index) {
  const Overlap *t = context;
  int64_t outer = index / t->blocks, first = index % t->blocks * SUMS;
  int64_t end = t->n - first < SUMS ? t->n : first + SUMS;
  for (int64_t r = 0; r < t->inner; r++) overlap_some(t, outer, first, end, r);
}

static void unfold_back_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  Overlap t = {.n = c->a->i[1],
               .windows = s->size[axis],
               .inner = shape_product(s, axis + 1, s->rank - 1),
               .size = s->size[s->rank - 1],
               .step = c->a->i[2],
               .x = tensor_data(c->x[0]),
               .y = tensor_data(c->y)};
  t.blocks = (t.n + SUMS - 1) / SUMS;
  int64_t outer = shape_product(s, 0, axis), deep = t.size / t.step + 1;
  pool_run_pieces(overlap_task, &t, outer * t.blocks, SUMS * deep * t.inner);
}

static void unfold_back_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  const Shape *s = &c->x[0]->shape;
  Attrs a = {.i = {c->a->i[0], s->size[s->rank - 1], c->a->i[2]}};
  gx[0] = t_call(&op, "unfold", &g, 1, &a);
}

static bool widen_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = shape_axis(s->rank, c->a->i[0]);
  if (axis < 0 || s->rank == 0) return error_set("a number has no dimensions");
  int64_t start = c->a->i[1], size = c->a->i[2];
  if (start < 0 || size < start || size - start < s->size[axis])
    return error_set("size %" PRId64 " does not fit %" PRId64 " from %" PRId64,
                     s->size[axis], c->a->i[2], c->a->i[1] + 1);
  c->y->shape = *s;
  c->a->i[0] = axis;
  c->y->shape.size[axis] = c->a->i[2];
  return true;
}

/* Writes the elements of x in `outer` rows, `row` apart. */
static void put_rows(const Tensor *x, int64_t outer, real *y, int64_t row) {
  const real *from = tensor_data(x);
  int64_t part = tensor_count(x) / outer, step;
  Walk w;
  walk_open(&w, &x->shape, x->stride);
  bool rows = walk_rows(&w, part, &step);
  if (rows && part == 1)
    for (int64_t i = 0; i < outer; i++) y[i * row] = from[i * step];
  for (int64_t i = 0; i < outer && !(rows && part == 1); i++)
    if (rows) walk_copy(part, y + i * row, from + i * step);
    else walk_pack(&w, from, i * part, part, y + i * row);
}

static void widen_forward(Call *c) {
  Tensor *y = c->y;
  int axis = (int)c->a->i[0];
  int64_t outer = shape_product(&y->shape, 0, axis);
  int64_t inner = shape_product(&y->shape, axis + 1, y->shape.rank);
  memset(tensor_data(y), 0, (size_t)tensor_count(y) * sizeof(real));
  if (tensor_count(c->x[0]) > 0)
    put_rows(c->x[0], outer, tensor_data(y) + c->a->i[1] * inner,
             inner * y->shape.size[axis]);
}

static void widen_rule(const Call *c, Tensor *g, Tensor **gx) {
  int64_t axis = c->a->i[0];
  gx[0] = t_narrow(g, axis, c->a->i[1], c->x[0]->shape.size[axis]);
}

/* ---- joining ---- */

static bool same_but(const Shape *a, const Shape *b, int axis) {
  if (a->rank != b->rank) return false;
  for (int k = 0; k < a->rank; k++)
    if (k != axis && a->size[k] != b->size[k]) return false;
  return true;
}

static bool cat_infer(Call *c) {
  if (c->n == 0) return error_set("a table of at least one tensor is wanted");
  Shape *y = &c->y->shape;
  *y = c->x[0]->shape;
  int axis = shape_axis(y->rank, c->a->i[0]);
  if (axis < 0) return false;
  if (y->rank == 0) return error_set("numbers cannot be joined; see stack");
  c->a->i[0] = axis;
  for (int k = 1; k < c->n; k++) {
    if (!same_but(y, &c->x[k]->shape, axis)) {
      char a[SHAPE_TEXT], b[SHAPE_TEXT];
      return error_set("sizes differ outside dimension %d: %s and %s", axis + 1,
                       shape_text(&c->x[0]->shape, a),
                       shape_text(&c->x[k]->shape, b));
    }
    if (__builtin_add_overflow(y->size[axis], c->x[k]->shape.size[axis],
                               &y->size[axis]))
      return error_set("a size is too large");
  }
  return true;
}

/* Writes the inputs side by side: outer rows of the parts' inner sizes. */
static void join(Call *c, int axis) {
  int64_t outer = shape_product(&c->y->shape, 0, axis);
  int64_t total = tensor_count(c->y), at = 0;
  if (total == 0) return;
  for (int k = 0; k < c->n; k++) {
    int64_t part = tensor_count(c->x[k]) / outer;
    if (part > 0)
      put_rows(c->x[k], outer, tensor_data(c->y) + at, total / outer);
    at += part;
  }
}

static void cat_forward(Call *c) { join(c, (int)c->a->i[0]); }

static void cat_rule(const Call *c, Tensor *g, Tensor **gx) {
  int64_t axis = c->a->i[0], at = 0;
  for (int k = 0; k < c->n; k++) {
    int64_t size = c->x[k]->shape.size[axis];
    if (c->need[k]) gx[k] = t_narrow(g, axis, at, size);
    at += size;
  }
}

static bool stack_infer(Call *c) {
  if (c->n == 0) return error_set("a table of at least one tensor is wanted");
  const Shape *s = &c->x[0]->shape;
  int axis = shape_axis(s->rank + 1, c->a->i[0]);
  if (axis < 0) return false;
  for (int k = 1; k < c->n; k++)
    if (!shape_equal(s, &c->x[k]->shape)) {
      char a[SHAPE_TEXT], b[SHAPE_TEXT];
      return error_set("sizes differ: %s and %s", shape_text(s, a),
                       shape_text(&c->x[k]->shape, b));
    }
  c->a->i[0] = axis;
  for (int k = 0; k <= s->rank; k++)
    if (!shape_push(&c->y->shape, k < axis    ? s->size[k]
                                  : k == axis ? c->n
                                              : s->size[k - 1]))
      return false;
  return true;
}

static void stack_forward(Call *c) { join(c, (int)c->a->i[0]); }

static void stack_rule(const Call *c, Tensor *g, Tensor **gx) {
  for (int k = 0; k < c->n; k++)
    if (c->need[k])
      gx[k] = t_reshape(t_narrow(g, c->a->i[0], k, 1), &c->x[k]->shape);
}

/* ---- copies ---- */

static bool contiguous_infer(Call *c) {
  if (tensor_is_contiguous(c->x[0])) tensor_alias(c->y, c->x[0]);
  c->y->shape = c->x[0]->shape;
  return true;
}

static bool alias_infer(Call *c) {
  tensor_alias(c->y, c->x[0]);
  return true;
}

static bool clone_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return true;
}

static void same_rule(const Call *c, Tensor *g, Tensor **gx) {
  (void)c;
  gx[0] = g;
}

/* ---- rows ---- */

Op view_ops[] = {
    {"reshape", "x, shape: sizes", reshape_infer, copy_forward, shape_back_rule,
     .reads = READS_NONE, .flags = OP_STRIDED | OP_OF_MASKS,
     .sample = "x(3, 4), 2, 6; x(3, 4):t(), {-1, 2}",
     .doc = "The same elements in row-major order under other sizes; one may "
            "be -1. A view where the strides allow it, else a copy."},
    {"view", "x, size: sizes", view_infer, copy_forward, shape_back_rule,
     .reads = READS_NONE, .flags = OP_STRIDED | OP_OF_MASKS,
     .sample = "x(3, 4), 2, -1",
     .doc = "As reshape, but always a view; an error where that cannot be."},
    {"flatten", "x, start_dim: dim = 1, end_dim: dim = -1", flatten_infer,
     copy_forward, shape_back_rule, .reads = READS_NONE,
     .flags = OP_STRIDED | OP_OF_MASKS, .sample = "x(2, 3, 4), 2; x(2, 3):t()",
     .doc = "Dimensions start_dim to end_dim made one."},
    {"unflatten", "x, dim: dim, sizes: sizes", unflatten_infer, copy_forward,
     shape_back_rule, .reads = READS_NONE, .flags = OP_STRIDED | OP_OF_MASKS,
     .sample = "x(2, 6), 2, {3, 2}; x(6, 2), 1, 3, -1",
     .doc = "Dimension dim split into sizes, one of which may be -1."},
    {"squeeze", "x, dim: dims?", squeeze_infer, .rule = shape_back_rule,
     .reads = READS_NONE, .sample = "x(3, 1, 4, 1); x(3, 1, 4), 2",
     .doc = "Without the dimensions of size 1, or without those listed that "
            "have size 1."},
    {"unsqueeze", "x, dim: dim", unsqueeze_infer, .rule = shape_back_rule,
     .reads = READS_NONE, .sample = "x(3, 4), 2; x(3), -1",
     .doc = "With a dimension of size 1 put in at dim."},
    {"permute", "x, dims: dims", permute_infer, .rule = permute_rule,
     .reads = READS_NONE, .sample = "x(2, 3, 4), {3, 1, 2}",
     .doc = "The dimensions in the order given."},
    {"transpose", "x, dim1: dim, dim2: dim", transpose_infer,
     .rule = transpose_rule, .reads = READS_NONE, .sample = "x(2, 3, 4), 1, 3",
     .doc = "Two dimensions exchanged."},
    {"t", "x", t_infer, .rule = t_rule, .reads = READS_NONE,
     .sample = "x(3, 4); x(3)",
     .doc = "The transpose of a matrix; a vector or number as it is."},
    {"expand", "x, size: sizes", expand_infer, .rule = expand_rule,
     .reads = READS_NONE, .sample = "x(3, 1), 3, 4; x(4), {2, 3, -1}",
     .doc = "A view in which dimensions of size 1 repeat; new ones come in "
            "front; -1 keeps a size."},
    {"narrow", "x, dim: dim, start: index, length: int", narrow_infer,
     .rule = narrow_rule, .reads = READS_NONE, .flags = OP_PART,
     .sample = "x(3, 5), 2, 2, 3",
     .doc = "Elements start to start + length - 1 of a dimension, a view."},
    {"select", "x, dim: dim, index: index", select_infer, .rule = select_rule,
     .reads = READS_NONE, .flags = OP_PART,
     .sample = "x(3, 5), 2, 4; x(3, 5), 1, -1",
     .doc = "Element index of a dimension, which goes; a view."},
    {"unfold", "x, dimension: dim, size: int, step: int", unfold_infer,
     .rule = unfold_rule, .reads = READS_NONE,
     .sample = "x(5, 3), 1, 3, 1; x(2, 7), 2, 2, 3; "
               "x(2, 3, 5):transpose(1, 2), -1, 2, 2",
     .doc = "Windows of size elements of a dimension, which start step apart, "
            "as a new last dimension: y[i][...][j] = x[step (i - 1) + j][...] "
            "for dimension 1; a view. Windows of images as columns are "
            "nn.functional.unfold."},
    {"unfold_back", "x, dimension: dim, size: int, step: int",
     unfold_back_infer, unfold_back_forward, unfold_back_rule,
     .reads = READS_NONE,
     .sample = "x(3, 3, 3), 1, 5, 1; x(2, 2, 2), 2, 7, 3; x(2, 4), 1, 6, 2",
     .doc = "Windows (a last dimension; their number is that of dimension) "
            "added where unfold takes them from, of a dimension of size "
            "elements: the adjoint of unfold."},
    {"widen", "x, dim: dim, start: index, size: int", widen_infer,
     widen_forward, widen_rule, .reads = READS_NONE, .flags = OP_STRIDED,
     .sample = "x(3, 2), 2, 2, 5",
     .doc = "Zeros of size along dim with x at start: the adjoint of narrow."},
    {"cat", "tensors: tensors, dim: dim = 1", cat_infer, cat_forward, cat_rule,
     .reads = READS_NONE, .flags = OP_STRIDED | OP_OF_MASKS,
     .sample = "{x(2, 3), x(1, 3)}; {x(2, 3), x(2, 1), x(2, 2)}, 2",
     .doc = "The tensors joined along a dimension; their other sizes agree."},
    {"stack", "tensors: tensors, dim: dim = 1", stack_infer, stack_forward,
     stack_rule, .reads = READS_NONE, .flags = OP_STRIDED | OP_OF_MASKS,
     .sample = "{x(2, 3), x(2, 3)}, 2; {x(3), x(3)}",
     .doc = "Tensors of one shape along a new dimension."},
    {"contiguous", "x", contiguous_infer, copy_forward, same_rule,
     .reads = READS_NONE, .flags = OP_STRIDED | OP_OF_MASKS,
     .sample = "x(3, 4):t(); x(3)",
     .doc = "x itself in row-major order: a copy where it is not so."},
    {"alias", "x", alias_infer, .rule = same_rule, .reads = READS_NONE,
     .sample = "x(3, 4)",
     .doc = "The same values as a node of the graph of its own; a view."},
    {"clone", "x", clone_infer, copy_forward, same_rule, .reads = READS_NONE,
     .flags = OP_STRIDED | OP_OF_MASKS, .sample = "x(3, 4); x(3, 4):t()",
     .doc = "A copy, which passes gradients on."},
    {"tile", "x, dims: sizes", .compose = tile_compose,
     .sample = "x(2, 3), 2, 1; x(3), {2, 2}; x(2, 1, 2), 3",
     .doc = "x laid side by side as often as dims says, the last of which is "
            "for the last dimension. It also serves as PyTorch's repeat, a "
            "word that Lua keeps for itself."},
    {"repeat_interleave", "x, repeats, dim: dim?",
     .compose = repeat_interleave_compose,
     .sample = "x(2, 3), 2, 2; x(2, 3), 2; x(2, 3), arange(1, 3) - 1, 2",
     .doc = "Each element of a dimension repeats times in a row, or as often "
            "as a tensor of repeats says for each; of x made one dimension "
            "where none is given."},
    {"flip", "x, dims: dims", flip_infer, flip_forward, flip_rule,
     .reads = READS_NONE, .flags = OP_STRIDED | OP_OF_MASKS,
     .sample = "x(3, 4), 2; x(3, 4):t(), {1, -1}",
     .doc = "The dimensions listed in reverse order, a copy."},
    {"roll_one", "x, shift: int, dim: dim", roll_infer, roll_forward, roll_rule,
     .reads = READS_NONE, .flags = OP_OF_MASKS,
     .sample = "x(3, 4), 1, 2; x(3, 4), -5, 1",
     .doc = "roll along one dimension: y[i + shift] = x[i], and what falls off "
            "comes in again in front."},
    {"expand_as", "x, other", .compose = expand_as_compose,
     .sample = "x(3, 1), ones(3, 4)", .doc = "expand to the sizes of other."},
    {"view_as", "x, other", .compose = view_as_compose,
     .sample = "x(3, 4), ones(2, 6)", .doc = "view under the sizes of other."},
    {"reshape_as", "x, other", .compose = reshape_as_compose,
     .sample = "x(3, 4):t(), ones(2, 6)",
     .doc = "reshape to the sizes of other."},
    {0}};
