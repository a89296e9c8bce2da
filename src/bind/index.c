/* x[key]: an index, a table with an entry a dimension, or a tensor of indices;
 * x[key] = value on what is not recorded. */
#include <stdio.h>

#include "../ops/notation.h"
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

static Tensor *by_tensor(Tensor *x, int axis, Tensor *index) {
  static const Op *op;
  return t_call(&op, "index_select", (Tensor *[]){x, index}, 2,
                &(Attrs){.i = {axis}});
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

/* Applies the entry at the stack's top to an axis of x. */
static Tensor *by_entry(lua_State *L, Tensor *x, int *axis) {
  int top = lua_gettop(L);
  Tensor *index = bind_test(L, top);
  if (index) return by_tensor(x, (*axis)++, index);
  if (lua_istable(L, top)) return by_range(L, top, x, (*axis)++);
  int64_t i;
  return bind_to_integer(L, top, "index", &i) ? by_index(x, *axis, i) : NULL;
}

static Tensor *indexed(lua_State *L, Tensor *x, int key) {
  int axis = 0;
  if (lua_type(L, key) != LUA_TTABLE) {
    lua_pushvalue(L, key);
    x = by_entry(L, x, &axis);
    lua_pop(L, 1);
    return x;
  }
  int n = (int)lua_rawlen(L, key);
  for (int k = 1; x && k <= n; k++) {
    lua_rawgeti(L, key, k);
    x = by_entry(L, x, &axis);
    lua_pop(L, 1);
  }
  return x;
}

int bind_index(lua_State *L) {
  Tensor *x = bind_tensor(L, 1, "index");
  bind_enter(L);
  Box *box = bind_box(L);
  int64_t scope = scope_open();
  Tensor *y = indexed(L, x, 3);
  if (y == x) y = t_alias(x);
  return bind_finish(L, box, scope, y);
}

static bool assign(lua_State *L, Tensor *x) {
  Tensor *value = bind_to_tensor(L, 3, "value");
  bool was = op_set_recording(false);
  Tensor *part = value ? indexed(L, x, 2) : NULL;
  op_set_recording(was);
  if (!part) return false;
  if (part->store != x->store)
    return error_set("a tensor of indices cannot be assigned through");
  return bind_writable(x) && tensor_copy(part, value);
}

int bind_assign(lua_State *L) {
  Tensor *x = bind_tensor(L, 1, "index");
  luaL_checkstack(L, 12, "index");
  int64_t scope = scope_open();
  bool ok = assign(L, x);
  scope_close(scope);
  return ok ? 0 : bind_raise(L);
}
