#include "processor.h"

#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

#if defined __x86_64__
#include <cpuid.h>
#endif

enum {
  AVX2 = 1 << 0,
  FMA = 1 << 1,
  AVX512F = 1 << 2,
  AVX512CD = 1 << 3,
  AVX512BW = 1 << 4,
  AVX512DQ = 1 << 5,
  AVX512VL = 1 << 6,
  AVX512_BF16 = 1 << 7,
  AMX_TILE = 1 << 8,
  AMX_BF16 = 1 << 9,
  AMX_STATE = 1 << 10
};

/* By bits. */
static const char *const names[] = {
    "avx2",     "fma",         "avx512f",  "avx512cd", "avx512bw", "avx512dq",
    "avx512vl", "avx512_bf16", "amx_tile", "amx_bf16", "amx_state"};
enum { FEATURES = sizeof names / sizeof *names };

unsigned processor_feature(const char *name) {
  for (unsigned k = 0; k < FEATURES; k++)
    if (!strcmp(names[k], name)) return 1u << k;
  return 0;
}

/* ---- this one ---- */

static Processor this;

#if defined __x86_64__
static void read_name(void) {
  unsigned part[12];
  for (unsigned k = 0; k < 3; k++)
    if (!__get_cpuid(0x80000002 + k, &part[4 * k], &part[4 * k + 1],
                     &part[4 * k + 2], &part[4 * k + 3]))
      return;
  memcpy(this.name, part, sizeof part);
}

static void has(unsigned feature, bool yes) {
  if (yes) this.features |= feature;
}

/* AVX512-BF16 and AMX, of the latter whether the system saves its state too:
 * bits 17 and 18 of XCR0, which can be read where cpuid says OSXSAVE. */
static void find_bf16(void) {
  enum { OSXSAVE = 1 << 27, TILES = 1 << 17 | 1 << 18 };
  unsigned eax, ebx, ecx, edx;
  if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx))
    has(AVX512_BF16, eax & 1 << 5);
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) {
    has(AMX_BF16, edx & 1 << 22);
    has(AMX_TILE, edx & 1 << 24);
  }
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & OSXSAVE)) return;
  __asm__("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
  has(AMX_STATE, (eax & TILES) == TILES);
}

/* The compiler's builtin looks at XCR0 as well. */
static void find(void) {
  read_name();
  __builtin_cpu_init();
  has(AVX2, __builtin_cpu_supports("avx2"));
  has(FMA, __builtin_cpu_supports("fma"));
  has(AVX512F, __builtin_cpu_supports("avx512f"));
  has(AVX512CD, __builtin_cpu_supports("avx512cd"));
  has(AVX512BW, __builtin_cpu_supports("avx512bw"));
  has(AVX512DQ, __builtin_cpu_supports("avx512dq"));
  has(AVX512VL, __builtin_cpu_supports("avx512vl"));
  find_bf16();
}
#else
static void find(void) {}
#endif

const Processor *processor_this(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find);
  return &this;
}

/* ---- what suits it ---- */

/* As the Makefile has the loops compiled. Panels of bfloat16 are packed by
 * AVX-512 for both. */
enum {
  NEEDS_AVX2 = AVX2 | FMA,
  NEEDS_AVX512 = NEEDS_AVX2 | AVX512F | AVX512CD | AVX512BW | AVX512DQ |
                 AVX512VL,
  NEEDS_BF16 = NEEDS_AVX512 | AVX512_BF16,
  NEEDS_AMX = NEEDS_BF16 | AMX_TILE | AMX_BF16 | AMX_STATE
};

typedef struct Kind {
  const char *name;
  unsigned needs;
} Kind;

/* The best first, up to one that needs nothing. LUNETTE_ISA may say any of
 * isas, or "amx-plain". */
static const Kind isas[] = {{"avx512", NEEDS_AVX512},
                            {"avx2", NEEDS_AVX2},
                            {"baseline", 0},
                            {"plain", 0}};
static const Kind bf16s[] = {
    {"amx", NEEDS_AMX}, {"avx512_bf16", NEEDS_BF16}, {NULL, 0}};

static bool lacks(unsigned features, const Kind *k) {
  return k->needs & ~features;
}

/* The first that the features suffice for; why: what is missing for the one
 * before it. */
static Chosen best(const Kind *k, unsigned features) {
  Chosen c = {.why = "the processor has it"};
  for (; lacks(features, k); k++)
    snprintf(c.why, sizeof c.why, "no %s",
             names[__builtin_ctz(k->needs & ~features)]);
  c.name = k->name;
  return c;
}

static Chosen told(const char *name) { return (Chosen){name, "LUNETTE_ISA"}; }

static const Kind *asked(const char *name, unsigned features) {
  for (size_t k = 0; k < sizeof isas / sizeof *isas; k++)
    if (!strcmp(isas[k].name, name) && !lacks(features, &isas[k]))
      return &isas[k];
  return NULL;
}

static bool refuse(const char *setting, unsigned features) {
  return error_set("LUNETTE_ISA is \"%.40s\"; this processor and build have "
                   "%s%sbaseline, plain, amx-plain",
                   setting, asked("avx512", features) ? "avx512, " : "",
                   asked("avx2", features) ? "avx2, " : "");
}

bool processor_choose(unsigned features, const char *setting, Choice *choice) {
  *choice = (Choice){best(isas, features), best(bf16s, features)};
  if (!setting) return true;
  if (!strcmp(setting, "amx-plain")) {
    choice->bf16 = told("amx-plain");
    return true;
  }
  const Kind *isa = asked(setting, features);
  if (!isa) return refuse(setting, features);
  choice->isa = told(isa->name);
  /* of what these loops have been compiled for, and no tiles */
  Chosen bf16 = best(bf16s, features & (isa->needs | AVX512_BF16));
  if (bf16.name != choice->bf16.name) choice->bf16 = told(bf16.name);
  return true;
}
