/* Derivatives for Lua: x:backward(), engine.grad, recording on and off. */
#include "../grad.h"

#include <stdlib.h>

#include "bind.h"

/* The flags of {create_graph, retain_graph, ...}. */
static unsigned flags_of(const Args *a) {
  return (a->attrs.i[0] ? GRAD_CREATE : 0u) |
         (a->attrs.i[1] ? GRAD_RETAIN : 0u);
}

/* ---- backward ---- */

static const char later_key; /* registry: the list of engine.after_backward */

static int call_later(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &later_key);
  for (lua_Integer k = 1; lua_rawgeti(L, -1, k) != LUA_TNIL; k++) {
    lua_pushnil(L);
    lua_rawseti(L, -3, k);
    lua_call(L, 0, 0);
  }
  return 0;
}

static bool backward(const Args *a) {
  State *s = bind_current();
  if (s->engine.grad.count == 0) s->backwards++;
  bool ok = grad_backward(a->x[0], a->x[1], flags_of(a));
  if (!s->has_later || s->engine.grad.count > 0) return ok;
  s->has_later = false;
  return ok && bind_protect(call_later, NULL);
}

/* engine.after_backward(f): f() at the end of the backward that is under way,
 * or of the next one, the outermost; not where that fails. */
static int after_backward(lua_State *L) {
  State *s = bind_state(L);
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  if (!s->has_later) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &later_key);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &later_key);
  lua_insert(L, 1);
  lua_rawseti(L, 1, (lua_Integer)lua_rawlen(L, 1) + 1);
  s->has_later = true;
  return 0;
}

/* ---- grad(outputs, inputs, options) ---- */

static const char gradients_key; /* registry: a table while it is filled */

static int push_gradients(lua_State *L) {
  const GradRequest *q = lua_touserdata(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &gradients_key);
  for (int k = 0; k < q->nx; k++) {
    if (!q->gx[k]) continue;
    bind_fill(L, bind_push_box(L), q->gx[k]); /* the scope holds it till then */
    lua_rawseti(L, -2, k + 1);
  }
  return 0;
}

/* Puts the gradients in the table at 1; nil where an input is unused. */
static bool hand_over(lua_State *L, GradRequest *q) {
  lua_pushvalue(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gradients_key);
  bool ok = bind_protect(push_gradients, q);
  lua_pushboolean(L, false); /* the key stays, so that this asks no memory */
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gradients_key);
  return ok;
}

static bool sweep(const Args *a, unsigned flags) {
  int ny = a->count[0], nx = a->count[1], ng = a->count[2];
  if (ng >= 0 && ng != ny)
    return error_set("%d outputs and %d grad_outputs", ny, ng);
  Tensor **room = calloc((size_t)(ny + nx) + 1, sizeof *room);
  if (!room) return error_memory("out of memory");
  GradRequest q = {.ny = ny,
                   .nx = nx,
                   .y = a->x,
                   .x = a->x + ny,
                   .gx = room,
                   .g = ng < 0 ? room + nx : a->x + ny + nx,
                   .flags = flags | flags_of(a)};
  if (a->attrs.i[2]) q.flags |= GRAD_UNUSED;
  bool ok = grad_of(&q) && hand_over(a->L, &q);
  free(room);
  return ok;
}

static int grad_with(lua_State *L, unsigned flags) {
  const Bound *b = bind_bound(L);
  bind_enter(L, bind_state(L));
  luaL_checkstack(L, 12, "grad");
  lua_newtable(L);
  lua_insert(L, 1);
  Visit v = bind_visit(L);
  Args a;
  bool ok = bind_args(L, 2, &b->takes, &a) && sweep(&a, flags);
  bind_free_args(&a);
  if (!ok) error_prefix("grad");
  bind_leave(&v);
  if (!ok) return bind_raise(L);
  lua_settop(L, 1);
  return 1;
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
  int list = lua_gettop(L);
  for (int k = 0; k < x->edges; k++) {
    Box *box = bind_push_box(L); /* finalizers may drop the graph */
    Tensor *input = k < x->edges ? x->edge[k].x : NULL;
    if (input) bind_fill(L, box, input);
    else lua_pushboolean(L, false);
    lua_rawseti(L, list, k + 1);
    lua_settop(L, list);
  }
  lua_pushlightuserdata(L, x);
  return 3;
}

/* engine.is_overwritten(x): is x what a rule has just missed the old values of?
 */
static int is_overwritten(lua_State *L) {
  const Tensor *x = bind_push_holder(L, 1, "is_overwritten");
  const Store *missed = bind_state(L)->engine.op.overwritten;
  lua_pushboolean(L, missed && x->store == missed);
  return 1;
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

/* engine.backwards(): how many there have been, those within another and the
 * hooks of one being a part of it. */
static int backwards(lua_State *L) {
  lua_pushinteger(L, bind_state(L)->backwards);
  return 1;
}

static const luaL_Reg functions[] = {
    {"behind", behind},
    {"is_overwritten", is_overwritten},
    {"backwards", backwards},
    {"after_backward", after_backward},
    {"set_recording", set_recording},
    {"is_recording", is_recording},
    {NULL, NULL}};

#define GRAPH "create_graph: bool = false, retain_graph: bool = create_graph"
#define GRAD \
  "outputs: tensor|tensors, inputs: tensor|tensors, " \
  "{grad_outputs: tensor|tensors?, " GRAPH ", allow_unused: bool = false}"

static const Row rows[] = {
    {"grad", GRAD, .call = grad, .result = "table<integer, lunette.Tensor>",
     .doc = "The derivatives of the sum of the outputs in each input, as a "
            "table; nothing is added to x.grad. grad_outputs are the "
            "cotangents (ones for outputs of one element). With create_graph "
            "they can be differentiated again. An input that the outputs do "
            "not depend on raises, or with allow_unused has nil."},
    {"partials", GRAD, .call = partials},
    {NULL}};

static const Row methods[] = {
    {"backward", "x: tensor, gradient?, {" GRAPH "}", .change = backward,
     .result = "nil",
     .doc = "Adds the derivatives of this tensor to the grad of every leaf "
            "that requires one. `gradient`, of the tensor's shape, is its "
            "cotangent; 1 when it has one element. The graph is dropped on "
            "the way unless retain_graph or create_graph keeps it."},
    {NULL}};

void bind_open_grad(lua_State *L) {
  lua_pushboolean(L, false);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &gradients_key);
  bind_set_functions(L, functions);
  bind_set_rows(L, rows, "");
  bind_push_methods(L);
  bind_set_rows(L, methods, "Tensor:");
  lua_pop(L, 1);
}
