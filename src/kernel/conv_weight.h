/* The gradient of a convolution in its weights. */
#ifndef LUNETTE_CONV_WEIGHT_H
#define LUNETTE_CONV_WEIGHT_H

#include "../gemm.h"
#include "blocks.h"
#include "conv.h"

/* Byte offsets in scratch of what a task keeps there. */
typedef struct WeightScratch {
  size_t base, windows, slab, patches, cotangents, size;
} WeightScratch;

typedef struct Weight {
  const ConvShape *s;
  GemmTile tile;
  Blocks blocks;
  bool patches_wide; /* which side of a tile the patches are */
  int64_t taps, extent[3];
  int64_t patch_tile, patch_step, k_tile, k_step; /* panels of the two sides */
  GemmSeal k_seal;
  int64_t c_block, c_blocks, tap_block, tap_blocks, k_block, k_blocks;
  int64_t rows, tiles; /* patch rows in a tile; tiles in all, of all groups */
  int64_t slots, slot_blocks, round_blocks;
  int64_t sum_row, sum_tile;
  size_t shared;
  WeightScratch at;
} Weight;

void weight_plan(Weight *p, const ConvShape *s);
void weight_run(const Weight *p, real *w, const real *x, const real *g);

#endif
