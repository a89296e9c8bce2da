/* Random numbers by counter: Philox4x32-10 (Salmon et al., SC 2011).
 *
 * Number i of a call depends on the seed and the counter alone, so any number
 * of threads gives the same. Uniforms and integers are the same on every
 * machine; normals may differ in the last bits between instruction sets. */
#ifndef LUNETTE_RNG_H
#define LUNETTE_RNG_H

#include "real.h"

/* counter: blocks of four words used so far; every call moves it on. */
typedef struct Rng {
  uint64_t seed, counter;
} Rng;

void rng_seed(Rng *rng, uint64_t seed);
void rng_uniform(Rng *rng, int64_t n, real *y); /* [0, 1) */
void rng_normal(Rng *rng, int64_t n, real *y);  /* mean 0, deviation 1 */
/* Whole numbers low .. high, both included. */
void rng_integers(Rng *rng, int64_t low, int64_t high, int64_t n, real *y);
void rng_permutation(Rng *rng, int64_t n, real *y); /* of 0 .. n - 1 */

#endif
