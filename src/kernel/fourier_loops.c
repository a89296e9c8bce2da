/* The passes of fourier.h in vectors: along q, which is adjacent. */
#include <string.h>

#include "fourier.h"
#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

static void two(const FourierPass *f) {
  int64_t n = f->span;
  for (int64_t p = 0; p < f->m; p++) {
    const real *re = f->x.re + p * n, *im = f->x.im + p * n;
    real *to = f->y.re + 2 * p * n, *to_im = f->y.im + 2 * p * n;
    real c = f->root.re[p * f->step], s = f->root.im[p * f->step];
    int64_t half = f->m * n;
#pragma GCC ivdep
    for (int64_t q = 0; q < n; q++) {
      real a = re[q], b = re[q + half], ai = im[q], bi = im[q + half];
      to[q] = a + b;
      to_im[q] = ai + bi;
      to[q + n] = (a - b) * c - (ai - bi) * s;
      to_im[q + n] = (a - b) * s + (ai - bi) * c;
    }
  }
}

static void four(const FourierPass *f) {
  int64_t n = f->span, quarter = f->m * n;
  for (int64_t p = 0; p < f->m; p++) {
    const real *re = f->x.re + p * n, *im = f->x.im + p * n;
    real *to = f->y.re + 4 * p * n, *to_im = f->y.im + 4 * p * n;
    int64_t at = p * f->step;
    real c1 = f->root.re[at], c2 = f->root.re[2 * at], c3 = f->root.re[3 * at];
    real s1 = f->root.im[at], s2 = f->root.im[2 * at], s3 = f->root.im[3 * at];
#pragma GCC ivdep
    for (int64_t q = 0; q < n; q++) {
      real a = re[q], b = re[q + quarter];
      real c = re[q + 2 * quarter], d = re[q + 3 * quarter];
      real ai = im[q], bi = im[q + quarter];
      real ci = im[q + 2 * quarter], di = im[q + 3 * quarter];
      real even = a + c, even_im = ai + ci, odd = b + d, odd_im = bi + di;
      real x = a - c, x_im = ai - ci, y = b - d, y_im = bi - di;
      real one = x + y_im, one_im = x_im - y;
      real two_re = even - odd, two_im = even_im - odd_im;
      real three = x - y_im, three_im = x_im + y;
      to[q] = even + odd;
      to_im[q] = even_im + odd_im;
      to[q + n] = one * c1 - one_im * s1;
      to_im[q + n] = one * s1 + one_im * c1;
      to[q + 2 * n] = two_re * c2 - two_im * s2;
      to_im[q + 2 * n] = two_re * s2 + two_im * c2;
      to[q + 3 * n] = three * c3 - three_im * s3;
      to_im[q + 3 * n] = three * s3 + three_im * c3;
    }
  }
}

/* ---- odd factors ----
 *
 * x_k and x_(r - k) are turned by angles of one cosine and opposite sines, and
 * so are results j and r - j: sums and differences serve both. */

typedef real Vec __attribute__((vector_size(VECTOR_BYTES)));
enum { VEC = VECTOR_BYTES / sizeof(real), HALF = FOURIER_LARGEST / 2 };

#define INLINE static inline __attribute__((always_inline))

/* n numbers, zeros behind. */
INLINE Vec load(const real *x, int64_t n) {
  Vec y = {0};
  memcpy(&y, x, n >= VEC ? sizeof y : (size_t)n * sizeof *x);
  return y;
}
INLINE void store(real *y, Vec x, int64_t n) {
  memcpy(y, &x, n >= VEC ? sizeof x : (size_t)n * sizeof *y);
}

/* y = (re + i im) root, at n numbers from `to` on. */
INLINE void put(const FourierPass *f, int64_t at, int64_t to, int64_t n, Vec re,
                Vec im) {
  real c = f->root.re[at], s = f->root.im[at];
  store(f->y.re + to, re * c - im * s, n);
  store(f->y.im + to, re * s + im * c, n);
}

/* The numbers of p, q to q + n - 1. */
INLINE void odd_some(const FourierPass *f, const int64_t r, const real *c,
                     const real *s, int64_t p, int64_t q, int64_t n) {
  Vec sum[HALF + 1], sum_im[HALF + 1], gap[HALF + 1], gap_im[HALF + 1];
  const int64_t h = r / 2;
  int64_t from = p * f->span + q, apart = f->m * f->span;
  int64_t to = r * p * f->span + q;
  Vec x = load(f->x.re + from, n), x_im = load(f->x.im + from, n);
  Vec all = x, all_im = x_im;
#pragma GCC unroll 3
  for (int64_t k = 1; k <= h; k++) {
    int64_t one = from + k * apart, other = from + (r - k) * apart;
    Vec a = load(f->x.re + one, n), a_im = load(f->x.im + one, n);
    Vec b = load(f->x.re + other, n), b_im = load(f->x.im + other, n);
    sum[k] = a + b, sum_im[k] = a_im + b_im;
    gap[k] = a - b, gap_im[k] = a_im - b_im;
    all += sum[k], all_im += sum_im[k];
  }
  store(f->y.re + to, all, n);
  store(f->y.im + to, all_im, n);
#pragma GCC unroll 3
  for (int64_t j = 1; j <= h; j++) {
    Vec re = x, im = x_im, turned = {0}, turned_im = {0};
    int64_t at = 0;
#pragma GCC unroll 3
    for (int64_t k = 1; k <= h; k++) {
      at = at + j >= r ? at + j - r : at + j;
      re += sum[k] * c[at], im += sum_im[k] * c[at];
      turned -= gap_im[k] * s[at], turned_im += gap[k] * s[at];
    }
    put(f, p * j * f->step, to + j * f->span, n, re + turned, im + turned_im);
    put(f, p * (r - j) * f->step, to + (r - j) * f->span, n, re - turned,
        im - turned_im);
  }
}

INLINE void odd(const FourierPass *f, const int64_t r) {
  real c[FOURIER_LARGEST], s[FOURIER_LARGEST];
  for (int64_t k = 0; k < r; k++) {
    c[k] = f->root.re[k * f->m * f->step];
    s[k] = f->root.im[k * f->m * f->step];
  }
  for (int64_t p = 0; p < f->m; p++) {
    int64_t q = 0;
    for (; q + VEC <= f->span; q += VEC) odd_some(f, r, c, s, p, q, VEC);
    if (q < f->span) odd_some(f, r, c, s, p, q, f->span - q);
  }
}

static void pass(const FourierPass *f) {
  if (f->radix == 4) four(f);
  else if (f->radix == 2) two(f);
  else if (f->radix == 3) odd(f, 3);
  else if (f->radix == 5) odd(f, 5);
  else if (f->radix == 7) odd(f, 7);
  else odd(f, f->radix);
}

#define NAME2(isa) fourier_##isa
#define NAME(isa) NAME2(isa)

extern const FourierLoops NAME(KERNEL_ISA);
const FourierLoops NAME(KERNEL_ISA) = {pass};
