/* engine.update: optimisers' steps over lists of tensors. */
#include "../update.h"

#include "../profile.h"
#include "bind.h"

/* The list of parameter k, as long as the first; NULL when it is not taken.
 * Lists come first in the signatures. An error is left pending. */
static Tensor **list(const Args *a, int k, bool taken) {
  const char *name = a->of->param[k].name;
  Tensor **x = a->x;
  if (!taken) return NULL;
  if (a->count[k] < 0) error_set("%s is missing", name);
  else if (a->count[k] != a->count[0])
    error_set("%d parameters and %d of %s", a->count[0], a->count[k], name);
  for (int i = 0; i < k; i++) x += a->count[i] < 0 ? 0 : a->count[i];
  return x;
}

static bool finish(const Args *a, double started, bool ok) {
  if (started > 0) profile_end(a->of->name, started, 0, 0);
  return ok;
}

static bool adam(const Args *a) {
  double started = profile_start();
  const double *r = a->attrs.r;
  const int64_t *i = a->attrs.i;
  Adam o = {.lr = r[0],
            .beta1 = r[1],
            .beta2 = r[2],
            .eps = r[3],
            .weight_decay = r[4],
            .step = i[0],
            .decoupled = i[1],
            .maximize = i[2]};
  Tensor **g = list(a, 1, true);
  Tensor **const state[3] = {
      list(a, 2, true), list(a, 3, true), list(a, 4, a->count[4] >= 0)};
  bool ok = !error_pending() && update_adam(&o, a->count[0], a->x, g, state);
  return finish(a, started, ok);
}

static bool sgd(const Args *a) {
  double started = profile_start();
  const double *r = a->attrs.r;
  const int64_t *i = a->attrs.i;
  Sgd o = {.lr = r[0],
           .momentum = r[1],
           .dampening = r[2],
           .weight_decay = r[3],
           .nesterov = i[0],
           .first = i[1],
           .maximize = i[2]};
  Tensor **g = list(a, 1, true), **b = list(a, 2, o.momentum != 0);
  bool ok = !error_pending() && update_sgd(&o, a->count[0], a->x, g, b);
  return finish(a, started, ok);
}

static bool rmsprop(const Args *a) {
  double started = profile_start();
  const double *r = a->attrs.r;
  const int64_t *i = a->attrs.i;
  RmsProp o = {.lr = r[0],
               .alpha = r[1],
               .eps = r[2],
               .weight_decay = r[3],
               .momentum = r[4],
               .maximize = i[1]};
  Tensor **g = list(a, 1, true);
  Tensor **const state[3] = {
      list(a, 2, true), list(a, 3, i[0]), list(a, 4, o.momentum != 0)};
  bool ok = !error_pending() && update_rmsprop(&o, a->count[0], a->x, g, state);
  return finish(a, started, ok);
}

#define LISTS "{params: tensors, grads: tensors, "

static const Row rows[] = {
    /* most_v: the largest v so far, with amsgrad */
    {"adam",
     LISTS "m: tensors, v: tensors, most_v: tensors?, step: int = 1, "
           "lr: real = 1e-3, beta1: real = 0.9, beta2: real = 0.999, "
           "eps: real = 1e-8, weight_decay: real = 0, "
           "decoupled: bool = false, maximize: bool = false}",
     .change = adam, .result = "nil"},
    /* momentum_buffers only with momentum; first: they are still empty */
    {"sgd",
     LISTS "momentum_buffers: tensors?, lr: real = 1e-3, momentum: real = 0, "
           "dampening: real = 0, weight_decay: real = 0, "
           "nesterov: bool = false, first: bool = false, "
           "maximize: bool = false}",
     .change = sgd, .result = "nil"},
    /* grad_avgs only when centered, momentum_buffers only with momentum */
    {"rmsprop",
     LISTS "square_avgs: tensors, grad_avgs: tensors?, "
           "momentum_buffers: tensors?, lr: real = 1e-2, alpha: real = 0.99, "
           "eps: real = 1e-8, weight_decay: real = 0, momentum: real = 0, "
           "centered: bool = false, maximize: bool = false}",
     .change = rmsprop, .result = "nil"},
    {NULL}};

void bind_open_update(lua_State *L) {
  lua_newtable(L);
  bind_set_rows(L, rows, "");
  lua_setfield(L, -2, "update");
}
