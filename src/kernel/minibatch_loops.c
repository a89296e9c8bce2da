/* minibatch.h in vectors: a vector holds LANES samples j of one kernel, and
 * MINIBATCH_LANES is a multiple of that. A row i is done in two passes, over
 * e_ij and over the features, so that the number of features is free; the
 * second, which is bound by what it reads and writes, for several rows at once.
 */
#include <math.h>
#include <string.h>

#include "minibatch.h"
#include "side.h"
#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

#define VECTOR __attribute__((vector_size(VECTOR_BYTES), may_alias))
typedef real Vec VECTOR;
#if REAL_IS_DOUBLE
#define SIGN INT64_MIN
#else
#define SIGN INT32_MIN
#endif
typedef Whole Bits VECTOR;

enum { LANES = VECTOR_BYTES / sizeof(real), GROUP = 4, ROWS = MINIBATCH_ROWS };

static inline Vec load(const real *p) {
  Vec v;
  memcpy(&v, p, sizeof v);
  return v;
}
static inline void store(real *p, Vec v) { memcpy(p, &v, sizeof v); }

static inline Vec size_of(Vec d) { return (Vec)((Bits)d & ~SIGN); }

/* w sign(d): w with d's sign over it, 0 where d is 0. */
static inline Vec signed_by(Vec d, Vec w) {
  return (Vec)(((Bits)w ^ ((Bits)d & SIGN)) & (Bits)(d != 0));
}

/* exp(-d) for d >= 0; the polynomial of loops.c. Below the smallest normal
 * number it is 0. */
#if REAL_IS_DOUBLE
static inline Vec fall(Vec d) {
  for (int k = 0; k < LANES; k++) d[k] = exp(-d[k]);
  return d;
}
#else
static inline Vec fall(Vec d) {
  const float magic = 12582912.0f + 127.0f; /* as exp_below of loops.c */
  Vec t = d * -1.44269504f + magic, n = t - magic;
  Vec z = (-d - n * 0.693359375f) + n * 2.12194440e-4f;
  Vec p = z * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * z + 8.3334519073e-3f;
  p = p * z + 4.1665795894e-2f;
  p = p * z + 1.6666665459e-1f;
  p = p * z + 5.0000001201e-1f;
  p = p * z * z + z + 1.0f;
  return (Vec)((Bits)(p * (Vec)((Bits)t << 23)) & ~(Bits)(d > 87.0f));
}
#endif

/* ---- the first pass: a row of e_ij, and of t_ij ---- */

/* |x_i - y_j| of `wide` vectors of j from j0 on. */
static inline void distances(const Minibatch *p, int64_t i, int64_t j0,
                             int wide, Vec *d) {
  for (int k = 0; k < wide; k++) d[k] = (Vec){0};
  for (int64_t c = 0; c < p->c; c++) {
    real x = p->x[c * p->n_step + i];
    const real *y = p->y + c * p->m_step + j0;
    for (int k = 0; k < wide; k++) d[k] += size_of(x - load(y + k * LANES));
  }
}

/* Zeroes what is no pair among near[j ..], one vector: the sample itself, the
 * padding, and for mutual pairs those that another row has looked at. */
static inline void mask(const Minibatch *p, int64_t self, int64_t j,
                        real *near) {
  Bits at = {0};
  for (int k = 0; k < LANES; k++) at[k] = k;
  Bits beyond = at - (Whole)(self - j), left = (Whole)(p->m - j) - at;
  Bits pairs = (p->mutual ? beyond > 0 : beyond != 0) & (left > 0);
  store(near + j, (Vec)((Bits)load(near + j) & pairs));
}

/* Where the pairs of row i begin: a multiple of LANES. */
static int64_t first_of(const Minibatch *p, int64_t i) {
  return p->mutual ? i / LANES * LANES : 0;
}

/* near[j] = e_ij, from `from` on. */
static void closeness(const Minibatch *p, int64_t i, int64_t from, real *near) {
  int64_t j = from;
  Vec d[GROUP];
  for (; j + GROUP * LANES <= p->m_step; j += GROUP * LANES) {
    distances(p, i, j, GROUP, d);
    for (int k = 0; k < GROUP; k++) store(near + j + k * LANES, fall(d[k]));
  }
  for (; j < p->m_step; j += LANES) {
    distances(p, i, j, 1, d);
    store(near + j, fall(d[0]));
  }
  int64_t self = i + p->offset;
  if (self < 0 || self >= p->m) self = -1;
  for (j = p->mutual ? from : self / LANES * LANES; j <= self; j += LANES)
    mask(p, self, j, near);
  for (j = p->m / LANES * LANES; j < p->m_step; j += LANES)
    mask(p, self, j, near);
}

/* near[j] *= sign t_ij. */
static void turn(const Minibatch *p, int64_t i, int64_t from, real *near,
                 real sign) {
  memset(p->turn, 0, (size_t)p->m_step * sizeof(real));
  for (int64_t c = 0; c < p->c; c++) {
    real x = p->x[c * p->n_step + i], u = p->u ? p->u[c * p->n_step + i] : 0;
    const real *y = p->y + c * p->m_step, *v = p->v ? p->v + c * p->m_step : 0;
    for (int64_t j = from; j < p->m_step; j += LANES) {
      Vec apart = v ? u - load(v + j) : u - (Vec){0};
      Vec t = load(p->turn + j) + signed_by(x - load(y + j), apart);
      store(p->turn + j, t);
    }
  }
  for (int64_t j = from; j < p->m_step; j += LANES)
    store(near + j, load(near + j) * load(p->turn + j) * sign);
}

/* ---- sums ---- */

static void sums(const Minibatch *p) {
  if (p->mutual) memset(p->out, 0, (size_t)p->n_step * sizeof(real));
  for (int64_t i = 0; i < p->n; i++) {
    Vec sum = {0};
    int64_t from = first_of(p, i);
    closeness(p, i, from, p->near);
    if (p->u || p->v) turn(p, i, from, p->near, -1);
    for (int64_t j = from; j < p->m_step; j += LANES) {
      Vec e = load(p->near + j);
      sum += e;
      if (p->mutual) store(p->out + j, load(p->out + j) + e);
    }
    if (p->mutual) p->out[i] += side_sum(sum);
    else p->out[i] = side_sum(sum);
  }
}

/* ---- pulls ---- */

/* near[j] *= g_i + h_j. */
static void weigh(const Minibatch *p, int64_t i, int64_t from, real *near) {
  real g = p->g ? p->g[i] : 0;
  for (int64_t j = from; j < p->m_step; j += LANES) {
    Vec w = p->h ? g + load(p->h + j) : g + (Vec){0};
    store(near + j, load(near + j) * w);
  }
}

/* near for rows i .. i + ROWS - 1, 0 for those beyond the last one. */
static void weights(const Minibatch *p, int64_t i, int64_t from) {
  for (int64_t r = i; r < i + ROWS; r++) {
    real *near = p->near + (r - i) * p->m_step;
    if (r < p->n) {
      closeness(p, r, from, near);
      if (p->u || p->v) turn(p, r, from, near, 1);
      weigh(p, r, from, near);
    } else memset(near, 0, (size_t)p->m_step * sizeof(real));
  }
}

/* Adds the rows' pulls, near[j] s_ij, to feature c of out_i, and for mutual
 * pairs the opposite to out_j. */
static inline void pull(const Minibatch *p, int64_t i, int64_t from, int64_t c,
                        bool mutual) {
  const real *x = p->x + c * p->n_step + i, *y = p->y + c * p->m_step;
  real *out = p->out + c * p->n_step;
  Vec sum[ROWS] = {0};
  for (int64_t j = from; j < p->m_step; j += LANES) {
    Vec at = load(y + j), back = mutual ? load(out + j) : (Vec){0};
    for (int r = 0; r < ROWS; r++) {
      Vec f = signed_by(x[r] - at, load(p->near + r * p->m_step + j));
      sum[r] += f;
      back -= f;
    }
    if (mutual) store(out + j, back);
  }
  for (int r = 0; r < ROWS; r++) out[i + r] += side_sum(sum[r]);
}

static void pulls(const Minibatch *p) {
  memset(p->out, 0, (size_t)(p->c * p->n_step) * sizeof(real));
  for (int64_t i = 0; i < p->n; i += ROWS) {
    int64_t from = first_of(p, i);
    weights(p, i, from);
    for (int64_t c = 0; c < p->c; c++)
      if (p->mutual) pull(p, i, from, c, true);
      else pull(p, i, from, c, false);
  }
  if (p->u || p->v) return;
  for (int64_t k = 0; k < p->c * p->n_step; k++) p->out[k] = -p->out[k];
}

#define NAME2(isa) minibatch_##isa
#define NAME(isa) NAME2(isa)

extern const MinibatchLoops NAME(KERNEL_ISA);
const MinibatchLoops NAME(KERNEL_ISA) = {sums, pulls};
