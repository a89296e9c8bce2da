/* What a function does, as the list of its ops: engine.set_trace. */
#include <string.h>

#include "../op.h"
#include "bind.h"

static const char trace_key; /* registry: the list, or nil */

static void push_integer(lua_State *L, int64_t v) {
  if (v == ATTR_NONE) lua_pushboolean(L, false);
  else lua_pushinteger(L, v);
}

static void push_integers(lua_State *L, const int64_t *v, int n) {
  lua_createtable(L, n, 0);
  for (int k = 0; k < n; k++) {
    push_integer(L, v[k]);
    lua_rawseti(L, -2, k + 1);
  }
}

/* The word of a choice, which counts from 0. */
static void push_word(lua_State *L, const Param *q, int64_t choice) {
  const char *p = q->words + 1;
  if (choice == ATTR_NONE) {
    lua_pushboolean(L, false);
    return;
  }
  for (; choice > 0; choice--) p = strchr(p, '|') + 1;
  lua_pushlstring(L, p, strcspn(p, "|"));
}

static void push_list(lua_State *L, const Attrs *a) {
  if (a->n < 0) lua_pushboolean(L, false);
  else push_integers(L, a->list, a->n);
}

static void push_attribute(lua_State *L, const Param *q, const Attrs *a) {
  switch (q->kind) {
    case PARAM_REAL: lua_pushnumber(L, a->r[q->at]); break;
    case PARAM_BOOL: lua_pushboolean(L, a->i[q->at] != 0); break;
    case PARAM_INT2: push_integers(L, a->i + q->at, 2); break;
    case PARAM_INT3: push_integers(L, a->i + q->at, 3); break;
    case PARAM_CHOICE: push_word(L, q, a->i[q->at]); break;
    case PARAM_DIMS:
    case PARAM_SIZES:
    case PARAM_INTS: push_list(L, a); break;
    default: push_integer(L, a->i[q->at]);
  }
}

static void push_attributes(lua_State *L, const Call *c) {
  const Signature *s = &c->op->takes;
  lua_createtable(L, 0, s->params);
  for (int k = 0; k < s->params; k++) {
    if (s->param[k].kind < PARAM_INT) continue;
    push_attribute(L, &s->param[k], c->a);
    lua_setfield(L, -2, s->param[k].name);
  }
}

static void push_inputs(lua_State *L, const Call *c) {
  lua_createtable(L, c->n, 0);
  for (int k = 0; k < c->n; k++) {
    if (c->x[k]) bind_push_tensor(L, c->x[k]);
    else lua_pushboolean(L, false);
    lua_rawseti(L, -2, k + 1);
  }
}

static int note_call(lua_State *L) {
  const Call *c = lua_touserdata(L, 1);
  luaL_checkstack(L, 8, "trace");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &trace_key);
  lua_createtable(L, 0, 5);
  lua_pushstring(L, c->op->name);
  lua_setfield(L, -2, "op");
  push_inputs(L, c);
  lua_setfield(L, -2, "inputs");
  push_attributes(L, c);
  lua_setfield(L, -2, "attributes");
  bind_push_tensor(L, c->y);
  lua_setfield(L, -2, "result");
  lua_pushinteger(L, c->op->flops ? c->op->flops(c) : tensor_count(c->y));
  lua_setfield(L, -2, "flops");
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  return 0;
}

bool bind_trace(const Call *c) { return bind_protect(note_call, (void *)c); }

/* engine.set_trace([list]): what it was, or nil. Every op that runs from now on
 * is added to the list: {op, inputs (false for one that was not given),
 * attributes by name (axes and indices from 0, false for none), result,
 * flops}. */
static int set_trace(lua_State *L) {
  lua_settop(L, 1);
  if (!lua_isnil(L, 1)) luaL_checktype(L, 1, LUA_TTABLE);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &trace_key);
  lua_pushvalue(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &trace_key);
  bind_state(L)->tracing = !lua_isnil(L, 1);
  bind_set_watch(L);
  return 1;
}

static const luaL_Reg functions[] = {{"set_trace", set_trace}, {NULL, NULL}};

void bind_open_trace(lua_State *L) { bind_set_functions(L, functions); }
