/* Reading and adding through indices. Indices are whole numbers from 1 carried
 * in tensors; they are checked here, before anything is computed. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "../pool.h"
#include "../walk.h"
#include "indices.h"

/* ---- checks ---- */

static bool axis_at(Call *c, const Shape *s) {
  if (s->rank == 0) return error_set("a number has no dimensions");
  int axis = shape_axis(s->rank, c->a->i[0]);
  c->a->i[0] = axis;
  return axis >= 0;
}

static int64_t inner_of(const Shape *s, int axis) {
  return shape_product(s, axis + 1, s->rank);
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
  return indices_check(c->x[1], s->size[c->a->i[0]]);
}

/* y[k] = x[at[k] - 1]: slices of one number. */
static void read_numbers(int64_t n, const Whole *restrict at, real *restrict y,
                         const real *restrict x) {
  for (int64_t k = 0; k < n; k++) y[k] = x[at[k] - 1];
}

static void index_select_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  int64_t inner = inner_of(s, axis), all = c->x[1]->shape.size[0];
  int64_t size = s->size[axis];
  int64_t outer = size * inner > 0 ? tensor_count(c->x[0]) / (size * inner) : 0;
  Whole at[INDICES_SOME];
  for (int64_t from = 0, n; from < all; from += n) {
    n = all - from < INDICES_SOME ? all - from : INDICES_SOME;
    indices_whole(n, at, tensor_data(c->x[1]) + from);
    for (int64_t i = 0; i < outer; i++) {
      const real *x = tensor_data(c->x[0]) + i * size * inner;
      real *y = tensor_data(c->y) + (i * all + from) * inner;
      if (inner == 1) read_numbers(n, at, y, x);
      else
        for (int64_t k = 0; k < n; k++)
          walk_copy(inner, y + k * inner, x + (at[k] - 1) * inner);
    }
  }
}

static void index_select_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[] = {t_zeros(&c->x[0]->shape), c->x[1], g};
  Attrs a = {.r = {1}, .i = {c->a->i[0]}};
  gx[0] = t_call_over(&op, "index_add", x, 3, &a);
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
  return indices_check(c->x[1], s->size[c->a->i[0]]);
}

static void add_scaled(int64_t n, real *restrict y, real by,
                       const real *restrict x) {
  for (int64_t j = 0; j < n; j++) y[j] += by * x[j];
}

static void index_add_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  int64_t inner = inner_of(s, axis), n = c->x[1]->shape.size[0];
  int64_t size = s->size[axis], all = tensor_count(c->y);
  const real *index = tensor_data(c->x[1]), *from = tensor_data(c->x[2]);
  const real alpha = (real)c->a->r[0];
  Sums sums = sums_open(c);
  for (int64_t i = 0; i < (all > 0 ? all / (size * inner) : 0); i++)
    for (int64_t k = 0; k < n; k++, from += inner) {
      int64_t to = (i * size + (int64_t)index[k] - 1) * inner;
      if (!sums.sum) add_scaled(inner, sums.y + to, alpha, from);
      for (int64_t j = 0; sums.sum && j < inner; j++)
        sums_add(&sums, to + j, alpha * from[j]);
    }
  sums_close(c, &sums);
}

static void index_add_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  const double alpha = c->a->r[0];
  gx[0] = g;
  if (!c->need[2]) return;
  gx[2] = t_call(&op, "index_select", (Tensor *[]){g, c->x[1]}, 2,
                 &(Attrs){.i = {c->a->i[0]}});
  if (alpha != 1) gx[2] = t_scale(gx[2], alpha);
}

/* ---- single elements: gather and its adjoint scatter_add ---- */

/* The index has x's number of axes, and no more than its size outside dim. */
static bool fits_inside(const Call *c, const Tensor *index, const Shape *s) {
  const Shape *i = &index->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  bool fits = i->rank == s->rank;
  for (int k = 0; fits && k < s->rank; k++)
    fits = k == c->a->i[0] || i->size[k] <= s->size[k];
  return fits ||
         error_set("indices are %s for %s", shape_text(i, a), shape_text(s, b));
}

static bool gather_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!axis_at(c, s) || !fits_inside(c, c->x[1], s)) return false;
  c->y->shape = c->x[1]->shape;
  return indices_check(c->x[1], s->size[c->a->i[0]]);
}

/* The address in an array of shape s of element i of the index. */
static int64_t place_of(const Shape *s, const Shape *index, int64_t i, int axis,
                        int64_t chosen) {
  int64_t at = 0, step = 1;
  for (int k = s->rank - 1; k >= 0; k--) {
    at += (k == axis ? chosen : i % index->size[k]) * step;
    i /= index->size[k];
    step *= s->size[k];
  }
  return at;
}

/* The index is read in lines along its last axis. In an array of shape s, what
 * element j of a line names stands at place_of (its first, chosen 0), plus j
 * times `along`, plus its value times `step`. */
typedef struct Lines {
  int64_t n, along, step;
} Lines;

static Lines lines_of(const Shape *s, const Shape *index, int64_t axis) {
  return (Lines){index->size[s->rank - 1], axis != s->rank - 1,
                 inner_of(s, (int)axis)};
}

/* y[j] = what element j of n, as an integer at[j], names in an array whose line
 * begins at x. */
static void read_line(const Lines *l, int64_t n, const Whole *restrict at,
                      real *restrict y, const real *restrict x) {
  if (l->along == 0 && l->step == 1) read_numbers(n, at, y, x);
  else
    for (int64_t j = 0; j < n; j++)
      y[j] = x[j * l->along + (at[j] - 1) * l->step];
}

static void gather_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const real *index = tensor_data(c->x[1]);
  real *y = tensor_data(c->y);
  int axis = (int)c->a->i[0];
  Lines l = lines_of(s, shape, axis);
  Whole at[INDICES_SOME];
  for (int64_t i = 0; i < tensor_count(c->y); i += l.n) {
    const real *x = tensor_data(c->x[0]) + place_of(s, shape, i, axis, 0);
    for (int64_t j = 0, n; j < l.n; j += n) {
      n = l.n - j < INDICES_SOME ? l.n - j : INDICES_SOME;
      indices_whole(n, at, index + i + j);
      read_line(&l, n, at, y + i + j, x + j * l.along);
    }
  }
}

static void gather_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[] = {t_zeros(&c->x[0]->shape), c->x[1], g};
  Attrs a = {.i = {c->a->i[0]}};
  gx[0] = t_call_over(&op, "scatter_add", x, 3, &a);
}

/* The source has the index's number of axes and at least its sizes. */
static bool covers(const Shape *source, const Shape *index) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  bool fits = source->rank == index->rank;
  for (int k = 0; fits && k < index->rank; k++)
    fits = index->size[k] <= source->size[k];
  return fits || error_set("indices are %s, the source is %s",
                           shape_text(index, a), shape_text(source, b));
}

/* The cotangent of what was read of a source, as all of it. */
static Tensor *widen_to(Tensor *g, const Shape *source) {
  for (int k = 0; g && k < source->rank; k++)
    if (g->shape.size[k] != source->size[k])
      g = t_widen(g, k, 0, source->size[k]);
  return g;
}

static bool scatter_add_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!axis_at(c, s) || !fits_inside(c, c->x[1], s) ||
      !covers(&c->x[2]->shape, &c->x[1]->shape))
    return false;
  c->y->shape = *s;
  return indices_check(c->x[1], s->size[c->a->i[0]]);
}

static void add_numbers(int64_t n, const Whole *restrict at, real *restrict y,
                        const real *restrict x) {
#pragma GCC unroll 8
  for (int64_t j = 0; j < n; j++) y[at[j] - 1] += x[j];
}

/* Adds n elements of x to what `at` names in a line that begins at `to`. */
static void add_line(const Lines *l, int64_t n, const Whole *at,
                     const Sums *sums, int64_t to, const real *x) {
  if (!sums->sum && l->along == 0 && l->step == 1)
    add_numbers(n, at, sums->y + to, x);
  else
    for (int64_t j = 0; j < n; j++)
      sums_add(sums, to + j * l->along + (at[j] - 1) * l->step, x[j]);
}

static void scatter_add_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const real *index = tensor_data(c->x[1]);
  int axis = (int)c->a->i[0];
  Lines l = lines_of(s, shape, axis);
  Sums sums = sums_open(c);
  Whole at[INDICES_SOME];
  for (int64_t i = 0; i < tensor_count(c->x[1]); i += l.n) {
    int64_t to = place_of(s, shape, i, axis, 0);
    const real *from = tensor_data(c->x[2]) +
                       place_of(&c->x[2]->shape, shape, i, -1, 0);
    for (int64_t j = 0, n; j < l.n; j += n) {
      n = l.n - j < INDICES_SOME ? l.n - j : INDICES_SOME;
      indices_whole(n, at, index + i + j);
      add_line(&l, n, at, &sums, to + j * l.along, from + j);
    }
  }
  sums_close(c, &sums);
}

static Tensor *gather(Tensor *x, int64_t axis, Tensor *index) {
  static const Op *op;
  return t_call(&op, "gather", (Tensor *[]){x, index}, 2,
                &(Attrs){.i = {axis}});
}

static void scatter_add_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = g;
  if (c->need[2])
    gx[2] = widen_to(gather(g, c->a->i[0], c->x[1]), &c->x[2]->shape);
}

/* ---- single elements put in place: scatter ---- */

static bool scatter_infer(Call *c) {
  const Shape *s = &c->x[0]->shape, *index = &c->x[1]->shape;
  const Shape *src = &c->x[2]->shape;
  if (!axis_at(c, s) || !fits_inside(c, c->x[1], s) ||
      (src->rank > 0 && !covers(src, index)))
    return false;
  c->y->shape = *s;
  return indices_check(c->x[1], s->size[c->a->i[0]]);
}

static void put_numbers(int64_t n, const Whole *restrict at, real *restrict y,
                        const real *restrict x) {
#pragma GCC unroll 8
  for (int64_t j = 0; j < n; j++) y[at[j] - 1] = x[j];
}

/* Puts n elements of x, so many `apart`, where `at` names in a line that begins
 * at y. */
static void put_line(const Lines *l, int64_t n, const Whole *at, real *y,
                     const real *x, int64_t apart) {
  if (l->along == 0 && l->step == 1 && apart == 1) put_numbers(n, at, y, x);
  else
    for (int64_t j = 0; j < n; j++)
      y[j * l->along + (at[j] - 1) * l->step] = x[j * apart];
}

/* A number has no axes, so all its places are the first. */
static void scatter_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const Shape *src = &c->x[2]->shape;
  const real *index = tensor_data(c->x[1]);
  int64_t step = src->rank > 0;
  int axis = (int)c->a->i[0];
  Lines l = lines_of(s, shape, axis);
  Whole at[INDICES_SOME];
  tensor_pack(c->x[0], tensor_data(c->y));
  for (int64_t i = 0; i < tensor_count(c->x[1]); i += l.n) {
    real *y = tensor_data(c->y) + place_of(s, shape, i, axis, 0);
    const real *from = tensor_data(c->x[2]) + place_of(src, shape, i, -1, 0);
    for (int64_t j = 0, n; j < l.n; j += n) {
      n = l.n - j < INDICES_SOME ? l.n - j : INDICES_SOME;
      indices_whole(n, at, index + i + j);
      put_line(&l, n, at, y + j * l.along, from + j * step, step);
    }
  }
}

static void scatter_rule(const Call *c, Tensor *g, Tensor **gx) {
  const Shape *src = &c->x[2]->shape;
  if (c->need[0])
    gx[0] = op_apply(c->op, (Tensor *[]){g, c->x[1], t_number(0)}, 3, c->a);
  if (!c->need[2]) return;
  Tensor *read = gather(g, c->a->i[0], c->x[1]);
  gx[2] = src->rank ? widen_to(read, src) : t_sum_to(read, src);
}

/* ---- the largest or the smallest of what meets: scatter_extreme ---- */

enum { SMALLEST = 1 };

static bool scatter_extreme_infer(Call *c) {
  const Shape *src = &c->x[2]->shape, *index = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!scatter_add_infer(c)) return false;
  return shape_equal(src, index) ||
         error_set("indices are %s, the source is %s", shape_text(index, a),
                   shape_text(src, b));
}

/* What stands at `to` meets v, and NaN wins. In this form, which processors
 * have, compilers make no branch on what is hard to foresee. */
static inline void meet(real *to, real v, bool smallest) {
  real was = *to, low = v < was ? v : was, high = v > was ? v : was;
  *to = smallest ? low : high;
  if (v != v) *to = v;
}

/* n elements of x meet what `at` names in a line that begins at y. */
static inline __attribute__((always_inline)) void
meet_line(const Lines *l, int64_t n, const Whole *at, real *y, const real *x,
          bool smallest) {
  if (l->along == 0 && l->step == 1)
    for (int64_t j = 0; j < n; j++) meet(&y[at[j] - 1], x[j], smallest);
  else
    for (int64_t j = 0; j < n; j++)
      meet(&y[j * l->along + (at[j] - 1) * l->step], x[j], smallest);
}

static void scatter_extreme_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const real *index = tensor_data(c->x[1]), *from = tensor_data(c->x[2]);
  int axis = (int)c->a->i[0];
  Lines l = lines_of(s, shape, axis);
  Whole at[INDICES_SOME];
  tensor_pack(c->x[0], tensor_data(c->y));
  for (int64_t i = 0; i < tensor_count(c->x[1]); i += l.n) {
    real *y = tensor_data(c->y) + place_of(s, shape, i, axis, 0);
    for (int64_t j = 0, n; j < l.n; j += n) {
      n = l.n - j < INDICES_SOME ? l.n - j : INDICES_SOME;
      indices_whole(n, at, index + i + j);
      if (c->a->i[1] == SMALLEST)
        meet_line(&l, n, at, y + j * l.along, from + i + j, true);
      else meet_line(&l, n, at, y + j * l.along, from + i + j, false);
    }
  }
}

/* Those that are equal share. */
static void scatter_extreme_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *add;
  int64_t axis = c->a->i[0];
  Tensor *y = tensor_detach(c->y), *index = c->x[1];
  if (!y) return;
  Tensor *own = t_eq(c->x[0], y), *won = t_eq(c->x[2], gather(y, axis, index));
  Tensor *count = t_call(&add, "scatter_add", (Tensor *[]){own, index, won}, 3,
                         &(Attrs){.i = {axis}});
  Tensor *share = t_div(g, count);
  gx[0] = t_mul_chosen(share, own, y);
  if (c->need[2]) gx[2] = t_mul_chosen(gather(share, axis, index), won, y);
}

/* ---- where a mask is not 0 ---- */

enum { SOME = 256 };

/* x read as the larger shape `to`; false with an error. */
static bool walk_as(Walk *w, const Tensor *x, const Shape *to) {
  int64_t stride[MAX_DIMS];
  if (!shape_expand(&x->shape, x->stride, to, stride)) return false;
  walk_open(w, to, stride);
  return true;
}

static int64_t count_set(const Walk *w, const real *mask) {
  real some[SOME];
  int64_t total = 0;
  for (int64_t at = 0; at < w->count; at += SOME) {
    int64_t n = w->count - at < SOME ? w->count - at : SOME;
    walk_pack(w, mask, at, n, some);
    int set = 0;
    for (int i = 0; i < (int)n; i++) set += some[i] != 0;
    total += set;
  }
  return total;
}

/* What x and mask broadcast to. */
static bool masked_shape(const Call *c, Shape *s) {
  *s = c->x[0]->shape;
  return shape_broadcast(s, &c->x[1]->shape);
}

static bool masked_select_infer(Call *c) {
  Shape s;
  Walk mask;
  if (!masked_shape(c, &s) || !walk_as(&mask, c->x[1], &s)) return false;
  c->y->shape = (Shape){1, {count_set(&mask, tensor_data(c->x[1]))}};
  return true;
}

static void masked_select_forward(Call *c) {
  Shape s;
  Walk from, mask;
  real x[SOME], set[SOME], *y = tensor_data(c->y);
  if (!masked_shape(c, &s) || !walk_as(&from, c->x[0], &s) ||
      !walk_as(&mask, c->x[1], &s))
    return;
  for (int64_t at = 0; at < mask.count; at += SOME) {
    int64_t n = mask.count - at < SOME ? mask.count - at : SOME;
    walk_pack(&from, tensor_data(c->x[0]), at, n, x);
    walk_pack(&mask, tensor_data(c->x[1]), at, n, set);
    int64_t taken = 0; /* without a branch: masks are hard to foresee */
    for (int64_t i = 0; i < n; i++) {
      x[taken] = x[i];
      taken += set[i] != 0;
    }
    memcpy(y, x, (size_t)taken * sizeof *y);
    y += taken;
  }
}

static void masked_select_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Shape s;
  masked_shape(c, &s);
  Tensor *x[] = {t_zeros(&s), c->x[1], g};
  gx[0] = t_sum_to(t_call_over(&op, "masked_scatter", x, 3, NULL),
                   &c->x[0]->shape);
}

static bool masked_scatter_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  Walk mask;
  if (!walk_as(&mask, c->x[1], s)) return false;
  int64_t set = count_set(&mask, tensor_data(c->x[1]));
  c->y->shape = *s;
  return set <= tensor_count(c->x[2]) ||
         error_set("the mask has %" PRId64 " elements set, source has %" PRId64,
                   set, tensor_count(c->x[2]));
}

/* Without a branch, as in masked_select; how many are set. */
static int64_t put_set(int64_t n, const real *set, real *restrict y,
                       const real *restrict from) {
  int64_t taken = 0;
  for (int64_t i = 0; i < n; i++) {
    real either[] = {y[i], from[taken]};
    y[i] = either[set[i] != 0];
    taken += set[i] != 0;
  }
  return taken;
}

static void masked_scatter_forward(Call *c) {
  Walk mask;
  real set[SOME], *y = tensor_data(c->y);
  const real *from = tensor_data(c->x[2]);
  const real *end = from + tensor_count(c->x[2]);
  if (!walk_as(&mask, c->x[1], &c->y->shape)) return;
  tensor_pack(c->x[0], y);
  for (int64_t at = 0; at < mask.count; at += SOME) {
    int64_t n = mask.count - at < SOME ? mask.count - at : SOME;
    walk_pack(&mask, tensor_data(c->x[1]), at, n, set);
    if (end - from < n) /* the next may be past the end */
      for (int64_t i = 0; i < n; i++) {
        if (set[i] != 0) y[at + i] = *from++;
      }
    else from += put_set(n, set, y + at, from);
  }
}

static void masked_scatter_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  const Shape *source = &c->x[2]->shape;
  if (c->need[0]) gx[0] = t_where(c->x[1], t_number(0), g);
  if (!c->need[2]) return;
  Tensor *used = t_call2(&op, "masked_select", g, c->x[1]);
  gx[2] = t_reshape(t_widen(used, 0, 0, shape_count(source)), source);
}

static bool nonzero_infer(Call *c) {
  const Tensor *x = c->x[0];
  Walk w;
  walk_open(&w, &x->shape, x->stride);
  for (int k = 0; k < x->shape.rank; k++)
    if (!indices_reach(x->shape.size[k])) return false;
  c->y->shape = (Shape){2, {count_set(&w, tensor_data(x)), x->shape.rank}};
  return true;
}

/* Which of n numbers, at most SOME, are not 0: how many, and in `at` their
 * places. Without a branch, as in masked_select. */
static int64_t set_places(const real *x, int64_t n, int64_t *at) {
  int64_t taken = 0;
  for (int64_t i = 0; i < n; i++) {
    at[taken] = i;
    taken += x[i] != 0;
  }
  return taken;
}

/* Rows of the indices of what is set in one line, whose place on the other axes
 * is `line`; back comes where the next row goes. */
static real *nonzero_line(const Shape *s, int64_t line, const real *x,
                          real *y) {
  real other[MAX_DIMS];
  int64_t at[SOME], n = s->size[s->rank - 1], found;
  for (int k = s->rank - 2; k >= 0; line /= s->size[k--])
    other[k] = (real)(line % s->size[k] + 1);
  for (int64_t from = 0; from < n; from += SOME) {
    found = set_places(x + from, n - from < SOME ? n - from : SOME, at);
    for (int64_t i = 0; i < found; i++) {
      for (int k = 0; k < s->rank - 1; k++) *y++ = other[k];
      *y++ = (real)(from + at[i] + 1); /* NOLINT: `found` of them are set */
    }
  }
  return y;
}

static void nonzero_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  const real *x = tensor_data(c->x[0]);
  real *y = tensor_data(c->y);
  int64_t n = s->rank > 0 ? s->size[s->rank - 1] : 0, all = shape_count(s);
  for (int64_t i = 0; n > 0 && i * n < all; i++)
    y = nonzero_line(s, i, x + i * n, y);
}

/* ---- made of index_select ---- */

/* Slices of x along axis, under the sizes of the index. */
static Tensor *pick(Tensor *x, int64_t axis, Tensor *index) {
  static const Op *op;
  Shape flat = {1, {tensor_count(index)}}, s = {0};
  for (int k = 0; k < axis; k++) shape_push(&s, x->shape.size[k]);
  for (int k = 0; k < index->shape.rank; k++)
    if (!shape_push(&s, index->shape.size[k])) return NULL;
  for (int k = (int)axis + 1; k < x->shape.rank; k++)
    if (!shape_push(&s, x->shape.size[k])) return NULL;
  Tensor *in[] = {x, t_reshape(index, &flat)};
  return t_reshape(t_call(&op, "index_select", in, 2, &(Attrs){.i = {axis}}),
                   &s);
}

static Tensor *take_compose(const Call *c) {
  Shape flat = {1, {tensor_count(c->x[0])}};
  Tensor *x = t_reshape(c->x[0], &flat);
  Tensor *index = indices_from_front(c->x[1], flat.size[0]);
  return x && index ? pick(x, 0, index) : NULL;
}

/* Rows of padding pass no gradient on, and have the values of others. */
static Tensor *embedding_compose(const Call *c) {
  Tensor *weight = c->x[0], *index = c->x[1];
  char text[SHAPE_TEXT];
  int64_t padding = c->a->i[0], rows = weight->shape.size[0];
  if (weight->shape.rank != 2) {
    error_set("weight is %s; a matrix is wanted, a row for each index",
              shape_text(&weight->shape, text));
    return NULL;
  }
  if (!indices_check(index, rows)) return NULL; /* the message is ours then */
  Tensor *y = pick(weight, 0, index);
  if (!y || padding == ATTR_NONE) return y;
  if (padding < 0) padding += rows;
  if (padding < 0 || padding >= rows) {
    error_set("padding_idx %" PRId64 " of %" PRId64 " rows",
              c->a->i[0] < 0 ? c->a->i[0] : padding + 1, rows);
    return NULL;
  }
  Shape column = index->shape;
  if (!shape_push(&column, 1)) return NULL;
  Tensor *is_padding = t_eq(index, t_number((double)padding + 1));
  return t_where(t_reshape(is_padding, &column), tensor_detach(y), y);
}

/* ---- classes ---- */

static bool one_hot_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return shape_push(&c->y->shape, c->a->i[0]) &&
         indices_check(c->x[0], c->a->i[0]);
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
     index_select_forward, index_select_rule, .flags = OP_OF_FIRST,
     .sample = "x(3, 4), 2, ones(2) * 3; x(3, 4), 1, arange(1, 3)",
     .doc = "The slices of x along dim that index (one dimension, from 1) "
            "names, in that order; one may come twice."},
    {"index_add", "x, dim: dim, index, source, {alpha: real = 1}",
     index_add_infer, index_add_forward, index_add_rule, .flags = OP_OVER,
     .scratch = sums_bytes,
     .sample = "x(3, 4), 2, ones(2) * 3, x(3, 2); "
               "x(3, 4), 2, ones(2) * 3, x(3, 2), {alpha = -0.5}",
     .doc = "x with alpha times the slices of source added where index says: "
            "with alpha 1 the adjoint of index_select."},
    {"gather", "x, dim: dim, index", gather_infer, gather_forward, gather_rule,
     .flags = OP_OF_FIRST,
     .sample = "x(3, 4), 2, ones(3, 2) * 3; x(3, 4), 1, ones(2, 4) * 2",
     .doc = "y[i][j] = x[i][index[i][j]] for dim 2, and so for any dim; y has "
            "the shape of index."},
    {"scatter_add", "x, dim: dim, index, src", scatter_add_infer,
     scatter_add_forward, scatter_add_rule, .flags = OP_OVER,
     .scratch = sums_bytes, .sample = "x(3, 4), 2, ones(3, 2) * 3, x(3, 2)",
     .doc = "x with src[i][j] added at [i][index[i][j]] for dim 2, and so "
            "for any dim: the adjoint of gather."},
    {"one_hot", "x, num_classes: int", one_hot_infer, one_hot_forward,
     .doc = "A last dimension of num_classes, 1 at the class (from 1), 0 "
            "elsewhere. No derivative."},
    {"scatter", "x, dim: dim, index, src", scatter_infer, scatter_forward,
     scatter_rule, .flags = OP_OVER,
     .sample = "x(3, 4), 2, arange(1, 3):view(3, 1), x(3, 1); "
               "x(3, 4), 1, ones(1, 4) * 2, x(1)[1]",
     .doc = "x with src[i][j], or the number src, at [i][index[i][j]] for dim "
            "2, and so for any dim. Where an index comes twice the last one "
            "stands, and the derivative takes no notice of it."},
    {"scatter_extreme",
     "x, dim: dim, index, src, {which: largest|smallest = largest}",
     scatter_extreme_infer, scatter_extreme_forward, scatter_extreme_rule,
     .reads = READS_ALL,
     .sample = "x(3, 4), 2, ones(3, 2) * 3, x(3, 2); x(3, 4), 1, "
               "arange(1, 2):view(2, 1), x(2, 1), {which = 'smallest'}",
     .doc = "x with the largest, or the smallest, of itself and the src[i][j] "
            "that meet at [i][index[i][j]] for dim 2, and so for any dim; "
            "src has the shape of index. Equal ones share the gradient."},
    {"masked_select", "x, mask", masked_select_infer, masked_select_forward,
     masked_select_rule, .flags = OP_STRIDED | OP_OF_FIRST,
     .sample = "x(3, 4), mask(3, 4); x(3, 1), mask(4); x(2, 3), mask(2, 2, 3)",
     .doc = "The elements of x where mask is not 0, as a vector; they "
            "broadcast."},
    {"masked_scatter", "x, mask, source", masked_scatter_infer,
     masked_scatter_forward, masked_scatter_rule, .flags = OP_OVER,
     .sample = "x(3, 4), mask(3, 4), x(4, 3); x(3, 4), mask(4), x(13)",
     .doc = "x with the elements of source, in order, where mask is not 0: "
            "the adjoint of masked_select. The mask expands to x."},
    {"nonzero", "x", nonzero_infer, nonzero_forward,
     .doc = "The indices of the elements that are not 0, one a row, with a "
            "column for each dimension. No derivative."},
    {"take", "x, index", .compose = take_compose,
     .sample = "x(3, 4), arange(2, 12, 5); x(3, 4):t(), ones(2, 2) * -7",
     .doc = "The elements of x, as one dimension, at index, negative ones "
            "from the end; the result has the shape of index."},
    {"embedding", "weight, indices, {padding_idx: index?}",
     .compose = embedding_compose,
     .sample = "x(4, 3), arange(2, 3); x(4, 3), ones(2, 2) * 4, "
               "{padding_idx = 1}",
     .doc = "Rows of weight in place of indices of any shape: y has the sizes "
            "of indices and then those of a row. Row padding_idx gets no "
            "gradient."},
    {0}};
