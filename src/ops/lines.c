#include "lines.h"

#include "../pool.h"

typedef struct Lines {
  const Call *call;
  LineTask task;
  bool reduces;
  int64_t n, step, count, batch; /* batch lines a chunk */
} Lines;

static void lines_chunk(void *context, int64_t chunk) {
  const Lines *l = context;
  int64_t end = (chunk + 1) * l->batch;
  if (end > l->count) end = l->count;
  for (int64_t i = chunk * l->batch; i < end; i++) {
    int64_t at = i / l->step * l->step * l->n + i % l->step;
    Line line = {l->n, l->step,
                 tensor_data(l->call->y) + (l->reduces ? i : at),
                 tensor_data(l->call->x[0]) + at};
    l->task(l->call, &line);
  }
}

void lines_run(const Call *c, int axis, LineTask task, bool reduces) {
  const Shape *s = &c->x[0]->shape;
  Lines l = {.call = c, .task = task, .reduces = reduces, .step = 1};
  bool whole = axis < 0 || s->rank == 0;
  if (!whole) l.step = shape_product(s, axis + 1, s->rank);
  l.n = whole ? tensor_count(c->x[0]) : s->size[axis];
  l.count = reduces ? tensor_count(c->y)
            : l.n > 0 ? tensor_count(c->x[0]) / l.n
                      : 0;
  l.batch = 32768 / (l.n + 1) + 1;
  pool_run(lines_chunk, &l, (l.count + l.batch - 1) / l.batch);
}
