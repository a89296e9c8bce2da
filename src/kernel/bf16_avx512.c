/* See bf16.h. A sealed panel holds steps in pairs, as the instruction takes
 * them: step s of row i is number (s / 2 * step + i) * 2 + s % 2 of its
 * bfloat16. Odd steps are followed by a step of zeros. */
#include "bf16.h"

#if defined __AVX512BF16__ && !REAL_IS_DOUBLE
#include <immintrin.h>

enum { LANES = 16, VECTORS = 2, NARROW = 12 };

static void round_loop(int64_t n, float *x) {
  for (int64_t i = 0; i < n; i += LANES) {
    __mmask16 in = (__mmask16)(n - i < LANES ? (1u << (n - i)) - 1 : 0xffffu);
    __m512 v = _mm512_maskz_loadu_ps(in, x + i);
    __m512i r = _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(v));
    r = _mm512_slli_epi32(r, 16);
    _mm512_mask_storeu_ps(x + i, in, _mm512_castsi512_ps(r));
  }
}

/* The two steps of a pair, lane by lane. Reading runs ahead of writing. */
static void seal(int64_t steps, int64_t step, float *panel) {
  char *to = (char *)panel;
  __m512i order = _mm512_or_si512(
      _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
      _mm512_slli_epi32(_mm512_set_epi32(31, 30, 29, 28, 27, 26, 25, 24, 23, 22,
                                         21, 20, 19, 18, 17, 16), 16));
  for (int64_t s = 0; s < steps; s += 2, to += step * 4)
    for (int64_t i = 0; i < step; i += LANES) {
      __mmask16 in =
          (__mmask16)(step - i < LANES ? (1u << (step - i)) - 1 : 0xffffu);
      __mmask16 next = s + 1 < steps ? in : 0;
      const float *x = panel + s * step + i;
      __m512 a = _mm512_maskz_loadu_ps(in, x);
      __m512 b = _mm512_maskz_loadu_ps(next, x + step);
      __m512i both = (__m512i)_mm512_cvtne2ps_pbh(b, a);
      _mm512_mask_storeu_epi32(to + i * 4, in,
                               _mm512_permutexvar_epi16(order, both));
    }
}

static void tile(int64_t steps, const float *wide, const float *narrow,
                 bool add, float *c, int64_t c_row) {
  const char *a = (const char *)wide, *b = (const char *)narrow;
  __m512 sum[NARROW][VECTORS];
#pragma GCC unroll 12
  for (int j = 0; j < NARROW; j++)
    sum[j][0] = sum[j][1] = _mm512_setzero_ps();
  for (int64_t s = 0; s < steps; s += 2, a += 128, b += 4 * NARROW) {
    __m512bh first = (__m512bh)_mm512_loadu_si512(a);
    __m512bh second = (__m512bh)_mm512_loadu_si512(a + 64);
#pragma GCC unroll 12
    for (int j = 0; j < NARROW; j++) {
      int pair;
      memcpy(&pair, b + 4 * j, sizeof pair);
      __m512bh both = (__m512bh)_mm512_set1_epi32(pair);
      sum[j][0] = _mm512_dpbf16_ps(sum[j][0], first, both);
      sum[j][1] = _mm512_dpbf16_ps(sum[j][1], second, both);
    }
  }
#pragma GCC unroll 12
  for (int j = 0; j < NARROW; j++)
    for (int v = 0; v < VECTORS; v++) {
      float *y = c + j * c_row + v * LANES;
      __m512 old = add ? _mm512_loadu_ps(y) : _mm512_setzero_ps();
      _mm512_storeu_ps(y, _mm512_add_ps(old, sum[j][v]));
    }
}

static const Bf16Loops loops = {round_loop, seal, tile};

const Bf16Loops *bf16_avx512(void) {
  return __builtin_cpu_supports("avx512bf16") ? &loops : NULL;
}
#else
const Bf16Loops *bf16_avx512(void) { return NULL; }
#endif
