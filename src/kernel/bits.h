/* The bits of numbers as integers, and back. */
#ifndef LUNETTE_BITS_H
#define LUNETTE_BITS_H

#include <stdint.h>
#include <string.h>

static inline float from_bits(int32_t bits) {
  float f;
  memcpy(&f, &bits, sizeof f);
  return f;
}
static inline int32_t to_bits(float f) {
  int32_t bits;
  memcpy(&bits, &f, sizeof bits);
  return bits;
}
static inline double from_bits64(uint64_t bits) {
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}
static inline uint64_t to_bits64(double d) {
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  return bits;
}

#endif
