/* See conv_tile.h. Lanes that lie side by side are read in the slab; others are
 * packed. The patches stay near while the narrow panels pass. */
#include "conv_tile.h"

#include "bf16.h"
#include "kernel.h"
#include "multiply.h"
#include "sizes.h"

/* Where the vectors of the lanes start, if each is of neighbours. */
static bool find_vectors(const ConvTile *t, int64_t *vector) {
  int64_t wide = kernels->multiply->lanes;
  for (int64_t i = 0; i < t->lanes; i += wide) {
    const int32_t *at = t->windows[i / PATCH_LANES].offset + i % PATCH_LANES;
    vector[i / wide] = at[0];
    for (int64_t k = 1; k < wide && i + k < t->lanes; k++)
      if (at[k] != at[0] + k) return false;
  }
  return true;
}

/* Of panel `j`, columns of b. */
static MultiplyTile tile_of(const ConvTile *t, int64_t j) {
  return (MultiplyTile){
      .rows = least(t->tile->narrow, t->rows - j),
      .columns = t->lanes,
      .steps = t->steps,
      .a = t->narrow + j / t->tile->narrow * t->panel,
      .a_row = t->row,
      .a_step = t->step,
      .sum = t->c + j * t->c_row,
      .sum_row = t->c_row,
      .add = t->add};
}

static void run_spread(const ConvTile *t, const int64_t *vector) {
  for (int64_t j = 0; j < t->rows; j += t->tile->narrow) {
    MultiplyTile f = tile_of(t, j);
    f.b = t->slab;
    f.at = t->base;
    f.vector = vector;
    kernels->multiply->spread(&f);
  }
}

static void run_packed(const ConvTile *t) {
  for (int64_t j = 0; j < t->rows; j += t->tile->narrow) {
    MultiplyTile f = tile_of(t, j);
    f.b = t->patches;
    f.b_step = t->tile->wide_step;
    if (!t->bf16) kernels->multiply->over(&f);
    else
      t->tile->run(f.steps, f.b, f.a, f.columns, f.rows, f.add, f.sum,
                   f.sum_row);
  }
}

void conv_tile(const ConvTile *t) {
  int64_t vector[MULTIPLY_VECTORS], step = t->tile->wide_step;
  if (!t->bf16 && find_vectors(t, vector)) {
    run_spread(t, vector);
    return;
  }
  int64_t windows = divide_up(t->lanes, PATCH_LANES);
  (t->bf16 ? kernels->bf16->pack
           : kernels->patch->pack)(t->slab, t->base, t->steps, t->windows,
                                   windows, t->patches, step);
  run_packed(t);
}
