/* A tile of sums from packed panels of reals, of which not all are wanted. */
#ifndef LUNETTE_FEW_H
#define LUNETTE_FEW_H

#include "../gemm.h"
#include "kernel.h"
#include "patch.h"

/* d has the wide panel as src and the narrow one as w. The micro-kernel makes a
 * whole tile (of AVX-512: 12 rows, where 64 channels leave 4 for the last); up
 * to two thirds of it, loops that make the wanted rows alone are faster. */
static inline void few_or_all(const GemmTile *tile, bool bf16, Direct *d) {
  d->n = tile->wide;
  d->src_step = tile->wide_step;
  d->w_step = tile->narrow_step;
  if (!bf16 && d->outputs * 3 <= tile->narrow * 2) kernels->patch->direct(d);
  else tile->run(d->steps, d->src, d->w, d->add, d->c, d->c_row);
}

#endif
