#include "minibatch.h"

#include <string.h>
#include <tgmath.h>

/* The plain form: three loops, pair by pair. */

static real sign_of(real d) { return (real)((d > 0) - (d < 0)); }

static real gap(const Minibatch *p, int64_t i, int64_t j, int64_t k) {
  return p->x[k * p->n_step + i] - p->y[k * p->m_step + j];
}

static real closeness(const Minibatch *p, int64_t i, int64_t j) {
  real far = 0;
  if (j == i + p->offset) return 0;
  for (int64_t k = 0; k < p->c; k++) far += fabs(gap(p, i, j, k));
  return exp(-far);
}

/* -1 without u and v: the sign of the first order is the other one. */
static real turn_of(const Minibatch *p, int64_t i, int64_t j) {
  real t = 0;
  if (!p->u && !p->v) return -1;
  for (int64_t k = 0; k < p->c; k++) {
    real u = p->u ? p->u[k * p->n_step + i] : 0;
    real v = p->v ? p->v[k * p->m_step + j] : 0;
    t += sign_of(gap(p, i, j, k)) * (u - v);
  }
  return t;
}

static void plain_sums(const Minibatch *p) {
  for (int64_t i = 0; i < p->n; i++) {
    real sum = 0;
    for (int64_t j = 0; j < p->m; j++)
      sum -= closeness(p, i, j) * turn_of(p, i, j);
    p->out[i] = sum;
  }
}

static void plain_pulls(const Minibatch *p) {
  memset(p->out, 0, (size_t)(p->c * p->n_step) * sizeof(real));
  for (int64_t i = 0; i < p->n; i++)
    for (int64_t j = 0; j < p->m; j++) {
      real weight = (p->g ? p->g[i] : 0) + (p->h ? p->h[j] : 0);
      weight *= closeness(p, i, j) * turn_of(p, i, j);
      for (int64_t k = 0; k < p->c; k++)
        p->out[k * p->n_step + i] += weight * sign_of(gap(p, i, j, k));
    }
}

const MinibatchLoops minibatch_plain = {plain_sums, plain_pulls};
