#include "gemm.h"

#include "kernel/multiply.h"

enum { DEPTH = 1 << 14, ROOM = 1 << 20 };

int64_t gemm_parts(int64_t m, int64_t n, int64_t k) {
  int64_t parts = k / DEPTH, most = m > 0 && n > 0 ? ROOM / m / n : 0;
  if (parts > most) parts = most;
  return parts < 2 ? 1 : parts;
}

static void add_parts(const Gemm *g, int64_t parts, real *c) {
  int64_t size = g->m * g->n;
  real *sum = g->parts;
  for (int64_t step = 1; step < parts; step *= 2)
    for (int64_t p = 0; p + step < parts; p += 2 * step)
      for (int64_t i = 0; i < size; i++)
        sum[p * size + i] += sum[(p + step) * size + i];
  for (int64_t i = 0; i < g->m; i++)
    for (int64_t j = 0; j < g->n; j++) {
      real *to = c + i * g->c_row + j * g->c_column;
      *to = sum[i * g->n + j] + (g->beta == 0 ? 0 : g->beta * *to);
    }
}

/* The parts of product `item` are a batch; the last takes what is left. */
static void run_parts(const Gemm *g, int64_t item, int64_t parts) {
  Gemm p = *g;
  p.batch = parts - 1;
  p.k = g->k / parts;
  p.beta = 0;
  p.a.data += item * g->a.batch;
  p.b.data += item * g->b.batch;
  p.a.batch = p.k * g->a.column;
  p.b.batch = p.k * g->b.row;
  p.c = g->parts;
  p.c_row = g->n;
  p.c_column = 1;
  p.c_batch = g->m * g->n;
  multiply_run(&p);
  p.a.data += p.batch * p.a.batch;
  p.b.data += p.batch * p.b.batch;
  p.c += p.batch * p.c_batch;
  p.k = g->k - p.batch * p.k;
  p.batch = 1;
  multiply_run(&p);
  add_parts(g, parts, g->c + item * g->c_batch);
}

void gemm_run(const Gemm *g) {
  if (g->batch == 0 || g->m == 0 || g->n == 0) return;
  int64_t parts = g->parts ? gemm_parts(g->m, g->n, g->k) : 1;
  if (parts == 1) multiply_run(g);
  else
    for (int64_t i = 0; i < g->batch; i++) run_parts(g, i, parts);
}
