#include "store.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "error.h"

/* Eight classes to a doubling, so that at most 1/8 of a block is unused. A Store
 * stands at the head of its block, but apart from a large one: data of 2^k bytes
 * then fill their pages, which are large ones where the system has them. */
enum { HEAD = 64, STEPS = 8, CLASSES = STEPS * 48, SEARCHED = 3,
       PAGE = 2 << 20, LARGE = 2 * PAGE };

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

/* Bytes of a block for n reals: above LARGE for all that are large. */
static int64_t bytes_for(int64_t n) {
  int64_t data = n * (int64_t)sizeof(real);
  if (HEAD + data <= LARGE) return HEAD + data;
  return data > LARGE ? data : LARGE + 1;
}

static void give_back(Store *s) {
  if (s->bytes > LARGE) munmap(s->data, (size_t)s->bytes);
  free(s);
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
      give_back(s);
    }
}

static void trim(void) {
  int64_t limit = use.peak_bytes - use.live_bytes + (8 << 20);
  if (use.kept_bytes > limit) trim_to(limit);
}

/* Whole pages from the system, from a multiple of PAGE on: freed, they are gone,
 * where malloc's heap would keep gaps. NULL when there are none. */
static void *map(size_t size) {
  char *at = mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) return NULL;
  size_t before = (size_t)(-(intptr_t)at & (PAGE - 1));
  if (before) munmap(at, before);
  munmap(at + before + size, PAGE - before);
#ifdef MADV_HUGEPAGE
  madvise(at + before, size, MADV_HUGEPAGE);
#endif
  return at + before;
}

static Store *ask_large(int64_t size) {
  Store *s = malloc(sizeof *s);
  if (s) s->data = map((size_t)size);
  if (s && s->data) return s;
  free(s);
  return NULL;
}

static Store *ask(int64_t size) {
  if (size > LARGE) return ask_large(size);
  Store *s = aligned_alloc(64, (size_t)size);
  if (s) s->data = (real *)((char *)s + HEAD);
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
  s->bytes = size;
  return s;
}

Store *store_new(int64_t n) {
  int64_t size;
  int class = class_of(bytes_for(n), &size);
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
    give_back(s);
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
