#include "shape.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

int64_t shape_product(const Shape *s, int from, int to) {
  int64_t n = 1;
  for (int k = from; k < to; k++) n *= s->size[k];
  return n;
}

int64_t shape_count(const Shape *s) { return shape_product(s, 0, s->rank); }

bool shape_equal(const Shape *a, const Shape *b) {
  if (a->rank != b->rank) return false;
  for (int k = 0; k < a->rank; k++)
    if (a->size[k] != b->size[k]) return false;
  return true;
}

const char *shape_text(const Shape *s, char *text) {
  int at = 0;
  if (s->rank == 0) snprintf(text, SHAPE_TEXT, "number");
  for (int k = 0; k < s->rank && at < SHAPE_TEXT; k++)
    at += snprintf(text + at, (size_t)(SHAPE_TEXT - at), "%s%" PRId64,
                   k ? "x" : "", s->size[k]);
  if (s->rank == 1 && at < SHAPE_TEXT - 1)
    snprintf(text + at, (size_t)(SHAPE_TEXT - at), " elements");
  return text;
}

int shape_axis(int rank, int64_t axis) {
  int dims = rank > 0 ? rank : 1;
  if (axis >= -dims && axis < dims) return (int)(axis < 0 ? axis + dims : axis);
  error_set("dimension %" PRId64 " of a tensor with %d",
            axis < 0 ? axis : axis + 1, rank);
  return -1;
}

bool shape_axes(int rank, int n, const int64_t *axes, unsigned *mask) {
  *mask = n < 0 ? (1u << (rank > 0 ? rank : 1)) - 1 : 0;
  for (int k = 0; k < n; k++) {
    int axis = shape_axis(rank, axes[k]);
    if (axis < 0) return false;
    if (*mask >> axis & 1)
      return error_set("dimension %d is given twice", axis + 1);
    *mask |= 1u << axis;
  }
  return true;
}

bool shape_broadcast(Shape *a, const Shape *b) {
  Shape y = a->rank >= b->rank ? *a : *b;
  int da = y.rank - a->rank, db = y.rank - b->rank;
  for (int k = 0; k < y.rank; k++) {
    int64_t p = k < da ? 1 : a->size[k - da], q = k < db ? 1 : b->size[k - db];
    if (p != q && p != 1 && q != 1) {
      char left[SHAPE_TEXT], right[SHAPE_TEXT];
      return error_set("sizes do not broadcast: %s and %s", shape_text(a, left),
                       shape_text(b, right));
    }
    y.size[k] = p == 1 ? q : p;
  }
  *a = y;
  return true;
}

void shape_strides(const Shape *s, int64_t *stride) {
  int64_t step = 1;
  for (int k = s->rank - 1; k >= 0; k--) {
    stride[k] = step;
    step *= s->size[k] > 0 ? s->size[k] : 1;
  }
}

bool shape_push(Shape *s, int64_t size) {
  if (s->rank == MAX_DIMS)
    return error_set("more than %d dimensions", MAX_DIMS);
  s->size[s->rank++] = size;
  return true;
}

/* Fills in the one size given as -1, when there is one at `open`. */
static bool reshape_open(const Shape *s, int open, Shape *out) {
  int64_t count = shape_count(s), rest = 1;
  for (int k = 0; k < out->rank; k++)
    if (k != open) rest *= out->size[k];
  if (open >= 0 && rest > 0) out->size[open] = count / rest;
  if (open >= 0 && rest == 0) out->size[open] = 0;
  if (shape_count(out) == count && (open < 0 || rest > 0 || count == 0))
    return true;
  char from[SHAPE_TEXT], to[SHAPE_TEXT];
  if (open >= 0) out->size[open] = -1;
  return error_set("sizes differ: %s has %" PRId64 " elements, %s wanted",
                   shape_text(s, from), count, shape_text(out, to));
}

bool shape_reshape(const Shape *s, int n, const int64_t *wanted, Shape *out) {
  int open = -1;
  out->rank = 0;
  for (int k = 0; k < n; k++) {
    if (wanted[k] < -1) return error_set("size %" PRId64, wanted[k]);
    if (wanted[k] == -1 && open >= 0)
      return error_set("only one size may be -1");
    if (wanted[k] == -1) open = k;
    if (!shape_push(out, wanted[k])) return false;
  }
  Shape filled = *out;
  if (open >= 0) filled.size[open] = 1;
  return shape_valid(&filled) && reshape_open(s, open, out);
}

bool shape_valid(const Shape *s) {
  int64_t n = 1;
  for (int k = 0; k < s->rank; k++) {
    if (s->size[k] < 0) return error_set("size %" PRId64, s->size[k]);
    if (__builtin_mul_overflow(n, s->size[k] > 0 ? s->size[k] : 1, &n) ||
        n > INT64_MAX / 64) {
      char text[SHAPE_TEXT];
      return error_set("a tensor of %s is too large", shape_text(s, text));
    }
  }
  return true;
}

bool shape_within(const char *what, int64_t value, int64_t least) {
  return (value >= least && value <= LARGEST_SIZE) ||
         error_set("%s is %" PRId64, what, value);
}

bool shape_multiply(int64_t *size, int64_t n) {
  return !__builtin_mul_overflow(*size, n, size) ||
         error_set("a size is too large");
}

bool shape_expand(const Shape *from, const int64_t *stride, const Shape *to,
                  int64_t *out) {
  int extra = to->rank - from->rank;
  bool fits = extra >= 0;
  for (int k = 0; fits && k < to->rank; k++) {
    int64_t size = k < extra ? 1 : from->size[k - extra];
    out[k] = k < extra || size == 1 ? 0 : stride[k - extra];
    fits = size == 1 || size == to->size[k];
  }
  if (fits) return true;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  return error_set("sizes differ: %s cannot be expanded to %s",
                   shape_text(from, a), shape_text(to, b));
}
