/* Reductions over any axes of a strided array.
 *
 * The axes fall into kept ones, which number the results, and folded ones.
 * Where the kept axes hold the unit stride, whole rows are folded into a row of
 * results; else each result folds its own runs. Long folds are cut into
 * segments of a fixed length whose parts are joined in a fixed order, so that
 * the numbers do not depend on the threads. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

#include "../grad.h"
#include "../kernel/fold.h"
#include "../kernel/order.h"
#include "../kernel/patch.h"
#include "../pool.h"
#include "../walk.h"
#include "indices.h"
#include "lines.h"

enum { BLOCK = 1024, WIDTH = 256, STRETCH = 64, WORK = 1 << 14 };

/* From SHORT on a run is read where it is; up to FEW folded elements, results
 * are made side by side. */
enum { SHORT = 64, FEW = 15 };

/* Variants of the rows: what the list holds, and which of all is looked for. */
enum { OVER_AXES, TO_SIZES, SMALLEST, LARGEST };

static real sum_run(int64_t n, const real *x) { return kernels->sum(n, x); }
static void sum_rows(int64_t n, real *total, int64_t rows, const real *x,
                     int64_t step) {
  kernels->fold->add(n, total, rows, x, step);
}

static const Fold fold_sum = {0, sum_run, sum_rows, sum_rows};

/* ---- the driver ---- */

typedef struct Reduction {
  const Fold *fold;
  Walk kept, folded;
  const real *x;
  real *y;                           /* segments x results */
  int64_t results, length, segments; /* elements folded, per segment */
  int64_t tile, tiles;               /* results handled together */
  bool by_rows, packed;              /* packed: rows are copied together */
} Reduction;

/* The address of element i. */
static int64_t address(const Walk *w, int64_t i) {
  int64_t at = 0;
  if (w->rank == 1) return i * w->stride[0];
  for (int k = w->rank - 1; k >= 0; k--) {
    at += i % w->size[k] * w->stride[k];
    i /= w->size[k];
  }
  return at;
}

static real fold_one(const Reduction *r, const real *x, int64_t start,
                     int64_t n) {
  const Walk *w = &r->folded;
  int last = w->rank - 1;
  bool in_place = w->stride[last] == 1 && w->size[last] >= SHORT;
  int64_t run = in_place ? w->size[last] : BLOCK;
  real block[BLOCK], total = r->fold->start;
  if (walk_flat(w)) return r->fold->run(n, x + start);
  for (int64_t at = start, some; n > 0; at += some, n -= some) {
    some = run - at % run < n ? run - at % run : n;
    if (!in_place) walk_pack(w, x, at, some, block);
    real part = r->fold->run(some, in_place ? x + address(w, at) : block);
    r->fold->join(1, &total, 1, &part, 0);
  }
  return total;
}

/* Takes `rows` rows of folded elements, a step of the last axis apart. */
static void take_rows(const Reduction *r, int64_t row, int64_t rows,
                      int64_t first, int64_t width, real *y) {
  int64_t step = r->folded.stride[r->folded.rank - 1];
  const real *x = r->x + address(&r->folded, row);
  real some[FEW * WIDTH];
  if (!r->packed) {
    r->fold->rows(width, y, rows, x + address(&r->kept, first), step);
    return;
  }
  if (step == 1 && r->kept.rank == 1)
    kernels->patch->transpose(width, rows, x + first * r->kept.stride[0],
                              r->kept.stride[0], some, WIDTH);
  else
    for (int64_t k = 0; k < rows; k++)
      walk_pack(&r->kept, x + k * step, first, width, some + k * WIDTH);
  r->fold->rows(width, y, rows, some, WIDTH);
}

/* Results `first` on, `width` of them, of folded elements `start` on. Two
 * levels of sums keep the rounding of long columns small. */
static void fold_rows(const Reduction *r, int64_t first, int64_t start,
                      int64_t n, int64_t width, real *y) {
  int64_t inner = r->folded.size[r->folded.rank - 1];
  real part[WIDTH];
  for (int64_t i = 0; i < width; i++) y[i] = r->fold->start;
  for (int64_t at = start; at < start + n; at += STRETCH) {
    int64_t end = at + STRETCH < start + n ? at + STRETCH : start + n;
    for (int64_t i = 0; i < width; i++) part[i] = r->fold->start;
    for (int64_t row = at, some; row < end; row += some) {
      some = inner - row % inner < end - row ? inner - row % inner : end - row;
      take_rows(r, row, some, first, width, part);
    }
    r->fold->join(width, y, 1, part, 0);
  }
}

static void rows_chunk(const Reduction *r, int64_t first, int64_t start,
                       int64_t n, int64_t width, real *y) {
  int64_t inner = r->packed ? r->results : r->kept.size[r->kept.rank - 1];
  while (width > 0) { /* a tile may cross the end of the unit-stride axis */
    int64_t some = inner - first % inner < width ? inner - first % inner
                                                 : width;
    if (some > WIDTH) some = WIDTH;
    fold_rows(r, first, start, n, some, y);
    first += some, y += some, width -= some;
  }
}

/* Sums of lines that one vector goes through in few steps. */
static bool short_lines(const Reduction *r) {
  int64_t n = r->folded.count;
  bool sums = r->fold == &fold_sum || r->fold == &kernels->fold->squares;
  return sums && walk_flat(&r->folded) && r->kept.rank == 1 && n <= 4 * SHORT &&
         n % FOLD_SIDE == 0;
}

static void reduce_chunk(void *context, int64_t chunk) {
  const Reduction *r = context;
  int64_t segment = chunk / r->tiles, first = chunk % r->tiles * r->tile;
  int64_t start = segment * r->length, n = r->folded.count - start;
  int64_t width = r->results - first < r->tile ? r->results - first : r->tile;
  real *y = r->y + segment * r->results + first;
  if (n > r->length) n = r->length;
  if (r->by_rows) rows_chunk(r, first, start, n, width, y);
  else if (short_lines(r))
    kernels->fold->sum_lines(width, y, n, r->x + address(&r->kept, first),
                             r->kept.stride[0], r->fold != &fold_sum);
  else
    for (int64_t i = 0; i < width; i++)
      y[i] = fold_one(r, r->x + address(&r->kept, first + i), start, n);
}

static void split_axes(Reduction *r, const Tensor *x, unsigned axes) {
  Shape kept = {0}, folded = {0};
  int64_t kept_stride[MAX_DIMS], folded_stride[MAX_DIMS];
  for (int k = 0; k < x->shape.rank; k++) {
    bool fold = axes >> k & 1;
    Shape *s = fold ? &folded : &kept;
    (fold ? folded_stride : kept_stride)[s->rank] = x->stride[k];
    s->size[s->rank++] = x->shape.size[k];
  }
  walk_open(&r->kept, &kept, kept_stride);
  walk_open(&r->folded, &folded, folded_stride);
}

static void plan(Reduction *r) {
  int last = r->kept.rank - 1;
  r->results = r->kept.count;
  r->by_rows = r->kept.stride[last] == 1 && r->kept.size[last] >= 8 &&
               r->folded.stride[r->folded.rank - 1] != 1;
  r->packed = !r->by_rows && r->results >= 8 && r->folded.count <= FEW;
  r->by_rows = r->by_rows || r->packed;
  r->tile = r->by_rows ? WIDTH : 1;
  int64_t work = r->tile * (r->folded.count > 0 ? r->folded.count : 1);
  r->segments = work > 4 * WORK ? (work + 4 * WORK - 1) / (4 * WORK) : 1;
  r->length = (r->folded.count + r->segments - 1) / r->segments;
  if (work < WORK) r->tile *= WORK / work;
  r->tiles = (r->results + r->tile - 1) / r->tile;
}

/* Joins the segments' parts into y, in pairs: the rounding of a sum grows as
 * the logarithm of their number. */
static void join_segments(const Reduction *r, real *y) {
  for (int64_t step = 1; step < r->segments; step *= 2)
    for (int64_t s = 0; s + step < r->segments; s += 2 * step)
      r->fold->join(r->results, r->y + s * r->results, 1,
                    r->y + (s + step) * r->results, 0);
  memcpy(y, r->y, (size_t)r->results * sizeof *y);
}

static unsigned axes_of(const Call *c);

static size_t parts_bytes(Reduction *r, const Call *c) {
  *r = (Reduction){.x = tensor_data(c->x[0])};
  split_axes(r, c->x[0], axes_of(c));
  plan(r);
  return r->segments > 1 ? (size_t)(r->segments * r->results) * sizeof(real)
                         : 0;
}

static size_t reduce_scratch(const Call *c) {
  Reduction r;
  return parts_bytes(&r, c);
}

static void reduce(Call *c, const Fold *fold) {
  Reduction r;
  bool cut = parts_bytes(&r, c) > 0;
  r.fold = fold;
  r.y = cut ? pool_scratch() : tensor_data(c->y);
  if (r.results == 0) return;
  pool_run(reduce_chunk, &r, r.segments * r.tiles);
  if (cut) join_segments(&r, tensor_data(c->y));
}

/* ---- axes and shapes ---- */

/* The axes folded by sum and its like: list, all when not given. */
static unsigned listed_axes(const Call *c) {
  unsigned axes;
  shape_axes(c->x[0]->shape.rank, c->a->n, c->a->list, &axes);
  return axes;
}

/* The axes that sum_to folds to reach the listed sizes. */
static unsigned target_axes(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  int extra = s->rank - c->a->n;
  unsigned axes = 0;
  for (int k = 0; k < s->rank; k++)
    if (k < extra || (c->a->list[k - extra] == 1 && s->size[k] != 1))
      axes |= 1u << k;
  return axes;
}

static unsigned axes_of(const Call *c) {
  return c->op->variant == TO_SIZES ? target_axes(c) : listed_axes(c);
}

static bool reduce_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  unsigned axes;
  if (!shape_axes(s->rank, c->a->n, c->a->list, &axes)) return false;
  for (int k = 0; k < s->rank; k++) {
    bool fold = axes >> k & 1;
    if (fold && !c->a->i[0]) continue;
    c->y->shape.size[c->y->shape.rank++] = fold ? 1 : s->size[k];
  }
  return true;
}

/* Extremes of nothing do not exist. */
static bool extreme_infer(Call *c) {
  if (!reduce_infer(c)) return false;
  char text[SHAPE_TEXT];
  return tensor_count(c->x[0]) > 0 || shape_count(&c->y->shape) == 0 ||
         error_set("no elements to choose from: %s",
                   shape_text(&c->x[0]->shape, text));
}

static bool sum_to_infer(Call *c) {
  Shape to = {.rank = c->a->n};
  int64_t stride[MAX_DIMS], back[MAX_DIMS];
  memcpy(to.size, c->a->list, (size_t)to.rank * sizeof *to.size);
  if (!shape_valid(&to)) return false;
  shape_strides(&to, stride);
  c->y->shape = to;
  return shape_expand(&to, stride, &c->x[0]->shape, back);
}

/* ---- sums ---- */

static int64_t folded_count(const Call *c) {
  int64_t n = shape_count(&c->y->shape);
  return n > 0 ? tensor_count(c->x[0]) / n : 0;
}

/* A fold of elements times `by`, block by block. */
static real scaled_run(int64_t n, const real *x, real by,
                       real (*run)(int64_t n, const real *x)) {
  real block[BLOCK], sum = 0;
  for (int64_t at = 0; at < n; at += BLOCK) {
    int64_t some = n - at < BLOCK ? n - at : BLOCK;
    for (int64_t i = 0; i < some; i++) block[i] = by * x[at + i];
    sum += run(some, block);
  }
  return sum;
}

static real small_sum_run(int64_t n, const real *x) {
  return scaled_run(n, x, REAL_DOWN, sum_run);
}
static real small_squares_run(int64_t n, const real *x) {
  return scaled_run(n, x, REAL_DOWN, kernels->fold->squares.run);
}
static real large_squares_run(int64_t n, const real *x) {
  return scaled_run(n, x, REAL_UP, kernels->fold->squares.run);
}

/* For fold_one alone. */
static const Fold fold_small_sum = {0, small_sum_run, NULL, sum_rows};
static const Fold fold_small_squares = {0, small_squares_run, NULL, sum_rows};
static const Fold fold_large_squares = {0, large_squares_run, NULL, sum_rows};

/* Result i of a fold of its own. */
static real fold_again(const Call *c, const Fold *fold, int64_t i) {
  Reduction r;
  parts_bytes(&r, c);
  r.fold = fold;
  return fold_one(&r, r.x + address(&r.kept, i), 0, r.folded.count);
}

static void sum_forward(Call *c) { reduce(c, &fold_sum); }

/* Where a sum does not fit, the mean may. */
static void mean_forward(Call *c) {
  real *y = tensor_data(c->y), over = (real)folded_count(c);
  int64_t n = tensor_count(c->y);
  reduce(c, &fold_sum);
  bool fit = isfinite(kernels->sum(n, y));
  for (int64_t i = 0; i < n; i++)
    y[i] = fit || isfinite(y[i])
               ? y[i] / over
               : fold_again(c, &fold_small_sum, i) / over * REAL_UP;
}

static void sum_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_spread(g, &c->x[0]->shape, listed_axes(c));
}

static void mean_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *share = t_scale(g, 1 / (double)folded_count(c));
  gx[0] = t_spread(share, &c->x[0]->shape, listed_axes(c));
}

static void sum_to_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_expand(g, &c->x[0]->shape);
}

static void nansum_forward(Call *c) { reduce(c, &kernels->fold->nansum); }

static void nansum_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x = c->x[0], *nan = t_call1(&op, "isnan", x);
  Tensor *spread = t_spread(g, &x->shape, listed_axes(c));
  gx[0] = t_where(nan, t_number(0), spread);
}

static void square_sum_forward(Call *c) { reduce(c, &kernels->fold->squares); }

static void square_sum_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *twice = t_scale(g, 2);
  gx[0] = t_mul(x, t_spread(twice, &x->shape, listed_axes(c)));
}

static Tensor *square_sum(Tensor *x, const Call *c, bool keepdim) {
  static const Op *op;
  Attrs a = *c->a;
  a.i[0] = keepdim;
  return t_call(&op, "square_sum", &x, 1, &a);
}

/* ---- lengths ---- */

static bool all_between(real low, real high, const Tensor *y) {
  const real *v = tensor_data(y);
  int64_t n = tensor_count(y);
  int fits = 1;
  for (int64_t i = 0; i < n; i++) fits &= (v[i] > low) & (v[i] < high);
  return fits;
}

static void norm2_forward(Call *c) {
  real *y = tensor_data(c->y);
  int64_t n = tensor_count(c->y);
  reduce(c, &kernels->fold->squares);
  bool fit = all_between(REAL_FAINT, (real)INFINITY, c->y);
  for (int64_t i = 0; fit && i < n; i++) y[i] = sqrt(y[i]);
  for (int64_t i = 0; !fit && i < n; i++)
    if (!isfinite(y[i]))
      y[i] = sqrt(fold_again(c, &fold_small_squares, i)) * REAL_UP;
    else if (y[i] < REAL_FAINT)
      y[i] = sqrt(fold_again(c, &fold_large_squares, i)) * REAL_DOWN;
    else y[i] = sqrt(y[i]);
}

/* x / y g, and 0 where all is 0: x / y fits where g / y, or that over y once
 * more, may not. */
static void norm2_rule(const Call *c, Tensor *g, Tensor **gx) {
  const Shape *s = &c->x[0]->shape;
  unsigned axes = listed_axes(c);
  Tensor *zero = t_eq(c->y, t_number(0));
  Tensor *size = t_where(zero, t_number(1), c->y);
  g = t_where(zero, t_number(0), g);
  if (all_between((real)1e-9, (real)1e9, c->y)) {
    gx[0] = t_mul(c->x[0], t_spread(t_div(g, size), s, axes));
    return;
  }
  Tensor *unit = t_div(c->x[0], t_spread(size, s, axes));
  gx[0] = t_mul(unit, t_spread(g, s, axes));
}

static Tensor *norm2(Tensor *x, const Call *c, bool keepdim) {
  static const Op *op;
  Attrs a = *c->a;
  a.i[0] = keepdim;
  return t_call(&op, "norm2", &x, 1, &a);
}

/* ---- products ---- */

static void prod_forward(Call *c) { reduce(c, &kernels->fold->product); }

/* x multiplied half by half along an axis: nothing is ever divided by, so
 * that zeros need no care at any order of derivative. */
static Tensor *halved(Tensor *x, int64_t axis) {
  Tensor *odd = NULL;
  if (!x) return NULL;
  int64_t n = x->shape.size[axis];
  while (x && n > 1) {
    int64_t half = n / 2;
    if (n % 2) {
      Tensor *last = t_narrow(x, axis, n - 1, 1);
      odd = odd ? t_mul(odd, last) : last;
    }
    x = t_mul(t_narrow(x, axis, 0, half), t_narrow(x, axis, half, half));
    n = half;
  }
  return odd ? t_mul(x, odd) : x;
}

static Tensor *prod_plain(const Call *c) {
  Tensor *x = c->x[0];
  unsigned axes = listed_axes(c);
  for (int k = 0; k < c->x[0]->shape.rank; k++)
    if (axes >> k & 1) x = halved(x, k);
  return t_reshape(x, &c->y->shape);
}

static void prod_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (tensor_count(c->x[0]) > 0) grad_composed(c, g, gx, prod_plain);
}

/* ---- truth ---- */

static void any_forward(Call *c) { reduce(c, &kernels->fold->any); }
static void all_forward(Call *c) { reduce(c, &kernels->fold->all); }

static bool count_nonzero_infer(Call *c) {
  c->a->i[0] = false; /* no keepdim here */
  return reduce_infer(c);
}
static void count_nonzero_forward(Call *c) { reduce(c, &kernels->fold->count); }

/* ---- extremes ---- */

static void amax_forward(Call *c) { reduce(c, &kernels->fold->largest); }
static void amin_forward(Call *c) { reduce(c, &kernels->fold->smallest); }

/* Equal extremes share the cotangent. */
static void extreme_rule(const Call *c, Tensor *g, Tensor **gx) {
  const Shape *s = &c->x[0]->shape;
  unsigned axes = listed_axes(c);
  Tensor *chosen = t_eq(c->x[0], t_spread(c->y, s, axes));
  Tensor *ties = t_sum(chosen, axes, true);
  Tensor *share = t_div(t_spread(g, s, axes), ties);
  gx[0] = t_mul_chosen(share, chosen, c->y);
}

static bool arg_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  bool all = c->a->i[0] == ATTR_NONE;
  int axis = all ? 0 : shape_axis(s->rank, c->a->i[0]);
  char text[SHAPE_TEXT];
  if (axis < 0) return false;
  c->a->i[0] = all ? ATTR_NONE : axis;
  for (int k = 0; k < s->rank; k++) {
    bool gone = all || k == axis;
    if (gone && !c->a->i[1]) continue;
    c->y->shape.size[c->y->shape.rank++] = gone ? 1 : s->size[k];
  }
  if (tensor_count(c->x[0]) == 0 && shape_count(&c->y->shape) > 0)
    return error_set("no elements to choose from: %s", shape_text(s, text));
  return indices_reach(all ? tensor_count(c->x[0]) : s->size[axis]);
}

/* The first of contiguous x that is v, or NaN where v is; there is one. */
static int64_t first_like(const real *x, int64_t n, real v) {
  int64_t i = 0;
  for (; !isnan(v) && i + STRETCH <= n; i += STRETCH) {
    int found = 0;
    for (int k = 0; k < STRETCH; k++) found |= x[i + k] == v;
    if (found) break;
  }
  while (!(isnan(v) ? isnan(x[i]) : x[i] == v)) i++;
  return i;
}

/* Of a long line the extreme is found first, and then its place. */
static void arg_line(const Call *c, const Line *l) {
  bool most = c->op->variant == LARGEST;
  const Fold *f = most ? &kernels->fold->largest : &kernels->fold->smallest;
  bool is_long = l->n >= 4 * SHORT;
  *l->y = (real)(1 + (is_long ? first_like(l->x, l->n, f->run(l->n, l->x))
                              : kernels->order->extreme(l->n, l->x, most)));
}

static void arg_columns(const Call *c, const Columns *t) {
  bool most = c->op->variant == LARGEST;
  kernels->order->extremes(t->n, t->columns, t->x, t->step, most, t->y);
}

static void arg_forward(Call *c) {
  int axis = c->a->i[0] == ATTR_NONE ? -1 : (int)c->a->i[0];
  if (lines_beside(c, axis)) columns_run(c, axis, arg_columns);
  else lines_run(c, axis, arg_line);
}

/* ---- from sums ---- */

/* x without its mean. */
static Tensor *apart(const Call *c) {
  Tensor *x = c->x[0];
  unsigned axes;
  if (!shape_axes(x->shape.rank, c->a->n, c->a->list, &axes)) return NULL;
  return t_sub(x, t_mean(x, axes, true));
}

/* How many elements each of total is of, without the correction. */
static double freedom(const Call *c, const Tensor *total) {
  double results = (double)(tensor_count(total) ? tensor_count(total) : 1);
  double over = (double)tensor_count(c->x[0]) / results - (double)c->a->i[0];
  return over > 0 ? over : 0;
}

static Tensor *var_compose(const Call *c) {
  Tensor *total = square_sum(apart(c), c, c->a->i[1] != 0);
  return total ? t_div(total, t_number(freedom(c, total))) : NULL;
}

static Tensor *std_compose(const Call *c) {
  Tensor *total = norm2(apart(c), c, c->a->i[1] != 0);
  return total ? t_div(total, t_number(sqrt(freedom(c, total)))) : NULL;
}

static Tensor *extreme(const char *name, Tensor *x, const Call *c) {
  const Op *op = op_find(name);
  Attrs a = *c->a;
  return x ? op_apply(op, &x, 1, &a) : NULL;
}

/* x^p for x >= 0, whose derivatives at 0 are 0: a norm's are 0 there. */
static Tensor *positive_power(Tensor *x, double p) {
  Tensor *zero = t_eq(x, t_number(0));
  Tensor *power = t_pow(t_where(zero, t_number(1), x), t_number(p));
  return t_where(zero, t_number(0), power);
}

/* With a 0 among x >= 0, and no NaN, the norm is 0, and so are its
 * derivatives. */
static Tensor *negative_norm(Tensor *x, double p, unsigned axes, bool keepdim) {
  Tensor *zero = t_number(0), *none = t_eq(x, zero);
  Tensor *powers = t_pow(t_where(none, t_number(1), x), t_number(p));
  Tensor *total = t_sum(powers, axes, keepdim);
  Tensor *flat = t_mul(t_sum(none, axes, keepdim), t_eq(total, total));
  return t_where(flat, zero, t_pow(total, t_number(1 / p)));
}

/* Powers of size / it fit: the element that counts most, or 1 where that is 0
 * or not finite. It is a constant, as the norm does not depend on it. */
static Tensor *measure_of(Tensor *size, const Call *c) {
  Attrs a = *c->a;
  a.i[0] = true;
  Call kept = {.a = &a};
  Tensor *most = extreme(a.r[0] > 0 ? "amax" : "amin", size, &kept);
  Tensor *flat = most ? tensor_detach(most) : NULL, *zero = t_number(0);
  return t_where(t_mul(t_gt(flat, zero), t_gt(t_number(INFINITY), flat)), flat,
                 t_number(1));
}

static Tensor *sized_norm(Tensor *size, double p, unsigned axes, bool keepdim) {
  if (p < 0) return negative_norm(size, p, axes, keepdim);
  Tensor *total = t_sum(positive_power(size, p), axes, keepdim);
  return positive_power(total, 1 / p);
}

/* Whether the sum of powers, y^p, and what derivatives make of it, fit. */
static bool powers_fit(const Tensor *y, double p) {
  double most = pow(1e12, 1 / fabs(p));
  return all_between((real)(1 / most), (real)most, y);
}

/* Where powers may not fit, of the sizes over the largest of them. */
static Tensor *general_norm(Tensor *size, const Call *c, unsigned axes) {
  double p = c->a->r[0];
  bool keepdim = c->a->i[0] != 0;
  Tensor *y = sized_norm(size, p, axes, keepdim);
  if (!y || tensor_count(size) == 0 || powers_fit(y, p)) return y;
  Tensor *by = measure_of(size, c);
  y = sized_norm(t_div(size, by), p, axes, true);
  return t_sum(t_mul(y, by), axes, keepdim);
}

static Tensor *norm_compose(const Call *c) {
  static const Op *abs_op;
  Tensor *x = c->x[0];
  double p = c->a->r[0];
  bool keepdim = c->a->i[0] != 0;
  unsigned axes;
  if (!shape_axes(x->shape.rank, c->a->n, c->a->list, &axes)) return NULL;
  if (p == 2) return norm2(x, c, keepdim);
  if (p == 0) {
    Tensor *zero = t_eq(x, t_number(0));
    return t_sum(t_sub(t_number(1), zero), axes, keepdim);
  }
  Tensor *size = t_call1(&abs_op, "abs", x);
  if (!size) return NULL;
  if (p == 1 || (isinf(p) && tensor_count(x) == 0))
    return t_sum(size, axes, keepdim);
  if (isinf(p)) return extreme(p > 0 ? "amax" : "amin", size, c);
  return general_norm(size, c, axes);
}

/* ---- rows ---- */

#define REDUCTION .flags = OP_STRIDED, .scratch = reduce_scratch
#define SAMPLES "x(3, 4); x(2, 3, 4), {1, 3}; x(2, 3, 4), 2, {keepdim = true}"

Op reduce_ops[] = {
    {"sum", "x, dim: dims?, {keepdim: bool = false}", reduce_infer, REDUCTION,
     .forward = sum_forward, .rule = sum_rule, .reads = READS_NONE,
     .sample = SAMPLES, .doc = "The sum over dim, or over everything."},
    {"mean", "x, dim: dims?, {keepdim: bool = false}", reduce_infer, REDUCTION,
     .forward = mean_forward, .rule = mean_rule, .reads = READS_NONE,
     .sample = SAMPLES, .doc = "The mean over dim, or over everything."},
    {"nansum", "x, dim: dims?, {keepdim: bool = false}", reduce_infer,
     REDUCTION, .forward = nansum_forward, .rule = nansum_rule,
     .sample = SAMPLES,
     .doc = "The sum over dim, or over everything, of what is not NaN."},
    {"square_sum", "x, dim: dims?, {keepdim: bool = false}", reduce_infer,
     REDUCTION, .forward = square_sum_forward, .rule = square_sum_rule,
     .sample = SAMPLES,
     .doc = "The sum of the squares over dim, or over everything."},
    {"norm2", "x, dim: dims?, {keepdim: bool = false}", reduce_infer, REDUCTION,
     .forward = norm2_forward, .rule = norm2_rule, .reads = READS_ALL,
     .sample = SAMPLES,
     .doc = "The root of the sum of the squares over dim, or over everything, "
            "also where the squares do not fit. The derivative at 0 is 0."},
    {"prod", "x, dim: dims?, {keepdim: bool = false}", reduce_infer, REDUCTION,
     .forward = prod_forward, .rule = prod_rule,
     .sample = SAMPLES "; holed(5, 3), 1; holed(7); holed(3, 2, 3), {1, 3}",
     .doc = "The product over dim, or over everything."},
    {"any", "x, dim: dims?, {keepdim: bool = false}", reduce_infer,
     .flags = OP_STRIDED | OP_MASK, .scratch = reduce_scratch,
     .forward = any_forward,
     .doc = "1 where an element over dim, or any at all, is not 0; else 0. No "
            "derivative."},
    {"all", "x, dim: dims?, {keepdim: bool = false}", reduce_infer,
     .flags = OP_STRIDED | OP_MASK, .scratch = reduce_scratch,
     .forward = all_forward,
     .doc = "1 where no element over dim, or none at all, is 0; else 0. No "
            "derivative."},
    {"count_nonzero", "x, dim: dims?", count_nonzero_infer, REDUCTION,
     .forward = count_nonzero_forward,
     .doc = "How many elements over dim, or of all, are not 0. No "
            "derivative."},
    {"sum_to", "x, sizes: sizes", sum_to_infer, sum_forward, sum_to_rule,
     .reads = READS_NONE, REDUCTION, .variant = TO_SIZES,
     .sample = "x(2, 3, 4), 3, 1",
     .doc = "The sum over all that was repeated to broadcast sizes to the "
            "shape of x: the adjoint of expand."},
    {"amax", "x, dim: dims?, {keepdim: bool = false}", extreme_infer,
     .flags = OP_STRIDED | OP_OF_MASKS, .scratch = reduce_scratch,
     .forward = amax_forward, .rule = extreme_rule, .reads = READS_ALL,
     .sample = SAMPLES,
     .doc = "The largest element over dim, or of all; NaN if one is there. "
            "Equal ones share the gradient."},
    {"amin", "x, dim: dims?, {keepdim: bool = false}", extreme_infer,
     .flags = OP_STRIDED | OP_OF_MASKS, .scratch = reduce_scratch,
     .forward = amin_forward, .rule = extreme_rule, .reads = READS_ALL,
     .sample = SAMPLES,
     .doc = "The smallest element over dim, or of all; NaN if one is there. "
            "Equal ones share the gradient."},
    {"argmax", "x, dim: dim?, {keepdim: bool = false}", arg_infer, arg_forward,
     .variant = LARGEST,
     .doc = "The index, from 1, of the first largest element along dim, or of "
            "all in row-major order. No derivative."},
    {"argmin", "x, dim: dim?, {keepdim: bool = false}", arg_infer, arg_forward,
     .variant = SMALLEST,
     .doc = "The index, from 1, of the first smallest element along dim, or "
            "of all in row-major order. No derivative."},
    {"var", "x, dim: dims?, {correction: int = 1, keepdim: bool = false}",
     .compose = var_compose, .sample = SAMPLES,
     .doc = "The variance over dim, or over everything: the squared distances "
            "from the mean, summed, over n - correction."},
    {"std", "x, dim: dims?, {correction: int = 1, keepdim: bool = false}",
     .compose = std_compose, .sample = SAMPLES,
     .doc = "The standard deviation, the root of var. The derivative at equal "
            "numbers is 0."},
    {"norm", "x, p: real = 2, dim: dims?, {keepdim: bool = false}",
     .compose = norm_compose,
     .sample = "x(3, 4); away(3, 4), 1, 2; away(2, 3, 4), 3, {2, 3}",
     .doc = "(sum |x|^p)^(1/p) over dim, or over everything; p may be inf, "
            "-inf and 0 (the number of non-zeros). For p = 2 the derivative "
            "at 0 is 0."},
    {0}};
