#include "bf16.h"

#include "kernel.h"

/* ---- the plain form ---- */

static void round_plain(int64_t n, real *x) {
  for (int64_t i = 0; i < n; i++) x[i] = bf16_nearest(x[i]);
}

static void seal_plain(int64_t steps, int64_t lanes, const real *x,
                       int64_t x_step, real *panel, int64_t step) {
  for (int64_t s = 0; s < steps; s++)
    for (int64_t i = 0; i < step; i++)
      panel[s * step + i] = i < lanes ? bf16_nearest(x[s * x_step + i]) : 0;
}

/* ---- the choice ---- */

static const Bf16Loops *native(void) {
#ifdef KERNEL_X86
  if (!strcmp(kernel_isa(), "avx512")) return bf16_avx512();
#endif
  return NULL;
}

bool bf16_native(void) { return native() != NULL; }

void bf16_round(int64_t n, real *x) {
  const Bf16Loops *l = native();
  (l ? l->round : round_plain)(n, x);
}

void bf16_compact(int64_t n, real *x) {
  const Bf16Loops *l = native();
  (l ? l->compact : round_plain)(n, x);
}

void bf16_pack(const real *src, const int64_t *base, int64_t steps,
               const Window *w, int64_t windows, real *panel, int64_t step) {
  const Bf16Loops *l = native();
  (l ? l->pack : patch_loops()->pack)(src, base, steps, w, windows, panel,
                                      step);
}

void bf16_tile_sizes(GemmTile *t) {
  const Bf16Loops *l = native();
  if (l) {
    *t = (GemmTile){.wide = 32, .narrow = 8, .wide_step = 32,
                    .narrow_step = 8, .depth = 512, .run = l->tile,
                    .seal = l->seal};
    return;
  }
  gemm_tile_sizes(t);
  t->seal = seal_plain;
}
