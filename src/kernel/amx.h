/* The six operations on tiles of AMX: in the processor's instructions or, where
 * AMX_PLAIN is defined before, in plain C for any machine.
 *
 * A thread has eight tiles, of up to 16 rows of 64 bytes each. It configures
 * them before it uses any, and releases them when it is done: until then the
 * system saves 8 KiB more whenever it puts the thread off. AmxTiles is where
 * the plain form keeps what is in them, as long as one function runs. A tile's
 * number is a part of the instruction, so it is to be written as one. */
#ifndef LUNETTE_AMX_H
#define LUNETTE_AMX_H

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { AMX_TILES = 8, AMX_ROWS = 16, AMX_BYTES = 64 };

/* As the instruction reads it. */
typedef struct AmxConfig {
  uint8_t palette, start, reserved[14]; /* 1, 0, 0 */
  uint16_t bytes[16];                   /* of a row of each tile */
  uint8_t rows[16];
} AmxConfig;

#ifndef AMX_PLAIN

#include <immintrin.h>

typedef struct AmxTiles {
  char none;
} AmxTiles;

/* GCC 12 takes this for a read of 8 bytes, and a load for one of none. */
static inline void amx_configure(const AmxConfig *c) {
  __asm__ volatile("" : : "m"(*c));
  _tile_loadconfig(c);
}
static inline void amx_release(void) { _tile_release(); }
static inline void amx_written(void) { __asm__ volatile("" : : : "memory"); }

#define amx_zero(t, k) _tile_zero(k)
#define amx_load(t, k, from, stride) \
  do { \
    amx_written(); \
    _tile_loadd(k, from, stride); \
  } while ((void)(t), 0)
#define amx_store(t, k, to, stride) \
  do { \
    _tile_stored(k, to, stride); \
  } while ((void)(t), 0)
#define amx_dot(t, c, a, b) _tile_dpbf16ps(c, a, b)

#else

typedef struct AmxTiles {
  char data[AMX_TILES][AMX_ROWS][AMX_BYTES];
} AmxTiles;

static _Thread_local AmxConfig amx_config; /* the thread's; 0: none */

static inline void amx_configure(const AmxConfig *c) {
  assert(amx_config.palette == 0); /* released since the last time */
  amx_config = *c;
}
static inline void amx_release(void) { amx_config = (AmxConfig){0}; }

static inline int amx_rows(int k) {
  assert(amx_config.palette == 1 && amx_config.rows[k] > 0);
  return amx_config.rows[k];
}

static inline void amx_zero(AmxTiles *t, int k) {
  memset(t->data[k], 0, (size_t)(amx_rows(k) * AMX_BYTES));
}

/* Rows are `stride` bytes apart in memory. */
static inline void amx_load(AmxTiles *t, int k, const void *from,
                            int64_t stride) {
  for (int i = 0; i < amx_rows(k); i++)
    memcpy(t->data[k][i], (const char *)from + i * stride, amx_config.bytes[k]);
}

static inline void amx_store(const AmxTiles *t, int k, void *to,
                             int64_t stride) {
  for (int i = 0; i < amx_rows(k); i++)
    memcpy((char *)to + i * stride, t->data[k][i], amx_config.bytes[k]);
}

static inline float amx_flush(float x) {
  return fabsf(x) < FLT_MIN ? copysignf(0, x) : x;
}

typedef float AmxNumbers[AMX_ROWS][AMX_BYTES / 2];

static inline void amx_read(const AmxTiles *t, int k, AmxNumbers x) {
  for (int i = 0; i < amx_rows(k); i++)
    for (int j = 0; j < amx_config.bytes[k] / 2; j++) {
      char bits[4] = {0, 0, t->data[k][i][2 * j], t->data[k][i][2 * j + 1]};
      memcpy(&x[i][j], bits, sizeof bits);
      x[i][j] = amx_flush(x[i][j]);
    }
}

/* y + the sum over k of a[k] b[k][j], of `pairs` pairs k. */
static inline float amx_sum(float y, int pairs, const float *a, AmxNumbers b,
                            int j) {
  float sum[2] = {0, 0};
  for (int k = 0; k < pairs; k++)
    for (int i = 0; i < 2; i++)
      sum[i] = amx_flush(fmaf(a[2 * k + i], b[k][2 * j + i], sum[i]));
  return amx_flush(amx_flush(y) + amx_flush(sum[0] + sum[1]));
}

/* c: m x n floats, a: m rows of k pairs, b: k rows of n pairs; c += a b, over
 * both numbers of each pair. As Intel's manual has it (volume 2, TDPBF16PS):
 * the first numbers and the second ones are two sums from 0 on, each a chain of
 * fused multiply-adds; then c takes what they add up to. Rounding is to
 * nearest, and what is below 2^-126 is 0, whatever the thread has set. */
static inline void amx_dot(AmxTiles *t, int c, int a, int b) {
  int pairs = amx_rows(b);
  assert(amx_rows(a) == amx_rows(c) && amx_config.bytes[a] == 4 * pairs &&
         amx_config.bytes[b] == amx_config.bytes[c]);
  AmxNumbers left, right;
  amx_read(t, a, left);
  amx_read(t, b, right);
  for (int i = 0; i < amx_rows(c); i++)
    for (int j = 0; j < amx_config.bytes[c] / 4; j++) {
      float y;
      memcpy(&y, t->data[c][i] + 4 * j, sizeof y);
      y = amx_sum(y, pairs, left[i], right, j);
      memcpy(t->data[c][i] + 4 * j, &y, sizeof y);
    }
}

#endif

#endif
