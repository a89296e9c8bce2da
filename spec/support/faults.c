/* Preloaded, and as a Lua module, it spoils one of the calls by which a process
 * changes files: the process is killed before it, or the call fails. A write
 * has then written half of its bytes. In the environment CALL and SIGNAL say
 * which call, from 1, and what the process gets. Nothing waits for the disk: a
 * loss of power is not among the faults. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int calls;    /* so far */
static int call;     /* the one that is spoilt; 0 for none */
static int error;    /* what it fails with, or 0 */
static bool lasting; /* so do all that follow: the disk stays full */
static bool named;   /* as on file systems that know no nameless files */

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Is this the call? */
static bool strikes(void) {
  calls++;
  return call > 0 && (calls == call || (lasting && calls > call));
}

static int signal_wanted(void) {
  const char *wanted = getenv("SIGNAL");
  return wanted ? atoi(wanted) : SIGKILL;
}

static void die(void) { kill(getpid(), signal_wanted()); }

/* Before a call that may fail: does it? */
static bool fails(void) {
  if (!strikes()) return false;
  if (!error) die();
  errno = error;
  return error != 0;
}

/* Before one that only a kill spoils. */
static void may_die(void) {
  if (strikes() && !error) die();
}

int open(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
  va_end(args);
  if (named && (flags & O_TMPFILE) == O_TMPFILE) return errno = EOPNOTSUPP, -1;
  bool writes = (flags & O_ACCMODE) != O_RDONLY;
  return writes && fails() ? -1 : REAL(open)(path, flags, mode);
}

ssize_t write(int fd, const void *from, size_t size) {
  /* not where the process may go on, and write all of it */
  bool ends = error || signal_wanted() == SIGKILL;
  bool half = fd > 2 && call > 0 && calls + 1 == call && size > 1 && ends;
  if (half) (void)!REAL(write)(fd, from, size / 2);
  return fd > 2 && fails() ? -1 : REAL(write)(fd, from, size);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at) {
  return fails() ? -1 : REAL(pwrite)(fd, from, size, at);
}

int fsync(int fd) {
  (void)fd;
  return fails() ? -1 : 0;
}
int fchmod(int fd, mode_t mode) {
  return fails() ? -1 : REAL(fchmod)(fd, mode);
}
int flock(int fd, int how) { return fails() ? -1 : REAL(flock)(fd, how); }

int rename(const char *from, const char *to) {
  return fails() ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
  return fails() ? -1 : REAL(link)(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  return fails() ? -1 : REAL(linkat)(a, from, b, to, flags);
}

int mkdir(const char *path, mode_t mode) {
  return fails() ? -1 : REAL(mkdir)(path, mode);
}

int ftruncate(int fd, off_t size) {
  may_die();
  return REAL(ftruncate)(fd, size);
}

int unlink(const char *path) {
  may_die();
  return REAL(unlink)(path);
}

__attribute__((constructor)) static void begin(void) {
  const char *wanted = getenv("CALL");
  if (wanted) call = atoi(wanted);
}

/* ---- for Lua ---- */

static const struct {
  const char *name;
  int number;
} errors[] = {{"KILL", 0},        {"ENOSPC", ENOSPC}, {"EIO", EIO},
              {"EACCES", EACCES}, {"EROFS", EROFS},   {NULL, 0}};

/* spoil(call, kind, lasting): from now on; the kind is KILL or an error, whose
 * words are returned. */
static int spoil(lua_State *L) {
  const char *kind = luaL_checkstring(L, 2);
  int k = 0;
  while (errors[k].name && strcmp(errors[k].name, kind)) k++;
  luaL_argcheck(L, errors[k].name, 2, "no such fault");
  calls = 0;
  call = (int)luaL_checkinteger(L, 1);
  error = errors[k].number;
  lasting = lua_toboolean(L, 3);
  lua_pushstring(L, strerror(error));
  return 1;
}

/* how_many(): calls since then; none are spoilt from here on. */
static int how_many(lua_State *L) {
  call = 0;
  lua_pushinteger(L, calls);
  return 1;
}

static int set_named(lua_State *L) {
  named = lua_toboolean(L, 1);
  return 0;
}

/* In the child: f's result, or what it raised, as text. */
static void tell(lua_State *L, int to) {
  lua_pushvalue(L, 1);
  lua_pcall(L, 0, 1, 0);
  call = 0;
  size_t size;
  const char *text = luaL_tolstring(L, -1, &size);
  _exit(REAL(write)(to, text, size) == (ssize_t)size ? 0 : 1);
}

/* in_child(f): what f gave or raised, as text, in a child of this process; nil
 * where the child was killed. */
static int in_child(lua_State *L) {
  int ends[2], status = 1;
  char text[4000];
  if (pipe(ends) != 0) return luaL_error(L, "no pipe");
  pid_t child = fork();
  if (child == 0) alarm(30), tell(L, ends[1]);
  close(ends[1]);
  ssize_t size = read(ends[0], text, sizeof text);
  close(ends[0]);
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return lua_pushnil(L), 1;
  lua_pushlstring(L, text, size > 0 ? (size_t)size : 0);
  return 1;
}

int luaopen_faults(lua_State *L);
int luaopen_faults(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"spoil", spoil},
      {"how_many", how_many},
      {"set_named", set_named},
      {"in_child", in_child},
      {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
