#include "lines.h"

#include "../pool.h"

typedef struct Lines {
  const Call *call;
  LineTask task;
  int64_t n, made, step; /* elements of a line of x, and of y */
  int64_t count, batch;  /* lines, and those of a chunk */
} Lines;

/* Lines that lie apart have neighbours between their elements: so many of them
 * are copied together, run and put back. */
enum { TILE = 8192, NEIGHBOURS = 64 };

/* Where line i begins, of n elements. */
static int64_t start_of(const Lines *l, int64_t i, int64_t n) {
  if (l->step == 1) return i * n; /* short lines notice a division */
  return i / l->step * l->step * n + i % l->step;
}

static void run_line(const Lines *l, int64_t i) {
  Line line = {l->n, l->step, tensor_data(l->call->y) + start_of(l, i, l->made),
               tensor_data(l->call->x[0]) + start_of(l, i, l->n)};
  l->task(l->call, &line);
}

static void run_tile(const Lines *l, int64_t i, int64_t lines) {
  real x[TILE], y[TILE];
  real *to = tensor_data(l->call->y) + start_of(l, i, l->made);
  const real *from = tensor_data(l->call->x[0]) + start_of(l, i, l->n);
  for (int64_t k = 0; k < l->n; k++)
    for (int64_t j = 0; j < lines; j++) x[j * l->n + k] = from[k * l->step + j];
  for (int64_t j = 0; j < lines; j++)
    l->task(l->call, &(Line){l->n, 1, y + j * l->made, x + j * l->n});
  for (int64_t k = 0; k < l->made; k++)
    for (int64_t j = 0; j < lines; j++)
      to[k * l->step + j] = y[j * l->made + k];
}

/* How many lines from i to end - 1 make a tile; 1 when it is not worth it. */
static int64_t tile_of(const Lines *l, int64_t i, int64_t end) {
  int64_t most = l->step - i % l->step, room = TILE / (l->n + 1);
  if (most > NEIGHBOURS) most = NEIGHBOURS;
  if (most > end - i) most = end - i;
  if (most > room) most = room;
  return most < 4 ? 1 : most;
}

static void lines_chunk(void *context, int64_t chunk) {
  const Lines *l = context;
  int64_t end = (chunk + 1) * l->batch;
  if (end > l->count) end = l->count;
  for (int64_t i = chunk * l->batch, lines; i < end; i += lines) {
    lines = l->step == 1 ? 1 : tile_of(l, i, end);
    if (lines > 1) run_tile(l, i, lines);
    else run_line(l, i);
  }
}

void lines_run(const Call *c, int axis, LineTask task) {
  const Shape *s = &c->x[0]->shape;
  int64_t all = tensor_count(c->x[0]), made = tensor_count(c->y);
  Lines l = {.call = c, .task = task, .step = 1};
  bool whole = axis < 0 || s->rank == 0;
  if (!whole) l.step = shape_product(s, axis + 1, s->rank);
  l.n = whole ? all : s->size[axis];
  l.count = l.n > 0 ? all / l.n : made; /* of nothing, a number each */
  l.made = l.count > 0 ? made / l.count : 0;
  l.batch = 32768 / (l.n + 1) + 1;
  pool_run(lines_chunk, &l, (l.count + l.batch - 1) / l.batch);
}

/* ---- side by side ---- */

typedef struct Beside {
  const Call *call;
  ColumnsTask task;
  int64_t n, made, step, blocks; /* blocks of columns beside each other */
} Beside;

static void beside_chunk(void *context, int64_t chunk) {
  const Beside *b = context;
  int64_t outer = chunk / b->blocks, first = chunk % b->blocks * COLUMNS;
  int64_t left = b->step - first;
  Columns t = {b->n, b->step, left < COLUMNS ? left : COLUMNS,
               tensor_data(b->call->y) + outer * b->made * b->step + first,
               tensor_data(b->call->x[0]) + outer * b->n * b->step + first};
  b->task(b->call, &t);
}

void columns_run(const Call *c, int axis, ColumnsTask task) {
  const Shape *s = &c->x[0]->shape;
  int64_t all = tensor_count(c->x[0]);
  if (all == 0) return;
  Beside b = {.call = c, .task = task, .n = s->size[axis]};
  b.step = shape_product(s, axis + 1, s->rank);
  b.made = tensor_count(c->y) / (all / b.n);
  b.blocks = (b.step + COLUMNS - 1) / COLUMNS;
  pool_run_pieces(beside_chunk, &b, all / (b.n * b.step) * b.blocks,
                  b.n * COLUMNS);
}
