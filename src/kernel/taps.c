#include "taps.h"

#include <string.h>

#include "../pool.h"
#include "sizes.h"

size_t taps_bytes(int64_t out, int64_t most) {
  int64_t taps = times(out, most);
  size_t size = 0;
  reserve(&size, out + 1 + taps, sizeof(int64_t));
  reserve(&size, taps, sizeof(real));
  return size;
}

Taps taps_open(void *memory, int64_t in, int64_t out, int64_t most) {
  int64_t *start = memory;
  Taps t = {in, out, start, start + out + 1, NULL};
  t.weight = (real *)(t.index + out * most);
  start[0] = 0;
  if (out > 0) start[1] = 0;
  return t;
}

typedef struct Job {
  const Taps *taps;
  int64_t outer, inner, batch; /* batch of outer a chunk */
  real *to;
  const real *from;
} Job;

static void add_row(int64_t n, real *restrict y, real w,
                    const real *restrict x) {
  for (int64_t j = 0; j < n; j++) y[j] += w * x[j];
}

static void set_row(int64_t n, real *restrict y, real w,
                    const real *restrict x) {
  if (w == 1) memcpy(y, x, (size_t)n * sizeof(real));
  else
    for (int64_t j = 0; j < n; j++) y[j] = w * x[j];
}

static void apply_line(const Taps *t, real *y, const real *x) {
  for (int64_t i = 0; i < t->out; i++) {
    double total = 0;
    for (int64_t k = t->start[i]; k < t->start[i + 1]; k++)
      total += (double)(t->weight[k] * x[t->index[k]]);
    y[i] = (real)total;
  }
}

static void apply_rows(const Taps *t, int64_t n, real *y, const real *x) {
  for (int64_t i = 0; i < t->out; i++, y += n) {
    int64_t k = t->start[i];
    if (k == t->start[i + 1]) memset(y, 0, (size_t)n * sizeof(real));
    else set_row(n, y, t->weight[k], x + t->index[k] * n);
    for (k++; k < t->start[i + 1]; k++)
      add_row(n, y, t->weight[k], x + t->index[k] * n);
  }
}

static void spread_line(const Taps *t, real *x, const real *y) {
  for (int64_t i = 0; i < t->out; i++)
    for (int64_t k = t->start[i]; k < t->start[i + 1]; k++)
      x[t->index[k]] += t->weight[k] * y[i];
}

static void spread_rows(const Taps *t, int64_t n, real *x, const real *y) {
  for (int64_t i = 0; i < t->out; i++, y += n)
    for (int64_t k = t->start[i]; k < t->start[i + 1]; k++)
      add_row(n, x + t->index[k] * n, t->weight[k], y);
}

static int64_t end_of(const Job *job, int64_t chunk) {
  int64_t end = (chunk + 1) * job->batch;
  return end < job->outer ? end : job->outer;
}

static void apply_chunk(void *context, int64_t chunk) {
  const Job *job = context;
  const Taps *t = job->taps;
  int64_t n = job->inner;
  for (int64_t o = chunk * job->batch; o < end_of(job, chunk); o++) {
    real *y = job->to + o * t->out * n;
    const real *x = job->from + o * t->in * n;
    if (n == 1) apply_line(t, y, x);
    else apply_rows(t, n, y, x);
  }
}

static void spread_chunk(void *context, int64_t chunk) {
  const Job *job = context;
  const Taps *t = job->taps;
  int64_t n = job->inner;
  for (int64_t o = chunk * job->batch; o < end_of(job, chunk); o++) {
    real *x = job->to + o * t->in * n;
    const real *y = job->from + o * t->out * n;
    memset(x, 0, (size_t)(t->in * n) * sizeof(real));
    if (n == 1) spread_line(t, x, y);
    else spread_rows(t, n, x, y);
  }
}

static void run(PoolTask task, Job job) {
  const Taps *t = job.taps;
  int64_t work = times(t->start[t->out] + t->in + 1, job.inner + 1);
  job.batch = 32768 / work + 1;
  pool_run(task, &job, (job.outer + job.batch - 1) / job.batch);
}

void taps_apply(const Taps *t, int64_t outer, int64_t inner, real *y,
                const real *x) {
  run(apply_chunk, (Job){t, outer, inner, 0, y, x});
}

void taps_spread(const Taps *t, int64_t outer, int64_t inner, real *x,
                 const real *y) {
  run(spread_chunk, (Job){t, outer, inner, 0, x, y});
}
