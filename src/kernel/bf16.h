/* bfloat16: a float's sign, exponent and first seven bits of fraction.
 *
 * Convolutions and matrix products can take their factors rounded to it, to
 * the nearest, ties to even, and sum in float. Where the processor multiplies
 * such pairs itself (AVX512-BF16) they do so at twice the speed; it takes
 * numbers below 2^-126 for zero. Elsewhere, and under LUNETTE_ISA other than
 * avx512, panels are rounded and BLIS's tile is used. */
#ifndef LUNETTE_BF16_H
#define LUNETTE_BF16_H

#include <stdbool.h>
#include <string.h>

#include "../gemm.h"

/* Whether ops that may are to round; setting returns what it was. Never with
 * REAL_IS_DOUBLE. */
bool bf16_wanted(void);
bool bf16_want(bool on);

/* Whether the processor's own instructions serve. */
bool bf16_native(void);

static inline real bf16_nearest(real x) {
  float f = (float)x;
  uint32_t u;
  memcpy(&u, &f, sizeof u);
  bool nan = (u & 0x7fffffff) > 0x7f800000;
  u = nan ? u | 0x400000 : u + 0x7fff + (u >> 16 & 1);
  u &= 0xffff0000;
  memcpy(&f, &u, sizeof f);
  return (real)f;
}

/* In place. */
void bf16_round(int64_t n, real *x);

/* As gemm_tile_sizes: a tile whose seal rounds. */
void bf16_tile_sizes(GemmTile *t);

/* What the processor's instructions give; the tile is 32 by 12. */
typedef struct Bf16Loops {
  void (*round)(int64_t n, float *x);
  void (*seal)(int64_t steps, int64_t step, float *panel);
  void (*tile)(int64_t steps, const float *wide, const float *narrow, bool add,
               float *c, int64_t c_row);
} Bf16Loops;

/* NULL where the compiler or the processor lacks the instructions; to be asked
 * on processors with AVX512 only. */
const Bf16Loops *bf16_avx512(void);

#endif
