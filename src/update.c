#include "update.h"

#include <math.h>

#include "error.h"
#include "kernel/kernel.h"
#include "pool.h"

/* ---- the lists, checked and cut into chunks ---- */

enum { STATES = 3, CHUNK = 1 << 14 };

typedef struct Job {
  const void *options;
  int n;
  Tensor **p, **g, **state[STATES]; /* NULL where there is none */
  /* parameter k starts at chunk first[k] */
  int64_t *first;
  void (*step)(const struct Job *job, int k, int64_t at, int64_t n);
} Job;

static bool matches(const Tensor *p, const Tensor *x, int k, const char *what) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!shape_equal(&p->shape, &x->shape))
    return error_set("parameter %d is %s, its %s %s", k + 1,
                     shape_text(&p->shape, a), what, shape_text(&x->shape, b));
  return true;
}

static bool check_state(const Tensor *p, const Tensor *x, int k) {
  if (!matches(p, x, k, "state")) return false;
  return tensor_is_contiguous(x) ||
         error_set("the state of parameter %d is not contiguous", k + 1);
}

/* What is written must be a contiguous leaf; gradients may have any strides. */
static bool check(const Job *job) {
  for (int k = 0; k < job->n; k++) {
    Tensor *p = job->p[k];
    if (p->edges > 0)
      return error_set("parameter %d is the recorded result of %s, not a leaf",
                       k + 1, p->op ? "an op" : "nothing");
    if (!tensor_is_contiguous(p))
      return error_set("parameter %d is not contiguous", k + 1);
    if (!matches(p, job->g[k], k, "gradient")) return false;
    for (int s = 0; s < STATES; s++)
      if (job->state[s] && !check_state(p, job->state[s][k], k)) return false;
    job->g[k] = tensor_contiguous(job->g[k]);
    if (!job->g[k]) return false;
  }
  return true;
}

static void run_chunk(void *context, int64_t chunk) {
  const Job *job = context;
  int low = 0, high = job->n - 1;
  while (low < high) {
    int middle = (low + high + 1) / 2;
    if (job->first[middle] <= chunk) low = middle;
    else high = middle - 1;
  }
  int64_t at = (chunk - job->first[low]) * CHUNK;
  int64_t n = tensor_count(job->p[low]) - at;
  if (n > 0) job->step(job, low, at, n < CHUNK ? n : CHUNK);
}

/* Before anything is written: copies the gradients that the writing would
 * reach, which are those that see the versions of its stores move. */
static bool keep_apart(Job *job) {
  for (int k = 0; k < job->n; k++) {
    job->p[k]->store->version++;
    for (int s = 0; s < STATES; s++)
      if (job->state[s]) job->state[s][k]->store->version++;
  }
  for (int k = 0; k < job->n; k++) {
    Tensor *g = job->g[k];
    if (g->born == g->store->version) continue;
    if (!(job->g[k] = tensor_new(&g->shape))) return false;
    tensor_pack(g, tensor_data(job->g[k]));
  }
  return true;
}

static bool run(Job *job) {
  if (!pool_reserve((size_t)(job->n + 1) * sizeof *job->first)) return false;
  if (!check(job) || !keep_apart(job)) return false;
  int64_t chunks = 0, elements = 0;
  job->first = pool_scratch();
  for (int k = 0; k < job->n; k++) {
    job->first[k] = chunks;
    chunks += (tensor_count(job->p[k]) + CHUNK - 1) / CHUNK;
    elements += tensor_count(job->p[k]);
    tensor_touch(job->p[k]);
    for (int s = 0; s < STATES; s++)
      if (job->state[s]) tensor_touch(job->state[s][k]);
  }
  if (chunks > 0) pool_run_pieces(run_chunk, job, chunks, elements / chunks);
  return true;
}

static real *state_at(const Job *job, int s, int k, int64_t at) {
  return job->state[s] ? tensor_data(job->state[s][k]) + at : NULL;
}

/* ---- Adam ---- */

static void adam_step(const Job *job, int k, int64_t at, int64_t n) {
  const Adam *o = job->options;
  real *pmv[] = {tensor_data(job->p[k]) + at,
                 tensor_data(job->state[0][k]) + at,
                 tensor_data(job->state[1][k]) + at, state_at(job, 2, k, at)};
  double c1 = 1 - pow(o->beta1, (double)o->step);
  double c2 = 1 - pow(o->beta2, (double)o->step);
  AdamFactors f = {
      .beta1 = (real)o->beta1,
      .beta2 = (real)o->beta2,
      .gain1 = (real)(1 - o->beta1),
      .gain2 = (real)(1 - o->beta2),
      .rate = (real)(o->lr / c1),
      .scale = (real)(1 / sqrt(c2)),
      .eps = (real)o->eps,
      .sign = o->maximize ? -1 : 1};
  f.pull = o->decoupled ? 0 : (real)o->weight_decay;
  f.keep = o->decoupled ? (real)(1 - o->lr * o->weight_decay) : 1;
  kernels->adam(&f, n, pmv, tensor_data(job->g[k]) + at);
}

bool update_adam(const Adam *o, int n, Tensor **p, Tensor **g,
                 Tensor **const state[3]) {
  return run(
      &(Job){o, n, p, g, {state[0], state[1], state[2]}, NULL, adam_step});
}

/* ---- SGD ---- */

typedef struct SgdFactors {
  real rate, decay, momentum, sign, old, fresh;
} SgdFactors;

static void sgd_plain(const SgdFactors *f, int64_t n, real *restrict p,
                      const real *g) {
  SgdFactors o = *f;
  for (int64_t i = 0; i < n; i++)
    p[i] -= o.rate * (o.sign * g[i] + o.decay * p[i]);
}

/* With `nesterov` known where it is called, the loop has no branches. */
static inline void sgd_loop(const SgdFactors *f, int64_t n, real *restrict p,
                            real *restrict b, const real *g, bool nesterov) {
  SgdFactors o = *f;
  for (int64_t i = 0; i < n; i++) {
    real d = o.sign * g[i] + o.decay * p[i];
    b[i] = o.old * b[i] + o.fresh * d;
    p[i] -= o.rate * (nesterov ? d + o.momentum * b[i] : b[i]);
  }
}

static void sgd_step(const Job *job, int k, int64_t at, int64_t n) {
  const Sgd *o = job->options;
  real *p = tensor_data(job->p[k]) + at;
  real *b = state_at(job, 0, k, at);
  const real *g = tensor_data(job->g[k]) + at;
  SgdFactors f = {.rate = (real)o->lr,
                  .decay = (real)o->weight_decay,
                  .momentum = (real)o->momentum,
                  .sign = o->maximize ? -1 : 1,
                  .old = o->first ? 0 : (real)o->momentum,
                  .fresh = o->first ? 1 : (real)(1 - o->dampening)};
  if (!b) sgd_plain(&f, n, p, g);
  else if (o->nesterov) sgd_loop(&f, n, p, b, g, true);
  else sgd_loop(&f, n, p, b, g, false);
}

bool update_sgd(const Sgd *o, int n, Tensor **p, Tensor **g, Tensor **b) {
  return run(&(Job){o, n, p, g, {b, NULL, NULL}, NULL, sgd_step});
}

/* ---- RMSprop ---- */

typedef struct RmsFactors {
  real rate, decay, eps, alpha, gain, momentum, sign;
} RmsFactors;

/* With `centered` and `momentum` known where it is called: m and b are read
 * only then, and the loop has no branches. */
static inline void rmsprop_loop(const RmsFactors *f, int64_t n,
                                real *const pvmb[4], const real *g,
                                bool centered, bool momentum) {
  real *restrict p = pvmb[0], *restrict v = pvmb[1];
  real *restrict m = pvmb[2], *restrict b = pvmb[3];
  RmsFactors o = *f;
  for (int64_t i = 0; i < n; i++) {
    real d = o.sign * g[i] + o.decay * p[i];
    v[i] = o.alpha * v[i] + o.gain * d * d;
    real variance = v[i];
    if (centered) {
      m[i] = o.alpha * m[i] + o.gain * d;
      variance -= m[i] * m[i];
    }
    d /= (real)sqrt(variance) + o.eps;
    if (momentum) d = b[i] = o.momentum * b[i] + d;
    p[i] -= o.rate * d;
  }
}

static void rmsprop_step(const Job *job, int k, int64_t at, int64_t n) {
  const RmsProp *o = job->options;
  real *pvmb[] = {tensor_data(job->p[k]) + at, state_at(job, 0, k, at),
                  state_at(job, 1, k, at), state_at(job, 2, k, at)};
  const real *g = tensor_data(job->g[k]) + at;
  RmsFactors f = {.rate = (real)o->lr,
                  .decay = (real)o->weight_decay,
                  .eps = (real)o->eps,
                  .alpha = (real)o->alpha,
                  .gain = (real)(1 - o->alpha),
                  .momentum = (real)o->momentum,
                  .sign = o->maximize ? -1 : 1};
  bool centered = pvmb[2], momentum = pvmb[3];
  if (centered && momentum) rmsprop_loop(&f, n, pvmb, g, true, true);
  else if (centered) rmsprop_loop(&f, n, pvmb, g, true, false);
  else if (momentum) rmsprop_loop(&f, n, pvmb, g, false, true);
  else rmsprop_loop(&f, n, pvmb, g, false, false);
}

bool update_rmsprop(const RmsProp *o, int n, Tensor **p, Tensor **g,
                    Tensor **const state[3]) {
  return run(
      &(Job){o, n, p, g, {state[0], state[1], state[2]}, NULL, rmsprop_step});
}
