/* multiply.h in vectors. Sums stay in registers: those of a tile, or of half of
 * one where there are 16 registers; along steps, those of each lane. */
#include "multiply.h"
#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

#if defined __AVX512F__ || defined __aarch64__
#define REGISTERS 32
#else
#define REGISTERS 16
#endif

enum {
  LANES = VECTOR_BYTES / sizeof(real),
  VECTORS = MULTIPLY_VECTORS,
  COLUMNS = MULTIPLY_COLUMNS
};

typedef real Vec __attribute__((vector_size(VECTOR_BYTES),
                                aligned(sizeof(real)), may_alias));
#ifdef LUNETTE_DOUBLE
typedef int64_t Bits __attribute__((vector_size(VECTOR_BYTES)));
#else
typedef int32_t Bits __attribute__((vector_size(VECTOR_BYTES)));
#endif

#define INLINE static inline __attribute__((always_inline))

INLINE Vec load(const real *x) { return *(const Vec *)x; }

/* ---- over columns ---- */

/* From column `first` on; b's vectors lie side by side or are spread. */
INLINE void over_block(const MultiplyTile *t, const int rows, const int vectors,
                       const int spread, const int first) {
  Vec sum[MULTIPLY_ROWS][VECTORS];
  int64_t from[VECTORS];
  const real *a = t->a, *b = t->b;
#pragma GCC unroll 8
  for (int v = 0; v < vectors; v++)
    from[v] = spread ? t->vector[first + v] : (first + v) * LANES;
#pragma GCC unroll 8
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 8
    for (int v = 0; v < vectors; v++) sum[i][v] = (Vec){0};
  for (int64_t s = 0; s < t->steps; s++, a += t->a_step) {
    const real *row = b + (spread ? t->at[s] : s * t->b_step);
    Vec right[VECTORS];
#pragma GCC unroll 8
    for (int v = 0; v < vectors; v++) right[v] = load(row + from[v]);
#pragma GCC unroll 8
    for (int i = 0; i < rows; i++)
#pragma GCC unroll 8
      for (int v = 0; v < vectors; v++) sum[i][v] += a[i * t->a_row] * right[v];
  }
#pragma GCC unroll 8
  for (int i = 0; i < rows; i++) {
    real *y = t->sum + i * t->sum_row + first * LANES;
#pragma GCC unroll 8
    for (int v = 0; v < vectors; v++) {
      if (t->add) sum[i][v] += load(y + v * LANES);
      *(Vec *)(y + v * LANES) = sum[i][v];
    }
  }
}

/* By halves where registers are few. */
INLINE void over_rows(const MultiplyTile *t, const int rows, const int spread) {
  int64_t vectors = (t->columns + LANES - 1) / LANES;
  if (vectors == 1) over_block(t, rows, 1, spread, 0);
  else if (REGISTERS == 16 && rows > 3) {
    over_block(t, rows, 2, spread, 0);
    if (vectors == 3) over_block(t, rows, 1, spread, 2);
    if (vectors == 4) over_block(t, rows, 2, spread, 2);
  } else if (vectors == 2) over_block(t, rows, 2, spread, 0);
  else if (vectors == 3) over_block(t, rows, 3, spread, 0);
  else over_block(t, rows, 4, spread, 0);
}

INLINE void over_any(const MultiplyTile *t, const int spread) {
  switch (t->rows) {
    case 1: over_rows(t, 1, spread); break;
    case 2: over_rows(t, 2, spread); break;
    case 3: over_rows(t, 3, spread); break;
    case 4: over_rows(t, 4, spread); break;
    case 5: over_rows(t, 5, spread); break;
    default: over_rows(t, 6, spread); break;
  }
}

static void over(const MultiplyTile *t) { over_any(t, 0); }
static void spread_over(const MultiplyTile *t) { over_any(t, 1); }

/* Sums are in the nearest cache, b comes from further away: four of its rows
 * for each time that they are read and written. */
static void row(const MultiplyTile *t) {
  int64_t vectors = (t->columns + LANES - 1) / LANES, s = 0;
  Vec *sum = (Vec *)t->sum;
  for (int64_t v = 0; v < vectors && !t->add; v++) sum[v] = (Vec){0};
  for (; s + 4 <= t->steps; s += 4) {
    const real *a = t->a + s * t->a_step, *b = t->b + s * t->b_step;
    real first = *a, second = a[t->a_step];
    real third = a[2 * t->a_step], fourth = a[3 * t->a_step];
    for (int64_t v = 0; v < vectors; v++, b += LANES)
      sum[v] += (first * load(b) + second * load(b + t->b_step)) +
                (third * load(b + 2 * t->b_step) +
                 fourth * load(b + 3 * t->b_step));
  }
  for (; s < t->steps; s++) {
    const real *b = t->b + s * t->b_step;
    for (int64_t v = 0; v < vectors; v++, b += LANES)
      sum[v] += t->a[s * t->a_step] * load(b);
  }
}

/* ---- along steps ---- */

/* Of the lanes of x and y in groups of `size`: the two halves of each group,
 * added. */
INLINE Vec fold(Vec x, Vec y, const int size) {
  Bits low = {0};
#pragma GCC unroll 16
  for (int k = 0; k < LANES; k++)
    low[k] = k / (size / 2) * size + k % (size / 2);
  return __builtin_shuffle(x, y, low) + __builtin_shuffle(x, y, low + size / 2);
}

/* y[j] = the total of x[j]. */
INLINE void put_totals(Vec *x, const int n, real *y) {
  int count = n;
#pragma GCC unroll 4
  for (int size = LANES; size > 1; size /= 2) {
    int half = count > 1 ? count / 2 : 1;
#pragma GCC unroll 4
    for (int j = 0; j < half; j++)
      x[j] = fold(x[count > 1 ? 2 * j : j], x[count > 1 ? 2 * j + 1 : j], size);
    count = half;
  }
#pragma GCC unroll 8
  for (int j = 0; j < n; j++) y[j] = x[j / LANES][j % LANES];
}

/* The LANES at x, 0 in place of the first `out` of them. */
INLINE Vec last(const real *x, int out) {
  Bits lane = {0};
  for (int k = 0; k < LANES; k++) lane[k] = k;
  return (Vec)((Bits)load(x) & (lane >= out));
}

enum { WIDE = 8, CHAINS = 4 };

/* The steps from s on, in one chain. */
INLINE void along_rest(const MultiplyTile *t, const int rows, const int n,
                       int64_t s, const real *b, Vec sum[MULTIPLY_ROWS][WIDE]) {
  for (; s < t->steps; s += LANES) {
    int64_t at = s + LANES <= t->steps ? s : t->steps - LANES;
#pragma GCC unroll 8
    for (int j = 0; j < n; j++) {
      Vec right = last(b + j * t->b_step + at, (int)(s - at));
#pragma GCC unroll 8
      for (int i = 0; i < rows; i++)
        sum[i][j] += last(t->a + i * t->a_row + at, (int)(s - at)) * right;
    }
  }
}

/* Of n columns of b, which are taken together; each sum is made in `chains`
 * parts, so that none waits for the one before. */
INLINE void along_block(const MultiplyTile *t, const int rows, const int n,
                        const int chains, int64_t first) {
  Vec sum[CHAINS][MULTIPLY_ROWS][WIDE];
  const real *a = t->a, *b = t->b + first * t->b_step;
#pragma GCC unroll 4
  for (int c = 0; c < chains; c++)
#pragma GCC unroll 8
    for (int i = 0; i < rows; i++)
#pragma GCC unroll 8
      for (int j = 0; j < n; j++) sum[c][i][j] = (Vec){0};
  int64_t s = 0;
  for (; s + chains * LANES <= t->steps; s += chains * LANES)
#pragma GCC unroll 4
    for (int c = 0; c < chains; c++)
#pragma GCC unroll 8
      for (int j = 0; j < n; j++) {
        Vec right = load(b + j * t->b_step + s + c * LANES);
#pragma GCC unroll 8
        for (int i = 0; i < rows; i++)
          sum[c][i][j] += load(a + i * t->a_row + s + c * LANES) * right;
      }
  along_rest(t, rows, n, s, b, sum[0]);
#pragma GCC unroll 8
  for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
    for (int c = 1; c < chains; c++)
#pragma GCC unroll 8
      for (int j = 0; j < n; j++) sum[0][i][j] += sum[c][i][j];
    put_totals(sum[0][i], n, t->sum + i * t->sum_row + first);
  }
}

INLINE void along_rows(const MultiplyTile *t, const int rows) {
  const int wide = rows == 1 ? WIDE : WIDE / 2;
  int64_t j = 0, n = t->columns;
  for (; j + wide <= n; j += wide) along_block(t, rows, wide, 1, j);
  for (; j < n; j++) along_block(t, rows, 1, rows < 3 ? CHAINS : 2, j);
}

#if REGISTERS == 16
/* Two rows by four columns are what 16 registers hold. */
static void along(const MultiplyTile *t) {
  MultiplyTile two = *t;
  for (; two.rows > 0; two.rows -= 2) {
    if (two.rows == 1) along_rows(&two, 1);
    else along_rows(&two, 2);
    two.a += 2 * two.a_row;
    two.sum += 2 * t->sum_row;
  }
}
#else
static void along(const MultiplyTile *t) {
  switch (t->rows) {
    case 1: along_rows(t, 1); break;
    case 2: along_rows(t, 2); break;
    case 3: along_rows(t, 3); break;
    case 4: along_rows(t, 4); break;
    case 5: along_rows(t, 5); break;
    default: along_rows(t, 6); break;
  }
}
#endif

/* ---- into c ---- */

/* Adjacent elements. */
INLINE void put_row(int64_t n, const real *sum, real alpha, real beta,
                    real *c) {
  if (beta == 0)
    for (int64_t j = 0; j < n; j++) c[j] = alpha * sum[j];
  else
    for (int64_t j = 0; j < n; j++) c[j] = alpha * sum[j] + beta * c[j];
}

static void put(const MultiplyTile *t, int64_t skipped, const Gemm *g,
                real beta, real *c) {
  const real *sum = t->sum + skipped;
  int64_t n = t->columns - skipped, step = g->c_column;
  for (int64_t i = 0; i < t->rows; i++, sum += t->sum_row, c += g->c_row)
    if (step == 1 && n == COLUMNS) put_row(COLUMNS, sum, g->alpha, beta, c);
    else if (step == 1) put_row(n, sum, g->alpha, beta, c);
    else
      for (int64_t j = 0; j < n; j++)
        put_row(1, sum + j, g->alpha, beta, c + j * step);
}

static void scaled(int64_t n, real alpha, real a, const real *b, real *c) {
  for (int64_t j = 0; j < n; j++) c[j] = alpha * (a * b[j]);
}

/* ---- the peak ---- */

/* As many sums as hide that each waits for the one before. */
static int64_t peak(int64_t rounds) {
  enum { SUMS = 12 };
  Vec sum[SUMS], half = {0}, one = {0};
  volatile real seen;
#pragma GCC unroll 16
  for (int k = 0; k < SUMS; k++) sum[k] = (Vec){(real)k};
  half += (real)0.5;
  one += 1;
  for (int64_t i = 0; i < rounds; i++)
#pragma GCC unroll 16
    for (int k = 0; k < SUMS; k++) sum[k] = sum[k] * half + one;
#pragma GCC unroll 16
  for (int k = 1; k < SUMS; k++) sum[0] += sum[k];
  seen = sum[0][0];
  (void)seen;
  return rounds * 2 * SUMS * LANES;
}

#define NAME2(isa) multiply_##isa
#define NAME(isa) NAME2(isa)

extern const MultiplyLoops NAME(KERNEL_ISA);
const MultiplyLoops NAME(KERNEL_ISA) = {
    LANES, over, row, spread_over, along, put, scaled, peak};
