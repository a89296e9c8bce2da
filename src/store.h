/* Reference-counted, 64-byte-aligned buffers of reals.
 *
 * Freed blocks are kept by size class and handed out again, so that a training
 * loop asks the system for memory in its first steps only; what is live and
 * kept together never exceeds what was live at the peak, plus 8 MiB. Each
 * engine keeps its own. */
#ifndef LUNETTE_STORE_H
#define LUNETTE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "real.h"

typedef struct Store {
  real *data;
  void *block;   /* as malloc gave it */
  int64_t bytes; /* of the whole block */
  int refs;
  uint32_t version;   /* grows with every write after birth */
  bool mask;          /* the reals are 0 and 1 of a comparison, for x[mask] */
  struct Store *next; /* among the kept of its class */
} Store;

/* A store of n reals, contents undefined, held once by the caller; NULL with
 * an error when there is no memory. */
Store *store_new(int64_t n);
void store_retain(Store *s);
void store_release(Store *s);
/* The store of tensors whose values were let go, one NaN, held once more by the
 * caller. */
Store *store_gone(void);

typedef struct StoreUse {
  int64_t live_bytes; /* in stores that somebody holds */
  int64_t peak_bytes; /* the most of that since the last reset */
  int64_t kept_bytes; /* in freed blocks, ready for use */
  int64_t most_bytes; /* of live_bytes; 0: as many as the system has */
} StoreUse;

/* Eight classes to a doubling, so that at most 1/8 of a block is unused. */
enum { STORE_STEPS = 8, STORE_CLASSES = STORE_STEPS * 48 };

typedef struct StoreState {
  StoreUse use;
  Store *kept[STORE_CLASSES];
  Store gone;
  real nothing; /* what is in it */
} StoreState;

const StoreUse *store_use(void);
/* From now on at most so many bytes may be live; 0: no limit. */
void store_limit(int64_t most_bytes);
void store_reset_peak(void);
/* Gives every kept block back to the system. */
void store_trim(void);

#endif
