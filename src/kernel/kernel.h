/* Inner loops on raw buffers, compiled once for each instruction set and chosen
 * when the library is first used, by processor.h: avx512, avx2, baseline (what
 * the compiler takes for granted), or plain, which is baseline without the
 * loops that have a plain form elsewhere. */
#ifndef LUNETTE_KERNEL_H
#define LUNETTE_KERNEL_H

#include <stdbool.h>

#include "../processor.h"
#include "../real.h"

/* y[i] = f(x[0][i], x[1][i], ...); r are an op's real attributes. y may be one
 * of x. */
typedef void (*Loop)(int64_t n, real *y, const real *const *x, const double *r);

/* Random words (Philox4x32-10) and numbers made of them, for rng.c. Word w of
 * block counter + b is words[w * RNG_LANES + b]. A batch holds RNG_BATCH
 * numbers, uniform in [0, 1) or normal. */
enum {
  RNG_LANES = 256,
  RNG_WORDS = 4 * RNG_LANES,
  RNG_BATCH = REAL_IS_DOUBLE ? RNG_WORDS / 2 : RNG_WORDS
};

/* The fast loop of a pointwise op, and maybe one for when x[1] is a single
 * number. */
typedef struct KernelLoop {
  const char *name;
  Loop loop, by_number;
} KernelLoop;

/* An index, in what comes in vectors: holds all that a real can number. */
#if REAL_IS_DOUBLE
typedef int64_t Whole;
#else
typedef int32_t Whole;
#endif

enum { LOOP_FILES = 3 };

/* What one instruction set offers. */
typedef struct KernelTable {
  const char *isa; /* "avx512", "avx2", "baseline" or "plain" */
  /* Of pointwise ops, each up to one without name: arithmetic_loops.c's,
   * special_loops.c's, and those of loops.c. */
  const KernelLoop *loops[LOOP_FILES];
  void (*add)(int64_t n, real *y, const real *x); /* y += x */
  void (*fill)(int64_t n, real *y, real value);
  /* y[i] = first + step i, worked out in double. */
  void (*line)(int64_t n, real *y, double first, double step);
  /* Are all of v whole numbers from 1 to size? And v as such. */
  bool (*are_indices)(int64_t n, const real *v, real size);
  void (*wholes)(int64_t n, Whole *y, const real *v);
  /* y += x[at[i] .. at[i] + d - 1] for each i, in turn. */
  void (*add_rows)(int64_t d, real *y, const real *x, int64_t n,
                   const int64_t *at);
  /* y[i y_step + j] = x[j x_step + i] for i < rows and j < columns. */
  void (*transpose)(int64_t rows, int64_t columns, real *y, int64_t y_step,
                    const real *x, int64_t x_step);
  /* The sum of x[0 .. n - 1], in pairs, so that its rounding grows as log n. */
  real (*sum)(int64_t n, const real *x);
  void (*words)(uint64_t seed, uint64_t counter, uint32_t *words);
  void (*uniform)(const uint32_t *words, real *y);
  void (*normal)(const uint32_t *words, real *y);
  const struct NormLoops *norm;           /* norm.h */
  const struct MinibatchLoops *minibatch; /* minibatch.h */
  const struct FourierLoops *fourier;     /* fourier.h */
  const struct MultiplyLoops *multiply;   /* multiply.h */
  const struct PatchLoops *patch;         /* patch.h */
  const struct FoldLoops *fold;           /* fold.h */
  const struct OrderLoops *order;         /* order.h */
  const struct DistanceLoops *distance;   /* distance.h */
  const struct FactorLoops *factor;       /* factor.h */
  const struct SoftLoops *soft;           /* soft.h */
  const struct UpdateLoops *update;       /* update.h */
  const struct WindowLoops *window;       /* window.h */
  const struct WinogradLoops *winograd;   /* winograd.h */
  const struct Bf16Loops *bf16;           /* bf16.h */
} KernelTable;

/* This processor's, from kernel_choose on. */
extern const KernelTable *kernels;

/* To be called once. False with an error when LUNETTE_ISA asks for what is not
 * there. */
bool kernel_choose(void);

/* What was chosen, and why. */
const Choice *kernel_choice(void);

/* The fast loops of the pointwise op of that name, or NULL: then the plain one
 * beside its row serves. */
const KernelLoop *kernel_find(const char *op_name);

#endif
