#include "kernel.h"

#include <stdlib.h>
#include <string.h>

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

/* The table without the loops that have a plain form elsewhere. */
static void make_plain(KernelTable *t) {
  static const KernelLoop none = {0};
  t->isa = "plain";
  for (int k = 0; k < LOOP_FILES; k++) t->loops[k] = &none;
  t->norm = &norm_plain;
  t->minibatch = &minibatch_plain;
  t->fourier = &fourier_plain;
  t->multiply = &multiply_plain;
}

static const KernelTable *named(const char *isa) {
#ifdef KERNEL_X86
  if (!strcmp(isa, "avx512")) return &kernel_table_avx512;
  if (!strcmp(isa, "avx2")) return &kernel_table_avx2;
#endif
  (void)isa;
  return &kernel_table_baseline;
}

static Choice choice;

const Choice *kernel_choice(void) { return &choice; }

bool kernel_choose(void) {
  const char *setting = getenv("LUNETTE_ISA");
  if (setting && !*setting) setting = NULL;
  if (!processor_choose(processor_this()->features, setting, &choice))
    return false;
  chosen = *named(choice.isa.name);
  if (!strcmp(choice.isa.name, "plain")) make_plain(&chosen);
  chosen.bf16 = bf16_choose(&choice.bf16);
  kernels = &chosen;
  return true;
}

const KernelLoop *kernel_find(const char *op_name) {
  for (int k = 0; k < LOOP_FILES; k++)
    for (const KernelLoop *l = kernels->loops[k]; l->name; l++)
      if (*l->name == *op_name && !strcmp(l->name, op_name)) return l;
  return NULL;
}
