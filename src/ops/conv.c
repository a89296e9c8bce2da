/* Convolution. <conv(x, w), g> is linear in each of x, w and g, so there are
 * three rows, its partials, and the rule of each is made of the other two: that
 * is all of every order. A transposed convolution is the partial in x. */
#include <inttypes.h>
#include <string.h>

#include "../kernel/bf16.h"
#include "../kernel/conv.h"
#include "../notation.h"

/* Attributes of the three rows: i holds three strides, paddings, dilations and
 * the groups; list the spatial sizes of the result where they do not follow. */
enum { STRIDE = 0, PADDING = 3, DILATION = 6, GROUPS = 9 };

/* ---- shapes ---- */

/* Fewer than three spatial dimensions are sizes of 1 in front. */
static ConvShape conv_shape(const Attrs *a, const Shape *x, const Shape *w,
                            const Shape *y) {
  ConvShape s = {.n = x->size[0],
                 .groups = a->i[GROUPS],
                 .c = w->size[1],
                 .k = a->i[GROUPS] > 0 ? w->size[0] / a->i[GROUPS] : 0,
                 .bf16 = op_bfloat16()};
  int dims = x->rank - 2;
  for (int k = 0; k < 3; k++) {
    int d = k - (3 - dims);
    s.x[k] = d < 0 ? 1 : x->size[2 + d];
    s.w[k] = d < 0 ? 1 : w->size[2 + d];
    s.y[k] = d < 0 ? 1 : y->size[2 + d];
    s.stride[k] = d < 0 ? 1 : a->i[STRIDE + d];
    s.padding[k] = d < 0 ? 0 : a->i[PADDING + d];
    s.dilation[k] = d < 0 ? 1 : a->i[DILATION + d];
  }
  return s;
}

static bool with_bias(const Tensor *b, int64_t channels) {
  char text[SHAPE_TEXT];
  return !b || (b->shape.rank == 1 && b->shape.size[0] == channels) ||
         error_set("bias is %s for %" PRId64 " channels",
                   shape_text(&b->shape, text), channels);
}

static bool sizes_within(const Shape *s) {
  for (int k = 0; k < s->rank; k++)
    if (!shape_within("a size", s->size[k], 0)) return false;
  return true;
}

static bool positive(const Attrs *a, int dims) {
  for (int k = 0; k < dims; k++)
    if (!shape_within("stride", a->i[STRIDE + k], 1) ||
        !shape_within("dilation", a->i[DILATION + k], 1) ||
        !shape_within("padding", a->i[PADDING + k], 0))
      return false;
  return shape_within("groups", a->i[GROUPS], 1);
}

/* ---- the three partials ---- */

/* What can be said of two operands before the third's shape is known. */
static bool two_fit(const Call *c) {
  const Shape *p = &c->x[0]->shape, *q = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (p->rank < 3 || p->rank > 5 || q->rank != p->rank)
    return error_set("two tensors of one to three spatial dimensions are "
                     "wanted; got %s by %s",
                     shape_text(p, a), shape_text(q, b));
  return positive(c->a, p->rank - 2) && sizes_within(p) && sizes_within(q);
}

static bool channels_fit(int64_t groups, const Shape *x, const Shape *w,
                         const Shape *y) {
  return x->size[0] == y->size[0] && w->size[0] == y->size[1] &&
         x->size[1] == w->size[1] * groups && w->size[0] % groups == 0;
}

/* x: n, c, spatial; w: k, c / groups, kernel; y: n, k, spatial, which may end
 * before the last place that x has room for. */
static bool three_fit(const Attrs *a, const Shape *x, const Shape *w,
                      const Shape *y) {
  char p[SHAPE_TEXT], q[SHAPE_TEXT], r[SHAPE_TEXT];
  bool fit = x->rank == w->rank && x->rank == y->rank;
  if (fit && (!sizes_within(x) || !sizes_within(w))) return false;
  fit = fit && channels_fit(a->i[GROUPS], x, w, y);
  for (int k = 2; fit && k < x->rank; k++) {
    int64_t reach = a->i[DILATION + k - 2] * (w->size[k] - 1) + 1;
    int64_t room = x->size[k] + 2 * a->i[PADDING + k - 2] - reach;
    fit = w->size[k] > 0 && (y->size[k] - 1) * a->i[STRIDE + k - 2] <= room;
  }
  return fit || error_set("sizes do not fit: input %s, weight %s, result %s",
                          shape_text(x, p), shape_text(w, q), shape_text(y, r));
}

static bool listed(const Attrs *a, Shape *s) {
  for (int k = 0; k < a->n; k++)
    if (!shape_push(s, a->list[k])) return false;
  return true;
}

static bool conv_infer(Call *c) {
  const Shape *x = &c->x[0]->shape, *w = &c->x[1]->shape;
  Shape *y = &c->y->shape;
  if (!two_fit(c)) return false;
  *y = (Shape){2, {x->size[0], w->size[0]}};
  for (int k = 0; k < x->rank - 2; k++) {
    int64_t reach = c->a->i[DILATION + k] * (w->size[2 + k] - 1) + 1;
    int64_t room = x->size[2 + k] + 2 * c->a->i[PADDING + k] - reach;
    if (room < 0)
      return error_set("a kernel that spans %" PRId64 " does not fit a padded "
                       "input of %" PRId64,
                       reach, room + reach);
    shape_push(y, room / c->a->i[STRIDE + k] + 1);
  }
  return three_fit(c->a, x, w, y) && with_bias(c->x[2], w->size[0]);
}

static bool conv_input_infer(Call *c) {
  const Shape *g = &c->x[0]->shape, *w = &c->x[1]->shape;
  if (!two_fit(c)) return false;
  c->y->shape = (Shape){2, {g->size[0], w->size[1] * c->a->i[GROUPS]}};
  return listed(c->a, &c->y->shape) && three_fit(c->a, &c->y->shape, w, g) &&
         with_bias(c->x[2], c->y->shape.size[1]);
}

static bool conv_weight_infer(Call *c) {
  const Shape *x = &c->x[0]->shape, *g = &c->x[1]->shape;
  if (!two_fit(c)) return false;
  c->y->shape = (Shape){2, {g->size[1], x->size[1] / c->a->i[GROUPS]}};
  return listed(c->a, &c->y->shape) && three_fit(c->a, x, &c->y->shape, g);
}

static ConvShape shape_of_conv(const Call *c) {
  return conv_shape(c->a, &c->x[0]->shape, &c->x[1]->shape, &c->y->shape);
}
static ConvShape shape_of_conv_input(const Call *c) {
  return conv_shape(c->a, &c->y->shape, &c->x[1]->shape, &c->x[0]->shape);
}
static ConvShape shape_of_conv_weight(const Call *c) {
  return conv_shape(c->a, &c->x[0]->shape, &c->y->shape, &c->x[1]->shape);
}

static size_t conv_bytes(const Call *c) {
  ConvShape s = shape_of_conv(c);
  return conv_scratch(&s, CONV_FORWARD);
}
static size_t conv_input_bytes(const Call *c) {
  ConvShape s = shape_of_conv_input(c);
  return conv_scratch(&s, CONV_INPUT_GRAD);
}
static size_t conv_weight_bytes(const Call *c) {
  ConvShape s = shape_of_conv_weight(c);
  return conv_scratch(&s, CONV_WEIGHT_GRAD);
}

static int64_t flops_of(const ConvShape *s) {
  int64_t n = 2 * s->n * s->groups * s->c * s->k;
  for (int i = 0; i < 3; i++) n *= s->w[i] * s->y[i];
  return n;
}
static int64_t conv_flops(const Call *c) {
  ConvShape s = shape_of_conv(c);
  return flops_of(&s);
}
static int64_t conv_input_flops(const Call *c) {
  ConvShape s = shape_of_conv_input(c);
  return flops_of(&s);
}
static int64_t conv_weight_flops(const Call *c) {
  ConvShape s = shape_of_conv_weight(c);
  return flops_of(&s);
}

static const real *bias_of(const Call *c) {
  return c->x[2] ? tensor_data(c->x[2]) : NULL;
}

static void conv_forward_op(Call *c) {
  ConvShape s = shape_of_conv(c);
  conv_forward(&s, tensor_data(c->y), tensor_data(c->x[0]),
               tensor_data(c->x[1]), bias_of(c));
}
static void conv_input_op(Call *c) {
  ConvShape s = shape_of_conv_input(c);
  conv_input_grad(&s, tensor_data(c->y), tensor_data(c->x[0]),
                  tensor_data(c->x[1]), bias_of(c));
}
static void conv_weight_op(Call *c) {
  ConvShape s = shape_of_conv_weight(c);
  conv_weight_grad(&s, tensor_data(c->y), tensor_data(c->x[0]),
                   tensor_data(c->x[1]));
}

/* ---- their rules ---- */

static Attrs sized(const Attrs *a, const Shape *like) {
  Attrs sizes = *a;
  sizes.n = like->rank - 2;
  for (int k = 0; k < sizes.n; k++) sizes.list[k] = like->size[2 + k];
  return sizes;
}

static Tensor *conv(Tensor *x, Tensor *w, const Attrs *a) {
  static const Op *op;
  Attrs plain = *a;
  plain.n = 0;
  return t_call(&op, "conv", (Tensor *[]){x, w, NULL}, 3, &plain);
}
/* A y that ends early has as short a cotangent; one that is empty may stand
 * where the kernel would not fit at all. */
static Tensor *conv_like(Tensor *x, Tensor *w, const Attrs *a, const Shape *y) {
  if (shape_count(y) == 0) return t_zeros(y);
  Tensor *full = conv(x, w, a);
  for (int k = 2; full && k < y->rank; k++)
    if (full->shape.size[k] > y->size[k])
      full = t_narrow(full, k, 0, y->size[k]);
  return full;
}
static Tensor *conv_input(Tensor *g, Tensor *w, const Attrs *a,
                          const Shape *x) {
  static const Op *op;
  Attrs sizes = sized(a, x);
  return t_call(&op, "conv_input", (Tensor *[]){g, w, NULL}, 3, &sizes);
}
static Tensor *conv_weight(Tensor *x, Tensor *g, const Attrs *a,
                           const Shape *w) {
  static const Op *op;
  Attrs sizes = sized(a, w);
  return t_call(&op, "conv_weight", (Tensor *[]){x, g}, 2, &sizes);
}

static Tensor *bias_grad(Tensor *g) {
  return t_sum(g, ((1u << g->shape.rank) - 1) & ~2u, false);
}

static void conv_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *x = c->x[0], *w = c->x[1];
  if (c->need[0]) gx[0] = conv_input(g, w, c->a, &x->shape);
  if (c->need[1]) gx[1] = conv_weight(x, g, c->a, &w->shape);
  if (c->x[2] && c->need[2]) gx[2] = bias_grad(g);
}

static void conv_input_rule(const Call *c, Tensor *u, Tensor **gx) {
  Tensor *g = c->x[0], *w = c->x[1];
  if (c->need[0]) gx[0] = conv_like(u, w, c->a, &g->shape);
  if (c->need[1]) gx[1] = conv_weight(u, g, c->a, &w->shape);
  if (c->x[2] && c->need[2]) gx[2] = bias_grad(u);
}

static void conv_weight_rule(const Call *c, Tensor *u, Tensor **gx) {
  Tensor *x = c->x[0], *g = c->x[1];
  if (c->need[0]) gx[0] = conv_input(g, u, c->a, &x->shape);
  if (c->need[1]) gx[1] = conv_like(x, u, c->a, &g->shape);
}

/* ---- conv1d, conv2d, conv3d and their transposes ---- */

/* Composed rows, which bring their arguments to those of the three above. Their
 * variant is the number of spatial dimensions, dims; i holds their attributes
 * as the signature has them: dims strides, then dims paddings, and so on. */

/* Copies `dims` values of the user's attributes from `at` to three. */
static void spread(const Call *c, int dims, int at, int64_t *to) {
  for (int k = 0; k < 3; k++) to[k] = k < dims ? c->a->i[at + k] : 0;
}

/* Has x as many channels as the weight wants? */
static bool channels_match(const Call *c, int dims, int64_t have,
                           int64_t want) {
  const Shape *x = &c->x[0]->shape, *w = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (have == want) return true;
  return error_set("input has %" PRId64 " channels, weight wants %" PRId64
                   "%s: %s by %s",
                   have, want, c->a->i[dims * 3] > 1 ? " in all groups" : "",
                   shape_text(x, a), shape_text(w, b));
}

static bool ranks(const Call *c, int dims) {
  const Shape *x = &c->x[0]->shape, *w = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (w->rank == dims + 2 && (x->rank == dims + 2 || x->rank == dims + 1))
    return sizes_within(x) && sizes_within(w);
  return error_set("input n, c and %d spatial sizes, weight the same; got %s "
                   "by %s",
                   dims, shape_text(x, a), shape_text(w, b));
}

/* x with a batch dimension, when it came without one. */
static Tensor *batched(const Call *c, int dims) {
  Tensor *x = c->x[0];
  Shape s = {.rank = x->shape.rank + 1, .size = {1}};
  if (x->shape.rank == dims + 2) return x;
  memcpy(s.size + 1, x->shape.size, (size_t)x->shape.rank * sizeof *s.size);
  return t_reshape(x, &s);
}

static Tensor *unbatched(const Call *c, int dims, Tensor *y) {
  if (!y || c->x[0]->shape.rank == dims + 2) return y;
  Shape s = {.rank = y->shape.rank - 1};
  memcpy(s.size, y->shape.size + 1, (size_t)s.rank * sizeof *s.size);
  return t_reshape(y, &s);
}

static Tensor *conv_compose(const Call *c) {
  static const Op *op;
  int dims = c->op->variant;
  Attrs a = {.n = 0};
  spread(c, dims, 0, a.i + STRIDE);
  spread(c, dims, dims, a.i + PADDING);
  spread(c, dims, 2 * dims, a.i + DILATION);
  a.i[GROUPS] = c->a->i[3 * dims];
  if (!ranks(c, dims) || !positive(&a, dims)) return NULL;
  Tensor *x = batched(c, dims), *w = c->x[1];
  if (!x || !channels_match(c, dims, x->shape.size[1],
                            w->shape.size[1] * a.i[GROUPS]))
    return NULL;
  if (w->shape.size[0] % a.i[GROUPS]) {
    error_set("%" PRId64 " output channels in %" PRId64 " groups",
              w->shape.size[0], a.i[GROUPS]);
    return NULL;
  }
  return unbatched(c, dims,
                   t_call(&op, "conv", (Tensor *[]){x, w, c->x[2]}, 3, &a));
}

/* (in - 1) stride - 2 padding + dilation (k - 1) + output_padding + 1 */
static bool transposed_sizes(const Call *c, int dims, const Shape *x,
                             Attrs *a) {
  const Shape *w = &c->x[1]->shape;
  a->n = dims;
  for (int k = 0; k < dims; k++) {
    int64_t extra = c->a->i[2 * dims + k];
    if (extra < 0 || (extra >= a->i[STRIDE + k] && extra >= a->i[DILATION + k]))
      return error_set("output_padding %" PRId64 " is not below stride %" PRId64
                       " or dilation %" PRId64,
                       extra, a->i[STRIDE + k], a->i[DILATION + k]);
    a->list[k] = (x->size[2 + k] - 1) * a->i[STRIDE + k] -
                 2 * a->i[PADDING + k] +
                 a->i[DILATION + k] * (w->size[2 + k] - 1) + extra + 1;
    if (a->list[k] < 1)
      return error_set("the result would have size %" PRId64, a->list[k]);
  }
  return true;
}

static Tensor *conv_transpose_compose(const Call *c) {
  static const Op *op;
  int dims = c->op->variant;
  Attrs a = {.n = 0};
  spread(c, dims, 0, a.i + STRIDE);
  spread(c, dims, dims, a.i + PADDING);
  spread(c, dims, 3 * dims + 1, a.i + DILATION);
  a.i[GROUPS] = c->a->i[3 * dims];
  if (!ranks(c, dims) || !positive(&a, dims)) return NULL;
  Tensor *x = batched(c, dims), *w = c->x[1];
  if (!x || !channels_match(c, dims, x->shape.size[1], w->shape.size[0]))
    return NULL;
  if (x->shape.size[1] % a.i[GROUPS]) {
    error_set("%" PRId64 " input channels in %" PRId64 " groups",
              x->shape.size[1], a.i[GROUPS]);
    return NULL;
  }
  if (!transposed_sizes(c, dims, &x->shape, &a)) return NULL;
  return unbatched(
      c, dims, t_call(&op, "conv_input", (Tensor *[]){x, w, c->x[2]}, 3, &a));
}

/* ---- rows ---- */

#define INTERNAL \
  "{stride: int3 = 1, padding: int3 = 0, dilation: int3 = 1, " \
  "groups: int = 1}"
#define CONV(kind) \
  "x, weight, bias?, {stride: " kind " = 1, " \
  "padding: " kind " = 0, dilation: " kind " = 1, groups: int = 1}"
#define TRANSPOSE(kind) \
  "x, weight, bias?, {stride: " kind " = 1, " \
  "padding: " kind " = 0, output_padding: " kind " = 0, groups: int = 1, " \
  "dilation: " kind " = 1}"
#define CONV_DOC \
  "Cross-correlation of x (n, c, spatial, or without n) with " \
  "weight (out, c / groups, kernel), as in PyTorch; bias: out."
#define TRANSPOSE_DOC \
  "The transposed convolution: the gradient of a " \
  "convolution in its input. x: n, in, spatial; weight: in, out / groups, " \
  "kernel; bias: out. Sizes: (in - 1) stride - 2 padding + " \
  "dilation (kernel - 1) + output_padding + 1."

Op conv_ops[] = {
    {"conv", "x, weight, bias?, " INTERNAL, conv_infer, conv_forward_op,
     conv_rule, .reads = READS_OTHER, .scratch = conv_bytes,
     .flops = conv_flops,
     .sample = "x(2, 3, 5, 4), x(2, 3, 3, 2), x(2); "
               "x(2, 4, 5), x(6, 2, 3), nil, {groups = 2, padding = {1, 0, 0}}",
     .doc = "Convolution over one to three spatial dimensions: what conv1d "
            "and its like are made of. stride, padding and dilation are "
            "given for three dimensions; the first ones are used."},
    {"conv_input", "g, weight, bias?, sizes: ints, " INTERNAL, conv_input_infer,
     conv_input_op, conv_input_rule, .reads = READS_OTHER,
     .scratch = conv_input_bytes, .flops = conv_input_flops,
     .sample = "x(2, 2, 3, 3), x(2, 3, 3, 2), nil, {5, 4}; "
               "x(2, 2, 2), x(2, 3, 3), x(3), {6}, {stride = 2, "
               "padding = 0}",
     .doc = "The cotangent of conv's input, whose spatial sizes are given; "
            "also the transposed convolution."},
    {"conv_weight", "x, g, sizes: ints, " INTERNAL, conv_weight_infer,
     conv_weight_op, conv_weight_rule, .reads = READS_OTHER,
     .scratch = conv_weight_bytes, .flops = conv_weight_flops,
     .sample = "x(2, 3, 5, 4), x(2, 2, 3, 3), {3, 2}",
     .doc = "The cotangent of conv's weight, whose spatial sizes are given."},
    {"conv1d", CONV("int"), .variant = 1, .compose = conv_compose,
     .sample = "x(2, 3, 7), x(4, 3, 3), x(4), {stride = 2, padding = 1}; "
               "x(3, 7), x(4, 3, 3)",
     .doc = CONV_DOC},
    {"conv2d", CONV("int2"), .variant = 2, .compose = conv_compose,
     .sample = "x(2, 2, 5, 4), x(3, 2, 3, 2), x(3), {stride = {2, 1}, "
               "padding = 1}; x(1, 4, 5, 5), x(4, 2, 2, 2), nil, "
               "{dilation = 2, groups = 2}",
     .doc = CONV_DOC},
    {"conv3d", CONV("int3"), .variant = 3, .compose = conv_compose,
     .sample = "x(1, 2, 3, 4, 3), x(2, 2, 2, 3, 2), x(2), {padding = "
               "{1, 0, 1}}",
     .doc = CONV_DOC},
    {"conv_transpose1d", TRANSPOSE("int"), .variant = 1,
     .compose = conv_transpose_compose,
     .sample = "x(2, 3, 4), x(3, 2, 3), x(2), {stride = 2, padding = 1, "
               "output_padding = 1}; x(1, 2, 3), x(2, 1, 2), nil, {dilation "
               "= 3, output_padding = 2}",
     .doc = TRANSPOSE_DOC},
    {"conv_transpose2d", TRANSPOSE("int2"), .variant = 2,
     .compose = conv_transpose_compose,
     .sample = "x(2, 2, 3, 2), x(2, 3, 4, 4), x(3), {stride = 2, padding = "
               "1}; x(1, 4, 3, 3), x(4, 1, 2, 2), nil, {groups = 2, "
               "dilation = 2}",
     .doc = TRANSPOSE_DOC},
    {"conv_transpose3d", TRANSPOSE("int3"), .variant = 3,
     .compose = conv_transpose_compose,
     .sample = "x(1, 2, 2, 3, 2), x(2, 2, 2, 2, 3), x(2), {stride = {1, 2, "
               "1}}",
     .doc = TRANSPOSE_DOC},
    {0}};
