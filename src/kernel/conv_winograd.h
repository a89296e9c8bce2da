/* The convolution by kernels of 3 x 3 or 4 x 4 with a stride of 1, or of 4 x 4
 * with one of 2, and its gradient in x in fewer products: winograd.h, tile of
 * 2 x 2 pixels by tile. A kernel of 4 x 4 is four of 2 x 2, its planes: its
 * quarters or, with a stride of 2, every other tap, which meets every other
 * pixel of x; backward there every other pixel of the result has its own.
 *
 * Against double it is as exact as the sums of all products are (docs/design.md
 * has the figures): runs of terms are summed apart, which makes up for what the
 * maps add. An output is made of the pixels that its kernel covers, and no NaN
 * spreads further; an infinity becomes one. */
#ifndef LUNETTE_CONV_WINOGRAD_H
#define LUNETTE_CONV_WINOGRAD_H

#include "blocks.h"
#include "conv.h"
#include "winograd.h"

/* Byte offsets in scratch of what a task keeps there. */
typedef struct WinogradScratch {
  size_t weights, tiles, windows, segments, rows, slab, pixels, source, sums,
      totals, made, size;
} WinogradScratch;

/* The source is x or, backward, y of ConvShape, the result the other one. */
typedef struct Winograd {
  const WinogradMaps *maps;
  int64_t elements;       /* of a square of maps->side */
  int64_t n, from, to;    /* channels */
  int64_t src[2], dst[2]; /* sizes of the source and of the result */
  int64_t padding[2], kernel;
  int64_t halo;          /* pixels of the source beyond those of its tiles */
  int64_t phases, apart; /* planes along an axis; taps between their first */
  int64_t split, join;   /* a plane of the source, of the result: one of so many
                           pixels along an axis */
  int64_t inner, outer;  /* planes of a channel of the source, of the result */
  int64_t w_from, w_to;  /* strides of the weight */
  bool backward;

  Blocks blocks; /* of tiles */
  int64_t cells; /* pixels along a tile of the source */
  /* the slab, in columns of tiles: of an image, of a row of all, of a plane of
   * them, of a channel */
  int64_t pitch, row, plane, channel;
  int64_t from_block, from_blocks; /* channels that are summed at a time */
  int64_t to_block, to_blocks;     /* those of a task */
  int64_t panels;                  /* those that a task's channels make */
  int64_t weights;                 /* of a block of each, in reals */
  bool own;                        /* each task makes the weights it needs */
  int64_t source_step, sum_step;   /* between elements */

  /* bytes of the weights, where all tasks share them, at the head of the
   * caller's scratch; a task's own begin as far into its thread's */
  size_t shared;
  WinogradScratch at;
} Winograd;

/* The maps by which it is faster than by all products, or NULL. */
const WinogradMaps *winograd_maps(const ConvShape *s, ConvPart part);
void winograd_plan(Winograd *p, const ConvShape *s, ConvPart part);
void winograd_run(const Winograd *p, real *y, const real *x, const real *w,
                  const real *b);

#endif
