/* The one scalar type of the process: float, or double for the library that
 * checks derivatives. The same sources make both. */
#ifndef LUNETTE_REAL_H
#define LUNETTE_REAL_H

#include <stdint.h>

#ifdef LUNETTE_DOUBLE
typedef double real;
#define REAL_IS_DOUBLE 1
#else
typedef float real;
#define REAL_IS_DOUBLE 0
#endif

/* Whole numbers beyond this are not all exact. */
#define REAL_WHOLE (REAL_IS_DOUBLE ? 0x1p53 : 0x1p24)

/* Times REAL_DOWN no numbers are too large for a sum of their squares. One that
 * is below REAL_FAINT may have lost some; times REAL_UP it loses none. */
#define REAL_DOWN ((real)(REAL_IS_DOUBLE ? 0x1p-640 : 0x1p-96))
#define REAL_UP ((real)(REAL_IS_DOUBLE ? 0x1p640 : 0x1p96))
#define REAL_FAINT ((real)(REAL_IS_DOUBLE ? 0x1p-800 : 0x1p-80))

#endif
