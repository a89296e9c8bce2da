/* The plain form of bf16_amx.c. */
#define AMX_PLAIN
/* which is there to be made twice; NOLINTNEXTLINE */
#include "bf16_amx.c"
