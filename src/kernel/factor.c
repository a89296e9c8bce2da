/* See factor.h. What is large is halved: one half is solved or factored, the
 * other takes what follows from it, as a product, and is next. */
#include "factor.h"

#include <string.h>

#include "kernel.h"
#include "patch.h"
#include "sizes.h"

enum { SIDE = FACTOR_SIDE, LITTLE = 64 };

static int64_t half_of(int64_t n) { return round_up(n / 2, SIDE); }

static Part beyond(Part f, int64_t rows, int64_t columns) {
  f.at += rows * f.row + columns * f.column;
  return f;
}

static Matrix within(Matrix a, int64_t rows, int64_t columns) {
  a.data += rows * a.row + columns * a.column;
  return a;
}

static Matrix read_of(Part f) { return (Matrix){f.at, f.row, f.column, 0}; }

/* y -= a b; a: m x k, b: k x n. */
static void take_away(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b,
                      Part y) {
  gemm_run(&(Gemm){
      .batch = 1,
      .m = m,
      .n = n,
      .k = k,
      .alpha = -1,
      .beta = 1,
      .a = a,
      .b = b,
      .c = y.at,
      .c_row = y.row,
      .c_column = y.column});
}

/* ---- triangular systems ---- */

static void move(int64_t rows, int64_t columns, Matrix from, Part to) {
  bool along = from.column == 1 && to.column == 1;
  for (int64_t i = 0; i < rows; i++)
    if (along && columns == SIDE / 2) /* of a size that is no call */
      memcpy(to.at + i * to.row, from.data + i * from.row,
             SIDE / 2 * sizeof(real));
    else if (along)
      memcpy(to.at + i * to.row, from.data + i * from.row,
             (size_t)columns * sizeof(real));
    else
      for (int64_t j = 0; j < columns; j++)
        to.at[i * to.row + j * to.column] =
            from.data[i * from.row + j * from.column];
}

static void solve_few(int64_t n, int64_t r, Matrix a, bool unit, Part b) {
  real triangle[SIDE * SIDE], some[SIDE * SIDE];
  const Part own = {some, SIDE, 1};
  for (int64_t i = 0; i < n; i++) {
    for (int64_t k = 0; k <= i; k++)
      triangle[i * SIDE + k] = a.data[i * a.row + k * a.column];
  }
  for (; r > 0; r -= SIDE, b = beyond(b, 0, SIDE)) {
    int64_t width = least(r, SIDE);
    if (b.column == 1 && width == SIDE) {
      kernels->factor->lower(n, triangle, unit, b.at, b.row);
      continue;
    }
    if (width < SIDE) memset(some, 0, (size_t)(n * SIDE) * sizeof *some);
    move(n, width, read_of(b), own);
    kernels->factor->lower(n, triangle, unit, some, SIDE);
    move(n, width, read_of(own), b);
  }
}

static void solve_lower(int64_t n, int64_t r, Matrix a, bool unit, Part b) {
  if (n <= SIDE) {
    solve_few(n, r, a, unit, b);
    return;
  }
  int64_t h = half_of(n);
  Part rest = beyond(b, h, 0);
  solve_lower(h, r, a, unit, b);
  take_away(n - h, r, h, within(a, h, 0), read_of(b), rest);
  solve_lower(n - h, r, within(a, h, h), unit, rest);
}

/* An upper one is a lower one from its other end. */
void factor_solve(int64_t n, int64_t r, const Triangle *t, Part b) {
  Matrix a = t->a;
  if (n == 0 || r == 0) return;
  if (t->upper) {
    a = within(a, n - 1, n - 1);
    b = beyond(b, n - 1, 0);
    a.row = -a.row;
    a.column = -a.column;
    b.row = -b.row;
  }
  solve_lower(n, r, a, t->unit, b);
}

/* ---- lu ---- */

typedef struct Lu {
  int64_t m;
  real *a;
  int64_t row, *pivots, zero;
  real *room;
} Lu;

int64_t factor_room(int64_t m) { return times(round_up(m, SIDE), SIDE + 1); }

void factor_exchange(int64_t n, real *a, int64_t row, int64_t count,
                     const int64_t *pivots) {
  for (int64_t i = 0; i < count; i++) {
    real *x = a + i * row, *y = a + pivots[i] * row;
    for (int64_t j = 0; x != y && j < n; j++) {
      real kept = x[j];
      x[j] = y[j];
      y[j] = kept;
    }
  }
}

/* Columns `from` on, n of them, of the rows from there. Pivots are counted from
 * row `from`, until whoever asked for these columns counts on. */
static void factor_few(Lu *f, int64_t from, int64_t n) {
  int64_t m = f->m - from, step = round_up(m, SIDE);
  real *a = f->a + from * (f->row + 1), *t = f->room;
  const PatchLoops *patch = kernels->patch;
  patch->transpose(m, n, a, f->row, t, step);
  for (int64_t j = 0; j < n && m < step; j++)
    memset(t + j * step + m, 0, (size_t)(step - m) * sizeof *t);
  int64_t zero = kernels->factor->panel(m, n, t, step, f->pivots + from);
  if (zero && !f->zero) f->zero = from + zero;
  patch->transpose(n, m, t, step, a, f->row);
}

/* Columns `at` on, n of them, take what the h before them did. */
static void follow(const Lu *f, int64_t from, int64_t h, int64_t at,
                   int64_t n) {
  Part l = {f->a + from * (f->row + 1), f->row, 1};
  Part y = {f->a + from * f->row + at, f->row, 1};
  const Triangle t = {.a = read_of(l), .unit = true};
  factor_exchange(n, y.at, f->row, h, f->pivots + from);
  factor_solve(h, n, &t, y);
  take_away(f->m - from - h, n, h, read_of(beyond(l, h, 0)), read_of(y),
            beyond(y, h, 0));
}

static void factor_columns(Lu *f, int64_t from, int64_t n) {
  if (n <= SIDE) {
    factor_few(f, from, n);
    return;
  }
  int64_t h = half_of(n), next = from + h;
  factor_columns(f, from, h);
  follow(f, from, h, next, n - h);
  factor_columns(f, next, n - h);
  factor_exchange(h, f->a + next * f->row + from, f->row, n - h,
                  f->pivots + next);
  for (int64_t i = next; i < from + n; i++) f->pivots[i] += h;
}

int64_t factor_lu(int64_t m, int64_t n, real *a, int64_t row, int64_t *pivots,
                  real *room) {
  int64_t k = least(m, n);
  Lu f = {m, a, row, pivots, 0, room};
  if (k == 0) return 0;
  factor_columns(&f, 0, k);
  if (n > k) follow(&f, 0, k, k, n - k);
  return f.zero;
}

/* ---- cholesky ---- */

static int64_t root_few(int64_t n, real *a, int64_t row) {
  real some[SIDE * SIDE] = {0};
  Part own = {some, SIDE, 1}, turned = {some, 1, SIDE}, all = {a, row, 1};
  move(n, n, read_of(all), own);
  int64_t bad = kernels->factor->cholesky(n, some);
  move(n, n, read_of(turned), all);
  return bad;
}

/* y (n x n) -= x x^T, on and below the diagonal at least; x: n x k. */
static void take_square(int64_t n, int64_t k, Part x, Part y) {
  Matrix across = {x.at, x.column, x.row, 0};
  if (n <= LITTLE) {
    take_away(n, n, k, read_of(x), across, y);
    return;
  }
  int64_t h = half_of(n);
  take_square(h, k, x, y);
  take_away(n - h, h, k, read_of(beyond(x, h, 0)), across, beyond(y, h, 0));
  take_square(n - h, k, beyond(x, h, 0), beyond(y, h, h));
}

int64_t factor_cholesky(int64_t n, real *a, int64_t row) {
  if (n <= SIDE) return root_few(n, a, row);
  int64_t h = half_of(n);
  Part below = {a + h * row, row, 1}, rest = beyond(below, 0, h);
  int64_t bad = factor_cholesky(h, a, row);
  if (bad) return bad;
  const Triangle l = {.a = {a, row, 1, 0}};
  factor_solve(h, n - h, &l, (Part){below.at, 1, row});
  take_square(n - h, h, below, rest);
  bad = factor_cholesky(n - h, rest.at, row);
  return bad ? h + bad : 0;
}
