/* What is done once in the process, by whoever comes first; the others wait for
 * it. When it fails it is tried again by the next. */
#ifndef LUNETTE_ONCE_H
#define LUNETTE_ONCE_H

#include <pthread.h>
#include <stdbool.h>

typedef struct Once {
  pthread_mutex_t lock; /* PTHREAD_MUTEX_INITIALIZER */
  bool done;
} Once;

static inline bool once(Once *o, bool (*f)(void)) {
  pthread_mutex_lock(&o->lock);
  bool ok = o->done = o->done || f();
  pthread_mutex_unlock(&o->lock);
  return ok;
}

#endif
