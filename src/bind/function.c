/* Nodes whose rule is a function of Lua: ln.Function and ln.recompute. */
#include "../grad.h"

#include <string.h>

#include "bind.h"

/* ---- the rule ---- */

typedef struct RuleCall {
  const Call *c;
  Tensor *g, **gx;
} RuleCall;

static int inputs_of(const Call *c) { return (int)c->a->i[0]; }

/* f(g, y, saved, need) */
static void push_arguments(lua_State *L, const RuleCall *r) {
  int n = inputs_of(r->c);
  bind_kept(L, BIND_RULES, r->c->y);
  bind_push_tensor(L, r->g);
  bind_push_tensor(L, r->c->y);
  lua_createtable(L, r->c->n - n, 0);
  for (int k = n; k < r->c->n; k++) {
    bind_push_tensor(L, r->c->x[k]);
    lua_rawseti(L, -2, k - n + 1);
  }
  lua_createtable(L, n, 0);
  for (int k = 0; k < n; k++) {
    lua_pushboolean(L, r->c->need[k]);
    lua_rawseti(L, -2, k + 1);
  }
}

static int call_rule(lua_State *L) {
  RuleCall *r = lua_touserdata(L, 1);
  push_arguments(L, r);
  lua_call(L, 4, 1);
  for (int k = 0; k < inputs_of(r->c); k++) {
    lua_rawgeti(L, -1, k + 1);
    if (lua_toboolean(L, -1) && r->c->need[k]) {
      Tensor *g = bind_tensor(L, -1, "backward");
      tensor_retain(g);
      r->gx[k] = g;
    }
    lua_pop(L, 1);
  }
  return 0;
}

static void rule(const Call *c, Tensor *g, Tensor **gx) {
  bind_protect(call_rule, &(RuleCall){c, g, gx});
  for (int k = 0; k < c->n; k++) gx[k] = scope_adopt(gx[k]);
}

/* ---- rows ---- */

/* One row for each name: nodes point to it, so it stays. */
typedef struct FunctionRow {
  Op op;
  char name[64];
} FunctionRow;

static const char rows_key;

static const Op *row_of(lua_State *L, int name) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &rows_key);
  lua_pushvalue(L, name);
  lua_rawget(L, -2);
  FunctionRow *row = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (!row) {
    row = lua_newuserdatauv(L, sizeof *row, 0);
    memset(row, 0, sizeof *row);
    strncpy(row->name, lua_tostring(L, name), sizeof row->name - 1);
    row->op = (Op){.name = row->name, .signature = "", .rule = rule};
    lua_pushvalue(L, name);
    lua_insert(L, -2);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
  return &row->op;
}

/* ---- nodes ---- */

static bool set_edges(lua_State *L, Tensor *y, int arg, int at, bool wanted) {
  int n = (int)lua_rawlen(L, arg);
  for (int k = 0; k < n; k++) {
    lua_rawgeti(L, arg, k + 1);
    Tensor *x = bind_test(L, -1);
    lua_pop(L, 1);
    if (!x) return error_set("tensor %d has been closed", k + 1);
    tensor_set_edge(y, at + k, x, wanted && x->requires_grad, true);
  }
  return true;
}

static Tensor *make_node(lua_State *L, const Op *op, Tensor *x) {
  int n = (int)lua_rawlen(L, 3), saved = (int)lua_rawlen(L, 4);
  Tensor *y = tensor_detach(x);
  if (!y || !tensor_make_edges(y, n + saved)) return NULL;
  y->op = op;
  y->requires_grad = y->read = true;
  y->attrs.i[0] = n;
  return set_edges(L, y, 3, 0, true) && set_edges(L, y, 4, n, false) ? y : NULL;
}

/* engine.node(name, y, inputs, saved, f): the values of y as a recorded result
 * of the inputs. In a sweep f(g, y, saved, need) gives a table of the inputs'
 * gradients; y and the tensors saved are those given, with their graph. */
static int node(lua_State *L) {
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checktype(L, 4, LUA_TTABLE);
  luaL_checktype(L, 5, LUA_TFUNCTION);
  lua_settop(L, 5);
  luaL_checkstring(L, 1);
  bind_enter(L, bind_state(L));
  const Op *op = row_of(L, 1);
  Box *box = bind_push_box(L);
  Visit v = bind_visit(L);
  Tensor *x = bind_self(L, 2), *y = x ? make_node(L, op, x) : NULL;
  bind_fill(L, box, y);
  bind_leave(&v);
  if (!y) return bind_raise(L);
  lua_pushvalue(L, 5);
  bind_keep(L, BIND_RULES, y);
  return 1;
}

void bind_open_function(lua_State *L) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &rows_key);
  bind_push_function(L, node);
  lua_setfield(L, -2, "node");
}
