/* Discrete Fourier transforms of any length n in O(n log n), of several lines
 * at once: y_k = sum over j of x_j exp(-2 pi i j k / n). What goes the other
 * way has the real and the imaginary parts exchanged before and after.
 *
 * A length whose prime factors are small is done in passes, one for each factor
 * (Stockham's order: nothing is moved but by the passes). Any other is written
 * as a convolution of a power of 2 (Bluestein, "A linear filtering approach to
 * the computation of the discrete Fourier transform", 1970). */
#ifndef LUNETTE_FOURIER_H
#define LUNETTE_FOURIER_H

#include <stddef.h>

#include "../real.h"

/* Beyond this a prime factor takes longer than a convolution. */
enum { FOURIER_LARGEST = 61 };

/* Complex numbers: element i of line l stands at [i * lanes + l] of both. */
typedef struct Split {
  real *re, *im;
} Split;

/* Of radix * m * span numbers x, for p < m, j < radix, q < span:
 *   y[(radix p + j) span + q] =
 *     sum over k < radix of x[(p + k m) span + q] root(j k m + p j)
 * with root(i) = exp(-2 pi i / (radix m)), element i * step of the roots. */
typedef struct FourierPass {
  int64_t radix, m, span, step;
  Split root, x, y;
} FourierPass;

typedef struct FourierLoops {
  void (*pass)(const FourierPass *p);
} FourierLoops;

extern const FourierLoops fourier_plain;

enum { FOURIER_FACTORS = 64 };

typedef struct Fourier {
  int64_t n;    /* the length of a line */
  int64_t size; /* and of what the passes take: room is needed for it */
  int factors;
  int64_t factor[FOURIER_FACTORS];
  Split root;          /* size */
  Split chirp, filter; /* n and size of Bluestein's; NULL without */
} Fourier;

/* The plan of a length from 1; its tables are still to be filled. */
Fourier fourier_plan(int64_t n);

/* Numbers of room that the tables take. */
int64_t fourier_table(const Fourier *f);

/* Fills the tables; work: 4 size numbers. */
void fourier_open(Fourier *f, real *table, real *work);

/* Transforms `lanes` lines, n elements of x; x and spare have room for size.
 * The result stands in one of the two, what is left in them is lost. */
Split fourier_run(const Fourier *f, int64_t lanes, Split x, Split spare);

/* exp(-2 pi i k / n) for k < count. */
void fourier_roots(int64_t n, int64_t count, Split root);

#endif
