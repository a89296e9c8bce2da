/* The convolution where y has few pixels: a plain product of patches, as there
 * the time goes into reading the weights, which are read once, as they lie. Its
 * gradient in x is conv_scatter.h's. */
#ifndef LUNETTE_CONV_FEW_H
#define LUNETTE_CONV_FEW_H

#include "conv.h"

bool few_takes(const ConvShape *s);
size_t few_scratch(const ConvShape *s);
void few_forward(const ConvShape *s, real *y, const real *x, const real *w,
                 const real *b);

#endif
