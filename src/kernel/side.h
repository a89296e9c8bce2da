/* Vectors of the instruction set that a file is compiled for, for what a
 * compiler does not make of loops: what all lanes add up to. */
#ifndef LUNETTE_SIDE_H
#define LUNETTE_SIDE_H

#include <string.h>

#include "../real.h"

#if defined(__AVX512F__)
enum { WIDE = 64 };
#elif defined(__AVX2__)
enum { WIDE = 32 };
#else
enum { WIDE = 16 };
#endif

#if REAL_IS_DOUBLE
typedef int64_t Whole;
#else
typedef int32_t Whole;
#endif

enum { SIDE = WIDE / sizeof(real) };
typedef real Side __attribute__((vector_size(WIDE)));
typedef Whole Places __attribute__((vector_size(WIDE)));

static inline Side side_load(const real *x) {
  Side v;
  memcpy(&v, x, sizeof v);
  return v;
}

/* Lane k gets lane k + by. */
static inline Side side_turned(Side v, Whole by) {
  Places at = {0};
  for (int k = 0; k < SIDE; k++) at[k] = (k + by) & (SIDE - 1);
  return __builtin_shuffle(v, at);
}

/* The sum of all lanes. */
static inline real side_sum(Side v) {
  if (SIDE > 8) v += side_turned(v, 8);
  if (SIDE > 4) v += side_turned(v, 4);
  if (SIDE > 2) v += side_turned(v, 2);
  return v[0] + v[1];
}

/* The sum of x, of whole vectors of elements. */
static inline real side_sum_of(int64_t whole, const real *x) {
  Side v = {0};
  for (int64_t i = 0; i < whole; i += SIDE) v += side_load(x + i);
  return side_sum(v);
}

#endif
