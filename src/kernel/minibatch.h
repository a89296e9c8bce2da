/* Mini-batch discrimination of one kernel b (arXiv 1606.03498, section 3.2),
 * with its first and second derivative.
 *
 * For rows x_i and others y_j of c features each,
 *   e_ij = exp(-|x_i - y_j|_1), but 0 where j = i + offset (the pair is one
 *          sample and itself),
 *   s_ij = sign(x_i - y_j), one for each feature,
 *   t_ij = s_ij . (u_i - v_j).
 * sums:  out_i = sum over j of e_ij, or of -e_ij t_ij when u or v is given;
 * pulls: out_i = sum over j of -(g_i + h_j) e_ij s_ij, or of
 *        (g_i + h_j) e_ij t_ij s_ij when u or v is given.
 * No n x n x c array exists: a row of e_ij at a time does.
 *
 * Arrays are feature-major: feature k of row i at x[k * n_step + i]; steps are
 * multiples of MINIBATCH_LANES and what is beyond n or m may be anything
 * finite. With `mutual`, y is x, h is g, v is u and offset 0: then each pair is
 * looked at once. */
#ifndef LUNETTE_MINIBATCH_H
#define LUNETTE_MINIBATCH_H

#include <stdbool.h>

#include "../real.h"

/* Pulls are done for so many rows together, which divide the lanes. */
enum { MINIBATCH_LANES = 64 / sizeof(real), MINIBATCH_ROWS = 4 };

typedef struct Minibatch {
  int64_t n, m, c, n_step, m_step, offset;
  bool mutual;
  const real *x, *y; /* c rows of n_step, of m_step */
  const real *g, *h; /* n, m; or NULL, which is 0 */
  const real *u, *v; /* as x and y; or NULL, which is 0 */
  real *near, *turn; /* scratch: MINIBATCH_ROWS x m_step, and m_step */
  real *out;         /* n_step for sums, c rows of it for pulls */
} Minibatch;

typedef struct MinibatchLoops {
  void (*sums)(const Minibatch *p);
  void (*pulls)(const Minibatch *p);
} MinibatchLoops;

extern const MinibatchLoops minibatch_plain;

#endif
