#include "store.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "error.h"

/* Eight classes to a doubling, so that at most 1/8 of a block is unused. */
enum { HEAD = 64, STEPS = 8, CLASSES = STEPS * 48, SEARCHED = 3 };

static Store *kept[CLASSES];
static StoreUse use;

/* The class of a block of at least `bytes`, and in `size` its bytes. */
static int class_of(int64_t bytes, int64_t *size) {
  int64_t units = (bytes + 63) / 64;
  if (units <= STEPS) {
    *size = units * 64;
    return (int)units - 1;
  }
  int shift = 60 - __builtin_clzll((unsigned long long)(units - 1));
  int64_t steps = ((units - 1) >> shift) + 1;
  *size = (steps << shift) * 64;
  return STEPS * shift + (int)steps - 1;
}

static Store *take_kept(int class) {
  for (int c = class; c < class + SEARCHED && c < CLASSES; c++) {
    Store *s = kept[c];
    if (!s) continue;
    kept[c] = s->next;
    use.kept_bytes -= s->bytes;
    return s;
  }
  return NULL;
}

/* Frees kept blocks, the largest first, until at most `limit` bytes stay. */
static void trim_to(int64_t limit) {
  for (int c = CLASSES - 1; c >= 0 && use.kept_bytes > limit; c--)
    while (kept[c] && use.kept_bytes > limit) {
      Store *s = kept[c];
      kept[c] = s->next;
      use.kept_bytes -= s->bytes;
      free(s);
    }
}

static void trim(void) {
  int64_t limit = use.peak_bytes - use.live_bytes + (32 << 20);
  if (use.kept_bytes > limit) trim_to(limit);
}

/* Large blocks ask for large pages: fewer faults, and fewer misses when they
 * are read in order. */
static Store *ask(int64_t size) {
  enum { PAGE = 2 << 20 };
  bool large = size >= 2 * PAGE;
  Store *s = aligned_alloc(large ? PAGE : 64, (size_t)size);
#ifdef MADV_HUGEPAGE
  if (s && large) madvise(s, (size_t)size, MADV_HUGEPAGE);
#endif
  return s;
}

static Store *take_new(int64_t size) {
  Store *s = ask(size);
  if (!s) {
    store_trim();
    s = ask(size);
  }
  if (!s) {
    use.refused++;
    error_set("out of memory: %lld bytes wanted, %lld in use", (long long)size,
              (long long)use.live_bytes);
    return NULL;
  }
  s->data = (real *)((char *)s + HEAD);
  s->bytes = size;
  return s;
}

Store *store_new(int64_t n) {
  int64_t size;
  int class = class_of(HEAD + n * (int64_t)sizeof(real), &size);
  Store *s = class < CLASSES ? take_kept(class) : NULL;
  if (!s) s = take_new(size);
  if (!s) return NULL;
  s->refs = 1;
  s->version = 0;
  use.live_bytes += s->bytes;
  if (use.live_bytes > use.peak_bytes) use.peak_bytes = use.live_bytes;
  trim();
  return s;
}

void store_retain(Store *s) { s->refs++; }

void store_release(Store *s) {
  if (--s->refs > 0) return;
  int64_t size;
  int class = class_of(s->bytes, &size);
  use.live_bytes -= s->bytes;
  if (class >= CLASSES) {
    free(s);
    return;
  }
  s->next = kept[class];
  kept[class] = s;
  use.kept_bytes += s->bytes;
  trim();
}

const StoreUse *store_use(void) { return &use; }
void store_reset_peak(void) { use.peak_bytes = use.live_bytes; }
void store_trim(void) { trim_to(0); }
