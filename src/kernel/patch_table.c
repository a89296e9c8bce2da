#include <string.h>

#include "kernel.h"
#include "patch.h"

extern const PatchLoops patch_baseline;
#ifdef KERNEL_X86
extern const PatchLoops patch_avx2, patch_avx512;
#endif

const PatchLoops *patch_loops(void) {
#ifdef KERNEL_X86
  const char *isa = kernel_isa();
  if (!strcmp(isa, "avx512")) return &patch_avx512;
  if (!strcmp(isa, "avx2")) return &patch_avx2;
#endif
  return &patch_baseline;
}
