/* LAPACK, through its C interface (liblapacke): the only file that knows it.
 *
 * It brings a second BLAS with it, so it is not linked but loaded when first
 * asked for. Without it every function here fails and says what to install.
 * Matrices are row-major and overwritten; their elements have to be finite.
 * All return false with an error. */
#ifndef LUNETTE_LAPACK_H
#define LUNETTE_LAPACK_H

#include <stdbool.h>

#include "real.h"

bool lapack_load(void);

/* The rows of a (n x n, symmetric) become its eigenvectors, of length 1, in
 * ascending order of their values. */
bool lapack_eigh(int64_t n, real *a, real *values);

/* The values alone, ascending; a is lost. */
bool lapack_eigenvalues(int64_t n, real *a, real *values);

/* a = u diag(s) vt with k = min(m, n): a m x n (lost), u m x k, s in descending
 * order, vt k x n. */
bool lapack_svd(int64_t m, int64_t n, real *a, real *u, real *s, real *vt);

/* s alone; a (m x n) is lost. */
bool lapack_singular_values(int64_t m, int64_t n, real *a, real *s);

/* The first n of q's rows (of m >= n elements each) are the columns of a matrix
 * a = q r. They, and as many more as make up `columns` (n to m), become columns
 * of length 1 and orthogonal to each other; r (n x n) is upper triangular. */
bool lapack_qr(int64_t m, int64_t n, int64_t columns, real *q, real *r);

#endif
