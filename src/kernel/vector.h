/* Bytes of a vector of the instruction set that a file of loops is compiled
 * for. A longer one is kept in memory by GCC, not in several registers. */
#ifndef LUNETTE_VECTOR_H
#define LUNETTE_VECTOR_H

#if defined __AVX512F__
enum { VECTOR_BYTES = 64 };
#elif defined __AVX2__
enum { VECTOR_BYTES = 32 };
#else
enum { VECTOR_BYTES = 16 }; /* SSE2, NEON */
#endif

#endif
