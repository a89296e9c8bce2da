/* Matrix products. They are bilinear, so their cotangents are products with
 * transposes, which the engine takes as strides without a copy. */
#include <string.h>

#include "../kernel/bf16.h"
#include "../kernel/panels.h"
#include "../pool.h"
#include "../walk.h"
#include "../notation.h"

static void run(Gemm *g) {
  if (op_bfloat16()) {
    panels_run(g);
    return;
  }
  g->parts = gemm_parts(g->m, g->n, g->k) > 1 ? pool_scratch() : NULL;
  gemm_run(g);
}

static size_t parts_bytes(int64_t m, int64_t n, int64_t k) {
  int64_t parts = gemm_parts(m, n, k);
  return parts > 1 ? (size_t)(parts * m * n) * sizeof(real) : 0;
}

/* Of the last two factors. */
static size_t product_scratch(const Call *c) {
  if (op_bfloat16()) return panels_scratch();
  const Shape *a = &c->x[c->n - 2]->shape, *b = &c->x[c->n - 1]->shape;
  return parts_bytes(a->size[a->rank - 2], b->size[b->rank - 1],
                     a->size[a->rank - 1]);
}

/* ---- product: both sides have at least two axes ---- */

static bool inner_sizes(const Tensor *a, const Tensor *b, int64_t p,
                        int64_t q) {
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  return p == q ||
         error_set("inner sizes differ: %s by %s", shape_text(&a->shape, left),
                   shape_text(&b->shape, right));
}

/* The axes before the last two. */
static Shape batch_of(const Shape *s) {
  Shape batch = *s;
  batch.rank -= 2;
  return batch;
}

static bool product_infer(Call *c) {
  const Shape *a = &c->x[0]->shape, *b = &c->x[1]->shape;
  if (a->rank < 2 || b->rank < 2)
    return error_set("both sides need two dimensions");
  if (!inner_sizes(c->x[0], c->x[1], a->size[a->rank - 1],
                   b->size[b->rank - 2]))
    return false;
  Shape y = batch_of(a), other = batch_of(b);
  if (!shape_broadcast(&y, &other)) return false;
  c->y->shape = y;
  return shape_push(&c->y->shape, a->size[a->rank - 2]) &&
         shape_push(&c->y->shape, b->size[b->rank - 1]);
}

static Matrix matrix(const Tensor *x) {
  int last = x->shape.rank - 1;
  return (Matrix){tensor_data(x), x->stride[last - 1], x->stride[last], 0};
}

/* The one stride between the matrices of a batch, when there is one. */
static bool even_steps(const Tensor *x, const Shape *batch, int64_t *step) {
  Shape own = batch_of(&x->shape);
  int64_t stride[MAX_DIMS];
  Walk w;
  shape_expand(&own, x->stride, batch, stride);
  walk_open(&w, batch, stride);
  *step = w.stride[0];
  return w.rank == 1;
}

static int64_t batch_offset(const Tensor *x, const Shape *batch, int64_t i) {
  Shape own = batch_of(&x->shape);
  int64_t stride[MAX_DIMS], at = 0;
  shape_expand(&own, x->stride, batch, stride);
  for (int k = batch->rank - 1; k >= 0; k--) {
    at += i % batch->size[k] * stride[k];
    i /= batch->size[k];
  }
  return at;
}

/* y = alpha a b + beta y, over the batch of y. */
static void multiply(Tensor *y, const Tensor *a, const Tensor *b, real alpha,
                     real beta) {
  Shape batch = batch_of(&y->shape);
  Gemm p = {.batch = shape_count(&batch),
            .alpha = alpha,
            .beta = beta,
            .a = matrix(a),
            .b = matrix(b),
            .c = tensor_data(y)};
  p.m = a->shape.size[a->shape.rank - 2];
  p.k = a->shape.size[a->shape.rank - 1];
  p.n = b->shape.size[b->shape.rank - 1];
  p.c_row = p.n;
  p.c_column = 1;
  p.c_batch = p.m * p.n;
  if (even_steps(a, &batch, &p.a.batch) && even_steps(b, &batch, &p.b.batch)) {
    run(&p);
    return;
  }
  int64_t n = p.batch;
  p.batch = 1;
  for (int64_t i = 0; i < n; i++) {
    p.a.data = tensor_data(a) + batch_offset(a, &batch, i);
    p.b.data = tensor_data(b) + batch_offset(b, &batch, i);
    p.c = tensor_data(y) + i * p.m * p.n;
    run(&p);
  }
}

static void product_forward(Call *c) { multiply(c->y, c->x[0], c->x[1], 1, 0); }

static Tensor *product(Tensor *a, Tensor *b) {
  static const Op *op;
  return t_call2(&op, "product", a, b);
}

/* The same where a is columns of one element and b rows: in float, what
 * broadcasting gives. */
static Tensor *outer_or_product(Tensor *a, Tensor *b) {
  bool outer = a && b && a->shape.size[a->shape.rank - 1] == 1;
  return outer && !op_bfloat16() ? t_mul(b, a) : product(a, b);
}

static void product_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *a = c->x[0], *b = c->x[1];
  if (c->need[0])
    gx[0] = t_sum_to(outer_or_product(g, t_transpose(b, -1, -2)), &a->shape);
  if (c->need[1])
    gx[1] = t_sum_to(outer_or_product(t_transpose(a, -1, -2), g), &b->shape);
}

/* ---- matmul: vectors, and a batch by one matrix ---- */

static Tensor *as_matrix(Tensor *x, bool column) {
  Shape s = {2, {column ? x->shape.size[0] : 1, column ? 1 : x->shape.size[0]}};
  return x->shape.rank == 1 ? t_reshape(x, &s) : x;
}

/* Rows of all leading axes under one another: (..., k) as (n, k). */
static Tensor *as_rows(Tensor *x) {
  Shape s = {2, {1, x->shape.size[x->shape.rank - 1]}};
  for (int k = 0; k < x->shape.rank - 1; k++) s.size[0] *= x->shape.size[k];
  return x->shape.rank > 2 ? t_reshape(x, &s) : x;
}

static Tensor *matmul_compose(const Call *c) {
  Tensor *a = c->x[0], *b = c->x[1];
  int ra = a->shape.rank, rb = b->shape.rank;
  if (ra == 0 || rb == 0) {
    error_set("a number has no rows; use *");
    return NULL;
  }
  if (!inner_sizes(a, b, a->shape.size[ra - 1],
                   b->shape.size[rb > 1 ? rb - 2 : 0]))
    return NULL;
  if (ra == 2 && rb == 2) return product(a, b);
  Tensor *left = as_matrix(a, false), *right = as_matrix(b, true);
  if (ra > 2 && rb <= 2) left = as_rows(left);
  Tensor *y = product(left, right);
  Shape s = {0};
  if (!y) return NULL;
  int lead = ra > rb ? ra - 2 : rb - 2;
  for (int k = 0; k < lead; k++)
    s.size[s.rank++] = ra > 2 && rb <= 2 ? a->shape.size[k] : y->shape.size[k];
  if (ra > 1) s.size[s.rank++] = a->shape.size[ra - 2];
  if (rb > 1) s.size[s.rank++] = b->shape.size[rb - 1];
  return t_reshape(y, &s);
}

/* ---- products of a given rank ---- */

static bool ranks(Tensor **x, int a, int b) {
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  return (x[0]->shape.rank == a && x[1]->shape.rank == b) ||
         error_set("%d and %d dimensions are wanted: %s by %s", a, b,
                   shape_text(&x[0]->shape, left),
                   shape_text(&x[1]->shape, right));
}

static Tensor *mm_compose(const Call *c) {
  return ranks(c->x, 2, 2) ? product(c->x[0], c->x[1]) : NULL;
}

static bool same_batch(Tensor **x) {
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  return x[0]->shape.size[0] == x[1]->shape.size[0] ||
         error_set("batches differ: %s by %s", shape_text(&x[0]->shape, left),
                   shape_text(&x[1]->shape, right));
}

static Tensor *bmm_compose(const Call *c) {
  return ranks(c->x, 3, 3) && same_batch(c->x) ? product(c->x[0], c->x[1])
                                               : NULL;
}

static Tensor *mv_compose(const Call *c) {
  return ranks(c->x, 2, 1) ? t_matmul(c->x[0], c->x[1]) : NULL;
}

static Tensor *dot_compose(const Call *c) {
  return ranks(c->x, 1, 1) ? t_matmul(c->x[0], c->x[1]) : NULL;
}

static Tensor *outer_compose(const Call *c) {
  if (!ranks(c->x, 1, 1)) return NULL;
  return t_mul(as_matrix(c->x[1], false), as_matrix(c->x[0], true));
}

/* ---- beta input + alpha a b ---- */

static bool added_infer(Call *c, int rank) {
  Call p = {.n = 2, .x = c->x + 1, .y = c->y};
  int64_t stride[MAX_DIMS];
  return ranks(p.x, rank, rank) && (rank < 3 || same_batch(p.x)) &&
         product_infer(&p) &&
         shape_expand(&c->x[0]->shape, c->x[0]->stride, &c->y->shape, stride);
}

static bool addmm_infer(Call *c) { return added_infer(c, 2); }
static bool baddbmm_infer(Call *c) { return added_infer(c, 3); }

/* With beta 0 the input is not read: nothing not finite comes from it. */
static void added_forward(Call *c) {
  const Tensor *input = c->x[0];
  real beta = (real)c->a->r[0];
  int64_t stride[MAX_DIMS];
  Walk w;
  shape_expand(&input->shape, input->stride, &c->y->shape, stride);
  walk_open(&w, &c->y->shape, stride);
  if (beta != 0)
    walk_pack(&w, tensor_data(input), 0, w.count, tensor_data(c->y));
  multiply(c->y, c->x[1], c->x[2], (real)c->a->r[1], beta);
}

static Tensor *times_number(Tensor *x, double by) {
  return by == 1 ? x : t_scale(x, by);
}

static void added_rule(const Call *c, Tensor *g, Tensor **gx) {
  double beta = c->a->r[0], alpha = c->a->r[1];
  Tensor *a = c->x[1], *b = c->x[2];
  if (c->need[0]) gx[0] = times_number(t_sum_to(g, &c->x[0]->shape), beta);
  if (c->need[1])
    gx[1] = times_number(product(g, t_transpose(b, -1, -2)), alpha);
  if (c->need[2])
    gx[2] = times_number(product(t_transpose(a, -1, -2), g), alpha);
}

static Tensor *addmv_compose(const Call *c) {
  static const Op *op;
  Tensor *input = c->x[0];
  Shape column = {2, {1, 1}}, flat = {1, {0}};
  char text[SHAPE_TEXT];
  if (!ranks(c->x + 1, 2, 1)) return NULL;
  if (input->shape.rank > 1) {
    error_set("a vector is wanted as input, this is %s",
              shape_text(&input->shape, text));
    return NULL;
  }
  column.size[0] = tensor_count(input);
  flat.size[0] = c->x[1]->shape.size[0];
  Tensor *x[] = {t_reshape(input, &column), c->x[1], as_matrix(c->x[2], true)};
  return t_reshape(t_call(&op, "addmm", x, 3, c->a), &flat);
}

/* ---- linear: y = x w^T + b ---- */

static bool linear_infer(Call *c) {
  const Tensor *x = c->x[0], *w = c->x[1], *b = c->x[2];
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  if (w->shape.rank != 2 || x->shape.rank < 1)
    return error_set("input %s, weight %s; a weight out x in is wanted",
                     shape_text(&x->shape, left), shape_text(&w->shape, right));
  int last = x->shape.rank - 1;
  int64_t out = w->shape.size[0], in = w->shape.size[1];
  if (x->shape.size[last] != in)
    return error_set("input has %lld features, the weight wants %lld: %s by %s",
                     (long long)x->shape.size[last], (long long)in,
                     shape_text(&x->shape, left), shape_text(&w->shape, right));
  if (b && (b->shape.rank != 1 || b->shape.size[0] != out))
    return error_set("bias %s for %lld outputs", shape_text(&b->shape, left),
                     (long long)out);
  c->y->shape = x->shape;
  c->y->shape.size[last] = out;
  return true;
}

/* The product adds to the bias, which saves a pass over the result. */
static size_t linear_scratch(const Call *c) {
  if (op_bfloat16()) return panels_scratch();
  int64_t out = c->x[1]->shape.size[0], in = c->x[1]->shape.size[1];
  return parts_bytes(out > 0 ? tensor_count(c->y) / out : 0, out, in);
}

static void linear_forward(Call *c) {
  const Tensor *x = c->x[0], *w = c->x[1], *b = c->x[2];
  int64_t out = w->shape.size[0], in = w->shape.size[1];
  int64_t rows = out > 0 ? tensor_count(c->y) / out : 0;
  real *y = tensor_data(c->y);
  for (int64_t i = 0; b && i < rows; i++)
    memcpy(y + i * out, tensor_data(b), (size_t)out * sizeof(real));
  run(&(Gemm){.batch = 1,
              .m = rows,
              .n = out,
              .k = in,
              .alpha = 1,
              .beta = b ? 1 : 0,
              .a = {tensor_data(x), in, 1, 0},
              .b = {tensor_data(w), 1, in, 0},
              .c = y,
              .c_row = out,
              .c_column = 1});
}

/* x as one matrix, a vector as its one row; NULL with an error. */
static Tensor *flat_rows(Tensor *x) {
  x = as_matrix(x, false);
  return x ? as_rows(x) : NULL;
}

static void linear_rule(const Call *c, Tensor *g, Tensor **gx) {
  Tensor *rows = flat_rows(g);
  if (!rows) return;
  if (c->need[0]) gx[0] = t_reshape(product(rows, c->x[1]), &c->x[0]->shape);
  if (c->need[1]) gx[1] = product(t_transpose(rows, 0, 1), flat_rows(c->x[0]));
  if (c->x[2] && c->need[2]) gx[2] = t_sum_to(rows, &c->x[2]->shape);
}

/* ---- cross products ---- */

static bool cross_infer(Call *c) {
  const Shape *x = &c->x[0]->shape, *other = &c->x[1]->shape;
  int axis = shape_axis(x->rank, c->a->i[0]);
  char left[SHAPE_TEXT], right[SHAPE_TEXT];
  if (axis < 0) return false;
  c->a->i[0] = axis;
  c->y->shape = *x;
  return (x->rank > 0 && x->size[axis] == 3 && shape_equal(x, other)) ||
         error_set("dimension %d of both has to have size 3: %s and %s",
                   axis + 1, shape_text(x, left), shape_text(other, right));
}

typedef struct Cross {
  const real *a, *b;
  real *y;
  int64_t inner; /* numbers beside each other */
} Cross;

static void cross_task(void *context, int64_t i) {
  const Cross *t = context;
  int64_t n = t->inner, at = i * 3 * n;
  const real *a = t->a + at, *b = t->b + at;
  real *y = t->y + at;
  for (int64_t k = 0; k < n; k++, a++, b++, y++) {
    y[0] = a[n] * b[2 * n] - a[2 * n] * b[n];
    y[n] = a[2 * n] * b[0] - a[0] * b[2 * n];
    y[2 * n] = a[0] * b[n] - a[n] * b[0];
  }
}

static void cross_forward(Call *c) {
  const Shape *s = &c->y->shape;
  Cross t = {tensor_data(c->x[0]), tensor_data(c->x[1]), tensor_data(c->y), 0};
  t.inner = shape_product(s, (int)c->a->i[0] + 1, s->rank);
  int64_t all = tensor_count(c->y);
  if (all > 0)
    pool_run_pieces(cross_task, &t, all / (3 * t.inner), 3 * t.inner);
}

/* a . (b x c) stays as it is when the three go round. */
static void cross_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Tensor *first[] = {c->x[1], g}, *second[] = {g, c->x[0]};
  if (c->need[0]) gx[0] = t_call(&op, "cross_lines", first, 2, c->a);
  if (c->need[1]) gx[1] = t_call(&op, "cross_lines", second, 2, c->a);
}

/* ---- rows ---- */

/* The last size of the first factor is what is summed over. */
static int64_t product_flops(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  return 2 * tensor_count(c->y) * s->size[s->rank - 1];
}

Op matmul_ops[] = {
    {"product", "x, other", product_infer, product_forward, product_rule,
     .reads = READS_OTHER, .flags = OP_STRIDED, .flops = product_flops,
     .scratch = product_scratch,
     .sample = "x(3, 4), x(4, 2); x(2, 3, 4), x(2, 4, 2); "
               "x(2, 1, 3, 4), x(3, 4, 2); x(4, 3):t(), x(2, 4):t()",
     .doc = "The matrix product over the last two dimensions; those before "
            "broadcast. What matmul is made of."},
    {"matmul", "x, other", .compose = matmul_compose,
     .sample = "x(3, 4), x(4, 2); x(4), x(4); x(3, 4), x(4); x(4), x(4, 2); "
               "x(2, 3, 4), x(4, 2); x(2, 3, 4), x(4); x(4), x(2, 4, 3)",
     .doc = "The matrix product. A vector counts as a row on the left and as "
            "a column on the right; leading dimensions broadcast."},
    {"linear", "x, weight, bias?", linear_infer, linear_forward, linear_rule,
     .reads = READS_OTHER, .flops = product_flops, .scratch = linear_scratch,
     .sample = "x(3, 4), x(2, 4), x(2); x(2, 3, 4), x(2, 4); x(4), x(2, 4)",
     .doc = "x weight^T + bias. x: ..., in; weight: out, in; bias: out."},
    {"mm", "x, mat2", .compose = mm_compose, .sample = "x(3, 4), x(4, 2)",
     .doc = "The product of two matrices."},
    {"bmm", "x, mat2", .compose = bmm_compose,
     .sample = "x(2, 3, 4), x(2, 4, 2)",
     .doc = "The products of two batches of matrices, n x p x q by n x q x "
            "r."},
    {"mv", "x, vec", .compose = mv_compose, .sample = "x(3, 4), x(4)",
     .doc = "The product of a matrix and a vector."},
    {"dot", "x, tensor", .compose = dot_compose, .sample = "x(4), x(4)",
     .doc = "The inner product of two vectors."},
    {"outer", "x, vec2", .compose = outer_compose, .sample = "x(3), x(4)",
     .doc = "y[i][j] = x[i] vec2[j] of two vectors."},
    {"cross_lines", "x, other, dim: dim", cross_infer, cross_forward,
     cross_rule, .reads = READS_OTHER,
     .sample = "x(2, 3), x(2, 3), 2; x(3, 4), x(3, 4), 1",
     .doc = "The cross products of lines of 3 along dim: what cross is made "
            "of."},
    {"addmm", "x, mat1, mat2, {beta: real = 1, alpha: real = 1}", addmm_infer,
     added_forward, added_rule, .flags = OP_STRIDED, .scratch = product_scratch,
     .sample = "x(3, 2), x(3, 4), x(4, 2); "
               "x(2), x(3, 4), x(2, 4):t(), {beta = 0.5, alpha = -2}",
     .doc = "beta x + alpha mat1 mat2 for matrices; x expands to the product, "
            "and is not read when beta is 0."},
    {"addmv", "x, mat, vec, {beta: real = 1, alpha: real = 1}",
     .compose = addmv_compose,
     .sample = "x(3), x(3, 4), x(4), {beta = 0.5, alpha = -2}; "
               "x(1), x(3, 4), x(4)",
     .doc = "beta x + alpha mat vec for a matrix and a vector; x expands to "
            "the product, and is not read when beta is 0."},
    {"baddbmm", "x, batch1, batch2, {beta: real = 1, alpha: real = 1}",
     baddbmm_infer, added_forward, added_rule, .flags = OP_STRIDED,
     .scratch = product_scratch,
     .sample = "x(2, 3, 2), x(2, 3, 4), x(2, 4, 2); "
               "x(3, 1), x(2, 3, 4), x(2, 4, 2), {beta = 0.5, alpha = -2}",
     .doc = "beta x + alpha batch1 batch2 for batches of matrices; x expands "
            "to the product, and is not read when beta is 0."},
    {0}};
