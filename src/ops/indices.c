#include "indices.h"

#include <inttypes.h>

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
  for (int64_t at = 0; at < w.count; at += BLOCK) {
    int64_t n = w.count - at < BLOCK ? w.count - at : BLOCK;
    walk_pack(&w, tensor_data(index), at, n, block);
    int64_t i = first_wrong(block, n, (real)size);
    if (i < n)
      return error_set("index %.9g (element %" PRId64 ") of a dimension of "
                       "size %" PRId64 "%s",
                       (double)block[i], at + i + 1, size,
                       block[i] == 0 ? "; indices count from 1 (masks go to "
                                       "where, masked_fill and masked_select)"
                                     : "");
  }
  return true;
}
