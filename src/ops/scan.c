/* Along one axis: running sums and products, and the order of the elements. */
#include <string.h>
#include <tgmath.h>

#include "../grad.h"
#include "../pool.h"
#include "indices.h"
#include "lines.h"

static bool scan_infer(Call *c) {
  int axis = shape_axis(c->x[0]->shape.rank, c->a->i[0]);
  c->a->i[0] = axis;
  c->y->shape = c->x[0]->shape;
  return axis >= 0;
}

static int64_t length_of(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  return s->rank ? s->size[c->a->i[0]] : 1;
}

/* ---- sums ---- */

static void cumsum_line(const Call *c, const Line *l) {
  double total = 0;
  (void)c;
  for (int64_t i = 0; i < l->n * l->step; i += l->step) {
    total += (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void cumsum_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], cumsum_line, false);
}
static void cumsum_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "suffix_sum", &g, 1, c->a);
}

static void suffix_sum_line(const Call *c, const Line *l) {
  double total = 0;
  (void)c;
  for (int64_t i = (l->n - 1) * l->step; i >= 0; i -= l->step) {
    total += (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void suffix_sum_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], suffix_sum_line, false);
}
static void suffix_sum_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "cumsum", &g, 1, c->a);
}

/* ---- other scans ---- */

/* The scan of an associative `join` in plain ops: after k steps an element
 * holds the 2^k that end with it (Hillis and Steele 1986). */
static Tensor *doubled(const Call *c, Tensor *(*join)(Tensor *, Tensor *)) {
  static const Op *op;
  Tensor *y = t_alias(c->x[0]);
  int64_t axis = c->a->i[0], n = length_of(c);
  for (int64_t d = 1; d < n; d *= 2) {
    Tensor *before = t_narrow(y, axis, 0, n - d);
    Tensor *rest = join(before, t_narrow(y, axis, d, n - d));
    y = t_call(&op, "cat", (Tensor *[]){t_narrow(y, axis, 0, d), rest}, 2,
               &(Attrs){.i = {axis}});
  }
  return y;
}

static void cumprod_line(const Call *c, const Line *l) {
  double total = 1;
  (void)c;
  for (int64_t i = 0; i < l->n * l->step; i += l->step) {
    total *= (double)l->x[i];
    l->y[i] = (real)total;
  }
}
static void cumprod_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], cumprod_line, false);
}
static Tensor *cumprod_plain(const Call *c) { return doubled(c, t_mul); }
static void cumprod_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, cumprod_plain);
}

static double log_add(double a, double b) {
  double most = a > b || isnan(a) ? a : b, least = a > b ? b : a;
  return isinf(most) ? most : most + log1p(exp(least - most));
}

static void logcumsumexp_line(const Call *c, const Line *l) {
  double total = -INFINITY;
  (void)c;
  for (int64_t i = 0; i < l->n * l->step; i += l->step) {
    total = log_add(total, (double)l->x[i]);
    l->y[i] = (real)total;
  }
}
static void logcumsumexp_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], logcumsumexp_line, false);
}

/* b - log(sigmoid(b - a)), where the two are apart by a number at all. */
static Tensor *t_log_add(Tensor *a, Tensor *b) {
  static const Op *finite_op, *log_op;
  Tensor *apart = t_sub(b, a), *finite = t_call1(&finite_op, "isfinite", apart);
  Tensor *safe = t_where(finite, apart, t_number(0));
  Tensor *sum = t_sub(b, t_call1(&log_op, "logsigmoid", safe));
  return t_where(finite, sum, t_where(t_gt(a, b), a, b));
}
static Tensor *logcumsumexp_plain(const Call *c) {
  return doubled(c, t_log_add);
}
static void logcumsumexp_rule(const Call *c, Tensor *g, Tensor **gx) {
  grad_composed(c, g, gx, logcumsumexp_plain);
}

/* ---- running extremes ---- */

enum { SMALLEST, LARGEST }; /* variants of the two rows */

/* The index of the extreme so far, of equal ones the last; NaN is one. */
static void extreme_line(const Call *c, const Line *l) {
  bool most = c->op->variant == LARGEST;
  int64_t best = 0;
  for (int64_t i = 0; i < l->n; i++) {
    real v = l->x[i * l->step], b = l->x[best * l->step];
    if (isnan(v) || (most ? v >= b : v <= b)) best = i;
    l->y[i * l->step] = (real)best + 1;
  }
}
static bool extreme_infer(Call *c) {
  return scan_infer(c) && indices_reach(length_of(c));
}
static void extreme_forward(Call *c) {
  lines_run(c, (int)c->a->i[0], extreme_line, false);
}

/* ---- order ---- */

/* Elements as unsigned integers of the same order, with their places. */
#if REAL_IS_DOUBLE
typedef uint64_t Key;
#else
typedef uint32_t Key;
#endif

typedef struct Entry {
  Key key, at;
} Entry;

/* 0 and -0 are equal, NaN is above all. */
static Key key_of(real v, bool descending) {
  const Key top = (Key)1 << (8 * sizeof(Key) - 1);
  Key key;
  v += 0;
  memcpy(&key, &v, sizeof key);
  key = isnan(v) ? ~(Key)0 : key & top ? ~key : key | top;
  return descending ? ~key : key;
}

static void load_keys(const Call *c, const Line *l, int64_t start, int64_t end,
                      Entry *x) {
  for (int64_t i = start; i < end; i++)
    x[i] = (Entry){key_of(l->x[i * l->step], c->a->i[1]), (Key)i};
}

static void store_places(const Line *l, const Entry *x) {
  for (int64_t i = 0; i < l->n; i++) l->y[i * l->step] = (real)x[i].at + 1;
}

/* A merge sort: RUN entries by insertion, then runs merged in pairs. A line
 * above BLOCK is cut into blocks, which threads share, as they do the pairs.
 * Runs grow from RUN to BLOCK in an even number of steps, so that a block's
 * entries come to lie where they were. */
enum { RUN = 16, BLOCK = 1 << 12 };

typedef struct Merge {
  const Entry *from;
  Entry *to;
  int64_t n, width; /* of a sorted run */
} Merge;

static void merge_pair(void *context, int64_t pair) {
  const Merge *m = context;
  int64_t start = 2 * pair * m->width, middle = start + m->width;
  int64_t end = middle + m->width;
  if (middle > m->n) middle = m->n;
  if (end > m->n) end = m->n;
  const Entry *a = m->from + start, *b = m->from + middle;
  const Entry *a_end = b, *b_end = m->from + end;
  Entry *to = m->to + start;
  while (a < a_end && b < b_end) {
    bool second = b->key < a->key;
    *to++ = second ? *b : *a;
    a += !second;
    b += second;
  }
  memcpy(to, a, (size_t)(a_end - a) * sizeof *to);
  memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof *to);
}

static int64_t pairs_of(const Merge *m) {
  return (m->n + 2 * m->width - 1) / (2 * m->width);
}

static void insert(Entry *x, int64_t n) {
  for (int64_t i = 1; i < n; i++) {
    Entry e = x[i];
    int64_t k = i;
    for (; k > 0 && x[k - 1].key > e.key; k--) x[k] = x[k - 1];
    x[k] = e;
  }
}

/* Sorts until runs have `limit` entries; where they are then, x or spare. */
static Entry *sort_runs(Entry *x, Entry *spare, int64_t n, int64_t limit) {
  for (int64_t i = 0; i < n; i += RUN) insert(x + i, n - i < RUN ? n - i : RUN);
  for (int64_t width = RUN; width < limit; width *= 2) {
    Merge m = {x, spare, n, width};
    for (int64_t pair = 0; pair < pairs_of(&m); pair++) merge_pair(&m, pair);
    spare = x;
    x = m.to;
  }
  return x;
}

static void short_line(const Call *c, const Line *l) {
  Entry *x = pool_scratch();
  load_keys(c, l, 0, l->n, x);
  store_places(l, sort_runs(x, x + l->n, l->n, l->n));
}

typedef struct LongLine {
  const Call *call;
  const Line *line;
  Entry *x, *spare;
} LongLine;

static void long_block(void *context, int64_t block) {
  const LongLine *l = context;
  int64_t start = block * BLOCK, end = start + BLOCK;
  if (end > l->line->n) end = l->line->n;
  load_keys(l->call, l->line, start, end, l->x);
  sort_runs(l->x + start, l->spare + start, end - start, BLOCK);
}

static void long_line(const Call *c, const Line *l) {
  Entry *x = pool_scratch();
  LongLine work = {c, l, x, x + l->n};
  pool_run(long_block, &work, (l->n + BLOCK - 1) / BLOCK);
  Merge m = {work.x, work.spare, l->n, BLOCK};
  for (; m.width < l->n; m.width *= 2) {
    pool_run(merge_pair, &m, pairs_of(&m));
    Entry *sorted = m.to;
    m.to = m.from == work.x ? work.x : work.spare;
    m.from = sorted;
  }
  store_places(l, m.from);
}

static bool argsort_infer(Call *c) {
  return scan_infer(c) && indices_reach(length_of(c));
}

static size_t argsort_scratch(const Call *c) {
  return 2 * (size_t)length_of(c) * sizeof(Entry);
}

static void argsort_forward(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  int64_t n = length_of(c), step = shape_product(s, axis + 1, s->rank);
  if (n <= BLOCK) {
    lines_run(c, axis, short_line, false);
    return;
  }
  for (int64_t i = 0; i < tensor_count(c->y) / n; i++) {
    int64_t at = i / step * step * n + i % step;
    long_line(c, &(Line){n, step, tensor_data(c->y) + at,
                         tensor_data(c->x[0]) + at});
  }
}

/* ---- places in what is sorted ---- */

static bool searchsorted_infer(Call *c) {
  const Shape *s = &c->x[0]->shape, *x = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  bool fits = s->rank == 1 || (s->rank > 0 && s->rank == x->rank);
  for (int k = 0; fits && s->rank > 1 && k < s->rank - 1; k++)
    fits = s->size[k] == x->size[k];
  c->y->shape = *x;
  if (!fits)
    return error_set("sorted_sequence is %s, x is %s; one line is wanted, or "
                     "one for each of x",
                     shape_text(s, a), shape_text(x, b));
  return indices_reach(s->size[s->rank - 1] + 1);
}

/* Is a at or above b, NaN being the largest? */
static bool reaches(real a, real b) { return a >= b || isnan(a); }

/* How many of n, sorted, come before v: with right, how many are not above. */
static int64_t count_before(const real *sorted, int64_t n, real v, bool right) {
  int64_t low = 0, high = n;
  while (low < high) {
    int64_t middle = (low + high) / 2;
    if (right ? !reaches(v, sorted[middle]) : reaches(sorted[middle], v))
      high = middle;
    else low = middle + 1;
  }
  return low;
}

static void searchsorted_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const real *sorted = tensor_data(c->x[0]), *x = tensor_data(c->x[1]);
  int64_t n = s->size[s->rank - 1], count = tensor_count(c->y);
  int64_t line = s->rank == 1 ? count : shape->size[shape->rank - 1];
  for (int64_t i = 0; i < count; i++)
    tensor_data(c->y)[i] =
        (real)(count_before(sorted + i / line * n, n, x[i], c->a->i[0]) + 1);
}

/* ---- rows ---- */

#define SAMPLES "x(3, 4), 2; x(2, 5, 2), 2"

Op scan_ops[] = {
    {"cumsum", "x, dim: dim", scan_infer, cumsum_forward, cumsum_rule,
     .sample = SAMPLES, .doc = "Along dim, the sum of all up to each element."},
    {"suffix_sum", "x, dim: dim", scan_infer, suffix_sum_forward,
     suffix_sum_rule, .sample = SAMPLES,
     .doc = "Along dim, the sum of all from each element on: the adjoint of "
            "cumsum."},
    {"cumprod", "x, dim: dim", scan_infer, cumprod_forward, cumprod_rule,
     .sample = SAMPLES "; holed(7, 2), 1",
     .doc = "Along dim, the product of all up to each element."},
    {"logcumsumexp", "x, dim: dim", scan_infer, logcumsumexp_forward,
     logcumsumexp_rule, .sample = SAMPLES,
     .doc = "log(cumsum(exp(x))) along dim, without overflow."},
    {"argcummax", "x, dim: dim", extreme_infer, extreme_forward,
     .variant = LARGEST,
     .doc = "Along dim, the index from 1 of the largest element up to each, of "
            "equal ones the last; NaN counts as largest. No derivative."},
    {"argcummin", "x, dim: dim", extreme_infer, extreme_forward,
     .variant = SMALLEST,
     .doc = "Along dim, the index from 1 of the smallest element up to each, "
            "of equal ones the last; NaN counts as smallest. No derivative."},
    {"argsort", "x, dim: dim = -1, {descending: bool = false}", argsort_infer,
     argsort_forward, .scratch = argsort_scratch,
     .doc = "The indices, from 1, that put x in order along dim. Equal "
            "elements keep theirs; NaN counts as the largest. No derivative."},
    {"searchsorted", "sorted_sequence, x, {right: bool = false}",
     searchsorted_infer, searchsorted_forward,
     .doc = "Where each element of x would stand in a sorted line, from 1: "
            "before those equal to it, with right after them. The line is one "
            "for all, or one for each last dimension of x. No derivative."},
    {0}};
