/* x[key]: an index, a table with an entry a dimension, or a tensor of indices;
 * x[key] = value on what is not recorded. */
#include "../ops/indices.h"
#include "../notation.h"
#include "../walk.h"
#include "bind.h"

static Tensor *by_index(Tensor *x, int axis, int64_t index) {
  static const Op *op;
  if (index == 0) {
    error_set("index 0; indices count from 1");
    return NULL;
  }
  Attrs a = {.i = {axis, index > 0 ? index - 1 : index}};
  return t_call(&op, "select", &x, 1, &a);
}

/* {} for all, {first, last} for a closed range. */
static Tensor *by_range(lua_State *L, int arg, Tensor *x, int axis) {
  int64_t bound[2];
  int n;
  if (!bind_to_list(L, arg, "range", 2, bound, &n)) return NULL;
  if (n == 0) return x;
  if (axis >= x->shape.rank) {
    error_set("a range for dimension %d of a tensor with %d", axis + 1,
              x->shape.rank);
    return NULL;
  }
  int64_t size = x->shape.size[axis];
  if (n == 1) bound[1] = bound[0];
  for (int k = 0; k < 2; k++)
    if (bound[k] < 0) bound[k] += size + 1;
  if (bound[0] < 1 || bound[1] > size || bound[1] < bound[0] - 1) {
    error_set("range %lld to %lld of a dimension of size %lld",
              (long long)bound[0], (long long)bound[1], (long long)size);
    return NULL;
  }
  return t_narrow(x, axis, bound[0] - 1, bound[1] - bound[0] + 1);
}

/* The tensor of indices in a key, and the axis that it is for. It is left to
 * the end: all other entries give views. */
typedef struct IndexedRows {
  Tensor *index;
  int axis;
} IndexedRows;

static Tensor *by_tensor(Tensor *x, int axis, Tensor *index,
                         IndexedRows *rows) {
  if (rows->index) {
    error_set("a key has one tensor of indices at most");
    return NULL;
  }
  if (axis >= x->shape.rank) {
    error_set("indices for dimension %d of a tensor with %d", axis + 1,
              x->shape.rank);
    return NULL;
  }
  *rows = (IndexedRows){index, axis};
  return x;
}

/* Applies the entry at the stack's top to an axis of x. */
static Tensor *by_entry(lua_State *L, Tensor *x, int *axis, IndexedRows *rows) {
  int top = lua_gettop(L);
  Tensor *index = bind_test(L, top);
  if (index) return by_tensor(x, (*axis)++, bind_hold(index), rows);
  if (lua_istable(L, top)) return by_range(L, top, x, (*axis)++);
  int64_t i;
  return bind_to_integer(L, top, "index", &i) ? by_index(x, *axis, i) : NULL;
}

static Tensor *view_of(lua_State *L, Tensor *x, int key, IndexedRows *rows) {
  int axis = 0;
  if (lua_type(L, key) != LUA_TTABLE) {
    lua_pushvalue(L, key);
    x = by_entry(L, x, &axis, rows);
    lua_pop(L, 1);
    return x;
  }
  int n = (int)lua_rawlen(L, key);
  if (n > x->shape.rank) {
    error_set("%d indices for a tensor of %d dimensions", n, x->shape.rank);
    return NULL;
  }
  for (int k = 1; x && k <= n; k++) {
    lua_rawgeti(L, key, k);
    x = by_entry(L, x, &axis, rows);
    lua_pop(L, 1);
  }
  return x;
}

/* ---- rows that a tensor names ---- */

/* The sizes of x with those of the index in place of its axis. */
static bool rows_shape(const Tensor *x, const IndexedRows *rows, Shape *s) {
  s->rank = 0;
  for (int k = 0; k < x->shape.rank; k++) {
    if (k != rows->axis && !shape_push(s, x->shape.size[k])) return false;
    for (int i = 0; k == rows->axis && i < rows->index->shape.rank; i++)
      if (!shape_push(s, rows->index->shape.size[i])) return false;
  }
  return true;
}

static Tensor *read_rows(Tensor *x, const IndexedRows *rows) {
  static const Op *op;
  Shape flat = {1, {tensor_count(rows->index)}}, s;
  if (!rows_shape(x, rows, &s)) return NULL;
  Tensor *in[] = {x, t_reshape(rows->index, &flat)};
  Tensor *y = t_call(&op, "index_select", in, 2, &(Attrs){.i = {rows->axis}});
  return rows->index->shape.rank == 1 ? y : t_reshape(y, &s);
}

static Tensor *read(lua_State *L, Tensor *x) {
  IndexedRows rows = {NULL, 0};
  Tensor *y = view_of(L, x, 3, &rows);
  if (y && rows.index) return read_rows(y, &rows);
  return y == x ? t_alias(x) : y;
}

int bind_index(lua_State *L) {
  Visit v = bind_begin(L);
  Tensor *x = bind_self(L, 2);
  if (!x) error_prefix("index");
  return bind_finish(L, &v, NULL, x ? read(L, x) : NULL);
}

/* t, contiguous, where writing to x does not reach it. */
static Tensor *apart(const Tensor *x, Tensor *t) {
  return t && x->store == t->store ? t_clone(t) : t_contiguous(t);
}

/* The value for x[rows], contiguous and with the rows in front: n, others. */
static Tensor *rows_in_front(const Tensor *x, const IndexedRows *rows,
                             Tensor *value) {
  Shape s, merged = x->shape;
  int64_t order[MAX_DIMS] = {rows->axis};
  if (!rows_shape(x, rows, &s)) return NULL;
  merged.size[rows->axis] = tensor_count(rows->index);
  for (int k = 0, to = 1; k < merged.rank; k++)
    if (k != rows->axis) order[to++] = k;
  return apart(x, t_permute(t_reshape(t_expand(value, &s), &merged), order));
}

/* x[rows] = value, row by row: where one comes twice the last one stands. */
static bool write_rows(Tensor *x, const IndexedRows *rows, Tensor *value) {
  Shape rest = {0};
  int64_t stride[MAX_DIMS], n = tensor_count(rows->index);
  Tensor *from = rows_in_front(x, rows, value);
  Tensor *index = from ? apart(x, rows->index) : NULL;
  if (!index || !indices_check(index, x->shape.size[rows->axis])) return false;
  for (int k = 0; k < x->shape.rank; k++)
    if (k != rows->axis) {
      stride[rest.rank] = x->stride[k];
      rest.size[rest.rank++] = x->shape.size[k];
    }
  Walk w;
  walk_open(&w, &rest, stride);
  tensor_touch(x);
  for (int64_t i = 0; i < n; i++)
    walk_unpack(&w,
                tensor_data(x) + ((int64_t)tensor_data(index)[i] - 1) *
                                     x->stride[rows->axis],
                0, w.count, tensor_data(from) + i * w.count);
  return true;
}

static bool assign(lua_State *L, Tensor *x) {
  IndexedRows rows = {NULL, 0};
  Tensor *value = bind_to_tensor(L, 3, "value");
  if (value && !bind_unrecorded(value)) return false;
  bool was = op_set_recording(false), ok;
  Tensor *part = value ? view_of(L, x, 2, &rows) : NULL;
  op_set_recording(was);
  if (!part || !bind_writable(x)) return false;
  if (!rows.index) return tensor_copy(part, value);
  op_set_recording(false);
  ok = write_rows(part, &rows, value);
  op_set_recording(was);
  return ok;
}

int bind_assign(lua_State *L) {
  bind_enter(L, bind_state(L));
  luaL_checkstack(L, 12, "index");
  Visit v = bind_visit(L);
  Tensor *x = bind_self(L, 1);
  if (!x) error_prefix("index");
  bool ok = x && assign(L, x);
  bind_leave(&v);
  return ok ? 0 : bind_raise(L);
}
