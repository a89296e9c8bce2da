/* For specs, a program: Lua states in one process.
 *
 *   states one script seed            runs it in one Lua state
 *   states many script seed n         in n, one after another
 *   states two script seed seed       in two at once, each on a thread
 *   states inside script seed seed    in two, the second from within the first,
 *                                     which calls other()
 *
 * The script is given the seed, and what calls the other; it returns text, which
 * is printed, as its error is; with an error the status is 1. */
#include <lauxlib.h>
#include <lualib.h>
#include <malloc.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Run {
  const char *script;
  long seed;
  struct Run *other; /* to be run from within, or NULL */
  bool failed;
  char text[4096];
} Run;

static void *run(void *context);

static int run_other(lua_State *L) {
  run(lua_touserdata(L, lua_upvalueindex(1)));
  return 0;
}

static void *run(void *context) {
  Run *r = context;
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  int status = luaL_loadfile(L, r->script);
  if (status == LUA_OK) {
    lua_pushinteger(L, r->seed);
    if (r->other) lua_pushlightuserdata(L, r->other);
    if (r->other) lua_pushcclosure(L, run_other, 1);
    status = lua_pcall(L, r->other ? 2 : 1, 1, 0);
  }
  r->failed = r->failed || status != LUA_OK;
  snprintf(r->text, sizeof r->text, "%s", luaL_tolstring(L, -1, NULL));
  lua_close(L);
  return NULL;
}

static void many(Run *r, int n) {
  size_t before = 0, after = 0;
  for (int k = 0; k < n; k++) {
    run(r);
    after = mallinfo2().uordblks + mallinfo2().hblkhd;
    if (k == n / 2) before = after; /* what stays is there by then */
  }
  printf("%s%ld bytes more\n", r->text, (long)(after - before));
}

static void two(Run r[2]) {
  pthread_t thread[2];
  for (int k = 0; k < 2; k++) pthread_create(&thread[k], NULL, run, &r[k]);
  for (int k = 0; k < 2; k++) pthread_join(thread[k], NULL);
  printf("%s%s", r[0].text, r[1].text);
}

static void inside(Run r[2]) {
  r[0].other = &r[1];
  run(&r[0]);
  printf("%s%s", r[0].text, r[1].text);
}

int main(int n, char **arg) {
  static Run r[2];
  if (n < 4) return 1;
  r[0].script = r[1].script = arg[2];
  r[0].seed = atol(arg[3]);
  r[1].seed = n > 4 ? atol(arg[4]) : 0;
  if (!strcmp(arg[1], "one")) many(&r[0], 1);
  else if (!strcmp(arg[1], "many")) many(&r[0], (int)r[1].seed);
  else if (!strcmp(arg[1], "two")) two(r);
  else inside(r);
  return r[0].failed || r[1].failed;
}
