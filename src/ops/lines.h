/* What is done line by line along one axis: each line is n elements `step`
 * apart, of contiguous arrays or, short ones, of copies of a few (so that where
 * a line stands does not tell which it is, unless axis is the last one). The
 * lines are shared among threads. */
#ifndef LUNETTE_LINES_H
#define LUNETTE_LINES_H

#include "../notation.h"

typedef struct Line {
  int64_t n, step;
  real *y; /* as far apart as x */
  const real *x;
} Line;

typedef void (*LineTask)(const Call *c, const Line *line);

/* Runs task over the lines of c->x[0] along axis; of all of it as one line
 * when axis < 0. The elements of c->y are shared out among the lines: as many
 * for each as it has itself, or fewer. */
void lines_run(const Call *c, int axis, LineTask task);

#endif
