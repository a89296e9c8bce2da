/* The linear maps of Winograd's F(2 x 2, 3 x 3), lane by lane (Lavin and Gray,
 * arXiv 1509.09308, section 4.1): 2 x 2 pixels of a result are
 *   A^T [(G w G^T) (B^T d B)] A
 * of a kernel w of 3 x 3 and of the 4 x 4 pixels d that they see, the product
 * element by element. Of m, the sums of such products over channels, 16 take
 * the place of 36. The gradient in w is, of the result's cotangent g,
 *   G^T [(A g A^T) (B^T d B)] G. */
#ifndef LUNETTE_WINOGRAD_H
#define LUNETTE_WINOGRAD_H

#include "../real.h"

enum { WINOGRAD = 16 /* elements of 4 x 4 */ };

/* Element e of the result, of lane l, is y[to[e] + l]; of what is mapped,
 * x[from[e] + l]. Elements are in row-major order; n, the number of lanes, is
 * at least PATCH_LANES. */
typedef void (*WinogradMap)(int64_t n, const real *x, const int64_t *from,
                            real *y, const int64_t *to);

typedef struct WinogradLoops {
  WinogradMap kernel;    /* G w G^T: 3 x 3 to 4 x 4 */
  WinogradMap source;    /* B^T d B: 4 x 4 to 4 x 4 */
  WinogradMap result;    /* A^T m A: 4 x 4 to 2 x 2 */
  WinogradMap cotangent; /* A g A^T: 2 x 2 to 4 x 4 */
  WinogradMap weight;    /* G^T m G: 4 x 4 to 3 x 3 */
} WinogradLoops;

#endif
