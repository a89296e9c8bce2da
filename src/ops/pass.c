#include "pass.h"

#include "../pool.h"
#include "../walk.h"

enum {
  OPERANDS = 4, /* the most inputs of a row */
  BLOCK = 1024, /* elements that are copied at a time */
  CHUNK = 1 << 16
};

typedef struct Pass {
  const Call *call;
  Loop loop;
  Walk walk[OPERANDS];
  const real *x[OPERANDS];
  bool flat[OPERANDS];
  bool all_flat;
} Pass;

/* Elements start .. start + n - 1 of operand k: in place, or copied. */
static const real *operand(const Pass *p, int k, int64_t start, int64_t n,
                           real *copy) {
  if (p->flat[k]) return p->x[k] + start;
  walk_pack(&p->walk[k], p->x[k], start, n, copy);
  return copy;
}

/* Where not all operands are flat. One number for all is copied once, as often
 * as the largest block has elements. */
static void pass_blocks(const Pass *p, int64_t start, int64_t end) {
  real copy[OPERANDS][BLOCK];
  const real *x[OPERANDS] = {NULL};
  real *y = tensor_data(p->call->y);
  for (int64_t at = start; at < end; at += BLOCK) {
    int64_t n = end - at < BLOCK ? end - at : BLOCK;
    for (int k = 0; k < p->call->n; k++) {
      if (!p->x[k]) continue;
      bool one_number = p->walk[k].rank == 1 && p->walk[k].stride[0] == 0;
      if (one_number && at > start) continue;
      x[k] = operand(p, k, at, n, copy[k]);
    }
    p->loop(n, y + at, x, p->call->a->r);
  }
}

static void pass_chunk(void *context, int64_t chunk) {
  const Pass *p = context;
  int64_t start = chunk * CHUNK, end = start + CHUNK;
  int64_t count = tensor_count(p->call->y);
  if (end > count) end = count;
  if (!p->all_flat) {
    pass_blocks(p, start, end);
    return;
  }
  const real *x[OPERANDS];
  for (int k = 0; k < p->call->n; k++) x[k] = p->x[k] ? p->x[k] + start : NULL;
  p->loop(end - start, tensor_data(p->call->y) + start, x, p->call->a->r);
}

void pass_run(Call *c, Loop loop) {
  Pass p = {.call = c, .loop = loop, .all_flat = true};
  for (int k = 0; k < c->n; k++) {
    int64_t stride[MAX_DIMS];
    if (!c->x[k]) continue;
    p.x[k] = tensor_data(c->x[k]);
    shape_expand(&c->x[k]->shape, c->x[k]->stride, &c->y->shape, stride);
    walk_open(&p.walk[k], &c->y->shape, stride);
    p.flat[k] = walk_flat(&p.walk[k]);
    p.all_flat = p.all_flat && p.flat[k];
  }
  pool_run(pass_chunk, &p, (tensor_count(c->y) + CHUNK - 1) / CHUNK);
}

void pass_forward(Call *c) { pass_run(c, c->op->loop); }

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
