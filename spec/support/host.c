/* For specs, as a Lua module: another Lua state in this process, a child of the
 * process, and memory that runs out. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

/* run(code): whether it ran in a Lua state of its own, and what it returned or
 * raised, as text. */
static int run(lua_State *L) {
  lua_State *own = luaL_newstate();
  luaL_openlibs(own);
  bool failed = luaL_dostring(own, luaL_checkstring(L, 1));
  lua_settop(own, 1); /* nil where nothing was returned */
  lua_pushboolean(L, !failed);
  lua_pushstring(L, luaL_tolstring(own, -1, NULL));
  lua_close(own);
  return 2;
}

/* in_child(f): whether f, called in a child of the process, returned true
 * within 30 seconds. */
static int in_child(lua_State *L) {
  int status = 1;
  pid_t child = fork();
  if (child == 0) {
    alarm(30);
    bool ok = lua_pcall(L, 0, 1, 0) == LUA_OK && lua_toboolean(L, -1);
    _exit(ok ? 0 : 1);
  }
  waitpid(child, &status, 0);
  lua_pushboolean(L, child > 0 && status == 0);
  return 1;
}

static lua_Alloc allocate;
static void *data;
static lua_Integer left, failing;

static void *limited(void *unused, void *block, size_t old, size_t size) {
  bool more = size > 0 && (!block || size > old);
  (void)unused;
  if (more && left > 0) left--;
  else if (more && failing > 0 && failing--) return NULL;
  return allocate(data, block, old, size);
}

/* fail(n, times): after n more requests for memory `times` of them are refused;
 * Lua asks twice. allow() ends it: whether any was refused. */
static int fail(lua_State *L) {
  allocate = lua_getallocf(L, &data);
  left = luaL_checkinteger(L, 1);
  failing = luaL_checkinteger(L, 2);
  lua_setallocf(L, limited, NULL);
  return 0;
}

static int allow(lua_State *L) {
  lua_setallocf(L, allocate, data);
  lua_pushboolean(L, left == 0);
  return 1;
}

int luaopen_host(lua_State *L);
int luaopen_host(lua_State *L) {
  lua_createtable(L, 0, 4);
  lua_pushcfunction(L, in_child);
  lua_setfield(L, -2, "in_child");
  lua_pushcfunction(L, run);
  lua_setfield(L, -2, "run");
  lua_pushcfunction(L, fail);
  lua_setfield(L, -2, "fail");
  lua_pushcfunction(L, allow);
  lua_setfield(L, -2, "allow");
  return 1;
}
