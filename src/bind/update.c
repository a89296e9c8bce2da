/* engine.update: optimisers' steps over lists of tensors. */
#include "../update.h"

#include "../profile.h"
#include "bind.h"

enum { LISTS = 5 };

/* One call: its lists of n tensors, in the order of their names, those that
 * were not asked for NULL; held by the scope. */
typedef struct Step {
  const char *name;
  int n;
  Tensor **list[LISTS];
  int64_t scope;
  double started; /* for profiles */
} Step;

/* Pushes the list at key `name` of the table at 1; its length, or -1 with an
 * error. */
static int push_list(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  lua_rawget(L, 1);
  if (lua_istable(L, -1)) return (int)lua_rawlen(L, -1);
  error_set("%s is %s, a table of tensors is wanted", name,
            luaL_typename(L, -1));
  return -1;
}

static bool fetch(lua_State *L, int list, const char *name, int n,
                  Tensor **x) {
  for (int k = 0; k < n; k++) {
    lua_rawgeti(L, list, k + 1);
    x[k] = bind_test(L, -1);
    lua_pop(L, 1);
    if (!x[k]) return error_set("%s[%d] is not a tensor", name, k + 1);
    if (!bind_hold(x[k])) return false;
  }
  return true;
}

/* Everything that may raise comes before the scope. `names` has a NULL for a
 * list that is not wanted. */
static bool begin(lua_State *L, Step *s, const char *const names[LISTS]) {
  int first = lua_gettop(L);
  bool ok = true;
  s->n = -1;
  luaL_checkstack(L, LISTS + 12, s->name);
  for (int k = 0; k < LISTS && ok; k++) {
    int n = names[k] ? push_list(L, names[k]) : s->n;
    if (!names[k]) lua_pushnil(L);
    if (k == 0) s->n = n;
    ok = n >= 0 && (n == s->n || error_set("%d parameters and %d of %s", s->n,
                                           n, names[k]));
  }
  Tensor **room = NULL;
  if (ok) room = lua_newuserdatauv(L, (size_t)(LISTS * s->n + 1) *
                                          sizeof *room, 0);
  s->scope = scope_open();
  for (int k = 0; k < LISTS && ok; k++) {
    s->list[k] = names[k] ? room + k * s->n : NULL;
    if (names[k]) ok = fetch(L, first + k + 1, names[k], s->n, s->list[k]);
  }
  return ok;
}

static int finish(lua_State *L, const Step *s, bool ok) {
  if (s->started > 0) profile_end(s->name, s->started, 0, 0);
  if (!ok) error_prefix(s->name);
  scope_close(s->scope);
  return ok ? 0 : bind_raise(L);
}

static Step ready(lua_State *L, const char *name) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  bind_enter(L);
  return (Step){.name = name, .scope = scope_open(),
                .started = profile_start()};
}

/* adam{params, grads, m, v, step, lr, beta1, beta2, eps, weight_decay,
 * decoupled, maximize} */
static int adam(lua_State *L) {
  Step s = ready(L, "adam");
  Adam o = {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8, .step = 1};
  bool ok = bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "beta1", &o.beta1) &&
            bind_option_real(L, 1, "beta2", &o.beta2) &&
            bind_option_real(L, 1, "eps", &o.eps) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_integer(L, 1, "step", &o.step) &&
            bind_option_bool(L, 1, "decoupled", &o.decoupled) &&
            bind_option_bool(L, 1, "maximize", &o.maximize) &&
            begin(L, &s, (const char *[LISTS]){"params", "grads", "m", "v"}) &&
            update_adam(&o, s.n, s.list[0], s.list[1], s.list[2], s.list[3]);
  return finish(L, &s, ok);
}

/* sgd{params, grads, momentum_buffers, lr, momentum, dampening, nesterov,
 * weight_decay, first, maximize}: momentum_buffers only with momentum; first
 * says that they are still empty. */
static int sgd(lua_State *L) {
  Step s = ready(L, "sgd");
  Sgd o = {.lr = 1e-3};
  bool ok = bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "momentum", &o.momentum) &&
            bind_option_real(L, 1, "dampening", &o.dampening) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_bool(L, 1, "nesterov", &o.nesterov) &&
            bind_option_bool(L, 1, "first", &o.first) &&
            bind_option_bool(L, 1, "maximize", &o.maximize);
  const char *buffers = o.momentum != 0 ? "momentum_buffers" : NULL;
  ok = ok && begin(L, &s, (const char *[LISTS]){"params", "grads", buffers}) &&
       update_sgd(&o, s.n, s.list[0], s.list[1], s.list[2]);
  return finish(L, &s, ok);
}

/* rmsprop{params, grads, square_avgs, grad_avgs, momentum_buffers, lr, alpha,
 * eps, weight_decay, momentum, centered, maximize}: grad_avgs only when
 * centered, momentum_buffers only with momentum. */
static int rmsprop(lua_State *L) {
  Step s = ready(L, "rmsprop");
  RmsProp o = {.lr = 1e-2, .alpha = 0.99, .eps = 1e-8};
  bool centered = false;
  bool ok = bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "alpha", &o.alpha) &&
            bind_option_real(L, 1, "eps", &o.eps) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_real(L, 1, "momentum", &o.momentum) &&
            bind_option_bool(L, 1, "centered", &centered) &&
            bind_option_bool(L, 1, "maximize", &o.maximize);
  const char *const names[LISTS] = {
      "params", "grads", "square_avgs", centered ? "grad_avgs" : NULL,
      o.momentum != 0 ? "momentum_buffers" : NULL};
  ok = ok && begin(L, &s, names) &&
       update_rmsprop(&o, s.n, s.list[0], s.list[1], s.list + 2);
  return finish(L, &s, ok);
}

static const luaL_Reg functions[] = {
    {"adam", adam}, {"sgd", sgd}, {"rmsprop", rmsprop}, {NULL, NULL}};

void bind_open_update(lua_State *L) {
  luaL_newlib(L, functions);
  lua_setfield(L, -2, "update");
}
