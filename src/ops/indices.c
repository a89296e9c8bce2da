#include "indices.h"

#include <inttypes.h>

#include "../pool.h"
#include "../walk.h"

bool indices_reach(int64_t size) {
  return size <= (int64_t)REAL_WHOLE ||
         error_set("%" PRId64 " elements are too many for indices in tensors",
                   size);
}

#if REAL_IS_DOUBLE
typedef int64_t Whole;
#else
typedef int32_t Whole; /* holds all indices, and comes in vectors */
#endif

static inline bool is_index(real v, real size) {
  int inside = (v >= 1) & (v <= size);
  real safe = inside ? v : 1; /* what a Whole holds */
  return inside & ((real)(Whole)safe == v);
}

/* The first of n that is none, or n. */
static int64_t first_wrong(const real *v, int64_t n, real size) {
  int all = 1;
  int64_t at = 0;
  for (int64_t i = 0; i < n; i++) all &= is_index(v[i], size);
  if (all) return n;
  while (is_index(v[at], size)) at++;
  return at;
}

bool indices_check(const Tensor *index, int64_t size) {
  enum { BLOCK = 256 };
  real block[BLOCK];
  Walk w;
  walk_open(&w, &index->shape, index->stride);
  if (!indices_reach(size)) return false;
  if (index->store->mask)
    return error_set("indices are wanted, this is a mask of 0 and 1; "
                     "x[mask] and nonzero take one");
  for (int64_t at = 0; at < w.count; at += BLOCK) {
    int64_t n = w.count - at < BLOCK ? w.count - at : BLOCK;
    walk_pack(&w, tensor_data(index), at, n, block);
    int64_t i = first_wrong(block, n, (real)size);
    if (i < n)
      return error_set("index %.9g (element %" PRId64 ") of a dimension of "
                       "size %" PRId64 "%s",
                       (double)block[i], at + i + 1, size,
                       block[i] == 0 ? "; indices count from 1 (a mask of 0 "
                                       "and 1 is m:ne(0))"
                                     : "");
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
