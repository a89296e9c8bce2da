/* Convolution channel by channel (groups of one channel, depthwise), where its
 * panels would hold next to nothing: sums over taps of a plane as it lies.
 * Strides are taken by the convolution and the gradient in its weights. */
#ifndef LUNETTE_CONV_DEPTH_H
#define LUNETTE_CONV_DEPTH_H

#include "blocks.h"
#include "conv.h"

/* Byte offsets in scratch of what a task keeps there. */
typedef struct DepthScratch {
  size_t base, weight, slab, flat, size;
} DepthScratch;

/* The source is x or, for the gradient in it, y of ConvShape; the other one is
 * the result, or what the weights' gradient is summed over. */
typedef struct Depth {
  const ConvShape *s;
  bool backward;
  int64_t planes, taps; /* planes: images by channels */
  int64_t src[3], dst[3], stride[3];
  int64_t low[3]; /* where in the source the first pixel's window starts */
  Blocks blocks;  /* of a plane */
  int64_t extent[3], pitch; /* the slab's, and a row of it, split in phases */
  size_t shared;            /* bytes that all tasks share, at the head */
  DepthScratch at;
} Depth;

bool depth_takes(const ConvShape *s, ConvPart part);
void depth_plan(Depth *p, const ConvShape *s, ConvPart part);
/* y and b as in conv_forward, or x and b as in conv_input_grad. */
void depth_run(const Depth *p, real *y, const real *x, const real *w,
               const real *b);
void depth_weight(const Depth *p, real *w, const real *x, const real *g);

#endif
