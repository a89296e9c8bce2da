#include "rng.h"

#include <math.h>
#include <string.h>

#include "pool.h"

void rng_seed(Rng *rng, uint64_t seed) { *rng = (Rng){seed, 0}; }

/* ---- words ---- */

/* LANES blocks of four words side by side, so that a compiler makes vectors of
 * them: word w of block b is out[w][b]. */
enum { LANES = 256 };

static void philox(uint64_t seed, uint64_t counter, uint32_t out[4][LANES]) {
  for (int b = 0; b < LANES; b++) {
    uint64_t at = counter + (uint64_t)b;
    uint32_t c0 = (uint32_t)at, c1 = (uint32_t)(at >> 32), c2 = 0, c3 = 0;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
      uint64_t p = 0xD2511F53ull * c0, q = 0xCD9E8D57ull * c2;
      c0 = (uint32_t)(q >> 32) ^ c1 ^ k0;
      c1 = (uint32_t)q;
      c2 = (uint32_t)(p >> 32) ^ c3 ^ k1;
      c3 = (uint32_t)p;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    out[0][b] = c0, out[1][b] = c1, out[2][b] = c2, out[3][b] = c3;
  }
}

/* ---- numbers, GROUP to a batch of words ---- */

typedef struct Draw {
  Rng from;
  int64_t n;
  real *y;
  void (*fill)(const struct Draw *d, uint32_t word[4][LANES], int64_t n,
               real *y);
  int64_t low;
  uint64_t span;
} Draw;

enum { GROUP = 2 * LANES };

/* 64 bits from two words of one block: number i uses half i / LANES. */
static uint64_t bits_at(uint32_t word[4][LANES], int64_t i) {
  int64_t half = i / LANES * 2, b = i % LANES;
  return (uint64_t)word[half][b] << 32 | word[half + 1][b];
}

#if REAL_IS_DOUBLE
static real unit(uint64_t bits) { return (real)(bits >> 11) * 0x1p-53; }
#else
static real unit(uint64_t bits) { return (real)(bits >> 40) * 0x1p-24f; }
#endif

static void fill_uniform(const Draw *d, uint32_t word[4][LANES], int64_t n,
                         real *y) {
  (void)d;
  for (int64_t i = 0; i < n; i++) y[i] = unit(bits_at(word, i));
}

/* Box and Muller: a pair from the two halves of a block. */
static void fill_normal(const Draw *d, uint32_t word[4][LANES], int64_t n,
                        real *y) {
  (void)d;
  for (int64_t b = 0; b < LANES && b < n; b++) {
    double u = ((double)(bits_at(word, b) >> 11) + 1) * 0x1p-53;
    double v = (double)(bits_at(word, b + LANES) >> 11) * 0x1p-53;
    double radius = sqrt(-2 * log(u)), angle = 6.283185307179586 * v;
    y[b] = (real)(radius * cos(angle));
    if (b + LANES < n) y[b + LANES] = (real)(radius * sin(angle));
  }
}

/* 0 .. span - 1 (span 0 is 2^64), even to one part in 2^64 / span. */
static uint64_t scaled(uint64_t bits, uint64_t span) {
  return span ? (uint64_t)(((unsigned __int128)bits * span) >> 64) : bits;
}

static void fill_integers(const Draw *d, uint32_t word[4][LANES], int64_t n,
                          real *y) {
  for (int64_t i = 0; i < n; i++)
    y[i] = (real)(d->low + (int64_t)scaled(bits_at(word, i), d->span));
}

enum { GROUPS = 16 };

static void draw_chunk(void *context, int64_t chunk) {
  const Draw *d = context;
  uint32_t word[4][LANES];
  for (int64_t g = chunk * GROUPS; g < (chunk + 1) * GROUPS; g++) {
    int64_t at = g * GROUP, n = d->n - at < GROUP ? d->n - at : GROUP;
    if (n <= 0) return;
    philox(d->from.seed, d->from.counter + (uint64_t)(g * LANES), word);
    d->fill(d, word, n, d->y + at);
  }
}

static void draw(Rng *rng, Draw d) {
  d.from = *rng;
  int64_t groups = (d.n + GROUP - 1) / GROUP;
  pool_run(draw_chunk, &d, (groups + GROUPS - 1) / GROUPS);
  rng->counter += (uint64_t)(groups * LANES);
}

void rng_uniform(Rng *rng, int64_t n, real *y) {
  draw(rng, (Draw){.n = n, .y = y, .fill = fill_uniform});
}

void rng_normal(Rng *rng, int64_t n, real *y) {
  draw(rng, (Draw){.n = n, .y = y, .fill = fill_normal});
}

void rng_integers(Rng *rng, int64_t low, int64_t high, int64_t n, real *y) {
  draw(rng, (Draw){.n = n, .y = y, .fill = fill_integers, .low = low,
                   .span = (uint64_t)high - (uint64_t)low + 1});
}

/* Fisher and Yates. */
void rng_permutation(Rng *rng, int64_t n, real *y) {
  uint32_t word[4][LANES];
  for (int64_t i = 0; i < n; i++) y[i] = (real)i;
  for (int64_t k = 0; k < n - 1; k++) {
    if (k % GROUP == 0) {
      philox(rng->seed, rng->counter, word);
      rng->counter += LANES;
    }
    int64_t j = k + (int64_t)scaled(bits_at(word, k % GROUP),
                                    (uint64_t)(n - k));
    real kept = y[k];
    y[k] = y[j];
    y[j] = kept;
  }
}
