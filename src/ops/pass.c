#include "pass.h"

#include <string.h>

#include "../kernel/sizes.h"
#include "../pool.h"
#include "../walk.h"

enum {
  OPERANDS = 4, /* the most inputs of a row */
  BLOCK = 512,  /* elements that are copied at a time */
  LINE = 128,   /* lines from which on operands are read where they lie */
  CHUNK = 1 << 16
};

/* The axes of the result, merged where the strides of all operands allow. */
typedef struct Axes {
  int rank;
  int64_t size[MAX_DIMS], stride[OPERANDS][MAX_DIMS];
} Axes;

typedef struct Pass {
  const Call *call;
  Loop loop;
  const real *x[OPERANDS];
  Axes axes;
  bool placed[OPERANDS]; /* read where it lies */
  int64_t most;          /* elements of a line at a time */
  Walk walk[OPERANDS];   /* where lines, the last of the axes, are short */
  bool flat[OPERANDS], all_flat;
} Pass;

/* ---- long lines ---- */

/* Where line number `line` of operand k begins. */
static const real *line_start(const Pass *p, int k, int64_t line) {
  const Axes *a = &p->axes;
  const real *x = p->x[k];
  for (int axis = a->rank - 2; axis >= 0; axis--) {
    x += line % a->size[axis] * a->stride[k][axis];
    line /= a->size[axis];
  }
  return x;
}

static void copy_strided(int64_t n, real *y, const real *x, int64_t stride) {
  if (stride == 0) kernels->fill(n, y, *x);
  else
    for (int64_t i = 0; i < n; i++) y[i] = x[i * stride];
}

/* Contiguous operands are read in place, and so is a number for which there is
 * a loop; what else is one number for the line is copied once, as often as its
 * first block has elements. */
static void pass_lines(const Pass *p, int64_t start, int64_t end) {
  real copy[OPERANDS][BLOCK];
  const real *line[OPERANDS], *x[OPERANDS] = {NULL};
  int last = p->axes.rank - 1;
  int64_t size = p->axes.size[last], n;
  for (int64_t at = start; at < end; at += n) {
    int64_t i = at % size;
    bool opens = at == start || i == 0;
    n = least(least(size - i, end - at), p->most);
    for (int k = 0; k < p->call->n; k++) {
      if (!p->x[k]) continue;
      int64_t stride = p->axes.stride[k][last];
      if (opens) line[k] = line_start(p, k, at / size);
      x[k] = p->placed[k] ? line[k] + i * stride : copy[k];
      if (!p->placed[k] && (stride != 0 || opens))
        copy_strided(n, copy[k], line[k] + i * stride, stride);
    }
    p->loop(n, tensor_data(p->call->y) + at, x, p->call->a->r);
  }
}

/* ---- short ones ---- */

/* Elements start .. start + n - 1 of operand k: in place, or copied. */
static const real *operand(const Pass *p, int k, int64_t start, int64_t n,
                           real *copy) {
  if (p->flat[k]) return p->x[k] + start;
  walk_pack(&p->walk[k], p->x[k], start, n, copy);
  return copy;
}

/* In blocks of whole lines, so that a line which comes again is copied once. */
static void pass_blocks(const Pass *p, int64_t start, int64_t end) {
  real copy[OPERANDS][BLOCK];
  const real *x[OPERANDS] = {NULL};
  const Axes *a = &p->axes;
  int64_t size = a->size[a->rank - 1], n;
  bool whole = false; /* is the block before this one made of whole lines? */
  for (int64_t at = start; at < end; at += n) {
    int64_t i = at % size;
    n = least(i ? size - i : BLOCK - BLOCK % size, end - at);
    for (int k = 0; k < p->call->n; k++) {
      bool again = whole && a->rank == 2 && a->stride[k][0] == 0;
      if (p->x[k] && !again) x[k] = operand(p, k, at, n, copy[k]);
    }
    whole = i == 0;
    p->loop(n, tensor_data(p->call->y) + at, x, p->call->a->r);
  }
}

/* ---- all of it ---- */

static void pass_chunk(void *context, int64_t chunk) {
  const Pass *p = context;
  int64_t start = chunk * CHUNK, end = start + CHUNK;
  int64_t count = tensor_count(p->call->y);
  if (end > count) end = count;
  if (!p->all_flat) {
    bool lines = p->axes.size[p->axes.rank - 1] >= LINE;
    (lines ? pass_lines : pass_blocks)(p, start, end);
    return;
  }
  const real *x[OPERANDS];
  for (int k = 0; k < p->call->n; k++) x[k] = p->x[k] ? p->x[k] + start : NULL;
  p->loop(end - start, tensor_data(p->call->y) + start, x, p->call->a->r);
}

/* Does axis k, with these strides, go on where the last one ends? */
static bool goes_on(const Axes *a, int64_t stride[][MAX_DIMS], int n, int k,
                    int64_t size) {
  bool on = a->rank > 0;
  for (int o = 0; on && o < n; o++)
    on = a->stride[o][a->rank - 1] == stride[o][k] * size;
  return on;
}

static void axes_open(Axes *a, const Shape *s, int64_t stride[][MAX_DIMS],
                      int n) {
  a->rank = 0;
  for (int k = 0; k < s->rank; k++) {
    if (s->size[k] == 1) continue;
    bool on = goes_on(a, stride, n, k, s->size[k]);
    if (!on) a->size[a->rank++] = 1;
    a->size[a->rank - 1] *= s->size[k];
    for (int o = 0; o < n; o++) a->stride[o][a->rank - 1] = stride[o][k];
  }
  if (a->rank == 0) a->size[a->rank++] = 1;
}

/* With the operands in the other order. */
static void exchange(Pass *p) {
  const real *x = p->x[0];
  int64_t stride[MAX_DIMS];
  p->x[0] = p->x[1];
  p->x[1] = x;
  memcpy(stride, p->axes.stride[0], sizeof stride);
  memcpy(p->axes.stride[0], p->axes.stride[1], sizeof stride);
  memcpy(p->axes.stride[1], stride, sizeof stride);
}

/* Is x[1] one number for a whole line, for which op has a loop? */
static bool by_number(Pass *p, const Op *op) {
  int last = p->axes.rank - 1;
  if (!op || !op->by_number || p->call->n < 2) return false;
  bool first = p->axes.stride[0][last] == 0;
  if (first && op->flags & OP_COMMUTES) exchange(p);
  return p->axes.stride[1][last] == 0;
}

/* Which operands are read in place. */
static void lines_open(Pass *p, const Op *op) {
  int last = p->axes.rank - 1;
  p->most = INT64_MAX;
  if (p->axes.size[last] < LINE) return;
  bool number = by_number(p, op);
  if (number) p->loop = op->by_number;
  for (int k = 0; k < p->call->n; k++) {
    p->placed[k] = p->axes.stride[k][last] == 1 || (k == 1 && number);
    if (p->x[k] && !p->placed[k]) p->most = BLOCK;
  }
}

/* With the loops of op for single numbers, unless it is NULL. */
static void run(Call *c, Loop loop, const Op *op) {
  Pass p; /* not cleared: that would be felt by small tensors */
  int64_t stride[OPERANDS][MAX_DIMS];
  p.call = c;
  p.loop = loop;
  p.all_flat = true;
  for (int k = 0; k < c->n; k++) {
    p.x[k] = c->x[k] ? tensor_data(c->x[k]) : NULL;
    if (!c->x[k]) memset(stride[k], 0, sizeof stride[k]);
    if (!c->x[k]) continue;
    shape_expand(&c->x[k]->shape, c->x[k]->stride, &c->y->shape, stride[k]);
    walk_open(&p.walk[k], &c->y->shape, stride[k]);
    p.flat[k] = walk_flat(&p.walk[k]);
    p.all_flat = p.all_flat && p.flat[k];
  }
  if (!p.all_flat) {
    axes_open(&p.axes, &c->y->shape, stride, c->n);
    lines_open(&p, op);
  }
  pool_run(pass_chunk, &p, (tensor_count(c->y) + CHUNK - 1) / CHUNK);
}

void pass_run(Call *c, Loop loop) { run(c, loop, NULL); }

void pass_forward(Call *c) { run(c, c->op->loop, c->op); }

bool pass_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  for (int k = 1; k < c->n; k++)
    if (c->x[k] && !shape_broadcast(&c->y->shape, &c->x[k]->shape))
      return false;
  return true;
}

void pass_give(const Call *c, Tensor **gx, int k, Tensor *g) {
  gx[k] = t_sum_to(g, &c->x[k]->shape);
}
