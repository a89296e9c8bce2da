/* What a processor can do, and what follows from it: the one place that knows
 * processors apart. */
#ifndef LUNETTE_PROCESSOR_H
#define LUNETTE_PROCESSOR_H

#include <stdbool.h>

typedef struct Processor {
  char vendor[16]; /* "GenuineIntel", "AuthenticAMD", ...; "" on none of x86 */
  char name[64];   /* "Intel(R) Xeon(R) Silver 4110 CPU @ 2.10GHz" */
  int family;
  bool avx2, fma;
  bool avx512; /* F, DQ, BW and VL */
  bool vbmi;   /* AVX512-VBMI: Ice Lake, Zen 4 and what came after */
  bool avx512_bf16;
  bool amx;   /* AMX-TILE and AMX-BF16 */
  bool tiles; /* the system saves tiles: bits 17 and 18 of XCR0 */
} Processor;

/* The one that this runs on. */
const Processor *processor_this(void);

/* Which of BLIS's sets of kernels suits it: "skx", "zen3", "haswell", or NULL
 * for what BLIS takes by itself; and why. */
typedef struct KernelSet {
  const char *name, *why;
} KernelSet;

KernelSet processor_kernels(const Processor *p);

/* What it multiplies bfloat16 with: "amx", "avx512_bf16", or NULL. Tiles are
 * still to be asked for (kernel/bf16.h). */
const char *processor_bf16(const Processor *p);

#endif
