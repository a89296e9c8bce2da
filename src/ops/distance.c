/* Distances between all rows of two sets. x: ..., p, m; other: ..., r, m;
 * y: ..., p, r; the leading axes broadcast. */
#include <tgmath.h>

#include "../gemm.h"
#include "../grad.h"
#include "../kernel/distance.h"
#include "../pool.h"
#include "../notation.h"

/* ---- of two rows ---- */

enum { LANES = 8, RUN = 1024, FEW = 32 };

typedef real (*Distance)(int64_t n, const real *a, const real *b, real p);

static real total(const real *part) {
  return ((part[0] + part[1]) + (part[2] + part[3])) +
         ((part[4] + part[5]) + (part[6] + part[7]));
}

static real distance_0(int64_t n, const real *a, const real *b, real p) {
  int64_t differ = 0;
  (void)p;
  for (int64_t i = 0; i < n; i++) differ += a[i] != b[i];
  return (real)differ;
}

/* Sums of at most RUN terms, in lanes. */
typedef real (*Terms)(int64_t n, const real *a, const real *b, real p);

static real sizes(int64_t n, const real *a, const real *b, real p) {
  real part[LANES] = {0};
  int64_t i = 0;
  (void)p;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) part[k] += fabs(a[i + k] - b[i + k]);
  for (; i < n; i++) part[0] += fabs(a[i] - b[i]);
  return total(part);
}

static real squares(int64_t n, const real *a, const real *b, real p) {
  real part[LANES] = {0};
  int64_t i = 0;
  (void)p;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) {
      real d = a[i + k] - b[i + k];
      part[k] += d * d;
    }
  for (; i < n; i++) part[0] += (a[i] - b[i]) * (a[i] - b[i]);
  return total(part);
}

static real own_squares(int64_t n, const real *a, const real *b, real p) {
  real part[LANES] = {0};
  int64_t i = 0;
  (void)b, (void)p;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) part[k] += a[i + k] * a[i + k];
  for (; i < n; i++) part[0] += a[i] * a[i];
  return total(part);
}

static real powers(int64_t n, const real *a, const real *b, real p) {
  real sum = 0;
  for (int64_t i = 0; i < n; i++) sum += pow(fabs(a[i] - b[i]), p);
  return sum;
}

/* Runs add up in double, so that the length of the rows does not count. */
static inline real summed(Terms terms, int64_t n, const real *a, const real *b,
                          real p) {
  if (n <= RUN) return terms(n, a, b, p);
  double sum = 0;
  for (int64_t i = 0; i < n; i += RUN)
    sum += (double)terms(n - i < RUN ? n - i : RUN, a + i, b + i, p);
  return (real)sum;
}

static real distance_1(int64_t n, const real *a, const real *b, real p) {
  return summed(sizes, n, a, b, p);
}

static real square_norm(int64_t n, const real *a) {
  return summed(own_squares, n, a, a, 2);
}

/* Is a sum of squares or powers what it is to be? */
static bool fits(real sum) { return sum >= REAL_FAINT && isfinite(sum); }

/* Of rows whose powers do not fit: by their largest difference. */
static real distance_far(int64_t n, const real *a, const real *b, real p) {
  double most = (double)kernels->distance->most(n, a, b), sum = 0;
  if (!(most > 0 && isfinite(most))) return (real)most;
  for (int64_t i = 0; i < n; i++)
    sum += pow(fabs((double)a[i] - (double)b[i]) / most, (double)p);
  return (real)(most * pow(sum, 1 / (double)p));
}

static real distance_2(int64_t n, const real *a, const real *b, real p) {
  real sum = summed(squares, n, a, b, p);
  return fits(sum) ? sqrt(sum) : distance_far(n, a, b, 2);
}

static real distance_any(int64_t n, const real *a, const real *b, real p) {
  real sum = summed(powers, n, a, b, p);
  return fits(sum) ? pow(sum, 1 / p) : distance_far(n, a, b, p);
}

static real distance_most(int64_t n, const real *a, const real *b, real p) {
  (void)p;
  return kernels->distance->most(n, a, b);
}

static Distance distance_of(double p) {
  return p == 0     ? distance_0
         : p == 1   ? distance_1
         : p == 2   ? distance_2
         : isinf(p) ? distance_most
                    : distance_any;
}

/* ---- of all rows ---- */

static bool cdist_infer(Call *c) {
  const Shape *x = &c->x[0]->shape, *other = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!(c->a->r[0] >= 0)) return error_set("p is %g", c->a->r[0]);
  if (x->rank < 2 || other->rank < 2)
    return error_set("both sides need two dimensions");
  if (x->size[x->rank - 1] != other->size[other->rank - 1])
    return error_set("rows differ in length: %s and %s", shape_text(x, a),
                     shape_text(other, b));
  Shape batch = *x, others = *other;
  batch.rank -= 2;
  others.rank -= 2;
  if (!shape_broadcast(&batch, &others)) return false;
  c->y->shape = batch;
  return shape_push(&c->y->shape, x->size[x->rank - 2]) &&
         shape_push(&c->y->shape, other->size[other->rank - 2]);
}

/* One matrix of the batch. With norms (of the rows of b), y holds -2 a b^T on
 * entry, and squares of distances are made of that. */
typedef struct DistanceMatrix {
  int64_t p, r, m, block; /* block: rows of a in a chunk */
  const real *a, *b;
  real *y, *norms, power;
  Distance distance;
} DistanceMatrix;

/* What is left of two near rows in such a square is rounding, and of some it
 * does not fit: those are measured element by element. */
static inline bool measured(real square, real scale) {
  return !(square - scale / 16 >= REAL_FAINT);
}

static void finish_some(const DistanceMatrix *t, real own, const real *a,
                        int64_t first, int64_t n, real *y) {
  real square[FEW];
  const real *norm = t->norms + first;
  int near = 0;
  for (int64_t j = 0; j < n; j++) {
    real scale = own + norm[j];
    square[j] = y[j] + scale;
    near |= measured(square[j], scale);
    y[j] = sqrt(square[j]);
  }
  for (int64_t j = 0; near && j < n; j++)
    if (measured(square[j], own + norm[j]))
      y[j] = distance_2(t->m, a, t->b + (first + j) * t->m, 2);
}

static void finish_row(const DistanceMatrix *t, real own, const real *a,
                       real *y) {
  for (int64_t j = 0; j < t->r; j += FEW)
    finish_some(t, own, a, j, t->r - j < FEW ? t->r - j : FEW, y + j);
}

static void rows_chunk(void *context, int64_t chunk) {
  const DistanceMatrix *t = context;
  int64_t end = (chunk + 1) * t->block;
  for (int64_t i = chunk * t->block; i < (end < t->p ? end : t->p); i++) {
    const real *a = t->a + i * t->m;
    real *y = t->y + i * t->r;
    if (t->norms) finish_row(t, square_norm(t->m, a), a, y);
    else
      for (int64_t j = 0; j < t->r; j++)
        y[j] = t->distance(t->m, a, t->b + j * t->m, t->power);
  }
}

static void run_rows(DistanceMatrix *t) {
  if (t->norms) {
    for (int64_t j = 0; j < t->r; j++)
      t->norms[j] = square_norm(t->m, t->b + j * t->m);
    gemm_run(&(Gemm){
        .batch = 1,
        .m = t->p,
        .n = t->r,
        .k = t->m,
        .alpha = -2,
        .a = {t->a, t->m, 1, 0},
        .b = {t->b, 1, t->m, 0},
        .c = t->y,
        .c_row = t->r,
        .c_column = 1});
  }
  pool_run(rows_chunk, t, (t->p + t->block - 1) / t->block);
}

static int64_t rows_of(const Tensor *x) {
  return x->shape.size[x->shape.rank - 2];
}

/* PyTorch's measure of when the product is worth it. */
static bool by_product(const Call *c) {
  return c->a->r[0] == 2 && (rows_of(c->x[0]) > 25 || rows_of(c->x[1]) > 25);
}

static size_t cdist_scratch(const Call *c) {
  return by_product(c) ? (size_t)rows_of(c->x[1]) * sizeof(real) : 0;
}

/* Where matrix i of the result's batch begins in x, which is contiguous. */
static int64_t matrix_at(const Tensor *x, const Shape *y, int64_t i) {
  int64_t step = rows_of(x) * x->shape.size[x->shape.rank - 1], at = 0;
  int missing = y->rank - x->shape.rank;
  for (int k = y->rank - 3; k >= missing; k--) {
    int64_t size = x->shape.size[k - missing];
    if (size > 1) at += i % y->size[k] * step;
    i /= y->size[k];
    step *= size;
  }
  return at;
}

static void cdist_forward(Call *c) {
  const Tensor *x = c->x[0], *other = c->x[1];
  DistanceMatrix t = {
      .p = rows_of(x),
      .r = rows_of(other),
      .m = x->shape.size[x->shape.rank - 1],
      .norms = by_product(c) ? pool_scratch() : NULL,
      .power = (real)c->a->r[0],
      .distance = distance_of(c->a->r[0])};
  int64_t n = tensor_count(c->y);
  t.block = (1 << 14) / (t.r * (t.m + 1) + 1) + 1;
  for (int64_t i = 0; i * t.p * t.r < n; i++) {
    t.a = tensor_data(x) + matrix_at(x, &c->y->shape, i);
    t.b = tensor_data(other) + matrix_at(other, &c->y->shape, i);
    t.y = tensor_data(c->y) + i * t.p * t.r;
    run_rows(&t);
  }
}

/* ---- derivatives: 0 where two rows are the same ---- */

static Tensor *zero_or(Tensor *is_zero, Tensor *x) {
  return t_where(is_zero, t_number(0), x);
}

static Tensor *one_or(Tensor *is_zero, Tensor *x) {
  return t_where(is_zero, t_number(1), x);
}

/* Of all pairs of rows, element by element: ..., p, r, m. */
static Tensor *cdist_plain(const Call *c) {
  static const Op *unsqueeze, *norm;
  Tensor *a = t_call(&unsqueeze, "unsqueeze", c->x, 1, &(Attrs){.i = {-2}});
  Tensor *b = t_call(&unsqueeze, "unsqueeze", c->x + 1, 1, &(Attrs){.i = {-3}});
  Tensor *d = t_sub(a, b);
  Attrs of_rows = {.r = {c->a->r[0]}, .n = 1, .list = {-1}};
  return t_call(&norm, "norm", &d, 1, &of_rows);
}

/* sum over j of w_ij (x_i - other_j), the weights w = g / distance. */
static Tensor *pull(Tensor *w, Tensor *x, Tensor *other) {
  Tensor *row = w ? t_sum(w, 1u << (w->shape.rank - 1), true) : NULL;
  return t_sub(t_mul(x, row), t_matmul(w, other));
}

/* ---- p = 1 and inf ----
 *
 * The derivative is made of signs, and so is that of it; for inf of those where
 * |x - other| is the distance, which share. */

/* w sign(a - b), and w - w where one is NaN, in a form that compilers make
 * vectors of. */
static real signed_as(real w, real a, real b) {
  return (!(a <= b) ? w : 0) - (!(a >= b) ? w : 0);
}

enum { TILE = 256, GROUP = 64 };

/* The pairs of rows of one call, matrix by matrix. */
typedef struct Pairs {
  int64_t p, r, m, block;
  const real *w, *a, *b, *distance; /* distance: p, r, or NULL */
  real *y;
} Pairs;

/* y: p, m; w: p, r. A tile of y at a time; rows in groups, so that little is
 * added to much. */
static void signs_row(const Pairs *t, int64_t i, int64_t from, int64_t n) {
  const real *a = t->a + i * t->m + from, *w = t->w + i * t->r;
  real *y = t->y + i * t->m + from;
  double sum[TILE] = {0};
  for (int64_t top = 0; top < t->r; top += GROUP) {
    real part[TILE] = {0};
    for (int64_t j = top; j < t->r && j < top + GROUP; j++) {
      const real *b = t->b + j * t->m + from;
      for (int64_t k = 0; k < n; k++) part[k] += signed_as(w[j], a[k], b[k]);
    }
    for (int64_t k = 0; k < n; k++) sum[k] += (double)part[k];
  }
  for (int64_t k = 0; k < n; k++) y[k] = (real)sum[k];
}

/* In scratch, behind the sums of a row. */
static Whole *places_of(const Pairs *t) {
  return (Whole *)((double *)pool_scratch() + t->m);
}

/* The places where rows i and j are as far apart as they are. */
static int64_t places(const Pairs *t, int64_t i, int64_t j) {
  return kernels->distance->places(t->m, t->a + i * t->m, t->b + j * t->m,
                                   t->distance[i * t->r + j], places_of(t));
}

/* Row i of y, of the places of its distances. */
static void shares_row(const Pairs *t, int64_t i) {
  const real *a = t->a + i * t->m, *w = t->w + i * t->r;
  double *sum = pool_scratch();
  const Whole *at = places_of(t);
  for (int64_t k = 0; k < t->m; k++) sum[k] = 0;
  for (int64_t j = 0; j < t->r; j++) {
    const real *b = t->b + j * t->m;
    int64_t found = places(t, i, j);
    if (isnan(t->distance[i * t->r + j]))
      for (int64_t k = 0; k < t->m; k++) sum[k] = NAN;
    for (int64_t k = 0; k < found; k++)
      sum[at[k]] += (double)signed_as(w[j] / (real)found, a[at[k]], b[at[k]]);
  }
  for (int64_t k = 0; k < t->m; k++) t->y[i * t->m + k] = (real)sum[k];
}

static real share_along(const Pairs *t, int64_t i, int64_t j) {
  const real *a = t->a + i * t->m, *b = t->b + j * t->m, *w = t->w + i * t->m;
  const Whole *at = places_of(t);
  int64_t found = places(t, i, j);
  double sum = 0;
  for (int64_t k = 0; k < found; k++)
    sum += (double)signed_as(w[at[k]], a[at[k]], b[at[k]]);
  if (isnan(t->distance[i * t->r + j])) return (real)NAN;
  return found ? (real)(sum / (double)found) : 0;
}

static size_t places_scratch(const Call *c) {
  size_t m = (size_t)c->x[1]->shape.size[c->x[1]->shape.rank - 1];
  return c->x[3] ? (m + DISTANCE_BEYOND) * (sizeof(double) + sizeof(Whole)) : 0;
}

static void signs_chunk(void *context, int64_t chunk) {
  const Pairs *t = context;
  int64_t end = (chunk + 1) * t->block;
  for (int64_t i = chunk * t->block; i < (end < t->p ? end : t->p); i++)
    if (t->distance) shares_row(t, i);
    else
      for (int64_t at = 0; at < t->m; at += TILE)
        signs_row(t, i, at, t->m - at < TILE ? t->m - at : TILE);
}

/* w . sign(a - b) over at most RUN elements. */
static real along_run(int64_t n, const real *w, const real *a, const real *b) {
  real part[LANES] = {0};
  int64_t k = 0;
  for (; k + LANES <= n; k += LANES)
    for (int l = 0; l < LANES; l++)
      part[l] += signed_as(w[k + l], a[k + l], b[k + l]);
  for (; k < n; k++) part[0] += signed_as(w[k], a[k], b[k]);
  return total(part);
}

/* y: p, r; w: p, m */
static void along_chunk(void *context, int64_t chunk) {
  const Pairs *t = context;
  int64_t end = (chunk + 1) * t->block;
  for (int64_t i = chunk * t->block; i < (end < t->p ? end : t->p); i++) {
    const real *a = t->a + i * t->m, *w = t->w + i * t->m;
    for (int64_t j = 0; j < t->r; j++) {
      const real *b = t->b + j * t->m;
      double sum = t->distance ? (double)share_along(t, i, j) : 0;
      for (int64_t k = 0; k < t->m && !t->distance; k += RUN)
        sum += (double)along_run(t->m - k < RUN ? t->m - k : RUN, w + k, a + k,
                                 b + k);
      t->y[i * t->r + j] = (real)sum;
    }
  }
}

/* x[0] is w, with the batch of the result; x[1] and x[2] are the rows, x[3] is
 * their distances or not there. */
static void run_pairs(Call *c, PoolTask task) {
  const Tensor *w = c->x[0], *a = c->x[1], *b = c->x[2];
  Pairs t = {.p = rows_of(a),
             .r = rows_of(b),
             .m = a->shape.size[a->shape.rank - 1]};
  int64_t step = t.p * c->y->shape.size[c->y->shape.rank - 1];
  t.block = (1 << 14) / (t.r * t.m + 1) + 1;
  for (int64_t i = 0; i * step < tensor_count(c->y); i++) {
    t.w = tensor_data(w) + matrix_at(w, &c->y->shape, i);
    t.a = tensor_data(a) + matrix_at(a, &c->y->shape, i);
    t.b = tensor_data(b) + matrix_at(b, &c->y->shape, i);
    t.y = tensor_data(c->y) + i * step;
    if (c->x[3]) t.distance = tensor_data(c->x[3]) + i * t.p * t.r;
    pool_run(task, &t, (t.p + t.block - 1) / t.block);
  }
}

static void signs_forward(Call *c) { run_pairs(c, signs_chunk); }
static void along_forward(Call *c) { run_pairs(c, along_chunk); }

/* y is ..., p, m and w ..., p, r when it gives rows, else the other way. */
static bool pairs_infer(Call *c, bool gives_rows) {
  const Shape *w = &c->x[0]->shape;
  Call pairs = {.n = 2, .x = c->x + 1, .a = &(Attrs){.r = {1}}, .y = c->y};
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!cdist_infer(&pairs)) return false;
  Shape rows = c->y->shape;
  if (c->x[3] && !shape_equal(&c->x[3]->shape, &rows))
    return error_set("distance is %s, %s is due",
                     shape_text(&c->x[3]->shape, a), shape_text(&rows, b));
  rows.size[rows.rank - 1] = c->x[1]->shape.size[c->x[1]->shape.rank - 1];
  Shape due = gives_rows ? c->y->shape : rows;
  if (gives_rows) c->y->shape = rows;
  return shape_equal(w, &due) ||
         error_set("w is %s, %s is due", shape_text(w, a), shape_text(&due, b));
}

static bool signs_infer(Call *c) { return pairs_infer(c, true); }
static bool along_infer(Call *c) { return pairs_infer(c, false); }

static Tensor *signs(Tensor *w, Tensor *x, Tensor *other, Tensor *distance) {
  static const Op *op;
  Tensor *in[] = {w, x, other, distance};
  return t_call(&op, "cdist_signs", in, 4, NULL);
}

static void signs_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *in[] = {g, c->x[1], c->x[2], c->x[3]};
  gx[0] = t_call(&op, "cdist_along", in, 4, NULL);
}

static void along_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = signs(g, c->x[1], c->x[2], c->x[3]);
}

/* ---- the rule ---- */

/* Whether g / distance, and that twice more, fit in between. */
static bool is_ordinary(const Tensor *distance) {
  const real *y = tensor_data(distance), most = REAL_IS_DOUBLE ? 1e90 : 1e9f;
  int64_t n = tensor_count(distance);
  int all = 1;
  for (int64_t i = 0; i < n; i++)
    all &= (!(y[i] > 0)) | ((y[i] > 1 / most) & (y[i] < most));
  return all;
}

static void cdist_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *other = c->x[1];
  /* a step; and rows without elements are all at distance 0 */
  if (c->a->r[0] == 0 || tensor_count(x) == 0) return;
  if (c->a->r[0] == 1 || isinf(c->a->r[0])) {
    Tensor *d = isinf(c->a->r[0]) ? c->y : NULL;
    Tensor *turned = d ? t_transpose(d, -1, -2) : NULL;
    if (c->need[0]) gx[0] = t_sum_to(signs(g, x, other, d), &x->shape);
    if (c->need[1])
      gx[1] = t_sum_to(signs(t_transpose(g, -1, -2), other, x, turned),
                       &other->shape);
    return;
  }
  if (!by_product(c) || !is_ordinary(c->y)) {
    grad_composed(c, g, gx, cdist_plain);
    return;
  }
  Tensor *same = t_eq(c->y, t_number(0));
  Tensor *w = zero_or(same, t_div(g, one_or(same, c->y)));
  if (c->need[0]) gx[0] = t_sum_to(pull(w, x, other), &x->shape);
  if (c->need[1])
    gx[1] = t_sum_to(pull(t_transpose(w, -1, -2), other, x), &other->shape);
}

/* ---- rows ---- */

Op distance_ops[] = {
    {"cdist", "x, x2, {p: real = 2}", cdist_infer, cdist_forward, cdist_rule,
     .reads = READS_ALL, .scratch = cdist_scratch,
     .sample = "x(3, 4), x(2, 4); x(2, 3, 4), x(2, 4), {p = 1}; "
               "x(3, 4), x(2, 4), {p = 3}; x(3, 4), x(2, 4), {p = 1e400}; "
               "x(2, 3, 2), x(1, 4, 2), {p = 1.5}; x(3, 2), x(27, 2)",
     .doc = "y[i][j] = |x_i - x2_j|_p, the distances of all rows of x and x2 "
            "(..., p, m and ..., r, m; y: ..., p, r); p may be 0 (the "
            "number of places that differ) or inf. The derivative at distance "
            "0 is 0; unless p is 1, inf, or 2 for more than 25 rows, it "
            "goes through an array ..., p, r, m."},
    {"cdist_signs", "w, x, other, distance?", signs_infer, signs_forward,
     signs_rule, .scratch = places_scratch,
     .sample = "x(3, 2), ones(3, 4) * 0.5, ones(1, 4):expand(2, 4); "
               "x(3, 4), arange(1, 6):view(3, 2), arange(2, 9):view(4, 2); "
               "x(3, 2), arange(1, 6):view(3, 2), arange(2, 5):view(2, 2), "
               "ones(3, 2)",
     .doc = "y_i = sum over j of w_ij sign(x_i - other_j): the derivative of "
            "cdist for p = 1. With distance (..., p, r) the signs count where "
            "|x_i - other_j| is distance_ij, and share w_ij: that for p = "
            "inf."},
    {"cdist_along", "w, x, other, distance?", along_infer, along_forward,
     along_rule, .scratch = places_scratch,
     .sample = "x(3, 2), arange(1, 6):view(3, 2), arange(2, 9):view(4, 2); "
               "x(3, 2), arange(1, 6):view(3, 2), arange(2, 5):view(2, 2), "
               "ones(3, 2)",
     .doc = "y_ij = w_i . sign(x_i - other_j): the adjoint of cdist_signs."},
    {0}};
