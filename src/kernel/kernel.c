#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#include "../error.h"

extern const KernelTable kernel_table_baseline;
#ifdef KERNEL_X86
extern const KernelTable kernel_table_avx2, kernel_table_avx512;
#endif

static const KernelTable *table;
static bool plain;

/* Choices, the best first. */
static int usable(const KernelTable **out) {
  int n = 0;
#ifdef KERNEL_X86
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    out[n++] = &kernel_table_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    out[n++] = &kernel_table_avx2;
#endif
  out[n++] = &kernel_table_baseline;
  return n;
}

bool kernel_choose(void) {
  const KernelTable *choice[3];
  const char *forced = getenv("LUNETTE_ISA");
  int n = usable(choice);
  table = choice[0];
  if (!forced || !*forced) return true;
  plain = !strcmp(forced, "plain");
  if (plain) {
    table = choice[n - 1];
    return true;
  }
  for (int k = 0; k < n; k++)
    if (!strcmp(choice[k]->isa, forced)) {
      table = choice[k];
      return true;
    }
  return error_set("LUNETTE_ISA is \"%.40s\"; this processor and build have "
                   "%s%sbaseline, plain", forced, n > 2 ? "avx512, " : "",
                   n > 1 ? "avx2, " : "");
}

static const KernelTable *chosen(void) {
  if (!table && !kernel_choose()) error_clear();
  return table;
}

const char *kernel_isa(void) {
  const KernelTable *t = chosen();
  return plain ? "plain" : t->isa;
}

Loop kernel_find(const char *op_name) {
  const KernelTable *t = chosen();
  for (const struct KernelLoop *l = t->loops; l->name && !plain; l++)
    if (!strcmp(l->name, op_name)) return l->loop;
  return NULL;
}

real kernel_sum(int64_t n, const real *x) { return chosen()->sum(n, x); }

real kernel_most(int64_t n, const real *x) { return chosen()->most(n, x); }

real kernel_sum_exp(int64_t n, const real *x, real shift) {
  return chosen()->sum_exp(n, x, shift);
}

void kernel_exp(int64_t n, real *y, const real *x, real shift) {
  chosen()->exp(n, y, x, shift);
}

void kernel_adam(const AdamFactors *f, int64_t n, real *const pmv[3],
                 const real *g) {
  chosen()->adam(f, n, pmv, g);
}

void kernel_words(uint64_t seed, uint64_t counter, uint32_t *words) {
  chosen()->words(seed, counter, words);
}

void kernel_uniform(const uint32_t *words, real *y) {
  chosen()->uniform(words, y);
}

void kernel_normal(const uint32_t *words, real *y) {
  chosen()->normal(words, y);
}
