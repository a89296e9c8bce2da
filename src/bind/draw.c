/* multinomial: indices drawn by weight. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "../ops/indices.h"
#include "bind.h"

/* A weight's place, from 0, and when its turn comes. */
typedef struct Turn {
  double when;
  int64_t at;
} Turn;

typedef struct Draw {
  int64_t rows, size, n; /* rows of `size` weights, n indices of each */
  bool replacement;
  const real *weight;
  real *y;
  double *sum; /* size: room for a row's running sums, */
  Turn *turn;  /* or n: for the turns that come first */
} Draw;

/* Two uniforms of 24 bits make one of 48, from 2^-49 up. */
static double fine(const real *u, int64_t i) {
  return ((double)u[2 * i] + (double)u[2 * i + 1] * 0x1p-24) + 0x1p-49;
}

/* ---- checks ---- */

static bool row_fits(const Draw *d, const real *w) {
  double total = 0;
  int64_t positive = 0;
  for (int64_t i = 0; i < d->size; i++) {
    if (!(w[i] >= 0) || isinf(w[i]))
      return error_set("weight %" PRId64 " is %.9g, a finite number from 0 up "
                       "is wanted",
                       i + 1, (double)w[i]);
    total += (double)w[i];
    positive += w[i] > 0;
  }
  if (d->n > 0 && !(total > 0)) return error_set("all weights are 0");
  return d->replacement || d->n <= positive ||
         error_set("%" PRId64 " without replacement of %" PRId64 " weights "
                   "above 0",
                   d->n, positive);
}

static bool weights_fit(const Tensor *w, Draw *d) {
  const Shape *s = &w->shape;
  char text[SHAPE_TEXT];
  if (s->rank != 1 && s->rank != 2)
    return error_set("weights are %s; one row of them or several are wanted",
                     shape_text(s, text));
  d->rows = s->rank == 2 ? s->size[0] : 1;
  d->size = s->size[s->rank - 1];
  if (d->n < 0)
    return error_set("%" PRId64 " of %" PRId64 " weights", d->n, d->size);
  if (!indices_reach(d->size)) return false;
  d->weight = tensor_data(w);
  for (int64_t i = 0; i < d->rows; i++)
    if (!row_fits(d, d->weight + i * d->size)) return false;
  return true;
}

/* ---- drawing a row ---- */

static void with_replacement(const Draw *d, const real *w, const real *u,
                             real *y) {
  double total = 0;
  for (int64_t i = 0; i < d->size; i++) d->sum[i] = total += (double)w[i];
  for (int64_t k = 0; k < d->n; k++) {
    double at = fine(u, k) * total;
    int64_t low = 0, high = d->size - 1; /* the first whose sum is above at */
    while (low < high) {
      int64_t middle = (low + high) / 2;
      if (d->sum[middle] > at) high = middle;
      else low = middle + 1;
    }
    while (w[low] == 0) low--; /* the last sums may be equal by rounding */
    y[k] = (real)(low + 1);
  }
}

static int by_turn(const void *a, const void *b) {
  const Turn *x = a, *y = b;
  if (x->when != y->when) return x->when < y->when ? -1 : 1;
  return x->at < y->at ? -1 : 1;
}

/* A heap of n turns, the last of them first: `turn` comes for that one. */
static void replace_last(Turn *heap, int64_t n, Turn turn) {
  int64_t at = 0;
  for (int64_t child; (child = 2 * at + 1) < n; at = child) {
    if (child + 1 < n && by_turn(&heap[child], &heap[child + 1]) < 0) child++;
    if (by_turn(&heap[child], &turn) < 0) break;
    heap[at] = heap[child];
  }
  heap[at] = turn;
}

/* Is it plain without a logarithm that a weight's turn comes later? -log(u) is
 * at least 1 - u. */
static bool comes_later(double u, double w, const Turn *last) {
  const double rounding = 1 + 1e-12;
  return 1 - u > last->when * w * rounding;
}

/* The n that come first when each waits an exponential time of its rate. */
static void without_replacement(const Draw *d, const real *w, const real *u,
                                real *y) {
  Turn *last = d->turn;
  for (int64_t k = 0; k < d->n; k++) last[k] = (Turn){INFINITY, INT64_MAX};
  for (int64_t i = 0; d->n > 0 && i < d->size; i++) {
    double v = fine(u, i), rate = (double)w[i];
    if (comes_later(v, rate, last)) continue;
    Turn turn = {rate > 0 ? -log(v) / rate : INFINITY, i};
    if (by_turn(&turn, last) < 0) replace_last(last, d->n, turn);
  }
  qsort(last, (size_t)d->n, sizeof *last, by_turn);
  for (int64_t k = 0; k < d->n; k++) y[k] = (real)(last[k].at + 1);
}

static bool draw_rows(Draw *d, Rng *rng) {
  int64_t many = d->replacement ? d->n : d->size;
  Tensor *u = tensor_new(&(Shape){1, {2 * many}});
  if (d->replacement) d->sum = malloc((size_t)(d->size + 1) * sizeof *d->sum);
  else d->turn = malloc((size_t)(d->n + 1) * sizeof *d->turn);
  bool ok = u && (d->sum || d->turn);
  for (int64_t i = 0; ok && i < d->rows; i++) {
    const real *w = d->weight + i * d->size;
    rng_uniform(rng, 2 * many, tensor_data(u));
    (d->replacement
         ? with_replacement
         : without_replacement)(d, w, tensor_data(u), d->y + i * d->n);
  }
  free(d->sum);
  free(d->turn);
  return ok || error_set("out of memory");
}

static Tensor *multinomial(const Args *a) {
  Draw d = {.n = a->attrs.i[0], .replacement = a->attrs.i[1]};
  Tensor *w = tensor_contiguous(a->x[0]);
  if (!w || !weights_fit(w, &d)) return NULL;
  Shape s = {1, {d.n}};
  if (w->shape.rank == 2) s = (Shape){2, {d.rows, d.n}};
  Tensor *y = tensor_new(&s);
  if (!y) return NULL;
  d.y = tensor_data(y);
  return draw_rows(&d, a->rng) ? y : NULL;
}

static const Row rows[] = {
    {"multinomial",
     "x, num_samples: int, {replacement: bool = false, "
     "generator: generator?}",
     multinomial,
     .doc = "num_samples indices, from 1, drawn by weight: x of k finite "
            "numbers from 0 up gives that many, x of rows x k gives rows of "
            "them. Without replacement an index comes once, and as many "
            "weights must be above 0."},
    {NULL}};

void bind_open_draw(lua_State *L) { bind_set_rows(L, rows, ""); }
