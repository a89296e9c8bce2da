/* engine.update: optimisers' steps over lists of tensors. */
#include "../update.h"

#include "../profile.h"
#include "bind.h"

enum { LISTS = 5 };

/* One call: the names of its lists of n tensors, NULL for one that it has not,
 * which stand on the stack from `first` on. */
typedef struct Step {
  const char *name;
  const char *const *names;
  int first, n;
  Tensor **room; /* for all lists */
  Visit visit;
  double started; /* for profiles */
} Step;

/* Everything that may raise comes before the visit. */
static Step begin(lua_State *L, const char *name,
                  const char *const names[LISTS]) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  bind_enter(L, bind_state(L));
  luaL_checkstack(L, LISTS + 12, name);
  Step s = {.name = name, .names = names, .first = 2};
  size_t n = 1;
  for (int k = 0; k < LISTS; k++) {
    lua_pushstring(L, names[k]);
    if (lua_rawget(L, 1) == LUA_TTABLE) n += lua_rawlen(L, -1);
  }
  s.room = lua_newuserdatauv(L, n * sizeof *s.room, 0);
  s.visit = bind_visit(L);
  s.started = profile_start();
  return s;
}

/* The next list, as long as the first and held by the scope; NULL with an
 * error. */
static Tensor **list(lua_State *L, Step *s, int k) {
  int at = s->first + k;
  const char *name = s->names[k];
  Tensor **x = s->room;
  char given[BIND_TEXT];
  if (error_pending()) return NULL;
  int n = lua_istable(L, at) ? (int)lua_rawlen(L, at) : -1;
  if (k == 0) s->n = n;
  if (n < 0)
    error_set("%s is %s, a table of tensors is wanted", name,
              bind_describe(L, at, given));
  else if (n != s->n) error_set("%d parameters and %d of %s", s->n, n, name);
  for (int i = 0; i < n && !error_pending(); i++) {
    lua_rawgeti(L, at, i + 1);
    x[i] = bind_test(L, -1);
    lua_pop(L, 1);
    if (!x[i]) error_set("%s[%d] is not a tensor", name, i + 1);
    else bind_hold(x[i]);
  }
  if (error_pending()) return NULL;
  s->room += n;
  return x;
}

static int finish(lua_State *L, const Step *s, bool ok) {
  if (s->started > 0) profile_end(s->name, s->started, 0, 0);
  if (!ok) error_prefix(s->name);
  bind_leave(&s->visit);
  return ok ? 0 : bind_raise(L);
}

/* adam{params, grads, m, v, step, lr, beta1, beta2, eps, weight_decay,
 * decoupled, maximize} */
static int adam(lua_State *L) {
  static const char *const names[LISTS] = {"params", "grads", "m", "v"};
  Step s = begin(L, "adam", names);
  Adam o = {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8, .step = 1};
  bool ok = bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "beta1", &o.beta1) &&
            bind_option_real(L, 1, "beta2", &o.beta2) &&
            bind_option_real(L, 1, "eps", &o.eps) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_integer(L, 1, "step", &o.step) &&
            bind_option_bool(L, 1, "decoupled", &o.decoupled) &&
            bind_option_bool(L, 1, "maximize", &o.maximize);
  Tensor **x[4] = {NULL};
  for (int k = 0; k < 4 && ok; k++) ok = (x[k] = list(L, &s, k)) != NULL;
  ok = ok && update_adam(&o, s.n, x[0], x[1], x[2], x[3]);
  return finish(L, &s, ok);
}

/* sgd{params, grads, momentum_buffers, lr, momentum, dampening, nesterov,
 * weight_decay, first, maximize}: momentum_buffers only with momentum; first
 * says that they are still empty. */
static int sgd(lua_State *L) {
  static const char *const names[LISTS] = {
      "params", "grads", "momentum_buffers"};
  Step s = begin(L, "sgd", names);
  Sgd o = {.lr = 1e-3};
  bool ok = bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "momentum", &o.momentum) &&
            bind_option_real(L, 1, "dampening", &o.dampening) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_bool(L, 1, "nesterov", &o.nesterov) &&
            bind_option_bool(L, 1, "first", &o.first) &&
            bind_option_bool(L, 1, "maximize", &o.maximize);
  Tensor **x[3] = {NULL};
  int lists = o.momentum != 0 ? 3 : 2;
  for (int k = 0; k < lists && ok; k++) ok = (x[k] = list(L, &s, k)) != NULL;
  ok = ok && update_sgd(&o, s.n, x[0], x[1], x[2]);
  return finish(L, &s, ok);
}

/* rmsprop{params, grads, square_avgs, grad_avgs, momentum_buffers, lr, alpha,
 * eps, weight_decay, momentum, centered, maximize}: grad_avgs only when
 * centered, momentum_buffers only with momentum. */
static int rmsprop(lua_State *L) {
  static const char *const names[LISTS] = {
      "params", "grads", "square_avgs", "grad_avgs", "momentum_buffers"};
  Step s = begin(L, "rmsprop", names);
  RmsProp o = {.lr = 1e-2, .alpha = 0.99, .eps = 1e-8};
  bool centered = false;
  bool ok = bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "alpha", &o.alpha) &&
            bind_option_real(L, 1, "eps", &o.eps) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_real(L, 1, "momentum", &o.momentum) &&
            bind_option_bool(L, 1, "centered", &centered) &&
            bind_option_bool(L, 1, "maximize", &o.maximize);
  const bool taken[LISTS] = {true, true, true, centered, o.momentum != 0};
  Tensor **x[LISTS] = {NULL};
  for (int k = 0; k < LISTS && ok; k++)
    if (taken[k]) ok = (x[k] = list(L, &s, k)) != NULL;
  ok = ok && update_rmsprop(&o, s.n, x[0], x[1], x + 2);
  return finish(L, &s, ok);
}

static const luaL_Reg functions[] = {
    {"adam", adam}, {"sgd", sgd}, {"rmsprop", rmsprop}, {NULL, NULL}};

void bind_open_update(lua_State *L) {
  luaL_newlibtable(L, functions);
  bind_set_functions(L, functions);
  lua_setfield(L, -2, "update");
}
