/* What runs a pointwise row: y[i] = f(x[i], ...), inputs broadcast against each
 * other. The row has a loop over contiguous reals (Op.loop); here strides are
 * walked and the work is shared among threads, for all of them. */
#ifndef LUNETTE_PASS_H
#define LUNETTE_PASS_H

#include "../notation.h"

bool pass_infer(Call *c);
void pass_forward(Call *c);

/* Forward by a loop that is not the row's. The loop is given NULL for an input
 * that was left out. */
void pass_run(Call *c, Loop loop);

/* In a rule: sets gx[k] to g, of the result's shape, summed over what input k
 * was broadcast along. */
void pass_give(const Call *c, Tensor **gx, int k, Tensor *g);

#define POINTWISE \
  .infer = pass_infer, .forward = pass_forward, .flags = OP_STRIDED
/* A mask of masks. */
#define OF_MASKS \
  .infer = pass_infer, .forward = pass_forward, \
  .flags = OP_STRIDED | OP_OF_MASKS
/* 1 where something holds, else 0. */
#define MASKING \
  .infer = pass_infer, .forward = pass_forward, .flags = OP_STRIDED | OP_MASK

#endif
