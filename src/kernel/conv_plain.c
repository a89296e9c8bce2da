#include "conv_plain.h"

#include "bf16.h"
#include "sizes.h"

static void place(const int64_t *size, int64_t index, int64_t *at) {
  for (int i = 2; i >= 0; i--) {
    at[i] = index % size[i];
    index /= size[i];
  }
}

/* Which pixel of x meets pixel p of y under tap r; -1 for the padding. */
static int64_t meets(const ConvShape *s, int64_t p, int64_t r) {
  int64_t y[3], tap[3], index = 0;
  place(s->y, p, y);
  place(s->w, r, tap);
  for (int i = 0; i < 3; i++) {
    int64_t at = y[i] * s->stride[i] - s->padding[i] + tap[i] * s->dilation[i];
    if (at < 0 || at >= s->x[i]) return -1;
    index = index * s->x[i] + at;
  }
  return index;
}

static real term(const ConvShape *s, real a, real b) {
  return s->bf16 ? bf16_nearest(a) * bf16_nearest(b) : a * b;
}

typedef enum Third { THIRD_Y, THIRD_X, THIRD_W } Third;

/* Every term of one weight's, over the pixels of one plane. */
static real weight_sum(const ConvShape *s, const real *y, const real *x,
                       int64_t r) {
  double sum = 0;
  for (int64_t p = 0; p < volume(s->y); p++) {
    int64_t q = meets(s, p, r);
    if (q >= 0) sum += (double)term(s, y[p], x[q]);
  }
  return (real)sum;
}

/* The trilinear form: every term x w y, given to one of the three. */
static void every_term(const ConvShape *s, real *y, real *x, real *w,
                       Third to) {
  int64_t nx = volume(s->x), nw = volume(s->w), ny = volume(s->y);
  for (int64_t image = 0; image < s->n * s->groups; image++)
    for (int64_t k = 0; k < s->k; k++)
      for (int64_t c = 0; c < s->c; c++) {
        int64_t row = image % s->groups * s->k + k;
        real *px = x + (image * s->c + c) * nx, *pw = w + (row * s->c + c) * nw;
        real *py = y + (image * s->k + k) * ny;
        for (int64_t r = 0; to == THIRD_W && r < nw; r++)
          pw[r] += weight_sum(s, py, px, r);
        for (int64_t p = 0; to != THIRD_W && p < ny; p++)
          for (int64_t r = 0; r < nw; r++) {
            int64_t q = meets(s, p, r);
            if (q < 0) continue;
            if (to == THIRD_Y) py[p] += term(s, px[q], pw[r]);
            if (to == THIRD_X) px[q] += term(s, py[p], pw[r]);
          }
      }
}

static void start(int64_t n, int64_t channels, int64_t size, real *y,
                  const real *b) {
  for (int64_t i = 0; i < n * channels; i++)
    for (int64_t j = 0; j < size; j++)
      y[i * size + j] = b ? b[i % channels] : 0;
}

void conv_plain_forward(const ConvShape *s, real *y, const real *x,
                        const real *w, const real *b) {
  start(s->n, s->groups * s->k, volume(s->y), y, b);
  every_term(s, y, (real *)(uintptr_t)x, (real *)(uintptr_t)w, THIRD_Y);
}

void conv_plain_input_grad(const ConvShape *s, real *x, const real *g,
                           const real *w, const real *b) {
  start(s->n, s->groups * s->c, volume(s->x), x, b);
  every_term(s, (real *)(uintptr_t)g, x, (real *)(uintptr_t)w, THIRD_X);
}

void conv_plain_weight_grad(const ConvShape *s, real *w, const real *x,
                            const real *g) {
  start(1, s->groups * s->k * s->c, volume(s->w), w, 0);
  every_term(s, (real *)(uintptr_t)g, (real *)(uintptr_t)x, w, THIRD_W);
}
