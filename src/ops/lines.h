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

/* Of lines `step` > 1 apart, `columns` side by side from x on: their results
 * stand at y, as far apart as the elements of x. */
typedef struct Columns {
  int64_t n, step, columns;
  real *y;
  const real *x;
} Columns;

typedef void (*ColumnsTask)(const Call *c, const Columns *columns);

/* The same for lines that are not the last axis, at most COLUMNS of them at a
 * time. */
enum { COLUMNS = 64 };
void columns_run(const Call *c, int axis, ColumnsTask task);

/* Are the lines along axis of c->x[0] side by side? */
static inline bool lines_beside(const Call *c, int axis) {
  const Shape *s = &c->x[0]->shape;
  return axis >= 0 && s->rank > 0 && s->size[axis] > 0 &&
         shape_product(s, axis + 1, s->rank) > 1;
}

#endif
