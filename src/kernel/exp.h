/* exp for loops that a compiler makes vectors of: Cephes' polynomial (Moshier),
 * at most 1.1 units of the last place off; in double the C library's. */
#ifndef LUNETTE_EXP_H
#define LUNETTE_EXP_H

#include <math.h>

#include "../real.h"
#include "bits.h"

#if REAL_IS_DOUBLE

static inline double exp1(double x) { return exp(x); }
static inline double exp_below(double x) { return exp(x); }

#else

static inline float two_to(int32_t n) { /* unsigned: n is any for NaN */
  return from_bits((int32_t)((uint32_t)(n + 127) << 23));
}

/* 2^n in two factors, so that results down to the smallest and up to infinity
 * come out right. */
static inline float exp1(float x) {
  const float magic = 12582912.0f; /* 1.5 * 2^23: adding it rounds */
  x = x < -104.0f ? -104.0f : x;
  x = x > 89.0f ? 89.0f : x;
  float t = x * 1.44269504f + magic, n = t - magic;
  int32_t k = to_bits(t) - 0x4B400000, half = k >> 1;
  float z = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * z + 1.3981999507e-3f;
  p = p * z + 8.3334519073e-3f;
  p = p * z + 4.1665795894e-2f;
  p = p * z + 1.6666665459e-1f;
  p = p * z + 5.0000001201e-1f;
  p = p * z * z + z + 1.0f;
  return p * two_to(half) * two_to(k - half);
}

/* The same for x of at most 0, with a third fewer operations: `magic` holds the
 * exponent of 2^(n + 24), which is never below the smallest one. */
static inline float exp_below(float x) {
  const float magic = 12582912.0f + 151.0f;
  x = x < -104.0f ? -104.0f : x;
  float t = x * 1.44269504f + magic, n = t - magic;
  float z = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * z + 1.3981999507e-3f;
  p = p * z + 8.3334519073e-3f;
  p = p * z + 4.1665795894e-2f;
  p = p * z + 1.6666665459e-1f;
  p = p * z + 5.0000001201e-1f;
  p = p * z * z + z + 1.0f;
  return p * from_bits((int32_t)((uint32_t)to_bits(t) << 23)) * 5.96046448e-8f;
}

#endif

#endif
