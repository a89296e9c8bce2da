/* bfloat16 by tiles of AMX (amx.h); compiled once for its instructions, and
 * once, by bf16_amx_plain.c, for the plain form.
 *
 * A run makes 32 x 32 of c in four tiles, of two tiles from each side at a
 * time. Its steps are cut into blocks of as many pairs each, 16 at most; pairs
 * of zeros at the end of a panel make the last one whole, for which there is
 * room, as a sealed panel is half of a packed one.
 *   wide: a panel of pairs (bf16_pairs.h): 32 lanes side by side, as a tile
 *         takes them
 *   narrow: the same, each block of it transposed: of each lane all pairs */
#include "bf16.h"

#if !REAL_IS_DOUBLE && (defined AMX_PLAIN || defined __AMX_BF16__)
#include "amx.h"
#include "bf16_pairs.h"
#include "kernel.h"
#include "sizes.h"

#ifdef AMX_PLAIN
#define NAME "amx-plain"
static const Bf16Pairs *const pairs = &bf16_pairs_plain;
#else
#include <sys/syscall.h>
#include <unistd.h>
#define NAME "amx"
static const Bf16Pairs *const pairs = &bf16_pairs_avx512;
#endif

enum { SIDE = 32, HALF = 16, PAIRS = 16 };

typedef struct Cut {
  int64_t blocks, pairs; /* pairs in a block */
} Cut;

static Cut cut(int64_t steps) {
  int64_t all = divide_up(steps, 2), blocks = divide_up(all, PAIRS);
  return (Cut){blocks, blocks ? divide_up(all, blocks) : 1};
}

/* ---- panels ---- */

static void round_loop(int64_t n, float *x) { pairs->round(n, x); }
static void compact(int64_t n, float *x) { pairs->compact(n, x); }

/* The pairs of zeros. */
static void fill_up(int64_t steps, float *panel) {
  Cut c = cut(steps);
  int64_t made = divide_up(steps, 2), all = c.blocks * c.pairs;
  memset(panel + made * SIDE, 0, (size_t)((all - made) * SIDE) * sizeof(float));
}

static void pack(const float *src, const int64_t *base, int64_t steps,
                 const Window *w, int64_t windows, float *panel, int64_t step) {
  pairs->pack(src, base, steps, w, windows, panel, step);
  fill_up(steps, panel);
}

static void seal_wide(int64_t steps, int64_t lanes, const float *x,
                      int64_t x_step, float *panel, int64_t step) {
  pairs->seal(steps, lanes, x, x_step, panel, step);
  fill_up(steps, panel);
}

static void seal_narrow(int64_t steps, int64_t lanes, const float *x,
                        int64_t x_step, float *panel, int64_t step) {
  seal_wide(steps, lanes, x, x_step, panel, step);
  float block[PAIRS * SIDE];
  Cut c = cut(steps);
  for (int64_t k = 0; k < c.blocks; k++, panel += c.pairs * SIDE) {
    memcpy(block, panel, (size_t)(c.pairs * SIDE) * sizeof(float));
    kernels->patch->transpose(c.pairs, SIDE, block, SIDE, panel, c.pairs);
  }
}

/* ---- the tile ---- */

/* Tiles 0 to 3 are c: upper left, upper right, lower left, lower right; 4 and 5
 * the narrow side, 6 and 7 the wide one. */
static void begin(int64_t steps) {
  int64_t count = cut(steps).pairs;
  AmxConfig c = {.palette = 1};
  for (int k = 0; k < AMX_TILES; k++) {
    bool narrow = k == 4 || k == 5, wide = k == 6 || k == 7;
    c.bytes[k] = (uint16_t)(narrow ? 4 * count : AMX_BYTES);
    c.rows[k] = (uint8_t)(wide ? count : AMX_ROWS);
  }
  amx_configure(&c);
}

static void end(void) { amx_release(); }

static inline void open_c(AmxTiles *t, bool add, const float *c,
                          int64_t c_row) {
  int64_t stride = c_row * 4;
  const float *low = c + HALF * c_row;
  if (add) {
    amx_load(t, 0, c, stride);
    amx_load(t, 1, c + HALF, stride);
    amx_load(t, 2, low, stride);
    amx_load(t, 3, low + HALF, stride);
  } else {
    amx_zero(t, 0);
    amx_zero(t, 1);
    amx_zero(t, 2);
    amx_zero(t, 3);
  }
}

static inline void store_c(const AmxTiles *t, float *c, int64_t c_row) {
  int64_t stride = c_row * 4;
  float *low = c + HALF * c_row;
  amx_store(t, 0, c, stride);
  amx_store(t, 1, c + HALF, stride);
  amx_store(t, 2, low, stride);
  amx_store(t, 3, low + HALF, stride);
}

static void run(int64_t steps, const float *wide, const float *narrow,
                int64_t lanes, int64_t rows, bool add, float *c,
                int64_t c_row) {
  (void)lanes, (void)rows;
  AmxTiles t;
  Cut s = cut(steps);
  int64_t line = SIDE * 4, row = 4 * s.pairs, block = SIDE * s.pairs;
  open_c(&t, add, c, c_row);
  for (int64_t k = 0; k < s.blocks; k++, narrow += block, wide += block) {
    amx_load(&t, 4, narrow, row);
    amx_load(&t, 6, wide, line);
    amx_load(&t, 7, wide + HALF, line);
    amx_load(&t, 5, narrow + HALF * s.pairs, row);
    amx_dot(&t, 0, 4, 6);
    amx_dot(&t, 1, 4, 7);
    amx_dot(&t, 2, 5, 6);
    amx_dot(&t, 3, 5, 7);
  }
  store_c(&t, c, c_row);
}

static void tile_sizes(GemmTile *t) {
  *t = (GemmTile){
      .wide = SIDE,
      .narrow = SIDE,
      .wide_grain = SIDE,
      .narrow_grain = SIDE,
      .wide_step = SIDE,
      .narrow_step = SIDE,
      .depth = 512,
      .run = run,
      .seal_wide = seal_wide,
      .seal_narrow = seal_narrow,
      .begin = begin,
      .end = end};
}

static const Bf16Loops loops = {NAME, round_loop, compact, pack, tile_sizes};

#ifdef AMX_PLAIN
const Bf16Loops *bf16_amx_plain(void) { return &loops; }
#else
/* Linux lends tiles to a process that asks, for all its threads. */
const Bf16Loops *bf16_amx(void) {
  enum { ASK = 0x1023, TILE_DATA = 18 };
  return syscall(SYS_arch_prctl, ASK, TILE_DATA) == 0 ? &loops : NULL;
}
#endif

#elif defined AMX_PLAIN
const Bf16Loops *bf16_amx_plain(void) { return NULL; }
#else
const Bf16Loops *bf16_amx(void) { return NULL; }
#endif
