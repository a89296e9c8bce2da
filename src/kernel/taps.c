#include "taps.h"

#include <stdbool.h>
#include <string.h>

#include "../pool.h"
#include "kernel.h"
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
  int64_t each; /* taps_of_each */
  bool runs;    /* are_runs */
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

/* Lines along the axis itself. Most maps have one or two taps for each result:
 * they are read once for two lines side by side. */
enum { SIDE = 2 };

static inline __attribute__((always_inline)) void
apply_side(const Taps *t, int each, real *restrict y, const real *restrict x) {
  const int64_t *restrict at = t->index;
  const real *restrict w = t->weight;
  for (int64_t i = 0; i < t->out; i++, at += each, w += each)
    for (int l = 0; l < SIDE; l++) {
      real v = w[0] * x[l * t->in + at[0]];
      y[l * t->out + i] = each == 1 ? v : v + w[1] * x[l * t->in + at[1]];
    }
}

static inline __attribute__((always_inline)) void
spread_side(const Taps *t, int each, real *restrict x, const real *restrict y) {
  const int64_t *restrict at = t->index;
  const real *restrict w = t->weight;
  for (int64_t i = 0; i < t->out; i++, at += each, w += each)
    for (int k = 0; k < each; k++)
      for (int l = 0; l < SIDE; l++)
        x[l * t->in + at[k]] += w[k] * y[l * t->out + i];
}

static void apply_line(const Taps *t, real *y, const real *x) {
  for (int64_t i = 0; i < t->out; i++) {
    double total = 0;
    for (int64_t k = t->start[i]; k < t->start[i + 1]; k++)
      total += (double)(t->weight[k] * x[t->index[k]]);
    y[i] = (real)total;
  }
}

/* The same of taps side by side that weigh the same. */
static void sum_line(const Taps *t, real *y, const real *x) {
  for (int64_t i = 0; i < t->out; i++) {
    int64_t k = t->start[i], n = t->start[i + 1] - k;
    y[i] = t->weight[k] * kernels->sum(n, x + t->index[k]);
  }
}

static void share_line(const Taps *t, real *restrict x,
                       const real *restrict y) {
  for (int64_t i = 0; i < t->out; i++) {
    int64_t k = t->start[i], n = t->start[i + 1] - k;
    real *restrict to = x + t->index[k], v = t->weight[k] * y[i];
    for (int64_t j = 0; j < n; j++) to[j] += v;
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

/* `lines` lines from x to y, or (spread) back. */
static void apply_lines(const Job *job, int64_t lines, real *y, const real *x) {
  const Taps *t = job->taps;
  for (; job->each && lines >= SIDE; lines -= SIDE) {
    if (job->each == 1) apply_side(t, 1, y, x);
    else apply_side(t, 2, y, x);
    y += SIDE * t->out;
    x += SIDE * t->in;
  }
  for (; lines > 0; lines--, y += t->out, x += t->in)
    (job->runs ? sum_line : apply_line)(t, y, x);
}

static void spread_lines(const Job *job, int64_t lines, real *x,
                         const real *y) {
  const Taps *t = job->taps;
  for (; job->each && lines >= SIDE; lines -= SIDE) {
    if (job->each == 1) spread_side(t, 1, x, y);
    else spread_side(t, 2, x, y);
    y += SIDE * t->out;
    x += SIDE * t->in;
  }
  for (; lines > 0; lines--, y += t->out, x += t->in)
    (job->runs ? share_line : spread_line)(t, x, y);
}

static int64_t end_of(const Job *job, int64_t chunk) {
  int64_t end = (chunk + 1) * job->batch;
  return end < job->outer ? end : job->outer;
}

static void apply_chunk(void *context, int64_t chunk) {
  const Job *job = context;
  const Taps *t = job->taps;
  int64_t n = job->inner, first = chunk * job->batch, end = end_of(job, chunk);
  real *y = job->to + first * t->out * n;
  const real *x = job->from + first * t->in * n;
  if (n == 1) apply_lines(job, end - first, y, x);
  else
    for (int64_t o = first; o < end; o++, y += t->out * n, x += t->in * n)
      apply_rows(t, n, y, x);
}

static void spread_chunk(void *context, int64_t chunk) {
  const Job *job = context;
  const Taps *t = job->taps;
  int64_t n = job->inner, first = chunk * job->batch, end = end_of(job, chunk);
  real *x = job->to + first * t->in * n;
  const real *y = job->from + first * t->out * n;
  memset(x, 0, (size_t)((end - first) * t->in * n) * sizeof(real));
  if (n == 1) spread_lines(job, end - first, x, y);
  else
    for (int64_t o = first; o < end; o++, y += t->out * n, x += t->in * n)
      spread_rows(t, n, x, y);
}

/* How many taps every result has; 0 where that is not the same, or above 2. */
static int64_t taps_of_each(const Taps *t) {
  int64_t each = t->out > 0 ? t->start[1] : 0;
  for (int64_t i = 0; i < t->out; i++)
    if (t->start[i + 1] - t->start[i] != each) return 0;
  return each <= 2 ? each : 0;
}

/* Are every result's taps side by side and of one weight, and so many that it
 * pays? */
static bool are_runs(const Taps *t) {
  enum { MANY = 8 };
  if (t->start[t->out] < MANY * t->out) return false;
  for (int64_t i = 0; i < t->out; i++) {
    int64_t first = t->start[i];
    if (t->start[i + 1] == first) return false;
    for (int64_t k = first; k < t->start[i + 1]; k++)
      if (t->index[k] != t->index[first] + k - first ||
          t->weight[k] != t->weight[first])
        return false;
  }
  return true;
}

static void run(PoolTask task, Job job) {
  const Taps *t = job.taps;
  job.each = taps_of_each(t);
  job.runs = job.inner == 1 && are_runs(t);
  int64_t work = times(t->start[t->out] + t->in + 1, job.inner + 1);
  job.batch = 32768 / work + 1;
  if (job.inner == 1) job.batch = divide_up(job.batch, SIDE) * SIDE;
  pool_run(task, &job, (job.outer + job.batch - 1) / job.batch);
}

void taps_apply(const Taps *t, int64_t outer, int64_t inner, real *y,
                const real *x) {
  run(apply_chunk, (Job){t, outer, inner, .to = y, .from = x});
}

void taps_spread(const Taps *t, int64_t outer, int64_t inner, real *x,
                 const real *y) {
  run(spread_chunk, (Job){t, outer, inner, .to = x, .from = y});
}
