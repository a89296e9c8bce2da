/* Tensors from nothing: values, ranges, random numbers. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "bind.h"

typedef struct Options {
  bool requires_grad;
  Rng *rng;
} Options;

static bool read_options(lua_State *L, int arg, bool random, Options *o) {
  static const char *const known[] = {"requires_grad", "generator", NULL};
  static const char *const plain[] = {"requires_grad", NULL};
  o->requires_grad = false;
  return bind_check_options(L, arg, random ? known : plain) &&
         bind_option_bool(L, arg, "requires_grad", &o->requires_grad) &&
         bind_option_generator(L, arg, &o->rng);
}

bool bind_no_more(lua_State *L, int arg) {
  return lua_gettop(L) <= arg || error_set("too many arguments");
}

/* Sizes from `arg` on, then options: an empty tensor of them. */
static Tensor *sized(lua_State *L, int arg, bool random, Options *o) {
  Shape s = {0};
  int next;
  if (!bind_to_sizes(L, arg, s.size, &s.rank, &next)) return NULL;
  if (!bind_no_more(L, next) || !read_options(L, next, random, o)) return NULL;
  Tensor *y = tensor_new(&s);
  if (y) y->requires_grad = o->requires_grad;
  return y;
}

/* ---- constants ---- */

static void put(Tensor *y, real value) {
  real *at = tensor_data(y);
  for (int64_t i = 0, n = tensor_count(y); i < n; i++) at[i] = value;
}

static int constant(lua_State *L, const char *name, real value) {
  Visit v = bind_begin(L);
  Options o;
  Tensor *y = sized(L, 2, false, &o);
  if (y) put(y, value);
  return bind_finish(L, &v, name, y);
}

static int zeros(lua_State *L) { return constant(L, "zeros", 0); }
static int ones(lua_State *L) { return constant(L, "ones", 1); }

static int full(lua_State *L) {
  Visit v = bind_begin(L);
  Options o;
  Shape s = {0};
  double value;
  Tensor *y = NULL;
  if (lua_type(L, 2) == LUA_TNUMBER)
    error_set("sizes come as one table, full({2, 2}, 7)");
  else if (bind_to_list(L, 2, "sizes", MAX_DIMS, s.size, &s.rank) &&
           bind_to_real(L, 3, "value", &value) && bind_no_more(L, 4) &&
           read_options(L, 4, false, &o))
    y = tensor_new(&s);
  if (y) put(y, (real)value);
  if (y) y->requires_grad = o.requires_grad;
  return bind_finish(L, &v, "full", y);
}

static int eye(lua_State *L) {
  Visit v = bind_begin(L);
  Options o;
  Shape s = {2, {0, 0}};
  bool wide = lua_type(L, 3) == LUA_TNUMBER;
  Tensor *y = NULL;
  if (bind_to_integer(L, 2, "n", &s.size[0]) &&
      bind_to_integer(L, wide ? 3 : 2, "m", &s.size[1]) &&
      bind_no_more(L, wide ? 4 : 3) && read_options(L, wide ? 4 : 3, false, &o))
    y = tensor_new(&s);
  if (y) {
    put(y, 0);
    y->requires_grad = o.requires_grad;
    for (int64_t i = 0; i < s.size[0] && i < s.size[1]; i++)
      tensor_data(y)[i * s.size[1] + i] = 1;
  }
  return bind_finish(L, &v, "eye", y);
}

/* ---- ranges ---- */

static Tensor *line(double first, double step, int64_t n, const Options *o) {
  Tensor *y = tensor_new(&(Shape){1, {n}});
  if (!y) return NULL;
  for (int64_t i = 0; i < n; i++)
    tensor_data(y)[i] = (real)(first + step * (double)i);
  y->requires_grad = o->requires_grad;
  return y;
}

/* Both ends are included: arange(1, 5) has 5 elements; arange(5) is 1 to 5. */
static Tensor *arange_of(lua_State *L) {
  double v[3] = {1, 1, 1};
  int n = 0;
  Options o;
  for (; n < 3 && lua_type(L, 2 + n) == LUA_TNUMBER; n++)
    v[n] = lua_tonumber(L, 2 + n);
  if (n == 0) {
    error_set("the last number is missing");
    return NULL;
  }
  if (n == 1) v[1] = v[0], v[0] = 1;
  if (!bind_no_more(L, 2 + n) || !read_options(L, 2 + n, false, &o))
    return NULL;
  double steps = floor((v[1] - v[0]) / v[2] * (1 + 1e-12) + 1e-12);
  if (!(fabs(steps) < 1e15)) {
    error_set("from %g to %g in steps of %g", v[0], v[1], v[2]);
    return NULL;
  }
  return line(v[0], v[2], steps < 0 ? 0 : (int64_t)steps + 1, &o);
}

static int arange(lua_State *L) {
  Visit v = bind_begin(L);
  return bind_finish(L, &v, "arange", arange_of(L));
}

static int linspace(lua_State *L) {
  Visit v = bind_begin(L);
  double first, last;
  int64_t n;
  Options o;
  Tensor *y = NULL;
  if (bind_to_real(L, 2, "start", &first) && bind_to_real(L, 3, "end", &last) &&
      bind_to_integer(L, 4, "steps", &n) && bind_no_more(L, 5) &&
      read_options(L, 5, false, &o))
    y = line(first, n > 1 ? (last - first) / (double)(n - 1) : 0, n, &o);
  if (y && n > 1) tensor_data(y)[n - 1] = (real)last;
  return bind_finish(L, &v, "linspace", y);
}

/* ---- random numbers ---- */

static int random_sized(lua_State *L, const char *name,
                        void (*draw)(Rng *, int64_t, real *)) {
  Visit v = bind_begin(L);
  Options o;
  Tensor *y = sized(L, 2, true, &o);
  if (y) draw(o.rng, tensor_count(y), tensor_data(y));
  return bind_finish(L, &v, name, y);
}

static int random_uniform(lua_State *L) {
  return random_sized(L, "rand", rng_uniform);
}
static int random_normal(lua_State *L) {
  return random_sized(L, "randn", rng_normal);
}

/* Is every integer from low to high one that a tensor can hold? */
static bool exact(int64_t low, int64_t high) {
  int64_t most = (int64_t)REAL_WHOLE;
  return (low >= -most && high <= most) ||
         error_set("integers from %" PRId64 " to %" PRId64 " are not all exact "
                   "beyond %" PRId64,
                   low, high, most);
}

static Tensor *integers(const Shape *s, int64_t low, int64_t high,
                        const Options *o) {
  if (!exact(low, high)) return NULL;
  if (high < low)
    error_set("low %" PRId64 " is above high %" PRId64, low, high);
  Tensor *y = error_pending() ? NULL : tensor_new(s);
  if (y) rng_integers(o->rng, low, high, tensor_count(y), tensor_data(y));
  if (y) y->requires_grad = o->requires_grad;
  return y;
}

/* randint(low, high, {sizes}): both ends included. */
static Tensor *randint_of(lua_State *L) {
  int64_t low, high;
  Shape s = {0};
  Options o;
  if (!bind_to_integer(L, 2, "low", &low) ||
      !bind_to_integer(L, 3, "high", &high) ||
      !bind_to_list(L, 4, "sizes", MAX_DIMS, s.size, &s.rank) ||
      !bind_no_more(L, 5) || !read_options(L, 5, true, &o))
    return NULL;
  return integers(&s, low, high, &o);
}

static int randint(lua_State *L) {
  Visit v = bind_begin(L);
  return bind_finish(L, &v, "randint", randint_of(L));
}

/* 1 .. n in random order. */
static int randperm(lua_State *L) {
  int64_t n;
  Visit v = bind_begin(L);
  Options o;
  Tensor *y = NULL;
  if (bind_to_integer(L, 2, "n", &n) && bind_no_more(L, 3) &&
      read_options(L, 3, true, &o) && exact(1, n))
    y = tensor_new(&(Shape){1, {n}});
  if (y) {
    rng_permutation(o.rng, n, tensor_data(y));
    for (int64_t i = 0; i < n; i++) tensor_data(y)[i] += 1;
  }
  return bind_finish(L, &v, "randperm", y);
}

bool bind_check_spread(bool normal, const double v[2]) {
  if (normal)
    return v[1] >= 0 || error_set("std is %g, from 0 up is wanted", v[1]);
  return v[1] >= v[0] || error_set("high %g is below low %g", v[1], v[0]);
}

/* f(a, b, {sizes}): y = a + b z */
static Tensor *scaled_of(lua_State *L, bool normal) {
  double v[2];
  Shape s = {0};
  Options o;
  if (!bind_to_real(L, 2, normal ? "mean" : "low", &v[0]) ||
      !bind_to_real(L, 3, normal ? "std" : "high", &v[1]) ||
      !bind_to_list(L, 4, "sizes", MAX_DIMS, s.size, &s.rank) ||
      !bind_no_more(L, 5) || !read_options(L, 5, true, &o) ||
      !bind_check_spread(normal, v))
    return NULL;
  Tensor *y = tensor_new(&s);
  if (!y) return NULL;
  int64_t n = tensor_count(y);
  real *at = tensor_data(y);
  (normal ? rng_normal : rng_uniform)(o.rng, n, at);
  real scale = (real)(normal ? v[1] : v[1] - v[0]), shift = (real)v[0];
  for (int64_t i = 0; i < n; i++) at[i] = shift + scale * at[i];
  y->requires_grad = o.requires_grad;
  return y;
}

static int normal_of(lua_State *L) {
  Visit v = bind_begin(L);
  return bind_finish(L, &v, "normal", scaled_of(L, true));
}
static int uniform_of(lua_State *L) {
  Visit v = bind_begin(L);
  return bind_finish(L, &v, "uniform", scaled_of(L, false));
}

/* Are all of x probabilities? */
static bool are_shares(const Tensor *x) {
  for (int64_t i = 0; i < tensor_count(x); i++) {
    real p = tensor_data(x)[i];
    if (!(p >= 0 && p <= 1))
      return error_set("p is %.9g, a probability is wanted", (double)p);
  }
  return true;
}

/* bernoulli(p): 1 with the probability in a tensor p, else 0; bernoulli(p,
 * {sizes}) with one probability for all. */
static Tensor *bernoulli_of(lua_State *L) {
  bool one = lua_type(L, 2) == LUA_TNUMBER;
  int next = one ? 4 : 3;
  Options o;
  Tensor *p = bind_to_tensor(L, 2, "p");
  if (!p || !(p = tensor_contiguous(p)) || !are_shares(p)) return NULL;
  Shape s = p->shape;
  if ((one && !bind_to_list(L, 3, "sizes", MAX_DIMS, s.size, &s.rank)) ||
      !bind_no_more(L, next) || !read_options(L, next, true, &o))
    return NULL;
  Tensor *y = tensor_new(&s);
  if (!y) return NULL;
  real *at = tensor_data(y);
  rng_uniform(o.rng, tensor_count(y), at);
  for (int64_t i = 0; i < tensor_count(y); i++)
    at[i] = at[i] < tensor_data(p)[one ? 0 : i];
  y->requires_grad = o.requires_grad;
  return y;
}

static int bernoulli(lua_State *L) {
  Visit v = bind_begin(L);
  return bind_finish(L, &v, "bernoulli", bernoulli_of(L));
}

/* ---- of the shape of another ---- */

/* f_like(x, [value,] options) */
static Tensor *like(lua_State *L, bool random, bool valued, double *value) {
  Options o;
  int next = valued ? 4 : 3;
  Tensor *x = bind_to_tensor(L, 2, "input");
  if (!x || (valued && !bind_to_real(L, 3, "value", value)) ||
      !bind_no_more(L, next) || !read_options(L, next, random, &o))
    return NULL;
  Tensor *y = tensor_new(&x->shape);
  if (y) y->requires_grad = o.requires_grad;
  return y;
}

static int constant_like(lua_State *L, const char *name, bool valued,
                         double value) {
  Visit v = bind_begin(L);
  Tensor *y = like(L, false, valued, &value);
  if (y) put(y, (real)value);
  return bind_finish(L, &v, name, y);
}

static int zeros_like(lua_State *L) {
  return constant_like(L, "zeros_like", false, 0);
}
static int ones_like(lua_State *L) {
  return constant_like(L, "ones_like", false, 1);
}
static int full_like(lua_State *L) {
  return constant_like(L, "full_like", true, 0);
}

static int random_like(lua_State *L, const char *name,
                       void (*draw)(Rng *, int64_t, real *)) {
  Visit v = bind_begin(L);
  double unused;
  Rng *rng = NULL;
  Tensor *y = like(L, true, false, &unused);
  if (y && bind_option_generator(L, 3, &rng))
    draw(rng, tensor_count(y), tensor_data(y));
  return bind_finish(L, &v, name, y);
}

static int rand_like(lua_State *L) {
  return random_like(L, "rand_like", rng_uniform);
}
static int randn_like(lua_State *L) {
  return random_like(L, "randn_like", rng_normal);
}

/* randint_like(x, low, high): both ends included. */
static Tensor *randint_like_of(lua_State *L) {
  int64_t low, high;
  Options o;
  Tensor *x = bind_to_tensor(L, 2, "input");
  if (!x || !bind_to_integer(L, 3, "low", &low) ||
      !bind_to_integer(L, 4, "high", &high) || !bind_no_more(L, 5) ||
      !read_options(L, 5, true, &o))
    return NULL;
  return integers(&x->shape, low, high, &o);
}

static int randint_like(lua_State *L) {
  Visit v = bind_begin(L);
  return bind_finish(L, &v, "randint_like", randint_like_of(L));
}

/* ---- from Lua values ---- */

static bool nested_shape(lua_State *L, Shape *s) {
  lua_pushvalue(L, 2);
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

static Tensor *from_nested(lua_State *L) {
  Shape s = {0};
  if (lua_istable(L, 2) && !bind_only_list(L, 2, "the table of values"))
    return NULL;
  if (!nested_shape(L, &s)) return NULL;
  Tensor *y = tensor_new(&s);
  if (!y) return NULL;
  real *out = tensor_data(y);
  lua_pushvalue(L, 2);
  bool ok = read_nested(L, &s, 0, &out);
  lua_pop(L, 1);
  return ok ? y : NULL;
}

static Tensor *from_tensor(Tensor *x) {
  Tensor *y = tensor_new(&x->shape);
  return y && tensor_copy(y, x) ? y : NULL;
}

static int tensor(lua_State *L) {
  luaL_checkstack(L, 2 * MAX_DIMS + 20, "tensor");
  Visit v = bind_begin(L);
  Options o;
  bool is_copy = lua_isuserdata(L, 2);
  Tensor *x = is_copy ? bind_self(L, 2) : NULL, *y = NULL;
  if ((x || !is_copy) && bind_no_more(L, 3) && read_options(L, 3, false, &o))
    y = x ? from_tensor(x) : from_nested(L);
  if (y) y->requires_grad = o.requires_grad;
  return bind_finish(L, &v, "tensor", y);
}

static const luaL_Reg functions[] = {
    {"tensor", tensor},
    {"zeros", zeros},
    {"ones", ones},
    {"full", full},
    {"eye", eye},
    {"arange", arange},
    {"linspace", linspace},
    {"rand", random_uniform},
    {"randn", random_normal},
    {"randint", randint},
    {"randperm", randperm},
    {"zeros_like", zeros_like},
    {"ones_like", ones_like},
    {"full_like", full_like},
    {"rand_like", rand_like},
    {"randn_like", randn_like},
    {"randint_like", randint_like},
    {"bernoulli", bernoulli},
    {"normal", normal_of},
    {"uniform", uniform_of},
    {NULL, NULL}};

void bind_open_create(lua_State *L) {
  luaL_newlibtable(L, functions);
  bind_set_functions(L, functions);
  bind_open_draw(L);
  lua_setfield(L, -2, "create");
}
