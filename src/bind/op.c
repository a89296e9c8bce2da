/* What Lua calls for an op: one C function serves all; the row is upvalue 2. */
#include "../signature.h"
#include "bind.h"

static Tensor *run_op(lua_State *L, const Op *op) {
  Args args;
  Tensor *y = NULL;
  if (bind_args(L, 2, &op->takes, &args))
    y = op_apply(op, args.x, args.n, &args.attrs);
  else error_prefix(op->name);
  bind_free_args(&args);
  return y;
}

/* f(...), x:f(...) and operators. */
int bind_call_op(lua_State *L) {
  const Op *op = lua_touserdata(L, lua_upvalueindex(2));
  Visit v = bind_begin(L);
  Tensor *y = run_op(L, op);
  if (!y && bind_makes_room(L, &v)) y = run_op(L, op);
  return bind_finish(L, &v, NULL, y);
}

/* A row as a table, for the Lua library, the reference and the specs. */
static void push_row(lua_State *L, const Op *op) {
  const char *fields[][2] = {
      {"name", op->name},
      {"signature", op->signature},
      {"family", op->family},
      {"sample", op->sample},
      {"doc", op->doc}};
  lua_createtable(L, 0, 6);
  for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
    lua_pushstring(L, fields[k][1]);
    lua_setfield(L, -2, fields[k][0]);
  }
  lua_pushboolean(L, op->rule || op->compose);
  lua_setfield(L, -2, "differentiable");
}

/* engine.ops(): a list of all rows. */
static int list_ops(lua_State *L) {
  int n = 0;
  lua_newtable(L);
  for (const Op *op = op_first(); op; op = op->next) {
    push_row(L, op);
    lua_rawseti(L, -2, ++n);
  }
  return 1;
}

/* ---- signatures ---- */

static void push_field(lua_State *L, const Field *f) {
  lua_createtable(L, 0, 5);
  lua_pushstring(L, f->name);
  lua_setfield(L, -2, "name");
  lua_pushstring(L, f->type);
  lua_setfield(L, -2, "kind");
  lua_pushstring(L, *f->value ? f->value : NULL);
  lua_setfield(L, -2, "default");
  lua_pushboolean(L, f->optional);
  lua_setfield(L, -2, "optional");
  lua_pushboolean(L, f->keyword);
  lua_setfield(L, -2, "keyword");
}

static bool next_field(lua_State *L, const char **p, Field *f) {
  Visit v = bind_visit(L);
  bool more = signature_next(p, f), failed = error_pending();
  bind_leave(&v);
  if (failed) bind_raise(L);
  return more;
}

/* engine.signature(text): its fields, {name, kind, default, optional, keyword};
 * kind is "" where none is written. */
static int signature(lua_State *L) {
  const char *p = luaL_checkstring(L, 1);
  Field f = {.keyword = false};
  lua_newtable(L);
  for (int n = 1; next_field(L, &p, &f); n++) {
    push_field(L, &f);
    lua_rawseti(L, -2, n);
  }
  return 1;
}

/* engine.distance(a, b): letters between two names; is_near: could b be meant
 * by a? */
static int distance(lua_State *L) {
  lua_pushinteger(L, signature_distance(luaL_checkstring(L, 1),
                                        luaL_checkstring(L, 2)));
  return 1;
}

static int is_near(lua_State *L) {
  lua_pushboolean(L, signature_near(luaL_checkstring(L, 1),
                                    luaL_checkstring(L, 2)));
  return 1;
}

static const luaL_Reg functions[] = {
    {"ops", list_ops},
    {"signature", signature},
    {"distance", distance},
    {"is_near", is_near},
    {NULL, NULL}};

/* ---- opening ---- */

void bind_push_of_op(lua_State *L, lua_CFunction f, const Op *op) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushlightuserdata(L, (void *)op);
  lua_pushcclosure(L, f, 2);
}

/* Lua calls the metamethod of -x with x twice. */
static int negate(lua_State *L) {
  lua_settop(L, 1);
  return bind_call_op(L);
}

/* a // b, the quotient rounded down, as Lua's own. */
static int floor_divide(lua_State *L) {
  lua_settop(L, 2);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "floor");
  lua_setfield(L, 3, "rounding_mode");
  return bind_call_op(L);
}

static void set_operators(lua_State *L) {
  static const char *const names[][2] = {
      {"__add", "add"}, {"__sub", "sub"}, {"__mul", "mul"},
      {"__div", "div"}, {"__pow", "pow"}, {"__mod", "remainder"}};
  luaL_getmetatable(L, TENSOR_TYPE);
  for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
    bind_push_of_op(L, bind_call_op, op_find(names[k][1]));
    lua_setfield(L, -2, names[k][0]);
  }
  bind_push_of_op(L, negate, op_find("neg"));
  lua_setfield(L, -2, "__unm");
  bind_push_of_op(L, floor_divide, op_find("div"));
  lua_setfield(L, -2, "__idiv");
  lua_pop(L, 1);
}

/* engine.functions, and as many methods. */
void bind_open_op(lua_State *L) {
  bind_set_functions(L, functions);
  lua_newtable(L);
  bind_push_methods(L);
  for (const Op *op = op_first(); op; op = op->next) {
    bind_push_of_op(L, bind_call_op, op);
    lua_pushvalue(L, -1);
    lua_setfield(L, -4, op->name);
    lua_setfield(L, -2, op->name);
  }
  lua_pop(L, 1);
  lua_setfield(L, -2, "functions");
  set_operators(L);
}
