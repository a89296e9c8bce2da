#include "bf16.h"

#include "../processor.h"
#include "kernel.h"
#include "multiply.h"

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
  multiply_tile_sizes(t);
  t->seal_wide = t->seal_narrow = seal_plain;
}

static bool is(const char *name, const char *other) {
  return name && !strcmp(name, other);
}

/* NULL where there are none. */
static const Bf16Loops *native(const char *isa, const char *forced) {
  if (is(forced, "amx-plain")) return bf16_amx_plain();
  const Bf16Loops *found = NULL;
#ifdef KERNEL_X86
  const char *own = processor_bf16(processor_this());
  if (!own || !is(isa, "avx512")) return NULL;
  if (!forced && is(own, "amx")) found = bf16_amx();
  if (!found) found = bf16_avx512();
#endif
  (void)isa;
  return found;
}

const Bf16Loops *bf16_choose(const char *isa, const char *forced) {
  static const Bf16Loops plain = {
      NULL, round_plain, round_plain, pack_plain, tile_sizes_plain};
  const Bf16Loops *found = native(isa, forced);
  return found ? found : &plain;
}
