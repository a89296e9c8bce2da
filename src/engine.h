/* All that changes while one Lua state computes, in one struct: its parts are
 * declared, and said to be what they are, where their modules are.
 *
 * Engines are independent: each may be at work on a thread of its own. What no
 * engine changes is of the process: the rows of ops, the kernels chosen, the
 * libraries that were loaded, and the threads of the pool. */
#ifndef LUNETTE_ENGINE_H
#define LUNETTE_ENGINE_H

#include "error.h"
#include "grad.h"
#include "op.h"
#include "pool.h"
#include "profile.h"
#include "store.h"
#include "tensor.h"

typedef struct Engine {
  ErrorState error;
  OpState op;
  TensorState tensor;
  StoreState store;
  GradState grad;
  ProfileState profile;
  PoolState pool;
} Engine;

/* The engine that this thread is at work for; NULL for none. Whoever calls the
 * engine sets it before, and sets it back to what it was after. A thread of the
 * pool has its caller's. initial-exec: it is found without a call; its 8 bytes
 * fit into what the loader keeps free for libraries loaded later. */
extern _Thread_local Engine *engine __attribute__((tls_model("initial-exec")));

void engine_open(Engine *e);
/* Gives back all that e holds but the tensors that somebody still has. It can
 * be used, and closed, again. */
void engine_close(Engine *e);

/* Of the current engine, in bytes beside those of stores (store_use). */
typedef struct EngineUse {
  int64_t node_bytes;    /* of nodes, and of what is noted about them */
  int64_t scratch_bytes; /* of its threads */
} EngineUse;

EngineUse engine_use(void);
/* Gives back to the system what is kept for reuse alone; not within an op. */
void engine_trim(void);

#endif
