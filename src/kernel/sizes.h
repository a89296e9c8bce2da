/* Sizes of plans. What is asked of a plan may be beyond any memory: products of
 * sizes, and scratch, end at TOO_MUCH, which pool_reserve refuses. */
#ifndef LUNETTE_SIZES_H
#define LUNETTE_SIZES_H

#include <stddef.h>
#include <stdint.h>

#define TOO_MUCH ((int64_t)1 << 60)

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }

/* Of sizes from 0 up. */
static inline int64_t times(int64_t a, int64_t b) {
  int64_t y;
  return __builtin_mul_overflow(a, b, &y) ? TOO_MUCH : least(y, TOO_MUCH);
}
static inline int64_t volume(const int64_t size[3]) {
  return times(times(size[0], size[1]), size[2]);
}

static inline int64_t divide_up(int64_t a, int64_t b) {
  return (a + b - 1) / b;
}
static inline int64_t round_up(int64_t a, int64_t b) {
  return divide_up(a, b) * b;
}

/* Of n things, equal parts of at most `room`, a multiple of grain. */
static inline int64_t share(int64_t n, int64_t room, int64_t grain) {
  return round_up(divide_up(n, most(divide_up(n, room), 1)), grain);
}

/* Room for `count` things of `each` bytes at the end of a scratch of *size,
 * which grows; returns where it begins. */
static inline size_t reserve(size_t *size, int64_t count, size_t each) {
  size_t at = *size;
  int64_t bytes = times(count, (int64_t)each);
  *size = (size_t)least((int64_t)at + round_up(bytes, 64), TOO_MUCH);
  return at;
}

#endif
