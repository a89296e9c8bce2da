/* The steps of update.h. What an optimiser has or has not is known where a loop
 * is called, so that no loop has branches. */
#include <tgmath.h>

#include "update.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

static inline real downhill(const UpdateFactors *o, real g, real p) {
  return o->sign * g + o->pull * p;
}

/* ---- SGD ---- */

static void sgd_plain(const UpdateFactors *f, int64_t n, real *restrict p,
                      const real *g) {
  UpdateFactors o = *f;
  for (int64_t i = 0; i < n; i++) p[i] -= o.rate * downhill(&o, g[i], p[i]);
}

static inline void sgd_loop(const UpdateFactors *f, int64_t n, real *restrict p,
                            real *restrict b, const real *g, bool nesterov) {
  UpdateFactors o = *f;
  for (int64_t i = 0; i < n; i++) {
    real d = downhill(&o, g[i], p[i]);
    b[i] = o.beta1 * b[i] + o.gain1 * d;
    p[i] -= o.rate * (nesterov ? d + o.momentum * b[i] : b[i]);
  }
}

static void sgd(const UpdateFactors *f, int64_t n, real *const x[4],
                const real *g) {
  if (!x[1]) sgd_plain(f, n, x[0], g);
  else if (f->nesterov) sgd_loop(f, n, x[0], x[1], g, true);
  else sgd_loop(f, n, x[0], x[1], g, false);
}

/* ---- Adam and its like ---- */

static inline void adam_loop(const UpdateFactors *f, int64_t n,
                             real *const x[4], const real *g, bool amsgrad,
                             bool adaptive) {
  real *restrict p = x[0], *restrict m = x[1], *restrict v = x[2];
  real *restrict most_v = x[3];
  UpdateFactors o = *f;
  for (int64_t i = 0; i < n; i++) {
    real d = downhill(&o, g[i], p[i]);
    m[i] = o.beta1 * m[i] + o.gain1 * d;
    v[i] = o.beta2 * v[i] + o.gain2 * d * d;
    real w = v[i];
    if (amsgrad) w = most_v[i] = most_v[i] > w ? most_v[i] : w;
    real way = o.rate * m[i] + o.own * d;
    real size = adaptive ? sqrt(w) * o.scale + o.eps : o.eps;
    p[i] = o.keep * p[i] - way / size;
  }
}

static void adam(const UpdateFactors *f, int64_t n, real *const x[4],
                 const real *g) {
  if (f->scale == 0) adam_loop(f, n, x, g, false, false);
  else if (x[3]) adam_loop(f, n, x, g, true, true);
  else adam_loop(f, n, x, g, false, true);
}

static void adamax(const UpdateFactors *f, int64_t n, real *const x[4],
                   const real *g) {
  real *restrict p = x[0], *restrict m = x[1], *restrict u = x[2];
  UpdateFactors o = *f;
  for (int64_t i = 0; i < n; i++) {
    real d = downhill(&o, g[i], p[i]);
    real size = fabs(d) + o.eps, old = o.beta2 * u[i];
    m[i] = o.beta1 * m[i] + o.gain1 * d;
    u[i] = (old > size) | (old != old) ? old : size;
    p[i] -= o.rate * m[i] / u[i];
  }
}

/* ---- RMSprop and its like ---- */

static inline void rmsprop_loop(const UpdateFactors *f, int64_t n,
                                real *const x[4], const real *g, bool centered,
                                bool momentum) {
  real *restrict p = x[0], *restrict v = x[1];
  real *restrict m = x[2], *restrict b = x[3];
  UpdateFactors o = *f;
  for (int64_t i = 0; i < n; i++) {
    real d = downhill(&o, g[i], p[i]);
    v[i] = o.beta2 * v[i] + o.gain2 * d * d;
    real variance = v[i];
    if (centered) {
      m[i] = o.beta2 * m[i] + o.gain2 * d;
      variance -= m[i] * m[i];
    }
    d /= sqrt(variance) + o.eps;
    if (momentum) d = b[i] = o.momentum * b[i] + d;
    p[i] -= o.rate * d;
  }
}

static void rmsprop(const UpdateFactors *f, int64_t n, real *const x[4],
                    const real *g) {
  if (x[2] && x[3]) rmsprop_loop(f, n, x, g, true, true);
  else if (x[2]) rmsprop_loop(f, n, x, g, true, false);
  else if (x[3]) rmsprop_loop(f, n, x, g, false, true);
  else rmsprop_loop(f, n, x, g, false, false);
}

static void adadelta(const UpdateFactors *f, int64_t n, real *const x[4],
                     const real *g) {
  real *restrict p = x[0], *restrict v = x[1], *restrict u = x[2];
  UpdateFactors o = *f;
  for (int64_t i = 0; i < n; i++) {
    real d = downhill(&o, g[i], p[i]);
    v[i] = o.beta2 * v[i] + o.gain2 * d * d;
    d *= sqrt(u[i] + o.eps) / sqrt(v[i] + o.eps);
    u[i] = o.beta2 * u[i] + o.gain2 * d * d;
    p[i] -= o.rate * d;
  }
}

#define NAME2(isa) update_##isa
#define NAME(isa) NAME2(isa)

extern const UpdateLoops NAME(KERNEL_ISA);
const UpdateLoops NAME(KERNEL_ISA) = {
    .sgd = sgd,
    .adam = adam,
    .rmsprop = rmsprop,
    .adamax = adamax,
    .adadelta = adadelta};
