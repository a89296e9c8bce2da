#include "pool.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"
#include "quota.h"

enum { MOST = POOL_MOST, SPINS = 2000 };

typedef struct Job {
  PoolTask task;
  void *context;
  int64_t chunks;
  int threads;    /* that may work at it */
  Engine *engine; /* whose it is */
} Job;

/* A worker joins the open job under the lock and is counted in `inside` until
 * it leaves; a closed job that nobody is inside of is over. */
static struct {
  pthread_mutex_t lock;
  pthread_cond_t work, over;
  Job job;
  atomic_int_fast64_t next;
  atomic_uint_fast64_t opened; /* jobs so far */
  bool open, taken;
  int sleepers;
  atomic_int inside;
  int threads; /* worker k exits when k >= threads */

  pthread_mutex_t sizing; /* held to change how many workers there are */
  int asked[MOST + 1];    /* [n]: how many engines want n threads */
  atomic_int started;     /* workers that run; a caller is thread 0 */
  pthread_t worker[MOST];
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER,
          .work = PTHREAD_COND_INITIALIZER,
          .over = PTHREAD_COND_INITIALIZER,
          .sizing = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local int self;  /* which thread this is: 0 for a caller */
static _Thread_local bool busy; /* a worker, or a caller whose job runs */

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void work(const Job *job) {
  for (;;) {
    int64_t chunk = atomic_fetch_add(&pool.next, 1);
    if (chunk >= job->chunks) return;
    job->task(job->context, chunk);
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

/* Entered and left under the lock. */
static void join_job(void) {
  Job job = pool.job;
  if (self >= job.threads) return;
  atomic_fetch_add(&pool.inside, 1);
  pthread_mutex_unlock(&pool.lock);
  engine = job.engine;
  work(&job);
  engine = NULL;
  pthread_mutex_lock(&pool.lock);
  if (atomic_fetch_sub(&pool.inside, 1) == 1) pthread_cond_signal(&pool.over);
}

static void *worker_main(void *number) {
  self = (int)(intptr_t)number;
  busy = true;
  uint64_t seen = 0;
  for (;;) {
    await_job(seen);
    if (self >= pool.threads) break;
    seen = atomic_load(&pool.opened);
    join_job();
    pthread_mutex_unlock(&pool.lock);
  }
  pthread_mutex_unlock(&pool.lock);
  return NULL;
}

/* ---- how many there are ---- */

/* What LUNETTE_NUM_THREADS says; 0 where it says nothing, -1 where it makes no
 * sense. */
static int told(void) {
  const char *text = getenv("LUNETTE_NUM_THREADS");
  if (!text || !*text) return 0;
  char *end;
  long n = strtol(text, &end, 10);
  return *end || n < 1 || n > POOL_ASKED ? -1 : (int)n;
}

bool pool_check(void) {
  return told() >= 0 ||
         error_set("LUNETTE_NUM_THREADS is \"%.40s\"; 1 to %d are possible",
                   getenv("LUNETTE_NUM_THREADS"), POOL_ASKED);
}

static int threads_at_first(void) {
  int n = told(), most = quota_processors();
  double limit = quota_limit("");
  if (n > 0) return n;
  return limit > 0 && limit < most ? (int)ceil(limit) : most;
}

/* ---- in a child of the process ---- */

static void before_fork(void) {
  pthread_mutex_lock(&pool.sizing);
  pthread_mutex_lock(&pool.lock);
}

static void in_parent(void) {
  pthread_mutex_unlock(&pool.lock);
  pthread_mutex_unlock(&pool.sizing);
}

/* Workers are left behind: the next job starts others. */
static void in_child(void) {
  pthread_cond_init(&pool.work, NULL);
  pthread_cond_init(&pool.over, NULL);
  pool.open = pool.taken = false;
  pool.sleepers = 0;
  atomic_store(&pool.started, 0);
  atomic_store(&pool.inside, 0);
  in_parent();
}

/* ---- workers ---- */

static bool start_workers(int n) {
  static bool watches;
  if (!watches) watches = !pthread_atfork(before_fork, in_parent, in_child);
  while (pool.started < n - 1) {
    int k = pool.started + 1;
    void *number = (void *)(intptr_t)k;
    if (pthread_create(&pool.worker[k], NULL, worker_main, number))
      return error_set("only %d threads could be started", k);
    pool.started = k;
  }
  return true;
}

/* As many as the engine that wants most. */
static bool size_pool(void) {
  int n = MOST;
  while (n > 1 && pool.asked[n] == 0) n--;
  pthread_mutex_lock(&pool.lock);
  pool.threads = n;
  pthread_cond_broadcast(&pool.work);
  pthread_mutex_unlock(&pool.lock);
  for (; pool.started > n - 1; pool.started--)
    pthread_join(pool.worker[pool.started], NULL);
  return start_workers(n);
}

/* The engine wants n threads from now on; 0: none. */
static void ask_for(PoolState *own, int n) {
  if (own->threads) pool.asked[own->threads]--;
  if (n) pool.asked[n]++;
  own->threads = n;
}

bool pool_set_threads(int n) {
  PoolState *own = &engine->pool;
  pthread_mutex_lock(&pool.sizing);
  ask_for(own, n < 1 ? 1 : n > MOST ? MOST : n);
  bool ok = size_pool();
  if (!ok) {
    ask_for(own, pool.started + 1);
    size_pool();
  }
  pthread_mutex_unlock(&pool.sizing);
  return ok;
}

int pool_threads(void) {
  const PoolState *own = &engine->pool;
  if (own->threads == 0 && !pool_set_threads(threads_at_first())) error_clear();
  return own->threads;
}

void pool_leave(void) {
  PoolState *own = &engine->pool;
  pthread_mutex_lock(&pool.sizing);
  ask_for(own, 0);
  size_pool();
  pthread_mutex_unlock(&pool.sizing);
  pool_trim();
}

void pool_trim(void) {
  PoolState *own = &engine->pool;
  for (int k = 0; k < MOST; k++) free(own->scratch[k].at);
  memset(own->scratch, 0, sizeof own->scratch);
}

int64_t pool_bytes(void) {
  int64_t bytes = 0;
  for (int k = 0; k < MOST; k++)
    bytes += (int64_t)engine->pool.scratch[k].bytes;
  return bytes;
}

/* ---- jobs ---- */

/* False when the threads work for another. */
static bool open_job(const Job *job) {
  pthread_mutex_lock(&pool.lock);
  bool free = !pool.taken;
  if (free) {
    pool.job = *job;
    pool.open = pool.taken = true;
    atomic_store(&pool.next, 0);
    atomic_fetch_add(&pool.opened, 1);
  }
  if (free && pool.sleepers > 0) {
    if (job->chunks == 2 && job->threads == pool.threads)
      pthread_cond_signal(&pool.work);
    else pthread_cond_broadcast(&pool.work);
  }
  pthread_mutex_unlock(&pool.lock);
  return free;
}

static void close_job(void) {
  pthread_mutex_lock(&pool.lock);
  pool.open = false;
  pthread_mutex_unlock(&pool.lock);
  for (int k = 0; k < SPINS && atomic_load(&pool.inside) > 0; k++) relax();
  pthread_mutex_lock(&pool.lock);
  while (atomic_load(&pool.inside) > 0)
    pthread_cond_wait(&pool.over, &pool.lock);
  pool.taken = false;
  pthread_mutex_unlock(&pool.lock);
}

/* Starts those that a fork has left behind; false when there are none. */
static bool has_workers(void) {
  if (pool.started > 0) return true;
  pthread_mutex_lock(&pool.sizing);
  if (!size_pool()) error_clear();
  pthread_mutex_unlock(&pool.sizing);
  return pool.started > 0;
}

/* False when there is nobody to share it with. */
static bool run_shared(PoolTask task, void *context, int64_t chunks) {
  Job job = {task, context, chunks, pool_threads(), engine};
  if (job.threads == 1 || !has_workers() || !open_job(&job)) return false;
  busy = true;
  work(&job);
  close_job();
  busy = false;
  return true;
}

void pool_run(PoolTask task, void *context, int64_t chunks) {
  if (chunks > 1 && !busy && run_shared(task, context, chunks)) return;
  for (int64_t k = 0; k < chunks; k++) task(context, k);
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
  PoolState *own = &engine->pool;
  for (int k = 0, n = pool_threads(); k < n; k++) {
    Scratch *s = &own->scratch[k];
    if (s->at && s->bytes >= bytes) continue;
    free(s->at);
    s->bytes = bytes / 4096 * 4096 + 4096;
    s->at = aligned_alloc(64, s->bytes);
    if (s->at) continue;
    s->bytes = 0;
    return error_memory("out of memory: %zu bytes of scratch wanted", bytes);
  }
  return true;
}

void *pool_scratch(void) { return engine->pool.scratch[self].at; }
