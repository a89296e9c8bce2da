/* The gradient of a convolution in its input (a transposed convolution) as a
 * product, then a sum: every pixel of the source, through the weight as it
 * lies, is a patch of the result, and patches that overlap are added. Nothing
 * is packed, which pays where a weight meets few pixels, and where a result has
 * so few channels that panels would hold next to nothing. */
#ifndef LUNETTE_CONV_SCATTER_H
#define LUNETTE_CONV_SCATTER_H

#include "conv.h"

bool scatter_takes(const ConvShape *s, ConvPart part);
size_t scatter_scratch(const ConvShape *s);
/* As conv_input_grad. */
void scatter_run(const ConvShape *s, real *x, const real *g, const real *w,
                 const real *b);

#endif
