/* bfloat16: a float's sign, exponent and first seven bits of fraction.
 *
 * Convolutions and matrix products can take their factors rounded to it, to
 * the nearest, ties to even, and sum in float. Where the processor multiplies
 * pairs of them itself it is faster, and takes numbers below 2^-126 for zero:
 * AMX (not under LUNETTE_ISA) or AVX512-BF16 (nor under another than avx512).
 * LUNETTE_ISA=amx-plain does what AMX does, on any processor, slowly.
 * Elsewhere panels are rounded and multiplied as others are. */
#ifndef LUNETTE_BF16_H
#define LUNETTE_BF16_H

#include <stdbool.h>
#include <string.h>

#include "../gemm.h"
#include "../processor.h"
#include "patch.h"

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

typedef struct Bf16Loops {
  const char *name; /* "amx", "avx512_bf16", "amx-plain"; NULL: rounded */
  void (*round)(int64_t n, real *x); /* in place */
  /* What convolutions pack patches from: x is rounded in place, to what `pack`
   * alone can read, whose contract is PatchLoops.pack's; it leaves the panel
   * sealed, which is a wide one where tiles are square. */
  void (*compact)(int64_t n, real *x);
  void (*pack)(const real *src, const int64_t *base, int64_t steps,
               const Window *w, int64_t windows, real *panel, int64_t step);
  /* As gemm_tile_sizes: a tile whose seals round. */
  void (*tile_sizes)(GemmTile *t);
} Bf16Loops;

/* The loops chosen, or what is there in their place, which is then the choice;
 * those that round where there is nothing. */
const Bf16Loops *bf16_choose(Chosen *choice);
/* NULL where the compiler lacks the instructions, the system refuses tiles, and
 * in double; to be asked on processors that have them. */
const Bf16Loops *bf16_amx(void);
const Bf16Loops *bf16_avx512(void);
const Bf16Loops *bf16_amx_plain(void); /* NULL in double */

#endif
