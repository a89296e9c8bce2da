/* Convolution channel by channel (groups of one channel, depthwise), where its
 * panels would hold next to nothing: sums over taps of a plane as it lies. The
 * gradient in x of a strided one makes the pixels of its result that lie a
 * stride apart (a phase) together: each phase has taps of its own. */
#ifndef LUNETTE_CONV_DEPTH_H
#define LUNETTE_CONV_DEPTH_H

#include "blocks.h"
#include "conv.h"

/* Byte offsets: of what tasks share, in the caller's scratch; then of what a
 * task keeps, behind as many bytes in its thread's. */
typedef struct DepthScratch {
  size_t base, order, first, sums, shared;
  size_t weight, slab, flat, joined, size;
} DepthScratch;

/* The source is x or, for the gradient in it, y of ConvShape; the other one is
 * the result, or what the weights' gradient is summed over. */
typedef struct Depth {
  const ConvShape *s;
  bool backward;
  int64_t planes, taps, phases; /* planes: images by channels */
  int64_t src[3], dst[3], stride[3];
  int64_t join[3]; /* phases of the result */
  int64_t low[3];  /* where in the source the first pixel's window starts */
  Blocks blocks;   /* of the pixels of a phase */
  int64_t extent[3], pitch; /* the slab's, and a row of it, split by strides */
  int64_t lanes;            /* of a phase's sums */
  DepthScratch at;
} Depth;

bool depth_takes(const ConvShape *s, ConvPart part);
void depth_plan(Depth *p, const ConvShape *s, ConvPart part);
size_t depth_scratch(const Depth *p);
/* y and b as in conv_forward, or x and b as in conv_input_grad. */
void depth_run(const Depth *p, real *y, const real *x, const real *w,
               const real *b);
void depth_weight(const Depth *p, real *w, const real *x, const real *g);

#endif
