/* multinomial: indices drawn by weight. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
  Turn *turn;  /* or 2 size: for the turns that come first, and to sort them */
} Draw;

/* Two uniforms of 24 bits make one of 48, from 2^-49 up. */
static double fine(const real *u, int64_t i) {
  return ((double)u[2 * i] + (double)u[2 * i + 1] * 0x1p-24) + 0x1p-49;
}

/* ---- checks ---- */

static bool is_weight(real w) { return w >= 0 && !isinf(w); }

static bool row_fits(const Draw *d, const real *w) {
  int64_t positive = 0, i = 0;
  int strange = 0;
  for (int64_t k = 0; k < d->size; k++) {
    strange |= !((w[k] >= 0) & (w[k] - w[k] == 0));
    positive += w[k] > 0;
  }
  while (strange && is_weight(w[i])) i++;
  if (strange)
    return error_set("weight %" PRId64 " is %.9g, a finite number from 0 up "
                     "is wanted",
                     i + 1, (double)w[i]);
  if (d->n > 0 && positive == 0) return error_set("all weights are 0");
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
    int64_t low = 0; /* the first whose sum is above at, or the last */
    for (int64_t left = d->size - 1, half; left > 0; left -= half) {
      half = (left + 1) / 2;
      low += d->sum[low + half - 1] > at ? 0 : half;
    }
    while (w[low] == 0) low--; /* the last sums may be equal by rounding */
    y[k] = (real)(low + 1);
  }
}

static inline bool before(const Turn *x, const Turn *y) {
  return (x->when < y->when) | ((x->when == y->when) & (x->at < y->at));
}

static void merge(const Turn *a, int64_t n, const Turn *b, int64_t m,
                  Turn *to) {
  const Turn *a_end = a + n, *b_end = b + m;
  while (a < a_end && b < b_end) {
    bool second = before(b, a);
    *to++ = second ? *b : *a;
    a += !second;
    b += second;
  }
  memcpy(to, a, (size_t)(a_end - a) * sizeof *to);
  memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof *to);
}

static inline void put_in_order(Turn *a, Turn *b) {
  Turn x = *a, y = *b;
  bool swap = before(b, a);
  *a = swap ? y : x;
  *b = swap ? x : y;
}

enum { RUN = 4 };

/* x in order, in x or in spare: runs by exchanges, and those merged. */
static const Turn *sort(int64_t n, Turn *x, Turn *spare) {
  for (int64_t i = 0; i < n; i += RUN)
    for (int64_t end = n - i < RUN ? n : i + RUN, k = end; k > i + 1; k--)
      for (int64_t j = i; j + 1 < k; j++) put_in_order(x + j, x + j + 1);
  for (int64_t width = RUN; width < n; width *= 2) {
    for (int64_t i = 0; i < n; i += 2 * width) {
      int64_t here = n - i < width ? n - i : width, left = n - i - here;
      merge(x + i, here, x + i + here, left < width ? left : width, spare + i);
    }
    Turn *sorted = spare;
    spare = x;
    x = sorted;
  }
  return x;
}

/* A heap of n turns, the last of them first: `turn` comes for that one. */
static void replace_last(Turn *heap, int64_t n, Turn turn) {
  int64_t at = 0;
  for (int64_t child; (child = 2 * at + 1) < n; at = child) {
    if (child + 1 < n && before(&heap[child], &heap[child + 1])) child++;
    if (before(&heap[child], &turn)) break;
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

/* Its turn, when the weight of rate w at i waits an exponential time. */
static Turn turn_of(double u, double w, int64_t i) {
  return (Turn){w > 0 ? -log(u) / w : INFINITY, i};
}

/* The first n, by a heap of those so far. */
static void keep_first(const Draw *d, const real *w, const real *u) {
  Turn *last = d->turn;
  for (int64_t k = 0; k < d->n; k++) last[k] = (Turn){INFINITY, INT64_MAX};
  for (int64_t i = 0; d->n > 0 && i < d->size; i++) {
    double v = fine(u, i), rate = (double)w[i];
    if (comes_later(v, rate, last)) continue;
    Turn turn = turn_of(v, rate, i);
    if (before(&turn, last)) replace_last(last, d->n, turn);
  }
}

/* The n that come first; where they are many, all are put in order. */
static void without_replacement(const Draw *d, const real *w, const real *u,
                                real *y) {
  bool many = d->n > d->size / 8;
  int64_t kept = many ? d->size : d->n;
  if (!many) keep_first(d, w, u);
  for (int64_t i = 0; many && i < d->size; i++)
    d->turn[i] = turn_of(fine(u, i), (double)w[i], i);
  const Turn *first = sort(kept, d->turn, d->turn + kept);
  /* n of at least n that were set; NOLINTNEXTLINE */
  for (int64_t k = 0; k < d->n; k++) y[k] = (real)(first[k].at + 1);
}

static bool draw_rows(Draw *d, Rng *rng) {
  int64_t many = d->replacement ? d->n : d->size;
  Tensor *u = tensor_new(&(Shape){1, {2 * many}});
  if (d->replacement) d->sum = malloc((size_t)(d->size + 1) * sizeof *d->sum);
  else d->turn = malloc((size_t)(2 * d->size + 1) * sizeof *d->turn);
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
  return ok || error_memory("out of memory");
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
