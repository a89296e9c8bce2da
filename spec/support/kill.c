/* Preloaded, it sends the process SIGNAL before the CALL-th of its calls that
 * bring a file to the disk: between any two of them a save may end. */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void count(void) {
  static int calls;
  const char *call = getenv("CALL");
  if (call && ++calls == atoi(call)) kill(getpid(), atoi(getenv("SIGNAL")));
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) {
  count();
  return REAL(fsync)(fd);
}

int rename(const char *from, const char *to) {
  count();
  return REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
  count();
  return REAL(link)(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  count();
  return REAL(linkat)(a, from, b, to, flags);
}
