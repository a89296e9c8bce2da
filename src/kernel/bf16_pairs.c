/* See bf16_pairs.h: the plain form. Buffers hold reals and bfloat16 in turn, so
 * that the latter go through memcpy. */
#include "bf16_pairs.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "bf16.h"

#if !REAL_IS_DOUBLE
static float nearest(float x) {
  return fabsf(x) < FLT_MIN ? copysignf(0, x) : bf16_nearest(x);
}

static uint32_t bits(float x) {
  uint32_t u;
  x = nearest(x);
  memcpy(&u, &x, sizeof u);
  return u >> 16;
}

static void round_plain(int64_t n, float *x) {
  for (int64_t i = 0; i < n; i++) x[i] = nearest(x[i]);
}

static void compact(int64_t n, float *x) {
  for (int64_t i = 0; i < n; i++) {
    uint16_t u = (uint16_t)bits(x[i]);
    memcpy((char *)x + 2 * i, &u, sizeof u);
  }
}

static uint32_t get(const float *x, int64_t i) {
  uint16_t u;
  memcpy(&u, (const char *)x + 2 * i, sizeof u);
  return u;
}

static void pack(const float *src, const int64_t *base, int64_t steps,
                 const Window *w, int64_t windows, float *panel, int64_t step) {
  for (int64_t s = 0; s < steps; s += 2, panel += step)
    for (int64_t i = 0; i < windows * PATCH_LANES; i++) {
      int32_t offset = w[i / PATCH_LANES].offset[i % PATCH_LANES];
      uint32_t pair = get(src, base[s] + offset);
      if (s + 1 < steps) pair |= get(src, base[s + 1] + offset) << 16;
      memcpy(panel + i, &pair, sizeof pair);
    }
}

/* Reading runs ahead of writing. */
static void seal(int64_t steps, int64_t lanes, const float *x, int64_t x_step,
                 float *panel, int64_t step) {
  for (int64_t s = 0; s < steps; s += 2, x += 2 * x_step, panel += step)
    for (int64_t i = 0; i < step; i++) {
      bool two = s + 1 < steps;
      uint32_t pair = i < lanes ? bits(x[i]) : 0;
      if (i < lanes && two) pair |= bits(x[x_step + i]) << 16;
      memcpy(panel + i, &pair, sizeof pair);
    }
}

const Bf16Pairs bf16_pairs_plain = {round_plain, compact, pack, seal};
#endif
