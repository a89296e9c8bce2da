/* BLIS 0.9 goes by names and models: it takes portable kernels for an AMD later
 * than Zen 3 and for makers it has not heard of, and haswell's for an Intel
 * with AVX-512 whose name does not tell the number of its multiply-add units.
 * What it would take cannot be asked before it has taken it, so the rules here
 * say what suits from what the processor can do. */
#include "processor.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

#if defined __x86_64__
#include <cpuid.h>
#endif

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

/* AVX512-BF16 and AMX; of the latter, whether the system saves its state too.
 * XCR0 can be read where cpuid says OSXSAVE. */
static void find_bf16(void) {
  enum { OSXSAVE = 1 << 27, BF16 = 1 << 5, AMX = 1 << 22 | 1 << 24 };
  enum { TILES = 1 << 17 | 1 << 18 };
  unsigned eax, ebx, ecx, edx;
  if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx))
    this.avx512_bf16 = eax & BF16;
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx))
    this.amx = (edx & AMX) == AMX;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & OSXSAVE)) return;
  __asm__("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
  this.tiles = (eax & TILES) == TILES;
}

static void find(void) {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  __get_cpuid(0, &eax, &ebx, &ecx, &edx);
  memcpy(this.vendor, &ebx, 4);
  memcpy(this.vendor + 4, &edx, 4);
  memcpy(this.vendor + 8, &ecx, 4);
  __get_cpuid(1, &eax, &ebx, &ecx, &edx);
  this.family = (int)(eax >> 8 & 15);
  if (this.family == 15) this.family += (int)(eax >> 20 & 255);
  read_name();
  __builtin_cpu_init();
  this.avx2 = __builtin_cpu_supports("avx2");
  this.fma = __builtin_cpu_supports("fma");
  this.avx512 = __builtin_cpu_supports("avx512f") &&
                __builtin_cpu_supports("avx512dq") &&
                __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512vl");
  this.vbmi = __builtin_cpu_supports("avx512vbmi");
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

static bool made_by(const Processor *p, const char *vendor) {
  return !strcmp(p->vendor, vendor);
}

/* Skylake and Cascade Lake of the lower classes, by name: one unit that
 * multiplies 512 bits, at a lower clock than two that multiply 256. */
static bool halved(const Processor *p) {
  static const char *const classes[] = {"Bronze", "Silver", "Gold 5", "D-21"};
  if (!made_by(p, "GenuineIntel") || p->vbmi || strstr(p->name, "Gold 5122"))
    return false;
  for (size_t k = 0; k < sizeof classes / sizeof *classes; k++)
    if (strstr(p->name, classes[k])) return true;
  return false;
}

static bool foreign(const Processor *p) { return made_by(p, ""); }
static bool wide(const Processor *p) { return p->avx512; }
static bool narrow(const Processor *p) { return !p->avx2 || !p->fma; }
static bool intel(const Processor *p) { return made_by(p, "GenuineIntel"); }
static bool amd(const Processor *p) { return made_by(p, "AuthenticAMD"); }
static bool early_zen(const Processor *p) {
  return amd(p) && p->family <= 0x17;
}
static bool any(const Processor *p) { return p != NULL; }

/* The first rule that holds. */
static const struct Rule {
  bool (*holds)(const Processor *p);
  KernelSet set;
} rules[] = {{foreign, {NULL, "not of x86: BLIS's own choice"}},
             {narrow, {NULL, "no AVX2 with FMA: BLIS's own choice"}},
             {halved, {NULL, "one AVX-512 unit: BLIS's own choice"}},
             {wide, {"skx", "AVX-512"}},
             {intel, {NULL, "an Intel with AVX2: BLIS's own choice"}},
             {early_zen, {NULL, "an AMD that BLIS knows: its own choice"}},
             {amd, {"zen3", "AVX2, and an AMD since Zen 3"}},
             {any, {"haswell", "AVX2, of a maker that BLIS does not know"}}};

KernelSet processor_kernels(const Processor *p) {
  const struct Rule *r = rules;
  while (!r->holds(p)) r++;
  return r->set;
}

/* The panels of both are packed by AVX-512. */
const char *processor_bf16(const Processor *p) {
  if (!p->avx512 || !p->avx512_bf16) return NULL;
  return p->amx && p->tiles ? "amx" : "avx512_bf16";
}
