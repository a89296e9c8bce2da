/* The convolution by kernels of 3 x 3, pixel by pixel, and its gradient in x
 * in fewer products: winograd.h, tile of 2 x 2 pixels by tile.
 *
 * Against double it is as exact as the sums of all products: it adds 4 of
 * every 9 terms, and runs of at most DEPTH channels are summed apart. An
 * output depends on the 3 x 3 pixels of its own alone, so that no NaN spreads
 * further. */
#ifndef LUNETTE_CONV_WINOGRAD_H
#define LUNETTE_CONV_WINOGRAD_H

#include "blocks.h"
#include "conv.h"

/* Byte offsets in scratch of what a task keeps there. */
typedef struct WinogradScratch {
  size_t windows, segments, rows, slab, pixels, source, sums, made, size;
} WinogradScratch;

/* The source is x or, backward, y of ConvShape, the result the other one. */
typedef struct Winograd {
  int64_t n, from, to;    /* channels */
  int64_t src[2], dst[2]; /* sizes of the source and of the result */
  int64_t low[2];         /* the least shift */
  int64_t w_from, w_to;   /* strides of the weight */
  bool backward;

  Blocks blocks;                   /* of tiles */
  int64_t pitch, plane, channel;   /* the slab, in columns of tiles */
  int64_t from_block, from_blocks; /* channels that are summed at a time */
  int64_t to_block, to_blocks;     /* those of a task */
  int64_t panels;                  /* of all channels of the result */
  int64_t source_step, sum_step;   /* between elements of 4 x 4 */

  /* bytes of the weights that all tasks share, at the head of the caller's
   * scratch; a task's own begin as far into its thread's */
  size_t shared;
  WinogradScratch at;
} Winograd;

/* Is it faster than all products? */
bool winograd_takes(const ConvShape *s, ConvPart part);
void winograd_plan(Winograd *p, const ConvShape *s, ConvPart part);
void winograd_run(const Winograd *p, real *y, const real *x, const real *w,
                  const real *b);

#endif
