/* Products of patches of a slab, which are the wide side of tiles, by packed
 * panels: what the convolution and its gradients are made of. */
#ifndef LUNETTE_CONV_TILE_H
#define LUNETTE_CONV_TILE_H

#include "../gemm.h"
#include "patch.h"

/* c[j * c_row + i] (+)= the sum over s of slab[base[s] + offset of i in the
 * windows] narrow(s, j), i < lanes, j < rows. At most a tile's lanes; rows in
 * panels that are `panel` apart, in which (s, j) stands at s * step + j * row:
 * packed ones in bfloat16. */
typedef struct ConvTile {
  const GemmTile *tile;
  bool bf16, add;
  int64_t steps, lanes, rows;
  const real *slab;
  const int64_t *base;
  const Window *windows;
  real *patches; /* room for a panel of the wide side */
  const real *narrow;
  int64_t panel, step, row;
  real *c;
  int64_t c_row;
} ConvTile;

void conv_tile(const ConvTile *t);

#endif
