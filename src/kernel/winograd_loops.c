/* winograd.h in vectors: each map is one of lines of 4, 3 or 2, along columns
 * and then along rows. */
#include "winograd.h"

#include <string.h>

#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

enum { VEC = VECTOR_BYTES / sizeof(real) };

typedef real Vec __attribute__((vector_size(VECTOR_BYTES)));

#define INLINE static inline __attribute__((always_inline))

/* ---- of a line, a row or a column of a square ---- */

INLINE void kernel3(const Vec *x, Vec *y) {
  Vec ends = (x[0] + x[2]) * (real)0.5, middle = x[1] * (real)0.5;
  y[0] = x[0];
  y[1] = ends + middle;
  y[2] = ends - middle;
  y[3] = x[2];
}

INLINE void source3(const Vec *x, Vec *y) {
  y[0] = x[0] - x[2];
  y[1] = x[1] + x[2];
  y[2] = x[2] - x[1];
  y[3] = x[1] - x[3];
}

INLINE void result3(const Vec *x, Vec *y) {
  y[0] = x[0] + (x[1] + x[2]);
  y[1] = (x[1] - x[2]) - x[3];
}

INLINE void cotangent3(const Vec *x, Vec *y) {
  y[0] = x[0];
  y[1] = x[0] + x[1];
  y[2] = x[0] - x[1];
  y[3] = -x[1];
}

INLINE void weight3(const Vec *x, Vec *y) {
  Vec middle = (x[1] + x[2]) * (real)0.5;
  y[0] = x[0] + middle;
  y[1] = (x[1] - x[2]) * (real)0.5;
  y[2] = middle + x[3];
}

INLINE void kernel2(const Vec *x, Vec *y) {
  y[0] = x[0];
  y[1] = x[0] + x[1];
  y[2] = x[1];
}

INLINE void source2(const Vec *x, Vec *y) {
  y[0] = x[0] - x[1];
  y[1] = x[1];
  y[2] = x[1] - x[2];
}

INLINE void result2(const Vec *x, Vec *y) {
  y[0] = x[0] + x[1];
  y[1] = x[1] - x[2];
}

INLINE void cotangent2(const Vec *x, Vec *y) {
  y[0] = x[0];
  y[1] = x[0] + x[1];
  y[2] = -x[1];
}

INLINE void weight2(const Vec *x, Vec *y) {
  y[0] = x[0] + x[1];
  y[1] = x[1] + x[2];
}

/* ---- of squares: `in` by `in` to `out` by `out` ---- */

typedef void (*Line)(const Vec *x, Vec *y);

/* The columns of x become rows of t, which become the columns of y. */
INLINE void square(Line line, const int in, const int out, const Vec *x,
                   Vec *y) {
  Vec t[WINOGRAD_MOST], column[4], made[4];
#pragma GCC unroll 4
  for (int j = 0; j < in; j++) {
#pragma GCC unroll 4
    for (int i = 0; i < in; i++) column[i] = x[i * in + j];
    line(column, made);
#pragma GCC unroll 4
    for (int i = 0; i < out; i++) t[i * in + j] = made[i];
  }
#pragma GCC unroll 4
  for (int i = 0; i < out; i++) line(t + i * in, y + i * out);
}

INLINE void map(Line line, const int in, const int out, int64_t n,
                const real *x, const int64_t *from, real *y,
                const int64_t *to) {
  Vec a[WINOGRAD_MOST], b[WINOGRAD_MOST];
  for (int64_t l = 0; l < n; l += VEC) {
    int64_t at = l + VEC <= n ? l : n - VEC;
#pragma GCC unroll 16
    for (int e = 0; e < in * in; e++)
      memcpy(&a[e], x + from[e] + at, sizeof *a);
    square(line, in, out, a, b);
#pragma GCC unroll 16
    for (int e = 0; e < out * out; e++)
      memcpy(y + to[e] + at, &b[e], sizeof *b);
  }
}

#define MAP(name, in, out) \
  static void name##_map(int64_t n, const real *x, const int64_t *from, \
                         real *y, const int64_t *to) { \
    map(name, in, out, n, x, from, y, to); \
  }
#define MAPS(taps, side) \
  MAP(kernel##taps, taps, side) \
  MAP(source##taps, side, side) \
  MAP(result##taps, side, 2) \
  MAP(cotangent##taps, 2, side) \
  MAP(weight##taps, side, taps)
MAPS(3, 4)
MAPS(2, 3)

#define NAME2(isa) winograd_##isa
#define NAME(isa) NAME2(isa)
extern const WinogradLoops NAME(KERNEL_ISA);
const WinogradLoops NAME(KERNEL_ISA) = {
    .three = {3, 4, kernel3_map, source3_map, result3_map, cotangent3_map,
              weight3_map},
    .two = {2, 3, kernel2_map, source2_map, result2_map, cotangent2_map,
            weight2_map}};
