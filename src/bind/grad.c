/* Derivatives for Lua: x:backward(), engine.grad, recording on and off. */
#include "../grad.h"

#include <string.h>

#include "bind.h"

static bool read_flags(lua_State *L, int arg, unsigned *flags) {
  bool retain = false, create = false, unused = false;
  if (!bind_option_bool(L, arg, "create_graph", &create)) return false;
  retain = create;
  if (!bind_option_bool(L, arg, "retain_graph", &retain) ||
      !bind_option_bool(L, arg, "allow_unused", &unused))
    return false;
  *flags = (retain ? GRAD_RETAIN : 0u) | (create ? GRAD_CREATE : 0u) |
           (unused ? GRAD_UNUSED : 0u);
  return true;
}

/* x:backward([gradient], {retain_graph, create_graph}) */
static bool backward(lua_State *L, Tensor *x) {
  static const char *const known[] = {"retain_graph", "create_graph", NULL};
  int options = bind_is_options(L, 2) ? 2 : 3;
  unsigned flags;
  Tensor *g = NULL;
  if (options == 3 && !lua_isnoneornil(L, 2)) {
    g = bind_to_tensor(L, 2, "gradient");
    if (!g) return false;
  }
  return bind_no_more(L, options) && bind_check_options(L, options, known) &&
         read_flags(L, options, &flags) && grad_backward(x, g, flags);
}

static int method_backward(lua_State *L) {
  bind_enter(L, bind_state(L));
  luaL_checkstack(L, 12, "backward");
  Visit v = bind_visit(L);
  Tensor *x = bind_self(L, 1);
  bool ok = x && backward(L, x);
  if (!ok) error_prefix("backward");
  bind_leave(&v);
  return ok ? 0 : bind_raise(L);
}

/* ---- grad(outputs, inputs, options) ---- */

static int list_length(lua_State *L, int arg) {
  return bind_test(L, arg) ? 1 : (int)lua_rawlen(L, arg);
}

/* One tensor, or a table of n, held by the open scope. */
static bool read_tensors(lua_State *L, int arg, const char *what, Tensor **out,
                         int n) {
  char given[BIND_TEXT];
  if (!lua_istable(L, arg)) return (out[0] = bind_self(L, arg)) != NULL;
  for (int k = 0; k < n; k++) {
    lua_rawgeti(L, arg, k + 1);
    out[k] = bind_test(L, -1);
    if (out[k]) out[k] = bind_hold(out[k]);
    else
      error_set("%s[%d] is %s, a tensor is wanted", what, k + 1,
                bind_describe(L, -1, given));
    lua_pop(L, 1);
    if (!out[k]) return false;
  }
  return true;
}

static bool read_request(lua_State *L, GradRequest *q) {
  static const char *const known[] = {
      "grad_outputs", "create_graph", "retain_graph", "allow_unused", NULL};
  if (!bind_check_options(L, 3, known) || !read_flags(L, 3, &q->flags) ||
      !read_tensors(L, 1, "outputs", q->y, q->ny) ||
      !read_tensors(L, 2, "inputs", q->x, q->nx))
    return false;
  if (!lua_istable(L, 3)) return true;
  lua_pushliteral(L, "grad_outputs");
  lua_rawget(L, 3);
  bool given = !lua_isnil(L, -1), ok = true;
  char text[BIND_TEXT];
  if (given && !lua_istable(L, -1) && !bind_test(L, -1))
    ok = error_set("grad_outputs is %s, a table of tensors is wanted",
                   bind_describe(L, -1, text));
  else if (given && list_length(L, lua_gettop(L)) != q->ny)
    ok = error_set("%d outputs and %d grad_outputs", q->ny,
                   list_length(L, lua_gettop(L)));
  else if (given)
    ok = read_tensors(L, lua_gettop(L), "grad_outputs", q->g, q->ny);
  lua_pop(L, 1);
  return ok;
}

/* The gradients as a table; nil where an input is unused. Boxes are made
 * before the sweep, so that nothing can raise after it. */
static int push_gradients(lua_State *L, const GradRequest *q, Box **box,
                          const Visit *v) {
  for (int k = 0; k < q->nx; k++) bind_fill(box[k], q->gx[k]);
  bind_leave(v);
  for (int k = 0; k < q->nx; k++) {
    if (box[k]->tensor) continue;
    lua_pushnil(L);
    lua_rawseti(L, -2, k + 1);
  }
  return 1;
}

static int grad_with(lua_State *L, unsigned flags) {
  char given[BIND_TEXT];
  bind_at_most(L, "grad", 0, 3);
  for (int arg = 1; arg <= 2; arg++)
    if (!bind_test(L, arg) && !lua_istable(L, arg))
      return bind_fail(L,
                       "grad: argument %d is %s, a tensor or a table of "
                       "tensors is wanted",
                       arg, bind_describe(L, arg, given));
  GradRequest q = {.ny = list_length(L, 1), .nx = list_length(L, 2)};
  lua_settop(L, 3);
  bind_enter(L, bind_state(L));
  size_t tensors = (size_t)(2 * q.ny + 2 * q.nx), boxes = (size_t)q.nx;
  q.y = lua_newuserdatauv(L, (tensors + boxes) * sizeof(void *), 0);
  memset(q.y, 0, (tensors + boxes) * sizeof(void *));
  q.g = q.y + q.ny;
  q.x = q.g + q.ny;
  q.gx = q.x + q.nx;
  Box **box = (Box **)(q.gx + q.nx);
  lua_createtable(L, q.nx, 0);
  for (int k = 0; k < q.nx; k++) {
    box[k] = bind_push_box(L);
    lua_rawseti(L, -2, k + 1);
  }
  Visit v = bind_visit(L);
  bool ok = read_request(L, &q);
  q.flags |= flags;
  if (ok && grad_of(&q)) return push_gradients(L, &q, box, &v);
  error_prefix("grad");
  bind_leave(&v);
  return bind_raise(L);
}

static int grad(lua_State *L) { return grad_with(L, 0); }

/* engine.partials, for ln.recompute: the same without a look behind the inputs,
 * of which some may be unused. */
static int partials(lua_State *L) {
  return grad_with(L, GRAD_STOP | GRAD_UNUSED);
}

/* engine.behind(x): its op's name, or nil for a leaf; what it was made of
 * (false for an optional input that was not given); and a key that is the same
 * for every box of a tensor. */
static int behind(lua_State *L) {
  Tensor *x = bind_push_holder(L, 1, "behind");
  lua_pushstring(L, x->edges ? x->op->name : NULL);
  lua_createtable(L, x->edges, 0);
  for (int k = 0; k < x->edges; k++) {
    if (x->edge[k].x) bind_push_tensor(L, x->edge[k].x);
    else lua_pushboolean(L, false);
    lua_rawseti(L, -2, k + 1);
  }
  lua_pushlightuserdata(L, x);
  return 3;
}

/* engine.set_recording([on]): what it was. */
static int set_recording(lua_State *L) {
  OpState *op = &bind_state(L)->engine.op;
  lua_pushboolean(L, op->recording);
  if (lua_isnone(L, 1)) return 1;
  luaL_checktype(L, 1, LUA_TBOOLEAN);
  op->recording = lua_toboolean(L, 1);
  return 1;
}

static int is_recording(lua_State *L) {
  bind_enter(L, bind_state(L));
  lua_pushboolean(L, bind_state(L)->engine.op.recording);
  return 1;
}

static const luaL_Reg functions[] = {
    {"grad", grad},
    {"partials", partials},
    {"behind", behind},
    {"set_recording", set_recording},
    {"is_recording", is_recording},
    {NULL, NULL}};

void bind_open_grad(lua_State *L) {
  bind_set_functions(L, functions);
  bind_push_methods(L);
  bind_push_function(L, method_backward);
  lua_setfield(L, -2, "backward");
  lua_pop(L, 1);
}
