/* For libFuzzer: a reader of spec/fuzz/readers.lua, whose name FUZZ_READER has,
 * on one Lua state. Lines of Lua that follow each other count as covered; what
 * the reader's `fault` says is a finding, as are more than MOST bytes of Lua's.
 *
 * Built and run by tools/fuzz.lua, with an engine that clang has built. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTERS = 1 << 15, OFTEN = 64 };
#define MOST ((size_t)256 << 20)

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

__attribute__((
    section("__libfuzzer_extra_counters"))) static uint8_t counters[COUNTERS];

static lua_State *L; /* fault at 1, and at 2 mend or nil */
static size_t taken;
static uint32_t before;

/* ---- Lua's lines and memory ---- */

static void on_line(lua_State *state, lua_Debug *at) {
  lua_getinfo(state, "S", at);
  uint32_t here = (uint32_t)(uintptr_t)at->source * 2654435761u +
                  (uint32_t)at->currentline * 40503u;
  uint8_t *counter = &counters[(here ^ before) >> 3 & (COUNTERS - 1)];
  if (*counter < UINT8_MAX) ++*counter;
  before = here >> 1;
}

static void *limited(void *unused, void *block, size_t old, size_t size) {
  (void)unused;
  if (!block) old = 0;
  if (size == 0) {
    free(block);
    taken -= old;
    return NULL;
  }
  if (size > old && taken - old + size > MOST) return NULL;
  void *more = realloc(block, size);
  if (more) taken += size - old;
  return more;
}

/* ---- what libFuzzer calls ---- */

static void fail(const char *what) {
  fprintf(stderr, "fault: %s\n", what);
  abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc, (void)argv;
  const char *name = getenv("FUZZ_READER");
  L = lua_newstate(limited, NULL);
  luaL_openlibs(L);
  if (luaL_loadfile(L, "spec/fuzz/readers.lua")) fail(lua_tostring(L, -1));
  if (lua_pcall(L, 0, 1, 0)) fail(lua_tostring(L, -1));
  lua_getfield(L, -1, "target");
  lua_remove(L, -2);
  lua_pushstring(L, name ? name : "");
  if (lua_pcall(L, 1, 2, 0)) fail(lua_tostring(L, -1));
  lua_sethook(L, on_line, LUA_MASKLINE, 0);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static int count;
  before = 0;
  lua_pushvalue(L, 1);
  lua_pushlstring(L, (const char *)data, size);
  if (lua_pcall(L, 1, 1, 0)) fail(lua_tostring(L, -1));
  if (lua_isstring(L, -1)) fail(lua_tostring(L, -1));
  lua_settop(L, 2);
  if (++count % OFTEN == 0) lua_gc(L, LUA_GCCOLLECT);
  return 0;
}

/* Checksums are put right in most of what is tried, where the reader has a
 * `mend`: nobody guesses them. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed) {
  size = LLVMFuzzerMutate(data, size, most);
  if (lua_isnil(L, 2) || seed % 8 == 0) return size;
  lua_pushvalue(L, 2);
  lua_pushlstring(L, (const char *)data, size);
  if (lua_pcall(L, 1, 1, 0)) fail(lua_tostring(L, -1));
  size_t mended;
  const char *bytes = lua_tolstring(L, -1, &mended);
  if (bytes && mended <= most) memcpy(data, bytes, size = mended);
  lua_settop(L, 2);
  return size;
}
