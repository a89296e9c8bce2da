#include "bf16.h"

#include "kernel.h"

static bool wanted;

bool bf16_wanted(void) { return wanted; }

bool bf16_want(bool on) {
  bool before = wanted;
  wanted = on && !REAL_IS_DOUBLE;
  return before;
}

/* ---- the plain form ---- */

static void round_plain(int64_t n, real *x) {
  for (int64_t i = 0; i < n; i++) x[i] = bf16_nearest(x[i]);
}

static void seal_plain(int64_t steps, int64_t step, real *panel) {
  round_plain(steps * step, panel);
}

/* ---- the choice ---- */

#if REAL_IS_DOUBLE
bool bf16_native(void) { return false; }

void bf16_round(int64_t n, real *x) { round_plain(n, x); }

void bf16_tile_sizes(GemmTile *t) {
  gemm_tile_sizes(t);
  t->seal = seal_plain;
}
#else
static const Bf16Loops *loops(void) {
#ifdef KERNEL_X86
  if (!strcmp(kernel_isa(), "avx512")) return bf16_avx512();
#endif
  return NULL;
}

bool bf16_native(void) { return loops() != NULL; }

void bf16_round(int64_t n, real *x) {
  const Bf16Loops *native = loops();
  (native ? native->round : round_plain)(n, x);
}

void bf16_tile_sizes(GemmTile *t) {
  const Bf16Loops *native = loops();
  if (native) {
    *t = (GemmTile){.wide = 32, .narrow = 12, .wide_step = 32,
                    .narrow_step = 12, .depth = 512, .run = native->tile,
                    .seal = native->seal};
    return;
  }
  gemm_tile_sizes(t);
  t->seal = seal_plain;
}
#endif
