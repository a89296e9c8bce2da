/* Convolution over up to three spatial dimensions, and its two gradients.
 *
 * The three are the partials of one trilinear form: each takes two of
 *   x: n, groups c, x[0..2]
 *   w: groups k, c, w[0..2]
 *   y: n, groups k, y[0..2]
 * and makes the third; all are contiguous. Fewer spatial dimensions are sizes
 * of 1. y at p reads x at p stride - padding + r dilation for r in the kernel,
 * zero where that lies outside; y's sizes are free, as asymmetric padding and
 * transposed convolution need.
 *
 * Patches of x are read where they lie in a padded piece of it, or packed panel
 * by panel: there is no im2col buffer. Results do not depend on the number of
 * threads. The caller reserves scratch first (pool_reserve), then nothing can
 * fail. */
#ifndef LUNETTE_CONV_H
#define LUNETTE_CONV_H

#include <stdbool.h>
#include <stddef.h>

#include "../real.h"

typedef struct ConvShape {
  int64_t n, groups, c, k; /* c and k: channels of x and y in a group */
  int64_t x[3], w[3], y[3];
  int64_t stride[3], padding[3], dilation[3];
  bool bf16; /* the two that are taken are rounded to it, see bf16.h */
} ConvShape;

typedef enum ConvPart {
  CONV_FORWARD,
  CONV_INPUT_GRAD, /* also the transposed convolution */
  CONV_WEIGHT_GRAD
} ConvPart;

/* Bytes of scratch that each worker needs. */
size_t conv_scratch(const ConvShape *s, ConvPart part);

/* b: groups k, or NULL; added to every y. */
void conv_forward(const ConvShape *s, real *y, const real *x, const real *w,
                  const real *b);
/* b: groups c, or NULL; added to every x. */
void conv_input_grad(const ConvShape *s, real *x, const real *g, const real *w,
                     const real *b);
void conv_weight_grad(const ConvShape *s, real *w, const real *x,
                      const real *g);

#endif
