/* What keeps Lua's scopes (lunette.scope; those of tensor.h are others) true to
 * the code that opened them: the coroutine that runs, changes made as a whole,
 * and scopes that an error has taken before a variable could. */
#include "bind.h"

/* ---- changes made as a whole ---- */

/* lua_pcall without the hook of L, by which debuggers and Ctrl-C raise. */
static int quietly(lua_State *L, int arguments) {
  lua_Hook hook = lua_gethook(L);
  int mask = lua_gethookmask(L), count = lua_gethookcount(L);
  lua_sethook(L, NULL, 0, 0);
  int status = lua_pcall(L, arguments, 0, 0);
  if (hook && !lua_gethook(L)) lua_sethook(L, hook, mask, count);
  return status;
}

/* Calls the function at `function` with the n arguments from 1 on, after
 * another that had them was interrupted. It can be called any number of times,
 * and fails only for lack of memory. */
static bool repair(lua_State *L, int function, int n) {
  enum { TRIES = 3 };
  for (int k = 0; k < TRIES; k++) {
    lua_pushvalue(L, function);
    for (int i = 1; i <= n; i++) lua_pushvalue(L, i);
    if (quietly(L, n) == LUA_OK) return true;
    lua_pop(L, 1);
  }
  return false;
}

/* With no memory at all each try may be a collection, in which the finalizer is
 * due again: tries without end would be a collection without end. */
static bool may_try_again(State *s) {
  enum { MOST = 100 };
  return s->again++ < MOST;
}

static int run_whole(lua_State *L) {
  enum { MOST = 4 };
  int n = lua_gettop(L);
  if (n > MOST) lua_settop(L, n = MOST);
  lua_pushvalue(L, lua_upvalueindex(2));
  for (int i = 1; i <= n; i++) lua_pushvalue(L, i);
  if (lua_pcall(L, n, 1, 0) == LUA_OK) {
    bind_state(L)->again = 0;
    return 1;
  }
  if (!repair(L, lua_upvalueindex(3), n)) {
    bind_state(L)->unsettled = true;
    bool noted = repair(L, lua_upvalueindex(4), n);
    /* what has a finalizer gets it once more */
    if (!noted && may_try_again(bind_state(L)) && lua_istable(L, 1) &&
        lua_getmetatable(L, 1))
      lua_setmetatable(L, 1);
  }
  return lua_error(L);
}

/* engine.whole(f, repair, note): a function that calls f and returns its
 * result. When f raises, and be it because of an interrupt between any two
 * instructions, repair is called with the same arguments before the error goes
 * on. Where memory is missing for that too, note, which needs none, is called
 * with them; then the next that computes calls the function of
 * engine.set_switch. */
static int whole(lua_State *L) {
  for (int k = 1; k <= 3; k++) luaL_checktype(L, k, LUA_TFUNCTION);
  lua_settop(L, 3);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_pushcclosure(L, run_whole, 4);
  return 1;
}

/* ---- the coroutine that runs ---- */

static const char switch_key, running_key;

/* Held, for it is called into while anything runs. */
static void set_running(lua_State *L, State *s) {
  s->running = L;
  lua_pushthread(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &running_key);
}

/* engine.set_switch(f): f() is called when ops begin to run in another
 * coroutine than before, so that scopes follow the coroutine they belong to. It
 * may be called again after an interrupt. */
static int set_switch(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &switch_key);
  set_running(L, bind_state(L));
  return 0;
}

static void switch_thread(lua_State *L, State *s) {
  luaL_checkstack(L, 8, "coroutine");
  set_running(L, s);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &switch_key) == LUA_TFUNCTION) {
    lua_pushvalue(L, -1);
    s->unsettled = false; /* f calls into the engine, and is through unless: */
    if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
      s->unsettled = !repair(L, lua_gettop(L) - 1, 0);
      lua_error(L);
    }
  }
  lua_pop(L, 1);
}

/* ---- scopes that nothing holds ---- */

static const char opened_key; /* the handle opened last, weakly */

/* engine.opened(handle): the next that computes looks whether something holds
 * it. */
static int opened(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &opened_key);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  bind_state(L)->unsure = true;
  return 0;
}

/* Is the value at `arg` in a local variable of a function that runs? */
static bool in_variable(lua_State *L, int arg) {
  enum { DEEPEST = 100 };
  lua_Debug frame;
  for (int n = 0; n < DEEPEST && lua_getstack(L, n, &frame); n++) {
    const char *name;
    for (int k = 1; (name = lua_getlocal(L, &frame, k)) != NULL; k++) {
      bool here = *name != '(' && lua_rawequal(L, -1, arg);
      lua_pop(L, 1);
      if (here) return true;
    }
  }
  return false;
}

/* An error between the opening of a scope and the variable that is to close it
 * leaves the scope to the collector, which is too late for what runs now. */
static void find_lost(lua_State *L, State *s) {
  luaL_checkstack(L, 4, "scope");
  s->unsure = false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &opened_key);
  lua_rawgeti(L, -1, 1);
  bool held = !lua_isnil(L, -1) && in_variable(L, lua_gettop(L));
  lua_pop(L, 2);
  if (!held) lua_gc(L, LUA_GCCOLLECT);
}

void bind_arrive(lua_State *L, State *s) {
  if (L != s->running || s->unsettled) switch_thread(L, s);
  if (s->unsure) find_lost(L, s);
}

static const luaL_Reg functions[] = {
    {"whole", whole},
    {"set_switch", set_switch},
    {"opened", opened},
    {NULL, NULL}};

void bind_open_scope(lua_State *L) {
  lua_createtable(L, 1, 0);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &opened_key);
  bind_set_functions(L, functions);
}
