/* ln.Generator: a stream of random numbers of its own. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bind.h"

static GeneratorBox *check(lua_State *L, const char *name) {
  GeneratorBox *g = luaL_testudata(L, 1, GENERATOR_TYPE);
  char given[BIND_TEXT];
  if (!g)
    bind_fail(L, "%s: argument 1 is %s, a Generator is wanted", name,
              bind_describe(L, 1, given));
  return g;
}

static int push_generator(lua_State *L, Rng *rng) {
  GeneratorBox *g = lua_newuserdatauv(L, sizeof *g, 0);
  memset(g, 0, sizeof *g);
  g->rng = rng ? rng : &g->own;
  luaL_setmetatable(L, GENERATOR_TYPE);
  return 1;
}

static int make(lua_State *L) {
  int64_t seed = 0;
  bind_at_most(L, "Generator", 0, 1);
  if (!lua_isnoneornil(L, 1)) seed = bind_integer(L, 1, "Generator: seed");
  push_generator(L, NULL);
  rng_seed(((GeneratorBox *)lua_touserdata(L, -1))->rng, (uint64_t)seed);
  return 1;
}

static int manual_seed(lua_State *L) {
  GeneratorBox *g = check(L, "manual_seed");
  bind_at_most(L, "manual_seed", 1, 1);
  rng_seed(g->rng, (uint64_t)bind_integer(L, 2, "manual_seed: seed"));
  lua_settop(L, 1);
  return 1;
}

/* The whole state as text: seed and counter in hexadecimal. */
static int state(lua_State *L) {
  Rng *rng = check(L, "state")->rng;
  bind_at_most(L, "state", 1, 0);
  char text[40];
  snprintf(text, sizeof text, "%016" PRIx64 ":%016" PRIx64, rng->seed,
           rng->counter);
  lua_pushstring(L, text);
  return 1;
}

/* 16 hexadecimal digits, neither fewer nor signed, as a cut text may have. */
static bool read_hex(const char *text, uint64_t *out) {
  if (strspn(text, "0123456789abcdef") < 16) return false;
  return sscanf(text, "%16" SCNx64, out) == 1;
}

static int set_state(lua_State *L) {
  GeneratorBox *g = check(L, "set_state");
  bind_at_most(L, "set_state", 1, 1);
  const char *text = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  Rng rng;
  if (strlen(text) != 33 || !read_hex(text, &rng.seed) || text[16] != ':' ||
      !read_hex(text + 17, &rng.counter))
    return bind_fail(L, "set_state: \"%.60s\" is not the state of a Generator",
                     text);
  *g->rng = rng;
  lua_settop(L, 1);
  return 1;
}

static int seed_of(lua_State *L) {
  bind_at_most(L, "seed", 1, 0);
  lua_pushinteger(L, (lua_Integer)check(L, "seed")->rng->seed);
  return 1;
}

static const luaL_Reg methods[] = {
    {"manual_seed", manual_seed},
    {"state", state},
    {"set_state", set_state},
    {"seed", seed_of},
    {NULL, NULL}};

void bind_open_generator(lua_State *L) {
  luaL_newmetatable(L, GENERATOR_TYPE);
  luaL_newlibtable(L, methods);
  bind_set_functions(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushliteral(L, "Generator");
  lua_setfield(L, -2, "__name");
  lua_pop(L, 1);
  Rng *standard = &bind_state(L)->generator;
  rng_seed(standard, (uint64_t)time(NULL));
  bind_push_function(L, make);
  lua_setfield(L, -2, "Generator");
  push_generator(L, standard);
  lua_setfield(L, -2, "default_generator");
}
