/* The linear maps of Winograd's F(2 x 2, r x r), r 3 or 2, lane by lane (Lavin
 * and Gray, arXiv 1509.09308, section 4.1): 2 x 2 pixels of a result are
 *   A^T [(G w G^T) (B^T d B)] A
 * of a kernel w of r x r and of the square d of r + 1 pixels a side that they
 * see, the product element by element: 16 products take the place of 36, or 9
 * that of 16. The gradient in w is, of the result's cotangent g,
 *   G^T [(A g A^T) (B^T d B)] G. */
#ifndef LUNETTE_WINOGRAD_H
#define LUNETTE_WINOGRAD_H

#include "../real.h"

enum { WINOGRAD_MOST = 16 /* elements of a square, at most */ };

/* Element e of the result, of lane l, is y[to[e] + l]; of what is mapped,
 * x[from[e] + l]. Elements are in row-major order; n, the number of lanes, is
 * at least PATCH_LANES. */
typedef void (*WinogradMap)(int64_t n, const real *x, const int64_t *from,
                            real *y, const int64_t *to);

typedef struct WinogradMaps {
  int64_t taps, side;    /* r and r + 1 */
  WinogradMap kernel;    /* G w G^T */
  WinogradMap source;    /* B^T d B */
  WinogradMap result;    /* A^T m A */
  WinogradMap cotangent; /* A g A^T */
  WinogradMap weight;    /* G^T m G */
} WinogradMaps;

typedef struct WinogradLoops {
  WinogradMaps three, two; /* by their taps */
} WinogradLoops;

#endif
