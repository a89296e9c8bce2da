/* What a processor can do, and what is computed with for it: the one place that
 * knows processors apart. */
#ifndef LUNETTE_PROCESSOR_H
#define LUNETTE_PROCESSOR_H

#include <stdbool.h>

typedef struct Processor {
  char name[64]; /* "AMD EPYC 7763 64-Core Processor"; "" where it has none */
  unsigned features; /* of processor_feature */
} Processor;

/* The one that this runs on. */
const Processor *processor_this(void);

/* The bit of a feature, by the name that Linux has for it in /proc/cpuinfo, or
 * "amx_state": that the system saves tiles. 0 for other names. */
unsigned processor_feature(const char *name);

typedef struct Chosen {
  const char *name;
  char why[32]; /* "no avx512f" */
} Chosen;

typedef struct Choice {
  Chosen isa;  /* of the loops: "avx512", "avx2", "baseline" or "plain" */
  Chosen bf16; /* what multiplies bfloat16: "amx", "avx512_bf16", "amx-plain",
                * or NULL */
} Choice;

/* What suits the features. `setting` is LUNETTE_ISA's, NULL for none; false
 * with an error when it asks for what is not there. Whether compiler and system
 * give bfloat16's is still to be asked (kernel/bf16.h). */
bool processor_choose(unsigned features, const char *setting, Choice *choice);

#endif
