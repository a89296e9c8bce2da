/* engine.update: optimisers' steps over lists of tensors. */
#include "../kernel/kernel.h"
#include "../profile.h"
#include "../update.h"
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

/* Running means of a beta, the gains worked out in double. */
static UpdateFactors factors_of(double beta1, double beta2) {
  return (UpdateFactors){.beta1 = (real)beta1,
                         .beta2 = (real)beta2,
                         .gain1 = (real)(1 - beta1),
                         .gain2 = (real)(1 - beta2)};
}

/* The lists of what is kept begin at 2; those that are not taken are NULL. */
static bool run(const Args *a, UpdateLoop loop, UpdateFactors f, bool maximize,
                const bool taken[3]) {
  double started = profile_start();
  Tensor **g = list(a, 1, true), **state[3];
  for (int k = 0; k < 3; k++) state[k] = taken[k] ? list(a, 2 + k, true) : NULL;
  f.sign = maximize ? -1 : 1;
  bool ok = !error_pending() &&
            update_run(loop, &f, a->count[0], a->x, g, state);
  if (started > 0) profile_end(a->of->name, started, 0, 0);
  return ok;
}

static bool adam(const Args *a) {
  const double *r = a->attrs.r;
  UpdateFactors f = factors_of(r[2], r[3]);
  f.rate = (real)r[0], f.own = (real)r[1];
  f.scale = (real)r[4], f.eps = (real)r[5];
  f.pull = (real)r[6], f.keep = (real)(1 - r[7]);
  return run(a, kernels->update->adam, f, a->attrs.i[0],
             (bool[]){true, true, a->count[4] >= 0});
}

static bool adamax(const Args *a) {
  const double *r = a->attrs.r;
  UpdateFactors f = factors_of(r[1], r[2]);
  f.rate = (real)r[0], f.eps = (real)r[3], f.pull = (real)r[4];
  return run(a, kernels->update->adamax, f, a->attrs.i[0],
             (bool[]){true, true, false});
}

static bool adadelta(const Args *a) {
  const double *r = a->attrs.r;
  UpdateFactors f = factors_of(0, r[1]);
  f.rate = (real)r[0], f.eps = (real)r[2], f.pull = (real)r[3];
  return run(a, kernels->update->adadelta, f, a->attrs.i[0],
             (bool[]){true, true, false});
}

static bool sgd(const Args *a) {
  const double *r = a->attrs.r;
  const int64_t *i = a->attrs.i;
  UpdateFactors f = {.rate = (real)r[0],
                     .momentum = (real)r[1],
                     .beta1 = i[1] ? 0 : (real)r[1],
                     .gain1 = i[1] ? 1 : (real)(1 - r[2]),
                     .pull = (real)r[3],
                     .nesterov = i[0]};
  return run(a, kernels->update->sgd, f, i[2],
             (bool[]){r[1] != 0, false, false});
}

static bool rmsprop(const Args *a) {
  const double *r = a->attrs.r;
  UpdateFactors f = {.rate = (real)r[0],
                     .beta2 = (real)r[1],
                     .gain2 = (real)r[2],
                     .eps = (real)r[3],
                     .pull = (real)r[4],
                     .momentum = (real)r[5]};
  return run(a, kernels->update->rmsprop, f, a->attrs.i[0],
             (bool[]){true, a->count[3] >= 0, a->count[4] >= 0});
}

#define LISTS "{params: tensors, grads: tensors, "
#define COMMON "weight_decay: real = 0, maximize: bool = false}"

static const Row rows[] = {
    /* p = (1 - shrink) p - (lr m + own g) / (sqrt(v) scale + eps); most_v: the
     * largest v so far, which takes the place of v */
    {"adam",
     LISTS "m: tensors, v: tensors, most_v: tensors?, lr: real, "
           "own: real = 0, beta1: real, beta2: real, scale: real, "
           "eps: real, weight_decay: real = 0, shrink: real = 0, "
           "maximize: bool = false}",
     .change = adam, .result = "nil"},
    {"adamax",
     LISTS "m: tensors, u: tensors, lr: real, beta1: real, beta2: real, "
           "eps: real, " COMMON,
     .change = adamax, .result = "nil"},
    {"adadelta",
     LISTS "v: tensors, u: tensors, lr: real, rho: real, eps: real, " COMMON,
     .change = adadelta, .result = "nil"},
    /* momentum_buffers only with momentum; first: they are still empty */
    {"sgd",
     LISTS "momentum_buffers: tensors?, lr: real, momentum: real = 0, "
           "dampening: real = 0, weight_decay: real = 0, "
           "nesterov: bool = false, first: bool = false, "
           "maximize: bool = false}",
     .change = sgd, .result = "nil"},
    /* v = alpha v + gain g^2; grad_avgs and momentum_buffers, or none */
    {"rmsprop",
     LISTS "square_avgs: tensors, grad_avgs: tensors?, "
           "momentum_buffers: tensors?, lr: real, alpha: real, gain: real, "
           "eps: real, weight_decay: real = 0, momentum: real = 0, "
           "maximize: bool = false}",
     .change = rmsprop, .result = "nil"},
    {NULL}};

void bind_open_update(lua_State *L) {
  lua_newtable(L);
  bind_set_rows(L, rows, "");
  lua_setfield(L, -2, "update");
}
