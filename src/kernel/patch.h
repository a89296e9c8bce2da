/* Loops that move patches of images between their layout and that of panels.
 *
 * Compiled once for each instruction set.
 * Where a loop may read or write past the end of what it is given it says so:
 * by at most PATCH_SLACK reals, never outside scratch. */
#ifndef LUNETTE_PATCH_H
#define LUNETTE_PATCH_H

#include <stdbool.h>

#include "../real.h"

enum { PATCH_LANES = 64 / sizeof(real), PATCH_SLACK = 8 * PATCH_LANES };

/* Lane i of a panel reads src[base + offset[i]]. The rest is the vector form
 * of it: lanes taken from two stretches of src that start at a and b. */
typedef struct Window {
  int32_t offset[PATCH_LANES];
#ifdef LUNETTE_DOUBLE
  int64_t pick[PATCH_LANES];
#else
  int32_t pick[PATCH_LANES];
#endif
  int64_t a, b;
  bool two, one; /* two stretches are enough; one is, in order */
} Window;

/* c[j * c_row + i] (+)= sum over s of w[s * outputs + j] src[base[s] + i]. */
typedef struct Direct {
  int64_t steps, outputs, n; /* n: count of i */
  const int64_t *base;
  const real *src, *w;
  real *c;
  int64_t c_row;
  bool add;
} Direct;

enum { DIRECT_OUTPUTS = 4 };

/* A run of reals to move: from and to are offsets. */
typedef struct Segment {
  int64_t from, to, count;
} Segment;

/* Patches of so many channels, of `rows` rows of n; an image's row r starts at
 * row[r], and its channels lie `channel` apart. */
typedef struct Patches {
  int64_t channels, rows, n, channel;
  const int64_t *row;
} Patches;

typedef struct PatchLoops {
  /* Fills in what follows offset. */
  void (*window)(Window *w);
  /* panel[s * step + i] = src[base[s] + offset of i], i over `windows` windows;
   * reads and writes up to a slack beyond. */
  void (*pack)(const real *src, const int64_t *base, int64_t steps,
               const Window *w, int64_t windows, real *panel, int64_t step);
  /* dst[c * dst_row + r] = src[r * src_row + c]; exact. */
  void (*transpose)(int64_t rows, int64_t columns, const real *src,
                    int64_t src_row, real *dst, int64_t dst_row);
  /* Moves each segment, bias added; exact. */
  void (*move)(const Segment *s, int64_t count, const real *src, real bias,
               real *dst);
  /* Copies rows of n reals; exact. */
  void (*place)(int64_t rows, int64_t n, const real *src, int64_t src_row,
                real *dst, int64_t dst_row);
  /* dst[p * plane + i] = src[i * planes + p], i < n; exact. */
  void (*split)(int64_t n, int64_t planes, const real *src, real *dst,
                int64_t plane);
  /* dst[i * planes + p] = src[p * plane + i] + bias, i < n; slack beyond. */
  void (*join)(int64_t n, int64_t planes, const real *src, int64_t plane,
               real bias, real *dst);
  /* Slack beyond n, in src and in c. */
  void (*direct)(const Direct *d);
  /* Copies rows of n reals, bias added; exact. */
  void (*raise)(int64_t rows, int64_t n, const real *src, int64_t src_row,
                real bias, real *dst, int64_t dst_row);
  /* sum[s] += the sum over i < n of g[i] src[base[s] + i]; slack beyond n is
   * read: g's is 0. */
  void (*dots)(int64_t steps, const int64_t *base, int64_t n, const real *src,
               const real *g, real *sum);
  /* image += a patch: channels, rows, n; exact. */
  void (*add_patch)(const Patches *p, const real *patch, real *image);
} PatchLoops;

#endif
