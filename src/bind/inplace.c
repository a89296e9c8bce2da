/* Methods that write in place: refused on what is recorded. */
#include <stdio.h>
#include <string.h>

#include "bind.h"

bool bind_writable(const Tensor *y) {
  if (y->edges > 0 || y->dropped)
    return error_set("the result of %s is recorded and never changes; "
                     "detach():clone() gives a copy to write to",
                     y->op->name);
  if (y->requires_grad && op_recording())
    return error_set("a leaf that requires a gradient is written in place only "
                     "under ln.no_grad()");
  for (int k = 0; k < y->shape.rank; k++)
    if (y->stride[k] == 0 && y->shape.size[k] > 1)
      return error_set("an expanded tensor has fewer elements than it shows; "
                       "clone() it first");
  return true;
}

bool bind_unrecorded(const Tensor *x) {
  return !x || !x->requires_grad || !op_recording() ||
         error_set("what is written requires a gradient, which a write in "
                   "place does not record: detach() it, or build the result "
                   "with ln.stack, ln.cat or ln.where");
}

static int finish_in_place(lua_State *L, const char *name, const Visit *v,
                           bool ok) {
  if (!ok) error_prefix(name);
  bind_leave(v);
  if (!ok) return bind_raise(L);
  lua_settop(L, 1);
  return 1;
}

static Tensor *unrecorded(const Op *op, OpArgs *args) {
  for (int k = 1; k < args->n; k++)
    if (!bind_unrecorded(args->x[k])) return NULL;
  bool was = op_set_recording(false);
  Tensor *y = op_apply(op, args->x, args->n, &args->attrs);
  op_set_recording(was);
  return y;
}

/* x:op_(...): the op's result written over x. */
static bool overwrite(lua_State *L, const Op *op, Tensor *x) {
  OpArgs args;
  Tensor *y = bind_op_args(L, 1, op, &args) ? unrecorded(op, &args) : NULL;
  bind_free_args(&args);
  if (!y) return false;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!shape_equal(&x->shape, &y->shape))
    return error_set("a result of %s for a tensor of %s",
                     shape_text(&y->shape, a), shape_text(&x->shape, b));
  return tensor_copy(x, y);
}

/* The tensor at 1, held, when it may be written to. */
static Tensor *target(lua_State *L) {
  Tensor *x = bind_self(L, 1);
  return x && bind_writable(x) ? x : NULL;
}

static Visit begin(lua_State *L, const char *name) {
  bind_enter(L, bind_state(L));
  luaL_checkstack(L, 12, name);
  return bind_visit(L);
}

static int by_op(lua_State *L) {
  const Op *op = lua_touserdata(L, lua_upvalueindex(2));
  Visit v = begin(L, op->name);
  Tensor *x = target(L);
  bool ok = x && overwrite(L, op, x);
  char name[32];
  snprintf(name, sizeof name, "%s_", op->name);
  return finish_in_place(L, name, &v, ok);
}

static int method_copy(lua_State *L) {
  Visit v = begin(L, "copy_");
  Tensor *x = target(L), *y = x ? bind_to_tensor(L, 2, "source") : NULL;
  bool ok = y && bind_no_more(L, 2) && bind_unrecorded(y) && tensor_copy(x, y);
  return finish_in_place(L, "copy_", &v, ok);
}

static int method_fill(lua_State *L) {
  double value;
  Visit v = begin(L, "fill_");
  Tensor *x = target(L);
  bool ok = x && bind_to_real(L, 2, "value", &value) && bind_no_more(L, 2);
  if (ok) tensor_fill(x, (real)value);
  return finish_in_place(L, "fill_", &v, ok);
}

static int method_zero(lua_State *L) {
  Visit v = begin(L, "zero_");
  Tensor *x = target(L);
  bool ok = x && bind_no_more(L, 1);
  if (ok) tensor_fill(x, 0);
  return finish_in_place(L, "zero_", &v, ok);
}

/* x:normal_(mean = 0, std = 1), x:uniform_(low = 0, high = 1): y = a + b z. */
static bool draw(lua_State *L, Tensor *x, bool normal) {
  static const char *const known[] = {"generator", NULL};
  static const char *const names[2][2] = {{"low", "high"}, {"mean", "std"}};
  double v[2] = {0, 1};
  int arg = 2;
  Rng *rng;
  for (int k = 0; k < 2 && !lua_isnone(L, arg) && !lua_istable(L, arg); k++) {
    if (!lua_isnil(L, arg) && !bind_to_real(L, arg, names[normal][k], &v[k]))
      return false;
    arg++;
  }
  if (!bind_no_more(L, arg) || !bind_check_options(L, arg, known) ||
      !bind_option_generator(L, arg, &rng) || !bind_check_spread(normal, v))
    return false;
  Tensor *z = tensor_new(&x->shape);
  if (!z) return false;
  int64_t n = tensor_count(z);
  real *y = tensor_data(z);
  (normal ? rng_normal : rng_uniform)(rng, n, y);
  real scale = (real)(normal ? v[1] : v[1] - v[0]), shift = (real)v[0];
  for (int64_t i = 0; i < n; i++) y[i] = shift + scale * y[i];
  return tensor_copy(x, z);
}

static int draw_in_place(lua_State *L, const char *name, bool normal) {
  Visit v = begin(L, name);
  Tensor *x = target(L);
  return finish_in_place(L, name, &v, x && draw(L, x, normal));
}

static int method_normal(lua_State *L) {
  return draw_in_place(L, "normal_", true);
}
static int method_uniform(lua_State *L) {
  return draw_in_place(L, "uniform_", false);
}

static const luaL_Reg methods[] = {
    {"copy_", method_copy},       {"fill_", method_fill},
    {"zero_", method_zero},       {"normal_", method_normal},
    {"uniform_", method_uniform}, {NULL, NULL}};

void bind_open_inplace(lua_State *L) {
  static const char *const by_ops[][2] = {
      {"add_", "add"},
      {"sub_", "sub"},
      {"mul_", "mul"},
      {"div_", "div"},
      {"clamp_", "clamp"}};
  bind_push_methods(L);
  bind_set_functions(L, methods);
  for (size_t k = 0; k < sizeof by_ops / sizeof *by_ops; k++) {
    bind_push_of_op(L, by_op, op_find(by_ops[k][1]));
    lua_setfield(L, -2, by_ops[k][0]);
  }
  lua_pop(L, 1);
}
