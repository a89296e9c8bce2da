#include "indices.h"

#include <inttypes.h>

#include "../pool.h"
#include "../walk.h"

bool indices_reach(int64_t size) {
  return size <= (int64_t)REAL_WHOLE ||
         error_set("%" PRId64 " elements are too many for indices in tensors",
                   size);
}

/* Refuses the first of n that is none; `before` others have been looked at. */
static bool refuse_first(const real *v, int64_t n, int64_t before,
                         int64_t size) {
  int64_t i = 0;
  while (i < n - 1 && kernels->are_indices(1, v + i, (real)size)) i++;
  return error_set("index %.9g (element %" PRId64 ") of a dimension of size "
                   "%" PRId64 "%s",
                   (double)v[i], before + i + 1, size,
                   v[i] == 0 ? "; indices count from 1 (a mask of 0 and 1 is "
                               "m:ne(0))"
                             : "");
}

bool indices_check(const Tensor *index, int64_t size) {
  real block[INDICES_SOME];
  const real *v = tensor_data(index);
  Walk w;
  walk_open(&w, &index->shape, index->stride);
  bool flat = walk_flat(&w);
  if (!indices_reach(size)) return false;
  if (index->store->mask)
    return error_set("indices are wanted, this is a mask of 0 and 1; "
                     "x[mask] and nonzero take one");
  for (int64_t at = 0, n; at < w.count; at += n) {
    n = flat || w.count - at < INDICES_SOME ? w.count - at : INDICES_SOME;
    if (!flat) walk_pack(&w, v, at, n, block);
    const real *some = flat ? v : block;
    if (!kernels->are_indices(n, some, (real)size))
      return refuse_first(some, n, at, size);
  }
  return true;
}

Tensor *indices_from_front(Tensor *index, int64_t size) {
  Tensor *from = tensor_contiguous(index);
  const real *v = from ? tensor_data(from) : NULL;
  int64_t n = from ? tensor_count(from) : 0;
  int negative = 0;
  for (int64_t i = 0; i < n; i++) negative |= v[i] < 0;
  if (!negative) return from ? index : NULL;
  Tensor *above = t_shift(index, (double)size + 1);
  return t_where(t_gt(t_number(0), index), above, index);
}

/* ---- sums ---- */

size_t sums_bytes(const Call *c) {
  enum { MANY = 64 };
  int64_t all = tensor_count(c->y);
  bool crowded = !REAL_IS_DOUBLE && tensor_count(c->x[c->n - 1]) / MANY > all;
  return crowded ? (size_t)all * sizeof(double) : 0;
}

Sums sums_open(const Call *c) {
  Sums s = {tensor_data(c->y), sums_bytes(c) > 0 ? pool_scratch() : NULL};
  tensor_pack(c->x[0], s.y);
  for (int64_t i = 0; s.sum && i < tensor_count(c->y); i++)
    s.sum[i] = (double)s.y[i];
  return s;
}

void sums_close(const Call *c, const Sums *s) {
  for (int64_t i = 0; s->sum && i < tensor_count(c->y); i++)
    s->y[i] = (real)s->sum[i];
}
