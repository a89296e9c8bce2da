/* Methods that write in place: refused on what is recorded. */
#include <string.h>

#include "../ops/places.h"
#include "bind.h"

/* Does it show an element twice? Not where each stride, from the shortest on,
 * passes all that the shorter ones reach. */
static bool overlaps(const Tensor *y) {
  int64_t stride[MAX_DIMS], size[MAX_DIMS], reach = 0; /* of the axes so far */
  int n = 0;
  for (int k = 0; k < y->shape.rank; k++) {
    if (y->shape.size[k] <= 1) continue;
    int at = n++;
    for (; at > 0 && stride[at - 1] > y->stride[k]; at--) {
      stride[at] = stride[at - 1];
      size[at] = size[at - 1];
    }
    stride[at] = y->stride[k];
    size[at] = y->shape.size[k];
  }
  for (int k = 0; k < n; k++) {
    if (stride[k] <= reach) return true;
    reach += (size[k] - 1) * stride[k];
  }
  return false;
}

bool bind_writable(const Tensor *y) {
  if (y->edges > 0 || y->dropped)
    return error_set("the result of %s is recorded and never changes; "
                     "detach():clone() gives a copy to write to",
                     y->op->name);
  if (y->requires_grad && op_recording())
    return error_set("a leaf that requires a gradient is written in place only "
                     "under ln.no_grad()");
  if (overlaps(y))
    return error_set("an expanded tensor has fewer elements than it shows; "
                     "clone() it first");
  return bind_trace_write(y);
}

bool bind_unrecorded(const Tensor *x) {
  return !x || !x->requires_grad || !op_recording() ||
         error_set("what is written requires a gradient, which a write in "
                   "place does not record: detach() it, or build the result "
                   "with ln.stack, ln.cat or ln.where");
}

static Tensor *unrecorded(const Args *a) {
  for (int k = 1; k < a->n; k++)
    if (!bind_unrecorded(a->x[k])) return NULL;
  bool was = op_set_recording(false);
  Tensor *y = op_apply_over(a->op, a->x, a->n, &a->attrs);
  op_set_recording(was);
  if (!y) error_unname(); /* add's, when add_ was called */
  return y;
}

/* x:op_(...): the op's result written over x. */
static bool overwrite(const Args *a) {
  Tensor *x = a->x[0], *y = bind_writable(x) ? unrecorded(a) : NULL;
  if (!y) return false;
  char to[SHAPE_TEXT], from[SHAPE_TEXT];
  if (!shape_equal(&x->shape, &y->shape))
    return error_set("a result of %s for a tensor of %s",
                     shape_text(&y->shape, from), shape_text(&x->shape, to));
  return y->store == x->store || tensor_copy(x, y);
}

/* Where nothing is added, the values are put where they belong. */
static bool put(const Args *a) {
  Tensor *x = a->x[0], *value = a->x[a->n - 1];
  Key key = {.n = 0};
  int axis = 0;
  if (a->attrs.i[0] || a->n == 2) return overwrite(a);
  if (!bind_writable(x)) return false;
  for (int k = 1; k < a->n; k++)
    if (!bind_unrecorded(a->x[k])) return false;
  bool was = op_set_recording(false);
  for (int k = 1; x && k < a->n - 1; k++)
    x = places_add(&key, x, &axis, a->x[k]);
  bool done = x && places_write(&key, x, value);
  op_set_recording(was);
  return done;
}

static bool copy(const Args *a) {
  return bind_writable(a->x[0]) && bind_unrecorded(a->x[1]) &&
         tensor_copy(a->x[0], a->x[1]);
}

static bool filled(Tensor *x, double value) {
  if (!bind_writable(x)) return false;
  tensor_fill(x, (real)value);
  return true;
}

static bool fill(const Args *a) { return filled(a->x[0], a->attrs.r[0]); }
static bool zero(const Args *a) { return filled(a->x[0], 0); }

static bool drawn(const Args *a, bool (*draw)(const Args *, Tensor *)) {
  Tensor *x = a->x[0], *y = bind_writable(x) ? tensor_new(&x->shape) : NULL;
  return y && draw(a, y) && tensor_copy(x, y);
}

static bool normal(const Args *a) { return drawn(a, bind_draw_normal); }
static bool uniform(const Args *a) { return drawn(a, bind_draw_uniform); }

static const Row rows[] = {
    {"copy_", "x: tensor, src", .change = copy,
     .doc = "Takes the values of src, broadcast. As all methods that write in "
            "place it refuses results that are recorded, and leaves that "
            "require a gradient outside of ln.no_grad(); it returns the "
            "tensor."},
    {"fill_", "x: tensor, value: real", .change = fill,
     .doc = "Sets every element."},
    {"zero_", "x: tensor", .change = zero, .doc = "Sets every element to 0."},
    {"normal_",
     "x: tensor, mean: real = 0, std: real = 1, {generator: generator?}",
     .change = normal, .doc = "Draws every element from N(mean, std)."},
    {"uniform_",
     "x: tensor, from: real = 0, to: real = 1, {generator: generator?}",
     .change = uniform,
     .doc = "Draws every element uniformly from [from, to)."},
    {"add_", .op = "add", .change = overwrite,
     .doc = "x + alpha other, in place."},
    {"sub_", .op = "sub", .change = overwrite,
     .doc = "x - alpha other, in place."},
    {"mul_", .op = "mul", .change = overwrite,
     .doc = "x times other, in place."},
    {"div_", .op = "div", .change = overwrite,
     .doc = "x / other, in place; with a rounding_mode rounded towards 0 or "
            "down."},
    {"clamp_", .op = "clamp", .change = overwrite,
     .doc = "Elements below min become min, those above max max, in place."},
    {"lerp_", .op = "lerp", .change = overwrite,
     .doc = "x + weight (end - x), in place: a moving average."},
    {"addcmul_", .op = "addcmul", .change = overwrite,
     .doc = "addcmul in place."},
    {"addcdiv_", .op = "addcdiv", .change = overwrite,
     .doc = "addcdiv in place."},
    {"index_put_", .op = "index_put", .change = put,
     .doc = "index_put in place, as x[{...}] = values, or added there."},
    {"index_add_", .op = "index_add", .change = overwrite,
     .doc = "index_add in place."},
    {"index_fill_", .op = "index_fill", .change = overwrite,
     .doc = "index_fill in place."},
    {"index_copy_", .op = "index_copy", .change = overwrite,
     .doc = "index_copy in place."},
    {"scatter_", .op = "scatter", .change = overwrite,
     .doc = "scatter in place."},
    {"scatter_add_", .op = "scatter_add", .change = overwrite,
     .doc = "scatter_add in place."},
    {"masked_fill_", .op = "masked_fill", .change = overwrite,
     .doc = "masked_fill in place."},
    {"masked_scatter_", .op = "masked_scatter", .change = overwrite,
     .doc = "masked_scatter in place."},
    {NULL}};

void bind_open_inplace(lua_State *L) {
  bind_push_methods(L);
  bind_set_rows(L, rows, "Tensor:");
  lua_pop(L, 1);
}
