/* What looks at every op: anomaly mode, traces (bind/trace.c), and the
 * collecting of what a function reads from outside (ln.recompute). */
#include <math.h>
#include <stdlib.h>

#include "../grad.h"
#include "bind.h"

/* ---- collecting ---- */

/* Tensors that require a gradient and went into ops, each once. */
typedef struct Collector {
  Tensor **held;
  int count, room;
  struct Collector *outer;
} Collector;

static bool keep(Collector *c, Tensor *x) {
  for (int k = 0; k < c->count; k++)
    if (c->held[k] == x) return true;
  if (c->count == c->room) {
    int room = c->room ? 2 * c->room : 16;
    Tensor **held = realloc(c->held, (size_t)room * sizeof *held);
    if (!held) return error_memory("out of memory");
    c->held = held;
    c->room = room;
  }
  tensor_retain(x);
  c->held[c->count++] = x;
  return true;
}

static bool collect_inputs(const Call *call) {
  for (Collector *c = bind_current()->collector; c; c = c->outer)
    for (int k = 0; k < call->n; k++)
      if (call->x[k] && call->x[k]->requires_grad && !keep(c, call->x[k]))
        return false;
  return true;
}

/* ---- anomalies ---- */

enum { FINITE, INFINITE, NOT_A_NUMBER };

static int worst_of(const Tensor *t) {
  Tensor *x = t ? tensor_contiguous((Tensor *)t) : NULL;
  if (!x) return FINITE;
  int64_t n = tensor_count(x);
  int worst = FINITE;
  const real *at = tensor_data(x);
  for (int64_t i = 0; i < n && worst < NOT_A_NUMBER; i++)
    if (!isfinite(at[i])) worst = isnan(at[i]) ? NOT_A_NUMBER : INFINITE;
  return worst;
}

static const char *name_of(int worst) {
  return worst == NOT_A_NUMBER ? "NaN" : "infinity";
}

/* An infinity that stands among the arguments (masked_fill) is meant. */
static bool infinity_given(const Call *c) {
  for (int k = 0; k < c->op->takes.params; k++) {
    const Param *q = &c->op->takes.param[k];
    if (q->kind == PARAM_REAL && isinf(c->a->r[q->at])) return true;
  }
  return false;
}

/* What op made NaN has been told of: this one came in from outside, as an
 * infinity in a parameter did. Others are meant (masks). */
static bool comes_in(const Tensor *x, int worst) {
  if (worst == NOT_A_NUMBER) return true;
  return worst == INFINITE && x && x->requires_grad && !x->edges;
}

static bool born_clean(const Call *c) {
  if (c->n && c->x[0] && c->y->store == c->x[0]->store) return true;
  int worst = worst_of(c->y), given = infinity_given(c) ? INFINITE : FINITE;
  for (int k = 0; worst > FINITE && k < c->n; k++) {
    int of_input = worst_of(c->x[k]);
    if (comes_in(c->x[k], of_input))
      return error_set("%s comes in here: input %d has it, and no op made it",
                       name_of(of_input), k + 1);
    if (of_input > given) given = of_input;
  }
  if (worst <= given) return true;
  return error_set("%s is born here: the result has it, the inputs do not",
                   name_of(worst));
}

static const char where_key;

/* Keeps the line that made a node; what a rule made has the line of the node
 * that the rule is of. */
static int note_line(lua_State *L) {
  Tensor *y = lua_touserdata(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &where_key);
  lua_call(L, 0, 1);
  bind_keep(L, BIND_LINES, y);
  return 0;
}

typedef struct Inherit {
  Tensor *y;
  const Tensor *from;
} Inherit;

static int inherit_line(lua_State *L) {
  Inherit *i = lua_touserdata(L, 1);
  bind_kept(L, BIND_LINES, i->from);
  bind_keep(L, BIND_LINES, i->y);
  return 0;
}

static bool look_at(const Call *c) {
  const Tensor *rule = grad_running();
  bool ok = rule || born_clean(c);
  if (!ok || !c->y->edges) return ok;
  if (rule) return bind_protect(inherit_line, &(Inherit){c->y, rule});
  return bind_protect(note_line, c->y);
}

static bool watch(const Call *c) {
  const State *s = bind_current();
  return collect_inputs(c) && (!s->anomaly || look_at(c)) &&
         (!s->tracing || bind_trace(c));
}

void bind_set_watch(lua_State *L) {
  const State *s = bind_state(L);
  Visit v = bind_visit(L);
  op_set_watch(s->collector || s->anomaly || s->tracing ? watch : NULL);
  grad_set_checking(s->anomaly);
  bind_leave(&v);
}

typedef struct Birth {
  const Call *c;
  int worst;
} Birth;

static int blame(lua_State *L) {
  const Birth *b = lua_touserdata(L, 1);
  bind_kept(L, BIND_LINES, b->c->y);
  const char *line = lua_tostring(L, -1);
  error_set("%s is born in the gradient of %s, made at %s", name_of(b->worst),
            b->c->op->name, line ? line : "a line before detect_anomaly");
  return 0;
}

bool bind_check_gradients(const Call *c, const Tensor *g, Tensor *const *gx) {
  int given = worst_of(g);
  for (int k = 0; k < c->n; k++) {
    int worst = c->need[k] ? worst_of(gx[k]) : FINITE;
    if (worst > given) return bind_protect(blame, &(Birth){c, worst});
  }
  return true;
}

/* ---- for Lua ---- */

/* engine.set_anomaly([on]): what it was. */
static int set_anomaly(lua_State *L) {
  State *s = bind_state(L);
  lua_pushboolean(L, s->anomaly);
  if (lua_isnone(L, 1)) return 1;
  luaL_checktype(L, 1, LUA_TBOOLEAN);
  s->anomaly = lua_toboolean(L, 1);
  bind_set_watch(L);
  return 1;
}

static int is_anomaly(lua_State *L) {
  bind_enter(L, bind_state(L));
  lua_pushboolean(L, bind_state(L)->anomaly);
  return 1;
}

/* engine.set_where(f): f() names the line of the user's script that runs. */
static int set_where(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &where_key);
  return 0;
}

static void drop(lua_State *L, Collector *c) {
  Visit v = bind_visit(L);
  while (c->count > 0) tensor_release(c->held[--c->count]);
  bind_leave(&v);
  free(c->held);
}

static int push_held(lua_State *L) {
  const Collector *c = lua_touserdata(L, 1);
  lua_createtable(L, c->count, 0);
  for (int k = 0; k < c->count; k++) {
    bind_push_tensor(L, c->held[k]);
    lua_rawseti(L, -2, k + 1);
  }
  return 1;
}

enum { NO_STACK = -1 };

/* Calls f with what follows it; the table stands behind its results then. */
static int call_collecting(lua_State *L, Collector *c) {
  State *s = bind_state(L);
  s->collector = c;
  bind_set_watch(L);
  int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
  s->collector = c->outer;
  bind_set_watch(L);
  if (status != LUA_OK) return status;
  if (!lua_checkstack(L, 8)) return NO_STACK;
  lua_pushcfunction(L, push_held);
  lua_pushlightuserdata(L, c);
  return lua_pcall(L, 1, 1, 0);
}

/* engine.collect(f, ...): a table of the tensors that require a gradient and
 * went into ops in f(...), then its results. f cannot yield. */
static int collect(lua_State *L) {
  luaL_checkany(L, 1);
  bind_enter(L, bind_state(L));
  Collector c = {.outer = bind_state(L)->collector};
  int status = call_collecting(L, &c);
  drop(L, &c);
  if (status == NO_STACK) luaL_error(L, "recompute: Lua's stack is full");
  if (status != LUA_OK) return lua_error(L);
  lua_insert(L, 1);
  return lua_gettop(L);
}

static const luaL_Reg functions[] = {
    {"set_anomaly", set_anomaly},
    {"is_anomaly", is_anomaly},
    {"set_where", set_where},
    {"collect", collect},
    {NULL, NULL}};

void bind_open_watch(lua_State *L) { bind_set_functions(L, functions); }
