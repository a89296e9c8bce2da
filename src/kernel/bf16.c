#include "bf16.h"

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

static const Bf16Loops *named(const char *name) {
  if (!strcmp(name, "amx-plain")) return bf16_amx_plain();
  return strcmp(name, "amx") ? bf16_avx512() : bf16_amx();
}

const Bf16Loops *bf16_choose(Chosen *choice) {
  static const Bf16Loops plain = {
      NULL, round_plain, round_plain, pack_plain, tile_sizes_plain};
  if (!choice->name) return &plain;
  const Bf16Loops *found = named(choice->name);
  if (found) return found;
  if (!strcmp(choice->name, "amx")) found = bf16_avx512();
  *choice = REAL_IS_DOUBLE ? (Chosen){NULL, "in float alone"}
                           : (Chosen){NULL, "refused by compiler or system"};
  if (!found) return &plain;
  choice->name = found->name;
  return found;
}
