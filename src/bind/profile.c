/* ln.profile: which line runs, and what was noted. */
#include "../profile.h"

#include "bind.h"

static const char where_key;

/* engine.profile_start(where): from now on ops are noted; where() gives the
 * number of the user's line that runs. */
static int start(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &where_key);
  Visit v = bind_visit(L);
  profile_set(true);
  bind_leave(&v);
  return 0;
}

static void push_number(lua_State *L, const char *name, double value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

/* engine.profile_stop(): the events,
 * {name, start, stop, flops, bytes, line}. */
static int stop(lua_State *L) {
  ProfileState *p = &bind_state(L)->engine.profile;
  p->on = false;
  lua_createtable(L, (int)p->count, 0);
  for (int64_t i = 0; i < p->count; i++) {
    const ProfileEvent *e = &p->at[i];
    lua_createtable(L, 0, 6);
    lua_pushstring(L, e->name);
    lua_setfield(L, -2, "name");
    push_number(L, "start", e->start);
    push_number(L, "stop", e->end);
    push_number(L, "flops", (double)e->flops);
    push_number(L, "bytes", (double)e->bytes);
    lua_pushinteger(L, e->line);
    lua_setfield(L, -2, "line");
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

void bind_note_line(lua_State *L, State *s) {
  luaL_checkstack(L, 4, "profile");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &where_key);
  lua_call(L, 0, 1);
  s->engine.profile.line = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
}

static const luaL_Reg functions[] = {
    {"profile_start", start}, {"profile_stop", stop}, {NULL, NULL}};

void bind_open_profile(lua_State *L) { bind_set_functions(L, functions); }
