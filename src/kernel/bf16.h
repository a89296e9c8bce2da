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
#include "patch.h"

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

/* What convolutions pack patches from: x is rounded in place, to what bf16_pack
 * alone can read, whose contract is PatchLoops.pack's; it leaves the panel
 * sealed. */
void bf16_compact(int64_t n, real *x);
void bf16_pack(const real *src, const int64_t *base, int64_t steps,
               const Window *w, int64_t windows, real *panel, int64_t step);

/* As gemm_tile_sizes: a tile whose seal rounds. */
void bf16_tile_sizes(GemmTile *t);

/* What the processor's instructions give; the tile is 32 by 8. */
typedef struct Bf16Loops {
  void (*round)(int64_t n, real *x);
  void (*compact)(int64_t n, real *x);
  void (*pack)(const real *src, const int64_t *base, int64_t steps,
               const Window *w, int64_t windows, real *panel, int64_t step);
  void (*seal)(int64_t steps, int64_t lanes, const real *x, int64_t x_step,
               real *panel, int64_t step);
  void (*tile)(int64_t steps, const real *wide, const real *narrow, bool add,
               real *c, int64_t c_row);
} Bf16Loops;

/* NULL where the compiler or the processor lacks the instructions; to be asked
 * on processors with AVX512 only. */
const Bf16Loops *bf16_avx512(void);

#endif
