/* See bf16.h; panels are bf16_pairs.h's. */
#include "bf16.h"
#include "bf16_pairs.h"

#if defined __AVX512BF16__ && !REAL_IS_DOUBLE
#include <immintrin.h>

enum { LANES = 16, VECTORS = 2, NARROW = 8 };

/* The first n lanes; none below 1. */
static inline __mmask16 first(int64_t n) {
  return (__mmask16)(n >= LANES ? 0xffffu : n > 0 ? (1u << n) - 1 : 0u);
}

static void round_loop(int64_t n, float *x) {
  for (int64_t i = 0; i < n; i += LANES) {
    __mmask16 in = first(n - i);
    __m512 v = _mm512_maskz_loadu_ps(in, x + i);
    __m512i r = _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(v));
    r = _mm512_slli_epi32(r, 16);
    _mm512_mask_storeu_ps(x + i, in, _mm512_castsi512_ps(r));
  }
}

static void compact(int64_t n, float *x) {
  char *to = (char *)x;
  for (int64_t i = 0; i < n; i += LANES, to += 2 * LANES) {
    __mmask16 in = first(n - i);
    __m256i v = (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(in, x + i));
    _mm256_mask_storeu_epi16(to, in, v);
  }
}

/* ---- patches ---- */

/* Which of a window's two stretches lane by lane, for both steps of a pair. */
static __m512i pick_pair(const Window *w) {
  __m512i pick = _mm512_loadu_si512(w->pick);
  __m512i next = _mm512_add_epi32(pick, _mm512_set1_epi32(2 * LANES));
  return _mm512_or_si512(pick, _mm512_slli_epi32(next, 16));
}

static inline __m512i stretches(const uint16_t *x, const Window *w) {
  __m256i a = _mm256_loadu_si256((const void *)(x + w->a));
  __m256i b = _mm256_loadu_si256((const void *)(x + w->b));
  return _mm512_inserti64x4(_mm512_castsi256_si512(a), b, 1);
}

static inline __m512i gathered(const uint16_t *x, const Window *w) {
  uint32_t lane[LANES];
  for (int i = 0; i < LANES; i++) lane[i] = x[w->offset[i]];
  return _mm512_loadu_si512(lane);
}

/* A window of lanes over all steps, a pair at a time. */
static void pack_window(const uint16_t *x, const int64_t *base, int64_t steps,
                        const Window *w, char *to, int64_t step) {
  __m512i pick = pick_pair(w), none = _mm512_setzero_si512();
  int64_t s = 0;
  if (w->two) {
    for (; s + 1 < steps; s += 2, to += step * 4)
      _mm512_storeu_si512(
          to, _mm512_permutex2var_epi16(stretches(x + base[s], w), pick,
                                        stretches(x + base[s + 1], w)));
    if (s < steps)
      _mm512_storeu_si512(
          to, _mm512_permutex2var_epi16(stretches(x + base[s], w), pick, none));
    return;
  }
  for (; s < steps; s += 2, to += step * 4) {
    __m512i next = s + 1 < steps ? gathered(x + base[s + 1], w) : none;
    next = _mm512_slli_epi32(next, 16);
    _mm512_storeu_si512(to, _mm512_or_si512(gathered(x + base[s], w), next));
  }
}

static void pack(const float *src, const int64_t *base, int64_t steps,
                 const Window *w, int64_t windows, float *panel, int64_t step) {
  for (int64_t v = 0; v < windows; v++)
    pack_window((const void *)src, base, steps, w + v,
                (char *)(panel + v * LANES), step);
}

/* ---- panels ---- */

/* The two steps of a pair, lane by lane. Reading runs ahead of writing. */
static void seal(int64_t steps, int64_t lanes, const float *x, int64_t x_step,
                 float *panel, int64_t step) {
  __m512i order = _mm512_or_si512(
      _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
      _mm512_slli_epi32(_mm512_set_epi32(31, 30, 29, 28, 27, 26, 25, 24, 23, 22,
                                         21, 20, 19, 18, 17, 16),
                        16));
  char *to = (char *)panel;
  for (int64_t s = 0; s < steps; s += 2, x += 2 * x_step, to += step * 4)
    for (int64_t i = 0; i < step; i += LANES) {
      __mmask16 in = first(lanes - i), next = s + 1 < steps ? in : 0;
      __m512 a = _mm512_maskz_loadu_ps(in, x + i);
      __m512 b = _mm512_maskz_loadu_ps(next, x + x_step + i);
      __m512i both = (__m512i)_mm512_cvtne2ps_pbh(b, a);
      _mm512_mask_storeu_epi32(to + i * 4, first(step - i),
                               _mm512_permutexvar_epi16(order, both));
    }
}

static void tile(int64_t steps, const float *wide, const float *narrow,
                 int64_t lanes, int64_t rows, bool add, float *c,
                 int64_t c_row) {
  (void)lanes, (void)rows;
  const char *a = (const char *)wide, *b = (const char *)narrow;
  __m512 sum[NARROW][VECTORS];
#pragma GCC unroll 8
  for (int j = 0; j < NARROW; j++) sum[j][0] = sum[j][1] = _mm512_setzero_ps();
  for (int64_t s = 0; s < steps; s += 2, a += 128, b += 4 * NARROW) {
    __m512bh left = (__m512bh)_mm512_loadu_si512(a);
    __m512bh right = (__m512bh)_mm512_loadu_si512(a + 64);
#pragma GCC unroll 8
    for (int j = 0; j < NARROW; j++) {
      int pair;
      memcpy(&pair, b + 4 * j, sizeof pair);
      __m512bh both = (__m512bh)_mm512_set1_epi32(pair);
      sum[j][0] = _mm512_dpbf16_ps(sum[j][0], left, both);
      sum[j][1] = _mm512_dpbf16_ps(sum[j][1], right, both);
    }
  }
#pragma GCC unroll 8
  for (int j = 0; j < NARROW; j++)
    for (int v = 0; v < VECTORS; v++) {
      float *y = c + j * c_row + v * LANES;
      __m512 old = add ? _mm512_loadu_ps(y) : _mm512_setzero_ps();
      _mm512_storeu_ps(y, _mm512_add_ps(old, sum[j][v]));
    }
}

static void tile_sizes(GemmTile *t) {
  *t = (GemmTile){
      .wide = 32,
      .narrow = NARROW,
      .wide_grain = 32,
      .narrow_grain = NARROW,
      .wide_step = 32,
      .narrow_step = NARROW,
      .depth = 512,
      .run = tile,
      .seal_wide = seal,
      .seal_narrow = seal};
}

const Bf16Pairs bf16_pairs_avx512 = {round_loop, compact, pack, seal};

static const Bf16Loops loops = {
    "avx512_bf16", round_loop, compact, pack, tile_sizes};

const Bf16Loops *bf16_avx512(void) { return &loops; }
#else
const Bf16Loops *bf16_avx512(void) { return NULL; }
#endif
