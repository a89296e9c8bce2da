/* The convolution and its gradient in x where y has few pixels: plain products,
 * as there the time goes into reading the weights, which are read once, as they
 * lie. */
#ifndef LUNETTE_CONV_FEW_H
#define LUNETTE_CONV_FEW_H

#include "conv.h"

bool few_takes(const ConvShape *s, ConvPart part);
size_t few_scratch(const ConvShape *s);
void few_forward(const ConvShape *s, real *y, const real *x, const real *w,
                 const real *b);
void few_input_grad(const ConvShape *s, real *x, const real *g, const real *w,
                    const real *b);

#endif
