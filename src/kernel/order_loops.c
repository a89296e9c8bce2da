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
  int64_t i = 0;
  for (; i + SIDE < n; i += 2 * SIDE) {
    Side a, b, below_a = {0}, below_b = {0};
    memcpy(&a, key + i, sizeof a);
    memcpy(&b, key + i + SIDE, sizeof b);
    for (int64_t k = 0; k < n; k++) {
      below_a -= (Side)(key[k] < a);
      below_b -= (Side)(key[k] < b);
    }
    memcpy(to + i, &below_a, sizeof below_a);
    memcpy(to + i + SIDE, &below_b, sizeof below_b);
  }
  for (; i < n; i += SIDE) {
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

/* ---- extremes ---- */

enum { WIDE = VECTOR_BYTES / sizeof(real) };
typedef real Vec __attribute__((vector_size(VECTOR_BYTES)));
typedef Whole Wholes __attribute__((vector_size(VECTOR_BYTES)));

static inline Wholes either(Wholes take, Wholes a, Wholes b) {
  return (a & take) | (b & ~take);
}

/* Whole numbers of the same order; NaN is the largest. */
static inline Wholes ordered(Vec v, bool most) {
  const Whole top = (Whole)(((uint64_t)1 << (8 * sizeof(Whole) - 1)) - 1);
  Wholes bits;
  if (!most) v = -v;
  v += 0; /* which makes 0 of -0 */
  memcpy(&bits, &v, sizeof bits);
  /* cppcheck-suppress shiftTooManyBitsSigned ; gcc shifts signs in */
  bits ^= (bits >> (8 * (int)sizeof(Whole) - 1)) & top;
  return either((Wholes)(v != v), bits - bits + top, bits);
}

/* Of the lanes with the largest keys the least place. */
static Whole first_of(Wholes keys, Wholes places) {
  Whole key[WIDE], place[WIDE];
  memcpy(key, &keys, sizeof key);
  for (int h = WIDE / 2; h > 0; h /= 2)
    for (int k = 0; k < h; k++)
      key[k] = key[k + h] > key[k] ? key[k + h] : key[k];
  const Whole beyond = (Whole)(((uint64_t)1 << (8 * sizeof(Whole) - 1)) - 1);
  places = either((Wholes)(keys == key[0]), places, keys - keys + beyond);
  memcpy(place, &places, sizeof place);
  for (int h = WIDE / 2; h > 0; h /= 2)
    for (int k = 0; k < h; k++)
      place[k] = place[k + h] < place[k] ? place[k + h] : place[k];
  return place[0];
}

static int64_t extreme(int64_t n, const real *x, bool most) {
  static const Whole lane[] = {
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  Wholes place, at, best;
  Vec v;
  memcpy(&place, lane, sizeof place);
  at = place;
  best = at - at + (Whole)((uint64_t)1 << (8 * sizeof(Whole) - 1));
  for (int64_t i = 0; i < n; i += WIDE, place += WIDE) {
    Wholes inside = (Wholes)(place < (Whole)n);
    if (i + WIDE <= n) memcpy(&v, x + i, sizeof v);
    else {
      v = v - v;
      memcpy(&v, x + i, (size_t)(n - i) * sizeof *x);
    }
    Wholes key = ordered(v, most), take = (Wholes)(key > best) & inside;
    best = either(take, key, best);
    at = either(take, place, at);
  }
  return first_of(best, at);
}

#define INLINE static inline __attribute__((always_inline))

/* With y_step 0 the first extremes alone; else the last up to each. */
INLINE void columns_of(int64_t n, int64_t columns, const real *x, int64_t step,
                       const bool most, real *y, const bool each) {
  real best[ORDER_COLUMNS], at[ORDER_COLUMNS];
  for (int64_t k = 0; k < columns; k++) best[k] = x[k], at[k] = 1;
  for (int64_t i = 0; i < n; i++, x += step) {
    real place = (real)(i + 1);
    for (int64_t k = 0; k < columns; k++) {
      real v = x[k], b = best[k];
      bool more = each ? (most ? v >= b : v <= b) : (most ? v > b : v < b);
      bool take = more | ((v != v) & (each | (b == b)));
      best[k] = take ? v : b;
      at[k] = take ? place : at[k];
    }
    for (int64_t k = 0; each && k < columns; k++) y[i * step + k] = at[k];
  }
  for (int64_t k = 0; !each && k < columns; k++) y[k] = at[k];
}

INLINE void any_columns(int64_t n, int64_t columns, const real *x, int64_t step,
                        const bool most, real *y, const bool each) {
  if (columns == ORDER_COLUMNS)
    columns_of(n, ORDER_COLUMNS, x, step, most, y, each);
  else columns_of(n, columns, x, step, most, y, each);
}

static void extremes(int64_t n, int64_t columns, const real *x, int64_t step,
                     bool most, real *y) {
  if (most) any_columns(n, columns, x, step, true, y, false);
  else any_columns(n, columns, x, step, false, y, false);
}

static void runnings(int64_t n, int64_t columns, const real *x, int64_t step,
                     bool most, real *y) {
  if (most) any_columns(n, columns, x, step, true, y, true);
  else any_columns(n, columns, x, step, false, y, true);
}

/* New extremes become rare: where a stretch has none, all is as it was. */
INLINE void running_of(int64_t n, const real *x, const bool most, real *y) {
  enum { STRETCH = 16 };
  real best = *x, at = 1;
  for (int64_t i = 0; i < n; i += STRETCH) {
    int64_t end = n - i < STRETCH ? n - i : STRETCH;
    Whole any = end < STRETCH;
    for (int k = 0; !any && k < STRETCH; k++)
      any |= !(most ? x[i + k] < best : x[i + k] > best);
    if (!any) {
      for (int k = 0; k < STRETCH; k++) y[i + k] = at;
      continue;
    }
    for (int64_t k = i; k < i + end; k++) {
      real v = x[k];
      bool take = (v != v) | (most ? v >= best : v <= best);
      best = take ? v : best;
      at = take ? (real)(k + 1) : at;
      y[k] = at;
    }
  }
}

static void running(int64_t n, const real *x, bool most, real *y) {
  if (most) running_of(n, x, true, y);
  else running_of(n, x, false, y);
}

#define NAME2(name, isa) name##_##isa
#define NAME1(name, isa) NAME2(name, isa)
#define NAME(name) NAME1(name, KERNEL_ISA)

extern const OrderLoops NAME(order);
const OrderLoops NAME(order) = {
    RUN, load, pick, rank, search, extreme, extremes, running, runnings};
