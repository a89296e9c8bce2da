/* Convolution as it is defined: what the fast kernels are held against, and
 * what serves under LUNETTE_ISA=plain. Contracts as in conv.h, no scratch. */
#ifndef LUNETTE_CONV_PLAIN_H
#define LUNETTE_CONV_PLAIN_H

#include "conv.h"

void conv_plain_forward(const ConvShape *s, real *y, const real *x,
                        const real *w, const real *b);
void conv_plain_input_grad(const ConvShape *s, real *x, const real *g,
                           const real *w, const real *b);
void conv_plain_weight_grad(const ConvShape *s, real *w, const real *x,
                            const real *g);

#endif
