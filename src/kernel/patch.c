/* See patch.h. Vectors are GCC's and Clang's own, so the source is one for all
 * instruction sets; what an instruction set does badly has a scalar form. */
#include "patch.h"

#include <string.h>

#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

enum { LANES = PATCH_LANES };

typedef real Eight __attribute__((vector_size(8 * sizeof(real))));
typedef real Four __attribute__((vector_size(4 * sizeof(real))));

static inline Eight load8(const real *x) {
  Eight v;
  memcpy(&v, x, sizeof v);
  return v;
}
static inline void store8(real *y, Eight v) { memcpy(y, &v, sizeof v); }

static inline Four load4(const real *x) {
  Four v;
  memcpy(&v, x, sizeof v);
  return v;
}
static inline void store4(real *y, Four v) { memcpy(y, &v, sizeof v); }

/* ---- windows and panels ---- */

/* AVX2 has no permutation of two vectors: what GCC makes of one is slower than
 * the lanes one by one. */
#ifdef __AVX512F__
enum { SHUFFLES = 1 };
#else
enum { SHUFFLES = 0 };
#endif

/* The stretches start at the first lane and at the first lane that the first
 * does not hold. */
static void window_fill(Window *w) {
  int64_t far = LANES;
  w->a = w->offset[0];
  for (int i = LANES - 1; i > 0; i--) {
    int64_t d = w->offset[i] - w->a;
    if (d < 0 || d >= LANES) far = i;
  }
  w->b = far < LANES ? w->offset[far] : w->a;
  w->two = w->one = true;
  for (int i = 0; i < LANES; i++) {
    int64_t d = w->offset[i] - w->a, e = w->offset[i] - w->b;
    bool in_a = d >= 0 && d < LANES, in_b = e >= 0 && e < LANES;
    w->two = w->two && (in_a || in_b);
    w->one = w->one && d == i;
    w->pick[i] = (int32_t)(in_a ? d : e + LANES);
  }
}

#ifdef __AVX512F__
typedef real Lanes __attribute__((vector_size(64)));
#ifdef LUNETTE_DOUBLE
typedef int64_t Picks __attribute__((vector_size(64)));
#else
typedef int32_t Picks __attribute__((vector_size(64)));
#endif

static inline void pick(const real *src, const Window *w, real *y) {
  Lanes a, b;
  Picks p;
  memcpy(&a, src + w->a, sizeof a);
  memcpy(&b, src + w->b, sizeof b);
  memcpy(&p, w->pick, sizeof p);
  a = __builtin_shuffle(a, b, p);
  memcpy(y, &a, sizeof a);
}
#else
static inline void pick(const real *src, const Window *w, real *y) {
  for (int i = 0; i < LANES; i++) y[i] = src[w->offset[i]];
}
#endif

static inline void gather(const real *src, const Window *w, real *y) {
  for (int i = 0; i < LANES; i++) y[i] = src[w->offset[i]];
}

static void pack_window(const real *src, const int64_t *base, int64_t steps,
                        const Window *w, real *panel, int64_t step) {
  Window own = *w;
  if (own.one)
    for (int64_t s = 0; s < steps; s++)
      memcpy(panel + s * step, src + base[s] + own.a, LANES * sizeof(real));
  else if (SHUFFLES && own.two)
    for (int64_t s = 0; s < steps; s++)
      pick(src + base[s], &own, panel + s * step);
  else
    for (int64_t s = 0; s < steps; s++)
      gather(src + base[s], &own, panel + s * step);
}

static void pack(const real *src, const int64_t *base, int64_t steps,
                 const Window *w, int64_t windows, real *panel, int64_t step) {
  for (int64_t v = 0; v < windows; v++)
    pack_window(src, base, steps, w + v, panel + v * LANES, step);
}

/* ---- transposition ---- */

static inline void transpose8(const real *src, int64_t src_row, real *dst,
                              int64_t dst_row) {
  Eight r[8], t[8];
  for (int i = 0; i < 8; i++) r[i] = load8(src + i * src_row);
  for (int i = 0; i < 8; i += 2) {
    t[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    t[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7,
                                       15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = 0; j < 2; j++) {
      Eight a = t[i + j], b = t[i + j + 2];
      r[i + 2 * j] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
      r[i + 2 * j + 1] = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14,
                                                 15);
    }
  for (int i = 0; i < 4; i++) {
    Eight a = r[i], b = r[i + 4];
    store8(dst + i * dst_row,
           __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11));
    store8(dst + (i + 4) * dst_row,
           __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15));
  }
}

/* 4 to 7 rows, to columns without a gap: 8 are stored, and the next column
 * overwrites those past the end of one. */
static void transpose_few(int64_t rows, int64_t columns, const real *src,
                          int64_t src_row, real *dst) {
  real block[64];
  int64_t c = 0;
  for (; c + 8 < columns; c += 8) {
    for (int64_t i = 0; i < 8; i++)
      store8(block + i * 8, load8(src + (i < rows ? i : 0) * src_row + c));
    transpose8(block, 8, block, 8);
    for (int64_t i = 0; i < 8; i++)
      store8(dst + (c + i) * rows, load8(block + i * 8));
  }
  for (; c < columns; c++)
    for (int64_t r = 0; r < rows; r++) dst[c * rows + r] = src[r * src_row + c];
}

/* Blocks of 8 x 8, the last ones moved back to overlap those before. */
static void transpose(int64_t rows, int64_t columns, const real *src,
                      int64_t src_row, real *dst, int64_t dst_row) {
  if (rows >= 4 && rows < 8 && dst_row == rows) {
    transpose_few(rows, columns, src, src_row, dst);
    return;
  }
  if (rows < 8 || columns < 8) {
    for (int64_t r = 0; r < rows; r++)
      for (int64_t c = 0; c < columns; c++)
        dst[c * dst_row + r] = src[r * src_row + c];
    return;
  }
  for (int64_t c = 0; c < columns; c += 8) {
    int64_t j = c + 8 <= columns ? c : columns - 8;
    if (c + 1 == columns) { /* the ninth tap of 3 x 3 */
      for (int64_t r = 0; r < rows; r++)
        dst[c * dst_row + r] = src[r * src_row + c];
      return;
    }
    for (int64_t r = 0; r < rows; r += 8) {
      int64_t i = r + 8 <= rows ? r : rows - 8;
      transpose8(src + i * src_row + j, src_row, dst + j * dst_row + i,
                 dst_row);
    }
  }
}

/* ---- rows ---- */

static inline void move_run(const real *src, real *dst, int64_t n) {
  if (n >= 8) {
    for (int64_t i = 0; i + 8 <= n; i += 8) store8(dst + i, load8(src + i));
    store8(dst + n - 8, load8(src + n - 8));
  } else if (n >= 4) {
    store4(dst, load4(src));
    store4(dst + n - 4, load4(src + n - 4));
  } else {
    for (int64_t i = 0; i < n; i++) dst[i] = src[i];
  }
}

static void place(int64_t count, int64_t n, const real *src, int64_t src_row,
                  real *dst, int64_t dst_row) {
  if (n >= 8 && n <= 16) {
    for (int64_t i = 0; i < count; i++) {
      const real *x = src + i * src_row;
      real *y = dst + i * dst_row;
      Eight a = load8(x), b = load8(x + n - 8);
      store8(y, a);
      store8(y + n - 8, b);
    }
    return;
  }
  for (int64_t i = 0; i < count; i++)
    move_run(src + i * src_row, dst + i * dst_row, n);
}

/* The even elements of a and b, or the odd ones. */
static inline Eight evens(Eight a, Eight b) {
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
}
static inline Eight odds(Eight a, Eight b) {
  return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
}

/* The first halves of a and b by turns, or the second ones. */
static inline Eight zip_low(Eight a, Eight b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
static inline Eight zip_high(Eight a, Eight b) {
  return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

static void split4(int64_t n, const real *src, real *dst, int64_t plane) {
  for (int64_t at = 0; at < n; at += 8) {
    int64_t i = at + 8 <= n ? at : n - 8;
    const real *x = src + 4 * i;
    Eight a = load8(x), b = load8(x + 8), c = load8(x + 16), d = load8(x + 24);
    Eight even = evens(a, b), odd = odds(a, b);
    Eight more = evens(c, d), rest = odds(c, d);
    store8(dst + i, evens(even, more));
    store8(dst + plane + i, evens(odd, rest));
    store8(dst + 2 * plane + i, odds(even, more));
    store8(dst + 3 * plane + i, odds(odd, rest));
  }
}

static void split(int64_t n, int64_t planes, const real *src, real *dst,
                  int64_t plane) {
  if (planes == 4 && n >= 8) {
    split4(n, src, dst, plane);
    return;
  }
  if (planes == 2 && n >= 8) {
    for (int64_t at = 0; at < n; at += 8) {
      int64_t i = at + 8 <= n ? at : n - 8;
      Eight a = load8(src + 2 * i), b = load8(src + 2 * i + 8);
      store8(dst + i, evens(a, b));
      store8(dst + plane + i, odds(a, b));
    }
    return;
  }
  for (int64_t p = 0; p < planes; p++)
    for (int64_t i = 0; i < n; i++) dst[p * plane + i] = src[i * planes + p];
}

static void join4(int64_t n, const real *src, int64_t plane, real bias,
                  real *dst) {
  for (int64_t i = 0; i < n; i += 8, dst += 32) {
    const real *x = src + i;
    Eight a = load8(x) + bias, b = load8(x + plane) + bias;
    Eight c = load8(x + 2 * plane) + bias, d = load8(x + 3 * plane) + bias;
    Eight even = zip_low(a, c), odd = zip_low(b, d);
    store8(dst, zip_low(even, odd));
    store8(dst + 8, zip_high(even, odd));
    even = zip_high(a, c), odd = zip_high(b, d);
    store8(dst + 16, zip_low(even, odd));
    store8(dst + 24, zip_high(even, odd));
  }
}

static void join(int64_t n, int64_t planes, const real *src, int64_t plane,
                 real bias, real *dst) {
  if (planes == 4) {
    join4(n, src, plane, bias, dst);
    return;
  }
  if (planes == 2) {
    for (int64_t i = 0; i < n; i += 8) {
      Eight a = load8(src + i) + bias, b = load8(src + plane + i) + bias;
      store8(dst + 2 * i, zip_low(a, b));
      store8(dst + 2 * i + 8, zip_high(a, b));
    }
    return;
  }
  for (int64_t p = 0; p < planes; p++)
    for (int64_t i = 0; i < n; i++)
      dst[i * planes + p] = src[p * plane + i] + bias;
}

/* ---- direct ---- */

#ifdef __AVX512F__
enum { WIDTH = 4, LONG_WIDTH = 8 };
#else
enum { WIDTH = 2, LONG_WIDTH = 4 };
#endif
enum { VEC = VECTOR_BYTES / sizeof(real) };
typedef real Vec __attribute__((vector_size(VECTOR_BYTES)));

/* `outputs` rows of `width` vectors, held in registers over all steps. */
static inline __attribute__((always_inline)) void
tile(const Direct *d, const real *w, int outputs, int width, int64_t at,
     real *c) {
  Vec sum[DIRECT_OUTPUTS * 4];
  for (int j = 0; j < outputs * width; j++) sum[j] = (Vec){0};
  for (int64_t s = 0; s < d->steps; s++) {
    const real *src = d->src + d->base[s] + at;
    for (int v = 0; v < width; v++) {
      Vec x;
      memcpy(&x, src + v * VEC, sizeof x);
      for (int j = 0; j < outputs; j++)
        sum[j * width + v] += x * w[s * d->outputs + j];
    }
  }
  for (int j = 0; j < outputs; j++)
    for (int v = 0; v < width; v++) {
      real *y = c + j * d->c_row + at + v * VEC;
      Vec old = {0};
      if (d->add) memcpy(&old, y, sizeof old);
      old += sum[j * width + v];
      memcpy(y, &old, sizeof old);
    }
}

static inline __attribute__((always_inline)) void
rows(const Direct *d, const real *w, int outputs, int width, real *c) {
  int64_t at = 0;
  for (; at + (width - 1) * VEC < d->n; at += width * VEC)
    tile(d, w, outputs, width, at, c);
  for (; at + VEC < d->n; at += 2 * VEC) tile(d, w, outputs, 2, at, c);
  if (at < d->n) tile(d, w, outputs, 1, at, c);
}

static void direct(const Direct *d) {
  for (int64_t j = 0; j < d->outputs; j += DIRECT_OUTPUTS) {
    const real *w = d->w + j;
    real *c = d->c + j * d->c_row;
    switch (d->outputs - j) {
      case 1: rows(d, w, 1, LONG_WIDTH, c); break;
      case 2: rows(d, w, 2, WIDTH, c); break;
      case 3: rows(d, w, 3, WIDTH, c); break;
      default: rows(d, w, 4, WIDTH, c); break;
    }
  }
}

/* ---- rows and sums of planes ---- */

static void raise(int64_t count, int64_t n, const real *src, int64_t src_row,
                  real bias, real *dst, int64_t dst_row) {
  for (int64_t i = 0; i < count; i++, src += src_row, dst += dst_row) {
    if (n >= VEC) {
      for (int64_t k = 0; k < n; k += VEC) {
        int64_t at = k + VEC <= n ? k : n - VEC;
        Vec x;
        memcpy(&x, src + at, sizeof x);
        x += bias;
        memcpy(dst + at, &x, sizeof x);
      }
    } else {
      for (int64_t k = 0; k < n; k++) dst[k] = src[k] + bias;
    }
  }
}

enum { DOTS = 6, CHAINS = 2 };

static inline __attribute__((always_inline)) void
dots_of(const int steps, const int64_t *base, int64_t n, const real *src,
        const real *g, real *to) {
  Vec sum[CHAINS * DOTS] = {0};
  for (int64_t i = 0; i < n; i += CHAINS * VEC)
    for (int c = 0; c < CHAINS; c++) {
      Vec x, y;
      memcpy(&y, g + i + c * VEC, sizeof y);
      for (int s = 0; s < steps; s++) {
        memcpy(&x, src + base[s] + i + c * VEC, sizeof x);
        sum[c * steps + s] += x * y;
      }
    }
  for (int s = 0; s < steps; s++) {
    Vec all = sum[s] + sum[steps + s];
    real total = 0;
    for (int k = 0; k < VEC; k++) total += all[k];
    to[s] += total;
  }
}

static void dots(int64_t steps, const int64_t *base, int64_t n, const real *src,
                 const real *g, real *sum) {
  for (int64_t s = 0; s < steps; s += DOTS) switch (steps - s) {
      case 1: dots_of(1, base + s, n, src, g, sum + s); break;
      case 2: dots_of(2, base + s, n, src, g, sum + s); break;
      case 3: dots_of(3, base + s, n, src, g, sum + s); break;
      case 4: dots_of(4, base + s, n, src, g, sum + s); break;
      case 5: dots_of(5, base + s, n, src, g, sum + s); break;
      default: dots_of(DOTS, base + s, n, src, g, sum + s); break;
    }
}

static void move(const Segment *s, int64_t count, const real *src, real bias,
                 real *dst) {
  for (int64_t i = 0; i < count; i++)
    if (bias == 0) move_run(src + s[i].from, dst + s[i].to, s[i].count);
    else raise(1, s[i].count, src + s[i].from, 0, bias, dst + s[i].to, 0);
}

/* ---- sums of patches ---- */

/* Patches of 4 x 4. */
static void add_fours(const Patches *p, const real *patch, real *image) {
  int64_t row[4];
  memcpy(row, p->row, sizeof row);
  for (int64_t c = 0; c < p->channels; c++, patch += 16)
    for (int r = 0; r < 4; r++) {
      real *y = image + c * p->channel + row[r];
      store4(y, load4(y) + load4(patch + 4 * r));
    }
}

static void add_patch(const Patches *p, const real *patch, real *image) {
  const Patches own = *p; /* what is stored is not in it */
  if (own.n == 4 && own.rows == 4) {
    add_fours(&own, patch, image);
    return;
  }
  for (int64_t c = 0; c < own.channels; c++, image += own.channel)
    for (int64_t r = 0; r < own.rows; r++, patch += own.n)
      for (int64_t i = 0; i < own.n; i++) image[own.row[r] + i] += patch[i];
}

#define NAME2(isa) patch_##isa
#define NAME(isa) NAME2(isa)
extern const PatchLoops NAME(KERNEL_ISA);
const PatchLoops NAME(KERNEL_ISA) = {
    .window = window_fill,
    .pack = pack,
    .transpose = transpose,
    .move = move,
    .place = place,
    .split = split,
    .join = join,
    .direct = direct,
    .raise = raise,
    .dots = dots,
    .add_patch = add_patch,
};
