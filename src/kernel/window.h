/* The largest of windows: rows of pooling. */
#ifndef LUNETTE_WINDOW_H
#define LUNETTE_WINDOW_H

#include "../real.h"

/* n windows side by side, `step` apart, all of them within the plane: of rows
 * (rows[0] by rows[1] of them, row_step apart) and of `taps` elements, which
 * are `apart` from each other. x is the first window's first element. */
typedef struct WindowRow {
  int64_t n, step, taps, apart, rows[2], row_step[2];
  const real *x;
} WindowRow;

/* The largest is NaN where one is. */
typedef struct WindowLoops {
  void (*largest)(const WindowRow *w, real *y);
  /* And where it stands, x[0] at `at`: the first of equal ones, the last NaN.
   */
  void (*place)(const WindowRow *w, real at, real *y, real *place);
  /* Which of n elements, from 0, is the first that is v; one of them is. */
  int64_t (*first)(int64_t n, const real *x, real v);
} WindowLoops;

#endif
