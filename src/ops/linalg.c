/* Factors of matrices, over any leading axes: triangular ones by
 * kernel/factor.h; QR, and what is found by rounds, by LAPACK. An op has one
 * result: where a decomposition has several they are rows of one array, which
 * the Lua library takes apart (eigh, svd, slogdet).
 *
 * x is said to be symmetric where it counts as (x + x^T) / 2. */
#include <string.h>
#include <tgmath.h>

#include "../gemm.h"
#include "../kernel/factor.h"
#include "../kernel/sizes.h"
#include "../lapack.h"
#include "../pool.h"
#include "indices.h"

/* ---- matrices of a batch ---- */

static int64_t rows_of(const Tensor *x) {
  return x->shape.size[x->shape.rank - 2];
}

static int64_t columns_of(const Tensor *x) {
  return x->shape.size[x->shape.rank - 1];
}

static int64_t matrices_of(const Tensor *x) {
  return shape_product(&x->shape, 0, x->shape.rank - 2);
}

static bool is_matrix(const Tensor *x) {
  return x->shape.rank >= 2 || error_set("a matrix is wanted, there are %d "
                                         "dimensions",
                                         x->shape.rank);
}

static bool is_square(const Tensor *x) {
  char text[SHAPE_TEXT];
  return is_matrix(x) && (rows_of(x) == columns_of(x) ||
                          error_set("square matrices are wanted, this is %s",
                                    shape_text(&x->shape, text)));
}

/* What is not finite has no factors, and LAPACK may not come back from it. */
static bool all_finite(const Tensor *x) {
  const real *at = tensor_data(x);
  int64_t n = tensor_count(x), i = 0;
  int strange = 0;
  for (int64_t k = 0; k < n; k++) strange |= at[k] - at[k] != 0;
  if (!strange) return true;
  while (isfinite(at[i])) i++;
  return error_set("element %lld is %g; all have to be finite",
                   (long long)i + 1, (double)at[i]);
}

static bool square_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return is_square(c->x[0]) && lapack_load();
}

static size_t matrix_scratch(const Call *c) {
  return (size_t)(rows_of(c->x[0]) * columns_of(c->x[0])) * sizeof(real);
}

enum { SIDE = 16 }; /* of squares that caches hold */

/* The symmetric part of a (n x n), a square below the diagonal and its mirror
 * image together. */
static void symmetrise(int64_t n, const real *a, real *y) {
  for (int64_t top = 0; top < n; top += SIDE)
    for (int64_t left = 0; left <= top; left += SIDE)
      for (int64_t i = top; i < n && i < top + SIDE; i++)
        for (int64_t j = left; j <= i && j < left + SIDE; j++)
          y[i * n + j] = y[j * n + i] = a[i * n + j] / 2 + a[j * n + i] / 2;
}

/* y (n x m) becomes a (m x n), turned. */
static void turn(int64_t m, int64_t n, const real *a, real *y) {
  for (int64_t top = 0; top < m; top += SIDE)
    for (int64_t left = 0; left < n; left += SIDE)
      for (int64_t i = top; i < m && i < top + SIDE; i++)
        for (int64_t j = left; j < n && j < left + SIDE; j++)
          y[j * m + i] = a[i * n + j];
}

static Tensor *transposed(Tensor *x) { return t_transpose(x, -1, -2); }

static Tensor *symmetric(Tensor *x) {
  return t_scale(t_add(x, transposed(x)), 0.5);
}

/* left middle right^T */
static Tensor *between(Tensor *left, Tensor *middle, Tensor *right) {
  return t_matmul(t_matmul(left, middle), transposed(right));
}

/* 1 / x, and 0 where x is 0. */
static Tensor *reciprocal_or_zero(Tensor *x) {
  Tensor *is_zero = t_eq(x, t_number(0));
  return t_where(is_zero, t_number(0),
                 t_reciprocal(t_where(is_zero, t_number(1), x)));
}

/* A row (..., 1, n) as a diagonal matrix. */
static Tensor *as_diagonal(Tensor *row) {
  static const Op *op;
  if (error_pending()) return NULL;
  Shape s = row->shape;
  s.size[s.rank - 2] = s.size[s.rank - 1];
  s.rank--;
  Tensor *flat = t_reshape(row, &s);
  return t_call(&op, "diag_embed", &flat, 1, &(Attrs){.i = {0, -2, -1}});
}

/* Vectors are given up to their sign. We take the one with which the first of
 * their large components is positive, so that results do not depend on the
 * LAPACK that made them. */
static real sign_of(int64_t n, const real *v) {
  real most = 0;
  for (int64_t i = 0; i < n; i++) most = fabs(v[i]) > most ? fabs(v[i]) : most;
  for (int64_t i = 0; i < n; i++)
    if (fabs(v[i]) >= most * (real)0.75) return v[i] < 0 ? -1 : 1;
  return 1;
}

/* ---- cholesky ---- */

static bool factors_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return is_square(c->x[0]);
}

static void cholesky_forward(Call *c) {
  int64_t n = rows_of(c->y), all = matrices_of(c->y);
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    real *y = tensor_data(c->y) + k * n * n;
    symmetrise(n, tensor_data(c->x[0]) + k * n * n, y);
    int64_t bad = factor_cholesky(n, y, n);
    if (bad) {
      error_set("the matrix is not positive definite: its leading minor of "
                "order %lld is not above 0",
                (long long)bad);
      return;
    }
    for (int64_t i = 0; i < n; i++)
      memset(y + i * n + i + 1, 0, (size_t)(n - i - 1) * sizeof *y);
  }
}

static Tensor *lower(Tensor *x, int64_t diagonal) {
  static const Op *op;
  return t_call(&op, "tril", &x, 1, &(Attrs){.i = {diagonal}});
}

/* l^-T x */
static Tensor *under_lower(Tensor *l, Tensor *x, bool unit) {
  static const Op *op;
  Tensor *in[] = {transposed(l), x};
  return t_call(&op, "solve_triangular_columns", in, 2,
                &(Attrs){.i = {1, unit}});
}

/* Murray, "Differentiation of the Cholesky decomposition" (2016), eq. 10. */
static void cholesky_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *m = t_matmul(transposed(c->y), g);
  Tensor *half = t_scale(t_add(lower(m, 0), lower(m, -1)), 0.5);
  Tensor *left = transposed(under_lower(c->y, half, false));
  gx[0] = symmetric(under_lower(c->y, left, false));
}

/* ---- eigh: n rows of vectors, as columns, and one of values ---- */

static bool eigh_infer(Call *c) {
  if (!square_infer(c)) return false;
  c->y->shape.size[c->y->shape.rank - 2]++;
  return true;
}

static void eigh_forward(Call *c) {
  int64_t n = columns_of(c->y), all = matrices_of(c->y);
  real *a = pool_scratch();
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    real *y = tensor_data(c->y) + k * (n + 1) * n;
    symmetrise(n, tensor_data(c->x[0]) + k * n * n, a);
    if (!lapack_eigh(n, a, y + n * n)) return;
    for (int64_t i = 0; i < n; i++) {
      real sign = sign_of(n, a + i * n);
      for (int64_t j = 0; j < n; j++) a[i * n + j] *= sign;
    }
    turn(n, n, a, y);
  }
}

/* Magnus, "On differentiating eigenvalues and eigenvectors" (1985). A pair of
 * equal values has no vectors of its own: it adds nothing. */
static void eigh_rule(const Call *c, Tensor *g, Tensor **gx) {
  int64_t n = columns_of(c->y);
  Tensor *v = t_narrow(c->y, -2, 0, n), *values = t_narrow(c->y, -2, n, 1);
  Tensor *turn = t_matmul(transposed(v), t_narrow(g, -2, 0, n));
  Tensor *gap = reciprocal_or_zero(t_sub(values, transposed(values)));
  Tensor *stretch = as_diagonal(t_narrow(g, -2, n, 1));
  gx[0] = symmetric(between(v, t_add(t_mul(gap, turn), stretch), v));
}

static bool eigvals_infer(Call *c) {
  if (!square_infer(c)) return false;
  c->y->shape.rank--;
  return true;
}

static void eigvals_forward(Call *c) {
  int64_t n = rows_of(c->x[0]), all = matrices_of(c->x[0]);
  real *a = pool_scratch();
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    symmetrise(n, tensor_data(c->x[0]) + k * n * n, a);
    if (!lapack_eigenvalues(n, a, tensor_data(c->y) + k * n)) return;
  }
}

/* ---- svd: m rows of u, one of values, n rows of v; k columns ---- */

static bool svd_infer(Call *c) {
  const Tensor *x = c->x[0];
  if (!is_matrix(x)) return false;
  int64_t m = rows_of(x), n = columns_of(x);
  c->y->shape = x->shape;
  c->y->shape.size[x->shape.rank - 2] = m + 1 + n;
  c->y->shape.size[x->shape.rank - 1] = m < n ? m : n;
  return lapack_load();
}

static size_t svd_scratch(const Call *c) {
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]);
  return (size_t)(m * n + (n + 1) * columns_of(c->y)) * sizeof(real);
}

static void svd_forward(Call *c) {
  const Tensor *x = c->x[0];
  int64_t m = rows_of(x), n = columns_of(x), k = columns_of(c->y);
  real *a = pool_scratch(), *vt = a + m * n, *sign = vt + n * k;
  if (!all_finite(x)) return;
  for (int64_t at = 0; k > 0 && at < matrices_of(x); at++) {
    real *u = tensor_data(c->y) + at * (m + 1 + n) * k, *v = u + (m + 1) * k;
    memcpy(a, tensor_data(x) + at * m * n, (size_t)(m * n) * sizeof *a);
    if (!lapack_svd(m, n, a, u, u + m * k, vt)) return;
    for (int64_t j = 0; j < k; j++) sign[j] = sign_of(n, vt + j * n);
    for (int64_t i = 0; i < m; i++)
      for (int64_t j = 0; j < k; j++) u[i * k + j] *= sign[j];
    turn(k, n, vt, v);
    for (int64_t i = 0; i < n; i++)
      for (int64_t j = 0; j < k; j++) v[i * k + j] *= sign[j];
  }
}

static bool svdvals_infer(Call *c) {
  const Tensor *x = c->x[0];
  if (!is_matrix(x)) return false;
  c->y->shape = x->shape;
  c->y->shape.rank--;
  if (columns_of(x) < rows_of(x))
    c->y->shape.size[c->y->shape.rank - 1] = columns_of(x);
  return lapack_load();
}

static void svdvals_forward(Call *c) {
  const Tensor *x = c->x[0];
  int64_t m = rows_of(x), n = columns_of(x), k = m < n ? m : n;
  real *a = pool_scratch();
  if (!all_finite(x)) return;
  for (int64_t at = 0; k > 0 && at < matrices_of(x); at++) {
    memcpy(a, tensor_data(x) + at * m * n, (size_t)(m * n) * sizeof *a);
    if (!lapack_singular_values(m, n, a, tensor_data(c->y) + at * k)) return;
  }
}

static Tensor *skew(Tensor *x) { return t_sub(x, transposed(x)); }

/* (g - u u^T g) / s: what moves u out of the space that it spans. */
static Tensor *outwards(Tensor *u, Tensor *g, Tensor *s) {
  Tensor *part = t_sub(g, t_matmul(u, t_matmul(transposed(u), g)));
  return t_mul(part, reciprocal_or_zero(s));
}

/* Townsend, "Differentiating the singular value decomposition" (2016), where
 * s_j / (s_j^2 - s_i^2) is s_j / (s_i + s_j) / (s_j - s_i): squares may not
 * fit. */
static void svd_rule(const Call *c, Tensor *g, Tensor **gx) {
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]), k = columns_of(c->y);
  Tensor *u = t_narrow(c->y, -2, 0, m), *gu = t_narrow(g, -2, 0, m);
  Tensor *s = t_narrow(c->y, -2, m, 1), *gs = t_narrow(g, -2, m, 1);
  Tensor *v = t_narrow(c->y, -2, m + 1, n), *gv = t_narrow(g, -2, m + 1, n);
  Tensor *gap = reciprocal_or_zero(t_sub(s, transposed(s)));
  Tensor *share = t_mul(s, reciprocal_or_zero(t_add(s, transposed(s))));
  Tensor *left = t_mul(t_mul(gap, skew(t_matmul(transposed(u), gu))), share);
  Tensor *right = t_mul(t_mul(gap, skew(t_matmul(transposed(v), gv))),
                        transposed(share));
  gx[0] = between(u, t_add(t_add(left, right), as_diagonal(gs)), v);
  if (m > k) gx[0] = t_add(gx[0], t_matmul(outwards(u, gu, s), transposed(v)));
  if (n > k) gx[0] = t_add(gx[0], t_matmul(u, transposed(outwards(v, gv, s))));
}

/* ---- inverse, solve, determinant ---- */

/* Room for the factors of a matrix: its elements, what factor_lu wants, and
 * pivots. */
typedef struct Work {
  real *a, *room;
  int64_t *pivots;
} Work;

static size_t work_layout(const Call *c, size_t at[3]) {
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]);
  size_t size = 0;
  at[0] = reserve(&size, times(m, n), sizeof(real));
  at[1] = reserve(&size, factor_room(m), sizeof(real));
  at[2] = reserve(&size, least(m, n), sizeof(int64_t));
  return size;
}

static size_t work_scratch(const Call *c) {
  size_t at[3];
  return work_layout(c, at);
}

static Work work_of(const Call *c) {
  size_t at[3];
  char *scratch = pool_scratch();
  work_layout(c, at);
  return (Work){(real *)(scratch + at[0]), (real *)(scratch + at[1]),
                (int64_t *)(scratch + at[2])};
}

/* The factors of matrix k of x, in w; the first pivot that is 0, from 1. */
static int64_t factor(const Tensor *x, int64_t k, const Work *w) {
  int64_t n = rows_of(x);
  memcpy(w->a, tensor_data(x) + k * n * n, (size_t)(n * n) * sizeof *w->a);
  return factor_lu(n, n, w->a, n, w->pivots, w->room);
}

static bool no_zero(int64_t pivot) {
  return pivot == 0 || error_set("the matrix is singular: pivot %lld of its "
                                 "factors is 0",
                                 (long long)pivot);
}

/* y (n x r) becomes the x of a x = y, of a's factors. */
static void solve_factored(int64_t n, int64_t r, const Work *w, real *y) {
  const Matrix a = {w->a, n, 1, 0};
  const Triangle l = {.a = a, .unit = true}, u = {.a = a, .upper = true};
  const Part columns = {y, r, 1};
  factor_exchange(r, y, r, n, w->pivots);
  factor_solve(n, r, &l, columns);
  factor_solve(n, r, &u, columns);
}

static void inverse_forward(Call *c) {
  int64_t n = rows_of(c->y), all = matrices_of(c->y);
  const Work w = work_of(c);
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    real *y = tensor_data(c->y) + k * n * n;
    if (!no_zero(factor(c->x[0], k, &w))) return;
    memset(y, 0, (size_t)(n * n) * sizeof *y);
    for (int64_t i = 0; i < n; i++) y[i * n + i] = 1;
    solve_factored(n, n, &w, y);
  }
}

static void inverse_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *back = transposed(c->y);
  gx[0] = t_neg(t_matmul(t_matmul(back, g), back));
}

static bool same_columns(Call *c) {
  const Shape *a = &c->x[0]->shape, *b = &c->x[1]->shape;
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  if (!is_square(c->x[0]) || !is_matrix(c->x[1])) return false;
  bool fits = a->rank == b->rank;
  for (int k = 0; fits && k < a->rank - 1; k++) fits = a->size[k] == b->size[k];
  c->y->shape = *b;
  return fits || error_set("sizes differ: %s and %s", shape_text(a, left),
                           shape_text(b, right));
}

static void columns_forward(Call *c) {
  int64_t n = rows_of(c->y), r = columns_of(c->y), all = matrices_of(c->y);
  const Work w = work_of(c);
  real *y = tensor_data(c->y);
  if (!all_finite(c->x[0]) || !all_finite(c->x[1])) return;
  memcpy(y, tensor_data(c->x[1]), (size_t)tensor_count(c->y) * sizeof *y);
  for (int64_t k = 0; k < all; k++) {
    if (!no_zero(factor(c->x[0], k, &w))) return;
    solve_factored(n, r, &w, y + k * n * r);
  }
}

static void columns_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x[] = {transposed(c->x[0]), g};
  Tensor *gb = x[0] ? op_apply(c->op, x, 2, NULL) : NULL;
  if (c->need[0]) gx[0] = t_neg(t_matmul(gb, transposed(c->y)));
  gx[1] = gb;
}

/* Is b a batch of vectors for the matrices a? */
static bool of_vectors(const Tensor *a, const Tensor *b) {
  bool same = b->shape.rank == a->shape.rank - 1;
  for (int k = 0; same && k < b->shape.rank; k++)
    same = b->shape.size[k] == a->shape.size[k];
  return b->shape.rank == 1 || same;
}

static Tensor *solve_compose(const Call *c) {
  static const Op *op;
  Tensor *a = c->x[0], *b = c->x[1];
  if (!is_square(a)) return NULL;
  bool vectors = of_vectors(a, b);
  Shape s = b->shape;
  if (vectors && !shape_push(&s, 1)) return NULL;
  b = t_reshape(b, &s);
  if (!b || !is_matrix(b)) return NULL;
  Shape batch = a->shape, own = b->shape;
  batch.rank -= 2;
  own.rank -= 2;
  if (!shape_broadcast(&batch, &own)) return NULL;
  Shape wide = batch, columns = batch;
  for (int k = 2; k > 0; k--)
    if (!shape_push(&wide, a->shape.size[a->shape.rank - k]) ||
        !shape_push(&columns, b->shape.size[b->shape.rank - k]))
      return NULL;
  Tensor *y = t_call2(&op, "solve_columns", t_expand(a, &wide),
                      t_expand(b, &columns));
  if (!y || !vectors) return y;
  columns.rank--;
  return t_reshape(y, &columns);
}

static bool slogdet_infer(Call *c) {
  if (!factors_infer(c)) return false;
  c->y->shape.rank -= 2;
  return shape_push(&c->y->shape, 2);
}

/* Whether pivots are an odd number of exchanges. */
static bool is_odd(int64_t n, const int64_t *pivots) {
  bool odd = false;
  for (int64_t i = 0; i < n; i++)
    if (pivots[i] != i) odd = !odd;
  return odd;
}

static void slogdet_forward(Call *c) {
  int64_t n = rows_of(c->x[0]), all = matrices_of(c->x[0]);
  const Work w = work_of(c);
  real *y = tensor_data(c->y);
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    factor(c->x[0], k, &w);
    bool odd = is_odd(n, w.pivots);
    double total = 0;
    for (int64_t i = 0; i < n; i++) {
      total += log(fabs((double)w.a[i * (n + 1)]));
      if (w.a[i * (n + 1)] < 0) odd = !odd;
    }
    y[2 * k] = isinf(total) ? 0 : odd ? -1 : 1;
    y[2 * k + 1] = (real)total;
  }
}

static Tensor *inverse(Tensor *x) {
  static const Op *op;
  return t_call1(&op, "inverse", x);
}

/* The sign is a step. */
static void slogdet_rule(const Call *c, Tensor *g, Tensor **gx) {
  Shape s = c->y->shape;
  s.size[s.rank - 1] = 1;
  if (!shape_push(&s, 1)) return;
  gx[0] = t_mul(t_reshape(t_narrow(g, -1, 1, 1), &s),
                transposed(inverse(c->x[0])));
}

static bool det_infer(Call *c) {
  if (!factors_infer(c)) return false;
  c->y->shape.rank -= 2;
  return true;
}

static void det_forward(Call *c) {
  int64_t n = rows_of(c->x[0]), all = matrices_of(c->x[0]);
  const Work w = work_of(c);
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    factor(c->x[0], k, &w);
    double product = is_odd(n, w.pivots) ? -1 : 1;
    for (int64_t i = 0; i < n; i++) product *= (double)w.a[i * (n + 1)];
    tensor_data(c->y)[k] = (real)product;
  }
}

static Tensor *selected(Tensor *x, int64_t axis, Tensor *index) {
  static const Op *op;
  return t_call(&op, "index_select", (Tensor *[]){x, index}, 2,
                &(Attrs){.i = {axis}});
}

/* For each i < n the others, in order: n (n - 1) indices, from 1. */
static Tensor *all_but_one(int64_t n) {
  Tensor *y = tensor_new(&(Shape){1, {n * (n - 1)}});
  for (int64_t i = 0, at = 0; y && i < n; i++)
    for (int64_t k = 0; k < n; k++)
      if (k != i) tensor_data(y)[at++] = (real)(k + 1);
  return y;
}

static Tensor *checkerboard(int64_t n) {
  Tensor *y = tensor_new(&(Shape){2, {n, n}});
  for (int64_t k = 0; y && k < n * n; k++)
    tensor_data(y)[k] = (k / n + k % n) % 2 ? -1 : 1;
  return y;
}

/* The cofactors of a batch (all x n x n), by all minors: for any matrices, at
 * the price of n^2 determinants. */
static Tensor *by_minors(const Op *det, Tensor *x) {
  int64_t n = columns_of(x), all = matrices_of(x);
  Tensor *others = all_but_one(n);
  Tensor *both = selected(selected(x, 1, others), 2, others);
  both = t_reshape(both, &(Shape){5, {all, n, n - 1, n, n - 1}});
  Tensor *parts = t_transpose(both, 2, 3);
  Tensor *minors = parts ? op_apply(det, &parts, 1, NULL) : NULL;
  return t_reshape(t_mul(minors, checkerboard(n)), &x->shape);
}

static void exchange(int64_t n, real *a, real *b, int64_t step) {
  for (int64_t i = 0; a != b && i < n * step; i += step) {
    real kept = a[i];
    a[i] = b[i];
    b[i] = kept;
  }
}

/* Where the largest element of a (n x n) from row and column k on stands. */
static int64_t pivot_of(int64_t n, const real *a, int64_t k) {
  int64_t at = k * n + k;
  for (int64_t i = k; i < n; i++)
    for (int64_t j = k; j < n; j++)
      if (fabs(a[i * n + j]) > fabs(a[at])) at = i * n + j;
  return at;
}

static void eliminate(int64_t n, real *a, int64_t k) {
  for (int64_t i = k + 1; i < n; i++) {
    real by = a[i * n + k] / a[k * n + k];
    for (int64_t j = k; j < n; j++) a[i * n + j] -= by * a[k * n + j];
  }
}

/* Matrices with their rows and columns in the order of complete pivoting, as
 * products with permutations (all x n x n; columns transposed), whose
 * determinant is sign. Their first `well` rows and columns are far from
 * singular; what is left over beside them is small. */
typedef struct Order {
  Tensor *rows, *columns, *sign;
  int64_t well;
} Order;

/* Of one matrix a, which is lost; the number of its pivots that are large. */
static int64_t order_one(int64_t n, real *a, real *rows, real *columns,
                         real *sign) {
  const real least = (real)1 / 1024; /* of the first */
  real first = 0;
  for (int64_t k = 0; k < n; k++) {
    int64_t at = pivot_of(n, a, k), i = at / n, j = at % n;
    if (k == 0) first = fabs(a[at]);
    if (!(fabs(a[at]) > least * first)) return k;
    exchange(n, a + k * n, a + i * n, 1);
    exchange(n, a + k, a + j, n);
    exchange(n, rows + k * n, rows + i * n, 1);
    exchange(n, columns + k * n, columns + j * n, 1);
    if ((i != k) != (j != k)) *sign = -*sign;
    eliminate(n, a, k);
  }
  return n;
}

static Tensor *units(int64_t all, int64_t n) {
  Tensor *y = t_zeros(&(Shape){3, {all, n, n}});
  for (int64_t k = 0; y && k < all * n; k++) tensor_data(y)[k * n + k % n] = 1;
  return y;
}

static bool order(const Tensor *x, Order *o) {
  int64_t n = columns_of(x), all = matrices_of(x), size = n * n;
  Tensor *left = tensor_new(&x->shape);
  o->rows = units(all, n), o->columns = units(all, n);
  o->sign = units(all, 1);
  o->well = n;
  if (!left || !o->rows || !o->columns || !o->sign) return false;
  memcpy(tensor_data(left), tensor_data(x),
         (size_t)(all * size) * sizeof(real));
  for (int64_t k = 0; k < all; k++) {
    int64_t at = k * size;
    int64_t well =
        order_one(n, tensor_data(left) + at, tensor_data(o->rows) + at,
                  tensor_data(o->columns) + at, tensor_data(o->sign) + k);
    if (well < o->well) o->well = well;
  }
  return true;
}

/* h x w elements of each matrix. */
static Tensor *quarter(Tensor *x, int64_t row, int64_t column, int64_t h,
                       int64_t w) {
  return t_narrow(t_narrow(x, 1, row, h), 2, column, w);
}

static Tensor *determinants(const Op *det, Tensor *x) {
  Tensor *y = x ? op_apply(det, &x, 1, NULL) : NULL;
  return y ? t_reshape(y, &(Shape){3, {matrices_of(x), 1, 1}}) : NULL;
}

static Tensor *cofactors(const Op *det, Tensor *x, Tensor *y);

/* Of a matrix a b, c d with a far from singular the determinant is that of a
 * times that of s = d - c a^-1 b. */
static Tensor *by_blocks(const Op *det, Tensor *x, const Order *o) {
  int64_t n = columns_of(x), k = o->well, r = n - k;
  Tensor *m = between(o->rows, x, o->columns), *b = quarter(m, 0, k, k, r);
  Tensor *a = quarter(m, 0, 0, k, k), *w = inverse(a);
  Tensor *cw = t_matmul(quarter(m, k, 0, r, k), w), *wb = t_matmul(w, b);
  Tensor *s = t_sub(quarter(m, k, k, r, r), t_matmul(cw, b));
  Tensor *of_a = determinants(det, a), *of_s = determinants(det, s);
  Tensor *inner = t_mul(of_a, cofactors(det, s, of_s));
  Tensor *below = t_widen(units(1, r), 1, k, n);
  Tensor *left = t_sub(below, t_widen(transposed(cw), 1, 0, n));
  Tensor *right = t_sub(below, t_widen(wb, 1, 0, n));
  Tensor *corner = t_mul(t_mul(of_a, of_s), transposed(w));
  Tensor *y = t_add(between(left, inner, right),
                    t_widen(t_widen(corner, 1, 0, n), 2, 0, n));
  return t_mul(o->sign, t_matmul(t_matmul(transposed(o->rows), y), o->columns));
}

/* Whether products with the inverses w lose less than half of the digits. */
static bool far_from_singular(const Tensor *x, const Tensor *w) {
  int64_t n = columns_of(x), size = n * n;
  double most = (double)n * (REAL_IS_DOUBLE ? 1e8 : 1e4);
  for (int64_t k = 0; k < matrices_of(x); k++) {
    double of_x = 0, of_w = 0;
    for (int64_t i = k * size; i < (k + 1) * size; i++) {
      of_x += (double)tensor_data(x)[i] * (double)tensor_data(x)[i];
      of_w += (double)tensor_data(w)[i] * (double)tensor_data(w)[i];
    }
    if (!(sqrt(of_x) * sqrt(of_w) <= most)) return false;
  }
  return true;
}

static bool any_zero(const Tensor *x) {
  for (int64_t k = 0; k < tensor_count(x); k++)
    if (tensor_data(x)[k] == 0) return true;
  return false;
}

/* The cofactors of a batch (all x n x n) with the determinants y (all x 1 x 1).
 * By the inverse they are right for matrices near a singular one as well, but
 * what is derived of them is not; and of small matrices, which may be what is
 * left of a large one, they are polynomials whose derivatives end. */
static Tensor *cofactors(const Op *det, Tensor *x, Tensor *y) {
  x = t_contiguous(x);
  if (!x || !y) return NULL;
  if (columns_of(x) == 1 || columns_of(x) == 2) return by_minors(det, x);
  if (!any_zero(y)) {
    Tensor *w = t_contiguous(inverse(x));
    if (!w || far_from_singular(x, w)) return t_mul(y, transposed(w));
  }
  Order o;
  if (!order(x, &o)) return NULL;
  return o.well == 0 ? by_minors(det, x) : by_blocks(det, x, &o);
}

/* Jacobi: the cotangent of an element is its cofactor. */
static void det_rule(const Call *c, Tensor *g, Tensor **gx) {
  const Shape *s = &c->x[0]->shape;
  int64_t n = columns_of(c->x[0]), all = matrices_of(c->x[0]);
  Shape one = {3, {all, 1, 1}};
  Tensor *flat = t_reshape(c->x[0], &(Shape){3, {all, n, n}});
  Tensor *of_x = cofactors(c->op, flat, t_reshape(c->y, &one));
  gx[0] = t_reshape(t_mul(t_reshape(g, &one), of_x), s);
}

/* ---- triangular systems ---- */

enum { UPPER, UNIT }; /* places among the attributes */

static void triangular_forward(Call *c) {
  int64_t n = rows_of(c->y), r = columns_of(c->y), all = matrices_of(c->y);
  real *y = tensor_data(c->y);
  Triangle t = {.a = {tensor_data(c->x[0]), n, 1, 0},
                .upper = c->a->i[UPPER],
                .unit = c->a->i[UNIT]};
  memcpy(y, tensor_data(c->x[1]), (size_t)tensor_count(c->y) * sizeof *y);
  for (int64_t k = 0; k < all; k++, t.a.data += n * n)
    factor_solve(n, r, &t, (Part){y + k * n * r, r, 1});
}

static Tensor *upper(Tensor *x, int64_t diagonal) {
  static const Op *op;
  return t_call(&op, "triu", &x, 1, &(Attrs){.i = {diagonal}});
}

static void triangular_rule(const Call *c, Tensor *g, Tensor **gx) {
  bool above = c->a->i[UPPER], unit = c->a->i[UNIT];
  Attrs other = {.i = {!above, unit}};
  Tensor *x[] = {transposed(c->x[0]), g};
  Tensor *gb = x[0] && g ? op_apply(c->op, x, 2, &other) : NULL;
  gx[1] = gb;
  if (!c->need[0]) return;
  Tensor *ga = t_neg(t_matmul(gb, transposed(c->y)));
  gx[0] = above ? upper(ga, unit) : lower(ga, unit ? -1 : 0);
}

/* ---- qr: the columns of q, then those of r, in one last dimension ---- */

/* The columns of q. */
static int64_t width_of(const Call *c) {
  return c->a->i[0] ? rows_of(c->x[0]) : columns_of(c->x[0]);
}

static bool qr_infer(Call *c) {
  char text[SHAPE_TEXT];
  Shape *s = &c->y->shape;
  if (!is_matrix(c->x[0])) return false;
  *s = c->x[0]->shape;
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]);
  if (m < n)
    return error_set("as many rows as columns are wanted, or more; this is %s",
                     shape_text(s, text));
  s->rank--;
  s->size[s->rank - 1] = width_of(c) * (m + n);
  return lapack_load();
}

static size_t qr_scratch(const Call *c) {
  int64_t m = rows_of(c->x[0]);
  return (size_t)(m * width_of(c)) * sizeof(real);
}

static void qr_forward(Call *c) {
  const Tensor *x = c->x[0];
  int64_t m = rows_of(x), n = columns_of(x), k = width_of(c);
  real *q = pool_scratch();
  if (!all_finite(x)) return;
  for (int64_t at = 0; at < matrices_of(x); at++) {
    const real *a = tensor_data(x) + at * m * n;
    real *y = tensor_data(c->y) + at * k * (m + n), *r = y + m * k;
    memset(y, 0, (size_t)(k * (m + n)) * sizeof *y);
    for (int64_t i = 0; i < m; i++)
      for (int64_t j = 0; j < n; j++) q[j * m + i] = a[i * n + j];
    if (!lapack_qr(m, n, k, q, r)) return;
    for (int64_t i = 0; i < m; i++)
      for (int64_t j = 0; j < k; j++) y[i * k + j] = q[j * m + i];
  }
}

/* rows x columns of a last dimension, from `at` on. */
static Tensor *block(Tensor *x, int64_t at, int64_t rows, int64_t columns) {
  if (!x) return NULL;
  Shape s = x->shape;
  s.size[s.rank - 1] = rows;
  if (!shape_push(&s, columns)) return NULL;
  return t_reshape(t_narrow(x, -1, at, rows * columns), &s);
}

/* Walter and Lehmann, "Algorithmic differentiation of linear algebra functions
 * with application in optimum experimental design" (2010): with m = r gr^T -
 * gq^T q, gx = (gq + q (m's lower half, mirrored)) r^-T. */
static void qr_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]);
  if (width_of(c) > n) {
    error_set("qr has no derivative in mode complete for %lld rows and %lld "
              "columns: what completes q is arbitrary",
              (long long)m, (long long)n);
    return;
  }
  Tensor *q = block(c->y, 0, m, n), *r = block(c->y, m * n, n, n);
  Tensor *gq = block(g, 0, m, n), *gr = block(g, m * n, n, n);
  Tensor *inner = t_sub(t_matmul(r, transposed(gr)),
                        t_matmul(transposed(gq), q));
  Tensor *half = t_add(lower(inner, 0), transposed(lower(inner, -1)));
  Tensor *left = transposed(t_add(gq, t_matmul(q, half)));
  Tensor *x[] = {r, left};
  Attrs above = {.i = {1, 0}};
  gx[0] = transposed(t_call(&op, "solve_triangular_columns", x, 2, &above));
}

/* ---- lu: m rows of both factors, and one of pivots ---- */

static bool lu_infer(Call *c) {
  if (!is_matrix(c->x[0])) return false;
  c->y->shape = c->x[0]->shape;
  c->y->shape.size[c->y->shape.rank - 2]++;
  return true;
}

static void lu_forward(Call *c) {
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]);
  const Work w = work_of(c);
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < matrices_of(c->x[0]); k++) {
    real *y = tensor_data(c->y) + k * (m + 1) * n, *pivots = y + m * n;
    memcpy(y, tensor_data(c->x[0]) + k * m * n, (size_t)(m * n) * sizeof *y);
    memset(pivots, 0, (size_t)n * sizeof *pivots);
    factor_lu(m, n, y, n, w.pivots, w.room);
    for (int64_t i = 0; i < least(m, n); i++)
      pivots[i] = (real)(w.pivots[i] + 1);
  }
}

/* Where each of m rows stood before the pivots put it in its place. */
static bool pivots_order_infer(Call *c) {
  Shape *s = &c->y->shape;
  *s = c->x[0]->shape;
  if (s->rank < 1) return error_set("a number is no list of pivots");
  if (s->size[s->rank - 1] > c->a->i[0])
    return error_set("%lld pivots for %lld rows",
                     (long long)s->size[s->rank - 1], (long long)c->a->i[0]);
  s->size[s->rank - 1] = c->a->i[0];
  return indices_reach(c->a->i[0]);
}

static bool order_rows(int64_t m, int64_t k, const real *pivots, real *y) {
  for (int64_t i = 0; i < m; i++) y[i] = (real)(i + 1);
  for (int64_t i = 0; i < k; i++) {
    int64_t with = pivots[i] >= 1 && pivots[i] <= (real)m ? (int64_t)pivots[i]
                                                          : 0;
    if ((real)with != pivots[i] || with == 0)
      return error_set("a pivot is %g, a row from 1 to %lld is wanted",
                       (double)pivots[i], (long long)m);
    real kept = y[i];
    y[i] = y[with - 1];
    y[with - 1] = kept;
  }
  return true;
}

static void pivots_order_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int64_t m = c->a->i[0], k = s->size[s->rank - 1];
  const real *pivots = tensor_data(c->x[0]);
  real *y = tensor_data(c->y);
  for (int64_t at = 0; at < tensor_count(c->y); at += m, pivots += k)
    if (!order_rows(m, k, pivots, y + at)) return;
}

/* The p (m x m) with x = p l u. */
static Tensor *permutation(const Call *c) {
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]);
  Shape s = c->x[0]->shape;
  s.size[s.rank - 1] = m;
  Tensor *y = t_zeros(&s);
  for (int64_t k = 0; y && k < matrices_of(y); k++) {
    const real *pivots = tensor_data(c->y) + (k * (m + 1) + m) * n;
    real *p = tensor_data(y) + k * m * m;
    for (int64_t i = 0; i < m; i++) p[i * m + i] = 1;
    for (int64_t i = least(m, n) - 1; i >= 0; i--)
      for (int64_t j = 0, with = (int64_t)pivots[i] - 1; j < m; j++) {
        real kept = p[i * m + j];
        p[i * m + j] = p[with * m + j];
        p[with * m + j] = kept;
      }
  }
  return y;
}

/* x u^-T */
static Tensor *over_upper(Tensor *lu, Tensor *x) {
  static const Op *op;
  Tensor *in[] = {lu, transposed(x)};
  return transposed(t_call(&op, "solve_triangular_columns", in, 2,
                           &(Attrs){.i = {1, 0}}));
}

static Tensor *joined(Tensor *a, Tensor *b, int64_t axis) {
  static const Op *op;
  return t_call(&op, "cat", (Tensor *[]){a, b}, 2, &(Attrs){.i = {axis}});
}

/* De Hoog, Anderssen and Lukas, "Differentiation of matrix functionals using
 * triangular factorization" (2011), of the square block of both factors, and
 * of u2 beside it or l2 below it. */
static Tensor *factors_rule(Tensor *y, Tensor *g) {
  int64_t m = rows_of(y), n = columns_of(y), k = least(m, n);
  Tensor *lu = t_narrow(t_narrow(y, -2, 0, k), -1, 0, k);
  Tensor *square = t_narrow(t_narrow(g, -2, 0, k), -1, 0, k);
  Tensor *gl = lower(square, -1), *gu = upper(square, 0);
  Tensor *below = t_add(gl, t_matmul(transposed(lower(lu, -1)), gl));
  Tensor *above = t_matmul(gu, transposed(upper(lu, 0)));
  Tensor *rest = NULL;
  if (n > k) {
    Tensor *u2 = t_narrow(y, -1, k, n - k);
    rest = t_narrow(g, -1, k, n - k);
    below = t_sub(below, t_matmul(rest, transposed(u2)));
  } else if (m > k) {
    Tensor *l2 = t_narrow(y, -2, k, m - k);
    rest = t_narrow(g, -2, k, m - k);
    above = t_sub(above, t_matmul(transposed(l2), rest));
  }
  Tensor *inner = t_add(upper(above, 0), lower(below, -1));
  Tensor *all = over_upper(lu, under_lower(lu, inner, true));
  if (n > k) return joined(all, under_lower(lu, rest, true), -1);
  return m > k ? joined(all, over_upper(lu, rest), -2) : all;
}

static void lu_rule(const Call *c, Tensor *g, Tensor **gx) {
  int64_t m = rows_of(c->x[0]);
  Tensor *y = t_narrow(c->y, -2, 0, m), *gy = t_narrow(g, -2, 0, m);
  if (y && gy) gx[0] = t_matmul(permutation(c), factors_rule(y, gy));
}

/* ---- the pseudoinverse ---- */

static bool pinverse_infer(Call *c) {
  if (!is_matrix(c->x[0])) return false;
  Shape *s = &c->y->shape;
  *s = c->x[0]->shape;
  s->size[s->rank - 2] = columns_of(c->x[0]);
  s->size[s->rank - 1] = rows_of(c->x[0]);
  return lapack_load();
}

static size_t pinverse_scratch(const Call *c) {
  int64_t m = rows_of(c->x[0]), n = columns_of(c->x[0]), k = least(m, n);
  return (size_t)(m * n + (m + n + 1) * k) * sizeof(real);
}

static void pinverse_forward(Call *c) {
  const Tensor *x = c->x[0];
  int64_t m = rows_of(x), n = columns_of(x), k = least(m, n);
  real *a = pool_scratch(), *u = a + m * n, *s = u + m * k, *vt = s + k;
  if (!all_finite(x)) return;
  for (int64_t at = 0; k > 0 && at < matrices_of(x); at++) {
    memcpy(a, tensor_data(x) + at * m * n, (size_t)(m * n) * sizeof *a);
    if (!lapack_svd(m, n, a, u, s, vt)) return;
    double cut = fmax(c->a->r[1], c->a->r[0] * (double)s[0]);
    for (int64_t j = 0; j < k; j++)
      for (int64_t i = 0; i < n; i++)
        vt[j * n + i] *= (double)s[j] > cut ? 1 / s[j] : 0;
    gemm_run(&(Gemm){
        .batch = 1,
        .m = n,
        .n = m,
        .k = k,
        .alpha = 1,
        .a = {vt, 1, n, 0},
        .b = {u, 1, k, 0},
        .c = tensor_data(c->y) + at * m * n,
        .c_row = m,
        .c_column = 1});
  }
}

/* x less what left right has of it. */
static Tensor *without(Tensor *x, Tensor *left, Tensor *right) {
  return t_sub(x, t_matmul(left, t_matmul(right, x)));
}

/* Golub and Pereyra, "The differentiation of pseudo-inverses and nonlinear
 * least squares problems whose variables separate" (1973), where the rank does
 * not change: with g' = g^T, -p^T g p^T + (1 - x p) g' p p^T + p^T p g' (1 - p
 * x). */
static void pinverse_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *p = c->y, *pt = transposed(p), *gt = transposed(g);
  Tensor *middle = t_matmul(pt, t_matmul(g, pt));
  Tensor *left = t_matmul(without(gt, x, p), t_matmul(p, pt));
  Tensor *last = t_matmul(t_matmul(pt, p),
                          t_sub(gt, t_matmul(t_matmul(gt, p), x)));
  gx[0] = t_add(t_sub(left, middle), last);
}

/* ---- the square root of a symmetric matrix ---- */

/* y = a^T b or a b of square matrices. */
static void multiply(int64_t n, const real *a, bool transpose_a, const real *b,
                     real *y) {
  gemm_run(&(Gemm){
      .batch = 1,
      .m = n,
      .n = n,
      .k = n,
      .alpha = 1,
      .a = {a, transpose_a ? 1 : n, transpose_a ? n : 1, 0},
      .b = {b, n, 1, 0},
      .c = y,
      .c_row = n,
      .c_column = 1});
}

/* What rounding makes of an eigenvalue 0 among these. */
static double negligible(int64_t n, const real *values) {
  double most = 0;
  for (int64_t i = 0; i < n; i++) {
    double size = fabs((double)values[i]);
    if (size > most) most = size; /* by fmax, gcc 12 fails for ARM */
  }
  return most * 10 * (double)n * (REAL_IS_DOUBLE ? 0x1p-52 : 0x1p-23);
}

static size_t sqrtm_scratch(const Call *c) {
  int64_t n = rows_of(c->x[0]);
  return (size_t)(n * n + n) * sizeof(real);
}

static void sqrtm_forward(Call *c) {
  int64_t n = rows_of(c->y), all = matrices_of(c->y);
  real *v = pool_scratch(), *values = v + n * n;
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    symmetrise(n, tensor_data(c->x[0]) + k * n * n, v);
    if (!lapack_eigh(n, v, values)) return;
    double least = -negligible(n, values);
    for (int64_t i = 0; i < n; i++) {
      if ((double)values[i] < least) {
        error_set("the eigenvalue %g is below 0", (double)values[i]);
        return;
      }
      real fourth = values[i] > 0 ? (real)sqrt(sqrt((double)values[i])) : 0;
      for (int64_t j = 0; j < n; j++) v[i * n + j] *= fourth;
    }
    multiply(n, v, true, v, tensor_data(c->y) + k * n * n);
  }
}

static Tensor *lyapunov(Tensor *s, Tensor *g) {
  static const Op *op;
  return t_call2(&op, "lyapunov", s, g);
}

/* From y y = x: y dy + dy y = dx. */
static void sqrtm_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = symmetric(lyapunov(c->y, g));
}

static bool lyapunov_infer(Call *c) {
  const Shape *s = &c->x[0]->shape, *g = &c->x[1]->shape;
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  if (!shape_equal(s, g))
    return error_set("sizes differ: %s and %s", shape_text(s, left),
                     shape_text(g, right));
  return square_infer(c);
}

static size_t lyapunov_scratch(const Call *c) {
  int64_t n = rows_of(c->x[0]);
  return (size_t)(3 * n * n + n) * sizeof(real);
}

/* In the basis of s's vectors the equation is one of numbers. */
static void lyapunov_forward(Call *c) {
  int64_t n = rows_of(c->y), all = matrices_of(c->y);
  real *v = pool_scratch(), *part = v + n * n, *middle = part + n * n;
  real *values = middle + n * n;
  if (!all_finite(c->x[0])) return;
  for (int64_t k = 0; k < all; k++) {
    real *y = tensor_data(c->y) + k * n * n;
    symmetrise(n, tensor_data(c->x[0]) + k * n * n, v);
    if (!lapack_eigh(n, v, values)) return;
    double least = negligible(n, values);
    multiply(n, v, false, tensor_data(c->x[1]) + k * n * n, part);
    turn(n, n, v, y);
    multiply(n, part, false, y, middle);
    for (int64_t i = 0; i < n * n; i++) {
      double sum = (double)values[i / n] + (double)values[i % n];
      middle[i] = fabs(sum) > least ? middle[i] / (real)sum : 0;
    }
    multiply(n, y, false, middle, part);
    multiply(n, part, false, v, y);
  }
}

static void lyapunov_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *p = lyapunov(c->x[0], g), *back = transposed(c->y);
  gx[1] = p;
  if (c->need[0])
    gx[0] = t_neg(symmetric(t_add(t_matmul(p, back), t_matmul(back, p))));
}

/* ---- rows ---- */

Op linalg_ops[] = {
    {"cholesky", "x", factors_infer, cholesky_forward, cholesky_rule,
     .reads = READS_RESULT, .sample = "definite(3); definite(1)",
     .doc = "The lower triangular y with y y^T = x, for positive definite x "
            "(symmetric: (x + x^T) / 2 counts)."},
    {"eigh_packed", "x", eigh_infer, eigh_forward, eigh_rule,
     .reads = READS_RESULT, .scratch = matrix_scratch,
     .sample = "x(3, 3); definite(4)",
     .doc = "Eigenvectors, as columns, and in a last row the eigenvalues, "
            "ascending, of a symmetric matrix ((x + x^T) / 2 counts); see "
            "eigh. The first component of a vector within 3/4 of its largest "
            "is positive. By LAPACK."},
    {"eigh_values", "x", eigvals_infer, eigvals_forward,
     .scratch = matrix_scratch,
     .doc = "The eigenvalues alone, ascending, of a symmetric matrix; see "
            "eigvalsh. No derivative. By LAPACK."},
    {"svd_values", "x", svdvals_infer, svdvals_forward,
     .scratch = matrix_scratch,
     .doc = "The singular values alone, descending; see svdvals. No "
            "derivative. By LAPACK."},
    {"svd_packed", "x", svd_infer, svd_forward, svd_rule, .reads = READS_ALL,
     .scratch = svd_scratch, .sample = "x(3, 3); x(4, 2); x(2, 4)",
     .doc = "The singular value decomposition x = u diag(s) v^T of m x n "
            "matrices: m rows of u, one of s, descending, n rows of v, with "
            "min(m, n) columns; see svd. The first component of a column of v "
            "within 3/4 of its largest is positive. By LAPACK."},
    {"inverse", "x", factors_infer, inverse_forward, inverse_rule,
     .reads = READS_RESULT, .scratch = work_scratch, .sample = "definite(3)",
     .doc = "The inverse of a square matrix."},
    {"solve_columns", "a, b", same_columns, columns_forward, columns_rule,
     .reads = READS_ALL, .scratch = work_scratch,
     .sample = "definite(3), x(3, 2)",
     .doc = "The y with a y = b for matrices of one batch: what solve is made "
            "of."},
    {"solve", "A, B", .compose = solve_compose,
     .sample = "definite(3), x(3); definite(3), x(2, 3, 2)",
     .doc = "The y with A y = B. A: ..., n, n; B: ..., n, r, or vectors: n, or "
            "..., n with the leading sizes of A."},
    {"slogdet_packed", "x", slogdet_infer, slogdet_forward, slogdet_rule,
     .scratch = work_scratch, .sample = "definite(3)",
     .doc = "The sign of a determinant, and the logarithm of its size (-inf "
            "for 0): a last dimension of 2; see slogdet."},
    {"det", "x", det_infer, det_forward, det_rule, .reads = READS_ALL,
     .scratch = work_scratch, .sample = "x(3, 3); x(2, 2, 2); definite(1)",
     .doc = "The determinant of square matrices, with derivatives of every "
            "order for singular ones as well."},
    {"solve_triangular_columns",
     "a, b, {upper: bool = false, unitriangular: bool = false}", same_columns,
     triangular_forward, triangular_rule, .reads = READS_ALL,
     .sample = "definite(3), x(3, 2); definite(3), x(3, 2), {upper = true, "
               "unitriangular = true}",
     .doc = "The y with a y = b for triangular matrices of one batch: what "
            "solve_triangular is made of. What is not upper, or lower, in a is "
            "not read, nor its diagonal with unitriangular, which is 1."},
    {"qr_packed", "x, {complete: bool = false}", qr_infer, qr_forward, qr_rule,
     .reads = READS_ALL, .scratch = qr_scratch,
     .sample = "x(3, 3); x(4, 2); x(2, 3, 2)",
     .doc = "The factors of x = q r, of as many rows as columns, or more: the "
            "elements of q, then those of r; see qr. By LAPACK."},
    {"lu_packed", "x", lu_infer, lu_forward, lu_rule, .reads = READS_ALL,
     .scratch = work_scratch, .sample = "x(3, 3); x(4, 2); x(2, 4); x(2, 3, 3)",
     .doc = "The factors of x = p l u, m x n, in m rows (below the diagonal l, "
            "whose diagonal is 1, on and above it u) and in one more the "
            "pivots; see lu."},
    {"pivots_order", "pivots, m: int", pivots_order_infer, pivots_order_forward,
     .doc = "Where each of m rows (..., m) stood, from 1, before pivots (..., "
            "k) put it in its place: row i is exchanged with row pivots[i], "
            "for i from 1 on. No derivative."},
    {"pinverse", "x, rcond: real = 1e-15, {atol: real = 0}", pinverse_infer,
     pinverse_forward, pinverse_rule, .reads = READS_ALL,
     .scratch = pinverse_scratch, .sample = "x(3, 3); x(4, 2); x(2, 4)",
     .doc = "The pseudoinverse, to which singular values up to rcond times the "
            "largest, or up to atol, count as 0; see pinv. By LAPACK."},
    {"sqrtm", "x", square_infer, sqrtm_forward, sqrtm_rule,
     .reads = READS_RESULT, .scratch = sqrtm_scratch, .sample = "definite(3)",
     .doc = "The symmetric y with y y = x, for x without eigenvalues below 0 "
            "(symmetric: (x + x^T) / 2 counts). By LAPACK."},
    {"lyapunov", "s, g", lyapunov_infer, lyapunov_forward, lyapunov_rule,
     .reads = READS_ALL, .scratch = lyapunov_scratch,
     .sample = "definite(3), x(3, 3)",
     .doc = "The y with s y + y s = g, for symmetric s ((s + s^T) / 2 counts): "
            "the derivative of sqrtm. 0 for pairs of eigenvalues whose sum is "
            "0. By LAPACK."},
    {0}};
