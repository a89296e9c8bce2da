#include "bf16.h"

#include "kernel.h"

static void round_plain(int64_t n, real *x) {
  for (int64_t i = 0; i < n; i++) x[i] = bf16_nearest(x[i]);
}

static void seal_plain(int64_t steps, int64_t lanes, const real *x,
                       int64_t x_step, real *panel, int64_t step) {
  for (int64_t s = 0; s < steps; s++)
    for (int64_t i = 0; i < step; i++)
      panel[s * step + i] = i < lanes ? bf16_nearest(x[s * x_step + i]) : 0;
}

static void pack_plain(const real *src, const int64_t *base, int64_t steps,
                       const Window *w, int64_t windows, real *panel,
                       int64_t step) {
  kernels->patch->pack(src, base, steps, w, windows, panel, step);
}

static void tile_sizes_plain(GemmTile *t) {
  gemm_tile_sizes(t);
  t->seal = seal_plain;
}

const Bf16Loops *bf16_choose(const char *isa) {
  static const Bf16Loops plain = {
      false, round_plain, round_plain, pack_plain, tile_sizes_plain};
  const Bf16Loops *native = NULL;
#ifdef KERNEL_X86
  if (!strcmp(isa, "avx512")) native = bf16_avx512();
#endif
  (void)isa;
  return native ? native : &plain;
}
