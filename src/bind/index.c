/* x[key]: an index, a tensor of indices, a mask, or a table of them and of
 * ranges, an entry a dimension; x[key] = value on what is not recorded. */
#include "../ops/places.h"
#include "../notation.h"
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

/* Every step-th element along an axis, from the first on; a view. */
static Tensor *every(Tensor *x, int axis, int64_t step) {
  static const Op *unfold, *select;
  if (step < 1) {
    error_set("step is %lld, 1 or more is wanted; flip reverses",
              (long long)step);
    return NULL;
  }
  if (!x || step == 1 || x->shape.size[axis] == 0) return x;
  x = t_call(&unfold, "unfold", &x, 1, &(Attrs){.i = {axis, 1, step}});
  return x ? t_call(&select, "select", &x, 1, &(Attrs){.i = {-1}}) : NULL;
}

/* {} for all, {first, last, step} for a closed range; the step may be left
 * out. */
static Tensor *by_range(lua_State *L, int arg, Tensor *x, int axis) {
  int64_t bound[3] = {0, 0, 1};
  int n;
  if (!bind_to_list(L, arg, "range", 3, bound, &n)) return NULL;
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
  x = t_narrow(x, axis, bound[0] - 1, bound[1] - bound[0] + 1);
  return every(x, axis, bound[2]);
}

/* Applies the entry at the stack's top to an axis of x. */
static Tensor *by_entry(lua_State *L, Tensor *x, int *axis, Key *tensors) {
  int top = lua_gettop(L);
  Tensor *index = bind_test(L, top);
  if (index) return places_add(tensors, x, axis, bind_hold(index));
  if (lua_istable(L, top)) return by_range(L, top, x, (*axis)++);
  if (lua_type(L, top) == LUA_TSTRING) {
    error_set("index \"%s\"; {} stands for all, {first, last} for a range",
              lua_tostring(L, top));
    return NULL;
  }
  int64_t i;
  return bind_to_integer(L, top, "index", &i) ? by_index(x, *axis, i) : NULL;
}

/* Tensors of indices are left to the end: all other entries give views. */
static Tensor *view_of(lua_State *L, Tensor *x, int key, Key *tensors) {
  int axis = 0;
  if (lua_type(L, key) != LUA_TTABLE) {
    lua_pushvalue(L, key);
    x = by_entry(L, x, &axis, tensors);
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
    x = by_entry(L, x, &axis, tensors);
    lua_pop(L, 1);
  }
  return x;
}

/* The key, when it is a mask of the shape of x, held; else NULL. */
static Tensor *whole_mask(lua_State *L, const Tensor *x, int key) {
  Tensor *mask = bind_test(L, key);
  bool whole = mask && mask->store->mask && mask->shape.rank > 0 &&
               shape_equal(&mask->shape, &x->shape);
  return whole ? bind_hold(mask) : NULL;
}

static Tensor *read(lua_State *L, Tensor *x) {
  Key tensors = {.n = 0};
  Tensor *mask = whole_mask(L, x, 3);
  if (mask) return places_select(x, mask);
  Tensor *y = view_of(L, x, 3, &tensors);
  if (y && tensors.n > 0) return places_read(&tensors, y);
  return y == x ? t_alias(x) : y;
}

int bind_index(lua_State *L) {
  Visit v = bind_begin(L);
  Tensor *x = bind_self(L, 2);
  if (!x) error_prefix("index");
  return bind_finish(L, &v, NULL, x ? read(L, x) : NULL);
}

static bool assign(lua_State *L, Tensor *x) {
  Key tensors = {.n = 0};
  Tensor *value = bind_to_tensor(L, 3, "value");
  if (!value || !bind_unrecorded(value)) return false;
  Tensor *mask = tensor_count(value) == 1 ? whole_mask(L, x, 2) : NULL;
  bool was = op_set_recording(false), ok;
  Tensor *part = mask ? x : view_of(L, x, 2, &tensors);
  op_set_recording(was);
  if (!part || !bind_writable(x)) return false;
  op_set_recording(false);
  ok = mask            ? places_fill(x, mask, value)
       : tensors.n > 0 ? places_write(&tensors, part, value)
                       : tensor_copy(part, value);
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
