#include "update.h"

#include "error.h"
#include "pool.h"

enum { STATES = 3, CHUNK = 1 << 14 };

typedef struct Job {
  UpdateLoop loop;
  const UpdateFactors *factors;
  int n;
  Tensor **p, **g, **state[STATES]; /* NULL where there is none */
  int64_t *first;                   /* parameter k starts at chunk first[k] */
} Job;

static bool matches(const Tensor *p, const Tensor *x, int k, const char *what) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!shape_equal(&p->shape, &x->shape))
    return error_set("parameter %d is %s, its %s %s", k + 1,
                     shape_text(&p->shape, a), what, shape_text(&x->shape, b));
  return true;
}

static bool check_state(const Tensor *p, const Tensor *x, int k) {
  if (!matches(p, x, k, "state")) return false;
  return tensor_is_contiguous(x) ||
         error_set("the state of parameter %d is not contiguous", k + 1);
}

/* What is written must be a contiguous leaf; gradients may have any strides. */
static bool check(const Job *job) {
  for (int k = 0; k < job->n; k++) {
    Tensor *p = job->p[k];
    if (p->edges > 0)
      return error_set("parameter %d is the recorded result of %s, not a leaf",
                       k + 1, p->op ? "an op" : "nothing");
    if (!tensor_is_contiguous(p))
      return error_set("parameter %d is not contiguous", k + 1);
    if (!matches(p, job->g[k], k, "gradient")) return false;
    for (int s = 0; s < STATES; s++)
      if (job->state[s] && !check_state(p, job->state[s][k], k)) return false;
    job->g[k] = tensor_contiguous(job->g[k]);
    if (!job->g[k]) return false;
  }
  return true;
}

static void step(const Job *job, int k, int64_t at, int64_t n) {
  real *x[1 + STATES] = {tensor_data(job->p[k]) + at};
  for (int s = 0; s < STATES; s++)
    if (job->state[s]) x[1 + s] = tensor_data(job->state[s][k]) + at;
  job->loop(job->factors, n, x, tensor_data(job->g[k]) + at);
}

static void run_chunk(void *context, int64_t chunk) {
  const Job *job = context;
  int low = 0, high = job->n - 1;
  while (low < high) {
    int middle = (low + high + 1) / 2;
    if (job->first[middle] <= chunk) low = middle;
    else high = middle - 1;
  }
  int64_t at = (chunk - job->first[low]) * CHUNK;
  int64_t n = tensor_count(job->p[low]) - at;
  if (n > 0) step(job, low, at, n < CHUNK ? n : CHUNK);
}

/* Before anything is written: copies the gradients that the writing would
 * reach, which are those that see the versions of its stores move. */
static bool keep_apart(Job *job) {
  for (int k = 0; k < job->n; k++) {
    job->p[k]->store->version++;
    for (int s = 0; s < STATES; s++)
      if (job->state[s]) job->state[s][k]->store->version++;
  }
  for (int k = 0; k < job->n; k++) {
    Tensor *g = job->g[k];
    if (g->born == g->store->version) continue;
    if (!(job->g[k] = tensor_new(&g->shape))) return false;
    tensor_pack(g, tensor_data(job->g[k]));
  }
  return true;
}

static bool run(Job *job) {
  if (!pool_reserve((size_t)(job->n + 1) * sizeof *job->first)) return false;
  if (!check(job) || !keep_apart(job)) return false;
  int64_t chunks = 0, elements = 0;
  job->first = pool_scratch();
  for (int k = 0; k < job->n; k++) {
    job->first[k] = chunks;
    chunks += (tensor_count(job->p[k]) + CHUNK - 1) / CHUNK;
    elements += tensor_count(job->p[k]);
    tensor_touch(job->p[k]);
    for (int s = 0; s < STATES; s++)
      if (job->state[s]) tensor_touch(job->state[s][k]);
  }
  if (chunks > 0) pool_run_pieces(run_chunk, job, chunks, elements / chunks);
  return true;
}

bool update_run(UpdateLoop loop, const UpdateFactors *factors, int n,
                Tensor **p, Tensor **g, Tensor **const state[3]) {
  return run(
      &(Job){loop, factors, n, p, g, {state[0], state[1], state[2]}, NULL});
}
