/* luaopen: the engine as one table; visits to the engine of a Lua state. */
#include <string.h>
#include <time.h>

#include "../kernel/kernel.h"
#include "../kernel/multiply.h"
#include "../processor.h"
#include "../quota.h"
#include "bind.h"
#include "stay.h"

/* ---- visits ---- */

static inline Visit visit(State *s) {
  Engine *outer = engine;
  engine = &s->engine;
  return (Visit){.outer = outer, .scope = scope_open()};
}

Visit bind_visit(lua_State *L) { return visit(bind_state(L)); }

void bind_leave(const Visit *v) {
  scope_close(v->scope);
  engine = v->outer;
}

bool bind_makes_room(lua_State *L, const Visit *v) {
  if (!error_is_memory()) return false;
  scope_close(v->scope);
  error_clear();
  lua_gc(L, LUA_GCCOLLECT);
  engine_trim();
  return true;
}

Visit bind_begin(lua_State *L) {
  State *s = bind_state(L);
  bind_enter(L, s);
  Box *box = bind_push_box(L);
  lua_insert(L, 1);
  Visit v = visit(s);
  v.box = box;
  return v;
}

int bind_finish(lua_State *L, const Visit *v, const char *name, Tensor *y) {
  if (!y && name) error_prefix(name);
  bind_fill(L, v->box, y);
  bind_leave(v);
  if (!y) return bind_raise(L);
  lua_settop(L, 1);
  return 1;
}

/* ---- functions ---- */

static bool set_num_threads(const Args *a) {
  int64_t n = a->attrs.i[0];
  if (n < 1 || n > POOL_ASKED)
    return error_set("%lld threads; 1 to %d are possible", (long long)n,
                     POOL_ASKED);
  return pool_set_threads((int)n);
}

static int get_num_threads(lua_State *L) {
  bind_at_most(L, "get_num_threads", 0, 0);
  Visit v = bind_visit(L);
  int n = pool_threads();
  bind_leave(&v);
  lua_pushinteger(L, n);
  return 1;
}

/* set_bfloat16([on]): what it was. Never on in double. */
static int set_bfloat16(lua_State *L) {
  lua_pushboolean(L, bind_state(L)->engine.op.bfloat16);
  if (lua_isnone(L, 1)) return 1;
  luaL_checktype(L, 1, LUA_TBOOLEAN);
  Visit v = bind_visit(L);
  op_set_bfloat16(lua_toboolean(L, 1));
  bind_leave(&v);
  return 1;
}

static int is_bfloat16(lua_State *L) {
  bind_enter(L, bind_state(L));
  lua_pushboolean(L, bind_state(L)->engine.op.bfloat16);
  return 1;
}

static void set_chosen(lua_State *L, const Chosen *c, const char *name,
                       const char *why) {
  lua_pushstring(L, c->name);
  lua_setfield(L, -2, name);
  lua_pushstring(L, c->why);
  lua_setfield(L, -2, why);
}

static void set_choice(lua_State *L, const Choice *c) {
  set_chosen(L, &c->isa, "isa", "isa_why");
  set_chosen(L, &c->bf16, "bf16", "bf16_why");
}

/* Argument 1: names, as a list. */
static unsigned read_features(lua_State *L) {
  unsigned features = 0;
  for (int k = 1; lua_geti(L, 1, k) == LUA_TSTRING; k++, lua_pop(L, 1)) {
    unsigned feature = processor_feature(lua_tostring(L, -1));
    if (!feature) luaL_error(L, "no feature is %s", lua_tostring(L, -1));
    features |= feature;
  }
  return features;
}

/* choice(features[, setting]): {isa, isa_why, bf16, bf16_why}, for a processor
 * with those features, under such a LUNETTE_ISA. */
static int choice(lua_State *L) {
  unsigned features = read_features(L);
  const char *setting = luaL_optstring(L, 2, NULL);
  Choice c;
  Visit v = bind_visit(L);
  bool ok = processor_choose(features, setting, &c);
  bind_leave(&v);
  if (!ok) return bind_raise(L);
  lua_createtable(L, 0, 4);
  set_choice(L, &c);
  return 1;
}

/* peak(rounds): that many rounds of multiply-adds in registers; how many
 * operations they were. */
static int peak(lua_State *L) {
  int64_t rounds = luaL_checkinteger(L, 1);
  lua_pushinteger(L, kernels->multiply->peak(rounds));
  return 1;
}

/* processors([root]): how many this process may run on, and how many it may use
 * at a time, nil for no limit; root is quota_limit's. */
static int processors(lua_State *L) {
  double limit = quota_limit(luaL_optstring(L, 1, ""));
  lua_pushinteger(L, quota_processors());
  if (limit > 0) lua_pushnumber(L, limit);
  else lua_pushnil(L);
  return 2;
}

/* Seconds of a monotonic clock. */
static int clock_seconds(lua_State *L) {
  struct timespec now;
  bind_at_most(L, "clock", 0, 0);
  clock_gettime(CLOCK_MONOTONIC, &now);
  lua_pushnumber(L, (double)now.tv_sec + 1e-9 * (double)now.tv_nsec);
  return 1;
}

static void push_build(lua_State *L) {
  lua_createtable(L, 0, 7);
  lua_pushstring(L, processor_this()->name);
  lua_setfield(L, -2, "processor");
  lua_pushinteger(L, BIND_INTERFACE);
  lua_setfield(L, -2, "interface");
  lua_pushstring(L, REAL_IS_DOUBLE ? "double" : "float");
  lua_setfield(L, -2, "real");
  set_choice(L, kernel_choice());
}

static const luaL_Reg functions[] = {
    {"get_num_threads", get_num_threads},
    {"set_bfloat16", set_bfloat16},
    {"is_bfloat16", is_bfloat16},
    {"clock", clock_seconds},
    {"set_raise", bind_set_raise},
    {"choice", choice},
    {"peak", peak},
    {"processors", processors},
    {NULL, NULL}};

static const Row rows[] = {
    {"set_num_threads", "n: int", .change = set_num_threads, .result = "nil",
     .doc = "How many threads ops use; the numbers do not depend on it. At "
            "first LUNETTE_NUM_THREADS, else as many as the process may use "
            "processors, by affinity and by quota. "
            "Everything runs on the processor: there is no other device, and "
            "no GPU or CUDA."},
    {NULL}};

/* ---- opening ---- */

void bind_set_functions(lua_State *L, const luaL_Reg *list) {
  lua_pushvalue(L, lua_upvalueindex(1));
  luaL_setfuncs(L, list, 1);
}

void bind_push_function(lua_State *L, lua_CFunction f) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushcclosure(L, f, 1);
}

void bind_new_type(lua_State *L, const char *type, lua_CFunction close) {
  luaL_newmetatable(L, type);
  bind_push_function(L, close);
  lua_setfield(L, -2, "__gc");
  bind_push_function(L, close);
  lua_setfield(L, -2, "__close");
}

/* At the end of the Lua state, after all its tensors. What is called even later
 * by finalizers finds an engine, and no Lua behind it. */
static int close_state(lua_State *L) {
  State *s = lua_touserdata(L, 1);
  engine_close(&s->engine);
  s->engine.tensor.on_event = NULL;
  return 0;
}

static const char state_key; /* registry */

/* Pushes the State, which is made first where there is none. */
void bind_push_state(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &state_key) == LUA_TUSERDATA) return;
  lua_pop(L, 1);
  State *s = lua_newuserdatauv(L, sizeof *s, 0);
  memset(s, 0, sizeof *s);
  engine_open(&s->engine);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, close_state);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &state_key);
}

static int open_all(lua_State *L) {
  Visit v = bind_visit(L);
  bool ok = pool_check() && op_load();
  bind_leave(&v);
  if (!ok) return bind_raise(L);
  bind_open_args(L);
  luaL_newlibtable(L, functions);
  bind_set_functions(L, functions);
  push_build(L);
  lua_setfield(L, -2, "build");
  bind_open_row(L);
  bind_set_rows(L, rows, "");
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
  bind_open_trace(L);
  bind_open_extension(L);
  bind_open_interrupt(L);
  bind_open_io(L);
  lua_setfield(L, -2, "io");
  return 1;
}

static int open_engine(lua_State *L) {
  bind_stay(L, &state_key);
  bind_push_state(L);
  lua_pushcclosure(L, open_all, 1);
  lua_call(L, 0, 1);
  return 1;
}

__attribute__((visibility("default"))) int
luaopen_lunette_engine_float(lua_State *L);
__attribute__((visibility("default"))) int
luaopen_lunette_engine_double(lua_State *L);

int luaopen_lunette_engine_float(lua_State *L) { return open_engine(L); }
int luaopen_lunette_engine_double(lua_State *L) { return open_engine(L); }
