/* The passes of fourier.h in vectors: along q, which is adjacent. */
#include <stdbool.h>

#include "fourier.h"

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

/* y += x root, y = x root when it is the first. */
static inline void add_turned(int64_t n, const Split x, real c, real s, Split y,
                              bool first) {
#pragma GCC ivdep
  for (int64_t q = 0; q < n; q++) {
    real re = x.re[q] * c - x.im[q] * s, im = x.re[q] * s + x.im[q] * c;
    y.re[q] = first ? re : y.re[q] + re;
    y.im[q] = first ? im : y.im[q] + im;
  }
}

static void any(const FourierPass *f) {
  int64_t r = f->radix, n = f->span;
  for (int64_t p = 0; p < f->m; p++)
    for (int64_t j = 0; j < r; j++) {
      int64_t to = (r * p + j) * n;
      Split y = {f->y.re + to, f->y.im + to};
      for (int64_t k = 0; k < r; k++) {
        int64_t from = (p + k * f->m) * n;
        int64_t at = (j * k % r * f->m + p * j) % (r * f->m) * f->step;
        add_turned(n, (Split){f->x.re + from, f->x.im + from}, f->root.re[at],
                   f->root.im[at], y, k == 0);
      }
    }
}

static void pass(const FourierPass *f) {
  if (f->radix == 4) four(f);
  else if (f->radix == 2) two(f);
  else any(f);
}

#define NAME2(isa) fourier_##isa
#define NAME(isa) NAME2(isa)

extern const FourierLoops NAME(KERNEL_ISA);
const FourierLoops NAME(KERNEL_ISA) = {pass};
