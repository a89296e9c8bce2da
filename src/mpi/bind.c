/* lunette.mpi_float and lunette.mpi_double: what lunette.dist is made of. */
#include "../bind/stay.h"
#include "binding.h"
#include "request.h"

/* init(seconds): rank, size; or nil and why not. */
static int init(lua_State *L) {
  world.deadline = luaL_checknumber(L, 1);
  const char *why = world_open();
  if (why) {
    lua_pushnil(L);
    lua_pushstring(L, why);
    return 2;
  }
  engine_when_terminated(world_say_last);
  lua_pushinteger(L, world.rank);
  lua_pushinteger(L, world.size);
  return 2;
}

static int abort_job(lua_State *L) { world_abort(luaL_checkstring(L, 1)); }

/* close(): where a process ends that all ranks agree to end. */
static int close_job(lua_State *L) {
  (void)L;
  world_close();
  return 0;
}

static int say_at_end(lua_State *L) {
  world_say_at_end(luaL_checkstring(L, 1));
  return 0;
}

static const luaL_Reg functions[] = {
    {"init", init},       {"start", request_start},   {"abort", abort_job},
    {"close", close_job}, {"say_at_end", say_at_end}, {NULL, NULL}};

static bool added; /* are the rows, in this process? */

static void add_rows(lua_State *L, int engine) {
  if (added) return;
  lua_getfield(L, engine, "add_rows");
  lua_pushlightuserdata(L, rows_all());
  lua_pushliteral(L, "dist");
  lua_call(L, 2, 0);
  added = true;
}

/* Beside the engine that is loaded. */
static int open_mpi(lua_State *L) {
  bind_stay(L, &added);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, "lunette.engine");
  if (!lua_istable(L, -1)) return luaL_error(L, "lunette.engine comes first");
  lua_getfield(L, -1, "extension");
  const Extension *table = lua_touserdata(L, -1);
  if (!table || !engine_take(table))
    return luaL_error(L, "the rocks lunette and lunette-mpi are of different "
                         "versions; build and install both anew");
  add_rows(L, lua_gettop(L) - 1);
  request_open(L);
  lua_newtable(L);
  engine_set_functions(L, functions);
  return 1;
}

__attribute__((visibility("default"))) int
luaopen_lunette_mpi_float(lua_State *L);
__attribute__((visibility("default"))) int
luaopen_lunette_mpi_double(lua_State *L);

int luaopen_lunette_mpi_float(lua_State *L) { return open_mpi(L); }
int luaopen_lunette_mpi_double(lua_State *L) { return open_mpi(L); }
