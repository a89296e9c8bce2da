/* The plain form of bf16_amx.c. */
#define AMX_PLAIN
#include "bf16_amx.c"
