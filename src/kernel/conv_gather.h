/* The convolution and its gradient in x as one computation.
 *
 * Both make `to` channels out of `from` channels: every pixel of the result is
 * a sum over taps, each a channel and a fixed shift. A strided convolution
 * splits its source into the planes of pixels that are a stride apart, so that
 * in a plane neighbours stay neighbours; the gradient of one joins its result
 * of such planes (phases), each with its own taps. */
#ifndef LUNETTE_CONV_GATHER_H
#define LUNETTE_CONV_GATHER_H

#include "../gemm.h"
#include "blocks.h"
#include "conv.h"

typedef struct Tap {
  int64_t offset, kernel; /* in a channel of the slab; in the kernel */
} Tap;

typedef struct Phase {
  int64_t at[3];
  int64_t tap, taps; /* its taps, among all */
  int64_t weights;   /* where its packed weights begin */
} Phase;

/* Byte offsets in scratch of what a task keeps there. */
typedef struct GatherScratch {
  size_t base, windows, segments, slab, rows, panels, sums, joined, size;
} GatherScratch;

/* The source is x or, backward, y of ConvShape, the result the other one. */
typedef struct Gather {
  int64_t n, groups, from, to; /* from and to: channels in a group */
  int64_t src[3], dst[3];      /* sizes of the source and of the result */
  int64_t split[3], join[3];   /* planes of the source, phases of the result */
  int64_t kernel[3], dilation[3], padding[3];
  bool backward, bf16;
  int64_t low[3], halo[3];       /* the least shift, and the span of shifts */
  int64_t w_from, w_to, w_group; /* strides of the weight */

  int64_t phases, taps, most_taps;
  bool direct;  /* few channels: no panels */
  bool as_lies; /* the weight: it is not packed */
  GemmTile tile;
  Blocks blocks;
  int64_t cell[3], plane, channel; /* the slab: extents, and their products */
  int64_t from_block, to_block;    /* channels that a task takes at a time */
  int64_t to_blocks, panels; /* of all channels of the result in a group */
  int64_t depth;             /* steps of a product, at most */
  int64_t lanes, sum_row;    /* pixels of a task's sums, and their row */

  /* bytes that all tasks share, at the head of the caller's scratch: tables
   * (packed), then weights; a task's own begin as far into its thread's. */
  size_t shared, packed;
  GatherScratch at;
} Gather;

void gather_plan(Gather *p, const ConvShape *s, ConvPart part);
void gather_run(const Gather *p, real *y, const real *x, const real *w,
                const real *b);

#endif
