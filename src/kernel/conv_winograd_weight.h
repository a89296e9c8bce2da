/* The gradient in the weights of the convolutions of conv_winograd.h: tiles of
 * 2 x 2 pixels of y. */
#ifndef LUNETTE_CONV_WINOGRAD_WEIGHT_H
#define LUNETTE_CONV_WINOGRAD_WEIGHT_H

#include "blocks.h"
#include "conv.h"
#include "winograd.h"

/* Byte offsets in scratch of what a task keeps there. */
typedef struct WinogradWeightScratch {
  size_t pixels, g, source, cotangents, sums, taps, size;
} WinogradWeightScratch;

typedef struct WinogradWeight {
  const ConvShape *s;
  const WinogradMaps *maps;
  int64_t elements;      /* of a square of maps->side */
  int64_t stride, halo;  /* pixels of x beyond those of its tiles */
  int64_t phases, apart; /* planes along an axis; taps between their first */
  int64_t planes;        /* in all */
  Blocks blocks;         /* of tiles */
  int64_t extent[2];     /* pixels of x that a block sees, at most */
  int64_t c_block, c_blocks, k_block, k_blocks;
  int64_t parts; /* of dw, blocks of k by blocks of c */
  int64_t slots, slot_blocks;
  int64_t source_step, cotangent_step, sum_step; /* between elements */
  size_t shared;
  WinogradWeightScratch at;
} WinogradWeight;

/* Of shapes that winograd_maps says are faster so. */
void winograd_weight_plan(WinogradWeight *p, const ConvShape *s);
void winograd_weight_run(const WinogradWeight *p, real *w, const real *x,
                         const real *g);

#endif
