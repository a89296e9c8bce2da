/* What Lua does inside the engine: calls that cannot jump through it, what is
 * kept for a tensor that lives on without a box, and hooks. */
#include "../grad.h"
#include "bind.h"

/* ---- calls ---- */

static int arrive(lua_State *L) {
  bind_arrive(L, bind_state(L));
  return 0;
}

static const char inner_key; /* registry: inner, made beforehand */

/* inner(f, state) is f(state), with the State as its upvalue. */
static int inner(lua_State *L) {
  lua_CFunction f = lua_tocfunction(L, 1);
  lua_remove(L, 1);
  return f(L);
}

/* Without a request for memory, which could be refused by a jump. */
static void call_inner(lua_State *L, lua_CFunction f, void *state) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &inner_key);
  lua_pushcfunction(L, f);
  lua_pushlightuserdata(L, state);
  if (lua_pcall(L, 2, 0, 0) != LUA_OK) bind_carry(L);
}

bool bind_protect(lua_CFunction f, void *state) {
  lua_State *L = bind_current()->running;
  if (error_pending()) return false;
  if (!lua_checkstack(L, 8)) return error_set("Lua's stack is full");
  bool recording = op_recording();
  const Tensor *rule = grad_set_running(NULL);
  call_inner(L, f, state);
  /* f may have come back from another coroutine */
  call_inner(L, arrive, NULL);
  op_set_recording(recording);
  grad_set_running(rule);
  return !error_pending();
}

/* ---- what is kept ---- */

static const char kept[BIND_KEPT]; /* registry: tables by tensor */
static const char keeper_key; /* a thread of our own: tensors end at any time */

void bind_keep(lua_State *L, int what, Tensor *x) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kept[what]);
  lua_insert(L, -2);
  lua_rawsetp(L, -2, x);
  lua_pop(L, 1);
  x->watched = true;
}

void bind_kept(lua_State *L, int what, const Tensor *x) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kept[what]);
  lua_rawgetp(L, -1, x);
  lua_remove(L, -2);
}

/* ---- hooks are kept ---- */

/* A hook that holds x would keep x for ever, were it kept for x alone. So while
 * nobody else holds x, its hooks are kept by its home, the box by which they
 * were set: Lua's collector sees such a ring. What else holds x, a graph, it
 * does not see: then they stand in kept[] too, where else there is false, so
 * that nothing needs memory when that changes. */

static const char home_key;             /* registry: tensor -> home, weak */
static const char of_home[BIND_HOOKED]; /* registry: home -> hooks, weak keys */

/* Pushes the home of x, or nil when it is gone or closed. */
static void push_home(lua_State *L, const Tensor *x) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &home_key);
  lua_rawgetp(L, -1, x);
  lua_remove(L, -2);
  const Box *box = lua_touserdata(L, -1);
  if (box && box->tensor == x) return;
  lua_pop(L, 1);
  lua_pushnil(L);
}

/* Pushes what the home of x keeps of this kind, or nil. */
static void push_of_home(lua_State *L, int what, const Tensor *x) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &of_home[what]);
  push_home(L, x);
  lua_rawget(L, -2);
  lua_remove(L, -2);
}

/* Pushes the hooks of x, or nil. */
static void push_hooks(lua_State *L, int what, const Tensor *x) {
  bind_kept(L, what, x);
  if (lua_toboolean(L, -1)) return;
  lua_pop(L, 1);
  push_of_home(L, what, x);
}

/* Whether others hold x has changed. Nothing here needs memory. */
static void move_hooks(lua_State *keeper, int what, const Tensor *x,
                       bool shared) {
  lua_rawgetp(keeper, LUA_REGISTRYINDEX, &kept[what]);
  if (lua_rawgetp(keeper, -1, x) != LUA_TNIL) {
    push_of_home(keeper, what, x);
    if (!lua_isnil(keeper, -1)) {
      if (!shared) lua_pushboolean(keeper, false);
      lua_rawsetp(keeper, shared ? -3 : -4, x);
    }
  }
  lua_settop(keeper, 0);
}

void bind_share_hooks(lua_State *L, const Tensor *x) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &keeper_key);
  lua_State *keeper = lua_tothread(L, -1);
  lua_pop(L, 1);
  for (int what = 0; what < BIND_HOOKED; what++)
    move_hooks(keeper, what, x, true);
}

/* For the box at 1 what is at 2. Should memory be short on the way, x alone
 * keeps the hooks. */
static void set_hooks(lua_State *L, int what, Tensor *x) {
  lua_settop(L, 2);
  bind_keep(L, what, x);
  lua_settop(L, 1);
  bind_kept(L, what, x);
  push_home(L, x);
  if (lua_isnil(L, -1)) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &home_key);
    lua_pushvalue(L, 1);
    lua_rawsetp(L, -2, x);
    lua_pushvalue(L, 1);
    lua_replace(L, 3);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &of_home[what]);
  lua_pushvalue(L, 3);
  lua_pushvalue(L, 2);
  lua_rawset(L, -3);
  lua_settop(L, 2);
  if (x->refs == 1) move_hooks(bind_state(L)->keeper, what, x, false);
}

/* ---- what becomes of tensors ---- */

/* Only what stands there is set to nil: that never allocates. */
static void forget(const Tensor *x, bool gone) {
  lua_State *keeper = bind_current()->keeper;
  for (int what = gone ? 0 : BIND_HOOKED; what < BIND_KEPT; what++) {
    lua_rawgetp(keeper, LUA_REGISTRYINDEX, &kept[what]);
    if (lua_rawgetp(keeper, -1, x) != LUA_TNIL) {
      lua_pushnil(keeper);
      lua_rawsetp(keeper, -3, x);
    }
    lua_pop(keeper, 2);
  }
}

static void note(const Tensor *x, Event event) {
  if (event == EVENT_GONE || event == EVENT_DROPPED)
    forget(x, event == EVENT_GONE);
  else
    for (int what = 0; what < BIND_HOOKED; what++)
      move_hooks(bind_current()->keeper, what, x, event == EVENT_SHARED);
}

/* ---- hooks ---- */

typedef struct HookCall {
  Tensor *x, *g;
} HookCall;

static int call_hooks(lua_State *L) {
  HookCall *h = lua_touserdata(L, 1);
  push_hooks(L, BIND_HOOKS, h->x);
  if (lua_isnil(L, -1)) return 0;
  bind_push_tensor(L, h->g);
  lua_pushvalue(L, -1);
  lua_insert(L, -3);
  lua_call(L, 1, 1);
  if (lua_rawequal(L, -1, -2)) return 0; /* even if it was closed */
  Tensor *g = bind_tensor(L, -1, "hook");
  tensor_retain(g);
  h->g = g;
  return 0;
}

static Tensor *hook(Tensor *x, Tensor *g) {
  HookCall h = {x, g};
  if (!bind_protect(call_hooks, &h)) return NULL;
  return h.g == g ? g : scope_adopt(h.g);
}

static int call_leaf_hooks(lua_State *L) {
  Tensor *x = lua_touserdata(L, 1);
  push_hooks(L, BIND_LEAF_HOOKS, x);
  if (lua_isnil(L, -1)) return 0;
  bind_push_tensor(L, x);
  lua_call(L, 1, 0);
  return 0;
}

static bool delivered(Tensor *x) { return bind_protect(call_leaf_hooks, x); }

static int get_or_set(lua_State *L, int what, const char *name) {
  Tensor *x = bind_tensor(L, 1, name);
  if (lua_gettop(L) < 2) push_hooks(L, what, x);
  else set_hooks(L, what, x);
  return 1;
}

/* engine.leaf_hooks(x), engine.leaf_hooks(x, f): the same of what is called
 * with the leaf once its grad has what this sweep adds. */
static int leaf_hooks(lua_State *L) {
  return get_or_set(L, BIND_LEAF_HOOKS, "register_post_accumulate_grad_hook");
}

/* engine.hooks(x): what is called with the gradient of x in a sweep and gives
 * the gradient to go on with; nil for none. engine.hooks(x, f) sets it. */
static int hooks(lua_State *L) {
  return get_or_set(L, BIND_HOOKS, "register_hook");
}

static int retain_grad(lua_State *L) {
  Tensor *x = bind_tensor(L, 1, "retain_grad");
  bind_at_most(L, "retain_grad", 1, 0);
  if (!x->requires_grad)
    return bind_fail(L, "retain_grad: this tensor does not require a gradient");
  x->keeps_grad = x->edges > 0;
  return 0;
}

static int retains_grad(lua_State *L) {
  bind_at_most(L, "retains_grad", 1, 0);
  lua_pushboolean(L, bind_tensor(L, 1, "retains_grad")->keeps_grad);
  return 1;
}

static const luaL_Reg methods[] = {
    {"retain_grad", retain_grad}, {"retains_grad", retains_grad}, {NULL, NULL}};

/* A table in the registry whose values, or keys, are weak. */
static void new_weak(lua_State *L, const char *mode, const void *key) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushstring(L, mode);
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void bind_open_host(lua_State *L) {
  static const GradHost host = {hook, delivered, bind_check_gradients};
  bind_state(L)->keeper = lua_newthread(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &keeper_key);
  for (int what = 0; what < BIND_KEPT; what++) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &kept[what]);
  }
  new_weak(L, "v", &home_key);
  for (int what = 0; what < BIND_HOOKED; what++)
    new_weak(L, "k", &of_home[what]);
  bind_push_function(L, inner);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &inner_key);
  Visit v = bind_visit(L);
  grad_set_host(&host);
  tensor_on_event(note);
  bind_leave(&v);
  bind_push_function(L, hooks);
  lua_setfield(L, -2, "hooks");
  bind_push_function(L, leaf_hooks);
  lua_setfield(L, -2, "leaf_hooks");
  bind_push_methods(L);
  bind_set_functions(L, methods);
  lua_pop(L, 1);
}
