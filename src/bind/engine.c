/* luaopen: the engine as one table. */
#include <stdatomic.h>
#include <time.h>

#include "../kernel/bf16.h"
#include "../pool.h"
#include "../profile.h"
#include "bind.h"

static int set_num_threads(lua_State *L) {
  int64_t n;
  if (!bind_to_integer(L, 1, "set_num_threads: n", &n)) return bind_raise(L);
  if (n < 1 || n > 1024)
    return bind_fail(L, "set_num_threads: %lld threads; 1 to 1024 are possible",
                     (long long)n);
  if (!pool_set_threads((int)n)) return bind_raise(L);
  return 0;
}

static int get_num_threads(lua_State *L) {
  lua_pushinteger(L, pool_threads());
  return 1;
}

/* set_bfloat16([on]): what it was. Never on in double. */
static int set_bfloat16(lua_State *L) {
  bool was = bf16_wanted();
  if (!lua_isnone(L, 1)) {
    luaL_checktype(L, 1, LUA_TBOOLEAN);
    bf16_want(lua_toboolean(L, 1));
  }
  lua_pushboolean(L, was);
  return 1;
}

static int is_bfloat16(lua_State *L) {
  bind_enter(L);
  lua_pushboolean(L, bf16_wanted());
  return 1;
}

/* Seconds of a monotonic clock. */
static int clock_seconds(lua_State *L) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  lua_pushnumber(L, (double)now.tv_sec + 1e-9 * (double)now.tv_nsec);
  return 1;
}

static void push_build(lua_State *L) {
  lua_createtable(L, 0, 5);
  lua_pushinteger(L, BIND_INTERFACE);
  lua_setfield(L, -2, "interface");
  lua_pushstring(L, REAL_IS_DOUBLE ? "double" : "float");
  lua_setfield(L, -2, "real");
  lua_pushstring(L, kernel_isa());
  lua_setfield(L, -2, "isa");
  lua_pushstring(L, gemm_kernels());
  lua_setfield(L, -2, "gemm");
  lua_pushboolean(L, bf16_native());
  lua_setfield(L, -2, "bf16");
}

static const luaL_Reg functions[] = {{"set_num_threads", set_num_threads},
                                     {"get_num_threads", get_num_threads},
                                     {"set_bfloat16", set_bfloat16},
                                     {"is_bfloat16", is_bfloat16},
                                     {"clock", clock_seconds},
                                     {"set_raise", bind_set_raise},
                                     {NULL, NULL}};

/* ---- one Lua state ---- */

/* The engine's state is one: the main thread of the Lua state that has it. */
static _Atomic(const void *) owner;

/* What a library before this one may have left. */
static void start_anew(void) {
  bind_forget_host();
  bind_forget_watch();
  bind_forget_scopes();
  profile_set(false);
  op_set_recording(true);
  bf16_want(false);
}

/* At the end of that state, after all its tensors. */
static int let_go(lua_State *L) {
  const void *const *mine = lua_touserdata(L, 1);
  if (!*mine) return 0;
  start_anew();
  atomic_store(&owner, NULL);
  return 0;
}

/* Raises when another Lua state of this process has the engine. */
static void claim(lua_State *L) {
  const void *none = NULL;
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  const void *main = lua_topointer(L, -1);
  if (atomic_load(&owner) == main) return;
  const void **mine = lua_newuserdatauv(L, sizeof *mine, 0);
  *mine = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, let_go);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &owner);
  if (!atomic_compare_exchange_strong(&owner, &none, main))
    luaL_error(L, "lunette: another Lua state of this process has it, and it "
               "serves one at a time: close that one, or use a process each");
  *mine = main;
}

static int open_engine(lua_State *L) {
  claim(L);
  start_anew();
  if (!op_load()) return bind_raise(L);
  bind_open_args(L);
  luaL_newlib(L, functions);
  push_build(L);
  lua_setfield(L, -2, "build");
  bind_open_tensor(L);
  bind_open_op(L);
  bind_open_inplace(L);
  bind_open_generator(L);
  bind_open_create(L);
  bind_open_bytes(L);
  bind_open_grad(L);
  bind_open_update(L);
  bind_open_profile(L);
  bind_open_scope(L);
  bind_open_host(L);
  bind_open_function(L);
  bind_open_watch(L);
  bind_open_interrupt(L);
  bind_open_io(L);
  lua_setfield(L, -2, "io");
  return 1;
}

__attribute__((visibility("default"))) int
luaopen_lunette_engine_float(lua_State *L);
__attribute__((visibility("default"))) int
luaopen_lunette_engine_double(lua_State *L);

int luaopen_lunette_engine_float(lua_State *L) { return open_engine(L); }
int luaopen_lunette_engine_double(lua_State *L) { return open_engine(L); }
