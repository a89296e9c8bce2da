/* The loops of order.h: without branches, as where a key belongs is hard to
 * foresee. */
#ifdef __AVX512F__
#include <immintrin.h>
#endif
#include <string.h>
#include <tgmath.h>

#include "order.h"
#include "vector.h"

#ifndef KERNEL_ISA
#define KERNEL_ISA baseline
#endif

static void load(int64_t n, Keys to, const real *x, Key place,
                 bool descending) {
  const Key top = (Key)1 << (8 * sizeof(Key) - 1), all = ~(Key)0;
  const Key turn = descending ? all : 0;
  Key *restrict key = to.key, *restrict at = to.place;
  for (int64_t i = 0; i < n; i++) {
    real v = x[i] + 0;
    Key bits;
    memcpy(&bits, &v, sizeof bits);
    bits ^= bits & top ? all : top;
    key[i] = (v != v ? all : bits) ^ turn;
  }
  for (int64_t i = 0; i < n; i++) at[i] = place + (Key)i;
}

static int64_t pick_from(int64_t i, int64_t n, Keys from, Key low, Key high,
                         Keys to, int64_t *below) {
  int64_t picked = 0, less = 0;
  for (; i < n; i++) {
    Key key = from.key[i], place = from.place[i];
    to.key[picked] = key;
    to.place[picked] = place;
    picked += (Key)(key - low) <= (Key)(high - low);
    less += key < low;
  }
  *below += less;
  return picked;
}

#ifdef __AVX512F__

#if REAL_IS_DOUBLE
typedef __mmask8 Mask;
enum { LANES = 8 };
#define LESS(a, b) _mm512_cmplt_epu64_mask(a, b)
#define NOT_ABOVE(a, b) _mm512_cmple_epu64_mask(a, b)
#define SAME(v) _mm512_set1_epi64((int64_t)(v))
#define PRESS(m, v) _mm512_maskz_compress_epi64(m, v)
#else
typedef __mmask16 Mask;
enum { LANES = 16 };
#define LESS(a, b) _mm512_cmplt_epu32_mask(a, b)
#define NOT_ABOVE(a, b) _mm512_cmple_epu32_mask(a, b)
#define SAME(v) _mm512_set1_epi32((int32_t)(v))
#define PRESS(m, v) _mm512_maskz_compress_epi32(m, v)
#endif

static int64_t pick(int64_t n, Keys from, Key low, Key high, Keys to,
                    int64_t *below) {
  const __m512i least = SAME(low), most = SAME(high);
  int64_t picked = 0, i = 0, less = 0;
  for (; i + LANES <= n; i += LANES) {
    __m512i key = _mm512_loadu_si512(from.key + i);
    Mask under = LESS(key, least);
    Mask in = NOT_ABOVE(key, most) & (Mask)~under;
    less += __builtin_popcount(under);
    if (!in) continue;
    __m512i place = _mm512_loadu_si512(from.place + i);
    _mm512_storeu_si512(to.key + picked, PRESS(in, key));
    _mm512_storeu_si512(to.place + picked, PRESS(in, place));
    picked += __builtin_popcount(in);
  }
  *below += less;
  Keys rest = {to.key + picked, to.place + picked};
  return picked + pick_from(i, n, from, low, high, rest, below);
}

#else

static int64_t pick(int64_t n, Keys from, Key low, Key high, Keys to,
                    int64_t *below) {
  return pick_from(0, n, from, low, high, to, below);
}

#endif

/* ---- ranks ---- */

#if defined __AVX512F__
enum { RUN = 64 };
#elif defined __AVX2__
enum { RUN = 32 };
#else
enum { RUN = 16 };
#endif

enum { SIDE = VECTOR_BYTES / sizeof(Key) }; /* by side */
typedef Key Side __attribute__((vector_size(VECTOR_BYTES)));

static void rank(int64_t n, const Key *key, Key *to) {
  for (int64_t i = 0; i < n; i += SIDE) {
    Side here, smaller = {0};
    memcpy(&here, key + i, sizeof here);
    for (int64_t k = 0; k < n; k++) smaller -= (Side)(key[k] < here);
    memcpy(to + i, &smaller, sizeof smaller);
  }
}

/* ---- places among sorted numbers ---- */

enum { SOUGHT = 16 };

/* The halves of all SOUGHT lines are looked at together. */
static inline void halve(const real *v, Whole count, const real *sorted,
                         bool right, Whole *low) {
  for (int k = 0; k < SOUGHT; k++) low[k] = 0;
  for (Whole left = count; left > 0;) {
    Whole half = (left + 1) / 2;
    for (int k = 0; k < SOUGHT; k++) {
      real a = sorted[low[k] + half - 1];
      bool before = right ? a <= v[k] : a < v[k];
      low[k] += before ? half : 0;
    }
    left -= half;
  }
}

/* How many are no NaN. */
static Whole numbers_in(Whole count, const real *sorted) {
  while (count > 0 && sorted[count - 1] != sorted[count - 1]) count--;
  return count;
}

static void search(int64_t n, const real *x, int64_t count, const real *sorted,
                   bool right, real *y) {
  Whole all = (Whole)count, numbers = numbers_in(all, sorted), low[SOUGHT];
  for (int64_t at = 0; at < n; at += SOUGHT) {
    int64_t some = n - at < SOUGHT ? n - at : SOUGHT;
    real v[SOUGHT] = {0};
    memcpy(v, x + at, (size_t)some * sizeof *v);
    if (right) halve(v, numbers, sorted, true, low);
    else halve(v, numbers, sorted, false, low);
    for (int k = 0; k < some; k++) {
      Whole before = v[k] == v[k] ? low[k] : right ? all : numbers;
      y[at + k] = (real)(before + 1);
    }
  }
}

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const OrderLoops NAME(order);
const OrderLoops NAME(order) = {RUN, load, pick, rank, search};
