/* window.h in vectors, which hold several windows each. The last is filled with
 * windows that were there before; fewer than a vector's are left to the
 * shortest vectors, and fewer than those hold go one by one. */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "kernel.h"
#include "window.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

#if defined __AVX512F__
enum { BYTES = 64 };
#elif defined __AVX2__
enum { BYTES = 32 };
#else
enum { BYTES = 16 };
#endif

enum { LANES = BYTES / sizeof(real), MOST = 4 /* vectors at a time */ };

typedef real Vec
    __attribute__((vector_size(BYTES), aligned(sizeof(real)), may_alias));
typedef Whole Bits __attribute__((vector_size(BYTES)));

#define INLINE static inline __attribute__((always_inline))

INLINE Vec load(const real *x) { return *(const Vec *)x; }

/* Every `step` th of the elements at x, none beyond the last of them read. */
INLINE Vec load_by(const real *x, const int64_t step) {
  Bits even = {0};
  Vec y = {0};
  if (step == 1) return load(x);
  if (step == 2) {
    for (int k = 0; k < LANES; k++) even[k] = 2 * k + (2 * k >= LANES);
    return __builtin_shuffle(load(x), load(x + LANES - 1), even);
  }
  for (int k = 0; k < LANES; k++) y[k] = x[k * step];
  return y;
}

INLINE Vec choose(Bits mask, Vec yes, Vec no) {
  return (Vec)((mask & (Bits)yes) | (~mask & (Bits)no));
}

/* `count` vectors of windows from number `first` on. */
INLINE void vectors(const WindowRow *w, const int count, const int64_t step,
                    const int placed, int64_t first, real at, real *y,
                    real *place) {
  Vec top[MOST], where[MOST], lane = {0};
  for (int k = 0; k < LANES; k++) lane[k] = (real)(k * step);
  for (int k = 0; k < count; k++) {
    top[k] = lane * 0 - INFINITY;
    where[k] = lane + (at + (real)((first + k * LANES) * step));
  }
  for (int64_t d = 0; d < w->rows[0]; d++)
    for (int64_t h = 0; h < w->rows[1]; h++)
      for (int64_t t = 0; t < w->taps; t++) {
        int64_t from = first * step + d * w->row_step[0] + h * w->row_step[1] +
                       t * w->apart;
        for (int k = 0; k < count; k++) {
          int64_t start = from + k * LANES * step;
          Vec v = load_by(w->x + start, step);
          Bits more = (v > top[k]) | (v != v);
          top[k] = choose(more, v, top[k]);
          if (placed)
            where[k] = choose(more, lane + (at + (real)start), where[k]);
        }
      }
  for (int k = 0; k < count; k++) {
    *(Vec *)(y + first + k * LANES) = top[k];
    if (placed) *(Vec *)(place + first + k * LANES) = where[k];
  }
}

INLINE void single(const WindowRow *w, int64_t i, real at, real *y,
                   real *place) {
  real top = -INFINITY, where = at + (real)(i * w->step);
  for (int64_t d = 0; d < w->rows[0]; d++)
    for (int64_t h = 0; h < w->rows[1]; h++)
      for (int64_t t = 0; t < w->taps; t++) {
        int64_t from = i * w->step + d * w->row_step[0] + h * w->row_step[1] +
                       t * w->apart;
        real v = w->x[from];
        if (v <= top || (top != top && v == v)) continue;
        top = v;
        where = at + (real)from;
      }
  y[i] = top;
  if (place) place[i] = where;
}

INLINE void run(const WindowRow *w, const int64_t step, const int placed,
                real at, real *y, real *place) {
  int64_t i = 0;
  for (; i + MOST * LANES <= w->n; i += MOST * LANES)
    vectors(w, MOST, step, placed, i, at, y, place);
  for (; i + LANES <= w->n; i += LANES)
    vectors(w, 1, step, placed, i, at, y, place);
  if (i < w->n && w->n >= LANES)
    vectors(w, 1, step, placed, w->n - LANES, at, y, place);
  else
    for (; i < w->n; i++) single(w, i, at, y, place);
}

extern const WindowLoops window_baseline;

static void largest(const WindowRow *w, real *y) {
  if (BYTES > 16 && w->n < LANES) window_baseline.largest(w, y);
  else if (w->step == 1) run(w, 1, 0, 0, y, NULL);
  else if (w->step == 2) run(w, 2, 0, 0, y, NULL);
  else run(w, w->step, 0, 0, y, NULL);
}

static void place_largest(const WindowRow *w, real at, real *y, real *place) {
  if (BYTES > 16 && w->n < LANES) window_baseline.place(w, at, y, place);
  else if (w->step == 1) run(w, 1, 1, at, y, place);
  else if (w->step == 2) run(w, 2, 1, at, y, place);
  else run(w, w->step, 1, at, y, place);
}

/* ---- one long window ---- */

/* The lanes that stand `by` further on, round. */
INLINE Bits turned(Bits x, int by) {
  Bits from;
  for (int k = 0; k < LANES; k++) from[k] = (k + by) % LANES;
  return __builtin_shuffle(x, from);
}

/* From the last on, so that no branch is taken where it is found, which is hard
 * to foresee. */
static int64_t first_of(int64_t n, const real *x, real v) {
  Bits lane, first;
  if (n < LANES || n > INT32_MAX) {
    const real *at = x;
    while (*at != v) at++;
    return at - x;
  }
  for (int k = 0; k < LANES; k++) lane[k] = k;
  first = lane - lane + (Whole)n;
  int64_t at = n - LANES;
  do {
    Bits found = load(x + at) == v, here = lane + (Whole)at;
    first = (found & here) | (~found & first);
    at = at > 0 && at < LANES ? 0 : at - LANES;
  } while (at >= 0);
#pragma GCC unroll 8
  for (int by = LANES / 2; by > 0; by /= 2) {
    Bits other = turned(first, by), less = other < first;
    first = (less & other) | (~less & first);
  }
  return first[0];
}

#define NAME2(isa) window_##isa
#define NAME(isa) NAME2(isa)
extern const WindowLoops NAME(KERNEL_ISA);
const WindowLoops NAME(KERNEL_ISA) = {largest, place_largest, first_of};
