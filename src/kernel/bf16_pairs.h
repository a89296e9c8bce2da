/* What packs for instructions that multiply pairs of bfloat16 (bf16.h):
 * AVX512-BF16 and AMX. Numbers below 2^-126 are 0 to them.
 *
 * Compact are the bfloat16 of a buffer one after another, from where it starts.
 * A sealed panel holds steps in pairs: step s of row i is number
 * (s / 2 * step + i) * 2 + s % 2 of its bfloat16. Odd steps are followed by a
 * step of zeros. */
#ifndef LUNETTE_BF16_PAIRS_H
#define LUNETTE_BF16_PAIRS_H

#include "../gemm.h"
#include "patch.h"

typedef struct Bf16Pairs {
  /* As those of Bf16Loops. */
  void (*round)(int64_t n, real *x);
  void (*compact)(int64_t n, real *x);
  void (*pack)(const real *src, const int64_t *base, int64_t steps,
               const Window *w, int64_t windows, real *panel, int64_t step);
  GemmSeal seal; /* of either side */
} Bf16Pairs;

/* Not in double; the second where bf16_avx512 finds it. */
extern const Bf16Pairs bf16_pairs_plain, bf16_pairs_avx512;

#endif
