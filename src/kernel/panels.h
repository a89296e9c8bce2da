/* Matrix products whose factors are rounded to bfloat16 (bf16.h), summed in
 * float: gemm_run's contract, over panels packed here. The caller reserves
 * scratch first (pool_reserve). Results do not depend on the number of
 * threads. */
#ifndef LUNETTE_PANELS_H
#define LUNETTE_PANELS_H

#include <stddef.h>

#include "../gemm.h"

/* Bytes of scratch that each worker needs, for any product. */
size_t panels_scratch(void);

void panels_run(const Gemm *g);

#endif
