/* The loops of distance.h. */
#include "distance.h"

#ifdef __AVX512F__
#include <immintrin.h>
#endif
#include <string.h>

#include "kernel.h"
#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

enum { LANES = VECTOR_BYTES / sizeof(real) };
typedef real Vec __attribute__((vector_size(VECTOR_BYTES)));
typedef Whole Wholes __attribute__((vector_size(VECTOR_BYTES)));

/* The bits of |a - b|, at least 0: they have the order of the numbers, and
 * those of NaN stand above all. */
static inline Wholes apart(const real *a, const real *b) {
  const Whole sign = (Whole)((uint64_t)1 << (8 * sizeof(Whole) - 1));
  Vec x, y;
  Wholes bits;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  x -= y;
  memcpy(&bits, &x, sizeof bits);
  return bits & ~sign;
}

/* Of what is left of a row, with zeros behind. */
static inline Wholes apart_few(int64_t n, const real *a, const real *b) {
  real x[LANES] = {0}, y[LANES] = {0};
  memcpy(x, a, (size_t)n * sizeof *x);
  memcpy(y, b, (size_t)n * sizeof *y);
  return apart(x, y);
}

static inline Wholes larger(Wholes a, Wholes b) {
  Wholes take = (Wholes)(b > a);
  return (b & take) | (a & ~take);
}

static real most(int64_t n, const real *a, const real *b) {
  Wholes top = {0};
  Whole lane[LANES];
  real y;
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES) top = larger(top, apart(a + i, b + i));
  if (i < n) top = larger(top, apart_few(n - i, a + i, b + i));
  memcpy(lane, &top, sizeof lane);
  for (int h = LANES / 2; h > 0; h /= 2)
    for (int k = 0; k < h; k++)
      lane[k] = lane[k + h] > lane[k] ? lane[k + h] : lane[k];
  memcpy(&y, lane, sizeof y);
  return y;
}

#ifdef __AVX512F__
#if REAL_IS_DOUBLE
typedef __mmask8 Mask;
#define SAME(a, b) _mm512_cmpeq_epi64_mask((__m512i)(a), (__m512i)(b))
#define PRESS(m, v) _mm512_maskz_compress_epi64(m, (__m512i)(v))
#else
typedef __mmask16 Mask;
#define SAME(a, b) _mm512_cmpeq_epi32_mask((__m512i)(a), (__m512i)(b))
#define PRESS(m, v) _mm512_maskz_compress_epi32(m, (__m512i)(v))
#endif

/* Writes the places, of those in `place`, where bits are wanted. */
static inline int64_t take(Wholes bits, Wholes wanted, Wholes place,
                           Whole *at) {
  Mask same = SAME(bits, wanted);
  _mm512_storeu_si512(at, PRESS(same, place));
  return __builtin_popcount(same);
}

#else

static inline int64_t take(Wholes bits, Wholes wanted, Wholes place,
                           Whole *at) {
  Wholes same = (Wholes)(bits == wanted);
  int64_t found = 0;
  for (int k = 0; k < LANES; k++) {
    at[found] = place[k];
    found += same[k] != 0;
  }
  return found;
}

#endif

/* Lanes behind the last number hold -1, which is wanted by nobody. */
static int64_t places(int64_t n, const real *a, const real *b, real wanted,
                      Whole *at) {
  static const Whole first[] = {
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  int64_t found = 0, i = 0;
  Wholes place, all;
  Whole bits;
  if (wanted != wanted) return 0;
  memcpy(&bits, &wanted, sizeof bits);
  memcpy(&place, first, sizeof place);
  all = place - place + bits;
  for (; i + LANES <= n; i += LANES, place += LANES)
    found += take(apart(a + i, b + i), all, place, at + found);
  if (i == n) return found;
  Wholes few = apart_few(n - i, a + i, b + i);
  few |= (Wholes)(place >= (Whole)n);
  return found + take(few, all, place, at + found);
}

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const DistanceLoops NAME(distance);
const DistanceLoops NAME(distance) = {most, places};
