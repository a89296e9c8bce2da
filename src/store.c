#include "store.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "engine.h"

/* A Store stands before its data in their block, but apart from a large one:
 * data of 2^k bytes then fill their pages, which are large ones where the
 * system has them. Data begin at a multiple of ALIGNED. */
enum {
  ALIGNED = 64,
  HEAD = sizeof(Store) + ALIGNED - _Alignof(max_align_t), /* at most */
  STEPS = STORE_STEPS,
  CLASSES = STORE_CLASSES,
  SEARCHED = 3, /* classes in which a kept block is looked for */
  PAGE = 2 << 20,
  LARGE = PAGE
};

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

/* Of a block's data the first `bytes` may be touched: told to ASan, which takes
 * the rest of a block, and a kept one, for memory as any. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

static void open_first(Store *s, int64_t bytes) {
  int64_t before = s->bytes > LARGE ? 0 : (char *)s->data - (char *)s->block;
  int64_t all = s->bytes - before;
  __asan_poison_memory_region(s->data, (size_t)all);
  __asan_unpoison_memory_region(s->data, (size_t)bytes);
}
#else
static void open_first(Store *s, int64_t bytes) { (void)s, (void)bytes; }
#endif

/* Bytes of a block for n reals: above LARGE for all that are large. */
static int64_t bytes_for(int64_t n) {
  int64_t data = n * (int64_t)sizeof(real);
  if (HEAD + data <= LARGE) return HEAD + data;
  return data > LARGE ? data : LARGE + 1;
}

static void give_back(Store *s) {
  if (s->bytes > LARGE) {
    open_first(s, s->bytes);
    munmap(s->data, (size_t)s->bytes);
  }
  free(s->block);
}

static Store *take_kept(StoreState *all, int class) {
  for (int c = class; c < class + SEARCHED && c < CLASSES; c++) {
    Store *s = all->kept[c];
    if (!s) continue;
    all->kept[c] = s->next;
    all->use.kept_bytes -= s->bytes;
    return s;
  }
  return NULL;
}

/* Frees kept blocks, the largest first, until at most `limit` bytes stay. */
static void trim_to(StoreState *all, int64_t limit) {
  for (int c = CLASSES - 1; c >= 0 && all->use.kept_bytes > limit; c--)
    while (all->kept[c] && all->use.kept_bytes > limit) {
      Store *s = all->kept[c];
      all->kept[c] = s->next;
      all->use.kept_bytes -= s->bytes;
      give_back(s);
    }
}

static void trim(StoreState *all) {
  const StoreUse *use = &all->use;
  int64_t limit = use->peak_bytes - use->live_bytes + (8 << 20);
  if (use->kept_bytes > limit) trim_to(all, limit);
}

/* Whole pages from the system, from a multiple of PAGE on: freed, they are
 * gone, where malloc's heap would keep gaps. NULL when there are none. */
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
  if (s) *s = (Store){.block = s, .data = map((size_t)size)};
  if (s && s->data) return s;
  free(s);
  return NULL;
}

/* Not of aligned_alloc: glibc's before 2.38 does not find what it has freed, so
 * that training would go on taking memory. */
static Store *ask(int64_t size) {
  if (size > LARGE) return ask_large(size);
  char *block = malloc((size_t)size);
  if (!block) return NULL;
  char *data = block + sizeof(Store);
  data += -(intptr_t)data & (ALIGNED - 1);
  Store *s = (Store *)(data - sizeof(Store));
  *s = (Store){.block = block, .data = (real *)data};
  return s;
}

static Store *take_new(StoreUse *use, int64_t size) {
  Store *s = ask(size);
  if (!s) {
    store_trim();
    s = ask(size);
  }
  if (!s) {
    error_memory("out of memory: %lld bytes wanted, %lld in use",
                 (long long)size, (long long)use->live_bytes);
    return NULL;
  }
  s->bytes = size;
  return s;
}

/* Would `size` bytes more pass the limit? */
static bool is_over(StoreUse *use, int64_t size) {
  if (!use->most_bytes || size <= use->most_bytes - use->live_bytes)
    return false;
  error_memory("%lld bytes wanted, %lld in use, where %lld are allowed",
               (long long)size, (long long)use->live_bytes,
               (long long)use->most_bytes);
  return true;
}

Store *store_new(int64_t n) {
  StoreState *all = &engine->store;
  StoreUse *use = &all->use;
  int64_t size;
  int class = class_of(bytes_for(n), &size);
  if (is_over(use, size)) return NULL;
  Store *s = class < CLASSES ? take_kept(all, class) : NULL;
  if (!s) s = take_new(use, size);
  if (!s) return NULL;
  s->refs = 1;
  s->version = 0;
  open_first(s, n * (int64_t)sizeof(real));
  s->mask = false;
  use->live_bytes += s->bytes;
  if (use->live_bytes > use->peak_bytes) use->peak_bytes = use->live_bytes;
  trim(all);
  return s;
}

void store_retain(Store *s) { s->refs++; }

void store_release(Store *s) {
  if (--s->refs > 0) return;
  StoreState *all = &engine->store;
  int64_t size;
  int class = class_of(s->bytes, &size);
  all->use.live_bytes -= s->bytes;
  if (class >= CLASSES) {
    give_back(s);
    return;
  }
  open_first(s, 0);
  s->next = all->kept[class];
  all->kept[class] = s;
  all->use.kept_bytes += s->bytes;
  trim(all);
}

/* Its own hold on itself is never given up. */
Store *store_gone(void) {
  StoreState *all = &engine->store;
  if (all->gone.refs == 0) {
    all->nothing = (real)NAN;
    all->gone = (Store){.data = &all->nothing, .refs = 1};
  }
  store_retain(&all->gone);
  return &all->gone;
}

const StoreUse *store_use(void) { return &engine->store.use; }

void store_limit(int64_t most_bytes) {
  engine->store.use.most_bytes = most_bytes;
}

void store_reset_peak(void) {
  StoreUse *use = &engine->store.use;
  use->peak_bytes = use->live_bytes;
}

void store_trim(void) { trim_to(&engine->store, 0); }
