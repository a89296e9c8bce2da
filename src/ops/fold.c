/* Windows laid out as columns, and channels exchanged with space. */
#include <inttypes.h>
#include <string.h>

#include "../pool.h"
#include "../notation.h"

/* ---- im2col and fold ---- */

/* of Attrs.i in im2col; in fold two output sizes come first */
enum { KERNEL = 0, DILATION = 2, PADDING = 4, STRIDE = 6 };

typedef struct Columns {
  int64_t size[2], windows[2]; /* of the image; how many windows each way */
  const int64_t *i;            /* kernel, dilation, padding, stride */
  real *image, *columns;       /* one of them is written */
} Columns;

/* The image's last sizes are size[2]; counts its windows. */
static bool count_windows(Columns *s) {
  static const char *const names[] = {
      "kernel_size", "dilation", "padding", "stride"};
  for (int k = 0; k < 8; k++)
    if (!shape_within(names[k / 2], s->i[k], k / 2 * 2 == PADDING ? 0 : 1))
      return false;
  for (int k = 0; k < 2; k++) {
    if (!shape_within("a size", s->size[k], 1)) return false;
    int64_t room = s->size[k] + 2 * s->i[PADDING + k] -
                   s->i[DILATION + k] * (s->i[KERNEL + k] - 1) - 1;
    if (room < 0)
      return error_set("kernel_size %" PRId64 " does not fit size %" PRId64,
                       s->i[KERNEL + k], s->size[k]);
    s->windows[k] = room / s->i[STRIDE + k] + 1;
  }
  return true;
}

static bool im2col_sizes(const Call *c, Columns *s) {
  const Shape *x = &c->x[0]->shape;
  char text[SHAPE_TEXT];
  if (x->rank != 3 && x->rank != 4)
    return error_set("n, c, h, w (or without n) is wanted, got %s",
                     shape_text(x, text));
  *s = (Columns){{x->size[x->rank - 2], x->size[x->rank - 1]}, .i = c->a->i};
  return count_windows(s);
}

static bool im2col_infer(Call *c) {
  const Shape *x = &c->x[0]->shape;
  Columns s;
  if (!im2col_sizes(c, &s)) return false;
  Shape *y = &c->y->shape;
  y->rank = x->rank - 1;
  y->size[0] = x->size[0];
  int64_t channels = x->size[x->rank - 3];
  y->size[y->rank - 2] = channels;
  y->size[y->rank - 1] = s.windows[0];
  return shape_multiply(&y->size[y->rank - 2], s.i[KERNEL] * s.i[KERNEL + 1]) &&
         shape_multiply(&y->size[y->rank - 1], s.windows[1]);
}

static bool fold_sizes(const Call *c, Columns *s) {
  const Shape *x = &c->x[0]->shape;
  char text[SHAPE_TEXT];
  if (x->rank != 2 && x->rank != 3)
    return error_set("n, c times the kernel, windows (or without n) is wanted, "
                     "got %s",
                     shape_text(x, text));
  *s = (Columns){{c->a->i[0], c->a->i[1]}, .i = c->a->i + 2};
  return count_windows(s);
}

static bool fold_infer(Call *c) {
  const Shape *x = &c->x[0]->shape;
  Columns s;
  if (!fold_sizes(c, &s)) return false;
  int64_t kernel = s.i[KERNEL] * s.i[KERNEL + 1];
  int64_t rows = x->size[x->rank - 2], windows = s.windows[0];
  if (!shape_multiply(&windows, s.windows[1])) return false;
  if (rows % kernel)
    return error_set("%" PRId64 " rows are not channels times a kernel of "
                     "%" PRId64,
                     rows, kernel);
  if (x->size[x->rank - 1] != windows)
    return error_set("%" PRId64 " columns for %" PRId64 " windows",
                     x->size[x->rank - 1], windows);
  Shape *y = &c->y->shape;
  if (x->rank == 3) shape_push(y, x->size[0]);
  return shape_push(y, rows / kernel) && shape_push(y, s.size[0]) &&
         shape_push(y, s.size[1]);
}

/* Windows i for which i stride + at lies in 0 .. size - 1: from, to. */
static void inside(int64_t at, int64_t stride, int64_t size, int64_t windows,
                   int64_t *from, int64_t *to) {
  *from = at < 0 ? (-at + stride - 1) / stride : 0;
  *to = at < size ? (size - 1 - at) / stride + 1 : 0;
  if (*from > windows) *from = windows;
  if (*to > windows) *to = windows;
  if (*to < *from) *to = *from;
}

/* One channel and one place of the kernel: a row of columns. */
typedef struct ColumnRow {
  int64_t dy, dx;      /* where the first window has that place */
  int64_t top, end;    /* rows of windows inside the image */
  int64_t left, right; /* and columns */
  real *image, *columns;
} ColumnRow;

static ColumnRow row_of(const Columns *s, int64_t row) {
  int64_t kw = s->i[KERNEL + 1], kernel = s->i[KERNEL] * kw;
  int64_t k = row % kernel;
  ColumnRow r = {.dy = k / kw * s->i[DILATION] - s->i[PADDING],
                 .dx = k % kw * s->i[DILATION + 1] - s->i[PADDING + 1]};
  inside(r.dy, s->i[STRIDE], s->size[0], s->windows[0], &r.top, &r.end);
  inside(r.dx, s->i[STRIDE + 1], s->size[1], s->windows[1], &r.left, &r.right);
  r.image = s->image + row / kernel * s->size[0] * s->size[1];
  r.columns = s->columns + row * s->windows[0] * s->windows[1];
  return r;
}

static void im2col_row(const Columns *s, int64_t row) {
  ColumnRow r = row_of(s, row);
  int64_t step = s->i[STRIDE + 1];
  memset(r.columns, 0, (size_t)(s->windows[0] * s->windows[1]) * sizeof(real));
  for (int64_t i = r.top; i < r.end; i++) {
    real *y = r.columns + i * s->windows[1];
    const real *x = r.image + (i * s->i[STRIDE] + r.dy) * s->size[1] + r.dx;
    for (int64_t j = r.left; j < r.right; j++) y[j] = x[j * step];
  }
}

static void fold_row(const Columns *s, int64_t row) {
  ColumnRow r = row_of(s, row);
  int64_t step = s->i[STRIDE + 1];
  for (int64_t i = r.top; i < r.end; i++) {
    const real *x = r.columns + i * s->windows[1];
    real *y = r.image + (i * s->i[STRIDE] + r.dy) * s->size[1] + r.dx;
    for (int64_t j = r.left; j < r.right; j++) y[j * step] += x[j];
  }
}

static void im2col_chunk(void *context, int64_t channel) {
  const Columns *s = context;
  int64_t kernel = s->i[KERNEL] * s->i[KERNEL + 1];
  for (int64_t k = 0; k < kernel; k++) im2col_row(s, channel * kernel + k);
}

static void fold_chunk(void *context, int64_t channel) {
  const Columns *s = context;
  int64_t kernel = s->i[KERNEL] * s->i[KERNEL + 1];
  int64_t plane = s->size[0] * s->size[1];
  memset(s->image + channel * plane, 0, (size_t)plane * sizeof(real));
  for (int64_t k = 0; k < kernel; k++) fold_row(s, channel * kernel + k);
}

/* One piece a channel of an image of `count` elements. */
static void run_channels(PoolTask task, Columns *s, int64_t count) {
  pool_run_pieces(task, s, count / (s->size[0] * s->size[1]),
                  s->windows[0] * s->windows[1]);
}

static void im2col_forward(Call *c) {
  Columns s;
  if (!im2col_sizes(c, &s)) return;
  s.image = tensor_data(c->x[0]);
  s.columns = tensor_data(c->y);
  run_channels(im2col_chunk, &s, tensor_count(c->x[0]));
}

static void fold_forward(Call *c) {
  Columns s;
  if (!fold_sizes(c, &s)) return;
  s.image = tensor_data(c->y);
  s.columns = tensor_data(c->x[0]);
  run_channels(fold_chunk, &s, tensor_count(c->y));
}

static void im2col_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  const Shape *s = &c->x[0]->shape;
  Attrs a = {.i = {s->size[s->rank - 2], s->size[s->rank - 1]}};
  memcpy(a.i + 2, c->a->i, 8 * sizeof *a.i);
  gx[0] = t_call(&op, "fold", &g, 1, &a);
}

static void fold_rule(const Call *c, Tensor *u, Tensor **gx) {
  static const Op *op;
  Attrs a = {.n = 0};
  memcpy(a.i, c->a->i + 2, 8 * sizeof *a.i);
  gx[0] = t_call(&op, "im2col", &u, 1, &a);
}

/* ---- channels and space ---- */

/* x with its last three sizes split as `tail`, those axes then in
 * `order`, then the last three `sizes`. */
typedef struct Shuffle {
  int64_t tail[5], order[5], sizes[3];
} Shuffle;

static Tensor *shuffle(Tensor *x, const Shuffle *s) {
  Shape y = x->shape;
  int first = y.rank - 3;
  /* the sizes in front as one: with five at the end, all would be too many */
  Shape split = {6, {shape_product(&y, 0, first)}};
  int64_t order[6] = {0};
  for (int k = 0; k < 5; k++) {
    split.size[1 + k] = s->tail[k];
    order[1 + k] = 1 + s->order[k];
  }
  memcpy(y.size + first, s->sizes, sizeof s->sizes);
  return t_reshape(t_permute(t_reshape(x, &split), order), &y);
}

/* c, h, w of x; false when it has fewer dimensions. */
static bool image_sizes(const Call *c, int64_t *size) {
  const Shape *s = &c->x[0]->shape;
  if (s->rank < 3)
    return error_set("c, h, w at the end are wanted, the tensor has %d "
                     "dimensions",
                     s->rank);
  for (int k = 0; k < 3; k++)
    if (!shape_within("a size", size[k] = s->size[s->rank - 3 + k], 0))
      return false;
  return true;
}

static Tensor *pixel_shuffle_compose(const Call *c) {
  int64_t r = c->a->i[0], size[3];
  if (!image_sizes(c, size) || !shape_within("upscale_factor", r, 1))
    return NULL;
  if (size[0] % (r * r)) {
    error_set("%" PRId64 " channels are not a multiple of %" PRId64, size[0],
              r * r);
    return NULL;
  }
  int64_t few = size[0] / (r * r);
  return shuffle(c->x[0], &(Shuffle){{few, r, r, size[1], size[2]},
                                     {0, 3, 1, 4, 2},
                                     {few, size[1] * r, size[2] * r}});
}

static Tensor *pixel_unshuffle_compose(const Call *c) {
  int64_t r = c->a->i[0], size[3];
  if (!image_sizes(c, size) || !shape_within("downscale_factor", r, 1))
    return NULL;
  if (size[1] % r || size[2] % r) {
    error_set("%" PRId64 "x%" PRId64 " is not made of blocks of %" PRId64,
              size[1], size[2], r);
    return NULL;
  }
  int64_t h = size[1] / r, w = size[2] / r, many = size[0];
  if (!shape_multiply(&many, r * r)) return NULL;
  return shuffle(c->x[0], &(Shuffle){{size[0], h, r, w, r},
                                     {0, 2, 4, 1, 3},
                                     {many, h, w}});
}

static Tensor *channel_shuffle_compose(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  int64_t groups = c->a->i[0];
  if (s->rank < 3 || !shape_within("groups", groups, 1) ||
      s->size[1] % groups) {
    if (!error_pending())
      error_set("n, c and spatial sizes with c a multiple of %" PRId64
                " are wanted",
                groups);
    return NULL;
  }
  Shape split = {
      4,
      {s->size[0], groups, s->size[1] / groups, shape_product(s, 2, s->rank)}};
  return t_reshape(t_transpose(t_reshape(c->x[0], &split), 1, 2), s);
}

/* ---- rows ---- */

#define WINDOWS \
  "kernel_size: int2, {dilation: int2 = 1, padding: int2 = 0, " \
  "stride: int2 = 1}"

Op fold_ops[] = {
    {"im2col", "x, " WINDOWS, im2col_infer, im2col_forward, im2col_rule,
     .reads = READS_NONE,
     .sample = "x(2, 2, 4, 3), 2, {padding = 1, stride = {2, 1}}; "
               "x(1, 5, 4), {2, 3}, {dilation = {2, 1}}",
     .doc = "The windows of x (n, c, h, w, or without n) as columns: n, c "
            "times the kernel, windows. It is nn.functional.unfold; x:unfold "
            "takes windows along one dimension."},
    {"fold", "x, output_size: int2, " WINDOWS, fold_infer, fold_forward,
     fold_rule, .reads = READS_NONE,
     .sample = "x(2, 8, 12), {4, 3}, 2, {padding = 1, stride = {2, 1}}; "
               "x(4, 9), 4, 2",
     .doc = "Columns (n, c times the kernel, windows, or without n) added "
            "where im2col takes them from, in an image of output_size "
            "(col2im): the adjoint of im2col."},
    {"pixel_shuffle", "x, upscale_factor: int",
     .compose = pixel_shuffle_compose, .sample = "x(2, 4, 2, 3), 2",
     .doc = "Channels as space: c r r, h, w (the last sizes) become c, h r, w "
            "r (Shi et al. 2016, arXiv 1609.05158)."},
    {"pixel_unshuffle", "x, downscale_factor: int",
     .compose = pixel_unshuffle_compose, .sample = "x(2, 2, 4, 2), 2",
     .doc = "Space as channels, the inverse of pixel_shuffle: c, h r, w r (the "
            "last sizes) become c r r, h, w."},
    {"channel_shuffle", "x, groups: int", .compose = channel_shuffle_compose,
     .sample = "x(1, 6, 2, 2), 3",
     .doc = "The channels (dimension 2) of the groups dealt in turn: c is seen "
            "as groups x c / groups and transposed (Zhang et al. 2018, arXiv "
            "1707.01083)."},
    {0}};
