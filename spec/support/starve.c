/* Preloaded, it counts the process's requests for memory (malloc and its kin,
 * maps, threads, whoever asks) and refuses some; and a Lua module that says
 * which. Nothing of the engine knows of it. */
#include <dlfcn.h>
#include <errno.h>
#include <lauxlib.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

/* Requests so far, and those from `first` to `last` are refused. */
static atomic_long asked, first = LONG_MAX, last;
static atomic_long live, bytes;   /* blocks that are not Lua's, and maps */
static _Thread_local bool of_lua; /* its allocator is at work */

static bool refuse(void) {
  long n = atomic_fetch_add(&asked, 1);
  if (n < atomic_load(&first) || n > atomic_load(&last)) return false;
  errno = ENOMEM;
  return true;
}

static void *counted(void *block) {
  if (!block || of_lua) return block;
  live++;
  bytes += (long)malloc_usable_size(block);
  return block;
}

void *malloc(size_t size) {
  return refuse() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t n, size_t size) {
  return refuse() ? NULL : counted(__libc_calloc(n, size));
}

void *memalign(size_t to, size_t size) {
  return refuse() ? NULL : counted(__libc_memalign(to, size));
}

void *aligned_alloc(size_t to, size_t size) { return memalign(to, size); }

int posix_memalign(void **at, size_t to, size_t size) {
  *at = memalign(to, size);
  return *at ? 0 : ENOMEM;
}

static void uncount(void *block) {
  if (!block || of_lua) return;
  live--;
  bytes -= (long)malloc_usable_size(block);
}

void free(void *block) {
  uncount(block);
  __libc_free(block);
}

/* What is to become no larger can be had. */
void *realloc(void *block, size_t size) {
  if (!block) return malloc(size);
  if (size == 0) {
    free(block);
    return NULL;
  }
  if (size > malloc_usable_size(block) && refuse()) return NULL;
  uncount(block);
  return counted(__libc_realloc(block, size));
}

void *mmap(void *at, size_t size, int prot, int flags, int fd, off_t from) {
  if (refuse()) return MAP_FAILED;
  bytes += (long)size;
  return (void *)syscall(SYS_mmap, at, size, prot, flags, fd, from);
}

int munmap(void *at, size_t size) {
  bytes -= (long)size;
  return (int)syscall(SYS_munmap, at, size);
}

int pthread_create(pthread_t *t, const pthread_attr_t *attr, void *(*f)(void *),
                   void *of) {
  __typeof__(&pthread_create) real = dlsym(RTLD_NEXT, "pthread_create");
  return refuse() ? EAGAIN : real(t, attr, f, of);
}

/* ---- for Lua ---- */

static lua_Alloc allocate;
static void *data;

static void *for_lua(void *unused, void *block, size_t old, size_t size) {
  (void)unused;
  of_lua = true;
  block = allocate(data, block, old, size);
  of_lua = false;
  return block;
}

/* fail(n, times): after n more requests `times` of them are refused. */
static int fail(lua_State *L) {
  long n = (long)luaL_checkinteger(L, 1), times = (long)luaL_checkinteger(L, 2);
  asked = 0;
  last = times > LONG_MAX - n ? LONG_MAX : n + times - 1;
  first = n;
  return 0;
}

/* allow() -> how many requests there were since fail(); none is refused now */
static int allow(lua_State *L) {
  first = LONG_MAX;
  lua_pushinteger(L, asked);
  return 1;
}

/* live() -> blocks that are not Lua's */
static int count_live(lua_State *L) {
  lua_pushinteger(L, live);
  return 1;
}

/* bytes() -> of those, and of what is mapped */
static int count_bytes(lua_State *L) {
  lua_pushinteger(L, bytes);
  return 1;
}

int luaopen_starve(lua_State *L);
int luaopen_starve(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"fail", fail},
      {"allow", allow},
      {"live", count_live},
      {"bytes", count_bytes},
      {NULL, NULL}};
  allocate = lua_getallocf(L, &data);
  lua_setallocf(L, for_lua, NULL);
  luaL_newlib(L, functions);
  return 1;
}
