#include "rng.h"

#include <string.h>

#include "kernel/kernel.h"
#include "pool.h"

void rng_seed(Rng *rng, uint64_t seed) { *rng = (Rng){seed, 0}; }

/* ---- numbers, a batch of words at a time ---- */

typedef struct Draw {
  Rng from;
  int64_t n;
  real *y;
  void (*fill)(const uint32_t *words, real *y);
  int64_t low; /* of integers */
  uint64_t span;
} Draw;

enum { BATCHES = 8 };

/* 0 .. span - 1 (span 0 is 2^64), even to one part in 2^64 / span. */
static uint64_t scaled(uint64_t bits, uint64_t span) {
  return span ? (uint64_t)(((unsigned __int128)bits * span) >> 64) : bits;
}

static uint64_t bits_at(const uint32_t *words, int64_t i) {
  return (uint64_t)words[i] << 32 | words[i + RNG_WORDS / 2];
}

static int64_t batch_of(const Draw *d) {
  return d->fill ? RNG_BATCH : RNG_WORDS / 2;
}

static void draw_batch(const Draw *d, const uint32_t *words, int64_t n,
                       real *y) {
  real whole[RNG_BATCH];
  if (!d->fill) {
    for (int64_t i = 0; i < n; i++)
      y[i] = (real)(d->low + (int64_t)scaled(bits_at(words, i), d->span));
    return;
  }
  d->fill(words, n < RNG_BATCH ? whole : y);
  if (n < RNG_BATCH) memcpy(y, whole, (size_t)n * sizeof *y);
}

static void draw_chunk(void *context, int64_t chunk) {
  const Draw *d = context;
  uint32_t words[RNG_WORDS];
  int64_t size = batch_of(d);
  for (int64_t b = chunk * BATCHES; b < (chunk + 1) * BATCHES; b++) {
    int64_t at = b * size, n = d->n - at < size ? d->n - at : size;
    if (n <= 0) return;
    kernels->words(d->from.seed, d->from.counter + (uint64_t)(b * RNG_LANES),
                   words);
    draw_batch(d, words, n, d->y + at);
  }
}

static void draw(Rng *rng, Draw d) {
  d.from = *rng;
  int64_t batches = (d.n + batch_of(&d) - 1) / batch_of(&d);
  pool_run(draw_chunk, &d, (batches + BATCHES - 1) / BATCHES);
  rng->counter += (uint64_t)(batches * RNG_LANES);
}

void rng_uniform(Rng *rng, int64_t n, real *y) {
  draw(rng, (Draw){.n = n, .y = y, .fill = kernels->uniform});
}

void rng_normal(Rng *rng, int64_t n, real *y) {
  draw(rng, (Draw){.n = n, .y = y, .fill = kernels->normal});
}

void rng_integers(Rng *rng, int64_t low, int64_t high, int64_t n, real *y) {
  draw(rng, (Draw){.n = n,
                   .y = y,
                   .low = low,
                   .span = (uint64_t)high - (uint64_t)low + 1});
}

/* Fisher and Yates. */
void rng_permutation(Rng *rng, int64_t n, real *y) {
  enum { SIZE = RNG_WORDS / 2 };
  uint32_t words[RNG_WORDS];
  for (int64_t i = 0; i < n; i++) y[i] = (real)i;
  for (int64_t k = 0; k < n - 1; k++) {
    if (k % SIZE == 0) {
      kernels->words(rng->seed, rng->counter, words);
      rng->counter += RNG_LANES;
    }
    int64_t j = k +
                (int64_t)scaled(bits_at(words, k % SIZE), (uint64_t)(n - k));
    real kept = y[k];
    y[k] = y[j];
    y[j] = kept;
  }
}
