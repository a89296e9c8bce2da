/* pad: more elements at the edges, or fewer. Linear in x but for the constant
 * that fills; the rule is the transpose. */
#include <inttypes.h>
#include <string.h>

#include "../pool.h"
#include "../walk.h"
#include "../notation.h"

enum { CONSTANT, REFLECT, REPLICATE, CIRCULAR };

/* ---- shapes ---- */

/* Amounts of axis k: a list of left, right from the last axis on. */
static int64_t left_of(const Attrs *a, int rank, int k) {
  int at = 2 * (rank - 1 - k);
  return at < a->n ? a->list[at] : 0;
}
static int64_t right_of(const Attrs *a, int rank, int k) {
  int at = 2 * (rank - 1 - k) + 1;
  return at < a->n ? a->list[at] : 0;
}

static bool amounts(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (c->a->n % 2 || c->a->n > 2 * s->rank)
    return error_set("%d amounts: a left and a right one for each of up to %d "
                     "dimensions are wanted",
                     c->a->n, s->rank);
  for (int k = 0; k < c->a->n; k++)
    if (c->a->list[k] < -LARGEST_SIZE || c->a->list[k] > LARGEST_SIZE)
      return error_set("an amount is %" PRId64, c->a->list[k]);
  for (int k = 0; k < s->rank; k++)
    if (!shape_within("a size", s->size[k], 0)) return false;
  return true;
}

/* May `size` elements be padded by as much, `other` being the amount on the
 * other side? */
static bool side_fits(const Attrs *a, int64_t size, int64_t by, int64_t other) {
  static const char *const names[] = {
      "constant", "reflect", "replicate", "circular"};
  int64_t mode = a->i[0];
  int64_t left = size + (other < 0 ? other : 0); /* what goes round */
  int64_t most = mode == REFLECT    ? size - 1
                 : mode == CIRCULAR ? left
                                    : LARGEST_SIZE;
  if (by <= 0 || (by <= most && (size > 0 || mode == CONSTANT))) return true;
  return error_set("%s padding of %" PRId64 " for a size of %" PRId64,
                   names[mode], by, mode == CIRCULAR ? left : size);
}

/* `size` elements become how many? Negative, with an error, when it cannot be.
 * No crop takes more than there is, so x's own part of the result is whole. */
static int64_t padded(const Attrs *a, int rank, int k, int64_t size) {
  int64_t l = left_of(a, rank, k), r = right_of(a, rank, k);
  if (size + l + r < 0 || size + (l < 0 ? l : 0) + (r < 0 ? r : 0) < 0) {
    error_set("size %" PRId64 " cropped by %" PRId64 " and %" PRId64, size,
              l < 0 ? -l : 0, r < 0 ? -r : 0);
    return -1;
  }
  bool fits = side_fits(a, size, l, r) && side_fits(a, size, r, l);
  return fits ? size + l + r : -1;
}

static bool pad_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!amounts(c)) return false;
  c->y->shape = *s;
  for (int k = 0; k < s->rank; k++)
    if ((c->y->shape.size[k] = padded(c->a, s->rank, k, s->size[k])) < 0)
      return false;
  return true;
}

static bool pad_adjoint_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  if (!amounts(c)) return false;
  c->y->shape = *s;
  for (int k = 0; k < s->rank; k++) {
    int64_t size = s->size[k] - left_of(c->a, s->rank, k) -
                   right_of(c->a, s->rank, k);
    c->y->shape.size[k] = size;
    if (size < 0)
      return error_set("size %" PRId64 " is less than its padding", s->size[k]);
    if (padded(c->a, s->rank, k, size) < 0) return false;
  }
  return true;
}

/* ---- where elements come from ---- */

typedef struct Axis {
  int64_t mode, in, out, left, right;
} Axis;

/* The element of x that stands at i, or -1 for the constant. */
static int64_t source(const Axis *a, int64_t i) {
  int64_t at = i - a->left, low = a->left < 0 ? -a->left : 0;
  int64_t high = a->in + (a->right < 0 ? a->right : 0); /* cropped: low, high */
  switch (a->mode) {
    case REFLECT: return at < 0 ? -at : at >= a->in ? 2 * (a->in - 1) - at : at;
    case REPLICATE: return at < 0 ? 0 : at >= a->in ? a->in - 1 : at;
    case CIRCULAR:
      return at < low ? at + high - low : at >= high ? at - high + low : at;
    default: return at < 0 || at >= a->in ? -1 : at;
  }
}

/* An array whose axes from `first` on are padded: a plane holds those. */
typedef struct Plan {
  int rank;
  Axis axis[MAX_DIMS];
  int64_t planes, in, out; /* elements of a plane */
  real value;
  real *to;
  const real *from;
} Plan;

static Plan plan_of(const Call *c, const Shape *x, const Shape *y) {
  int first = x->rank - c->a->n / 2;
  Plan p = {.planes = shape_product(x, 0, first),
            .in = 1,
            .out = 1,
            .to = tensor_data(c->y),
            .from = tensor_data(c->x[0])};
  for (int k = first; k < x->rank; k++) {
    p.axis[p.rank++] = (Axis){
        c->a->i[0], x->size[k], y->size[k], left_of(c->a, x->rank, k),
        right_of(c->a, x->rank, k)};
    p.in *= x->size[k];
    p.out *= y->size[k];
  }
  for (; p.rank < 2; p.rank++) {
    p.axis[1] = p.axis[0];
    p.axis[0] = (Axis){CONSTANT, 1, 1, 0, 0};
    if (p.rank == 0) p.axis[1] = p.axis[0];
  }
  return p;
}

/* Where in x the slice of the padded array begins, or -1; `slice` counts those
 * of the last two axes in a plane. */
static int64_t slice_source(const Plan *p, int64_t slice) {
  int64_t at = 0, step = p->axis[p->rank - 1].in * p->axis[p->rank - 2].in;
  for (int k = p->rank - 3; k >= 0; k--) {
    const Axis *a = &p->axis[k];
    int64_t i = source(a, slice % a->out);
    if (i < 0) return -1;
    at += i * step;
    step *= a->in;
    slice /= a->out;
  }
  return at;
}

/* The part of a row that is x as it stands: from, to. */
static void middle(const Axis *a, int64_t *from, int64_t *to) {
  *from = a->left > 0 ? a->left : 0;
  *to = a->out - (a->right > 0 ? a->right : 0);
}

/* A slice of the last two axes by the constant, all of it, and then the middle
 * of x (NULL: there is none): short edges would cost more than that. */
static void pad_constant(const Axis *rows, real value, real *y, const real *x) {
  const Axis *last = rows + 1;
  int64_t from, to, top, end;
  middle(last, &from, &to);
  middle(rows, &top, &end);
  if (x && rows->out == 1 && top < end) {
    kernels->fill(from, y, value);
    kernels->fill(last->out - to, y + to, value);
  } else if (to - from < last->out || end - top < rows->out || !x)
    kernels->fill(rows->out * last->out, y, value);
  for (int64_t i = top; x && i < end; i++)
    walk_copy(to - from, y + i * last->out + from,
              x + (i - rows->left) * last->in + from - last->left);
}

/* By elements of x: the middle of the row, and what stands outside of it. */
static void pad_row(const Axis *a, real *y, const real *x) {
  int64_t from, to, left = a->left, right = a->right;
  int64_t round = a->in + (left < 0 ? left : 0) + (right < 0 ? right : 0);
  middle(a, &from, &to);
  walk_copy(to - from, y + from, x + from - left);
  if (a->mode == CIRCULAR) {
    for (int64_t i = 0; i < from; i++) y[i] = x[i - left + round];
    for (int64_t i = to; i < a->out; i++) y[i] = x[i - left - round];
  } else {
    for (int64_t i = 0; i < from; i++) y[i] = x[source(a, i)];
    for (int64_t i = to; i < a->out; i++) y[i] = x[source(a, i)];
  }
}

static void spread_row(const Axis *a, real *x, const real *g) {
  int64_t from, to;
  middle(a, &from, &to);
  for (int64_t i = from; i < to; i++) x[i - a->left] += g[i];
  if (a->mode == CONSTANT) return;
  for (int64_t i = 0; i < from; i++) x[source(a, i)] += g[i];
  for (int64_t i = to; i < a->out; i++) x[source(a, i)] += g[i];
}

static void pad_chunk(void *context, int64_t plane) {
  const Plan *p = context;
  const Axis *last = &p->axis[p->rank - 1], *rows = last - 1;
  const real *x = p->from + plane * p->in;
  real *y = p->to + plane * p->out;
  int64_t size = rows->out * last->out;
  for (int64_t slice = 0; slice * size < p->out; slice++, y += size) {
    int64_t at = slice_source(p, slice);
    if (last->mode == CONSTANT)
      pad_constant(rows, p->value, y, at < 0 ? NULL : x + at);
    else
      for (int64_t i = 0; i < rows->out; i++)
        pad_row(last, y + i * last->out, x + at + source(rows, i) * last->in);
  }
}

static void spread_chunk(void *context, int64_t plane) {
  const Plan *p = context;
  const Axis *last = &p->axis[p->rank - 1], *rows = last - 1;
  const real *g = p->from + plane * p->out;
  real *x = p->to + plane * p->in;
  int64_t size = rows->out * last->out;
  memset(x, 0, (size_t)p->in * sizeof(real));
  for (int64_t slice = 0; slice * size < p->out; slice++) {
    int64_t at = slice_source(p, slice);
    for (int64_t i = 0; i < rows->out; i++, g += last->out) {
      int64_t row = at < 0 ? -1 : source(rows, i);
      if (row >= 0) spread_row(last, x + at + row * last->in, g);
    }
  }
}

/* ---- rows ---- */

static void pad_forward(Call *c) {
  Plan p = plan_of(c, &c->x[0]->shape, &c->y->shape);
  p.value = (real)c->a->r[0];
  if (tensor_count(c->x[0]) == 0)
    kernels->fill(tensor_count(c->y), tensor_data(c->y), p.value);
  else if (tensor_count(c->y) > 0)
    pool_run_pieces(pad_chunk, &p, p.planes, p.out);
}

static void pad_adjoint_forward(Call *c) {
  Plan p = plan_of(c, &c->y->shape, &c->x[0]->shape);
  if (tensor_count(c->x[0]) == 0)
    kernels->fill(tensor_count(c->y), tensor_data(c->y), 0);
  else pool_run_pieces(spread_chunk, &p, p.planes, p.out);
}

/* What a constant was put around is g with that cropped, and the other way. */
static void pad_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs back = *c->a;
  back.r[0] = 0;
  for (int k = 0; k < back.n; k++) back.list[k] = -back.list[k];
  if (back.i[0] == CONSTANT) gx[0] = op_apply(c->op, &g, 1, &back);
  else gx[0] = t_call(&op, "pad_adjoint", &g, 1, c->a);
}

static void pad_adjoint_rule(const Call *c, Tensor *u, Tensor **gx) {
  static const Op *op;
  Attrs a = *c->a;
  a.r[0] = 0;
  gx[0] = t_call(&op, "pad", &u, 1, &a);
}

Op pad_ops[] = {
    {"pad",
     "x, pad: ints, mode: constant|reflect|replicate|circular = "
     "constant, value: real = 0",
     pad_infer, pad_forward, pad_rule, .reads = READS_NONE,
     .sample = "x(2, 3), {1, 2}; x(2, 3, 4), {1, -1, -1, 2}; x(2, 3), "
               "{-1, 1}, {value = 2}; x(2, 3, 4), {2, 1, 1, 2}, {mode = "
               "'reflect'}; x(2, 3), {3, 1, 0, 2}, {mode = 'replicate'}; "
               "x(1, 2, 4), {2, 3, 1, 0}, {mode = 'circular'}",
     .doc = "x with elements before and after: pad holds a left and a right "
            "amount for the last dimension, then for the one before it, and "
            "so on; negative amounts crop. The new ones are value, or x "
            "mirrored at its edge elements (reflect), its edge elements "
            "(replicate), or x once more (circular)."},
    {"pad_adjoint",
     "g, pad: ints, {mode: constant|reflect|replicate|circular "
     "= constant}",
     pad_adjoint_infer, pad_adjoint_forward, pad_adjoint_rule,
     .reads = READS_NONE,
     .sample = "x(2, 7), {1, 2}, {mode = 'reflect'}; x(4, 6), {2, 1, -1, 1}, "
               "{mode = 'circular'}; x(2, 6), {3, -1}, {mode = 'replicate'}",
     .doc = "The adjoint of pad with the same arguments: each element of g "
            "added where pad took it from."},
    {0}};
