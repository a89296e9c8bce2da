/* luaopen: the engine as one table. */
#include <time.h>

#include "../kernel/bf16.h"
#include "../pool.h"
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

/* set_bfloat16(on): what it was. Never on in double. */
static int set_bfloat16(lua_State *L) {
  luaL_checktype(L, 1, LUA_TBOOLEAN);
  lua_pushboolean(L, bf16_want(lua_toboolean(L, 1)));
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
  lua_createtable(L, 0, 4);
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

static int open_engine(lua_State *L) {
  if (!op_load()) return bind_raise(L);
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
