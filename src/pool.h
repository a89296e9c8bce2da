/* Worker threads that claim chunks of a task.
 *
 * The cut into chunks depends on the problem only, never on the number of
 * threads; the caller works too, and waits for nobody who has not started: a
 * busy neighbour costs its share of a core and no more. The threads are of the
 * process and work for one caller at a time; a call from inside a task, or
 * while they work for another engine, runs inline. */
#ifndef LUNETTE_POOL_H
#define LUNETTE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void (*PoolTask)(void *context, int64_t chunk);

/* Runs task(context, 0 .. chunks - 1), in any order; back when all are done. */
void pool_run(PoolTask task, void *context, int64_t chunks);

/* The same for `count` pieces of about `work` numbers each: several small ones
 * make a chunk. */
void pool_run_pieces(PoolTask task, void *context, int64_t count, int64_t work);

/* Threads at work for this engine, the caller's among them: at first as many as
 * LUNETTE_NUM_THREADS says, else as there are processors for this process, by
 * quota as well. False with an error; then as many as could be started are at
 * work. A child of the process (fork) starts its own with its first job. */
int pool_threads(void);
bool pool_set_threads(int n);

/* False with an error when LUNETTE_NUM_THREADS makes no sense. */
bool pool_check(void);

/* Gives every thread a scratch of its own of at least `bytes`, never NULL and
 * aligned to 64; false with an error. Contents do not outlive the op. */
bool pool_reserve(size_t bytes);
void *pool_scratch(void); /* this thread's */
int64_t pool_bytes(void); /* of scratch, all threads' */
void pool_trim(void);     /* frees it; not within an op */

enum { POOL_MOST = 256, POOL_ASKED = 1024 };

typedef struct Scratch {
  void *at;
  size_t bytes;
} Scratch;

typedef struct PoolState {
  int threads; /* 0 until first used */
  Scratch scratch[POOL_MOST];
} PoolState;

/* The engine needs its threads and scratch no more. */
void pool_leave(void);

#endif
