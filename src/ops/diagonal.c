/* Diagonals, and the triangles beside them. An offset counts diagonals: above
 * the main one from 1, below it from -1. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../walk.h"
#include "../notation.h"

/* The two axes of a call, apart; a->i then holds them from 0. */
static bool two_axes(Call *c, int rank) {
  int a, b;
  if (rank < 2)
    return error_set("two dimensions are wanted, there are %d", rank);
  if ((a = shape_axis(rank, c->a->i[1])) < 0) return false;
  if ((b = shape_axis(rank, c->a->i[2])) < 0) return false;
  c->a->i[1] = a;
  c->a->i[2] = b;
  return a != b || error_set("dimension %d is given twice", a + 1);
}

/* Elements on a diagonal of a matrix rows x columns; *row and *column become
 * the place of its first. */
static int64_t diagonal_length(int64_t rows, int64_t columns, int64_t offset,
                               int64_t *row, int64_t *column) {
  *row = *column = 0;
  if (offset >= columns || offset <= -rows) return 0;
  *row = offset < 0 ? -offset : 0;
  *column = offset > 0 ? offset : 0;
  rows -= *row;
  columns -= *column;
  return rows < columns ? rows : columns;
}

/* ---- diagonal, a view, and its adjoint ---- */

/* y shows the diagonal of x: other axes in order, then the diagonal's. */
static void show_diagonal(Tensor *y, Tensor *x, const Attrs *a) {
  int p = (int)a->i[1], q = (int)a->i[2], rank = 0;
  int64_t row, column;
  int64_t n = diagonal_length(x->shape.size[p], x->shape.size[q], a->i[0], &row,
                              &column);
  tensor_alias(y, x);
  for (int k = 0; k < x->shape.rank; k++) {
    if (k == p || k == q) continue;
    y->shape.size[rank] = x->shape.size[k];
    y->stride[rank++] = x->stride[k];
  }
  y->offset += row * x->stride[p] + column * x->stride[q];
  y->shape.size[rank] = n;
  y->stride[rank] = x->stride[p] + x->stride[q];
  y->shape.rank = rank + 1;
}

static bool diagonal_infer(Call *c) {
  if (!two_axes(c, c->x[0]->shape.rank)) return false;
  show_diagonal(c->y, c->x[0], c->a);
  return true;
}

static Tensor *widen_diagonal(Tensor *g, const Attrs *a, int64_t rows,
                              int64_t columns) {
  static const Op *op;
  Attrs all = {.i = {a->i[0], a->i[1], a->i[2], rows, columns}};
  return t_call(&op, "diagonal_widen", &g, 1, &all);
}

static void diagonal_rule(const Call *c, Tensor *g, Tensor **gx) {
  const int64_t *size = c->x[0]->shape.size;
  gx[0] = widen_diagonal(g, c->a, size[c->a->i[1]], size[c->a->i[2]]);
}

static bool widen_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int64_t rows = c->a->i[3], columns = c->a->i[4], row, column;
  if (s->rank == 0) return error_set("a number has no dimensions");
  if (!two_axes(c, s->rank + 1)) return false;
  if (rows < 0 || columns < 0)
    return error_set("sizes %" PRId64 " and %" PRId64, rows, columns);
  int64_t n = diagonal_length(rows, columns, c->a->i[0], &row, &column);
  if (n != s->size[s->rank - 1])
    return error_set("%" PRId64 " elements for a diagonal of %" PRId64,
                     s->size[s->rank - 1], n);
  for (int k = 0, from = 0; k <= s->rank; k++)
    if (!shape_push(&c->y->shape, k == c->a->i[1]   ? rows
                                  : k == c->a->i[2] ? columns
                                                    : s->size[from++]))
      return false;
  return true;
}

/* The values, contiguous, written to the diagonal of y. */
static void write_diagonal(Call *c, const real *values) {
  Tensor diagonal = {.refs = 1};
  Walk w;
  show_diagonal(&diagonal, c->y, c->a);
  walk_open(&w, &diagonal.shape, diagonal.stride);
  walk_unpack(&w, tensor_data(&diagonal), 0, w.count, values);
  store_release(diagonal.store);
}

static void widen_forward(Call *c) {
  memset(tensor_data(c->y), 0, (size_t)tensor_count(c->y) * sizeof(real));
  write_diagonal(c, tensor_data(c->x[0]));
}

static void widen_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs a = {.i = {c->a->i[0], c->a->i[1], c->a->i[2]}};
  gx[0] = t_call(&op, "diagonal", &g, 1, &a);
}

/* ---- another diagonal ---- */

static bool diagonal_scatter_infer(Call *c) {
  Tensor *x = c->x[0], diagonal = {.refs = 1};
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!two_axes(c, x->shape.rank)) return false;
  show_diagonal(&diagonal, x, c->a);
  store_release(diagonal.store);
  c->y->shape = x->shape;
  return shape_equal(&diagonal.shape, &c->x[1]->shape) ||
         error_set("src is %s, %s is due", shape_text(&c->x[1]->shape, a),
                   shape_text(&diagonal.shape, b));
}

static void diagonal_scatter_forward(Call *c) {
  tensor_pack(c->x[0], tensor_data(c->y));
  write_diagonal(c, tensor_data(c->x[1]));
}

static void diagonal_scatter_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs a = {.i = {c->a->i[0], c->a->i[1], c->a->i[2]}};
  Tensor *none = t_zeros(&c->x[1]->shape);
  if (c->need[0]) gx[0] = op_apply(c->op, (Tensor *[]){g, none}, 2, &a);
  if (c->need[1]) gx[1] = t_call(&op, "diagonal", &g, 1, &a);
}

/* ---- blocks ---- */

/* Vectors and numbers are matrices of one row. */
static void block_sizes(const Shape *s, int64_t *rows, int64_t *columns) {
  *rows = s->rank == 2 ? s->size[0] : 1;
  *columns = s->rank > 0 ? s->size[s->rank - 1] : 1;
}

static bool block_diag_infer(Call *c) {
  int64_t rows, columns;
  char text[SHAPE_TEXT];
  Shape *y = &c->y->shape;
  if (c->n == 0) return error_set("a table of at least one tensor is wanted");
  *y = (Shape){2, {0, 0}};
  for (int k = 0; k < c->n; k++) {
    if (c->x[k]->shape.rank > 2)
      return error_set("tensors[%d] is %s; matrices are wanted", k + 1,
                       shape_text(&c->x[k]->shape, text));
    block_sizes(&c->x[k]->shape, &rows, &columns);
    y->size[0] += rows;
    y->size[1] += columns;
  }
  return true;
}

static void block_diag_forward(Call *c) {
  int64_t rows, columns, all = c->y->shape.size[1], left = 0;
  real *y = tensor_data(c->y);
  for (int k = 0; k < c->n; k++) {
    const real *x = tensor_data(c->x[k]);
    block_sizes(&c->x[k]->shape, &rows, &columns);
    size_t bytes = (size_t)columns * sizeof *y;
    for (int64_t i = 0; i < rows; i++, x += columns, y += all) {
      memset(y, 0, (size_t)left * sizeof *y);
      memcpy(y + left, x, bytes);
      memset(y + left + columns, 0,
             (size_t)all * sizeof *y - bytes - (size_t)left * sizeof *y);
    }
    left += columns;
  }
}

static void block_diag_rule(const Call *c, Tensor *g, Tensor **gx) {
  int64_t rows, columns, top = 0, left = 0;
  for (int k = 0; k < c->n; k++, top += rows, left += columns) {
    block_sizes(&c->x[k]->shape, &rows, &columns);
    if (!c->need[k]) continue;
    Tensor *block = t_narrow(t_narrow(g, 0, top, rows), 1, left, columns);
    gx[k] = t_reshape(block, &c->x[k]->shape);
  }
}

/* ---- in other names ---- */

static Tensor *diag_embed_compose(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  const int64_t offset = c->a->i[0], farthest = (int64_t)1 << 40;
  if (s->rank == 0) error_set("a number has no dimensions");
  else if (offset > farthest || offset < -farthest)
    error_set("offset %" PRId64 " is out of reach", offset);
  if (error_pending()) return NULL;
  int64_t n = s->size[s->rank - 1] + llabs(offset);
  return widen_diagonal(c->x[0], c->a, n, n);
}

static Tensor *diag_compose(const Call *c) {
  static const Op *op;
  char text[SHAPE_TEXT];
  Attrs a = {.i = {c->a->i[0], 0, 1}};
  Call embed = {.n = 1, .x = c->x, .a = &a};
  if (c->x[0]->shape.rank == 1) return diag_embed_compose(&embed);
  if (c->x[0]->shape.rank == 2) return t_call(&op, "diagonal", c->x, 1, &a);
  error_set("a vector or a matrix is wanted, this is %s; see diagonal and "
            "diag_embed",
            shape_text(&c->x[0]->shape, text));
  return NULL;
}

static Tensor *trace_compose(const Call *c) {
  static const Op *op;
  char text[SHAPE_TEXT];
  if (c->x[0]->shape.rank == 2)
    return t_sum(t_call(&op, "diagonal", c->x, 1, &(Attrs){.i = {0, 0, 1}}), 1,
                 false);
  error_set("a matrix is wanted, this is %s",
            shape_text(&c->x[0]->shape, text));
  return NULL;
}

/* ---- triangles ---- */

static bool triangle_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return c->y->shape.rank >= 2 ||
         error_set("two dimensions are wanted, there are %d", c->y->shape.rank);
}

/* Keeps columns from .. to - 1 of each row, x: ..., rows, columns. */
static void keep_columns(Call *c, bool lower) {
  const Shape *s = &c->x[0]->shape;
  int64_t rows = s->size[s->rank - 2], columns = s->size[s->rank - 1];
  int64_t lines = columns > 0 ? tensor_count(c->y) / columns : 0;
  int64_t shift = c->a->i[0];
  if (shift < -rows) shift = -rows;
  if (shift > columns) shift = columns;
  for (int64_t i = 0; i < lines; i++) {
    real *y = tensor_data(c->y) + i * columns;
    int64_t edge = i % rows + shift + lower; /* the first on the upper side */
    if (edge < 0) edge = 0;
    if (edge > columns) edge = columns;
    int64_t from = lower ? 0 : edge, to = lower ? edge : columns;
    memset(y, 0, (size_t)columns * sizeof *y);
    memcpy(y + from, tensor_data(c->x[0]) + i * columns + from,
           (size_t)(to - from) * sizeof *y);
  }
}

static void tril_forward(Call *c) { keep_columns(c, true); }
static void triu_forward(Call *c) { keep_columns(c, false); }

/* What was kept of x is what is kept of the cotangent. */
static void triangle_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = op_apply(c->op, &g, 1, c->a);
}

/* ---- rows ---- */

Op diagonal_ops[] = {
    {"diagonal", "x, offset: int = 0, dim1: dim = 1, dim2: dim = 2",
     diagonal_infer, .rule = diagonal_rule, .reads = READS_NONE,
     .sample = "x(3, 4); x(2, 3, 3), -1, 3, 2; x(3, 3), 3",
     .doc = "The elements whose index in dim2 is that in dim1 plus offset, as "
            "a last dimension; a view."},
    {"diagonal_widen",
     "x, offset: int, dim1: dim, dim2: dim, rows: int, "
     "columns: int",
     widen_infer, widen_forward, widen_rule, .reads = READS_NONE,
     .sample = "x(2, 3), 1, 1, 3, 3, 4",
     .doc = "Zeros, rows by columns in dim1 and dim2, with the last dimension "
            "of x along a diagonal: the adjoint of diagonal."},
    {"diagonal_scatter",
     "x: tensor, src, offset: int = 0, dim1: dim = 1, dim2: dim = 2",
     diagonal_scatter_infer, diagonal_scatter_forward, diagonal_scatter_rule,
     .reads = READS_NONE,
     .sample = "x(3, 4), x(3); x(3, 4, 2), x(4, 2), -1, 1, 3",
     .doc = "x with src in place of x:diagonal(offset, dim1, dim2)."},
    {"block_diag", "tensors: tensors", block_diag_infer, block_diag_forward,
     block_diag_rule, .reads = READS_NONE, .sample = "{x(2, 3), x(2), x()}",
     .doc =
         "A matrix with the matrices as blocks on its diagonal, 0 elsewhere; "
         "vectors and numbers are matrices of one row."},
    {"diag_embed", "x, offset: int = 0, dim1: dim = -2, dim2: dim = -1",
     .compose = diag_embed_compose, .sample = "x(2, 3); x(2, 3), -1, 1, -1",
     .doc = "Square matrices in dim1 and dim2 with the last dimension of x on "
            "a diagonal and 0 elsewhere."},
    {"diag", "x, diagonal: int = 0", .compose = diag_compose,
     .sample = "x(3), 1; x(3, 4), -1",
     .doc = "Of a vector, the matrix with it on a diagonal; of a matrix, that "
            "diagonal."},
    {"trace", "x", .compose = trace_compose, .sample = "x(3, 4)",
     .doc = "The sum of a matrix's main diagonal."},
    {"tril", "x, diagonal: int = 0", triangle_infer, tril_forward,
     triangle_rule, .reads = READS_NONE, .flags = OP_OF_MASKS,
     .sample = "x(3, 4); x(2, 3, 3), -1",
     .doc = "The elements on and below a diagonal of the last two dimensions, "
            "0 above it."},
    {"triu", "x, diagonal: int = 0", triangle_infer, triu_forward,
     triangle_rule, .reads = READS_NONE, .flags = OP_OF_MASKS,
     .sample = "x(3, 4); x(2, 3, 3), 1",
     .doc = "The elements on and above a diagonal of the last two dimensions, "
            "0 below it."},
    {0}};
