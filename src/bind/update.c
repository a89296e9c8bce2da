/* engine.update: optimisers' steps over lists of tensors. */
#include "../update.h"

#include <stdio.h>
#include <string.h>

#include "../profile.h"
#include "bind.h"

enum { LISTS = 4 };

/* The list at key `name` of the table at 1, of n tensors (n < 0: any number,
 * then set); they are kept alive by the Lua table. */
static Tensor **read_list(lua_State *L, const char *name, int *n) {
  lua_getfield(L, 1, name);
  if (!lua_istable(L, -1)) {
    error_set("%s is %s, a table of tensors is wanted", name,
              luaL_typename(L, -1));
    return NULL;
  }
  int list = lua_gettop(L), length = (int)lua_rawlen(L, list);
  if (*n >= 0 && length != *n) {
    error_set("%d parameters and %d of %s", *n, length, name);
    return NULL;
  }
  *n = length;
  Tensor **x = lua_newuserdatauv(L, (size_t)(length + 1) * sizeof *x, 0);
  for (int k = 0; k < length; k++) {
    lua_rawgeti(L, list, k + 1);
    x[k] = bind_test(L, -1);
    lua_pop(L, 1);
    if (x[k]) continue;
    error_set("%s[%d] is not a tensor", name, k + 1);
    return NULL;
  }
  return x;
}

static double started; /* of the step that runs, for profiles */

static int finish(lua_State *L, const char *name, int64_t scope, bool ok) {
  if (started > 0) profile_end(name, started, 0, 0);
  if (!ok) error_prefix(name);
  scope_close(scope);
  return ok ? 0 : bind_raise(L);
}

static void ready(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  luaL_checkstack(L, 20, "update");
  bind_enter(L);
  started = profile_start();
}

/* adam{params, grads, m, v, step, lr, beta1, beta2, eps, weight_decay,
 * decoupled, maximize} */
static int adam(lua_State *L) {
  ready(L);
  int64_t scope = scope_open();
  Adam o = {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8, .step = 1};
  int n = -1;
  Tensor **p = read_list(L, "params", &n);
  Tensor **g = p ? read_list(L, "grads", &n) : NULL;
  Tensor **m = g ? read_list(L, "m", &n) : NULL;
  Tensor **v = m ? read_list(L, "v", &n) : NULL;
  bool ok = v && bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "beta1", &o.beta1) &&
            bind_option_real(L, 1, "beta2", &o.beta2) &&
            bind_option_real(L, 1, "eps", &o.eps) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_integer(L, 1, "step", &o.step) &&
            bind_option_bool(L, 1, "decoupled", &o.decoupled) &&
            bind_option_bool(L, 1, "maximize", &o.maximize) &&
            update_adam(&o, n, p, g, m, v);
  return finish(L, "adam", scope, ok);
}

/* sgd{params, grads, momentum_buffers, lr, momentum, dampening, nesterov,
 * weight_decay, first, maximize}: momentum_buffers only with momentum; first
 * says that they are still empty. */
static int sgd(lua_State *L) {
  ready(L);
  int64_t scope = scope_open();
  Sgd o = {.lr = 1e-3};
  int n = -1;
  Tensor **p = read_list(L, "params", &n), **b = NULL;
  Tensor **g = p ? read_list(L, "grads", &n) : NULL;
  bool ok = g && bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "momentum", &o.momentum) &&
            bind_option_real(L, 1, "dampening", &o.dampening) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_bool(L, 1, "nesterov", &o.nesterov) &&
            bind_option_bool(L, 1, "first", &o.first) &&
            bind_option_bool(L, 1, "maximize", &o.maximize);
  if (ok && o.momentum != 0) ok = (b = read_list(L, "momentum_buffers", &n));
  return finish(L, "sgd", scope, ok && update_sgd(&o, n, p, g, b));
}

/* rmsprop{params, grads, square_avgs, grad_avgs, momentum_buffers, lr, alpha,
 * eps, weight_decay, momentum, centered, maximize}: grad_avgs only when
 * centered, momentum_buffers only with momentum. */
static int rmsprop(lua_State *L) {
  ready(L);
  int64_t scope = scope_open();
  RmsProp o = {.lr = 1e-2, .alpha = 0.99, .eps = 1e-8};
  bool centered = false;
  int n = -1;
  Tensor **p = read_list(L, "params", &n), **s[3] = {NULL, NULL, NULL};
  Tensor **g = p ? read_list(L, "grads", &n) : NULL;
  bool ok = g && bind_option_real(L, 1, "lr", &o.lr) &&
            bind_option_real(L, 1, "alpha", &o.alpha) &&
            bind_option_real(L, 1, "eps", &o.eps) &&
            bind_option_real(L, 1, "weight_decay", &o.weight_decay) &&
            bind_option_real(L, 1, "momentum", &o.momentum) &&
            bind_option_bool(L, 1, "centered", &centered) &&
            bind_option_bool(L, 1, "maximize", &o.maximize) &&
            (s[0] = read_list(L, "square_avgs", &n));
  if (ok && centered) ok = (s[1] = read_list(L, "grad_avgs", &n));
  if (ok && o.momentum != 0) ok = (s[2] = read_list(L, "momentum_buffers", &n));
  return finish(L, "rmsprop", scope, ok && update_rmsprop(&o, n, p, g, s));
}

static const luaL_Reg functions[] = {
    {"adam", adam}, {"sgd", sgd}, {"rmsprop", rmsprop}, {NULL, NULL}};

void bind_open_update(lua_State *L) {
  luaL_newlib(L, functions);
  lua_setfield(L, -2, "update");
}
