/* What a function does, as the list of its ops: engine.set_trace. */
#include <string.h>

#include "../op.h"
#include "bind.h"

static const char trace_key; /* registry: the list, or nil */
static const char where_key; /* registry: what gives the user's line, or nil */

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

/* Adds the entry on top, with its line, to the list below it. */
static void add_entry(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &where_key);
  if (lua_isnil(L, -1)) lua_pop(L, 1);
  else {
    lua_call(L, 0, 1);
    lua_setfield(L, -2, "line");
  }
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static int note_call(lua_State *L) {
  const Call *c = lua_touserdata(L, 1);
  luaL_checkstack(L, 8, "trace");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &trace_key);
  lua_createtable(L, 0, 6);
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
  add_entry(L);
  return 0;
}

bool bind_trace(const Call *c) { return bind_protect(note_call, (void *)c); }

typedef struct Touch {
  const char *how; /* "written" or "read" */
  Tensor *x;
} Touch;

static int note_touch(lua_State *L) {
  const Touch *t = lua_touserdata(L, 1);
  luaL_checkstack(L, 4, "trace");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &trace_key);
  lua_createtable(L, 0, 2);
  bind_push_tensor(L, t->x);
  lua_setfield(L, -2, t->how);
  add_entry(L);
  return 0;
}

bool bind_trace_write(const Tensor *x) {
  return !bind_current()->tracing ||
         bind_protect(note_touch, &(Touch){"written", (Tensor *)x});
}

void bind_trace_read(lua_State *L, int arg, const char *name) {
  if (!bind_state(L)->tracing) return;
  Touch t = {"read", bind_push_holder(L, arg, name)};
  lua_pushcfunction(L, note_touch);
  lua_pushlightuserdata(L, &t);
  lua_call(L, 1, 0);
  lua_pop(L, 1);
}

static void swap(lua_State *L, const char *key, int from) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  lua_pushvalue(L, from);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

/* engine.set_trace([list, where]): what they were, or nil. Every op that runs
 * from now on is added to the list: {op, inputs (false for one that was not
 * given), attributes by name (axes and indices from 0, false for none), result,
 * flops}; and {written} for a tensor that a script writes in place, {read} for
 * one whose numbers it takes. Each has the line that where() gives. */
static int set_trace(lua_State *L) {
  lua_settop(L, 2);
  if (!lua_isnil(L, 1)) luaL_checktype(L, 1, LUA_TTABLE);
  if (!lua_isnil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
  swap(L, &trace_key, 1);
  swap(L, &where_key, 2);
  bind_state(L)->tracing = !lua_isnil(L, 1);
  bind_set_watch(L);
  return 2;
}

/* engine.elements(x): which they are: what they lie in, and a string that is
 * equal for tensors of one shape that show the same. */
static int elements(lua_State *L) {
  Tensor *x = bind_push_holder(L, 1, "elements");
  const real *data = tensor_data(x);
  size_t bytes = (size_t)x->shape.rank * sizeof *x->stride;
  luaL_Buffer b;
  lua_pushlightuserdata(L, x->store);
  luaL_buffinit(L, &b);
  luaL_addlstring(&b, (const char *)&data, sizeof data);
  luaL_addlstring(&b, (const char *)x->shape.size, bytes);
  luaL_addlstring(&b, (const char *)x->stride, bytes);
  luaL_pushresult(&b);
  return 2;
}

static const luaL_Reg functions[] = {
    {"set_trace", set_trace}, {"elements", elements}, {NULL, NULL}};

void bind_open_trace(lua_State *L) { bind_set_functions(L, functions); }
