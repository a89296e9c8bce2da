/* ln.Generator: a stream of random numbers of its own. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bind.h"

static const char kind; /* GeneratorBox.kind */

Rng *bind_test_generator(lua_State *L, int arg) {
  GeneratorBox *g = bind_own(L, arg, &kind);
  return g ? g->rng : NULL;
}

static int push_generator(lua_State *L, Rng *rng) {
  GeneratorBox *g = lua_newuserdatauv(L, sizeof *g, 0);
  *g = (GeneratorBox){.kind = &kind};
  g->rng = rng ? rng : &g->own;
  luaL_setmetatable(L, GENERATOR_TYPE);
  return 1;
}

static int make(lua_State *L) {
  Args a;
  bind_read(L, &a);
  push_generator(L, NULL);
  GeneratorBox *g = lua_touserdata(L, -1);
  rng_seed(g->rng, (uint64_t)a.attrs.i[0]);
  return 1;
}

static int manual_seed(lua_State *L) {
  Args a;
  bind_read(L, &a);
  rng_seed(a.rng, (uint64_t)a.attrs.i[0]);
  lua_settop(L, 1);
  return 1;
}

/* The whole state as text: seed and counter in hexadecimal. */
static int state(lua_State *L) {
  Args a;
  bind_read(L, &a);
  char text[40];
  snprintf(text, sizeof text, "%016" PRIx64 ":%016" PRIx64, a.rng->seed,
           a.rng->counter);
  lua_pushstring(L, text);
  return 1;
}

/* 16 hexadecimal digits, neither fewer nor signed, as a cut text may have. */
static bool read_hex(const char *text, uint64_t *out) {
  if (strspn(text, "0123456789abcdef") < 16) return false;
  return sscanf(text, "%16" SCNx64, out) == 1;
}

static int set_state(lua_State *L) {
  Args a;
  bind_read(L, &a);
  const char *text = lua_tostring(L, a.value);
  Rng rng;
  if (strlen(text) != 33 || !read_hex(text, &rng.seed) || text[16] != ':' ||
      !read_hex(text + 17, &rng.counter))
    return bind_fail(L, "set_state: \"%.60s\" is not the state of a Generator",
                     text);
  *a.rng = rng;
  lua_settop(L, 1);
  return 1;
}

static int seed_of(lua_State *L) {
  Args a;
  bind_read(L, &a);
  lua_pushinteger(L, (lua_Integer)a.rng->seed);
  return 1;
}

static const Row methods[] = {
    {"manual_seed", "self: generator, seed: int", .call = manual_seed,
     .result = "lunette.Generator",
     .doc = "Starts the stream anew; returns the generator."},
    {"seed", "self: generator", .call = seed_of, .result = "integer",
     .doc = "The seed it was started with."},
    {"state", "self: generator", .call = state, .result = "string",
     .doc = "Where the stream stands, as a string."},
    {"set_state", "self: generator, state: string", .call = set_state,
     .result = "lunette.Generator",
     .doc = "Goes on from a state, exactly; returns the generator."},
    {NULL}};

static const Row rows[] = {
    {"Generator", "seed: int = 0", .call = make, .result = "lunette.Generator",
     .doc = "A stream of random numbers of its own, for the option "
            "`generator`."},
    {NULL}};

void bind_open_generator(lua_State *L) {
  luaL_newmetatable(L, GENERATOR_TYPE);
  lua_newtable(L);
  bind_set_rows(L, methods, "Generator:");
  lua_setfield(L, -2, "__index");
  lua_pushliteral(L, "Generator");
  lua_setfield(L, -2, "__name");
  lua_pop(L, 1);
  Rng *standard = &bind_state(L)->generator;
  rng_seed(standard, (uint64_t)time(NULL));
  bind_set_rows(L, rows, "");
  push_generator(L, standard);
  lua_setfield(L, -2, "default_generator");
}
