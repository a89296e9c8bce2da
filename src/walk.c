#include "walk.h"

#include <string.h>

void walk_open(Walk *w, const Shape *shape, const int64_t *stride) {
  w->rank = 0;
  w->count = shape_count(shape);
  for (int k = 0; k < shape->rank; k++) {
    int last = w->rank - 1;
    if (shape->size[k] == 1) continue;
    if (last >= 0 && w->stride[last] == stride[k] * shape->size[k]) {
      w->size[last] *= shape->size[k];
      w->stride[last] = stride[k];
      continue;
    }
    w->size[w->rank] = shape->size[k];
    w->stride[w->rank++] = stride[k];
  }
  if (w->rank > 0) return;
  w->rank = 1;
  w->size[0] = w->count;
  w->stride[0] = 1;
}

bool walk_flat(const Walk *w) { return w->rank == 1 && w->stride[0] == 1; }

/* The address of element `start`, and its index along every axis. */
static int64_t walk_seek(const Walk *w, int64_t start, int64_t *index) {
  int64_t at = 0;
  for (int k = w->rank - 1; k >= 0; k--) {
    index[k] = start % w->size[k];
    start /= w->size[k];
    at += index[k] * w->stride[k];
  }
  return at;
}

/* Steps over the innermost axis, which has been read to its end. */
static int64_t walk_carry(const Walk *w, int64_t at, int64_t *index) {
  int k = w->rank - 1;
  at -= index[k] * w->stride[k];
  index[k] = 0;
  for (k--; k >= 0; k--) {
    at += w->stride[k];
    if (++index[k] < w->size[k]) break;
    at -= w->size[k] * w->stride[k];
    index[k] = 0;
  }
  return at;
}

static void copy_from(int64_t n, real *y, const real *x, int64_t stride) {
  if (stride == 1)
    memcpy(y, x, (size_t)n * sizeof(real));
  else
    for (int64_t i = 0; i < n; i++) y[i] = x[i * stride];
}

static void copy_to(int64_t n, real *y, int64_t stride, const real *x) {
  if (stride == 1)
    memcpy(y, x, (size_t)n * sizeof(real));
  else
    for (int64_t i = 0; i < n; i++) y[i * stride] = x[i];
}

void walk_pack(const Walk *w, const real *x, int64_t start, int64_t n,
               real *y) {
  if (n <= 0) return;
  int64_t index[MAX_DIMS], at = walk_seek(w, start, index);
  int last = w->rank - 1;
  while (n > 0) {
    int64_t run = w->size[last] - index[last];
    if (run > n) run = n;
    copy_from(run, y, x + at, w->stride[last]);
    y += run;
    n -= run;
    at += run * w->stride[last];
    index[last] += run;
    if (index[last] == w->size[last]) at = walk_carry(w, at, index);
  }
}

void walk_unpack(const Walk *w, real *y, int64_t start, int64_t n,
                 const real *x) {
  if (n <= 0) return;
  int64_t index[MAX_DIMS], at = walk_seek(w, start, index);
  int last = w->rank - 1;
  while (n > 0) {
    int64_t run = w->size[last] - index[last];
    if (run > n) run = n;
    copy_to(run, y + at, w->stride[last], x);
    x += run;
    n -= run;
    at += run * w->stride[last];
    index[last] += run;
    if (index[last] == w->size[last]) at = walk_carry(w, at, index);
  }
}
