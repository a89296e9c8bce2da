#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "error.h"

enum { MOST = 256, SPINS = 2000 };

typedef struct Scratch {
  void *at;
  size_t bytes;
} Scratch;

/* A worker joins the open job under the lock and is counted in `inside` until
 * it leaves; a closed job that nobody is inside of is over. */
static struct {
  pthread_mutex_t lock;
  pthread_cond_t work, over;
  PoolTask task;
  void *context;
  int64_t chunks;
  atomic_int_fast64_t next;
  atomic_uint_fast64_t opened; /* jobs so far */
  bool open;
  int sleepers;
  atomic_int inside;
  int threads; /* 0 until first used; worker k exits when k >= threads */
  int started; /* workers that run; the caller is thread 0 */
  pthread_t worker[MOST];
  Scratch scratch[MOST];
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER,
          .work = PTHREAD_COND_INITIALIZER,
          .over = PTHREAD_COND_INITIALIZER};

static _Thread_local int self;
static _Thread_local bool busy;

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

static void work(PoolTask task, void *context, int64_t chunks) {
  for (;;) {
    int64_t chunk = atomic_fetch_add(&pool.next, 1);
    if (chunk >= chunks) return;
    task(context, chunk);
  }
}

/* Waits for a job not seen yet; spins first, as the next one is often near. */
static void await_job(uint64_t seen) {
  for (int k = 0; k < SPINS && atomic_load(&pool.opened) == seen; k++) relax();
  pthread_mutex_lock(&pool.lock);
  pool.sleepers++;
  while (self < pool.threads &&
         (atomic_load(&pool.opened) == seen || !pool.open)) {
    seen = atomic_load(&pool.opened);
    pthread_cond_wait(&pool.work, &pool.lock);
  }
  pool.sleepers--;
}

static void *worker_main(void *number) {
  self = (int)(intptr_t)number;
  busy = true;
  uint64_t seen = 0;
  for (;;) {
    await_job(seen);
    if (self >= pool.threads) break;
    seen = atomic_load(&pool.opened);
    PoolTask task = pool.task;
    void *context = pool.context;
    int64_t chunks = pool.chunks;
    atomic_fetch_add(&pool.inside, 1);
    pthread_mutex_unlock(&pool.lock);
    work(task, context, chunks);
    pthread_mutex_lock(&pool.lock);
    if (atomic_fetch_sub(&pool.inside, 1) == 1) pthread_cond_signal(&pool.over);
    pthread_mutex_unlock(&pool.lock);
  }
  pthread_mutex_unlock(&pool.lock);
  return NULL;
}

static int processors(void) {
  cpu_set_t set;
  int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
  return n < 1 ? 1 : n > MOST ? MOST : n;
}

static bool start_workers(int n) {
  while (pool.started < n - 1) {
    int k = pool.started + 1;
    void *number = (void *)(intptr_t)k;
    if (pthread_create(&pool.worker[k], NULL, worker_main, number)) {
      pool.threads = k;
      return error_set("only %d threads could be started", k);
    }
    pool.started = k;
  }
  return true;
}

bool pool_set_threads(int n) {
  pthread_mutex_lock(&pool.lock);
  pool.threads = n < 1 ? 1 : n > MOST ? MOST : n;
  pthread_cond_broadcast(&pool.work);
  pthread_mutex_unlock(&pool.lock);
  for (; pool.started > pool.threads - 1; pool.started--)
    pthread_join(pool.worker[pool.started], NULL);
  return start_workers(pool.threads);
}

int pool_threads(void) {
  if (pool.threads == 0) {
    pool.threads = processors();
    if (!start_workers(pool.threads)) error_clear();
  }
  return pool.threads;
}

static void open_job(PoolTask task, void *context, int64_t chunks) {
  pthread_mutex_lock(&pool.lock);
  pool.task = task;
  pool.context = context;
  pool.chunks = chunks;
  atomic_store(&pool.next, 0);
  pool.open = true;
  atomic_fetch_add(&pool.opened, 1);
  if (pool.sleepers > 0) {
    if (chunks == 2) pthread_cond_signal(&pool.work);
    else pthread_cond_broadcast(&pool.work);
  }
  pthread_mutex_unlock(&pool.lock);
}

static void close_job(void) {
  pthread_mutex_lock(&pool.lock);
  pool.open = false;
  pthread_mutex_unlock(&pool.lock);
  for (int k = 0; k < SPINS && atomic_load(&pool.inside) > 0; k++) relax();
  pthread_mutex_lock(&pool.lock);
  while (atomic_load(&pool.inside) > 0)
    pthread_cond_wait(&pool.over, &pool.lock);
  pthread_mutex_unlock(&pool.lock);
}

void pool_run(PoolTask task, void *context, int64_t chunks) {
  if (chunks <= 1 || busy || pool_threads() == 1) {
    for (int64_t k = 0; k < chunks; k++) task(context, k);
    return;
  }
  busy = true;
  open_job(task, context, chunks);
  work(task, context, chunks);
  close_job();
  busy = false;
}

typedef struct Pieces {
  PoolTask task;
  void *context;
  int64_t count, batch;
} Pieces;

static void run_batch(void *context, int64_t chunk) {
  const Pieces *p = context;
  int64_t end = (chunk + 1) * p->batch;
  if (end > p->count) end = p->count;
  for (int64_t k = chunk * p->batch; k < end; k++) p->task(p->context, k);
}

void pool_run_pieces(PoolTask task, void *context, int64_t count,
                     int64_t work) {
  enum { ENOUGH = 32768 };
  int64_t batch = work < ENOUGH ? ENOUGH / (work + 1) + 1 : 1;
  Pieces p = {task, context, count, batch};
  pool_run(run_batch, &p, (count + p.batch - 1) / p.batch);
}

bool pool_reserve(size_t bytes) {
  if (bytes > SIZE_MAX / 32)
    return error_set("these sizes want more scratch than any memory has");
  for (int k = 0; k < pool_threads(); k++) {
    Scratch *s = &pool.scratch[k];
    if (s->bytes >= bytes) continue;
    free(s->at);
    s->bytes = (bytes + 4095) / 4096 * 4096;
    s->at = aligned_alloc(64, s->bytes);
    if (s->at) continue;
    s->bytes = 0;
    return error_set("out of memory: %zu bytes of scratch wanted", bytes);
  }
  return true;
}

void *pool_scratch(void) { return pool.scratch[self].at; }
