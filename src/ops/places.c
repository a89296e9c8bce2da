/* Reading and writing where several tensors of indices say. The rows take the
 * indices of the first axes; a key for other axes is led back to them by views.
 */
#include "places.h"

#include <string.h>

#include "../walk.h"
#include "indices.h"

/* ---- places as offsets ---- */

/* The places of an array that indices of its first n axes name. */
typedef struct Places {
  int n;
  Walk walk[MAX_DIMS]; /* of the indices, as the shape they broadcast to */
  const real *index[MAX_DIMS];
  const int64_t *step; /* of the array */
} Places;

/* What the indices broadcast to. */
static bool places_shape(Tensor *const *index, int n, Shape *s) {
  *s = (Shape){0};
  for (int k = 0; k < n; k++)
    if (!shape_broadcast(s, &index[k]->shape)) return false;
  return true;
}

static Places places_open(Tensor *const *index, int n, const Tensor *x) {
  Places p = {.n = n, .step = x->stride};
  Shape s;
  int64_t stride[MAX_DIMS];
  places_shape(index, n, &s);
  for (int k = 0; k < n; k++) {
    shape_expand(&index[k]->shape, index[k]->stride, &s, stride);
    walk_open(&p.walk[k], &s, stride);
    p.index[k] = tensor_data(index[k]);
  }
  return p;
}

enum { SOME = 256 };

/* The offsets of places at .. at + n - 1, n of at most SOME. */
static void places_offsets(const Places *p, int64_t at, int64_t n,
                           int64_t *offset) {
  real index[SOME];
  memset(offset, 0, (size_t)n * sizeof *offset);
  for (int k = 0; k < p->n; k++) {
    walk_pack(&p->walk[k], p->index[k], at, n, index);
    for (int64_t i = 0; i < n; i++)
      offset[i] += ((int64_t)index[i] - 1) * p->step[k];
  }
}

/* The axes that have no index. */
static void rest_open(Walk *w, const Tensor *x, int n) {
  Shape rest = {.rank = x->shape.rank - n};
  memcpy(rest.size, x->shape.size + n, (size_t)rest.rank * sizeof *rest.size);
  walk_open(w, &rest, x->stride + n);
}

/* ---- the rows: index_read and its adjoint index_write ---- */

/* In *s what the n indices after x[0] broadcast to, then x's other sizes. */
static bool places_infer(const Call *c, int n, Shape *s) {
  const Shape *x = &c->x[0]->shape;
  if (n > x->rank)
    return error_set("%d tensors of indices for a tensor of %d dimensions", n,
                     x->rank);
  if (n == 0) return error_set("no tensor of indices is given");
  if (!places_shape(c->x + 1, n, s)) {
    error_prefix("indices");
    return false;
  }
  for (int k = 0; k < n; k++)
    if (!indices_check(c->x[k + 1], x->size[k])) return false;
  for (int k = n; k < x->rank; k++)
    if (!shape_push(s, x->size[k])) return false;
  return true;
}

static bool index_read_infer(Call *c) {
  return places_infer(c, c->n - 1, &c->y->shape);
}

static void index_read_forward(Call *c) {
  const real *x = tensor_data(c->x[0]);
  real *y = tensor_data(c->y);
  int64_t offset[SOME];
  Places p = places_open(c->x + 1, c->n - 1, c->x[0]);
  Walk rest;
  rest_open(&rest, c->x[0], p.n);
  int64_t inner = rest.count, count = p.walk[0].count;
  for (int64_t at = 0; at < count && inner > 0; at += SOME) {
    int64_t n = count - at < SOME ? count - at : SOME;
    places_offsets(&p, at, n, offset);
    if (inner == 1)
      for (int64_t i = 0; i < n; i++) y[at + i] = x[offset[i]];
    else
      for (int64_t i = 0; i < n; i++)
        walk_pack(&rest, x + offset[i], 0, inner, y + (at + i) * inner);
  }
}

static void index_read_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[MAX_DIMS + 2] = {t_zeros(&c->x[0]->shape)};
  memcpy(x + 1, c->x + 1, (size_t)(c->n - 1) * sizeof *x);
  x[c->n] = g;
  gx[0] = t_call_over(&op, "index_write", x, c->n + 1, &(Attrs){.i = {true}});
}

static bool index_write_infer(Call *c) {
  Shape due;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  const Shape *values = &c->x[c->n - 1]->shape;
  if (!places_infer(c, c->n - 2, &due)) return false;
  if (!shape_equal(&due, values))
    return error_set("values are %s, %s is due", shape_text(values, a),
                     shape_text(&due, b));
  c->y->shape = c->x[0]->shape;
  return true;
}

/* The values, contiguous, put where the places of x are. */
static void put_all(const Places *p, Tensor *x, const real *values) {
  int64_t offset[SOME], count = p->walk[0].count;
  Walk rest;
  rest_open(&rest, x, p->n);
  for (int64_t at = 0; at < count && rest.count > 0; at += SOME) {
    int64_t n = count - at < SOME ? count - at : SOME;
    places_offsets(p, at, n, offset);
    for (int64_t i = 0; i < n; i++, values += rest.count)
      if (rest.count == 1) tensor_data(x)[offset[i]] = *values;
      else
        walk_unpack(&rest, tensor_data(x) + offset[i], 0, rest.count, values);
  }
}

static void add_all(const Call *c, const Places *p) {
  const real *values = tensor_data(c->x[c->n - 1]);
  int64_t inner = shape_product(&c->y->shape, p->n, c->y->shape.rank);
  int64_t offset[SOME], count = p->walk[0].count;
  Sums sums = sums_open(c);
  for (int64_t at = 0; at < count && inner > 0; at += SOME) {
    int64_t n = count - at < SOME ? count - at : SOME;
    places_offsets(p, at, n, offset);
    for (int64_t i = 0; i < n; i++)
      for (int64_t j = 0; j < inner; j++)
        sums_add(&sums, offset[i] + j, *values++);
  }
  sums_close(c, &sums);
}

static void index_write_forward(Call *c) {
  Places p = places_open(c->x + 1, c->n - 2, c->y);
  if (c->a->i[0]) {
    add_all(c, &p);
    return;
  }
  tensor_pack(c->x[0], tensor_data(c->y));
  put_all(&p, c->y, tensor_data(c->x[c->n - 1]));
}

static void index_write_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x[MAX_DIMS + 2] = {g};
  memcpy(x + 1, c->x + 1, (size_t)(c->n - 2) * sizeof *x);
  Tensor *read = t_call(&op, "index_read", x, c->n - 1, NULL);
  gx[c->n - 1] = read;
  if (!c->need[0]) return;
  gx[0] = g;
  if (c->a->i[0] || !read) return;
  x[c->n - 1] = t_zeros(&read->shape);
  gx[0] = op_apply(c->op, x, c->n, c->a);
}

/* ---- keys ---- */

static bool put_index(Key *key, int axis, Tensor *index) {
  if (!index) return false;
  key->index[key->n] = index;
  key->axis[key->n++] = axis;
  return true;
}

static bool fits_mask(const Shape *x, int axis, const Shape *mask) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  Shape part = {.rank = x->rank - axis};
  if (part.rank > mask->rank) part.rank = mask->rank;
  for (int k = 0; k < part.rank; k++) part.size[k] = x->size[axis + k];
  if (shape_equal(&part, mask)) return true;
  return error_set("a mask of %s for %s", shape_text(mask, a),
                   part.rank ? shape_text(&part, b) : "no dimensions");
}

/* A column of indices for each axis that the mask has. */
static Tensor *add_mask(Key *key, Tensor *x, int *axis, Tensor *mask) {
  static const Op *nonzero, *select, *unsqueeze;
  if (mask->shape.rank == 0) { /* all of x, or nothing of it */
    x = t_call(&unsqueeze, "unsqueeze", &x, 1, &(Attrs){.i = {*axis}});
    mask = t_reshape(mask, &(Shape){1, {1}});
  }
  if (!x || !mask || !fits_mask(&x->shape, *axis, &mask->shape)) return NULL;
  Tensor *places = t_call1(&nonzero, "nonzero", mask);
  for (int k = 0; k < mask->shape.rank; k++)
    if (!put_index(key, (*axis)++,
                   t_call(&select, "select", &places, 1,
                          &(Attrs){.i = {1, k}})))
      return NULL;
  return x;
}

Tensor *places_add(Key *key, Tensor *x, int *axis, Tensor *entry) {
  if (entry->store->mask) return add_mask(key, x, axis, entry);
  if (*axis >= x->shape.rank) {
    error_set("indices for dimension %d of a tensor with %d", *axis + 1,
              x->shape.rank);
    return NULL;
  }
  Tensor *index = indices_from_front(entry, x->shape.size[*axis]);
  return put_index(key, (*axis)++, index) ? x : NULL;
}

/* How the result of a key lies. */
typedef struct Layout {
  int before;  /* axes of x that come before those of the indices */
  Shape index; /* what the indices broadcast to */
} Layout;

static bool layout_of(const Key *key, Layout *l) {
  l->before = key->axis[0];
  for (int k = 1; k < key->n; k++)
    if (key->axis[k] != key->axis[k - 1] + 1) l->before = 0;
  if (places_shape(key->index, key->n, &l->index)) return true;
  error_prefix("indices");
  return false;
}

/* The `count` axes from `from` on made to start at `to`. */
static Tensor *moved(Tensor *y, int from, int count, int to) {
  int64_t order[MAX_DIMS];
  if (!y || from == to || count == 0) return y;
  for (int k = 0, other = 0; k < y->shape.rank; k++) {
    bool inside = k >= to && k < to + count;
    if (other == from) other += count;
    order[k] = inside ? from + k - to : other++;
  }
  return t_permute(y, order);
}

/* x with the axes of the key in front. */
static Tensor *in_front(const Key *key, Tensor *x) {
  int64_t order[MAX_DIMS];
  int to = 0;
  for (int k = 0; k < key->n; k++) order[to++] = key->axis[k];
  for (int k = 0, next = 0; k < x->shape.rank; k++)
    if (next < key->n && key->axis[next] == k) next++;
    else order[to++] = k;
  return key->axis[key->n - 1] == key->n - 1 ? x : t_permute(x, order);
}

/* Of one tensor: whole slices. */
static Tensor *read_slices(const Key *key, Tensor *x) {
  static const Op *op;
  Tensor *index = key->index[0];
  Shape flat = {1, {tensor_count(index)}}, s = {0};
  int axis = key->axis[0];
  for (int k = 0; k < axis; k++) shape_push(&s, x->shape.size[k]);
  for (int k = 0; k < index->shape.rank; k++)
    if (!shape_push(&s, index->shape.size[k])) return NULL;
  for (int k = axis + 1; k < x->shape.rank; k++)
    if (!shape_push(&s, x->shape.size[k])) return NULL;
  Tensor *in[] = {x, t_reshape(index, &flat)};
  Tensor *y = t_call(&op, "index_select", in, 2, &(Attrs){.i = {axis}});
  return index->shape.rank == 1 ? y : t_reshape(y, &s);
}

Tensor *places_read(const Key *key, Tensor *x) {
  static const Op *op;
  Layout l;
  if (key->n == 1) return read_slices(key, x);
  if (!layout_of(key, &l)) return NULL;
  Tensor *in[MAX_DIMS + 1] = {in_front(key, x)};
  memcpy(in + 1, key->index, (size_t)key->n * sizeof *in);
  Tensor *y = t_call(&op, "index_read", in, key->n + 1, NULL);
  return moved(y, 0, l.index.rank, l.before);
}

/* The value expanded to x[key], the axes of the indices in front. */
static Tensor *value_in_front(const Key *key, const Tensor *x, Tensor *value) {
  Layout l;
  Shape s = {0};
  if (!layout_of(key, &l)) return NULL;
  for (int k = 0, next = 0; k <= x->shape.rank; k++) {
    for (int i = 0; k == l.before && i < l.index.rank; i++)
      if (!shape_push(&s, l.index.size[i])) return NULL;
    if (next < key->n && key->axis[next] == k) next++;
    else if (k < x->shape.rank && !shape_push(&s, x->shape.size[k]))
      return NULL;
  }
  return moved(t_expand(value, &s), l.before, l.index.rank, 0);
}

/* t, contiguous, where writing to x does not reach it. */
static Tensor *apart(const Tensor *x, Tensor *t) {
  return t && x->store == t->store ? t_clone(t) : t_contiguous(t);
}

bool places_write(const Key *key, Tensor *x, Tensor *value) {
  Tensor *index[MAX_DIMS], *front = in_front(key, x);
  bool mask = x->store->mask && tensor_keeps_mask(value);
  value = front ? apart(x, value_in_front(key, x, value)) : NULL;
  if (!value) return false;
  for (int k = 0; k < key->n; k++) {
    index[k] = apart(x, key->index[k]);
    if (!index[k] || !indices_check(index[k], front->shape.size[k]))
      return false;
  }
  Places p = places_open(index, key->n, front);
  tensor_touch(x);
  x->store->mask = mask;
  put_all(&p, front, tensor_data(value));
  return true;
}

/* ---- masks of the shape of x ---- */

Tensor *places_select(Tensor *x, Tensor *mask) {
  static const Op *op;
  return t_call2(&op, "masked_select", x, mask);
}

bool places_fill(Tensor *x, Tensor *mask, Tensor *value) {
  bool stays = x->store->mask && tensor_keeps_mask(value);
  Tensor *number = t_reshape(value, &(Shape){0});
  Tensor *filled = t_where(mask, number, x);
  if (!filled || !tensor_copy(x, filled)) return false;
  x->store->mask = stays;
  return true;
}

/* ---- index_put: any key of the first axes ---- */

static Tensor *index_put_compose(const Call *c) {
  static const Op *op;
  Key key = {.n = 0};
  Tensor *x = c->x[0];
  int axis = 0;
  for (int k = 1; x && k < c->n - 1; k++)
    x = places_add(&key, x, &axis, c->x[k]);
  if (x && key.n == 0) error_set("no tensor of indices is given");
  if (!x || error_pending()) return NULL;
  Tensor *in[MAX_DIMS + 2] = {x};
  memcpy(in + 1, key.index, (size_t)key.n * sizeof *in);
  in[key.n + 1] = value_in_front(&key, x, c->x[c->n - 1]);
  Tensor *y = t_call(&op, "index_write", in, key.n + 2, c->a);
  return y ? t_reshape(y, &c->x[0]->shape) : NULL;
}

/* ---- rows ---- */

Op places_ops[] = {
    {"index_read", "x, indices: tensors", index_read_infer, index_read_forward,
     index_read_rule, .flags = OP_STRIDED | OP_OF_FIRST,
     .sample = "x(3, 4, 2), {arange(1, 3), ones(3)}; x(3, 4):t(), {arange(1, "
               "2), ones(2, 1)}",
     .doc = "x[{i, j, ...}] for tensors of indices of the first dimensions, "
            "which broadcast: y has the sizes they broadcast to, then the "
            "other sizes of x."},
    {"index_write", "x, indices: tensors, values, {accumulate: bool = false}",
     index_write_infer, index_write_forward, index_write_rule, .flags = OP_OVER,
     .scratch = sums_bytes,
     .sample = "x(3, 4, 2), {arange(1, 3), ones(3)}, x(3, 2); "
               "x(3, 4), {ones(2), ones(2)}, x(2), {accumulate = true}",
     .doc = "x with values in the places that index_read reads, or with "
            "accumulate added there, which is the adjoint of index_read."},
    {"index_put", "x, indices: tensors, values, accumulate: bool = false",
     .compose = index_put_compose,
     .sample = "x(3, 4, 2), {arange(1, 3)}, x(2); x(3, 4), {mask(3, 4)}, "
               "x(1); x(3, 4), {ones(2), ones(2)}, x(2), true",
     .doc = "x with values, which broadcast, at x[{i, j, ...}], or added "
            "there: indices, negative ones from the end, and masks, for the "
            "first dimensions. Where a place comes twice the last value "
            "stands, or all are added."},
    {0}};
