#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#include "../error.h"
#include "../processor.h"
#include "bf16.h"
#include "fourier.h"
#include "minibatch.h"
#include "multiply.h"
#include "norm.h"

extern const KernelTable kernel_table_baseline;
#ifdef KERNEL_X86
extern const KernelTable kernel_table_avx2, kernel_table_avx512;
#endif

const KernelTable *kernels;

static KernelTable chosen;

/* Choices, the best first. */
static int usable(const KernelTable **out) {
  int n = 0;
#ifdef KERNEL_X86
  const Processor *p = processor_this();
  if (p->avx512) out[n++] = &kernel_table_avx512;
  if (p->avx2 && p->fma) out[n++] = &kernel_table_avx2;
#endif
  out[n++] = &kernel_table_baseline;
  return n;
}

/* The table without the loops that have a plain form elsewhere. */
static void make_plain(KernelTable *t) {
  static const KernelLoop none = {0};
  t->isa = "plain";
  t->loops[0] = t->loops[1] = &none;
  t->norm = &norm_plain;
  t->minibatch = &minibatch_plain;
  t->fourier = &fourier_plain;
  t->multiply = &multiply_plain;
}

/* NULL when there is none of that name. */
static const KernelTable *named(const KernelTable *const *choice, int n,
                                const char *name) {
  if (!strcmp(name, "plain")) return choice[n - 1];
  if (!strcmp(name, "amx-plain")) return choice[0];
  for (int k = 0; k < n; k++)
    if (!strcmp(choice[k]->isa, name)) return choice[k];
  return NULL;
}

bool kernel_choose(void) {
  const KernelTable *choice[3];
  const char *forced = getenv("LUNETTE_ISA");
  int n = usable(choice);
  if (forced && !*forced) forced = NULL;
  const KernelTable *t = forced ? named(choice, n, forced) : choice[0];
  if (!t)
    return error_set("LUNETTE_ISA is \"%.40s\"; this processor and build have "
                     "%s%sbaseline, plain, amx-plain",
                     forced, n > 2 ? "avx512, " : "", n > 1 ? "avx2, " : "");
  chosen = *t;
  chosen.bf16 = bf16_choose(t->isa, forced);
  if (forced && !strcmp(forced, "plain")) make_plain(&chosen);
  kernels = &chosen;
  return true;
}

const KernelLoop *kernel_find(const char *op_name) {
  for (int k = 0; k < 2; k++)
    for (const KernelLoop *l = kernels->loops[k]; l->name; l++)
      if (*l->name == *op_name && !strcmp(l->name, op_name)) return l;
  return NULL;
}
