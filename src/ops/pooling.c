/* Pooling over the last one to three dimensions.
 *
 * Of a maximum one row gives values, another where they stand, which has no
 * derivative; put adds a cotangent there, and pick, its transpose, reads there.
 * Averages are linear and separable: a map along each axis in turn, and its
 * transpose. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "../kernel/fold.h"
#include "../kernel/kernel.h"
#include "../kernel/taps.h"
#include "../kernel/window.h"
#include "../pool.h"
#include "indices.h"

/* ---- pick and put ---- */

/* x or g is p,c,.. and the index p,k. */
static bool picked_fits(const Tensor *x, const Tensor *index) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  return (x->shape.rank == 3 && index->shape.rank == 2 &&
          x->shape.size[0] == index->shape.size[0]) ||
         error_set("p x c x m and indices p x k are wanted; got %s and %s",
                   shape_text(&x->shape, a), shape_text(&index->shape, b));
}

/* Whole numbers from 0 to size? */
static bool indices_fit(Tensor *index, int64_t size) {
  Tensor *whole = tensor_contiguous(index);
  if (!indices_reach(size)) return false;
  const real *at = whole ? tensor_data(whole) : NULL;
  for (int64_t i = 0; at && i < tensor_count(whole); i++)
    if (!(at[i] >= 0 && (double)at[i] <= (double)size) || at[i] != floor(at[i]))
      return error_set("index %.9g (element %" PRId64 ") for %" PRId64
                       " elements",
                       (double)at[i], i + 1, size);
  return whole != NULL;
}

static bool pick_infer(Call *c) {
  if (!picked_fits(c->x[0], c->x[1])) return false;
  c->y->shape = c->x[0]->shape;
  c->y->shape.size[2] = c->x[1]->shape.size[1];
  return indices_fit(c->x[1], c->x[0]->shape.size[2]);
}

static bool put_infer(Call *c) {
  if (!picked_fits(c->x[0], c->x[1]) || !shape_within("size", c->a->i[0], 0))
    return false;
  if (c->x[0]->shape.size[2] != c->x[1]->shape.size[1])
    return error_set("%" PRId64 " elements for %" PRId64 " indices",
                     c->x[0]->shape.size[2], c->x[1]->shape.size[1]);
  c->y->shape = c->x[0]->shape;
  c->y->shape.size[2] = c->a->i[0];
  return indices_fit(c->x[1], c->a->i[0]);
}

typedef struct Picking {
  int64_t c, m, k;
  const real *index, *from;
  real *to;
} Picking;

static void pick_chunk(void *context, int64_t plane) {
  const Picking *p = context;
  const real *index = p->index + plane / p->c * p->k;
  const real *x = p->from + plane * p->m;
  real *y = p->to + plane * p->k;
  for (int64_t i = 0; i < p->k; i++)
    y[i] = index[i] > 0 ? x[(int64_t)index[i] - 1] : 0;
}

static void put_chunk(void *context, int64_t plane) {
  const Picking *p = context;
  const real *index = p->index + plane / p->c * p->k;
  const real *g = p->from + plane * p->k;
  real *y = p->to + plane * p->m;
  memset(y, 0, (size_t)p->m * sizeof(real));
  for (int64_t i = 0; i < p->k; i++)
    if (index[i] > 0) y[(int64_t)index[i] - 1] += g[i];
}

static void run_picking(Call *c, PoolTask task, int64_t m, int64_t k) {
  const Shape *s = &c->x[0]->shape;
  Picking p = {
      s->size[1],       m, k, tensor_data(c->x[1]), tensor_data(c->x[0]),
      tensor_data(c->y)};
  pool_run_pieces(task, &p, s->size[0] * s->size[1], m + k);
}

static void pick_forward(Call *c) {
  run_picking(c, pick_chunk, c->x[0]->shape.size[2], c->y->shape.size[2]);
}
static void put_forward(Call *c) {
  run_picking(c, put_chunk, c->y->shape.size[2], c->x[0]->shape.size[2]);
}

static void pick_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs a = {.i = {c->x[0]->shape.size[2]}};
  if (c->need[0]) gx[0] = t_call(&op, "put", (Tensor *[]){g, c->x[1]}, 2, &a);
}
static void put_rule(const Call *c, Tensor *u, Tensor **gx) {
  static const Op *op;
  if (c->need[0]) gx[0] = t_call2(&op, "pick", u, c->x[1]);
}

/* ---- windows ---- */

/* Three axes, those that are not there of size 1 in front. */
typedef struct Windows {
  int64_t in[3], out[3];
  int64_t kernel[3], stride[3], padding[3], dilation[3];
  bool adaptive, places; /* places of the largest, not values */
  const real *x;
  real *y;
} Windows;

/* How many windows; 0 with an error when none fits (PyTorch's rule). */
static int64_t window_count(int64_t in, int64_t kernel, int64_t stride,
                            int64_t padding, int64_t dilation, bool ceil_mode) {
  if (!shape_within("a size", in, 1) ||
      !shape_within("kernel_size", kernel, 1) ||
      !shape_within("stride", stride, 1) ||
      !shape_within("padding", padding, 0) ||
      !shape_within("dilation", dilation, 1))
    return 0;
  if (padding > kernel / 2) {
    error_set("padding is %" PRId64 ", at most half of kernel_size %" PRId64
              " is possible",
              padding, kernel);
    return 0;
  }
  int64_t room = in + 2 * padding - dilation * (kernel - 1) - 1;
  if (ceil_mode) room += stride - 1;
  int64_t n = room < 0 ? 0 : room / stride + 1;
  if (ceil_mode && (n - 1) * stride >= in + padding) n--;
  if (n < 1)
    error_set("kernel_size %" PRId64 " does not fit size %" PRId64, kernel, in);
  return n;
}

static bool spatial(const Shape *s, int dims) {
  char text[SHAPE_TEXT];
  return (dims >= 1 && dims <= 3 && s->rank >= dims) ||
         error_set("%d spatial dimensions (1 to 3) of %s", dims,
                   shape_text(s, text));
}

enum { STRIDE = 0, PADDING = 3, DILATION = 6, CEIL = 9 };

/* dim k of the last n */
static int64_t stride_at(const Attrs *a, int k) {
  return a->i[STRIDE + k] == ATTR_NONE ? a->list[k] : a->i[STRIDE + k];
}

static bool max_index_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  const Attrs *a = c->a;
  if (!spatial(s, a->n)) return false;
  c->y->shape = *s;
  int64_t plane = 1;
  for (int k = 0; k < a->n; k++) {
    int d = s->rank - a->n + k;
    c->y->shape.size[d] = window_count(s->size[d], a->list[k], stride_at(a, k),
                                       a->i[PADDING + k], a->i[DILATION + k],
                                       a->i[CEIL]);
    if (c->y->shape.size[d] == 0) return false;
    plane *= s->size[d];
    if (!indices_reach(plane)) return false;
  }
  return true;
}

static bool adaptive_index_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!spatial(s, c->a->n)) return false;
  c->y->shape = *s;
  int64_t plane = 1;
  for (int k = 0; k < c->a->n; k++) {
    int d = s->rank - c->a->n + k;
    if (!shape_within("a size", s->size[d], 1) ||
        !shape_within("size", c->a->list[k], 1))
      return false;
    c->y->shape.size[d] = c->a->list[k];
    plane *= s->size[d];
    if (!indices_reach(plane)) return false;
  }
  return true;
}

static Windows windows_of(const Call *c, bool adaptive) {
  const Attrs *a = c->a;
  Windows w = {.adaptive = adaptive,
               .x = tensor_data(c->x[0]),
               .y = tensor_data(c->y)};
  for (int k = 0; k < 3; k++) {
    int at = k - (3 - a->n), d = c->y->shape.rank - 3 + k;
    bool real_one = at >= 0;
    w.in[k] = real_one ? c->x[0]->shape.size[d] : 1;
    w.out[k] = real_one ? c->y->shape.size[d] : 1;
    w.kernel[k] = real_one && !adaptive ? a->list[at] : 1;
    w.stride[k] = real_one && !adaptive ? stride_at(a, at) : 1;
    w.padding[k] = real_one && !adaptive ? a->i[PADDING + at] : 0;
    w.dilation[k] = real_one && !adaptive ? a->i[DILATION + at] : 1;
  }
  return w;
}

typedef struct Span {
  int64_t from, to, step;
} Span;

/* The elements of window i along axis k. */
static Span span_of(const Windows *w, int k, int64_t i) {
  int64_t in = w->in[k], out = w->out[k], step = w->dilation[k];
  if (w->adaptive)
    return (Span){i * in / out, ((i + 1) * in + out - 1) / out, 1};
  Span s = {i * w->stride[k] - w->padding[k], 0, step};
  s.to = s.from + (w->kernel[k] - 1) * step + 1;
  if (s.to > in) s.to = in;
  if (s.from < 0) s.from += (-s.from + step - 1) / step * step;
  return s;
}

/* Do all taps stand beside the axis? Those of dilation may step over it. */
static bool is_beside(Span s) { return s.from >= s.to; }

/* A largest element, and its place in the plane, from 1. */
typedef struct Top {
  real value, place;
} Top;

static const Top none = {-INFINITY, 0};

/* Of one window: the first largest; the last NaN where there is one. Which it
 * is is hard to foresee, and where it stands is chosen without a branch. */
static Top largest_at(const Windows *w, const real *x, const Span s[3]) {
  if (is_beside(s[0]) || is_beside(s[1]) || is_beside(s[2])) return none;
  int64_t at = (s[0].from * w->in[1] + s[1].from) * w->in[2] + s[2].from;
  for (int64_t d = s[0].from; d < s[0].to; d += s[0].step)
    for (int64_t h = s[1].from; h < s[1].to; h += s[1].step) {
      int64_t row = (d * w->in[1] + h) * w->in[2];
      for (int64_t k = s[2].from; k < s[2].to; k += s[2].step) {
        real v = x[row + k];
        int64_t more = (v > x[at]) | (v != v);
        at += (row + k - at) & -more;
      }
    }
  return (Top){x[at], (real)(at + 1)};
}

/* Do its elements lie side by side, enough of them for vectors? Then how many,
 * and from where on. */
static bool is_run(const Windows *w, const Span s[3], int64_t *from,
                   int64_t *n) {
  enum { LONG = 32 };
  int64_t plane = 1;
  *from = 0;
  *n = 1;
  for (int k = 2; k >= 0; k--) {
    int64_t size = s[k].to - s[k].from;
    if ((size > 1 && *n < plane) || s[k].step != 1) return false;
    *from += s[k].from * plane;
    *n *= size;
    plane *= w->in[k];
  }
  return *n >= LONG;
}

/* Of n elements side by side, the first of which is number `from`: what
 * largest_at says. */
static Top largest_of_run(const Windows *w, const real *x, int64_t n,
                          int64_t from) {
  real most = kernels->fold->largest.run(n, x);
  if (most != most)
    while (x[n - 1] == x[n - 1]) n--;
  else if (w->places || most == 0) n = 1 + kernels->window->first(n, x, most);
  else return (Top){most, 0};
  return (Top){x[n - 1], (real)(from + n)};
}

static void window_at(const Windows *w, const real *x, Span s[3], int64_t i,
                      real *y) {
  int64_t from, n;
  s[2] = span_of(w, 2, i);
  Top top;
  if (is_run(w, s, &from, &n)) {
    top = largest_of_run(w, x + from, n, from);
  } else top = largest_at(w, x, s);
  y[i] = w->places ? top.place : top.value;
}

enum { COLUMNS = 512 }; /* that go through a buffer together */

/* n windows side by side, the first at column `from` of the rows of s: into y
 * what is asked for, and into value, of at most COLUMNS, what stands there. */
static void largest_row(const Windows *w, const real *x, const Span s[2],
                        WindowRow r, int64_t from, real *value, real *y) {
  int64_t plane[2] = {w->in[1] * w->in[2], w->in[2]};
  from += s[0].from * plane[0] + s[1].from * plane[1];
  for (int k = 0; k < 2; k++) {
    r.rows[k] = (s[k].to - s[k].from + s[k].step - 1) / s[k].step;
    r.row_step[k] = s[k].step * plane[k];
  }
  r.x = x + from;
  if (w->places) kernels->window->place(&r, (real)(from + 1), value, y);
  else kernels->window->largest(&r, value);
}

/* Windows of one size: at the edges one by one, and where all taps are within
 * the plane several at a time, unless all rows are beside it. */
static void even_row(const Windows *w, const real *x, Span s[3], real *y) {
  real unused[COLUMNS];
  int64_t n = w->out[2], step = w->stride[2], i = 0;
  int64_t reach = (w->kernel[2] - 1) * w->dilation[2];
  int64_t room = w->in[2] - 1 - reach + w->padding[2];
  int64_t first = (w->padding[2] + step - 1) / step;
  int64_t end = room < 0 ? 0 : room / step + 1;
  if (end > n) end = n;
  if (is_beside(s[0]) || is_beside(s[1])) end = 0;
  for (; i < first && i < n; i++) window_at(w, x, s, i, y);
  while (i < end) {
    int64_t count = end - i < COLUMNS ? end - i : COLUMNS;
    WindowRow r = {.n = count,
                   .step = step,
                   .taps = w->kernel[2],
                   .apart = w->dilation[2]};
    largest_row(w, x, s, r, i * step - w->padding[2],
                w->places ? unused : y + i, y + i);
    i += count;
  }
  for (; i < n; i++) window_at(w, x, s, i, y);
}

/* The largest of columns s of a row: as largest_at says, of all their rows. */
static Top largest_column(const real *value, const real *place, Span s) {
  Top top = {value[s.from], place[s.from]};
  for (int64_t k = s.from + 1; k < s.to; k++) {
    real v = value[k], p = place[k];
    bool nan = v != v, was = top.value != top.value;
    bool more = nan ? !was | (p > top.place)
                    : v > top.value || (v == top.value && p < top.place);
    if (more) top = (Top){v, p};
  }
  return top;
}

/* Adaptive windows: the columns of several, and then the columns of each; but
 * those that are runs one by one. */
static void adaptive_row(const Windows *w, const real *x, Span s[3], real *y) {
  real value[COLUMNS], place[COLUMNS];
  int64_t from, count;
  s[2] = span_of(w, 2, 0);
  if (is_run(w, s, &from, &count)) {
    for (int64_t i = 0; i < w->out[2]; i++) window_at(w, x, s, i, y);
    return;
  }
  for (int64_t i = 0, end; i < w->out[2]; i = end) {
    Span first = span_of(w, 2, i), last = first;
    for (end = i + 1; end < w->out[2]; end++) {
      Span next = span_of(w, 2, end);
      if (next.to - first.from > COLUMNS) break;
      last = next;
    }
    if (last.to - first.from > COLUMNS) {
      window_at(w, x, s, i, y);
      continue;
    }
    WindowRow r = {.n = last.to - first.from, .step = 1, .taps = 1};
    largest_row(w, x, s, r, first.from, value, place);
    for (int64_t k = i; k < end; k++) {
      Span own = span_of(w, 2, k);
      own.from -= first.from;
      own.to -= first.from;
      Top top = largest_column(value, w->places ? place : value, own);
      y[k] = w->places ? top.place : top.value;
    }
  }
}

static void windows_chunk(void *context, int64_t plane) {
  const Windows *w = context;
  const real *x = w->x + plane * w->in[0] * w->in[1] * w->in[2];
  real *y = w->y + plane * w->out[0] * w->out[1] * w->out[2];
  Span s[3];
  for (int64_t d = 0; d < w->out[0]; d++) {
    s[0] = span_of(w, 0, d);
    for (int64_t h = 0; h < w->out[1]; h++, y += w->out[2]) {
      s[1] = span_of(w, 1, h);
      (w->adaptive ? adaptive_row : even_row)(w, x, s, y);
    }
  }
}

static void run_windows(Call *c, bool adaptive, bool places) {
  Windows w = windows_of(c, adaptive);
  w.places = places;
  const Shape *s = &c->x[0]->shape;
  pool_run_pieces(windows_chunk, &w, shape_product(s, 0, s->rank - c->a->n),
                  8 * w.in[0] * w.in[1] * w.in[2]);
}

static void max_index_forward(Call *c) { run_windows(c, false, true); }
static void adaptive_index_forward(Call *c) { run_windows(c, true, true); }
static void max_forward(Call *c) { run_windows(c, false, false); }
static void adaptive_forward(Call *c) { run_windows(c, true, false); }

/* g put where x's largest stand, which is found again: their places are as many
 * numbers as the result has, and most passes forward have none behind them. */
static Tensor *put_largest(const Call *c, Tensor *g, Tensor *index) {
  static const Op *op;
  const Shape *s = &c->x[0]->shape;
  int first = s->rank - c->a->n;
  int64_t p = shape_product(s, 0, first);
  int64_t k = shape_product(&c->y->shape, first, s->rank);
  Attrs a = {.i = {shape_product(s, first, s->rank)}};
  Tensor *planes = t_reshape(g, &(Shape){3, {p, 1, k}});
  index = t_reshape(index, &(Shape){2, {p, k}});
  return t_reshape(t_call(&op, "put", (Tensor *[]){planes, index}, 2, &a), s);
}

static void max_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x = c->x[0];
  gx[0] = put_largest(c, g, t_call(&op, "max_pool_index", &x, 1, c->a));
}
static void adaptive_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *x = c->x[0];
  gx[0] = put_largest(c, g, t_call(&op, "adaptive_max_index", &x, 1, c->a));
}

/* ---- windows that begin where tensors say ---- */

/* Do they begin, from 0, within an axis of that size? */
static bool starts_fit(Tensor *starts, int64_t size, int64_t kernel) {
  Tensor *whole = tensor_contiguous(starts);
  const real *at = whole ? tensor_data(whole) : NULL;
  for (int64_t i = 0; at && i < tensor_count(whole); i++)
    if (!(at[i] >= 0 && (double)at[i] <= (double)(size - kernel)) ||
        at[i] != floor(at[i]))
      return error_set("a window of %" PRId64 " begins at %.9g of %" PRId64
                       " elements",
                       kernel, (double)at[i], size);
  return whole != NULL;
}

static bool started_index_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int dims = c->n - 1;
  char text[SHAPE_TEXT];
  if (s->rank != dims + 1 || c->a->n != dims || dims > 3)
    return error_set("%d lists of starts and %d sizes of windows for %s", dims,
                     c->a->n, shape_text(s, text));
  c->y->shape = (Shape){1, {s->size[0]}};
  for (int k = 0; k < dims; k++) {
    const Shape *starts = &c->x[k + 1]->shape;
    if (starts->rank != 2 || starts->size[0] != s->size[0])
      return error_set("starts are %s for %" PRId64 " planes",
                       shape_text(starts, text), s->size[0]);
    if (!shape_within("a window", c->a->list[k], 1) ||
        !starts_fit(c->x[k + 1], s->size[k + 1], c->a->list[k]) ||
        !shape_push(&c->y->shape, starts->size[1]))
      return false;
  }
  return indices_reach(shape_product(s, 1, s->rank));
}

typedef struct Started {
  Windows windows;
  const real *start[3];
} Started;

static Span started(const Started *t, int k, int64_t plane, int64_t i) {
  const Windows *w = &t->windows;
  const real *start = t->start[k];
  int64_t from = start ? (int64_t)start[plane * w->out[k] + i] : 0;
  return (Span){from, from + w->kernel[k], 1};
}

static void started_chunk(void *context, int64_t plane) {
  const Started *t = context;
  const Windows *w = &t->windows;
  const real *x = w->x + plane * w->in[0] * w->in[1] * w->in[2];
  real *y = w->y + plane * w->out[0] * w->out[1] * w->out[2];
  Span s[3];
  for (int64_t d = 0; d < w->out[0]; d++) {
    s[0] = started(t, 0, plane, d);
    for (int64_t h = 0; h < w->out[1]; h++) {
      s[1] = started(t, 1, plane, h);
      for (int64_t i = 0; i < w->out[2]; i++) {
        s[2] = started(t, 2, plane, i);
        *y++ = largest_at(w, x, s).place;
      }
    }
  }
}

static void started_index_forward(Call *c) {
  Started t = {.windows = {.x = tensor_data(c->x[0]), .y = tensor_data(c->y)}};
  int64_t planes = c->y->shape.size[0];
  for (int k = 0; k < 3; k++) {
    int at = k - (4 - c->n);
    t.windows.in[k] = at < 0 ? 1 : c->x[0]->shape.size[at + 1];
    t.windows.out[k] = at < 0 ? 1 : c->y->shape.size[at + 1];
    t.windows.kernel[k] = at < 0 ? 1 : c->a->list[at];
    t.start[k] = at < 0 ? NULL : tensor_data(c->x[at + 1]);
  }
  pool_run_pieces(started_chunk, &t, planes,
                  shape_product(&c->x[0]->shape, 1, c->n));
}

/* ---- maxima ---- */

/* The variant of a row composed here is the number of spatial dimensions. */

static bool batched(const Call *c, int dims) {
  int rank = c->x[0]->shape.rank;
  char text[SHAPE_TEXT];
  return rank == dims + 2 || rank == dims + 1 ||
         error_set("n, c and %d spatial sizes are wanted (or without n), got "
                   "%s",
                   dims, shape_text(&c->x[0]->shape, text));
}

/* The call's attributes in the layout of the rows over several dimensions. */
static Attrs pool_attrs(const Call *c, int dims, bool dilated) {
  const int64_t *i = c->a->i;
  Attrs a = {.n = dims};
  memcpy(a.list, i, (size_t)dims * sizeof *i);
  for (int k = 0; k < 3; k++) {
    a.i[STRIDE + k] = k < dims ? i[dims + k] : 1;
    a.i[PADDING + k] = k < dims ? i[2 * dims + k] : 0;
    a.i[DILATION + k] = k < dims && dilated ? i[3 * dims + k] : 1;
  }
  a.i[CEIL] = i[(dilated ? 4 : 3) * dims];
  return a;
}

static Tensor *max_pool_compose(const Call *c) {
  static const Op *op;
  int dims = c->op->variant;
  Attrs a = pool_attrs(c, dims, true);
  if (!batched(c, dims)) return NULL;
  return t_call(&op, "max_pool", c->x, 1, &a);
}

static Attrs size_list(const Call *c, int dims) {
  Attrs a = {.n = dims};
  memcpy(a.list, c->a->i, (size_t)dims * sizeof *a.list);
  return a;
}

static Tensor *adaptive_max_compose(const Call *c) {
  static const Op *op;
  int dims = c->op->variant;
  Attrs a = size_list(c, dims);
  if (!batched(c, dims)) return NULL;
  return t_call(&op, "adaptive_max_pool", c->x, 1, &a);
}

/* ---- averages ---- */

enum {
  AVG_DIM,
  AVG_KERNEL,
  AVG_STRIDE,
  AVG_PADDING,
  AVG_CEIL,
  AVG_INCLUDE,
  AVG_SUMS,
  AVG_SIZE
};

static int64_t avg_count(const Attrs *a, int64_t in) {
  return window_count(in, a->i[AVG_KERNEL], a->i[AVG_STRIDE], a->i[AVG_PADDING],
                      1, a->i[AVG_CEIL]);
}

static bool avg_axis(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (s->rank == 0) return error_set("a number has no dimensions");
  int axis = shape_axis(s->rank, c->a->i[AVG_DIM]);
  if (c->a->i[AVG_STRIDE] == ATTR_NONE)
    c->a->i[AVG_STRIDE] = c->a->i[AVG_KERNEL];
  c->a->i[AVG_DIM] = axis;
  c->y->shape = *s;
  return axis >= 0;
}

static bool avg_infer(Call *c) {
  if (!avg_axis(c)) return false;
  int64_t *size = &c->y->shape.size[c->a->i[AVG_DIM]];
  *size = avg_count(c->a, *size);
  return *size > 0;
}

static bool avg_adjoint_infer(Call *c) {
  if (!avg_axis(c)) return false;
  int64_t *size = &c->y->shape.size[c->a->i[AVG_DIM]], have = *size;
  *size = c->a->i[AVG_SIZE];
  int64_t due = avg_count(c->a, *size);
  if (due == 0) return false;
  return due == have || error_set("size %" PRId64 " has %" PRId64 " windows, "
                                  "not %" PRId64,
                                  *size, due, have);
}

static size_t avg_scratch(const Call *c) {
  int64_t axis = c->a->i[AVG_DIM], in = c->x[0]->shape.size[axis];
  int64_t k = c->a->i[AVG_KERNEL];
  return taps_bytes(c->y->shape.size[axis], k < in ? k : in);
}

static size_t avg_adjoint_scratch(const Call *c) {
  int64_t axis = c->a->i[AVG_DIM], in = c->y->shape.size[axis];
  int64_t k = c->a->i[AVG_KERNEL];
  return taps_bytes(c->x[0]->shape.size[axis], k < in ? k : in);
}

static Taps avg_taps(const Attrs *a, int64_t in, int64_t out) {
  int64_t kernel = a->i[AVG_KERNEL], padding = a->i[AVG_PADDING];
  Taps t = taps_open(pool_scratch(), in, out, kernel < in ? kernel : in);
  for (int64_t i = 0; i < out; i++) {
    int64_t from = i * a->i[AVG_STRIDE] - padding, to = from + kernel;
    if (to > in + padding) to = in + padding;
    int64_t all = to - from;
    if (from < 0) from = 0;
    if (to > in) to = in;
    double share = 1 / (double)(a->i[AVG_INCLUDE] ? all : to - from);
    if (a->i[AVG_SUMS]) share = 1;
    for (int64_t k = from; k < to; k++) taps_add(&t, i, k, share);
    taps_end(&t, i);
  }
  return t;
}

static void avg_forward(Call *c) {
  int axis = (int)c->a->i[AVG_DIM];
  const Shape *x = &c->x[0]->shape, *y = &c->y->shape;
  Taps t = avg_taps(c->a, x->size[axis], y->size[axis]);
  taps_apply(&t, shape_product(y, 0, axis), shape_product(y, axis + 1, y->rank),
             tensor_data(c->y), tensor_data(c->x[0]));
}

static void avg_adjoint_forward(Call *c) {
  int axis = (int)c->a->i[AVG_DIM];
  const Shape *g = &c->x[0]->shape, *y = &c->y->shape;
  Taps t = avg_taps(c->a, y->size[axis], g->size[axis]);
  taps_spread(&t, shape_product(y, 0, axis),
              shape_product(y, axis + 1, y->rank), tensor_data(c->y),
              tensor_data(c->x[0]));
}

static void avg_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs a = {.n = 0};
  memcpy(a.i, c->a->i, AVG_SIZE * sizeof *a.i);
  a.i[AVG_SIZE] = c->x[0]->shape.size[a.i[AVG_DIM]];
  gx[0] = t_call(&op, "avg_along_adjoint", &g, 1, &a);
}

static void avg_adjoint_rule(const Call *c, Tensor *u, Tensor **gx) {
  static const Op *op;
  gx[0] = t_call(&op, "avg_along", &u, 1, c->a);
}

/* Windows side by side that leave nothing over: a sum of blocks. */
static bool is_blocks(const Shape *s, const Attrs *a) {
  for (int k = 0; k < a->n; k++) {
    int64_t size = s->size[s->rank - a->n + k];
    if (a->list[k] < 1 || stride_at(a, k) != a->list[k] ||
        a->i[PADDING + k] != 0 || size < 1 || size % a->list[k])
      return false;
  }
  return true;
}

static Tensor *block_mean(Tensor *x, Attrs *a) {
  static const Op *op;
  int first = x->shape.rank - a->n;
  double area = 1;
  unsigned whole = 0;
  for (int k = 0; k < a->n; k++) {
    area *= (double)a->list[k];
    if (a->list[k] == x->shape.size[first + k]) whole |= 1u << (first + k);
  }
  if (whole >> first == (1u << a->n) - 1) return t_mean(x, whole, true);
  return t_scale(t_call(&op, "block_sum", &x, 1, a), 1 / area);
}

/* The divisor that stands for the number of elements; 0 for none. */
static int64_t divisor_of(const Call *c, int dims) {
  int64_t divisor = dims > 1 ? c->a->i[3 * dims + 2] : ATTR_NONE;
  return divisor == ATTR_NONE ? 0 : divisor;
}

static Tensor *avg_pool_compose(const Call *c) {
  static const Op *along;
  int dims = c->op->variant;
  Attrs a = pool_attrs(c, dims, false);
  Tensor *y = c->x[0];
  int64_t divisor = divisor_of(c, dims);
  if (!batched(c, dims)) return NULL;
  if (dims > 1 && c->a->i[3 * dims + 2] == 0) {
    error_set("divisor_override is 0");
    return NULL;
  }
  if (!divisor && is_blocks(&y->shape, &a)) return block_mean(y, &a);
  for (int k = 0; k < dims; k++) {
    Attrs one = {.i = {c->x[0]->shape.rank - dims + k, a.list[k],
                       stride_at(&a, k), a.i[PADDING + k], a.i[CEIL],
                       c->a->i[3 * dims + 1], divisor != 0}};
    y = t_call(&along, "avg_along", &y, 1, &one);
  }
  return divisor ? t_scale(y, 1 / (double)divisor) : y;
}

/* The blocks of which adaptive windows are the means, where all are of one
 * size and share nothing. */
static bool adaptive_blocks(const Call *c, int dims, Attrs *a) {
  const Shape *s = &c->x[0]->shape;
  *a = (Attrs){.n = dims};
  for (int k = 0; k < dims; k++) {
    int64_t in = s->size[s->rank - dims + k], out = c->a->i[k];
    if (in < 1 || out < 1 || in % out) return false;
    a->list[k] = in / out;
  }
  return true;
}

static Tensor *adaptive_avg_compose(const Call *c) {
  enum { AREA = 3 }; /* of resample's modes */
  static const Op *op;
  int dims = c->op->variant;
  Attrs blocks;
  Tensor *y = c->x[0];
  if (!batched(c, dims)) return NULL;
  if (adaptive_blocks(c, dims, &blocks)) return block_mean(y, &blocks);
  for (int k = 0; k < dims; k++)
    y = t_call(&op, "resample", &y, 1,
               &(Attrs){
                   .i = {c->x[0]->shape.rank - dims + k, c->a->i[k], AREA}});
  return y;
}

/* ---- rows ---- */

#define MAX_POOL(kind) \
  "x, kernel_size: " kind ", {stride: " kind "?, " \
  "padding: " kind " = 0, dilation: " kind " = 1, ceil_mode: bool = false}"
#define WINDOWS \
  "x, kernel_size: ints, {stride: int3?, padding: int3 = 0, " \
  "dilation: int3 = 1, ceil_mode: bool = false}"
#define MAX_DOC \
  "The largest of each window; x: n, c and the spatial sizes " \
  "(or without n). stride: kernel_size when not given. ceil_mode: windows " \
  "may reach past the end. Edges are padded by what is less than anything."
#define AVG_POOL(kind, more) \
  "x, kernel_size: " kind ", {stride: " kind "?, " \
  "padding: " kind " = 0, ceil_mode: bool = false, count_include_pad: bool = " \
  "true" more "}"
#define AVG_DOC \
  "The mean of each window; x: n, c and the spatial sizes (or " \
  "without n). stride: kernel_size when not given; count_include_pad: the " \
  "zeros of the padding count."
#define DIVISOR ", divisor_override: int?"
#define DIVISOR_DOC " divisor_override: what sums are divided by instead."
#define ALONG \
  "stride: int?, padding: int = 0, ceil_mode: bool = false, " \
  "count_include_pad: bool = true, sums: bool = false}"
#define ADAPTIVE_DOC \
  " of windows that share out the spatial sizes: along " \
  "each, window i (from 0) of m over n elements goes from floor(i n / m) to " \
  "before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n)."

Op pooling_ops[] = {
    {"pick", "x, index", pick_infer, pick_forward, pick_rule,
     .sample = "x(1, 2, 4), ones(1, 3) * 3; x(2, 1, 3), arange(0, 3):reshape"
               "(2, 2)",
     .doc = "y[p][c][i] = x[p][c][index[p][i]], 0 where the index is 0. x: p, "
            "c, m; index: p, k; y: p, c, k."},
    {"put", "g, index, size: int", put_infer, put_forward, put_rule,
     .sample = "x(1, 2, 3), ones(1, 3) * 2, 4; x(2, 1, 2), arange(0, 3)"
               ":reshape(2, 2), 3",
     .doc = "Zeros p, c, size with each g[p][c][i] added at index[p][i]: the "
            "adjoint of pick."},
    {"max_pool", WINDOWS, max_index_infer, max_forward, max_rule,
     .sample = "x(2, 2, 7), {3}, {stride = 2, padding = 1}; x(2, 5, 4), {2, 3}",
     .doc = "max_pool1d, max_pool2d and max_pool3d, of the last dimensions, as "
            "many as kernel_size has entries. stride, padding and dilation are "
            "given for three; the first ones are used. A window that has "
            "padding alone, as those of dilation can, is -inf."},
    {"adaptive_max_pool", "x, sizes: ints", adaptive_index_infer,
     adaptive_forward, adaptive_rule,
     .sample = "x(2, 7), {3}; x(2, 4, 5), "
               "{3, 2}",
     .doc = "adaptive_max_pool1d, adaptive_max_pool2d and adaptive_max_pool3d, "
            "of the last dimensions, as many as sizes has entries."},
    {"max_pool_index", WINDOWS, max_index_infer, max_index_forward,
     .doc = "Where in its plane (the last dimensions, as many as kernel_size "
            "has entries, from 1) the largest of each window of max_pool "
            "stands, and 0 where a window has padding alone. stride, padding "
            "and dilation are given for three; the first ones are used. No "
            "derivative."},
    {"adaptive_max_index", "x, sizes: ints", adaptive_index_infer,
     adaptive_index_forward,
     .doc = "The same for the windows of adaptive_max_pool. No derivative."},
    {"started_index", "x, starts: tensors, sizes: ints", started_index_infer,
     started_index_forward,
     .doc = "The same for windows of these sizes that begin where starts, one "
            "for each spatial dimension, say (from 0). x: p and the spatial "
            "sizes; starts: p, windows along the dimension; y: p and the "
            "windows along each. No derivative."},
    {"max_pool1d", MAX_POOL("int"), .variant = 1, .compose = max_pool_compose,
     .sample = "x(2, 2, 7), 3, {stride = 2, padding = 1}", .doc = MAX_DOC},
    {"max_pool2d", MAX_POOL("int2"), .variant = 2, .compose = max_pool_compose,
     .sample = "x(1, 2, 4, 6), 2; x(2, 5, 5), {3, 2}, {stride = {1, 2}, "
               "padding = 1, dilation = {2, 1}, ceil_mode = true}",
     .doc = MAX_DOC},
    {"max_pool3d", MAX_POOL("int3"), .variant = 3, .compose = max_pool_compose,
     .sample = "x(1, 1, 3, 4, 4), 2, {stride = 1}", .doc = MAX_DOC},
    {"adaptive_max_pool1d", "x, output_size: int", .variant = 1,
     .compose = adaptive_max_compose, .sample = "x(1, 2, 7), 3",
     .doc = "The largest" ADAPTIVE_DOC},
    {"adaptive_max_pool2d", "x, output_size: int2", .variant = 2,
     .compose = adaptive_max_compose, .sample = "x(1, 2, 5, 4), {3, 2}",
     .doc = "The largest" ADAPTIVE_DOC},
    {"adaptive_max_pool3d", "x, output_size: int3", .variant = 3,
     .compose = adaptive_max_compose, .sample = "x(1, 1, 3, 2, 4), 2",
     .doc = "The largest" ADAPTIVE_DOC},
    {"avg_along", "x, dim: dim, kernel_size: int, {" ALONG, avg_infer,
     avg_forward, avg_rule, .reads = READS_NONE, .scratch = avg_scratch,
     .sample = "x(2, 7), 2, 3, {stride = 2, padding = 1}; x(5, 2), 1, 2, "
               "{ceil_mode = true, count_include_pad = false}",
     .doc = "The means of windows along dim, or their sums: what avg_pool is "
            "made of."},
    {"avg_along_adjoint",
     "g, dim: dim, kernel_size: int, {stride: int?, "
     "padding: int = 0, ceil_mode: bool = false, count_include_pad: bool = "
     "true, sums: bool = false, size: int = 0}",
     avg_adjoint_infer, avg_adjoint_forward, avg_adjoint_rule,
     .reads = READS_NONE, .scratch = avg_adjoint_scratch,
     .sample = "x(2, 4), 2, 3, {stride = 2, padding = 1, size = 7}",
     .doc = "The adjoint of avg_along; size is that of its x."},
    {"avg_pool1d", AVG_POOL("int", ""), .variant = 1,
     .compose = avg_pool_compose,
     .sample = "x(2, 2, 7), 3, {stride = 2, padding = 1}", .doc = AVG_DOC},
    {"avg_pool2d", AVG_POOL("int2", DIVISOR), .variant = 2,
     .compose = avg_pool_compose,
     .sample = "x(1, 2, 4, 6), 2; x(1, 5, 5), 3, {stride = 2, padding = 1, "
               "ceil_mode = true, count_include_pad = false}; x(1, 3, 5), 2, "
               "{padding = 1, divisor_override = 3}",
     .doc = AVG_DOC DIVISOR_DOC},
    {"avg_pool3d", AVG_POOL("int3", DIVISOR), .variant = 3,
     .compose = avg_pool_compose, .sample = "x(1, 1, 3, 4, 4), 2, {stride = 1}",
     .doc = AVG_DOC DIVISOR_DOC},
    {"adaptive_avg_pool1d", "x, output_size: int", .variant = 1,
     .compose = adaptive_avg_compose, .sample = "x(1, 2, 7), 3",
     .doc = "The mean" ADAPTIVE_DOC},
    {"adaptive_avg_pool2d", "x, output_size: int2", .variant = 2,
     .compose = adaptive_avg_compose, .sample = "x(1, 2, 5, 4), {3, 2}",
     .doc = "The mean" ADAPTIVE_DOC},
    {"adaptive_avg_pool3d", "x, output_size: int3", .variant = 3,
     .compose = adaptive_avg_compose, .sample = "x(1, 1, 3, 4, 2), 2",
     .doc = "The mean" ADAPTIVE_DOC},
    {0}};
