#include "indices.h"

#include <inttypes.h>
#include <math.h>

#include "../walk.h"

bool indices_reach(int64_t size) {
  return (double)size <= REAL_WHOLE ||
         error_set("%" PRId64 " elements are too many for indices in tensors",
                   size);
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
    for (int64_t i = 0; i < n; i++)
      if (!(block[i] >= 1 && (double)block[i] <= (double)size) ||
          (double)block[i] != floor((double)block[i]))
        return error_set("index %.9g (element %" PRId64 ") of a dimension of "
                         "size %" PRId64 "%s", (double)block[i], at + i + 1,
                         size, block[i] == 0 ? "; indices count from 1 (masks go to "
                         "where, masked_fill and masked_select)" : "");
  }
  return true;
}
