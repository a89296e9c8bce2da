/* Tensors from nothing: values, ranges, random numbers. */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "bind.h"

#define PLAIN ", {requires_grad: bool = false}"
#define NEW "x: tensor, "
#define RANDOM ", {requires_grad: bool = false, generator: generator?}"

/* An empty tensor of the sizes that are given. */
static Tensor *sized(const Args *a) {
  Shape s = {.rank = a->attrs.n};
  if (s.rank > MAX_DIMS) {
    error_set("size has %d entries, at most %d are possible", s.rank, MAX_DIMS);
    return NULL;
  }
  memcpy(s.size, a->attrs.list, (size_t)s.rank * sizeof *s.size);
  return tensor_new(&s);
}

/* An empty one of the shape of x. */
static Tensor *like(const Args *a) { return tensor_new(&a->x[0]->shape); }

/* ---- constants ---- */

static Tensor *empty(const Args *a) { return sized(a); }
static Tensor *empty_like(const Args *a) { return like(a); }

static Tensor *filled(Tensor *y, double value) {
  if (y && value == 0 && !signbit(value))
    memset(tensor_data(y), 0, (size_t)tensor_count(y) * sizeof(real));
  else if (y) kernels->fill(tensor_count(y), tensor_data(y), (real)value);
  return y;
}

static Tensor *zeros(const Args *a) { return filled(sized(a), 0); }
static Tensor *ones(const Args *a) { return filled(sized(a), 1); }
static Tensor *full(const Args *a) { return filled(sized(a), a->attrs.r[0]); }
static Tensor *zeros_like(const Args *a) { return filled(like(a), 0); }
static Tensor *ones_like(const Args *a) { return filled(like(a), 1); }
static Tensor *full_like(const Args *a) {
  return filled(like(a), a->attrs.r[0]);
}

/* What x is does not count: t:new_full(size, value). */
static const Row new_rows[] = {
    {"new_empty", NEW "size: sizes" PLAIN, empty,
     .doc = "A tensor to be written to, whatever this one is: ln.empty(size)."},
    {"new_zeros", NEW "size: sizes" PLAIN, zeros,
     .doc = "Zeros, whatever this one is: ln.zeros(size)."},
    {"new_ones", NEW "size: sizes" PLAIN, ones,
     .doc = "Ones, whatever this one is: ln.ones(size)."},
    {"new_full", NEW "size: ints, fill_value: real" PLAIN, full,
     .doc = "A tensor of one value, whatever this one is: ln.full(size, "
            "fill_value)."},
    {NULL}};

static Tensor *eye(const Args *a) {
  int64_t n = a->attrs.i[0], m = a->attrs.i[1];
  if (m == ATTR_NONE) m = n;
  Tensor *y = filled(tensor_new(&(Shape){2, {n, m}}), 0);
  for (int64_t i = 0; y && i < n && i < m; i++) tensor_data(y)[i * m + i] = 1;
  return y;
}

/* ---- ranges ---- */

static Tensor *line(double first, double step, int64_t n) {
  Tensor *y = tensor_new(&(Shape){1, {n}});
  if (y) kernels->line(n, tensor_data(y), first, step);
  return y;
}

static Tensor *arange(const Args *a) {
  const double *v = a->attrs.r;
  double steps = floor((v[1] - v[0]) / v[2] * (1 + 1e-12) + 1e-12);
  if (fabs(steps) < 1e15)
    return line(v[0], v[2], steps < 0 ? 0 : (int64_t)steps + 1);
  error_set("from %g to %g in steps of %g", v[0], v[1], v[2]);
  return NULL;
}

static Tensor *linspace(const Args *a) {
  double first = a->attrs.r[0], last = a->attrs.r[1];
  int64_t n = a->attrs.i[0];
  Tensor *y = line(first, n > 1 ? (last - first) / (double)(n - 1) : 0, n);
  if (y && n > 1) tensor_data(y)[n - 1] = (real)last;
  return y;
}

/* The columns of a row of the triangle, from `first` up to before `end`, are
 * those below diagonal `offset` and on it, or above it and on it. */
static void triangle_row(const Args *a, bool upper, int64_t row, int64_t *first,
                         int64_t *end) {
  int64_t columns = a->attrs.i[1], offset = a->attrs.i[2];
  int64_t edge = upper ? row + offset : row + offset + 1;
  edge = edge < 0 ? 0 : edge > columns ? columns : edge;
  *first = upper ? edge : 0;
  *end = upper ? columns : edge;
}

static Tensor *triangle(const Args *a, bool upper) {
  int64_t rows = a->attrs.i[0], columns = a->attrs.i[1], n = 0, first, end;
  int64_t most = (int64_t)REAL_WHOLE;
  if (rows < 0 || columns < 0 || rows > most || columns > most) {
    error_set("a matrix of %" PRId64 " x %" PRId64, rows, columns);
    return NULL;
  }
  for (int64_t i = 0; i < rows; i++) {
    triangle_row(a, upper, i, &first, &end);
    n += end - first;
  }
  Tensor *y = tensor_new(&(Shape){2, {2, n}});
  real *to = y ? tensor_data(y) : NULL;
  for (int64_t i = 0; y && i < rows; i++) {
    triangle_row(a, upper, i, &first, &end);
    int64_t length = end - first;
    for (int64_t j = 0; j < length; j++) to[j] = (real)(i + 1);
    for (int64_t j = 0; j < length; j++)
      to[n + j] = (real)(int32_t)(first + j + 1);
    to += length;
  }
  return y;
}

static Tensor *tril_indices(const Args *a) { return triangle(a, false); }
static Tensor *triu_indices(const Args *a) { return triangle(a, true); }

/* ---- random numbers ---- */

static Tensor *drawn(const Args *a, Tensor *y,
                     void (*draw)(Rng *, int64_t, real *)) {
  if (y) draw(a->rng, tensor_count(y), tensor_data(y));
  return y;
}

static Tensor *uniform_of(const Args *a) {
  return drawn(a, sized(a), rng_uniform);
}
static Tensor *normal_of(const Args *a) {
  return drawn(a, sized(a), rng_normal);
}
static Tensor *uniform_like(const Args *a) {
  return drawn(a, like(a), rng_uniform);
}
static Tensor *normal_like(const Args *a) {
  return drawn(a, like(a), rng_normal);
}

/* Is every integer from low to high one that a tensor can hold? */
static bool exact(int64_t low, int64_t high) {
  int64_t most = (int64_t)REAL_WHOLE;
  return (low >= -most && high <= most) ||
         error_set("integers from %" PRId64 " to %" PRId64 " are not all exact "
                   "beyond %" PRId64,
                   low, high, most);
}

static Tensor *integers(const Args *a, Tensor *y) {
  int64_t low = a->attrs.i[0], high = a->attrs.i[1];
  if (!exact(low, high)) return NULL;
  if (high < low)
    error_set("low %" PRId64 " is above high %" PRId64, low, high);
  if (!y || error_pending()) return NULL;
  rng_integers(a->rng, low, high, tensor_count(y), tensor_data(y));
  return y;
}

static Tensor *randint(const Args *a) { return integers(a, sized(a)); }
static Tensor *randint_like(const Args *a) { return integers(a, like(a)); }

static Tensor *randperm(const Args *a) {
  int64_t n = a->attrs.i[0];
  Tensor *y = exact(1, n) ? tensor_new(&(Shape){1, {n}}) : NULL;
  if (!y) return NULL;
  rng_permutation(a->rng, n, tensor_data(y));
  for (int64_t i = 0; i < n; i++) tensor_data(y)[i] += 1;
  return y;
}

/* y = shift + scale y */
static bool moved(Tensor *y, double scale, double shift) {
  if (!y) return false;
  real *at = tensor_data(y), factor = (real)scale, term = (real)shift;
  for (int64_t i = 0, n = tensor_count(y); i < n; i++)
    at[i] = term + factor * at[i];
  return true;
}

bool bind_draw_normal(const Args *a, Tensor *y) {
  double mean = a->attrs.r[0], std = a->attrs.r[1];
  if (!(std >= 0)) return error_set("std is %g, from 0 up is wanted", std);
  return moved(drawn(a, y, rng_normal), std, mean);
}

bool bind_draw_uniform(const Args *a, Tensor *y) {
  double low = a->attrs.r[0], high = a->attrs.r[1];
  double most = REAL_IS_DOUBLE ? DBL_MAX : (double)FLT_MAX;
  if (!(high >= low)) return error_set("high %g is below low %g", high, low);
  if (!(high - low <= most))
    return error_set("from %g to %g is more than a number holds", low, high);
  return moved(drawn(a, y, rng_uniform), high - low, low);
}

static Tensor *normal(const Args *a) {
  Tensor *y = sized(a);
  return bind_draw_normal(a, y) ? y : NULL;
}
static Tensor *uniform(const Args *a) {
  Tensor *y = sized(a);
  return bind_draw_uniform(a, y) ? y : NULL;
}

/* Are all of x probabilities? */
static bool are_shares(const Tensor *x) {
  for (int64_t i = 0; i < tensor_count(x); i++) {
    real p = tensor_data(x)[i];
    if (!(p >= 0 && p <= 1))
      return error_set("x has %.9g, a probability is wanted", (double)p);
  }
  return true;
}

static Tensor *bernoulli(const Args *a) {
  Tensor *x = tensor_contiguous(a->x[0]);
  if (!x || !are_shares(x)) return NULL;
  int64_t n = tensor_count(x);
  bool one = a->attrs.n >= 0; /* for all of the size */
  if (one && n != 1) {
    error_set("a size goes with one probability, x has %" PRId64, n);
    return NULL;
  }
  Tensor *y = drawn(a, one ? sized(a) : like(a), rng_uniform);
  for (int64_t i = 0; y && i < tensor_count(y); i++)
    tensor_data(y)[i] = tensor_data(y)[i] < tensor_data(x)[one ? 0 : i];
  if (y) y->store->mask = true;
  return y;
}

/* ---- from Lua values ---- */

static bool nested_shape(lua_State *L, int arg, Shape *s) {
  lua_pushvalue(L, arg);
  bool ok = true;
  int depth = 1;
  while (ok && lua_istable(L, -1)) {
    ok = shape_push(s, (int64_t)lua_rawlen(L, -1));
    if (!ok || s->size[s->rank - 1] == 0) break;
    lua_rawgeti(L, -1, 1);
    depth++;
  }
  lua_pop(L, depth);
  return ok;
}

static bool leaf_value(lua_State *L, real *out) {
  char given[BIND_TEXT];
  if (lua_isboolean(L, -1)) *out = (real)lua_toboolean(L, -1);
  else if (lua_type(L, -1) == LUA_TNUMBER) *out = (real)lua_tonumber(L, -1);
  else
    return error_set("an element is %s, a number is wanted",
                     bind_describe(L, -1, given));
  return true;
}

static bool read_nested(lua_State *L, const Shape *s, int axis, real **out) {
  if (axis == s->rank) return leaf_value(L, (*out)++);
  char given[BIND_TEXT];
  if (!lua_istable(L, -1))
    return error_set("dimension %d: %s where a table of %" PRId64 " is wanted",
                     axis + 1, bind_describe(L, -1, given), s->size[axis]);
  if ((int64_t)lua_rawlen(L, -1) != s->size[axis])
    return error_set("dimension %d: a table of %" PRId64 " and one of %" PRId64,
                     axis + 1, s->size[axis], (int64_t)lua_rawlen(L, -1));
  for (int64_t i = 1; i <= s->size[axis]; i++) {
    lua_rawgeti(L, -1, i);
    bool ok = read_nested(L, s, axis + 1, out);
    lua_pop(L, 1);
    if (!ok) return false;
  }
  return true;
}

static Tensor *from_nested(lua_State *L, int arg) {
  Shape s = {0};
  if (!lua_checkstack(L, 2 * MAX_DIMS + 20)) {
    error_set("Lua's stack is full");
    return NULL;
  }
  if (lua_istable(L, arg) && !bind_only_list(L, arg, "the table of values"))
    return NULL;
  Tensor *y = nested_shape(L, arg, &s) ? tensor_new(&s) : NULL;
  if (!y) return NULL;
  real *out = tensor_data(y);
  lua_pushvalue(L, arg);
  bool ok = read_nested(L, &s, 0, &out);
  lua_pop(L, 1);
  return ok ? y : NULL;
}

static Tensor *from_tensor(Tensor *x) {
  Tensor *y = x ? tensor_new(&x->shape) : NULL;
  return y && tensor_copy(y, x) ? y : NULL;
}

static Tensor *tensor(const Args *a) {
  return lua_isuserdata(a->L, a->value) ? from_tensor(bind_self(a->L, a->value))
                                        : from_nested(a->L, a->value);
}

static const Row rows[] = {
    {"tensor", "data: any" PLAIN, tensor,
     .doc = "A tensor of a number, of nested tables of one shape (booleans "
            "count as 1 and 0), or a copy of a tensor, without its graph."},
    {"empty", "size: sizes" PLAIN, empty,
     .doc = "A tensor to be written to: what is in it is not said."},
    {"zeros", "size: sizes" PLAIN, zeros,
     .doc = "Zeros: ln.zeros(2, 3) is 2x3."},
    {"ones", "size: sizes" PLAIN, ones, .doc = "Ones."},
    {"full", "size: ints, fill_value: real" PLAIN, full,
     .doc = "The same number everywhere: ln.full({2, 3}, 0.5)."},
    {"eye", "n: int, m: int?" PLAIN, eye,
     .doc = "n x m (n x n), with ones on the diagonal."},
    {"arange", "start: real = 1, last: real, step: real = 1" PLAIN, arange,
     .doc = "From start to last, both included, in steps: ln.arange(1, 5) has "
            "five elements, ln.arange(5) is the same."},
    {"linspace", "start: real, last: real, steps: int" PLAIN, linspace,
     .doc = "`steps` numbers at equal distances from start to last, both "
            "included."},
    {"rand", "size: sizes" RANDOM, uniform_of, .doc = "Uniform in [0, 1)."},
    {"randn", "size: sizes" RANDOM, normal_of,
     .doc = "Normal, mean 0 and standard deviation 1."},
    {"randint", "low: int, high: int, size: ints" RANDOM, randint,
     .doc = "Integers from low to high, both included: "
            "ln.randint(1, 10, {n})."},
    {"randperm", "n: int" RANDOM, randperm, .doc = "1 to n in random order."},
    {"normal", "mean: real, std: real, size: ints" RANDOM, normal,
     .doc = "Normal with this mean and standard deviation."},
    {"uniform", "low: real, high: real, size: ints" RANDOM, uniform,
     .doc = "Uniform in [low, high)."},
    {"bernoulli", "x, size: ints?" RANDOM, bernoulli,
     .doc = "1 with probability x, else 0: x a tensor of probabilities, or "
            "one number for all of the size."},
    {"tril_indices", "row: int, col: int, offset: int = 0", tril_indices,
     .doc = "The indices, from 1, of the lower triangle of a matrix row x col, "
            "as two rows: below diagonal `offset` and on it."},
    {"triu_indices", "row: int, col: int, offset: int = 0", triu_indices,
     .doc = "The indices, from 1, of the upper triangle of a matrix row x col, "
            "as two rows: above diagonal `offset` and on it."},
    {"empty_like", "x" PLAIN, empty_like,
     .doc = "A tensor of the shape of x, to be written to: what is in it is "
            "not said."},
    {"zeros_like", "x" PLAIN, zeros_like, .doc = "Zeros of the shape of x."},
    {"ones_like", "x" PLAIN, ones_like, .doc = "Ones of the shape of x."},
    {"full_like", "x, fill_value: real" PLAIN, full_like,
     .doc = "`fill_value` in the shape of x."},
    {"rand_like", "x" RANDOM, uniform_like,
     .doc = "Uniform in [0, 1), of the shape of x."},
    {"randn_like", "x" RANDOM, normal_like,
     .doc = "Normal, of the shape of x."},
    {"randint_like", "x, low: int, high: int" RANDOM, randint_like,
     .doc = "Integers from low to high, both included, of the shape of x."},
    {NULL}};

void bind_open_create(lua_State *L) {
  lua_newtable(L);
  bind_set_rows(L, rows, "");
  bind_push_methods(L);
  bind_set_rows(L, new_rows, "Tensor:");
  lua_pop(L, 1);
  bind_open_draw(L);
  lua_setfield(L, -2, "create");
}
